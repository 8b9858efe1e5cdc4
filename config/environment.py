"""What the environment says, read once, typed, with all faults named together.

Nothing else in the project reads environment variables. Three modes:

* *training* (no variable set): made-up households, a clock that begins in November 2023,
  the embedded PostgreSQL unless `DATABASE_URL` names another one;
* *preview* (`TRAINING=0`): the real clock and nothing made up, on this computer only;
* *production* (`MODE=production`): everything must be said, nothing is guessed.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    with_config,
)

from config import production

BASE_DIR = Path(__file__).resolve().parent.parent


class Mode(StrEnum):
    TRAINING = "training"
    PREVIEW = "preview"
    PRODUCTION = "production"


class Role(StrEnum):
    """Under which database role this process works: *owner* migrates, *app* runs."""

    OWNER = "owner"
    APP = "app"


class EnvironmentFaults(Exception):
    """All that is wrong with the environment, one line each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(
            "The environment is not right:\n" + "\n".join(f"  - {fault}" for fault in faults)
        )


def _words(value: object) -> object:
    """`a, b` as it stands in a variable becomes `("a", "b")`."""
    if isinstance(value, str):
        return tuple(word.strip() for word in value.split(",") if word.strip())
    return value


Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
Port = Annotated[int, Field(ge=1, le=65533)]


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, kw_only=True)
class Environment:
    """One field for each variable; docs/operations.md explains every one of them."""

    MODE: Mode = Mode.TRAINING
    HOME_COUNTRY: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "GT"
    VAR_DIR: Path = BASE_DIR / "var"
    HOST: str = "127.0.0.1"
    PORT: Port = 8000
    WORKERS: Annotated[int, Field(ge=1, le=64)] = os.cpu_count() or 1
    CLOCK_OFFSET: float = 0.0

    DATABASE_URL: str = ""
    DATABASE_OWNER_URL: str = ""
    KEYS_DATABASE_URL: str = ""
    KEYS_OWNER_URL: str = ""
    DATABASE_ROLE: Role = Role.APP

    SECRET_KEY_FILE: Path | None = None
    MASTER_KEY_FILE: Path | None = None

    PUBLIC_HOST: str = ""
    CONSOLE_HOST: str = ""
    FILES_HOST: str = ""
    TRUSTED_PROXIES: Annotated[int, Field(ge=0, le=9)] = 0

    SMTP_HOST: str = ""
    SMTP_PORT: Port = 587
    SMTP_USER: str = ""
    SMTP_PASSWORD_FILE: Path | None = None
    SMTP_SECURITY: Annotated[str, Field(pattern="^(starttls|tls|none)$")] = "starttls"
    MAIL_FROM: str = ""

    SMS_GATEWAY_FILE: Path | None = None
    SMS_TOKEN_FILE: Path | None = None
    SMS_SIGNING_KEY_FILE: Path | None = None
    SITE_ADDRESS: str = ""
    HELP_PHONE: str = ""
    VISA_BULLETIN_URL: Annotated[
        str, Field(pattern=r"^(https://\S+|http://(localhost|127\.0\.0\.1)\S*)?$")
    ] = ""

    ORGANISATION_NAME: str = ""
    ORGANISATION_CONTACT: str = ""
    PRIVACY_NOTICE_FILE: Path | None = None
    LANGUAGES_READ: Words = ()
    LEGAL_REVIEW: str = ""

    LOG_LEVEL: Annotated[str, Field(pattern="^(DEBUG|INFO|WARNING|ERROR)$")] = "INFO"

    @property
    def state_dir(self) -> Path:
        """Where this mode keeps its database, keys and files."""
        return self.VAR_DIR / self.MODE.value

    @property
    def embedded(self) -> bool:
        """True where we start PostgreSQL ourselves."""
        return not self.DATABASE_URL

    @property
    def training(self) -> bool:
        return self.MODE is Mode.TRAINING


def door() -> str:
    """Which door this process is: the last word of its settings module."""
    return os.environ.get("DJANGO_SETTINGS_MODULE", "").rpartition(".")[2]


def read(variables: Mapping[str, str] | None = None) -> Environment:
    """The environment as a value, or `EnvironmentFaults` with everything that is wrong."""
    given = dict(os.environ if variables is None else variables)
    names = {field.name for field in fields(Environment)}
    values: dict[str, Any] = {name: given[name] for name in names if given.get(name, "") != ""}
    faults = _mode(values, given)
    environment = _typed(values, faults)
    if environment is not None:
        faults += _faults(environment)
    if environment is None or faults:
        raise EnvironmentFaults(faults)
    return environment


def _mode(values: dict[str, Any], given: Mapping[str, str]) -> list[str]:
    """`TRAINING=0` is short for `MODE=preview`; the two must not contradict each other."""
    short = given.get("TRAINING", "")
    if short == "":
        return []
    if short not in {"0", "1"}:
        return [f"TRAINING must be 0 or 1, not {short!r}."]
    meant = "preview" if short == "0" else "training"
    mode = values.setdefault("MODE", meant)
    if mode != meant and not (mode == "production" and short == "0"):
        return [f"TRAINING={short} contradicts MODE={mode}."]
    return []


def _typed(values: dict[str, Any], faults: list[str]) -> Environment | None:
    try:
        return TypeAdapter(Environment).validate_python(values)
    except ValidationError as error:
        for one in error.errors(include_input=False, include_url=False):
            name = ".".join(str(part) for part in one["loc"])
            faults.append(f"{name}: {one['msg']}.")
        return None


def _faults(environment: Environment) -> list[str]:
    faults = []
    loopback = environment.HOST in {"127.0.0.1", "localhost", "::1"}
    if environment.MODE is Mode.PREVIEW and not loopback:
        faults.append("HOST: a preview is for this computer only (127.0.0.1).")
    if environment.MODE is not Mode.TRAINING and environment.CLOCK_OFFSET:
        faults.append("CLOCK_OFFSET: only a training site may have a clock of its own.")
    if environment.MODE is Mode.PREVIEW and environment.DATABASE_URL:
        faults += production.separate_databases(environment)
    if environment.MODE is Mode.PRODUCTION:
        faults += production.missing(environment)
    return faults
