"""A browser in the hands of a family: pages are read and forms sent as a person does."""

import re
from html import unescape
from typing import Any

from django.test import Client

from safe_mobility.people import services as people_acts
from safe_mobility.people.models import (
    Household,
)


def born(day: str, month: str, year: str) -> dict[str, str]:
    return {"born_on_day": day, "born_on_month": month, "born_on_year": year}


ANSWERS: list[tuple[str, dict[str, Any]]] = [
    ("registro/nombre", {"given_names": "Ixchel", "surnames": "Tz'unun Ajú"}),
    ("registro/nacimiento", born("7", "3", "1990")),
    ("registro/sexo", {"sex": "F"}),
    ("registro/nacionalidad", {"first": "GT", "second": ""}),
    ("registro/documento", {"kind": "NONE", "document": ""}),
    ("registro/familia", {"more": "no"}),
    ("registro/departamento", {"department": "09"}),
    ("registro/municipio", {"municipality": "0901"}),
    ("registro/idioma", {"spoken": "quc", "language": "es"}),
    ("registro/contacto", {"kind": "PHONE", "value": "5555 1234"}),
    ("registro/necesidades", {"needs": ["BABY"], "words": "Gracias"}),
]


class Phone:
    """A browser that sends forms as a person does: the page first, then what stands in it."""

    def __init__(self, language: str = "es") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.language = language

    def get(self, path: str) -> Any:
        return self.client.get(f"/{self.language}/{path}", follow=True)

    def send(self, path: str, data: dict[str, Any], *, page: str = "", times: int = 1) -> Any:
        shown = self.get(page or path)
        hidden = dict(HIDDEN.findall(shown.content.decode()))
        response: Any = None
        for _ in range(times):
            response = self.client.post(f"/{self.language}/{path}", {**hidden, **data}, follow=True)
        return response


HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def text(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def registered(phone: Phone) -> Household:
    phone.send("consentimiento", {"agree": "yes"})
    phone.send("registro/numero", {})
    return Household.objects.latest("created_at", "pk")


def filled(phone: Phone) -> Household:
    registered(phone)
    for path, data in ANSWERS:
        response = phone.send(path, data)
        assert response.status_code == 200, path
    return Household.objects.get()


def enter(phone: Phone, row: Household) -> None:
    pin = people_acts.first_pin(row.pk)
    response = phone.send("solicitud", {"reference": row.reference, "pin": pin})
    assert response.redirect_chain
