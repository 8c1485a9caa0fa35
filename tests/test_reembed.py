"""One embedder takes another's place: both alive until the newer has read everything, and nothing lost by a kill."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engines import FAILURES, Models
from app.ingest.reading import ReadingFailed
from app.ingest.reembedding import Backlogs, embed_step, progress, standing
from app.memory import Memory
from app.paths import Places
from app.store import ledger, vectors
from app.store.db import Store
from models.fake import FakeEmbedder, FakeOcr
from models.host import WorkerFailed
from tests.tiny_gguf import write_tiny_gguf

TEXTS = [f"Note {number}: the seed swap moved to the library in week {number}" for number in range(30)]


class Sown(FakeEmbedder):
    """A fake embedder of a name, with its own way to hash; it counts what it is asked and can be away."""

    def __init__(self, setting: str, dim: int) -> None:
        self.setting, self.model_id, self.dim = setting, f"{setting or 'built-in'}@1", dim
        self.here, self.read, self.asked = True, 0, 0

    def there(self) -> bool:
        return self.here

    def passages(self, texts: Sequence[str]) -> Any:
        if not self.here:
            raise WorkerFailed("model_missing", kind="embed", name=self.setting)
        self.read += len(texts)
        return self._vectors(texts)

    def queries(self, texts: Sequence[str]) -> Any:
        self.asked += len(texts)
        return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> Any:
        out = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(out, texts, strict=True):
            for word in text.lower().split():
                row[hashlib.sha256((self.setting + word).encode()).digest()[0] % self.dim] += 1
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6)


class Pair:
    """The built-in embedder and another, and models that want one of them."""

    def __init__(self) -> None:
        self.old, self.new, self.third = Sown("", 384), Sown("new", 96), Sown("third", 48)
        self._made = {"": self.old, "new": self.new, "third": self.third}

    def wanting(self, wanted: Any) -> Models:
        return Models(None, FakeOcr(), wanted, None, None, self._made.__getitem__)

    def step(self, store: Store, wanted: Any, backlogs: Backlogs, batch: int = 8) -> int:
        return embed_step(store, self.wanting(wanted), FAILURES, backlogs, batch=batch)

    def all_steps(self, store: Store, wanted: Any) -> int:
        backlogs, steps = Backlogs(), 0
        while self.step(store, wanted, backlogs):
            steps += 1
            assert steps < 500
        return steps


@pytest.fixture
def pair() -> Pair:
    return Pair()


@pytest.fixture
def filled(places: Places, memory: Memory, pair: Pair) -> Memory:
    """A memory of thirty notes that the built-in embedder has read."""
    for text in TEXTS:
        memory.note(text)
    assert pair.all_steps(memory.store, pair.old) > 0
    return memory


def opened(places: Places, models: Models) -> Memory:
    return Memory.open(places, models=models)


def held(store: Store) -> dict[str, int]:
    return {row[0]: row[1] for row in store.rows("SELECT model, count(*) FROM vector GROUP BY model")}


def test_searches_ask_the_older_one_until_the_newer_has_read_everything(
    places: Places, filled: Memory, pair: Pair
) -> None:
    memory, backlogs = opened(places, pair.wanting(pair.new)), Backlogs()
    store = memory.store
    asked = []
    for number in range(100):
        before = pair.old.asked, pair.new.asked
        assert memory.search(f"seed swap library {number}").hits[0].reasons
        asked.append((pair.old.asked - before[0], pair.new.asked - before[1]))
        assert asked[-1] in ((1, 0), (0, 1)), "one of the two"
        complete = held(store).get("new@1", 0) == len(TEXTS)
        assert complete or asked[-1] == (1, 0), "not the newer before it has read everything"
        if not pair.step(store, pair.new, backlogs):
            break
    assert asked[0] == (1, 0)
    assert asked[-1] == (0, 1)
    assert held(store) == {"new@1": len(TEXTS)}
    assert standing(store, pair.wanting(pair.new)).used is pair.new
    memory.close()


def test_what_comes_meanwhile_is_read_by_the_one_in_use_first(filled: Memory, pair: Pair) -> None:
    store, backlogs = filled.store, Backlogs()
    pair.step(store, pair.new, backlogs)
    now = standing(store, pair.wanting(pair.new))
    assert (now.used, now.coming) == (pair.old, pair.new)
    assert progress(store, now) == (8, 30)
    filled.note("A llama stood before the door")
    read = pair.old.read
    pair.step(store, pair.new, backlogs)
    assert pair.old.read == read + 1
    pair.all_steps(store, pair.new)
    assert held(store) == {"new@1": 31}


def test_it_goes_on_from_every_point_at_which_it_can_be_cut_off(places: Places, filled: Memory, pair: Pair) -> None:
    store = filled.store
    for _ in range(200):  # each step by somebody who knows nothing of the one before
        now = standing(store, pair.wanting(pair.new))
        assert held(store)[now.used.model_id] == len(TEXTS), "who is asked has always read everything"
        if not pair.step(store, pair.new, Backlogs(), batch=7):
            break
    assert held(store) == {"new@1": len(TEXTS)}


KILLED = """
import sys
from tests.test_reembed import Pair, Backlogs, opened
from app.paths import Places
from pathlib import Path
pair = Pair()
memory = opened(Places(Path(sys.argv[1]), Path(sys.argv[2])), pair.wanting(pair.new))
backlogs = Backlogs()
while pair.step(memory.store, pair.new, backlogs, batch=4):
    print("step", flush=True)
print("done", flush=True)
memory.store.value("SELECT 1")
sys.stdin.read()
"""


def test_it_survives_being_killed(places: Places, filled: Memory, pair: Pair) -> None:
    assert places.key_file is not None
    for steps in (1, 3, 6, 8, 9, 10, 99):
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(places.home), str(places.key_file)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        ) as child:  # fmt: skip
            assert child.stdout is not None
            for _ in range(steps):
                if child.stdout.readline() != "step\n":
                    break
            child.send_signal(signal.SIGKILL)
        now = standing(filled.store, pair.wanting(pair.new))
        assert held(filled.store)[now.used.model_id] == len(TEXTS)
    assert held(filled.store) == {"new@1": len(TEXTS)}


def test_a_change_of_mind_halfway_leaves_nothing_behind(filled: Memory, pair: Pair) -> None:
    store, backlogs = filled.store, Backlogs()
    for _ in range(2):
        pair.step(store, pair.new, backlogs)
    assert held(store)["new@1"] == 16
    pair.all_steps(store, pair.third)
    assert held(store) == {"third@1": len(TEXTS)}


def test_back_to_the_older_one_halfway_costs_nothing(filled: Memory, pair: Pair) -> None:
    store = filled.store
    pair.step(store, pair.new, Backlogs())
    read = pair.old.read
    now = standing(store, pair.wanting(pair.old))
    assert (now.used, now.coming) == (pair.old, None)
    pair.all_steps(store, pair.old)
    assert pair.old.read == read


def test_when_the_older_ones_files_are_gone_the_newer_serves_at_once(filled: Memory, pair: Pair) -> None:
    pair.old.here = False
    store = filled.store
    assert standing(store, pair.wanting(pair.new)).used is pair.new
    pair.all_steps(store, pair.new)
    assert held(store) == {"new@1": len(TEXTS)}


def test_an_embedder_that_is_away_for_a_while_loses_no_vectors(filled: Memory, pair: Pair) -> None:
    store = filled.store
    pair.all_steps(store, pair.new)
    pair.new.here = False
    pair.all_steps(store, pair.new)
    filled.note("One more note about the llama")
    with pytest.raises(ReadingFailed, match="model_missing"):
        pair.step(store, pair.new, Backlogs())
    assert held(store) == {"new@1": len(TEXTS)}
    pair.new.here = True
    pair.all_steps(store, pair.new)
    assert held(store) == {"new@1": len(TEXTS) + 1}


def test_a_wanted_one_that_is_not_there_leaves_the_older_serving(filled: Memory, pair: Pair) -> None:
    pair.new.here = False
    now = standing(filled.store, pair.wanting(pair.new))
    assert (now.used, now.coming) == (pair.old, None)
    pair.all_steps(filled.store, pair.new)
    assert held(filled.store) == {"built-in@1": len(TEXTS)}


def test_a_memory_from_before_knows_whose_its_vectors_are(filled: Memory, pair: Pair) -> None:
    ledger.set_control(filled.store, "embedder", None)
    now = standing(filled.store, pair.wanting(pair.new))
    assert (now.used, now.coming) == (pair.old, pair.new)


def test_a_vector_that_was_taken_away_behind_the_backlog_is_made_before_the_change(filled: Memory, pair: Pair) -> None:
    store, backlogs = filled.store, Backlogs()
    while held(store).get("new@1", 0) < len(TEXTS):
        pair.step(store, pair.new, backlogs)
    store.execute("DELETE FROM vector WHERE model = 'new@1' AND passage_id IN (SELECT min(passage_id) FROM vector)")
    pair.step(store, pair.new, backlogs)
    assert not vectors.lacking(store, "built-in@1")
    while pair.step(store, pair.new, backlogs):
        pass
    assert held(store) == {"new@1": len(TEXTS)}


def test_the_built_in_embedder_gives_way_to_a_file_for_real(
    places: Places, memory: Memory, real_models: Models, tmp_path: Path
) -> None:
    from app.engines import build_models
    from app.settings import Settings

    for text in TEXTS[:12]:
        memory.note(text)
    file = write_tiny_gguf(tmp_path / "vectors.gguf", pooled=True)
    models = build_models(places, Settings(embed_model=str(file)))
    try:
        while embed_step(memory.store, real_models, FAILURES, Backlogs()):
            pass
        assert list(held(memory.store)) == [real_models.embed.model_id]
        both = opened(places, models)
        backlogs, used = Backlogs(), []
        while embed_step(memory.store, models, FAILURES, backlogs, batch=5):
            assert both.search("seed swap").hits
            used.append(standing(memory.store, models).used.model_id)
        assert used[0].startswith("all-MiniLM")
        assert used[-1].startswith("vectors@")
        assert held(memory.store) == {models.embed.model_id: 12}
        assert both.search("library in week 3").hits
        both.close()
    finally:
        models.close()


def test_status_says_how_far_the_coming_one_is(places: Places, filled: Memory, pair: Pair) -> None:
    from app.checkup import coming

    pair.step(filled.store, pair.new, Backlogs())
    said = coming(filled.store, pair.wanting(pair.new))
    assert said == {"embedder_in_use": "built-in@1", "embedder_read": 8, "embedder_of": 30}
    assert coming(filled.store, pair.wanting(pair.old)) == {}
