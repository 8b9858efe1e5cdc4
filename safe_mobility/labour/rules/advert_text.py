"""What can be read from the words of a whole advert: amounts, months, states, kinds of work.

Only what stands there in plain words is taken; an amount whose sense is not plain is left. The
text is never shown as anything but text, and is not kept.
"""

import re
from dataclasses import dataclass, replace

from safe_mobility.labour.rules import work_words
from safe_mobility.labour.rules.adverts import LONGEST, Advert, Currency, Per
from safe_mobility.labour.rules.name_index import NameIndex
from safe_mobility.labour.rules.names import plain
from safe_mobility.labour.rules.places import read_place

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "enero january jan",
            "febrero february feb",
            "marzo march mar",
            "abril april apr",
            "mayo may",
            "junio june jun",
            "julio july jul",
            "agosto august aug",
            "septiembre setiembre september sept",
            "octubre october oct",
            "noviembre november nov",
            "diciembre december dec",
        ),
        start=1,
    )
    for word in words.split()
}
_AMOUNT = re.compile(
    r"(?P<before>us\$|u\$s|usd|gtq|\$|\bq\.?)?\s?"
    r"(?P<number>\d{1,3}(?:[,' ]\d{3})+(?:\.\d{1,2})?|\d{1,7}(?:\.\d{1,2})?)"
    r"\s?(?P<after>d[oó]lares|dollars|usd|us\$|quetzales|quetzal|gtq|\bq\b)?",
    re.IGNORECASE,
)
_PER = (
    (Per.HOUR, r"(por|la|cada|a la|per|an|/)\s?(hora|hour|hr)\b|hourly"),
    (Per.TWO_WEEKS, r"quincena|quincenal|bi-?weekly|(every )?two weeks"),
    (Per.WEEK, r"(por|a la|la|cada|per|a|/)\s?(semana|week)\b|semanal|weekly"),
    (Per.MONTH, r"(por|al|el|cada|per|a|/)\s?(mes|month)\b|mensual|monthly"),
    (Per.DAY, r"(por|al|el|cada|per|a|/)\s?(d[ií]a|day)\b|diario|daily"),
    (Per.SEASON, r"temporada|season"),
)
_FEE = re.compile(
    r"pag(ar|ue|a|o)\b|cobr|dep[oó]sit|anticipo|adelanto|tr[aá]mite|inscripci|cuota|gesti[oó]n"
    r"|transferencia|western union|reserv|apart(ar|e) (su|tu) lugar|fee\b|deposit|application cost",
    re.IGNORECASE,
)
_WAGE = re.compile(
    r"gan(a|ar|e|an)\b|salario|sueldo|pagan|pago (por|de)|wage|salary|earn|pay (rate|of|is)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?;:\n](?!\d)|\s-\s")
_AROUND = 40


@dataclass(frozen=True, slots=True)
class ReadText:
    """An advert with what was read added to what was typed, and the names of the fields read."""

    advert: Advert
    read: tuple[str, ...]
    cut: bool


def read_text(text: str, *, typed: Advert, known: NameIndex) -> ReadText:
    """Fill what was not typed from the words of the advert. What was typed always stands."""
    words = text[:LONGEST]
    found: dict[str, object] = {}
    if not typed.employer and (near := known.within(words)):
        found["employer"] = known.keys[near[0][0]]
    if not typed.place and (states := read_place(words).states):
        found["place"] = ", ".join(sorted(states))
    if not typed.work and work_words.kinds(words):
        found["work"] = " ".join(_words_of_work(words))
    if typed.first_month is None:
        found |= _season(words)
    if typed.pay is None:
        found |= _pay(words)
    if typed.fee_asked is None and _asks_for_money(words):
        found["fee_asked"] = True
    advert = replace(typed, **found)  # type: ignore[arg-type]
    return ReadText(advert, tuple(found), cut=len(text) > LONGEST)


def _words_of_work(words: str) -> list[str]:
    """The words that name a kind of work, each once, as they are compared."""
    told = dict.fromkeys(word for word in plain(words).split() if work_words.kinds(word))
    return list(told)[:12]


def _season(words: str) -> dict[str, object]:
    said = [_MONTHS[word] for word in plain(words).split() if word in _MONTHS and len(word) > 3]
    years = re.findall(r"\b(20[0-4]\d)\b", words)
    if not said:
        return {}
    told: dict[str, object] = {"first_month": said[0], "last_month": said[-1]}
    return told | ({"year": int(years[0])} if years else {})


def _pay(words: str) -> dict[str, object]:
    """The first amount that is a wage: it says per what, and no word of paying in is near."""
    for amount in _AMOUNT.finditer(words):
        currency = _currency(amount["before"], amount["after"])
        if currency is None:
            continue
        behind = words[amount.end() : amount.end() + _AROUND]
        before = words[max(0, amount.start() - _AROUND) : amount.start()]
        per = next((per for per, shape in _PER if re.search(shape, behind, re.IGNORECASE)), None)
        if per is not None and not _FEE.search(before.rsplit(".", 1)[-1]):
            number = float(re.sub(r"[,' ]", "", amount["number"]))
            return {"pay": number, "per": per, "currency": currency}
    return {}


def _asks_for_money(words: str) -> bool:
    """Whether one sentence has an amount and a word of paying in, and none of a wage."""
    for sentence in _SENTENCE.split(words):
        amounts = (
            _currency(found["before"], found["after"]) for found in _AMOUNT.finditer(sentence)
        )
        if _FEE.search(sentence) and not _WAGE.search(sentence) and any(amounts):
            return True
    return False


def _currency(before: str | None, after: str | None) -> Currency | None:
    said = f"{before or ''} {after or ''}".casefold()
    if "q" in said.replace("quetzal", "q") or "gtq" in said:
        return Currency.GTQ
    return Currency.USD if re.search(r"\$|usd|d[oó]l", said) else None
