"""Mending what is safe to mend: indexes are built again, leftovers removed, what waits is started again. Nothing that can be read is lost.

What cannot be mended here (damaged pages of the database) is left to the checks and a backup.
"""

from collections.abc import Callable
from datetime import datetime

from app import forgetting
from app.checkup import CAUGHT, Result
from app.consolidate.making import remake
from app.engines import Models
from app.records import Check
from app.store import frames, images, loose
from app.store.db import Store

# So many pictures without a file are more likely a folder that is not there than damage.
_MISSING_AT_MOST, _MISSING_SHARE = 20, 0.1


def repair(store: Store, models: Models, now: datetime) -> list[Check]:
    """Mend each thing on its own; one line for each that needed it, with what was done in counts."""
    done = []
    for name, mend in MENDS.items():
        try:
            result = mend(store, models)
        except CAUGHT as error:
            result = (False, str(getattr(error, "code", "failed")), dict(getattr(error, "params", {})))
        if result is not None:
            done.append(Check(name, *result))
    return done


def _index(store: Store, models: Models) -> Result | None:
    if loose.index_is_whole(store):
        return None
    loose.rebuild_index(store)
    return loose.index_is_whole(store), "repaired_index", {}


def _vectors(store: Store, models: Models) -> Result | None:
    count = loose.remove_odd_vectors(store, models.embed.model_id, models.embed.dim)
    return (True, "repaired_vectors", {"count": count}) if count else None


def _passages(store: Store, models: Models) -> Result | None:
    count = loose.remove_unseen_passages(store) + loose.remove_loose_derivations(store)
    return (True, "repaired_passages", {"count": count}) if count else None


def _pictures(store: Store, models: Models) -> Result | None:
    missing = loose.pictures_without_file(store)
    if not missing:
        return None
    whole = int(store.value("SELECT count(*) FROM picture"))
    if len(missing) > _MISSING_AT_MOST and len(missing) > _MISSING_SHARE * whole:
        return False, "pictures_folder_gone", {"missing": len(missing), "all": whole}
    loose.let_go_of_pictures(store, missing)
    return True, "repaired_pictures", {"count": len(missing)}


def _files(store: Store, models: Models) -> Result | None:
    count = images.remove_files(store) + images.remove_orphans(store)
    return (True, "repaired_files", {"count": count}) if count else None


def _readings(store: Store, models: Models) -> Result | None:
    count = frames.retry_failed(store) + loose.queue_unqueued(store)
    return (True, "repaired_readings", {"count": count}) if count else None


def _forgettings(store: Store, models: Models) -> Result | None:
    done = forgetting.finish(store, remake=remake)
    return (all(one.state == "gone" for one in done), "repaired_forgettings", {"count": len(done)}) if done else None


def _memories(store: Store, models: Models) -> Result | None:
    count = remake(store)
    return (True, "repaired_memories", {"count": count}) if count else None


def _permissions(store: Store, models: Models) -> Result | None:
    count = loose.tighten(store.places)
    return (True, "repaired_permissions", {"count": count}) if count else None


MENDS: dict[str, Callable[[Store, Models], Result | None]] = {
    "index": _index, "passages": _passages, "vectors": _vectors, "pictures": _pictures, "files": _files, "queue": _readings,
    "forgetting": _forgettings, "memories": _memories, "permissions": _permissions,
}  # fmt: skip
