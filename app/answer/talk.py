"""A question asked within a conversation: made whole with the turns before it, answered, and kept as a turn."""

from dataclasses import replace
from datetime import datetime

from app.answer import conversation
from app.answer.ask import Asking, Writer, ask, without_secrets
from app.errors import KnownError
from app.recall.search import Searcher
from app.records import Answer
from app.store import chats

MOST_ASKED = 3


def ask_in(
    searcher: Searcher, writer: Writer | None, asking: Asking, place: str | None, *, now: datetime, zone: str
) -> Answer:
    """The answer, stored in the conversation of this id when one is named. Where a moment that it cites is forgotten while it is
    written, the question is asked anew. Raises KnownError no_such_conversation, forgotten_meanwhile.
    """
    if place is not None and not chats.exists(searcher.store, place):
        raise KnownError("no_such_conversation")
    for _ in range(MOST_ASKED - 1):
        try:
            return _ask_once(searcher, writer, asking, place, now=now, zone=zone)
        except KnownError as error:
            if error.code != "forgotten_meanwhile":
                raise
    return _ask_once(searcher, writer, asking, place, now=now, zone=zone)


def _ask_once(
    searcher: Searcher, writer: Writer | None, asking: Asking, place: str | None, *, now: datetime, zone: str
) -> Answer:
    question, store = asking.question, searcher.store
    before = conversation.said(store, place) if place else []
    whole = conversation.whole(question, before, now=now, zone=zone)
    answer = ask(searcher, writer, replace(asking, question=whole), now=now, zone=zone)
    answer = replace(answer, question=question, read_as=whole if whole != question else "")
    if place is None:
        return answer
    kept = without_secrets(answer)
    if whole != question:  # words of another question are forgotten with that one
        kept = replace(kept, understood=replace(kept.understood, words=kept.question))
    return replace(answer, turn_id=chats.add_turn(store, place, kept, now, zone, revive=not asking.cancelled()))
