"""Reporting, following and checking, as a stranger does it on a borrowed phone."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from safe_mobility.doors.common import clock
from safe_mobility.doors.public.views import trust
from safe_mobility.feedback import queries, services
from safe_mobility.feedback.models import Report, ReportNote
from safe_mobility.feedback.rules import State
from safe_mobility.notifications import queries as notifications
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.shared.asker import Asker, AskerKind

pytestmark = pytest.mark.django_db
AUDITOR = Asker(kind=AskerKind.STAFF, id="6", roles=frozenset({"AUDITOR"}))
TOLD = {"kind": "MONEY", "who": "un licenciado", "what": "una cita", "place": "Quetzaltenango"}
CANARY = "CANARIO-9471"


@pytest.fixture(autouse=True)
def _programme(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)


def page(path: str, data: dict[str, str] | None = None, *, client: Client | None = None) -> str:
    client = client or Client()
    answer = client.get(path) if data is None else client.post(path, data)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def press(path: str = "/es/estafas/avisar") -> str:
    found = re.search(r'name="press" value="([^"]+)"', page(path))
    assert found
    return found[1]


def sent(**data: str) -> str:
    """Send a report; the receipt code as the page shows it."""
    text = page("/es/estafas/avisar", {"press": press(), **TOLD, **data})
    found = re.search(r'class="code long">([^<]+)<', text)
    assert found, text
    return found[1]


class TestTrustPages:
    @pytest.mark.parametrize("language", ["es", "en"])
    @pytest.mark.parametrize("slug", ["", "/avisar", "/comprobante", "/mensaje", "/llamada"])
    def test_open_for_everybody(self, language: str, slug: str) -> None:
        assert "<h1" in page(f"/{language}/estafas{slug}")

    @pytest.mark.parametrize("slug", ["", "/avisar", "/comprobante", "/llamada"])
    def test_leave_no_cookie_that_leads_to_a_browser(self, slug: str) -> None:
        answer = Client().get(f"/es/estafas{slug}")
        assert set(answer.cookies) <= {"ms_public_csrf", "ms_public_language", "ms_tests_csrf",
                                       "ms_tests_language"}  # fmt: skip


class TestReport:
    def test_gives_a_receipt_that_opens_it_again(self) -> None:
        receipt = sent()
        text = page("/es/estafas/comprobante", {"receipt": receipt.lower().replace("-", " ")})
        assert "Tenemos su denuncia. Todavía no la ha leído nadie." in text
        row = Report.objects.get()
        assert (row.kind, row.office_code, row.municipality) == ("MONEY", "QTZ", "0901")

    def test_pressed_twice_is_one_report_with_one_receipt(self) -> None:
        data = {"press": press(), **TOLD}
        first, second = (page("/es/estafas/avisar", data) for _ in range(2))
        codes = {re.search(r'code long">([^<]+)<', text)[1] for text in (first, second)}  # type: ignore[index]
        assert (len(codes), Report.objects.count()) == (1, 1)

    def test_needs_one_thing_said_and_keeps_what_was_chosen(self) -> None:
        text = page("/es/estafas/avisar", {"press": press(), "kind": "PRETENDED", "who": " "})
        assert "Escriba al menos una cosa" in text
        assert 'value="PRETENDED" checked' in text
        assert not Report.objects.exists()

    @pytest.mark.parametrize(
        "what",
        ["x" * 3000, "\x00", "😀😀", "\u202eabc", "<script>alert(1)</script>", "' OR 1=1 --"],
    )
    def test_takes_or_answers_any_words(self, what: str) -> None:
        text = page("/es/estafas/avisar", {"press": press(), "what": what})
        assert "<script>alert" not in text

    def test_without_a_kind_is_something_else(self) -> None:
        sent(kind="")
        assert Report.objects.get().kind == "OTHER"

    def test_keeps_no_word_in_clear(self) -> None:
        sent(who=CANARY, what=CANARY, amount=CANARY, how=CANARY, place=CANARY, employer=CANARY)
        row: dict[str, Any] = dict(Report.objects.values().get())
        for column in queries.WORDS:
            assert CANARY.encode() not in bytes(row[column])
        assert CANARY not in str({k: v for k, v in row.items() if k not in queries.WORDS})

    def test_is_refused_kindly_when_flooded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(trust, "REPORTS_PER_HOUR", 0)
        answer = Client().post("/es/estafas/avisar", {"press": press(), **TOLD})
        assert answer.status_code == 429
        assert not Report.objects.exists()

    def test_without_its_key_is_not_kept(self) -> None:
        page("/es/estafas/avisar", TOLD)
        assert not Report.objects.exists()


class TestFollow:
    @pytest.mark.parametrize("receipt", ["", "7K3M", "x" * 500, "\x00", "0O1I-0O1I-0O1I-0O"])
    def test_tells_a_slip_of_the_pen(self, receipt: str) -> None:
        text = page("/es/estafas/comprobante", {"receipt": receipt})
        assert 'class="errors"' in text

    def test_says_the_same_for_a_code_of_nobody(self) -> None:
        code = services.receipt_for("somebody else's press")
        assert "No tenemos una denuncia" in page("/es/estafas/comprobante", {"receipt": code})

    def test_shows_the_question_and_takes_the_answer(self) -> None:
        receipt = sent()
        report_id = Report.objects.get().pk
        now = clock.now()
        services.take(report_id=report_id, actor=AUDITOR, now=now)
        services.ask(report_id=report_id, words="¿Qué día fue?", actor=AUDITOR, now=now)

        text = page("/es/estafas/comprobante", {"receipt": receipt})
        assert "Tenemos una pregunta para usted." in text
        assert "¿Qué día fue?" in text
        found = re.search(r'name="press" value="([^"]+)"', text)
        assert found
        data = {"press": found[1], "receipt": receipt, "words": "El lunes"}
        for _ in range(2):
            text = page("/es/estafas/comprobante/agregar", data)
        assert "El lunes" in text
        assert ReportNote.objects.count() == 2
        assert Report.objects.get().state == State.OPEN

    def test_never_shows_the_report_itself_again(self) -> None:
        receipt = sent(who=CANARY)
        assert CANARY not in page("/es/estafas/comprobante", {"receipt": receipt})

    def test_has_no_address_with_the_code(self) -> None:
        receipt = sent()
        answer = Client().get(f"/es/estafas/comprobante?receipt={receipt}")
        assert "Todavía no la ha leído nadie" not in answer.content.decode()

    @pytest.mark.parametrize("receipt", ["", "nonsense", "7K3M-9QXT-2WHB-4R"])
    def test_does_not_take_words_without_a_receipt(self, receipt: str) -> None:
        answer = Client().post(
            "/es/estafas/comprobante/agregar", {"receipt": receipt, "words": "x", "press": "p" * 32}
        )
        assert answer.status_code == 404


class TestCheckMessage:
    def test_says_what_we_never_do(self) -> None:
        text = page("/es/estafas/mensaje", {"text": "Pague Q500 y envíe su clave"})
        assert "Este mensaje no es nuestro." in text
        assert "Habla de dinero" in text

    def test_does_not_promise_that_a_form_is_ours(self) -> None:
        facts = {"starts_at": clock.now().isoformat(), "office": "QTZ", "mode": "IN_PERSON"}
        said = notifications.render("booked", language="es", facts=facts).sms
        text = page("/es/estafas/mensaje", {"text": said})
        assert "Tiene la forma de nuestros mensajes." in text
        assert "Sí, nosotros" not in text

    def test_keeps_what_was_written(self) -> None:
        text = page("/es/estafas/mensaje", {"text": 'Hola "prima" <b>'})
        assert escape('Hola "prima" <b>') in text


class TestWhatLogsHold:
    def test_is_no_word_and_no_code(self, caplog: pytest.LogCaptureFixture, capfd: Any) -> None:
        caplog.set_level("DEBUG")
        receipt = sent(who=CANARY, what=CANARY)
        page("/es/estafas/mensaje", {"text": CANARY})
        page("/es/estafas/comprobante", {"receipt": receipt})
        said = caplog.text + "".join(capfd.readouterr())
        for secret in (CANARY, receipt, receipt.replace("-", "")):
            assert secret not in said
