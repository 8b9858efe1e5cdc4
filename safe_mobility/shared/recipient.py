"""To whom something is said. `notifications` looks at this and never uphill at a household."""

from dataclasses import dataclass
from enum import StrEnum


class RecipientKind(StrEnum):
    HOUSEHOLD = "HOUSEHOLD"
    REPORT = "REPORT"
    STAFF = "STAFF"
    AGENCY = "AGENCY"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One receiver and the language they read. `id` is the row's key as text."""

    kind: RecipientKind
    id: str
    language: str
