"""The quoted answer: what is read together, which days are meant, what is marked, told as past, and that nothing is there."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from app.answer import dates, extractive, fitting, reading
from app.answer.reading import Sentence
from app.memory import Memory
from app.records import Answer, Box, Hit, Line, Moment
from app.store.index import Tokenizer

FRIDAY = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def hit(text: str, public_id: str = "m1", *, author: str = "Ann", at: datetime = FRIDAY, replaced_by: str = "") -> Hit:
    moment = Moment(id=public_id, kind="message", time=at, zone="UTC", source="chat", author=author)
    return Hit(public_id, moment, text, text, (), 1.0, (), (), replaced_by=replaced_by)


def sentence(text: str, public_id: str = "m1", **kwargs: object) -> Sentence:
    return Sentence(text, hit(text, public_id, **kwargs), 0)  # type: ignore[arg-type]


def composed(question: str, *said: Sentence) -> extractive.Composed:
    words = Tokenizer()
    try:
        asked = fitting.asked(question, question, words.terms)
        return extractive.compose(said, asked, words.terms, now=FRIDAY)
    finally:
        words.close()


def marked(made: extractive.Composed) -> list[str]:
    return [made.text[start:end] for start, end in made.marks]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("I saw her yesterday.", ["19 November"]),
        ("We moved in last month.", ["October"]),
        ("We met last Friday and talked.", ["13 November"]),
        ("She comes on Friday at nine.", ["27 November"]),
        ("She came on Monday at nine.", ["16 November"]),
        ("It was three weeks ago.", ["around 30 October"]),
        ("I painted it last year.", ["2025"]),
        ("We ran this past weekend.", ["14 to 15 November"]),
        ("See you in two days.", ["22 November"]),
        ("The train leaves at 14:30 on 3 May 2027.", []),
        ("I may march on.", []),
    ],
)
def test_relative_times_are_told_as_days_seen_from_when_they_were_said(text: str, days: list[str]) -> None:
    told = [one.days for one in dates.resolved(text, FRIDAY, "UTC", now=FRIDAY)]
    assert [one.removesuffix(" 2026") for one in told] == days


def test_a_year_is_told_where_it_is_another_one() -> None:
    told = dates.resolved("I saw her yesterday.", FRIDAY, "UTC", now=FRIDAY + timedelta(days=400))
    assert dates.woven("I saw her yesterday.", told)[0] == "I saw her yesterday (19 November 2026)."


def test_days_are_those_of_the_zone_it_was_said_in() -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert [one.days for one in dates.resolved("today", late, "Europe/Berlin", now=late)] == ["21 November"]
    assert [one.days for one in dates.resolved("today", late, "No/Where", now=late)] == ["20 November"]


@pytest.mark.parametrize(
    ("question", "said", "answer"),
    [
        ("When did Ann see her?", "I saw her yesterday at the shop.", "yesterday (19 November)"),
        ("When did Ann see her?", "I did see her.", "20 November"),
        ("How much is the bread?", "The bread is 3.20 EUR at the corner.", "3.20 EUR"),
        ("Who repairs the roof?", "The roof is done by Mr. Kessler next week.", "Mr. Kessler"),
        ("How many chairs are there?", "There are 14 chairs and a table.", "14 chairs"),
        ("What did Ann research?", "I have been researching boats for the lake, it was fun.", "boats for the lake"),
    ],
)
def test_the_words_that_answer_are_marked(question: str, said: str, answer: str) -> None:
    assert marked(composed(question, sentence(said))) == [answer]


def test_sentences_of_one_moment_share_its_number_and_every_line_has_one() -> None:
    made = composed("What is in the box?", sentence("A hat."), sentence("A cat.", "m2"), sentence("A mat."))
    assert [line[-3:] for line in made.text.splitlines()] == ["[1]", "[2]", "[1]"]
    assert [(one.n, one.id, one.quote) for one in made.citations] == [(1, "m1", "A hat."), (2, "m2", "A cat.")]


def test_what_was_replaced_is_told_as_past_and_after_what_replaced_it() -> None:
    old = sentence("The meeting is at 3.", "old", at=FRIDAY - timedelta(days=2), replaced_by="new")
    new = sentence("The meeting moved to 4.", "new")
    picked = extractive.chosen([old, new], np.array([3.0, 0.0], np.float32))
    assert [one.hit.id for one in picked] == ["new", "old"]
    lines = composed("When is the meeting?", *picked).text.splitlines()
    assert lines[1].startswith("Until 20 November: Ann: “The meeting is at 3.”")
    assert not lines[0].startswith("Until")


def test_at_most_five_sentences_are_quoted_and_one_where_it_is_far_the_best() -> None:
    many = [sentence(f"The {name} hat.", name) for name in "abcdefgh"]
    assert len(extractive.chosen(many, np.zeros(8, np.float32))) == extractive.MOST_QUOTED
    assert len(extractive.chosen(many, np.array([9.0, *[0.0] * 7], np.float32))) == 1
    assert extractive.chosen([], np.zeros(0, np.float32)) == []


def test_a_row_of_a_table_is_read_across() -> None:
    def line(text: str, x: int, y: int) -> Line:
        return Line(text, Box(x, y, 100, 20))

    lines = [line("Gravel drainage", 0, 0), line("Stairs", 0, 40), line("702", 400, 1), line("2,590", 400, 39)]
    assert reading.rows(lines) == ["Gravel drainage 702", "Stairs 2,590"]


def test_a_list_is_cut_into_its_entries_and_a_wrapped_sentence_is_not() -> None:
    text = "Notes\n- the fee is 12 EUR\n- the gate is\nlocked at night\n09:30 Call Ines\nWe walked along the river and then\nwe went home."
    assert reading.cut(text) == [
        "Notes",
        "- the fee is 12 EUR",
        "- the gate is locked at night",
        "09:30 Call Ines",
        "We walked along the river and then we went home.",
    ]


def test_the_reply_to_a_message_that_asks_is_read_too(memory: Memory, tmp_path: Path) -> None:
    said = ("Where did you put the spare key of the shed?", "Under the blue pot.")
    file = tmp_path / "said.jsonl"
    file.write_text(
        "".join(
            json.dumps(
                {"id": str(n), "thread": "home", "time": f"2026-11-20T12:0{n}:00+00:00", "author": who, "text": text}
            )
            + "\n"
            for n, (who, text) in enumerate(zip(("Ann", "Bo"), said, strict=True))
        )
    )
    memory.import_messages(file, wait=True)
    answer = memory.ask("Where is the spare key of the shed?")
    assert "Under the blue pot." in answer.text
    assert "Under the blue pot." in [citation.quote for citation in answer.citations]


def refused(memory: Memory) -> Answer:
    memory.note("The plumber comes on Friday at nine.")
    memory.embed_waiting()
    return memory.ask("Zeppelin maintenance contract?", conversation=memory.new_conversation())


def test_a_refusal_says_what_it_looked_for_and_offers_the_nearest_as_no_proof(memory: Memory) -> None:
    answer = refused(memory)
    assert (answer.mode, answer.text, answer.citations) == ("none", "", ())
    assert answer.notice_params["words"] == "Zeppelin maintenance contract?"
    assert all(one.id and one.quote for one in answer.nearest)


def test_what_came_near_is_not_stored_with_the_question(memory: Memory) -> None:
    answer = refused(memory)
    kept = json.dumps(memory.store.rows("SELECT question, answer FROM turn"))
    assert "plumber" not in kept
    assert replace(answer, nearest=()).question in kept
