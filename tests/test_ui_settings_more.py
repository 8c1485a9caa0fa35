"""The long things of the settings page: getting, using and trying models, taking messages in, backing up and writing out."""

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from app.model_trial import Trial
from models import catalogue
from tests.cli_ran import MESSAGES
from tests.tiny_gguf import write_tiny_gguf
from tests.ui_home import Opened
from tests.ui_settings import click, page, part, saved, text_of, window_of_all
from ui.setting_models import ModelsBlock
from ui.setting_moving import BackupBlock, ImportBlock
from ui.settings import SettingsPage

__all__ = ["page", "window_of_all"]
ENTRY = """
[[model]]
name = "tiny"
kind = "chat"
publisher = "Nobody"
file = "tiny.gguf"
address = "{address}"
bytes = 1000000
sha256 = ""
licence = "CC0"
languages = "3"
layers = 2
keys = 64
"""


class Slow:
    """A server with one file, which stops in its middle until `go` is set."""

    def __init__(self, data: bytes) -> None:
        self.data, self.go, self.begun = data, threading.Event(), threading.Event()
        self.ranges: list[str] = []
        self.address = ""


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Slow]:
    told = Slow(write_tiny_gguf(tmp_path / "given.gguf").read_bytes())

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            told.ranges.append(wanted)
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(told.data) - start))
            self.send_header("ETag", '"one"')
            self.end_headers()
            half = max(start, len(told.data) // 2)
            self.wfile.write(told.data[start:half])
            self.wfile.flush()
            told.begun.set()
            told.go.wait(30)
            with contextlib.suppress(OSError):  # who was stopped has hung up
                self.wfile.write(told.data[half:])

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.address = f"http://127.0.0.1:{server.server_port}/tiny.gguf"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield told
    told.go.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def models(page: SettingsPage, qtbot: QtBot) -> ModelsBlock:
    block = part(page, "model", ModelsBlock)
    assert isinstance(block, ModelsBlock)
    block.stock = None
    block.load()
    qtbot.waitUntil(lambda: block.stock is not None)
    return block


def button(block: ModelsBlock, name: str) -> QPushButton:
    found = [one for one in block.findChildren(QPushButton, name) if not one.isHidden()]
    assert found, name
    return found[-1]


def test_each_model_of_the_catalogue_says_its_size_licence_languages_and_whether_it_fits(models: ModelsBlock) -> None:
    assert models.stock is not None
    for offer in models.stock.offers:
        if offer.entry.kind != "reranker":
            said = button(models, f"modelGet-{offer.entry.name}").parentWidget().accessibleName()
            for part_ in (offer.entry.licence, offer.entry.publisher, "GB" if offer.entry.bytes > 10**9 else "MB"):
                assert part_ in said
            assert any(word in said for word in ("fits this machine", "tight", "too large"))


def test_a_download_tells_how_far_it_is_is_stopped_and_goes_on_where_it_was(
    window_of_all: Opened,
    models: ModelsBlock,
    slow: Slow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    (tmp_path / "catalogue.toml").write_text(ENTRY.format(address=slow.address))
    monkeypatch.setattr(catalogue, "_FILE", tmp_path / "catalogue.toml")
    models.load()
    qtbot.waitUntil(lambda: bool(models.findChildren(QPushButton, "modelGet-tiny")))
    qtbot.mouseClick(button(models, "modelGet-tiny"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: " of " in text_of(models, "modelDownloadFar"))
    assert not button(models, "modelGet-tiny").isEnabled()
    asked: list[object] = []
    window_of_all.core.long(models, "question", lambda _m, _t: "answer", asked.append)
    qtbot.waitUntil(lambda: asked == ["answer"])  # a question does not wait for a download
    click(qtbot, models, "modelDownloadCancel")
    slow.go.set()
    qtbot.waitUntil(lambda: models.download.said().startswith("Stopped."))
    qtbot.waitUntil(lambda: button(models, "modelGet-tiny").text().startswith("Go on"))
    qtbot.mouseClick(button(models, "modelGet-tiny"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "here and whole" in models.download.said())
    assert slow.ranges[0] == ""
    assert slow.ranges[-1].startswith("bytes=")
    got = window_of_all.places.downloads / "tiny.gguf"
    assert got.read_bytes() == slow.data
    assert saved(window_of_all).chat_path == ""
    qtbot.waitUntil(lambda: bool(models.findChildren(QPushButton, "modelUse-tiny")))
    qtbot.mouseClick(button(models, "modelUse-tiny"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: saved(window_of_all).chat_path == str(got))
    qtbot.waitUntil(lambda: button(models, "modelUse-tiny").text() == "In use")
    qtbot.mouseClick(button(models, "modelNone"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: saved(window_of_all).chat_path == "")
    qtbot.waitUntil(lambda: bool(models.findChildren(QPushButton, "modelDelete-tiny")))
    qtbot.mouseClick(button(models, "modelDelete-tiny"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not got.exists())


def test_a_file_from_the_disk_is_used_for_what_it_is_made_for_and_undone(
    window_of_all: Opened, page: SettingsPage, models: ModelsBlock, tmp_path: Path, qtbot: QtBot
) -> None:
    chat, vectors = write_tiny_gguf(tmp_path / "chat.gguf"), write_tiny_gguf(tmp_path / "vectors.gguf", pooled=True)
    models.use(str(chat))
    qtbot.waitUntil(lambda: saved(window_of_all).chat_path == str(chat))
    models.use(str(vectors))
    qtbot.waitUntil(lambda: saved(window_of_all).embed_model == str(vectors))
    qtbot.waitUntil(lambda: bool(models.findChildren(QPushButton, "modelUsual")))
    page.undo()
    qtbot.waitUntil(lambda: saved(window_of_all).embed_model == "")
    (tmp_path / "bad.gguf").write_bytes(b"none")
    models.use(str(tmp_path / "bad.gguf"))
    qtbot.waitUntil(lambda: "cannot be loaded" in text_of(models, "modelsError"))
    page.want("chat_path", str(tmp_path / "gone.gguf"))
    qtbot.waitUntil(lambda: "is not there" in page.rows["chat_path"].error())
    assert saved(window_of_all).chat_path == str(chat)


def test_an_address_outside_this_machine_is_confirmed_each_time_it_changes(
    window_of_all: Opened, page: SettingsPage, models: ModelsBlock, qtbot: QtBot
) -> None:
    first, second, local = "http://192.0.2.7:8080", "http://192.0.2.8:8080", "http://127.0.0.1:11434"

    def try_for(address: str) -> None:
        models.address.setText(address)
        qtbot.mouseClick(models.use_server, Qt.MouseButton.LeftButton)

    try_for("no address")
    qtbot.waitUntil(lambda: "no address of a model server" in text_of(models, "serverError"))
    for address in (first, second, first):
        before = saved(window_of_all).chat_server
        try_for(address)
        qtbot.waitUntil(models.confirm.isVisible)
        assert address in text_of(models, "serverConfirmSaid")
        assert saved(window_of_all).chat_server == before
        qtbot.mouseClick(models.confirm.yes, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda address=address: saved(window_of_all).chat_server == address)
    try_for(local)
    qtbot.waitUntil(lambda: saved(window_of_all).chat_server == local)
    assert models.confirm.isHidden()
    assert saved(window_of_all).chat_server_allowed == ""
    qtbot.waitUntil(lambda: page.held is not None and page.held.chat_server == local)
    page.want("chat_server", first)  # the row in detail asks as well
    qtbot.waitUntil(models.confirm.isVisible)
    qtbot.mouseClick(models.confirm.no, Qt.MouseButton.LeftButton)
    assert models.confirm.isHidden()
    assert saved(window_of_all).chat_server == local


def test_a_trial_shows_the_speed_and_what_the_model_says(
    models: ModelsBlock, tmp_path: Path, window_of_all: Opened, qtbot: QtBot
) -> None:
    models.use(str(write_tiny_gguf(tmp_path / "chat.gguf")))
    qtbot.waitUntil(lambda: bool(models.findChildren(QPushButton, "modelTry")))
    qtbot.mouseClick(button(models, "modelTry"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not models.trial.is_under_way(), timeout=60_000)
    assert "tokens a second" in models.trial.said()
    assert text_of(models, "modelTrialAnswer") != ""
    said = models._tried(Trial(1.5, 0.5, 9, 12.5, 80, "The library, Thursday [1]."))
    assert said.startswith("Loaded in 1.5 s, first words after 0.5 s, then 12.5 tokens a second.")


def test_how_far_another_embedder_has_read_is_shown(models: ModelsBlock) -> None:
    models._show_change({"embedder_in_use": "a", "embedder_read": 120, "embedder_of": 500})
    assert "120 of 500" in text_of(models, "embedderChange")
    assert models._read.isVisible()
    assert models._read.value() == 240
    models._show_change({})
    assert models._read.isHidden()


# -- taking in and writing out


def test_messages_are_taken_in_with_progress_and_bad_lines_are_named(
    window_of_all: Opened, page: SettingsPage, tmp_path: Path, qtbot: QtBot
) -> None:
    block = part(page, "import", ImportBlock)
    assert isinstance(block, ImportBlock)
    file = tmp_path / "messages.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in MESSAGES) + "nothing\n")
    block.bring_in(file)
    qtbot.waitUntil(lambda: not block.errand.is_under_way())
    assert block.errand.said() == "3 messages were taken in, 0 were here already, 1 lines are no messages."
    assert text_of(block, "importLines").startswith("Line 4:")
    block.bring_in(tmp_path / "gone.jsonl")
    qtbot.waitUntil(lambda: "There is no file" in block.errand.said())
    assert block.pick.isEnabled()


def test_an_import_that_is_stopped_says_what_came_in(page: SettingsPage, tmp_path: Path, qtbot: QtBot) -> None:
    block = part(page, "import", ImportBlock)
    assert isinstance(block, ImportBlock)
    file = tmp_path / "many.jsonl"
    many = ({**MESSAGES[0], "id": f"n{number}", "text": f"word {number}"} for number in range(30_000))
    file.write_text("".join(json.dumps(one) + "\n" for one in many))
    block.bring_in(file)
    qtbot.waitUntil(lambda: " of " in text_of(block, "importingFar"))
    click(qtbot, block, "importingCancel")
    qtbot.waitUntil(lambda: block.errand.said().startswith("Stopped."), timeout=20_000)
    assert "30,000 messages were taken in" not in block.errand.said()


def test_the_memory_is_backed_up_and_written_out_with_progress(
    page: SettingsPage, tmp_path: Path, qtbot: QtBot
) -> None:
    block = part(page, "backup", BackupBlock)
    assert isinstance(block, BackupBlock)
    page.want("backup_folder", str(tmp_path / "copy"))
    qtbot.waitUntil(block.now.isVisible)
    qtbot.mouseClick(block.now, Qt.MouseButton.LeftButton)
    assert not block.now.isEnabled()
    qtbot.waitUntil(lambda: "holds the memory now" in block.backing.said(), timeout=30_000)
    assert block.now.isEnabled()
    block.form.chosen.emit("json")
    block.export(tmp_path / "out")
    qtbot.waitUntil(lambda: "not encrypted" in block.exporting.said(), timeout=30_000)
    assert (tmp_path / "out" / "moments.jsonl").is_file()
    block.export(tmp_path / "out")
    qtbot.waitUntil(lambda: "holds other things" in block.exporting.said())


def test_a_backup_that_is_stopped_says_so_and_no_more(page: SettingsPage, qtbot: QtBot) -> None:
    block = part(page, "backup", BackupBlock)
    assert isinstance(block, BackupBlock)

    def work(_memory: Any, tell: Any, cancelled: Any) -> None:
        tell(1, 10)
        while not cancelled():
            threading.Event().wait(0.01)
        raise KnownError("backup_stopped")

    block.backing.send("Backing up", work, lambda _: "done", needs_memory=False)
    qtbot.waitUntil(lambda: " of " in text_of(block, "backingUpFar"))
    click(qtbot, block, "backingUpCancel")
    assert text_of(block, "backingUpFar") == "Stopping"
    qtbot.waitUntil(lambda: block.backing.said().startswith("The backup was stopped."))
