from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "safe_mobility.doors.files"
    label = "door_files"
