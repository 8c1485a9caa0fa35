"""The first run: five steps with one decision each, nothing made before the fourth is answered, nothing recorded before the end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from app.engines import Models
from app.memory import Memory
from app.paths import Places
from app.settings import load
from models.fake import FakeEmbedder
from tests.desktop import VirtualDesktop, missing_programs, wait_for
from tests.tiny_gguf import write_tiny_gguf
from tests.ui_home import Opened, open_window
from ui.first_steps import STEPS, FirstSteps
from ui.keeper import Keeper
from ui.tasks import Core
from ui.theme import Theme
from ui.window import Window

WORDS = "correct horse"
needs_display = pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}")


@pytest.fixture
def opens(qtbot: QtBot) -> Iterator[Callable[[Places], Opened]]:
    """Opens windows on places without a memory, and closes them."""
    all_opened: list[Opened] = []

    def open_(places: Places) -> Opened:
        all_opened.append(open_window(places))
        qtbot.waitUntil(all_opened[-1].window.first_run.steps.isVisible)
        return all_opened[-1]

    yield open_
    for opened in all_opened:
        opened.close()


def press(qtbot: QtBot, steps: FirstSteps, key: Qt.Key = Qt.Key.Key_Return) -> None:
    qtbot.keyClick(QApplication.focusWidget() or steps, key)


def test_by_keyboard_alone_through_all_steps_and_back_and_nothing_is_there_before_the_fourth(
    qtbot: QtBot, tmp_path: Path, opens: Callable[[Places], Opened]
) -> None:
    places = Places(tmp_path / "new", None)
    opened = opens(places)
    steps = opened.window.first_run.steps
    opened.window.activateWindow()
    assert len(STEPS) == 5
    press(qtbot, steps)
    steps.by_passphrase.setChecked(True)
    qtbot.keyClicks(steps.passphrase, "short")
    press(qtbot, steps)
    assert steps.error() == "Take at least eight characters."
    steps.passphrase.setText(WORDS)
    steps.again.setText("correct house")
    press(qtbot, steps)
    assert (steps.error(), steps.at) == ("The two passphrases differ.", 1)
    steps.again.setText(WORDS)
    press(qtbot, steps)
    qtbot.keyClicks(steps.left_out, "Signal, mail.example.org,, Signal")
    assert steps.rules() == (("app", "Signal"), ("site", "mail.example.org"))
    press(qtbot, steps, Qt.Key.Key_Escape)
    assert steps.at == 1
    press(qtbot, steps)
    press(qtbot, steps)
    assert (steps.at, steps.back.isHidden()) == (3, False)
    assert not places.database.exists()
    press(qtbot, steps)
    qtbot.waitUntil(lambda: bool(steps.recovery.text()))
    recovery = steps.recovery.text()
    assert steps.passphrase.text() == steps.again.text() == ""
    assert steps.back.isHidden()
    memory = Memory.open(places, passphrase=recovery, models=opened.models)
    assert memory.recording_state().state == "paused", "nothing is recorded before the end"
    press(qtbot, steps)
    assert steps.recovery.text() == ""
    assert steps.next.text() == "Begin"
    press(qtbot, steps)
    qtbot.waitUntil(opened.window.timeline.empty.isVisible)
    qtbot.waitUntil(lambda: memory.recording_state().state == "off")
    assert [(one.field, one.pattern) for one in memory.rules()] == [("app", "Signal"), ("site", "mail.example.org")]
    memory.close()


def test_without_a_keyring_it_goes_back_to_the_key_and_offers_a_passphrase(
    qtbot: QtBot, tmp_path: Path, opens: Callable[[Places], Opened]
) -> None:
    import keyring
    from keyring.backends.fail import Keyring

    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    try:
        steps = opens(Places(tmp_path / "new", None)).window.first_run.steps
        for _ in range(4):
            steps.go_on()
        qtbot.waitUntil(lambda: steps.error().startswith("This machine has no keyring"))
        assert STEPS[steps.at] == "key"
        assert steps.passphrase.isVisible()
        assert not (tmp_path / "new" / "memory.db").exists()
    finally:
        keyring.set_keyring(before)


def test_a_model_from_the_disk_is_used_and_one_that_is_none_is_said_without_stopping(
    qtbot: QtBot, tmp_path: Path, opens: Callable[[Places], Opened]
) -> None:
    good, bad = write_tiny_gguf(tmp_path / "small.gguf"), tmp_path / "bad.gguf"
    bad.write_bytes(b"no model")
    for number, (file, kept) in enumerate(((good, str(good)), (bad, ""))):
        places = Places(tmp_path / f"new{number}", tmp_path / f"key{number}")
        steps = opens(places).window.first_run.steps
        steps.show_step(3)
        steps.take_model(str(file))
        steps.go_on()
        qtbot.waitUntil(lambda steps=steps: STEPS[steps.at] == "begin")
        assert load(places.settings).chat_path == kept
        assert ("cannot be loaded" in steps.error()) == (file == bad)


@pytest.mark.display
@needs_display
def test_the_test_shows_the_first_remembered_moment_and_leaves_nothing(
    qtbot: QtBot, tmp_path: Path, real_models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Places(tmp_path / "new", tmp_path / "key")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with VirtualDesktop(1024, 700) as desktop:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        models = Models(None, real_models.ocr, FakeEmbedder(), None)
        keeper = Keeper(places, record=False, display=desktop.display, models=models)
        core = Core(keeper.open_memory)
        window = Window(Theme(app, "light"), core, keeper, places)
        opened = Opened(places, keeper, core, window, models)
        core.start()
        window.show()
        steps = window.first_run.steps
        qtbot.waitUntil(steps.isVisible)
        desktop.run("xterm", "-class", "Notes.v2", "-title", "list", "-geometry", "40x5+20+20", "-e", "sleep 600")
        wait_for(lambda: keeper.apps_on_screen() == ["Notes.v2"])
        steps.show_step(2)
        qtbot.waitUntil(lambda: steps.findChild(QAbstractButton, "firstApp-Notes.v2") is not None)
        steps.findChild(QAbstractButton, "firstApp-Notes.v2").click()  # type: ignore[union-attr]
        assert steps.rules() == (("app", "Notes.v2"),)
        steps.left_out.clear()
        steps.show_step(3)
        steps.go_on()
        qtbot.waitUntil(steps.try_it.isVisible)
        steps.try_it.click()
        assert not steps.next.isEnabled()
        qtbot.waitUntil(steps.next.isEnabled, timeout=90_000)
        assert steps.error() == ""
        assert steps.picture.pixmap().width() > 200
        memory = opened.memory()
        assert memory.timeline() == []
        assert memory.recording_state().state == "paused"
        memory.close()
        opened.close()
