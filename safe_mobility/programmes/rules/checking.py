"""What must be true between entries before anybody is judged by them.

Each check adds what it finds to the mistakes, with the path inside the entry's body, so that
the loader can say file, line and field.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from safe_mobility.programmes.rules import ruleset as r
from safe_mobility.programmes.rules.checking_words import check_condition, check_facts
from safe_mobility.programmes.rules.conditions import questions_in
from safe_mobility.programmes.rules.entries import Entry, Mistakes
from safe_mobility.programmes.rules.values import QuestionType

ByKind = Mapping[str, list[Entry]]

ONCE = (
    "question",
    "theme",
    "table",
    "pathway",
    "programme",
    "office",
    "help",
    "text",
    "country",
    "municipality",
    "department",
    "language",
    "source",
    "bulletin",
)
"""Kinds of entry whose code may stand only once, whatever its dates."""

ONCE_IN_A_COUNTRY = ("help", "language", "municipality", "department")
"""Of these each country has its own: two capitals may have one number."""


def singles(by_kind: ByKind, mistakes: Mistakes) -> None:
    """What has to hold before a rule set can be put together at all."""
    for kind in ONCE:
        seen: set[tuple[str, str]] = set()
        for entry in by_kind.get(kind, []):
            owner = entry.body.get("programme", "") if kind in ONCE_IN_A_COUNTRY else ""
            if (owner, entry.code) in seen:
                mistakes.add(entry, (), f"{kind} '{entry.code}' stands twice")
            seen.add((owner, entry.code))
    for entries in by_kind.values():
        for entry in entries:
            if entry.from_on and entry.until_on and entry.until_on < entry.from_on:
                mistakes.add(entry, ("until",), "lies before from")
    _names_once(by_kind, mistakes)
    _rows_have_tables(by_kind, mistakes)


def _names_once(by_kind: ByKind, mistakes: Mistakes) -> None:
    owner: dict[str, str] = {}
    for entry in by_kind.get("question", []):
        for name in (entry.code, *entry.body.get("aliases", ())):
            if owner.get(name, entry.code) != entry.code:
                message = f"'{name}' already names the question {owner[name]}"
                mistakes.add(entry, ("aliases",), message)
            owner[name] = entry.code


def _rows_have_tables(by_kind: ByKind, mistakes: Mistakes) -> None:
    keyed = {entry.code: entry.body["keyed"] for entry in by_kind.get("table", [])}
    for row in by_kind.get("table_row", []):
        if row.code not in keyed:
            mistakes.add(row, (), f"belongs to no table named '{row.code}'")
        elif keyed[row.code] != ("key" in row.body):
            word = "needs" if keyed[row.code] else "may not have"
            mistakes.add(row, ("key",), f"this table {word} keys")


def all_of(rule_set: r.RuleSet, by_kind: ByKind, mistakes: Mistakes) -> None:
    _questions(rule_set, by_kind, mistakes)
    _criteria(rule_set, by_kind, mistakes)
    _overlaps(by_kind, mistakes)
    _pathways(rule_set, by_kind, mistakes)
    _phases(rule_set, by_kind, mistakes)
    _programmes(rule_set, by_kind, mistakes)
    _sources(by_kind, mistakes)
    for entry in by_kind.get("help", []):
        if "only_if" in entry.body:
            check_condition(rule_set, entry, ("only_if",), None, mistakes)
    if not mistakes.found:
        _circles(rule_set, by_kind, mistakes)
        _protection(rule_set, by_kind, mistakes)


def _sources(by_kind: ByKind, mistakes: Mistakes) -> None:
    """A number such as S62 is one of the list of sources; other words are citations."""
    known = {entry.code for entry in by_kind.get("source", [])}
    for entries in by_kind.values() if known else ():
        for entry in entries:
            for n, name in enumerate(entry.source):
                if re.fullmatch(r"S\d+", name) and name not in known:
                    mistakes.add(entry, ("source", n), f"'{name}' is not in the list of sources")


def _questions(rule_set: r.RuleSet, by_kind: ByKind, mistakes: Mistakes) -> None:
    themes = {theme.code for theme in rule_set.themes}
    for entry in by_kind.get("question", []):
        question = rule_set.questions[entry.code]
        if question.theme not in themes:
            mistakes.add(entry, ("theme",), f"there is no theme '{question.theme}'")
        wants_choices = question.type in (QuestionType.CHOICE, QuestionType.MULTI)
        if wants_choices != bool(question.choices):
            word = "needs" if wants_choices else "may not have"
            mistakes.add(entry, ("choices",), f"a question of type {question.type} {word} choices")
        if question.facts is not None:
            check_facts(rule_set, entry, question, mistakes)


def _criteria(rule_set: r.RuleSet, by_kind: ByKind, mistakes: Mistakes) -> None:
    for entry in by_kind.get("criterion", []):
        body, ask = entry.body, entry.body.get("ask", entry.code)
        if body["group"] not in rule_set.pathways:
            mistakes.add(entry, (), f"belongs to no group named '{body['group']}'")
        if ask not in rule_set.questions:
            field = "ask" if "ask" in body else "id"
            mistakes.add(entry, (field,), f"there is no question '{ask}'")
            continue
        for field in ("holds_if", "applies_if"):
            if field in body:
                check_condition(rule_set, entry, (field,), ask, mistakes)
        _criterion_is_whole(entry, mistakes)


def _criterion_is_whole(entry: Entry, mistakes: Mistakes) -> None:
    body = entry.body
    says = body.get("says", {})
    if body["effect"] in r.JUDGING:
        if "holds_if" not in body:
            mistakes.add(entry, ("holds_if",), f"is missing: a {body['effect']} must say it")
        for outcome in ("holds", "fails", "unknown"):
            if outcome not in says:
                mistakes.add(entry, ("says", outcome), "is missing")
    elif body["effect"] in ("document", "information") and not says:
        mistakes.add(entry, ("says",), "is missing: there is nothing to tell")


def _overlaps(by_kind: ByKind, mistakes: Mistakes) -> None:
    """One id may stand several times only if its dates do not meet; a keyed value likewise."""
    groups: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for kind in ("criterion", "table_row", "booking", "modality"):
        for entry in by_kind.get(kind, []):
            which = entry.body.get("key", entry.body.get("mode", entry.body.get("value", "")))
            training = "training" if entry.body.get("training") else ""
            groups[kind, entry.code, f"{which}{training}"].append(entry)
    for (kind, code, _), entries in groups.items():
        for one, other in combinations(entries, 2):
            if _meet(one, other):
                mistakes.add(other, ("from",), f"two entries of {kind} '{code}' hold on one day")


def _meet(one: Entry, other: Entry) -> bool:
    first, second = sorted((one, other), key=lambda e: e.from_on.isoformat() if e.from_on else "")
    if second.from_on is None or first.until_on is None:
        return True
    return second.from_on <= first.until_on


def _pathways(rule_set: r.RuleSet, by_kind: ByKind, mistakes: Mistakes) -> None:
    for entry in by_kind.get("pathway", []):
        body, pathway = entry.body, rule_set.pathways[entry.code]
        if pathway.is_judged_alone:
            for field in ("who_decides", "cost", "next", "unit", "steps"):
                if field not in body:
                    mistakes.add(entry, (field,), f"is missing: a pathway of kind {pathway.kind}")
        if pathway.door is not None and pathway.door not in rule_set.questions:
            mistakes.add(entry, ("door",), f"there is no question '{pathway.door}'")
        for n, _ in enumerate(body.get("unit", {}).get("with", ())):
            check_condition(rule_set, entry, ("unit", "with", n), None, mistakes)
        for n, name in enumerate(pathway.never_ask):
            if name not in rule_set.questions:
                mistakes.add(entry, ("never_ask", n, "id"), f"there is no question '{name}'")


def _phases(rule_set: r.RuleSet, by_kind: ByKind, mistakes: Mistakes) -> None:
    for entry in by_kind.get("phase", []):
        if entry.code not in rule_set.pathways:
            mistakes.add(entry, ("of",), f"there is no office or pathway '{entry.code}'")
        if entry.body["phase"] == "window" and not (
            entry.body.get("days") or entry.body.get("weekdays")
        ):
            mistakes.add(entry, ("days",), "is missing: a window needs days or weekdays")
        for n, code in enumerate(entry.body.get("nationalities", ())):
            if code not in rule_set.countries:
                mistakes.add(entry, ("nationalities", n), f"'{code}' is no country")
    for one, other in combinations(by_kind.get("phase", []), 2):
        if one.code == other.code and _meet(one, other) and _same_people(one, other):
            mistakes.add(other, ("from",), f"two phases of '{one.code}' hold on one day")


def _same_people(one: Entry, other: Entry) -> bool:
    left, right = one.body.get("nationalities"), other.body.get("nationalities")
    return not left or not right or bool(set(left) & set(right))


def _programmes(rule_set: r.RuleSet, by_kind: ByKind, mistakes: Mistakes) -> None:
    for entry in by_kind.get("programme", []):
        for field in ("office_groups", "pathways"):
            for n, code in enumerate(entry.body[field]):
                if code not in rule_set.pathways:
                    mistakes.add(entry, (field, n), f"there is no group '{code}'")
    _one_programme_a_country(rule_set, by_kind, mistakes)
    offices = {entry.code for entry in by_kind.get("office", [])}
    for kind in ("booking", "modality", "address"):
        for entry in by_kind.get(kind, []):
            if entry.code not in offices:
                mistakes.add(entry, ("office",), f"there is no office '{entry.code}'")
            if entry.body.get("rule") == "DRAW":
                mistakes.add(entry, ("rule",), "DRAW is a known word that cannot be used yet")


def _one_programme_a_country(rule_set: r.RuleSet, by_kind: ByKind, mistakes: Mistakes) -> None:
    owner: dict[str, str] = {}
    for entry in by_kind.get("programme", []):
        country, folder = entry.body["country"], entry.body.get("programme", entry.code)
        if country not in rule_set.countries:
            mistakes.add(entry, ("country",), f"'{country}' is no country")
        if folder != entry.code:
            mistakes.add(entry, ("code",), f"should be '{folder}', the name of its folder")
        if owner.setdefault(country, entry.code) != entry.code:
            mistakes.add(entry, ("country",), f"'{country}' already has {owner[country]}")


def _circles(rule_set: r.RuleSet, by_kind: ByKind, mistakes: Mistakes) -> None:
    for entry in by_kind.get("question", []):
        if entry.code in _behind(rule_set, entry.code):
            mistakes.add(entry, ("from_facts",), "comes back to its own question")


def _behind(rule_set: r.RuleSet, start: str) -> frozenset[str]:
    """Every question from which the answer to this one can be computed."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        facts = rule_set.questions[waiting.pop()].facts
        for name in questions_in(facts) if facts is not None else ():
            if name not in found:
                found.add(name)
                waiting.append(name)
    return frozenset(found)


def _protection(rule_set: r.RuleSet, by_kind: ByKind, mistakes: Mistakes) -> None:
    """Money, work and papers never count in a protection pathway, nor what nobody may ask."""
    never = {name for pathway in rule_set.pathways.values() for name in pathway.never_ask}
    for entry in by_kind.get("criterion", []):
        group = rule_set.pathways[entry.body["group"]]
        for field, name in _looked_at(rule_set, entry):
            topic = rule_set.questions[name].topic
            if name in never:
                mistakes.add(entry, (field,), f"looks at '{name}', which no pathway may use")
            hidden = group.kind == "protection" and topic in r.HIDDEN_IN_PROTECTION
            if hidden and entry.body["effect"] in r.JUDGING:
                message = f"looks at '{name}' ({topic}), which may not judge a protection pathway"
                mistakes.add(entry, (field,), message)


def _looked_at(rule_set: r.RuleSet, entry: Entry) -> Iterator[tuple[str, str]]:
    for criterion in rule_set.criteria:
        if criterion.id != entry.code or criterion.period.from_on != entry.from_on:
            continue
        parts = (("holds_if", criterion.holds_if), ("applies_if", criterion.applies_if))
        for field, condition in parts:
            for name in questions_in(condition) if condition is not None else ():
                yield field, name
                for behind in sorted(_behind(rule_set, name)):
                    yield field, behind
