"""Holding a written answer to its evidence: what its moments do not say goes, what they say in part is marked, numbers that point nowhere go.

Pure. Whether a moment says what a sentence says is judged in `proof`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.answer.extractive import citation
from app.answer.plain import plain
from app.answer.proof import Source, Verdict, share_said, units, verdict
from app.records import Citation, Doubt, Hit

SENTENCE = re.compile(
    r"(?:[^.!?\n]|(?<=\d)\.(?=\d)|(?<=\bMr)\.|(?<=\bMs)\.|(?<=\bDr)\.|(?<=\bSt)\.|(?<=\bMrs)\.|\.(?=\s+[a-z])|[.!?](?![\s\[]|$))*"
    r"(?:[.!?]+|\n|$)(?:\s*\[[\d,\s]+\])*"
)
NUMBER = re.compile(r"\[(\d+(?:\s*,\s*\d+)*)\]")
ANY_MARK = re.compile(r"\[[\d,\s?]*\]")
SPACE_BEFORE_END = re.compile(r"\s+(?=[.!?,;:])")
THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
REFUSAL = re.compile(r"\bnot in memory\b", re.IGNORECASE)
# A moment that says less of a sentence than this is no proof of it.
LEAST_OF_A_PROOF = 0.25
MOST_SENTENCES = 12
LONGEST_QUOTE = 320
DOUBTED = "[?]"


@dataclass(frozen=True, slots=True)
class HeldTo:
    """What is left of a written answer. `removed` counts the sentences that went since no moment says them."""

    text: str
    citations: tuple[Citation, ...]
    doubts: tuple[Doubt, ...] = ()
    removed: int = 0


def held_to(
    text: str,
    hits: Sequence[Hit],
    *,
    around: Mapping[str, str] | None = None,
    now: datetime | None = None,
    zone: str = "UTC",
) -> HeldTo:
    """The sentences that the cited evidence says, renumbered from 1, with their citations. Empty when there is none.

    A sentence that another moment than the cited one says cites that one instead. `around` gives by a hit's id what stood beside it.

    >>> held_to("It was blue. [7] Really.", []).text
    ''
    """
    text = plain(THOUGHT.sub("", text), lines=True).strip()
    if REFUSAL.search(text):
        return HeldTo("", ())
    sources = [source_of(hit, (around or {}).get(hit.id, "")) for hit in hits]
    lines: list[str] = []
    doubts: list[Doubt] = []
    numbers: dict[int, int] = {}
    said: dict[int, str] = {}
    told: set[str] = set()
    removed = 0
    for words, cited in _sentences(text, len(hits)):
        proofs, judged = _proved(words, cited, sources, now, zone)
        if judged.state == "unsupported" or not proofs:
            removed += 1
            continue
        if words in told:
            continue
        told.add(words)
        marks = [numbers.setdefault(n, len(numbers) + 1) for n in proofs]
        for n in proofs:
            said.setdefault(n, words)
        line = words + " " + " ".join(f"[{n}]" for n in marks)
        if judged.state == "partly":
            doubts.append(Doubt(words, judged.unsupported))
            line += " " + DOUBTED
        lines.append(line)
    citations = tuple(citation(n, hits[old], quote(hits[old], said[old])) for old, n in numbers.items())
    return HeldTo("\n".join(lines), citations, tuple(doubts), removed)


def source_of(hit: Hit, around: str = "") -> Source:
    """A hit as what a sentence is held to."""
    moment = hit.moment
    about = f"{moment.app} {moment.title} {moment.thread} {moment.site}"
    return Source(hit.text, moment.time, moment.zone, moment.author, about, around)


def quote(hit: Hit, sentence: str) -> str:
    """The part of a hit that a sentence rests on."""
    parts = units(hit.text)
    if not parts:
        return hit.snippet
    shares = [share_said(sentence, Source(part, hit.moment.time, hit.moment.zone, hit.moment.author)) for part in parts]
    return parts[shares.index(max(shares))][:LONGEST_QUOTE] if max(shares) > 0 else hit.snippet


def _sentences(text: str, count: int) -> Iterator[tuple[str, list[int]]]:
    """(words, places of the cited hits) of the sentences that cite something."""
    for sentence in SENTENCE.findall(text)[: 4 * MOST_SENTENCES]:
        named = [int(n) for marks in NUMBER.findall(sentence) for n in re.findall(r"\d{1,4}", marks)]
        cited = list(dict.fromkeys(n - 1 for n in named if 1 <= n <= count))
        words = " ".join(SPACE_BEFORE_END.sub("", ANY_MARK.sub("", sentence)).split())
        if cited and any(sign.isalnum() for sign in words):
            yield words, cited


def _proved(
    words: str, cited: list[int], sources: Sequence[Source], now: datetime | None, zone: str
) -> tuple[list[int], Verdict]:
    """The places of the sources that prove a sentence, and how far they do: those that it cites, else the one that says all of it."""
    proofs = [n for n in cited if share_said(words, sources[n]) >= LEAST_OF_A_PROOF]
    judged = verdict(words, [sources[n] for n in proofs], now=now, zone=zone)
    if judged.state != "supported":
        for n, source in enumerate(sources):
            if n not in cited and verdict(words, [source], now=now, zone=zone).state == "supported":
                return [n], Verdict("supported")
    return proofs, judged
