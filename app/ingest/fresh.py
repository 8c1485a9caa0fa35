"""Which parts of a picture have to be read when the lines of the picture before are known. Pure."""

from collections.abc import Sequence

from app.records import Box, Line

_MARGIN_PX = 4
_ROUNDS = 6
_WHOLE_ABOVE = 0.6


def new_parts(
    changed: Sequence[Box], lines: Sequence[Line], width_px: int, height_px: int
) -> tuple[list[Box], list[Line]]:
    """Rectangles to read, and the lines that stand outside them. Changed rectangles grow until they cut through no line.

    >>> text = Line("stays", Box(0, 0, 50, 12)), Line("was cut", Box(0, 40, 90, 12))
    >>> parts, known = new_parts([Box(64, 32, 64, 32)], text, 200, 100)
    >>> [line.text for line in known], parts
    (['stays'], [Box(x=0, y=28, width=132, height=40)])
    """
    parts = [_grown(box, _MARGIN_PX) for box in changed]
    for _ in range(_ROUNDS):
        parts = _merged([_with_lines(part, lines) for part in parts])
        if not any(_touch(part, line.box) and not _holds(part, line.box) for part in parts for line in lines):
            break
    parts = [_inside(part, width_px, height_px) for part in parts]
    if sum(part.width * part.height for part in parts) > _WHOLE_ABOVE * width_px * height_px:
        return [Box(0, 0, width_px, height_px)], []
    return parts, [line for line in lines if not any(_touch(part, line.box) for part in parts)]


def _with_lines(part: Box, lines: Sequence[Line]) -> Box:
    for line in lines:
        if _touch(part, line.box):
            part = _hull(part, _grown(line.box, _MARGIN_PX))
    return part


def _merged(parts: Sequence[Box]) -> list[Box]:
    out: list[Box] = []
    for part in parts:
        joined = part
        while (other := next((one for one in out if _touch(one, joined)), None)) is not None:
            out.remove(other)
            joined = _hull(joined, other)
        out.append(joined)
    return out


def _touch(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def _holds(outer: Box, inner: Box) -> bool:
    return _hull(outer, inner) == outer


def _hull(one: Box, other: Box) -> Box:
    left, top = min(one.x, other.x), min(one.y, other.y)
    right, bottom = max(one.x + one.width, other.x + other.width), max(one.y + one.height, other.y + other.height)
    return Box(left, top, right - left, bottom - top)


def _grown(box: Box, by: int) -> Box:
    return Box(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by)


def _inside(box: Box, width_px: int, height_px: int) -> Box:
    left, top = max(box.x, 0), max(box.y, 0)
    return Box(left, top, min(box.x + box.width, width_px) - left, min(box.y + box.height, height_px) - top)
