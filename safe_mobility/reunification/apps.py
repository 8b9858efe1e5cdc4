from django.apps import AppConfig


class ReunificationConfig(AppConfig):
    name = "safe_mobility.reunification"
