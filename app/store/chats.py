"""Questions asked and the answers given, each sentence with the moments it cites. They are memory too, and are forgotten as such."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from app.errors import KnownError
from app.records import Answer, Citation, Filters, Turn, Understood
from app.store.db import Store, from_us, now_us, to_us
from app.store.frames import new_public_id


def new_conversation(store: Store) -> str:
    public_id = new_public_id()
    with store.writing():
        store.execute("INSERT INTO conversation(public_id, created_us) VALUES (?, ?)", (public_id, now_us()))
    return public_id


def add_turn(store: Store, conversation: str, answer: Answer, at: datetime, zone: str) -> str:
    """Store a question with its answer and remember which moments it stands on. Raises KnownError no_such_conversation."""
    public_id = new_public_id()
    with store.writing():
        conversation_id = store.value("SELECT id FROM conversation WHERE public_id = ?", (conversation,))
        if conversation_id is None:
            raise KnownError("no_such_conversation")
        turn_id = store.execute(
            "INSERT INTO turn(public_id, conversation_id, at_us, zone, question, answer) VALUES (?, ?, ?, ?, ?, ?)",
            (public_id, conversation_id, to_us(at), zone, answer.question, _pack(answer)),
        ).lastrowid
        for citation in answer.citations:
            store.execute(
                "INSERT OR IGNORE INTO derivation(child_kind, child_id, parent_kind, parent_id)"
                " SELECT 'turn', ?, 'moment', id FROM moment WHERE public_id = ?",
                (turn_id, citation.id),
            )
    return public_id


def conversations(store: Store) -> list[tuple[str, datetime, str]]:
    """(id, time of the last question, first question), newest first."""
    rows = store.rows(
        "SELECT c.public_id, max(t.at_us), (SELECT question FROM turn WHERE conversation_id = c.id"
        "  AND forgetting_id IS NULL ORDER BY id LIMIT 1)"
        " FROM conversation c JOIN turn t ON t.conversation_id = c.id"
        " WHERE t.forgetting_id IS NULL GROUP BY c.id ORDER BY max(t.at_us) DESC"
    )
    return [(public_id, from_us(at_us), question) for public_id, at_us, question in rows]


def turns(store: Store, conversation: str) -> list[Turn]:
    """The questions of a conversation with their answers, in order; citations of hidden moments are left out."""
    rows = store.rows(
        "SELECT t.public_id, t.at_us, t.question, t.answer FROM turn t JOIN conversation c ON c.id = t.conversation_id"
        " WHERE c.public_id = ? AND t.forgetting_id IS NULL ORDER BY t.id",
        (conversation,),
    )
    return [
        Turn(public_id, conversation, from_us(at_us), _unpack(store, public_id, question, json.loads(packed)))
        for public_id, at_us, question, packed in rows
    ]


def forget_conversation(store: Store, conversation: str) -> int:
    """Delete a conversation with its questions and answers. Returns how many answers went."""
    with store.writing():
        count = store.value(
            "SELECT count(*) FROM turn WHERE conversation_id = (SELECT id FROM conversation WHERE public_id = ?)",
            (conversation,),
        )
        store.execute(
            "DELETE FROM turn WHERE conversation_id = (SELECT id FROM conversation WHERE public_id = ?)",
            (conversation,),
        )
        store.execute("DELETE FROM conversation WHERE public_id = ?", (conversation,))
    return int(count)


def drop_cited(store: Store, moment_ids: list[int]) -> int:
    """Take the sentences that cite these moments out of stored answers; an answer left empty goes with its question.

    Call inside `store.writing()`, before the moments' rows go. Returns how many answers were changed or removed.
    """
    changed = 0
    for moment_id in moment_ids:
        rows = store.rows(
            "SELECT t.id, t.answer, m.public_id FROM derivation d JOIN turn t ON t.id = d.child_id JOIN moment m ON m.id = d.parent_id"
            " WHERE d.child_kind = 'turn' AND d.parent_kind = 'moment' AND d.parent_id = ?",
            (moment_id,),
        )
        for turn_id, packed, public_id in rows:
            changed += 1
            left = without_citation(json.loads(packed), public_id)
            if left is None:
                store.execute("DELETE FROM turn WHERE id = ?", (turn_id,))
            else:
                store.execute("UPDATE turn SET answer = ? WHERE id = ?", (json.dumps(left), turn_id))
                store.execute(
                    "DELETE FROM derivation WHERE child_kind = 'turn' AND child_id = ? AND parent_kind = 'moment' AND parent_id = ?",
                    (turn_id, moment_id),
                )
    drop_empty(store)
    return changed


def drop_empty(store: Store) -> None:
    """Remove conversations without a question. Call inside `store.writing()`."""
    store.execute(
        "DELETE FROM conversation WHERE NOT EXISTS (SELECT 1 FROM turn WHERE conversation_id = conversation.id)"
    )


def without_citation(answer: dict[str, Any], public_id: str) -> dict[str, Any] | None:
    """A packed answer without the sentences that stand on a moment; None when nothing that is proved is left.

    >>> a = {"text": "A. [1]\\nB. [2]", "citations": [{"n": 1, "id": "x"}, {"n": 2, "id": "y"}]}
    >>> without_citation(a, "x")["text"]
    'B. [2]'
    >>> without_citation({"text": "A. [1]", "citations": [{"n": 1, "id": "x"}]}, "x") is None
    True
    """
    gone = {c["n"] for c in answer["citations"] if c["id"] == public_id}
    citations = [c for c in answer["citations"] if c["n"] not in gone]
    lines = [line for line in answer["text"].split("\n") if not any(f"[{n}]" in line for n in gone)]
    if not citations or not any(line.strip() for line in lines):
        return None
    return answer | {"text": "\n".join(lines), "citations": citations}


def _pack(answer: Answer) -> str:
    held = asdict(answer)
    for name in ("facets", "event"):  # names that memory holds may be forgotten before the question is
        del held["understood"][name]
    # So may what came near without being cited; and marks point into a text that loses lines.
    del held["nearest"], held["marks"]
    held["citations"] = [c | {"time": to_us(c["time"])} for c in held["citations"]]
    filters = held["understood"]["filters"]
    for name in ("since", "until"):
        filters[name] = None if filters[name] is None else to_us(filters[name])
    return json.dumps(held)


def _unpack(store: Store, public_id: str, question: str, held: dict[str, Any]) -> Answer:
    hidden = [
        row[0]
        for row in store.rows(
            f"SELECT public_id FROM moment WHERE forgetting_id IS NOT NULL AND public_id IN ({','.join('?' * len(held['citations']))})",
            [c["id"] for c in held["citations"]],
        )
    ]
    for one in hidden:
        held = without_citation(held, one) or held | {"text": "", "citations": []}
    filters = held["understood"]["filters"]
    for name in ("since", "until"):
        filters[name] = None if filters[name] is None else from_us(filters[name])
    understood = Understood(held["understood"]["words"], Filters(**filters), held["understood"]["time_words"])
    citations = tuple(Citation(**(c | {"time": from_us(c["time"])})) for c in held["citations"])
    return Answer(
        question=question, text=held["text"], mode=held["mode"], citations=citations, answerable=held["answerable"],
        understood=understood, notice=held["notice"], notice_params=held["notice_params"], turn_id=public_id,
    )  # fmt: skip
