"""Finding: what is ranked where, with which reasons, and what never happens to a search. Quick models; the real ones are in test_demo_recall."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.engines import Models
from app.ingest.cut import MOST_SCREEN_WORDS, MOST_WORDS, screen_passages, text_passages
from app.ingest.reading import add_text_moment
from app.memory import Memory
from app.paths import Places
from app.recall import rank, snippets
from app.records import Box, Filters, Line, Selection
from app.store.frames import NewMoment
from app.store.index import Tokenizer

NOW = datetime.now(UTC)


def write(folder: Path, *texts: tuple[str, str, datetime]) -> Path:
    """A file of messages: (thread, text, time)."""
    file = folder / f"{len(list(folder.iterdir()))}.jsonl"
    rows = [
        {"id": f"{file.stem}-{n}", "thread": thread, "time": time.isoformat(), "author": "Ann", "text": text}
        for n, (thread, text, time) in enumerate(texts)
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


@pytest.fixture
def letters(memory: Memory, tmp_path: Path) -> Memory:
    """Six messages in two threads, one a day."""
    texts = ("the heron nests by the mill", "a kettle of fish", "Müller's café opens", "ERR_CONNECTION_REFUSED on k7")
    rows = [("one", text, NOW - timedelta(days=n)) for n, text in enumerate(texts)]
    rows += [
        ("two", "another heron flew over", NOW - timedelta(days=9)),
        ("two", "nothing to see", NOW - timedelta(days=8)),
    ]
    memory.import_messages(write(tmp_path, *rows), wait=True)
    return memory


def test_words_are_found_without_their_endings_accents_and_underscores(letters: Memory) -> None:
    for query, text in (
        ("herons", "heron"),
        ("cafe", "café"),
        ("connection refused", "ERR_CONNECTION"),
        ("MULLER", "Müller"),
    ):
        hit = letters.search(query).hits[0]
        assert text in hit.text
        assert hit.reasons[0].code == "words"
        assert hit.snippet_marks


def test_what_shares_no_word_and_no_meaning_is_no_hit(letters: Memory) -> None:
    assert letters.search("zeppelin maintenance contract").hits == ()


def test_filters_hide_what_they_leave_out(letters: Memory) -> None:
    assert {hit.moment.thread for hit in letters.search("heron").hits} == {"one", "two"}
    assert {hit.moment.thread for hit in letters.search("heron", Filters(thread="two")).hits} == {"two"}
    assert letters.search("heron", Filters(thread="three")).hits == ()
    recent = Filters(since=NOW - timedelta(days=2))
    assert {hit.moment.thread for hit in letters.search("heron", recent).hits} == {"one"}
    assert letters.search("heron", Filters(kind="note")).hits == ()


def test_a_place_that_holds_nothing_near_and_no_vector_yet_gives_no_hit(letters: Memory) -> None:
    """There is a vector for the question, and nothing to hold it against."""
    with letters.store.writing():
        add_text_moment(letters.store, NewMoment(kind="note", at=NOW, zone="UTC", source="later"), "quince")
    assert letters.search("bicycle", Filters(source="later")).hits == ()


def test_a_time_in_the_words_comes_first_and_says_so(letters: Memory) -> None:
    result = letters.search("heron 9 days ago")
    assert result.understood.time_words == "9 days ago"
    assert result.hits[0].moment.thread == "two"
    assert "time" in [reason.code for reason in result.hits[0].reasons]
    assert letters.search("heron today").hits[0].moment.thread == "one"


def test_a_question_for_a_time_alone_lists_what_it_held_in_order(letters: Memory) -> None:
    result = letters.search("what did I do in the last 3 days?")
    times = [hit.moment.time for hit in result.hits]
    assert times == sorted(times)
    assert len(times) == 4
    answer = letters.ask("what did I do in the last 3 days?")
    assert [citation.id for citation in answer.citations] == [hit.id for hit in result.hits]


def test_as_you_type_the_last_word_is_open_ended(letters: Memory) -> None:
    assert "heron" in letters.search("her", as_you_type=True).hits[0].text
    assert "kettle" in letters.search("ket", as_you_type=True).hits[0].text
    assert letters.search("zzz", as_you_type=True).hits == ()


def test_what_another_connection_adds_and_removes_is_seen(letters: Memory, places: Places, fake_models: Models) -> None:
    other = Memory.open(places, models=fake_models)
    assert letters.search("osprey").hits == ()
    public_id = other.note("an osprey over the lake")
    assert letters.search("osprey").hits[0].id == public_id
    other.forget(Selection(ids=(public_id,)))
    assert letters.search("osprey").hits == ()
    other.close()


def test_a_screen_seen_for_long_is_one_hit(memory: Memory) -> None:
    from tests.test_store import show

    start = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    for n in range(12):
        show(memory, start + timedelta(seconds=5 * n), "the heron nests by the mill")
    hits = memory.search("heron").hits
    assert len(hits) == 1
    assert hits[0].boxes == (Box(10, 0, 9, 12),)
    assert hits[0].seen_until == start + timedelta(seconds=55)


def test_many_searches_at_once_give_what_each_would_alone(letters: Memory) -> None:
    asked = [("heron", Filters()), ("kettle", Filters(thread="one")), ("", Filters()), ("heron 9 days ago", Filters())]
    together = [[hit.id for hit in result.hits] for result in letters.search_many(asked)]
    assert together == [[hit.id for hit in letters.search(query, filters).hits] for query, filters in asked]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.one_of(
        st.text(max_size=60), st.sampled_from(['"', "a OR", "NEAR(", "*", "x AND NOT", "\x00", "text:", "ا ب", "🦢"])
    )
)
def test_any_string_is_a_valid_search(letters: Memory, query: str) -> None:
    for as_you_type in (False, True):
        assert letters.search(query, as_you_type=as_you_type).query == query


def test_the_terms_are_those_of_the_index() -> None:
    tokenizer = Tokenizer()
    assert tokenizer.terms("The nesting herons, naïve!") == ["the", "nest", "heron", "naiv"]
    tokenizer.close()


def test_bm25_prefers_rare_words_and_short_passages() -> None:
    tf = np.array([[1, 1, 0, 1], [0, 0, 1, 0]], np.float32)
    lengths = np.array([5, 50, 5, 5], np.float32)
    score, idf = rank.bm25(tf, lengths, np.ones(4, np.bool_))
    assert idf[1] > idf[0]
    assert score[2] > score[0] > score[1]
    assert 0 < rank.share(score, idf).max() < 1


def test_one_chance_match_of_many_words_does_not_beat_meaning_but_full_matches_do() -> None:
    zero = np.zeros(2, np.float32)
    allowed = np.ones(2, np.bool_)
    for share, best in ((0.1, 1), (0.8, 0)):
        words = np.array([share, 0], np.float32)
        signals = rank.Signals(words, words, np.array([0.1, 0.5], np.float32), zero, words)
        assert rank.combine(signals, ~allowed, allowed).argmax() == best


def line(text: str, y: int, x: int = 0) -> Line:
    return Line(text, Box(x, y, 8 * len(text), 16))


def test_a_screen_is_cut_at_its_blocks_and_long_blocks_between_lines() -> None:
    block = [line("one two three four five six seven eight nine ten", 20 * n) for n in range(7)]
    far = [line("Save as draft", 700, 900)]
    cut = screen_passages([(0, one) for one in block] + [(1, one) for one in far])
    assert all(len(passage.text.split()) <= MOST_SCREEN_WORDS for passage in cut)
    assert [len(passage.lines) for passage in cut] == [3, 3, 1, 1]
    assert cut[-1].text == "Save as draft"
    assert "\n".join(passage.text for passage in cut[:-1]) == "\n".join(one.text for one in block)


def test_a_short_label_joins_what_stands_below_it() -> None:
    cut = screen_passages([(0, line("Total", 0)), (1, line("four hundred and eighty euros", 20))])
    assert [passage.text for passage in cut] == ["Total\nfour hundred and eighty euros"]


@given(st.lists(st.text("ab .\n", min_size=1, max_size=40), max_size=80))
def test_cutting_a_long_text_loses_no_word(pieces: list[str]) -> None:
    text = " ".join(pieces) * 9
    cut = text_passages(text)
    assert " ".join(passage.text for passage in cut).split() == text.split()
    assert all(len(passage.text.split()) <= 2 * MOST_WORDS for passage in cut)


def test_a_snippet_is_cut_around_its_marks_and_they_stay_on_their_words() -> None:
    text = "lorem ipsum " * 60 + "the heron nests " + "dolor sit " * 60
    found = snippets.marks(text, lambda word: word == "heron")
    cut, moved = snippets.snippet(text, found)
    assert len(cut) < 230
    assert [cut[a:b] for a, b in moved] == ["heron"]


def test_a_pinned_passage_hash_tells_places_apart(memory: Memory) -> None:
    from app.store.passages import passage_hash

    screen = NewMoment(kind="screen", at=NOW, zone="UTC", app="mail")
    assert passage_hash(memory.store, screen, "a  b") == passage_hash(memory.store, replace(screen, title="x"), "a b")
    assert passage_hash(memory.store, screen, "a b") != passage_hash(memory.store, replace(screen, app="chat"), "a b")
