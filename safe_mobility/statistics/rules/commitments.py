"""How far a promise has come: five steps, each on evidence, judged by nobody who made it.

"No evidence" is where everything begins: not that nothing was done, but that nobody has shown
it. It is never turned into "not started" without somebody who says so.
"""

from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from safe_mobility.shared.refusal import Refusal

MOST_WORDS = 600


class Step(StrEnum):
    NO_EVIDENCE = "NO_EVIDENCE"
    NOT_STARTED = "NOT_STARTED"
    LIMITED = "LIMITED"
    SUBSTANTIAL = "SUBSTANTIAL"
    COMPLETE = "COMPLETE"


class EvidenceKind(StrEnum):
    DOCUMENT = "DOCUMENT"
    FIGURE = "FIGURE"
    LINK = "LINK"


class OwnerCannotJudge(Refusal):
    """Who answers for a promise does not judge it."""

    code = "statistics.owner_cannot_judge"


class BroughtTheEvidence(Refusal):
    """Who brought a piece of evidence does not judge on it."""

    code = "statistics.brought_the_evidence"


class NeedsEvidence(Refusal):
    """Every step but the first stands on a piece of evidence of this promise."""

    code = "statistics.needs_evidence"


class NotEvidence(Refusal):
    """An address that nobody can open, or a day that has not come."""

    code = "statistics.not_evidence"


def check_judge(*, agency: str, owners: tuple[str, ...]) -> None:
    """Raises `OwnerCannotJudge`; somebody of no known agency cannot judge either."""
    if not agency or agency in owners:
        raise OwnerCannotJudge(agency=agency)


def check_evidence(*, url: str, dated_on: date, today: date) -> None:
    """Raises `NotEvidence` for an address without a host, or a date in the future."""
    if dated_on > today:
        raise NotEvidence(field="dated_on")
    if not url:
        return
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise NotEvidence(field="url")


def is_late(*, due_on: date | None, step: Step, today: date) -> bool:
    """Whether its day has passed and it is not known to be complete."""
    return due_on is not None and due_on < today and step is not Step.COMPLETE
