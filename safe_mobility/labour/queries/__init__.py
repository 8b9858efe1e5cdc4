"""What the room knows, one file a subject."""

from safe_mobility.labour.queries.orders import (
    CropSeen,
    HousingSeen,
    OrderSeen,
    RecruiterSeen,
    WholeOrder,
    job_order,
)

__all__ = ["CropSeen", "HousingSeen", "OrderSeen", "RecruiterSeen", "WholeOrder", "job_order"]
