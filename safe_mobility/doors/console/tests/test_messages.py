"""The desk of what waits for a person: each office its own, each act once."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.tests.post import POST, send_all
from safe_mobility.doors.console.tests.desk import signed_in
from safe_mobility.notifications import services
from safe_mobility.notifications.models import Message, Reply
from safe_mobility.notifications.rules.replies import Wish
from safe_mobility.notifications.rules.retry import Answer
from safe_mobility.notifications.rules.states import State
from safe_mobility.oversight.models import Mark
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.models import Household
from safe_mobility.people.models import Wish as WishRow
from safe_mobility.people.rules.contacts import ContactKind
from safe_mobility.people.rules.states import State as Application
from safe_mobility.people.tests import factories
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.shared.references import spell_reference
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests.cast import member

pytestmark = pytest.mark.django_db
DESK = "/consola/mensajes"
PRESS = {"press": "p" * 32}


@pytest.fixture(autouse=True)
def _programme(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)


def family(office_code: str = "QTZ", phone: str = "+50255551234") -> Household:
    row = factories.household(state=Application.WAITING, office_code=office_code)
    people_acts.save_contact(
        household_id=row.pk, kind=ContactKind.PHONE, value=phone, actor=factories.asker(row),
        now=clock.now(),
    )  # fmt: skip
    Message.objects.all().delete()
    return row


def stuck(row: Household) -> Message:
    about = str(uuid4())
    services.queue(
        "booked",
        about=about,
        to=people.recipient_of(row.pk),
        now=clock.now(),
        starts_at=(clock.now() + timedelta(days=2)).isoformat(),
        office=row.office_code,
        mode="IN_PERSON",
    )
    send_all(Answer.REFUSED)
    return Message.objects.get(about=about)


def written(row: Household, words: str) -> UUID:
    services.keep_reply(
        provider_id=str(uuid4()),
        wish=Wish.OTHER,
        words=words,
        sender=people.recipient_of(row.pk),
        actor=POST,
        now=clock.now(),
    )
    return Reply.objects.order_by("-received_at")[0].pk


class TestDesk:
    def test_shows_each_office_its_own(self) -> None:
        here, there = family("QTZ"), family("SMA", "+50255559999")
        for row in (here, there):
            stuck(row)
            written(row, "otras palabras")
            people_acts.record_wish(household_id=row.pk, wish="CHANGE", actor=POST, now=clock.now())
        page = signed_in(member("dora", Role.RECEPTION)).get(DESK).content.decode()

        assert page.count(spell_reference(here.reference)) >= 3
        assert spell_reference(there.reference) not in page
        assert "el portal de SMS no lo aceptó" in page
        assert "otras palabras" not in page

    @pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.AUDITOR])
    def test_is_not_there_for_other_roles(self, role: Role) -> None:
        assert signed_in(member("ines", role)).get(DESK).status_code == 404

    def test_sends_again_once_and_leaves_a_line(self) -> None:
        here = family()
        message = stuck(here)
        client = signed_in(member("dora", Role.RECEPTION))
        for _ in range(2):
            answer = client.post(f"{DESK}/{message.pk}/otra-vez", PRESS)
            assert answer.status_code == 302
        send_all()
        message.refresh_from_db()
        assert message.state == State.SENT
        line = Mark.objects.get(act="message.sent_again", office="QTZ")
        assert line.about == here.reference

    def test_says_when_somebody_else_saw_to_it(self) -> None:
        message = stuck(family())
        client = signed_in(member("dora", Role.RECEPTION))
        client.post(f"{DESK}/{message.pk}/aparte", PRESS)
        answer = client.post(f"{DESK}/{message.pk}/otra-vez", {"press": "q" * 32})
        assert answer.status_code == 409
        assert "Este mensaje ya cambió" in answer.content.decode()

    def test_cannot_touch_a_message_of_another_office(self) -> None:
        message = stuck(family("SMA"))
        client = signed_in(member("dora", Role.RECEPTION))
        for act in ("otra-vez", "aparte"):
            assert client.post(f"{DESK}/{message.pk}/{act}", PRESS).status_code == 404
        message.refresh_from_db()
        assert (message.state, message.set_aside_at) == (State.DEAD, None)

    def test_ticks_off_a_wish(self) -> None:
        row = family()
        people_acts.record_wish(household_id=row.pk, wish="TIME", actor=POST, now=clock.now())
        wish = WishRow.objects.get()
        client = signed_in(member("dora", Role.RECEPTION))
        client.post(f"{DESK}/pedido/{wish.pk}", PRESS)
        assert spell_reference(row.reference) not in client.get(DESK).content.decode()


class TestReply:
    def test_is_read_with_a_mark_and_ticked_off(self) -> None:
        row = family()
        reply_id = written(row, "Mi hijo está enfermo")
        client = signed_in(member("dora", Role.RECEPTION))
        address = f"{DESK}/respuesta/{row.pk}/{reply_id}"

        assert "Mi hijo está enfermo" in client.get(address).content.decode()
        assert Mark.objects.filter(act="reply.opened", about=row.reference).count() == 1
        assert client.post(address, PRESS).status_code == 302
        assert spell_reference(row.reference) not in client.get(DESK).content.decode()

    def test_of_another_office_is_not_there(self) -> None:
        row = family("SMA")
        reply_id = written(row, "x")
        client = signed_in(member("dora", Role.RECEPTION))
        address = f"{DESK}/respuesta/{row.pk}/{reply_id}"
        assert client.get(address).status_code == 404
        assert client.post(address, PRESS).status_code == 404

    def test_is_not_there_under_the_number_of_another_family(self) -> None:
        mine, other = family(), family(phone="+50255559999")
        reply_id = written(other, "x")
        client = signed_in(member("dora", Role.RECEPTION))
        assert client.get(f"{DESK}/respuesta/{mine.pk}/{reply_id}").status_code == 404
