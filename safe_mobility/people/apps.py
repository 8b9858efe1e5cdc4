from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "safe_mobility.people"
