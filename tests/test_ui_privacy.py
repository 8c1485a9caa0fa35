"""The privacy page on a real screen, leaving out and forgetting from it, and a note of one's own."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.records import Selection
from tests.desktop import VirtualDesktop, missing_programs
from tests.ui_home import Opened
from ui.privacy import literal
from ui.window_rows import RuleRow, WindowRow

needs_display = pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}")


def row_of(opened: Opened, app: str) -> WindowRow:
    return next(one for one in opened.window.privacy.rows.values() if one.row is not None and one.row.app == app)


def named(widget: QWidget, kind: type[Any], name: str) -> Any:
    found = widget.findChild(kind, name)
    assert found is not None
    return found


def button_of(widget: WindowRow | RuleRow, name: str) -> QAbstractButton:
    found = widget.findChild(QAbstractButton, name)
    assert found is not None
    return found


@pytest.mark.display
@needs_display
def test_the_page_tells_each_window_with_its_reason_and_looks_again_while_it_is_open(
    on_screen: Opened, two_windows: VirtualDesktop, qtbot: QtBot
) -> None:
    page = on_screen.window.privacy
    assert "It would be kept." in row_of(on_screen, "Mail").accessibleName()
    assert "password manager" in row_of(on_screen, "KeePassXC").accessibleName()
    assert page.seen is not None
    assert [(one.width_px, one.height_px) for one in page.seen.pictures] == [(512, 350)]
    mail = row_of(on_screen, "Mail")
    late = two_windows.run("xterm", "-class", "Late", "-title", "late", "-geometry", "20x5+20+400", "-e", "sleep 600")
    qtbot.waitUntil(lambda: len(page.rows) == 3)
    assert row_of(on_screen, "Mail") is mail
    assert page.looks_again()
    late.terminate()
    qtbot.waitUntil(lambda: len(page.rows) == 2)
    on_screen.window.open_page("timeline")
    assert not page.looks_again()


@pytest.mark.display
@needs_display
def test_leaving_out_adds_the_rule_and_offers_to_forget_what_was_kept_before(on_screen: Opened, qtbot: QtBot) -> None:
    page, memory = on_screen.window.privacy, on_screen.memory()
    app = memory.apps()[0]
    page.leave_out("app", app)
    qtbot.waitUntil(page.bar.isVisible)
    count = memory.forget(Selection(app=app), dry_run=True).frames
    said = page.bar.findChild(QLabel, "forgetSaid")
    assert said is not None
    assert f"{count} moments" in said.text()
    yes = page.bar.findChild(QAbstractButton, "forgetYes")
    assert yes is not None
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: app not in memory.apps() and page.bar.can_undo())
    page.bar.undo()
    qtbot.waitUntil(lambda: app in memory.apps())
    assert [(rule.field, rule.pattern) for rule in memory.rules()] == [("app", app)]
    memory.close()


@pytest.mark.display
@needs_display
def test_the_button_of_a_row_leaves_out_and_that_of_the_rule_takes_it_back(on_screen: Opened, qtbot: QtBot) -> None:
    page = on_screen.window.privacy
    qtbot.mouseClick(button_of(row_of(on_screen, "Mail"), "leaveOutApp"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "You left out this application." in row_of(on_screen, "Mail").accessibleName())
    assert page.bar.isHidden()  # nothing was kept of it before
    assert button_of(row_of(on_screen, "Mail"), "leaveOutApp").isHidden()
    page.open_section("rules")
    qtbot.waitUntil(lambda: page.findChild(RuleRow) is not None)
    rule = page.findChild(RuleRow)
    assert rule is not None
    qtbot.mouseClick(button_of(rule, "keepAgain"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "It would be kept." in row_of(on_screen, "Mail").accessibleName())
    assert page.rules == ()
    qtbot.mouseClick(named(page, QAbstractButton, "ruleUndo"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [(one.field, one.pattern) for one in page.rules] == [("app", "Mail")])


def test_without_a_screen_the_page_says_so_and_shows_the_rules(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    memory = opened.memory()
    memory.add_rule("site", "example.org")
    memory.close()
    opened.window.pill.menu_.findChild(QAction, "keptPreview").trigger()  # type: ignore[union-attr]
    page = opened.window.privacy
    qtbot.waitUntil(lambda: bool(page.rules))
    state = page.findChild(QLabel, "keptState")
    assert state is not None
    assert "no screen" in state.accessibleName()
    assert page.rows == {}


def test_a_note_is_written_with_ctrl_n_and_kept_as_a_moment(opened: Opened, qtbot: QtBot) -> None:
    window = opened.window
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.note.isVisible() and window.note.isActiveWindow())
    assert not window.note.keep.isEnabled()
    qtbot.keyClicks(window.note.text, "the spare key is with Osei")
    with qtbot.waitSignal(window.note.kept):
        qtbot.keyClick(window.note.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.note.isHidden()
    memory = opened.memory()
    assert [hit.moment.kind for hit in memory.search("spare key", meaning=False).hits][:1] == ["note"]
    memory.close()


def test_a_note_that_is_put_away_keeps_its_text(opened: Opened, qtbot: QtBot) -> None:
    note = opened.window.note
    opened.window.write_note()
    qtbot.keyClicks(note.text, "half a thought")
    qtbot.keyClick(note, Qt.Key.Key_Escape)
    assert note.isHidden()
    opened.window.write_note()
    assert note.text.toPlainText() == "half a thought"
    note.reject()


def test_a_pattern_of_a_name_means_that_name_alone() -> None:
    from capture.frame import Window
    from capture.privacy import app_matches

    one = Window(1, "notes [a]*", "", "", 0, 0, 0, 9, 9, True)
    other = Window(1, "notes a b", "", "", 0, 0, 0, 9, 9, True)
    assert app_matches(one, literal("notes [a]*"))
    assert not app_matches(other, literal("notes [a]*"))


@pytest.mark.display
@needs_display
def test_tab_comes_by_the_windows_as_they_stand(on_screen: Opened, two_windows: VirtualDesktop, qtbot: QtBot) -> None:
    page = on_screen.window.privacy
    late = two_windows.run("xterm", "-class", "Late", "-title", "late", "-geometry", "20x5+20+400", "-e", "sleep 600")
    qtbot.waitUntil(lambda: len(page.rows) == 3)
    # A row that has just come is not on the screen yet, and no Tab comes by it.
    qtbot.waitUntil(lambda: sum(one.isVisible() for one in page.findChildren(QAbstractButton, "leaveOutApp")) == 2)
    on_screen.window.activateWindow()
    page.contents.setFocus()
    passed: list[int] = []
    for _ in range(2):  # the password manager's row has no button
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        held = page.focusWidget()
        assert held is not None
        assert held.objectName() == "leaveOutApp"
        passed.append(held.mapTo(page, held.rect().topLeft()).y())
    assert passed == sorted(set(passed))
    late.terminate()
    qtbot.waitUntil(lambda: len(page.rows) == 2)
