"""The model host with the real llama.cpp: room before loading, adapters, prompts kept warm, letting go, loads in a row, words for every end."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.engines import build_models
from app.paths import Places
from app.sentences import SENTENCES, sentence
from app.settings import Settings
from models.chat import ChatClient, projector_beside
from models.child import illegal_instruction
from models.host import WorkerFailed, WorkerHost
from models.remote_chat import RemoteChat
from models.room import available_bytes, oom_kills
from tests.tiny_gguf import write_tiny_gguf, write_tiny_lora, write_tiny_projector

QUESTION = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What was on the screen?"}]


@pytest.fixture(scope="module")
def host() -> Iterator[WorkerHost]:
    made = WorkerHost()
    yield made
    made.close()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_gguf(tmp_path_factory.mktemp("gguf") / "tiny.gguf")


def failed(client: ChatClient) -> WorkerFailed:
    with pytest.raises(WorkerFailed) as failure:
        client.generate(QUESTION)
    assert failure.value.code in SENTENCES
    SENTENCES[failure.value.code].format(**failure.value.params)
    return failure.value


def test_a_model_for_which_there_is_no_memory_is_refused_before_it_loads(host: WorkerHost, tiny: Path) -> None:
    before = host.states()["chat"]["restarts"]
    error = failed(ChatClient(host, path=tiny, context_tokens=10**10))
    assert error.code == "memory_short"
    missing = error.params["need_mb"] - available_bytes() / 2**20
    assert error.params["missing_mb"] == pytest.approx(missing, rel=0.01)
    assert f"{error.params['missing_mb']} MB are missing" in sentence(error.code, error.params)
    assert ChatClient(host, path=tiny).generate(QUESTION, max_tokens=3), "the worker is as it was"
    assert host.states()["chat"]["restarts"] == before


def test_an_adapter_changes_what_is_said_and_one_that_does_not_fit_is_named(
    host: WorkerHost, tiny: Path, tmp_path: Path
) -> None:
    plain = ChatClient(host, path=tiny).generate(QUESTION, max_tokens=30)
    adapter = write_tiny_lora(tmp_path / "own.gguf")
    assert ChatClient(host, path=tiny, lora=adapter).generate(QUESTION, max_tokens=30) != plain
    assert ChatClient(host, path=tiny).generate(QUESTION, max_tokens=30) == plain
    other = write_tiny_lora(tmp_path / "other.gguf", width=128)
    error = failed(ChatClient(host, path=tiny, lora=other))
    assert (error.code, error.params["name"], error.params["model"]) == ("lora_unfit", "other.gguf", "tiny.gguf")
    assert failed(ChatClient(host, path=tiny, lora=tmp_path / "gone.gguf")).code == "model_missing"


def figures_of(client: ChatClient, messages: list[dict[str, str]], **given: Any) -> dict[str, Any]:
    found: list[dict[str, Any]] = []
    client.generate(messages, max_tokens=3, on_figures=found.append, **given)
    return found[0]


def test_what_two_prompts_begin_with_is_computed_once(host: WorkerHost, tiny: Path) -> None:
    client = ChatClient(host, path=tiny)
    evidence = "\n".join(f"[{number}] the screen said {number}" for number in range(40))
    first, second = (
        [QUESTION[0], {"role": "user", "content": f"{evidence}\n{asked}"}] for asked in ("Where?", "When was it?")
    )
    host.unload("chat")
    assert figures_of(client, first)["reused_tokens"] == 0
    warm = figures_of(client, second)
    assert 0.95 * warm["prompt_tokens"] < warm["reused_tokens"] < warm["prompt_tokens"]
    client.forget()
    assert figures_of(client, second)["reused_tokens"] == 0, "what was forgotten is not kept warm"


def test_a_stopped_prompt_leaves_the_finished_part_warm_and_the_answer_the_same(
    host: WorkerHost, tmp_path: Path
) -> None:
    slow = write_tiny_gguf(tmp_path / "slow.gguf", layers=12, width=384)
    client = ChatClient(host, path=slow, context_tokens=4096)
    messages = [{"role": "user", "content": "the screen " * 110}]
    answer = client.generate(messages, max_tokens=12)
    client.forget()
    used = host.states()["chat"]["cpu_s"]
    stopped = client.generate(messages, cancelled=lambda: bool(host.states()["chat"]["cpu_s"] > used + 0.1))
    assert stopped == ""
    figures: list[dict[str, Any]] = []
    assert client.generate(messages, max_tokens=12, on_figures=figures.append) == answer
    assert figures[0]["reused_tokens"] % 128 == 0
    assert figures[0]["reused_tokens"] < figures[0]["prompt_tokens"]


def test_loads_in_a_row_leave_no_memory_behind(tmp_path: Path) -> None:
    files = [write_tiny_gguf(tmp_path / f"{number}.gguf", seed=number) for number in (1, 2)]
    host = WorkerHost()
    try:
        clients = [ChatClient(host, path=file, context_tokens=1024) for file in files]
        sizes = []
        for number in range(60):
            clients[number % 2].generate(QUESTION, max_tokens=2)
            sizes.append(host.states()["chat"]["rss_bytes"])
        assert sizes[-1] - sizes[19] < 4 << 20
        assert host.states()["chat"]["restarts"] == 0
    finally:
        host.close()


def test_an_unloaded_model_is_gone_and_comes_back_when_it_is_asked(tiny: Path) -> None:
    ends: list[str] = []
    gone = threading.Event()

    def hear(event: Any) -> None:
        ends.append(f"{event.what} {event.detail}" if event.what == "unloaded" else event.what)
        if event.what == "unloaded":
            gone.set()

    host = WorkerHost(idle_s=300.0, idle_s_of={"chat": 0.2}, on_event=hear)
    try:
        client = ChatClient(host, path=tiny)
        client.generate(QUESTION, max_tokens=2)
        pid = host.states()["chat"]["pid"]
        assert gone.wait(20), "idle for so long, it leaves"
        assert pid is None or not psutil.pid_exists(pid) or not host.states()["chat"]["alive"]
        assert client.generate(QUESTION, max_tokens=2)
        host.unload("chat")
        assert ends[-1].startswith("unloaded")
        assert client.generate(QUESTION, max_tokens=2)
    finally:
        host.close()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGILL, "illegal_instruction"), (signal.SIGABRT, "worker_died")])
def test_the_signal_that_ended_a_worker_becomes_a_sentence(tiny: Path, number: int, code: str) -> None:
    host = WorkerHost()
    try:
        client = ChatClient(host, path=tiny)
        client.count("load")
        pid = host.states()["chat"]["pid"]
        with pytest.raises(WorkerFailed) as failure:
            client.generate(QUESTION, max_tokens=3000, on_text=lambda piece: os.kill(pid, number))
        assert failure.value.code == code
        assert failure.value.params["reason"] == f"signal {int(number)}"
        assert sentence(code, failure.value.params)
        assert client.generate(QUESTION, max_tokens=2)
    finally:
        host.close()


def test_a_worker_that_the_kernel_killed_for_want_of_memory_is_told_from_one_that_somebody_killed(tiny: Path) -> None:
    host = WorkerHost()
    try:
        client = ChatClient(host, path=tiny)
        client.count("load")
        child = host._seats["chat"].child
        assert child is not None
        child._oom_kills = oom_kills() - 1  # as if the kernel had counted one since the start
        with pytest.raises(WorkerFailed) as failure:
            client.generate(QUESTION, max_tokens=3000, on_text=lambda piece: os.kill(child.pid, signal.SIGKILL))
        assert failure.value.code == "worker_starved"
        assert not illegal_instruction(child)
    finally:
        host.close()


def test_the_projector_beside_a_model_is_its_own(tmp_path: Path) -> None:
    for folder, names, wanted in (
        ("alone", ("a.gguf", "mmproj-model-f16.gguf"), "mmproj-model-f16.gguf"),
        ("many", ("a.gguf", "b.gguf", "mmproj-model-f16.gguf"), None),
        ("named", ("a.gguf", "b.gguf", "mmproj-a.gguf", "mmproj-b.gguf"), "mmproj-a.gguf"),
        ("none", ("a.gguf",), None),
    ):
        (tmp_path / folder).mkdir()
        for name in names:
            (tmp_path / folder / name).touch()
        found = projector_beside(tmp_path / folder / "a.gguf")
        assert (found.name if found else None) == wanted


def test_a_model_with_a_projector_sees_pictures_and_its_log_holds_no_word_of_the_prompt(tmp_path: Path) -> None:
    file = write_tiny_gguf(tmp_path / "a.gguf")
    (tmp_path / "blind").mkdir()
    plain = write_tiny_gguf(tmp_path / "blind" / "b.gguf")
    write_tiny_projector(tmp_path / "mmproj-a.gguf")
    host = WorkerHost(log_folder=tmp_path / "logs")
    red, blue = ((40, 30, bytes(colour) * 1200) for colour in ((255, 0, 0), (0, 0, 255)))
    try:
        client = ChatClient(host, path=file)
        without = client.generate(QUESTION, max_tokens=20)
        seen = {
            colour: client.generate(QUESTION, max_tokens=20, pictures=[one])
            for colour, one in (("r", red), ("b", blue))
        }
        assert len({without, seen["r"], seen["b"]}) == 3
        assert client.generate(QUESTION, max_tokens=20, pictures=[red]) == seen["r"]
        assert client.generate(QUESTION, max_tokens=20, pictures=[red, blue])
        assert client.generate(QUESTION, max_tokens=20) == without
        with pytest.raises(WorkerFailed) as failure:
            ChatClient(host, path=plain).generate(QUESTION, pictures=[red])
        assert failure.value.code == "no_projector"
        unfit = write_tiny_projector(tmp_path / "other.gguf", width=96)
        with pytest.raises(WorkerFailed) as failure:
            ChatClient(host, path=file, projector=unfit).generate(QUESTION, pictures=[red])
        assert failure.value.code == "projector_unfit"
        assert {"no_projector", "projector_unfit", "picture_too_large"} <= set(SENTENCES)
    finally:
        host.close()
    assert "What was on" not in (tmp_path / "logs" / "worker-chat.log").read_text()


def test_settings_choose_between_a_file_and_a_server(tmp_path: Path) -> None:
    places = Places(tmp_path, None)
    by_file = build_models(places, Settings(chat_path="/a.gguf", chat_context_tokens=2048, chat_idle_min=7))
    by_server = build_models(places, Settings(chat_path="/a.gguf", chat_server="http://127.0.0.1:1"))
    assert isinstance(by_file.chat, ChatClient)
    assert by_file.chat.context_tokens == 2048
    assert isinstance(by_server.chat, RemoteChat)
    by_file.close()
    by_server.close()
