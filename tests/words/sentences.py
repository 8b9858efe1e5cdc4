"""Finds every sentence that the code asks to be translated, with Python alone.

Templates are read with Django's own `templatize`, Python files through their syntax tree. No
GNU tool is needed, so a machine without one still knows what is missing.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
SINGLE = {"gettext", "gettext_lazy", "gettext_noop", "_"}
PLURAL = {"ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
PLURAL_WITH_CONTEXT = {"npgettext", "npgettext_lazy"}
CALLS = SINGLE | PLURAL | WITH_CONTEXT | PLURAL_WITH_CONTEXT


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    context: str | None
    file: str


def all_sentences(root: Path = ROOT) -> Iterator[Sentence]:
    """Every sentence of the package, each time it occurs."""
    for path in sorted((root / "safe_mobility").rglob("*")):
        if "tests" in path.parts:
            continue
        if path.suffix == ".py":
            yield from in_python(path.read_text(), file=str(path.relative_to(root)))
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            yield from in_template(path.read_text(), file=str(path.relative_to(root)))


def in_python(source: str, *, file: str) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or (name := _name(node.func)) not in CALLS:
            continue
        texts = [
            argument.value
            for argument in node.args
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        has_context = name in WITH_CONTEXT | PLURAL_WITH_CONTEXT
        position = 1 if has_context else 0
        if len(texts) > position:
            yield Sentence(texts[position], texts[0] if has_context else None, file)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def in_template(source: str, *, file: str) -> Iterator[Sentence]:
    """`templatize` leaves the calls and blanks out the rest; each call is cut out by itself."""
    calls = templatize(source, origin=file)
    for match in re.finditer(r"\b(n?p?gettext|_)\(", calls):
        call = _balanced(calls, match.start())
        if call is not None:
            yield from in_python(call, file=file)


def _balanced(text: str, start: int) -> str | None:
    """The shortest piece from `start` that is one call of Python."""
    end = start
    while (end := text.find(")", end) + 1) > 0:
        piece = text[start:end].replace("\n", " ")
        try:
            ast.parse(piece)
        except SyntaxError:
            continue
        return text[start:end] if "\n" not in text[start:end] else piece
    return None
