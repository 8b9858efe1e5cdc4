"""What every page's frame knows: the kind of site, the language and the others."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language


def frame(request: HttpRequest) -> dict[str, Any]:
    """Reads no database: error pages have the same frame when nothing else works."""
    here = get_language() or settings.LANGUAGE_CODE
    path = request.get_full_path()
    return {
        "site_mode": settings.MODE,
        "languages": [
            {"code": code, "name": name, "url": translate_url(path, code), "here": code == here}
            for code, name in settings.LANGUAGES
        ],
    }
