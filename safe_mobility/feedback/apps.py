from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "safe_mobility.feedback"
