"""The sentences of evidence: hits with their whole text, cut where a sentence, a line of a list or a row of a table ends. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.answer import sought
from app.records import Hit, Line

# A sentence's end; a screen's passage is short, and where its lines end says little, so those are no borders by themselves.
BORDER = re.compile(
    r"(?<=[.!?])(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bMrs\.)(?<!\bNo\.)\s+(?=[\"'(A-Z0-9])|\n{2,}"
)
# What begins an entry of its own: a bullet, a number, a clock time, a field, a program's prompt.
ENTRY = re.compile(r"\s*(?:[-*•·>$]\s|\d{1,2}[.)]\s|\d{1,2}[:.]\d\d\b|[A-Z][\w ]{1,24}:\s)")
CLOSED = re.compile(r"[.!?:;]$")
LONGEST_QUOTE = 320
FEWEST_QUOTED_WORDS = 8
# A line that is much shorter than the longest beside it ended because what it says ended.
ENDS_EARLY = 0.75
# What stands side by side in a table: a label of a few words, and a value with a number.
MOST_LABEL_WORDS, MOST_VALUE_WORDS = 7, 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the evidence with the hit that it comes from, that hit's place among all, and what was said just before it.

    `place` is where in the moment's text it stands, in order; `beside` says that it stands in a neighbour of the hit that was found,
    `row` that it is the row of a table, whose cells stand apart in the moment's text.
    """

    text: str
    hit: Hit
    rank: int
    before: str = ""
    place: int = 0
    beside: bool = False
    row: bool = False


def sentences(read: Sequence[tuple[Hit, str]]) -> list[Sentence]:
    """The sentences of the best hits, each given with the text of its moment; those of better hits first."""
    out: list[Sentence] = []
    for number, (hit, text) in enumerate(read):
        out.extend(of_moment(hit, text, number))
    return out or [whole(hit) for hit, _ in read[:1]]


def of_moment(hit: Hit, text: str, rank: int, *, before: str = "", beside: bool = False) -> list[Sentence]:
    """The sentences of one moment, headings only with what they head. `before` is what was said before the first."""
    pieces = cut(text)
    headings = [sought.is_heading(piece, hit.moment.title) for piece in pieces]
    starts = [n for n, heading in enumerate(headings) if not heading] or range(len(pieces))
    return [
        Sentence(_enough(pieces, n)[:LONGEST_QUOTE], hit, rank, pieces[n - 1] if n else before, n, beside)
        for n in starts
    ]


def whole(hit: Hit) -> Sentence:
    """All that a hit says, as one sentence."""
    return Sentence(" ".join(hit.text.split())[:LONGEST_QUOTE], hit, 0)


def cut(text: str) -> list[str]:
    """A text in sentences and entries, in order, each in one line.

    >>> cut("Garden\\n- twelve roses\\n- a bench. It is\\nblue.")
    ['Garden', '- twelve roses', '- a bench.', 'It is blue.']
    """
    blocks = [_entries(block) for block in re.split(r"\n{2,}", text)]
    pieces = [" ".join(piece.split()) for block in blocks for piece in BORDER.split(block)]
    return [piece for piece in pieces if any(sign.isalnum() for sign in piece)]


def _entries(block: str) -> str:
    """A block's lines, with an empty one where a new entry begins."""
    lines = [line.strip() for line in block.split("\n") if line.strip()]
    longest = max(map(len, lines), default=0)
    out = "\n".join(lines[:1])
    for last, line in pairwise(lines):
        own = bool(ENTRY.match(line)) or bool(CLOSED.search(last))
        ended = len(last) < ENDS_EARLY * longest and not last.endswith(",") and not line[:1].islower()
        out += ("\n\n" if own or ended else "\n") + line
    return out


def _enough(pieces: Sequence[str], start: int) -> str:
    """A piece with those after it, until it says enough to stand alone: a heading is quoted with what it heads."""
    text = pieces[start]
    for piece in pieces[start + 1 :]:
        if len(text.split()) >= FEWEST_QUOTED_WORDS:
            break
        text = f"{text} {piece}"
    return text


def rows(lines: Sequence[Line]) -> list[str]:
    """The rows of tables on a picture: a label and the values that stand beside it at the same height."""
    out = []
    for label in lines:
        if not (0 < len(label.text.split()) <= MOST_LABEL_WORDS) or not re.search(r"[^\W\d]{3}", label.text):
            continue
        beside = [one for one in lines if _same_row(label, one) and _is_value(one.text)]
        beside.sort(key=lambda one: one.box.x)
        if beside:
            out.append(" ".join([label.text, *(one.text for one in beside[:4])]))
    return out


def _same_row(label: Line, other: Line) -> bool:
    middle, height = other.box.y + other.box.height / 2, label.box.height
    return other.box.x >= label.box.x + label.box.width and abs(middle - label.box.y - height / 2) <= height / 2


def _is_value(text: str) -> bool:
    return len(text.split()) <= MOST_VALUE_WORDS and any(sign.isdigit() for sign in text)
