"""A way to reach a family: one phone in E.164, or one e-mail address, or neither.

Numbers are read as people write them, as numbers of the country they are in unless a plus sign
says otherwise. Whether somebody answers there is found out by a code, never assumed.
"""

import re
from enum import StrEnum

import phonenumbers

from safe_mobility.shared.refusal import Refusal

LONGEST_EMAIL = 254


class ContactKind(StrEnum):
    PHONE = "PHONE"
    EMAIL = "EMAIL"


class PhoneUnreadable(Refusal):
    code = "people.phone_unreadable"


class EmailUnreadable(Refusal):
    code = "people.email_unreadable"


_EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
)


def phone(text: str, *, country: str) -> str:
    """The number in E.164, or a refusal."""
    if len(text) > 40:
        raise PhoneUnreadable
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise PhoneUnreadable from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise PhoneUnreadable
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_as_read(value: str) -> str:
    """E.164 as people read it: +502 5555 1234."""
    number = phonenumbers.parse(value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def as_read(kind: ContactKind, value: str) -> str:
    return phone_as_read(value) if kind is ContactKind.PHONE else value


def email(text: str) -> str:
    """The address in small letters, or a refusal."""
    address = text.strip().lower()
    if len(address) > LONGEST_EMAIL or ".." in address or not _EMAIL.fullmatch(address):
        raise EmailUnreadable
    return address


def clean(kind: ContactKind, text: str, *, country: str) -> str:
    return phone(text, country=country) if kind is ContactKind.PHONE else email(text)


def masked(kind: ContactKind, value: str) -> str:
    """Enough to recognise one's own contact, too little to call a stranger's."""
    if kind is ContactKind.PHONE:
        return f"\u2026 {value[-2:]}"
    name, _, host = value.partition("@")
    return f"{name[:1]}\u2026@{host}"
