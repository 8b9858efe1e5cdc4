from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "safe_mobility.doors.api"
    label = "door_api"
