from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "safe_mobility.doors.jobs"
    label = "door_jobs"
