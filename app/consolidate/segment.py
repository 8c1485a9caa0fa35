"""Where an episode ends and the next begins, from what a day shows: pauses, other words, other meanings. Pure, no model needed.

The idea is that of event segmentation (EM-LLM, arXiv 2407.09450): a border is where what comes surprises, given what came before.
Surprise here is a pause, words that share little with those before (`bags.cohesion`), and, where there are embeddings, a distance that
stands out from the mean and deviation of the last thirty. Their weights were found by a logistic regression on the first demo week,
each of its days judged by the others.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
import numpy.typing as npt

from app.consolidate.bags import Bag, Frequency, cohesion, joined

_MINUTE_US = 60_000_000
# How long a pause weighs, against one of the day's own rhythm: where moments come every few seconds, five minutes are one.
_USUAL_US = (5 * _MINUTE_US, 10 * _MINUTE_US)
_RHYTHM = 1.6
_PAUSE_RANGE = (-1.0, 1.4)
_PAUSE, _WORDS, _TOLD, _MEANING, _BIAS = 1.9, -2.05, -2.6, 0.2, -6.85
_WORDS_FLOOR = 0.05
# After so long a pause nothing goes on, whatever it is about.
LONGEST_PAUSE_US = 180 * _MINUTE_US
# An episode of a single moment, or shorter than this, is joined to the nearer neighbour; none spans more time at work than the other.
LEAST_US = 20_000_000
GREATEST_US = 100 * _MINUTE_US
_COUNTS_US = 15 * _MINUTE_US
_RECENT = 30
_FEWEST_RECENT = 8


@dataclass(frozen=True, slots=True)
class Beat:
    """A stretch as segmentation sees it: when it began and ended, how many moments it has. `use` is its window or thread; `told` is true
    of messages and notes."""

    at_us: int
    until_us: int
    moments: int
    use: tuple[str, ...]
    told: bool
    words: Bag
    vector: npt.NDArray[np.float32] | None = None


def borders(beats: Sequence[Beat], common: Frequency) -> list[int]:
    """The places in a day's stretches, which are in order, where an episode begins; the first is 0. Empty without any."""
    if not beats:
        return []
    scores = [math.inf, *_scores(beats, common)]
    starts = _without_fragments(beats, scores, [n for n, score in enumerate(scores) if score > 0])
    return [cut for start, end in pairwise([*starts, len(beats)]) for cut in _cut_long(beats, scores, start, end)]


def _scores(beats: Sequence[Beat], common: Frequency) -> list[float]:
    """For each stretch but the first how much speaks for a border before it, in logits."""
    usual = _usual_pause_us(beats)
    among_screens = 2 * sum(not one.told for one in beats) >= len(beats)
    before, after = _uses(beats)
    words = {run: joined(beats[n].words for n in range(*run)) for run in {*before, *after}}
    surprises = _surprises(beats)
    out = []
    for n in range(1, len(beats)):
        pause_us = beats[n].at_us - beats[n - 1].until_us
        if pause_us >= LONGEST_PAUSE_US:
            out.append(math.inf)
            continue
        pause = min(max(math.log(max(pause_us, 1) / usual), _PAUSE_RANGE[0]), _PAUSE_RANGE[1])
        alike = cohesion(words[before[n - 1]], words[after[n]], common)
        told = beats[n].told and among_screens  # what others write comes when it comes: among screens it starts nothing
        out.append(
            _BIAS + _PAUSE * pause + _WORDS * math.log(alike + _WORDS_FLOOR) + _TOLD * told + _MEANING * surprises[n]
        )
    return out


def _usual_pause_us(beats: Sequence[Beat]) -> float:
    """What is a pause on this day: longer where moments come seldom. Those within a stretch are taken as one each."""
    pauses = [two.at_us - one.until_us for one, two in pairwise(beats)]
    pauses += [(one.until_us - one.at_us) // (one.moments - 1) for one in beats for _ in range(one.moments - 1)]
    short = [pause for pause in pauses if pause < LONGEST_PAUSE_US / 3]
    return min(max(_RHYTHM * median(short), _USUAL_US[0]), _USUAL_US[1]) if short else _USUAL_US[0]


def _uses(beats: Sequence[Beat]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """For each stretch the run of the same window that ends with it, and the one that begins with it, as ranges."""
    before, after = [], [(0, 0)] * len(beats)
    start = 0
    for n, one in enumerate(beats):
        start = start if n and one.use == beats[n - 1].use else n
        before.append((start, n + 1))
    end = len(beats)
    for n in range(len(beats) - 1, -1, -1):
        end = end if n + 1 < len(beats) and beats[n].use == beats[n + 1].use else n + 1
        after[n] = (n, end)
    return before, after


def _surprises(beats: Sequence[Beat]) -> list[float]:
    """How far each stretch's meaning stands off from the four before it, in deviations of the last such distances; 0 where unknown."""
    out, recent = [0.0] * len(beats), list[float]()
    for n in range(1, len(beats)):
        held = [one.vector for one in beats[max(0, n - 4) : n] if one.vector is not None]
        vector = beats[n].vector
        if not held or vector is None:
            continue
        distance = 1.0 - float(np.mean(held, axis=0) @ vector)
        if len(recent) >= _FEWEST_RECENT:
            deviation = float(np.std(recent[-_RECENT:])) or 1.0
            out[n] = min(max((distance - float(np.mean(recent[-_RECENT:]))) / deviation, -3.0), 3.0)
        recent.append(distance)
    return out


def _without_fragments(beats: Sequence[Beat], scores: Sequence[float], starts: list[int]) -> list[int]:
    """The borders without those of an episode too short to be one; it goes to the neighbour from which less divides it."""
    kept = list(starts)
    place = 0
    while place < len(kept):
        start, end = kept[place], kept[place + 1] if place + 1 < len(kept) else len(beats)
        alone = sum(beats[n].moments for n in range(start, end)) == 1
        short = alone or beats[end - 1].until_us - beats[start].at_us < LEAST_US
        sides = [(scores[start], start)] if place else []
        sides += [(scores[end], end)] if end < len(beats) else []
        if short and sides and min(sides)[0] < math.inf:
            kept.remove(min(sides)[1])
            place = max(0, place - 1)
        else:
            place += 1
    return kept


def _cut_long(beats: Sequence[Beat], scores: Sequence[float], start: int, end: int) -> list[int]:
    """The borders of an episode, cut where most speaks for it for as long as it is too long."""
    if _worked_us(beats, start, end) <= GREATEST_US:
        return [start]
    fair = [
        n for n in range(start + 1, end) if min(_worked_us(beats, start, n), _worked_us(beats, n, end)) >= _COUNTS_US
    ]
    if not fair:
        return [start]
    cut = max(fair, key=lambda n: (scores[n], -n))
    return [*_cut_long(beats, scores, start, cut), *_cut_long(beats, scores, cut, end)]


def _worked_us(beats: Sequence[Beat], start: int, end: int) -> int:
    """How long was worked in some stretches: pauses between them count for a quarter of an hour at most."""
    pauses = sum(min(beats[n].at_us - beats[n - 1].until_us, _COUNTS_US) for n in range(start + 1, end))
    return pauses + sum(beats[n].until_us - beats[n].at_us for n in range(start, end))
