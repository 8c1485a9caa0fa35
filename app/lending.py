"""Lending the warm workers of a running session to the command line, over a local socket that only its owner may use.

What may be asked: the vectors of questions, and a text from the chat model. Nothing of the memory goes over it but what the asker
sends. Only a unix socket in a folder of mode 0700, never a network port; the kernel says who asks.
"""

import contextlib
import logging
import os
import select
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from app.engines import FAILURES, Models
from app.paths import Places
from models.wire import BadFrame, Frame, read_frame, write_frame

log = logging.getLogger(__name__)
MOST_ASKERS = 4
MOST_HEADER_BYTES = 1 << 20
MOST_TEXTS = 64
MOST_TOKENS = 4096
ASK_WITHIN_S = 2.0
BEAT_S = 0.5
_LONGEST_PATH = 100  # of a socket's 108 bytes, with a rest for where systems allow less


class Connection(Protocol):
    """As much of a socket as tells who is at its other end."""

    def getsockopt(self, level: int, name: int, size: int, /) -> bytes: ...


def socket_path(places: Places) -> Path | None:
    """Where the socket of a memory lies; None where there can be none."""
    path = places.home / "lend.sock"
    return path if hasattr(socket, "AF_UNIX") and len(os.fsencode(path)) <= _LONGEST_PATH else None


def peer_uid(connection: Connection) -> int | None:
    """The user at the other end, as the kernel knows it; None where it does not say."""
    if not hasattr(socket, "SO_PEERCRED"):
        return None
    return int(struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[1])


def is_own(connection: Connection) -> bool:
    """Whether the same user is at the other end. Where the kernel does not say, the folder's mode has to do."""
    return peer_uid(connection) in (None, os.getuid())


class Lender:
    """The server's side, from `start` to `stop`. One thread waits, and one for each asker while it is served. `told` hears what is asked."""

    def __init__(self, places: Places, models: Models, told: Callable[[str], None] = lambda asked: None) -> None:
        self._path = socket_path(places)
        self._models, self._told = models, told
        self._listener: socket.socket | None = None
        self._inode = 0
        self._wake: tuple[socket.socket, socket.socket] | None = None
        self._threads: list[threading.Thread] = []
        self._over = threading.Event()
        self._seats = threading.Semaphore(MOST_ASKERS)

    def start(self) -> bool:
        """Begin to lend; False where another session of this memory lends already, or no socket can be made."""
        if self._path is None or _answers(self._path):
            return False
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._path.unlink(missing_ok=True)
            listener.bind(str(self._path))
            self._path.chmod(0o600)
            self._inode = self._path.stat().st_ino
            listener.listen(64)
        except OSError as error:
            log.warning("nothing is lent: errno %s", error.errno)
            listener.close()
            return False
        self._listener, self._wake = listener, socket.socketpair()
        self._spawn(self._wait, listener, self._wake[1])
        return True

    def stop(self) -> None:
        """End all service and remove the socket. Answers that are under way are cut off."""
        self._over.set()
        if self._listener is None or self._wake is None or self._path is None:
            return
        with contextlib.suppress(OSError):
            if self._path.stat().st_ino == self._inode:
                self._path.unlink()
        self._wake[0].close()
        for thread in self._threads:
            thread.join(ASK_WITHIN_S + 1)
        self._listener.close()
        self._wake[1].close()
        self._listener = None

    def _spawn(self, work: Callable[..., None], *given: Any) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=work, args=given, name="lending", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _wait(self, listener: socket.socket, wake: socket.socket) -> None:
        while not self._over.is_set():
            ready, _, _ = select.select([listener, wake], [], [])
            if listener not in ready:
                continue
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                if is_own(connection) and self._seats.acquire(blocking=False):
                    self._spawn(self._serve, connection)
                else:
                    connection.close()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection, connection.makefile("rwb", buffering=0) as line:
                connection.settimeout(ASK_WITHIN_S)
                frame = read_frame(line, most_header=MOST_HEADER_BYTES, most_blob=0)
                if frame is not None:
                    self._answer(_Line(connection, line, self._over), frame)
        except (OSError, BadFrame):
            log.info("an asker went away")
        except Exception as error:  # noqa: BLE001 the loop's edge: what one asker sends must not end the session
            log.warning("an asker could not be served: %s", type(error).__name__)
        finally:
            self._seats.release()

    def _answer(self, line: "_Line", frame: Frame) -> None:
        header = frame.header
        work = {"ready": self._ready, "queries": self._queries, "generate": self._generate}
        asked = work.get(header.get("ask", ""))
        if asked is None:
            line.say({"t": "refused"})
            return
        if header["ask"] != "ready":
            self._told(header["ask"])
        try:
            with line.beating():
                asked(line, header)
        except FAILURES as error:
            line.say({"t": "failed", "code": str(getattr(error, "code", "worker_died"))})

    def _ready(self, line: "_Line", header: dict[str, Any]) -> None:
        """Whether a question would be answered at once; if not, it will be soon."""
        line.say({"t": "reply"} if self._warm_embedder(header) else {"t": "cold"})

    def _queries(self, line: "_Line", header: dict[str, Any]) -> None:
        texts = _texts(header.get("texts"))
        if not texts or not self._warm_embedder(header):
            line.say({"t": "cold" if texts else "refused"})
            return
        vectors = self._models.embed.queries(texts)
        line.say({"t": "reply", "dim": int(vectors.shape[1])}, vectors.astype("float32").tobytes())

    def _warm_embedder(self, header: dict[str, Any]) -> bool:
        embed = self._models.embed
        if header.get("model") != embed.model_id:
            return False
        if embed.ready():
            return True
        embed.warm()
        return False

    def _warm_chat(self, header: dict[str, Any]) -> bool:
        chat = self._models.chat
        return chat is not None and chat.available() and header.get("model") == chat.identity() and chat.ready()

    def _generate(self, line: "_Line", header: dict[str, Any]) -> None:
        messages, most = header.get("messages"), header.get("max_tokens")
        schema = header.get("schema")
        fit = (
            isinstance(most, int)
            and 0 < most <= MOST_TOKENS
            and isinstance(schema, dict | None)
            and _are_messages(messages)
        )
        if not fit or not self._warm_chat(header):
            line.say({"t": "cold" if fit else "refused"})
            return
        text = self._models.chat.generate(
            messages, max_tokens=most, schema=schema, on_text=lambda piece: line.say({"t": "piece", "text": piece}),
            cancelled=line.is_over,
        )  # fmt: skip
        line.say({"t": "reply", "text": text})


class _Line:
    """The answering end of one connection."""

    def __init__(self, connection: socket.socket, line: Any, over: threading.Event) -> None:
        self._connection, self._line, self._over = connection, line, over
        self._writing = threading.Lock()
        self._gone = False

    def say(self, header: dict[str, Any], *blobs: bytes) -> None:
        """One frame. Who has gone away hears nothing, and nobody waits for who does not listen."""
        with self._writing:
            if not self._gone:
                try:
                    write_frame(self._line, header, blobs)
                except OSError:
                    self._gone = True

    def is_over(self) -> bool:
        """Whether the asker has gone, or lending has ended."""
        if not self._gone and select.select([self._connection], [], [], 0)[0]:
            with contextlib.suppress(OSError):
                self._gone = not self._connection.recv(1)
        return self._gone or self._over.is_set()

    @contextlib.contextmanager
    def beating(self) -> Iterator[None]:
        """Signs of life while the block lasts, so that an asker need not wait for one who hangs."""
        done = threading.Event()

        def beat() -> None:
            while not done.wait(BEAT_S):
                self.say({"t": "beat"})

        thread = threading.Thread(target=beat, name="lending-beat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


def _answers(path: Path) -> bool:
    """Whether somebody listens at a socket."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as other:
        other.settimeout(ASK_WITHIN_S)
        other.connect(str(path))
        return True
    return False


def _texts(found: Any) -> list[str]:
    """The texts of a request; none where it is not a list of so many texts."""
    fit = isinstance(found, list) and len(found) <= MOST_TEXTS and all(isinstance(one, str) for one in found)
    return found if fit else []


def _are_messages(found: Any) -> bool:
    return isinstance(found, list) and all(
        isinstance(one, dict)
        and set(one) == {"role", "content"}
        and all(isinstance(value, str) for value in one.values())
        for one in found
    )
