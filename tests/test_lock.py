"""Locking a session: everything that was open is closed, nothing keeps the key, and what is sealed comes in with the key alone."""

import gc
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
from PIL import Image, ImageDraw, ImageFont
from Xlib.display import Display

from app import autolock
from app.autolock import AutoLock, Watchfulness
from app.daemon import Session
from app.engines import Models, build_models
from app.errors import KnownError
from app.memory import Memory, initialise
from app.paths import Places
from app.settings import Settings, save
from app.store import keys, ledger, spool
from app.store.frames import Pixels, add_picture_moment
from app.store.keys import MasterKey
from capture.idle import Activity
from capture.screen import open_desktop
from models.fake import FakeEmbedder
from tests.desktop import VirtualDesktop, missing_programs, wait_for
from tests.private_bus import FakeService, PrivateBus
from tests.test_capture_session import SAVER, environment, needs_bus
from tests.test_spool import NOON, a_talk, sealed_by
from tests.test_store import SHOT

needs_display = pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}")
WORDS = "three blue herons"


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop(640, 400) as one:
        yield one


@pytest.fixture
def made(tmp_path: Path) -> Places:
    """A memory behind a passphrase."""
    places = Places(tmp_path / "home", None)
    initialise(places, passphrase=WORDS)
    return places


def paint(desktop: VirtualDesktop, colour: int) -> None:
    """Fill the empty desktop with a colour."""
    display = Display(desktop.display)
    root = display.screen().root
    root.change_attributes(background_pixel=colour)
    root.clear_area()
    display.sync()
    display.close()


@pytest.fixture(autouse=True)
def _what_others_hold() -> Iterator[None]:
    """Fixtures of the whole run may hold memories of their own open: those are not this session's."""
    OTHERS[:] = [keys_left(), memory_files()]
    yield
    OTHERS[:] = [[], []]


OTHERS: list[list[Any]] = [[], []]


def memory_files() -> list[str]:
    """The files of a memory that this process holds open, its lock apart; those of others left out."""
    names = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            names.append(str(link.readlink()))
        except FileNotFoundError:
            continue
    return [name for name in names if ("memory.db" in name or name.endswith(".spool")) and name not in OTHERS[1]]


def keys_left() -> list[object]:
    gc.collect()
    others = {id(one) for one in OTHERS[0]}
    return [one for one in gc.get_objects() if isinstance(one, MasterKey) and id(one) not in others]


def session_threads() -> set[str]:
    return {thread.name for thread in threading.enumerate()} & {
        "recorder", "reading", "watchdog", "addresses", "auto-lock", "clipboard", "documents",
    }  # fmt: skip


def with_real_reading(places: Places) -> Models:
    """Text recognition in its worker; the model of meaning would only take long to load."""
    return replace(build_models(places, Settings()), embed=FakeEmbedder())


def add_text(places: Places, text: str) -> None:
    picture = Image.new("RGB", (640, 200), "white")
    ImageDraw.Draw(picture).text((20, 80), text, "black", ImageFont.load_default(24))
    memory = Memory.open(places, passphrase=WORDS, models=Models(None, None, None, None))
    add_picture_moment(memory.store, SHOT, Pixels(picture.tobytes(), 640, 200))
    memory.close()


def read_texts(places: Places, models: Models) -> list[str]:
    memory = Memory.open(places, passphrase=WORDS, models=models)
    try:
        return [memory.moment(one.id).moment.text for one in memory.timeline() if one.reading == "done"]
    finally:
        memory.close()


def test_a_locked_session_holds_no_key_no_connection_and_no_worker_and_all_come_back(made: Places) -> None:
    assert keys_left() == []
    others = set(psutil.Process().children(recursive=True))  # workers that the whole run shares
    models = with_real_reading(made)
    session = Session(made, passphrase=WORDS, models=models, record=False, lockable=True)
    session.start()
    add_text(made, "the heron nests by the mill")
    wait_for(lambda: len(read_texts(made, models)) == 1)
    assert memory_files() != []
    assert keys_left() != []
    assert set(psutil.Process().children(recursive=True)) > others
    session.lock()
    assert session.locked
    assert memory_files() == []
    assert keys_left() == []
    assert wait_for(lambda: set(psutil.Process().children(recursive=True)) <= others)
    assert session_threads() == set()
    with pytest.raises(KnownError, match="locked"):
        session.open_store()
    with pytest.raises(KnownError, match="wrong_key"):
        session.unlock("three blue heron")
    with pytest.raises(KnownError, match="passphrase_needed"):
        session.unlock()
    assert session.locked
    add_text(made, "the otter swims in the pond")
    models = with_real_reading(made)
    session.unlock(WORDS, models=models)
    wait_for(lambda: len(read_texts(made, models)) == 2)
    assert not session.locked
    session.stop()
    models.close()


def test_a_key_file_does_not_open_what_was_locked_where_there_is_a_passphrase(
    places: Places, fake_models: Models
) -> None:
    initialise(places)
    session = Session(places, models=fake_models, record=False)
    session.start()
    session.lock()
    session.unlock()  # the key file alone: one call
    keys.set_passphrase(places, keys.open_slots(places), WORDS)
    session.lock()
    with pytest.raises(KnownError, match="passphrase_needed"):
        session.unlock()
    session.unlock(WORDS)
    session.stop()


def test_locking_twice_and_stopping_while_locked_are_quiet(made: Places, fake_models: Models) -> None:
    session = Session(made, passphrase=WORDS, models=fake_models, record=False)
    session.start()
    session.lock()
    session.lock()
    session.stop()
    assert session_threads() == set()


@pytest.mark.display
@needs_display
def test_locked_the_recorder_stops_unless_it_is_told_to_seal(
    made: Places, fake_models: Models, desktop: VirtualDesktop
) -> None:
    session = Session(made, passphrase=WORDS, display=desktop.display, models=fake_models)
    session.start()
    wait_for(lambda: session._sink is not None and session._sink.said[0] == "kept")
    session.lock()
    assert not session.sealed
    assert session_threads() == set()
    assert spool.waiting(made) == []
    session.unlock(WORDS)
    wait_for(lambda: session_threads() >= {"recorder", "reading", "watchdog"})
    session.stop()


@pytest.mark.display
@needs_display
def test_sealed_pictures_come_in_after_unlocking_under_the_policy_of_the_lock(
    made: Places, fake_models: Models, desktop: VirtualDesktop
) -> None:
    save(made.settings, Settings(while_locked="seal", browser_history=False))
    paint(desktop, 0x305080)
    session = Session(made, passphrase=WORDS, display=desktop.display, models=fake_models)
    session.start()
    wait_for(lambda: session._sink is not None and session._sink.said[0] == "kept")
    session.lock()
    assert session.sealed
    assert keys_left() == []
    assert "memory.db" not in "".join(memory_files())
    before = Memory.open(made, passphrase=WORDS, models=fake_models)
    there = {moment.id for moment in before.timeline()}
    before.pause()  # what is changed after the lock is not the policy of the lock
    before.close()
    wait_for(lambda: spool.waiting(made))
    first = spool.waiting(made)[0]
    for colour in (0x905030, 0x209040):
        size = first.stat().st_size
        paint(desktop, colour)
        wait_for(lambda size=size: first.stat().st_size > size + 400)  # type: ignore[misc]
    session.unlock(WORDS)
    assert not session.sealed
    assert spool.waiting(made) == []
    memory = Memory.open(made, passphrase=WORDS, models=fake_models)
    fresh = [moment for moment in memory.timeline() if moment.id not in there]
    assert len(fresh) >= 3
    memory.resume()
    wait_for(lambda: {moment.reading for moment in memory.timeline()} == {"done"})
    session.stop()
    kept = memory.store.value("SELECT count(*) FROM ledger WHERE outcome = 'kept' AND moment_id IS NOT NULL")
    assert kept >= len(fresh)
    memory.close()


def test_what_a_killed_session_sealed_comes_in_at_the_next_start(memory: Memory, fake_models: Models) -> None:
    sink = sealed_by(memory)
    wanted = a_talk(sink, 5)
    sink.writer.close()  # as a kill leaves it
    session = Session(memory.store.places, models=fake_models, record=False)
    session.start()
    assert [moment.id for moment in memory.timeline()] == list(wanted)
    session.stop()
    assert ledger.tick_counts(memory.store, NOON, NOON + timedelta(hours=1)) == {"kept": 5}


# -- when it locks itself ----------------------------------------------------------------------------------------------
NOT_SAID = ("same", "no_change")


def test_each_reason_is_told_once_when_it_begins() -> None:
    watching = Watchfulness(60.0, with_screen=True)
    open_, locked = Activity(idle_s=1.0, locked=False), Activity(idle_s=1.0, locked=True)
    assert [watching.reason(one, NOT_SAID) for one in (open_, locked, locked, open_, locked)] == [
        "", "screen", "", "", "screen",
    ]  # fmt: skip
    assert watching.reason(open_, NOT_SAID) == ""
    assert watching.reason(open_, ("locked", "lock_screen")) == "screen"


def test_a_screen_that_was_locked_before_a_failing_service_and_what_is_switched_off_lock_nothing() -> None:
    locked = Activity(idle_s=9e9, locked=True)
    assert Watchfulness(0.0, with_screen=True).reason(locked, NOT_SAID) == ""
    failing = Watchfulness(0.0, with_screen=True)
    assert failing.reason(Activity(locked=False), NOT_SAID) == ""
    assert failing.reason(Activity(lock_failing=True), ("locked", "lock_service_failing")) == ""
    off = Watchfulness(0.0, with_screen=False)
    assert off.reason(Activity(idle_s=0.0, locked=False), NOT_SAID) == ""
    assert off.reason(locked, ("locked", "lock_screen")) == ""


@pytest.mark.display
@needs_display
def test_real_idle_time_and_a_desktop_that_goes_away(desktop: VirtualDesktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autolock, "LOOK_EVERY_S", 0.05)
    told: list[dict[str, object]] = []
    stop = threading.Event()
    auto = AutoLock(
        Watchfulness(1.5, with_screen=False),
        lambda: open_desktop(desktop.display),
        lambda: NOT_SAID,
        lambda code, params: told.append({"code": code} | params),
    )
    thread = threading.Thread(target=auto.run, args=(stop,))
    thread.start()
    try:
        wait_for(lambda: told == [{"code": "auto_lock", "reason": "idle"}])
        if shutil.which("xdotool"):
            desktop.xdotool("mousemove", "10", "10")
            desktop.xdotool("mousemove", "90", "90")
            wait_for(lambda: len(told) == 2)
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()


@needs_bus
@pytest.mark.display
@needs_display
def test_a_session_tells_its_owner_when_the_screen_is_locked(
    made: Places, fake_models: Models, desktop: VirtualDesktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autolock, "LOOK_EVERY_S", 0.05)
    told: list[tuple[str, dict[str, object]]] = []
    with PrivateBus(tmp_path / "bus") as bus, FakeService(bus.address, SAVER, GetActive=("b", False)) as saver:
        for name, value in (environment(bus) | {"DISPLAY": desktop.display}).items():
            monkeypatch.setenv(name, value)
        session = Session(
            made,
            passphrase=WORDS,
            models=fake_models,
            lockable=True,
            on_event=lambda code, params: told.append((code, params)),
        )
        session.start()
        wait_for(lambda: session._sink is not None and session._sink.said[0] == "kept")
        assert told == []
        saver.replies["GetActive"] = ("b", True)
        saver.signal("/org/freedesktop/ScreenSaver", SAVER, "ActiveChanged", True)
        wait_for(lambda: ("auto_lock", {"reason": "screen"}) in told)
        session.lock()
        assert session_threads() == set()
        session.stop()
