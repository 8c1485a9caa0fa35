"""The real program in a process of its own: starts before models, loads none, is there once, ends cleanly."""

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.memory import Memory, initialise
from app.paths import Places
from tests.desktop import wait_for
from tests.ui_home import copied
from ui.instance import Instance

HEAVY = ("torch", "transformers", "sentence_transformers", "onnxruntime", "llama_cpp", "tesserocr", "rapidocr")

# Runs the program as it is, asks a search of it once recording was asked for, and tells which modules it has loaded.
LISTING = """
import json, sys
from PySide6.QtCore import QTimer
import ui.__main__ as main

def look():
    program = look.program
    page = program.window.search_page
    if program.window.recording.state.state == "problem" and not look.asked:
        look.asked = True
        page.search("garden")
    if page.result is not None and page.result.hits:
        look.timer.stop()
        print(json.dumps({"modules": sorted(sys.modules), "pill": program.window.pill.text()}), flush=True)
        program.window.quit()

look.asked = False
start = main.Program.start

def watched(program):
    look.program, look.timer = program, QTimer(program)
    look.timer.timeout.connect(look)
    look.timer.start(50)
    start(program)

main.Program.start = watched
sys.exit(main.main([]))
"""


def environment(places: Places) -> dict[str, str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return kept | {
        "RECOLLECT_HOME": str(places.home),
        "RECOLLECT_KEY_FILE": str(places.key_file),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(Path(__file__).parent.parent),
    }


def start(places: Places, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "ui", *arguments],
        env=environment(places),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def home(two_days: Places, tmp_path: Path) -> Places:
    return copied(two_days, tmp_path)


@pytest.fixture
def running(home: Places) -> "Iterator[subprocess.Popen[str]]":
    """The program, its content painted."""
    process = start(home, "--no-recording")
    wait_for(home.window_lock.exists)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_the_start_is_measured_and_ends_cleanly(home: Places) -> None:
    process = start(home, "--measure-start", "--no-recording")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert json.loads(out)["start_s"] > 0
    assert err == ""


def test_no_model_library_is_loaded_in_the_window_s_process_while_it_records_and_searches(home: Places) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LISTING], env=environment(home), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert "app.daemon" in told["modules"]
    assert told["pill"] == "Problem"  # there is no display here to record, and the window says so
    assert [name for name in told["modules"] if name.split(".")[0] in HEAVY] == []


def test_a_second_start_leaves_the_first_window_alone_and_ends(home: Places, running: "subprocess.Popen[str]") -> None:
    second = start(home)
    out, err = second.communicate(timeout=60)
    assert second.returncode == 0, err
    assert out == ""
    assert running.poll() is None


def test_a_second_start_raises_the_first_window(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = Instance(tmp_path, tmp_path / "lock"), Instance(tmp_path, tmp_path / "lock")
    assert first.take()
    assert stat.S_IMODE(first.path().stat().st_mode) & 0o077 == 0
    with qtbot.waitSignal(first.raised):
        assert not second.take()
    first.release()
    assert second.take()
    second.release()


def test_a_second_start_that_wants_to_search_says_so_and_another_does_not(qtbot: QtBot, tmp_path: Path) -> None:
    first = Instance(tmp_path, tmp_path / "lock")
    assert first.take()
    with qtbot.waitSignal(first.searched):
        assert not Instance(tmp_path, tmp_path / "lock", search=True).take()
    with qtbot.assertNotEmitted(first.searched), qtbot.waitSignal(first.raised):
        assert not Instance(tmp_path, tmp_path / "lock").take()
    first.release()


def test_a_signal_ends_the_program_and_leaves_the_memory_whole(home: Places) -> None:
    process = start(home)
    wait_for(lambda: caught(Path(f"/proc/{process.pid}/status").read_text(), signal.SIGTERM))
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    Memory.open(home).close()


def test_a_signal_ends_the_program_also_where_nothing_else_happens(tmp_path: Path) -> None:
    places = Places(tmp_path / "new", tmp_path / "key")
    process = start(places)
    wait_for(lambda: caught(Path(f"/proc/{process.pid}/status").read_text(), signal.SIGTERM))
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err


def caught(status: str, number: int) -> bool:
    """Whether a process has its own handler for a signal, as /proc tells."""
    line = next(line for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(line.split()[1], 16) >> (number - 1) & 1)


def test_the_program_starts_without_a_memory_and_waits_for_its_owner(tmp_path: Path) -> None:
    places = Places(tmp_path / "new", tmp_path / "key")
    process = start(places, "--measure-start")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "start_s" in out
    assert not places.database.exists()
    initialise(places)


def test_none_and_true_outlive_more_signals_than_the_interpreter_counts() -> None:
    """PySide6 6.12.0 loses a reference to them with each signal under Python 3.11 and ends the process; 6.11.3 does not."""
    code = (
        "from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal\n"
        "class Bell(QObject):\n    rung = Signal()\n"
        "app = QCoreApplication([])\nbell = Bell()\nbell.rung.connect(lambda: None)\n"
        "for _ in range(200_000):\n    bell.rung.emit()\n    bell.setObjectName('a')\n"
        "print('well')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "well\n", done.stderr[-400:]
    assert done.returncode == 0
