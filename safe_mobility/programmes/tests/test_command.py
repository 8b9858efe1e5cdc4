import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from safe_mobility.programmes.models import RulesInForce
from safe_mobility.programmes.tests.shipped import FOLDER

pytestmark = pytest.mark.django_db


class TestLoadProgrammes:
    def test_loads_the_files_and_says_what_changed(self) -> None:
        out = StringIO()
        call_command("load_programmes", stdout=out)

        assert RulesInForce.objects.count() == 1
        assert "0 removed" in out.getvalue()

    def test_checks_without_writing(self) -> None:
        out = StringIO()
        call_command("load_programmes", "--check", stdout=out)

        assert "entries, version" in out.getvalue()
        assert not RulesInForce.objects.exists()

    def test_names_a_mistake_by_file_line_and_field(self, tmp_path: Path) -> None:
        folder = tmp_path / "programmes"
        shutil.copytree(FOLDER, folder)
        gates = folder / "guatemala" / "gates.yaml"
        gates.write_text(gates.read_text().replace("kind: office", "kind: offices"))

        with pytest.raises(CommandError, match=r"gates\.yaml:3 kind should be one of"):
            call_command("load_programmes", str(folder))

        assert not RulesInForce.objects.exists()
