"""What a person says who wants to work a season abroad, and for how long the wish counts.

Each fact is the person's own: what work they have done, when they can go and for how long, what
they would rather not do. An interest that nobody renews ends after ninety days, so that no
employer is shown somebody who found other work long ago.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from safe_mobility.labour.rules import occupations
from safe_mobility.shared.refusal import Refusal

INTEREST = timedelta(days=90)
REMIND_BEFORE = timedelta(days=14)
LONGEST_WORDS = 400
LONGEST_NOTE = 1000
MOST_SPELLS = 8
MOST_MONTHS_OF_WORK = 600
SHORTEST_ABSENCE, LONGEST_ABSENCE = 1, 36
MOST_DEPENDANTS = 20
EARLIEST_WITHIN = timedelta(days=730)
OF_AGE = 18


class Destination(StrEnum):
    US = "US"
    CA = "CA"
    MX = "MX"
    ES = "ES"


class Proof(StrEnum):
    """What the person could show of this work. None is no reason to be left out."""

    NONE = "NONE"
    PERSON = "PERSON"
    LETTER = "LETTER"
    PHOTO = "PHOTO"
    CONTRACT = "CONTRACT"


class PastVisa(StrEnum):
    H2A = "H2A"
    H2B = "H2B"
    CANADA = "CANADA"
    MEXICO = "MEXICO"
    SPAIN = "SPAIN"
    OTHER = "OTHER"


class Trouble(StrEnum):
    """What stood between the person and a border before. Anything but NONE is for a talk."""

    NONE = "NONE"
    REFUSED = "REFUSED"
    OVERSTAYED = "OVERSTAYED"
    SENT_BACK = "SENT_BACK"
    UNSURE = "UNSURE"


class Avoids(StrEnum):
    """Kinds of work that the person would rather not do, in their own view; why is not asked."""

    HEAVY = "HEAVY"
    HEAT = "HEAT"
    COLD = "COLD"
    HEIGHTS = "HEIGHTS"
    CHEMICALS = "CHEMICALS"
    ANIMALS = "ANIMALS"
    NIGHT = "NIGHT"


class UnderAge(Refusal):
    """Seasonal work abroad is for people of 18 and over."""

    code = "labour.under_age"


class NothingTold(Refusal):
    """Without any work that the person has done nobody can look for a place."""

    code = "labour.nothing_told"


class TooMuchTold(Refusal):
    code = "labour.too_much_told"


class UnknownOccupation(Refusal):
    code = "labour.unknown_occupation"


class OutOfReach(Refusal):
    """A number or day that cannot be meant: an absence of a hundred years, a day long past."""

    code = "labour.out_of_reach"


class NoDestination(Refusal):
    code = "labour.no_destination"


class AlreadyInterested(Refusal):
    """Where a person is on the way to a place, what they told is not changed underneath it."""

    code = "labour.already_interested"


@dataclass(frozen=True, slots=True)
class Spell:
    """One kind of work, as told. `occupation` is what the person confirmed, empty before."""

    words: str = field(repr=False)
    months: int
    proof: Proof = Proof.NONE
    occupation: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """When, where to and for how long the person can go, and what they would rather not do."""

    earliest_on: date
    longest_months: int
    destinations: frozenset[Destination]
    languages: frozenset[str] = frozenset({"es"})
    past_visas: frozenset[PastVisa] = frozenset()
    trouble: Trouble = Trouble.NONE
    avoids: frozenset[Avoids] = frozenset()
    dependants: int = 0
    note: str = field(default="", repr=False)


def check_spell(spell: Spell) -> Spell:
    """The spell, cleaned, or a refusal that says what cannot be kept."""
    words = " ".join(spell.words.split())
    if not words:
        raise NothingTold
    if len(words) > LONGEST_WORDS:
        raise TooMuchTold(signs=len(words), limit=LONGEST_WORDS)
    _within("months", spell.months, least=0, most=MOST_MONTHS_OF_WORK)
    if spell.occupation and spell.occupation not in occupations.OCCUPATIONS:
        raise UnknownOccupation(occupation=spell.occupation[:20])
    return Spell(words, spell.months, spell.proof, spell.occupation)


def check_terms(terms: Terms, *, today: date) -> Terms:
    """The terms, or a refusal. A day that has passed means: from today."""
    if not terms.destinations:
        raise NoDestination
    _within("longest_months", terms.longest_months, least=SHORTEST_ABSENCE, most=LONGEST_ABSENCE)
    _within("dependants", terms.dependants, least=0, most=MOST_DEPENDANTS)
    if terms.earliest_on > today + EARLIEST_WITHIN:
        raise OutOfReach(field="earliest_on", value=terms.earliest_on.isoformat())
    if len(terms.note) > LONGEST_NOTE:
        raise TooMuchTold(signs=len(terms.note), limit=LONGEST_NOTE)
    return terms


def check_age(born_on: date | None, *, today: date) -> None:
    """Refuse who is not of age, or whose birth date we do not know."""
    if born_on is None or _years(born_on, today) < OF_AGE:
        raise UnderAge(age=OF_AGE)


def needs_talk(terms: Terms) -> bool:
    """Whether a person at the office should talk with them before any list: a visa refused or a
    return by force is no end, but nobody should learn of it at the consulate."""
    return terms.trouble is not Trouble.NONE


def expires_on(today: date) -> date:
    """The last day on which an interest told or renewed today counts."""
    return today + INTEREST


def remind_on(expires: date) -> date:
    return expires - REMIND_BEFORE


def missing(spells: Iterable[Spell], terms: Terms | None, *, shows_work: bool) -> list[str]:
    """What is still missing before a person can be proposed, in the order of the pages."""
    told = list(spells)
    lacking = []
    if not told:
        lacking.append("WORK")
    elif not any(one.occupation for one in told):
        lacking.append("OCCUPATION")
    if terms is None:
        lacking.append("TERMS")
    if not shows_work:
        lacking.append("CONSENT")
    return lacking


def _within(name: str, value: int, *, least: int, most: int) -> None:
    if not least <= value <= most:
        raise OutOfReach(field=name, value=str(value), least=least, most=most)


def _years(born_on: date, today: date) -> int:
    before = (today.month, today.day) < (born_on.month, born_on.day)
    return today.year - born_on.year - before
