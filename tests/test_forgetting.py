"""Forgetting, seen from what stays: times are cut, titles change hands, digests are made again, questions go, nothing comes back."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.consolidate import digest
from app.errors import KnownError
from app.memory import Memory
from app.records import Answer, Citation, Filters, Selection, Understood
from app.store import chats, forget, memories, proposals, provenance, purge
from app.store.db import to_us
from app.store.frames import add_moment, moment_by_id
from app.store.passages import NewPassage, add_sightings, lines_of
from tests.believing import everything_written, put, row_id, said
from tests.cli_ran import Run
from tests.test_store import NOON, SHOT, count, show

KEPT = "the harmless words that stay here"


def minute(n: int) -> datetime:
    return NOON + timedelta(minutes=n)


def texts(memory: Memory, public_id: str) -> list[str]:
    return [text for _, text, _ in lines_of(memory.store, moment_by_id(memory.store, public_id)[0])]


def spans(memory: Memory) -> list[tuple[int, int]]:
    """First and last minute of each sighting after noon."""
    start = NOON.timestamp() * 1e6
    return [
        (round((a - start) / 6e7), round((b - start) / 6e7))
        for a, b in memory.store.rows("SELECT from_us, until_us FROM sighting ORDER BY from_us")
    ]


def entitle(memory: Memory, public_id: str, title: str) -> None:
    memory.store.execute("UPDATE moment SET title = ? WHERE public_id = ?", (title, public_id))


# -- times


@pytest.mark.parametrize(
    ("first", "last", "left"),
    [(2, 4, [(0, 1), (5, 6)]), (0, 2, [(3, 6)]), (5, 6, [(0, 4)]), (3, 3, [(0, 2), (4, 6)]), (0, 6, [])],
)
def test_forgetting_a_time_cuts_it_out_of_what_was_seen_through_it(
    memory: Memory, first: int, last: int, left: list[tuple[int, int]]
) -> None:
    shown = [show(memory, minute(n), KEPT) for n in range(7)]
    assert spans(memory) == [(0, 6)]
    memory.forget(Selection(since=minute(first), until=minute(last) + timedelta(seconds=1)))
    assert spans(memory) == left
    stays = [one for n, one in enumerate(shown) if not first <= n <= last]
    assert all(texts(memory, one) == [KEPT] for one in stays)
    assert count(memory, "passage") == (1 if stays else 0)


def test_every_second_moment_forgotten_leaves_the_others_whole(memory: Memory) -> None:
    shown = [show(memory, minute(n), KEPT, f"only of number {n} it says") for n in range(9)]
    memory.forget(Selection(ids=tuple(shown[1::2])))
    assert [texts(memory, one) for one in shown[0::2]] == [
        [KEPT, f"only of number {n} it says"] for n in range(0, 9, 2)
    ]
    assert spans(memory) == sorted([(n, n) for n in range(0, 9, 2)] * 2)


def test_long_runs_are_cut_as_short_ones_are(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purge, "_RUN_AT_MOST", 3)
    monkeypatch.setattr(purge, "STEP_S", 0.0)
    shown = [show(memory, minute(n), KEPT) for n in range(12)]
    memory.forget(Selection(since=minute(1), until=minute(11)))
    assert spans(memory) == [(0, 0), (11, 11)]
    assert texts(memory, shown[0]) == texts(memory, shown[11]) == [KEPT]


def test_another_monitor_is_left_alone(memory: Memory) -> None:
    show(memory, minute(0), KEPT)
    other = show(memory, minute(0), KEPT, stream="DP-2")
    show(memory, minute(1), KEPT, stream="DP-2")
    memory.forget(Selection(ids=(memory.timeline()[0].id,)))
    assert spans(memory) == [(0, 1)]
    assert texts(memory, other) == [KEPT]


# -- what else names it


def test_a_text_that_stays_takes_the_title_of_a_moment_that_stays(memory: Memory) -> None:
    """A passage is stored with the title under which it was first seen."""
    store = memory.store
    first = show(memory, minute(0), KEPT)
    entitle(memory, first, "takeover of Zyxwvut Ltd")
    store.execute("UPDATE passage SET title = 'takeover of Zyxwvut Ltd'")
    store.execute("INSERT INTO passage_fts(passage_fts) VALUES ('rebuild')")
    show(memory, minute(90), KEPT)
    memory.embed_waiting()
    before = store.value("SELECT data FROM vector")
    assert store.value("SELECT count(*) FROM passage_fts WHERE passage_fts MATCH 'zyxwvut'") == 1
    memory.forget(Selection(ids=(first,)))
    assert store.value("SELECT title FROM passage") == "plan.md"
    assert store.value("SELECT count(*) FROM passage_fts WHERE passage_fts MATCH 'zyxwvut'") == 0
    store.execute("INSERT INTO passage_fts(passage_fts, rank) VALUES ('integrity-check', 1)")
    assert count(memory, "vector") == 0  # it was made with the title, too
    memory.embed_waiting()
    assert store.value("SELECT data FROM vector") != before
    assert store.value("SELECT first_us FROM passage") == store.value("SELECT from_us FROM sighting")


def test_a_title_that_another_moment_shares_stays(memory: Memory) -> None:
    first = show(memory, minute(0), KEPT)
    show(memory, minute(90), KEPT)
    memory.embed_waiting()
    memory.forget(Selection(ids=(first,)))
    assert memory.store.value("SELECT title FROM passage") == "plan.md"
    assert count(memory, "vector") == 1


# -- what was made of it


def two_days_of(memory: Memory) -> tuple[list[str], list[str]]:
    """Moments of Thursday the 19th and Friday the 20th, of two documents each."""
    days = []
    for day in (NOON - timedelta(days=1), NOON):
        shown = []
        for n in range(6):
            public_id = show(memory, day + timedelta(minutes=n), f"{day.day} text number {n} stands here")
            entitle(memory, public_id, "plan.md" if n < 3 else f"secret {day.day}.txt")
            shown.append(public_id)
        days.append(shown)
    while digest.make_next(memory.store, "2026-11-30"):
        pass
    return days[0], days[1]


def test_digests_of_days_and_weeks_name_their_evidence(memory: Memory) -> None:
    thursday, friday = two_days_of(memory)
    week, day, _ = memory.memories()[0], *memory.memories()[1:]
    found = {one.title.partition(":")[0]: one for one in memory.memories()}
    assert set(found) == {"2026-11-19", "2026-11-20", "2026-W47"}
    assert found["2026-11-20"].text.splitlines() == ["13:00–13:02 editor: plan.md", "13:03–13:05 editor: secret 20.txt"]
    assert found["2026-11-20"].evidence == tuple(friday)
    assert found["2026-W47"].evidence == (*thursday, *friday)
    assert {week.kind, day.kind} == {"digest"}


def test_a_digest_with_other_evidence_is_made_again_without_the_forgotten_part(memory: Memory) -> None:
    _, friday = two_days_of(memory)
    receipt = memory.forget(Selection(ids=tuple(friday[3:])))
    assert receipt.digests == 2
    found = {one.title.partition(":")[0]: one for one in memory.memories()}
    assert set(found) == {"2026-11-19", "2026-11-20", "2026-W47"}
    assert found["2026-11-20"].text == "13:00–13:02 editor: plan.md"
    assert found["2026-11-20"].evidence == tuple(friday[:3])
    assert not set(found["2026-W47"].evidence) & set(friday[3:])
    assert count(memory, "job") == 0


def test_a_digest_without_evidence_goes_and_what_stood_on_it_is_made_again(memory: Memory) -> None:
    thursday, _ = two_days_of(memory)
    memory.forget(Selection(ids=tuple(thursday)))
    found = {one.title.partition(":")[0]: one for one in memory.memories()}
    assert set(found) == {"2026-11-20", "2026-W47"}
    assert "2026-11-19" not in found["2026-W47"].text
    memory.forget(Selection(since=NOON - timedelta(days=3), until=NOON + timedelta(days=3)))
    assert memory.memories() == []
    assert count(memory, "memory") == count(memory, "derivation") == 0


def test_hidden_means_hidden_at_any_depth_and_undo_brings_all_back(memory: Memory) -> None:
    thursday, friday = two_days_of(memory)
    before = memory.memories()
    hidden = memory.forget(Selection(ids=(friday[5],)), undo_s=60)
    assert [one.title.partition(":")[0] for one in memory.memories()] == ["2026-11-19"]
    assert memory.undo_forget(hidden.id)
    assert memory.memories() == before
    assert thursday


def test_a_memory_itself_can_be_forgotten_and_is_not_made_again(memory: Memory) -> None:
    two_days_of(memory)
    day = next(one for one in memory.memories() if one.title.startswith("2026-11-19"))
    receipt = memory.forget(Selection(ids=(day.id,)))
    assert (receipt.frames, receipt.digests, receipt.state) == (0, 1, "gone")
    assert not digest.make_next(memory.store, "2026-11-30")
    found = {one.title.partition(":")[0]: one for one in memory.memories()}
    assert set(found) == {"2026-11-20", "2026-W47"}
    assert "2026-11-19" not in found["2026-W47"].text


def test_what_was_forgotten_while_a_digest_was_made_does_not_come_in(memory: Memory) -> None:
    public_id = show(memory, NOON, KEPT)
    new = digest.day_digest("2026-11-20", [digest.Sketch(*row) for row in memories_of_day(memory)])
    assert new is not None
    memory.forget(Selection(ids=(public_id,)), undo_s=60)
    assert memories.put(memory.store, new) is None
    assert count(memory, "memory") == 0


def test_a_memory_made_anew_without_a_moment_says_nothing_of_it_any_more_and_neither_does_what_stands_on_it(
    memory: Memory,
) -> None:
    """By its name alone a forgetting would not find it again: it stands on that moment no more."""
    gone, stays = said(memory, "zyxwvut pays"), said(memory, KEPT, minute=1)
    below = put(memory, "semantic", "place:wall", "wall", "zyxwvut pays for it", [gone, stays])
    put(memory, "core", "line:wall", "Builds", "a wall that zyxwvut pays for", [stays], above=[below])
    assert proposals.propose(memory.store, "weak", row_id(memory, below), data={"quote": "zyxwvut"})
    put(memory, "semantic", "place:wall", "wall", "stands in the garden", [stays])
    memory.forget(Selection(ids=(gone,)))
    assert "stands in the garden" in everything_written(memory)
    assert "zyxwvut" not in everything_written(memory)


def memories_of_day(memory: Memory) -> list[tuple[int, int, str, str, str]]:
    from app.store.frames import sketches

    return sketches(memory.store, "2026-11-20")


# -- questions


def asked(memory: Memory, question: str, at: datetime, *cited: str) -> str:
    """Store a question whose answer has one sentence for each cited moment."""
    conversation = chats.new_conversation(memory.store)
    citations = tuple(Citation(n, one, at, "editor", "plan.md", f"quote {n}") for n, one in enumerate(cited, 1))
    text = "\n".join(f"Sentence {n}. [{n}]" for n in range(1, len(cited) + 1))
    answer = Answer(question, text, "extractive", citations, 0.9, Understood(question, Filters()))
    return chats.add_turn(memory.store, conversation, answer, at, "UTC")


def test_a_question_goes_with_the_time_in_which_it_was_asked(memory: Memory) -> None:
    moment = show(memory, minute(0), KEPT)
    asked(memory, "what did the doctor say", minute(30), moment)
    asked(memory, "what is planned", minute(300), moment)
    hidden = memory.forget(Selection(since=minute(20), until=minute(40)), undo_s=60)
    assert [question for _, _, question in memory.conversations()] == ["what is planned"]
    assert memory.undo_forget(hidden.id)
    assert len(memory.conversations()) == 2
    receipt = memory.forget(Selection(since=minute(20), until=minute(40)))
    assert (receipt.frames, receipt.chat_answers) == (0, 1)
    assert memory.store.value("SELECT group_concat(question) FROM turn") == "what is planned"
    assert count(memory, "conversation") == 1


def test_a_search_takes_the_questions_that_hold_its_words(memory: Memory) -> None:
    moment = show(memory, minute(0), KEPT)
    asked(memory, "where is the rosewood cabinet", minute(30), moment)
    asked(memory, "where is the oak table", minute(31), moment)
    memory.forget(Selection(matching="rosewood"))
    assert memory.store.value("SELECT group_concat(question) FROM turn") == "where is the oak table"


def test_a_question_can_be_forgotten_by_its_id(memory: Memory) -> None:
    turn = asked(memory, "where is the oak table", minute(30), show(memory, minute(0), KEPT))
    assert memory.forget(Selection(ids=(turn,))).chat_answers == 1
    assert count(memory, "turn") == count(memory, "conversation") == 0


def test_answers_lose_the_sentences_that_cite_what_goes(memory: Memory) -> None:
    first, second = show(memory, minute(0), KEPT), show(memory, minute(90), "other words that stand here")
    asked(memory, "what is planned", minute(100), first, second)
    memory.forget(Selection(ids=(first,)))
    packed = json.loads(memory.store.value("SELECT answer FROM turn"))
    assert packed["text"] == "Sentence 2. [2]"
    assert [one["id"] for one in packed["citations"]] == [second]


# -- not coming back


def test_an_import_does_not_bring_back_what_was_forgotten(run: Run, garden: Run, tmp_path: Path) -> None:
    messages = tmp_path / "messages.jsonl"
    first = json.loads(messages.read_text().splitlines()[0])
    found = garden("timeline", "--json").lines[0]
    assert garden("forget", found["id"], "--yes").status == 0
    done = garden("import", "messages", messages, "--json").json
    assert (done["imported"], done["skipped"]) == (0, len(messages.read_text().splitlines()))
    messages.write_text(json.dumps(first | {"id": "another"}) + "\n")
    assert run("import", "messages", messages, "--json").json["imported"] == 1


# -- everything


def test_everything_goes_but_what_came_after_it_was_asked_for(memory: Memory) -> None:
    for n in range(5):
        show(memory, minute(n), KEPT, f"older text number {n}")
    asked(memory, "what is planned", minute(6), memory.timeline()[0].id)
    digest.make_day(memory.store, "2026-11-20")
    memory.add_rule("site", "bank.example")
    hidden = memory.forget(Selection(everything=True), undo_s=0.0001)
    later = show(memory, minute(8), KEPT, "newer text is this")
    assert [one.id for one in memory.timeline()] == [later]
    memory.finish_forgetting()
    receipt = memory.receipt(hidden.id)
    assert (receipt.state, receipt.frames, receipt.digests, receipt.chat_answers) == ("gone", 5, 1, 1)
    assert [one.id for one in memory.timeline()] == [later]
    assert texts(memory, later) == [KEPT, "newer text is this"]
    assert [hit.id for hit in memory.search("newer").hits] == [later]
    assert memory.search("older").hits == ()
    assert memory.picture(later)
    for table in ("turn", "conversation", "memory", "derivation", "removal"):
        assert count(memory, table) == 0, table
    assert count(memory, "rule") == 1
    assert memory.store.rows("PRAGMA foreign_key_check") == []
    memory.store.execute("INSERT INTO passage_fts(passage_fts, rank) VALUES ('integrity-check', 1)")
    memory.forget(Selection(ids=(later,)))  # the triggers are there again
    assert count(memory, "passage") == 0


def test_everything_can_be_taken_back_while_it_is_only_hidden(memory: Memory) -> None:
    shown = [show(memory, minute(n), f"text number {n} is here") for n in range(3)]
    hidden = memory.forget(Selection(everything=True), undo_s=60)
    assert memory.timeline() == []
    assert memory.undo_forget(hidden.id)
    assert [one.id for one in memory.timeline()] == shown


# -- the others


def test_the_preview_counts_what_stays_elsewhere_and_the_others_can_go_too(memory: Memory) -> None:
    before = show(memory, minute(0), "menu words that are always there")
    first = show(memory, minute(60), "menu words that are always there", "the merger is signed on Monday")
    later = show(memory, minute(120), "the merger is signed on Monday")
    selection = Selection(since=minute(59), until=minute(61))
    assert memory.forget(selection, dry_run=True).also_seen == 2
    wider = replace(selection, also_elsewhere=True)
    assert memory.forget(wider, dry_run=True).frames == 2
    memory.forget(wider)
    assert [one.id for one in memory.timeline()] == [before]
    with pytest.raises(KnownError, match="no_such_moment"):
        memory.moment(later)
    assert first


# -- the whole


def test_every_table_says_how_its_rows_go(memory: Memory) -> None:
    tables = {
        row[0]
        for row in memory.store.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    }
    parts = {one for one in tables if one.startswith(("passage_fts_", "passage_grams_"))} | {
        "passage_words",
        "passage_terms",
    }
    assert tables - parts == set(provenance.GOES)


def test_a_reader_that_holds_the_log_keeps_the_receipt_at_purging(memory: Memory) -> None:
    show(memory, minute(0), KEPT)
    other = Memory.open(memory.store.places, models=memory._models)
    try:
        cursor = other.store.connection.execute("SELECT * FROM moment, sqlite_master")
        assert cursor.fetchone() is not None
        receipt = memory.forget(Selection(everything=True))
        assert receipt.state == "purging"
        cursor.close()
        memory.finish_forgetting()
        assert memory.receipt(receipt.id).state == "gone"
    finally:
        other.close()


def test_forgettings_are_hidden_by_a_count_of_rows_not_by_reading_texts(memory: Memory) -> None:
    """What is hidden in the one transaction is flags; the counting was done before, without the writer's lock."""
    shown = [show(memory, minute(n), KEPT) for n in range(5)]
    row_ids = [moment_by_id(memory.store, one)[0] for one in shown]
    other = Memory.open(memory.store.places, models=memory._models)
    try:
        other.store.execute("BEGIN IMMEDIATE")
        assert forget.preview(memory.store, forget.Chosen(row_ids, [], [])).frames == 5  # waits for nobody
        other.store.execute("ROLLBACK")
    finally:
        other.close()


def steps_of(memory: Memory, work: Callable[[], object]) -> int:
    """How many hundreds of steps SQLite's machine takes for a piece of work."""
    taken = 0

    def count_one() -> int:
        nonlocal taken
        taken += 1
        return 0

    memory.store.connection.set_progress_handler(count_one, 100)
    work()
    memory.store.connection.set_progress_handler(None, 100)
    return taken


def test_showing_and_forgetting_a_moment_walks_through_no_whole_table(memory: Memory) -> None:
    def both(minute_: int) -> tuple[int, int]:
        public_id = show(memory, minute(minute_), f"the text of minute {minute_}")
        shown = steps_of(memory, lambda: memory.moment(public_id))
        receipt = memory.forget(Selection(ids=(public_id,)), undo_s=60)
        return shown, steps_of(memory, lambda: purge.purge(memory.store, receipt.id))

    small = both(0)
    with memory.store.writing():
        for n in range(4000):
            show_text(memory, minute(1000 + 60 * n), f"text number {n}")
    large = both(1)
    assert large[0] <= small[0] + 5
    assert large[1] <= 2 * small[1] + 50


def show_text(memory: Memory, at: datetime, text: str) -> None:
    """A moment of the monitor with a passage, without its picture."""
    new = replace(SHOT, at=at)
    row_id, _ = add_moment(memory.store, new)
    add_sightings(memory.store, row_id, to_us(at), new.stream, [(new, NewPassage(text))])
