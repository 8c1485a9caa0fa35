"""Asking a running session for its warm workers; the asker's side of `app.lending`. Whatever goes wrong there, one's own are used."""

import contextlib
import select
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.engines import Models
from app.lending import MOST_TEXTS, is_own, socket_path
from app.paths import Places
from models.chat import ChatClient
from models.embed import EmbedClient
from models.host import WorkerFailed
from models.wire import BadFrame, Frame, read_frame, write_frame

SILENCE_S = 3.0  # a session says something twice a second
_POLL_S = 0.04

Vectors = npt.NDArray[np.float32]


def borrowing(models: Models, places: Places) -> Models:
    """Models that ask a running session of this memory first."""
    path = socket_path(places)
    if path is None:
        return models
    chat = BorrowedChat(models.chat, path) if isinstance(models.chat, ChatClient) else models.chat
    return replace(models, embed=BorrowedEmbed(models.embed, path), chat=chat)


def asked(path: Path, header: dict[str, Any], *, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Frame]:
    """The frames of an answer up to its last, without the signs of life; none, or no last one, where nobody lends or it broke off."""
    with contextlib.suppress(OSError, BadFrame), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(SILENCE_S)
        connection.connect(str(path))
        if not is_own(connection):
            return
        with connection.makefile("rwb", buffering=0) as line:
            write_frame(line, header)
            while _heard(connection, cancelled) and (frame := read_frame(line)) is not None:
                kind = frame.header.get("t")
                if kind != "beat":
                    yield frame
                if kind not in ("beat", "piece"):
                    return


def _heard(connection: socket.socket, cancelled: Callable[[], bool]) -> bool:
    """Wait for the next frame to begin; False when it was silent for too long or the wish to know has gone."""
    for _ in range(int(SILENCE_S / _POLL_S)):
        if cancelled():
            return False
        if select.select([connection], [], [], _POLL_S)[0]:
            return True
    return False


def _last(path: Path, header: dict[str, Any]) -> Frame | None:
    """The reply to a request; None where there is none."""
    for frame in asked(path, header):
        if frame.header.get("t") == "reply":
            return frame
    return None


class BorrowedEmbed:
    """The embedder: questions go to who lends, all else to one's own."""

    def __init__(self, own: EmbedClient, path: Path) -> None:
        self._own, self._path = own, path

    @property
    def model_id(self) -> str:
        return self._own.model_id

    @property
    def dim(self) -> int:
        return self._own.dim

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._own.passages(texts)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, (n, dim) float32, each of length 1. Raises WorkerFailed."""
        if not texts:
            return self._own.queries(texts)
        found = []
        for start in range(0, len(texts), MOST_TEXTS):
            part = self._lent(texts[start : start + MOST_TEXTS])
            if part is None:
                return self._own.queries(texts)
            found.append(part)
        return np.concatenate(found)

    def ready(self) -> bool:
        """Whether a question would be answered at once, here or there."""
        return self._own.ready() or _last(self._path, {"ask": "ready", "model": self.model_id}) is not None

    def warm(self) -> None:
        """See to it that questions will be answered soon, without waiting."""
        if not self.ready():
            self._own.warm()

    def _lent(self, texts: Sequence[str]) -> Vectors | None:
        if self._own.ready():
            return None
        reply = _last(self._path, {"ask": "queries", "model": self.model_id, "texts": list(texts)})
        if reply is None or len(reply.blobs) != 1 or len(reply.blobs[0]) != 4 * self.dim * len(texts):
            return None
        return np.frombuffer(reply.blobs[0], np.float32).reshape(len(texts), self.dim)


class BorrowedChat:
    """The chat model: asked there where the same file is loaded, else here."""

    def __init__(self, own: ChatClient, path: Path) -> None:
        self._own, self._path = own, path

    @property
    def context_tokens(self) -> int:
        return self._own.context_tokens

    def identity(self) -> dict[str, Any]:
        return self._own.identity()

    def available(self) -> bool:
        return self._own.available()

    def ready(self) -> bool:
        return self._own.ready()

    def warm(self) -> None:
        self._own.warm()

    def forget(self) -> None:
        self._own.forget()

    def count(self, text: str) -> int:
        return self._own.count(text)

    def generate(
        self,
        messages: Sequence[dict[str, str]],
        *,
        max_tokens: int = 400,
        on_text: Callable[[str], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        schema: dict[str, Any] | None = None,
    ) -> str:
        """As `ChatClient.generate`. Raises WorkerFailed, also when who lends goes away in the middle of an answer."""
        request = {"ask": "generate", "model": self.identity(), "messages": list(messages), "max_tokens": max_tokens,
                   "schema": schema}  # fmt: skip
        said: list[str] = []
        for frame in asked(self._path, request, cancelled=cancelled):
            if frame.header["t"] == "reply":
                return str(frame.header["text"])
            if frame.header["t"] == "piece":
                said.append(str(frame.header["text"]))
                if on_text:
                    on_text(said[-1])
        if cancelled():
            return "".join(said).rstrip()
        if said:
            raise WorkerFailed("worker_died", kind="chat")
        return self._own.generate(messages, max_tokens=max_tokens, on_text=on_text, cancelled=cancelled, schema=schema)
