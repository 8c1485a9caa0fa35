"""Exports: everything that may be shown is in them, nothing else is, and nothing in them is active."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from rich.markdown import Markdown

from app.cli.context import Given
from app.engines import Models
from app.errors import KnownError
from app.ingest.reading import add_text_moment
from app.memory import Memory, initialise
from app.paths import Places
from app.records import Selection
from app.settings import Settings
from app.sources.plain_pages import block, span
from app.store import backup_folder, layers
from app.store.backup import registered
from app.store.frames import NewMoment, add_picture_moment
from tests.cli_ran import Run
from tests.test_store import NOON, SHOT, grey, show

NASTY = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [click](javascript:alert(1)) ![p](http://evil.example/p.png)\n"
    "# heading\n> quote\n- [ ] task\n```\n<b>out of the fence</b>\n~~~\n````\nhttps://evil.example www.evil.example a@evil.example\n"
    "[ref]: http://evil.example\n\x1b[31m\u202e<!-- -->"
)


@pytest.fixture
def filled(two_days: Places, tmp_path: Path, fake_models: Models) -> Iterator[Memory]:
    """Two days with pictures, to be changed at will."""
    shutil.copytree(two_days.home, tmp_path / "home")
    opened = Memory.open(Places(tmp_path / "home", two_days.key_file), models=fake_models)
    yield opened
    opened.close()


def lines(file: Path) -> list[Any]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def tokens(text: str) -> list[Any]:
    """What a Markdown parser makes of a page: blocks, and what stands in their lines."""
    found = []
    for token in Markdown(text).parsed:
        found += [token, *(token.children or [])]
    return found


def active(text: str) -> list[str]:
    """The kinds of what acts in a page, but for links to the pictures of the export."""
    acting = {"html_block", "html_inline", "image", "link_open"}
    return [
        token.type
        for token in tokens(text)
        if token.type in acting and not str(token.attrs.get("href", "")).startswith("../pictures/")
    ]


def test_json_holds_every_moment_text_picture_and_answer(filled: Memory, tmp_path: Path) -> None:
    conversation = filled.new_conversation()
    filled.ask("When is the meeting?", conversation=conversation)
    heard: list[tuple[int, int]] = []
    done = filled.export(tmp_path / "out", "json", on_progress=lambda *step: heard.append(step))
    moments = lines(tmp_path / "out" / "moments.jsonl")
    there = filled.timeline(limit=100_000)
    assert [one["id"] for one in moments] == [one.id for one in there]
    texts = {one["passage"]: one for one in lines(tmp_path / "out" / "passages.jsonl")}
    for one in moments[:40]:
        assert [texts[number]["text"] for number in one["passages"]] == list(filled.moment(one["id"]).passages)
        for number in one["passages"]:
            seen = texts[number]["seen"]
            at = datetime.fromisoformat(one["time"])
            assert any(datetime.fromisoformat(s["from"]) <= at <= datetime.fromisoformat(s["until"]) for s in seen)
    with_picture = [one for one in moments if one["picture"]]
    assert len(with_picture) == done.pictures == sum(one.has_picture for one in there)
    with Image.open(tmp_path / "out" / with_picture[0]["picture"]) as picture:
        assert (picture.format, picture.size) == ("WEBP", (with_picture[0]["width_px"], with_picture[0]["height_px"]))
        shown = layers.picture_of(filled.store, with_picture[0]["id"])
        assert picture.convert("RGB").tobytes() == shown.tobytes()
    (turn,) = lines(tmp_path / "out" / "conversations.jsonl")
    assert turn["question"] == "When is the meeting?"
    assert heard[-1] == (len(there), len(there))
    assert done.moments == len(there)


def test_markdown_has_a_page_for_each_day_with_its_moments_in_order(filled: Memory, tmp_path: Path) -> None:
    done = filled.export(tmp_path / "out")
    pages = sorted((tmp_path / "out" / "days").glob("*.md"))
    assert [page.stem for page in pages] == sorted(day.date for day in filled.days())
    assert done.days == len(pages)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        heads = [line for line in text.splitlines() if line.startswith("## ")]
        assert heads == sorted(heads, key=lambda line: line.split()[1])
        assert not active(text)
        linked = [str(token.attrs["href"]) for token in tokens(text) if token.type == "link_open"]
        assert linked
        assert all((page.parent / link).resolve().is_file() for link in linked)
    every = "".join(page.read_text(encoding="utf-8") for page in pages)
    for moment in filled.timeline(limit=30):
        for text in filled.moment(moment.id).passages:
            assert all(line.strip() in every for line in text.splitlines())


def test_nothing_captured_is_active_in_markdown(memory: Memory, tmp_path: Path) -> None:
    for field in ("title", "url", "thread", "author", "app"):
        moment = NewMoment(kind="message", at=NOON, zone="UTC", source="s", source_id=field, **{field: NASTY})
        add_text_moment(memory.store, moment, NASTY)
    memory.note(NASTY)
    memory.ask(NASTY, conversation=memory.new_conversation())
    memory.store.execute(
        "INSERT INTO memory(public_id, kind, title, text, made_us) VALUES ('m', 'semantic', ?, ?, 1)", (NASTY, NASTY)
    )
    memory.export(tmp_path / "out")
    pages = list((tmp_path / "out").rglob("*.md"))
    assert len(pages) == 6
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not active(text), page.name
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert active(NASTY)
    assert active("[x](http://evil.example)")


@pytest.mark.parametrize("text", [NASTY, "`", "``` ````", "a\n```\nb", "~~~", "", "x `y`", "\\`"])
def test_what_is_quoted_stays_within_its_quotes(text: str) -> None:
    for made in (f"## {span(text)} after", block(text) + "\nafter"):
        assert not active(made)
        assert "after" in [token.content.strip() for token in tokens(made) if token.type in ("text", "inline")][-1]


def test_what_is_being_forgotten_or_was_not_read_is_left_out(memory: Memory, tmp_path: Path) -> None:
    show(memory, NOON, "the mill wheel turns", "seen twice")
    gone = show(memory, NOON.replace(hour=15), "a heron nests by the mill", "seen twice")
    add_picture_moment(memory.store, replace(SHOT, at=NOON.replace(hour=18)), grey())
    memory.forget(Selection(ids=(gone,)), undo_s=600)
    for format_ in ("markdown", "json"):
        done = memory.export(tmp_path / format_, format_)  # type: ignore[arg-type]
        assert (done.moments, done.pictures, done.pictures_left_out) == (2, 1, 1)
        every = "".join(path.read_text() for path in (tmp_path / format_).rglob("*.md*"))
        every += "".join(path.read_text() for path in (tmp_path / format_).rglob("*.jsonl"))
        assert "heron" not in every
        assert gone not in every
        assert "mill wheel" in every
    twice = next(one for one in lines(tmp_path / "json" / "passages.jsonl") if one["text"] == "seen twice")
    assert twice["seen"] == [{"from": NOON.isoformat(), "until": NOON.isoformat(), "moments": 1}]


def test_an_export_is_for_its_owner_alone_and_says_that_it_is_not_encrypted(memory: Memory, tmp_path: Path) -> None:
    show(memory, NOON, "the mill wheel turns")
    memory.export(tmp_path / "out")
    for path in (tmp_path / "out", *(tmp_path / "out").rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
    assert "not encrypted" in (tmp_path / "out" / "README.md").read_text()


def test_a_folder_that_holds_other_things_is_not_touched(memory: Memory, places: Places, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "letter.txt").write_text("dear")
    for target, code in ((folder, "export_holds_other"), (folder / "letter.txt", "export_holds_other"),
                         (places.home / "out", "export_inside"), (places.home, "export_inside")):  # fmt: skip
        with pytest.raises(KnownError, match=code):
            memory.export(target)
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]
    assert not (places.home / "out").exists()


def test_what_was_written_goes_again_when_an_export_fails_or_is_stopped(filled: Memory, tmp_path: Path) -> None:
    looks = iter([False] * 5 + [True])
    with pytest.raises(KnownError, match="export_stopped"):
        filled.export(tmp_path / "out", cancelled=lambda: next(looks))
    assert list((tmp_path / "out").iterdir()) == []
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(KnownError, match="export_failed"):
        filled.export(blocked / "out")


# -- the command line


def test_backup_restore_and_export_as_commands(garden: Run, given: Given, tmp_path: Path) -> None:
    made = garden("backup", tmp_path / "backup", "--json")
    assert made.status == 0, made.err
    assert made.json["folder"] == str(tmp_path / "backup")
    assert {"pictures", "missing_pictures", "total_bytes", "written_bytes"} <= set(made.json)
    assert garden("backup", tmp_path / "backup").status == 0
    assert garden("backup", tmp_path / "backup", "--verify", "--json").json["mended_files"] == 0
    assert garden("backup", tmp_path / "backup", "--leave").status == 0
    assert garden("backup", tmp_path / "backup", "--leave").status == 1
    for format_, name in (("markdown", "notes.md"), ("json", "moments.jsonl")):
        ran = garden("export", tmp_path / format_, "--format", format_, "--json")
        assert (ran.status, ran.json["moments"], ran.json["format"]) == (0, 3, format_)
        assert "not encrypted" in ran.err
        assert (tmp_path / format_ / name).is_file()
    refused = garden("restore", tmp_path / "backup")
    assert (refused.status, refused.out, len(refused.err.splitlines())) == (1, "", 1)
    assert "--replace" in refused.err
    unasked = garden("restore", tmp_path / "backup", "--replace")
    assert (unasked.status, "--yes" in unasked.err) == (1, True)
    garden("note", "after the backup")
    ran = garden("restore", tmp_path / "backup", "--replace", "--yes", "--json")
    assert (ran.status, ran.json["moments"], ran.json["forgotten"]) == (0, 3, 0)
    given.places = Places(tmp_path / "elsewhere", given.places.key_file)
    assert garden("restore", tmp_path / "backup").status == 0
    assert len(garden("timeline", "--json").lines) == 3
    nowhere = garden("restore", tmp_path / "nowhere", "--replace", "--yes")
    assert (nowhere.status, len(nowhere.err.splitlines())) == (1, 1)


def test_a_backup_of_a_passphrase_memory_is_restored_with_a_passphrase_file(
    run: Run, given: Given, tmp_path: Path
) -> None:
    given.places = Places(tmp_path / "home", None)
    (tmp_path / "phrase").write_text("four herons at dusk\n")
    recovery = initialise(given.places, passphrase="four herons at dusk")["recovery_key"]
    assert run("--passphrase-file", tmp_path / "phrase", "backup", tmp_path / "backup").status == 0
    given.places = Places(tmp_path / "elsewhere", None)
    assert run("restore", tmp_path / "backup").status == 1
    (tmp_path / "recovery").write_text(recovery)
    assert run("--passphrase-file", tmp_path / "recovery", "restore", tmp_path / "backup").status == 0


# -- by itself


def test_a_session_backs_up_by_itself_when_it_is_due(memory: Memory, places: Places, tmp_path: Path) -> None:
    from app.jobs import back_up_when_due

    assert not back_up_when_due(memory.store, Settings())
    folder = tmp_path / "drive" / "backup"
    settings = Settings(backup_folder=str(folder))
    assert not back_up_when_due(memory.store, settings)  # the drive is not there
    assert registered(memory.store) == []
    folder.parent.mkdir()
    assert back_up_when_due(memory.store, settings)
    assert backup_folder.has_manifest(folder)
    assert not back_up_when_due(memory.store, settings)
    assert datetime.now(UTC).timestamp() * 1e6 >= memory.store.value("SELECT finished_us FROM backup")
