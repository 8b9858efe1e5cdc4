"""Reports in the console: who reads which, one act each, and nobody about whom it may be."""

from uuid import uuid4

import pytest
from django.test import Client

from safe_mobility.doors.common import clock
from safe_mobility.doors.console.tests.desk import signed_in
from safe_mobility.feedback import queries, services
from safe_mobility.feedback.models import Report
from safe_mobility.feedback.rules import Kind, State, Told
from safe_mobility.oversight.models import Mark
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests.cast import member

pytestmark = pytest.mark.django_db
WORDS = "Un licenciado pidió tres mil"


@pytest.fixture(autouse=True)
def _programme(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)


def received(kind: Kind = Kind.MONEY, place: str = "Quetzaltenango") -> tuple[str, str]:
    """A report: the path of its page and its receipt."""
    receipt = services.receipt_for(uuid4().hex)
    report_id = services.receive(
        receipt=receipt, kind=kind, told=Told(what=WORDS, place=place), language="es",
        now=clock.now(),
    )  # fmt: skip
    return f"/consola/estafas/{report_id}", receipt


def press(client: Client, path: str, **data: str) -> int:
    return client.post(path, {"press": uuid4().hex, **data}).status_code


class TestWhoReads:
    def test_a_supervisor_those_of_the_office_and_an_auditor_all(self) -> None:
        here, _ = received()
        nowhere, _ = received(place="")
        there, _ = received(place="San Marcos")
        about_us, _ = received(kind=Kind.STAFF)
        sara = signed_in(member("sara", Role.SUPERVISOR))
        alma = signed_in(member("alma", Role.AUDITOR))

        opens = {path: sara.get(path).status_code for path in (here, nowhere, there, about_us)}
        assert list(opens.values()) == [200, 200, 404, 404]
        assert {alma.get(path).status_code for path in opens} == {200}

    @pytest.mark.parametrize("role", [Role.RECEPTION, Role.INTERVIEWER, Role.INTERPRETER])
    def test_nobody_else(self, role: Role) -> None:
        path, _ = received()
        client = signed_in(member("dora", role))
        for address in (path, "/consola/estafas", "/consola/quejas"):
            assert client.get(address).status_code == 404

    def test_only_the_auditor_finds_complaints(self) -> None:
        received(kind=Kind.STAFF)
        assert signed_in(member("sara", Role.SUPERVISOR)).get("/consola/quejas").status_code == 404
        page = signed_in(member("alma", Role.AUDITOR)).get("/consola/quejas").content.decode()
        assert "Sobre nuestro personal" in page

    def test_not_whoever_it_may_be_about(self) -> None:
        path, _ = received()
        sara, saul = member("sara", Role.SUPERVISOR), member("saul", Role.SUPERVISOR)
        press(signed_in(saul), f"{path}/tomar")
        assert press(signed_in(sara), f"{path}/apartar", staff=str(saul.pk)) == 302

        accused = signed_in(saul)
        assert accused.get(path).status_code == 404
        assert press(accused, f"{path}/responder", act="close", words="nada") == 404
        assert path.rpartition("/")[2] not in accused.get("/consola/estafas").content.decode()
        row = Report.objects.get()
        assert (row.state, row.taken_by) == (State.ACKNOWLEDGED, "")

    def test_and_opening_one_leaves_a_mark_with_the_list_none(self) -> None:
        path, _ = received()
        client = signed_in(member("sara", Role.SUPERVISOR))
        assert WORDS not in client.get("/consola/estafas").content.decode()
        assert not Mark.objects.filter(act="report.read").exists()
        assert WORDS in client.get(path).content.decode()
        assert Mark.objects.filter(act="report.read", office="QTZ").count() == 1


class TestActs:
    def test_from_taking_to_closing_with_words_behind_the_receipt(self) -> None:
        path, receipt = received()
        client = signed_in(member("sara", Role.SUPERVISOR))
        assert press(client, f"{path}/leida") == 302
        assert queries.followed(receipt=receipt).state is State.ACKNOWLEDGED
        assert press(client, f"{path}/tomar") == 302
        assert press(client, f"{path}/responder", act="ask", words="¿Qué día?") == 302
        services.add_words(receipt=receipt, words="El lunes", now=clock.now())
        data = {"act": "forward", "to": "PROSECUTOR", "words": "Lo pasamos"}
        assert press(client, f"{path}/responder", **data) == 302
        assert press(client, f"{path}/responder", act="close", words="Ya terminó") == 302

        seen = queries.followed(receipt=receipt)
        assert seen.state is State.CLOSED
        assert [note.words for note in seen.notes] == [
            "¿Qué día?", "El lunes", "Lo pasamos", "Ya terminó",
        ]  # fmt: skip
        assert path.rpartition("/")[2] not in client.get("/consola/estafas").content.decode()
        closed = client.get("/consola/estafas?cerradas=1").content.decode()
        assert path.rpartition("/")[2] in closed

    def test_only_by_whoever_took_it(self) -> None:
        path, _ = received()
        client = signed_in(member("sara", Role.SUPERVISOR))
        assert press(client, f"{path}/responder", act="close", words="nada") == 409
        assert Report.objects.get().state == State.RECEIVED

    @pytest.mark.parametrize(
        "data",
        [
            {"act": "close", "words": " "},
            {"act": "forward", "words": "x"},
            {"act": "burn", "words": "x"},
            {"words": "x" * 3000},
        ],
    )
    def test_say_what_is_missing_and_do_nothing(self, data: dict[str, str]) -> None:
        path, _ = received()
        client = signed_in(member("sara", Role.SUPERVISOR))
        press(client, f"{path}/tomar")
        answer = client.post(f"{path}/responder", {"press": "p" * 32, **data})
        assert 'class="errors"' in answer.content.decode()
        assert Report.objects.get().state == State.OPEN

    def test_on_another_offices_report_find_nothing(self) -> None:
        path, _ = received(place="San Marcos")
        client = signed_in(member("sara", Role.SUPERVISOR))
        for act in ("tomar", "leida", "responder", "apartar"):
            data = {"act": "close", "words": "x", "staff": "1"}
            assert press(client, f"{path}/{act}", **data) == 404
        assert Report.objects.get().state == State.RECEIVED


class TestWhatHangsTogether:
    def test_is_shown_without_its_words_and_on_each_report(self) -> None:
        ids = [
            services.receive(
                receipt=services.receipt_for(f"hangs {number}"),
                kind=Kind.MONEY,
                told=Told(what=WORDS, how=how, place=place),
                language="es",
                now=clock.now(),
            )
            for number, (how, place) in enumerate(
                [("5512-0047", "Quetzaltenango"), ("+502 55120047", "Quetzaltenango"),
                 ("55 12 00 47", "San Marcos")]
            )
        ]  # fmt: skip
        sara = signed_in(member("sara", Role.SUPERVISOR))

        page = sara.get("/consola/estafas/grupos").content.decode()

        assert "2 denuncias: el mismo número" in page
        assert WORDS not in page
        assert "5512" not in page
        assert f"/consola/estafas/{ids[0]}" in page
        assert f"/consola/estafas/{ids[2]}" not in page
        assert (
            "Otra denuncia va junto con esta (1)."
            in sara.get(f"/consola/estafas/{ids[1]}").content.decode()
        )
