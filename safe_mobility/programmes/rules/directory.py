"""What a programme says about places and days: offices, booking, holidays, municipalities.

Built once for one country from the same entries as the rule set. Everything is asked for a
date, because offices opened, moved and closed, and what was true in June was not in July.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from safe_mobility.programmes.rules.entries import Entry
from safe_mobility.programmes.rules.ruleset import Phase, RuleSet

Words = Mapping[str, str]
FALLBACK_LANGUAGE = "es"


class BookingRule(enum.StrEnum):
    OPEN = "OPEN"
    """Any registered household may choose a time."""
    INVITATION = "INVITATION"
    """Only a household that the office invited."""
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True)
class OfficeSeen:
    """An office on a day. The address is known on a training site only, and is made up there."""

    code: str
    name: Words
    modalities: tuple[str, ...]
    zone: str
    municipality: str | None
    address: Words | None
    phone: str | None
    from_on: date | None
    until_on: date | None
    source: tuple[str, ...]

    def name_in(self, language: str) -> str:
        return self.name.get(language) or self.name[FALLBACK_LANGUAGE]


@dataclass(frozen=True, slots=True)
class Municipality:
    code: str
    name: str
    department: str
    department_name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    own_name: str
    name: Words


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call. A placeholder is a number of a training site, which nobody answers."""

    code: str
    name: str
    phone: str
    hours: str
    placeholder: bool

    @property
    def dial(self) -> str:
        return self.phone.replace(" ", "")


@dataclass(frozen=True, slots=True)
class ProgrammeState:
    """The phase of the programme's office on a day, and since when.

    `next_news_on` is the day by which something is said again where nobody can apply.
    """

    phase: str
    since: date | None
    next_news_on: date | None
    source: tuple[str, ...]
    sentence: str

    @property
    def takes_applications(self) -> bool:
        return self.phase in ("open", "window")

    @property
    def suspended(self) -> bool:
        """Whether everything stands still: no new appointment is given."""
        return self.phase in ("suspended", "closed")


class NoProgrammeHere(Exception):
    """The country in which this site works has no folder among the files."""


class Directory:
    """Reads over the entries of one country: the one in which the site works."""

    def __init__(self, entries: Iterable[Entry], rule_set: RuleSet, *, country: str) -> None:
        programme = rule_set.programmes.get(country)
        if programme is None:
            raise NoProgrammeHere(country)
        self.rule_set = rule_set
        self.programme = programme
        self._entries = tuple(entries)
        self._elsewhere: dict[str, Directory] = {}
        self._by: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        for entry in self._entries:
            if entry.body.get("programme", programme.code) == programme.code:
                self._by[entry.kind][entry.code].append(entry)
        self.zone = ZoneInfo(self.programme.zone)
        self.municipalities = tuple(self._municipalities())
        self._municipality = {each.code: each for each in self.municipalities}
        self._countries: dict[str, tuple[Country, ...]] = {}

    def of(self, country: str) -> Directory:
        """Another country's directory, made when somebody asks for it."""
        if country == self.programme.country:
            return self
        if country not in self._elsewhere:
            made = Directory(self._entries, self.rule_set, country=country)
            self._elsewhere[country] = made
        return self._elsewhere[country]

    # Offices ----------------------------------------------------------------------------

    def office(self, code: str, *, on: date) -> OfficeSeen | None:
        entry = self._entry("office", code)
        if entry is None or not entry.period.on(on):
            return None
        address = self._entry("address", code)
        return OfficeSeen(
            code=code,
            name=entry.body["name"],
            modalities=self._modalities(code, on),
            zone=self.programme.zone,
            municipality=entry.body.get("municipality"),
            address=address.body["address"] if address else None,
            phone=address.body["phone"] if address else None,
            from_on=entry.from_on,
            until_on=entry.until_on,
            source=entry.source,
        )

    def offices(self, *, on: date) -> tuple[OfficeSeen, ...]:
        seen = (self.office(code, on=on) for code in self._by["office"])
        found = [office for office in seen if office is not None]
        return tuple(sorted(found, key=lambda office: sorting(office.name_in(FALLBACK_LANGUAGE))))

    def office_codes(self) -> tuple[str, ...]:
        """Every office there ever was."""
        return tuple(sorted(self._by["office"]))

    def _modalities(self, code: str, on: date) -> tuple[str, ...]:
        order = ("IN_PERSON", "PHONE", "VIDEO")
        modes = {e.body["mode"] for e in self._by["modality"].get(code, ()) if e.period.on(on)}
        return tuple(mode for mode in order if mode in modes)

    def booking_rule(self, office_code: str, *, on: date) -> BookingRule:
        """The rule in force; what a training site says stands before the real programme's."""
        entries = [e for e in self._by["booking"].get(office_code, ()) if e.period.on(on)]
        if not entries or not self.state(on=on).takes_applications:
            return BookingRule.CLOSED
        chosen = max(entries, key=lambda entry: bool(entry.body.get("training")))
        return BookingRule(chosen.body["rule"])

    def office_for(self, municipality: str, *, on: date) -> str:
        """The office that serves a place of residence; the first open one where none is named."""
        place = self._municipality.get(municipality)
        serves = self._entry("serves", place.department) if place else None
        code = str(serves.body["office"]) if serves else ""
        if code and self.office(code, on=on) is not None:
            return code
        working = [office.code for office in self.offices(on=on) if office.modalities]
        return working[0] if working else code

    # Days -------------------------------------------------------------------------------

    def holidays(self, office_code: str, first: date, last: date) -> dict[date, Words]:
        found: dict[date, Words] = {}
        for entries in self._by["holiday"].values():
            for entry in entries:
                offices = entry.body.get("offices")
                if offices and office_code not in offices:
                    continue
                for year in range(first.year, last.year + 1):
                    day = _holiday(entry, year)
                    if first <= day <= last and entry.period.on(day):
                        found[day] = entry.body["name"]
        return dict(sorted(found.items()))

    def state(self, *, on: date) -> ProgrammeState:
        owner = self.programme.office_group
        phases = [phase for phase in self.rule_set.phases_of(owner) if phase.period.on(on)]
        if not phases:
            return ProgrammeState("closed", None, None, (), "phase.office.closed")
        phase = phases[0]
        since = phase.period.from_on
        return ProgrammeState(
            phase=phase.phase,
            since=since,
            next_news_on=_next_news(phase, since, on),
            source=phase.period.source,
            sentence=phase.says or f"phase.office.{phase.phase}",
        )

    # Names ------------------------------------------------------------------------------

    def countries(self, language: str) -> tuple[Country, ...]:
        if language not in self._countries:
            named = [
                Country(code, self.rule_set.text(f"country.{code}", language))
                for code in self.rule_set.countries
            ]
            ordered = sorted(named, key=lambda country: sorting(country.name))
            self._countries[language] = tuple(ordered)
        return self._countries[language]

    def languages(self) -> tuple[Language, ...]:
        entries = [entry for group in self._by["language"].values() for entry in group]
        ordered = sorted(entries, key=lambda entry: entry.body["position"])
        return tuple(Language(e.code, e.body["own_name"], e.body["name"]) for e in ordered)

    def contacts(self, language: str) -> dict[str, Contact]:
        """Whom to call, by what for. What a training site says stands before the real one's."""

        def said(words: Words) -> str:
            return words.get(language) or words[FALLBACK_LANGUAGE]

        found = {}
        for code, entries in self._by["contact"].items():
            body = max(entries, key=lambda entry: bool(entry.body.get("training"))).body
            hours = said(body["hours"]) if "hours" in body else ""
            training = bool(body.get("training"))
            found[code] = Contact(code, said(body["name"]), body["phone"], hours, training)
        return found

    def place_name(self, code: str, language: str) -> str:
        """The name of an office, a municipality or a department; the code where none is known."""
        office = self._entry("office", code)
        if office is not None:
            names = office.body["name"]
            return str(names.get(language) or names[FALLBACK_LANGUAGE])
        place = self._entry("municipality", code) or self._entry("department", code)
        return str(place.body["name"]) if place is not None else code

    def _municipalities(self) -> Iterator[Municipality]:
        for code in sorted(self._by["municipality"]):
            body = self._by["municipality"][code][0].body
            department = self._entry("department", body["department"])
            yield Municipality(
                code=code,
                name=body["name"],
                department=body["department"],
                department_name=department.body["name"] if department else "",
                lat=float(body["lat"]),
                lon=float(body["lon"]),
            )

    def _entry(self, kind: str, code: str) -> Entry | None:
        found = self._by[kind].get(code)
        return found[0] if found else None


def _next_news(phase: Phase, since: date | None, on: date) -> date | None:
    if phase.news_within_days is None or since is None:
        return None
    every = phase.news_within_days
    return since + timedelta(days=every * ((on - since).days // every + 1))


# Holidays -----------------------------------------------------------------------------------


def _holiday(entry: Entry, year: int) -> date:
    body = entry.body
    if "easter" in body:
        return easter(year) + timedelta(days=body["easter"])
    month, day = (int(part) for part in body["day"].split("-"))
    falls_on = date(year, month, day)
    return _long_weekend(falls_on) if body.get("moves") == "monday" else falls_on


def _long_weekend(day: date) -> date:
    """Tuesday and Wednesday move back to Monday, Thursday to Sunday forward to the next."""
    weekday = day.weekday()
    return day - timedelta(days=weekday) if weekday < 3 else day + timedelta(days=7 - weekday)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous method of 1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon = (19 * golden + century - leap_centuries - ((13 + 8 * century) // 25) + 15) % 30
    leaps, year_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - moon - year_rest) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


_FOLDED = str.maketrans("áéíóúüñàèìòùâêîôûäëïöçåÁÉÍÓÚÑÅ", "aeiouunaeiouaeiouaeiocaAEIOUNA")


def sorting(name: str) -> str:
    """A key that puts Spanish names in the order a reader expects."""
    return name.translate(_FOLDED).casefold().replace("’", "")
