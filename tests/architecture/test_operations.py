"""docs/operations.md knows every variable and every command, and nothing that is not there."""

import re
from dataclasses import fields

from config.environment import BASE_DIR, Environment

PAGE = (BASE_DIR / "docs" / "operations.md").read_text()
SHORT_FORMS = {"TRAINING"}


class TestTheTableOfVariables:
    def test_equals_the_code(self) -> None:
        table = PAGE.partition("## Every variable")[2].partition("\n## ")[0]
        told = re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)

        assert len(told) == len(set(told))
        assert set(told) == {field.name for field in fields(Environment)} | SHORT_FORMS


class TestAdoption:
    def test_names_only_variables_that_exist(self) -> None:
        page = (BASE_DIR / "docs" / "adopt.md").read_text()
        told = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", page))

        assert told - {field.name for field in fields(Environment)} == set()


class TestCommands:
    def test_named_in_the_pages_are_targets(self) -> None:
        makefile = (BASE_DIR / "Makefile").read_text()
        targets = set(re.findall(r"^([a-z.-]+):", makefile, re.MULTILINE))
        pages = PAGE + (BASE_DIR / "README.md").read_text()

        assert set(re.findall(r"`make ([a-z.-]+)", pages)) - targets == set()
