from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "safe_mobility.doors.common"
    label = "door_common"
