from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "safe_mobility.notifications"
