"""From which network a request comes, for limits that no village reaches.

Thousands of phones may stand behind one address of a carrier, and a whole town behind one
network of a town hall. So what is counted by network is only what fills tables without a name,
and the limits lie far above what people do. The address itself is kept nowhere: the count knows a
keyed hash of the network, for an hour.
"""

import ipaddress
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest

from safe_mobility.oversight.services import limits

HOUR = timedelta(hours=1)
CUSTOMER_BITS = 56
"""What a provider gives to one customer; within it somebody has more addresses than there are
people."""


def network_of(request: HttpRequest) -> str:
    """The network in front of our proxies; empty where nobody can tell, as on one's own machine."""
    trusted = settings.TRUSTED_PROXIES
    said = request.META.get("REMOTE_ADDR", "")
    if trusted:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        said = hops[-trusted].strip() if len(hops) >= trusted else ""
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return ""
    if address.is_loopback:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, CUSTOMER_BITS), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


def limit(request: HttpRequest, name: str, *, per_hour: int) -> None:
    """Count one act of this network, outside the act. Raises `TooMany` above the limit.

    Where the network is not known nothing is counted: better a robot than a country shut out
    because a proxy was set up without passing addresses on.
    """
    if network := network_of(request):
        limits.take(name, key=network, limit=per_hour, per=HOUR)
