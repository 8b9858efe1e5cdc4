"""How whoever received something is called: a partner of the programme, or an employer."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safe_mobility.labour.queries import employers
from safe_mobility.programmes import partners
from safe_mobility.reunification.queries.tracing import TRACED_FAMILY

EVERY_EMPLOYER = "EMPLOYERS"


def receiver_name(code: str) -> str:
    """The name behind a recipient's code; the code itself where nobody knows it."""
    if code == EVERY_EMPLOYER:
        return _("employers, without your name")
    if code == TRACED_FAMILY:
        return _("a relative with whom you both agreed: your name")
    known = partners.partner_name(code, language=get_language() or "es")
    return known if known != code else employers.called(code) or code
