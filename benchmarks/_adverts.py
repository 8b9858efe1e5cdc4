"""Honest and forged adverts made up from published orders, the same for the same seed.

An honest advert tells of an order as people do: without its legal form, with slips of the
keyboard, in Spanish, with half of it left out. A forged one names an employer that does not
exist, or a true one with another place, other work and a pay nobody certified.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from safe_mobility.labour.rules import names, work_words
from safe_mobility.labour.rules.adverts import Advert, Currency, Known, Per
from safe_mobility.labour.rules.values import STATES

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SPANISH = {
    "strawberry": "fresas",
    "blueberry": "arándanos",
    "apple": "manzana",
    "cherry": "cerezas",
    "grape": "uvas",
    "citrus": "naranja",
    "tomato": "tomate",
    "lettuce": "lechuga",
    "onion": "cebolla",
    "watermelon": "sandía",
    "potato": "papas",
    "corn": "maíz",
    "tobacco": "tabaco",
    "nursery": "viveros",
    "cattle": "ganado",
    "sheep": "borregos",
    "landscape": "jardinería",
    "cleaning": "limpieza de hotel",
    "kitchen": "cocina",
    "seafood": "cangrejo",
    "carnival": "feria",
    "forest": "reforestación",
    "construction": "construcción",
}
FEES = (
    "Depósito de Q3,500 para apartar su lugar.",
    "El trámite cuesta Q 5,000 y la cita se paga aparte.",
    "Anticipo $300 por Western Union.",
    "Cuota de inscripción 1,500 quetzales.",
)


@dataclass(frozen=True, slots=True)
class Made:
    """An advert, the order it tells of (None for a forged one), and its words as one text."""

    advert: Advert
    of: int | None
    asks_for_money: bool
    text: str


def make(known: Sequence[Known], *, honest: int, forged: int, seed: int) -> list[Made]:
    chance = Random(seed)
    named = [at for at, order in enumerate(known) if order.employer and order.hourly]
    made = [_honest(known, chance.choice(named), chance) for _ in range(honest)]
    made += [_forged(known, named, chance) for _ in range(forged)]
    chance.shuffle(made)
    return made


def _honest(known: Sequence[Known], at: int, chance: Random) -> Made:
    order = known[at]
    return _told(_advert_of(order, _typed(order.employer, chance), chance), at, chance)


def _forged(known: Sequence[Known], named: Sequence[int], chance: Random) -> Made:
    order, other = (known[chance.choice(named)] for _ in range(2))
    if chance.random() < 0.5:
        employer = _invented(order, other, chance)
        advert = _advert_of(known[chance.choice(named)], employer, chance)
    else:
        advert = _advert_of(other, _typed(order.employer, chance), chance)
        if other.state == order.state:
            far = chance.choice([state for state in STATES if state != order.state])
            advert = replace(advert, place=STATES[far])
        advert = replace(advert, place=advert.place or STATES.get(other.state, "Alaska"))
    if advert.pay is not None and chance.random() < 0.5:
        advert = replace(advert, pay=round(advert.pay * chance.uniform(1.8, 3), 2))
    return _told(advert, None, chance)


def _advert_of(order: Known, employer: str, chance: Random) -> Advert:
    """What somebody was told of an order; a third of the fields are left out."""
    said = Advert(employer=employer)
    if chance.random() < 0.75:
        state = STATES.get(order.state, order.state)
        said = replace(said, place=chance.choice([state, f"{order.city.title()}, {state}"]))
    if chance.random() < 0.75:
        said = replace(said, work=_work(order.kinds | order.occupation_kinds, chance))
    if chance.random() < 0.6 and order.months:
        months = [month for month in range(1, 13) if order.months & 1 << (month - 1)]
        said = replace(said, first_month=chance.choice(months))
    if chance.random() < 0.6 and order.hourly:
        pay, per, currency = _pay(order, chance)
        said = replace(said, pay=pay, per=per, currency=currency)
    return said


def _pay(order: Known, chance: Random) -> tuple[float, Per, Currency]:
    hourly = (order.hourly or 0) * chance.uniform(1, 1.1)
    if chance.random() < 0.6:
        return round(hourly, 2), Per.HOUR, Currency.USD
    month = hourly * (order.hours or 40) * 52 / 12
    if chance.random() < 0.5:
        return round(month), Per.MONTH, Currency.USD
    return round(month * 7.8), Per.MONTH, Currency.GTQ


def _work(kinds: int, chance: Random) -> str:
    words = [word for kind, word in SPANISH.items() if kinds & work_words.KIND[kind]]
    if words:
        return chance.choice(words)
    return "trabajo de campo" if kinds & work_words.GENERAL else "varios"


def _typed(name: str, chance: Random) -> str:
    """A name as it is typed from memory: without its legal form, with a slip here and there."""
    words = names.key(name).split()
    if len(words) > 2 and chance.random() < 0.2:
        words.pop(chance.randrange(1, len(words)))
    signs = list(" ".join(words))
    for at in range(len(signs)):
        if signs[at] != " " and chance.random() < 0.03:
            signs[at] = chance.choice(["", chance.choice(LETTERS), signs[at] * 2])
    return "".join(signs).title()


def _invented(one: Known, other: Known, chance: Random) -> str:
    first, last = names.key(one.employer).split(), names.key(other.employer).split()
    return f"{chance.choice(first)} {chance.choice(last)}".title()


def _told(said: Advert, of: int | None, chance: Random) -> Made:
    """The same advert as one text, as it goes round in chats; a third ask for money in it."""
    asks = chance.random() < 1 / 3
    parts = [f"¡Oportunidad! Trabajo con {said.employer.upper()}"]
    parts += [f"en {said.place}"] if said.place else []
    parts += [f"en {said.work}."] if said.work else ["."]
    if said.pay is not None and said.per is not None:
        sign = "$" if said.currency is Currency.USD else "Q"
        unit = "hora" if said.per is Per.HOUR else "mes"
        parts.append(f"Ganan {sign}{said.pay:,} por {unit}.")
    parts += [chance.choice(FEES)] if asks else ["No se cobra nada."]
    return Made(said, of, asks, " ".join(parts))
