"""Words for refusals of the published orders."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "labour.file_too_large": lambda facts: _(
        "The file is larger than 300 MB. Pack it with gzip and hand it in again."
    ),
    "labour.file_known": lambda facts: (
        _("The same file was handed in before, as “%(name)s”.") % {"name": facts["name"]}
    ),
}
