"""A QR as inline SVG that weighs less than a kilobyte.

The runs of dark squares are the dashes of a single line that goes to and fro over the code:
a dash takes four signs where a rectangle takes twelve.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET = 4
"""Light squares around the code, without which some phones do not find it."""


def qr_svg(text: str, *, label: str) -> SafeString:
    """The code of `text`, read aloud as `label`.

    Capital letters, digits and a few signs need the least room, so an address is best given
    in capitals. A screen is clean and near: the lowest correction is enough.
    """
    matrix = _matrix(text)
    width = len(matrix)
    return format_html(
        '<svg class="qr" viewBox="-{quiet} -{quiet}.5 {size} {size}" role="img"'
        ' aria-label="{label}" shape-rendering="crispEdges">'
        '<path fill="none" stroke="#000" stroke-dasharray="{dashes}" d="M0 0{line}"/></svg>',
        quiet=QUIET,
        size=width + 2 * QUIET,
        label=label,
        dashes=" ".join(str(length) for length in _dashes(matrix)),
        line="v1".join(f"h{-width if row % 2 else width}" for row in range(width)),
    )


def _matrix(text: str) -> Sequence[Sequence[bool]]:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_L, border=0)
    code.add_data(text)
    code.make(fit=True)
    matrix: Sequence[Sequence[bool]] = code.get_matrix()
    return matrix


def _dashes(matrix: Sequence[Sequence[bool]]) -> Iterator[int]:
    """Lengths along the line, dark and light in turn. The step down to the next row is light.

    The top left corner of a QR is dark, so the first length is a dash as SVG wants it; the
    last is light, so the list is even and means the same wherever it were repeated.
    """
    line: list[bool] = []
    for number, row in enumerate(matrix):
        line += reversed(row) if number % 2 else row
        line.append(False)
    for _, run in groupby(line):
        yield len(list(run))
