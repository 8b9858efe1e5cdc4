"""The Content-Security-Policy of a door, which is the same on each of its pages.

No page needs an exception or a nonce: all scripts and styles are files of ours. So the header
is put together once for the process and not, as the library does, twice for each page.
"""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property


class SamePolicy(CSPMiddleware):
    """Sets the header of the settings on every response that brings no policy of its own.

    Only a photo does: it is a file to take, and its policy allows nothing at all.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Nothing: a nonce would let a page allow what stands in it."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response.headers.setdefault(HEADER, self._policy)
        return response

    @cached_property
    def _policy(self) -> str:
        return build_policy()
