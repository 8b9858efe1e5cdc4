import shutil
from datetime import date, timedelta
from pathlib import Path

import holidays as reference
import pytest

from safe_mobility.oversight.models import Mark
from safe_mobility.programmes import queries, services
from safe_mobility.programmes.models import ProgrammeEntry, RulesInForce
from safe_mobility.programmes.rules.directory import BookingRule
from safe_mobility.programmes.tests.shipped import FOLDER, MONDAY, load_shipped, shipped
from safe_mobility.shared.strict_yaml import Unreadable

NOVEMBER = date(2023, 11, 20)
pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "programmes"
    shutil.copytree(FOLDER, folder)
    return folder


class TestLoad:
    def test_a_second_time_changes_nothing(self) -> None:
        first = services.load(FOLDER, now=MONDAY, training=True)
        second = services.load(FOLDER, now=MONDAY + timedelta(hours=1), training=True)

        assert first.changed
        assert not second.changed
        assert first.version == second.version == RulesInForce.objects.get().version
        assert Mark.objects.filter(act="programmes.loaded").count() == 1

    def test_rows_make_the_same_rules_as_the_files(self) -> None:
        load_shipped(training=True)

        assert queries.rule_set().version == shipped(training=True).version

    def test_choices_are_offered_in_the_order_of_the_file(self) -> None:
        load_shipped(training=True)

        for name, question in shipped(training=True).questions.items():
            assert queries.rule_set().questions[name].choices == question.choices, name

    def test_replaces_only_what_changed(self, copy: Path) -> None:
        services.load(copy, now=MONDAY, training=True)
        gates = copy / "guatemala" / "gates.yaml"
        gates.write_text(gates.read_text().replace("until: 2023-08-10", "until: 2023-08-09"))

        done = services.load(copy, now=MONDAY, training=True)

        assert (done.added, done.removed) == (2, 2)

    def test_touches_no_row_when_a_file_is_wrong(self, copy: Path) -> None:
        services.load(copy, now=MONDAY, training=True)
        before = ProgrammeEntry.objects.count()
        (copy / "guatemala" / "gates.yaml").write_text("code: [")

        with pytest.raises(Unreadable):
            services.load(copy, now=MONDAY, training=True)

        assert ProgrammeEntry.objects.count() == before

    def test_a_new_version_is_seen_at_the_next_question(self, copy: Path) -> None:
        services.load(copy, now=MONDAY, training=True)
        before = queries.rule_set()
        words = copy / "words.yaml"
        words.write_text(words.read_text().replace("Puede estar abierto", "Quizá está abierto"))
        services.load(copy, now=MONDAY, training=True)

        assert queries.rule_set().version != before.version
        assert queries.text_of("verdict.OPEN", "es") == "Quizá está abierto"


class TestReads:
    @pytest.fixture(autouse=True)
    def _loaded(self) -> None:
        load_shipped(training=True)

    def test_training_opens_booking_everywhere_but_in_huehuetenango(self) -> None:
        rules = {
            office.code: queries.booking_rule(office.code, on=NOVEMBER)
            for office in queries.offices(on=NOVEMBER)
        }

        assert rules.pop("HUE") is BookingRule.INVITATION
        assert rules == dict.fromkeys(("CHQ", "IZA", "QTZ", "SMA"), BookingRule.OPEN)

    def test_the_real_programme_took_people_by_invitation_only(self) -> None:
        load_shipped(training=False)

        assert queries.booking_rule("QTZ", on=NOVEMBER) is BookingRule.INVITATION
        assert queries.booking_rule("QTZ", on=date(2025, 2, 1)) is BookingRule.CLOSED
        office = queries.office("QTZ", on=NOVEMBER)
        assert office is not None
        assert office.address is None

    def test_offices_changed_in_july(self) -> None:
        june = {office.code for office in queries.offices(on=date(2023, 6, 15))}
        july = {office.code for office in queries.offices(on=date(2023, 7, 5))}

        assert june == {"QTZ", "SMA", "HUE", "GUA", "PET", "QUI"}
        assert july == {"QTZ", "SMA", "HUE", "IZA", "CHQ"}

    def test_every_municipality_has_an_office(self) -> None:
        served = {
            queries.office_for_municipality(place.code, on=NOVEMBER)
            for place in queries.municipalities()
        }

        assert len(queries.municipalities()) == 340
        assert served == {"QTZ", "SMA", "HUE", "IZA", "CHQ"}

    def test_numbers_of_a_training_site_are_marked_as_such(self) -> None:
        load_shipped(training=True)
        found = queries.contacts("en")

        assert set(found) == {"helpline", "emergency", "asylum", "child", "violence"}
        assert all(each.placeholder and each.name for each in found.values())

    def test_no_number_is_made_up_outside_training(self) -> None:
        load_shipped(training=False)

        assert not queries.contacts("es")

    def test_says_since_when_the_programme_is_suspended(self) -> None:
        state = queries.programme_state(on=date(2025, 3, 1))

        assert (state.phase, state.since) == ("suspended", date(2025, 1, 22))
        assert state.next_news_on == date(2025, 3, 23)
        assert not state.takes_applications
        assert queries.programme_state(on=NOVEMBER).takes_applications

    def test_national_holidays_are_those_of_the_calendar(self) -> None:
        for year in range(2023, 2031):
            first, last = date(year, 1, 1), date(year, 12, 31)
            ours = set(queries.holidays("IZA", first, last)) - {date(year, 7, 19)}
            assert ours == set(reference.country_holidays("GT", years=year)) - {date(year, 8, 15)}

    def test_names_countries_and_languages(self) -> None:
        named = {country.code: country.name for country in queries.countries("es")}

        assert len(named) == 249
        assert named["DE"] == "Alemania"
        assert [language.code for language in queries.languages()][:2] == ["es", "quc"]
        assert queries.place_name("QTZ", "en") == "Quetzaltenango"
        assert queries.place_name("0101", "es") == "Guatemala"
