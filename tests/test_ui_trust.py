"""The sections of the privacy page: rules, secrets, who asked, questions, forgetting everything. On a real memory, by mouse and keys."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.store import reads
from tests.ui_home import Opened
from ui.belief import LinkRow
from ui.privacy import SECTIONS, PrivacyPage
from ui.sections import Line
from ui.window_rows import RuleRow

CARD = "4111 1111 1111 1111"
HOSTILE = "<b>What</b> is {0} %s?"


@pytest.fixture
def page(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> PrivacyPage:
    """The page, without a screen to look at; a note with a secret and two questions are in the memory."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    memory = opened.memory()
    memory.note(f"Pay with {CARD} please")
    for question in (HOSTILE, "Where is the garden?"):
        memory.ask(question, conversation=memory.new_conversation(), use_model=False)
    memory.close()
    opened.window.open_page("privacy")
    return opened.window.privacy


def click(qtbot: QtBot, within: QWidget, name: str) -> None:
    found = within.findChild(QAbstractButton, name)
    assert found is not None
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def lines(page: PrivacyPage, name: str) -> list[str]:
    return [one.accessibleName() for one in page.findChildren(Line, name) if not one.isHidden()]


def test_the_list_at_the_left_is_walked_by_keys_and_right_goes_into_the_section(
    page: PrivacyPage, qtbot: QtBot
) -> None:
    page.contents.setFocus()
    seen = [page.section()]
    for _ in SECTIONS[1:]:
        qtbot.keyClick(page.contents, Qt.Key.Key_Down)
        seen.append(page.section())
    assert tuple(seen) == SECTIONS
    page.open_section("rules")
    page.window().activateWindow()
    qtbot.keyClick(page.contents, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: page.rules_list.isAncestorOf(page.window().focusWidget() or page))


def test_a_rule_is_added_changed_taken_away_and_brought_back(opened: Opened, page: PrivacyPage, qtbot: QtBot) -> None:
    page.open_section("rules")
    section = page.rules_list
    assert not section.add.isEnabled()
    section.field.setCurrentIndex(1)
    qtbot.keyClicks(section.pattern, "*.bank.example")
    qtbot.keyClick(section.pattern, Qt.Key.Key_Return)

    def held() -> list[tuple[str, str]]:
        return [(one.field, one.pattern) for one in page.rules]

    qtbot.waitUntil(lambda: held() == [("site", "*.bank.example")])
    assert section.pattern.text() == ""
    click(qtbot, page.findChild(RuleRow), "changeRule")  # type: ignore[arg-type]
    assert (section.pattern.text(), section.add.text()) == ("*.bank.example", "Save")
    section.pattern.setText("bank.example")
    click(qtbot, section, "ruleAdd")
    qtbot.waitUntil(lambda: held() == [("site", "bank.example")])
    qtbot.waitUntil(lambda: len([one for one in page.findChildren(RuleRow) if one.isVisible()]) == 1)
    click(qtbot, next(one for one in page.findChildren(RuleRow) if one.isVisible()), "keepAgain")
    qtbot.waitUntil(lambda: held() == [])
    click(qtbot, section, "ruleUndo")
    qtbot.waitUntil(lambda: held() == [("site", "bank.example")])


def test_secrets_are_told_by_kind_and_the_moment_opens_without_the_secret_being_anywhere(
    opened: Opened, page: PrivacyPage, qtbot: QtBot
) -> None:
    page.open_section("secrets")
    qtbot.waitUntil(lambda: bool(page.secrets.found))
    qtbot.waitUntil(lambda: lines(page, "secretKind") == ["Card numbers, found once"])
    shown = [one.text() for one in page.findChildren(QLabel)]
    assert not any("4111" in one for one in shown)
    link = page.findChild(LinkRow, "secretMoment")
    assert link is not None
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    timeline = opened.window.timeline
    qtbot.waitUntil(lambda: timeline.current is not None and timeline.current.id == link.id)


def test_who_asked_is_told_and_the_list_can_be_emptied(opened: Opened, page: PrivacyPage, qtbot: QtBot) -> None:
    memory = opened.memory()
    for who, what in (("cli", "export"), ("schedule", "ask"), ("lending", "queries"), ("window", "search")):
        reads.note(opened.places, memory.store.key, who, what)
    page.open_section("reads")
    qtbot.waitUntil(lambda: len(lines(page, "readLine")) >= 4)
    told = " ".join(lines(page, "readLine"))
    for part in ("Command line  ·  exported everything", "asked by itself", "This window  ·  searched"):
        assert " ".join(part.split()) in " ".join(told.split())
    assert "garden" not in told
    click(qtbot, page, "readsClear")
    qtbot.waitUntil(lambda: page.reads.reads == [])
    assert memory.reads() == []
    memory.close()


def test_the_window_s_own_searches_stand_in_the_log(opened: Opened, page: PrivacyPage, qtbot: QtBot) -> None:
    opened.window.top.box.setText("garden")
    qtbot.waitUntil(lambda: opened.window.search_page.result is not None)
    memory = opened.memory()
    qtbot.waitUntil(lambda: ("window", "search") in [(one.who, one.what) for one in memory.reads()])
    memory.close()


def test_a_question_is_forgotten_with_undo_and_all_of_them_only_after_a_yes(
    opened: Opened, page: PrivacyPage, qtbot: QtBot
) -> None:
    page.open_section("questions")
    qtbot.waitUntil(lambda: len(lines(page, "questionLine")) == 2)
    assert any(one.startswith(HOSTILE) for one in lines(page, "questionLine"))
    line = next(one for one in page.findChildren(Line, "questionLine") if one.accessibleName().startswith("Where"))
    click(qtbot, line, "questionForget")
    memory = opened.memory()
    qtbot.waitUntil(lambda: len(memory.conversations()) == 1)
    qtbot.waitUntil(page.bar.can_undo)
    page.bar.undo()
    qtbot.waitUntil(lambda: len(memory.conversations()) == 2 and len(lines(page, "questionLine")) == 2)
    click(qtbot, page, "questionsForget")
    qtbot.waitUntil(page.bar.isVisible)
    assert len(memory.conversations()) == 2
    click(qtbot, page.bar, "forgetYes")
    qtbot.waitUntil(lambda: page.questions.asked == [])
    assert memory.days()  # the moments stay
    memory.close()


def test_everything_is_forgotten_only_after_the_word_was_typed_and_what_is_out_of_reach_is_told(
    opened: Opened, page: PrivacyPage, tmp_path: Path, qtbot: QtBot
) -> None:
    memory = opened.memory()
    for name in ("there", "gone"):
        memory.backup(tmp_path / name)
    (tmp_path / "gone").rename(tmp_path / "elsewhere")
    page.open_section("everything")
    section = page.everything
    qtbot.waitUntil(lambda: section.ready)
    beyond: Any = section.findChild(QLabel, "forgetAllBeyond")
    assert "there is rewritten" in beyond.text()
    assert "gone cannot be reached now" in beyond.text()
    qtbot.keyClicks(section.field, "FORGE")
    assert not section.go.isEnabled()
    qtbot.keyClick(section.field, Qt.Key.Key_Return)
    assert memory.days()
    qtbot.keyClicks(section.field, "T")
    with qtbot.waitSignal(section.forgotten, timeout=30_000):
        qtbot.mouseClick(section.go, Qt.MouseButton.LeftButton)
    assert memory.days() == []
    assert memory.conversations() == []
    assert memory.reads() == []
    ended: Any = section.findChild(QLabel, "forgetAllEnded")
    assert "gone" in ended.text()
    memory.close()
