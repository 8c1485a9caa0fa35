"""Chat models behind an address: a small server on this machine speaks as Ollama, LM Studio and llama-server do, and misbehaves."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from models import remote_chat
from models.host import WorkerFailed
from models.remote_chat import RemoteChat, read_address
from tests.web_server import serving

QUESTION = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What was on the screen?"}]


class Served:
    """What the server was asked, and how it is to answer."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.hung_up = threading.Event()
        self.answer: Callable[[Any, dict[str, Any]], None] = says("It ", "was ", "a form.")
        self.address = ""


def says(*pieces: str) -> Callable[[Any, dict[str, Any]], None]:
    def answer(handler: Any, body: dict[str, Any]) -> None:
        handler.begin("text/event-stream")
        for piece in pieces:
            handler.event({"choices": [{"delta": {"content": piece}}]})
        handler.wfile.write(b"data: [DONE]\n\n")

    return answer


@pytest.fixture
def served() -> Iterator[Served]:
    told = Served()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

        def begin(self, kind: str, status: int = 200, **headers: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def event(self, value: dict[str, Any]) -> None:
            self.wfile.write(b"data: " + json.dumps(value).encode() + b"\n\n")
            self.wfile.flush()

        def do_GET(self) -> None:
            told.paths.append(self.path)
            self.begin("application/json")
            self.wfile.write(json.dumps({"data": [{"id": "small"}, {"id": "large"}]}).encode())

        def do_POST(self) -> None:
            told.paths.append(self.path)
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.asked.append(body)
            try:
                told.answer(self, body)
            except (BrokenPipeError, ConnectionResetError):
                told.hung_up.set()

    with serving(Handler) as told.address:
        yield told


def code_of(chat: RemoteChat) -> tuple[str, dict[str, Any]]:
    with pytest.raises(WorkerFailed) as failure:
        chat.generate(QUESTION)
    return failure.value.code, failure.value.params


def test_an_answer_streams_from_the_first_model_that_the_server_names(served: Served) -> None:
    pieces: list[str] = []
    chat = RemoteChat(f"{served.address}/v1/")
    assert chat.available()
    assert chat.ready()
    assert chat.generate(QUESTION, max_tokens=30, on_text=pieces.append) == "It was a form."
    assert "".join(pieces) == "It was a form."
    assert served.paths == ["/v1/models", "/v1/chat/completions"]
    asked = served.asked[0]
    assert (asked["model"], asked["messages"], asked["max_tokens"]) == ("small", QUESTION, 30)
    assert asked["stream"] is True
    assert "response_format" not in asked


def test_a_named_model_is_asked_and_a_schema_goes_with_the_question(served: Served) -> None:
    schema = {"type": "object", "properties": {"who": {"type": "string"}}}
    RemoteChat(served.address, model="large").generate(QUESTION, schema=schema)
    assert served.paths == ["/v1/chat/completions"]
    assert served.asked[0]["model"] == "large"
    assert served.asked[0]["response_format"]["json_schema"]["schema"] == schema


def test_thinking_is_not_shown_however_it_is_marked(served: Served) -> None:
    def answer(handler: Any, body: dict[str, Any]) -> None:
        handler.begin("text/event-stream")
        handler.event({"choices": [{"delta": {"reasoning_content": "secret thought"}}]})
        for piece in ("<th", "ink>secret thought</think>", "\n\nYes."):
            handler.event({"choices": [{"delta": {"content": piece}}]})

    served.answer = answer
    pieces: list[str] = []
    assert RemoteChat(served.address, model="m").generate(QUESTION, on_text=pieces.append) == "Yes."
    assert "secret" not in "".join(pieces)


def test_a_server_that_refuses_what_it_does_not_know_is_asked_without_it(served: Served) -> None:
    def answer(handler: Any, body: dict[str, Any]) -> None:
        if "chat_template_kwargs" in body:
            handler.begin("application/json", 400)
        else:
            says("Yes.")(handler, body)

    served.answer = answer
    assert RemoteChat(served.address, model="m").generate(QUESTION) == "Yes."
    assert len(served.asked) == 2


def test_an_answer_in_one_piece_is_taken_too(served: Served) -> None:
    def answer(handler: Any, body: dict[str, Any]) -> None:
        handler.begin("application/json")
        handler.wfile.write(json.dumps({"choices": [{"message": {"content": "Whole."}}]}, indent=1).encode())

    served.answer = answer
    assert RemoteChat(served.address, model="m").generate(QUESTION) == "Whole."


def test_stopping_hangs_up_and_keeps_what_was_said(served: Served) -> None:
    def answer(handler: Any, body: dict[str, Any]) -> None:
        handler.begin("text/event-stream")
        while True:
            handler.event({"choices": [{"delta": {"content": "on "}}]})

    served.answer = answer
    pieces: list[str] = []
    said = RemoteChat(served.address, model="m").generate(
        QUESTION, max_tokens=10**6, on_text=pieces.append, cancelled=lambda: len(pieces) >= 5
    )
    assert said.startswith("on on on on on")
    assert served.hung_up.wait(10), "the server has noticed"


def test_stopping_before_the_first_word_does_not_wait_for_it(served: Served) -> None:
    begun, done = threading.Event(), threading.Event()

    def answer(handler: Any, body: dict[str, Any]) -> None:
        begun.set()
        done.wait(30)

    served.answer = answer
    assert RemoteChat(served.address, model="m").generate(QUESTION, cancelled=begun.is_set) == ""
    assert not done.is_set(), "the server was still at it"
    done.set()


def test_a_server_without_end_is_left(served: Served) -> None:
    def answer(handler: Any, body: dict[str, Any]) -> None:
        handler.begin("text/event-stream")
        while True:
            handler.event({"choices": [{"delta": {"content": "again and again "}}]})

    served.answer = answer
    assert len(RemoteChat(served.address, model="m").generate(QUESTION, max_tokens=4)) < 300
    assert served.hung_up.wait(10)


def test_what_goes_wrong_at_a_server_is_told_apart(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def redirects(handler: Any, body: dict[str, Any]) -> None:
        handler.begin("text/plain", 307, Location=f"{served.address}/elsewhere")

    def nonsense(handler: Any, body: dict[str, Any]) -> None:
        handler.begin("text/event-stream")
        handler.wfile.write(b"data: {not json\n\n")

    def error(handler: Any, body: dict[str, Any]) -> None:
        handler.begin("text/event-stream")
        handler.event({"error": {"message": "no such model"}})

    for answer, status in ((redirects, 307), (nonsense, 0), (error, 0)):
        served.answer = answer
        code, params = code_of(RemoteChat(served.address, model="m"))
        assert (code, params.get("status")) == ("server_refused", status)
    assert "/elsewhere" not in served.paths, "a redirection is not followed"
    monkeypatch.setattr(remote_chat, "SILENCE_S", 0.2)
    stop = threading.Event()

    def silent(handler: Any, body: dict[str, Any]) -> None:
        stop.wait(20)

    served.answer = silent
    assert code_of(RemoteChat(served.address, model="m"))[0] == "server_silent"
    stop.set()
    assert code_of(RemoteChat("http://127.0.0.1:9", model="m"))[0] == "server_unreachable"
    assert code_of(RemoteChat("not an address"))[0] == "server_bad_address"


def test_words_leave_this_machine_only_to_the_address_that_was_confirmed(served: Served) -> None:
    for address, allowed in (
        ("http://192.0.2.7:8080", ""),
        ("http://192.0.2.7:8080", "http://192.0.2.7:8081"),
        ("http://some.example", "http://some.example/"),
        ("http://localhost.example", ""),
        ("http://127.0.0.1.example", ""),
        ("http://[2001:db8::1]:80", ""),
    ):
        assert code_of(RemoteChat(address, allowed=allowed, model="m"))[0] == "server_not_allowed"
    for local in ("http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1", "http://127.8.9.1:1"):
        found = read_address(local)
        assert found is not None
        assert found.local


def test_a_proxy_of_the_environment_is_not_used(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert RemoteChat(served.address, model="m").generate(QUESTION) == "It was a form."


@pytest.mark.parametrize("text", ["", "ftp://x", "http://", "http://u:p@x", "http://x/?a=1", "http://x:99999", "x"])
def test_what_is_no_address_is_none(text: str) -> None:
    assert read_address(text) is None


def test_too_much_evidence_is_cut_and_the_instructions_stay(served: Served) -> None:
    evidence = "\n".join(f"[{number}] the budget of project {number}" for number in range(2000))
    chat = RemoteChat(served.address, model="m", context_tokens=1024)
    chat.generate([QUESTION[0], {"role": "user", "content": f"{evidence}\nWhich?"}], max_tokens=100)
    sent = served.asked[0]["messages"]
    assert sent[0] == QUESTION[0]
    assert sent[1]["content"].endswith("Which?")
    assert sum(chat.count(one["content"]) for one in sent) <= 1024 - 100


def test_no_thread_is_left_behind(served: Served) -> None:
    RemoteChat(served.address, model="m").generate(QUESTION)
    end = time.monotonic() + 10
    while any(one.name == "chat-server" for one in threading.enumerate()):
        assert time.monotonic() < end
