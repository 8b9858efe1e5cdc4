"""Tables: keys never point uphill, and the grants come before everything they speak of."""

import tomllib

from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

from config.environment import BASE_DIR

FIRST = ("oversight", "0001_roles")


def _staircase() -> list[str]:
    """Rooms from the lowest to the highest, as pyproject.toml orders them."""
    settings = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())
    contract = settings["tool"]["importlinter"]["contracts"][0]
    return [layer.strip("()") for layer in reversed(contract["layers"])]


def _room(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def uphill_keys(found: list[type[models.Model]], staircase: list[str]) -> list[str]:
    """Foreign keys of our own models that point to a room above their own."""
    return [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in found
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model.__module__.startswith("safe_mobility.")
        and staircase.index(_room(field.related_model)) > staircase.index(_room(model))
    ]


def _ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("safe_mobility.")]


class TestForeignKeys:
    def test_never_point_uphill(self) -> None:
        assert uphill_keys(_ours(), _staircase()) == []

    def test_would_be_found_if_they_did(self) -> None:
        """The control: with the staircase upside down there must be many."""
        assert uphill_keys(_ours(), _staircase()[::-1]) != []


class TestMigrations:
    def test_all_come_after_the_grants(self) -> None:
        graph = MigrationLoader(None, ignore_no_migrations=True).graph
        early = [
            key
            for key in graph.nodes
            if key != FIRST and FIRST not in graph.forwards_plan(key) and key[0] != "__setting__"
        ]
        assert early == []

    def test_of_a_room_begin_with_its_first_tables(self) -> None:
        """The grants find the first migration of a room by this name."""
        graph = MigrationLoader(None, ignore_no_migrations=True).graph
        ours = {model._meta.app_label for model in _ours()} - {"oversight"}
        assert {room for room in ours if (room, "0001_initial") not in graph.nodes} == set()
