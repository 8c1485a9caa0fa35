"""The command line: looking, forgetting, holding the recording, and what happens when things go wrong."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.cli.context import Given
from app.engines import Models
from app.memory import Memory
from app.paths import Places
from app.store.frames import NewMoment, Pixels, add_picture_moment
from tests.cli_ran import Run
from tests.tiny_gguf import write_tiny_gguf

RECEIPT_KEYS = {
    "frames", "pictures", "passages", "vectors", "episodes", "facts", "digests", "chat_answers", "bytes_freed", "state",
    "dry_run",
}  # fmt: skip
RECORD_KEYS = {
    "seconds", "ticks", "coverage", "frames", "pending", "cpu_s", "bytes", "grab_ms", "searchable_s", "recorder_cpu_s",
    "worker_cpu_s",
}  # fmt: skip
SEEN = "what was on the screen"
TICK_KEYS = {"kept", "same", "excluded", "idle", "locked", "asleep", "paused", "disk_full", "failed"}


def add_picture(places: Places, models: Models) -> str:
    memory = Memory.open(places, models=models)
    try:
        picture = Image.new("RGB", (64, 48), "navy")
        new = NewMoment(kind="screen", at=datetime.now(UTC), zone="UTC", app="Firefox", title="A page", source="screen")
        public_id = add_picture_moment(memory.store, new, Pixels(picture.tobytes(), 64, 48))
        memory.read_pending()
        return public_id
    finally:
        memory.close()


# -- looking


def test_the_timeline_is_in_order_of_time(garden: Run) -> None:
    shown = garden("timeline", "--json").lines
    assert [one["source_id"] for one in shown] == ["m1", "m2", "m3"]
    assert [one["source_id"] for one in garden("timeline", "--since", "2026-11-19", "--json").lines] == ["m2", "m3"]
    assert [one["source_id"] for one in garden("timeline", "--limit", "1", "--json").lines] == ["m3"]
    assert garden("timeline", "--until", "2020-01-01").status == 0


def test_a_picture_is_saved_in_the_format_of_its_ending(
    run: Run, places: Places, fake_models: Models, tmp_path: Path
) -> None:
    run("init")
    moment = add_picture(places, fake_models)
    for ending, kind in (("webp", "WEBP"), ("png", "PNG"), ("jpg", "JPEG")):
        file = tmp_path / f"picture.{ending}"
        ran = run("show", moment, "--image", file, "--json")
        assert (ran.status, ran.json["frame"], ran.json["image"]) == (0, moment, str(file))
        assert {"text", "passages", "boxes", "time", "app"} <= set(ran.json)
        assert file.stat().st_mode & 0o777 == 0o600
        with Image.open(file) as picture:
            assert (picture.format, picture.size) == (kind, (64, 48))
    for bad in ("picture.exe", "none/picture.png"):
        ran = run("show", moment, "--image", tmp_path / bad)
        assert (ran.status, ran.out, len(ran.err.splitlines())) == (1, "", 1)


def test_a_moment_that_is_not_there_or_has_no_picture_is_a_known_error(garden: Run, tmp_path: Path) -> None:
    message = garden("timeline", "--json").lines[0]["id"]
    for words in (
        ("show", "nowhere"),
        ("show", message, "--image", tmp_path / "a.png"),
        ("forget", "nowhere", "--yes"),
    ):
        ran = garden(*words)
        assert (ran.status, ran.out, len(ran.err.splitlines())) == (1, "", 1)


def test_what_was_seen_cannot_steer_the_terminal(run: Run) -> None:
    run("init")
    made = run("note", "larkspur \x1b[31mred\x1b]0;title\x07 [bold]b[/bold] [link=x]y \u202egnol {n} %s", "--json").json
    for words in (("search", "larkspur"), ("show", made["id"]), ("timeline",), ("ask", "larkspur red?", "--no-model")):
        ran = run(*words)
        assert ran.status == 0
        assert not {"\x1b", "\x07", "\u202e"} & set(ran.out + ran.err)
    assert "[bold]b[/bold] [link=x]y" in run("show", made["id"]).out


# -- forgetting


def test_forgetting_asks_first_and_then_leaves_nothing(garden: Run) -> None:
    ran = garden("forget", "--thread", "garden")
    assert (ran.status, ran.out) == (1, "")
    assert "--yes" in ran.err
    would = garden("forget", "--thread", "garden", "--dry-run", "--json").json
    assert set(would) >= RECEIPT_KEYS
    assert (would["frames"], would["dry_run"], would["state"]) == (2, True, "purging")
    assert len(garden("timeline", "--json").lines) == 3
    receipt = garden("forget", "--thread", "garden", "--yes", "--json").json
    assert (receipt["frames"], receipt["dry_run"], receipt["state"]) == (2, False, "gone")
    assert [one["source_id"] for one in garden("timeline", "--json").lines] == ["m3"]
    assert not [hit for hit in garden("search", "seed swap", "--json").json["hits"] if hit["thread"] == "garden"]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (("--all",), 0),
        (("--source", "messages"), 0),
        (("--since", "2026-11-19", "--until", "2026-11-19"), 1),
        (("--matching", "wheelbarrow"), 2),
        (("--app", "Firefox"), 3),
        (("--last", "10m"), 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_forgetting_takes_what_was_named_and_no_more(garden: Run, words: tuple[str, ...], left: int) -> None:
    assert garden("forget", *words, "--yes").status == 0
    assert len(garden("timeline", "--json").lines) == left


def test_forgetting_by_id_takes_that_moment(garden: Run) -> None:
    first = garden("timeline", "--json").lines[0]["id"]
    assert garden("forget", first, "--yes", "--json").json["frames"] == 1
    assert garden("show", first).status == 1


def test_forgetting_nothing_in_particular_forgets_nothing(garden: Run) -> None:
    for words in ((), ("--yes",), ("--matching", "", "--yes"), ("--app", "", "--yes"), ("--since", "soonish", "--yes")):
        assert garden("forget", *words).status == 1
    assert garden("forget", "--since", "2026-11-20", "--until", "2026-11-18", "--yes").status == 1
    assert len(garden("timeline", "--json").lines) == 3


# -- holding the recording, and how it is


def test_pause_and_resume_are_seen_by_status(run: Run) -> None:
    run("init")
    assert run("pause", "--json").json == {"state": "paused", "until": None}
    assert run("status", "--json").json["recording"]["state"] == "paused"
    assert run("resume", "--json").json == {"state": "off"}
    until = run("pause", "--for", "15m", "--json").json["until"]
    assert 800 < (datetime.fromisoformat(until) - datetime.now(UTC)).total_seconds() < 901
    assert run("pause", "--until", "tomorrow").status == 0
    for words in (("--until", "yesterday"), ("--until", "soonish"), ("--for", "a while"), ("--for", "0m")):
        assert run("pause", *words).status == 1


def test_status_is_one_object_for_scripts_and_a_table_for_people(garden: Run) -> None:
    found = garden("status", "--json").json
    assert {"recording", "today", "queue", "sizes", "models"} <= set(found)
    assert found["moments"] == {"message": 3}
    assert "recording" in garden("status").out


def test_doctor_says_what_it_can_of_a_memory_that_does_not_open(garden: Run, places: Places) -> None:
    places.database.write_bytes(places.database.read_bytes()[:9000])
    found = garden("doctor", "--json")
    assert found.status == 1
    checks = {one["name"]: one for one in found.json["checks"]}
    assert not checks["opening"]["ok"]
    assert "damaged" in checks["opening"]["detail"]
    assert set(checks) == {"opening", "files", "space", "permissions"}


def test_doctor_lists_checks_and_ends_with_one_where_something_is_wrong(
    garden: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    healthy = garden("doctor", "--json")
    assert healthy.status == 0, healthy.out
    assert all(set(one) == {"name", "ok", "detail"} for one in healthy.json["checks"])
    assert not [one for one in healthy.json["checks"] if "{" in one["detail"]]
    assert "seed" not in healthy.out
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert garden("doctor", "--json").status == 1
    assert garden("doctor").status == 1


def test_a_model_is_used_listed_and_let_go_without_touching_its_file(run: Run, tmp_path: Path) -> None:
    run("init")
    file = tmp_path / "tiny.gguf"
    write_tiny_gguf(file)
    assert run("models", "use", file, "--json").json["chat"]["path"] == str(file)
    listed = run("models", "list", "--json").json
    assert listed["chat"] == {"name": "tiny.gguf", "path": str(file), "there": True, "bytes": file.stat().st_size}
    assert "tiny.gguf" in run("models").out
    assert run("models", "remove", "other").status == 1
    assert run("models", "remove", "tiny.gguf").status == 0
    assert run("models", "list", "--json").json["chat"] is None
    assert file.exists()
    (tmp_path / "text.gguf").write_text("hello")
    for bad in (tmp_path / "text.gguf", tmp_path / "none.gguf", tmp_path):
        assert run("models", "use", bad).status == 1


def test_broken_settings_are_told_and_kept(run: Run, places: Places) -> None:
    run("init")
    places.settings.write_text("[recording]\npicture_quality = 500\n")
    ran = run("models", "list")
    assert (ran.status, ran.out) == (1, "")
    assert "picture_quality" in ran.err
    assert places.settings.read_text() == "[recording]\npicture_quality = 500\n"


def test_the_window_needs_a_screen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("other systems always have one")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    for words in ((), ("open",)):
        ran = run(*words)
        assert (ran.status, ran.out) == (1, "")
        assert "screen" in ran.err


# -- when things go wrong


def test_an_interruption_is_130(run: Run, given: Given) -> None:
    run("init")
    given.build_memory = interrupted
    ran = run("status")
    assert (ran.status, ran.out) == (130, "")
    assert "Traceback" not in ran.err


def interrupted(*_: object) -> Any:
    raise KeyboardInterrupt


def mistaken(*_: object) -> Any:
    raise ZeroDivisionError(SEEN)


def test_a_bug_is_one_sentence_with_the_log_that_knows_where_it_was(run: Run, given: Given) -> None:
    run("init")
    given.build_memory = mistaken
    ran = run("status")
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (1, "", 1)
    log = given.places.logs / "recollect.log"
    assert str(log) in ran.err
    assert SEEN not in ran.err + log.read_text()
    assert "mistaken" in log.read_text()
    assert "ZeroDivisionError" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
    assert "Traceback" in run("--debug", "status").err


# -- as its own process


def recollect(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app", *words]
    return subprocess.run(command, env=environment(folder, **more), capture_output=True, text=True, check=False)


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "RECOLLECT_HOME": str(folder / "memory"),
        "RECOLLECT_KEY_FILE": str(folder / "key"),
        "PYTHONWARNINGS": "error",
        **more,
    }


def test_the_real_program_from_init_to_forget(tmp_path: Path) -> None:
    assert recollect(tmp_path, "status").returncode == 1
    assert recollect(tmp_path, "nonsense").returncode == 2
    made = recollect(tmp_path, "init", "--json")
    assert (made.returncode, made.stderr) == (0, "")
    assert json.loads(made.stdout)["key"] == "file"
    noted = json.loads(recollect(tmp_path, "note", "Käse bei Müller", "--json", LC_ALL="C").stdout)
    found = recollect(tmp_path, "search", "cheese at Müller", "--json", LC_ALL="C")
    assert (found.returncode, found.stderr) == (0, "")
    hit = json.loads(found.stdout)["hits"][0]
    assert (hit["id"], hit["text"]) == (noted["id"], "Käse bei Müller")
    gone = recollect(tmp_path, "forget", noted["id"], "--yes", "--json")
    assert json.loads(gone.stdout)["state"] == "gone"


def test_status_starts_without_what_it_does_not_need(tmp_path: Path) -> None:
    recollect(tmp_path, "init")
    code = "import sys; from app.__main__ import main; main(['status', '--json']); print(*sys.modules, file=sys.stderr)"
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    heavy = {"torch", "transformers", "onnxruntime", "llama_cpp", "PySide6", "dateparser", "rich", "app.demo"}
    assert not heavy & set(ran.stderr.split())


@pytest.mark.display
def test_recording_ends_with_ctrl_c_and_reports(tmp_path: Path) -> None:
    from tests.desktop import VirtualDesktop

    recollect(tmp_path, "init")
    with VirtualDesktop() as desktop:
        command = [sys.executable, "-m", "app", "record", "--display", desktop.display, "--json"]
        recorder = subprocess.Popen(
            command, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert recorder.stderr is not None
        assert "Recording" in recorder.stderr.readline()
        second = recollect(tmp_path, "record", "--for", "1", "--display", desktop.display)
        recorder.send_signal(signal.SIGINT)
        out, err = recorder.communicate(timeout=120)
    assert (second.returncode, len(second.stderr.splitlines())) == (1, 1), second.stderr
    assert recorder.returncode == 0, err
    report = json.loads(out)
    assert set(report) == RECORD_KEYS
    assert set(report["ticks"]) == TICK_KEYS
    assert sum(report["ticks"].values()) > 0
    assert set(report["grab_ms"]) == set(report["searchable_s"]) == {"p50", "p95"}
    assert report["pending"] == 0


def test_no_program_of_ours_leaves_a_core_dump(tmp_path: Path) -> None:
    code = (
        "import resource, sys\nfrom app.__main__ import main\n"
        "main(['status'])\nprint(resource.getrlimit(resource.RLIMIT_CORE))\n"
    )
    environment = os.environ | {"RECOLLECT_HOME": str(tmp_path / "none"), "RECOLLECT_KEY_FILE": str(tmp_path / "key")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.strip() == "(0, 0)", done.stderr
