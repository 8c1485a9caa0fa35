"""A server on this machine that babbles as `babbling` does, over HTTP in the manner of OpenAI, and breaks the line in ways of its own."""

import contextlib
import itertools
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from app.consolidate.written import Pen, write_next
from app.engines import FAILURES
from models.remote_chat import RemoteChat
from tests import web_server
from tests.bench.babbling import KINDS, LONG, POISON, Asked, Scene, shown

# What a server can do wrong beside what it says: each is given the handler and a right answer.
LINE: dict[str, Callable[[Any, str], None]] = {
    "bytes that are no UTF-8": lambda h, said: h.raw(b'data: {"choices":[{"delta":{"content":"\xff\xfe' + said[:9].encode() + b'"}}]}\n\n'),
    "cut line": lambda h, said: h.raw(b'data: {"choices":[{"delta":{"cont'),
    "no stream": lambda h, said: h.raw(json.dumps({"choices": [{"message": {"content": said}}]}).encode()),
    "no choices": lambda h, said: h.raw(b'data: {"choices":[]}\n\ndata: {"choices":null}\n\ndata: 5\n\n'),
    "error in the stream": lambda h, said: h.raw(b'data: {"error":{"message":"' + POISON.encode() + b'"}}\n\n'),
    "html": lambda h, said: h.raw(b"<html>" + POISON.encode() * 100),
    "one endless line": lambda h, said: h.raw(b"data: " + b"x" * (3 * LONG)),
    "ends at once": lambda h, said: None,
}  # fmt: skip


class Served:
    """What was asked, and what was said wrong, by kind."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.kinds = itertools.cycle([*KINDS, *LINE])
        self.calls: list[str] = []
        self.sent_characters: list[int] = []
        self.address = ""


@contextmanager
def serving(seed: int = 1) -> Iterator[Served]:
    """A babbling server, for as long as the block lasts."""
    told = Served(seed)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Nothing."""

        def raw(self, data: bytes) -> None:
            self.wfile.write(data)
            self.wfile.flush()

        def do_GET(self) -> None:
            self._begin("application/json")
            self.raw(b'{"data":[{"id":"babbler"}]}')

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            kind = next(told.kinds)
            told.calls.append(kind)
            schema = body["response_format"]["json_schema"]["schema"]
            asked = Asked(next(iter(schema["properties"])), shown(body["messages"]), schema, told.rng)
            self._begin("text/event-stream")
            with contextlib.suppress(OSError):
                if kind in LINE:
                    LINE[kind](self, asked.json())
                else:
                    self._say(KINDS[kind](asked))

        def _say(self, said: str | Iterator[str]) -> None:
            sent = 0
            told.sent_characters.append(0)
            for piece in _cut(said) if isinstance(said, str) else said:
                event = {"choices": [{"delta": {"content": piece}}]}
                self.raw(b"data: " + json.dumps(event).encode() + b"\n\n")
                sent += len(piece)
                told.sent_characters[-1] = sent
            self.raw(b"data: [DONE]\n\n")

        def _begin(self, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()

    with web_server.serving(Handler) as told.address:
        yield told


def _cut(said: str) -> list[str]:
    return [said[at : at + 400] for at in range(0, len(said), 400)]


def babble_over_http(scene: Scene, calls: int, *, most_s: float) -> tuple[Counter[str], Served]:
    """Let a served model be asked so many times, none longer than `most_s`; returns how the pieces came out."""
    out: Counter[str] = Counter()
    with serving() as served:
        pen = Pen(RemoteChat(served.address), FAILURES, most_s=most_s)
        while len(served.calls) < calls:
            scene.all_due()
            outcome = write_next(scene.store, pen)
            out[outcome or "idle"] += 1
            if not outcome:
                scene.add_episode()
    return out, served
