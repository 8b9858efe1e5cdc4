"""Seasonal work on a phone: from the first word to the list, the yes and the no."""

from uuid import uuid4

import pytest
from django.test import Client

from safe_mobility.doors.common import clock
from safe_mobility.doors.public.tests import phone
from safe_mobility.labour.models import Candidate, Placement, WorkSpell
from safe_mobility.labour.rules.stages import Stage
from safe_mobility.labour.services import candidates, listing
from safe_mobility.labour.tests import factories
from safe_mobility.labour.tests.factories import NOON
from safe_mobility.people.models import Consent, Disclosure, Household
from safe_mobility.people.tests import factories as families
from safe_mobility.programmes.tests.shipped import hold_shipped
from safe_mobility.staff.rules import Role
from safe_mobility.staff.tests import cast

pytestmark = pytest.mark.django_db
PAGE = "/es/solicitud/trabajo/1"


@pytest.fixture(autouse=True)
def _november(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_shipped(monkeypatch)
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def ana() -> Household:
    return families.sent(given_names="Ana")


def press(client: Client, path: str, **fields: object) -> tuple[int, str]:
    response = client.post(path, {"press": uuid4().hex, **fields})
    return response.status_code, response.headers.get("Location", "") or response.content.decode()


WHEN = {
    "earliest_on_day": "15",
    "earliest_on_month": "1",
    "earliest_on_year": "2024",
    "longest_months": "9",
    "destinations": ["US"],
    "languages": ["es"],
}


class TestTelling:
    def test_goes_from_own_words_to_the_list(self, ana: Household) -> None:
        client = phone.signed_in(ana)
        _, occupation = press(
            client,
            f"{PAGE}/experiencia",
            words="Ordeñaba vacas en una finca",
            months="12",
            proof="NONE",
        )
        assert "Cuidado de animales de granja" in client.get(occupation).content.decode()
        _, when = press(client, occupation, occupation="45-2093")
        _, more = press(client, when, **WHEN)
        press(client, more, trouble="NONE", dependants="2")
        assert "permiso" not in client.get(PAGE).content.decode()
        press(client, PAGE, act="show")

        row = Candidate.objects.get()
        assert row.spells.get().occupation == "45-2093"
        assert row.destinations == ["US"]
        assert Consent.objects.filter(purpose="SHOW_WORK_WITHOUT_NAME").exists()

    @pytest.mark.parametrize(
        ("words", "kept"),
        [
            ("🍓🍓 fresas", True),
            ("fres\0as <script>alert(1)</script>", True),
            ("", False),
            ("x" * 5000, False),
        ],
    )
    def test_takes_what_people_type(self, ana: Household, words: str, kept: bool) -> None:
        client = phone.signed_in(ana)

        status, where = press(client, f"{PAGE}/experiencia", words=words, months="3", proof="NONE")

        assert status == (302 if kept else 200)
        assert WorkSpell.objects.exists() is kept
        if kept:
            assert "<script>alert" not in client.get(where).content.decode()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"longest_months": "999999"},
            {"longest_months": ""},
            {"destinations": ["XX"]},
            {"earliest_on_year": "9999"},
            {"earliest_on_day": "31", "earliest_on_month": "2"},
        ],
    )
    def test_refuses_days_and_months_that_cannot_be(
        self, ana: Household, wrong: dict[str, object]
    ) -> None:
        client = phone.signed_in(ana)
        press(client, f"{PAGE}/experiencia", words="café", months="3", proof="NONE")

        status, _ = press(client, f"{PAGE}/cuando", **{**WHEN, **wrong})

        assert status == 200
        assert Candidate.objects.get().earliest_on is None

    def test_is_each_familys_own(self, ana: Household) -> None:
        factories.candidate(household=ana)
        celia = phone.signed_in(families.sent(given_names="Celia"))

        page = celia.get(PAGE).content.decode()

        assert "café" not in page
        spell = WorkSpell.objects.get()
        assert celia.get(f"{PAGE}/oficio/{spell.pk}").status_code == 404
        assert celia.get("/es/solicitud/trabajo/7").status_code == 404

    def test_pressed_twice_is_one(self, ana: Household) -> None:
        client, key = phone.signed_in(ana), uuid4().hex
        for _ in range(2):
            client.post(
                f"{PAGE}/experiencia",
                {"press": key, "words": "café", "months": "3", "proof": "NONE"},
            )

        assert WorkSpell.objects.count() == 1


class TestAnOffer:
    @pytest.fixture
    def way(self, ana: Household) -> Placement:
        factories.candidate(household=ana)
        factories.demand()
        sara, saul = (cast.asker(cast.member(n, Role.SUPERVISOR)) for n in ("sara", "saul"))
        made = listing.propose(actor=sara, now=NOON)
        listing.confirm(run_id=made.run_id, actor=saul, now=NOON)
        return Placement.objects.get()

    def test_asks_before_the_name_goes(self, ana: Household, way: Placement) -> None:
        client = phone.signed_in(ana)
        assert "¿Puede este empleador leer su nombre" in client.get(PAGE).content.decode()
        assert not Disclosure.objects.exists()

        press(client, PAGE, act="yes")

        way.refresh_from_db()
        assert way.stage == Stage.AGREED
        assert "Con el empleador" in client.get(PAGE).content.decode()
        data = client.get("/es/datos").content.decode()
        assert "Fresas del Valle LLC" in data
        assert "EMPLOYER" not in data

    def test_takes_a_no_without_a_question(self, ana: Household, way: Placement) -> None:
        client = phone.signed_in(ana)

        press(client, PAGE, act="no")

        way.refresh_from_db()
        assert way.stage == Stage.DECLINED
        assert "Sigue en nuestra lista" in client.get(PAGE).content.decode()

    def test_is_in_the_familys_own_file(self, ana: Household, way: Placement) -> None:
        held = phone.signed_in(ana).get("/es/datos/descargar").json()

        assert held["offers_of_work"][0]["employer"] == "Fresas del Valle LLC"
        assert held["seasonal_work"][0]["spells"][0]["words"] == "corté café en la finca"


class TestNoOffer:
    def test_says_why(self, ana: Household) -> None:
        factories.candidate(household=ana, occupation="35-2014")
        factories.demand()

        page = phone.signed_in(ana).get(PAGE).content.decode()

        assert "Ninguna oferta abierta es de un trabajo que usted ya hizo." in page

    def test_asks_to_renew_what_ran_out(
        self, ana: Household, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        factories.candidate(household=ana)
        later = NOON.replace(year=2024, month=3)
        monkeypatch.setattr(clock, "now", lambda: later)
        client = phone.signed_in(ana)
        assert "Su interés venció" in client.get(PAGE).content.decode()

        press(client, PAGE, act="renew")

        assert "Su interés venció" not in client.get(PAGE).content.decode()
        assert candidates.remind(now=later) == 0
