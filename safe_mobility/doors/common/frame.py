"""What the frames of both doors with pages have in common: whose page it is, and what if it
goes wrong."""

from collections.abc import Callable
from typing import ClassVar

from django.http import HttpRequest, HttpResponse

from safe_mobility.doors.common import errors

View = Callable[..., HttpResponse]


class Frame:
    """The middleware of one door. It is one, because its parts share what the others found out."""

    door: ClassVar[str]

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.begin(request)
        response = self.get_response(request)
        if not self.has(request):
            return response
        if response.status_code == 405:
            response = errors.wrong_method(request, response, door=self.door)
        return self.finish(request, response)

    def begin(self, request: HttpRequest) -> None:
        """What stands on the request before anything is known."""

    def finish(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """What each page of this door gets on its way out."""
        raise NotImplementedError

    def takes(self, request: HttpRequest, view: View) -> bool:
        """Whether this view is one of the door's own; the request remembers it."""
        ours = view.__module__.startswith(f"safe_mobility.doors.{self.door}.")
        if ours:
            setattr(request, self._page, True)
        return ours

    def has(self, request: HttpRequest) -> bool:
        return bool(getattr(request, self._page, False))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal that no view caught still ends in words; a bug rises to the 500 page."""
        return errors.answer(request, error, door=self.door) if self.has(request) else None

    @property
    def _page(self) -> str:
        return f"is_{self.door}_page"
