"""What stood beside the evidence: the messages before and after one in its thread, the rest of a screen. Reads; judges nothing."""

from collections.abc import Sequence
from datetime import timedelta

from app.errors import KnownError
from app.recall.search import Searcher
from app.records import Filters, Hit, Moment
from app.store import frames, passages
from app.store.db import Store

NEAR = timedelta(minutes=30)
MOST_NEAR = 40
LONGEST = 600


def beside(searcher: Searcher, hits: Sequence[Hit]) -> dict[str, str]:
    """By the id of a hit, what was said just before and after it in its thread, or seen with it on the screen."""
    return {hit.id: text for hit in hits if (text := _of_one(searcher, hit))}


def _of_one(searcher: Searcher, hit: Hit) -> str:
    if hit.moment.thread:
        return " / ".join(_said(searcher.store, one) for one in _neighbours(searcher.store, hit.moment))
    if hit.moment.kind != "screen":
        return ""
    try:
        whole = searcher.whole_text(hit)
    except KnownError:  # forgotten since it was found
        return ""
    return whole.replace(hit.text, " ").strip()[:LONGEST]


def _neighbours(store: Store, moment: Moment) -> list[Moment]:
    near = Filters(moment.time - NEAR, moment.time + NEAR, thread=moment.thread, source=moment.source or None)
    found = frames.moments_between(store, near, limit=MOST_NEAR)
    at = next((place for place, one in enumerate(found) if one.id == moment.id), None)
    return [] if at is None else [*found[max(at - 1, 0) : at], *found[at + 1 : at + 2]]


def _said(store: Store, moment: Moment) -> str:
    try:
        row_id, _ = frames.moment_by_id(store, moment.id)
    except KnownError:  # forgotten since it was found
        return ""
    text = " ".join(text for _, text, _ in passages.lines_of(store, row_id))[: LONGEST // 2]
    return f"{moment.author}: {text}" if moment.author else text
