"""What must be true before real people may use the software.

A training site that somebody opens to the public by accident must not come up: each
sentence below stops the start.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.environment import Environment

ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL", "KEYS_DATABASE_URL", "KEYS_OWNER_URL")
RUN_ADDRESSES = ("DATABASE_URL", "KEYS_DATABASE_URL")
HOSTS = ("PUBLIC_HOST", "CONSOLE_HOST", "FILES_HOST")
KEY_FILES = ("SECRET_KEY_FILE", "MASTER_KEY_FILE")
SITE_LANGUAGES = ("es", "en")
KEY = re.compile(r"[0-9a-fA-F]{64}")
FEWEST_DIFFERENT_BYTES = 20  # of 32; chance gives fewer once in a billion keys


def missing(environment: Environment) -> list[str]:
    """All that keeps this environment from being production, one sentence each."""
    return [
        *separate_databases(environment),
        *_keys(environment),
        *_hosts(environment),
        *_messages(environment),
        *_organisation(environment),
    ]


def separate_databases(environment: Environment) -> list[str]:
    """Two databases and two roles; the embedded PostgreSQL is never among them."""
    needed = ADDRESSES if environment.DATABASE_ROLE == "owner" else RUN_ADDRESSES
    faults = [
        f"{name}: production needs the address of a PostgreSQL that you operate; "
        "the embedded one is for training."
        for name in needed
        if not getattr(environment, name)
    ]
    given = [url for name in ADDRESSES if (url := getattr(environment, name))]
    if len(set(given)) != len(given):
        faults.append("Two of the four database addresses are the same; each has its own purpose.")
    return faults


def _keys(environment: Environment) -> list[str]:
    faults = []
    for name in KEY_FILES:
        path: Path | None = getattr(environment, name)
        if path is None:
            faults.append(f"{name}: production needs a key of its own in a file.")
        elif fault := _key_fault(path, made_here=environment.VAR_DIR):
            faults.append(f"{name}: {fault}")
    if environment.SECRET_KEY_FILE and environment.SECRET_KEY_FILE == environment.MASTER_KEY_FILE:
        faults.append("SECRET_KEY_FILE and MASTER_KEY_FILE must be two different files.")
    return faults


def _key_fault(path: Path, *, made_here: Path) -> str:
    if path.resolve().is_relative_to(made_here.resolve()):
        return "a key that a training site made for itself is not for production."
    try:
        text = path.read_text(encoding="ascii", errors="replace").strip()
        mode = path.stat().st_mode
    except OSError as error:
        return f"cannot be read ({error.strerror})."
    if not KEY.fullmatch(text) or len(set(bytes.fromhex(text))) < FEWEST_DIFFERENT_BYTES:
        return "must hold 32 random bytes as 64 hexadecimal signs."
    if mode & 0o077:
        return "must be readable by its owner only (chmod 600)."
    return ""


def _hosts(environment: Environment) -> list[str]:
    faults = [
        f"{name}: production needs the host name of this part of the site."
        for name in HOSTS
        if not getattr(environment, name)
    ]
    given = [host for name in HOSTS if (host := getattr(environment, name))]
    if len(set(given)) != len(given):
        faults.append("PUBLIC_HOST, CONSOLE_HOST and FILES_HOST must be three different names.")
    faults += [
        f"{name}: {host!r} is not a bare host name."
        for name in HOSTS
        if (host := getattr(environment, name)) and ("/" in host or ":" in host)
    ]
    if not environment.TRUSTED_PROXIES:
        faults.append("TRUSTED_PROXIES: say how many proxies stand in front (usually 1).")
    return faults


def _messages(environment: Environment) -> list[str]:
    faults = []
    if not environment.SMTP_HOST or not environment.MAIL_FROM:
        faults.append("SMTP_HOST and MAIL_FROM: people must be able to receive their messages.")
    for name in ("SMS_GATEWAY_FILE", "SMS_TOKEN_FILE", "SMS_SIGNING_KEY_FILE"):
        path: Path | None = getattr(environment, name)
        if path is None or not path.is_file():
            faults.append(f"{name}: most people have a phone and no e-mail; the file must exist.")
    if not environment.HELP_PHONE:
        faults.append("HELP_PHONE: people must be able to call somebody, free of charge.")
    if environment.SMTP_SECURITY == "none":
        faults.append("SMTP_SECURITY: mail to people does not travel in the clear.")
    return faults


def _organisation(environment: Environment) -> list[str]:
    """What only an organisation can supply (docs/adopt.md)."""
    faults = []
    if not environment.ORGANISATION_NAME:
        faults.append("ORGANISATION_NAME: people must know whose site this is.")
    if not environment.ORGANISATION_CONTACT:
        faults.append("ORGANISATION_CONTACT: people must be able to reach somebody.")
    notice = environment.PRIVACY_NOTICE_FILE
    if notice is None or not notice.is_file():
        faults.append("PRIVACY_NOTICE_FILE: the privacy notice must exist as a file.")
    unread = [code for code in SITE_LANGUAGES if code not in environment.LANGUAGES_READ]
    if unread:
        faults.append(
            "LANGUAGES_READ: a native speaker must have read the words in "
            + ", ".join(unread)
            + "."
        )
    if not environment.LEGAL_REVIEW:
        faults.append("LEGAL_REVIEW: say who reviewed the rules in law, and when.")
    return faults
