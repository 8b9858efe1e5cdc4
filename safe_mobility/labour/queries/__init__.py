"""What the room knows, one file a subject."""

from safe_mobility.labour.queries.adverts import (
    Checked,
    Covers,
    NearOrder,
    NearRecruiter,
    check_advert,
    covers,
)
from safe_mobility.labour.queries.figures import Picture, YearSeen, picture, places_table, years
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
    "Picture",
    "RecruiterSeen",
    "WholeOrder",
    "YearSeen",
    "check_advert",
    "covers",
    "job_order",
    "picture",
    "places_table",
    "years",
]
