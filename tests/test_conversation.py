"""Follow-up questions: what a question leaves out is taken from the turns before, what it names itself stands, an answer proves nothing."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from app.answer.conversation import Said, whole
from app.memory import Memory
from app.records import Selection

NOW = datetime(2026, 11, 16, 8, tzinfo=UTC)  # a Monday
ZONE = "Europe/Berlin"
FIREFOX = "How long was I in Firefox last week?"
BUDGET = "What did Bo say about the budget?"


def followed(question: str, *before: str, people: tuple[str, ...] = ()) -> str:
    turns = [Said(one, NOW, people if n == len(before) - 1 else ()) for n, one in enumerate(before)]
    return whole(question, turns, now=NOW, zone=ZONE)


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        # another time
        (FIREFOX, "and yesterday?", "How long was I in Firefox yesterday?"),
        (FIREFOX, "And on Tuesday?", "How long was I in Firefox on Tuesday?"),
        (FIREFOX, "what about Tuesday?", "How long was I in Firefox Tuesday?"),
        (FIREFOX, "yesterday?", "How long was I in Firefox yesterday?"),
        (FIREFOX, "last month", "How long was I in Firefox last month?"),
        (FIREFOX, "How about the last three days?", "How long was I in Firefox the last three days?"),
        (FIREFOX, "and in October?", "How long was I in Firefox in October?"),
        (FIREFOX, "between Monday and Wednesday?", "How long was I in Firefox between Monday and Wednesday?"),
        (FIREFOX, "and on 3 November?", "How long was I in Firefox on 3 November?"),
        ("What did Bo write?", "and yesterday?", "What did Bo write yesterday?"),
        ("What was I doing on Wednesday at 10:15?", "and at 11:30?", "What was I doing at 11:30 on 2026-11-11?"),
        ("Which apps did I use on Monday?", "and in the afternoon?", "Which apps did I use in the afternoon on 2026-11-09?"),
        # steps from the time before
        (FIREFOX, "and the week before?", "How long was I in Firefox between 2026-11-02 and 2026-11-08?"),
        (FIREFOX, "the previous week?", "How long was I in Firefox between 2026-11-02 and 2026-11-08?"),
        (FIREFOX, "and the week after?", "How long was I in Firefox between 2026-11-16 and 2026-11-22?"),
        (FIREFOX, "two weeks before?", "How long was I in Firefox between 2026-10-26 and 2026-11-01?"),
        ("Who wrote to me on Monday?", "and the day before?", "Who wrote to me on 2026-11-08?"),
        ("Who wrote to me on Monday?", "the next day?", "Who wrote to me on 2026-11-10?"),
        ("Who wrote to me on Monday?", "two days later?", "Who wrote to me on 2026-11-11?"),
        ("Who wrote to me on Monday?", "and a week earlier?", "Who wrote to me on 2026-11-02?"),
        ("Which sites did I visit in October?", "and the month before?", "Which sites did I visit between 2026-09-01 and 2026-09-30?"),
        ("Which sites did I visit on Wednesday?", "and since then?", "Which sites did I visit since 2026-11-12?"),
        ("Which sites did I visit on Wednesday?", "and before that?", "Which sites did I visit before 2026-11-11?"),
        # another name
        (FIREFOX, "what about Thunderbird?", "How long was I in Thunderbird last week?"),
        (FIREFOX, "Thunderbird?", "How long was I in Thunderbird last week?"),
        (FIREFOX, "and in Slack?", "How long was I in Slack last week?"),
        (FIREFOX, "and the terminal?", "How long was I in the terminal last week?"),
        ("How long was I in the terminal last week?", "and in Slack?", "How long was I in Slack last week?"),
        ("How many messages did I get from Anna?", "and Bo?", "How many messages did I get from Bo?"),
        ("How many messages did I get from Anna?", "and from Bo?", "How many messages did I get from Bo?"),
        ("When did I last open plan.odt?", "and notes.txt?", "When did I last open notes.txt?"),
        (BUDGET, "and Anna?", "What did Anna say about the budget?"),
        (BUDGET, "same for Anna Weber", "What did Anna Weber say about the budget?"),
        (BUDGET, "and about the deadline?", "What did Bo say about the deadline?"),
        (BUDGET, "what about the deadline?", "What did Bo say about the deadline?"),
        ("When does the train leave?", "and the bus?", "When does the bus leave?"),
        ("Which apps did I use on Monday?", "and which sites?", "Which sites did I use on Monday?"),
        # both
        ("How long was I in the terminal last week?", "and in Slack on Friday?", "How long was I in Slack on Friday?"),
        ("How many messages did I get from Anna?", "and from Bo last week?", "How many messages did I get from Bo last week?"),
        # who, what and where were named
        ("When did I last talk to Anna?", "what did she say?", "What did Anna say?"),
        ("When did I last talk to Anna?", "How often did I write to her last week?", "How often did I write to Anna last week?"),
        (BUDGET, "When did he say that?", "When did Bo say that?"),
        (BUDGET, "What is his number?", "What is Bo's number?"),
        ("Where does Ines live?", "What is her number?", "What is Ines's number?"),
        ("When did I last open plan.odt?", "How often did I open it last week?", "How often did I open plan.odt last week?"),
        ("When did I last open plan.odt?", "And when did I first open it?", "When did I first open plan.odt?"),
        ("What is the price of the boat?", "How old is it?", "How old is the boat?"),
        ("What did Bo say at the meeting on Tuesday?", "who else was there?", "Who was at the meeting on Tuesday?"),
        ("What did Bo say at the meeting?", "What did Anna say there?", "What did Anna say at the meeting?"),
        ("Which apps did I use on Monday?", "And how long was I at the computer?", "How long was I at the computer on Monday?"),
        ("Which apps did I use on Monday?", "Which sites did I visit that day?", "Which sites did I visit on Monday?"),
        ("Who wrote to me last week?", "and what did I write then?", "What did I write last week?"),
        # whole questions stand by themselves
        (FIREFOX, "How long was I in Slack?", "How long was I in Slack?"),
        (BUDGET, "When does the train leave?", "When does the train leave?"),
        (BUDGET, "What time is it in Tokyo?", "What time is it in Tokyo?"),
        (BUDGET, "Which messages are there from Anna?", "Which messages are there from Anna?"),
        (BUDGET, "the price of the boat", "the price of the boat"),
        (BUDGET, "", ""),
        (BUDGET, "why?", "why?"),
        ("What is the code of the alarm?", "What does she want?", "What does she want?"),
    ],
)  # fmt: skip
def test_a_follow_up_is_made_whole(before: str, question: str, expected: str) -> None:
    assert followed(question, before) == expected


def test_a_question_without_turns_before_it_stays_as_it_is() -> None:
    for question in ("and last week?", "what did she say?", FIREFOX, ""):
        assert followed(question) == question


def test_follow_ups_follow_each_other() -> None:
    assert (
        followed("and Thunderbird?", "How long was I in Firefox yesterday?", "and last week?")
        == "How long was I in Thunderbird last week?"
    )
    assert (
        followed("and on Friday?", "How long was I in Firefox yesterday?", "and Thunderbird?")
        == "How long was I in Thunderbird on Friday?"
    )
    assert (
        followed("and the week before?", FIREFOX, "and the week before?")
        == "How long was I in Firefox between 2026-10-26 and 2026-11-01?"
    )
    assert followed("What did he say?", BUDGET, "When does the train leave?") == "What did Bo say?"


def test_who_wrote_what_was_cited_may_be_meant_by_he() -> None:
    assert followed("What is his number?", "Who has the key?", people=("Cy",)) == "What is Cy's number?"


def test_a_time_of_another_day_stays_what_it_was() -> None:
    """ "Yesterday" of a conversation of last week is not the yesterday of today."""
    turns = [Said("How long was I in Firefox yesterday?", NOW - timedelta(days=7))]
    assert whole("and Slack?", turns, now=NOW, zone=ZONE) == "How long was I in Slack on 2026-11-08?"


def test_hostile_questions_end() -> None:
    for question in (
        "and " * 400,
        "?" * 5000,
        "what about " + "(" * 300,
        "and \\1 $& {x} %s?",
        "there it he she then " * 60,
    ):
        assert isinstance(followed(question, FIREFOX, BUDGET), str)


# -- in a memory


@pytest.fixture
def garden(memory: Memory) -> Memory:
    for text in (
        "The plumber comes on Friday at nine.",
        "The painter comes on Monday at seven.",
        "Call Ines about the boat.",
    ):
        memory.note(text)
    memory.embed_waiting()
    return memory


def test_a_conversation_carries_on_and_keeps_what_was_typed(garden: Memory) -> None:
    conversation = garden.new_conversation()
    garden.ask("When does the plumber come?", conversation=conversation)
    answer = garden.ask("and the painter?", conversation=conversation)
    assert "at seven" in answer.text
    assert (answer.question, answer.understood.words) == ("and the painter?", "When does the painter come?")
    assert [turn.answer.question for turn in garden.turns(conversation)] == [
        "When does the plumber come?",
        "and the painter?",
    ]
    alone = garden.ask("and the painter?")
    assert alone.understood.words != answer.understood.words


def test_words_of_a_forgotten_question_do_not_stay_in_the_one_that_followed_it(garden: Memory) -> None:
    conversation = garden.new_conversation()
    first = garden.ask("When does the zebra plumber come?", conversation=conversation)
    garden.ask("and the painter?", conversation=conversation)
    garden.forget(Selection(ids=(first.turn_id,)))
    assert "zebra" not in json.dumps(garden.store.rows("SELECT question, answer FROM turn"))
    assert garden.ask("and the boat?", conversation=conversation).question == "and the boat?"


def test_conversations_are_found_by_what_was_said_in_them(garden: Memory) -> None:
    one, other = garden.new_conversation(), garden.new_conversation()
    garden.ask("When does the plumber come?", conversation=one)
    garden.ask("Who knows about the boat?", conversation=other)
    assert [found[0] for found in garden.conversations(about="when PLUMBER")] == [one]
    assert one in [found[0] for found in garden.conversations(about="friday NINE")]  # the words of its answer
    assert {found[0] for found in garden.conversations()} == {one, other}
    assert garden.conversations(about="zeppelin") == []


def test_a_conversation_is_written_out_and_says_what_it_is(garden: Memory) -> None:
    conversation = garden.new_conversation()
    garden.ask("When does the plumber come?", conversation=conversation)
    page = garden.export_conversation(conversation)
    assert "When does the plumber come?" in page
    assert "at nine" in page
    held = [json.loads(line) for line in garden.export_conversation(conversation, "json").splitlines()]
    assert [(one["kind"], one["question"], one["conversation"]) for one in held] == [
        ("answer", "When does the plumber come?", conversation)
    ]
    garden.forget_conversation(conversation)
    assert garden.export_conversation(conversation) == ""


def test_an_answer_never_becomes_its_own_proof(memory: Memory) -> None:
    memory.note("The plumber comes on Friday at nine.")
    memory.embed_waiting()
    conversation = memory.new_conversation()
    for _ in range(3):
        memory.ask("When does the plumber come?", conversation=conversation)
    moments = {moment.id for moment in memory.timeline()}
    turns = memory.turns(conversation)
    assert len(turns) == 3
    assert all({citation.id for citation in turn.answer.citations} <= moments for turn in turns)
    assert len(memory.search("plumber").hits) == 1
    memory.forget(Selection(ids=tuple(moments)))
    assert memory.ask("When does the plumber come?").text == ""
