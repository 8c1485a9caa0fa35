"""Who writes in which conversation. Only what may be shown; no rule stands here."""

from app.store.db import Store


def members(store: Store) -> list[tuple[str, str]]:
    """(thread, author) of all messages, each pair once."""
    rows = store.rows(
        "SELECT DISTINCT thread, author FROM moment WHERE thread <> '' AND author <> '' AND kind = 'message' AND forgetting_id IS NULL"
    )
    return [(row[0], row[1]) for row in rows]
