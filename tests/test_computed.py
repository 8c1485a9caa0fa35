"""Computed answers: what is asked is read as a whole or not at all, time counts as the ledger says, every number is exact and proved."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app import demo
from app.answer import asks, computed, named, uses
from app.answer.asks import Ask
from app.memory import Memory
from app.records import Answer, Filters, Selection
from app.store import figures, ledger
from app.store.figures import Screen
from app.store.frames import NewMoment, add_moment
from tests.bench import computed as bench
from tests.test_forgetting import steps_of

DAY = datetime(2026, 11, 12, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
ZONE = "UTC"


def at(minutes: float) -> datetime:
    return DAY + timedelta(minutes=minutes)


def screen(memory: Memory, minutes: float, app: str, title: str = "", *, site: str = "", stream: str = "DP-1") -> str:
    moment = NewMoment(
        kind="screen", at=at(minutes), zone=ZONE, app=app, title=title or f"{app} window", site=site, stream=stream
    )
    with memory.store.writing():
        return add_moment(memory.store, moment)[1]


def message(memory: Memory, minutes: float, thread: str, author: str) -> str:
    moment = NewMoment(kind="message", at=at(minutes), zone=ZONE, app="Chat", thread=thread, author=author)
    with memory.store.writing():
        return add_moment(memory.store, moment)[1]


def tick(memory: Memory, first: float, last: float, outcome: str, monitor: str = "DP-1") -> None:
    """Ticks of the recorder every ten seconds of some minutes."""
    for step in range(int((last - first) * 6) + 1):
        ledger.add_tick(memory.store, ledger.TickEntry(at(first + step / 6), ZONE, monitor, outcome))


def ask(memory: Memory, question: str, *, now: datetime = NOW) -> Answer:
    answer = computed.answered(memory.store, question, Filters(), now=now, zone=ZONE)
    assert answer is not None, question
    return answer


# -- which questions ask for a computation


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How long was I in the editor?", Ask("time", "editor")),
        ("Please tell me how much time I spent in Slack", Ask("time", "Slack")),
        ("how many hours did I spend in meetings", Ask("time", "meetings")),
        ("How long was I at the computer?", Ask("time")),
        ("How often did I open the terminal?", Ask("times", "terminal")),
        ("How many messages from Bo?", Ask("messages", "Bo", role="author")),
        ("How many messages did I send to Bo?", Ask("messages", "Bo", role="to")),
        ("When did I last see plan.odt?", Ask("last", "plan.odt", verb="see")),
        ("When did I last talk to Bo?", Ask("last", "Bo", verb="talk")),
        ("When did Bo last write to me?", Ask("last", "Bo", verb="hear")),
        ("When did I first use Gimp?", Ask("first", "Gimp", verb="use")),
        ("Which websites did I visit?", Ask("list", thing="site")),
        ("list the people I wrote with", Ask("list", thing="person")),
        ("What PDFs did I read?", Ask("list", thing="document", narrower="pdf")),
        ("How many apps did I use?", Ask("number", thing="app")),
        ("Which app did I use most?", Ask("most", thing="app")),
        ("Which day was my busiest?", Ask("busiest", unit="day")),
        ("On which day did I use Gimp most?", Ask("busiest", "Gimp", unit="day")),
        ("What was I doing?", Ask("at")),
        ("What did I ask?", Ask("asked")),
        ("When did I start working?", Ask("begun")),
        ("When does the train leave?", None),
        ("How long is the wall?", None),
        ("How many windows does the house have?", None),
        ("When did Bo say that the roof leaks?", None),
        ("Who did I talk to about the roof?", None),
        ("Which app shows the price of the boat?", None),
        ("How often does the bus run?", None),
        ("What did I ask the plumber?", None),
        ("When was the last time the boiler was serviced?", None),
        ("How many hours does the drive to Bern take?", None),
    ],
)
def test_a_question_is_read_as_a_whole_or_not_at_all(question: str, expected: Ask | None) -> None:
    assert asks.read(question) == expected


def test_a_name_that_memory_does_not_hold_is_not_guessed(memory: Memory) -> None:
    screen(memory, 0, "Gimp")
    for question in ("How long was I in Blender?", "How often did I open Gim?", "How many messages from Bo?"):
        assert computed.answered(memory.store, question, Filters(), now=NOW, zone=ZONE) is None
    narrowed = Filters(app="Gimp")
    assert computed.answered(memory.store, "How long was I in Gimp?", narrowed, now=NOW, zone=ZONE) is None


def test_an_app_is_meant_by_its_name_a_part_of_it_or_its_kind(memory: Memory) -> None:
    for app in ("LibreOffice Calc", "LibreOffice Writer", "GNOME Terminal", "Firefox"):
        screen(memory, 0, app)

    def meant(said: str) -> tuple[str, ...]:
        found = named.on_screen(memory.store, Ask("time", said))
        return found.values if found else ()

    assert meant("Calc") == ("LibreOffice Calc",)
    assert set(meant("libreoffice")) == {"LibreOffice Calc", "LibreOffice Writer"}
    assert meant("the terminal") == ()  # the article goes when the question is read
    assert meant("terminal") == ("GNOME Terminal",)
    assert meant("browser") == ("Firefox",)


# -- how time counts


def shown(minutes: float, app: str, stream: str = "DP-1") -> Screen:
    return Screen(int(minutes * 60) + 1, int(minutes * 6e7), stream, app, "", app, ZONE)


def held(
    screens: list[Screen], rows: list[tuple[str, float, float, str]], app: str, until: float = 600
) -> tuple[float, int]:
    """(minutes, uses) of an app."""
    table = [(monitor, int(a * 6e7), int(b * 6e7), outcome) for monitor, a, b, outcome in rows]
    streams = uses.stretches(screens, table, 0, int(until * 6e7))
    found = uses.uses(streams, lambda one: one.app if one.app == app else None)
    return uses.total_us(found) / 6e7, len(found)


def test_without_a_ledger_only_the_time_between_screens_of_one_thing_counts() -> None:
    screens = [
        shown(0, "a"),
        shown(5, "a"),
        shown(9, "b"),
        shown(12, "a"),
        shown(20, "a"),
        shown(55, "a"),
        shown(60, "a"),
    ]
    assert held(screens, [], "a") == (5 + 8 + 5, 3)  # 35 minutes of nothing end a use
    assert held(screens, [], "b") == (0, 1)


def test_with_a_ledger_the_time_counts_in_which_somebody_was_there() -> None:
    screens = [shown(0, "a"), shown(30, "b")]
    rows = [("DP-1", 0, 10, "same"), ("DP-1", 10.1, 20, "idle"), ("DP-1", 20.1, 30, "same"), ("DP-1", 30.1, 33, "kept")]
    assert held(screens, rows, "a") == (pytest.approx(19.9), 1)
    assert held(screens, rows, "b") == (3, 1)


def test_an_hour_away_ends_a_use_though_the_window_stays() -> None:
    screens = [shown(0, "a"), shown(90, "a")]
    rows = [("DP-1", 0, 10, "same"), ("DP-1", 10.1, 89, "locked"), ("DP-1", 89.1, 95, "same")]
    minutes, count = held(screens, rows, "a")
    assert count == 2
    assert minutes == pytest.approx(10 + 0.9 + 5)


def test_two_monitors_at_once_count_once() -> None:
    screens = [shown(0, "a"), shown(10, "a"), shown(4, "a", "DP-2"), shown(14, "a", "DP-2")]
    assert held(screens, [], "a") == (14, 2)


def test_what_began_before_the_asked_time_counts_from_its_begin(memory: Memory) -> None:
    for minutes, app in ((50, "Gimp"), (70, "Gimp"), (75, "Firefox")):
        screen(memory, minutes, app)
    answer = ask(memory, "How long was I in Gimp on Thursday between 9:00 and 10:00?")
    assert answer.text.startswith("10 min in Gimp, Thursday 12 November, 9:00 to 10:00.")


# -- answers


def test_an_answer_says_what_it_counted_and_cites_it(memory: Memory) -> None:
    ids = [
        screen(memory, minutes, app)
        for minutes, app in ((0, "Gimp"), (12, "Gimp"), (14, "Firefox"), (20, "Gimp"), (23, "Gimp"))
    ]
    answer = ask(memory, "How long was I in Gimp on Thursday?")
    assert answer.mode == "computed"
    lines = answer.text.split("\n")
    assert lines[0] == "15 min in Gimp, Thursday 12 November. [1] [2]"
    assert lines[1] == "Counted from 4 moments in 2 uses, 8:00 to 8:23. [1] [2]"
    assert lines[2] == "The longest: 8:00 to 8:12, 12 min. [1]"
    assert [citation.id for citation in answer.citations] == [ids[0], ids[4], ids[3]]
    assert [facet.key for facet in answer.understood.facets] == ["app:Gimp"]
    assert answer.understood.time_words == "on Thursday"


def test_nothing_in_that_time_is_an_answer_too_and_names_the_nearest(memory: Memory) -> None:
    near = screen(memory, 0, "Gimp")
    answer = ask(memory, "How long was I in Gimp on Friday?")
    assert answer.text.startswith("No time in Gimp, Friday 13 November.")
    assert [citation.id for citation in answer.citations] == [near]


def test_pauses_and_what_a_rule_left_out_are_told(memory: Memory) -> None:
    screen(memory, 0, "Gimp")
    screen(memory, 4, "Gimp")
    tick(memory, 0, 5, "same")
    tick(memory, 6, 26, "paused")
    tick(memory, 27, 30, "excluded")
    answer = ask(memory, "How long was I in Gimp on Thursday?")
    assert "Recording was paused for 20 min of that time." in answer.text
    assert "For 3 min of that time the screen was left out by a rule." in answer.text
    assert "paused" not in ask(memory, "How long was I in Gimp on Thursday before 8:05?").text
    assert "Memory begins Thursday 12 November, 8:00" in ask(memory, "How often did I open Gimp last week?").text


def test_what_is_forgotten_is_not_counted_nor_named(memory: Memory) -> None:
    screen(memory, 0, "Gimp")
    screen(memory, 5, "Gimp")
    gone = screen(memory, 7, "Casino")
    hidden = memory.forget(Selection(ids=(gone,)), undo_s=60)
    assert "Casino" not in ask(memory, "Which apps did I use on Thursday?").text
    assert computed.answered(memory.store, "How long was I in Casino?", Filters(), now=NOW, zone=ZONE) is None
    memory.undo_forget(hidden.id)
    assert "Casino" in ask(memory, "Which apps did I use on Thursday?").text


def test_people_are_those_one_writes_with_and_never_the_user(memory: Memory) -> None:
    for minutes, thread, author in (
        (0, "Family", "Me"), (1, "Family", "Bo"), (2, "Cy", "Me"), (3, "Cy", "Cy"), (1500, "Cy", "Me"),
    ):  # fmt: skip
        message(memory, minutes, thread, author)
    assert ask(memory, "Who did I write with on Thursday?").text.split("\n")[1:] == [
        "Cy: 2 messages [1] [2]", "Bo: 1 message [3]",
    ]  # fmt: skip
    assert "Cy: 1 message" in ask(memory, "Who did I write with on Friday?").text
    assert ask(memory, "How many messages did I get on Thursday?").text.startswith("2 messages from others")
    assert ask(memory, "How many messages did I send to Cy?").text.startswith("2 messages from you to Cy")
    assert ask(memory, "When did I last hear from Cy?").text.startswith(
        "The last message from Cy: Thursday 12 November, 8:03."
    )
    assert ask(memory, "When did I last talk to Cy?").text.startswith(
        "The last message with Cy: Friday 13 November, 9:00."
    )


def test_at_a_point_in_time_stands_what_was_kept_before_it(memory: Memory) -> None:
    screen(memory, 0, "Gimp", "cat.png")
    screen(memory, 10, "Firefox", "News")
    assert ask(memory, "What was I doing on Thursday at 8:07?").text.startswith(
        "Thursday 12 November, 8:07: Gimp, cat.png. [1]"
    )
    late = ask(memory, "What was I doing on Thursday at 15:00?").text
    assert late.startswith("Nothing was on the screen then; the nearest is Thursday 12 November, 8:10: Firefox, News.")


def test_questions_that_were_asked_are_listed_and_prove_nothing(memory: Memory) -> None:
    screen(memory, 0, "Gimp", "cat.png")
    conversation = memory.new_conversation()
    memory.ask("How long was I in Gimp?", conversation=conversation)
    asked = memory.ask("What did I ask today?")
    assert "“How long was I in Gimp?”" in asked.text
    assert asked.citations == ()
    assert ask(memory, "How often did I open Gimp?").citations[0].id == memory.timeline()[0].id


# -- exactness on the demo weeks, by their script


@pytest.fixture
def week_of(memory: Memory) -> Callable[[str], Memory]:
    """Fills the memory with what a demo week's windows and messages are, without their text."""

    def filled(story: str) -> Memory:
        with memory.store.writing():
            for one in demo.week(story=story, last_day=bench.LAST_DAY):  # type: ignore[arg-type]
                moment = NewMoment(
                    kind=one.kind, at=one.at, zone=one.zone, app=one.app, title=one.title, url=one.url, site=one.site,
                    thread=one.thread, author=one.author, stream="demo" if one.kind == "screen" else "",
                )  # fmt: skip
                add_moment(memory.store, moment)
        return memory

    return filled


@pytest.mark.parametrize(("story", "held_back"), [("a", False), ("a", True), ("b", False), ("b", True)])
def test_computed_answers_of_the_weeks_are_exact(
    week_of: Callable[[str], Memory], story: str, *, held_back: bool
) -> None:
    asked = bench.questions(story, held_back=held_back)
    assert len(asked) >= 120
    by_kind, missed = bench.measured(week_of(story), asked)
    right = sum(pair[0] for pair in by_kind.values())
    assert right >= 0.95 * len(asked), [(one.text, said) for one, said in missed]


def test_the_measure_sees_a_wrong_number_a_missing_name_and_a_missing_proof(week_of: Callable[[str], Memory]) -> None:
    memory = week_of("a")
    one = next(one for one in bench.questions("a", held_back=False) if one.kind == "time")
    answer = computed.answered(memory.store, one.text, Filters(), now=bench.NOW, zone=bench.ZONE)
    assert answer is not None
    assert bench.exact(one, answer)
    assert not bench.exact(one, replace(answer, text="1" + answer.text))
    assert not bench.exact(one, replace(answer, citations=()))
    assert not bench.exact(one, replace(answer, mode="extractive"))
    listed = next(one for one in bench.questions("a", held_back=False) if one.kind == "apps")
    answer = computed.answered(memory.store, listed.text, Filters(), now=bench.NOW, zone=bench.ZONE)
    assert answer is not None
    assert not bench.exact(listed, replace(answer, text=answer.text.rpartition("\n")[0]))


def test_a_question_about_a_day_walks_through_that_day_only(memory: Memory) -> None:
    screen(memory, 0, "Gimp")
    screen(memory, 5, "Gimp")

    def taken(question: str) -> int:
        return steps_of(memory, lambda: ask(memory, question))

    questions = (
        "How long was I in Gimp on Thursday?",
        "Which apps did I use on Thursday?",
        "When did I last open Gimp?",
    )
    before = [taken(question) for question in questions]
    with memory.store.writing():
        for n in range(3000):
            moment = NewMoment(kind="screen", at=at(-9000 - n), zone=ZONE, app=f"App {n % 7}", title="x", stream="DP-1")
            add_moment(memory.store, moment)
    assert all(taken(question) <= count + 20 for question, count in zip(questions, before, strict=True))
    assert figures.apps(memory.store) == [*(f"App {n}" for n in range(7)), "Gimp"]


def test_the_screens_of_an_app_alone_count_as_all_screens_do(week_of: Callable[[str], Memory]) -> None:
    memory = week_of("a")
    whole = uses.stretches(figures.screens(memory.store, *figures.EVER), [], 0, 1 << 62)
    for app in figures.apps(memory.store):
        own = uses.stretches(figures.screens_of_apps(memory.store, [app], *figures.EVER), [], 0, 1 << 62)
        assert uses.uses(own, lambda one, app=app: app if one.app == app else None) == uses.uses(
            whole, lambda one, app=app: app if one.app == app else None
        )


def test_a_list_of_a_time_in_which_nothing_was_seen_says_so_and_one_of_an_unknown_narrowing_does_not(
    memory: Memory,
) -> None:
    screen(memory, 0, "Gimp")
    screen(memory, 5, "Gimp")
    for question in ("Which apps did I use most on 2 November 2026?", "Which sites did I visit on 2 November 2026?"):
        answer = ask(memory, question)
        assert answer.text.startswith("Nothing was on the screen, Monday 2 November.")
        assert answer.table == ()
    question = "Which sites did I visit on 12 November 2026?"  # something was on the screen, but no site
    assert computed.answered(memory.store, question, Filters(), now=NOW, zone=ZONE) is None
