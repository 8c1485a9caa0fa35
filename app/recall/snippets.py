"""The part of a text that shows why it was found, with its words marked, and where those words stand on the picture. Pure."""

import re
from collections.abc import Callable, Sequence

from app.records import Box, Line

WORD = re.compile(r"\w+")
LONGEST = 220


def marks(text: str, is_sought: Callable[[str], bool]) -> tuple[tuple[int, int], ...]:
    """(start, end) of each word of a text that is sought.

    >>> marks("the blue house", lambda w: w == "blue")
    ((4, 8),)
    """
    return tuple((m.start(), m.end()) for m in WORD.finditer(text) if is_sought(m.group()))


def snippet(text: str, found: Sequence[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """At most 220 characters around the densest marks, cut at words, on one line, and the marks within it."""
    flat = text.replace("\n", " ")
    if len(flat) <= LONGEST:
        return flat, tuple(found)
    start = _densest(found)
    start = max(0, min(start - 40, len(flat) - LONGEST))
    if start:
        start = flat.find(" ", start) + 1 if flat.find(" ", start, start + 30) >= 0 else start
    end = min(len(flat), start + LONGEST)
    if end < len(flat):
        end = max(flat.rfind(" ", start + 1, end), start + LONGEST // 2)
    head, tail = ("… " if start else ""), (" …" if end < len(flat) else "")
    moved = tuple((a - start + len(head), b - start + len(head)) for a, b in found if a >= start and b <= end)
    return head + flat[start:end] + tail, moved


def _densest(found: Sequence[tuple[int, int]]) -> int:
    """Where the window begins that holds most marks."""
    if not found:
        return 0
    return max((a for a, _ in found), key=lambda a: (sum(a <= x < a + LONGEST - 60 for x, _ in found), -a))


def boxes(lines: Sequence[Line], is_sought: Callable[[str], bool]) -> tuple[Box, ...]:
    """Boxes of the sought words; of the whole lines where no word of theirs is, as when only the meaning fits."""
    sought = tuple(
        box for line in lines for word, box in line.words if any(is_sought(m.group()) for m in WORD.finditer(word))
    )
    return sought or tuple(line.box for line in lines)
