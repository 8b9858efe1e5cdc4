from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "safe_mobility.oversight"
