"""Between a session and the spool: what a recorder without a key is given, and bringing in what it sealed."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from app.errors import KnownError
from app.paths import Places
from app.sink import Policy, SpoolSink
from app.store import drain, spool
from app.store.db import Store
from app.store.keys import MasterKey

log = logging.getLogger(__name__)


def sealing(places: Places, key: MasterKey, open_store: Callable[[], Store]) -> Callable[[], SpoolSink]:
    """What makes sinks that hold no key, under the rules and the pause of now."""
    store = open_store()
    try:
        policy = Policy.now(store, datetime.now(UTC))
    finally:
        store.close()
    return partial(SpoolSink, places, spool.public_key(key), policy)


def bring_in(places: Places, open_store: Callable[[], Store], tell: Callable[[str, dict[str, Any]], None]) -> None:
    """What was sealed while the memory was locked, by this session or by one that was killed. What fails is told and tried again
    at the next start."""
    if not spool.waiting(places):
        return
    store = open_store()
    try:
        done = drain.drain(store)
    except KnownError as error:
        log.warning("spool not drained: %s", error.code)
        tell("spool_waits", {"reason": error.code})
        return
    finally:
        store.close()
    if done.lost:
        tell("spool_lost", {"lost": done.lost})
