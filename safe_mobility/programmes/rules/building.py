"""Makes one `RuleSet` of all entries, or names every mistake in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from safe_mobility.programmes.rules import checking, cutoff_rows, cutoffs, reading
from safe_mobility.programmes.rules.entries import Entry, Mistakes, RulesDoNotFit, version_of
from safe_mobility.programmes.rules.ruleset import Criterion, Question, RuleSet, Table, Theme


def build(entries: Iterable[Entry]) -> RuleSet:
    """Build and check. Raises `RulesDoNotFit` with every mistake."""
    rule_set, mistakes = attempt(entries)
    if rule_set is None or mistakes.found:
        raise RulesDoNotFit(mistakes.found)
    return rule_set


def attempt(entries: Iterable[Entry]) -> tuple[RuleSet | None, Mistakes]:
    """The rule set, as far as one can be made, and what is wrong with it."""
    mistakes = Mistakes()
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    ordered = sorted(entries, key=_order)
    for entry in ordered:
        by_kind[entry.kind].append(entry)
    checking.singles(by_kind, mistakes)
    if mistakes.found:
        return None, mistakes
    rule_set = _assemble(by_kind, version_of(ordered))
    checking.all_of(rule_set, by_kind, mistakes)
    return rule_set, mistakes


def _order(entry: Entry) -> tuple[str, str, str, str]:
    start = entry.from_on.isoformat() if entry.from_on else ""
    return entry.kind, entry.code, start, entry.fingerprint


def _assemble(by_kind: Mapping[str, list[Entry]], version: str) -> RuleSet:
    themes = _themes(by_kind.get("theme", []))
    questions = _questions(by_kind.get("question", []))
    keys = criterion_keys(by_kind.get("criterion", []))
    texts: dict[str, Mapping[str, str]] = {}
    for kind, group in by_kind.items():
        for entry in group:
            texts.update(reading.texts(entry, keys[id(entry)] if kind == "criterion" else ""))
    programmes = [reading.programme(entry) for entry in by_kind.get("programme", [])]
    bulletins = cutoffs.of_entries(by_kind.get(cutoffs.BULLETIN, []))
    return RuleSet(
        version=version,
        programmes={programme.country: programme for programme in programmes},
        themes=themes,
        questions=questions,
        names={
            name: question.id
            for question in questions.values()
            for name in (question.id, *question.aliases)
        },
        tables=_tables(by_kind, bulletins),
        pathways={entry.code: reading.pathway(entry) for entry in by_kind.get("pathway", [])},
        criteria=_criteria(by_kind.get("criterion", []), keys, questions),
        phases=tuple(reading.phase(entry) for entry in by_kind.get("phase", [])),
        help=tuple(
            reading.help_entry(entry, entry.body["position"])
            for entry in sorted(by_kind.get("help", []), key=lambda entry: entry.body["position"])
        ),
        texts=texts,
        countries=frozenset(entry.code for entry in by_kind.get("country", [])),
        municipalities=frozenset(entry.code for entry in by_kind.get("municipality", [])),
        sources={entry.code: reading.source(entry) for entry in by_kind.get("source", [])},
        cutoffs=bulletins,
    )


def _themes(entries: list[Entry]) -> tuple[Theme, ...]:
    themes = [Theme(entry.code, entry.body["position"]) for entry in entries]
    return tuple(sorted(themes, key=lambda theme: theme.position))


def _questions(entries: list[Entry]) -> dict[str, Question]:
    ordered = sorted(entries, key=lambda entry: entry.body["position"])
    return {entry.code: reading.question(entry, entry.body["position"]) for entry in ordered}


def criterion_keys(entries: list[Entry]) -> dict[int, str]:
    """A key for each criterion: its id, with its first day where the id has several entries."""
    count = Counter(entry.code for entry in entries)
    return {
        id(entry): entry.code if count[entry.code] == 1 else f"{entry.code}@{entry.from_on}"
        for entry in entries
    }


def _criteria(
    entries: list[Entry], keys: Mapping[int, str], questions: Mapping[str, Question]
) -> tuple[Criterion, ...]:
    made = []
    for entry in entries:
        question = questions.get(entry.body.get("ask", entry.code))
        by = question.asked_by if question else "visitor"
        made.append(reading.criterion(entry, keys[id(entry)], by))
    return tuple(sorted(made, key=lambda criterion: criterion.key))


def _tables(by_kind: Mapping[str, list[Entry]], bulletins: cutoffs.Cutoffs) -> dict[str, Table]:
    rows: dict[str, list[Entry]] = defaultdict(list)
    for entry in by_kind.get("table_row", []):
        rows[entry.code].append(entry)
    tables = {}
    for entry in by_kind.get("table", []):
        kind = entry.body["values"]
        otherwise = entry.body.get("otherwise")
        read = entry.body.get("from_bulletins")
        cells = cutoff_rows.table_rows(bulletins, **read) if read else ()
        tables[entry.code] = Table(
            name=entry.code,
            keyed=entry.body["keyed"],
            otherwise=None if otherwise is None else reading.row_value(kind, otherwise),
            rows=(*(reading.table_row(row, kind) for row in rows[entry.code]), *cells),
        )
    return tables
