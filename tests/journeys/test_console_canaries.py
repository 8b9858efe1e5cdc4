"""What staff type about people stands in no log, in no line of the trail, and in no address.

An officer searches, registers a family with the person present, writes down an interview, is
refused, meets pages that break while they hold these words, and takes a photo from the files door.
"""

import io
import re
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from PIL import Image

from config import addresses, postgres
from safe_mobility.staff import rules
from tests.canaries import broken, found, logs, trail
from tests.running_site import RunningSite
from tests.walking import Family, Officer, Page

pytestmark = pytest.mark.journey

BORN = {"born_on_day": "29", "born_on_month": "8", "born_on_year": "1961"}
PERSON = {
    **BORN,
    "given_names": "Wyxcanaria",
    "surnames": "Jqkanario",
    "sex": "F",
    "nationality": "GT",
    "document_kind": "DPI",
    "document_number": "6403918275546",
    "speaker": "SELF",
    "read_back": "YES",
}
NOTE, APART, NEEDS = "Wyxnota del barrio", "Wyxaparte del cuñado", "Wyxsilla de ruedas"
CANARIES = {
    "given names": ["Wyxcanaria"],
    "surnames": ["Jqkanario"],
    "birth date": ["1961-08-29", "29/8/1961", "29.8.1961"],
    "document": ["6403918275546"],
    "phone": ["41827736", "4182 7736"],
    "e-mail": ["wyx.buscada@canario.example", "canario.example"],
    "note": ["Wyxnota"],
    "kept apart": ["Wyxaparte"],
    "needs": ["Wyxsilla"],
    "name of a file": ["Wyxfoto"],
    "password": ["Wyxclave"],
    "token": ["Wyxtoken"],
}
REFERENCE = """
SELECT h.reference FROM appointments_appointment a JOIN people_household h ON h.id = a.household_id
WHERE a.state = 'IN_INTERVIEW' AND h.office_code = 'QTZ' LIMIT 1
"""


class Desk:
    """One officer at Quetzaltenango, and everything typed there."""

    def __init__(self, site: RunningSite) -> None:
        self.site = site
        self.officer = Officer(site.console_url)
        self.case = ""

    def come_in(self) -> None:
        account = self.site.account("interviewer1")
        self.officer.send("entrar", {"login": "Wyxcanaria", "password": "Wyxclave de nadie"})
        self.officer.send("entrar", {"login": "interviewer1", "password": "Wyxclave equivocada"})
        step = rules.totp_step(timezone.now())
        codes = [rules.totp_code(account["secret"], step=step + n) for n in (-1, 0, 1)]
        self.officer.sign_in("interviewer1", account["password"], codes)

    def search(self) -> None:
        for asked in (
            {"by": "PHONE", "phone": "4182 7736"},
            {"by": "EMAIL", "email": "wyx.buscada@canario.example"},
            {"by": "DOCUMENT", "document": "6403918275546", "country": "GT"},
            {"by": "PERSON", "given_names": "Wyxcanaria", "surnames": "Jqkanario", **BORN},
            {"by": "NUMBER", "number": "Wyxcanaria"},
        ):
            assert self.officer.send("casos", asked).status == 200
        assert self.officer.open(f"casos/Wyxcanaria?{urlencode({'q': '41827736'})}").status == 404
        # What this test itself asked for by address is not what a page led to.
        self.officer.addresses.pop()

    def register_somebody(self) -> None:
        begun = {"language": "es", "spoken": "es", "speaker": "SELF", "agreed": "YES"}
        self.case = self.officer.send("asistida", begun).path.removeprefix("/consola/asistida/")
        with broken(self.site, "people_membership"):
            assert self._write("persona/1", PERSON).status == 500
        self._write("persona/1", PERSON)
        self._write("hogar", {"municipality": "0901", "spoken": "es", "language": "es"})
        self._write("contacto", {"kind": "PHONE", "value": "4182"})
        self._write("contacto", {"kind": "PHONE", "value": "4182 7736"})
        self._write("necesidades", {"words": NEEDS})
        self.officer.send(f"asistida/{self.case}", {"send": "1"})
        assert "Wyxcanaria" in self.officer.open(f"casos/{self.case}").text

    def _write(self, part: str, said: dict[str, str]) -> Page:
        said = {"speaker": "SELF", "read_back": "YES", **said}
        return self.officer.send(f"asistida/{self.case}/{part}", said)

    def hear_somebody(self) -> None:
        with postgres.superuser(self.site.var_dir / "training/postgres", addresses.DATABASE) as row:
            (reference,) = row.execute(REFERENCE).fetchone() or ("",)
        heard = f"casos/{reference}/entrevista"
        self.officer.send(heard, {"open": "1"})
        with broken(self.site, "cases_interviewsection"):
            assert self.officer.send(f"{heard}/note", {"text": NOTE}).status == 500
        for part, text in (("note", NOTE), ("apart", APART), ("needs", NEEDS)):
            saved = self.officer.send(f"{heard}/{part}", {"text": text, "save": ""})
            assert saved.path == f"/consola/{heard}", saved.text
        assert NOTE in self.officer.open(f"casos/{reference}").text

    def write_after_the_session(self) -> None:
        page = f"asistida/{self.case}/necesidades"
        form = self.officer.open(page).hidden
        leave = self.officer.open("").hidden
        self.officer.ask(f"{self.officer.site}/consola/salir", urlencode(leave).encode())
        late = {**form, "words": NEEDS, "speaker": "SELF", "read_back": "YES"}
        kept = self.officer.ask(f"{self.officer.site}/consola/{page}", urlencode(late).encode())
        assert "guarda para usted" in kept.text or "kept for you" in kept.text


def take_a_photo(site: RunningSite) -> list[str]:
    """A photo whose name says something; its pass opens it once, at the files door."""
    family = Family(site.public_url)
    family.register()
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "JPEG")
    sent = family.upload(
        "papeles", {"kind": "IDENTITY"}, name="Wyxfoto de mi DPI.jpg", photo=picture.getvalue()
    )
    (token,) = re.findall(r'name="token" value="([^"]+)"', sent.text)
    for given, status in ((token, 200), (token, 404), ("Wyxtoken", 404)):
        body = urlencode({"token": given}).encode()
        assert family.ask(f"{site.files_url}/papel", body).status == status
    return [token]


@pytest.fixture(scope="module")
def desk(site: RunningSite) -> Desk:
    """Who has typed everything everywhere, and been refused and disappointed in between."""
    sat = Desk(site)
    sat.come_in()
    sat.search()
    sat.register_somebody()
    sat.hear_somebody()
    sat.write_after_the_session()
    return sat


class TestTheConsole:
    def test_writes_nothing_of_it_where_many_read(self, site: RunningSite, desk: Desk) -> None:
        tokens = {"pass": take_a_photo(site)}
        places = {
            **logs(site),
            "trail": trail(site),
            "addresses": "\n".join(desk.officer.addresses),
        }
        assert found(places, CANARIES | tokens) == set()

    def test_would_be_caught_if_it_did(self, site: RunningSite, desk: Desk) -> None:
        """The control: the same search finds what does stand in each place."""
        stands = {
            "page": ["route=console:assisted_person", "route=console:section"],
            "case": [desk.case],
        }
        places = {
            "processes": site.log,
            "trail": trail(site),
            "addresses": "\n".join(desk.officer.addresses),
        }
        assert found(places, stands) == {
            ("processes", "page"),
            ("trail", "case"),
            ("addresses", "case"),
        }
