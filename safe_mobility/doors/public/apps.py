from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "safe_mobility.doors.public"
    label = "door_public"
