"""Where text lines stand in a picture, and what was read in lines that look the same. Knows no engine; runs in the OCR worker.

A line is found by its edges alone and known again by the hash of its pixels, so that what scrolled, what was uncovered and the window
that one goes back to are not recognised twice.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import pairwise
from typing import Any

from models.ocr_layout import Line, Word

Area = tuple[int, int, int, int]
Recognise = Callable[[Any, Sequence[Area], bool], list[Line]]

_EDGE = 12  # of 255: below the faintest text that can be read
_GAP_PX = 7  # half the widest gap between words that are one piece
_RULE_PX, _STEM_PX = 90, 56  # straight edges longer than these are borders, not letters
_LEAST_PX = 5
_TALL_PX = 36
_VALLEY = 0.12  # of a block's inkiest row: rows with less part lines that touch
_MARGIN_PX = 8
_WHOLE_ABOVE = 0.5  # of the pieces unknown: reading all at once costs no more
_CUT_PX = 240  # what is lower is no page: a line in the middle of nothing would be taken for a picture
_LINES_AT_MOST = 30_000
_JOIN_GAP = 1.2  # times a line's height


class LineCache:
    """What was read in the pieces of a picture, by the hash of their pixels. Bounded: the longest unused goes first."""

    def __init__(self, most: int = _LINES_AT_MOST) -> None:
        self._most = most
        self._read: OrderedDict[bytes, tuple[tuple[Word, ...], ...]] = OrderedDict()
        self.known_px = self.read_px = 0

    def lines(self, picture: Any, recognise: Recognise) -> list[Line]:
        """The lines of a picture (height, width, 3) uint8; only pieces that were never seen are recognised.

        `recognise` is given a picture or a cut of it, the pieces in it that are wanted, and whether it is a cut.
        """
        gray = _gray(picture)
        pieces = [(area, _digest(gray, area)) for area in segments(gray)]
        unknown = [area for area, digest in pieces if digest not in self._read]
        known = [(area, digest) for area, digest in pieces if digest in self._read]
        fresh = self._recognised(picture, pieces, unknown, recognise)
        self.known_px += sum(w * h for (_, _, w, h), _ in known)
        return [*fresh, *(line for area, digest in known for line in self._again(area, digest))]

    def _recognised(
        self, picture: Any, pieces: Sequence[tuple[Area, bytes]], unknown: Sequence[Area], recognise: Recognise
    ) -> list[Line]:
        if not unknown:
            return []
        wanted = set(unknown)
        height, width = picture.shape[:2]
        whole = len(unknown) > _WHOLE_ABOVE * len(pieces) and height > _CUT_PX
        cuts = [(0, 0, width, height)] if whole else groups(unknown, width, height)
        out: list[Line] = []
        read: dict[Area, list[tuple[Word, ...]]] = {area: [] for area in unknown}
        for x, y, w, h in cuts:
            self.read_px += w * h
            wished = [area for area, _ in pieces] if whole else unknown
            inside = [(a[0] - x, a[1] - y, a[2], a[3]) for a in wished if _inside(a, (x, y, w, h))]
            for line in recognise(picture[y : y + h, x : x + w], inside, not whole):
                words = [replace(word, x=word.x + x, y=word.y + y) for word in line.words]
                for area, part in _by_piece(words, [area for area, _ in pieces]):
                    if area is None and whole:  # in a cut it is the rest of a neighbour
                        out.append(Line(0, part))
                    elif area in wanted:
                        out.append(Line(0, part))
                        read[area].append(tuple(replace(word, x=word.x - area[0], y=word.y - area[1]) for word in part))
        for area, digest in pieces:
            if area in wanted:
                self._keep(digest, tuple(read[area]))
        return out

    def _keep(self, digest: bytes, lines: tuple[tuple[Word, ...], ...]) -> None:
        self._read[digest] = lines
        while len(self._read) > self._most:
            self._read.popitem(last=False)

    def _again(self, area: Area, digest: bytes) -> Iterable[Line]:
        self._read.move_to_end(digest)
        for words in self._read[digest]:
            yield Line(0, [replace(word, x=word.x + area[0], y=word.y + area[1]) for word in words])


def segments(gray: Any) -> list[Area]:
    """Rectangles of a (height, width) uint8 picture that hold text or other detail: lines, or blocks where lines touch."""
    import cv2
    import numpy as np

    edges = np.zeros(gray.shape, np.uint8)
    if min(gray.shape) < 2:
        return []
    across = cv2.absdiff(gray[:, 1:], gray[:, :-1]) > _EDGE
    down = cv2.absdiff(gray[1:], gray[:-1]) > _EDGE
    edges[:, 1:] |= across
    edges[:, :-1] |= across
    edges[1:] |= down
    edges[:-1] |= down
    height_px, width_px = gray.shape
    for kernel in (
        np.ones((1, min(_RULE_PX, width_px)), np.uint8),
        np.ones((min(_STEM_PX, max(int(0.8 * height_px), 24)), 1), np.uint8),
    ):
        edges &= 1 - cv2.morphologyEx(edges, cv2.MORPH_OPEN, kernel)
    joined = cv2.dilate(edges, np.ones((1, 2 * _GAP_PX + 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    out: list[Area] = []
    for x, y, width, height, _area in stats[1:count].tolist():
        inked = np.flatnonzero(edges[y : y + height, x : x + width].any(axis=0))
        left, right = x + int(inked[0]), x + int(inked[-1]) + 1
        if right - left >= _LEAST_PX and height >= _LEAST_PX:
            whole = (left, y, right - left, height)
            out.extend(_rows_apart(edges, whole) if height > _TALL_PX else [whole])
    return out


def _rows_apart(edges: Any, area: Area) -> list[Area]:
    """A block cut at the rows that hold next to nothing."""
    import numpy as np

    x, y, width, height = area
    ink = edges[y : y + height, x : x + width].sum(axis=1)
    full = np.concatenate(([False], ink > _VALLEY * ink.max(), [False])).astype(np.int8)
    ends = np.flatnonzero(np.diff(full)).reshape(-1, 2)
    rows = [(int(top), int(bottom)) for top, bottom in ends if bottom - top >= _LEAST_PX]
    if len(rows) < 2:
        return [area]
    # The rows between two lines belong to the nearer one: descenders and dots lie there.
    borders = [0, *((above[1] + below[0]) // 2 for above, below in pairwise(rows)), height]
    return [(x, y + top, width, bottom - top) for top, bottom in pairwise(borders)]


def groups(areas: Sequence[Area], width: int, height: int) -> list[Area]:
    """Few rectangles with a margin around all the areas: those that a line's height parts are read together."""
    done: list[Area] = []
    for area in sorted(areas, key=lambda one: (one[1], one[0])):
        merged = area
        again = True
        while again:
            again = False
            for other in done:
                if _near(merged, other):
                    done.remove(other)
                    merged, again = _hull(merged, other), True
                    break
        done.append(merged)
    return [_with_margin(area, width, height) for area in done]


def _inside(area: Area, outer: Area) -> bool:
    return outer[0] <= area[0] < outer[0] + outer[2] and outer[1] <= area[1] < outer[1] + outer[3]


def _near(one: Area, other: Area) -> bool:
    apart_y = max(one[1], other[1]) - min(one[1] + one[3], other[1] + other[3])
    apart_x = max(one[0], other[0]) - min(one[0] + one[2], other[0] + other[2])
    return apart_y < 14 and apart_x < 32


def _hull(one: Area, other: Area) -> Area:
    left, top = min(one[0], other[0]), min(one[1], other[1])
    right, bottom = max(one[0] + one[2], other[0] + other[2]), max(one[1] + one[3], other[1] + other[3])
    return (left, top, right - left, bottom - top)


def _with_margin(area: Area, width: int, height: int) -> Area:
    left, top = max(area[0] - _MARGIN_PX, 0), max(area[1] - _MARGIN_PX, 0)
    right, bottom = min(area[0] + area[2] + _MARGIN_PX, width), min(area[1] + area[3] + _MARGIN_PX, height)
    return (left, top, right - left, bottom - top)


def _by_piece(words: Sequence[Word], areas: Sequence[Area]) -> list[tuple[Area | None, list[Word]]]:
    """The words of a line by the piece in which their middle lies, in order; None for those in no piece."""
    out: list[tuple[Area | None, list[Word]]] = []
    for word in words:
        middle_x, middle_y = word.x + word.width / 2, word.y + word.height / 2
        home = next(
            (
                one
                for one in areas
                if one[0] - 2 <= middle_x <= one[0] + one[2] + 2 and one[1] - 2 <= middle_y <= one[1] + one[3] + 2
            ),
            None,
        )
        same = next((held for area, held in out if area == home), None)
        if same is not None:
            same.append(word)
        else:
            out.append((home, [word]))
    return out


def _gray(picture: Any) -> Any:
    import cv2

    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)


def _digest(gray: Any, area: Area) -> bytes:
    x, y, width, height = area
    return blake2b(
        gray[y : y + height, x : x + width].tobytes(), digest_size=16, salt=width.to_bytes(4, "little")
    ).digest()


def joined(lines: Sequence[Line]) -> list[Line]:
    """Pieces of one row that stand a word's distance apart as one line again, as if they had been read together."""
    out: list[Line] = []
    for line in sorted(lines, key=lambda one: one.box[0]):
        home = next((one for one in out if _same_row(one, line)), None)
        if home is None:
            out.append(Line(line.block, list(line.words)))
        else:
            home.words.extend(line.words)
    return out


def _same_row(left: Line, right: Line) -> bool:
    x, y, width, height = left.box
    x2, y2, _, height2 = right.box
    shared = min(y + height, y2 + height2) - max(y, y2)
    return shared > 0.6 * min(height, height2) and -4 <= x2 - (x + width) <= _JOIN_GAP * max(height, height2)
