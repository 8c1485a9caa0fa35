"""Secrets in what was recognised on a picture: the lines without them, and where on the picture they stand. Pure; paints nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.ingest.secret import Secret, find_secrets, mark
from app.records import Box, Line

Numbered = tuple[int, Line]
Word = tuple[str, Box]


def redact_lines(lines: Sequence[Numbered], own: Sequence[re.Pattern[str]] = ()) -> tuple[list[Numbered], list[Box]]:
    """The (block, line) pairs with marks in the place of secrets, and the boxes in pixels of the words that held them.

    A secret may go over several words and lines. A line that was nothing but the middle of one is left out.
    """
    starts, whole = _joined(lines)
    out: list[Numbered] = []
    boxes: list[Box] = []
    secrets = find_secrets(whole, own)
    first = 0
    for (block, line), start in zip(lines, starts, strict=True):
        while first < len(secrets) and secrets[first].end <= start:
            first += 1
        here = list(_within(secrets[first:], start, start + len(line.text)))
        if not here:
            out.append((block, line))
            continue
        kept, gone = _redacted(line, here)
        boxes.extend(gone)
        if kept.text:
            out.append((block, kept))
    return out, boxes


def _joined(lines: Sequence[Numbered]) -> tuple[list[int], str]:
    """All lines as one text, blocks an empty line apart, and where each line starts in it."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for place, (block, line) in enumerate(lines):
        between = "" if not place else "\n" if lines[place - 1][0] == block else "\n\n"
        starts.append(length + len(between))
        parts += [between, line.text]
        length += len(between) + len(line.text)
    return starts, "".join(parts)


def _within(secrets: Sequence[Secret], start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """(start, end, what stands there instead) in the line's own places; the mark stands where the secret began."""
    for one in secrets:
        if one.start >= end:
            return
        yield max(one.start - start, 0), min(one.end, end) - start, mark(one.kind) if one.start >= start else ""


def _redacted(line: Line, gone: Sequence[tuple[int, int, str]]) -> tuple[Line, list[Box]]:
    text, done = "", 0
    for start, end, instead in gone:
        text, done = text + line.text[done:start] + instead, end
    text = " ".join((text + line.text[done:]).split())
    placed = _placed(line)
    if placed is None:  # nobody knows where in the line it stands
        return replace(line, text=text, words=()), [line.box]
    boxes: list[Box] = []
    words: list[Word] = []
    for run in _runs(placed, gone):
        start, end, box = run[0][0], run[-1][1], _hull([box for _, _, box in run])
        hits = [one for one in gone if one[0] < end and one[1] > start]
        if not hits:
            words.append((line.text[start:end], box))
            continue
        boxes.append(box)
        left, at = "", start
        for from_, until, instead in hits:
            left, at = left + line.text[at : max(from_, at)] + (instead if from_ >= start else ""), until
        words.extend(_spread((left + line.text[min(at, end) : end]).split(), box))
    return replace(line, text=text, words=tuple(words)), boxes


def _placed(line: Line) -> list[tuple[int, int, Box]] | None:
    """Where in the line's text each of its words stands, or None when they do not make it up."""
    placed, at = [], 0
    for word, box in line.words:
        at = line.text.find(word, at)
        if at < 0:
            return None
        placed.append((at, at + len(word), box))
        at += len(word)
    covered = sum(end - start for start, end, _ in placed)
    return placed if placed and covered == len("".join(line.text.split())) else None


def _runs(
    placed: Sequence[tuple[int, int, Box]], gone: Sequence[tuple[int, int, str]]
) -> list[list[tuple[int, int, Box]]]:
    """The words one by one, those that share a secret together."""
    runs: list[list[tuple[int, int, Box]]] = []
    for word in placed:
        if runs and any(start < runs[-1][-1][1] and end > word[0] for start, end, _ in gone):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _spread(pieces: Sequence[str], box: Box) -> list[Word]:
    """Pieces of text side by side over a box."""
    width = box.width // max(len(pieces), 1)
    return [(piece, Box(box.x + place * width, box.y, width, box.height)) for place, piece in enumerate(pieces)]


def _hull(boxes: Sequence[Box]) -> Box:
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
    return Box(left, top, right - left, bottom - top)
