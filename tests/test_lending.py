"""Warm workers are lent over a socket of the user's own: to nobody else, over no network, and nobody hangs when one side dies."""

import contextlib
import os
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from app import borrowing
from app.borrowing import BorrowedChat, BorrowedEmbed
from app.daemon import Session
from app.engines import Models
from app.lending import MOST_ASKERS, Lender, is_own, peer_uid, socket_path
from app.memory import initialise
from app.paths import Places, make_private_folder
from models.fake import FakeChat, FakeEmbedder, FakeOcr
from models.host import WorkerFailed
from models.wire import read_frame, write_frame


class OwnEmbedder(FakeEmbedder):
    """One's own embedder, which is not up; counts how often it was needed."""

    def __init__(self) -> None:
        self.asked = self.warmed = 0

    def ready(self) -> bool:
        return False

    def warm(self) -> None:
        self.warmed += 1

    def queries(self, texts: Sequence[str]) -> Any:
        self.asked += 1
        return super().queries(texts)


@pytest.fixture
def home(tmp_path: Path) -> Places:
    places = Places(tmp_path / "home", tmp_path / "key")
    make_private_folder(places.home)
    return places


@pytest.fixture
def lend(home: Places) -> Iterator[Callable[..., Lender]]:
    """Makes lenders of this home, and ends them."""
    made: list[Lender] = []

    def begin(embed: Any = None, chat: Any = None) -> Lender:
        made.append(Lender(home, Models(None, FakeOcr(), embed or FakeEmbedder(), chat)))
        assert made[-1].start()
        return made[-1]

    yield begin
    for one in made:
        one.stop()


def embed_over(home: Places) -> tuple[BorrowedEmbed, OwnEmbedder]:
    own = OwnEmbedder()
    return BorrowedEmbed(own, path_of(home)), own  # type: ignore[arg-type]


def chat_over(home: Places, own: FakeChat) -> BorrowedChat:
    return BorrowedChat(own, path_of(home))  # type: ignore[arg-type]


def path_of(home: Places) -> Path:
    path = socket_path(home)
    assert path is not None
    return path


def connected(home: Places) -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    made.settimeout(10)
    made.connect(str(path_of(home)))
    return made


SAY = [{"role": "user", "content": "Where is it?"}]


def test_questions_get_the_lenders_vectors_and_ones_own_embedder_stays_down(home: Places, lend: Any) -> None:
    lend()
    embed, own = embed_over(home)
    texts = [f"question {n}" for n in range(150)]
    embed.warm()
    assert embed.ready()
    assert np.array_equal(embed.queries(texts), FakeEmbedder().queries(texts))
    assert (own.asked, own.warmed) == (0, 0)


def test_without_a_lender_ones_own_are_used(home: Places) -> None:
    embed, own = embed_over(home)
    embed.warm()
    assert not embed.ready()
    assert embed.queries(["a"]).shape == (1, 384)
    assert (own.asked, own.warmed) == (1, 1)
    assert chat_over(home, FakeChat("mine")).generate(SAY) == "mine"


def test_a_lender_that_is_not_warm_or_has_another_model_does_not_answer(home: Places, lend: Any) -> None:
    cold = OwnEmbedder()
    lend(cold)
    embed, own = embed_over(home)
    embed.queries(["a"])
    assert (cold.warmed, cold.asked, own.asked) == (1, 0, 1)  # it will be warm for the next one
    own.model_id = "another@1"
    embed.queries(["a"])
    assert (cold.warmed, own.asked) == (1, 2)


def test_the_socket_is_its_owners_alone_and_goes_with_the_lender(home: Places, lend: Any) -> None:
    lender = lend()
    assert stat.S_IMODE(path_of(home).stat().st_mode) == 0o600
    assert stat.S_IMODE(home.home.stat().st_mode) == 0o700
    lender.stop()
    assert not path_of(home).exists()


def test_no_network_port_is_opened(home: Places, lend: Any) -> None:
    before = psutil.Process().net_connections(kind="inet")
    lend(chat=FakeChat("lent"))
    embed_over(home)[0].queries(["a"])
    chat_over(home, FakeChat()).generate(SAY)
    assert psutil.Process().net_connections(kind="inet") == before
    assert str(path_of(home)) in [str(one.laddr) for one in psutil.Process().net_connections(kind="unix")]


def test_the_kernel_says_who_asks_and_others_are_not_served() -> None:
    class Other:
        def getsockopt(self, level: int, name: int, size: int) -> bytes:
            return struct.pack("3i", 1, os.getuid() + 1, 1)

    here, there = socket.socketpair()
    with here, there:
        assert peer_uid(here) == os.getuid()
        assert is_own(here)
    assert not is_own(Other())


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be another user")
def test_another_user_who_reaches_the_socket_is_sent_away(fake_models: Models) -> None:
    ask = (
        "import os, socket, sys; os.setgroups([]); os.setuid(65534); s = socket.socket(socket.AF_UNIX); s.settimeout(20)\n"
        "s.connect(sys.argv[1])\ntry: s.sendall(b'x'); print(s.recv(9))\nexcept OSError: print(b'')"
    )
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        home = Places(Path(folder) / "home", None)
        make_private_folder(home.home)
        lender = Lender(home, fake_models)
        assert lender.start()
        run = [sys.executable, "-c", ask, str(path_of(home))]
        assert (
            "PermissionError" in subprocess.run(run, check=False, capture_output=True, text=True).stderr
        )  # the folder
        path_of(home).chmod(0o666)
        home.home.chmod(0o711)
        sent_away = subprocess.run(run, check=False, capture_output=True, text=True)
        lender.stop()
    assert sent_away.stdout.strip() == "b''", sent_away.stderr


def test_only_questions_and_answers_may_be_asked_for(home: Places, lend: Any) -> None:
    lend(chat=FakeChat("lent"))
    for header in (
        {"ask": "passages", "texts": ["a"]}, {"ask": "load"}, {"ask": "Ready"}, {},
        {"ask": "queries", "model": "fake@1", "texts": "abc"}, {"ask": "queries", "model": "fake@1", "texts": ["a"] * 65},
        {"ask": "generate", "model": {"fake": 1}, "messages": SAY, "max_tokens": 10**9, "schema": None},
        {"ask": "generate", "model": {"fake": 1}, "messages": [{"role": 1}], "max_tokens": 9, "schema": None},
    ):  # fmt: skip
        with connected(home) as made, made.makefile("rwb", buffering=0) as line:
            write_frame(line, header)
            frame = read_frame(line)
            assert frame is not None
            assert frame.header == {"t": "refused"}, header
    for sent in (struct.pack("<I", 1 << 24), b"\x05\0\0\0nojson", b"GET / HTTP/1.0\r\n\r\n"):
        with connected(home) as made:
            made.sendall(sent)
            made.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionResetError):
                assert made.recv(100) == b""
    with connected(home) as made, made.makefile("rwb", buffering=0) as line:
        write_frame(line, {"ask": "ready"}, [b"a blob"])
        with contextlib.suppress(ConnectionResetError):
            assert line.read(1) == b""


def test_askers_that_die_or_never_ask_hold_nobody_up(home: Places, lend: Any) -> None:
    lend()
    silent = [connected(home) for _ in range(MOST_ASKERS)]
    embed, own = embed_over(home)
    assert embed.queries(["a"]).shape == (1, 384)
    assert own.asked == 1  # no seat is free: one's own answer
    for one in silent:
        one.close()
    for _ in range(20):
        with connected(home) as half:
            half.sendall(b"\x20\0\0\0{")
    until = time.monotonic() + 20
    while not embed.ready():
        assert time.monotonic() < until
    embed.queries(["a"])
    assert own.asked == 1


@pytest.fixture
def server(home: Places) -> Iterator[Callable[[Callable[[socket.socket], None]], None]]:
    """A lender that does as the test says with the first to come."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    threads: list[threading.Thread] = []

    def begin(work: Callable[[socket.socket], None]) -> None:
        listener.bind(str(path_of(home)))
        listener.listen(1)

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                work(connection)

        threads.append(threading.Thread(target=serve))
        threads[0].start()

    yield begin
    for thread in threads:
        thread.join(20)
    listener.close()


def test_a_lender_that_hangs_is_not_waited_for(home: Places, server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(borrowing, "SILENCE_S", 0.2)
    over = threading.Event()
    server(lambda connection: over.wait(20))
    embed, own = embed_over(home)
    assert embed.queries(["a"]).shape == (1, 384)
    assert own.asked == 1
    over.set()


def test_a_lender_that_was_killed_leaves_a_socket_that_nobody_waits_at(home: Places, lend: Any) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as gone:
        gone.bind(str(path_of(home)))
    embed, own = embed_over(home)
    embed.queries(["a"])
    assert own.asked == 1
    lend()  # and the next one takes its place
    embed.queries(["a"])
    assert own.asked == 1


def test_a_lender_that_dies_before_it_says_anything_is_replaced_and_in_the_middle_it_is_told(
    home: Places, server: Any
) -> None:
    def dies(connection: socket.socket) -> None:
        with connection.makefile("rwb", buffering=0) as line:
            read_frame(line)
            write_frame(line, {"t": "piece", "text": "It is"})

    server(dies)
    heard: list[str] = []
    chat = chat_over(home, FakeChat("mine"))
    with pytest.raises(WorkerFailed) as failure:
        chat.generate(SAY, on_text=heard.append)
    assert (failure.value.code, heard) == ("worker_died", ["It is"])
    path_of(home).unlink()
    assert chat.generate(SAY, on_text=heard.append) == "mine"


def test_an_answer_is_written_by_the_lenders_model_and_heard_as_it_grows(home: Places, lend: Any) -> None:
    lend(chat=FakeChat("It is in the shed [1]."))
    heard: list[str] = []
    own = FakeChat("mine")
    assert chat_over(home, own).generate(SAY, on_text=heard.append) == "It is in the shed [1]."
    assert "".join(heard) == "It is in the shed [1]."
    assert len(heard) > 3
    assert not own.asked


def test_an_asker_that_goes_away_ends_the_lenders_work(home: Places, lend: Any) -> None:
    ended = threading.Event()

    class Endless(FakeChat):
        def generate(self, messages: Any, *, cancelled: Callable[[], bool] = lambda: False, **named: Any) -> str:
            while not cancelled():
                time.sleep(0.01)
            ended.set()
            return ""

    lend(chat=Endless())
    begun = time.monotonic()
    chat_over(home, FakeChat()).generate(SAY, cancelled=lambda: time.monotonic() - begun > 0.3)
    assert ended.wait(20)


def test_one_lends_at_a_time(home: Places, lend: Any) -> None:
    first = lend()
    second = Lender(home, Models(None, FakeOcr(), FakeEmbedder(), None))
    assert not second.start()
    second.stop()
    assert embed_over(home)[0].ready()
    first.stop()
    assert second.start()
    second.stop()


def test_a_path_too_long_for_a_socket_means_that_nothing_is_lent(tmp_path: Path, fake_models: Models) -> None:
    places = Places(tmp_path / ("x" * 120), None)
    assert socket_path(places) is None
    assert not Lender(places, fake_models).start()


def test_a_session_lends_while_it_is_open_and_not_while_it_is_locked(places: Places, fake_models: Models) -> None:
    initialise(places)
    session = Session(places, models=fake_models, record=False)
    embed, own = embed_over(places)
    session.start()
    try:
        embed.queries(["a"])
        assert own.asked == 0
        session.lock()
        assert not path_of(places).exists()
        embed.queries(["a"])
        assert own.asked == 1
        session.unlock(models=fake_models)
        embed.queries(["a"])
        assert own.asked == 1
    finally:
        session.stop()
    assert not path_of(places).exists()
