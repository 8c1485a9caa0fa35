"""What was looked for, found again in what is shown of a hit: in its title, its sentence and on its picture. Pure functions."""

import re
from collections.abc import Sequence

from app.records import Box, Hit
from ui import words

WORD_BEGINS = re.compile(r"(?<![^\W_])[^\W_]")


def sought_words(typed: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The words that were looked for: those that are marked in any hit, and what was typed where it is one word."""
    found = {hit.snippet[start:end].casefold() for hit in hits for start, end in hit.snippet_marks}
    return tuple(sorted({*found, *(typed.casefold().split() if len(typed.split()) == 1 else ())}))


def title_marks(title: str, sought: Sequence[str]) -> list[tuple[int, int]]:
    """Where words of a title begin with what was looked for.

    >>> title_marks("reinvoice, Invoices of May", ["invoice"])
    [(11, 18)]
    """
    starts = [found.start() for found in WORD_BEGINS.finditer(title)]
    longest = [
        max((len(word) for word in sought if title[at:].casefold().startswith(word)), default=0) for at in starts
    ]
    return [(at, at + long) for at, long in zip(starts, longest, strict=True) if long]


def shown_snippet(hit: Hit) -> tuple[str, list[tuple[int, int]]]:
    """A snippet on one line, its marks still on their words: every white space counts as one blank."""
    text = "".join(" " if character.isspace() else character for character in hit.snippet)
    return text, [(start, end) for start, end in hit.snippet_marks if 0 <= start < end <= len(text)]


def is_unmarked(hit: Hit, sought: Sequence[str]) -> bool:
    """Whether a row shows nothing of what was looked for, so that it has to be said why it is there."""
    return not hit.snippet_marks and not title_marks(words.title_of(hit.moment), sought)


def shown_boxes(hit: Hit) -> tuple[Box, ...]:
    """What is marked on the picture: the words that were looked for, or, where none of them stands there, the passage as one.

    Each line of such a passage by itself would look as if it had been asked for.
    """
    if hit.snippet_marks or len(hit.boxes) < 2:
        return hit.boxes
    left, top = min(box.x for box in hit.boxes), min(box.y for box in hit.boxes)
    right, bottom = max(box.x + box.width for box in hit.boxes), max(box.y + box.height for box in hit.boxes)
    return (Box(left, top, right - left, bottom - top),)
