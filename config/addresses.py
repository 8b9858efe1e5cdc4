"""From a database address to what Django and psycopg want to hear."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from config import postgres
from config.environment import Environment, Role

DATABASE = "safe_mobility"
KEYS_DATABASE = "safe_mobility_keys"
ALIASES = ("default", "keys")


def embedded_url(state_dir: Path, *, database: str, user: str) -> str:
    """The address of a database in the embedded server that lives in `state_dir`."""
    folder = postgres.socket_dir(state_dir / "postgres")
    return f"postgresql://{user}@/{database}?host={quote(str(folder), safe='')}"


def url_of(environment: Environment, *, alias: str, role: Role) -> str:
    """Where `role` reaches the database `alias`.

    With `DATABASE_URL` alone (training only) both roles share it, and the keys live beside it
    on the same server in a database whose name ends in `_keys`.
    """
    if environment.embedded:
        database = KEYS_DATABASE if alias == "keys" else DATABASE
        return embedded_url(environment.state_dir, database=database, user=role.value)
    run, own = environment.DATABASE_URL, environment.DATABASE_OWNER_URL
    if alias == "keys":
        run = environment.KEYS_DATABASE_URL or _beside(run)
        own = environment.KEYS_OWNER_URL or (_beside(own) if own else "")
    return (own or run) if role is Role.OWNER else run


def _beside(url: str) -> str:
    split = urlsplit(url)
    return split._replace(path=split.path + "_keys").geturl()


def app_role(environment: Environment) -> str:
    """The name of the role that runs the application: migrations grant it its rights."""
    if environment.embedded:
        return Role.APP.value
    return str(parts(environment.DATABASE_URL)["USER"])


def parts(url: str) -> dict[str, Any]:
    """A PostgreSQL address as a Django `DATABASES` entry without its engine."""
    split = urlsplit(url)
    if split.scheme not in {"postgres", "postgresql"} or not split.path.strip("/"):
        raise ValueError("a database address looks like postgresql://user:password@host/name")
    options = dict(parse_qsl(split.query))
    return {
        "NAME": unquote(split.path.lstrip("/")),
        "USER": unquote(split.username or ""),
        "PASSWORD": unquote(split.password or ""),
        "HOST": options.pop("host", split.hostname or ""),
        "PORT": str(split.port or options.pop("port", "")),
        "OPTIONS": options,
    }
