"""Any string is a valid search: 5,000 of them, with and without what a search box makes special. None raises. Quick models."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.engines import Models
from app.memory import Memory, initialise
from app.paths import Places
from app.records import Filters
from tests.test_recall import write

COUNTS = (2000, 1500, 1500)
QUIET = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
OPERATORS = (
    '"', '""', "'", "AND", "OR", "NOT", "NEAR(", "NEAR(a b, 2)", "*", "^a", "a*", "text:", "{text title}:", "(", ")", "-", "-a", "-heron",
    '-"', '-"a b"', "+", "--", ";", "%", "_", "\\", "/", "..", "in", "on", "the", "in Slack", "on github", "#one", "without", "without mill",
    "before the", "before the trip", "the day of the dentist", "'s message", "Ann's message", "what did", "Ann say", "said", "yesterday",
    "last", "2026-02-30", "9999-12-31", "0001-01-01", "half past", "Q3", "-1 days ago", "between", "and", "heron", "mill", '"old mill"', "\x00",
    "\ud800", "\u202e", "\u200d", "ا ب", "שלום", "日本語", "🦢", "👩‍👩‍👧", "e\u0301", "ß", "İ", "\ufeff", "\x1f", "\n", "\t",
)  # fmt: skip


@pytest.fixture(scope="module")
def pond(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Memory]:
    """A small memory that all the strings are sought in."""
    from models.fake import FakeEmbedder, FakeOcr

    folder = tmp_path_factory.mktemp("pond")
    places = Places(folder / "home", folder / "key")
    initialise(places)
    memory = Memory.open(places, models=Models(None, FakeOcr(), FakeEmbedder(), None))
    now = datetime.now(UTC)
    texts = (
        "the heron nests by the old mill",
        "dentist on Friday at 9",
        "日本語の鷺",
        "شلون heron",
        "meeting moved to 4",
    )
    rows = [("one", text, now - timedelta(days=n)) for n, text in enumerate(texts)]
    (folder / "in").mkdir()
    memory.import_messages(write(folder / "in", *rows), wait=True)
    yield memory
    memory.close()


def ask(memory: Memory, query: str) -> None:
    """Search for a string, every other one as if it were being typed."""
    as_you_type = len(query) % 2 == 1
    assert memory.search(query, Filters(), as_you_type=as_you_type, ignore=frozenset({"time"})).query == query


@settings(max_examples=COUNTS[0], **QUIET)
@given(query=st.text(max_size=80))
def test_any_string_is_a_valid_search(pond: Memory, query: str) -> None:
    ask(pond, query)


@settings(max_examples=COUNTS[1], **QUIET)
@given(
    pieces=st.lists(st.sampled_from(OPERATORS), min_size=1, max_size=8),
    joint=st.sampled_from(("", " ", "  ", "\u00a0")),
)
def test_any_row_of_operators_is_a_valid_search(pond: Memory, pieces: list[str], joint: str) -> None:
    ask(pond, joint.join(pieces))


@settings(max_examples=COUNTS[2], **QUIET)
@given(
    query=st.text(st.characters(codec=None), max_size=40),
    wrapped=st.sampled_from(('"{}"', "-{}", '-"{}"', "heron {}", "in {}", "{}'s message")),
)
def test_any_string_in_the_place_of_a_word_is_a_valid_search(pond: Memory, query: str, wrapped: str) -> None:
    ask(pond, wrapped.replace("{}", query))


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "heron ",
        '"',
        "-heron ",
        "in Slack ",
        "yesterday ",
        "the day of the trip ",
        "🦢",
        "ا",
        "\x00",
        "x1 ",
        "' 's ",
    ],
)
def test_ten_thousand_letters_are_a_valid_search(pond: Memory, piece: str) -> None:
    for length in (9_999, 10_000):
        ask(pond, (piece * 10_000)[:length])


def test_there_are_five_thousand_strings() -> None:
    assert sum(COUNTS) >= 5000
