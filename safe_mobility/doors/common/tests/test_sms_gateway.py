"""The file that describes a gateway: the one in the handbook works, a mistake is named."""

import re
import textwrap
from pathlib import Path

import pytest

from safe_mobility.doors.common import sms_gateway
from safe_mobility.shared.strict_yaml import Unreadable

HANDBOOK = Path(__file__).parents[4] / "docs" / "operations.md"


def example() -> str:
    """The example as an operator would copy it."""
    section = HANDBOOK.read_text(encoding="utf-8").split("### The SMS gateway")[1]
    found = re.search(r"\n\n((?:    .*\n)+)", section)
    assert found
    return textwrap.dedent(found[1])


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "gateway.yaml"
    path.write_text(text, encoding="utf-8")
    return path


class TestReadGateway:
    def test_reads_the_example_of_the_handbook(self, tmp_path: Path) -> None:
        shape = sms_gateway.read_gateway(written(tmp_path, example()))
        assert shape.keeps_key
        assert shape.fields["body"] == "{text}"
        assert shape.incoming.sender == ("from",)
        assert shape.incoming.signature_prefix == ""

    @pytest.mark.parametrize(
        ("before", "after", "said"),
        [
            ("keeps_key: true", "keeps_key: yes", "keeps_key should be true or false"),
            ("encoding: json  ", "encoding: xml  ", "encoding should be one of json, form"),
            ("refused: [400", "refused: [40", "40 is not between 100 and 599"),
            ("timeout_seconds", "time_out", "time_out is not a known field"),
            ('body: "{text}", ', "", "{text} must stand somewhere"),
            ("url: https://", "url: ftp://", "is not an address that begins with https"),
        ],
    )
    def test_names_the_mistake(self, tmp_path: Path, before: str, after: str, said: str) -> None:
        text = example()
        assert before in text
        with pytest.raises(Unreadable) as refused:
            sms_gateway.read_gateway(written(tmp_path, text.replace(before, after, 1)))
        assert said in str(refused.value).replace(": ", " ")
