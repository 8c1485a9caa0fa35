"""The vectors of passages as rows: whose they are, how many, and removing those of models that are no longer used."""

from app.store.db import Store


def newest_model(store: Store) -> str | None:
    """The model of the vector that was stored last; None where there is none."""
    found = store.value("SELECT model FROM vector ORDER BY rowid DESC LIMIT 1")
    return None if found is None else str(found)


def count(store: Store, model: str) -> int:
    """How many passages have a vector of a model."""
    return int(store.value("SELECT count(*) FROM vector WHERE model = ?", (model,)))


def lacking(store: Store, model: str, after: int = 0) -> bool:
    """Whether a passage with an id above `after` has no vector of a model."""
    found = store.value(
        "SELECT 1 FROM passage p LEFT JOIN vector v ON v.passage_id = p.id AND v.model = ?"
        " WHERE p.id > ? AND p.bare = 0 AND v.passage_id IS NULL LIMIT 1",
        (model, after),
    )
    return found is not None


def remove_others(store: Store, model: str, after: int, limit: int) -> int | None:
    """Remove the vectors of other models among the next `limit` rows; where to go on from, None at the end. Within a transaction."""
    last = store.value(
        "SELECT max(rowid) FROM (SELECT rowid FROM vector WHERE rowid > ? ORDER BY rowid LIMIT ?)", (after, limit)
    )
    if last is None:
        return None
    store.execute("DELETE FROM vector WHERE rowid > ? AND rowid <= ? AND model <> ?", (after, last, model))
    return int(last)
