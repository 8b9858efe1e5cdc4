"""The rules as anybody may read them: programmes, pathways, questions, rules of a day, changes."""

from datetime import date
from typing import Any

from safe_mobility.doors.api.v1.asking import DATE_BESIDE, FROM_MEMBERS
from safe_mobility.doors.api.v1.telling import iso
from safe_mobility.programmes.rules import changes as rule_changes
from safe_mobility.programmes.rules.ruleset import Criterion, Phase, Programme, Question, RuleSet

LANGUAGES = ("es", "en")


def both(rule_set: RuleSet, key: str | None) -> dict[str, str]:
    return {language: rule_set.text(key, language) if key else "" for language in LANGUAGES}


def programmes(rule_set: RuleSet) -> list[dict[str, Any]]:
    return [_programme(rule_set, each) for each in rule_set.programmes.values()]


def _programme(rule_set: RuleSet, programme: Programme) -> dict[str, Any]:
    return {
        "code": programme.code,
        "country": programme.country,
        "zone": programme.zone,
        "languages": list(programme.languages),
        "office": programme.office_group,
        "pathways": list(programme.pathways),
        "phases": [_phase(rule_set, each) for each in rule_set.phases_of(programme.office_group)],
    }


def _phase(rule_set: RuleSet, phase: Phase) -> dict[str, Any]:
    return {
        "of": phase.owner,
        "phase": phase.phase,
        "from": iso(phase.period.from_on),
        "until": iso(phase.period.until_on),
        "nationalities": list(phase.nationalities),
        "days": [day.isoformat() for day in phase.days],
        "says": both(rule_set, phase.says),
        "source": ", ".join(phase.period.source),
        "confidence": phase.period.confidence.value,
        "date_inferred": phase.date_inferred,
    }


def pathways(rule_set: RuleSet) -> list[dict[str, Any]]:
    return [
        {
            "code": pathway.code,
            "kind": pathway.kind,
            "name": both(rule_set, pathway.says("name")),
            "what": both(rule_set, pathway.says("what")),
            "who_decides": both(rule_set, pathway.says("who_decides")),
            "cost": both(rule_set, pathway.says("cost")),
            "steps": [
                both(rule_set, pathway.says(f"steps.{step}")) for step in range(pathway.steps)
            ],
            "countries": [
                programme.country
                for programme in rule_set.programmes.values()
                if pathway.code in programme.pathways
            ],
            "phases": [_phase(rule_set, each) for each in rule_set.phases_of(pathway.code)],
            "source": ", ".join(pathway.period.source),
        }
        for pathway in rule_set.pathways.values()
        if pathway.is_judged_alone
    ]


def questions(rule_set: RuleSet, *, language: str) -> list[dict[str, Any]]:
    return [_question(rule_set, each, language) for each in rule_set.questions.values()]


def _question(rule_set: RuleSet, question: Question, language: str) -> dict[str, Any]:
    kind = question.type.value
    if question.id in DATE_BESIDE:
        kind = "choice+date"
    if question.id in FROM_MEMBERS:
        kind = "members"
    return {
        "id": question.id,
        "aliases": list(question.aliases),
        "type": kind,
        "theme": question.theme,
        "asked_by": question.asked_by,
        "voluntary": question.prepares,
        "sensitive": question.sensitive,
        "can_change": question.can_change,
        "text": rule_set.text(question.text, language),
        "hint": rule_set.text(question.hint, language),
        "why": rule_set.text(question.why, language),
        "choices": [
            {"code": choice.code, "text": rule_set.text(choice.text, language)}
            for choice in question.choices
        ],
    }


def rules(rule_set: RuleSet, *, on: date) -> list[dict[str, Any]]:
    """Every rule in force on that day, group by group."""
    in_force = [each for each in rule_set.criteria if each.period.on(on)]
    return [_rule(rule_set, each) for each in sorted(in_force, key=lambda c: (c.group, c.key))]


def _rule(rule_set: RuleSet, criterion: Criterion) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "group": criterion.group,
        "of": criterion.of,
        "question": criterion.ask,
        "effect": criterion.effect,
        "shuts": criterion.shuts,
        "stage": criterion.stage,
        "from": iso(criterion.period.from_on),
        "until": iso(criterion.period.until_on),
        "law": criterion.law,
        "source": ", ".join(criterion.period.source),
        "confidence": criterion.period.confidence.value,
        "says": {
            outcome: both(rule_set, criterion.says(outcome))
            for outcome in ("holds", "fails", "unknown", "tells")
            if rule_set.text(criterion.says(outcome), "es")
        },
    }


def changes(rule_set: RuleSet) -> list[dict[str, Any]]:
    """Every day on which a rule or a phase begins, or is no longer in force; newest first."""
    return [
        {
            "on": each.on.isoformat(),
            "change": each.change,
            "id": each.id,
            "group": each.group,
            "text": both(rule_set, each.text),
            "source": ", ".join(each.period.source),
        }
        for each in rule_changes.changes(rule_set)
    ]
