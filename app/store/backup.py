"""Backups."""

from app.store.db import Store


def refresh_backups(store: Store) -> list[str]:
    """The folders of backups that could not be rewritten."""
    return [row[0] for row in store.rows("SELECT folder FROM backup ORDER BY folder")]
