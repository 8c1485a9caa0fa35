"""What the best hits and their neighbours say, sentence by sentence, read from the store. Chooses nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from app.answer import reading
from app.answer.reading import Sentence
from app.records import Filters, Hit, Line, Moment
from app.store import frames, passages
from app.store.db import Store

# A reply comes within this time; later somebody speaks of something else.
REPLIES_WITHIN = timedelta(hours=12)
LONGEST_BEFORE = 160
_MOMENT = timedelta(microseconds=1)


def sentences(store: Store, hits: Sequence[Hit]) -> list[Sentence]:
    """All sentences of the hits' moments, those of better hits first, with the rows of tables on their pictures; after a message that asks,
    those of the reply."""
    out: list[Sentence] = []
    there = {hit.id for hit in hits}
    for rank, hit in enumerate(hits):
        text, lines = _read(store, hit.id)
        before = _last_said(store, hit.moment) if hit.moment.kind == "message" else ""
        out.extend(reading.of_moment(hit, text, rank, before=before))
        if hit.moment.kind == "screen":
            out.extend(Sentence(row, hit, rank, place=n, row=True) for n, row in enumerate(reading.rows(lines)))
        if hit.moment.kind == "message" and text.rstrip().endswith("?"):
            reply = _beside(store, hit.moment, after=True)
            if reply is not None and reply.id not in there:
                there.add(reply.id)
                out.extend(_replied(store, hit, reply, text, rank))
    return out


def _replied(store: Store, hit: Hit, reply: Moment, asked: str, rank: int) -> list[Sentence]:
    text, _ = _read(store, reply.id)
    found = replace(
        hit, id=reply.id, moment=reply, text=text, snippet=text[:LONGEST_BEFORE], snippet_marks=(), reasons=(), boxes=(), seen_times=1,
        seen_until=None, replaced_by="",
    )  # fmt: skip
    return reading.of_moment(found, text, rank, before=asked[-LONGEST_BEFORE:], beside=True)


def _last_said(store: Store, moment: Moment) -> str:
    """The end of the message before this one."""
    before = _beside(store, moment, after=False)
    return "" if before is None else _read(store, before.id)[0][-LONGEST_BEFORE:]


def _beside(store: Store, moment: Moment, *, after: bool) -> Moment | None:
    if not moment.thread:
        return None
    since = moment.time + _MOMENT if after else moment.time - REPLIES_WITHIN
    until = moment.time + REPLIES_WITHIN if after else moment.time
    wanted = Filters(since=since, until=until, kind="message", thread=moment.thread, source=moment.source)
    return next(iter(frames.moments_between(store, wanted, limit=1, newest_first=not after)), None)


def _read(store: Store, moment_id: str) -> tuple[str, list[Line]]:
    """The whole text of a moment, its passages apart by an empty line, and its lines with their places."""
    row_id, _ = frames.moment_by_id(store, moment_id)
    held = passages.lines_of(store, row_id)
    return "\n\n".join(text for _, text, _ in held), [line for _, _, lines in held for line in lines]
