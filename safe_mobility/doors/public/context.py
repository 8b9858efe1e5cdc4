"""What the programme says on every page: whom to call, and that it is stopped where it is."""

from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from safe_mobility.doors.public.programme import today, words_of_page
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules.directory import Contact


def programme_frame(_request: HttpRequest) -> dict[str, Any]:
    """Empty where the programme cannot be read: a page that says so needs a frame too."""
    try:
        words = words_of_page()
        state = programmes.programme_state(on=today())
        contacts = {**_helpline(), **programmes.contacts(words.language)}
    except (DatabaseError, programmes.NoRulesLoaded):
        return {"contacts": {}, "stopped": None}
    stopped = None
    if not state.takes_applications:
        stopped = {"sentence": words(state.sentence), "next_news_on": state.next_news_on}
    return {"contacts": contacts, "stopped": stopped}


def _helpline() -> dict[str, Contact]:
    """The telephone that production does not start without."""
    if settings.MODE != "production":
        return {}
    line = Contact("helpline", _("Help line"), settings.HELP_PHONE, "", placeholder=False)
    return {"helpline": line}
