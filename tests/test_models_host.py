"""Worker processes: they come when asked, go when told, and none outlives its parent."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image, ImageDraw, ImageFont

from models.child import Child
from models.host import WorkerEvent, WorkerFailed, WorkerHost, back_off_s
from models.ocr import OcrClient
from models.turn import Turn

ROOT = Path(__file__).resolve().parent.parent
WHITE = bytes([255]) * (64 * 64 * 3)
HEAVY = ("torch", "transformers", "sentence_transformers", "onnxruntime", "llama_cpp", "tesserocr", "rapidocr")


@pytest.fixture
def events() -> list[WorkerEvent]:
    return []


@pytest.fixture
def host(tmp_path: Path, events: list[WorkerEvent]) -> Iterator[WorkerHost]:
    made = WorkerHost(log_folder=tmp_path / "logs", on_event=events.append)
    yield made
    made.close()


def read(host: WorkerHost) -> list[object]:
    return list(OcrClient(host).read(WHITE, 64, 64))


def long_page() -> tuple[bytes, int, int]:
    """A picture that keeps the reader busy for seconds."""
    picture = Image.new("RGB", (1600, 760), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(14)
    for row in range(40):
        draw.text((10, 10 + 18 * row), f"{row} pack my box with five dozen liquor jugs " * 4, "black", font)
    return picture.tobytes(), *picture.size


def wait_for(condition: object, seconds: float = 20.0) -> None:
    done = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if condition():  # type: ignore[operator]
            return
        done.wait(0.02)
    raise AssertionError("it never came true")


def in_flight(host: WorkerHost) -> tuple[list[str], threading.Thread]:
    """A call that is being worked on, in a thread; the code of its failure will stand in the list."""
    failed: list[str] = []

    def ask() -> None:
        try:
            OcrClient(host).read(*long_page())
        except WorkerFailed as failure:
            failed.append(failure.code)

    used = host.states()["ocr"]["cpu_s"]
    asking = threading.Thread(target=ask)
    asking.start()
    wait_for(lambda: host.states()["ocr"]["cpu_s"] > used + 0.2)
    return failed, asking


def test_a_worker_starts_at_the_first_call_and_not_before(host: WorkerHost, events: list[WorkerEvent]) -> None:
    assert host.states()["ocr"]["pid"] is None
    read(host)
    state = host.states()["ocr"]
    assert state["alive"]
    assert state["loaded"]
    assert state["rss_bytes"] > 10_000_000
    assert state["cpu_s"] > 0
    assert [(event.kind, event.what) for event in events] == [("ocr", "started")]
    assert host.states()["embed"]["pid"] is None


def test_a_worker_yields_to_the_users_programs(host: WorkerHost) -> None:
    read(host)
    assert psutil.Process(host.states()["ocr"]["pid"]).nice() == 10


def test_close_leaves_no_children(host: WorkerHost) -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    read(host)
    host.post("embed", "load", {"place": "/nowhere", "sha256": ""})
    wait_for(lambda: host.states()["embed"]["pid"])
    host.close()
    assert {child.pid for child in psutil.Process().children(recursive=True)} == before
    with pytest.raises(WorkerFailed):
        read(host)


def test_killing_a_worker_fails_the_call_in_flight_and_the_next_call_works(
    host: WorkerHost, events: list[WorkerEvent]
) -> None:
    read(host)
    first = host.states()["ocr"]["pid"]
    used = host.states()["ocr"]["cpu_s"]
    failed, asking = in_flight(host)
    os.kill(first, signal.SIGKILL)
    asking.join()
    assert failed == ["worker_died"]
    assert read(host) == []
    state = host.states()["ocr"]
    assert state["pid"] != first
    assert state["restarts"] == 1
    assert state["cpu_s"] > used, "the cost of the worker that ended still counts"
    assert [event.what for event in events] == ["started", "died", "restarted"]
    assert events[1].detail == "signal 9"


def test_a_worker_killed_while_nobody_asks_is_replaced_without_a_failure(host: WorkerHost) -> None:
    for _ in range(2):
        read(host)
        os.kill(host.states()["ocr"]["pid"], signal.SIGKILL)
    assert read(host) == []


def test_a_worker_that_gives_no_sign_of_life_is_ended(events: list[WorkerEvent]) -> None:
    host = WorkerHost(silence_s=1.0, on_event=events.append)
    try:
        read(host)
        failed, asking = in_flight(host)
        os.kill(host.states()["ocr"]["pid"], signal.SIGSTOP)
        asking.join()
        assert failed == ["worker_timeout"]
        assert read(host) == []
        assert [(event.what, event.detail) for event in events][1] == ("died", "silent")
    finally:
        host.close()


def test_a_slow_worker_is_not_taken_for_a_hung_one() -> None:
    host = WorkerHost(silence_s=2.0)
    try:
        OcrClient(host).read(*long_page())
        assert host.states()["ocr"]["restarts"] == 0
    finally:
        host.close()


def test_a_call_past_its_time_raises_and_the_next_one_works(host: WorkerHost) -> None:
    rgb, width, height = long_page()
    params = {"parts": [[0, 0, width, height]], "engine": "auto", "languages": "eng"}
    read(host)
    with pytest.raises(WorkerFailed) as failure:
        host.call("ocr", "read", params, [rgb], timeout_s=0.1)
    assert failure.value.code == "worker_timeout"
    assert read(host) == []


def test_an_idle_worker_is_let_go(events: list[WorkerEvent]) -> None:
    host = WorkerHost(idle_s=0.1, on_event=events.append)
    try:
        read(host)
        wait_for(lambda: not host.states()["ocr"]["alive"])
        assert [event.what for event in events] == ["started", "unloaded"]
        assert host.states()["ocr"]["cpu_s"] > 0
        assert read(host) == []
    finally:
        host.close()


def test_a_worker_outlives_the_thread_that_needed_it_first(host: WorkerHost) -> None:
    asking = threading.Thread(target=read, args=(host,))
    asking.start()
    asking.join()
    pid = host.states()["ocr"]["pid"]
    assert read(host) == []
    assert host.states()["ocr"]["pid"] == pid


def test_repeated_deaths_back_off() -> None:
    assert [back_off_s(deaths) for deaths in range(5)] == [0, 0, 1, 2, 4]


def test_a_wrong_request_is_an_error_and_not_a_death(host: WorkerHost, tmp_path: Path) -> None:
    read(host)
    pid = host.states()["ocr"]["pid"]
    with pytest.raises(WorkerFailed) as failure:
        host.call("ocr", "read", {"engine": "auto", "languages": "eng", "secret": "hunter2"})
    assert failure.value.code == "worker_error"
    assert host.states()["ocr"]["pid"] == pid
    log = (tmp_path / "logs" / "worker-ocr.log").read_text()
    assert "IndexError" in log or "KeyError" in log
    assert "hunter2" not in log
    assert (tmp_path / "logs" / "worker-ocr.log").stat().st_mode & 0o777 == 0o600


def test_the_urgent_go_before_those_who_wait() -> None:
    turn, order, waiting = Turn(), [], []

    def ask(name: str, urgent: bool) -> None:
        with turn.hold(urgent=urgent):
            order.append(name)

    with turn.hold():
        for count, (name, urgent) in enumerate([("passages", False), ("more", False), ("query", True)], 1):
            thread = threading.Thread(target=ask, args=(name, urgent))
            thread.start()
            waiting.append(thread)
            wait_for(lambda count=count: len(turn._waiting) == count)
    for thread in waiting:
        thread.join()
    assert order == ["query", "passages", "more"]


def test_a_wait_that_is_cancelled_holds_nobody_up() -> None:
    turn = Turn()
    with turn.hold(), turn.hold(cancelled=lambda: True) as got:
        assert not got
    with turn.hold() as got:
        assert got


PARENT = """
import sys
from models.host import WorkerHost
from models.ocr import OcrClient
host = WorkerHost()
OcrClient(host).read(bytes(64 * 64 * 3), 64, 64)
print(host.states()["ocr"]["pid"], flush=True)
sys.stdin.read()
"""


def test_a_parent_killed_leaves_no_orphan(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=tmp_path, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout
        worker = psutil.Process(int(parent.stdout.readline()))
        assert worker.is_running()
        parent.kill()
        parent.wait()
    psutil.wait_procs([worker], timeout=10)
    assert not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE


def test_a_folder_with_a_package_of_the_same_name_does_not_mislead_the_worker(
    host: WorkerHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "__init__.py").write_text("raise SystemExit('the wrong package')")
    monkeypatch.chdir(tmp_path)
    assert read(host) == []


def test_the_callers_side_imports_no_model_library() -> None:
    code = (
        "import sys, models.host, models.ocr, models.embed, models.chat, models.rerank, models.weights, models.fake\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_whoever_waits_for_a_worker_is_told_of_its_end_also_where_somebody_who_heard_of_it_failed(
    tmp_path: Path,
) -> None:
    def fail(_child: Child) -> None:
        raise BrokenPipeError("nobody reads what is said here")

    child = Child("ocr", tmp_path, fail)
    _, answers = child.ask("read", {"width": 64, "height": 64}, [WHITE])
    child.kill("asked to")
    assert not child.alive
    last = answers.get(timeout=5)
    while last is not None:
        last = answers.get(timeout=5)
