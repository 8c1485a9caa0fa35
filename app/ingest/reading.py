"""Reading what waits: picture to lines to passages, then vectors. Slow work outside the transaction, one short write inside."""

import logging
import os
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from PIL import Image

from app.errors import KnownError
from app.ingest.cut import screen_passages, text_passages
from app.ingest.fresh import new_parts
from app.ingest.panes import by_window, site_excluded, site_of, unpack_panes
from app.ingest.redact import redact_lines
from app.ingest.secret import cleaned
from app.ingest.told import Told, ToldLine, WindowTexts, is_told, without_told
from app.records import Box, Line
from app.store import forget, frames, images, layers, ledger, repaint
from app.store.db import Store, from_us
from app.store.frames import Claim, NewMoment
from app.store.layers import Composer, Layer
from app.store.passages import add_sightings, lines_of

log = logging.getLogger(__name__)


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
    """Recognises text in raw RGB pixels. Raises an error with `code` and `params` when its worker fails.

    `read_parts` is given the new parts of a picture (x, y, width, height, rgb) and the lines that stand elsewhere in it, and
    returns all in reading order. `forget` lets go of what it remembers of earlier readings.
    """

    def read_parts(
        self, parts: Sequence[tuple[int, int, int, int, bytes]], known: Sequence[Any]
    ) -> Sequence[ReadLineLike]: ...
    def forget(self) -> None: ...


class ReadingFailed(Exception):
    """A reader or embedder could not do its work now; `code` says why. Raised from the failure that caused it."""

    def __init__(self, code: str, params: dict[str, Any], *, blame: bool) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
        self.blame = blame


# Not the moment's fault: nothing is counted against it, it waits until the engine is there again.
NOT_THE_MOMENTS_FAULT = {"ocr_missing", "model_missing", "out_of_memory", "illegal_instruction", "host_closed"}


def own_patterns(pattern: str) -> list[re.Pattern[str]]:
    """What the user calls secret, ready to be looked for; `pattern` was checked with the settings."""
    return [re.compile(pattern)] if pattern else []


def owner_name() -> str:
    """Who holds a lease: this process on this machine."""
    return f"{socket.gethostname()}:{os.getpid()}"


def read_next(
    store: Store,
    reader: Reader,
    failures: tuple[type[Exception], ...],
    own: Sequence[re.Pattern[str]] = (),
    *,
    quality: int = 65,
    told: WindowTexts | None = None,
    composer: Composer | None = None,
) -> Claim | None:
    """Read the oldest waiting moment and remove its secrets; returns it, or None when nothing waits.

    `own` are the user's patterns of what is secret too; `quality` is that of photographs; `told` asks windows for their text;
    `composer` remembers the last picture for the next call.
    `failures` are the exceptions by which the reader says that it failed; they have `code` and `params`.
    Raises ReadingFailed after having given the moment back.
    """
    claim = frames.claim_pending(store, owner_name())
    if claim is None:
        return None
    pile = layers.layers_of(store, claim.moment_id)
    try:
        seen = _seen(store, claim, pile, told, composer or Composer())
        parts = [(box.x, box.y, box.width, box.height, seen.rgb(box)) for box in seen.parts]
        lines = [_to_line(line) for line in reader.read_parts(parts, seen.known)]
    except KnownError as error:
        if _changed_meanwhile(store, claim, pile, error):
            return claim
        frames.reading_failed(store, claim, error.code)
        raise ReadingFailed(error.code, error.params, blame=True) from error
    except failures as error:
        code, params = str(getattr(error, "code", "worker_died")), dict(getattr(error, "params", {}))
        blame = code not in NOT_THE_MOMENTS_FAULT
        frames.reading_failed(store, claim, code, blame=blame)
        raise ReadingFailed(code, params, blame=blame) from error
    _store_read(store, claim, seen, *redact_lines(lines, own), quality=quality)
    return claim


@dataclass(frozen=True, slots=True)
class _Known:
    """A line of the picture before, as a reader takes it."""

    text: str
    x: int
    y: int
    width: int
    height: int
    confidence: float
    block: int
    words: tuple[tuple[str, int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A picture to be read: its layers, which of it is new, and the lines that stand in the rest.

    `unread` is the picture without what its window told, `url` the address that it told.
    """

    picture: Image.Image
    layers: tuple[Layer, ...]
    parts: tuple[Box, ...]
    known: tuple[_Known | ToldLine, ...]
    unread: Image.Image
    url: str

    def rgb(self, box: Box) -> bytes:
        return self.unread.crop((box.x, box.y, box.x + box.width, box.y + box.height)).tobytes()


def _changed_meanwhile(store: Store, claim: Claim, pile: Sequence[Layer], error: KnownError) -> bool:
    """Whether a file is gone because another read or forgot the moment, or painted a layer of it; it is then given back unblamed."""
    if error.code != "picture_gone":
        return False
    if frames.is_pending(store, claim.moment_id) and not repaint.replaced(store, pile):
        return False
    frames.reading_failed(store, claim, "picture_changed", blame=False)  # does nothing where it was read or forgotten
    return True


def _seen(store: Store, claim: Claim, found: Sequence[Layer], told: WindowTexts | None, composer: Composer) -> _Seen:
    width_px, height_px, base_id = store.rows(
        "SELECT width_px, height_px, base_id FROM moment WHERE id = ?", (claim.moment_id,)
    )[0]
    picture = composer.picture(store, found, width_px, height_px)
    answer = told.ask(claim.public_id, picture) if told is not None else Told()
    said = answer.lines
    unread = without_told(picture, said)
    base_read = base_id is not None and store.value("SELECT reading FROM moment WHERE id = ?", (base_id,)) == "done"
    if not base_read:
        return _Seen(picture, tuple(found), (Box(0, 0, width_px, height_px),), said, unread, answer.url)
    before = [line for _, _, lines in lines_of(store, base_id) for line in lines if not is_told(line.box, said)]
    fresh = [layer.box for layer in found if layer.owner == claim.moment_id]
    parts, known = new_parts(fresh, before, width_px, height_px)
    return _Seen(picture, tuple(found), tuple(parts), (*said, *(_as_known(line) for line in known)), unread, answer.url)


def _as_known(line: Line) -> _Known:
    words = tuple((text, box.x, box.y, box.width, box.height) for text, box in line.words)
    return _Known(line.text, line.box.x, line.box.y, line.box.width, line.box.height, line.confidence, 0, words)


def _store_read(
    store: Store, claim: Claim, seen: _Seen, lines: list[tuple[int, Line]], secret_boxes: list[Box], *, quality: int
) -> None:
    """Text without its secrets and, in the same transaction, a picture without them. A kill before it leaves the moment waiting."""
    if seen.url and site_excluded(seen.url, ledger.rules(store)):
        forget.hide(store, [claim.moment_id], undo_s=0)  # its address was not known when the picture was taken
        log.info("moment=%d is of a site that is left out", claim.moment_id)
        return
    try:
        fresh = repaint.settled(store, claim.moment_id, seen.layers, seen.picture, secret_boxes, quality=quality)
    except KnownError as error:
        if not frames.is_pending(store, claim.moment_id) or _changed_meanwhile(store, claim, seen.layers, error):
            return  # another has read or forgotten it, or paints it
        frames.reading_failed(store, claim, error.code, blame=error.code != "disk_full")
        raise ReadingFailed(error.code, error.params, blame=error.code != "disk_full") from error
    try:
        kept = _store_lines(store, claim, lines, fresh, cleaned(seen.url))
    except BaseException:
        repaint.discard(store, fresh)
        raise
    if not kept:
        repaint.discard(store, fresh)
        frames.reading_failed(store, claim, "picture_changed", blame=False)  # does nothing where it was forgotten
        return
    if fresh.layers:
        images.remove_files(store)
    if secret_boxes:
        log.info("repainted moment=%d boxes=%d", claim.moment_id, len(secret_boxes))


def _store_lines(store: Store, claim: Claim, lines: list[tuple[int, Line]], fresh: repaint.Fresh, url: str) -> bool:
    """False when it was forgotten, read by another, or its picture written anew, while it was being read."""
    with store.writing():
        rows = store.rows(
            "SELECT at_us, zone, kind, app, site, title, stream, source, source_id, thread, author, panes FROM moment"
            " WHERE id = ? AND reading <> 'done'",
            (claim.moment_id,),
        )
        if not rows or not repaint.put(store, claim.moment_id, fresh):
            return False
        at_us, zone, kind, app, site, title, stream, source, source_id, thread, author, panes = rows[0]
        moment = NewMoment(
            kind=kind, at=from_us(at_us), zone=zone, app=app, site=site, title=title, stream=stream, source=source,
            source_id=source_id, thread=thread, author=author,
        )  # fmt: skip
        passages = [
            (window, passage)
            for window, held in by_window(moment, unpack_panes(panes), lines)
            for passage in screen_passages(held)
        ]
        add_sightings(store, claim.moment_id, at_us, moment.stream, passages)
        if url:
            store.execute("UPDATE moment SET url = ?, site = ? WHERE id = ?", (url, site_of(url), claim.moment_id))
        frames.reading_done(store, claim.moment_id)
    log.info("read moment=%d lines=%d passages=%d", claim.moment_id, len(lines), len(passages))
    return True


def add_text_moment(store: Store, moment: NewMoment, text: str) -> str:
    """Keep a message or a note, without the secrets in it, with its passages. Call inside `store.writing()` when there are many."""
    moment = replace(moment, title=cleaned(moment.title), thread=cleaned(moment.thread), author=cleaned(moment.author))
    text = cleaned(text)
    with store.writing():
        moment_id, public_id = frames.add_moment(store, moment)
        at_us = store.value("SELECT at_us FROM moment WHERE id = ?", (moment_id,))
        add_sightings(store, moment_id, at_us, moment.stream, [(moment, passage) for passage in text_passages(text)])
    return public_id


def _to_line(line: ReadLineLike) -> tuple[int, Line]:
    words = tuple((text, Box(x, y, width, height)) for text, x, y, width, height in line.words)
    return line.block, Line(
        " ".join(line.text.split()), Box(line.x, line.y, line.width, line.height), line.confidence, words
    )
