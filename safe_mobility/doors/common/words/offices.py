"""Words for refusals about what an office can do. Supervisors read them."""

from django.utils.translation import gettext as _

from safe_mobility.doors.common.dates import plain_date, short_time
from safe_mobility.doors.common.words import Words

WORDS: dict[str, Words] = {
    "offices.period_upside_down": lambda _facts: _(
        "The end lies before the beginning. Look at both again."
    ),
    "offices.slot_length_off": lambda facts: (
        _("An appointment lasts from %(shortest)d to %(longest)d minutes here.")
        % {"shortest": facts["shortest"], "longest": facts["longest"]}
    ),
    "offices.periods_overlap": lambda facts: (
        _(
            "The office already opens from %(opens)s to %(closes)s then, since %(from)s. End that"
            " period first, or choose hours beside it."
        )
        % {
            "opens": short_time(facts["opens"]),
            "closes": short_time(facts["closes"]),
            "from": plain_date(facts["from_on"]),
        }
    ),
    "offices.desk_name_taken": lambda _facts: _(
        "Another desk of this office has that name. Choose one that can be told apart."
    ),
    "offices.link_missing": lambda _facts: _(
        "A video desk needs its link: the family has to know where to go in."
    ),
    "offices.not_your_office": lambda _facts: _(
        "Only a supervisor of this office may change what it can do."
    ),
}
