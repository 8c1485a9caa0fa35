"""What was promised to whom: from the user's own messages, in the thread or by name, in the time that is named, each with its moment."""

from datetime import UTC, datetime, timedelta

import pytest

from app.answer import asks, computed
from app.answer.asks import Ask
from app.answer.promises import is_named, promised
from app.ingest.reading import add_text_moment
from app.memory import Memory
from app.records import Answer, Filters
from app.store.frames import NewMoment

DAY = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
TALKS = (
    ("anna", "Anna Keller", "Are you coming on Saturday?"),
    ("anna", "me", "Yes! I promise to bring you the blue folder. The weather looks fine."),
    ("anna", "Anna Keller", "Great. I'll bake a cake."),
    ("choir", "Anna Keller", "Who prints the scores?"),
    ("choir", "Bob", "Not me, I will be away."),
    ("choir", "me", "Anna, leave it to me."),
    ("choir", "me", "Bob, I can bring the stands."),
    ("bob", "Bob", "Did you send the invoice?"),
    ("bob", "me", "I'll send it by Friday, promised."),
    ("bob", "me", "Will you be there? I'll see."),
)


@pytest.fixture
def talked(memory: Memory) -> Memory:
    for n, (thread, author, text) in enumerate(TALKS):
        at = DAY + timedelta(hours=5 * n)
        moment = NewMoment(
            kind="message", at=at, zone="UTC", thread=thread, author=author, source="chat", source_id=str(n)
        )
        add_text_moment(memory.store, moment, text)
    return memory


def answer(memory: Memory, question: str) -> Answer | None:
    return computed.answered(memory.store, question, Filters(), now=NOW, zone="UTC")


def quoted(memory: Memory, question: str) -> list[str]:
    found = answer(memory, question)
    assert found is not None, question
    return [line.partition("“")[2].partition("”")[0] for line in found.text.splitlines()[1:]]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did I promise Anna?", Ask("promised", "Anna", role="to")),
        ("What have I promised to the neighbours?", Ask("promised", "neighbours", role="to")),
        ("What did I tell Anna I would do?", Ask("promised", "Anna", role="to")),
        ("What did I promise?", Ask("promised", role="mine")),
        ("What promises have I made?", Ask("promised", role="mine")),
        ("What did Anna promise me?", Ask("promised", "Anna", role="author")),
        ("What does the brochure promise?", None),
        ("Who promised me a lift?", None),
    ],
)
def test_a_question_for_promises_is_read_as_a_whole(question: str, expected: Ask | None) -> None:
    assert asks.read(question) == expected


def test_promises_to_a_person_are_those_of_their_talk_and_those_that_name_them(talked: Memory) -> None:
    to_anna = ["Anna, leave it to me.", "I promise to bring you the blue folder."]
    assert quoted(talked, "What did I promise Anna?") == to_anna
    assert quoted(talked, "What did I promise Bob?") == [
        "I'll send it by Friday, promised.", "Bob, I can bring the stands.",
    ]  # fmt: skip
    assert len(quoted(talked, "What did I promise?")) == 4


def test_what_others_took_on_is_theirs_and_each_line_cites_its_moment(talked: Memory) -> None:
    found = answer(talked, "What did Anna promise me?")
    assert found is not None
    assert "I'll bake a cake." in found.text
    assert [one.quote for one in found.citations] == ["Great. I'll bake a cake."]
    assert found.mode == "computed"


def test_a_time_that_is_named_holds_and_nothing_in_it_is_said(talked: Memory) -> None:
    assert quoted(talked, "What did I promise Bob on Thursday?") == ["Bob, I can bring the stands."]
    found = answer(talked, "What did I promise Anna today?")
    assert found is not None
    assert found.citations == ()
    assert found.text.startswith("No message in which anything was taken on")


def test_without_messages_or_for_a_stranger_another_way_to_an_answer_is_taken(talked: Memory, memory: Memory) -> None:
    assert answer(talked, "What did I promise Zacharias?") is None
    assert answer(talked, "What did I promise the structural engineer?") is None


@pytest.mark.parametrize(
    "text",
    [
        "I will see.", "I don't know if I can bring it.", "I'll be late.", "Will you bring it?", "She promised me a book yesterday.",
        "I will never pay that.", "We'll not come.", "I will not send it.", "I'll probably not be there.", "I'll be in Rome next week.",
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_promise_is_none(text: str) -> None:
    assert list(promised(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "I promise that I will not tell anybody.",
        "I'll be in time.",
        "I'll be there at eight.",
        "Never mind, I'll bring it.",
    ],
)
def test_what_is_taken_on_with_a_no_in_it_is_a_promise_still(text: str) -> None:
    assert list(promised(text)) == [text]


@pytest.mark.parametrize(
    ("text", "name", "named"),
    [
        ("I will water your plants, Clara.", "Will", False),
        ("Will you be there?", "Will", False),
        ("Will, I'll bring the ladder.", "Will", True),
        ("I'll bring it to Will on Friday.", "Will", True),
        ("I may bring it in May.", "May", False),
        ("I'll send it on 5 May.", "May", False),
        ("I'll give it to May.", "May", True),
        ("hi anna, i'll bring it", "Anna", True),
        ("I'll bring Annabel's book.", "Anna", False),
    ],
)
def test_a_first_name_that_is_a_word_too_has_to_be_written_as_a_name(text: str, name: str, named: bool) -> None:
    assert is_named(text, name) is named
