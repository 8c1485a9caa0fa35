"""What becomes of a picture once it was read: its secrets painted flat, its pieces encoded as they are to stay, its thumbnail.

The slow part is done outside the transaction that stores the text, the short part inside it. A piece that others show too is painted
for all of them: the same secret stands on their pictures.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from app.records import Box
from app.store import images, layers
from app.store.db import Store
from app.store.images import Patch, Piece
from app.store.layers import Layer


@dataclass(frozen=True, slots=True)
class Fresh:
    """Written pieces that have no row yet: for layers, and the moment's thumbnail. `painted` are layers that others may show."""

    layers: tuple[tuple[Layer, Piece], ...]
    thumbnail: Piece | None
    painted: tuple[int, ...]


def settled(
    store: Store, moment_id: int, pile: Sequence[Layer], picture: Image.Image, secrets: Sequence[Box], *, quality: int
) -> Fresh:
    """Write what replaces the pieces of a moment that was just read. Paints `picture` too. Raises KnownError disk_full.

    `quality` is that of photographs, 1 to 100; 0 leaves the moment's own pieces out, for there is no more room for them today.
    """
    written: list[tuple[Layer, Piece]] = []
    painted: list[int] = []
    try:
        for layer in pile:
            here = [box for box in secrets if _touches(layer, box)]
            own = layer.owner == moment_id
            if not here and not (own and (layer.format == images.HASTY or not quality)):
                continue
            piece = (
                _left_out(store, layer)
                if own and not quality
                else _rewritten(store, layer, picture if own else None, here, quality or 65)
            )
            if piece is not None:
                written.append((layer, piece))
                if here:
                    painted.append(layer.id)
        images.paint(picture, secrets)
        thumbnail = _thumbnail(store, moment_id, pile, picture)
    except BaseException:
        images.discard(store.places, [piece for _, piece in written])
        raise
    return Fresh(tuple(written), thumbnail, tuple(painted))


def _left_out(store: Store, layer: Layer) -> Piece:
    """A piece that shows nothing, in next to no room."""
    flat = Image.new("RGB", (layer.width_px, layer.height_px), images.PAINT)
    patch = Patch(layer.x, layer.y, layer.width_px, layer.height_px, b"")
    return images.write(store.places, images.encode_exact(flat), patch, images.LEFT_OUT)


def _rewritten(
    store: Store, layer: Layer, whole: Image.Image | None, secrets: Sequence[Box], quality: int
) -> Piece | None:
    """`whole` is the picture that shows this layer uncovered, if one does: it need not be decoded again then."""
    edges = (layer.x, layer.y, layer.x + layer.width_px, layer.y + layer.height_px)
    picture = layers.piece_picture(store, layer) if whole is None else whole.crop(edges)
    if secrets:
        before = picture.copy()
        images.paint(picture, [Box(box.x - layer.x, box.y - layer.y, box.width, box.height) for box in secrets])
        if layer.format != images.HASTY and np.array_equal(np.asarray(before), np.asarray(picture)):
            return None  # it was painted before
    patch = Patch(layer.x, layer.y, layer.width_px, layer.height_px, picture.tobytes())
    data = images.encode_settled(patch, quality=quality, hasty_bytes=layer.size_bytes)
    return images.write(store.places, data, patch, images.SETTLED)


def _thumbnail(store: Store, moment_id: int, pile: Sequence[Layer], picture: Image.Image) -> Piece | None:
    fresh = [layer.box for layer in pile if layer.owner == moment_id]
    if not layers.worth_a_thumbnail(fresh, picture.width, picture.height):
        return None
    data, width, height = images.encode_thumbnail(picture)
    return images.write(store.places, data, Patch(0, 0, width, height, b""), images.SETTLED)


def replaced(store: Store, pile: Sequence[Layer]) -> bool:
    """Whether one of these layers is gone or was written anew since it was looked up."""
    return any(store.value("SELECT file FROM picture WHERE id = ?", (layer.id,)) != layer.name for layer in pile)


def put(store: Store, moment_id: int, fresh: Fresh) -> bool:
    """Put written pieces in their places. False when a layer was written anew by another meanwhile. Call inside `store.writing()`."""
    if replaced(store, [layer for layer, _ in fresh.layers]):
        return False
    for layer, piece in fresh.layers:
        layers.replace_layer(store, layer, piece)
    for layer_id in fresh.painted:
        store.execute(
            "DELETE FROM picture WHERE role = 'thumb' AND moment_id IN (SELECT moment_id FROM layer WHERE picture_id = ?)",
            (layer_id,),
        )
    layers.replace_thumbnail(store, moment_id, fresh.thumbnail)
    return True


def discard(store: Store, fresh: Fresh) -> None:
    """Remove pieces that did not get into their places."""
    pieces = [piece for _, piece in fresh.layers]
    images.discard(store.places, [*pieces, fresh.thumbnail] if fresh.thumbnail else pieces)


def _touches(layer: Layer, box: Box) -> bool:
    left, top, right, bottom = images.rim(box)
    return left < layer.x + layer.width_px and layer.x < right and top < layer.y + layer.height_px and layer.y < bottom
