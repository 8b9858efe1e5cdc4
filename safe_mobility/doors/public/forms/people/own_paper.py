"""Everything we hold about a family, in words and on paper."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safe_mobility.doors.common import dates, people_words, relatives_page
from safe_mobility.doors.common.receivers import receiver_name
from safe_mobility.doors.public.forms.people import answers
from safe_mobility.doors.public.forms.people.answers import Fact
from safe_mobility.doors.public.forms.people.asking import At
from safe_mobility.notifications import queries as notifications
from safe_mobility.people import queries as people
from safe_mobility.people.queries import days
from safe_mobility.people.rules.consents import ConsentKind
from safe_mobility.people.rules.papers import PaperKind
from safe_mobility.programmes import queries as programmes
from safe_mobility.reunification.queries.relatives import relatives
from safe_mobility.shared.references import spell_reference


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    facts: list[Fact]


def sections(at: At) -> list[Section]:
    """The file in sections, without the links that only make sense on a screen."""
    found = [
        Section(_("Your application"), list(_application(at))),
        *(
            Section(person.title, [_still(fact) for fact in person.facts])
            for person in answers.of_people(at)
        ),
        Section(_("Your family"), [_still(fact) for fact in answers.of_household(at)]),
        *_relatives(at),
        Section(_("Permissions"), list(_permissions(at))),
        Section(_("Who has received something"), list(_received(at))),
        Section(_("Photos of papers"), list(_papers(at))),
        Section(_("Our messages"), list(_messages(at))),
    ]
    return [section for section in found if section.facts]


def _relatives(at: At) -> Iterator[Section]:
    on = days.local_day(office_code=at.household.office_code, now=at.now)
    for each in relatives(asker=at.asker, household_id=at.household.id, on=on):
        told = relatives_page.said(each)
        facts = [Fact(fact.name, fact.value) for fact in told.facts]
        for tie in told.ties:
            facts.append(Fact(tie.name or _("You"), tie.relation))
            for petition in tie.petitions:
                facts += [Fact(f"{petition.kind}: {f.name}", f.value) for f in petition.facts]
        yield Section(f"{_('Family abroad')}: {told.name}", facts)


def _still(fact: Fact) -> Fact:
    return Fact(fact.name, fact.value)


def _application(at: At) -> Iterator[Fact]:
    household = at.household
    seen = people.application(asker=at.asker, household_id=household.id)
    office = programmes.place_name(household.office_code, get_language() or "es")
    yield Fact(_("Your number"), spell_reference(household.reference))
    yield Fact(_("Begun"), dates.plain_date(household.created_at))
    if seen.sent_at:
        yield Fact(_("Sent"), dates.plain_date(seen.sent_at))
    yield Fact(_("Where it stands"), people_words.state_name(seen.state))
    yield Fact(_("Last change"), dates.plain_date(seen.since))
    if household.office_code:
        yield Fact(_("Office"), office)
    word = people.call_word(asker=at.asker, household_id=household.id)
    yield Fact(_("Your call word"), word)


def _permissions(at: At) -> Iterator[Fact]:
    for each in people.consents(asker=at.asker, household_id=at.household.id):
        until = f" – {dates.plain_date(each.stopped_at)}" if each.stopped_at else ""
        name = {
            ConsentKind.PROCESSING.value: _("To keep what you tell us"),
            ConsentKind.TRACING.value: _("To look for family and to be found"),
            ConsentKind.SHARE_GT_GOVERNMENT.value: _("Sharing with the Government of Guatemala"),
        }.get(each.kind) or receiver_name(each.recipient)
        yield Fact(name, dates.plain_date(each.given_at) + until)


def _received(at: At) -> Iterator[Fact]:
    for each in people.disclosures(asker=at.asker, household_id=at.household.id):
        until = f" – {dates.plain_date(each.ended_at)}" if each.ended_at else ""
        yield Fact(receiver_name(each.recipient), dates.plain_date(each.from_at) + until)


def _papers(at: At) -> Iterator[Fact]:
    for each in people.papers(asker=at.asker, household_id=at.household.id):
        kind = people_words.paper_kind(PaperKind(each.kind))
        yield Fact(kind, dates.plain_date(each.received_at))


def _messages(at: At) -> Iterator[Fact]:
    visible = people.visible(at.asker, at.household.id)
    for each in notifications.messages(visible=visible):
        yield Fact(f"{dates.plain_date(each.at)} · {each.title}", each.text)
