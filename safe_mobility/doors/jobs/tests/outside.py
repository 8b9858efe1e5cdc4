"""The outside world for tests: a mail server and an SMS gateway that really listen."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from safe_mobility.notifications.rules.gateway import Gateway, Incoming

INCOMING = Incoming(signature_header="X-Signature", id=("id",), sender=("from",), text=("text",))


@dataclass
class MailServer:
    """What arrived, and what to say. `answer` to the text: a line, or "" to hang up."""

    port: int = 0
    recipient: str = "250 ok"
    answer: str = "250 ok"
    letters: list[EmailMessage] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    state = MailServer()

    class Talk(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(line.encode() + b"\r\n")

        def handle(self) -> None:
            self.say("220 sink")
            for line in self.rfile:
                word = line[:4].upper()
                if word == b"QUIT":
                    self.say("221 bye")
                    return
                if word == b"DATA":
                    self.say("354 go on")
                    if not self.take_letter():
                        return
                elif word == b"RCPT":
                    self.say(state.recipient)
                else:
                    self.say("250 ok")

        def take_letter(self) -> bool:
            lines = iter(self.rfile.readline, b".\r\n")
            letter = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(letter, EmailMessage)
            state.letters.append(letter)
            if state.answer:
                self.say(state.answer)
            return bool(state.answer)

    with _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)) as port:
        state.port = port
        yield state


@dataclass
class SmsServer:
    """A gateway that recognises keys. `asked` is every request, `phones` what rang.

    `answers` are the next statuses; 0 takes the message and then hangs up without a word.
    `hold` makes it take the message and answer only when the event is set.
    """

    port: int = 0
    answers: list[int] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    phones: dict[str, dict[str, str]] = field(default_factory=dict)
    reached: threading.Event = field(default_factory=threading.Event)
    hold: threading.Event | None = None

    @property
    def shape(self) -> Gateway:
        return Gateway(
            url=f"http://127.0.0.1:{self.port}/send",
            fields={"to": "{to}", "text": "{text}", "key": "{key}"},
            headers={"Authorization": "Bearer {token}"},
            keeps_key=True,
            provider_id=("id",),
            timeout_seconds=5,
            incoming=INCOMING,
        )


@contextmanager
def sms_server() -> Iterator[SmsServer]:
    state = SmsServer()

    class Talk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.asked.append(asked)
            status = state.answers.pop(0) if state.answers else 200
            if status in {0, 200}:
                state.phones.setdefault(asked["key"], asked)
            state.reached.set()
            if state.hold is not None:
                state.hold.wait(timeout=20)
            if status == 0:
                self.close_connection = True
                return
            body = json.dumps({"id": f"sms-{asked['key']}"}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), Talk)) as port:
        state.port = port
        yield state


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    server.daemon_threads = True  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
