"""What every test stands on: PostgreSQL, the two roles, and both databases open."""

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.test import TransactionTestCase

from config import addresses
from tests import cluster

# How long a machine takes for one example says nothing about the rule.
hypothesis.settings.register_profile("ours", deadline=None)
hypothesis.settings.load_profile("ours")

DATABASES = list(addresses.ALIASES)
NEEDS_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Open both databases to each test that opens one: an act writes a row and a key."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is None and not NEEDS_DATABASE & set(getattr(item, "fixturenames", ())):
            continue
        chosen: dict[str, Any] = dict(marker.kwargs) if marker else {}
        chosen.setdefault("databases", DATABASES)
        item.add_marker(pytest.mark.django_db(**chosen), append=False)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Tables made by *owner*, tests run by *app*, in databases of this test process."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        cluster.prepare(worker)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", _empty_databases)
        yield
    with django_db_blocker.unblock():
        cluster.discard(worker)


def _empty_databases(self: TransactionTestCase) -> None:
    """In place of `flush`, which needs a right to TRUNCATE that *app* does not have."""
    for alias in addresses.ALIASES:
        cluster.empty(alias)
