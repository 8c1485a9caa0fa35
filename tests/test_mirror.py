"""The mirror of the index in memory: what is added, removed and embedded by whomever arrives, and what stands beside what."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.memory import Memory
from app.recall import mirror as held
from app.recall.candidates import Sources, Wanted, gather
from app.recall.mirror import Mirror, signs
from app.recall.postings import Reader
from app.records import Filters, Selection
from app.store import index
from app.store.db import Interrupted, Store
from tests.test_store import show

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MODEL, DIM = "fake@1", 384


def messages(memory: Memory, folder: Path, count: int, first: int = 0) -> None:
    """Messages of two threads by turns, a minute apart."""
    file = folder / f"{first}.jsonl"
    file.write_text(
        "".join(
            json.dumps(
                {
                    "id": f"m{n}",
                    "thread": f"t{n % 2}",
                    "time": (START + timedelta(minutes=n)).isoformat(),
                    "text": f"word{n}",
                }
            )
            + "\n"
            for n in range(first, first + count)
        )
    )
    memory.import_messages(file, wait=True)


def fresh(store: Store) -> Mirror:
    mirror = Mirror(MODEL, DIM)
    mirror.refresh(store)
    return mirror


def shown(mirror: Mirror, store: Store) -> dict[str, list[str]]:
    """The text of each passage with the texts that stand beside it, in order."""
    texts = dict(store.rows("SELECT id, text FROM passage"))
    live = np.flatnonzero(mirror.live())
    first, after = mirror.beside(live)
    return {
        texts[int(mirror.ids[place])]: [texts[int(mirror.ids[one])] for one in mirror.order[a:b]]
        for place, a, b in zip(live, first, after, strict=True)
    }


def same(one: Mirror, other: Mirror, store: Store) -> bool:
    """Whether two mirrors say the same of the memory, whatever they went through."""
    vector = np.random.default_rng(1).standard_normal(DIM).astype(np.float32)
    a, b = np.flatnonzero(one.live()), np.flatnonzero(other.live())
    return (
        one.ids[a].tolist() == other.ids[b].tolist()
        and one.distances(vector)[a].tolist() == other.distances(vector)[b].tolist()
        and one.when(a).tolist() == other.when(b).tolist()
        and one.lengths(a).tolist() == other.lengths(b).tolist()
        and shown(one, store) == shown(other, store)
    )


def test_beside_a_message_stand_its_thread_and_beside_a_text_its_screen(memory: Memory, tmp_path: Path) -> None:
    messages(memory, tmp_path, 6)
    show(memory, START, "left pane\nright pane")
    show(memory, START + timedelta(minutes=1), "another screen")
    beside = shown(fresh(memory.store), memory.store)
    assert beside["word2"] == ["word0", "word2", "word4"]
    assert beside["word1"] == ["word1", "word3"]
    assert beside["another screen"] == ["another screen"]
    assert all(text in beside[text] for text in beside)


def test_a_mirror_that_kept_up_says_what_a_new_one_says(memory: Memory, tmp_path: Path) -> None:
    store, mirror = memory.store, Mirror(MODEL, DIM)
    mirror.refresh(store)
    assert len(mirror) == 0
    messages(memory, tmp_path, 12)
    mirror.refresh(store)
    assert same(mirror, fresh(store), store)
    ids = [one.id for one in memory.timeline() if one.kind == "message"]
    memory.forget(Selection(ids=(ids[3],)))
    show(memory, START, "a screen seen meanwhile")
    messages(memory, tmp_path, 5, first=12)
    mirror.refresh(store)
    assert same(mirror, fresh(store), store)
    assert mirror.places(np.array([10**6, 0])).tolist() == [-1, -1]


def test_when_a_fifth_is_gone_the_rest_moves_together(memory: Memory, tmp_path: Path) -> None:
    messages(memory, tmp_path, 12)
    store, mirror = memory.store, fresh(memory.store)
    ids = [one.id for one in memory.timeline() if one.kind == "message"]
    memory.forget(Selection(ids=tuple(ids[2:4])))
    mirror.refresh(store)
    assert (len(mirror), len(mirror.ids)) == (10, 12)
    memory.forget(Selection(ids=(ids[7],)))
    mirror.refresh(store)
    assert (len(mirror), len(mirror.ids)) == (9, 9)
    assert same(mirror, fresh(store), store)


def test_everything_forgotten_empties_the_mirror(memory: Memory, tmp_path: Path) -> None:
    messages(memory, tmp_path, 4)
    mirror = fresh(memory.store)
    memory.forget(Selection(everything=True))
    memory.note("what came since")
    mirror.refresh(memory.store)
    assert len(mirror) == 1


def test_vectors_may_come_later(memory: Memory) -> None:
    mirror, vector = fresh(memory.store), np.ones(DIM, np.float32)
    memory.note("the heron nests by the mill")
    mirror.refresh(memory.store)
    memory.embed_waiting()
    mirror.refresh(memory.store)
    assert mirror.has_vectors()
    assert mirror.distances(vector)[0] < held.FARTHEST


def test_vectors_of_a_memory_just_opened_come_over_several_calls(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "ROWS_AT_ONCE", 2)
    messages(memory, tmp_path, 6)
    mirror, embedded = Mirror(MODEL, DIM), []
    for _ in range(4):
        mirror.refresh(memory.store, patience_s=0)
        embedded.append(int(mirror.embedded().sum()))
    assert embedded == [2, 4, 6, 6]
    assert len(mirror) == 6
    assert same(mirror, fresh(memory.store), memory.store)


def test_an_interrupted_reading_goes_on_where_it_was(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "ROWS_AT_ONCE", 3)
    messages(memory, tmp_path, 9)
    whole, mirror = index.passage_batches, Mirror(MODEL, DIM)

    def cut_short(store: Store, last: int):  # type: ignore[no-untyped-def]
        for nth, batch in enumerate(whole(store, last)):
            if nth == 2:
                raise Interrupted
            yield batch

    monkeypatch.setattr(index, "passage_batches", cut_short)
    with pytest.raises(Interrupted):
        mirror.refresh(memory.store)
    assert len(mirror) == 6
    monkeypatch.setattr(index, "passage_batches", whole)
    mirror.refresh(memory.store)
    assert same(mirror, fresh(memory.store), memory.store)


def test_a_million_passages_take_less_than_seventy_megabytes(memory: Memory, tmp_path: Path) -> None:
    messages(memory, tmp_path, 20)
    assert fresh(memory.store).nbytes / 20 <= 70


@given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=200))
def test_signs_differ_where_numbers_do(numbers: list[float]) -> None:
    vector = np.array([numbers], np.float32)
    other = -vector
    differ = int(np.bitwise_count(signs(vector) ^ signs(other)).sum())
    assert differ == int((vector != 0).sum())
    assert int(np.bitwise_count(signs(vector) ^ signs(vector)).sum()) == 0


def test_candidates_hold_the_best_by_meaning_and_what_stands_beside_them(memory: Memory, tmp_path: Path) -> None:
    messages(memory, tmp_path, 12)
    mirror = fresh(memory.store)
    vector = memory._models.embed.queries(["word4"])[0]
    found = gather(
        Sources(memory.store, mirror, Reader()), Wanted((), lambda: vector, mirror.allowed(Filters(thread="t0")))
    )
    best = int(np.argmax(found.meaning))
    text = memory.store.value("SELECT text FROM passage WHERE id = ?", (int(found.ids[best]),))
    assert text == "word4"
    assert len(found.ids) == 6
    assert found.meaning_around[best] < found.meaning[best]
    assert found.lengths_around[best] == 3
    assert not found.on_screen.any()
