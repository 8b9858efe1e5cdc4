"""What every page's frame knows: the kind of site, the language and the others."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def frame(request: HttpRequest) -> dict[str, Any]:
    """Reads no database: error pages have the same frame when nothing else works."""
    here = get_language() or settings.LANGUAGE_CODE
    path = request.get_full_path()
    return {
        "site_mode": settings.MODE,
        "languages": [
            {"code": code, "name": name, "url": in_language(path, code), "here": code == here}
            for code, name in settings.LANGUAGES
        ],
    }


def in_language(path: str, code: str) -> str:
    """The same page in another language: one slug serves all, only the first part differs."""
    for other, _name in settings.LANGUAGES:
        if path.startswith(f"/{other}/"):
            return f"/{code}{path[len(other) + 1 :]}"
    return f"/{code}/"
