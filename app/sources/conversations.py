"""A conversation as text for other programs and for people: Markdown or JSON. What is written says that it is an answer, no evidence."""

import json
from collections.abc import Sequence
from typing import Any, Literal

from app.records import Turn
from app.sources import plain_pages

MADE = "answer"


def conversation_text(turns: Sequence[Turn], format_: Literal["markdown", "json"]) -> str:
    """The turns in order, a page or a JSON object a line."""
    if format_ == "json":
        return "".join(json.dumps(turn_object(turn), ensure_ascii=False) + "\n" for turn in turns)
    return "".join(plain_pages.turn_page(turn) for turn in turns)


def turn_object(turn: Turn) -> dict[str, Any]:
    """A turn as JSON can hold it; `kind` marks it, so that who reads it in again does not take it for something seen."""
    return {
        "kind": MADE, "id": turn.id, "conversation": turn.conversation, "time": turn.time.isoformat(),
        "question": turn.answer.question, "answer": turn.answer.text, "mode": turn.answer.mode,
        "citations": [
            {"n": one.n, "id": one.id, "time": one.time.isoformat(), "app": one.app, "title": one.title, "quote": one.quote}
            for one in turn.answer.citations
        ],
    }  # fmt: skip
