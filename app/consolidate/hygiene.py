"""What the user should look at: memories that may be one, that contradict, that look old, secret or weak. Proposes only, decides nothing.

The rules are pure; each looks at all memories of a sort at once, once a day and when memories have come since.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from types import MappingProxyType

from app.belief_records import ProposalKind
from app.consolidate.links import called, folded
from app.ingest.secret import find_secrets
from app.store import hygiene, merging, proposals
from app.store.db import Store
from app.store.hygiene import Weighed

DAY_US = 86_400_000_000
STALE_US = 120 * DAY_US
WEAK_US = 14 * DAY_US
# So many new questions at once, lest an inbox frighten.
MOST_AT_ONCE = 20
_WORD = re.compile(r"[^\W_]+")
# Two spellings of a name differ in at most one letter in ten.
_ALIKE = 0.9
_LEAST_LETTERS = 5
# What recognition confuses.
_CONFUSED = str.maketrans({"l": "i", "1": "i", "j": "i", "0": "o"})

Found = tuple[int, int | None]


def same_entities(all_: Sequence[Weighed]) -> list[Found]:
    """Pairs (stays, goes) of people, projects, places or things whose names are nearly the same. Pure.

    A name that is the beginning or the end of exactly one longer one of its sort is the same too: Anna, and Anna Kay.
    """
    found: list[Found] = []
    for sort in {one.data.get("entity") for one in all_}:
        held = [one for one in all_ if one.data.get("entity") == sort]
        longer = _only_longer({one.id: _named(one) for one in held}) if sort == "person" else {}
        by_id = {one.id: one for one in held}
        pairs = {(min(pair), max(pair)) for pair in longer.items()}
        pairs |= {pair for pair in _worth_comparing(held) if _near_names(by_id[pair[0]], by_id[pair[1]])}
        for pair in sorted(pairs):
            stays, goes = sorted((by_id[one] for one in pair), key=lambda one: (-_times(one), -len(one.title), one.id))
            found.append((stays.id, goes.id))
    return found


def _worth_comparing(held: Sequence[Weighed]) -> set[tuple[int, int]]:
    """Pairs of which some names begin or end alike: one letter in ten that differs leaves one end whole."""
    blocks: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in held:
        for name in called(one):
            bare = "".join(_WORD.findall(folded(name))).translate(_CONFUSED)
            blocks["begins", bare[:3]].add(one.id)
            blocks["ends", bare[-3:]].add(one.id)
    return {pair for ids in blocks.values() for pair in combinations(sorted(ids), 2)}


def _named(one: Weighed) -> tuple[str, ...]:
    return tuple(_WORD.findall(folded(one.title)))


def _only_longer(names: Mapping[int, tuple[str, ...]]) -> dict[int, int]:
    """For each short name the one longer one that begins or ends with it, where there is exactly one."""
    out = {}
    for row_id, name in names.items():
        longer = [
            other for other, its in names.items()
            if name and len(its) > len(name) and (its[: len(name)] == name or its[-len(name) :] == name)
        ]  # fmt: skip
        if len(longer) == 1:
            out[row_id] = longer[0]
    return out


def _near_names(one: Weighed, other: Weighed) -> bool:
    return any(near_names(left, right) for left in called(one) for right in called(other))


def near_names(left: str, right: str) -> bool:
    """Whether two names are spellings of one: the same letters, or nearly, and no number differs. Pure.

    >>> near_names("Jonas Wiebe", "Jonas Wlebe"), near_names("Release 12", "Release 13"), near_names("Anna", "Hanna")
    (True, False, False)
    """
    left, right = folded(left), folded(right)
    if re.findall(r"\d+", left) != re.findall(r"\d+", right):
        return False
    bare, other = ("".join(_WORD.findall(name)).translate(_CONFUSED) for name in (left, right))
    if bare == other:
        return bool(bare)
    if min(len(bare), len(other)) < _LEAST_LETTERS or len(_WORD.findall(left)) != len(_WORD.findall(right)):
        return False
    return SequenceMatcher(None, bare, other).ratio() >= _ALIKE


def contradictions(facts: Sequence[Weighed], canonical: Mapping[str, str]) -> list[Found]:
    """Pairs (newer, older) of facts that hold at the same time and say one thing of one subject differently. Pure.

    What a subject has several of at once, as its known facts show, contradicts nothing.
    """
    groups: dict[tuple[str, str], list[Weighed]] = defaultdict(list)
    for one in facts:
        about = str(one.data.get("entity_name", ""))
        if about and one.data.get("predicate") and one.data.get("value"):
            groups[canonical.get(about, about), folded(str(one.data["predicate"]))].append(one)
    found: list[Found] = []
    for held in groups.values():
        values = {folded(str(one.data["value"])) for one in held}
        if len(values) != 2:  # three and more are a list, not a contradiction
            continue
        held.sort(key=lambda one: (one.at_us, one.id))
        newer = held[-1]
        older = next(
            one for one in reversed(held) if folded(str(one.data["value"])) != folded(str(newer.data["value"]))
        )
        if older.until_us is None or older.until_us > newer.at_us:
            found.append((newer.id, older.id))
    return found


def stale(facts: Sequence[Weighed], now_us: int) -> list[Found]:
    """Facts that say when they began, have no end, and were not met for long. Pure."""
    return [
        (one.id, None) for one in facts
        if one.dated and one.until_us is None and one.status == "active" and now_us - max(one.seen_us, one.at_us) > STALE_US
    ]  # fmt: skip


def secrets(all_: Iterable[Weighed]) -> list[Found]:
    """Memories that hold what looks like a secret. Pure."""
    return [(one.id, None) for one in all_ if any(find_secrets(said) for said in (one.title, one.text))]


def weak(all_: Sequence[Weighed], now_us: int) -> list[Found]:
    """Claims that wait for a second piece of evidence for long. Pure."""
    return [
        (one.id, None) for one in all_
        if one.status == "fresh" and one.moments <= 1 and now_us - one.seen_us > WEAK_US and "entity" not in one.data
    ]  # fmt: skip


def _times(one: Weighed) -> int:
    return int(one.data.get("times", 0) or 0)


# -- into the inbox


def _merges(store: Store) -> list[Found]:
    return same_entities(hygiene.entities(store))


def _contradictions(store: Store) -> list[Found]:
    return contradictions(hygiene.facts(store), merging.canonical(store))


def _stale(store: Store) -> list[Found]:
    return stale(hygiene.facts(store), hygiene.newest_us(store))


def _secrets(store: Store) -> list[Found]:
    return secrets(hygiene.everything(store))


def _weak(store: Store) -> list[Found]:
    return weak(hygiene.facts(store), hygiene.newest_us(store))


_RULES: Mapping[ProposalKind, Callable[[Store], list[Found]]] = MappingProxyType(
    {"merge": _merges, "contradiction": _contradictions, "stale": _stale, "secret": _secrets, "weak": _weak}
)


def look_next(store: Store, today: str) -> bool:
    """Look for sorts of questions, if memories have come since that was last done, or a day is over, until the inbox changes. False
    when all was done."""
    for kind, rule in _RULES.items():
        state = f"{today} {hygiene.state(store)}"
        if hygiene.looked(store, kind) == state:
            continue
        found = rule(store)
        changed = proposals.withdraw(store, kind, {(one, other or 0) for one, other in found})
        added = 0
        for one, other in found:
            added += added < MOST_AT_ONCE and proposals.propose(store, kind, one, other)
        hygiene.note_look(store, kind, state)
        if changed or added:
            return True
    return False
