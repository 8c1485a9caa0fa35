"""A question asked within a conversation: made whole with the turns before it, answered, and kept as a turn."""

from dataclasses import replace
from datetime import datetime

from app.answer import conversation
from app.answer.ask import Asking, Writer, ask, without_secrets
from app.recall.search import Searcher
from app.records import Answer
from app.store import chats


def ask_in(
    searcher: Searcher, writer: Writer | None, asking: Asking, place: str | None, *, now: datetime, zone: str
) -> Answer:
    """The answer, stored in the conversation of this id when one is named. Raises KnownError no_such_conversation."""
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
    return replace(answer, turn_id=chats.add_turn(store, place, kept, now, zone))
