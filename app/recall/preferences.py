"""Where what was learnt from the user lies: one row of numbers in the store. Another process's learning counts at the next search."""

import json

from app.recall.personal import NOTHING, Learnt
from app.store import ledger
from app.store.db import Store

_NAME = "ranking"


def learnt(store: Store) -> Learnt:
    """What was learnt so far. A row that cannot be read teaches nothing."""
    held = ledger.get_control(store, _NAME)
    if held is None:
        return NOTHING
    try:
        read = json.loads(held)
        return Learnt({str(name): float(one) for name, one in read["factors"].items()}, int(read["openings"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return NOTHING


def keep(store: Store, learnt: Learnt) -> None:
    ledger.set_control(store, _NAME, json.dumps({"factors": dict(learnt.factors), "openings": learnt.openings}))


def reset(store: Store) -> None:
    """Rank as the program shipped again."""
    ledger.set_control(store, _NAME, None)
