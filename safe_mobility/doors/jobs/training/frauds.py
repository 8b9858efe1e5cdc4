"""Three reports of fees for jobs on the training day: two of them name one telephone."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from safe_mobility.feedback import services as feedback_acts
from safe_mobility.feedback.rules import Kind, Told

if TYPE_CHECKING:
    from safe_mobility.doors.jobs.training.day import Day

TOLD = (
    Told(
        who="Lic. Rigoberto Achila",
        what="Trabajo de fresas en California. Dijo que la visa ya estaba.",
        amount="Q 5,000",
        how="Llamó del 5512 0047. Pidió un depósito en una agencia.",
        employer="Fresas del Pacífico",
        place="Quetzaltenango",
    ),
    Told(
        what="Cosecha de manzana en Washington, sin entrevista.",
        amount="Q 3,500",
        how="Un grupo de chat. El número es +502 5512-0047.",
        place="Quetzaltenango",
    ),
    Told(
        who="Una señora de la feria de empleo",
        what="Limpieza de hoteles en Florida.",
        amount="Q 800 por el formulario",
        how="En persona.",
        employer="Fresas del Pacifico, LLC",
        place="San Marcos",
    ),
)


def plan(day: "Day", *, monday: date, local: Callable[[date, str], datetime]) -> None:
    """Reported over the two weeks before the Monday."""
    for number, told in enumerate(TOLD):
        at = local(monday - timedelta(days=11 - 4 * number), "17:05")
        day.at(at, partial(_report, number, told))


def _report(number: int, told: Told, at: datetime) -> None:
    feedback_acts.receive(
        receipt=feedback_acts.receipt_for(f"training fee {number}"),
        kind=Kind.MONEY,
        told=told,
        language="es",
        now=at,
    )
