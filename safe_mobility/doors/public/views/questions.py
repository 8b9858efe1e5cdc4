"""The questions, one a page: answer, go back, change, look at all of them, erase.

A person needs no name and no account. Each answer is kept when it is sent, and sending a page
twice changes nothing. An answer may come in any order: the address names its question.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safe_mobility.doors.common import clock, dates, network
from safe_mobility.doors.common.access import VISITOR, access
from safe_mobility.doors.common.answer_forms import (
    DONT_KNOW,
    NO,
    OTHER_COUNTRY,
    YES,
    AnswerForm,
    EachPerson,
    OneOfAll,
    answer_form,
)
from safe_mobility.doors.common.answer_words import country_names
from safe_mobility.doors.common.asking import asker, renew_visitor, visitor
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.public.forms.who_goes import PersonForm
from safe_mobility.doors.public.programme import programme_of, today
from safe_mobility.doors.public.screened import (
    APPLICANT,
    WHERE,
    Screening,
    screening_of,
)
from safe_mobility.programmes.rules.ruleset import Question
from safe_mobility.programmes.rules.values import QuestionType, Value
from safe_mobility.screening import services as screening_acts
from safe_mobility.screening.rules import asking
from safe_mobility.screening.rules.household import Member
from safe_mobility.shared.refusal import Refusal

FROM_REVIEW = "revisar"
"""`?desde=revisar`: after changing this answer the person goes back to all answers."""
ROLES = ("spouse", "partner", "child", "parent", "sibling", "other")
MOST_MEMBERS = 20
NEW_PER_HOUR = 2_000
"""People of one network who begin to answer; changing and going on is not counted."""


# Where to go next -----------------------------------------------------------------------------


def _address(name: str, *args: str, **query: str) -> str:
    address = reverse(f"public:{name}", args=args)
    return f"{address}?{urlencode(query)}" if query else address


def _next_address(screening: Screening, *, voluntary: bool) -> str:
    """The next page: the country first, which says whose rules judge; then the family, the
    next question, or all answers to look at."""
    if WHERE not in screening.answers:
        return _address("question", WHERE)
    if screening.asks_who_goes:
        return _address("who_goes")
    if screening.still.deciding:
        return _address("question", screening.still.deciding[0].id)
    if voluntary and screening.still.preparing:
        return _address("question", screening.still.preparing[0].id, mas="1")
    return _address("review")


@access(VISITOR)
@require_safe
def next_question(request: HttpRequest) -> HttpResponse:
    """`/preguntas` goes to whatever is to be answered next."""
    voluntary = request.GET.get("mas") == "1"
    return redirect(_next_address(screening_of(request), voluntary=voluntary))


# One question -----------------------------------------------------------------------------------


@access(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, question_id: str) -> HttpResponse:
    """One question. Nothing is chosen beforehand, "I don't know" is an answer."""
    screening = screening_of(request)
    asked = screening.question(question_id)
    if people := screening.on_rows(asked):
        return _of_each(request, screening, asked, people)
    long_list = request.GET.get("otro") == "1" and _is_of_countries(asked)
    form = _form(request, screening, asked, long_list=long_list)
    if request.method == "POST" and form.is_valid():
        try:
            return _keep(request, screening, asked, form, long_list=long_list)
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
    return render(request, "public/screening/question.html", _page(request, screening, asked, form))


def _of_each(
    request: HttpRequest, screening: Screening, asked: Question, people: tuple[Member, ...]
) -> HttpResponse:
    """The same question for each person of whom it is asked, a row a person, on one page."""
    form = EachPerson(
        request.POST if request.method == "POST" else None,
        kind=asked.type,
        persons=[(each.id, _name_of(each)) for each in people],
        choices=screening.words.choices(asked),
        given=screening.given_by_each(asked.id),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _do(
                request,
                screening_acts.save_each,
                question=asked.id,
                each=form.each,
                on=screening.on,
            )
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return _onward(request)
    words = screening.words
    page = _page(request, screening, asked, form) | {
        "title": words(asked.each) or words(asked.text),
        "hint": words(asked.hint),
        "many": asked.type.is_list,
    }
    return render(request, "public/screening/each_person.html", page)


def _name_of(member: Member) -> str:
    name = role_in_words("applicant" if member.id == APPLICANT else member.role)
    if member.born_on is None or member.id == APPLICANT:
        return name
    born = _("born on %(day)s") % {"day": dates.plain_date(member.born_on)}
    return f"{name}, {born}"


def _form(
    request: HttpRequest, screening: Screening, asked: Question, *, long_list: bool
) -> AnswerForm:
    data = request.POST if request.method == "POST" else None
    words = screening.words
    chosen = screening.plain_choice(asked)
    if long_list:
        every = country_names(words.language)
        form: AnswerForm = OneOfAll(data, choices=every, initial=None)
        form.fields["answer"].label = _("Which other country?")
        return form
    form = answer_form(
        asked.type,
        data,
        given=screening.answers.get(asked.id),
        choices=words.choices(asked, chosen=chosen),
        today=screening.on,
    )
    form.fields["answer"].label = words(asked.text)
    form.fields["answer"].help_text = words(asked.hint)
    return form


def _keep(
    request: HttpRequest,
    screening: Screening,
    asked: Question,
    form: AnswerForm,
    *,
    long_list: bool,
) -> HttpResponse:
    """Keep the answer and go on: to the long list of countries, back to review, or forward."""
    plain = form.plain
    another = plain == OTHER_COUNTRY or (isinstance(plain, list) and OTHER_COUNTRY in plain)
    if isinstance(plain, list):
        plain = [code for code in plain if code != OTHER_COUNTRY]
    if long_list and asked.type is QuestionType.COUNTRIES:
        kept = [code for code in screening.plain_choice(asked) if code != DONT_KNOW]
        plain = sorted({*kept, str(plain)})
    if plain not in (OTHER_COUNTRY, []):
        _save(request, asked, plain)
    if another:
        return redirect(_address("question", asked.id, otro="1", **_way(request)))
    return _onward(request)


def _onward(request: HttpRequest) -> HttpResponse:
    """Back to all answers where the person came from there, else to what is to be answered next."""
    query = _way(request)
    if query.get("desde") == FROM_REVIEW:
        return redirect(_address("review"))
    return redirect(_next_address(screening_of(request), voluntary="mas" in query))


def _save(request: HttpRequest, asked: Question, plain: Any) -> None:
    _do(request, screening_acts.save_answer, question=asked.id, answer=plain, on=today())


def _do(request: HttpRequest, service: Callable[..., None], **facts: Any) -> None:
    """One act on the answers of this browser; pressed twice it is done once."""
    ours = visitor(request)
    screening = screening_of(request)
    if screening.is_empty:
        network.limit(request, "new answers", per_hour=NEW_PER_HOUR)
    where = screening.answers.get(WHERE)
    if facts.get("question") == WHERE:
        where = facts["answer"]
    with once(request, asker(request)) as act:
        act(
            service,
            visitor_id=ours.row_id,
            key=ours.key,
            country=programme_of(where).country,
            language=get_language(),
            now=clock.now(),
            **facts,
        )


def _way(request: HttpRequest) -> dict[str, str]:
    """What the address says about where the person came from."""
    way = {}
    if request.GET.get("desde") == FROM_REVIEW:
        way["desde"] = FROM_REVIEW
    if request.GET.get("mas") == "1":
        way["mas"] = "1"
    return way


def _is_of_countries(asked: Question) -> bool:
    return asked.type in (QuestionType.COUNTRY, QuestionType.COUNTRIES)


def _page(
    request: HttpRequest, screening: Screening, asked: Question, form: AnswerForm | EachPerson
) -> dict[str, Any]:
    words = screening.words
    part = asking.progress(screening.rule_set, question=asked)
    counts_for = asking.pathways_asking(
        screening.rule_set, country=screening.programme.country, on=screening.on, question=asked.id
    )
    return {
        "form": form,
        "part": f"common/parts/{form.part}.html" if isinstance(form, AnswerForm) else "",
        "title": words(asked.text),
        "why": words(asked.why),
        "counts_for": [words(f"pathway.{code}.name") for code in counts_for],
        "progress": part,
        "theme": words(part.theme),
        "dots": ["done"] * (part.part - 1) + ["now"] + [""] * (part.parts - part.part),
        "back": _back(request, screening, asked),
        "protect": asked.sensitive,
        "voluntary": asked.prepares and screening.still.is_voluntary(asked.id),
        "has_day": asked.type is QuestionType.DATE,
    }


def _back(request: HttpRequest, screening: Screening, asked: Question) -> str:
    way = _way(request)
    if request.GET.get("otro") == "1":
        return _address("question", asked.id, **way)
    if way.get("desde") == FROM_REVIEW:
        return _address("review")
    before = screening.before(asked.id)
    return _address("question", before) if before else _address("home")


# Who goes along ---------------------------------------------------------------------------------


@access(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def who_goes(request: HttpRequest) -> HttpResponse:
    """Everybody who would go along, without names: who they are, how old, married or not."""
    screening = screening_of(request)
    if request.method == "POST":
        members = screening.members or (Member(APPLICANT),)
        gone = request.POST.get("remove", "")
        left = tuple(each for each in members if each.id != gone or each.id == APPLICANT)
        _save_members(request, left)
        if gone:
            return redirect(_address("who_goes", **_way(request)))
        if _way(request):
            return redirect(_address("review"))
        return redirect(_next_address(screening_of(request), voluntary=False))
    last = list(screening.answers)[-1:]
    back = _address("question", last[0]) if last else _address("home")
    return render(
        request,
        "public/screening/who_goes.html",
        {
            "members": [_member_in_words(each) for each in screening.members[1:]],
            "stated": bool(screening.members),
            "back": _address("review") if _way(request) else back,
            "way": urlencode(_way(request)),
            "full": len(screening.members) >= MOST_MEMBERS,
        },
    )


@access(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    """One more person who would go along."""
    screening = screening_of(request)
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        roles=[(code, role_in_words(code)) for code in ROLES],
        married=[(YES, _("Yes")), (NO, _("No")), (DONT_KNOW, _("I don't know"))],
        latest=screening.on,
    )
    if request.method == "POST" and form.is_valid():
        members = screening.members or (Member(APPLICANT),)
        try:
            _save_members(request, (*members[:MOST_MEMBERS], _member_of(form, members)))
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return redirect(_address("who_goes", **_way(request)))
    context = {"form": form, "back": _address("who_goes", **_way(request))}
    return render(request, "public/screening/add_person.html", context)


def _member_of(form: PersonForm, members: tuple[Member, ...]) -> Member:
    role = form.cleaned_data["role"]
    married = {YES: "married", NO: "single"}.get(form.cleaned_data["married"])
    number = max((int(each.id[1:]) for each in members if each.id != APPLICANT), default=0) + 1
    return Member(
        id=f"m{number:02}",
        role=role,
        born_on=form.cleaned_data["born_on"],
        marital="married" if role == "spouse" else married,
    )


def _save_members(request: HttpRequest, members: tuple[Member, ...]) -> None:
    _do(request, screening_acts.save_members, members=members, on=today())


def role_in_words(role: str) -> str:
    return {
        "applicant": _("You"),
        "spouse": _("Husband or wife"),
        "partner": _("Partner"),
        "child": _("Son or daughter"),
        "parent": _("Mother or father"),
        "sibling": _("Brother or sister"),
        "grandchild": _("Grandchild"),
        "grandparent": _("Grandparent"),
        "guardian": _("Guardian"),
    }.get(role, _("Another person"))


def _member_in_words(member: Member) -> dict[str, Any]:
    return {
        "id": member.id,
        "role": role_in_words(member.role),
        "born_on": member.born_on,
    }


# All answers -------------------------------------------------------------------------------------


@access(VISITOR)
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Every answer with its question, each to be changed, before anything is concluded."""
    screening = screening_of(request)
    if not screening.answers:
        return redirect(_address("next_question"))
    words = screening.words
    facts: list[dict[str, Any]] = []
    for name, value in screening.answers.items():
        asked = screening.rule_set.questions[name]
        facts.append(
            {
                "name": words(asked.text),
                "value": _answers_in_words(screening, asked, value),
                "change": _address("question", name, desde=FROM_REVIEW),
            }
        )
    if screening.members:
        facts.append(_who_goes_fact(screening))
    context = {
        "facts": facts,
        "missing": len(screening.still.deciding),
        "more": len(screening.still.preparing),
        "back": _address("question", list(screening.answers)[-1]),
    }
    return render(request, "public/screening/review.html", context)


def _answers_in_words(screening: Screening, asked: Question, value: Value) -> str:
    """The answer; where each person has their own, each of them in its row's order."""
    given = screening.given_by_each(asked.id)
    if not given:
        return screening.words.answer(asked, value)
    return " · ".join(
        f"{_name_of(each)}: {screening.words.answer(asked, given[each.id])}"
        for each in screening.members
        if each.id in given
    )


def _who_goes_fact(screening: Screening) -> dict[str, Any]:
    others = [role_in_words(each.role) for each in screening.members[1:]]
    return {
        "name": _("Who would go with you?"),
        "value": ", ".join(others) or _("Nobody, only me"),
        "change": _address("who_goes", desde=FROM_REVIEW),
    }


@access(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Every answer of this browser is gone at once, and the browser gets a new token."""
    if request.method != "POST":
        return render(request, "public/screening/erase.html")
    screening_acts.clear_answers(visitor_id=visitor(request).row_id)
    renew_visitor(request)
    return HttpResponseRedirect(_address("erased"))


@access(VISITOR)
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "public/screening/erased.html")
