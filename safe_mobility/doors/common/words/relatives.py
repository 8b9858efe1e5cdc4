"""Words for refusals about relatives abroad: what happened, and what to do."""

from datetime import date

from django.utils.translation import gettext as _

from safe_mobility.doors.common.dates import plain_date
from safe_mobility.doors.common.words import Words

WORDS: dict[str, Words] = {
    "reunification.same_pair": lambda _facts: _(
        "There is already a petition of this kind for these two people. Open that one and change"
        " it. If it was refused and filed again, write the new dates there."
    ),
    "reunification.priority_in_future": lambda _facts: _(
        "This day has not come yet. Look at the date on the receipt notice (Form I-797)."
    ),
    "reunification.priority_too_old": lambda _facts: _(
        "The law begins in 1952: no petition is older. Look at the year on the receipt notice."
    ),
    "reunification.approved_before_filed": lambda facts: (
        _("It was filed on %(filed)s: it cannot be approved before that. Look at both dates.")
        % {"filed": plain_date(date.fromisoformat(facts["filed"]))}
        if "filed" in facts
        else _("It cannot be approved before it was filed. Look at both dates.")
    ),
    "reunification.since_in_future": lambda _facts: _(
        "This day has not come yet. Write the day on which the card or the decision was given."
    ),
    "reunification.is_a_member": lambda _facts: _(
        "This is one of the people who apply with you. Write here who lives in another country. If"
        " it is somebody else with the same name, add the date of birth."
    ),
    "reunification.named_twice": lambda _facts: _(
        "Somebody with this name and date of birth is on your list already. Open that person and"
        " change what is different."
    ),
    "reunification.circular_parents": lambda _facts: _(
        "These answers go in a circle: somebody would be their own grandparent. Look again at who"
        " is the parent of whom."
    ),
    "reunification.too_many_relatives": lambda facts: (
        _("There is room for %(most)s relatives. Take out those who cannot file, or call us.")
        % facts
    ),
    "reunification.not_related": lambda _facts: _(
        "Say at least for one person of your family what this relative is to them."
    ),
    "reunification.code_unknown": lambda _facts: _(
        "This code opens nothing. Look at each sign again, or ask your family for a new one."
    ),
    "reunification.already_agreed": lambda _facts: _(
        "This person has agreed already and has a number and a PIN. A new code is not needed."
    ),
    "reunification.match_moved": lambda _facts: _(
        "A colleague has decided about this pair already. Look at the list again."
    ),
    "reunification.not_tracing": lambda _facts: _(
        "You have not agreed to look and be found, or you stopped it. Agree first."
    ),
    "reunification.too_many_sought": lambda facts: (
        _("You can look for %(most)s people. Stop looking for one before you add another.") % facts
    ),
    "reunification.receipt_unreadable": lambda _facts: _(
        "A receipt number has three letters and ten digits, like WAC2190012345. You can leave it"
        " empty."
    ),
}
