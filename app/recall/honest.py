"""Hits as they are shown: what a newer hit replaces is marked, and stands below it. Pure; what replaces what is told by `replaced`."""

from collections.abc import Sequence
from dataclasses import replace

from app.recall.replaced import Statement, replacements
from app.records import Hit

# Each is held against each other; further down nobody reads on.
MOST_COMPARED = 60


def newest_above(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits in their order, save that a newer statement comes before the older that it replaces, which names it."""
    newer = replacements([_statement(hit) for hit in hits[:MOST_COMPARED]])
    marked = [replace(hit, replaced_by=newer.get(hit.id, "")) for hit in hits]
    by_id = {hit.id: hit for hit in marked}
    out: dict[str, Hit] = {}
    for hit in marked:
        if hit.replaced_by:
            out.setdefault(hit.replaced_by, by_id[hit.replaced_by])
        out.setdefault(hit.id, hit)
    return tuple(out.values())


def _statement(hit: Hit) -> Statement:
    """What a hit says and where: in its thread, in its window, or among one's own notes."""
    moment = hit.moment
    window = f"{moment.app}\x1f{moment.title}" if moment.app and moment.title else ""
    place = moment.thread or window or ("note" if moment.kind == "note" else "")
    return Statement(hit.id, hit.text, moment.time, moment.author, f"{moment.source}\x1f{place}" if place else "")
