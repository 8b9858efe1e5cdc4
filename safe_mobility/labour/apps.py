from django.apps import AppConfig


class LabourConfig(AppConfig):
    name = "safe_mobility.labour"
