"""The shape of a provider: what it is asked, what it brings, and that it is the provider."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.notifications.rules import gateway
from safe_mobility.notifications.rules.gateway import Gateway, Incoming

JSON_IN = Incoming(
    signature_header="X-Signature", id=("messages", "0", "id"), sender=("messages", "0", "from"),
    text=("messages", "0", "text"),
)  # fmt: skip
FORM_IN = Incoming(
    signature_header="X-Sign", id=("MessageSid",), sender=("From",), text=("Body",),
    encoding="form", signature_encoding="base64", timestamp_header="X-Time",
)  # fmt: skip
JSON = Gateway(
    url="https://sms.invalid/send",
    fields={"to": "{to}", "text": "{text}", "ref": "{key}"},
    headers={"Authorization": "Bearer {token}"},
    keeps_key=True,
    provider_id=("messages", "0", "id"),
    incoming=JSON_IN,
)
KEY = b"k" * 32


class TestRequest:
    def test_fills_the_blanks_of_the_configuration(self) -> None:
        asked = gateway.request(JSON, to="+502555", text="¿ñ? {to}", key="k1", token="t0")
        assert json.loads(asked.body) == {"to": "+502555", "text": "¿ñ? {to}", "ref": "k1"}
        assert asked.headers["Authorization"] == "Bearer t0"

    def test_can_be_a_form(self) -> None:
        form = Gateway(url="https://x.invalid/{key}", encoding="form",
                       fields={"To": "{to}", "Body": "{text}"}, incoming=FORM_IN)  # fmt: skip
        asked = gateway.request(form, to="+502", text="a b", key="k1", token="")
        assert (asked.url, asked.body) == ("https://x.invalid/k1", b"To=%2B502&Body=a+b")

    def test_never_shows_a_number_when_printed(self) -> None:
        asked = gateway.request(JSON, to="+50255551234", text="palabra", key="k1", token="t0")
        assert "5555" not in repr(asked)
        assert "palabra" not in repr(asked)

    @pytest.mark.parametrize(
        "fields",
        [{"to": "{to}"}, {"to": "{to}", "text": "{text}", "x": "{name}"}, {}],
    )
    def test_needs_a_place_for_the_number_and_the_text(self, fields: dict[str, str]) -> None:
        with pytest.raises(ValueError, match=r"fields|filled"):
            Gateway(url="https://x.invalid", fields=fields, incoming=JSON_IN)

    def test_does_not_believe_in_a_key_that_is_not_passed(self) -> None:
        with pytest.raises(ValueError, match="keeps_key"):
            Gateway(
                url="https://x.invalid",
                fields={"to": "{to}", "text": "{text}"},
                keeps_key=True,
                incoming=JSON_IN,
            )


class TestProviderId:
    @pytest.mark.parametrize("answer", [b"", b"[]", b"{}", b'{"messages": []}', b"\xff"])
    def test_is_empty_where_the_provider_does_not_say(self, answer: bytes) -> None:
        assert gateway.provider_id(JSON, answer) == ""

    def test_is_found_where_the_configuration_says(self) -> None:
        assert gateway.provider_id(JSON, b'{"messages": [{"id": 7}]}') == "7"


class TestIncoming:
    @pytest.mark.parametrize("shape", [JSON_IN, FORM_IN])
    def test_is_genuine_only_with_the_key_and_the_very_body(self, shape: Incoming) -> None:
        body = b'{"a": 1}'
        headers = {
            shape.signature_header: gateway.signature(
                shape, key=KEY, body=body, timestamp="1000" if shape.timestamp_header else ""
            ),
            "X-Time": "1000",
        }

        def genuine(*, key: bytes = KEY, body: bytes = body, seconds: float = 1000) -> bool:
            return gateway.is_genuine(shape, key=key, body=body, headers=headers, seconds=seconds)

        assert genuine()
        assert not genuine(key=b"x" * 32)
        assert not genuine(body=body + b" ")
        assert genuine(seconds=9999) is not bool(shape.timestamp_header)

    @pytest.mark.parametrize("headers", [{}, {"X-Signature": ""}, {"X-Signature": "ñ"}])
    def test_is_refused_without_a_signature(self, headers: dict[str, str]) -> None:
        assert not gateway.is_genuine(JSON_IN, key=KEY, body=b"", headers=headers, seconds=0)

    def test_is_read_as_the_configuration_says(self) -> None:
        body = b'{"messages": [{"id": 9, "from": "+502", "text": "CAMBIO"}]}'
        assert gateway.received(JSON_IN, body) == gateway.Received("9", "+502", "CAMBIO")
        form = b"MessageSid=SM1&From=%2B502&Body=CITA"
        assert gateway.received(FORM_IN, form) == gateway.Received("SM1", "+502", "CITA")

    @given(st.binary(max_size=200))
    def test_answers_any_body_in_one_of_two_ways(self, body: bytes) -> None:
        for shape in (JSON_IN, FORM_IN):
            try:
                gateway.received(shape, body)
            except gateway.NotReadable:
                continue

    @pytest.mark.parametrize(
        "body",
        [
            b'{"messages": [{"id": "", "from": "1", "text": "x"}]}',
            b'{"messages": [{"id": true, "from": "1", "text": "x"}]}',
            b'{"messages": [{"id": {}, "from": "1", "text": "x"}]}',
            b"[" * 5000,
        ],
    )
    def test_refuses_what_is_not_one_reply(self, body: bytes) -> None:
        with pytest.raises(gateway.NotReadable):
            gateway.received(JSON_IN, body)
