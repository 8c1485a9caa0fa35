"""Questions asked and the answers given, each sentence with the moments it cites. They are memory too, and are forgotten as such."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from app.errors import KnownError
from app.records import Answer, Citation, Disagreement, Doubt, Filters, TableRow, Turn, Understood
from app.store.db import Store, from_us, now_us, to_us
from app.store.frames import gone, new_public_id


def new_conversation(store: Store) -> str:
    public_id = new_public_id()
    with store.writing():
        store.execute("INSERT INTO conversation(public_id, created_us) VALUES (?, ?)", (public_id, now_us()))
    return public_id


def exists(store: Store, conversation: str) -> bool:
    return store.value("SELECT 1 FROM conversation WHERE public_id = ?", (conversation,)) is not None


def add_turn(store: Store, conversation: str, answer: Answer, at: datetime, zone: str, *, revive: bool = False) -> str:
    """Store a question with its answer and remember which moments it stands on; nothing where one of these went meanwhile.

    A conversation whose other questions were all forgotten meanwhile is there again with `revive`. Raises KnownError
    no_such_conversation, forgotten_meanwhile.
    """
    public_id = new_public_id()
    told = [one for pair in answer.disagreements for one in (pair.earlier, pair.later)]
    with store.writing():
        if gone(store, (citation.id for citation in (*answer.citations, *told))):
            raise KnownError("forgotten_meanwhile")
        if revive:
            store.execute(
                "INSERT OR IGNORE INTO conversation(public_id, created_us) VALUES (?, ?)", (conversation, now_us())
            )
        conversation_id = store.value("SELECT id FROM conversation WHERE public_id = ?", (conversation,))
        if conversation_id is None:
            raise KnownError("no_such_conversation")
        turn_id = store.execute(
            "INSERT INTO turn(public_id, conversation_id, at_us, zone, question, answer) VALUES (?, ?, ?, ?, ?, ?)",
            (public_id, conversation_id, to_us(at), zone, answer.question, _pack(answer)),
        ).lastrowid
        for citation in (*answer.citations, *told):
            store.execute(
                "INSERT OR IGNORE INTO derivation(child_kind, child_id, parent_kind, parent_id)"
                " SELECT 'turn', ?, 'moment', id FROM moment WHERE public_id = ?",
                (turn_id, citation.id),
            )
    return public_id


def conversations(store: Store, about: str | None = None) -> list[tuple[str, datetime, str]]:
    """(id, time of the last question, first question), newest first; with `about` those with a turn that holds all its words."""
    rows = store.rows(
        "SELECT c.public_id, max(t.at_us), (SELECT question FROM turn WHERE conversation_id = c.id"
        "  AND forgetting_id IS NULL ORDER BY id LIMIT 1)"
        " FROM conversation c JOIN turn t ON t.conversation_id = c.id"
        " WHERE t.forgetting_id IS NULL GROUP BY c.id ORDER BY max(t.at_us) DESC"
    )
    spoken = None if about is None else _spoken(store, about)
    return [
        (public_id, from_us(at_us), question)
        for public_id, at_us, question in rows
        if spoken is None or public_id in spoken
    ]


def _spoken(store: Store, about: str) -> set[str]:
    """Ids of the conversations with a turn whose question and answer hold all these words."""
    words = about.casefold().split()
    rows = store.rows(
        "SELECT c.public_id, t.question, t.answer FROM turn t JOIN conversation c ON c.id = t.conversation_id"
        " WHERE t.forgetting_id IS NULL"
    )
    return {
        public_id
        for public_id, question, packed in rows
        if all(word in f"{question} {json.loads(packed)['text']}".casefold() for word in words)
    }


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
    text = "\n".join(lines)
    left = {"text": text, "citations": citations}
    if "doubts" in answer:
        left["doubts"] = [one for one in answer["doubts"] if one["sentence"] in text]
        sides = ("earlier", "later")
        left["disagreements"] = [
            d for d in answer["disagreements"] if all(d[side]["id"] != public_id for side in sides)
        ]
    if "table" in answer:
        left["table"] = [row for row in answer["table"] if row["line"] in lines]
    return answer | left


def _pack(answer: Answer) -> str:
    held = asdict(answer)
    for name in ("facets", "event"):  # names that memory holds may be forgotten before the question is
        del held["understood"][name]
    # So may what came near without being cited; and marks point into a text that loses lines.
    del held["nearest"], held["marks"], held["unused"], held["read_as"]
    for one in (*held["citations"], *(d[side] for d in held["disagreements"] for side in ("earlier", "later"))):
        one["time"] = to_us(one["time"])
    filters = held["understood"]["filters"]
    for name in ("since", "until"):
        filters[name] = None if filters[name] is None else to_us(filters[name])
    return json.dumps(held)


def _unpack(store: Store, public_id: str, question: str, held: dict[str, Any]) -> Answer:
    told = [one[side]["id"] for one in held.get("disagreements", ()) for side in ("earlier", "later")]
    ids = [*(c["id"] for c in held["citations"]), *told]
    hidden = [
        row[0]
        for row in store.rows(
            f"SELECT public_id FROM moment WHERE forgetting_id IS NOT NULL AND public_id IN ({','.join('?' * len(ids))})",
            ids,
        )
    ]
    for one in hidden:
        held = without_citation(held, one) or held | {
            "text": "",
            "citations": [],
            "doubts": [],
            "disagreements": [],
            "table": [],
        }
    filters = held["understood"]["filters"]
    for name in ("since", "until"):
        filters[name] = None if filters[name] is None else from_us(filters[name])
    understood = Understood(held["understood"]["words"], Filters(**filters), held["understood"]["time_words"])
    citations = tuple(_citation(one) for one in held["citations"])
    doubts = tuple(Doubt(one["sentence"], tuple(one["words"])) for one in held.get("doubts", ()))
    disagreements = tuple(
        Disagreement(_citation(one["earlier"]), _citation(one["later"]), one["replaced"])
        for one in held.get("disagreements", ())
    )
    return Answer(
        question=question, text=held["text"], mode=held["mode"], citations=citations, answerable=held["answerable"],
        understood=understood, notice=held["notice"], notice_params=held["notice_params"], turn_id=public_id,
        doubts=doubts, disagreements=disagreements, table=tuple(TableRow(**row) for row in held.get("table", ())),
    )  # fmt: skip


def _citation(held: dict[str, Any]) -> Citation:
    return Citation(**(held | {"time": from_us(held["time"])}))
