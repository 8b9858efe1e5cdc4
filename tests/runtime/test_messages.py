"""Small files of words become one catalogue, and two answers to one sentence are refused."""

import gettext
from pathlib import Path

import pytest

from config import messages

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def _po(path: Path, *pairs: tuple[str, str]) -> None:
    entries = [f'msgid "{msgid}"\nmsgstr "{msgstr}"\n' for msgid, msgstr in pairs]
    path.write_text(HEADER + "\n".join(entries))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "es").mkdir()
    return tmp_path / "es"


def _read(folder: Path) -> gettext.GNUTranslations:
    with (folder / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


class TestCompileAll:
    def test_merges_every_file_of_a_language(self, folder: Path) -> None:
        _po(folder / "public.po", ("Hello", "Hola"))
        _po(folder / "console.po", ("Desk", "Puesto"))

        messages.compile_all(folder.parent)

        words = _read(folder)
        assert [words.gettext("Hello"), words.gettext("Desk")] == ["Hola", "Puesto"]

    def test_allows_the_same_translation_twice(self, folder: Path) -> None:
        _po(folder / "public.po", ("Day", "Día"))
        _po(folder / "console.po", ("Day", "Día"))

        messages.compile_all(folder.parent)

        assert _read(folder).gettext("Day") == "Día"

    def test_refuses_two_translations_of_one_sentence(self, folder: Path) -> None:
        _po(folder / "public.po", ("Time", "Hora"))
        _po(folder / "console.po", ("Time", "Tiempo"))

        with pytest.raises(messages.TranslationConflict, match="Time"):
            messages.compile_all(folder.parent)

    def test_makes_the_catalogue_again_when_a_word_changed(self, folder: Path) -> None:
        _po(folder / "public.po", ("Hello", "Hola"))
        messages.compile_all(folder.parent)
        _po(folder / "public.po", ("Hello", "Buenos días"))

        messages.compile_all(folder.parent)

        assert _read(folder).gettext("Hello") == "Buenos días"

    def test_forgets_the_words_of_a_file_that_is_gone(self, folder: Path) -> None:
        _po(folder / "public.po", ("Hello", "Hola"))
        _po(folder / "old.po", ("Gone", "Fuera"))
        messages.compile_all(folder.parent)
        (folder / "old.po").unlink()

        messages.compile_all(folder.parent)

        assert _read(folder).gettext("Gone") == "Gone"
