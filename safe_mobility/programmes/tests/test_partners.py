from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from safe_mobility.programmes import partners
from safe_mobility.shared.strict_yaml import Unreadable

SHIPPED = settings.PROGRAMMES_DIR / "guatemala" / "partners.yaml"
MONDAY = date(2023, 11, 20)


class TestPartners:
    def test_sends_refuge_to_the_resettlement_centre(self) -> None:
        found = partners.partner_for("usrap", on=MONDAY)
        assert found is not None
        assert found.code == "RSC"
        assert found.consent == "REFERRAL"

    def test_asks_a_consent_of_its_own_before_a_government_learns_anything(self) -> None:
        found = partners.partner_for("gt_mintrab", on=MONDAY)
        assert found is not None
        assert found.consent == "SHARE_GT_GOVERNMENT"
        assert not {"NEEDS", "SUMMARY"} & set(found.fields)

    def test_knows_nobody_before_an_agreement_begins(self) -> None:
        assert partners.partner_for("usrap", on=date(2023, 6, 11)) is None

    def test_ticks_nothing_sensitive_that_is_not_offered(self) -> None:
        for each in partners.read_partners(SHIPPED):
            assert set(each.sensitive_fields) <= set(each.fields)

    def test_names_two_partners_for_no_pathway(self) -> None:
        named = [code for each in partners.partners(on=MONDAY) for code in each.pathways]
        assert len(named) == len(set(named))


class TestReadPartners:
    def test_says_the_line_of_a_field_that_nobody_agreed_to(self, tmp_path: Path) -> None:
        text = SHIPPED.read_text(encoding="utf-8").replace("SEX", "RELIGION")
        wrong = tmp_path / "partners.yaml"
        wrong.write_text(text, encoding="utf-8")
        with pytest.raises(Unreadable, match=r"partners\.yaml:12 "):
            partners.read_partners(wrong)
