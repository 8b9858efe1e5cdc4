"""Words for relatives abroad: relations, categories, what to do today, what would change it.

Each sentence is said in the language of the moment, so that a leaflet can say all of it twice. A
category is named as the law names it, explained once, and never promised: it is a place in the
law, not a visa.
"""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from safe_mobility.doors.common.dates import plain_date
from safe_mobility.reunification.rules.categories import Category, Caution, Missing
from safe_mobility.reunification.rules.changes import Change, Creates, Event
from safe_mobility.reunification.rules.kin import (
    Marital,
    PetitionKind,
    PetitionState,
    Relation,
    Said,
    Status,
)
from safe_mobility.reunification.rules.today import Act, Owner, Task

Words = Callable[[], str]


def relation(code: Relation) -> str:
    """What the relative is to the member."""
    return {
        Relation.SPOUSE: _("Husband or wife"),
        Relation.PARTNER: _("Partner, not married"),
        Relation.PARENT: _("Father or mother"),
        Relation.CHILD: _("Son or daughter"),
        Relation.SIBLING: _("Brother or sister"),
        Relation.GRANDPARENT: _("Grandfather or grandmother"),
        Relation.GRANDCHILD: _("Grandchild"),
        Relation.OTHER: _("Another relative"),
    }[code]


def relation_of(code: Relation, *, whose: str) -> str:
    """`Brother or sister of Ana`; without a name, of whoever reads."""
    named = relation(code)
    return _("%(relation)s of %(name)s") % {"relation": named, "name": whose} if whose else named


def status(code: Status) -> str:
    return {
        Status.CITIZEN: _("Citizen"),
        Status.RESIDENT: _("Permanent resident (green card)"),
        Status.REFUGEE: _("Refugee"),
        Status.ASYLEE: _("Person with asylum granted"),
        Status.OTHER: _("Something else, or I prefer not to say"),
        Status.UNKNOWN: _("I don't know"),
    }[code]


def marital(code: Marital) -> str:
    return {
        Marital.SINGLE: _("Never married"),
        Marital.MARRIED: _("Married"),
        Marital.WIDOWED: _("Widowed"),
        Marital.DIVORCED: _("Divorced"),
        Marital.UNKNOWN: _("I don't know"),
    }[code]


def said(code: Said) -> str:
    return {Said.YES: _("Yes"), Said.NO: _("No"), Said.UNKNOWN: _("I don't know")}[code]


def petition_kind(code: PetitionKind) -> str:
    return {
        PetitionKind.I130: _("Form I-130: petition for a relative"),
        PetitionKind.I730: _("Form I-730: family of a refugee or of somebody with asylum"),
        PetitionKind.CAM: _("CAM, Form DS-7699: children in Central America"),
        PetitionKind.OTHER: _("Another one, or I don't know which"),
    }[code]


def petition_state(code: PetitionState) -> str:
    return {
        PetitionState.FILED: _("Filed, no answer yet"),
        PetitionState.APPROVED: _("Approved"),
        PetitionState.REFUSED: _("Refused"),
        PetitionState.ENDED: _("Withdrawn or ended"),
    }[code]


# --- categories ---------------------------------------------------------------------------------


def _no_limit() -> str:
    return _(
        "There is no yearly limit, so there is no line. The petition and the visa still take time."
    )


def _in_line() -> str:
    return _("There is a yearly limit, so there is a line. The day of filing is the place in it.")


_CATEGORIES: dict[Category, tuple[Words, Words]] = {
    Category.IR_SPOUSE: (lambda: _("Husband or wife of a citizen (IR)"), _no_limit),
    Category.IR_CHILD: (lambda: _("Child under 21 of a citizen (IR)"), _no_limit),
    Category.IR_PARENT: (lambda: _("Father or mother of a citizen (IR)"), _no_limit),
    Category.F1: (lambda: _("Unmarried son or daughter, 21 or older, of a citizen (F1)"), _in_line),
    Category.F2A: (lambda: _("Husband, wife or child under 21 of a resident (F2A)"), _in_line),
    Category.F2B: (
        lambda: _("Unmarried son or daughter, 21 or older, of a resident (F2B)"),
        _in_line,
    ),
    Category.F3: (lambda: _("Married son or daughter of a citizen (F3)"), _in_line),
    Category.F4: (lambda: _("Brother or sister of a citizen (F4)"), _in_line),
    Category.I730: (
        lambda: _("Following a refugee or somebody with asylum (I-730)"),
        lambda: _(
            "There is no line. It must be filed within two years of arriving as a refugee, or of"
            " the day asylum was granted."
        ),
    ),
    Category.CAM: (
        lambda: _("Central American minors (CAM)"),
        lambda: _("It is asked for in the United States, through an agency. It is free."),
    ),
    Category.PAROLE: (
        lambda: _("Family reunification parole"),
        lambda: _(
            "Only by invitation: the National Visa Center writes to whoever filed. Nobody can sell"
            " an invitation. With it the family may wait for the visa there."
        ),
    ),
    Category.CANADA: (
        lambda: _("Canada's pathway for families"),
        lambda: _("For people of Colombia, Haiti and Venezuela with family in Canada."),
    ),
    Category.NONE: (
        lambda: _("No family category today"),
        lambda: _("The law has no family visa for this relation and this status today."),
    ),
}


def category_name(code: Category) -> str:
    return _CATEGORIES[code][0]()


def category_means(code: Category) -> str:
    return _CATEGORIES[code][1]()


def short_category(code: Category | None) -> str:
    """For a table and for "from … to …"."""
    if code is None:
        return _("a person has to look")
    return {
        Category.IR_SPOUSE: "IR",
        Category.IR_CHILD: "IR",
        Category.IR_PARENT: "IR",
        Category.I730: "I-730",
        Category.PAROLE: _("parole"),
        Category.CANADA: _("Canada"),
        Category.NONE: _("no category"),
    }.get(code, code.value)


def caution(code: Caution) -> str:
    return {
        Caution.FILED_WITHOUT_STATUS: _(
            "Something does not fit: for this relation only a citizen can file, and the relative"
            " abroad was not one then. Bring the receipt or a photo of it: a person looks at it"
            " with you."
        ),
        Caution.AGE_IN_DOUBT: _(
            "It depends on dates whether the law still counts this person as under 21."
            " A person looks at it with you. Do not wait: bring the dates you have."
        ),
        Caution.FOLLOW_TOO_LATE: _(
            "The two years for Form I-730 are over. The authority can allow more time for"
            " humanitarian reasons. A lawyer or an accredited representative can help."
        ),
        Caution.YEAR_OVER: _(
            "A visa number has been there for more than a year. Whoever has not asked for the visa"
            " can lose the place. Ask the National Visa Center, and a person here, at once."
        ),
        Caution.ELSEWHERE: _(
            "Here we know the rules of the United States and Canada. Other countries have their own"
            " rules for families: the relative abroad can ask at the migration office there."
        ),
    }[code]


def missing(code: Missing) -> str:
    return {
        Missing.COUNTRY: _("In which country your relative lives"),
        Missing.STATUS: _("What your relative is there: citizen, resident, refugee"),
        Missing.SINCE: _("Since when"),
        Missing.BIRTH_DATE: _("The date of birth of the son or daughter here"),
        Missing.MARITAL: _("Whether the son or daughter here is married"),
        Missing.RELATIVE_AGE: _("Whether your relative is 21 or older"),
        Missing.RELATED_ON: _("The day of the marriage"),
        Missing.PETITION_DATES: _("The day the petition was filed and the day it was approved"),
        Missing.NATIONALITY: _("The citizenship of the person here"),
    }[code]


def creates(code: Creates) -> str:
    return {
        Creates.CITIZENSHIP: _("If the relative abroad becomes a citizen, there is a category."),
        Creates.RESIDENCE: _(
            "If the relative abroad becomes a permanent resident, there is a category."
        ),
        Creates.RELATIVE_21: _("When the relative abroad is 21, there is a category."),
        Creates.MARRIAGE: _(
            "For partners who are not married the law has no visa. It counts only real marriages."
        ),
        Creates.THROUGH_PARENT: _(
            "Not directly. If the grandparent files for the father or mother, the grandchild may be"
            " able to follow them while under 21 and not married."
        ),
        Creates.NO_LAW: _(
            "For this relation the law has none. Another relative, or another pathway, may fit."
        ),
    }[code]


# --- what to do today ---------------------------------------------------------------------------


def owner(code: Owner, *, to_staff: bool = False) -> str:
    """Who acts, said to the family, or to the staff who look at it with them."""
    if to_staff and code is not Owner.OFFICE:
        return _("The family") if code is Owner.FAMILY else _("The relative abroad")
    return {
        Owner.RELATIVE: _("Your relative"),
        Owner.FAMILY: _("You"),
        Owner.OFFICE: _("The office"),
    }[code]


_ACTS: dict[Act, tuple[Words, Words]] = {
    Act.FILE_I730: (
        lambda: _("File Form I-730"),
        lambda: _("It is free. One form for each person: husband, wife, child under 21."),
    ),
    Act.SEEK_VISA: (
        lambda: _("Ask for the visa within the year"),
        lambda: _(
            "A visa number is there. Whoever does not act within a year can lose the place and the"
            " protection of the age."
        ),
    ),
    Act.FILE_I130: (
        lambda: _("File Form I-130"),
        lambda: _(
            "With papers that show how you are related. The day of filing is your place in line."
            " The fee goes to the government of the United States, to nobody else."
        ),
    ),
    Act.ASK_CAM: (
        lambda: _("Ask for CAM at a resettlement agency"),
        lambda: _("Only an agency can send Form DS-7699. It is free."),
    ),
    Act.UPDATE_ADDRESS: (
        lambda: _("Keep the address up to date"),
        lambda: _(
            "With USCIS while the petition waits, with the National Visa Center once it is"
            " approved. Invitations and letters go only to that address."
        ),
    ),
    Act.WATCH_INVITATION: (
        lambda: _("Watch for an invitation of the National Visa Center"),
        lambda: _("It comes by letter or e-mail to whoever filed. It is free."),
    ),
    Act.NATURALISE: (
        lambda: _("Ask for citizenship"),
        lambda: _(
            "Five years after becoming a resident, three if married to a citizen. The form may be"
            " sent 90 days before."
        ),
    ),
    Act.ACT_BEFORE_21: (
        lambda: _("Act before the law counts 21 years"),
        lambda: _("From that day another category counts, and the wait can be much longer."),
    ),
    Act.SAY_CHANGE: (
        lambda: _("Tell the authority of a marriage, a birth, a divorce or a death"),
        lambda: _("It can change the category. Not to tell it can end the petition."),
    ),
    Act.TELL_FACTS: (
        lambda: _("Complete what is missing"),
        lambda: _("It is fine not to know. With these facts the answer becomes surer."),
    ),
    Act.GATHER_PROOF: (
        lambda: _("Gather papers that show how you are related"),
        lambda: _(
            "Birth and marriage certificates from RENAP. If there are none, tell us: there are"
            " other ways to show it."
        ),
    ),
    Act.LOOK_AT_PAPERS: (
        lambda: _("Look at it with you"),
        lambda: _("A person of your office looks at the papers. It is free."),
    ),
}


def act_title(code: Act) -> str:
    return _ACTS[code][0]()


def act_how(code: Act) -> str:
    return _ACTS[code][1]()


def task_when(task: Task) -> str:
    """By when or from when, in words; empty where there is no day."""
    if task.until_on is not None:
        return _("by %(day)s") % {"day": plain_date(task.until_on)}
    if task.from_on is not None:
        return _("from %(day)s") % {"day": plain_date(task.from_on)}
    return ""


# --- what changes it ----------------------------------------------------------------------------

_EVENTS: dict[Event, Words] = {
    Event.TURNS_21: lambda: _("The law counts 21 years"),
    Event.FOLLOWER_TURNS_21: lambda: _("A child who would come along counts as 21"),
    Event.RELATIVE_TURNS_21: lambda: _("The relative abroad is 21"),
    Event.FOLLOW_ENDS: lambda: _("Last day for Form I-730"),
    Event.YEAR_ENDS: lambda: _("Last day to ask for the visa"),
    Event.NATURALISES: lambda: _("If the relative abroad becomes a citizen"),
    Event.MARRIES: lambda: _("If the son or daughter marries"),
    Event.PARTS: lambda: _("If the marriage ends"),
    Event.CHILD_BORN: lambda: _("If a child is born here"),
    Event.DIES: lambda: _("If the relative abroad dies"),
}


def event(code: Event) -> str:
    return _EVENTS[code]()


def change_when(change: Change) -> str:
    if change.on is None:
        return ""
    if change.event is Event.NATURALISES:
        return _("at the earliest %(day)s") % {"day": plain_date(change.on)}
    return plain_date(change.on)


def change_effect(change: Change) -> str:
    """What follows, in one sentence."""
    match change.event:
        case Event.FOLLOW_ENDS:
            return _("After it, only with permission for humanitarian reasons.")
        case Event.YEAR_ENDS:
            return _("After it the place in line and the protection of the age can be lost.")
        case Event.FOLLOWER_TURNS_21:
            return _("From then on this child no longer comes along with the petition.")
        case Event.DIES:
            return _("The petition usually ends. There are exceptions: ask a person at once.")
        case Event.CHILD_BORN if change.after is not Category.NONE:
            return _("The child can come along under the same petition.")
        case Event.CHILD_BORN:
            return _("The child needs a petition of its own: in this category nobody comes along.")
    return _from_to(change)


def _from_to(change: Change) -> str:
    codes = {
        "before": short_category(change.before),
        "after": short_category(change.after),
    }
    said = _("From %(before)s to %(after)s.") % codes
    if change.event is Event.NATURALISES and change.before is Category.F2B:
        said += " " + _("The son or daughter may ask in writing to stay in F2B.")
    if change.event is Event.MARRIES and change.after is Category.NONE:
        said += " " + _("The petition ends with the marriage.")
    return said


def about_day(day: date | None, *, about: bool) -> str:
    """A day, or only its year where no more is known."""
    if day is None:
        return _("not known")
    return str(day.year) if about else plain_date(day)
