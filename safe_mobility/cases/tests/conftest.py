import pytest

from safe_mobility.cases.tests import factories
from safe_mobility.cases.tests.factories import Office
from safe_mobility.programmes.tests.shipped import hold_shipped


@pytest.fixture
def here(db: None, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The programme as shipped, and a small office under it."""
    hold_shipped(monkeypatch)
    return factories.office()
