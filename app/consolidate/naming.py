"""Keeping the entities that `entities` finds: one memory each, under its fullest name, standing on the moments that name it."""

from collections.abc import Sequence

from app.consolidate import entities, projects
from app.consolidate.english import ENGLISH
from app.consolidate.entities import KINDS, PERSON, PLACE, PROJECT, THING, Mention
from app.consolidate.projects import Place, Spread
from app.consolidate.verify import fold
from app.consolidate.words import Words
from app.store import facts as rows
from app.store.db import Store, from_us, to_us
from app.store.facts import Held, Naming, Seen
from app.store.memories import DENIED, NewMemory
from models.weights import common_words

_MOST_QUOTES = 2


def learn(store: Store, moment: Seen, named: Sequence[Mention], words: Words = ENGLISH) -> int:
    """Store the entities that a moment names. Returns how many are new. Call inside `store.writing()`."""
    people = rows.people(store)
    new = 0
    for one in named:
        known = _known(store, one, people)
        if known is not None:
            _gain(store, known, moment, one.name)
            continue
        texts = rows.naming(store, one.name) if not one.kind else []
        kind = one.kind or entities.kind_of(
            one.name, texts, words, rare=projects.is_rare(fold(one.name), common_words())
        )
        family = entities.full_name(fold(one.name), people, titled=True)
        owner = rows.by_name(store, f"{PERSON}:{family}") if family and kind in (THING, PLACE, PERSON) else None
        if owner is not None:
            _gain(store, owner, moment, one.name)
            continue
        if not kind or rows.existing(store, [f"{kind}:{fold(one.name)}"]):
            continue
        if _make(store, moment, one, kind, texts):
            new += 1
            people = rows.people(store) if kind == PERSON else people
    return new


def learn_projects(store: Store, moment: Seen, words: Words = ENGLISH) -> int:
    """Store the projects whose names spread to this moment's window or thread, and let those known stand on it.

    Returns how many are new. Call inside `store.writing()`.
    """
    place = Place(moment.app, moment.title, moment.thread, "", moment.author)
    people, common, new = {*rows.people(store), fold(moment.author)}, common_words(), 0
    held: dict[str, tuple[str, Sequence[int]]] = {}
    at: dict[str, Spread] = {}
    for name, _ in projects.candidates(place, people, common, words):
        if fold(name) in at or entities.is_organisation(name, words):
            continue
        found = rows.places(store, name)
        there = [Place(*row[:5]) for row in found]
        if any(set(fold(name).split()) & set(fold(one.author).split()) for one in there):
            continue
        spread = projects.spread(name, there)
        if projects.is_project(name, spread, common) and (
            projects.is_sure(name, spread, common) or entities.is_mostly_capital(name, rows.naming(store, name), words)
        ):
            at[fold(name)], held[fold(name)] = spread, (name, [row[5] for row in found])
    for folded in projects.longest(at):
        new += _make_project(store, moment, *held[folded])
    if moment.thread.startswith("#"):
        name = moment.thread.lstrip("#")
        found = rows.places(store, name)
        if projects.is_channel(place, [Place(*row[:5]) for row in found]):
            new += _make_project(store, moment, name, [row[5] for row in found])
    return new


def _make_project(store: Store, moment: Seen, name: str, moment_ids: Sequence[int]) -> bool:
    known = rows.existing(store, [f"{kind}:{fold(name)}" for kind in KINDS])
    held = rows.by_name(store, next(iter(known))) if known else None
    if held is not None:
        _gain(store, held, moment, name)
        return False
    there = [row for row in moment_ids if (seen := rows.seen(store, row)) and _written(fold(name), seen)]
    memory_id = rows.put(store, _new(store, f"{PROJECT}:{fold(name)}", name, PROJECT, there, [name])) if there else None
    if memory_id is not None and len(there) > 1:
        rows.set_status(store, memory_id, rows.ACTIVE)
    return memory_id is not None


def _known(store: Store, one: Mention, people: Sequence[str]) -> Held | None:
    """The entity that a name means: by this name, a full name that it is a part of, or one written nearly so."""
    folded = fold(one.name)
    kinds = (one.kind, *(kind for kind in KINDS if kind != one.kind)) if one.kind else KINDS
    there = rows.existing(store, [f"{kind}:{folded}" for kind in kinds])
    names = [f"{kind}:{folded}" for kind in kinds if f"{kind}:{folded}" in there]
    if not names and " " not in folded and one.kind in (PERSON, ""):
        full = entities.full_name(folded, people, titled=False) or (
            entities.full_name(folded, people, titled=True) if one.kind == PERSON else ""
        )
        names = [f"{PERSON}:{full}"] if full else []
    if not names and " " in folded:
        names = [f"{PERSON}:{other}" for other in people if entities.same_name(other, folded)][:1]
    return rows.by_name(store, names[0]) if names else None


def _gain(store: Store, held: Held, moment: Seen, name: str) -> None:
    """Let an entity stand on another moment too, with what that adds to its times, aliases and words."""
    if held.status == DENIED or not rows.add_evidence(store, held.id, [moment.id]):
        return
    rows.set_data(store, held.id, _counted(held, moment, name))
    text = _texts(held.text.split("\n") if held.text else [], entities.quotes(name, moment))
    if text != held.text:
        rows.set_text(store, held.id, text)
    if held.status == rows.FRESH:
        rows.set_status(store, held.id, rows.ACTIVE)


def _counted(held: Held, moment: Seen, name: str) -> dict[str, object]:
    data, at = dict(held.data), to_us(moment.at)
    aliases = list(data.get("aliases", ()))
    if fold(name) not in {fold(one) for one in (held.title, str(data.get("name", "")), *aliases)}:
        aliases.append(name)
    return {
        **data, "aliases": aliases, "times": int(data.get("times", 0)) + 1,
        "first_us": min(int(data.get("first_us", at)), at), "last_us": max(int(data.get("last_us", at)), at),
    }  # fmt: skip


def _texts(held: list[str], more: list[str]) -> str:
    return "\n".join(list(dict.fromkeys([*held, *more]))[:_MOST_QUOTES])


def _make(store: Store, moment: Seen, one: Mention, kind: str, texts: Sequence[Naming]) -> bool:
    moments = sorted({moment.id, *(row for text in texts for row in text.moments)})
    memory_id = rows.put(store, _new(store, f"{kind}:{fold(one.name)}", one.name, kind, moments, [one.name]))
    if memory_id is not None and len(moments) > 1:
        rows.set_status(store, memory_id, rows.ACTIVE)
    if memory_id is not None and kind == PERSON and " " in one.name:
        _take_in(store, memory_id, one.name)
    return memory_id is not None


def _take_in(store: Store, memory_id: int, name: str) -> None:
    """Let a full name take in what is known of its first or family name alone, when nobody else can be meant."""
    people = rows.people(store)
    parts = ((fold(name).split()[0], False, (PERSON, PROJECT, THING)), (fold(name).split()[-1], True, (PERSON, THING)))
    for part, titled, kinds in parts:
        for kind in kinds:
            short = rows.by_name(store, f"{kind}:{part}")
            if short is None or short.status == DENIED or entities.full_name(part, people, titled=titled) != fold(name):
                continue
            moments = sorted({*rows.evidence_ids(store, memory_id), *rows.evidence_ids(store, short.id)})
            rows.remove(store, short.id)
            rows.put(store, _new(store, f"{PERSON}:{fold(name)}", name, PERSON, moments, [name, short.title]))
            rows.set_status(store, memory_id, rows.ACTIVE)


def _new(store: Store, name: str, title: str, kind: str, moment_ids: Sequence[int], names: Sequence[str]) -> NewMemory:
    """The memory of an entity out of its moments."""
    times = rows.times_of(store, moment_ids)
    found: list[str] = []
    for moment_id in moment_ids:
        if len(found) >= _MOST_QUOTES:
            break
        seen = rows.seen(store, moment_id)
        found += [quote for called in names for quote in entities.quotes(called, seen)] if seen is not None else []
    first, last = (min(times), max(times)) if times else (0, 0)
    return NewMemory(
        rows.KIND, name, title, _texts([], found), from_us(first), None, moments=list(moment_ids), learnt=from_us(first),
        data={
            "entity": kind, "name": title, "aliases": [one for one in names if fold(one) != fold(title)], "first_us": first,
            "last_us": last, "times": len(times),
        },
    )  # fmt: skip


def make_again(store: Store, name: str, words: Words = ENGLISH) -> bool:
    """Make an entity again of the moments that still name it. False when none does; what they name instead is learnt anew."""
    held = rows.by_name(store, name)
    if held is None:
        return False
    kind, _, folded = name.partition(":")
    there: list[tuple[int, str]] = []
    short: dict[str, str] = {}
    others: list[Seen] = []
    for moment_id in rows.evidence_ids(store, held.id):
        moment = rows.seen(store, moment_id)
        if moment is None:
            continue
        written = _written(folded, moment)
        parts = {} if written else {part: said for part in folded.split() if (said := _written(part, moment))}
        if written:
            there.append((moment_id, written))
        elif parts:
            short |= parts
            others.append(moment)
    if not there:
        rows.remove(store, held.id)
        with store.writing():
            for moment in others:
                learn(store, moment, entities.mentions(moment, words), words)
        return True
    title = there[0][1]
    ids = sorted({*(moment_id for moment_id, _ in there), *(moment.id for moment in others)})
    with store.writing():
        if rows.put(store, _new(store, name, title, kind, ids, [title, *short.values()])) is None:
            return False
        rows.set_status(store, held.id, rows.ACTIVE if len(ids) > 1 else rows.FRESH)
        rows.set_learnt(store, held.id, from_us(min(rows.times_of(store, ids))))
    return True


def _written(folded: str, moment: Seen) -> str:
    """How a moment writes a name; "" where it does not."""
    texts = (moment.author, moment.thread, moment.title, *(line.text for line in moment.lines))
    pattern = entities.any_writing(folded)
    for text in texts:
        match = pattern.search(fold(text))
        if match is None:
            continue
        exact = next((one for one in entities.sequences(text) if fold(one) == folded), "")
        return exact or folded.title()
    return ""
