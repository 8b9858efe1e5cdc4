from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "safe_mobility.programmes"
