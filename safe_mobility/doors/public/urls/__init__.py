"""What stands under `/es/` and `/en/`."""

from django.urls import path

from safe_mobility.doors.public.views import home

app_name = "public"
urlpatterns = [path("", home.home, name="home")]
