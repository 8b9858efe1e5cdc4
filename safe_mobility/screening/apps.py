from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "safe_mobility.screening"
