from datetime import UTC, datetime

import pytest
from django.conf import settings

from safe_mobility.cases.tests import factories
from safe_mobility.cases.tests.factories import Office
from safe_mobility.programmes import queries as programme
from safe_mobility.programmes import services as programme_acts


@pytest.fixture
def here(db: None) -> Office:
    """The programme as shipped, and a small office under it."""
    programme_acts.load(
        settings.PROGRAMMES_DIR, now=datetime(2023, 11, 16, tzinfo=UTC), training=True
    )
    programme.forget()
    return factories.office()
