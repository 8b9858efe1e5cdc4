from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "safe_mobility.offices"
