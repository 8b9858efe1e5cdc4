from django.urls import path

from safe_mobility.doors.common import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
