"""Digests of people and projects: what is known of each, and the episodes in which it occurred. Quoted, without a model.

One is made when its entity is, and again when a fact about it, an appointment with it or an episode that shows it is made. It names
all of these as its evidence. Titles, dates and quotes only, no words of any language.
"""

from collections.abc import Sequence

from app.consolidate.things import folded
from app.store import daily, made, memories
from app.store.db import Store, from_us
from app.store.made import Made
from app.store.memories import NewMemory

KIND = "digest"
STEP = "about"
ENTITIES = ("person:", "project:")
_FACTS, _APPOINTMENTS, _EPISODES = 6, 3, 6
_AT_ONCE = 200
# An entity of which nothing more is known than its name in one episode has no digest.
_FEWEST_LINES = 2


def digest_of(
    entity: Made, facts: Sequence[Made], appointments: Sequence[Made], episodes: Sequence[Made]
) -> NewMemory | None:
    """What is known of a person or project, the newest first; None where that is next to nothing. Pure."""
    known = sorted(facts, key=lambda one: -one.from_us)[:_FACTS]
    meant = sorted(appointments, key=lambda one: -int(one.data.get("at_us") or one.from_us))[:_APPOINTMENTS]
    seen = sorted(episodes, key=lambda one: -one.from_us)[:_EPISODES]
    lines = [one.title or one.text for one in (*known, *meant)] + [f"{_day(one)} {one.title}" for one in seen]
    if len(lines) < _FEWEST_LINES:
        return None
    times = [one.from_us for one in (entity, *seen) if one.from_us] or [entity.made_us]
    return NewMemory(
        KIND, entity.name, entity.title, "\n".join([entity.text] * bool(entity.text) + lines), from_us(min(times)),
        from_us(max([one.until_us for one in seen] or times)), memories=[one.id for one in (entity, *known, *meant, *seen)],
    )  # fmt: skip


def _day(one: Made) -> str:
    return str(one.data.get("day", "")) or from_us(one.from_us).date().isoformat()


def make(store: Store, name: str) -> bool:
    """Make the digest of the entity of this name. Whether something changed."""
    entity = made.named(store, "semantic", name)
    new = None if entity is None else _gathered(store, entity)
    if new is not None:
        return made.put_changed(store, new)
    old = made.named(store, KIND, name)
    if old is not None:
        made.withdraw(store, old.id)
    return old is not None


def make_again(store: Store, name: str) -> bool:
    """Make the digest of this name again. False when nothing is left to make it of."""
    entity = made.named(store, "semantic", name)
    new = None if entity is None else _gathered(store, entity)
    return new is not None and made.stands(store, new)


def _gathered(store: Store, entity: Made) -> NewMemory | None:
    called = {entity.name.partition(":")[2], *(folded(str(alias)) for alias in entity.data.get("aliases", ()))}
    current = [one for one in made.shown(store, "semantic", "fact:") if one.status not in ("superseded", "archived")]
    facts = [one for one in current if one.data.get("entity_name") == entity.name]
    appointments = [
        one
        for one in made.shown(store, "semantic", "appointment:")
        if called & {folded(str(name)) for name in one.data.get("with", ())}
    ]
    return digest_of(entity, facts, appointments, made.stand_on_moments(store, "episodic", [entity.id]))


def make_next(store: Store, today: str) -> bool:
    """Make the digests that the newest episodes, entities, facts and appointments touch. False when nothing changed."""
    while daily.is_settled(store):
        place = daily.place_of(store, STEP)
        changed = made.changed_since(store, (place[0], place[1]) if place else (0, 0), _AT_ONCE)
        if not changed:
            return False
        done = [make(store, name) for name in sorted(_touched(store, changed))]
        done += [_withdrawn(store)]
        daily.set_place(store, STEP, (changed[-1][1].made_us, changed[-1][1].id))
        if any(done):
            return True
    return False


def _touched(store: Store, changed: Sequence[tuple[str, Made]]) -> set[str]:
    names = {one.name for _, one in changed} | {str(one.data.get("entity_name", "")) for _, one in changed}
    names |= {
        f"{kind}{folded(str(name))}" for _, one in changed for name in one.data.get("with", ()) for kind in ENTITIES
    }
    episodes = [one.id for kind, one in changed if kind == "episodic"]
    if episodes:
        names |= {one.name for one in made.stand_on_moments(store, "semantic", episodes)}
    return {name for name in names if name.startswith(ENTITIES)}


def _withdrawn(store: Store) -> bool:
    """Take away the digests of entities that are no more, say because two were one."""
    entities = memories.names(store, "semantic")
    gone = [one for prefix in ENTITIES for one in made.shown(store, KIND, prefix) if one.name not in entities]
    for one in gone:
        made.withdraw(store, one.id)
    return bool(gone)
