"""Reading the best again: a real cross-encoder in its worker, what its scores may move, and that nothing is lost without it."""

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from app.engines import FAILURES, Models, build_models
from app.memory import Memory, initialise
from app.paths import Places
from app.recall import rank, rereading
from app.recall.search import Asked, Searcher
from app.records import Filters
from app.settings import Settings
from models.host import WorkerFailed, WorkerHost
from models.rerank import MOST_CHARS, RerankClient
from tests.test_models_host import wait_for
from tests.tiny_cross_encoder import write_cross_encoder

NOW = datetime.now(UTC)
QUESTION = "who saw a bird at the pond"
PLACES = ("mill", "pond", "weir", "lake", "ford", "quay")


class Prefers:
    """A reranker that likes texts with one word, and notes what it was asked."""

    def __init__(self, word: str, *, up: bool = True, fails: bool = False) -> None:
        self.word, self.up, self.fails = word, up, fails
        self.asked: list[tuple[str, list[str]]] = []
        self.warmed = 0

    def available(self) -> bool:
        return True

    def ready(self) -> bool:
        return self.up

    def warm(self) -> None:
        self.warmed += 1

    def scores(self, question: str, texts: Sequence[str]) -> rank.Floats:
        self.asked.append((question, list(texts)))
        if self.fails:
            raise WorkerFailed("worker_died", kind="rerank")
        return np.array([self.word in text for text in texts], np.float32)


@pytest.fixture
def birds(places: Places, fake_models: Models, tmp_path: Path) -> Iterator[Callable[[object], Memory]]:
    """Opens a memory of sixty messages, one a day, with the reranker that is given."""
    file = tmp_path / "birds.jsonl"
    rows = [
        {
            "id": str(n), "thread": "birds", "time": (NOW - timedelta(days=n)).isoformat(), "author": "Ann",
            "text": f"we saw a bird at the {PLACES[n % 6]}, number {n}, with {'a heron' if n % 7 == 3 else 'a goose'} beside it",
        }
        for n in range(60)
    ]  # fmt: skip
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    initialise(places)
    made: list[Memory] = []

    def opened(reranker: object) -> Memory:
        made.append(Memory.open(places, models=replace(fake_models, rerank=reranker)))
        return made[-1]

    opened(None).import_messages(file, wait=True)
    yield opened
    for memory in made:
        memory.close()


def texts_of(memory: Memory, query: str = QUESTION) -> list[str]:
    return [hit.text for hit in memory.search(query, limit=40).hits]


# -- what is moved


def test_what_the_reader_prefers_rises_and_nothing_comes_or_goes(birds: Callable[[object], Memory]) -> None:
    reader = Prefers("heron")
    before, after = texts_of(birds(None)), texts_of(birds(reader))
    assert sorted(before) == sorted(after)
    liked = [text for text in before[: rereading.MOST_READ] if "heron" in text]
    assert 0 < len(liked) < rereading.MOST_READ
    assert sum(map(after.index, liked)) < sum(map(before.index, liked))
    for some in (liked, [text for text in before if text not in liked]):
        assert sorted(some, key=after.index) == some  # among the liked, and among the rest, ranking decides as before
    assert reader.asked == [(QUESTION, [f"Ann: {text}" for text in before[: rereading.MOST_READ]])]


def test_where_the_reader_sees_no_difference_the_order_stands(birds: Callable[[object], Memory]) -> None:
    reader = Prefers("ostrich")
    assert texts_of(birds(reader)) == texts_of(birds(None))
    assert len(reader.asked) == 1


def test_what_was_not_read_keeps_its_order_below(birds: Callable[[object], Memory]) -> None:
    most = rereading.MOST_READ
    before, after = texts_of(birds(None)), texts_of(birds(Prefers("heron")))
    assert len(before) == 40
    assert after[most:] == before[most:]
    assert after[:most] != before[:most]
    assert any("heron" in text for text in after[most:])


def test_what_lies_in_a_time_that_was_named_stays_first(birds: Callable[[object], Memory]) -> None:
    asked = "bird at the pond 9 days ago"
    assert "number 9," in texts_of(birds(None), asked)[0]
    assert "number 9," in texts_of(birds(Prefers("heron")), asked)[0]


def test_the_question_is_read_without_its_time(birds: Callable[[object], Memory]) -> None:
    reader = Prefers("heron")
    birds(reader).search("bird at the pond 9 days ago")
    assert reader.asked[0][0] == "bird at the pond"


def test_a_bonus_is_bounded_and_never_takes_away() -> None:
    scores = np.linspace(5, 1, 30).astype(np.float32)
    places = np.arange(rereading.MOST_READ)
    for read in (np.r_[1e6, np.zeros(19)], np.r_[-1e6, np.zeros(19)], np.linspace(-9, 3, 20)):
        gained = rereading.moved(scores, places, read.astype(np.float32)) - scores
        assert gained.min() == 0
        assert 0.4 < gained.max() <= 2 * rereading.FARTHEST * rereading.WORTH + 1e-5
        assert not gained[rereading.MOST_READ :].any()
    for read in (np.zeros(20), np.full(20, 7)):
        assert np.array_equal(rereading.moved(scores, places, read.astype(np.float32)), scores)
    nothing = np.zeros(0, np.float32)
    assert rereading.moved(nothing, np.zeros(0, np.int64), nothing).shape == (0,)


# -- who is not asked, and when it fails


def test_as_one_types_and_by_words_only_it_is_never_asked(birds: Callable[[object], Memory]) -> None:
    reader = Prefers("heron")
    memory = birds(reader)
    memory.search(QUESTION, as_you_type=True)
    memory.search(QUESTION, meaning=False)
    assert reader.warmed == 0
    memory.search("what did I do in the last 3 days?")  # a list in order of time, not a ranking
    assert reader.asked == []
    memory.search(QUESTION)
    memory.ask(QUESTION)
    assert len(reader.asked) == 2


def test_who_does_not_wait_gets_the_order_without_it_and_it_comes_up(birds: Callable[[object], Memory]) -> None:
    reader = Prefers("heron", up=False)
    memory = birds(None)
    searcher = Searcher(memory.store, memory._models.embed, FAILURES, reader)
    asked = Asked(QUESTION, Filters(), limit=40, wait_for_meaning=False)
    searcher.search(asked, now=NOW, zone="UTC")  # the vectors of the memory are read while nobody waits
    found = searcher.search(replace(asked, wait_for_meaning=False), now=NOW, zone="UTC")
    assert [hit.text for hit in found.hits] == texts_of(memory)
    assert found.meaning_used
    assert (reader.asked, reader.warmed) == ([], 2)
    reader.up = True
    assert [hit.text for hit in searcher.search(asked, now=NOW, zone="UTC").hits] != texts_of(memory)
    searcher.close()


def test_when_it_fails_the_order_without_it_stands(birds: Callable[[object], Memory]) -> None:
    reader = Prefers("heron", fails=True)
    assert texts_of(birds(reader)) == texts_of(birds(None))
    assert len(reader.asked) == 1


# -- the real worker


@pytest.fixture(scope="module")
def host() -> Iterator[WorkerHost]:
    made = WorkerHost()
    yield made
    made.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder that likes herons."""
    return write_cross_encoder(tmp_path_factory.mktemp("models") / "heron-encoder")


def test_a_real_model_scores_each_text_in_its_place(host: WorkerHost, folder: Path) -> None:
    client = RerankClient(host, model=str(folder))
    found = client.scores("where is it", ["a heron by a mill", "", "heron heron", "a boat by a mill"])
    assert (found.shape, found.dtype) == ((4,), np.float32)
    assert found.argsort(kind="stable").tolist() == [1, 3, 0, 2]
    assert found[2] > 1  # as the model says it, not squeezed below 1
    assert client.ready()
    assert client.scores("where is it", []).shape == (0,)
    assert client.scores("\udc80 ا 🦢".encode("utf-8", "replace").decode(), ["\x00", "会議"]).shape == (2,)


def test_of_a_very_long_text_the_beginning_counts(host: WorkerHost, folder: Path) -> None:
    client = RerankClient(host, model=str(folder))
    long = "a " * 900
    assert len(long) < MOST_CHARS < len(long * 9)
    plain, last, first, longer, longest = client.scores(
        "where is it", [long, long + "heron", "heron " + long, long * 9 + "heron", long * 1000]
    )
    assert plain == last == longer == longest
    assert first > plain
    by_question = client.scores(long * 50, ["a heron", "a boat"])  # a question too long leaves room for the text
    assert by_question[0] > by_question[1]


def test_the_real_worker_orders_a_search(birds: Callable[[object], Memory], host: WorkerHost, folder: Path) -> None:
    memory, plain = birds(RerankClient(host, model=str(folder))), birds(None)
    assert texts_of(memory) == texts_of(birds(Prefers("heron"))) != texts_of(plain)
    assert memory.status()["models"]["rerank"]
    assert not plain.status()["models"]["rerank"]


def test_what_is_no_cross_encoder_is_refused(host: WorkerHost, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    damaged = write_cross_encoder(tmp_path / "damaged")
    (damaged / "model.safetensors").write_bytes(b"not weights")
    embedder = write_cross_encoder(tmp_path / "embedder", made_as="BertModel")  # would load with a last layer of chance
    classifier = write_cross_encoder(tmp_path / "classifier", outputs=3)
    for place in (tmp_path / "empty", damaged, embedder, classifier):
        with pytest.raises(WorkerFailed) as failure:
            RerankClient(host, model=str(place)).scores("a", ["b"])
        assert (failure.value.code, failure.value.params["name"]) == ("model_broken", place.name)
    for gone in (str(tmp_path / "gone"), "nobody/never-made"):
        with pytest.raises(WorkerFailed) as failure:
            RerankClient(host, model=gone).scores("a", ["b"])
        assert failure.value.code == "model_missing"


def test_a_broken_model_costs_no_hit_is_not_tried_at_each_question_and_doctor_says_so(
    birds: Callable[[object], Memory], host: WorkerHost, tmp_path: Path
) -> None:
    broken = write_cross_encoder(tmp_path / "broken")
    (broken / "config.json").write_text("{")
    client = RerankClient(host, model=str(broken))
    memory = birds(client)
    assert client.available()
    assert texts_of(memory) == texts_of(birds(None))
    assert not client.available()
    assert not memory.status()["models"]["rerank"]
    said = next(check for check in memory.doctor() if check.name == "rerank")
    assert (said.ok, said.detail, said.params["name"]) == (False, "model_broken", "broken")
    said = next(check for check in birds(None).doctor() if check.name == "rerank")
    assert (said.ok, said.detail) == (True, "rerank_absent")


def test_a_worker_killed_in_mid_call_fails_that_call_and_the_next_works(host: WorkerHost, folder: Path) -> None:
    client = RerankClient(host, model=str(folder), retry_s=0)
    client.scores("load", ["it"])
    used = host.states()["rerank"]["cpu_s"]
    failed: list[str] = []

    def ask() -> None:
        try:
            client.scores("where is it", ["a heron by a mill " * 100] * 4000)
        except WorkerFailed as failure:
            failed.append(failure.code)

    asking = threading.Thread(target=ask)
    asking.start()
    wait_for(lambda: host.states()["rerank"]["cpu_s"] > used + 0.5)
    os.kill(host.states()["rerank"]["pid"], signal.SIGKILL)
    asking.join()
    assert failed == ["worker_died"]
    assert client.available()
    assert client.scores("where is it", ["a heron", "a boat"]).argmax() == 0
    assert host.states()["rerank"]["restarts"] == 1


def test_a_model_that_is_gone_is_not_waited_for(birds: Callable[[object], Memory], folder: Path) -> None:
    ended = WorkerHost()
    ended.close()
    client = RerankClient(ended, model=str(folder))
    assert client.available()
    assert texts_of(birds(client)) == texts_of(birds(None))
    assert not client.available()
    for nowhere in (str(folder / "gone"), "~nobody-of-this-name/model", "x" * 4000, "/" + "x" * 4000):
        lost = RerankClient(ended, model=nowhere)
        lost.warm()
        assert not lost.available()
        with pytest.raises(WorkerFailed, match="model_missing"):
            lost.scores("a", ["b"])


def test_without_the_setting_there_is_no_reader(places: Places, folder: Path) -> None:
    without = build_models(places, Settings())
    with_it = build_models(places, Settings(rerank_model=str(folder)))
    assert without.rerank is None
    assert with_it.rerank.name == "heron-encoder"
    assert with_it.states()["rerank"]["pid"] is None
    without.close()
    with_it.close()
