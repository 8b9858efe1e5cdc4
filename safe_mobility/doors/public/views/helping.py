"""What would help, in words, and which papers to bring: found by the rules, typed by nobody."""

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _

from safe_mobility.doors.common import dates
from safe_mobility.doors.public.screened import Screening
from safe_mobility.screening.rules.helping import Step, would_help
from safe_mobility.screening.rules.result import PathwayResult, Verdict


def helps_in_words(screening: Screening, found: PathwayResult) -> tuple[str, ...]:
    """The smallest set of steps that would move this verdict, each as a sentence.

    A pathway that nobody wants is not talked into; which answer would help is never said.
    """
    if found.declined or found.verdict is Verdict.OPEN:
        return ()
    steps = would_help(
        screening.rule_set,
        found,
        country=screening.programme.country,
        on=screening.on,
        household=screening.household,
        answers=screening.shared,
        member_answers=screening.own,
    )
    said = dict.fromkeys(map(partial(_step, screening), steps))
    return tuple(each for each in said if each)


def _step(screening: Screening, step: Step) -> str:
    if step.kind == "date":
        day = dates.plain_date(step.on) if step.on else ""
        return _("Look again on %(day)s: a rule changes then.") % {"day": day}
    if step.question is None:
        return ""
    question = screening.words(screening.rule_set.questions[step.question].text)
    if step.kind == "document":
        return _("A paper or proof for this question: %(question)s") % {"question": question}
    if step.kind == "act":
        return _("If this changes: %(question)s") % {"question": question}
    return _("An answer to this question: %(question)s") % {"question": question}


def papers_seen(screening: Screening) -> list[tuple[str, list[str]]]:
    """Each paper once, with the pathways for which it is useful."""
    found: dict[str, list[str]] = {}
    result = screening.result
    for each in (result.office, *result.pathways):
        if each.verdict is Verdict.NOT_TODAY or each.declined:
            continue
        name = screening.words(f"pathway.{each.code}.name")
        for paper in _papers(screening, each):
            names = found.setdefault(paper, [])
            if name not in names:
                names.append(name)
    return list(found.items())


def _papers(screening: Screening, found: PathwayResult) -> Iterator[str]:
    """What the rules ask people to bring, and what shows an answer that matters."""
    words = screening.words
    for note in found.notes:
        if note.effect == "document" and note.is_public and note.text:
            yield words(note.text)
    for reason in found.reasons:
        for used in reason.answers if reason.is_public else ():
            question = screening.rule_set.questions[used.question]
            if question.can_change == "document":
                yield _("What shows this: %(question)s") % {"question": words(question.text)}
