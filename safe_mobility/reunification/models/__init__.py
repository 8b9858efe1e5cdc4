from safe_mobility.reunification.models.bulletins import BulletinPage
from safe_mobility.reunification.models.consenting import (
    RelativeInvitation,
    RelativeSession,
    RelativeSubject,
)
from safe_mobility.reunification.models.relatives import Clock, Petition, Relative, Tie
from safe_mobility.reunification.models.tracing import (
    TraceKey,
    TraceMatch,
    TraceProfile,
    TraceRequest,
)

__all__ = [
    "BulletinPage",
    "Clock",
    "Petition",
    "Relative",
    "RelativeInvitation",
    "RelativeSession",
    "RelativeSubject",
    "Tie",
    "TraceKey",
    "TraceMatch",
    "TraceProfile",
    "TraceRequest",
]
