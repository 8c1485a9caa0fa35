"""From the timeline to the page or file that was seen: what may be opened, and what is shown before."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.store.db import to_us
from tests.ui_home import Opened
from ui import opening
from ui.pictures import Wanted

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CONTROL, SHIFT, NONE = Modifier.ControlModifier, Modifier.ShiftModifier, Modifier.NoModifier
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


# -- opening again

ADDRESSES = [
    ("https://example.org/a?b=1", "page", "https://example.org/a?b=1"),
    ("https://bank.example@evil.example/x", "page", "https://evil.example/x"),
    ("https://b\u00fccher.example/", "page", "https://xn--bcher-kva.example/"),
    ("javascript:alert(1)", "", ""),
    ("data:text/html,x", "", ""),
    ("smb://host/share", "", ""),
    ("file://elsewhere/etc/passwd", "", ""),
    ("mailto:anna@example.org", "", ""),
    ("https://", "", ""),
    ("", "", ""),
]


@pytest.mark.parametrize(("address", "kind", "shown"), ADDRESSES)
def test_only_pages_and_files_of_this_computer_can_be_opened(address: str, kind: str, shown: str) -> None:
    target = opening.target_of(address)
    assert opening.can_open(address) == bool(kind)
    assert (kind, shown) == ("", "") if target is None else (target.kind, target.shown) == (kind, shown)


def test_a_file_that_would_run_is_not_opened_but_its_folder_and_one_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    plan, program, starter = tmp_path / "plan.odt", tmp_path / "tool", tmp_path / "x.desktop"
    for file in (plan, program, starter):
        file.write_text("x", encoding="utf-8")
    program.chmod(0o755)
    kinds = {}
    for file in (plan, program, starter, tmp_path / "gone.pdf"):
        target = opening.target_of(QUrl.fromLocalFile(str(file)).toString())
        assert target is not None
        kinds[file.name] = (target.kind, target.url.toLocalFile())
    assert kinds == {
        "plan.odt": ("file", str(plan)),
        "tool": ("folder", str(tmp_path)),
        "x.desktop": ("folder", str(tmp_path)),
        "gone.pdf": ("gone", str(tmp_path / "gone.pdf")),
    }


def test_a_page_is_opened_only_after_its_address_was_shown_and_agreed_to(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(asked.append(url.toString()) or True))
    memory = opened.memory()
    at = opened.window.timeline.moments[-1].time + timedelta(minutes=1)
    memory.store.execute(
        "UPDATE moment SET url = ? WHERE at_us = ?",
        ("https://example.org/plan", to_us(at - timedelta(minutes=1))),
    )
    memory.close()
    timeline = opened.window.timeline
    timeline.refresh()
    qtbot.waitUntil(timeline.head.open.isEnabled)
    sheet = timeline.deeds.sheet
    qtbot.keyClick(timeline, Key.Key_O)
    qtbot.waitUntil(sheet.isVisible)
    assert sheet.address.toPlainText() == "https://example.org/plan"
    assert asked == []
    qtbot.keyClick(sheet, Key.Key_Escape)
    assert asked == []
    qtbot.mouseClick(timeline.head.open, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(sheet.isVisible)
    qtbot.keyClick(sheet.open_button, Key.Key_Space)
    assert asked == ["https://example.org/plan"]
    timeline.go(0)
    assert not timeline.head.open.isEnabled()


def test_the_menu_over_the_picture_holds_what_can_be_done(opened: Opened, qtbot: QtBot) -> None:
    timeline = opened.window.timeline
    timeline.go(2)
    timeline.go(4, extend=True)
    menu = timeline.deeds.menu(timeline, timeline.view, timeline.chosen(), QPoint(10, 10))
    assert isinstance(menu, QMenu)
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == ["Copy text", "Select all text", "Open again…", "Pin", "Forget 3 moments…"]
    menu.close()


def test_pictures_that_are_more_urgent_are_fetched_first(opened: Opened, qtbot: QtBot) -> None:
    pictures = opened.window.desk.pictures
    ids = [moment.id for moment in opened.window.timeline.moments if moment.has_picture][:6]
    order: list[str] = []
    pictures.arrived.connect(lambda wanted: order.append(wanted.id) if wanted.width == 17 else None)
    pictures.want("some row", [Wanted(one, "small", (), 17, 11) for one in ids[:3]], rank=2)
    pictures.want("what is looked at", [Wanted(one, "small", (), 17, 11) for one in ids[3:]], rank=0)
    qtbot.waitUntil(lambda: len(order) == 6)
    assert [one for one in order if one != ids[0]] == [*ids[3:], *ids[1:3]]  # the very first may have been under way
