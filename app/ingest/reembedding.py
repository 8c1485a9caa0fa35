"""One embedder takes another's place: which one searches ask, which one is catching up, and the steps from one to the other.

Vectors are stored by model. Searches go on with the older one until the newer has read everything; then one row of `control` changes,
in one transaction, and the older one's vectors go, some at a time. A kill at any point leaves a state from which the next step goes on.
"""

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.ingest.embedding import EMBED_BATCH, Backlog, embed_next
from app.store import ledger, vectors
from app.store.db import Store
from app.store.passages import newest_passage

USED, CLEARING = "embedder", "embedder clearing"
CLEAR_ROWS = 4000
# A client of the embedding model that a setting names.
Other = Callable[[str], Any]


class Embedders(Protocol):
    """What holds the embedder that the settings want, and makes the one that they wanted before."""

    @property
    def embed(self) -> Any: ...
    @property
    def other_embed(self) -> Other | None: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """`used`: what searches ask; `coming`: what takes its place once it has read everything, if there is one."""

    used: Any
    coming: Any | None = None


@dataclass(slots=True)
class Backlogs:
    """How far each of the two has come, for one thread."""

    used: Backlog = field(default_factory=Backlog)
    coming: Backlog = field(default_factory=Backlog)


def standing(store: Store, models: Embedders) -> Standing:
    """The embedders of a memory. Reads only.

    The older one serves on only where its files are still there and still the same; else the wanted one serves at once.
    """
    wanted, other = models.embed, models.other_embed
    held = _held(store) or {"id": vectors.newest_model(store) or wanted.model_id, "setting": ""}
    if other is None or held["id"] == wanted.model_id:
        return Standing(wanted)
    older = other(held["setting"])
    if not (_there(older) and older.model_id == held["id"]):
        return Standing(wanted)
    return Standing(older, wanted if _there(wanted) else None)


def embed_step(
    store: Store,
    models: Embedders,
    failures: tuple[type[Exception], ...],
    backlogs: Backlogs,
    *,
    batch: int = EMBED_BATCH,
) -> int:
    """One small piece: new passages for the embedder in use first, then old ones for the coming one, then the change, then tidying.

    Returns how many rows it was, 0 when nothing is left. Raises ReadingFailed.
    """
    now = standing(store, models)
    if _there(now.used):  # one whose files are away for a while keeps its vectors
        _note(store, now)
    if done := embed_next(store, now.used, failures, batch=batch, backlog=backlogs.used):
        return done
    if now.coming is None:
        return _clear(store, now.used.model_id)
    if done := embed_next(store, now.coming, failures, batch=batch, backlog=backlogs.coming):
        return done
    return _change(store, now, backlogs)


def progress(store: Store, now: Standing) -> tuple[int, int] | None:
    """(passages that the coming embedder has read, those that the one in use has); None when none is coming."""
    if now.coming is None:
        return None
    return vectors.count(store, now.coming.model_id), vectors.count(store, now.used.model_id)


def _change(store: Store, now: Standing, backlogs: Backlogs) -> int:
    """Let searches ask the coming one, if nothing came meanwhile that it has not read. The long look is outside the transaction."""
    coming, newest = now.coming, newest_passage(store)
    assert coming is not None
    if vectors.lacking(store, coming.model_id):  # below what the backlog looks at: look through all of them again
        backlogs.coming = Backlog()
        return 1
    with store.writing():
        if not vectors.lacking(store, coming.model_id, newest):
            ledger.set_control(store, USED, _row(coming))
            ledger.set_control(store, CLEARING, "0")
    return 1


def _note(store: Store, now: Standing) -> None:
    """Write down what is in use, before another begins to take its place, and when its files went."""
    held = _held(store)
    if held is not None and held["id"] == now.used.model_id:
        return
    with store.writing():
        others = held is not None or vectors.newest_model(store) not in (None, now.used.model_id)
        ledger.set_control(store, USED, _row(now.used))
        if others:  # those of one that was given up
            ledger.set_control(store, CLEARING, "0")


def _clear(store: Store, model: str) -> int:
    """Remove some vectors of other models than this one. 0 when none are left."""
    after = ledger.get_control(store, CLEARING)
    if after is None:
        return 0
    with store.writing():
        reached = vectors.remove_others(store, model, int(after), CLEAR_ROWS)
        ledger.set_control(store, CLEARING, None if reached is None else str(reached))
    return 1


def _there(embedder: Any) -> bool:
    """Whether its files are on this machine; stand-ins have none."""
    return not hasattr(embedder, "there") or bool(embedder.there())


def _row(embedder: Any) -> str:
    return json.dumps({"id": embedder.model_id, "setting": getattr(embedder, "setting", "")})


def _held(store: Store) -> dict[str, str] | None:
    with contextlib.suppress(ValueError, KeyError, TypeError):
        found = json.loads(ledger.get_control(store, USED) or "")
        return {"id": str(found["id"]), "setting": str(found["setting"])}
    return None
