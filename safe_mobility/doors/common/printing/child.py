"""Run alone, with limits: sets a text as a tagged PDF. Reads the text, writes the PDF.

What is set holds words from files and translations. A mistake in them must cost a page, never
the process that serves everybody.
"""

import resource
import sys

MADE, FAILED = 0, 3
MEMORY = 1 << 30
SECONDS = 20


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    import typst

    try:
        made = typst.compile(sys.stdin.buffer.read(), format="pdf", pdf_standards=["ua-1"])
    except Exception as error:
        sys.stderr.write(str(error)[:500])
        return FAILED
    sys.stdout.buffer.write(made)
    return MADE


if __name__ == "__main__":
    sys.exit(main())
