"""Did anything worth keeping change between two pictures of one screen? Pure arithmetic on arrays; remembers nothing.

The rule: one typed word is a change, also grey on black; a blinking or wandering text cursor is none. A cursor is a
small solid bar or block, all of whose pixels flip; text is never solid. Comparing is with the last *kept* picture, so
that what is too small at first adds up and is not lost.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from capture.frame import Rect

Pixels = NDArray[np.uint32]
"""(height, width) uint32, each pixel blue, green, red and one unused byte, as X11 and mss give them."""

TILE_WIDTH_PX = 64
TILE_HEIGHT_PX = 32
TOLERANCE = 8  # of 255; above what colour rounding does, below the faintest comment in a dark editor
_COLOUR = np.uint32(0x00FFFFFF)
_CURSORS_AT_MOST = 2  # one that went and one that came
_SOLID = (
    0.85  # a smoothed letter under a block cursor leaves a few middle tones that do not flip; letters fill half a box
)
_BAR_WIDTH_PX, _BAR_HEIGHT_PX, _BAR_AT_LEAST_PX = 4, 64, 6
_BLOCK_WIDTH_PX, _BLOCK_HEIGHT_PX = 32, 64
_RECTANGLES_AT_MOST = 24


def changed_rectangles(before: Pixels, now: Pixels) -> tuple[Rect, ...]:
    """The rectangles of tiles that differ, from the top; empty when nothing did or only cursors."""
    height, width = now.shape
    if before.shape != now.shape:
        return ((0, 0, width, height),)
    differs = (before ^ now) & _COLOUR
    rows = np.flatnonzero(differs.any(axis=1))
    if rows.size == 0:
        return ()
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(differs[top:bottom].any(axis=0))
    left, right = int(columns[0]), int(columns[-1]) + 1
    mask = _differs_visibly(before[top:bottom, left:right], now[top:bottom, left:right])
    if not mask.any() or only_cursors(mask):
        return ()
    return _rectangles(_tiles(mask, left, top), width, height)


def _differs_visibly(before: Pixels, now: Pixels) -> NDArray[np.bool_]:
    one = np.ascontiguousarray(before).view(np.uint8).reshape(*before.shape, 4)
    two = np.ascontiguousarray(now).view(np.uint8).reshape(*now.shape, 4)
    mask = np.zeros(before.shape, dtype=np.bool_)
    for channel in range(3):
        a, b = one[..., channel], two[..., channel]
        mask |= (np.maximum(a, b) - np.minimum(a, b)) > TOLERANCE
    return mask


def only_cursors(mask: NDArray[np.bool_]) -> bool:
    """Whether all that differs is at most two text cursors: solid bars, underlines or blocks. `mask` is (h, w) bool."""
    count = int(np.count_nonzero(mask))
    if count == 0 or count > _CURSORS_AT_MOST * _BLOCK_WIDTH_PX * _BLOCK_HEIGHT_PX:
        return count == 0
    pieces = _pieces(mask, _CURSORS_AT_MOST)
    return pieces is not None and all(_is_cursor(piece) for piece in pieces)


def _is_cursor(piece: NDArray[np.bool_]) -> bool:
    height, width = piece.shape
    if int(np.count_nonzero(piece)) < _SOLID * piece.size:
        return False
    upright = width <= _BAR_WIDTH_PX and _BAR_AT_LEAST_PX <= height <= _BAR_HEIGHT_PX
    lying = height <= 3 and _BAR_AT_LEAST_PX <= width <= _BLOCK_WIDTH_PX
    block = _BAR_AT_LEAST_PX <= width <= _BLOCK_WIDTH_PX and 8 <= height <= _BLOCK_HEIGHT_PX
    return bool(upright or lying or block)


def _pieces(mask: NDArray[np.bool_], at_most: int) -> list[NDArray[np.bool_]] | None:
    """The parts of a mask that empty rows or columns separate, cut to their edges; None when there are too many."""
    done: list[NDArray[np.bool_]] = []
    waiting = [mask]
    while waiting:
        if len(done) + len(waiting) > at_most:
            return None
        part = waiting.pop()
        by_row = _runs(np.logical_or.reduce(part, axis=1))
        by_column = _runs(np.logical_or.reduce(part, axis=0))
        if len(by_row) <= 1 and len(by_column) <= 1:
            (top, bottom), (left, right) = by_row[0], by_column[0]
            done.append(part[top:bottom, left:right])
        elif len(by_row) > 1:
            waiting.extend(part[top:bottom] for top, bottom in by_row)
        else:
            waiting.extend(part[:, left:right] for left, right in by_column)
    return done


def _runs(line: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where a line of bools is true, as (start, end) pairs; a single false in between does not part them."""
    joined = line.copy()
    joined[1:-1] |= line[:-2] & line[2:]  # a middle tone under a cursor flips to itself
    edges = np.flatnonzero(np.diff(np.concatenate(([False], joined, [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _tiles(mask: NDArray[np.bool_], left: int, top: int) -> set[tuple[int, int]]:
    """The (column, row) of each tile of the whole picture in which a cut-out mask has a pixel."""
    height, width = mask.shape
    row_edges = _edges(top, height, TILE_HEIGHT_PX)
    column_edges = _edges(left, width, TILE_WIDTH_PX)
    by_rows = np.logical_or.reduceat(mask, row_edges, axis=0)
    hit = np.logical_or.reduceat(by_rows, column_edges, axis=1)
    first_row, first_column = top // TILE_HEIGHT_PX, left // TILE_WIDTH_PX
    return {(first_column + int(column), first_row + int(row)) for row, column in np.argwhere(hit)}


def _edges(start: int, length: int, step: int) -> list[int]:
    """Where the tiles of the whole picture begin inside a cut-out that begins at `start`."""
    return [0, *range(step - start % step, length, step)]


def _rectangles(tiles: set[tuple[int, int]], width: int, height: int) -> tuple[Rect, ...]:
    """Few rectangles that hold all the tiles: runs of a row, joined with equal runs below."""
    runs: list[tuple[int, int, int]] = []
    for row in sorted({row for _, row in tiles}):
        columns = sorted(column for column, at in tiles if at == row)
        start = previous = columns[0]
        for column in columns[1:]:
            if column > previous + 2:  # a gap of one tile is cheaper to read than to cut
                runs.append((row, start, previous))
                start = column
            previous = column
        runs.append((row, start, previous))
    joined: list[list[int]] = []
    for row, start, end in runs:
        above = next((one for one in joined if one[1] == start and one[2] == end and one[3] == row - 1), None)
        if above is None:
            joined.append([row, start, end, row])
        else:
            above[3] = row
    if len(joined) > _RECTANGLES_AT_MOST:
        joined = [[joined[0][0], min(one[1] for one in joined), max(one[2] for one in joined), joined[-1][3]]]
    return tuple(_in_pixels(one, width, height) for one in joined)


def _in_pixels(tiles: list[int], width: int, height: int) -> Rect:
    first_row, first_column, last_column, last_row = tiles
    x, y = first_column * TILE_WIDTH_PX, first_row * TILE_HEIGHT_PX
    right, bottom = (last_column + 1) * TILE_WIDTH_PX, (last_row + 1) * TILE_HEIGHT_PX
    return (x, y, min(right, width) - x, min(bottom, height) - y)


def as_if_kept(pixels: Pixels, kept: Pixels | None, hidden: Sequence[Rect]) -> Pixels:
    """The picture with its painted parts as they were when last kept: an excluded window alone changes nothing."""
    if kept is None or not hidden:
        return pixels
    merged = pixels.copy()
    for x, y, width, height in hidden:
        merged[y : y + height, x : x + width] = kept[y : y + height, x : x + width]
    return merged


def rgb_bytes(pixels: Pixels) -> bytes:
    """The picture, or a cut of one, as red, green and blue bytes, row by row from the top."""
    return np.ascontiguousarray(
        np.ascontiguousarray(pixels).view(np.uint8).reshape(*pixels.shape, 4)[..., 2::-1]
    ).tobytes()
