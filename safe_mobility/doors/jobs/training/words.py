"""What waits on the desk of messages on the training day: two wishes by SMS, a question in a
family's own words, and a message to a telephone that is no more."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from safe_mobility.doors.common import clock, replies
from safe_mobility.doors.jobs.providers import Provider
from safe_mobility.notifications.rules.rendering import Rendered
from safe_mobility.notifications.rules.retry import Answer
from safe_mobility.notifications.services import Told

if TYPE_CHECKING:
    from safe_mobility.doors.jobs.training.day import Day

ABSENT = 2
"""The family that did not come this morning: nobody can tell it so by telephone."""
WRITES = (
    (25, -1, "19:40", "CAMBIO"),
    (28, 0, "07:20", "cita"),
    (26, 0, "07:45", "Buenos días. ¿Puedo llevar a mi mamá? Ella habla k'iche'."),
)
"""Which family, how many days after the Monday, when, and what."""


def plan(day: "Day", *, monday: date, local: Callable[[date, str], datetime]) -> None:
    for family, later, hour, text in WRITES:
        on = date.fromordinal(monday.toordinal() + later)
        day.at(local(on, hour), partial(_write, day, family, text))


def _write(day: "Day", family: int, text: str, at: datetime) -> None:
    replies.take(
        provider_id=f"training reply {family}",
        phone=f"+502{day.made_up[family].phone}",
        text=text,
        now=at,
    )


class OneNumberIsGone:
    """Carries everything as `inner` does, but from a moment on refuses one telephone for good."""

    def __init__(self, inner: Provider, *, phone: str, since: datetime) -> None:
        self.keeps_key = inner.keeps_key
        self._inner, self._phone, self._since = inner, phone, since

    def send(self, *, key: str, to: str, words: Rendered) -> Told:
        if to.endswith(self._phone) and clock.now() >= self._since:
            return Told(Answer.REFUSED, fault="sms_status_404")
        return self._inner.send(key=key, to=to, words=words)
