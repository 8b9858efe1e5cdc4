"""What a family takes along: the QR on its slip and the file for its calendar."""

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.doors.common import ical, qr

CODE = "QZ7K4M92XW3TA"
NINE = datetime(2023, 11, 21, 15, tzinfo=UTC)


def squares(svg: str) -> set[tuple[int, int]]:
    """The dark squares under the dashes of the line, walked step by step."""
    dashes = [int(length) for length in svg.split('dasharray="')[1].split('"')[0].split()]
    rows = svg.split('d="M0 0h')[1].split('"')[0].split("v1h")
    colours = [step % 2 == 0 for step, length in enumerate(dashes) for _ in range(length)]
    dark, walked = set(), 0
    for y, row in enumerate(rows):
        width = abs(int(row))
        for step in range(width):
            if colours[walked + step]:
                dark.add((step if int(row) > 0 else width - 1 - step, y))
        assert not colours[walked + width]
        walked += width + 1
    return dark


class TestQr:
    def test_weighs_less_than_a_kilobyte(self) -> None:
        svg = qr.qr_svg(f"HTTPS://MOVILIDAD.EXAMPLE/V/{CODE}", label="QR")

        assert len(svg) <= 1024

    def test_draws_every_dark_module_and_no_other(self) -> None:
        for text in (CODE, f"HTTP://LOCALHOST:8000/V/{CODE}", "https://example.org/v/abc"):
            matrix = qr._matrix(text)
            drawn = squares(qr.qr_svg(text, label="QR"))

            assert drawn == {
                (x, y) for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark
            }

    def test_escapes_its_label(self) -> None:
        assert "&lt;b&gt;" in qr.qr_svg(CODE, label="<b>")


class TestIcal:
    def read(self, **texts: str) -> Any:
        file = ical.event(
            uid="one@example",
            starts_at=NINE,
            ends_at=NINE + timedelta(minutes=45),
            stamped_at=NINE - timedelta(days=1),
            **({"summary": "s", "place": "p", "description": "d", "reminder": "r"} | texts),
        )
        assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))
        (event,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
        return event

    def test_says_when_and_where(self) -> None:
        event = self.read(summary="Cita", place="Quetzaltenango")

        assert event.decoded("dtstart") == NINE
        assert event.decoded("dtend") == NINE + timedelta(minutes=45)
        assert str(event["location"]) == "Quetzaltenango"

    @given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
    def test_keeps_every_sign_of_a_text(self, text: str) -> None:
        assert str(self.read(description=text)["description"]) == text
