"""All that is made of moments: which step makes what, and who makes a memory of a kind again. Knows no rules of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from app.consolidate import about, digest, episodes, hygiene, links, procedures, profiles, resources, semantic
from app.store import facts, memories
from app.store.db import Store

# Makes a memory of a kind again by its name, from the evidence that is left; False where nothing is left to make it of.
MakeAgain = Callable[[Store, str], bool]
MAKE_AGAIN: MappingProxyType[str, MakeAgain] = MappingProxyType(
    {
        facts.KIND: semantic.make_again,
        digest.KIND: lambda store, name: (about if name.startswith(about.ENTITIES) else digest).make_again(store, name),
        episodes.KIND: episodes.make_again,
        resources.KIND: resources.make_again,
        procedures.KIND: procedures.make_again,
        profiles.KIND: profiles.make_again,
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to make: `next(store, today)` makes one small piece of it in a moment; False when nothing is left to make."""

    counts_as: str
    next: Callable[[Store, str], bool]


# In their order: what is made of moments first, then what is made of that.
STEPS = (
    Step("moments", semantic.make_next),
    Step("episodes", episodes.make_next),
    Step("resources", resources.make_next),
    Step("procedures", procedures.make_next),
    Step("digests", digest.make_next),
    Step("digests", about.make_next),
    Step("digests", lambda store, today: remake(store) > 0),
    Step("links", links.draw_next),
    Step("profile", profiles.make_next),
    Step("questions", hygiene.look_next),
)


def remake(store: Store) -> int:
    """Make again, without what was forgotten, the memories that lost a part of their evidence. Returns how many."""
    done = 0
    for memory_id, kind, name in memories.to_remake(store):
        again = MAKE_AGAIN.get(kind)
        if again is None or not again(store, name):
            memories.remove(store, memory_id)
        done += 1
    return done


def make_next(store: Store, today: str) -> str:
    """Make the next piece; returns what it counts as, "" when nothing is left. `today` is not over yet, as YYYY-MM-DD."""
    return next((step.counts_as for step in STEPS if step.next(store, today)), "")
