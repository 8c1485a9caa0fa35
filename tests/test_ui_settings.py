"""The settings page in the real window on a real memory: rows from the settings themselves, saved at once, undone, refused beside the field."""

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from app.memory import Memory, initialise
from app.paths import Places
from app.settings import Settings, load
from app.store import keys
from tests.tiny_gguf import write_tiny_gguf
from tests.ui_home import Opened
from tests.ui_settings import click, opened_page, page, part, saved, text_of, window_of_all
from ui import language, setting_group, setting_words
from ui.keeper import Keeper
from ui.setting_block import Gauge
from ui.setting_keys import KeysBlock
from ui.setting_more import SHORTCUTS, AboutBlock, BudgetBlock, LooksBlock
from ui.settings import SettingsPage

__all__ = ["page", "window_of_all"]


def shown(page: SettingsPage) -> set[str]:
    return {name for name, row in page.rows.items() if row.isVisible()}


# -- rows


def test_each_setting_has_a_row_with_its_sentence_a_field_and_a_name(page: SettingsPage) -> None:
    wanted = {one.name for one in dataclasses.fields(Settings)} - setting_group.NOT_SHOWN
    assert set(page.rows) == wanted
    for one in dataclasses.fields(Settings):
        if one.name in wanted:
            row = page.rows[one.name]
            assert one.metadata["sentence"] == row.sentence
            assert row.sentence in row.field.accessibleName()
            assert row.field.objectName() == one.name
            kind = (
                QSpinBox if "low" in one.metadata else QAbstractButton if "pattern" not in one.metadata else QLineEdit
            )
            assert isinstance(row.field, kind)
    assert page.findChildren(QComboBox) == []


def test_a_new_setting_in_a_new_section_appears_by_itself(page: SettingsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    about = {
        "section": "weather",
        "sentence": "Look out of the window this often.",
        "unit": "hours",
        "low": 1,
        "high": 9,
    }
    more = dataclasses.make_dataclass("More", [("look_out_h", int, dataclasses.field(default=3, metadata=about))])
    monkeypatch.setattr(setting_group, "Settings", more)
    keys_ = [key for key, _ in setting_group.groups()]
    assert keys_.index("retention") < keys_.index("weather") < keys_.index("about")
    group = setting_group.Group(page.desk, "weather", ("weather",), None)
    row = group.rows["look_out_h"]
    row.show_value(3)
    assert isinstance(row.field, QSpinBox)
    assert row.field.text() == "3 hours"
    assert row.fits(["window", "weather"])
    group.deleteLater()


def test_what_is_changed_is_saved_at_once_and_undone_with_ctrl_z(
    window_of_all: Opened, page: SettingsPage, qtbot: QtBot
) -> None:
    row = page.rows["idle_after_s"]
    assert isinstance(row.field, QSpinBox)
    row.field.setFocus()
    row.field.selectAll()
    qtbot.keyClicks(row.field, "240")
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: saved(window_of_all).idle_after_s == 240)
    qtbot.waitUntil(page.bar.isVisible)
    assert page.bar.said() == "Saved: 240 seconds"
    assert row.reset.isVisible()
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: saved(window_of_all) == Settings())
    qtbot.waitUntil(lambda: row.field.text() == "180 seconds")
    assert row.reset.isHidden()


def test_switches_and_choices_are_saved_and_each_goes_back_to_the_usual(
    window_of_all: Opened, page: SettingsPage, qtbot: QtBot
) -> None:
    page.go_to("recording")
    qtbot.mouseClick(page.rows["clipboard"].field, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: saved(window_of_all).clipboard)
    page.go_to("budget")
    choice = page.rows["on_battery"].field
    choice.chosen.emit("wait")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: saved(window_of_all).on_battery == "wait")
    qtbot.waitUntil(lambda: "It waits" in choice.accessibleName())
    for name, key in (("on_battery", "budget"), ("clipboard", "recording")):
        page.go_to(key)
        qtbot.waitUntil(page.rows[name].reset.isVisible)
        qtbot.mouseClick(page.rows[name].reset, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(page.rows[name].reset.isHidden)
    assert saved(window_of_all) == Settings()


@pytest.mark.parametrize(
    ("name", "typed", "said"), [("secret_pattern", "(", "cannot stand here"), ("languages", "e!", "eng+deu")]
)
def test_what_cannot_stand_is_refused_beside_the_field_and_nothing_is_changed(
    window_of_all: Opened, page: SettingsPage, qtbot: QtBot, name: str, typed: str, said: str
) -> None:
    page.go_to("recording")
    row = page.rows[name]
    assert isinstance(row.field, QLineEdit)
    row.field.setText(typed)
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said in row.error())
    assert row.field.text() == typed
    assert saved(window_of_all) == Settings()
    row.field.setText("abc+def" if name == "languages" else "abc")
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row.error() == "" and saved(window_of_all) != Settings())


def test_the_box_narrows_to_what_speaks_of_the_words(page: SettingsPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.search, "mains power")
    qtbot.waitUntil(lambda: shown(page) == {"on_battery", "write_on_battery"})
    page.search.setText("passphrase")
    qtbot.waitUntil(lambda: not shown(page) and page.group("security").isVisible())
    assert page.group("recording").isHidden()
    page.search.setText("zebra")
    qtbot.waitUntil(lambda: "zebra" in text_of(page, "settingsNothing"))
    assert not any(group.isVisible() for group in page.groups.values())
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.group("recording").isVisible()
    page.search.setText("copied")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.rows["clipboard"].field


def test_what_is_sought_before_all_is_built_is_found_group_by_group(window_of_all: Opened, qtbot: QtBot) -> None:
    page = SettingsPage(window_of_all.window.desk)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.fill()
    page.show()
    page.search.setText("passphrase")
    page._narrow()
    assert list(page.groups) == ["recording"]
    assert text_of(page, "settingsNothing") == ""  # it is not known yet
    qtbot.waitUntil(lambda: len(page.groups) == len(page._order))
    assert page.groups["security"].isVisible()
    assert page.groups["recording"].isHidden()
    assert page.entries["security"].isEnabled()
    assert not page.entries["recording"].isEnabled()


def test_a_shorter_limit_is_asked_about_with_what_would_go(
    window_of_all: Opened, page: SettingsPage, qtbot: QtBot
) -> None:
    page.go_to("retention")
    page.want("pictures_days", 1)
    qtbot.waitUntil(lambda: "within 30 days" in text_of(page, "retentionSaid"))
    assert saved(window_of_all) == Settings()
    click(qtbot, page, "retentionNo")
    assert page.rows["pictures_days"].field.text() == "180 days"  # type: ignore[attr-defined]
    page.want("pictures_days", 400)
    qtbot.waitUntil(lambda: saved(window_of_all).pictures_days == 400)
    page.want("pictures_days", 30)
    click(qtbot, page, "retentionYes")
    qtbot.waitUntil(lambda: saved(window_of_all).pictures_days == 30)


def test_a_settings_file_that_cannot_be_read_is_said_and_the_page_recovers(
    window_of_all: Opened, page: SettingsPage, qtbot: QtBot
) -> None:
    window_of_all.places.settings.write_text("no = [toml")
    page.refresh()
    qtbot.waitUntil(lambda: "cannot be read" in text_of(page, "settingsError"))
    window_of_all.places.settings.unlink()
    page.refresh()
    qtbot.waitUntil(lambda: text_of(page, "settingsError") == "")


# -- security


def test_the_passphrase_is_set_changed_and_refused_when_the_old_one_is_wrong_and_lock_now_asks_for_it(
    opened: Opened, qtbot: QtBot
) -> None:
    page = opened_page(opened, qtbot)
    block = part(page, "security", KeysBlock)
    assert isinstance(block, KeysBlock)
    qtbot.waitUntil(lambda: block.kinds == ["file"])
    for old, new, fits in (
        ("", "three herons", True),
        ("wrong one!", "four herons", False),
        ("three herons", "four herons", True),
    ):
        qtbot.mouseClick(block.change, Qt.MouseButton.LeftButton)
        assert block.old.isVisible() == bool(old)
        block.old.setText(old)
        block.new.setText(new)
        block.again.setText(new)
        qtbot.keyClick(block.again, Qt.Key.Key_Return)
        qtbot.waitUntil(
            lambda fits=fits: block.new.isHidden() if fits else "does not open" in text_of(block, "keysError")
        )
        qtbot.waitUntil(lambda: "passphrase" in block.kinds)
        block.end()
        assert block.new.text() == block.old.text() == ""
    assert keys.open_slots(opened.places, passphrase="four herons")
    assert opened.keeper._passphrase == "four herons"
    with pytest.raises(KnownError):
        keys.open_slots(opened.places, passphrase="three herons")
    with qtbot.waitSignal(opened.window.locked):
        qtbot.mouseClick(block.lock, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(opened.window.first_run.passphrase.isVisible)


def test_a_recovery_key_is_made_shown_once_and_opens_the_memory(
    window_of_all: Opened, page: SettingsPage, qtbot: QtBot
) -> None:
    block = part(page, "security", KeysBlock)
    assert isinstance(block, KeysBlock)
    qtbot.mouseClick(block.renew, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(block.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(block.shown.text()))
    made = block.shown.text()
    Memory.open(window_of_all.places, passphrase=made, models=window_of_all.models).close()
    qtbot.mouseClick(block.go, Qt.MouseButton.LeftButton)
    assert block.shown.text() == ""


# -- the smaller parts


def test_the_budget_meter_shows_what_is_spent_of_what_may_be(page: SettingsPage, qtbot: QtBot) -> None:
    block = part(page, "budget", BudgetBlock)
    assert isinstance(block, BudgetBlock)
    bar = block.findChild(Gauge, "budgetPicturesBar")
    assert bar is not None
    qtbot.waitUntil(bar.isHidden)
    cost: dict[str, float | str] = {
        "cpu_percent": 2.5,
        "cpu_limit_percent": 30.0,
        "mb_today": 41.2,
        "mb_limit": 400,
        "waiting": "battery",
    }
    block.show_cost(cost)
    assert "2.5 %" in text_of(block, "budgetProcessor")
    assert "41 of 400 MB" in text_of(block, "budgetPictures")
    assert "mains" in text_of(block, "budgetWaiting")
    assert bar.accessibleName() == text_of(block, "budgetPictures")
    block.show_cost(None)
    assert bar.isHidden()


def test_every_shortcut_of_the_window_is_listed(window_of_all: Opened, page: SettingsPage) -> None:
    listed = {one for keys_, _ in SHORTCUTS for one in keys_.split()}
    own = {
        one.key().toString()
        for one in window_of_all.window.findChildren(QShortcut)
        if one.parent() is window_of_all.window
    }
    assert own - listed <= {f"Ctrl+{number}" for number in range(2, 10)}
    assert "Ctrl+," in own


def test_the_language_is_chosen_for_the_next_start(page: SettingsPage, tmp_path: Path) -> None:
    block = part(page, "looks", LooksBlock)
    assert isinstance(block, LooksBlock)
    choices = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    block.desk = dataclasses.replace(block.desk, choices=choices)
    block.speak("de")
    assert block.language.text() == "Deutsch"
    assert "started again" in text_of(block, "languageLater")
    assert language.chosen(choices) == "de"
    choices.setValue("language", "xx")
    assert language.chosen(choices) == "system"


def test_what_leaves_the_machine_is_told_truly(window_of_all: Opened, page: SettingsPage, qtbot: QtBot) -> None:
    block = part(page, "about", AboutBlock)
    qtbot.waitUntil(lambda: "nothing" in text_of(block, "aboutLeaves"))
    memory = window_of_all.memory()
    memory.models.use("http://192.0.2.7:8080", confirmed=True)
    memory.close()
    block.arrive()
    qtbot.waitUntil(lambda: "192.0.2.7" in text_of(block, "aboutLeaves"))


def test_every_widget_that_can_be_used_has_a_name(page: SettingsPage) -> None:
    nameless = [
        (type(one).__name__, one.objectName())
        for kind in (QAbstractButton, QLineEdit, QSpinBox)
        for one in page.findChildren(kind)
        if not (one.accessibleName() and one.objectName()) and not isinstance(one.parent(), QSpinBox | QLineEdit)
    ]
    assert nameless == []


# -- holding at once


def test_session_and_models_begin_anew_only_where_a_setting_asks_for_it(places: Places, tmp_path: Path) -> None:
    initialise(places)
    keeper = Keeper(places, record=False)
    memory = keeper.open_memory()
    keeper.start_recording()
    first, models = keeper._session, keeper._models
    for values, session_new, models_new in (
        ({"max_gb": 30}, False, False), ({"cpu_share": 50}, True, False),
        ({"embed_model": str(write_tiny_gguf(tmp_path / "v.gguf", pooled=True))}, True, True),
    ):  # fmt: skip
        memory.change_settings(**values)
        assert keeper.apply_settings() is models_new
        assert (keeper._session is not first) == session_new
        assert (keeper._models is not models) == models_new
        first = keeper._session
    assert keeper._session.settings.embed_model == load(places.settings).embed_model
    other = keeper.open_memory()
    assert other.status()["models"]["embedder"] != memory.status()["models"]["embedder"]
    told = other.embedder_change()
    assert told == {} or told["embedder_of"] >= told["embedder_read"]
    keeper.close_old()
    for one in (memory, other):
        one.close()
    keeper.stop()


def test_words_of_values_are_for_people() -> None:
    about = {one.name: one.metadata for one in dataclasses.fields(Settings)}
    told = [
        setting_words.value_text(name, about[name], value)
        for name, value in (
            ("text_days", 0),
            ("lock_after_min", 0),
            ("max_gb", 5),
            ("clipboard", True),
            ("while_locked", "seal"),
        )
    ]
    assert told == ["For ever", "Never", "5 GB", "On", "Seal what it sees"]
