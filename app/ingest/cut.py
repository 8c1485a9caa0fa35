"""Cutting what was read into passages, at the borders that the page itself has. Pure."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from app.records import Box, Line
from app.store.passages import NewPassage

# MiniLM reads 256 word pieces; 110 English words stay below that.
MOST_WORDS = 110
# A screen is cut finer: its panes hold many things side by side, and what is asked for is mostly one of them. Found on the first
# demo week, where reworded questions find their moment among the first five in 70 % of cases at 30 words and in 58 % at 110.
MOST_SCREEN_WORDS = 30
FEWEST_WORDS = 4
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"'(])")


def screen_passages(lines: Sequence[tuple[int, Line]]) -> list[NewPassage]:
    """Passages of a screen from (block, line) pairs in reading order.

    A block is a passage; a long one is cut between lines, and one of a few words joins the one it stands closest to.
    """
    pieces = [
        piece
        for _, group in groupby(lines, key=lambda pair: pair[0])
        for piece in _cut_lines([line for _, line in group if line.text.strip()])
    ]
    return [NewPassage("\n".join(line.text for line in piece), tuple(piece)) for piece in _joined(pieces)]


def text_passages(text: str) -> list[NewPassage]:
    """Passages of a message or note: the whole of it, or, when it is long, runs of its paragraphs and sentences."""
    if _words(text) <= MOST_WORDS * 2:
        return [NewPassage(text)] if text.strip() else []
    out, held = [], ""
    for sentence in _sentences(text):
        if held and _words(held) + _words(sentence) > MOST_WORDS:
            out.append(NewPassage(held))
            held = ""
        held = f"{held} {sentence}".strip() if held else sentence
    return [*out, NewPassage(held)] if held else out


def _sentences(text: str) -> Iterable[str]:
    for paragraph in text.split("\n"):
        for sentence in SENTENCE_END.split(paragraph.strip()):
            words = sentence.split()
            for start in range(0, len(words), MOST_WORDS):
                yield " ".join(words[start : start + MOST_WORDS])


def _cut_lines(lines: list[Line]) -> list[list[Line]]:
    out: list[list[Line]] = []
    count = 0
    for line in lines:
        words = _words(line.text)
        if not out or count + words > MOST_SCREEN_WORDS:
            out.append([])
            count = 0
        out[-1].append(line)
        count += words
    return out


def _joined(pieces: list[list[Line]]) -> list[list[Line]]:
    out: list[list[Line]] = []
    for piece in pieces:
        few = sum(_words(line.text) for line in piece) < FEWEST_WORDS
        before = sum(_words(line.text) for line in out[-1]) if out else MOST_SCREEN_WORDS
        few_before = out and before < FEWEST_WORDS
        if out and (few or few_before) and before < MOST_SCREEN_WORDS and _near(out[-1], piece):
            out[-1].extend(piece)
        else:
            out.append(list(piece))
    return out


def _near(above: list[Line], below: list[Line]) -> bool:
    """Within two lines' height of each other, and overlapping sideways."""
    a, b = _hull(above), _hull(below)
    height = max(above[-1].box.height, below[0].box.height, 1)
    apart = max(b.y - (a.y + a.height), a.y - (b.y + b.height))
    overlap = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    return apart <= 2 * height and overlap > 0


def _hull(lines: list[Line]) -> Box:
    left, top = min(line.box.x for line in lines), min(line.box.y for line in lines)
    right, bottom = (
        max(line.box.x + line.box.width for line in lines),
        max(line.box.y + line.box.height for line in lines),
    )
    return Box(left, top, right - left, bottom - top)


def _words(text: str) -> int:
    return len(text.split())
