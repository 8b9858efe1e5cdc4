"""What a rule rests on is told in the language of the page."""

import re

import pytest
from django.utils import translation

from safe_mobility.doors.public import citations
from safe_mobility.programmes.tests.shipped import shipped

SAME_EVERYWHERE = {"Subpart", "viii", "CSPA", "Ley", "Orden", "GECCO", "Programa", "Nacional"}
SAME_EVERYWHERE |= {"Reasentamiento", "disposición", "adicional", "none"}


def parts() -> set[str]:
    return {
        part for each in shipped(training=True).criteria for part in each.law.split("; ") if part
    }


class TestInWords:
    def test_leaves_no_english_words_on_a_spanish_page(self) -> None:
        with translation.override("es"):
            left = {
                part
                for part in parts()
                if citations.in_words(part) == part
                and set(re.findall(r"[^\W\d_]{4,}", part)) - SAME_EVERYWHERE
            }
        assert left == set()

    def test_knows_no_citation_that_no_rule_names(self) -> None:
        with translation.override("en"):
            assert set(citations._plain_words()) <= parts()

    @pytest.mark.parametrize(
        ("law", "said"),
        [
            ("INA 101(a)(42); INA 207", "INA 101(a)(42); INA 207"),
            ("Programme rule; not statute", "regla del programa; no es ley"),
            ("none", ""),
            ("", ""),
        ],
    )
    def test_keeps_numbers_and_says_the_rest(self, law: str, said: str) -> None:
        with translation.override("es"):
            assert citations.in_words(law) == said
