"""Reads the YAML that officers write, and says exactly where a mistake stands.

A rule file decides what a family is told, so nothing in it may be guessed. Every scalar stays
text until a schema asks for something else; only `true` and `false` are booleans; a key that
occurs twice, a field nobody knows, an anchor, an alias or a tag is refused. All mistakes of a
file are reported at once, each as `file:line field message`, because whoever mends a file
should not have to run the loader ten times.

The second half of this module is the schema: small readers that turn a node into plain values
(text, true or false, whole numbers, ISO dates as text, lists, mappings) which can be stored as
JSON. The words of the programme itself live in `programmes`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INTEGER = re.compile(r"-?\d{1,9}")
_DECIMAL = re.compile(r"-?\d{1,6}(\.\d{1,8})?")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake, in words an officer can act on."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.field} {self.message}"


class Unreadable(Exception):
    """The files cannot be used. Holds every problem found, in reading order."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(slots=True)
class Node:
    """One piece of a file: a scalar, a list or a mapping, and the line where it begins."""

    line: int
    text: str | None = None
    plain: bool = False
    items: list[Node] | None = None
    fields: dict[str, Node] | None = None

    @property
    def kind(self) -> str:
        if self.fields is not None:
            return "a mapping"
        return "a list" if self.items is not None else "a single value"

    def walk(self, path: tuple[str | int, ...]) -> Node:
        """The node at this path, or the deepest one on the way there that exists."""
        here = self
        for step in path:
            below: Node | None = None
            if isinstance(step, int) and here.items is not None and step < len(here.items):
                below = here.items[step]
            elif isinstance(step, str) and here.fields is not None:
                below = here.fields.get(step)
            if below is None:
                return here
            here = below
        return here


@dataclass(slots=True)
class Report:
    """Where mistakes are gathered while reading goes on."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, file: str, line: int, where: str, message: str) -> None:
        self.problems.append(Problem(file, line, where, message))

    def stop_if_any(self) -> None:
        if self.problems:
            raise Unreadable(self.problems)


@dataclass(frozen=True, slots=True)
class Place:
    """A file and the path inside it, as `criteria[2].holds_if`."""

    file: str
    path: tuple[str | int, ...]
    report: Report

    def below(self, step: str | int) -> Place:
        return Place(self.file, (*self.path, step), self.report)

    def wrong(self, node: Node, message: str) -> None:
        self.report.add(self.file, node.line, path_words(self.path), message)


def path_words(path: tuple[str | int, ...]) -> str:
    words = ""
    for step in path:
        words += f"[{step}]" if isinstance(step, int) else (f".{step}" if words else step)
    return words or "(file)"


# Reading text into nodes ---------------------------------------------------------------------


class _Refused(Exception):
    def __init__(self, line: int, message: str) -> None:
        self.line, self.message = line, message
        super().__init__(message)


def parse(text: str, *, file: str, report: Report) -> Node | None:
    """The tree of one document, or None when it cannot be read at all (the report says why)."""
    try:
        return _Reader(yaml.parse(text, Loader=_LOADER), file, report).document()
    except _Refused as refused:
        report.add(file, refused.line, "(file)", refused.message)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        report.add(file, line, "(file)", f"is not YAML: {error.problem or error.context}")
    except yaml.YAMLError as error:
        report.add(file, 1, "(file)", f"is not YAML: {error}")
    return None


class _Reader:
    """Builds nodes from YAML events, because composed nodes no longer know their anchors."""

    def __init__(self, events: Iterator[yaml.Event], file: str, report: Report) -> None:
        self._events, self._file, self._report = events, file, report

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    line = event.start_mark.line + 1 if event.start_mark else 1
                    raise _Refused(line, "holds more than one document")
                root = self._node(next(self._events), ())
        if root is None:
            raise _Refused(1, "is empty")
        return root

    def _node(self, event: Any, path: tuple[str | int, ...]) -> Node:
        line: int = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(line, f"uses the alias *{event.anchor}; write the value out")
        if event.anchor:
            raise _Refused(line, f"uses the anchor &{event.anchor}; write the value out")
        if event.tag is not None and event.tag != "!":
            raise _Refused(line, f"uses the tag {event.tag}; tags are not allowed")
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(line, items=list(self._items(path)))
        if isinstance(event, yaml.MappingStartEvent):
            return Node(line, fields=self._fields(path))
        return Node(line, text=event.value, plain=not event.style)

    def _items(self, path: tuple[str | int, ...]) -> Iterator[Node]:
        for index, event in enumerate(self._events):
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self._node(event, (*path, index))

    def _fields(self, path: tuple[str | int, ...]) -> dict[str, Node]:
        fields: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, path)
            if key.text is None:
                raise _Refused(key.line, "has a key that is not a word")
            if key.plain and key.text == "<<":
                raise _Refused(key.line, "merges another mapping with <<; write the values out")
            value = self._node(next(self._events), (*path, key.text))
            if key.text in fields:
                where = path_words((*path, key.text))
                first = fields[key.text].line
                self._report.add(
                    self._file, key.line, where, f"occurs twice; the first is at line {first}"
                )
                continue
            fields[key.text] = value
        return fields


# The schema: readers from nodes to plain values ----------------------------------------------

MISSING: Any = object()


class Spec(Protocol):
    """Turns a node into a plain value, or tells the place what is wrong and returns MISSING."""

    def read(self, node: Node, at: Place) -> Any: ...


@dataclass(frozen=True, slots=True)
class Text:
    pattern: str | None = None
    means: str = ""
    longest: int = 2000

    def read(self, node: Node, at: Place) -> Any:
        if node.text is None:
            at.wrong(node, f"should be text, not {node.kind}")
            return MISSING
        text = " ".join(node.text.split())
        if not text or (node.plain and text in ("null", "~")):
            at.wrong(node, "is empty")
            return MISSING
        if len(text) > self.longest:
            at.wrong(node, f"is longer than {self.longest} characters")
            return MISSING
        if self.pattern and not re.fullmatch(self.pattern, text):
            at.wrong(node, f"'{text}' is not {self.means or self.pattern}")
            return MISSING
        return text


@dataclass(frozen=True, slots=True)
class Boolean:
    def read(self, node: Node, at: Place) -> Any:
        if node.plain and node.text in ("true", "false"):
            return node.text == "true"
        at.wrong(node, f"should be true or false, not {said(node)}")
        return MISSING


@dataclass(frozen=True, slots=True)
class Date:
    def read(self, node: Node, at: Place) -> Any:
        text = node.text or ""
        if _DATE.fullmatch(text):
            try:
                return date.fromisoformat(text).isoformat()
            except ValueError:
                at.wrong(node, f"{text} is not a day of the calendar")
                return MISSING
        at.wrong(node, f"should be a date like 2023-06-12, not {said(node)}")
        return MISSING


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """A last day in force, or `null` for open-ended."""

    def read(self, node: Node, at: Place) -> Any:
        return None if node.plain and node.text in ("null", "~", "") else Date().read(node, at)


@dataclass(frozen=True, slots=True)
class Integer:
    least: int = 0
    most: int = 10**9

    def read(self, node: Node, at: Place) -> Any:
        if node.text is None or not node.plain or not _INTEGER.fullmatch(node.text):
            at.wrong(node, f"should be a whole number, not {said(node)}")
            return MISSING
        number = int(node.text)
        if not self.least <= number <= self.most:
            at.wrong(node, f"{number} is not between {self.least} and {self.most}")
            return MISSING
        return number


@dataclass(frozen=True, slots=True)
class Decimal:
    """A decimal number, kept as the text that was written."""

    def read(self, node: Node, at: Place) -> Any:
        if node.text is None or not _DECIMAL.fullmatch(node.text):
            at.wrong(node, f"should be a number like 14.6354, not {said(node)}")
            return MISSING
        return node.text


@dataclass(frozen=True, slots=True)
class Word:
    """One of a closed list of words."""

    words: tuple[str, ...]

    def read(self, node: Node, at: Place) -> Any:
        if node.text in self.words:
            return node.text
        at.wrong(node, f"should be one of {', '.join(self.words)}, not {said(node)}")
        return MISSING


@dataclass(frozen=True, slots=True)
class ListOf:
    item: Spec
    least: int = 0
    distinct: bool = True

    def read(self, node: Node, at: Place) -> Any:
        if node.items is None:
            at.wrong(node, f"should be a list, not {said(node)}")
            return MISSING
        if len(node.items) < self.least:
            at.wrong(node, f"needs at least {self.least} entry")
        read = [self.item.read(each, at.below(n)) for n, each in enumerate(node.items)]
        values = [value for value in read if value is not MISSING]
        if self.distinct and all(isinstance(value, str) for value in values):
            for n, value in enumerate(values):
                if value in values[:n]:
                    at.wrong(node, f"names '{value}' twice")
        return values


@dataclass(frozen=True, slots=True)
class MapOf:
    key: Text
    value: Spec

    def read(self, node: Node, at: Place) -> Any:
        if node.fields is None:
            at.wrong(node, f"should be a mapping, not {said(node)}")
            return MISSING
        values = {}
        for name, below in node.fields.items():
            self.key.read(Node(below.line, text=name), at.below(name))
            values[name] = self.value.read(below, at.below(name))
        return {name: value for name, value in values.items() if value is not MISSING}


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping whose fields are all known: what it must have and what it may have."""

    must: Mapping[str, Spec]
    may: Mapping[str, Spec] = field(default_factory=dict)
    check: Callable[[dict[str, Any]], Iterator[tuple[str, str]]] | None = None

    def read(self, node: Node, at: Place) -> Any:
        if node.fields is None:
            at.wrong(node, f"should be a mapping, not {said(node)}")
            return MISSING
        values: dict[str, Any] = {}
        for name, below in node.fields.items():
            spec = self.must.get(name) or self.may.get(name)
            if spec is None:
                known = ", ".join([*self.must, *self.may])
                at.below(name).wrong(below, f"is not a known field; known are {known}")
                continue
            value = spec.read(below, at.below(name))
            if value is not MISSING:
                values[name] = value
        for name in self.must:
            if name not in node.fields:
                at.below(name).wrong(node, "is missing")
        if self.check is not None:
            for name, message in self.check(values):
                at.below(name).wrong(node.fields.get(name, node), message)
        return values


def said(node: Node) -> str:
    return f"'{node.text}'" if node.text is not None else node.kind


def read_text(text: str, *, file: str, spec: Spec, report: Report) -> tuple[Any, Node | None]:
    """Read one file's text under a schema. Mistakes go to the report; the node tells lines."""
    node = parse(text, file=file, report=report)
    if node is None:
        return MISSING, None
    return spec.read(node, Place(file, (), report)), node
