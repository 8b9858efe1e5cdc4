from safe_mobility.people.services.advancing import HasLiveApplication, advance
from safe_mobility.people.services.registering import (
    OldNotice,
    Registered,
    first_pin,
    register,
)

__all__ = [
    "HasLiveApplication",
    "OldNotice",
    "Registered",
    "advance",
    "first_pin",
    "register",
]
