"""Records as the JSON that scripts depend on. Names and shapes here are a contract: more may come, none may change."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.records import (
    Answer,
    Box,
    Check,
    Citation,
    Hit,
    Imported,
    MadeMemory,
    Moment,
    MomentDetail,
    Receipt,
    Scheduled,
    SearchResult,
    Understood,
)
from app.sentences import sentence

if TYPE_CHECKING:
    from app.answer.drafts import Draft
    from app.belief_records import Belief, Proposal, Related


def iso(moment: datetime | None) -> str | None:
    """A time as ISO 8601 in UTC."""
    return None if moment is None else moment.astimezone(UTC).isoformat()


def box(one: Box) -> dict[str, int]:
    return {"x": one.x, "y": one.y, "width": one.width, "height": one.height}


def understood(one: Understood) -> dict[str, Any]:
    filters = one.filters
    return {
        "since": iso(filters.since),
        "until": iso(filters.until),
        "app": filters.app,
        "site": filters.site,
        "kind": filters.kind,
        "thread": filters.thread,
        "source": filters.source,
        "words": one.words,
        "time_words": one.time_words,
        "facets": [{"field": each.field, "value": each.value, "said": each.said} for each in one.facets],
        "event": one.event and {"id": one.event.id, "title": one.event.title, "time": iso(one.event.time)},
    }


def moment(one: Moment) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "time": iso(one.time),
        "zone": one.zone,
        "app": one.app,
        "title": one.title,
        "url": one.url,
        "site": one.site,
        "thread": one.thread,
        "author": one.author,
        "source": one.source,
        "source_id": one.source_id,
        "monitor": one.monitor,
        "frame": one.id if one.has_picture else None,
        "reading": one.reading,
        "pinned": one.pinned,
    }


def hit(one: Hit) -> dict[str, Any]:
    about = one.moment
    return {
        "id": one.id,
        "kind": about.kind,
        "time": iso(about.time),
        "app": about.app,
        "title": about.title,
        "url": about.url,
        "thread": about.thread,
        "author": about.author,
        "source": about.source,
        "source_id": about.source_id,
        "text": one.text,
        "snippet": one.snippet,
        "score": one.score,
        "reasons": [{"code": reason.code, **reason.params} for reason in one.reasons],
        "frame": about.id if about.has_picture else None,
        "boxes": [box(each) for each in one.boxes],
        "seen_times": one.seen_times,
        "seen_until": iso(one.seen_until),
        "replaced_by": one.replaced_by or None,
    }


def search_result(one: SearchResult) -> dict[str, Any]:
    return {
        "query": one.query,
        "understood": understood(one.understood),
        "answerable": one.answerable,
        "meaning_used": one.meaning_used,
        "hits": [hit(each) for each in one.hits],
    }


def answer(one: Answer) -> dict[str, Any]:
    """`mode` is extractive where nothing was found: the answer then says so and cites nothing."""
    return {
        "question": one.question,
        "answer": one.text or sentence(one.notice or "nothing_found", one.notice_params),
        "answerable": one.answerable,
        "mode": "extractive" if one.mode == "none" else one.mode,
        "citations": [citation(each) for each in one.citations],
        "nearest": [citation(each) for each in one.nearest],
        "marks": [list(each) for each in one.marks],
        "understood": understood(one.understood),
        "notice": one.notice,
        "doubts": [{"sentence": each.sentence, "words": list(each.words)} for each in one.doubts],
        "disagreements": [
            {"earlier": citation(each.earlier), "later": citation(each.later), "replaced": each.replaced}
            for each in one.disagreements
        ],
        "looked_for": one.notice_params if one.mode == "none" else {},
    }


def citation(one: Citation) -> dict[str, Any]:
    return {"n": one.n, "id": one.id, "time": iso(one.time), "app": one.app, "title": one.title, "quote": one.quote}


def draft(one: "Draft") -> dict[str, Any]:
    left = [
        {"id": each.id, "category": each.category, "reason": sentence(f"left_{each.category}"), "time": iso(each.time), "app": each.app,
         "quote": each.quote}
        for each in one.left_out
    ]  # fmt: skip
    return {
        "kind": one.kind, "about": one.about, "audience": one.audience, "text": one.text, "mode": one.mode, "notice": one.notice,
        "citations": [citation(each) for each in one.citations], "left_out": {"counts": one.counts, "pieces": left},
    }  # fmt: skip


def detail(one: MomentDetail) -> dict[str, Any]:
    lines = [{"text": line.text, **box(line.box), "confidence": line.confidence} for line in one.lines]
    return {**moment(one.moment), "text": "\n".join(one.passages), "passages": list(one.passages), "boxes": lines}


def receipt(one: Receipt) -> dict[str, Any]:
    names = ("frames", "pictures", "passages", "vectors", "episodes", "facts", "digests", "chat_answers", "bytes_freed")
    counts = {name: getattr(one, name) for name in names}
    state = "gone" if one.state == "gone" else "purging"
    return {**counts, "state": state, "dry_run": one.dry_run, "id": one.id, "also_seen": one.also_seen,
            "backups_left": list(one.backups_left)}  # fmt: skip


def made_memory(one: MadeMemory) -> dict[str, Any]:
    return {
        "id": one.id, "kind": one.kind, "title": one.title, "text": one.text, "valid_from": iso(one.valid_from),
        "valid_to": iso(one.valid_to), "status": one.status, "evidence": list(one.evidence),
    }  # fmt: skip


def belief(one: "Belief", linked: "list[Related]") -> dict[str, Any]:
    """A memory with its history and its links."""
    return {
        **made_memory(one.memory), "name": one.name, "data": dict(one.data), "made_by": one.made_by, "learnt": iso(one.learnt),
        "expired": iso(one.expired), "replaced_by": one.replaced_by or None,
        "versions": [
            {"until": iso(each.until), "change": each.change, "title": each.title, "text": each.text, "status": each.status}
            for each in one.versions
        ],
        "linked": [
            {"id": each.memory.id, "kind": each.memory.kind, "title": each.memory.title, "valid_from": iso(each.memory.valid_from),
             "why": each.why, "weight": each.weight, "by": list(each.by)}
            for each in linked
        ],
    }  # fmt: skip


def proposal(one: "Proposal") -> dict[str, Any]:
    return {
        "n": one.n, "id": one.id, "kind": one.kind, "state": one.state, "question": sentence(f"ask_{one.kind}"),
        "memory": made_memory(one.memory), "other": one.other and made_memory(one.other),
    }  # fmt: skip


def scheduled(one: Scheduled) -> dict[str, Any]:
    return {
        "id": one.id, "question": one.question, "every": one.every, "conversation": one.conversation, "made": iso(one.made),
        "asked": iso(one.asked), "on": one.on,
    }  # fmt: skip


def imported(one: Imported) -> dict[str, Any]:
    rejected = [{"line": line, "reason": reason} for line, reason in one.rejected]
    shown = {"imported": one.imported, "skipped": one.skipped, "rejected": rejected}
    return shown | {"rejected_unnamed": one.unnamed} if one.unnamed else shown


def check(one: Check) -> dict[str, Any]:
    return {"name": one.name, "ok": one.ok, "detail": sentence(one.detail, one.params)}
