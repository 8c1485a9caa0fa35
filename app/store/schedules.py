"""Questions that are asked by themselves, as they lie among the turns: the first of their conversation, with a mark and no answer."""

import json
from datetime import datetime

from app.records import Scheduled
from app.store.chats import drop_empty
from app.store.db import Store, from_us, to_us

MARK = "scheduled"


def held(store: Store) -> list[Scheduled]:
    """Those that may be shown, oldest first, each with the time at which its question was asked last."""
    rows = store.rows(
        "SELECT t.public_id, c.public_id, t.question, t.answer, t.at_us, (SELECT max(o.at_us) FROM turn o WHERE"
        "  o.conversation_id = c.id AND o.id > t.id AND o.question = t.question AND o.forgetting_id IS NULL)"
        " FROM turn t JOIN conversation c ON c.id = t.conversation_id"
        " WHERE t.forgetting_id IS NULL AND instr(t.answer, ?) > 0 ORDER BY t.id",
        (json.dumps(MARK),),
    )
    out = []
    for public_id, conversation, question, packed, at_us, asked_us in rows:
        answer = json.loads(packed)
        if answer["notice"] != MARK:
            continue
        params = answer["notice_params"]
        out.append(
            Scheduled(
                public_id, conversation, question, params["every"], frozenset(params["days"]), params["minute"],
                from_us(params.get("since_us", at_us)), None if asked_us is None else from_us(asked_us), params.get("on", True),
            )
        )  # fmt: skip
    return out


def switch(store: Store, public_id: str, now: datetime, *, on: bool) -> None:
    """Let one wait, or go on from now: what it missed meanwhile is not asked late."""
    with store.writing():
        answer = json.loads(store.value("SELECT answer FROM turn WHERE public_id = ?", (public_id,)))
        answer["notice_params"] |= {"on": on, "since_us": to_us(now)}
        store.execute("UPDATE turn SET answer = ? WHERE public_id = ?", (json.dumps(answer), public_id))


def remove(store: Store, public_id: str) -> None:
    """Take one away; the answers that were given stay."""
    with store.writing():
        store.execute("DELETE FROM turn WHERE public_id = ?", (public_id,))
        drop_empty(store)
