from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "safe_mobility.appointments"
