"""Lines of the trail as a page shows them: names instead of keys, words instead of codes.

The trail's own page and the page of a case show the same line alike.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from safe_mobility.doors.console import places, trail_facts, trail_words
from safe_mobility.oversight.queries import MarkSeen
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.references import parse_reference, spell_reference
from safe_mobility.staff import queries as staff

KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    who: str
    act: str
    about: str
    office: str
    facts: str


def lines_of(found: Sequence[MarkSeen], *, asker: Asker) -> list[Line]:
    names = staff.display_names(key for mark in found for key in _people(mark))
    known = trail_facts.known_of(found, asker=asker, names=names)
    return [
        Line(
            at=timezone.localtime(mark.at),
            who=_who(mark.actor, names),
            act=trail_words.act_words(mark.act),
            about=_said_about(mark.about, names),
            office=places.name(mark.office),
            facts=trail_facts.facts_words(mark, known),
        )
        for mark in found
    ]


def _people(mark: MarkSeen) -> list[str]:
    """The keys of members of staff whom a line names."""
    named = [part.partition(":")[2] for part in (mark.actor, mark.about)]
    return [*named, str(mark.facts.get("staff", ""))]


def _who(actor: str, names: dict[str, str]) -> str:
    kind, _colon, key = actor.partition(":")
    if kind in {"STAFF", "PARTNER"} and key in names:
        return names[key]
    words = str(trail_words.WHO.get(kind, kind))
    return f"{words} ({trail_words.JOBS.get(key, key)})" if kind == "JOB" and key else words


def _said_about(about: str, names: dict[str, str]) -> str:
    """A family by its number, a colleague and an office by name; of other things what they are.

    The key of a row says nothing to a reader; a date or a month does.
    """
    if number := parse_reference(about):
        return spell_reference(number)
    kind, _colon, key = about.partition(":")
    if kind == "staff" and key in names:
        return names[key]
    if kind == "office":
        return places.name(key)
    words = trail_words.ABOUT.get(kind)
    if words is None:
        return about
    return str(words) if not key or KEY.fullmatch(key) else f"{words} {key}"
