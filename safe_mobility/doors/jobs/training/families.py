"""Made-up families for the training site. The same seed makes the same families, always.

Given names and surnames are drawn apart from each other out of lists in the public domain, so
that no family is anybody's; phones and e-mail addresses lead nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random

NAMES = Path(__file__).parent / "names"
CHILD_OF_AGE = 18


@dataclass(frozen=True, slots=True)
class MadeUpPerson:
    role: str
    given_names: str
    surnames: str
    born_on: date
    sex: str
    document: str = ""
    nationalities: tuple[str, ...] = ("GT",)


@dataclass(frozen=True, slots=True)
class MadeUpFamily:
    people: tuple[MadeUpPerson, ...]
    municipality: str
    language: str
    interpreter_language: str
    phone: str
    email: str
    needs: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the day needs of a family; the rest is left to chance."""

    municipality: str = ""
    """One of the department of Quetzaltenango where nothing else is wanted."""
    language: str = "es"
    interpreter: str = ""
    adults: int = 2
    children: int = 2
    channel: str = "PHONE"
    needs: tuple[str, ...] = ()
    words: str = ""
    also: str = ""
    """A second nationality of the applicant."""


def make_up(wanted: Wanted, *, chance: Random, number: int, today: date) -> MadeUpFamily:
    """One family as wanted. `number` keeps phones and addresses apart."""
    mother = _adult("F", chance, today=today)
    father = _adult("M", chance, today=today)
    first, second = (mother, father) if chance.random() < 0.6 else (father, mother)
    applicant = _with_role(first, "APPLICANT", chance, document=True)
    if wanted.also:
        applicant = replace(applicant, nationalities=("GT", wanted.also))
    people = [applicant]
    if wanted.adults > 1:
        people.append(_with_role(second, chance.choice(("SPOUSE", "PARTNER")), chance))
    surnames = f"{father.surnames.split()[0]} {mother.surnames.split()[0]}"
    youngest = min(person.born_on for person in (mother, father))
    people += [
        _child(surnames, chance, today=today, parents_born_on=youngest)
        for _ in range(wanted.children)
    ]
    return MadeUpFamily(
        people=tuple(people),
        municipality=wanted.municipality or _town(number),
        language=wanted.language,
        interpreter_language=wanted.interpreter,
        phone=f"5555{number:04d}" if wanted.channel == "PHONE" else "",
        email=f"familia{number}@correo.example" if wanted.channel == "EMAIL" else "",
        needs=wanted.needs,
        words=wanted.words,
    )


def _town(number: int) -> str:
    """Two in three live in the town itself, the others in the municipalities around it."""
    return f"09{2 + number % 22:02}" if number % 3 == 0 else "0901"


def _adult(sex: str, chance: Random, *, today: date) -> MadeUpPerson:
    return MadeUpPerson(
        role="",
        given_names=given_name(sex, chance),
        surnames=two_surnames(chance),
        born_on=today - timedelta(days=chance.randint(24 * 366, 46 * 366)),
        sex=sex,
    )


def _with_role(
    person: MadeUpPerson, role: str, chance: Random, *, document: bool = False
) -> MadeUpPerson:
    number = "".join(str(chance.randint(0, 9)) for _ in range(9)) + "0901"
    return MadeUpPerson(
        role=role,
        given_names=person.given_names,
        surnames=person.surnames,
        born_on=person.born_on,
        sex=person.sex,
        document=number if document or chance.random() < 0.5 else "",
    )


def _child(surnames: str, chance: Random, *, today: date, parents_born_on: date) -> MadeUpPerson:
    sex = chance.choice("FM")
    oldest = min(CHILD_OF_AGE * 365 - 1, (today - parents_born_on).days - 17 * 365)
    return MadeUpPerson(
        role="CHILD",
        given_names=given_name(sex, chance),
        surnames=surnames,
        born_on=today - timedelta(days=chance.randint(60, max(oldest, 61))),
        sex=sex,
    )


def given_name(sex: str, chance: Random) -> str:
    return chance.choice(_list("women" if sex == "F" else "men"))


def two_surnames(chance: Random) -> str:
    return " ".join(chance.sample(_list("surnames"), 2))


@lru_cache
def _list(name: str) -> Sequence[str]:
    text = (NAMES / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line)
