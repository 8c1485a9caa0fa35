"""Fixtures that several tests share. Real stores in temporary folders; the demo week is read once, by the real OCR."""

import gc
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

from app.engines import Models, build_models
from app.memory import Memory, initialise
from app.paths import Places
from app.settings import Settings

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.cli.context import Given
    from tests.cli_ran import Run
    from tests.desktop import VirtualDesktop
    from tests.hands import Keys, Mouse
    from tests.ui_home import Opened


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several processes share the tests, a file goes to one, and what needs the demo week or the real models to one as well: they
    are made once. These come first, for they take longest."""

    def group(item: pytest.Item) -> str:
        costly = {"demo_week", "real_models"} & set(getattr(item, "fixturenames", ()))
        return "real" if costly else item.nodeid.partition("::")[0]

    for item in items:
        item.add_marker(pytest.mark.xdist_group(group(item)))
    items.sort(key=lambda item: group(item) != "real")


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """After a file's tests of the window, what they left in rings of references is looked for here. Python may look in any thread, and
    to delete a widget in another one ends the process: some tests later, and the run with it."""
    if "qtbot" in getattr(item, "fixturenames", ()) and (nextitem is None or nextitem.path != item.path):
        gc.collect()


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A memory's places, with a key file, not made yet."""
    return Places(tmp_path / "home", tmp_path / "key")


@pytest.fixture
def fake_models() -> Models:
    """Quick stand-ins for the models, deterministic."""
    from models.fake import FakeEmbedder, FakeOcr

    return Models(None, FakeOcr(), FakeEmbedder(), None)


@pytest.fixture
def memory(places: Places, fake_models: Models) -> Iterator[Memory]:
    """An empty encrypted memory with quick models."""
    initialise(places)
    opened = Memory.open(places, models=fake_models)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def real_models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Models]:
    """The real OCR and the real embedder, in their workers, shared by the whole run."""
    folder = tmp_path_factory.mktemp("models")
    models = build_models(Places(folder, None), Settings())
    yield models
    models.close()


LAST_DAY = date(2026, 11, 15)  # of the demo week in the tests


@dataclass(frozen=True)
class DemoWeek:
    """A memory that holds the first demo week. `ids` leads from the demo's keys to public ids."""

    places: Places
    ids: dict[str, str]


@pytest.fixture(scope="session")
def demo_week(tmp_path_factory: pytest.TempPathFactory, real_models: Models) -> DemoWeek:
    """The demo week, drawn, kept and read for real. Not to be changed: copy its home to write."""
    from app.demo_memory import fill_demo

    folder = tmp_path_factory.mktemp("demo")
    places = Places(folder / "home", folder / "key")
    initialise(places)
    memory = Memory.open(places, models=real_models)
    try:
        filled = fill_demo(memory, days=7, seed=1, last_day=LAST_DAY)
    finally:
        memory.close()
    return DemoWeek(places, filled["ids"])


@pytest.fixture
def given(places: Places) -> "Given":
    """What the command line is given, with quick models."""
    from app.cli.context import Given
    from app.daemon import Session
    from models.fake import FakeChat, FakeEmbedder, FakeOcr

    def opened(where: Places, passphrase: str | None, settings: object) -> "tuple[Memory, Callable[[], None]]":
        models = Models(None, FakeOcr(), FakeEmbedder(), FakeChat("At the bakery [1]."))
        memory = Memory.open(where, passphrase=passphrase, models=models)
        return memory, memory.close

    return Given(places, opened, Session, lambda where, passphrase: initialise(where, passphrase=passphrase))


@pytest.fixture
def run(given: "Given", capsys: pytest.CaptureFixture[str]) -> "Run":
    """Runs a command of `recollect` in this process."""
    from app.__main__ import main
    from tests.cli_ran import Ran

    def ran(*words: str | Path) -> Ran:
        given.terminal = type(given.terminal)()
        status = main([str(word) for word in words], here=given)
        return Ran(status, *capsys.readouterr())

    return ran


@pytest.fixture
def garden(run: "Run", tmp_path: Path) -> "Run":
    """Runs commands on a memory that holds three messages."""
    import json

    from tests.cli_ran import MESSAGES

    file = tmp_path / "messages.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in MESSAGES))
    assert run("init").status == 0
    assert run("import", "messages", file, "--wait").status == 0
    return run


@pytest.fixture(scope="session")
def two_days(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Two days of the demo week with pictures and words, read by quick models. Not to be changed: copy its home to write."""
    from tests.ui_home import fill_two_days

    folder = tmp_path_factory.mktemp("two_days")
    return fill_two_days(Places(folder / "home", folder / "key"))


@pytest.fixture
def opened(qtbot: "QtBot", two_days: Places, tmp_path: Path) -> "Iterator[Opened]":
    """The window on a memory of its own that holds two days, its timeline shown."""
    from tests.ui_home import copied, open_window

    window = open_window(copied(two_days, tmp_path))
    qtbot.waitUntil(window.window.timeline.settled)
    yield window
    window.close()


@pytest.fixture
def keys(opened: "Opened", qtbot: "QtBot") -> "Keys":
    """Hands that have a keyboard alone."""
    from tests.hands import Keys

    return Keys(opened, qtbot)


@pytest.fixture
def mouse(opened: "Opened", qtbot: "QtBot") -> "Mouse":
    """Hands that have a mouse alone."""
    from tests.hands import Mouse

    return Mouse(opened, qtbot)


@pytest.fixture(scope="module")
def two_windows() -> "Iterator[VirtualDesktop]":
    """A screen with a mail program and a password manager on it."""
    from tests.desktop import VirtualDesktop

    with VirtualDesktop(1024, 700) as one:
        one.run("xterm", "-class", "Mail", "-title", "Inbox", "-geometry", "40x10+20+20", "-e", "sleep 600")
        one.run("xterm", "-class", "KeePassXC", "-title", "vault", "-geometry", "40x10+500+300", "-e", "sleep 600")
        yield one


@pytest.fixture
def on_screen(
    opened: "Opened", two_windows: "VirtualDesktop", monkeypatch: pytest.MonkeyPatch, qtbot: "QtBot"
) -> "Opened":
    """The window with its privacy page open, two windows of others on the screen."""
    monkeypatch.setenv("DISPLAY", two_windows.display)
    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    opened.window.open_page("privacy")
    qtbot.waitUntil(lambda: len(opened.window.privacy.rows) == 2)
    return opened
