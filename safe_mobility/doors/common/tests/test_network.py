"""A robot on one network is stopped; a village behind one address never notices."""

from typing import Any

import pytest
from django.test import RequestFactory

from safe_mobility.doors.common import network
from safe_mobility.oversight.models import Tally
from safe_mobility.oversight.services.limits import TooMany


def seen(address: str, forwarded: str = "") -> str:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return network.network_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=address))


class TestNetwork:
    @pytest.mark.parametrize(
        ("address", "expected"),
        [
            ("203.0.113.7", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("2001:db8:12:34ff::1", "2001:db8:12:3400::/56"),
            ("127.0.0.1", ""),
            ("::1", ""),
            ("", ""),
        ],
    )
    def test_is_the_address_or_the_part_that_one_customer_has(
        self, address: str, expected: str
    ) -> None:
        assert seen(address) == expected

    def test_believes_a_header_only_of_our_own_proxies(self, settings: Any) -> None:
        assert seen("203.0.113.7", "198.51.100.1") == "203.0.113.7"
        settings.TRUSTED_PROXIES = 1
        assert seen("127.0.0.1", "198.51.100.9, 198.51.100.1") == "198.51.100.1"
        settings.TRUSTED_PROXIES = 2
        assert seen("127.0.0.1", "198.51.100.9, 198.51.100.1") == "198.51.100.9"

    def test_is_unknown_where_the_proxy_says_nothing(self, settings: Any) -> None:
        settings.TRUSTED_PROXIES = 1
        assert seen("127.0.0.1") == ""
        assert seen("127.0.0.1", "not an address") == ""


@pytest.mark.django_db
class TestLimit:
    def test_refuses_one_network_and_no_other(self) -> None:
        one, other = (
            RequestFactory().get("/", REMOTE_ADDR=address)
            for address in ("203.0.113.7", "203.0.113.8")
        )
        for _ in range(3):
            network.limit(one, "test", per_hour=3)
        with pytest.raises(TooMany):
            network.limit(one, "test", per_hour=3)
        network.limit(other, "test", per_hour=3)

    def test_keeps_no_address(self) -> None:
        network.limit(RequestFactory().get("/", REMOTE_ADDR="203.0.113.7"), "test", per_hour=3)
        row = Tally.objects.get()
        assert b"203.0.113" not in bytes(row.key)

    def test_counts_nobody_where_the_network_is_unknown(self) -> None:
        for _ in range(5):
            network.limit(RequestFactory().get("/"), "test", per_hour=1)
        assert not Tally.objects.exists()
