"""Words for the refusals of `statistics`."""

from django.utils.translation import gettext as _

from safe_mobility.doors.common.words import Words

WORDS: dict[str, Words] = {
    "statistics.file_refused": lambda facts: (
        _("Nothing of this file was taken. The reader says: %(why)s")
        % {"why": facts.get("why", "")}
    ),
    "statistics.known_already": lambda _facts: _(
        "This file was brought before, with the same figures. It is in the list."
    ),
    "statistics.same_person_twice": lambda _facts: _(
        "You have done the first half of this. A second person must do the other."
    ),
    "statistics.not_a_cut_off": lambda _facts: _(
        "Figures go out up to the last day of a month that is over, since the programme began."
    ),
    "statistics.out_already": lambda _facts: _(
        "Figures up to this day are out. They stay as they are."
    ),
    "statistics.out_before": lambda _facts: _(
        "These figures are out already. Nothing was changed."
    ),
    "statistics.draft_is_old": lambda _facts: _(
        "A definition changed after this draft was made. Make a new draft."
    ),
    "statistics.not_checked": lambda _facts: _(
        "The check found a hidden number that could be worked out. These figures cannot go out."
    ),
    "statistics.decided_already": lambda _facts: _(
        "Somebody has decided this in the meantime. The list shows what stands now."
    ),
    "statistics.owner_cannot_judge": lambda _facts: _(
        "Your agency answers for this commitment, so somebody of another agency has to judge it."
    ),
    "statistics.brought_the_evidence": lambda _facts: _(
        "You brought this evidence. Somebody else has to judge on it."
    ),
    "statistics.needs_evidence": lambda _facts: _(
        "This step needs a piece of evidence of this commitment. Choose one, or bring it first."
    ),
    "statistics.not_evidence": lambda facts: (
        _("That day has not come yet. Write the day of which the evidence speaks.")
        if facts.get("field") == "dated_on"
        else _("Nobody can open that address. It begins with https:// and names a site.")
    ),
}
