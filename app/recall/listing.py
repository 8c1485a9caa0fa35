"""What a time held, when a question names only that: "what did I do yesterday evening?". No ranking: the moments themselves, in order."""

from dataclasses import replace

from app.recall import narrowing
from app.records import Hit, Moment, Reason, SearchResult, Understood
from app.store import frames, passages
from app.store.db import Store

MOST_MOMENTS = 2000


def listed(store: Store, query: str, understood: Understood, *, limit: int) -> SearchResult:
    """The first moment of each window, conversation and note of a time, in order of time; `words` of what was understood is empty."""
    hits: list[Hit] = []
    seen: set[tuple[str, str, str]] = set()
    for moment in frames.moments_between(store, understood.filters, limit=MOST_MOMENTS):
        kind = (moment.kind, moment.app or moment.thread, moment.title or moment.id)
        fits = all(narrowing.fits(facet, moment) for facet in understood.facets)
        if fits and kind not in seen and len(hits) < limit:
            seen.add(kind)
            hits.append(_hit(store, moment, understood))
    meant = replace(understood, words="")
    return SearchResult(query, meant, tuple(hits), 0.9 if hits else 0.0, meaning_used=False)


def _hit(store: Store, moment: Moment, understood: Understood) -> Hit:
    text = moment.title
    if not text:
        row_id, _ = frames.moment_by_id(store, moment.id)
        text = "\n".join(held for _, held, _ in passages.lines_of(store, row_id))
    reasons = (Reason("time", {"words": understood.time_words}), *narrowing.reasons(understood, moment))
    return Hit(moment.id, moment, text, " ".join(text.split())[:220], (), 1.0, reasons, ())
