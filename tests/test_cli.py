"""The command line: what stands in its contract, from exit statuses to the shapes of its JSON."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from PIL import Image

from app.__main__ import main
from app.cli.context import Given
from app.cli.program import program
from app.daemon import Session
from app.engines import Models
from app.memory import Memory, initialise
from app.paths import Places
from app.store.frames import NewMoment, Pixels, add_picture_moment
from models.fake import FakeChat, FakeEmbedder, FakeOcr

MESSAGES = [
    {"id": "m1", "thread": "garden", "time": "2026-11-18T09:00:00Z", "author": "Ana", "text": "The seed swap is at the bakery."},
    {"id": "m2", "thread": "garden", "time": "2026-11-19T09:00:00Z", "author": "Bo", "text": "I will bring the wheelbarrow."},
    {"id": "m3", "thread": "work", "time": "2026-11-19T10:00:00Z", "author": "Cy", "text": "The deploy failed on node k7."},
]  # fmt: skip
HIT_KEYS = {
    "id", "kind", "time", "app", "title", "url", "thread", "author", "source", "source_id", "text", "snippet", "score",
    "reasons", "frame", "boxes",
}  # fmt: skip
RECEIPT_KEYS = {
    "frames", "pictures", "passages", "vectors", "episodes", "facts", "digests", "chat_answers", "bytes_freed", "state",
    "dry_run",
}  # fmt: skip
RECORD_KEYS = {
    "seconds", "ticks", "coverage", "frames", "pending", "cpu_s", "bytes", "grab_ms", "searchable_s",
}  # fmt: skip
SEEN = "what was on the screen"
TICK_KEYS = {"kept", "same", "excluded", "idle", "locked", "asleep", "paused", "disk_full", "failed"}


@dataclass
class Ran:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "memory", tmp_path / "key")


def fake_models(reply: str) -> Models:
    return Models(None, FakeOcr(), FakeEmbedder(), FakeChat(reply))


@pytest.fixture
def given(places: Places) -> Given:
    """What the real program builds, with quick models."""

    def memory(where: Places, passphrase: str | None, settings: object) -> tuple[Memory, Callable[[], None]]:
        opened = Memory.open(where, passphrase=passphrase, models=fake_models("At the bakery [1]."))
        return opened, opened.close

    return Given(places, memory, Session, lambda where, passphrase: initialise(where, passphrase=passphrase))


@pytest.fixture
def run(given: Given, capsys: pytest.CaptureFixture[str]) -> Run:
    def ran(*words: str | Path) -> Ran:
        given.terminal = type(given.terminal)()
        status = main([str(word) for word in words], here=given)
        return Ran(status, *capsys.readouterr())

    return ran


@pytest.fixture
def garden(run: Run, tmp_path: Path) -> Run:
    """A memory that holds three messages."""
    file = tmp_path / "messages.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in MESSAGES))
    assert run("init").status == 0
    assert run("import", "messages", file, "--wait").status == 0
    return run


def add_picture(places: Places, colour: str = "navy") -> str:
    with_memory = Memory.open(places, models=fake_models(""))
    try:
        picture = Image.new("RGB", (64, 48), colour)
        new = NewMoment(kind="screen", at=datetime.now(UTC), zone="UTC", app="Firefox", title="A page", source="screen")
        return add_picture_moment(with_memory.store, new, Pixels(picture.tobytes(), 64, 48))
    finally:
        with_memory.close()


def commands(group: Any, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [before]
    for name, command in getattr(group, "commands", {}).items():
        found += commands(command, (*before, name))
    return found


ALL_COMMANDS = commands(typer.main.get_command(program()))


# -- every command


def test_the_commands_of_the_contract_are_there() -> None:
    promised = {
        "open",
        "init",
        "record",
        "search",
        "ask",
        "timeline",
        "show",
        "forget",
        "note",
        "pause",
        "resume",
        "status",
    }
    promised |= {"doctor", "models", "demo"}
    assert {(name,) for name in promised} | {("import", "messages")} <= set(ALL_COMMANDS)


@pytest.mark.parametrize("words", ALL_COMMANDS, ids=" ".join)
def test_every_command_explains_itself(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert "Usage: recollect" in ran.out


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("status", "--json"),
        ("doctor",),
        ("search", "seed"),
        ("ask", "where?"),
        ("timeline", "--json"),
        ("show", "abc"),
        ("forget", "--all", "--yes"),
        ("note", "hello"),
        ("pause",),
        ("resume",),
        ("demo",),
        ("record", "--for", "1"),
        ("models", "remove"),
    ],
    ids=" ".join,
)
def test_without_a_memory_every_command_says_what_to_do(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert (ran.status, ran.out) == (1, "")
    assert len(ran.err.splitlines()) == 1
    assert "recollect" in ran.err or "Recollect" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("search",),
        ("search", "a", "b"),
        ("search", "a", "--limit", "0"),
        ("search", "a", "--limit", "many"),
        ("search", "a", "--kind", "dream"),
        ("search", "a", "--queries", "file"),
        ("ask",),
        ("ask", "a", "--model", "m", "--no-model"),
        ("forget", "abc", "--all"),
        ("forget", "--all", "--app", "x"),
        ("forget", "--last", "1h", "--since", "yesterday"),
        ("pause", "--for", "1h", "--until", "18:00"),
        ("record", "--for", "0"),
        ("import",),
        ("import", "messages"),
        ("demo", "--days", "8"),
        ("models", "get", "x"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_two(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert (ran.status, ran.out if words != ("import",) else "") == (2, "")
    assert "Traceback" not in ran.err


# -- a memory of one's own


def test_init_is_idempotent_and_says_where_the_key_lies(run: Run, places: Places) -> None:
    first, second = run("init", "--json"), run("init", "--json")
    assert first.json == {"home": str(places.home), "key": "file", "schema": first.json["schema"]}
    assert second.json == first.json
    assert places.key_file is not None
    assert places.key_file.stat().st_mode & 0o777 == 0o600
    assert str(places.key_file) in run("init").out


def test_a_memory_under_a_passphrase_opens_with_its_file_only(run: Run, given: Given, tmp_path: Path) -> None:
    given.places = Places(tmp_path / "sealed", None)
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("correct horse\n")
    wrong.write_text("battery staple\n")
    assert run("init", "--passphrase-file", right, "--json").json["key"] == "passphrase"
    assert run("--passphrase-file", right, "status").status == 0
    for words in (
        ("--passphrase-file", wrong, "status"),
        ("status",),
        ("--passphrase-file", tmp_path / "none", "status"),
    ):
        ran = run(*words)
        assert (ran.status, ran.out, len(ran.err.splitlines())) == (1, "", 1)


def test_another_key_is_refused_and_nothing_is_changed(run: Run, places: Places) -> None:
    run("init")
    before = places.database.read_bytes()
    assert places.key_file is not None
    places.key_file.write_text("0" * 64)
    ran = run("status")
    assert (ran.status, ran.out) == (1, "")
    assert "key" in ran.err
    assert places.database.read_bytes() == before


# -- bringing in


def test_importing_twice_adds_nothing_and_names_bad_lines(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_text("\n".join([json.dumps(MESSAGES[0]), "{", json.dumps({**MESSAGES[1], "text": ""})]) + "\n")
    run("init")
    rejected = [{"line": 2, "reason": "not_json"}, {"line": 3, "reason": "no_text"}]
    assert run("import", "messages", file, "--json").json == {"imported": 1, "skipped": 0, "rejected": rejected}
    assert run("import", "messages", file, "--wait", "--json").json == {
        "imported": 0,
        "skipped": 1,
        "rejected": rejected,
    }
    assert run("import", "messages", file, "--source", "other", "--json").json["imported"] == 1
    told = run("import", "messages", file)
    assert "1 already there, 2 rejected" in told.out
    assert "Line 2: it is not JSON." in told.err


def test_a_note_becomes_a_moment(run: Run) -> None:
    run("init")
    made = run("note", "buy larkspur seeds", "--json").json
    assert set(made) == {"id"}
    assert run("show", made["id"], "--json").json["text"] == "buy larkspur seeds"
    assert run("note", "  ").status == 1


def test_the_questions_of_the_demo_need_no_memory_and_point_into_a_filled_one(run: Run) -> None:
    asked = run("demo", "--questions").lines
    assert len(asked) >= 120
    assert all({"question", "answer", "evidence"} <= set(one) for one in asked)
    run("init")
    assert run("demo", "--days", "1", "--json").json.keys() == {"days", "moments"}
    ids = {one["id"] for one in run("timeline", "--json").lines}
    assert any(ids & set(one["evidence"]) for one in run("demo", "--questions").lines)


# -- finding


def test_search_prints_hits_in_the_shape_of_the_contract(garden: Run) -> None:
    found = garden("search", "seed swap", "--json").json
    assert {"query", "understood", "answerable", "hits"} <= set(found)
    assert {"since", "until", "app"} <= set(found["understood"])
    assert 0 <= found["answerable"] <= 1
    first = found["hits"][0]
    assert set(first) >= HIT_KEYS
    assert (first["source_id"], first["kind"], first["author"], first["thread"]) == ("m1", "message", "Ana", "garden")
    assert first["time"] == "2026-11-18T09:00:00+00:00"
    assert first["frame"] is None
    assert all("code" in reason for reason in first["reasons"])


def test_search_narrows_by_every_filter(garden: Run) -> None:
    def ids(*words: str) -> set[str]:
        return {hit["source_id"] for hit in garden("search", "the", "--json", *words).json["hits"]}

    assert ids("--thread", "work") == {"m3"}
    assert ids("--since", "2026-11-19") <= {"m2", "m3"}
    assert ids("--until", "2026-11-18") == {"m1"}
    assert ids("--kind", "note") == ids("--app", "Firefox") == ids("--site", "a.b") == ids("--source", "x") == set()
    assert len(ids("--limit", "1")) == 1


def test_many_searches_answer_in_order_with_their_own_filters(garden: Run, tmp_path: Path) -> None:
    file = tmp_path / "queries.jsonl"
    asked = [{"query": "deploy"}, {"query": "the", "thread": "garden"}, {"query": "seed swap"}, {"query": ""}]
    file.write_text("\n\n".join(json.dumps(one) for one in asked))
    found = garden("search", "--queries", file, "--limit", "2", "--json").lines
    assert [one["query"] for one in found] == ["deploy", "the", "seed swap", ""]
    assert found[0]["hits"][0]["source_id"] == "m3"
    assert {hit["thread"] for hit in found[1]["hits"]} == {"garden"}
    assert found[2]["hits"][0]["source_id"] == "m1"


@pytest.mark.parametrize(
    "line",
    ["{", "[1]", '{"q": "a"}', '{"query": "a", "since": "soonish"}', '{"query": "a", "kind": "dream"}', '{"query": 3}'],
)
def test_a_bad_line_of_queries_is_named(garden: Run, tmp_path: Path, line: str) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_text('{"query": "fine"}\n' + line + "\n")
    ran = garden("search", "--queries", file, "--json")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("Line 2: ")
    assert len(ran.err.splitlines()) == 1


def test_queries_come_from_stdin_too(garden: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"query": "deploy"}\n')))
    assert [one["query"] for one in garden("search", "--queries", "-", "--json").lines] == ["deploy"]


def test_ask_answers_with_citations_with_and_without_a_model(garden: Run) -> None:
    for extra, modes in (((), {"written"}), (("--no-model",), {"extractive"})):
        answer = garden("ask", "Where is the seed swap?", "--json", *extra).json
        assert {"answer", "answerable", "mode", "citations", "understood"} <= set(answer)
        assert answer["mode"] in modes
        assert answer["citations"]
        assert all({"n", "id", "time", "app", "quote"} <= set(one) for one in answer["citations"])
        assert "bakery" in answer["answer"]
        shown = garden("show", answer["citations"][0]["id"], "--json").json
        assert shown["source_id"] == "m1"


def test_ask_says_so_when_memory_holds_nothing(garden: Run) -> None:
    answer = garden("ask", "Who won the regatta in Portsmouth?", "--json", "--app", "Firefox").json
    assert (answer["mode"], answer["citations"]) == ("extractive", [])
    assert "nothing" in answer["answer"]
    assert garden("ask", "Who won?", "--since", "2020-01-01", "--until", "2020-02-01").status == 0


def test_ask_refuses_a_model_that_is_none(garden: Run, tmp_path: Path) -> None:
    for name, data in (("none.gguf", None), ("broken.gguf", b"not a model")):
        file = tmp_path / name
        if data is not None:
            file.write_bytes(data)
        ran = garden("ask", "Where?", "--model", file)
        assert (ran.status, ran.out) == (1, "")
        assert name in ran.err


# -- looking


def test_the_timeline_is_in_order_of_time(garden: Run) -> None:
    shown = garden("timeline", "--json").lines
    assert [one["source_id"] for one in shown] == ["m1", "m2", "m3"]
    assert [one["source_id"] for one in garden("timeline", "--since", "2026-11-19", "--json").lines] == ["m2", "m3"]
    assert [one["source_id"] for one in garden("timeline", "--limit", "1", "--json").lines] == ["m3"]
    assert garden("timeline", "--until", "2020-01-01").status == 0


def test_a_picture_is_saved_in_the_format_of_its_ending(run: Run, places: Places, tmp_path: Path) -> None:
    run("init")
    moment = add_picture(places)
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
    file.write_bytes(b"GGUF" + bytes(100))
    assert run("models", "use", file, "--json").json["chat"]["path"] == str(file)
    listed = run("models", "list", "--json").json
    assert listed["chat"] == {"name": "tiny.gguf", "path": str(file), "there": True, "bytes": 104}
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
