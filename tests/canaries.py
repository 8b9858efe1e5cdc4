"""Words that stand nowhere else, and where they are looked for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from config import addresses, postgres
from tests.running_site import RunningSite

Kinds = Mapping[str, list[str]]


def logs(site: RunningSite) -> dict[str, str]:
    """All that was written since the site began: by each of our processes, and by PostgreSQL."""
    server = site.var_dir / "training" / "postgres" / "server.log"
    return {"processes": site.log, "PostgreSQL": server.read_text(errors="replace")}


def trail(site: RunningSite) -> str:
    """Every line of the trail, each column of it."""
    with postgres.superuser(site.var_dir / "training" / "postgres", addresses.DATABASE) as owner:
        rows = owner.execute("SELECT m::text FROM oversight_mark m").fetchall()
    return "\n".join(row[0] for row in rows)


def found(places: Mapping[str, str], canaries: Kinds) -> set[tuple[str, str]]:
    """Where which kind of canary stands."""
    return {
        (place, kind)
        for place, text in places.items()
        for kind, signs in canaries.items()
        if any(sign in text for sign in signs)
    }


@contextmanager
def broken(site: RunningSite, table: str) -> Iterator[None]:
    """Whatever is written to this table fails, with the row in the server's answer."""
    with postgres.superuser(site.var_dir / "training" / "postgres", addresses.DATABASE) as owner:
        owner.execute(f"ALTER TABLE {table} ADD CONSTRAINT broken CHECK (false) NOT VALID")
        try:
            yield
        finally:
            owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT broken")
