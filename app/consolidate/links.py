"""Which memories belong together: they name the same, they stand on the same moment, or their evidence is alike. No SQL.

How alike is alike enough differs from memory to memory, so no threshold is set: of the nearest thirty, those are linked that a mixture
of two normal distributions puts into its upper part (after MemGAS, arXiv 2505.19549), seen from both sides. What all memories have in
common, the words around every window, is taken off first. On the first demo week's episodes this links pairs of one project in 76 of
100 cases, where 40 of 100 pairs are; without the second side 60, and without taking off what is common, 60.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from app.store import links, merging
from app.store.db import Store
from app.store.links import Linked, Meaning

NEAREST = 30
_FEWEST = 6
_ROUNDS = 200
_BATCH = 20
_MOST_SHARED, _MOST_TOGETHER = 8, 8
_TOKEN = re.compile(r"\w+(?:['’]\w+)?")
# Fields of a memory that name others.
_FIELDS = ("people", "documents", "with")

Floats = npt.NDArray[np.float64]


def upper_cluster(similarities: Sequence[float]) -> list[int]:
    """The places of those that stand out above the rest; none where there are too few to tell. Pure.

    >>> upper_cluster([0.11, 0.12, 0.71, 0.1, 0.13, 0.69, 0.12, 0.7])
    [2, 5, 7]
    >>> upper_cluster([0.3] * 8)
    []
    """
    values = np.asarray(similarities, np.float64)
    if len(values) < _FEWEST or float(np.ptp(values)) == 0.0:
        return []
    upper, lower_mean = _two_normals(values)
    return [int(place) for place in np.flatnonzero((upper > 0.5) & (values > lower_mean))]


def _two_normals(values: Floats) -> tuple[Floats, float]:
    """How likely each value is of the upper part of a mixture, and the mean of the lower part.

    Expectation and maximisation, from the two sides of the widest gap (Dempster, Laird, Rubin 1977).
    """
    ordered = np.sort(values)
    gap = int(np.argmax(np.diff(ordered)))
    # No part may shrink to a point: a hundredth of the whole spread is the least.
    floor = (float(np.ptp(values)) / 100) ** 2
    upper = (values > (ordered[gap] + ordered[gap + 1]) / 2).astype(np.float64)
    fit = -math.inf
    lower_mean = float(ordered[0])
    for _ in range(_ROUNDS):
        high, low = _part(values, upper, floor), _part(values, 1 - upper, floor)
        densities = np.stack([high[0] * _density(values, *high[1:]), low[0] * _density(values, *low[1:])])
        whole = densities.sum(axis=0)
        upper, lower_mean = densities[0] / whole, low[1]
        before, fit = fit, float(np.log(whole).sum())
        if fit - before < 1e-9:
            break
    return upper, lower_mean


def _part(values: Floats, share: Floats, floor: float) -> tuple[float, float, float]:
    """Weight, mean and variance of one part of a mixture."""
    weight = max(float(share.sum()), 1e-9)
    mean = float((share * values).sum() / weight)
    return weight / len(values), mean, max(float((share * (values - mean) ** 2).sum() / weight), floor)


def _density(values: Floats, mean: float, variance: float) -> Floats:
    out: Floats = np.exp(-((values - mean) ** 2) / (2 * variance)) / math.sqrt(2 * math.pi * variance) + 1e-300
    return out


# -- who names whom


def folded(name: str) -> str:
    """A name as it is compared: `  Anna  Kay ` and `anna kay` are one."""
    return " ".join(name.casefold().split())


class Names:
    """The memories that others may name, by what they are called."""

    def __init__(self, hubs: Iterable[Linked], canonical: Mapping[str, str] | None = None) -> None:
        self._canonical = canonical or {}
        self._by_name: dict[str, int] = {}
        self._called: dict[str, int] = {}
        self._by_first: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for hub in hubs:
            self._by_name[hub.name] = hub.id
            for name in called(hub):
                self._called.setdefault(folded(name), hub.id)
                tokens = tuple(_TOKEN.findall(name))
                if tokens and hub.kind != "resource":  # titles of documents are no words of a sentence
                    self._by_first.setdefault(tokens[0].casefold(), []).append((tokens, hub.id))

    def found(self, one: Linked) -> set[int]:
        """Row ids of those that a memory names in its fields or its words, itself not among them."""
        entity = str(one.data.get("entity_name", ""))
        out = {self._by_name.get(self._canonical.get(entity, entity), one.id)}
        out |= {self._called.get(folded(name), one.id) for name in field_names(one)}
        for words in (one.title, one.text):
            out |= self._in_words(words)
        return out - {one.id}

    def unknown(self, one: Linked) -> set[str]:
        """What a memory names in its fields that is no memory itself, folded."""
        return {folded(name) for name in field_names(one)} - set(self._called)

    def _in_words(self, text: str) -> set[int]:
        tokens, out = _TOKEN.findall(text), set()
        for place, token in enumerate(tokens):
            bare = re.sub(r"['’]s$", "", token)
            for name, hub in self._by_first.get(bare.casefold(), ()):
                said = [bare, *tokens[place + 1 : place + len(name)]]
                if len(name) == 1:
                    same = bare == name[0]  # a single word that is written small is a word, and no name
                else:
                    said[-1] = re.sub(r"['’]s$", "", said[-1])
                    same = folded(" ".join(said)) == folded(" ".join(name))
                if same:
                    out.add(hub)
        return out


class Nameable(Protocol):
    """What has a name by which others call it."""

    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


def called(hub: Nameable) -> list[str]:
    """All that a person, place, thing or document is called by."""
    names = [hub.title, *hub.data.get("aliases", ()), str(hub.data.get("where", "") if hub.kind == "resource" else "")]
    return [name for name in dict.fromkeys(names) if name.strip()]


def field_names(one: Linked) -> list[str]:
    """What the fields of a memory name."""
    return [str(name) for key in _FIELDS for name in one.data.get(key) or () if str(name).strip()]


def is_hub(one: Linked) -> bool:
    """Whether others may name it."""
    return one.kind == "resource" or "entity" in one.data


# -- drawing


def draw_next(store: Store, today: str) -> bool:
    """Draw the links of some memories that have none since they were made. False when nothing is left."""
    del today  # a link says nothing about a day that is not over
    batch = links.undrawn(store, _BATCH)
    if not batch:
        return False
    names = Names(links.hubs(store), merging.canonical(store))
    around = links.near_in_time(store, batch[-1])
    plain = {one.id: one for one in (*around, *batch) if "entity" not in one.data}
    likeness = Likeness(links.meanings(store, plain))
    for one in batch:
        found = [(hub, links.NAMES, 1.0) for hub in sorted(names.found(one))]
        found += _shared(one, names, plain.values())
        found += likeness.near(one.id)
        links.draw(store, one.id, found)
        if is_hub(one):
            own = Names([one])
            links.name_it(store, one.id, [each.id for each in links.naming(store, called(one)) if own.found(each)])
    return True


def _shared(one: Linked, names: Names, others: Iterable[Linked]) -> list[tuple[int, str, float]]:
    """Those nearest in time that name the same, which is no memory itself."""
    own = names.unknown(one)
    if not own:
        return []
    found = [
        (abs(each.at_us - one.at_us), each.id, len(own & names.unknown(each))) for each in others if each.id != one.id
    ]
    return [(row_id, links.SHARES, float(count)) for _, row_id, count in sorted(found) if count][:_MOST_SHARED]


def _apart(vectors: Sequence[npt.NDArray[np.float32]]) -> npt.NDArray[np.float32]:
    """Vectors without what they have in common, of length 1 again. `(n, dim) float32`."""
    if not vectors:
        return np.zeros((0, 0), np.float32)
    own = np.stack(vectors) - np.mean(vectors, axis=0)
    lengths = np.linalg.norm(own, axis=1, keepdims=True)
    return np.asarray(own / np.where(lengths > 0, lengths, 1), np.float32)


class Likeness:
    """How near in meaning the evidence of memories is, and what stands on the same moment. Pure."""

    def __init__(self, meaning: Mapping[int, Meaning]) -> None:
        self._ids = list(meaning)
        self._place = {row_id: place for place, row_id in enumerate(self._ids)}
        self._vectors = _apart([one.vector for one in meaning.values()])
        self._moments = [one.moments for one in meaning.values()]
        self._upper: dict[int, dict[int, float]] = {}

    def near(self, memory_id: int) -> list[tuple[int, str, float]]:
        """Those that stand on a moment of this one, and those that are alike: each stands out among what is near the other."""
        own = self._place.get(memory_id)
        if own is None:
            return []
        out = [(self._ids[place], links.TOGETHER, 1.0) for place in self._together(own)[:_MOST_TOGETHER]]
        for place, similarity in self._stand_out(own).items():
            if own in self._stand_out(place):
                out.append((self._ids[place], links.ALIKE, similarity))
        return out

    def _together(self, own: int) -> list[int]:
        moments = self._moments[own]
        return [place for place, others in enumerate(self._moments) if place != own and others & moments]

    def _stand_out(self, own: int) -> dict[int, float]:
        if own not in self._upper:
            similarities = self._vectors @ self._vectors[own]
            similarities[[own, *self._together(own)]] = -np.inf
            nearest = [int(place) for place in np.argsort(-similarities)[:NEAREST] if np.isfinite(similarities[place])]
            upper = upper_cluster([float(similarities[place]) for place in nearest])
            self._upper[own] = {nearest[one]: float(similarities[nearest[one]]) for one in upper}
        return self._upper[own]
