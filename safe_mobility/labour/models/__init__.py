from safe_mobility.labour.models.files import DisclosureFile, PastStatement
from safe_mobility.labour.models.orders import (
    JobOrder,
    OrderCrop,
    OrderHousing,
    OrderPlace,
    OrderRecruiter,
)

__all__ = [
    "DisclosureFile",
    "JobOrder",
    "OrderCrop",
    "OrderHousing",
    "OrderPlace",
    "OrderRecruiter",
    "PastStatement",
]
