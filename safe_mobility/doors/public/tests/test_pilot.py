"""The pilot: promised, done and learned, on a page and on at most four sheets of paper."""

import re
from datetime import date

import pytest
from django.test import Client

from safe_mobility.doors.common.printing import setting
from safe_mobility.programmes.tests.shipped import load_shipped
from safe_mobility.shared.strict_yaml import Unreadable
from safe_mobility.statistics import piloting
from safe_mobility.statistics.tests.released import released

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme() -> None:
    load_shipped(training=True)


class TestThePage:
    def test_sets_what_was_done_beside_what_was_promised(self) -> None:
        released()
        said = Client().get("/es/piloto").content.decode()

        assert "12 de junio de 2023" in said
        assert "Registradas: 3,000 personas" in said
        assert "Remitida no quiere decir aprobada" in said
        assert said.count('<th scope="row">') > 20

    def test_says_so_before_anything_was_released(self) -> None:
        assert "No figures have been published yet" in Client().get("/en/piloto").content.decode()


class TestThePaper:
    @pytest.mark.parametrize("language", ["es", "en"])
    def test_is_tagged_and_has_at_most_four_sheets(self, language: str) -> None:
        released(cut_off=date(2023, 12, 31))
        response = Client().get(f"/{language}/piloto.pdf")

        assert response["Content-Type"] == "application/pdf"
        made = response.content
        assert b"/StructTreeRoot" in made
        assert len(re.findall(rb"/Type\s*/Page[^s]", made)) <= 4

    def test_takes_words_as_words(self) -> None:
        wicked = '"] #panic("x") \\ #import "/etc/passwd" $ * _ @'
        text = setting.sheet(title="x", language="es", foot=wicked) + setting.paragraph(wicked)
        assert setting.pdf(text).startswith(b"%PDF")

    def test_fails_alone(self) -> None:
        with pytest.raises(setting.NotSet):
            setting.pdf("#panic()")


class TestTheFile:
    def test_names_what_is_wrong(self) -> None:
        text = "from: 2023-06-12\nuntil: 2023-06-11\nsource: [S6]\npromised: []\nlearned: []\n"
        with pytest.raises(Unreadable, match="promised"):
            piloting.read(text, file="pilot.yaml")
