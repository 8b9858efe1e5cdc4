"""A new month of the bulletin: two people, one truth, and nothing that is dropped."""

from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from safe_mobility.oversight.models import Mark
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.tests.shipped import MONDAY, load_shipped
from safe_mobility.reunification.models import BulletinPage
from safe_mobility.reunification.queries import bulletins as seen
from safe_mobility.reunification.services import bulletins as acts
from safe_mobility.reunification.tests.made_up_pages import page
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible

SARA = Asker(AskerKind.STAFF, "1", offices=frozenset({"QTZ"}), roles=frozenset({"SUPERVISOR"}))
SAUL = Asker(AskerKind.STAFF, "2", offices=frozenset({"HUE"}), roles=frozenset({"SUPERVISOR"}))
DORA = Asker(AskerKind.STAFF, "3", offices=frozenset({"QTZ"}), roles=frozenset({"INTERVIEWER"}))
JANUARY = date(2024, 1, 1)
ADDRESS = "https://visas.example/january-2024.html"
RAW = page(month="January 2024")
OTHER = page(month="January 2024", f1="08JAN15")


@pytest.fixture(autouse=True)
def _loaded(db: None) -> None:
    load_shipped(training=True)


def upload(raw: bytes = RAW, by: Asker = SARA, name: str = "bulletin.html") -> UUID:
    return acts.receive(raw=raw, name=name, actor=by, now=MONDAY)


def fetched(raw: bytes = RAW, asked: date = JANUARY) -> int:
    return acts.receive_fetched(raw=raw, address=ADDRESS, asked=asked, now=MONDAY)


def f1_in_january() -> object:
    bulletin = programmes.cutoffs().by_month.get(JANUARY)
    return bulletin.cutoff("final_action", "F1", "all_other") if bulletin else None


class TestReceive:
    def test_keeps_a_page_and_changes_nothing_yet(self) -> None:
        upload()

        (waiting,) = seen.waiting(asker=SARA)
        assert (waiting.month, waiting.is_new_month, waiting.first_by) == (JANUARY, True, SARA.ref)
        assert waiting.against == date(2023, 12, 1)
        assert {change.after for change in waiting.changes if change.area == "china"} == {None}
        assert f1_in_january() is None

    def test_a_second_person_puts_the_month_in_force(self) -> None:
        page_id = upload()

        assert acts.agree(page_id=page_id, actor=SAUL, now=MONDAY)

        assert f1_in_january() == date(2015, 1, 1)
        assert not seen.waiting(asker=SARA)
        done = set(Mark.objects.values_list("act", flat=True))
        assert {
            "bulletin.received",
            "bulletin.agreed",
            "programmes.bulletin_published",
        } <= done

    def test_the_same_person_cannot_say_both(self) -> None:
        page_id = upload()

        with pytest.raises(acts.SamePersonTwice):
            acts.agree(page_id=page_id, actor=SARA, now=MONDAY)

        assert f1_in_january() is None

    def test_the_database_refuses_one_person_even_without_the_rule(self) -> None:
        """The control: with the rule switched off it is the row that says no."""
        page_id = upload()

        with pytest.raises(IntegrityError, match="needs_two_people"), transaction.atomic():
            BulletinPage.objects.filter(pk=page_id).update(state="IN_FORCE", second_by=SARA.ref)

    def test_the_same_page_again_is_the_page_that_waits(self) -> None:
        assert upload() == upload() == upload(by=SAUL)
        assert BulletinPage.objects.count() == 1

    def test_keeps_nothing_of_a_page_that_cannot_be_read(self) -> None:
        with pytest.raises(acts.PageUnreadable) as refused:
            upload(RAW.replace(b"22NOV94", b"22NOX94"))

        assert "F1 mexico: '22NOX94'" in str(refused.value.facts["faults"])
        assert not BulletinPage.objects.exists()

    def test_refuses_another_month_under_a_known_name(self) -> None:
        with pytest.raises(acts.PageUnreadable) as refused:
            upload(name="visa-bulletin-for-february-2024.html")

        assert "the page is for 2024-01" in str(refused.value.facts["faults"])

    def test_says_that_a_month_is_in_force_already(self) -> None:
        acts.agree(page_id=upload(), actor=SAUL, now=MONDAY)

        with pytest.raises(acts.NothingNew):
            upload(by=SAUL)

    def test_other_roles_see_nothing(self) -> None:
        page_id = upload()

        for act in (
            lambda: upload(by=DORA),
            lambda: acts.agree(page_id=page_id, actor=DORA, now=MONDAY),
            lambda: acts.set_aside(page_id=page_id, actor=DORA, now=MONDAY),
            lambda: seen.waiting(asker=DORA),
            lambda: seen.page_itself(asker=DORA, page_id=page_id),
        ):
            with pytest.raises(NotVisible):
                act()


class TestTwoReadingsOfOneMonth:
    def test_are_shown_to_each_other(self) -> None:
        first, second = upload(), upload(OTHER, by=SAUL)

        rivals = {each.id: each.rivals for each in seen.waiting(asker=SARA)}
        assert rivals == {first: (second,), second: (first,)}

    def test_the_one_left_over_says_what_it_would_change(self) -> None:
        first, second = upload(), upload(OTHER)
        acts.agree(page_id=first, actor=SAUL, now=MONDAY)

        (left,) = seen.waiting(asker=SARA)
        assert left.id == second
        assert left.moved
        assert [(c.category, c.before, c.after) for c in left.changes] == [
            ("F1", date(2015, 1, 1), date(2015, 1, 8))
        ]

    def test_a_yes_from_before_is_void(self) -> None:
        first, second = upload(), upload(OTHER)
        acts.agree(page_id=first, actor=SAUL, now=MONDAY)

        with pytest.raises(acts.MonthMoved):
            acts.agree(page_id=second, actor=SAUL, now=MONDAY)

        acts.look_again(page_id=second, actor=SAUL, now=MONDAY)
        assert acts.agree(page_id=second, actor=SARA, now=MONDAY)
        assert f1_in_january() == date(2015, 1, 8)

    def test_one_is_set_aside_and_stays_readable(self) -> None:
        upload()
        second = upload(OTHER)
        acts.set_aside(page_id=second, actor=SAUL, now=MONDAY)

        assert seen.page_itself(asker=SARA, page_id=second) == OTHER
        with pytest.raises(acts.PageClosed):
            acts.agree(page_id=second, actor=SAUL, now=MONDAY)


class TestReceiveFetched:
    def test_waits_for_two_people(self) -> None:
        assert fetched() == 1
        (waiting,) = seen.waiting(asker=SARA)

        assert not acts.agree(page_id=waiting.id, actor=SARA, now=MONDAY)
        assert f1_in_january() is None
        assert acts.agree(page_id=waiting.id, actor=SAUL, now=MONDAY)
        assert f1_in_january() == date(2015, 1, 1)

    def test_again_changes_nothing(self) -> None:
        fetched()
        assert fetched() == 0
        (waiting,) = seen.waiting(asker=SARA)
        acts.agree(page_id=waiting.id, actor=SARA, now=MONDAY)
        acts.agree(page_id=waiting.id, actor=SAUL, now=MONDAY)

        assert fetched() == 0

    def test_a_page_that_does_not_read_is_put_before_people(self) -> None:
        assert fetched(b"<title>Sign in</title><p>Sign in to go on") == 1

        (waiting,) = seen.waiting(asker=SARA)
        assert (waiting.state, waiting.asked_month) == ("UNREADABLE", JANUARY)
        assert waiting.faults
        with pytest.raises(acts.PageClosed):
            acts.agree(page_id=waiting.id, actor=SARA, now=MONDAY)

    def test_so_is_a_page_of_another_month(self) -> None:
        fetched(page(month="December 2023"))

        (waiting,) = seen.waiting(asker=SARA)
        assert waiting.state == "UNREADABLE"
        assert "the page is for 2023-12; 2024-01 was asked for" in waiting.faults[0][1]

    def test_a_newer_page_takes_its_place(self) -> None:
        fetched(b"<p>half a page")
        fetched(b"<p>half a page, and a little more")
        fetched()

        (waiting,) = seen.waiting(asker=SARA)
        assert waiting.state == "WAITING"
        assert len(seen.closed(asker=SARA)) == 2
