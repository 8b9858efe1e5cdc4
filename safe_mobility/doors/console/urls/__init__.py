"""Every address of the console, area by area, under `/consola/`."""

from django.urls import URLPattern

from safe_mobility.doors.console.urls import (
    account,
    accounts,
    bulletins,
    capacity,
    cases,
    day,
    figures,
    messages,
    orders,
    relatives,
    releases,
    reports,
    rules,
    trail,
    work,
)

app_name = "console"
urlpatterns: list[URLPattern] = [
    *day.urlpatterns,
    *capacity.urlpatterns,
    *cases.urlpatterns,
    *relatives.urlpatterns,
    *reports.urlpatterns,
    *rules.urlpatterns,
    *figures.urlpatterns,
    *releases.urlpatterns,
    *work.urlpatterns,
    *orders.urlpatterns,
    *bulletins.urlpatterns,
    *messages.urlpatterns,
    *trail.urlpatterns,
    *accounts.urlpatterns,
    *account.urlpatterns,
]
