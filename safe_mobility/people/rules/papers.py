"""Which photos of papers are taken, judged by their first bytes before anything decodes them."""

from enum import StrEnum

from safe_mobility.shared.refusal import Refusal

MOST_BYTES = 6 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400
MOST_PAPERS = 30


class PaperKind(StrEnum):
    IDENTITY = "IDENTITY"
    PASSPORT = "PASSPORT"
    BIRTH = "BIRTH"
    MARRIAGE = "MARRIAGE"
    LETTER = "LETTER"
    OTHER = "OTHER"


class PhotoTooLarge(Refusal):
    code = "people.photo_too_large"


class PhotoUnreadable(Refusal):
    code = "people.photo_unreadable"


class NotAPhoto(Refusal):
    """A PDF or something else that is no picture: take a photo of it, or bring it."""

    code = "people.not_a_photo"


class PhotoMissing(Refusal):
    code = "people.photo_missing"


class TooManyPapers(Refusal):
    code = "people.too_many_papers"


_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif"}


def format_of(head: bytes) -> str:
    """JPEG, PNG, WEBP or HEIF, from the first sixteen bytes; whatever else is refused."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return "HEIF"
    raise NotAPhoto
