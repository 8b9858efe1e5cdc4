"""Version 1 of what other programs may ask, served by the public process."""

from django.urls import URLPattern, URLResolver, path

from safe_mobility.doors.api.urls import rules
from safe_mobility.doors.api.views import guide, sms

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", guide.guide, name="guide"),
    path("sms/in", sms.sms_in, name="sms_in"),
    *rules.urlpatterns,
]
