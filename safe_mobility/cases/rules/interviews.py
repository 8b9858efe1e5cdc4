"""The parts of an interview, and when it is complete."""

from collections.abc import Iterable
from enum import StrEnum

from safe_mobility.shared.refusal import Refusal

TEXT_LIMIT = 8000
"""Signs in one section of an interview: about four pages, more than anybody reads."""


class Section(StrEnum):
    """The parts of an interview. Each is saved on its own, in any order."""

    IDENTITY = "IDENTITY"
    NOTE = "NOTE"
    NEEDS = "NEEDS"
    PATHWAYS = "PATHWAYS"
    APART = "APART"
    """What somebody told us that their own family must not learn. It never leaves the office:
    not on the household's page, its download, a letter or a referral."""


class Identity(StrEnum):
    PAPERS_SEEN = "PAPERS_SEEN"
    TOLD = "TOLD"
    DOUBT = "DOUBT"


class Need(StrEnum):
    """A specific need as assessed, by the codes in which agencies pass such needs on."""

    CHILD_AT_RISK = "CR-NE"
    CHILD_SEPARATED = "SC-SC"
    CHILD_ALONE = "SC-UC"
    WOMAN_AT_RISK = "WR-WR"
    PREGNANT = "WR-PY"
    NURSING = "WR-LC"
    OLDER_PERSON = "ER-FR"
    SINGLE_PARENT = "SP-PT"
    SEEING = "DS-BD"
    HEARING = "DS-DF"
    MOVING = "DS-PM"
    MIND = "DS-MM"
    MENTAL_HEALTH = "SM-MI"
    LASTING_ILLNESS = "SM-CI"
    CRITICAL_ILLNESS = "SM-CC"
    FAMILY_APART = "FU-FR"
    TORTURE = "TR-PI"
    VIOLENCE_AT_HOME = "SV-VA"
    ABUSE = "LP-AN"
    NO_PAPERS = "LP-ND"
    FORCED_RETURN = "LP-RR"


class Wish(StrEnum):
    """What the household said when a pathway was explained to it."""

    WANTS = "WANTS"
    LATER = "LATER"
    DECLINES = "DECLINES"


class SectionChanged(Refusal):
    """Somebody saved this section after the officer opened it. Nothing is overwritten."""

    code = "cases.section_changed"


class TextTooLong(Refusal):
    code = "cases.text_too_long"


class InterviewClosed(Refusal):
    code = "cases.interview_closed"


class NothingWritten(Refusal):
    """An interview without identity check and note cannot be closed: nobody could decide."""

    code = "cases.nothing_written"


class NotYetInterviewed(Refusal):
    """An interview begins when the household sits down: its appointment is not there yet."""

    code = "cases.not_yet_interviewed"


NEEDED_TO_CLOSE = frozenset({Section.IDENTITY, Section.NOTE})


def check_base(*, based_on: int, newest: int, section: Section) -> None:
    """Refuse a save that was written over an older version than the newest one."""
    if based_on != newest:
        raise SectionChanged(section=str(section), based_on=based_on, newest=newest)


def check_text(text: str, *, limit: int = TEXT_LIMIT) -> str:
    """The text without its outer spaces, or a refusal that says the limit."""
    stripped = text.strip()
    if len(stripped) > limit:
        raise TextTooLong(signs=len(stripped), limit=limit)
    return stripped


def check_complete(written: Iterable[Section]) -> None:
    missing = NEEDED_TO_CLOSE.difference(written)
    if missing:
        raise NothingWritten(missing=sorted(missing))
