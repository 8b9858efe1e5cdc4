"""Reads the folder of programme files and hands back its entries, or every mistake in them.

    programmes/questions.yaml, words.yaml, countries.yaml, sources.yaml, tables/*.yaml
    programmes/tables/visa_bulletins.csv  the cut-off dates, month by month
    programmes/pathways/<code>/pathway.yaml
    programmes/<country>/{programme,gates,offices,municipalities,holidays}.yaml
    programmes/<country>/contacts.yaml    whom to call; supplied by who runs a site
    programmes/<country>/training.yaml    read only on a training site

Scenarios beside them are worked examples, read by tests only. A folder with a name that nobody
has seen before is one more country: what stands in it carries the name of its folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from safe_mobility.programmes import bulletin_file, schema
from safe_mobility.programmes.rules import building
from safe_mobility.programmes.rules.entries import Entry
from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.shared.strict_yaml import MISSING, Node, Report, Spec, path_words, read_text

Steps = tuple[str | int, ...]
FRAME = ("from", "until", "source", "confidence")
OF_A_COUNTRY = (
    "programme",
    "help",
    "language",
    "office",
    "serves",
    "contact",
    "department",
    "municipality",
    "holiday",
)
"""Kinds of entry that belong to one country, so that each may have its own under the same code."""
NO_RULES = frozenset({"partners.yaml", "commitments.yaml", "pilot.yaml"})
"""Read by `partners` and by `statistics`: to whom a family may be referred, and what governments
promised, touch no verdict."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder says: its entries, and the rule set they make."""

    entries: tuple[Entry, ...]
    rule_set: RuleSet


@dataclass(frozen=True, slots=True)
class _Placed:
    """An entry, the node of its file and the path at which it stands there."""

    entry: Entry
    root: Node
    path: Steps


def load(folder: Path, *, training: bool) -> Loaded:
    """Read and check everything. Raises `Unreadable` with each mistake's file, line and field."""
    report = Report()
    placed = list(_placed(folder, report, training=training))
    report.stop_if_any()
    entries = tuple(each.entry for each in placed)
    rule_set, mistakes = building.attempt(entries)
    where = {id(each.entry): each for each in placed}
    for mistake in mistakes.found:
        each = where[id(mistake.entry)]
        path = (*each.path, *mistake.path)
        line = each.root.walk(path).line
        report.add(each.entry.file, line, path_words(path), mistake.message)
    report.stop_if_any()
    if rule_set is None:
        raise RuntimeError("no rule set and no mistake")
    return Loaded(entries, rule_set)


def _placed(folder: Path, report: Report, *, training: bool) -> Iterator[_Placed]:
    for path in sorted(folder.rglob("*.yaml")):
        parts = path.relative_to(folder).parts
        if "scenarios" in parts or (path.name == "training.yaml" and not training):
            continue
        if path.name in NO_RULES:
            continue
        shape = _shape(parts)
        name = path.relative_to(folder.parent).as_posix()
        if shape is None:
            report.add(name, 1, "(file)", "is not a file that a programme has")
            continue
        spec, split = shape
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            report.add(name, 1, "(file)", "is not written in UTF-8")
            continue
        read, root = read_text(text, file=name, spec=spec, report=report)
        if read is MISSING or root is None or report.problems:
            continue
        for steps, entry in split(read):
            yield _Placed(replace(entry, file=name, body=_belonging(entry, parts)), root, steps)
    for line, entry in bulletin_file.entries(folder, report):
        yield _Placed(entry, Node(line), ())


def _belonging(entry: Entry, parts: tuple[str, ...]) -> Mapping[str, Any]:
    """The body of an entry, with the name of its country's folder where it is a country's own."""
    if len(parts) != 2 or entry.kind not in OF_A_COUNTRY:
        return entry.body
    return {**entry.body, "programme": parts[0]}


Split = Callable[[dict[str, Any]], Iterator[tuple[Steps, Entry]]]


def _shape(parts: tuple[str, ...]) -> tuple[Spec, Split] | None:
    match parts:
        case (name,):
            return _TOP.get(name)
        case ("tables", _):
            return schema.TABLE_FILE, _table
        case ("pathways", _, "pathway.yaml"):
            return schema.PATHWAY_FILE, _pathway
        case ("pathways", *_):
            return None
        case (_, name):
            return _COUNTRY.get(name)
    return None


def _entry(kind: str, code: str, read: dict[str, Any], **more: Any) -> Entry:
    """An entry of what was read: dates, source and confidence apart, the rest as its body."""
    body = {name: value for name, value in read.items() if name not in FRAME}
    return Entry(
        kind=kind,
        code=code,
        body={**body, **more},
        from_on=_day(read.get("from")),
        until_on=_day(read.get("until")),
        source=tuple(read.get("source", ())),
        confidence=read.get("confidence", "sourced"),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _questions(read: dict[str, Any]) -> Iterator[tuple[Steps, Entry]]:
    for n, theme in enumerate(read["themes"]):
        yield ("themes", n), _entry("theme", theme["code"], theme, position=n)
    for n, question in enumerate(read.get("questions", ())):
        # A mapping in a row of the database keeps no order, and people read choices in order.
        order = list(question.get("choices", {}))
        more = {"position": n, "choice_order": order}
        yield ("questions", n), _entry("question", question["id"], question, **more)


def _words(read: dict[str, Any]) -> Iterator[tuple[Steps, Entry]]:
    for key, text in read["words"].items():
        yield ("words", key), Entry("text", key, {"text": text})


def _countries(read: dict[str, Any]) -> Iterator[tuple[Steps, Entry]]:
    for n, row in enumerate(read["countries"]):
        name = {"es": row["es"], "en": row["en"]}
        yield ("countries", n), Entry("country", row["code"], {"name": name})


def _sources(read: dict[str, Any]) -> Iterator[tuple[Steps, Entry]]:
    for n, row in enumerate(read["sources"]):
        yield ("sources", n), _entry("source", row["code"], row)


def _table(read: dict[str, Any]) -> Iterator[tuple[Steps, Entry]]:
    head = {name: value for name, value in read.items() if name not in ("table", "rows")}
    yield (), Entry("table", read["table"], head)
    for n, row in enumerate(read["rows"]):
        yield ("rows", n), _entry("table_row", read["table"], row)


def _pathway(read: dict[str, Any]) -> Iterator[tuple[Steps, Entry]]:
    head = {name: value for name, value in read.items() if name not in ("criteria", "phases")}
    yield (), _entry("pathway", read["code"], head)
    for n, criterion in enumerate(read.get("criteria", ())):
        more = {"group": read["code"]}
        yield ("criteria", n), _entry("criterion", criterion["id"], criterion, **more)
    yield from _phases(read)


def _phases(read: dict[str, Any]) -> Iterator[tuple[Steps, Entry]]:
    for n, phase in enumerate(read.get("phases", ())):
        yield ("phases", n), _entry("phase", phase["of"], phase)


def _programme(read: dict[str, Any]) -> Iterator[tuple[Steps, Entry]]:
    apart = ("phases", "help", "interpreter_languages")
    head = {name: value for name, value in read.items() if name not in apart}
    yield (), _entry("programme", read["code"], head)
    yield from _phases(read)
    for n, each in enumerate(read["help"]):
        yield ("help", n), _entry("help", each["code"], each, position=n)
    for n, each in enumerate(read["interpreter_languages"]):
        more = {"position": n}
        yield ("interpreter_languages", n), _entry("language", each["code"], each, **more)


def _offices(read: dict[str, Any]) -> Iterator[tuple[Steps, Entry]]:
    for n, office in enumerate(read["offices"]):
        head = {name: value for name, value in office.items() if name != "modalities"}
        yield ("offices", n), _entry("office", office["code"], head)
        for m, modality in enumerate(office.get("modalities", ())):
            place = ("offices", n, "modalities", m)
            yield place, _entry("modality", office["code"], modality)
    for n, booking in enumerate(read["booking"]):
        yield ("booking", n), _entry("booking", booking["office"], booking)
    for n, serves in enumerate(read["serves"]):
        for department in serves["departments"]:
            yield ("serves", n), Entry("serves", department, {"office": serves["office"]})


def _training(read: dict[str, Any]) -> Iterator[tuple[Steps, Entry]]:
    for n, booking in enumerate(read["booking"]):
        yield ("booking", n), _entry("booking", booking["office"], booking, training=True)
    for n, address in enumerate(read["addresses"]):
        yield ("addresses", n), _entry("address", address["office"], address, training=True)
    for n, modality in enumerate(read["modalities"]):
        yield ("modalities", n), _entry("modality", modality["office"], modality, training=True)
    for n, contact in enumerate(read["contacts"]):
        yield ("contacts", n), _entry("contact", contact["code"], contact, training=True)


def _contacts(read: dict[str, Any]) -> Iterator[tuple[Steps, Entry]]:
    for n, contact in enumerate(read["contacts"]):
        yield ("contacts", n), _entry("contact", contact["code"], contact)


def _municipalities(read: dict[str, Any]) -> Iterator[tuple[Steps, Entry]]:
    source = {"source": read["source"]}
    for n, row in enumerate(read["departments"]):
        yield ("departments", n), _entry("department", row["code"], {**row, **source})
    for n, row in enumerate(read["municipalities"]):
        yield ("municipalities", n), _entry("municipality", row["code"], {**row, **source})


def _holidays(read: dict[str, Any]) -> Iterator[tuple[Steps, Entry]]:
    for n, row in enumerate(read["holidays"]):
        yield ("holidays", n), _entry("holiday", row["name"]["en"], row)


_TOP: dict[str, tuple[Spec, Split]] = {
    "questions.yaml": (schema.QUESTIONS_FILE, _questions),
    "words.yaml": (schema.WORDS_FILE, _words),
    "countries.yaml": (schema.COUNTRIES_FILE, _countries),
    "sources.yaml": (schema.SOURCES_FILE, _sources),
}
_COUNTRY: dict[str, tuple[Spec, Split]] = {
    "programme.yaml": (schema.PROGRAMME_FILE, _programme),
    "gates.yaml": (schema.PATHWAY_FILE, _pathway),
    "offices.yaml": (schema.OFFICES_FILE, _offices),
    "training.yaml": (schema.TRAINING_FILE, _training),
    "contacts.yaml": (schema.CONTACTS_FILE, _contacts),
    "municipalities.yaml": (schema.MUNICIPALITIES_FILE, _municipalities),
    "holidays.yaml": (schema.HOLIDAYS_FILE, _holidays),
}
