"""What the room knows, one file a subject."""

from safe_mobility.labour.queries.adverts import (
    Checked,
    Covers,
    NearOrder,
    NearRecruiter,
    check_advert,
    covers,
)
from safe_mobility.labour.queries.orders import (
    CropSeen,
    HousingSeen,
    OrderSeen,
    RecruiterSeen,
    WholeOrder,
    job_order,
)

__all__ = [
    "Checked",
    "Covers",
    "CropSeen",
    "HousingSeen",
    "NearOrder",
    "NearRecruiter",
    "OrderSeen",
    "RecruiterSeen",
    "WholeOrder",
    "check_advert",
    "covers",
    "job_order",
]
