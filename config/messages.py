"""Interface words: many small `.po` files per language become one compiled catalogue.

Each area of the site keeps its own file in `locale/<language>/`, so that two people who work
on different pages do not meet in one file. The compiled catalogue is made when a process
starts and is never committed; a machine without GNU gettext can run the site.
"""

import os
from pathlib import Path

import polib

Key = tuple[str | None, str]


class TranslationConflict(Exception):
    """One sentence with two translations: which one a person sees would be chance."""


def compile_all(locale_dir: Path) -> None:
    """Bring the compiled catalogue of every language up to date."""
    for folder in sorted(locale_dir.glob("*")):
        if folder.is_dir():
            compile_language(folder)


def compile_language(folder: Path) -> Path | None:
    """Merge and compile the `.po` files in `folder`; None where there are none."""
    sources = sorted(folder.glob("*.po"))
    target = folder / "LC_MESSAGES" / "django.mo"
    if not sources:
        return None
    if _current(target, [folder, *sources]):
        return target
    catalogue = merged(sources)
    target.parent.mkdir(exist_ok=True)
    fresh = target.with_name(f".django.{os.getpid()}.mo")
    catalogue.save_as_mofile(str(fresh))
    fresh.replace(target)
    return target


def merged(sources: list[Path]) -> polib.POFile:
    """All translated entries of `sources` in one catalogue, or `TranslationConflict`."""
    catalogue = polib.POFile()
    seen: dict[Key, tuple[polib.POEntry, Path]] = {}
    for source in sources:
        read = polib.pofile(str(source), encoding="utf-8")
        catalogue.metadata = catalogue.metadata or dict(read.metadata)
        for entry in read:
            if entry.obsolete or not entry.translated():
                continue
            known = seen.setdefault((entry.msgctxt, entry.msgid), (entry, source))
            if known[0] is entry:
                catalogue.append(entry)
            elif _words(known[0]) != _words(entry):
                raise TranslationConflict(
                    f"{entry.msgid!r} is translated differently in {known[1]} and {source}"
                )
    return catalogue


def _words(entry: polib.POEntry) -> tuple[str, dict[int, str]]:
    return entry.msgstr, entry.msgstr_plural


def _current(target: Path, sources: list[Path]) -> bool:
    if not target.exists():
        return False
    made = target.stat().st_mtime_ns
    # The folder counts too: its time changes when a file in it is removed.
    return all(source.stat().st_mtime_ns < made for source in sources)
