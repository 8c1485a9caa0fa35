"""Reading what waits: picture to lines to passages, then vectors. Slow work outside the transaction, one short write inside."""

import logging
import os
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from app.errors import KnownError
from app.ingest.cut import screen_passages, text_passages
from app.ingest.redact import redact_lines
from app.ingest.secret import cleaned
from app.records import Box, Line
from app.store import frames, images
from app.store.db import Store, from_us
from app.store.frames import Claim, NewMoment, Pixels
from app.store.passages import add_sightings, add_vectors, without_vector

log = logging.getLogger(__name__)
EMBED_BATCH = 64
# A picture is encoded a second time after secrets were painted over; somewhat finer than at first, so that its text stays sharp.
REPAINT_QUALITY = 80
Vectors = np.ndarray[Any, np.dtype[np.float32]]


class ReadLineLike(Protocol):
    """A recognised line, as a reader gives it: pixels, confidence 0 to 1, `block` numbers its paragraph."""

    text: str
    x: int
    y: int
    width: int
    height: int
    confidence: float
    block: int
    words: tuple[tuple[str, int, int, int, int], ...]


class Reader(Protocol):
    """Recognises text in raw RGB pixels. Raises an error with `code` and `params` when its worker fails."""

    def read(self, rgb: bytes, width_px: int, height_px: int) -> Sequence[ReadLineLike]: ...


class Embedder(Protocol):
    """Turns texts into unit vectors `(n, dim) float32`."""

    @property
    def model_id(self) -> str: ...

    def passages(self, texts: Sequence[str]) -> Vectors: ...


class ReadingFailed(Exception):
    """A reader or embedder could not do its work now; `code` says why. Raised from the failure that caused it."""

    def __init__(self, code: str, params: dict[str, Any], *, blame: bool) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
        self.blame = blame


# Not the moment's fault: nothing is counted against it, it waits until the engine is there again.
NOT_THE_MOMENTS_FAULT = {"ocr_missing", "model_missing", "out_of_memory", "illegal_instruction", "host_closed"}


def owner_name() -> str:
    """Who holds a lease: this process on this machine."""
    return f"{socket.gethostname()}:{os.getpid()}"


def read_next(
    store: Store, reader: Reader, failures: tuple[type[Exception], ...], own: Sequence[re.Pattern[str]] = ()
) -> Claim | None:
    """Read the oldest waiting moment and remove its secrets; returns it, or None when nothing waits.

    `own` are the user's patterns of what is secret too.
    `failures` are the exceptions by which the reader says that it failed; they have `code` and `params`.
    Raises ReadingFailed after having given the moment back.
    """
    claim = frames.claim_pending(store, owner_name())
    if claim is None:
        return None
    try:
        rgb, width_px, height_px = images.decode_rgb(images.picture_bytes(store, claim.public_id, "full"))
        lines = [_to_line(line) for line in reader.read(rgb, width_px, height_px)]
    except KnownError as error:
        frames.reading_failed(store, claim, error.code)
        raise ReadingFailed(error.code, error.params, blame=True) from error
    except failures as error:
        code, params = str(getattr(error, "code", "worker_died")), dict(getattr(error, "params", {}))
        blame = code not in NOT_THE_MOMENTS_FAULT
        frames.reading_failed(store, claim, code, blame=blame)
        raise ReadingFailed(code, params, blame=blame) from error
    _store_read(store, claim, Pixels(rgb, width_px, height_px), *redact_lines(lines, own))
    return claim


def _store_read(
    store: Store, claim: Claim, pixels: Pixels, lines: list[tuple[int, Line]], secret_boxes: list[Box]
) -> None:
    """Text without its secrets and, in the same transaction, a picture without them. A kill before it leaves the moment waiting."""
    pieces: list[images.Piece] = []
    if secret_boxes:
        rgb = images.painted(pixels.rgb, pixels.width_px, pixels.height_px, secret_boxes)
        pieces = images.write_pieces(store.places, rgb, pixels.width_px, pixels.height_px, quality=REPAINT_QUALITY)
    try:
        kept = _store_lines(store, claim, lines, pieces)
    except BaseException:
        images.discard_pieces(store.places, pieces)
        raise
    if not kept:
        images.discard_pieces(store.places, pieces)
    elif pieces:
        images.remove_files(store)
        log.info("repainted moment=%d boxes=%d", claim.moment_id, len(secret_boxes))


def _store_lines(store: Store, claim: Claim, lines: list[tuple[int, Line]], pieces: Sequence[images.Piece]) -> bool:
    """False when it was forgotten, or read by another, while it was being read."""
    passages = screen_passages(lines)
    with store.writing():
        rows = store.rows(
            "SELECT at_us, zone, kind, app, site, title, stream, source, source_id, thread, author FROM moment"
            " WHERE id = ? AND reading <> 'done'",
            (claim.moment_id,),
        )
        if not rows:
            return False
        at_us, zone, kind, app, site, title, stream, source, source_id, thread, author = rows[0]
        moment = NewMoment(
            kind=kind, at=from_us(at_us), zone=zone, app=app, site=site, title=title, stream=stream, source=source,
            source_id=source_id, thread=thread, author=author,
        )  # fmt: skip
        add_sightings(store, claim.moment_id, at_us, moment, passages)
        images.replace_pieces(store, claim.moment_id, pieces)
        frames.reading_done(store, claim.moment_id)
    log.info("read moment=%d lines=%d passages=%d", claim.moment_id, len(lines), len(passages))
    return True


def add_text_moment(store: Store, moment: NewMoment, text: str) -> str:
    """Keep a message or a note, without the secrets in it, with its passages. Call inside `store.writing()` when there are many."""
    moment, text = replace(moment, title=cleaned(moment.title)), cleaned(text)
    with store.writing():
        moment_id, public_id = frames.add_moment(store, moment)
        at_us = store.value("SELECT at_us FROM moment WHERE id = ?", (moment_id,))
        add_sightings(store, moment_id, at_us, moment, text_passages(text))
    return public_id


def embed_next(
    store: Store, embedder: Embedder, failures: tuple[type[Exception], ...], *, batch: int = EMBED_BATCH
) -> int:
    """Give vectors to the passages that have none yet, one batch. Returns how many; 0 means all have theirs.

    Raises ReadingFailed; the passages stay findable by their words and are tried again.
    """
    waiting = without_vector(store, embedder.model_id, batch)
    if not waiting:
        return 0
    try:
        vectors = embedder.passages([text for _, text in waiting])
    except failures as error:
        raise ReadingFailed(
            str(getattr(error, "code", "worker_died")), dict(getattr(error, "params", {})), blame=False
        ) from error
    add_vectors(store, embedder.model_id, [passage_id for passage_id, _ in waiting], vectors)
    return len(waiting)


def embed_all(
    store: Store, embedder: Embedder, failures: tuple[type[Exception], ...], on_progress: Callable[[int], None]
) -> int:
    """Embed until nothing waits; `on_progress` hears how many are done."""
    done = 0
    while count := embed_next(store, embedder, failures, batch=256):
        done += count
        on_progress(done)
    return done


def _to_line(line: ReadLineLike) -> tuple[int, Line]:
    words = tuple((text, Box(x, y, width, height)) for text, x, y, width, height in line.words)
    return line.block, Line(
        " ".join(line.text.split()), Box(line.x, line.y, line.width, line.height), line.confidence, words
    )
