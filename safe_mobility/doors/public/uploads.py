"""Files that arrive: held in memory up to 6 MB, and not a byte more.

Nothing unsealed touches the disk. What comes after the limit is read off the line and dropped,
because a browser that is cut off in the middle shows its own error and not our sentence; a body
that announces far more is cut off all the same.
"""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from safe_mobility.people.rules.papers import MOST_BYTES

PATIENCE = 64 * 1024 * 1024


class LimitedUpload(FileUploadHandler):
    """The only handler of the public site. A file over the limit arrives empty and marked."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > PATIENCE:
            raise StopUpload(connection_reset=True)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._kept = bytearray()
        self._over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if not self._over and len(self._kept) + len(raw_data) > MOST_BYTES:
            self._over, self._kept = True, bytearray()
        if not self._over:
            self._kept += raw_data

    def file_complete(self, file_size: int) -> SimpleUploadedFile:
        file = SimpleUploadedFile("photo", bytes(self._kept), content_type="")
        file.too_large = self._over  # type: ignore[attr-defined]
        return file
