"""What has no language in its address."""

from django.urls import path

from safe_mobility.doors.public.views import home

app_name = "plain"
urlpatterns = [path("", home.choose_language, name="root")]
