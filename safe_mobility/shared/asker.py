"""Who asks. Every query and every act takes one of these instead of a user row.

The rooms below `people` and `staff` cannot know their rows, and no room should know a web
session. An `Asker` is the little that access depends on, frozen at the start of a request.
"""

from dataclasses import dataclass
from enum import StrEnum


class AskerKind(StrEnum):
    ANYONE = "ANYONE"
    VISITOR = "VISITOR"
    HOUSEHOLD = "HOUSEHOLD"
    RELATIVE = "RELATIVE"
    """Somebody abroad who agreed for themselves; sees their own words and no family's."""
    STAFF = "STAFF"
    PARTNER = "PARTNER"
    JOB = "JOB"


@dataclass(frozen=True, slots=True)
class Asker:
    """One who asks, and the reach they have at this moment.

    `id` is a household's UUID, a member of staff's key, a visitor's row id, or the name of
    a job; never a name or a contact, because it stands in the trail.
    """

    kind: AskerKind
    id: str = ""
    agency: str = ""
    offices: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()

    @property
    def ref(self) -> str:
        """How the trail and the press-twice rows name this asker."""
        return f"{self.kind}:{self.id}" if self.id else str(self.kind)

    def has_role(self, *roles: str) -> bool:
        return bool(self.roles.intersection(roles))


ANYONE = Asker(kind=AskerKind.ANYONE)


def job(name: str) -> Asker:
    """The asker of a timer or a command, which acts for nobody in particular."""
    return Asker(kind=AskerKind.JOB, id=name)
