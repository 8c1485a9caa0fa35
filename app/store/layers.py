"""Pictures as piles of layers. A moment's picture is what its layers show, a later one above an earlier; moments of one monitor
share layers, so that a typed line costs only the rectangle that it changed.

A layer belongs to the moment that brought it. What is shared outlives that moment for as long as another shows it, but only what
another shows: `prune` writes it anew without the rest. At most `LAYERS_AT_MOST` lie on each other, whatever happens.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from app.errors import KnownError
from app.records import Box
from app.store import images
from app.store.db import Store
from app.store.images import Patch, Piece

LAYERS_AT_MOST = 10
_ROOM_BETWEEN_PX = 30_000  # writing so much more is cheaper than another piece
_THUMBNAIL_ABOVE = 0.4  # of the picture: for a smaller change one is made when it is asked for
_WHOLE_ABOVE = 0.6  # of the picture: more than that is a new picture
_NEAR_US = 30 * 60 * 1_000_000  # a thumbnail so old still shows what was on the screen, by and large


@dataclass(frozen=True, slots=True)
class Layer:
    """One piece as it lies in a picture. `owner` is the row id of the moment that it belongs to."""

    id: int
    owner: int
    name: str
    key: bytes
    x: int
    y: int
    width_px: int
    height_px: int
    format: str
    size_bytes: int

    @property
    def box(self) -> Box:
        return Box(self.x, self.y, self.width_px, self.height_px)


_COLUMNS = "p.id, p.moment_id, p.file, p.key, p.x, p.y, p.width_px, p.height_px, p.format, p.size_bytes"


def layers_of(store: Store, moment_id: int) -> list[Layer]:
    """The layers of a moment's picture, the lowest first."""
    rows = store.rows(
        f"SELECT {_COLUMNS} FROM layer l JOIN picture p ON p.id = l.picture_id WHERE l.moment_id = ? ORDER BY l.place",
        (moment_id,),
    )
    return [Layer(*row) for row in rows]


def layer_by_id(store: Store, picture_id: int) -> Layer | None:
    """One piece by its row, or None."""
    rows = store.rows(f"SELECT {_COLUMNS} FROM picture p WHERE p.id = ?", (picture_id,))
    return Layer(*rows[0]) if rows else None


def base_layers(store: Store, base: str | None) -> tuple[int, list[Layer]] | None:
    """Row id and layers of a moment to build on; None when it is gone or about to be."""
    if base is None:
        return None
    row_id = store.value("SELECT id FROM moment WHERE public_id = ? AND forgetting_id IS NULL", (base,))
    found = layers_of(store, row_id) if row_id is not None else []
    return (row_id, found) if found else None


def pile(
    below: Sequence[Layer], changed: Sequence[Box], width_px: int, height_px: int
) -> tuple[list[Layer], list[Box]]:
    """Which layers stay, and which rectangles of the new picture are to be written above them.

    Layers that are covered whole go; where the pile would grow too high, what lies above its lowest layer becomes one rectangle;
    and where that is most of the picture, the picture is written whole.
    """
    whole = Box(0, 0, width_px, height_px)
    changed = _joined(changed)
    if not below or sum(box.width * box.height for box in changed) > _WHOLE_ABOVE * width_px * height_px:
        return [], [whole]
    kept = [layer for layer in below if not any(_holds(box, layer.box) for box in changed)]
    if not kept or kept[0].box != whole:
        return [], [whole]
    if len(kept) + len(changed) <= LAYERS_AT_MOST:
        return kept, list(changed)
    hull = _hull([*(layer.box for layer in kept[1:]), *changed])
    if hull.width * hull.height > _WHOLE_ABOVE * width_px * height_px:
        return [], [whole]
    return kept[:1], [hull]


def add_layers(store: Store, moment_id: int, below: Sequence[Layer], pieces: Sequence[Piece]) -> None:
    """Give a moment its picture. Call inside `store.writing()`."""
    ids = [layer.id for layer in below]
    ids += [_insert(store, moment_id, "full", piece) for piece in pieces]
    for place, picture_id in enumerate(ids):
        store.execute(
            "INSERT INTO layer(moment_id, place, picture_id) VALUES (?, ?, ?)", (moment_id, place, picture_id)
        )


def _insert(store: Store, moment_id: int, role: str, piece: Piece) -> int:
    cursor = store.execute(
        "INSERT INTO picture(moment_id, role, file, key, x, y, width_px, height_px, format, size_bytes)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (moment_id, role, piece.name, piece.key, piece.x, piece.y, piece.width_px, piece.height_px, piece.format, piece.size_bytes),
    )  # fmt: skip
    return int(cursor.lastrowid)


def replace_layer(store: Store, layer: Layer, piece: Piece) -> bool:
    """Let a layer show a new piece; the old file is to be removed. False when the layer is gone. Call inside `store.writing()`."""
    store.execute("INSERT OR IGNORE INTO removal(file) SELECT file FROM picture WHERE id = ?", (layer.id,))
    cursor = store.execute(
        "UPDATE picture SET file = ?, key = ?, format = ?, size_bytes = ? WHERE id = ?",
        (piece.name, piece.key, piece.format, piece.size_bytes, layer.id),
    )
    return bool(cursor.rowcount)


def replace_thumbnail(store: Store, moment_id: int, piece: Piece | None) -> None:
    """Let a moment have this thumbnail or none of its own. Call inside `store.writing()`."""
    store.execute("DELETE FROM picture WHERE moment_id = ? AND role = 'thumb'", (moment_id,))
    if piece is not None:
        _insert(store, moment_id, "thumb", piece)


# -- looking


def compose(store: Store, layers: Sequence[Layer], width_px: int, height_px: int) -> Image.Image:
    """The picture that layers show. Raises KnownError picture_gone, picture_damaged."""
    if not layers:
        raise KnownError("picture_gone")
    if len(layers) == 1 and layers[0].box == Box(0, 0, width_px, height_px):
        return piece_picture(store, layers[0])
    picture = Image.new("RGB", (width_px, height_px), images.PAINT)
    for layer in layers:
        picture.paste(piece_picture(store, layer), (layer.x, layer.y))
    return picture


class Composer:
    """Composes pictures one after the other, remembering the last: one that adds layers to it costs only those. For one thread.

    What was painted on the last picture is on the next one too, where it shows the same layer.
    """

    def __init__(self) -> None:
        self._last: tuple[tuple[int, ...], Image.Image] | None = None

    def picture(self, store: Store, layers: Sequence[Layer], width_px: int, height_px: int) -> Image.Image:
        """As `compose`; the picture is the caller's until the next one is asked for."""
        ids = tuple(layer.id for layer in layers)
        last, self._last = self._last, None
        shared = len(last[0]) if last is not None and ids[: len(last[0])] == last[0] else 0
        if last is not None and shared and last[1].size == (width_px, height_px):
            picture = last[1]
            for layer in layers[shared:]:
                picture.paste(piece_picture(store, layer), (layer.x, layer.y))
        else:
            picture = compose(store, layers, width_px, height_px)
        self._last = (ids, picture)
        return picture

    def forget(self) -> None:
        """Let go of the last picture."""
        self._last = None


def piece_picture(store: Store, layer: Layer) -> Image.Image:
    """One layer by itself. Raises KnownError picture_gone, picture_damaged."""
    return images.decode(images.read_piece(store.places, layer.name, layer.key))


def picture_of(store: Store, public_id: str) -> Image.Image:
    """The picture of a moment that is not being forgotten. Raises KnownError picture_gone, picture_damaged."""
    rows = store.rows(
        "SELECT id, width_px, height_px FROM moment WHERE public_id = ? AND forgetting_id IS NULL", (public_id,)
    )
    if not rows:
        raise KnownError("picture_gone")
    return compose(store, layers_of(store, rows[0][0]), rows[0][1], rows[0][2])


def shown_bytes(store: Store, public_id: str, role: str) -> bytes:
    """The picture ("full"), its thumbnail ("thumb") or what is quickest to be had for a small one ("glimpse"), as WebP for people's
    eyes: only of a moment that was read, for until then its secrets are on it.

    Of a time whose pictures have been let go, the thumbnail is that of the moment or of the nearest one before it.
    Raises KnownError picture_waiting, picture_left_out, picture_aged, picture_gone, picture_damaged.
    """
    rows = store.rows(
        "SELECT m.id, m.reading, m.width_px, m.height_px FROM moment m WHERE m.public_id = ? AND m.forgetting_id IS NULL AND m.width_px > 0",
        (public_id,),
    )
    if not rows:
        raise KnownError("picture_gone")
    row_id, reading, width_px, height_px = rows[0]
    if reading != "done":
        raise KnownError("picture_waiting")
    found = layers_of(store, row_id)
    small = _thumbnail(store, row_id, within_us=0 if found else _NEAR_US)
    if role != "full" and small is not None:
        return images.read_piece(store.places, *small)
    if role == "glimpse" and (len(found) > 1 or any(layer.format == images.LEFT_OUT for layer in found)):
        return images.encode_thumbnail(compose(store, found, width_px, height_px), at_once=True)[0]
    if role == "thumb":
        return images.encode_thumbnail(compose(store, found, width_px, height_px))[0]
    if not found and small is not None:
        raise KnownError("picture_aged")
    if any(layer.format == images.LEFT_OUT for layer in found):
        raise KnownError("picture_left_out")
    if len(found) == 1:
        return images.read_piece(store.places, found[0].name, found[0].key)
    return images.encode_exact(compose(store, found, width_px, height_px))


def _thumbnail(store: Store, row_id: int, *, within_us: int) -> tuple[str, bytes] | None:
    """File and key of a moment's own thumbnail, or of the nearest moment that long before it on the same monitor."""
    rows = store.rows(
        "SELECT p.file, p.key FROM moment o JOIN moment m ON m.id = o.id OR"
        " (o.stream <> '' AND m.stream = o.stream AND m.at_us BETWEEN o.at_us - ?1 AND o.at_us - 1)"
        " JOIN picture p ON p.moment_id = m.id AND p.role = 'thumb'"
        " WHERE o.id = ?2 AND m.forgetting_id IS NULL AND m.reading = 'done' ORDER BY m.at_us DESC, m.id DESC LIMIT 1",
        (within_us, row_id),
    )
    return rows[0] if rows else None


def worth_a_thumbnail(fresh: Sequence[Box], width_px: int, height_px: int) -> bool:
    """Whether so much of a picture is new that it shows on a thumbnail; else one is made when it is asked for."""
    return sum(box.width * box.height for box in fresh) > _THUMBNAIL_ABOVE * width_px * height_px


# -- letting go


def shared_with_others(store: Store, forgetting_id: int) -> list[Layer]:
    """The layers that the moments of a forgetting share with moments that stay."""
    doomed = "SELECT id FROM moment WHERE forgetting_id = ?1"
    rows = store.rows(
        f"SELECT DISTINCT {_COLUMNS} FROM layer l JOIN picture p ON p.id = l.picture_id WHERE l.moment_id IN ({doomed})"
        f" AND EXISTS (SELECT 1 FROM layer o WHERE o.picture_id = p.id AND o.moment_id NOT IN ({doomed}))",
        (forgetting_id,),
    )
    return [Layer(*row) for row in rows]


def pruned(store: Store, layer: Layer, forgetting_id: int) -> Piece | None:
    """A new piece for a layer without what only the moments of a forgetting show; None when it shows nothing else.

    Slow; outside a transaction. The caller puts it in place before it deletes the moments, or discards it. A layer whose file is
    gone or damaged stays as it is.
    """
    users = store.rows(
        "SELECT l.moment_id FROM layer l JOIN moment m ON m.id = l.moment_id"
        " WHERE l.picture_id = ? AND (m.forgetting_id IS NULL OR m.forgetting_id <> ?)",
        (layer.id, forgetting_id),
    )
    try:
        return without_unseen(store, layer, [row[0] for row in users])
    except KnownError as error:
        if error.code not in ("picture_gone", "picture_damaged"):
            raise
        return None


def without_unseen(store: Store, layer: Layer, users: Sequence[int]) -> Piece | None:
    """A written piece with only those pixels of a layer that these moments show; None when they show all that it has. Slow."""
    seen = np.zeros((layer.height_px, layer.width_px), np.bool_)
    for moment_id in users:
        seen |= _visible(layer, layers_of(store, moment_id))
        if seen.all():
            return None
    pixels = np.asarray(piece_picture(store, layer)).copy()
    if (pixels[~seen] == images.PAINT).all():
        return None
    pixels[~seen] = images.PAINT
    patch = Patch(layer.x, layer.y, layer.width_px, layer.height_px, pixels.tobytes())
    data, format_ = images.encode_at_once(patch)
    return images.write(store.places, data, patch, format_)


def _visible(layer: Layer, above: Sequence[Layer]) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Which pixels of a layer a pile shows, (height, width) bool."""
    seen = np.ones((layer.height_px, layer.width_px), np.bool_)
    place = next(index for index, one in enumerate(above) if one.id == layer.id)
    for other in above[place + 1 :]:
        left, top = max(other.x - layer.x, 0), max(other.y - layer.y, 0)
        right, bottom = other.x + other.width_px - layer.x, other.y + other.height_px - layer.y
        if right > 0 and bottom > 0:
            seen[top:bottom, left:right] = False
    return seen


def hand_over(store: Store, moment_id: int) -> None:
    """Give the layers of a moment that is about to go to others that show them. Call inside `store.writing()`."""
    store.execute(
        "UPDATE picture SET moment_id = (SELECT min(l.moment_id) FROM layer l WHERE l.picture_id = picture.id AND l.moment_id <> ?1)"
        " WHERE moment_id = ?1 AND role = 'full'"
        " AND EXISTS (SELECT 1 FROM layer l WHERE l.picture_id = picture.id AND l.moment_id <> ?1)",
        (moment_id,),
    )
    store.execute("DELETE FROM layer WHERE moment_id = ?", (moment_id,))


def let_go(store: Store, moment_ids: Sequence[int]) -> int:
    """Take moments' pictures away, not their thumbnails; what others show too becomes theirs. Returns the bytes that go.

    Files are removed afterwards, from `removal`. Call inside `store.writing()`.
    """
    ids = json.dumps(list(moment_ids))
    going = "(SELECT value FROM json_each(?1))"
    store.execute(
        "UPDATE picture SET moment_id ="
        f" (SELECT min(l.moment_id) FROM layer l WHERE l.picture_id = picture.id AND l.moment_id NOT IN {going})"
        f" WHERE moment_id IN {going} AND role = 'full'"
        f" AND EXISTS (SELECT 1 FROM layer l WHERE l.picture_id = picture.id AND l.moment_id NOT IN {going})",
        (ids,),
    )
    store.execute(f"DELETE FROM layer WHERE moment_id IN {going}", (ids,))
    gone = store.rows(f"DELETE FROM picture WHERE moment_id IN {going} AND role = 'full' RETURNING size_bytes", (ids,))
    return sum(row[0] for row in gone)


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and outer.x + outer.width >= inner.x + inner.width
        and outer.y + outer.height >= inner.y + inner.height
    )


def _joined(boxes: Sequence[Box]) -> list[Box]:
    """Fewer rectangles: two that lie close to each other become one."""
    out: list[Box] = []
    for box in boxes:
        one = box
        while (other := next((each for each in out if _room_between(one, each) <= _ROOM_BETWEEN_PX), None)) is not None:
            out.remove(other)
            one = _hull([one, other])
        out.append(one)
    return out


def _room_between(one: Box, other: Box) -> int:
    """The pixels that a rectangle around both would hold beside them."""
    hull = _hull([one, other])
    return hull.width * hull.height - one.width * one.height - other.width * other.height


def _hull(boxes: Sequence[Box]) -> Box:
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
    return Box(left, top, right - left, bottom - top)
