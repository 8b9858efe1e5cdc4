"""One relative as a page says it: categories, what to do, what changes it; for every door.

Words are made here in the language of the moment, so that the family's page, the office's and
the leaflet say the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safe_mobility.doors.common import line_words
from safe_mobility.doors.common import relatives_words as words
from safe_mobility.doors.common.dates import plain_date
from safe_mobility.doors.common.relatives_forms import country_name
from safe_mobility.reunification.queries.line import PlaceInLine
from safe_mobility.reunification.queries.relatives import PetitionSeen, RelativeSeen, TieSeen
from safe_mobility.reunification.rules.categories import Category, Missing, Route, Standing
from safe_mobility.reunification.rules.kin import Status
from safe_mobility.reunification.rules.today import Owner, Task


@dataclass(frozen=True, slots=True)
class RouteSaid:
    name: str
    means: str
    source: str
    sure: bool


@dataclass(frozen=True, slots=True)
class TaskSaid:
    act: str
    title: str
    how: str
    owner: str
    when: str
    until_on: date | None
    done: bool
    by_relative: bool


@dataclass(frozen=True, slots=True)
class ChangeSaid:
    event: str
    when: str
    effect: str
    source: str


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class PetitionSaid:
    kind: str
    code: str
    facts: list[Fact]


@dataclass(frozen=True, slots=True)
class TieSaid:
    """One pair. `look`: the shape of the card, as on the result page."""

    number: int
    name: str
    relation: str
    look: str
    state: str
    routes: list[RouteSaid]
    cautions: list[str]
    missing: list[str]
    missing_step: str
    creates: list[str]
    tasks: list[TaskSaid]
    changes: list[ChangeSaid]
    petitions: list[PetitionSaid]
    place: list[Fact]
    visa: Category | None


@dataclass(frozen=True, slots=True)
class RelativeSaid:
    number: int
    name: str
    given_names: str
    facts: list[Fact]
    ties: list[TieSaid]


def said(seen: RelativeSeen, *, alone: bool = False, to_staff: bool = False) -> RelativeSaid:
    """`alone`: only one person applies, whose name need not be said beside each relation."""
    return RelativeSaid(
        number=seen.number,
        name=seen.name,
        given_names=seen.given_names,
        facts=list(_facts(seen)),
        ties=[_tie(tie, alone=alone, to_staff=to_staff) for tie in seen.ties],
    )


def _facts(seen: RelativeSeen) -> Iterator[Fact]:
    place = ", ".join(filter(None, (seen.state, country_name(seen.country))))
    if place:
        yield Fact(_("Lives in"), place)
    if seen.status is not Status.UNKNOWN:
        yield Fact(_("There"), words.status(seen.status))
        if seen.status_since is not None:
            since = words.about_day(seen.status_since, about=seen.since_about)
            yield Fact(_("Since"), since)
    if seen.own_word_at is not None:
        yield Fact(_("Told by this person"), plain_date(seen.own_word_at))
    if seen.born_on is not None:
        yield Fact(_("Born"), plain_date(seen.born_on))
    if seen.contact:
        yield Fact(_("How you reach this person"), seen.contact)


def _tie(tie: TieSeen, *, alone: bool, to_staff: bool) -> TieSaid:
    standing = tie.standing
    whose = "" if alone else tie.member.given_names
    return TieSaid(
        number=tie.member.number,
        name=tie.member.name,
        relation=words.relation_of(tie.relation, whose=whose),
        look=_look(standing),
        state=_state(standing),
        routes=[_route(route) for route in _worth_saying(standing)],
        cautions=[words.caution(code) for code in standing.cautions],
        missing=[words.missing(code) for code in standing.missing],
        missing_step=_step(standing),
        creates=[words.creates(code) for code in tie.creates],
        tasks=[_task(task, done=tie.done, to_staff=to_staff) for task in tie.tasks],
        changes=[
            ChangeSaid(
                words.event(change.event),
                words.change_when(change),
                words.change_effect(change),
                change.source,
            )
            for change in tie.changes
        ],
        petitions=[_petition(each) for each in tie.petitions],
        place=list(_place(tie.place)) if tie.place is not None else [],
        visa=standing.visa,
    )


def _look(standing: Standing) -> str:
    if standing.needs_person:
        return "person"
    return "shut" if standing.possible == {Category.NONE} else ""


def _state(standing: Standing) -> str:
    return {
        "person": _("A person should look at this with you"),
        "shut": _("No category today"),
        "": _("There is a category"),
    }[_look(standing)]


def _worth_saying(standing: Standing) -> list[Route]:
    """ "No category" is no way that things may be, as long as there is one."""
    found = [route for route in standing.routes if route.category is not Category.NONE]
    return found or list(standing.routes)


def _route(route: Route) -> RouteSaid:
    return RouteSaid(
        words.category_name(route.category),
        words.category_means(route.category),
        route.source,
        route.sure,
    )


def _task(task: Task, *, done: frozenset[str], to_staff: bool) -> TaskSaid:
    return TaskSaid(
        act=task.act.value,
        title=words.act_title(task.act),
        how=words.act_how(task.act),
        owner=words.owner(task.owner, to_staff=to_staff),
        when=words.task_when(task),
        until_on=task.until_on,
        done=task.act.value in done,
        by_relative=task.owner is Owner.RELATIVE,
    )


_STEPS = {
    Missing.COUNTRY: "lugar",
    Missing.STATUS: "papeles",
    Missing.SINCE: "papeles",
    Missing.MARITAL: "papeles",
    Missing.RELATIVE_AGE: "papeles",
    Missing.RELATED_ON: "papeles",
}


def _step(standing: Standing) -> str:
    """The page on which the first missing fact is asked; empty where it is another one."""
    return next((_STEPS[code] for code in standing.missing if code in _STEPS), "")


def _place(place: PlaceInLine) -> Iterator[Fact]:
    """The list's word on the petition, and how long still as a range. Never one day."""
    month = line_words.month_name(place.month, language=get_language() or "es")
    yield Fact(
        _("List of %(month)s") % {"month": month}, line_words.cutoff_words(place.final.cutoff)
    )
    if place.final.is_current:
        yield Fact(_("Place in line"), _("It is this petition's turn."))
    else:
        half = line_words.half_of_them(place.forecast)
        yield Fact(
            _("How long still"), " ".join(filter(None, (line_words.waiting(place.forecast), half)))
        )


def _petition(seen: PetitionSeen) -> PetitionSaid:
    facts = [Fact(_("How far"), words.petition_state(seen.state))]
    if seen.filed_on is not None:
        facts.append(Fact(_("Filed"), words.about_day(seen.filed_on, about=seen.filed_about)))
    if seen.priority_on is not None:
        facts.append(Fact(_("Priority date"), plain_date(seen.priority_on)))
    if seen.approved_on is not None:
        facts.append(Fact(_("Approved"), plain_date(seen.approved_on)))
    if seen.receipt:
        facts.append(Fact(_("Receipt number"), seen.receipt))
    return PetitionSaid(words.petition_kind(seen.kind), seen.kind.value.lower(), facts)
