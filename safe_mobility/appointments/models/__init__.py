from safe_mobility.appointments.models.appointments import Appointment, VisitPeriod
from safe_mobility.appointments.models.places import Place

__all__ = ["Appointment", "Place", "VisitPeriod"]
