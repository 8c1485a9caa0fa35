"""Arithmetic on rectangles: overlaps, differences, what stays uncovered. Knows nothing of windows or pixels."""

from collections.abc import Iterable, Sequence

from capture.frame import Rect


def overlap(one: Rect, other: Rect) -> Rect | None:
    """The part that both rectangles share, if any.

    >>> overlap((0, 0, 10, 10), (5, 5, 10, 10))
    (5, 5, 5, 5)
    """
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right = min(one[0] + one[2], other[0] + other[2])
    bottom = min(one[1] + one[3], other[1] + other[3])
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None


def without(part: Rect, cover: Rect) -> list[Rect]:
    """What is left of a rectangle when another lies on it: at most four rectangles that do not overlap.

    >>> without((0, 0, 10, 10), (0, 0, 10, 4))
    [(0, 4, 10, 6)]
    """
    hit = overlap(part, cover)
    if hit is None:
        return [part]
    x, y, width, height = part
    left, top, hit_width, hit_height = hit
    pieces = [
        (x, y, width, top - y),
        (x, top + hit_height, width, y + height - top - hit_height),
        (x, top, left - x, hit_height),
        (left + hit_width, top, x + width - left - hit_width, hit_height),
    ]
    return [piece for piece in pieces if piece[2] > 0 and piece[3] > 0]


def uncovered(part: Rect, covers: Iterable[Rect]) -> list[Rect]:
    """What is left of a rectangle when several lie on it."""
    pieces = [part]
    for cover in covers:
        pieces = [rest for piece in pieces for rest in without(piece, cover)]
        if not pieces:
            break
    return pieces


def shared_area(some: Sequence[Rect], others: Sequence[Rect]) -> int:
    """How many pixels two sets of rectangles share; each set must not overlap itself."""
    parts = [overlap(one, other) for one in some for other in others]
    return sum(part[2] * part[3] for part in parts if part is not None)


def moved(part: Rect, by_x: int, by_y: int) -> Rect:
    """The same rectangle elsewhere."""
    return (part[0] + by_x, part[1] + by_y, part[2], part[3])
