from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "safe_mobility.staff"
