"""The bench of readers: better evidence scores better, the share is told or not told, and no reader ends the run."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.memory import Memory
from app.records import Filters
from models.chat import ChatClient
from models.host import WorkerFailed, WorkerHost
from tests.bench import ask, readers
from tests.bench.answers import Gold
from tests.bench.readers import CONDITIONS, Read, Set, cited_well, figures, sample, share
from tests.tiny_gguf import write_tiny_gguf

SAID = [
    ("Ana", "The roof of the chapel costs 4,200 EUR."),
    ("Ben", "I saw a heron by the river."),
    ("Ana", "My bicycle is in the cellar behind the barrels."),
    ("Ben", "The choir sings on Thursday at eight."),
    ("Ana", "Please bring the green ladder."),
]
QUESTIONS = [
    ("What does the roof of the chapel cost?", 0),
    ("Where is the bicycle?", 2),
    ("When does the choir sing?", 3),
]


class Reader:
    """Says what a function makes of the prompt's messages."""

    context_tokens = 4096

    def __init__(self, says: Callable[[list[dict[str, str]]], str]) -> None:
        self._says = says

    def count(self, text: str) -> int:
        return len(text) // 4 + 1

    def generate(self, messages: list[dict[str, str]], **_: Any) -> str:
        return self._says(messages)


def echoed(messages: list[dict[str, str]]) -> str:
    """All notes of a prompt, each with its number."""
    notes = [json.loads(line) for line in messages[1]["content"].splitlines() if line.startswith('{"n"')]
    return "\n".join(f"{one['text']} [{one['n']}]" for one in notes)


def broken(messages: list[dict[str, str]]) -> str:
    raise WorkerFailed("worker_died", kind="chat")


@pytest.fixture
def few(memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Set:
    """Three questions about five messages; none is refused, since the quick embedder's `answerable` says nothing."""
    file = tmp_path / "messages.jsonl"
    rows = [
        {"id": f"m{n}", "thread": "us", "time": f"2026-11-1{n}T10:00:00+00:00", "author": author, "text": text}
        for n, (author, text) in enumerate(SAID)
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    memory.import_messages(file, wait=True)
    monkeypatch.setattr(readers, "is_enough", lambda searcher, found: True)
    golds = tuple(Gold(text, Filters(thread="us"), "1", SAID[n][1], frozenset({f"m{n}"})) for text, n in QUESTIONS)
    return Set("few", memory, golds, any_evidence=False)


def test_a_reader_that_echoes_its_evidence_does_best_with_the_gold_evidence(few: Set) -> None:
    told, each = ask.report(few, Reader(echoed), CONDITIONS)
    f1 = {name: row["f1"] for name, row in told["rows"].items()}
    assert f1["oracle"] == 1.0 > f1["ours"] > f1["none"] == 0.0
    assert 0 < f1["everything"] < 1.0
    assert told["share"] == pytest.approx(f1["ours"])
    assert (
        told["rows"]["oracle"]["cites right"]
        == told["rows"]["oracle"]["cites all"]
        == told["rows"]["oracle"]["kept"]
        == 1.0
    )
    assert told["rows"]["everything"]["cites right"] == pytest.approx(1 / 5)
    assert told["rows"]["everything"]["cites all"] == 1.0
    assert {len(rows) for rows in each.values()} == {3}
    assert "(ours - none) / (oracle - none), of F1: " in ask.table(told, with_model=True)


@pytest.mark.parametrize(
    ("says", "failed", "refused"),
    [(lambda _: "zzz [77] [1", 0, 0.0), (broken, 3, 0.0), (lambda _: "", 3, 0.0), (lambda _: "NOT IN MEMORY.", 0, 1.0)],
)
def test_a_bad_reader_is_counted_and_gains_nothing(
    few: Set, says: Callable[[list[dict[str, str]]], str], failed: int, refused: float
) -> None:
    told, _ = ask.report(few, Reader(says), CONDITIONS)
    for condition in CONDITIONS:
        row = told["rows"][condition]
        assert (row["f1"], row["failed"], row["false refusals"]) == (0.0, failed, refused)
        assert not row["cites right"]
    assert told["share"] is None
    assert "n/a" in ask.table(told, with_model=True)


def test_everything_keeps_the_newest_that_fits(few: Set) -> None:
    short, long = Reader(echoed), Reader(echoed)
    short.context_tokens = readers.ANSWER_TOKENS + 300 + 1
    held = {}
    for name, reader in (("short", short), ("long", long)):
        reader.count = lambda text: 3 * len(text)  # type: ignore[method-assign]
        held[name] = readers.Conditions(few, reader).given("everything", few.golds[0]).hits
    whole = readers.Conditions(few, Reader(echoed)).given("everything", few.golds[0]).hits
    assert [hit.text for hit in whole] == [text for _, text in SAID]
    assert len(held["short"]) < len(held["long"]) <= len(whole)
    assert held["short"] == whole[len(whole) - len(held["short"]) :]


def test_the_real_llama_babbles_and_the_run_goes_on(few: Set, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "ANSWER_TOKENS", 24)
    host = WorkerHost()
    try:
        told, each = ask.report(few, ChatClient(host, path=write_tiny_gguf(tmp_path / "tiny.gguf")), CONDITIONS)
        gone = ChatClient(host, path=tmp_path / "gone.gguf")
        missing, _ = ask.report(few, gone, ("none",))
    finally:
        host.close()
    assert list(told["rows"]) == [ask.FIRST_SENTENCE, ask.EXTRACTIVE, *CONDITIONS]
    assert all(row.text for condition in CONDITIONS for row in each[condition])
    assert json.loads(json.dumps(told)) == told
    assert missing["rows"]["none"]["failed"] == 3


def test_shares_and_citations_are_told_only_where_there_are_any() -> None:
    assert share(0.4, 0.2, 0.6) == pytest.approx(0.5)
    assert share(0.1, 0.2, 0.2) is share(0.3, 0.3, 0.2) is share(0.3, None, 0.2) is None
    gold = Gold("?", Filters(), "1", "a pot", frozenset({"x", "y"}))
    assert cited_well([{"x", "1"}, {"z", "2"}], gold, any_=False) == (0.5, 0.5)
    assert cited_well([{"x", "1"}, set()], gold, any_=True) == (0.5, 1.0)
    assert cited_well([], gold, any_=False) == (None, 0.0)
    assert cited_well([{"x"}], Gold("?", Filters(), "unanswerable", "", frozenset()), any_=False) == (None, None)


def test_refusals_are_told_apart_by_whether_there_was_an_answer() -> None:
    def row(answerable: bool, refused: bool) -> Read:
        return Read("?", "", "1", answerable, False, refused, None, 0.0, None, None, None)

    found = figures([row(True, True), row(True, False), row(False, True), row(False, True)])
    assert (found["refused"], found["false refusals"], found["dates"]) == (1.0, 0.5, None)


def test_a_sample_is_fixed_and_keeps_the_order() -> None:
    golds = [Gold(f"question {n}", Filters(), "1", "a", frozenset()) for n in range(40)]
    drawn = sample(golds, 9)
    assert drawn == sample(golds, 9)
    assert [golds.index(one) for one in drawn] == sorted(golds.index(one) for one in drawn)
    assert len(drawn) == 9
    assert sample(golds, 0) == tuple(golds)


def test_only_a_server_of_this_machine_and_a_file_that_is_there_are_asked(tmp_path: Path) -> None:
    assert ask.reader_settings("http://127.0.0.1:9", 8192, "m").chat_context_tokens == 8192
    for wrong in ("http://example.org/v1", str(tmp_path / "none.gguf")):
        with pytest.raises(SystemExit):
            ask.reader_settings(wrong, 0, "")


def test_a_long_text_costs_others_their_comparison_but_never_the_best_six() -> None:
    from app.answer.fitting import MOST_COMPARED, most_compared

    assert most_compared([40] * 100) == MOST_COMPARED
    assert most_compared([200] * 100) == 8
    assert most_compared([320] * 100) == 6
