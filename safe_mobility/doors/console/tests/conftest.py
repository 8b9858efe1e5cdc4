"""The console's tests live under the programme as shipped for training."""

from safe_mobility.appointments.tests.conftest import _programme

__all__ = ["_programme"]
