"""When appointments were, for whoever reads of them in the trail."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from safe_mobility.appointments.models import Appointment
from safe_mobility.shared.asker import Asker, AskerKind


def hours_of(*, asker: Asker, appointment_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """The beginning of each; those of other offices are left out.

    An hour says nothing of a family, so an auditor, who reads every line, reads every hour.
    """
    rows = Appointment.objects.filter(pk__in=list(appointment_ids))
    if asker.kind is not AskerKind.STAFF:
        return {}
    if not asker.has_role("AUDITOR"):
        rows = rows.filter(place__office_code__in=asker.offices)
    return dict(rows.values_list("pk", "place__starts_at"))
