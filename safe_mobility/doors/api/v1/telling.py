"""What the API says of a screening. One engine and one catalogue serve the pages and this."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ninja import Field, Schema

from safe_mobility.doors.api.v1.asking import Asked
from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.screening.rules.answering import to_plain
from safe_mobility.screening.rules.helping import Step, would_help
from safe_mobility.screening.rules.judging import screen
from safe_mobility.screening.rules.result import PathwayResult, Reason


class ReasonOut(Schema):
    """Why. `members` is empty where the rule speaks of the household as a whole."""

    criterion: str
    outcome: str
    members: list[str]
    text: str
    from_: str | None = Field(None, alias="from")
    until: str | None
    source: str
    confidence: str
    differs: bool


class StepOut(Schema):
    """One step of the smallest set that would move the verdict."""

    kind: str
    question: str | None
    member: str | None
    value: Any
    on: str | None
    text: str


class NextOut(Schema):
    text: str
    url: str | None


class AlternativeOut(Schema):
    principal: str
    unit: list[str]
    verdict: str


class OfficeOut(Schema):
    code: str
    verdict: str
    reasons: list[ReasonOut]
    would_help: list[StepOut]
    look_again_on: str | None
    next: NextOut


class PathwayOut(OfficeOut):
    principal: str
    unit: list[str]
    unsure: list[str]
    outside: list[str]
    alternatives: list[AlternativeOut]


class HelpOut(Schema):
    code: str
    text: str
    url: str | None


class ScreeningOut(Schema):
    rules_version: str
    country: str
    on: str
    office: OfficeOut
    pathways: list[PathwayOut]
    help: list[HelpOut]
    look_again_on: str | None


def screening(rule_set: RuleSet, asked: Asked, *, language: str) -> dict[str, Any]:
    """The reply to one screening: the same bytes for the same question."""
    result = screen(
        rule_set,
        country=asked.country,
        on=asked.on,
        household=asked.household,
        answers=asked.answers,
        member_answers=asked.member_answers,
    )
    said = _Said(rule_set, asked, language)
    return {
        "rules_version": result.rules_version,
        "country": result.country,
        "on": result.on.isoformat(),
        "office": said.office(result.office),
        "pathways": [said.pathway(each) for each in result.pathways],
        "help": [
            {"code": each.code, "text": said.words(each.text), "url": each.url}
            for each in result.help
        ],
        "look_again_on": iso(result.look_again_on),
    }


class _Said:
    """Says results in one language."""

    def __init__(self, rule_set: RuleSet, asked: Asked, language: str) -> None:
        self.rule_set, self.asked, self.language = rule_set, asked, language

    def words(self, key: str | None) -> str:
        return self.rule_set.text(key, self.language) if key else ""

    def office(self, result: PathwayResult) -> dict[str, Any]:
        return {
            "code": result.code,
            "verdict": result.verdict.value,
            "reasons": list(self.reasons(result)),
            "would_help": [self.step(each) for each in self.steps(result)],
            "look_again_on": iso(result.look_again_on),
            "next": {"text": self.words(result.next), "url": result.next_url},
        }

    def pathway(self, result: PathwayResult) -> dict[str, Any]:
        return self.office(result) | {
            "principal": result.principal,
            "unit": list(result.unit),
            "unsure": list(result.unsure),
            "outside": list(result.outside),
            "alternatives": [
                {
                    "principal": each.principal,
                    "unit": list(each.unit),
                    "verdict": each.verdict.value,
                }
                for each in result.alternatives
            ],
        }

    def reasons(self, result: PathwayResult) -> Iterable[dict[str, Any]]:
        """One entry for each rule and outcome, with the members of whom it speaks.

        What is only background knowledge is never told as a fact; one reason always remains.
        """
        shown = [reason for reason in result.reasons if reason.is_public]
        grouped: dict[tuple[str, str, str], list[Reason]] = {}
        for reason in shown or result.public_reasons:
            at = (reason.criterion, reason.outcome.value, iso(reason.from_on) or "")
            grouped.setdefault(at, []).append(reason)
        for reasons in grouped.values():
            yield self.reason(reasons)

    def reason(self, reasons: list[Reason]) -> dict[str, Any]:
        first = reasons[0]
        return {
            "criterion": first.criterion,
            "outcome": first.outcome.value,
            "members": [reason.member for reason in reasons if reason.member is not None],
            "text": self.words(first.sentence),
            "from": iso(first.from_on),
            "until": iso(first.until_on),
            "source": ", ".join(first.source),
            "confidence": first.confidence.value,
            "differs": any(reason.differs for reason in reasons),
        }

    def steps(self, result: PathwayResult) -> tuple[Step, ...]:
        return would_help(
            self.rule_set,
            result,
            country=self.asked.country,
            on=self.asked.on,
            household=self.asked.household,
            answers=self.asked.answers,
            member_answers=self.asked.member_answers,
        )

    def step(self, step: Step) -> dict[str, Any]:
        question = self.rule_set.questions[step.question] if step.question else None
        return {
            "kind": step.kind,
            "question": step.question,
            "member": step.member,
            "value": None if step.value is None else to_plain(step.value),
            "on": iso(step.on),
            "text": self.words(question.text) if question else "",
        }


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
