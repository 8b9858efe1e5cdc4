"""Decodes one photo that a stranger sent, in a process of its own that can do little harm.

Run as a file, not imported: it reads the photo from its input, writes the size and a fresh JPEG
to its output and ends. Limits are set before a byte is decoded: memory, processor time, no file
may be written and no process started. Whatever the photo carried besides its picture (place,
hour, camera, comments, a second picture) is not in what comes out.
"""

import io
import resource
import struct
import sys

READ, UNREADABLE, TOO_MANY_PIXELS = 0, 3, 4
MEMORY = 1024 * 1024 * 1024
PROCESSOR_SECONDS = 20


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(kind: str, most_pixels: int, longest_side: int) -> int:
    limit()
    import pi_heif
    from PIL import Image, ImageOps

    # Nothing of what is needed later may start a process; the libraries are loaded by now.
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    Image.MAX_IMAGE_PIXELS = most_pixels
    if kind == "HEIF":
        pi_heif.register_heif_opener()
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=[kind]) as photo:
            if photo.width * photo.height > most_pixels:
                return TOO_MANY_PIXELS
            photo.draft("RGB", (longest_side, longest_side))
            picture = ImageOps.exif_transpose(photo).convert("RGB")
    except Image.DecompressionBombError:
        return TOO_MANY_PIXELS
    except Exception:
        # A decoder fed by a stranger raises anything; all of it means the same to the family.
        return UNREADABLE
    picture.thumbnail((longest_side, longest_side))
    out = io.BytesIO()
    # A picture made anew from its pixels: no metadata is handed over.
    Image.frombytes("RGB", picture.size, picture.tobytes()).save(out, "JPEG", quality=82)
    sys.stdout.buffer.write(struct.pack(">II", *picture.size) + out.getvalue())
    return READ


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
