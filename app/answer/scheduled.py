"""Questions that are asked by themselves: kept, listed, asked when they are due. There are none at first.

Such a question is the first turn of a conversation of its own, without an answer; the answers follow as turns. So it is forgotten,
searched and exported as every question is, and lies nowhere else.
"""

from collections.abc import Callable
from datetime import datetime

from app.answer import every
from app.answer.saying import zone_of
from app.errors import KnownError
from app.records import Answer, Filters, Scheduled, Understood
from app.store import chats, schedules
from app.store.db import Store


def add(store: Store, said: str, question: str, now: datetime, zone: str) -> Scheduled:
    """Ask a question by itself from now on. Raises KnownError bad_every, no_query."""
    days, minute = every.read(said)
    if not question.strip():
        raise KnownError("no_query")
    kept = Answer(
        question=question, text="", mode="none", citations=(), answerable=0.0, understood=Understood("", Filters()),
        notice=schedules.MARK, notice_params={"every": said, "days": sorted(days), "minute": minute},
    )  # fmt: skip
    conversation = chats.new_conversation(store)
    turn = chats.add_turn(store, conversation, kept, now, zone)
    return next(one for one in schedules.held(store) if one.id == turn)


def held(store: Store) -> list[Scheduled]:
    """The questions that are asked by themselves, in the order in which they were added."""
    return schedules.held(store)


def switch(store: Store, public_id: str, now: datetime, *, on: bool) -> None:
    """Let a question wait, or be asked again from now on. Raises KnownError no_such_schedule."""
    if all(one.id != public_id for one in schedules.held(store)):
        raise KnownError("no_such_schedule")
    schedules.switch(store, public_id, now, on=on)


def remove(store: Store, public_id: str) -> None:
    """Ask a question no more. Raises KnownError no_such_schedule."""
    if all(one.id != public_id for one in schedules.held(store)):
        raise KnownError("no_such_schedule")
    schedules.remove(store, public_id)


def ask_due(store: Store, answer: Callable[[str], Answer], now: datetime, zone: str) -> int:
    """Ask all that is due, once each, and keep the answers. Returns how many. A kill before an answer is kept asks again."""
    count = 0
    for one in schedules.held(store):
        since = max(one.asked or one.made, one.made)
        if not one.on or not every.is_due(one.days, one.minute, since, now, zone_of(zone)):
            continue
        try:
            chats.add_turn(store, one.conversation, answer(one.question), now, zone)
        except KnownError as error:
            if error.code != "forgotten_meanwhile":  # then it is asked again when this is looked at next
                raise
        else:
            count += 1
    return count
