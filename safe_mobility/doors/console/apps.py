from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "safe_mobility.doors.console"
    label = "door_console"
