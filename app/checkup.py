"""What the memory can say of its own state: status for people and programs, and the doctor's checks. Nothing seen is in either."""

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.engines import FAILURES, Models
from app.errors import KnownError
from app.ingest.embedding import Embedder
from app.ingest.reembedding import progress, standing
from app.paths import Places
from app.records import Check, RecordingState
from app.store import forget, frames, gauge, images, keys, ledger, loose, spool, waiting
from app.store.db import Store, free_bytes
from app.tally import coverage
from capture.screen import session_state

# What a check may end with; it is then reported like any other finding.
CAUGHT: tuple[type[Exception], ...] = (KnownError, *FAILURES)
# A recorder that has not ticked for this long is not there.
ALIVE_S = 20
LEAST_FREE_BYTES = 500 << 20
STATES = {"kept": "recording", "same": "recording", "excluded": "private", "idle": "idle", "locked": "locked", "asleep": "idle",
          "paused": "paused", "failed": "problem", "disk_full": "problem"}  # fmt: skip


def recording_state(store: Store, now: datetime) -> RecordingState:
    """What the recorder does, as its ledger tells: also of a recorder in another process."""
    return replace(_state(store, now), **_cost(store, now))


def _state(store: Store, now: datetime) -> RecordingState:
    tick = ledger.last_tick(store)
    kept = ledger.last_kept(store)
    paused, until = ledger.paused_until(store, now)
    at, outcome, reason = tick or (None, "", "")
    if paused:
        return RecordingState("paused", until, kept, at, "by_user")
    if at is None or now - at > timedelta(seconds=ALIVE_S):
        return RecordingState("off", None, kept, at)
    return RecordingState(STATES[outcome], None, kept, at, reason)  # type: ignore[arg-type]


def _cost(store: Store, now: datetime) -> dict[str, Any]:
    meter = ledger.read_meter(store, now)
    return {name: meter[name] for name in ("cpu_percent", "mb_today", "mb_limit")} if meter else {}


def status(store: Store, models: Models, now: datetime) -> dict[str, Any]:
    """Recording, today's coverage and gaps, the queue, sizes, models."""
    state = recording_state(store, now)
    today = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    rows = ledger.ledger_between(store, today, now + timedelta(seconds=1))
    counts = ledger.tick_counts(store, today, now + timedelta(seconds=1))
    held = ledger.seconds_by_outcome(store, today, now + timedelta(seconds=1))
    off = [
        {"since": a, "until": b, "outcome": "off", "reason": "not_running", "monitor": ""}
        for a, b in ledger.holes(store, today, now, longer_than_s=60)
    ]
    counted = store.rows("SELECT kind, count(*) FROM moment WHERE forgetting_id IS NULL GROUP BY kind")
    return {
        "recording": {
            "state": state.state,
            "reason": state.reason,
            "until": state.until,
            "last_kept": state.last_kept,
            "last_tick": state.last_tick,
        },
        "today": {
            "ticks": counts,
            "coverage": coverage(held),
            "minutes": {outcome: round(seconds / 60, 1) for outcome, seconds in held.items()},
            "gaps": off
            + [
                {
                    "since": row.since,
                    "until": row.until,
                    "outcome": row.outcome,
                    "reason": row.reason,
                    "monitor": row.monitor,
                }
                for row in rows
                if row.outcome not in ("kept", "same") and row.until - row.since >= timedelta(minutes=1)
            ],
        },
        "queue": queue(store, standing(store, models).used),
        "moments": dict(counted),
        "sizes": _sizes(store),
        "models": {
            "embedder": models.embed.model_id,
            **coming(store, models),
            "chat": bool(models.chat is not None and models.chat.available()),
            "rerank": models.rerank is not None and models.rerank.available(),
            "workers": models.states(),
        },
        "cost": ledger.read_meter(store, now),
        "forgetting": len(forget.due(store)),
        "to_write": waiting.pending(store),
    }


def coming(store: Store, models: Models) -> dict[str, Any]:
    """While an embedder takes another's place: which one still serves, and how far the other has come."""
    now = standing(store, models)
    done = progress(store, now)
    return (
        {} if done is None else {"embedder_in_use": now.used.model_id, "embedder_read": done[0], "embedder_of": done[1]}
    )


def _sizes(store: Store) -> dict[str, int]:
    now = gauge.sizes_now(store)
    return {
        "total_bytes": now.total,
        "pictures_bytes": now.pictures,
        "thumbnails_bytes": now.thumbnails,
        "database_bytes": now.database,
        "free_bytes": free_bytes(store.places),
    }


def queue(store: Store, embedder: Embedder) -> dict[str, int]:
    """What waits: pictures to read, passages to embed, and what could not be read."""
    bare = "SELECT count(*) FROM passage p LEFT JOIN vector v ON v.passage_id = p.id AND v.model = ? WHERE p.bare = 0 AND v.passage_id IS NULL"
    return {
        "pending": frames.pending_count(store),
        "failed": int(store.value("SELECT count(*) FROM moment WHERE reading = 'failed'")),
        "without_meaning": int(store.value(bare, (embedder.model_id,))),
    }


def doctor(store: Store, models: Models, now: datetime) -> list[Check]:
    """Every check, each on its own: one that fails does not hide the others."""
    checks = []
    for name, check in CHECKS.items():
        try:
            ok, detail, params = check(store, models, now)
        except CAUGHT as error:
            ok, detail, params = False, str(getattr(error, "code", "failed")), dict(getattr(error, "params", {}))
        checks.append(Check(name, ok, detail, params))
    return checks


def from_outside(places: Places, error: KnownError) -> list[Check]:
    """What can be said of a memory that does not open: why, and what needs no key."""
    free, open_ = free_bytes(places), loose.readable_by_others(places)
    left = sum(1 for path in places.pictures.glob("*/*"))
    return [
        Check("opening", False, error.code, error.params),
        Check("files", places.database.exists() and places.key_slots.exists(), "files_there", {
            "database": places.database.stat().st_size >> 20 if places.database.exists() else 0,
            "keys": "keys.json" if places.key_slots.exists() else "-", "pictures": left,
        }),
        Check("space", free >= LEAST_FREE_BYTES, "space", {"free_mb": free >> 20}),
        Check("permissions", not open_, "permissions_open" if open_ else "permissions_ok", {"count": len(open_)}),
    ]  # fmt: skip


Result = tuple[bool, str, dict[str, Any]]


def _versions(store: Store, models: Models, now: datetime) -> Result:
    from app import __version__

    sqlite, cipher = store.value("SELECT sqlite_version()"), store.value("PRAGMA cipher_version")
    return True, "versions", {"recollect": __version__, "sqlite": sqlite, "sqlcipher": cipher}


def _key(store: Store, models: Models, now: datetime) -> Result:
    kinds = keys.slot_kinds(store.places)
    return bool(kinds), "key_slots", {"kinds": ", ".join(kinds)}


def _integrity(store: Store, models: Models, now: datetime) -> Result:
    pages = [row[0] for row in store.rows("PRAGMA cipher_integrity_check")]
    rows = [row[0] for row in store.rows("PRAGMA integrity_check(10)")]
    broken = len(pages) + (0 if rows == ["ok"] else len(rows))
    loose = len(store.rows("PRAGMA foreign_key_check"))
    return (
        broken + loose == 0,
        "integrity_ok" if broken + loose == 0 else "integrity_broken",
        {"broken": broken, "loose": loose},
    )


def _index(store: Store, models: Models, now: datetime) -> Result:
    whole = loose.index_is_whole(store)
    return whole, "index_ok" if whole else "index_broken", {}


def _vectors(store: Store, models: Models, now: datetime) -> Result:
    odd, unseen = loose.odd_vectors(store, models.embed.model_id, models.embed.dim), loose.unseen_passages(store)
    return odd + unseen == 0, "vectors_ok" if odd + unseen == 0 else "vectors_off", {"odd": odd, "unseen": unseen}


def _pictures(store: Store, models: Models, now: datetime) -> Result:
    orphans = len(images.orphan_files(store))
    missing = len(loose.pictures_without_file(store))
    return (
        missing == 0,
        "pictures_ok" if not (missing or orphans) else "pictures_off",
        {"missing": missing, "orphans": orphans},
    )


def _queue(store: Store, models: Models, now: datetime) -> Result:
    held, lost = queue(store, standing(store, models).used), loose.unqueued(store)
    return held["failed"] + lost == 0, "queue", {**held, "failed": held["failed"] + lost}


def _spool(store: Store, models: Models, now: datetime) -> Result:
    waiting = len(spool.waiting(store.places))
    return True, "spool_files" if waiting else "spool_empty", {"count": waiting}


def _space(store: Store, models: Models, now: datetime) -> Result:
    free = free_bytes(store.places)
    return free >= LEAST_FREE_BYTES, "space", {"free_mb": free >> 20}


def _permissions(store: Store, models: Models, now: datetime) -> Result:
    open_ = loose.readable_by_others(store.places)
    return not open_, "permissions_ok" if not open_ else "permissions_open", {"count": len(open_)}


def _forgetting(store: Store, models: Models, now: datetime) -> Result:
    waiting = len(forget.due(store))
    return True, "forgetting_ok" if not waiting else "forgetting_waits", {"count": waiting}


def _clock(store: Store, models: Models, now: datetime) -> Result:
    ahead = store.value("SELECT count(*) FROM moment WHERE at_us > ?", (int((now.timestamp() + 86400) * 1e6),))
    return ahead == 0, "clock_ok" if ahead == 0 else "clock_ahead", {"moments": ahead}


def _display(store: Store, models: Models, now: datetime) -> Result:
    wayland, x11 = bool(os.environ.get("WAYLAND_DISPLAY")), bool(os.environ.get("DISPLAY"))
    if x11:
        return True, "display_x11", {}
    return False, "wayland_unsupported" if wayland else "no_display", {}


def _lock_service(store: Store, models: Models, now: datetime) -> Result:
    state = session_state()
    if state.failing:
        return True, "lock_service_failing", {}
    return True, "lock_service_absent" if state.locked is None else "lock_service_present", {}


def _reader(store: Store, models: Models, now: datetime) -> Result:
    name = models.ocr.engine_name()
    return True, "reader", {"engine": name}


def _tesseract(store: Store, models: Models, now: datetime) -> Result:
    return True, "tesseract_there" if shutil.which("tesseract") else "tesseract_absent", {}


def _embedder(store: Store, models: Models, now: datetime) -> Result:
    vectors = models.embed.queries(["ready"])
    return vectors.shape == (1, models.embed.dim), "embedder", {"model": models.embed.model_id, "dim": models.embed.dim}


def _chat(store: Store, models: Models, now: datetime) -> Result:
    there = models.chat is not None and models.chat.available()
    return True, "chat_there" if there else "chat_absent", {}


def _rerank(store: Store, models: Models, now: datetime) -> Result:
    if models.rerank is None:
        return True, "rerank_absent", {}
    models.rerank.scores("ready", ["ready"])
    return True, "rerank_there", {"model": models.rerank.name}


CHECKS = {
    "versions": _versions, "key": _key, "integrity": _integrity, "index": _index, "vectors": _vectors, "pictures": _pictures, "queue": _queue,
    "forgetting": _forgetting, "spool": _spool, "space": _space, "permissions": _permissions, "clock": _clock, "display": _display,
    "lock_service": _lock_service, "reader": _reader, "tesseract": _tesseract, "embedder": _embedder, "chat": _chat,
    "rerank": _rerank,
}  # fmt: skip
