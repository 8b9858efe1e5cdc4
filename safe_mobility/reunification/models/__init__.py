from safe_mobility.reunification.models.bulletins import BulletinPage
from safe_mobility.reunification.models.relatives import Clock, Petition, Relative, Tie

__all__ = ["BulletinPage", "Clock", "Petition", "Relative", "Tie"]
