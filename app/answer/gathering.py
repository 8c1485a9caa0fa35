"""What a draft may be made from: the pieces of memory that a reply, a stand-up or a summary needs, before anybody judged for whom.

Reads only. Nothing of it is shown or given to a model here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.answer.audience import Piece, is_own, text_of
from app.answer.reading import cut
from app.errors import KnownError
from app.recall.query import understand
from app.recall.search import Asked, Searcher
from app.records import DraftKind as Kind
from app.records import Filters, MadeMemory, Moment
from app.store import frames, memories, threads
from app.store.db import Store

_HITS = {"reply": 24, "summary": 40}
_MOST_OF_A_DAY = 1500
_MOST_EVIDENCE = 60
_LONGEST = 320
# Of a screen only sentences are told: its labels, cells and heads of letters say nothing by themselves.
_FEWEST_WORDS = 5
# A sentence that shares one word with a message is no answer to it, unless the user said it.
_FEWEST_SHARED = 2
_SOON = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Found:
    """`pieces` in order of use, `made` are memories with the moments that each stands on. `message` is the one to reply to, `to` its
    author, `about` what is written about, `threads` those that speak of it; `day` is when a stand-up's time begins."""

    pieces: tuple[Piece, ...] = ()
    made: tuple[tuple[MadeMemory, tuple[Moment, ...]], ...] = ()
    message: Piece | None = None
    to: str = ""
    about: str = ""
    threads: tuple[str, ...] = ()
    day: datetime | None = None


def gathered(searcher: Searcher, kind: Kind, about: str, user: str, *, now: datetime, zone: str) -> Found:
    """The evidence of a draft."""
    if kind == "reply":
        return _for_reply(searcher, about, user, now=now, zone=zone)
    if kind == "standup":
        return _for_standup(searcher.store, about, user, now=now, zone=zone)
    return _for_summary(searcher, about, user, now=now, zone=zone)


def pieces_of(store: Store, moment: Moment, user: str) -> list[Piece]:
    """The sentences of a moment."""
    text = text_of(store, moment)
    said = cut(text)
    whole = moment.kind in {"message", "note"}
    own = moment.kind == "note" or (moment.kind == "message" and is_own(moment.author, user))
    return [
        Piece(
            f"{moment.id}.{n}", moment, one[:_LONGEST], own, text if whole else "\n".join(said[max(n - 1, 0) : n + 2])
        )
        for n, one in enumerate(said)
        if whole or (len(one.split()) >= _FEWEST_WORDS and one[-1] in ".!?")
    ]


def own_texts(store: Store, user: str, threads_: Sequence[str], *, most: int = 200) -> list[str]:
    """What the user wrote in some conversations, newest first."""
    found: list[Moment] = []
    for thread in threads_:
        found += frames.moments_between(store, Filters(kind="message", thread=thread), limit=most, newest_first=True)
    mine = sorted((one for one in found if is_own(one.author, user)), key=lambda one: one.time, reverse=True)
    return [text for one in mine[:most] if (text := text_of(store, one))]


# -- a reply


def _for_reply(searcher: Searcher, about: str, user: str, *, now: datetime, zone: str) -> Found:
    moment = _message(searcher, about, user, now=now, zone=zone)
    if moment is None:
        return Found(about=about)
    text = text_of(searcher.store, moment)
    held = tuple(_searched(searcher, text[:400], _HITS["reply"], user, now=now, zone=zone))
    of_message = Piece(f"{moment.id}.0", moment, text, False, text)
    # What others wrote to the user in that thread before is known there; what is asked now is no part of the answer.
    terms = set(searcher.content_terms(text))
    fewest = min(_FEWEST_SHARED, len(terms))
    pieces = [
        one
        for one in held
        if one.moment.id != moment.id and (one.own or len(terms & set(searcher.content_terms(one.text))) >= fewest)
    ]
    found_in = tuple(dict.fromkeys(one.moment.thread for one in pieces if one.moment.thread))
    return Found(tuple(pieces), message=of_message, to=moment.author, about=text, threads=found_in)


def _message(searcher: Searcher, about: str, user: str, *, now: datetime, zone: str) -> Moment | None:
    """The message that is meant: by its id, else the last that was not the user's of a person or thread of this name, else by words."""
    store = searcher.store
    try:
        return frames.moment_by_id(store, about.strip())[1]
    except KnownError:
        pass
    name = " ".join(about.casefold().split())
    everyone = threads.members(store)
    wanted = {
        thread
        for thread, author in everyone
        if name and name in (thread.casefold(), author.casefold(), *author.casefold().split()[:1])
    }
    last = [one for thread in wanted if (one := _last(store, thread, name, user)) is not None]
    if last:
        return max(last, key=lambda one: one.time)
    hits = searcher.search(Asked(about, Filters(kind="message"), limit=8), now=now, zone=zone).hits
    return next((one.moment for one in hits if not is_own(one.moment.author, user)), None)


def _last(store: Store, thread: str, name: str, user: str) -> Moment | None:
    found = frames.moments_between(store, Filters(kind="message", thread=thread), limit=60, newest_first=True)
    return next(
        (
            one
            for one in found
            if not is_own(one.author, user)
            and name in (thread.casefold(), one.author.casefold(), *one.author.casefold().split()[:1])
        ),
        None,
    )


def _searched(searcher: Searcher, words: str, most: int, user: str, *, now: datetime, zone: str) -> Iterator[Piece]:
    """The sentences of what a search finds that share a word of it, those that share the most first."""
    terms = set(searcher.content_terms(words))
    hits = searcher.search(Asked(words, Filters(), limit=most), now=now, zone=zone).hits
    found: list[tuple[float, Piece]] = []
    for rank, hit in enumerate(hits):
        about = set(searcher.content_terms(f"{hit.moment.title} {hit.moment.thread}")) & terms
        for piece in pieces_of(searcher.store, hit.moment, user):
            shared = terms & set(searcher.content_terms(piece.text))
            if shared or about:
                found.append((len(shared) + 0.5 * len(about) + 0.5 * piece.own - 0.01 * rank, piece))
    yield from (piece for _, piece in sorted(found, key=lambda one: -one[0]))


# -- a stand-up


def _for_standup(store: Store, about: str, user: str, *, now: datetime, zone: str) -> Found:
    """What the user wrote and looked at in a time, and what is appointed for the two days after it."""
    meant = understand(about or "today", now=now, zone=zone).filters
    since, until = meant.since, min(meant.until or now, now)
    if since is None or since >= until:
        return Found(about=about)
    moments = frames.moments_between(store, Filters(since, until), limit=_MOST_OF_A_DAY)
    pieces = [
        one
        for moment in moments
        if moment.kind in {"message", "note"}
        for one in pieces_of(store, moment, user)
        if one.own
    ]
    made = list(_ahead(store, until, until + _SOON))
    return Found((*pieces, *_windows(moments)), tuple(made), about=about or "today", day=since)


def _windows(moments: Sequence[Moment]) -> list[Piece]:
    """What stood in front of the user more than once, by title."""
    seen: dict[tuple[str, str], list[Moment]] = {}
    for one in moments:
        if one.kind == "screen" and one.title:
            seen.setdefault((one.app, one.title), []).append(one)
    often = sorted((held for held in seen.values() if len(held) > 1), key=len, reverse=True)
    return [Piece(f"{held[0].id}.title", held[0], held[0].title) for held in often]


def _ahead(store: Store, since: datetime, until: datetime) -> Iterator[tuple[MadeMemory, tuple[Moment, ...]]]:
    for one in memories.listed(store, "semantic"):
        if one.valid_from is not None and since <= one.valid_from < until and one.status in {"fresh", "active"}:
            yield one, _evidence(store, one)


# -- a summary


def _for_summary(searcher: Searcher, about: str, user: str, *, now: datetime, zone: str) -> Found:
    """What is known of a project: facts, resources, and sentences that name it or stand under its name."""
    pieces = tuple(_searched(searcher, about, _HITS["summary"], user, now=now, zone=zone))
    known = [
        one
        for kind in ("semantic", "resource")
        for one in memories.listed(searcher.store, kind, about, limit=_MOST_EVIDENCE)
        if one.status in {"fresh", "active"} and one.text
    ]
    found_in = tuple(dict.fromkeys(one.moment.thread for one in pieces if one.moment.thread))
    made = tuple((one, _evidence(searcher.store, one)) for one in known)
    return Found(pieces, made, about=about, threads=found_in)


def _evidence(store: Store, made: MadeMemory) -> tuple[Moment, ...]:
    """All moments that a memory stands on; none where there are so many that they would not all be looked at."""
    if len(made.evidence) > _MOST_EVIDENCE:
        return ()
    found = (frames.moment_by_id(store, one)[1] for one in made.evidence)
    return tuple(replace(one, text="") for one in found)
