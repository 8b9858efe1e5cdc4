"""The outcome as the officer writes it: one short form for each of the four."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safe_mobility.cases.rules import (
    REASONS,
    WORDS_LIMIT,
    Outcome,
    PartnerResult,
    Proposal,
    Reason,
    ReturnReason,
)
from safe_mobility.doors.common.fields import DayField, Form, TextField
from safe_mobility.doors.common.words.cases import field_name
from safe_mobility.doors.console import case_labels as labels
from safe_mobility.programmes.partners import PartnerSeen

HERE, OWN_PAGE = "HERE", "OWN_PAGE"


class OutcomeForm(Form):
    """Reason, date where one is promised, and the officer's own words."""

    reason = forms.ChoiceField(label=_("Why?"), widget=forms.RadioSelect)
    words = TextField(
        label=_("Your own words to the family, if something is to be added"),
        max_length=WORDS_LIMIT,
        lines=4,
        required=False,
    )

    def __init__(self, *args: Any, outcome: Outcome, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome = outcome
        reasons = REASONS[outcome]
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)  # noqa: S101
        reason.choices = [(each.value, labels.REASONS[each]) for each in reasons]
        self.fields["words"].help_text = _("They read %(language)s. Write it in that language.") % {
            "language": language
        }
        if outcome is Outcome.MORE_NEEDED:
            self.fields["day"] = DayField(label=_("Until when can they answer?"))
        if outcome is Outcome.NOT_HERE:
            self.fields["day"] = DayField(label=_("On which day is it worth looking again?"))

    def proposal(self) -> Proposal:
        clean = self.cleaned_data
        day = clean.get("day")
        return Proposal(
            outcome=self.outcome,
            reason=Reason(clean["reason"]),
            answer_by=day if self.outcome is Outcome.MORE_NEEDED else None,
            look_again_on=day if self.outcome is Outcome.NOT_HERE else None,
            words=clean["words"],
        )


class ReferralForm(Form):
    """To which pathway, which facts, and how the family says yes."""

    fields_sent = forms.MultipleChoiceField(
        label=_("Which facts go to the partner?"),
        help_text=_("Only what the partner needs. These are the facts its agreement names."),
        widget=forms.CheckboxSelectMultiple,
    )
    consent = forms.ChoiceField(
        label=_("How does the family agree?"),
        choices=[
            (HERE, _("Here with me: I read it to them, and they said yes")),
            (OWN_PAGE, _("On its own page: it gets a message and can say yes or no")),
        ],
        widget=forms.RadioSelect,
    )
    words = TextField(
        label=_("Your own words to the family, if something is to be added"),
        max_length=WORDS_LIMIT,
        lines=4,
        required=False,
    )

    def __init__(self, *args: Any, partner: PartnerSeen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = self.fields["fields_sent"]
        assert isinstance(sent, forms.MultipleChoiceField)  # noqa: S101
        sent.choices = [(code, field_name(code)) for code in partner.fields]
        sent.initial = [code for code in partner.fields if code not in partner.sensitive_fields]

    def proposal(self, *, pathway: str) -> Proposal:
        return Proposal(
            outcome=Outcome.REFERRED,
            reason=Reason.MAY_FIT,
            pathway=pathway,
            words=self.cleaned_data["words"],
        )


class ReturnForm(Form):
    reason = forms.ChoiceField(
        label=_("Why did it come back?"),
        choices=[(each.value, label) for each, label in labels.RETURN_REASONS.items()],
        widget=forms.RadioSelect,
    )

    def chosen(self) -> ReturnReason:
        return ReturnReason(self.cleaned_data["reason"])


class ResultForm(Form):
    result = forms.ChoiceField(
        label=_("What was decided?"),
        choices=[(each.value, label) for each, label in labels.RESULTS.items()],
        widget=forms.RadioSelect,
    )

    def chosen(self) -> PartnerResult:
        return PartnerResult(self.cleaned_data["result"])


def names_of(codes: Iterable[str]) -> list[str]:
    return [field_name(code) for code in codes]
