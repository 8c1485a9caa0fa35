"""A model that babbles spoils nothing: a stand-in that is wrong in every known way, and the real llama.cpp with random weights."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.consolidate.written import Pen, write_next
from app.engines import FAILURES
from app.store import asking
from models.chat import ChatClient
from models.host import WorkerHost
from tests.bench.babbling import FORMS, KINDS, POISON, ROOM, Babbler, Scene, babble, babble_really, new_scene
from tests.tiny_gguf import write_tiny_gguf


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = new_scene(tmp_path)
    yield made
    made.memory.close()


@pytest.fixture(scope="module")
def host() -> Iterator[WorkerHost]:
    made = WorkerHost()
    yield made
    made.close()


@pytest.mark.parametrize("form", FORMS)
def test_every_wrong_answer_in_every_form_loses_nothing_and_leaves_nothing_behind(scene: Scene, form: str) -> None:
    babbler = Babbler(2, form)
    outcomes = babble(scene, babbler, len(KINDS) + 2)
    assert len(babbler.calls) == len(KINDS)
    assert outcomes["failed"] > 0 or form == "contradicts"
    assert (scene.lost(), scene.unsupported(), babbler.over) == ([], [], [])


def test_what_is_looked_for_is_found_when_it_is_there(scene: Scene) -> None:
    """The known-bad case of the checks above."""
    babble(scene, Babbler(1, kinds=("right",), die_every=0), 8)
    assert scene.unsupported() == []
    store = scene.store
    assert store.value("SELECT count(*) FROM memory WHERE kind = 'semantic'") >= 2
    one = "SELECT min(id) FROM memory WHERE made_by = 'babbler' AND kind ="
    store.execute(f"UPDATE memory SET title = 'Hugo owns a bank' WHERE id = ({one} 'semantic')")
    store.execute(f"UPDATE memory SET text = ? WHERE id = ({one} 'episodic')", (POISON,))
    assert len(scene.unsupported()) >= 3
    store.execute("UPDATE memory SET text = '' WHERE id = (SELECT max(id) FROM memory WHERE kind = 'episodic')")
    store.execute("DELETE FROM memory WHERE name = ?", (scene.episodes[0],))
    assert len(scene.lost()) == 2


@pytest.mark.parametrize("most_tokens", [1, 40, None, ROOM])
def test_random_weights_under_the_grammar_leave_nothing_behind(
    scene: Scene, host: WorkerHost, tmp_path: Path, most_tokens: int | None
) -> None:
    client = ChatClient(host, path=write_tiny_gguf(tmp_path / "tiny.gguf"))
    outcomes, short = babble_really(scene, client, 4 if most_tokens in (1, 40) else 1, most_tokens)
    assert outcomes["failed"] >= 1
    assert short.parsed == (short.calls if most_tokens == ROOM else 0)
    assert (scene.lost(), scene.unsupported(), short.over) == ([], [], 0)


def test_a_question_ends_what_llama_cpp_writes_and_its_worker_lives_on(
    scene: Scene, host: WorkerHost, tmp_path: Path
) -> None:
    client = ChatClient(host, path=write_tiny_gguf(tmp_path / "slow.gguf", layers=12, width=384))
    scene.add_episode()
    client.count("load")
    pid, used = host.states()["chat"]["pid"], host.states()["chat"]["cpu_s"]
    outcomes: list[str] = []
    store = scene.store
    over = threading.Event()

    def ask() -> None:
        while host.states()["chat"]["cpu_s"] < used + 0.1:
            over.wait(0.01)
        with asking.asking(store.places):
            over.wait(60)

    asker = threading.Thread(target=ask)
    asker.start()
    outcomes.append(write_next(store, Pen(client, FAILURES)))
    over.set()
    asker.join()
    assert outcomes == ["stopped"]
    assert client.generate([{"role": "user", "content": "Hello"}], max_tokens=2)
    assert host.states()["chat"]["pid"] == pid
    assert store.value("SELECT attempts FROM job") == 0
