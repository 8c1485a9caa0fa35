"""Holding a written answer to its evidence: numbers that point nowhere go, and so do sentences without one. Pure."""

import re
from collections.abc import Sequence

from app.answer.extractive import citation
from app.records import Citation, Hit

SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?]+(?=\s|\[|$)|\n|$)(?:\s*\[\d+\])*")
NUMBER = re.compile(r"\[(\d+)\]")
SPACE_BEFORE_END = re.compile(r"\s+(?=[.!?,;:])")
THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
REFUSAL = re.compile(r"\bnot in memory\b", re.IGNORECASE)


def held_to(text: str, hits: Sequence[Hit]) -> tuple[str, tuple[Citation, ...]]:
    """The sentences that cite evidence that exists, renumbered from 1, and their citations. Empty when none does.

    >>> held_to("It was blue. [7] Really.", [])
    ('', ())
    """
    text = THOUGHT.sub("", text).replace("\x00", "").strip()
    if REFUSAL.search(text):
        return "", ()
    kept: list[str] = []
    numbers: dict[int, int] = {}
    for sentence in SENTENCE.findall(text):
        cited = [int(n) for n in NUMBER.findall(sentence) if 1 <= int(n) <= len(hits)]
        words = SPACE_BEFORE_END.sub("", NUMBER.sub("", sentence)).strip()
        if not cited or not any(c.isalnum() for c in words):
            continue
        marks = [numbers.setdefault(n, len(numbers) + 1) for n in dict.fromkeys(cited)]
        kept.append(words + " " + " ".join(f"[{n}]" for n in marks))
    citations = tuple(citation(n, hits[old - 1], hits[old - 1].snippet) for old, n in numbers.items())
    return "\n".join(kept), citations
