"""The words that a stretch of moments is about, without those of its window, and how much two of them share. Pure."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.consolidate.english_words import COMMON, ENDINGS
from app.store.daily import Seen

Bag = Mapping[str, float]
# A window's own words: those under so many of its titles, seen under two at least.
_CHROME = 0.7
# Moments of one window that are closer than this are one stretch, and nothing begins within it.
PAUSE_US = 5 * 60_000_000
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Frequency:
    """In how many of `uses` windows and threads each word occurs."""

    uses: int
    within: Mapping[str, int]

    def rarity(self, word: str) -> float:
        """The usual logarithm, for a word of the uses or one that is new."""
        return math.log((self.uses + 1) / max(self.within.get(word, 1), 1))


def stems(text: str) -> list[str]:
    """The words of a text that say something, without their commonest endings, in order.

    >>> stems("The slates of these roofs were replaced in 2019")
    ['slat', 'roof', 'replac']
    """
    return [_stem(word) for word in (one.lower() for one in _WORD.findall(text)) if word not in COMMON]


def _stem(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def use_of(seen: Seen) -> tuple[str, str, str, str]:
    """Which window or thread a moment shows."""
    return (seen.app, seen.title, seen.url, seen.thread)


def stretches(moments: Sequence[Seen]) -> list[list[Seen]]:
    """Moments in order, cut where another window or thread comes up and where a pause is long enough to be one."""
    out: list[list[Seen]] = []
    for one in moments:
        if out and use_of(out[-1][-1]) == use_of(one) and one.at_us - out[-1][-1].at_us < PAUSE_US:
            out[-1].append(one)
        else:
            out.append([one])
    return out


def bags(parts: Sequence[Sequence[Seen]]) -> list[Bag]:
    """The words of each stretch with their weights by how often it says them; those that belong to a window itself are left out."""
    known: dict[int, Counter[str]] = {}
    counts = []
    for part in parts:
        one = part[0]
        count = Counter(stems(f"{one.title} {one.title} {one.thread} {one.author}"))
        for passage_id, text in {key: text for moment in part for key, text in moment.texts}.items():
            if passage_id not in known:
                known[passage_id] = Counter(stems(text))
            count.update(known[passage_id])
        counts.append(count)
    firsts = [part[0] for part in parts]
    chrome = _chrome(firsts, counts)
    return [
        {word: 1 + math.log(n) for word, n in count.items() if one.kind != "screen" or word not in chrome[one.app]}
        for one, count in zip(firsts, counts, strict=True)
    ]


def _chrome(firsts: Sequence[Seen], counts: Sequence[Counter[str]]) -> dict[str, set[str]]:
    titles: dict[str, dict[str, set[str]]] = {}
    for one, count in zip(firsts, counts, strict=True):
        titles.setdefault(one.app, {}).setdefault(one.title or one.thread, set()).update(count)
    out = {}
    for app, words in titles.items():
        under = Counter(word for held in words.values() for word in held)
        out[app] = {word for word, n in under.items() if n >= max(2, _CHROME * len(words))} | set(stems(app))
    return out


def frequency(parts: Sequence[Sequence[Seen]], held: Sequence[Bag], before: Iterable[str]) -> Frequency:
    """How common words are among the windows of these stretches and those `before`, each given by its text."""
    uses: dict[tuple[str, ...], set[str]] = {}
    for part, bag in zip(parts, held, strict=True):
        uses.setdefault(use_of(part[0]), set()).update(bag)
    earlier = [set(stems(text)) for text in before]
    within = Counter(word for words in (*uses.values(), *earlier) for word in words)
    return Frequency(len(uses) + len(earlier), within)


def joined(some: Iterable[Bag]) -> Bag:
    """One bag of several, each word as heavy as where it is heaviest."""
    out: dict[str, float] = {}
    for bag in some:
        for word, weight in bag.items():
            if weight > out.get(word, 0.0):
                out[word] = weight
    return out


def cohesion(one: Bag, other: Bag, common: Frequency) -> float:
    """How much two bags speak of the same, 0 to 1: the cosine of their words by weight and rarity (Salton's tf-idf).

    >>> known = Frequency(8, {"roof": 1, "slat": 2, "mail": 8})
    >>> round(cohesion({"roof": 1.0, "mail": 1.0}, {"roof": 1.0, "slat": 1.0}, known), 2)
    0.82
    >>> cohesion({"roof": 1.0}, {"slat": 1.0}, known), cohesion({}, {"slat": 1.0}, known)
    (0.0, 0.0)
    """
    lengths = _length(one, common) * _length(other, common)
    if not lengths:
        return 0.0
    shared = sum(weight * other[word] * common.rarity(word) ** 2 for word, weight in one.items() if word in other)
    return shared / lengths


def _length(bag: Bag, common: Frequency) -> float:
    return math.sqrt(sum((weight * common.rarity(word)) ** 2 for word, weight in bag.items()))
