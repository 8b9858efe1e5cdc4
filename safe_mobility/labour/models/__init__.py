from safe_mobility.labour.models.candidates import Candidate, WorkSpell
from safe_mobility.labour.models.demands import Demand
from safe_mobility.labour.models.files import DisclosureFile, PastStatement
from safe_mobility.labour.models.orders import (
    JobOrder,
    OrderCrop,
    OrderHousing,
    OrderPlace,
    OrderRecruiter,
)
from safe_mobility.labour.models.placements import (
    LeftOut,
    MatchRun,
    Placement,
    Proposal,
    WayTask,
)

__all__ = [
    "Candidate",
    "Demand",
    "DisclosureFile",
    "JobOrder",
    "LeftOut",
    "MatchRun",
    "OrderCrop",
    "OrderHousing",
    "OrderPlace",
    "OrderRecruiter",
    "PastStatement",
    "Placement",
    "Proposal",
    "WayTask",
    "WorkSpell",
]
