"""A newer statement that replaces an older one is known as such, and hardly anything else is."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.memory import Memory
from app.recall.replaced import Statement, replacements
from tests.replacements import LOOKS_ALIKE, TRUE
from tests.test_recall import write

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def both(row: tuple[Any, ...]) -> list[Statement]:
    older, newer, *more = row
    given: dict[str, Any] = {"hours": 2, "author": "Ann", "thread": "work", **(more[0] if more else {})}
    return [
        Statement("old", older, AT, "Ann", "work"),
        Statement("new", newer, AT + timedelta(hours=given["hours"]), given["author"], given["thread"]),
    ]


@pytest.mark.parametrize("row", TRUE, ids=[f"{row[0]} > {row[1]}" for row in TRUE])
def test_a_newer_statement_replaces_the_older(row: tuple[Any, ...]) -> None:
    assert replacements(both(row)) == {"old": "new"}


@pytest.mark.parametrize("row", LOOKS_ALIKE, ids=[f"{row[0]} > {row[1]}" for row in LOOKS_ALIKE])
def test_what_only_looks_so_replaces_nothing(row: tuple[Any, ...]) -> None:
    assert replacements(both(row)) == {}


def test_there_are_enough_of_both() -> None:
    assert len(TRUE) >= 40
    assert len(LOOKS_ALIKE) >= 60


def test_of_several_the_newest_replaces_all_and_nothing_replaces_what_is_newer() -> None:
    texts = ("The meeting is at 3", "The meeting is at 4", "The meeting moved to 5")
    said = [Statement(str(n), text, AT + timedelta(hours=n), "Ann", "work") for n, text in enumerate(texts)]
    assert replacements(said[::-1]) == {"0": "2", "1": "2"}


def test_moved_alone_is_about_the_one_thing_that_it_can_be_about() -> None:
    said = [
        Statement("a", "The meeting is at 3", AT, "Ann", "work"),
        Statement("c", "moved to 4", AT + timedelta(hours=1), "Bo", "work"),
    ]
    assert replacements(said) == {"a": "c"}
    assert replacements([*said, Statement("b", "The dinner is at 7", AT, "Ann", "work")]) == {}


@given(st.lists(st.tuples(st.text(max_size=80), st.integers(0, 5)), max_size=6))
def test_any_texts_can_be_compared(rows: list[tuple[str, int]]) -> None:
    said = [Statement(str(n), text, AT + timedelta(hours=hours), "", "x") for n, (text, hours) in enumerate(rows)]
    assert set(replacements(said)) <= {one.id for one in said}


def test_in_a_search_the_newer_stands_above_the_older_which_is_marked(memory: Memory, tmp_path: Path) -> None:
    rows = [
        ("work", "The roof meeting is at 3pm", AT),
        ("work", "The roof meeting moved to 4pm", AT + timedelta(hours=3)),
        ("home", "The roof meeting is at 5pm", AT + timedelta(hours=4)),
    ]
    memory.import_messages(write(tmp_path, *rows), wait=True)
    hits = memory.search("roof meeting is at 3pm").hits
    order = [hit.text for hit in hits]
    older, newer = hits[order.index("The roof meeting is at 3pm")], hits[order.index("The roof meeting moved to 4pm")]
    assert older.replaced_by == newer.id
    assert hits.index(newer) < hits.index(older)
    assert [hit.replaced_by for hit in hits if hit is not older] == ["", ""]
