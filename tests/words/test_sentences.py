"""Spanish is complete, and every refusal has words."""

import importlib
import pkgutil
import re
from pathlib import Path

import polib
import pytest
from django.utils import translation

import safe_mobility
from safe_mobility.doors.common.words import all_words
from safe_mobility.shared.refusal import Refusal
from tests.words.sentences import ROOT, Sentence, all_sentences, in_python, in_template

CATALOGUES = sorted((ROOT / "locale" / "es").glob("*.po"))
PLACEHOLDER = r"%\((\w+)\)"


def translated() -> dict[tuple[str | None, str], polib.POEntry]:
    return {
        (entry.msgctxt, entry.msgid): entry
        for path in CATALOGUES
        for entry in polib.pofile(str(path))
        if entry.translated() and not entry.obsolete and "fuzzy" not in entry.flags
    }


class TestSpanish:
    def test_has_every_sentence_that_the_code_asks_for(self) -> None:
        known = translated()
        missing = {s for s in all_sentences() if (s.context, s.text) not in known}

        assert not missing, "\n".join(sorted(f"{s.file}: {s.text!r}" for s in missing))

    def test_keeps_the_named_parts_of_each_sentence(self) -> None:
        for entry in translated().values():
            said = re.findall(PLACEHOLDER, entry.msgid)
            for text in [entry.msgstr, *entry.msgstr_plural.values()]:
                if text:
                    assert sorted(set(re.findall(PLACEHOLDER, text))) == sorted(set(said)), text

    def test_has_no_sentence_that_nobody_asks_for(self) -> None:
        asked = {(s.context, s.text) for s in all_sentences()}
        left_over = sorted(text for context, text in translated() if (context, text) not in asked)

        assert not left_over, "\n".join(left_over)


class TestSearch:
    """The negative control: the search itself must see what it looks for."""

    def test_finds_sentences_in_a_template(self) -> None:
        source = (
            '{% load i18n %}{% translate "One (1)." %} '
            "{% blocktranslate %}Two {{ n }}{% endblocktranslate %}"
            "{% blocktranslate count n=n %}day{% plural %}days{% endblocktranslate %}"
            '{{ _("Three") }}'
        )

        found = [sentence.text for sentence in in_template(source, file="x.html")]

        assert found == ["One (1).", "Two %(n)s", "day", "Three"]

    def test_finds_sentences_in_python(self) -> None:
        source = "a = _('One'); b = ngettext('day', 'days', n); c = pgettext('x', 'Two'); d = _(e)"

        assert set(in_python(source, file="x.py")) == {
            Sentence("One", None, "x.py"),
            Sentence("day", None, "x.py"),
            Sentence("Two", "x", "x.py"),
        }


def every_refusal() -> list[type[Refusal]]:
    package = Path(safe_mobility.__file__).parent
    for module in pkgutil.walk_packages([str(package)], "safe_mobility."):
        if ".tests" in module.name or ".migrations" in module.name:
            continue
        importlib.import_module(module.name)
    found: list[type[Refusal]] = []
    waiting = [Refusal]
    while waiting:
        kind = waiting.pop()
        found += kind.__subclasses__()
        waiting += kind.__subclasses__()
    return [kind for kind in found if "tests" not in kind.__module__]


class TestRefusals:
    def test_each_has_words(self) -> None:
        silent = {kind.code for kind in every_refusal()} - all_words().keys() - {Refusal.code}

        assert not silent, ", ".join(sorted(silent))

    def test_no_words_are_left_of_a_refusal_that_is_gone(self) -> None:
        assert all_words().keys() <= {kind.code for kind in every_refusal()}

    @pytest.mark.parametrize("language", ["es", "en"])
    def test_words_are_made_in_the_language_of_the_moment(self, language: str) -> None:
        with translation.override(language):
            assert all_words()["shared.not_visible"]({})
