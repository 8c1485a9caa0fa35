"""How the states of the privacy page and of the settings are reached."""

import os
from functools import partial
from typing import Any

from app.records import Selection
from tests.desktop import VirtualDesktop
from tests.pictures.camera import Camera, wait
from tests.pictures.scene import Scene, of_usual_kind, scenes
from ui.errand import Errand
from ui.setting_group import groups
from ui.setting_keys import KeysBlock
from ui.setting_moving import BackupBlock
from ui.settings import SettingsPage

# -- privacy


def section(key: str, camera: Camera) -> Any:
    """Open a part of the page."""
    camera.put_away()
    page = camera.window.privacy
    camera.window.open_page("privacy")
    page.open_section(key)
    camera.idle()
    return page


def on_a_screen(camera: Camera) -> None:
    """What would be kept of a screen with a few windows."""
    desktop = VirtualDesktop(1280, 800)
    camera.put_away()
    for name, title, where in (
        ("Thunderbird", "Re: Terrace garden", "80x24+30+40"),
        ("KeePassXC", "Passwords", "60x16+640+380"),
    ):
        desktop.run("xterm", "-class", name, "-title", title, "-geometry", where, "-e", "sleep 600")
    DESKTOPS.append(desktop)
    os.environ["DISPLAY"] = desktop.display
    page = section("now", camera)
    wait(lambda: len(page.rows) == 2)


DESKTOPS: list[VirtualDesktop] = []


def leave_screen(_camera: Camera) -> None:
    """No screen any more."""
    os.environ.pop("DISPLAY", None)
    while DESKTOPS:
        DESKTOPS.pop().close()


def offered(camera: Camera) -> None:
    """After a rule, forgetting what was kept of that before."""
    page = section("rules", camera)
    page._offer_to_forget("app", "Signal")
    wait(page.bar.isVisible)


def all_questions(camera: Camera) -> None:
    """All questions are to be forgotten: what would go."""
    page = section("questions", camera)
    with camera.memory() as memory:
        ids = tuple(turn.id for one in memory.conversations() for turn in memory.turns(one[0]))
    page._forget_questions(Selection(ids=ids), True)
    wait(page.bar.isVisible)


def other_limit(camera: Camera) -> None:
    """A limit was changed and is not saved yet."""
    page = section("storage", camera)
    wait(lambda: page.storage.forecast is not None)
    page.storage.fields["pictures_days"].setValue(30)
    camera.idle()


def limit_back(camera: Camera) -> None:
    """Take the limit back."""
    camera.window.privacy.storage._take_back()


# -- settings


def settings_group(key: str, camera: Camera) -> SettingsPage:
    """Open a group."""
    camera.put_away()
    page = camera.window.pages["settings"]
    assert isinstance(page, SettingsPage)
    camera.window.open_page("settings")
    wait(lambda: page.held is not None and len(page.groups) == len(groups()))
    page.bar.hide()
    page.go_to(key)
    camera.idle()
    page.search.setFocus()
    return page


def searched(camera: Camera) -> None:
    """What speaks of a word."""
    _search(camera, "battery")


def searched_in_vain(camera: Camera) -> None:
    """What no setting speaks of."""
    _search(camera, "zeppelin")


def _search(camera: Camera, text: str) -> None:
    page = settings_group("recording", camera)
    page.search.setText(text)
    page._typing.stop()
    page._narrow()


def saved(camera: Camera) -> None:
    """A setting was saved, and can be undone."""
    page = settings_group("recording", camera)
    page.want("idle_after_s", page.held.idle_after_s + 60)  # type: ignore[union-attr]
    wait(page.bar.isVisible)
    page._applying.stop()
    page.bar._timer.stop()


def unsaved(camera: Camera) -> None:
    """Take the setting back."""
    page = camera.window.pages["settings"]
    assert isinstance(page, SettingsPage)
    page.undo()
    camera.settle()
    page._applying.stop()
    page.bar.hide()


def refused(camera: Camera) -> None:
    """A model server that does not answer as one."""
    page = settings_group("model", camera)
    _give_server(camera, "ftp://models")
    wait(page.models._server_error.text)
    camera.settle()
    page.area.ensureWidgetVisible(page.models.use_server, 0, 80)


def confirmed(camera: Camera) -> None:
    """An address outside this machine is asked about."""
    page = settings_group("model", camera)
    _give_server(camera, "https://models.example.org")
    wait(page.models.confirm.isVisible)
    camera.settle()
    page.area.ensureWidgetVisible(page.models.confirm, 0, 80)


def _give_server(camera: Camera, address: str) -> None:
    """Type the address of a model server, and use it."""
    page = camera.window.pages["settings"]
    assert isinstance(page, SettingsPage)
    page.models.address.setText(address)
    page.models.use_server.click()


def downloading(camera: Camera) -> None:
    """A model comes in, and that can be stopped."""
    page = settings_group("model", camera)
    download, name = page.models.download, "Qwen3-4B-Instruct"
    download.send(f"Downloading {name}", camera.held(734_003_200, 2_497_281_120), lambda _: "")
    wait(lambda: " of " in download._far.text())
    page.area.ensureWidgetVisible(download, 0, 160)


def backing_up(camera: Camera) -> None:
    """A backup is being written."""
    backing = _backup(camera).backing
    backing.send("Backing up into ~/backup", camera.held(61_000_000, 218_000_000), lambda _: "")
    wait(lambda: " of " in backing._far.text())


def backup_failed(camera: Camera) -> None:
    """A backup that could not be written, and what to do."""
    from app.errors import KnownError

    def fails(*_: object) -> None:
        raise KnownError("disk_full", free_mb=14)

    backing = _backup(camera).backing
    backing.send("Backing up into ~/backup", fails, lambda _: "")
    wait(lambda: not backing.is_under_way())


def _backup(camera: Camera) -> BackupBlock:
    block = settings_group("backup", camera).group("backup").block
    assert isinstance(block, BackupBlock)
    return block


def said_nothing(camera: Camera) -> None:
    """Nothing is under way any more."""
    camera.put_away()
    for errand in (_backup(camera).backing, settings_group("model", camera).models.download):
        wait(partial(_is_over, errand))
        errand.hide()


def _is_over(errand: Errand) -> bool:
    return not errand.is_under_way()


def passphrase(camera: Camera) -> None:
    """A passphrase is set, and the two differ."""
    block = settings_group("security", camera).group("security").block
    assert isinstance(block, KeysBlock)
    block.begin("passphrase")
    block.new.setText("three blue herons")
    block.again.setText("three blue heron")
    block._go()


def shorter(camera: Camera) -> None:
    """Pictures are to be kept for a shorter time: what would go."""
    page = settings_group("retention", camera)
    page.want("pictures_days", 7)
    camera.idle()


def longer(camera: Camera) -> None:
    """Leave that setting as it was."""
    page = camera.window.pages["settings"]
    assert isinstance(page, SettingsPage)
    page.retention.leave()


SECTIONS = ("rules", "secrets", "reads", "questions", "storage", "everything")
SCENES = (
    *(Scene("privacy", key, partial(section, key), "empty") for key in ("now", "secrets", "storage")),
    Scene("privacy", "without a screen", partial(section, "now")),
    Scene("privacy", "now", on_a_screen, leave=leave_screen),
    *(Scene("privacy", key, partial(section, key)) for key in SECTIONS),
    *scenes("privacy", "week", offer_to_forget=offered, forgetting_questions=all_questions),
    Scene("privacy", "other limit", other_limit, leave=limit_back),
    *(Scene("privacy", key, partial(section, key), "year") for key in ("storage", "everything")),
    *of_usual_kind("privacy", partial(section, "storage")),
    Scene("settings", "recording", partial(settings_group, "recording"), "empty"),
    *(Scene("settings", key, partial(settings_group, key)) for key, _ in groups()),
    *scenes("settings", "week", searched=searched, nothing_found=searched_in_vain, refused=refused, confirm=confirmed, passphrase=passphrase),
    Scene("settings", "saved", saved, leave=unsaved),
    Scene("settings", "downloading", downloading, leave=said_nothing),
    Scene("settings", "backing up", backing_up, leave=said_nothing),
    Scene("settings", "backup failed", backup_failed, leave=said_nothing),
    Scene("settings", "shorter", shorter, leave=longer),
    Scene("settings", "retention", partial(settings_group, "retention"), "year"),
    *of_usual_kind("settings", partial(settings_group, "model")),
)  # fmt: skip
