"""Facts: what sentences state, each with its quote and moments, when it held in the world and when memory knew it.

A fact that says otherwise closes the older one and is linked from it; nothing is overwritten. Equal facts gain evidence.
"""

import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.consolidate import changed
from app.consolidate.aligned import Change
from app.consolidate.english import ENGLISH
from app.consolidate.extract import Claim, claims, is_prose, sentences
from app.consolidate.heard import Heard
from app.consolidate.letters import author_of, spoken
from app.consolidate.replacing import Said, replaced_by, same
from app.consolidate.verify import fold, missing
from app.consolidate.words import Words
from app.recall.timewords import Here
from app.store import facts as rows
from app.store.db import Store
from app.store.facts import Held, Seen
from app.store.memories import DENIED, NewMemory

_ENTITIES = ("person", "project", "organisation", "place", "thing")
_LATELY = timedelta(days=1)
_SHORTEST_STEM = 3
_LONGEST_NAME = 3
# A title that ends so tells of the program, not of what is shown.
_SUFFIX = re.compile(r"\s+[-–—|·]\s+[^-–—|·]{1,30}$")
_REPLY = re.compile(r"^(?:(?:re|fwd?|aw)\s*:\s*)+", re.IGNORECASE)


def here_of(at: datetime, zone: str, words: Words = ENGLISH) -> Here:
    """The moment in which something was said, for the words of time in it."""
    try:
        return Here(at, ZoneInfo(zone), words.times)
    except (ZoneInfoNotFoundError, ValueError):
        return Here(at, ZoneInfo("UTC"), words.times)


def topic(moment: Seen) -> str:
    """What a window is about by its title, without the program's own words and marks of a reply.

    >>> from datetime import UTC
    >>> topic(Seen(1, 1, "screen", datetime(2026, 1, 1, tzinfo=UTC), "UTC", "Mail", "Re: Choir evening - Inbox", "", "", ()))
    'Choir evening'
    """
    return _REPLY.sub("", _SUFFIX.sub("", moment.title)).strip() if moment.kind == "screen" else ""


def where(moment: Seen) -> str:
    """The thread or document in which something was said."""
    return moment.thread or (f"{moment.app}\x1f{topic(moment)}" if moment.kind == "screen" else moment.kind)


def stated(moment: Seen, author: str, words: Words = ENGLISH) -> Iterator[tuple[Said, bool]]:
    """What a moment states, sentence by sentence; with whether its words are fresh."""
    here, topic_ = here_of(moment.at, moment.zone, words), topic(moment)
    speakers = [spoken(line.text) for line in moment.lines]
    lines = [said[1] if said else line.text for said, line in zip(speakers, moment.lines, strict=True)]
    screen = moment.kind == "screen"
    for sentence, places in sentences(lines):
        if screen and not is_prose(sentence, topic_):
            continue
        fresh = any(moment.lines[place].fresh for place in places)
        speaker = speakers[places[0]]
        about = topic_ if re.search(words.pronoun, sentence, re.IGNORECASE) else ""
        for claim in claims(sentence, here, words, about=about):
            kept = claim.firm or claim.predicate in words.about_one or claim.predicate == "name"
            absent = missing(f"{claim.subject} {claim.said}", [sentence, about], words=words, sense=False)
            if (kept or not screen) and not absent:
                yield Said("", claim, moment.at, speaker[0] if speaker else author, where(moment)), fresh


def fact_name(said: Said) -> str:
    """What a fact is known by: its subject, however written, what is said of it, and whose it is where it is somebody's own."""
    claim = said.claim
    whose = said.author if claim.personal else ""
    told = "|".join((" ".join(sorted(claim.key)), claim.predicate, claim.value, whose))
    return rows.FACT + hashlib.sha256(told.encode()).hexdigest()[:24]


def learn(store: Store, moment: Seen, told: Iterable[tuple[Said, bool]], words: Words = ENGLISH) -> int:
    """Store what a moment states. Returns how many facts are new. Call inside `store.writing()`."""
    return sum(_learn(store, moment, said, words) for said, fresh in told if fresh)


def learn_changes(store: Store, moment: Seen, author: str, words: Words = ENGLISH) -> int:
    """Close what a message says otherwise than an earlier one. Returns how many facts it closed. Call inside `store.writing()`."""
    return sum(_change(store, moment, new, words) for new in _heard(moment, author, words))


def _heard(moment: Seen, author: str, words: Words) -> list[Heard]:
    return changed.sentences_of(moment, here_of(moment.at, moment.zone, words), author, where(moment), words)


def _change(store: Store, moment: Seen, new: Heard, words: Words) -> int:
    earlier = {row: found for row in changed.older(store, moment, new) if (found := rows.seen(store, row)) is not None}
    heard = [(row, one) for row, old in earlier.items() for one in _heard(old, author_of(old, words), words)]
    near = sorted(heard, key=lambda one: -one[1].at.timestamp())
    closing = changed.latest(new, near, words)
    if closing:
        return sum(_close(store, moment, new, (earlier[row], old, change), words) for row, old, change in closing)
    short = changed.in_short(new, near, words)
    return int(short is not None and _close(store, moment, new, (earlier[short[0]], *short[1:]), words))


def _close(store: Store, moment: Seen, new: Heard, found: tuple[Seen, Heard, Change], words: Words) -> bool:
    """Let the newer of two sentences close what the older says. Whether it did."""
    before, old, change = found
    was = changed.claims_of(old, change.was_about, change.was, change.predicate, words)
    if was is None:
        return False
    named = change.now_about[0] < change.now_about[1]
    now = changed.claims_of(new, change.now_about, change.now, change.predicate, words)
    if now is None and not named:  # it names no thing; then it is about that of the older
        now = replace(was, value=change.now.value, said=change.now.said, quote=new.text)
    old_id = _fact_of(store, before, old, was, words)
    new_id = _fact_of(store, moment, new, changed.as_changed(now), words) if old_id is not None and now else None
    if old_id is None or new_id is None or old_id == new_id:
        return False
    if not named:  # its words are those of both
        rows.add_evidence(store, new_id, [before.id])
    rows.supersede(store, old_id, new_id, new.at)
    return True


def _fact_of(store: Store, moment: Seen, heard: Heard, claim: Claim, words: Words) -> int | None:
    """The open fact that a moment states, stored now where it was none yet; None where it is closed or denied."""
    held = changed.known(store, moment.id, claim)
    if held is not None:
        return held[0] if changed.is_open(held[1]) else None
    return _keep(store, moment, Said("", claim, heard.at, heard.author, heard.where), words)


def _learn(store: Store, moment: Seen, said: Said, words: Words) -> bool:
    known = _known(store, moment, said, words)
    equal = [held for held, one in known if held.status != rows.SUPERSEDED and same(one, said)]
    if equal:
        gain(store, equal[0], moment, said.claim.quote)
        return False
    current = [(held, one) for held, one in known if held.status != rows.SUPERSEDED]
    older = replaced_by(said, [one for _, one in current])
    if not older and not _stands_alone(said.claim):
        return False
    if older and (not said.claim.key or said.claim.beside):
        said = replace(said, claim=replace(said.claim, key=older[0].claim.key, subject=older[0].claim.subject))
    fact_id = _keep(store, moment, said, words)
    if fact_id is None:
        return False
    for one in older:
        rows.supersede(store, int(one.id), fact_id, said.time)
    _settle(store, fact_id, said, [one for _, one in current])
    return True


def _stands_alone(claim: Claim) -> bool:
    """Whether a claim is a fact of its own: it names what it is about, and one value of its kind."""
    return bool(claim.key) and (not claim.beside or claim.own)


def _settle(store: Store, fact_id: int, said: Said, others: Sequence[Said]) -> None:
    """Close a fact that is learnt late, when what replaces it is known already."""
    mine = replace(said, id=str(fact_id))
    newer = sorted((one for one in others if one.time > said.time), key=lambda one: one.time)
    found = next((one for one in newer if mine in replaced_by(one, [mine])), None)
    if found is not None:
        rows.supersede(store, fact_id, int(found.id), found.time)


def _known(store: Store, moment: Seen, said: Said, words: Words) -> list[tuple[Held, Said]]:
    """The facts nearest in words, and for a sentence without a subject those said just before it in the same place."""
    stems = [one for one in said.claim.key if len(one) >= _SHORTEST_STEM or one.isdigit()]
    held = rows.about_words(store, stems) if stems else rows.said_lately(store, moment, moment.at - _LATELY)
    found = ((one, as_said(one, words)) for one in held)
    return [(one, told) for one, told in found if told is not None and told.claim.predicate == said.claim.predicate]


def as_said(held: Held, words: Words = ENGLISH) -> Said | None:
    """A stored fact as the claim that it was made of; None where the user wrote it otherwise."""
    data = held.data
    at = held.valid_from or held.learnt
    found = claims(
        str(data.get("quote", "")),
        here_of(at, str(data.get("zone", "")), words),
        words,
        about=str(data.get("about", "")),
    )
    fits = [one for one in found if (one.predicate, one.value) == (data.get("predicate"), data.get("value"))]
    if not fits:
        return None
    claim = replace(fits[0], key=tuple(data.get("key", ())), subject=str(data.get("subject", "")))
    return Said(str(held.id), claim, at, str(data.get("author", "")), str(data.get("where", "")))


def gain(store: Store, held: Held, moment: Seen, quote: str) -> None:
    """Let a fact stand on another moment too; said again in another sentence or on another day it is confirmed."""
    new = rows.add_evidence(store, held.id, [moment.id])
    again = quote != held.data.get("quote") or moment.at.date() != held.learnt.date()
    if new and again and held.status == rows.FRESH:
        rows.set_status(store, held.id, rows.ACTIVE)


def _keep(store: Store, moment: Seen, said: Said, words: Words) -> int | None:
    """Store a fact under the first name of its kind that is free; what was closed once may come true again."""
    name = fact_name(said)
    there = rows.by_name(store, name)
    count = 1
    while there is not None and there.status == rows.SUPERSEDED:
        count += 1
        there = rows.by_name(store, f"{name}#{count}")
    if there is not None:
        if there.status != DENIED:
            gain(store, there, moment, said.claim.quote)
        return None
    return rows.put(store, new_fact(store, said, moment, name if count == 1 else f"{name}#{count}", [moment.id]))


def new_fact(store: Store, said: Said, moment: Seen, name: str, moment_ids: Sequence[int]) -> NewMemory:
    """The memory of a fact."""
    claim = said.claim
    return NewMemory(
        rows.KIND, name, f"{claim.subject}: {claim.said}", claim.quote, said.time, None, moments=list(moment_ids), learnt=said.time,
        data={
            "entity_name": entity_of(store, claim), "predicate": claim.predicate, "value": claim.value, "quote": claim.quote,
            "changed": claim.changed, "subject": claim.subject, "key": list(claim.key), "said": claim.said, "author": said.author,
            "where": said.where, "zone": moment.zone, "about": topic(moment) if re.search(ENGLISH.pronoun, claim.quote, re.IGNORECASE) else "",
        },
    )  # fmt: skip


def entity_of(store: Store, claim: Claim) -> str:
    """The entity that a fact is about: the longest name in its subject that is known, else the subject as a thing."""
    found = fold(claim.subject).replace("'s", "").split()
    runs = [
        " ".join(found[at : at + length])
        for length in range(min(_LONGEST_NAME, len(found)), 0, -1)
        for at in range(len(found) - length + 1)
    ]
    names = [f"{kind}:{run}" for run in runs for kind in _ENTITIES]
    known = rows.existing(store, names) if names else set()
    return next((name for name in names if name in known), f"thing:{fold(claim.subject)}")


# -- again


def make_again(store: Store, name: str, words: Words = ENGLISH) -> bool:
    """Make a fact again of the moments that it still has. False when none of them says it."""
    held = rows.by_name(store, name)
    if held is None:
        return False
    base, moments = name.split("#", maxsplit=1)[0], []
    found: tuple[Seen, Said] | None = None
    for moment_id in rows.evidence_ids(store, held.id):
        moment = rows.seen(store, moment_id)
        said = _says(store, moment, base, words) if moment is not None else None
        if moment is not None and said is not None:
            moments.append(moment_id)
            found = found or (moment, said)
    if found is None:
        return False
    moment, said = found
    with store.writing():
        if rows.put(store, new_fact(store, said, moment, name, moments)) is None:
            return False
        rows.set_learnt(store, held.id, said.time)
        rows.set_status(store, held.id, _status(held, len(moments)))
        for old_id in rows.replaced_ids(store, held.id):
            rows.supersede(store, old_id, held.id, said.time)
    return True


def _status(held: Held, moments: int) -> str:
    if held.expired is not None:
        return rows.SUPERSEDED
    return rows.ACTIVE if moments > 1 else rows.FRESH


def _says(store: Store, moment: Seen, base: str, words: Words) -> Said | None:
    author = author_of(moment, words)
    plain = (said for said, _ in stated(moment, author, words))
    aligned = (
        Said("", claim, moment.at, author, where(moment))
        for one in _heard(moment, author, words)
        for claim in changed.possible(one, words)
    )
    return next((said for said in itertools.chain(plain, aligned) if fact_name(said) == base), None)


def reopen_next(store: Store, words: Words = ENGLISH) -> bool:
    """Reopen one fact whose successor is gone, unless another known one takes its place. False when there is none."""
    held = rows.reopen_next(store)
    if held is None:
        return False
    said = as_said(held, words)
    if said is not None:
        stems = [one for one in said.claim.key if len(one) >= _SHORTEST_STEM]
        others = [as_said(one, words) for one in rows.about_words(store, stems) if one.status != rows.SUPERSEDED]
        with store.writing():
            _settle(store, held.id, said, [one for one in others if one is not None and one.id != said.id])
    return True
