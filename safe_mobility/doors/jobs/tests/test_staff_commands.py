"""Accounts made from the command line: the training site's, and a site's first supervisors."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from safe_mobility.appointments.tests.conftest import _programme
from safe_mobility.staff.models import User
from safe_mobility.staff.tests.cast import asker

pytestmark = pytest.mark.django_db
programme = _programme


def run(*arguments: str) -> str:
    said = StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue().strip()


@pytest.fixture(autouse=True)
def in_a_folder(settings: Any, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path
    settings.TRAINING = True


class TestTrainingAccounts:
    def test_are_made_once_and_print_a_code(self) -> None:
        first = run("training_accounts")

        assert run("training_accounts") == first
        assert run("training_code", "reception").isdigit()

    def test_say_which_names_there_are(self) -> None:
        run("training_accounts")

        with pytest.raises(CommandError, match="supervisor2"):
            run("training_code", "nobody")

    @pytest.mark.parametrize("command", [["training_accounts"], ["training_code", "reception"]])
    def test_are_for_a_training_site_alone(self, settings: Any, command: list[str]) -> None:
        settings.TRAINING = False

        with pytest.raises(CommandError):
            run(*command)


class TestStaffAccount:
    def test_makes_the_first_supervisor_in_force(self) -> None:
        password = run("staff_account", "sara", "Sara Díaz", "SUPERVISOR", "QTZ")

        sara = User.objects.get(username="sara")
        assert sara.check_password(password)
        assert sara.must_change_password
        assert asker(sara, on=sara.assignments.get().from_on).roles == {"SUPERVISOR"}

    def test_refuses_in_words(self) -> None:
        with pytest.raises(CommandError, match="no office XXX"):
            run("staff_account", "sara", "Sara Díaz", "SUPERVISOR", "XXX")
        with pytest.raises(CommandError):
            run("staff_account", "alma", "Alma Fuentes", "AUDITOR", "QTZ")
