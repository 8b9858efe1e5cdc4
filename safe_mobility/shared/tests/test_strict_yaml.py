from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.shared.strict_yaml import (
    MISSING,
    Boolean,
    Date,
    Decimal,
    Integer,
    ListOf,
    MapOf,
    OpenEnd,
    Record,
    Report,
    Spec,
    Text,
    Word,
    read_text,
)

OFFICE = Record(
    {"code": Text(r"[A-Z]{3}", "three capitals"), "open": Boolean(), "from": Date()},
    {
        "until": OpenEnd(),
        "desks": Integer(1, 20),
        "lat": Decimal(),
        "mode": Word(("PHONE", "VIDEO")),
        "names": MapOf(Text(), Text()),
        "days": ListOf(Text(), least=1),
    },
)
GOOD = "code: QTZ\nopen: true\nfrom: 2023-06-12\n"


def read(text: str, spec: Spec = OFFICE) -> tuple[Any, list[str]]:
    report = Report()
    value, _ = read_text(text, file="o.yaml", spec=spec, report=report)
    return value, [str(problem) for problem in sorted(report.problems)]


class TestScalars:
    def test_stay_text_until_the_schema_asks_for_more(self) -> None:
        value, problems = read(
            "a: no\nb: 010\nc: 22:30\nd: 2023-06-12\ne: yes\n", MapOf(Text(), Text())
        )

        assert problems == []
        assert value == {"a": "no", "b": "010", "c": "22:30", "d": "2023-06-12", "e": "yes"}

    @pytest.mark.parametrize("word", ["yes", "no", "on", "True", "TRUE", '"true"', "1", "~"])
    def test_only_true_and_false_are_booleans(self, word: str) -> None:
        _, problems = read(GOOD.replace("true", word))

        assert len(problems) == 1
        assert problems[0].startswith("o.yaml:2 open should be true or false")

    @given(st.dates())
    def test_dates_come_through(self, day: Any) -> None:
        value, problems = read(GOOD.replace("2023-06-12", day.isoformat()))

        assert (value["from"], problems) == (day.isoformat(), [])


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (GOOD + "code: SMA\n", "o.yaml:4 code occurs twice; the first is at line 1"),
            (GOOD + "colour: red\n", "o.yaml:4 colour is not a known field"),
            ("code: QTZ\nopen: true\n", "o.yaml:1 from is missing"),
            (GOOD + "desks: 0\n", "o.yaml:4 desks 0 is not between 1 and 20"),
            (GOOD + "desks: two\n", "o.yaml:4 desks should be a whole number, not 'two'"),
            (GOOD + "lat: 14,6\n", "o.yaml:4 lat should be a number like 14.6354"),
            (GOOD + "mode: FAX\n", "o.yaml:4 mode should be one of PHONE, VIDEO, not 'FAX'"),
            (GOOD + "until: 2023-02-31\n", "o.yaml:4 until 2023-02-31 is not a day"),
            (GOOD + "until: soon\n", "o.yaml:4 until should be a date like 2023-06-12"),
            (GOOD + "days: Monday\n", "o.yaml:4 days should be a list, not 'Monday'"),
            (GOOD + "days: []\n", "o.yaml:4 days needs at least 1 entry"),
            (GOOD + "days:\n  - a\n  - a\n", "o.yaml:5 days names 'a' twice"),
            (GOOD + "names: [a]\n", "o.yaml:4 names should be a mapping, not a list"),
            (GOOD + "names:\n  es:\n", "o.yaml:5 names.es is empty"),
            (GOOD + "names:\n  es: {a: b}\n", "o.yaml:5 names.es should be text, not a mapping"),
            (GOOD.replace("QTZ", "qtz"), "o.yaml:1 code 'qtz' is not three capitals"),
            (GOOD + "names: &n {es: a}\n", "o.yaml:4 (file) uses the anchor &n"),
            (GOOD + "names: *n\n", "o.yaml:4 (file) uses the alias *n"),
            (GOOD + "names: !!map {es: a}\n", "o.yaml:4 (file) uses the tag tag:yaml.org,2002:map"),
            (GOOD + "names: !n {es: a}\n", "o.yaml:4 (file) uses the tag !n"),
            (GOOD + "names:\n  <<: {es: a}\n", "o.yaml:5 (file) merges another mapping"),
            (GOOD + "---\ncode: SMA\n", "o.yaml:4 (file) holds more than one document"),
            (GOOD + "names: [a\n", "o.yaml:5 (file) is not YAML"),
            (GOOD + "? [a]\n: b\n", "o.yaml:4 (file) has a key that is not a word"),
            ("", "o.yaml:1 (file) is empty"),
            ("- a\n", "o.yaml:1 (file) should be a mapping, not a list"),
            ("a: \x00\n", "o.yaml:1 (file) is not YAML"),
        ],
    )
    def test_are_told_by_file_line_and_field(self, text: str, said: str) -> None:
        _, problems = read(text)

        assert any(problem.startswith(said) for problem in problems), problems

    def test_are_told_all_at_once(self) -> None:
        _, problems = read("code: x\nopen: yes\nfrom: today\ncolour: red\n")

        assert [problem.split()[0] for problem in problems] == [f"o.yaml:{n}" for n in (1, 2, 3, 4)]

    def test_a_good_file_has_none(self) -> None:
        value, problems = read(GOOD + "until: null\ndesks: 4\nlat: -90.5\n")

        assert problems == []
        assert value == {
            "code": "QTZ",
            "open": True,
            "from": "2023-06-12",
            "until": None,
            "desks": 4,
            "lat": "-90.5",
        }

    @given(st.text(max_size=60))
    def test_no_text_whatever_breaks_the_reader(self, text: str) -> None:
        value, problems = read(text)

        assert problems or value is not MISSING
