"""A judgement already made: this asker may read what was said to this recipient.

Rooms below `people` cannot judge scope. They take a `Visible`, which only
`people.queries` (for staff accounts `staff.queries`) may build.
"""

from dataclasses import dataclass

from safe_mobility.shared.asker import Asker
from safe_mobility.shared.recipient import Recipient


@dataclass(frozen=True, slots=True)
class Visible:
    asker: Asker
    recipient: Recipient
