from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "safe_mobility.cases"
