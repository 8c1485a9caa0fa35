"""Bringing the sealed spool into the store at unlock: each record once, whatever is killed when. How it is sealed is the part of `spool`.

Every record is one transaction, which also notes in the row `spool:FILE` of `control` how many records of that file are in. A moment
has the public id that it was given when it was sealed; one that is there, or was forgotten meanwhile, is not put in again. The file
is removed when all of it is in, and its note after it.
"""

import logging
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from app.errors import KnownError
from app.records import Box
from app.store import frames, images, layers, ledger, spool, tombstones
from app.store.db import Store, known_os_error, now_us
from app.store.images import Patch, Piece
from app.store.spool import Place, SealedFrame, SealedTicks, SpoolReader

log = logging.getLogger(__name__)
_NOTE = "spool:"
_PICTURES_AT_HAND = 4


@dataclass(frozen=True, slots=True)
class Drained:
    """What came in: moments, ticks, records that are damaged and lost, files that another key sealed or another process writes."""

    moments: int = 0
    ticks: int = 0
    lost: int = 0
    left: int = 0

    def __add__(self, other: "Drained") -> "Drained":
        return Drained(
            self.moments + other.moments, self.ticks + other.ticks, self.lost + other.lost, self.left + other.left
        )


def drain(store: Store) -> Drained:
    """Bring everything in that waits in the spool, oldest first. Raises KnownError disk_full, no_permission; what is in stays in."""
    done = Drained()
    for path in spool.waiting(store.places):
        done += _drain_file(store, path)
    _strike_notes(store)
    if done != Drained():
        log.info("spool drained: moments=%d ticks=%d lost=%d left=%d", done.moments, done.ticks, done.lost, done.left)
    return done


def _drain_file(store: Store, path: Path) -> Drained:
    try:
        with path.open("rb") as held:
            spool.hold(held)
            reader = SpoolReader(path, store.key)
            try:
                if not reader.ours:
                    return Drained(left=1)
                done = _drain_records(store, path.name, reader)
            finally:
                reader.close()
        # What is in has to be on the disk before its only copy goes: a commit alone waits for the next checkpoint.
        store.rows("PRAGMA wal_checkpoint(PASSIVE)")
        path.unlink()
        spool.sync_folder(path.parent)
    except BlockingIOError:
        return Drained(left=1)  # a recorder still writes it
    except FileNotFoundError:
        return Drained()
    except OSError as error:
        raise known_os_error(error, store.places) from error
    return done


def _drain_records(store: Store, name: str, reader: SpoolReader) -> Drained:
    chain = _Chain(store, reader)
    done = Drained()
    for place in reader.places:
        record = reader.read(place)
        chain.met(place, record)
        if place.number < _noted(store, name):
            continue
        if record is None:
            # What a kill tore off the end was never acknowledged; anything else was, and its bytes are not what they were.
            done += Drained(lost=int(place != reader.places[-1]))
            _note(store, name, place)
        elif isinstance(record, SealedTicks):
            done += _add_ticks(store, name, place, record)
        else:
            done += _add_frame(store, name, place, record, chain)
    return done


def _add_ticks(store: Store, name: str, place: Place, record: SealedTicks) -> Drained:
    with store.writing():
        if not _is_next(store, name, place):
            return Drained()
        for tick in record.ticks:
            ledger.add_tick(store, tick)
        _note(store, name, place)
    return Drained(ticks=len(record.ticks))


def _add_frame(store: Store, name: str, place: Place, record: SealedFrame, chain: "_Chain") -> Drained:
    """One moment, `pending`: its encrypted pieces first, then its rows and the note in one transaction."""
    for _ in range(3):
        found = layers.base_layers(store, record.base)
        try:
            below, patches = _patches(record, found[1] if found else (), chain)
        except KnownError as error:
            log.warning("a sealed picture cannot be put together: %s", error.code)
            _note(store, name, place)
            return Drained(lost=1)
        pieces: list[Piece] = []
        try:
            for data, patch, format_ in patches:
                pieces.append(images.write(store.places, data, patch, format_))
            with store.writing():
                if found and layers.base_layers(store, record.base) != found:
                    raise _BaseChanged
                if not _is_next(store, name, place) or not _wanted(store, record):
                    images.discard(store.places, pieces)
                    _note(store, name, place)
                    return Drained()
                _insert(store, record, found[0] if found and below else None, below, pieces)
                _note(store, name, place)
        except _BaseChanged:
            images.discard(store.places, pieces)
            continue
        except BaseException:
            images.discard(store.places, pieces)
            raise
        return Drained(moments=1)
    raise KnownError("busy")


class _BaseChanged(Exception):
    """The picture to build on is not what it was when the pieces were chosen."""


def _insert(
    store: Store, record: SealedFrame, base_id: int | None, below: list[layers.Layer], pieces: list[Piece]
) -> None:
    row_id, _ = frames.add_moment(store, record.new, reading="pending", size=(record.width_px, record.height_px))
    store.execute(
        "UPDATE moment SET public_id = ?, base_id = ?, panes = ? WHERE id = ?",
        (record.id, base_id, record.panes, row_id),
    )
    layers.add_layers(store, row_id, below, pieces)
    store.execute("INSERT INTO job(kind, target_id, created_us) VALUES ('read', ?, ?)", (row_id, now_us()))


def _wanted(store: Store, record: SealedFrame) -> bool:
    there = store.value("SELECT 1 FROM moment WHERE public_id = ?", (record.id,))
    return there is None and not tombstones.stands(store, tombstones.of_moment(record.id))


def _patches(
    record: SealedFrame, under: list[layers.Layer] | tuple[()], chain: "_Chain"
) -> tuple[list[layers.Layer], list[tuple[bytes, Patch, str]]]:
    """Which layers stay below, and what is written above them: the sealed WebP as it is, where it is what is needed."""
    below, boxes = layers.pile(under, [one.box for one in record.pieces], record.width_px, record.height_px)
    sealed = {one.box: one for one in record.pieces}
    out = []
    for box in boxes:
        if box in sealed:
            patch = Patch(box.x, box.y, box.width, box.height, b"")
            out.append((sealed[box].webp, patch, sealed[box].format))
        else:
            patch = _cut(chain.picture(record.id), box)
            data, format_ = images.encode_at_once(patch)
            out.append((data, patch, format_))
    return below, out


def _cut(picture: Image.Image, box: Box) -> Patch:
    part = picture.crop((box.x, box.y, box.x + box.width, box.y + box.height))
    return Patch(box.x, box.y, box.width, box.height, part.tobytes())


class _Chain:
    """The pictures of one file, put together from its records as they are asked for."""

    def __init__(self, store: Store, reader: SpoolReader) -> None:
        self._store, self._reader = store, reader
        self._places: dict[str, Place] = {}
        self._last: OrderedDict[str, Image.Image] = OrderedDict()

    def met(self, place: Place, record: object) -> None:
        """Remember where a picture lies in the file."""
        if isinstance(record, SealedFrame):
            self._places[record.id] = place

    def picture(self, id_: str) -> Image.Image:
        """The whole picture of a record. Raises KnownError picture_gone, picture_damaged."""
        steps: list[SealedFrame] = []
        wanted: str | None = id_
        while wanted is not None and wanted not in self._last:
            steps.append(self._frame(wanted))
            wanted = steps[-1].base
        picture = self._last[wanted].copy() if wanted is not None else None
        for record in reversed(steps):
            picture = picture or Image.new("RGB", (record.width_px, record.height_px), images.PAINT)
            for piece in record.pieces:
                picture.paste(images.decode(piece.webp), (piece.box.x, piece.box.y))
        assert picture is not None
        self._last[id_] = picture
        while len(self._last) > _PICTURES_AT_HAND:
            self._last.popitem(last=False)
        return picture

    def _frame(self, id_: str) -> SealedFrame:
        record = self._reader.read(self._places[id_]) if id_ in self._places else None
        if not isinstance(record, SealedFrame):
            raise KnownError("picture_gone")
        return record


# -- how far each file is in


def _noted(store: Store, name: str) -> int:
    """How many records of a file are in."""
    return int(ledger.get_control(store, _NOTE + name) or 0)


def _is_next(store: Store, name: str, place: Place) -> bool:
    return _noted(store, name) <= place.number


def _note(store: Store, name: str, place: Place) -> None:
    with store.writing():
        store.execute(
            "INSERT INTO control(name, value) VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET value = ?2"
            " WHERE CAST(value AS INTEGER) < CAST(?2 AS INTEGER)",
            (_NOTE + name, str(place.number + 1)),
        )


def _strike_notes(store: Store) -> None:
    """Forget how far files were that are gone."""
    there = {path.name for path in spool.waiting(store.places)}
    noted = [
        str(row[0]) for row in store.rows("SELECT name FROM control WHERE substr(name, 1, ?) = ?", (len(_NOTE), _NOTE))
    ]
    for name in noted:
        if name.removeprefix(_NOTE) not in there:
            ledger.set_control(store, name, None)
