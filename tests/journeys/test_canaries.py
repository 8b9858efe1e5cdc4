"""What a family tells stands in no log: not in those of the processes, not in PostgreSQL's.

A family walks the whole way with words that stand nowhere else, is refused where people are
refused, and meets a page that breaks while it holds these words.
"""

import secrets

import pytest

from config import postgres
from tests.canaries import broken, found, logs
from tests.running_site import RunningSite
from tests.walking import Family, Told

pytestmark = pytest.mark.journey

WRONG_PIN = "739164"
EMAIL = "zyxcanaria.tz@canario.example"
REPORT = "Zyxdenuncia de alguien"
TOLD = Told(
    given_names="Zyxcanaria",
    surnames="Qwkanario",
    born_on=("23", "11", "1957"),
    document="7395104682915",
    phone="4937 2815",
    note="Zyxnota sobre la silla",
)
CANARIES = {
    "given names": ["Zyxcanaria"],
    "surnames": ["Qwkanario"],
    "birth date": ["1957-11-23", "23/11/1957", "23.11.1957"],
    "document": [TOLD.document],
    "phone": ["49372815", "4937 2815"],
    "note": ["Zyxnota"],
    "e-mail": [EMAIL, "canario.example"],
    "report": ["Zyxdenuncia"],
    "wrong PIN": [WRONG_PIN],
}


def be_refused(family: Family) -> None:
    """A wrong PIN, a wrong number, a day that is none, a contact that is none, a wrong address."""
    number = "QZ7K-4M92-XW3A"
    stranger = Family(family.site, family.language)
    for _ in range(6):
        stranger.send("solicitud", {"reference": number, "pin": WRONG_PIN})
    born = {"born_on_day": "31", "born_on_month": "2", "born_on_year": "1957"}
    assert family.send("registro/nacimiento", born).status == 200
    assert family.send("registro/contacto", {"kind": "EMAIL", "value": f"{EMAIL}@"}).status == 200
    assert family.open(f"{TOLD.given_names}/{TOLD.document}?q={EMAIL}").status == 404


def meet_a_broken_page(site: RunningSite, family: Family) -> None:
    names = {"given_names": TOLD.given_names, "surnames": f"{TOLD.surnames} de"}
    with broken(site, "people_membership"):
        assert family.send("registro/nombre", names).status == 500
    with broken(site, "people_contact"):
        new = {"kind": "EMAIL", "value": EMAIL}
        assert family.send("solicitud/contacto", new).status == 500
    with broken(site, "feedback_report"):
        assert family.send("estafas/avisar", {"kind": "MONEY", "what": REPORT}).status == 500


@pytest.fixture(scope="module")
def family(site: RunningSite) -> Family:
    """Who has been everywhere: asked, refused, booked, and at pages that broke."""
    walked = Family(site.public_url, told=TOLD)
    walked.answer_everything()
    walked.register()
    be_refused(walked)
    walked.book()
    meet_a_broken_page(site, walked)
    walked.send("solicitud/contacto", {"kind": "EMAIL", "value": EMAIL})
    walked.send("estafas/avisar", {"kind": "MONEY", "what": REPORT})
    return walked


class TestLogs:
    def test_hold_nothing_that_a_family_told(self, site: RunningSite, family: Family) -> None:
        given = {
            "PIN": [family.pin, family.pin.replace(" ", "")],
            "number": [family.number, family.number.replace("-", "")],
        }

        assert found(logs(site), CANARIES | given) == set()

    @pytest.mark.usefixtures("family")
    def test_would_show_what_is_logged(self, site: RunningSite) -> None:
        """The same search finds the broken pages, and a word that PostgreSQL was made to log."""
        word = f"Zyx{secrets.token_hex(4)}"
        with postgres.superuser(site.var_dir / "training" / "postgres") as owner:
            owner.execute(f"DO $$ BEGIN RAISE WARNING '{word}'; END $$")

        logged = {"page": ["route=public:step"], "report": ["route=public:report"], "word": [word]}
        assert found(logs(site), logged) == {
            ("processes", "page"),
            ("processes", "report"),
            ("PostgreSQL", "word"),
        }
