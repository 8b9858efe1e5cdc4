"""What a person has told us stands in no log, however an error brings it there."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from config import logs
from tests import canaries

CANARY = "Ixchel Canario"


class Log:
    """A handler as in production, whose lines can be read again."""

    def __init__(self) -> None:
        wanted = logs.settings(as_json=True, level="INFO", door="public")
        configurator = logging.config.DictConfigurator(wanted)
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(configurator.configure_formatter(wanted["formatters"]["line"]))

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def log() -> Iterator[Log]:
    made = Log()
    root = logging.getLogger()
    root.addHandler(made.handler)
    yield made
    root.removeHandler(made.handler)


def _broken(request: HttpRequest) -> HttpResponse:
    raise ValueError(f"invalid literal: {request.GET['name']}")


def _leaking(request: HttpRequest) -> HttpResponse:
    logging.getLogger("safe_mobility.doors.console").warning("saved %s", request.POST["text"])
    return HttpResponse()


urlpatterns = [
    path("broken/", _broken, name="broken"),
    path("leaking/", _leaking, name="leaking"),
]


class TestALine:
    def test_says_when_where_and_what(self, log: Log) -> None:
        logging.getLogger("safe_mobility.somewhere").warning("timer failed: %s", "lapse")

        (line,) = log.lines
        assert line["event"] == "timer failed: lapse"
        assert line["door"] == "public"
        assert line["logger"] == "safe_mobility.somewhere"
        assert line["timestamp"].endswith("Z")

    @pytest.mark.parametrize("key", ["given_names", "phone", "email", "pin", "note", "answers"])
    def test_withholds_what_belongs_to_a_person(self, log: Log, key: str) -> None:
        logging.getLogger("any").warning("saved", extra={key: CANARY})

        assert CANARY not in log.text
        assert log.lines[0][key] == logs.WITHHELD

    @pytest.mark.parametrize("contact", ["+502 5555 1234", "50255551234", "ana@example.org"])
    def test_withholds_what_looks_like_a_contact(self, log: Log, contact: str) -> None:
        logging.getLogger("any").warning("could not reach %s today", contact)

        assert contact not in log.text
        assert "today" in log.text

    def test_keeps_references_and_counts(self, log: Log) -> None:
        logging.getLogger("any").warning("swept", extra={"rows": 12, "reference": "7K3M"})

        assert (log.lines[0]["rows"], log.lines[0]["reference"]) == (12, "7K3M")


class TestAnException:
    def test_is_named_with_its_way_and_without_its_words(self, log: Log) -> None:
        try:
            raise ValueError(CANARY)
        except ValueError:
            logging.getLogger("any").exception("it broke")

        (line,) = log.lines
        assert line["error"] == "ValueError"
        assert any("test_logs.py" in step for step in line["where"])
        assert CANARY not in log.text

    def test_would_carry_those_words_otherwise(self) -> None:
        """The control: the ordinary formatter writes them down."""
        try:
            raise ValueError(CANARY)
        except ValueError as error:
            record = logging.LogRecord(
                "any", 40, "f", 1, "it broke", (), (type(error), error, error.__traceback__)
            )
        assert CANARY in logging.Formatter().format(record)

    def test_of_a_reader_of_settings_keeps_its_words(self, log: Log) -> None:
        try:
            raise ImportError("no module of that name")
        except ImportError:
            logging.getLogger("any").exception("it broke")

        assert log.lines[0]["error"] == "ImportError: no module of that name"

    @pytest.mark.django_db
    def test_of_the_database_names_the_constraint_and_not_the_row(self, log: Log) -> None:
        insert = "INSERT INTO django_session VALUES (%s, '', now())"
        with (
            # The control: PostgreSQL itself quotes the row.
            pytest.raises(IntegrityError, match=CANARY) as caught,
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.executemany(insert, [[CANARY], [CANARY]])
        logging.getLogger("any").error("it broke", exc_info=caught.value)

        assert CANARY not in log.text
        assert "23505 django_session django_session_pkey" in log.lines[0]["error"]


@pytest.mark.urls("tests.runtime.test_logs")
class TestABrokenPage:
    def test_is_named_by_its_view_and_not_by_its_path(self, log: Log) -> None:
        client = Client(raise_request_exception=False)

        answer = client.get("/broken/", {"name": CANARY})

        assert answer.status_code == 500
        (line,) = [one for one in log.lines if one["logger"] == "django.request"]
        assert (line["route"], line["status"], line["error"]) == ("broken", 500, "ValueError")
        assert CANARY not in log.text
        assert "/broken/" not in line["event"]


@pytest.mark.urls(__name__)
class TestTheSearchForCanaries:
    """The control of `tests/journeys`: a page that logs what an officer typed is caught there."""

    def test_finds_a_page_that_logs_what_was_typed(self, log: Log) -> None:
        Client().post("/leaking/", {"text": f"{CANARY} vive en la zona 3"})

        places = {"processes": log.text, "trail": ""}
        assert canaries.found(places, {"note": [CANARY]}) == {("processes", "note")}
