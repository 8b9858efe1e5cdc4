from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "safe_mobility.statistics"
