from django.urls import URLPattern, URLResolver, path

from safe_mobility.doors.files.views import papers

app_name = "files"
urlpatterns: list[URLPattern | URLResolver] = [path("papel", papers.paper, name="paper")]
