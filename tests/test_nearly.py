"""Words that are nearly those that were typed: prefixes, one wrong letter, parts of words, scripts without spaces."""

from datetime import UTC, datetime

import pytest

from app.memory import Memory
from app.recall import nearly, postings
from app.records import Filters, Selection
from app.store.index import Tokenizer


@pytest.fixture
def notes(memory: Memory) -> Memory:
    """Notes that are hard to find by whole words."""
    for text in (
        "the ferry to Ostholm leaves at noon",
        "def getUserName(session): return session.user",
        "cluster k8s-prod-7 was drained",
        "来週の会議は三時からです",
        "the gardener's estimate for the terrace",
        "error 0x80070057 while copying",
    ):
        memory.note(text)
    return memory


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("gardemer", "gardener"),
        ("terace", "terrace"),
        ("estimaet", "estimate"),
        ("getUserName", "getUserName"),
        ("username", "getUserName"),
        ("k8s-prod", "k8s-prod-7"),
        ("会議", "会議"),
        ("0x8007", "0x80070057"),
    ],
)
def test_what_is_nearly_typed_is_found(notes: Memory, query: str, text: str) -> None:
    hit = notes.search(query, meaning=False).hits[0]
    assert text in hit.text
    assert hit.snippet_marks


def test_a_word_that_is_near_to_nothing_finds_nothing(notes: Memory) -> None:
    assert notes.search("gardinist", meaning=False).hits == ()
    assert notes.search("xq7-zz", meaning=False).hits == ()


def test_a_known_common_word_is_not_corrected(memory: Memory) -> None:
    for n in range(nearly.RARE + 1):
        memory.note(f"the meeting number {n}")
    memory.note("the meaning of it, or the meetinh")
    assert all("meetinh" not in hit.text for hit in memory.search("meeting", meaning=False).hits)


def test_what_a_picture_was_misread_as_is_found_by_the_right_word(memory: Memory) -> None:
    memory.note("Hollerbach asks for slate")
    memory.note("Hollerbaoh writes again")
    found = {hit.text for hit in memory.search("Hollerbach", meaning=False).hits}
    assert found == {"Hollerbach asks for slate", "Hollerbaoh writes again"}


def test_parts_of_words_leave_with_their_passage(notes: Memory) -> None:
    hit = notes.search("getUserName", meaning=False).hits[0]
    notes.forget(Selection(ids=(hit.id,)))
    assert notes.search("username", meaning=False).hits == ()
    assert notes.store.value("SELECT count(*) FROM passage_grams WHERE passage_grams MATCH 'rna'") == 0
    notes.store.execute("INSERT INTO passage_grams(passage_grams, rank) VALUES ('integrity-check', 1)")


def test_everything_forgotten_leaves_no_part_of_a_word(notes: Memory) -> None:
    notes.forget(Selection(everything=True))
    assert notes.store.value("SELECT count(*) FROM passage_grams WHERE passage_grams MATCH 'ser'") == 0
    notes.note("only this")
    assert [hit.text for hit in notes.search("only", meaning=False).hits] == ["only this"]


def test_a_letter_that_very_many_words_begin_with_finds_the_usual_ones(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearly, "MOST_PREFIX_TERMS", 5)
    monkeypatch.setattr(nearly, "USUAL_PREFIX_TERMS", 2)
    for n in range(8):
        memory.note(f"barn{chr(97 + n)} stands alone")
    memory.note("the zebra was bought and sold, bought and sold")
    assert any("bought" in hit.text for hit in memory.search("b", as_you_type=True).hits)
    assert memory.search("zeb", as_you_type=True).hits[0].text.startswith("the zebra")


def test_a_very_common_word_is_read_from_the_newest_and_looked_for_in_the_rest(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(30):
        memory.note(f"report number {n} about kettle{n}")
    whole = [hit.id for hit in memory.search("report kettle3", meaning=False).hits]
    memory._search().forget()
    monkeypatch.setattr(postings, "MOST_OCCURRENCES", 10)
    monkeypatch.setattr(postings, "MOST_NEWEST", 5)
    bounded = memory.search("report kettle3", meaning=False).hits
    assert bounded[0].id == whole[0]
    assert bounded[0].snippet_marks == ((0, 6), (22, 29))


def test_forgetting_what_matches_is_not_bounded(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(30):
        memory.note(f"report number {n}")
    monkeypatch.setattr(postings, "MOST_OCCURRENCES", 10)
    monkeypatch.setattr(postings, "MOST_NEWEST", 5)
    assert memory.forget(Selection(matching="report")).frames == 30


def test_what_is_quoted_comes_first_word_for_word(memory: Memory) -> None:
    memory.note("a mill by the heron, and the old mill, the mill")
    memory.note("the heron stood all morning long beside the water by the mill")
    assert memory.search('"by the mill"', meaning=False).hits[0].text.endswith("by the mill")
    assert len(memory.search('"by the mill"', meaning=False).hits) == 1  # among mere words, quotes ask for nothing else


def test_words_are_paired_with_their_terms() -> None:
    tokenizer = Tokenizer()
    assert tokenizer.pairs("The Nesting naïve") == [("the", "the"), ("nesting", "nest"), ("naive", "naiv")]
    assert tokenizer.terms_of(["herons", "it's"]) == {"herons": ["heron"], "it's": ["it", "s"]}
    tokenizer.close()


def test_a_time_that_holds_very_much_still_hides_what_lies_outside(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.recall import search
    from tests.test_store import show

    show(memory, datetime(2026, 1, 5, 12, tzinfo=UTC), "the heron in January")
    show(memory, datetime(2026, 6, 5, 12, tzinfo=UTC), "the heron in June")
    monkeypatch.setattr(search, "MOST_SEEN", 0)
    spring = Filters(since=datetime(2026, 5, 1, tzinfo=UTC), until=datetime(2026, 7, 1, tzinfo=UTC))
    assert [hit.text for hit in memory.search("heron", spring).hits] == ["the heron in June"]


def test_a_misspelt_word_is_put_right_before_its_meaning_is_sought(memory: Memory) -> None:
    memory.note("the gabion wall of the Hollerbach garden is inspected")
    common = {"garden": 5, "budget": 7, "yearly": 9, "guarded": 11, "what": 0}
    tokenizer = Tokenizer()

    def respelt(words: str) -> str:
        return nearly.respelt(memory.store, tokenizer, nearly.Variants(memory.store, tokenizer), common, words)

    assert respelt("What is the yearly budegt?") == "What is the yearly budget?"
    assert respelt("the gardne") == "the garden"  # what the memory knows comes first
    assert respelt("Holerbach gabion yearly") == "hollerbach gabion yearly"
    assert respelt("Zwiebach's gabiom") == "Zwiebach's gabion"  # nobody knows a better word for the first
    unchanged = ("Hollerbach budgets", "budgeted", "k8s-prod-7 getUserNmae", "日本語", "x" * 5000, "")
    assert [respelt(one) for one in unchanged] == list(unchanged)
    tokenizer.close()
