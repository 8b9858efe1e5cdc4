"""Where the training clock stands, kept from one start to the next."""

from datetime import datetime

from safe_mobility.oversight.models import DomainClock


def store(now: datetime) -> None:
    """Keep domain time `now`; it never goes back."""
    row, made = DomainClock.objects.get_or_create(id=1, defaults={"at": now})
    if not made and row.at < now:
        DomainClock.objects.filter(id=1, at__lt=now).update(at=now)
