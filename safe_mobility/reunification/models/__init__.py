from safe_mobility.reunification.models.bulletins import BulletinPage

__all__ = ["BulletinPage"]
