"""Is the screen locked, is it kept awake: asked of real message buses with services that answer, err, or stay silent."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.memory import Memory
from app.sentences import SENTENCES
from capture._session_bus import SESSION_QUESTIONS, Answer, SessionBus, combined, session_of
from capture.idle import WATCHED_AT_MOST_S, Activity, SessionState, resting
from capture.screen import open_desktop
from tests.desktop import VirtualDesktop, missing_programs, wait_for
from tests.private_bus import FakeService, PrivateBus

needs_bus = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="dbus-daemon is not installed")
SAVER = "org.freedesktop.ScreenSaver"
LOGIND = "org.freedesktop.login1"
FAILED = "org.freedesktop.DBus.Error.Failed"
NOT_SUPPORTED = "org.freedesktop.DBus.Error.NotSupported"
AWAKE = {"LockedHint": ("b", False), "PreparingForSleep": ("b", False), "BlockInhibited": ("s", "shutdown:sleep")}
NOTHING = SessionState()


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[PrivateBus]:
    with PrivateBus(tmp_path / "session") as made:
        yield made


@pytest.fixture
def system(tmp_path: Path) -> Iterator[PrivateBus]:
    with PrivateBus(tmp_path / "system") as made:
        yield made


@pytest.fixture
def asking(bus: PrivateBus) -> Iterator[SessionBus]:
    """Asks at each call, on the session bus; patient, since the machine may be busy."""
    made = SessionBus(environment(bus), every_s=0.0, patience_s=5.0)
    yield made
    made.close()


def environment(bus: PrivateBus, system: PrivateBus | None = None) -> dict[str, str]:
    nowhere = "unix:path=/nowhere/at/all"
    return {
        "DBUS_SESSION_BUS_ADDRESS": bus.address,
        "DBUS_SYSTEM_BUS_ADDRESS": nowhere if system is None else system.address,
    }


# -- the lock ----------------------------------------------------------------------------------------------------------
@needs_bus
def test_a_bus_without_a_lock_service_says_nothing(asking: SessionBus) -> None:
    assert asking.state() == NOTHING


@pytest.mark.parametrize(
    "given", [{}, {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}, {"DBUS_SESSION_BUS_ADDRESS": "nonsense"}]
)
def test_without_a_bus_nothing_is_said_either(given: dict[str, str]) -> None:
    asking = SessionBus(given | {"DBUS_SYSTEM_BUS_ADDRESS": "tcp:host=nowhere,port=1"})
    assert asking.state() == NOTHING
    asking.close()


@needs_bus
@pytest.mark.parametrize("locked", [True, False])
@pytest.mark.parametrize("name", [SAVER, "org.gnome.ScreenSaver", "org.xfce.ScreenSaver"])
def test_a_lock_service_is_believed(bus: PrivateBus, asking: SessionBus, name: str, locked: bool) -> None:
    with FakeService(bus.address, name, GetActive=("b", locked)):
        assert asking.state() == SessionState(locked=locked)


@needs_bus
@pytest.mark.parametrize("reply", [FAILED, "org.freedesktop.DBus.Error.AccessDenied", ("s", "yes"), ("i", 1)])
def test_a_lock_service_that_errs_or_talks_nonsense_fails(
    bus: PrivateBus, asking: SessionBus, reply: tuple[str, object] | str
) -> None:
    with FakeService(bus.address, SAVER, GetActive=reply):
        assert asking.state() == SessionState(failing=True)


@needs_bus
def test_a_service_that_cannot_tell_of_locks_is_none(bus: PrivateBus, asking: SessionBus) -> None:
    with FakeService(bus.address, SAVER, GetActive=NOT_SUPPORTED):
        assert asking.state() == NOTHING
        with FakeService(bus.address, "org.gnome.ScreenSaver", GetActive=("b", False)):
            assert asking.state() == SessionState(locked=False)


@needs_bus
def test_a_silent_lock_service_fails_and_is_waited_for_only_once(bus: PrivateBus) -> None:
    asking = SessionBus(environment(bus), every_s=0.0)
    with FakeService(bus.address, SAVER, GetActive=None) as saver:
        for _ in range(20):
            assert asking.state() == SessionState(failing=True)
        assert saver.asked == ["GetActive"]
    wait_for(lambda: asking.state() == NOTHING)
    asking.close()


@needs_bus
def test_a_stopped_bus_with_a_lock_service_fails_and_recovers(bus: PrivateBus) -> None:
    asking = SessionBus(environment(bus), every_s=0.0)
    with FakeService(bus.address, SAVER, GetActive=("b", False)):
        wait_for(lambda: asking.state() == SessionState(locked=False))
        os.kill(bus.process.pid, signal.SIGSTOP)
        try:
            assert asking.state().failing
        finally:
            os.kill(bus.process.pid, signal.SIGCONT)
        wait_for(lambda: asking.state() == SessionState(locked=False))
    asking.close()


@needs_bus
def test_a_bus_that_dies_takes_the_knowledge_of_the_lock_with_it_until_it_is_back(
    bus: PrivateBus, asking: SessionBus
) -> None:
    with FakeService(bus.address, SAVER, GetActive=("b", False)):
        assert asking.state() == SessionState(locked=False)
        bus.kill()
        assert asking.state() == SessionState(failing=True)
        assert asking.state() == SessionState(failing=True)
    bus.start()
    assert asking.state() == NOTHING
    with FakeService(bus.address, SAVER, GetActive=("b", True)):
        assert asking.state() == SessionState(locked=True)


@needs_bus
def test_a_bus_without_a_lock_service_may_die_without_harm(bus: PrivateBus, asking: SessionBus) -> None:
    assert asking.state() == NOTHING
    bus.kill()
    assert asking.state() == NOTHING
    bus.start()


@needs_bus
def test_services_come_and_go(bus: PrivateBus, asking: SessionBus) -> None:
    for locked in (True, False):
        with FakeService(bus.address, SAVER, GetActive=("b", locked)):
            assert asking.state().locked is locked
        wait_for(lambda: asking.state() == NOTHING)


@needs_bus
def test_an_answer_holds_until_a_signal_says_otherwise(bus: PrivateBus) -> None:
    asking = SessionBus(environment(bus), every_s=3600.0, patience_s=5.0)
    with FakeService(bus.address, SAVER, GetActive=("b", False)) as saver:
        for _ in range(50):
            assert asking.state() == SessionState(locked=False)
        assert saver.asked == ["GetActive"]
        saver.replies["GetActive"] = ("b", True)
        saver.signal("/org/freedesktop/ScreenSaver", SAVER, "ActiveChanged", True)
        wait_for(lambda: asking.state().locked)
        assert saver.asked == ["GetActive"] * 2
    asking.close()


@needs_bus
def test_asking_starts_no_service(tmp_path: Path) -> None:
    with PrivateBus(tmp_path, with_services=True) as bus:
        asking = SessionBus(environment(bus, bus), every_s=0.0, patience_s=5.0)
        assert asking.state() == NOTHING
        asking.close()
        assert not bus.owns(LOGIND)
        assert not bus.owns(SAVER)


# -- logind and inhibitors ---------------------------------------------------------------------------------------------
@needs_bus
@pytest.mark.parametrize(
    ("replies", "state"),
    [
        ({}, SessionState(inhibited=False)),
        ({"LockedHint": ("b", True)}, SessionState(locked=True, inhibited=False)),
        ({"LockedHint": FAILED}, SessionState(failing=True, inhibited=False)),
        ({"LockedHint": "org.freedesktop.login1.NoSessionForPID"}, SessionState(inhibited=False)),
        ({"PreparingForSleep": ("b", True)}, SessionState(inhibited=False, falling_asleep=True)),
        ({"BlockInhibited": ("s", "sleep:idle:handle-lid-switch")}, SessionState(inhibited=True)),
        ({"BlockInhibited": ("s", "idleness")}, SessionState(inhibited=False)),
        ({"BlockInhibited": FAILED}, SessionState()),
    ],
)
def test_logind_tells_of_lock_sleep_and_inhibitors(
    bus: PrivateBus, system: PrivateBus, replies: dict[str, tuple[str, object] | str], state: SessionState
) -> None:
    asking = SessionBus(environment(bus, system), every_s=0.0, patience_s=5.0)
    with FakeService(system.address, LOGIND, **(AWAKE | replies)):
        assert asking.state() == state
    asking.close()


@needs_bus
@pytest.mark.parametrize("inhibited", [True, False])
@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("org.gnome.SessionManager", "IsInhibited"),
        ("org.kde.Solid.PowerManagement.PolicyAgent", "HasInhibition"),
        ("org.freedesktop.PowerManagement", "HasInhibit"),
    ],
)
def test_a_session_manager_tells_of_inhibitors(
    bus: PrivateBus, asking: SessionBus, name: str, member: str, inhibited: bool
) -> None:
    with FakeService(bus.address, name, **{member: ("b", inhibited)}):
        assert asking.state() == SessionState(inhibited=inhibited)


def test_every_question_has_its_own_place_among_the_answers() -> None:
    assert combined(dict.fromkeys(SESSION_QUESTIONS, Answer.ABSENT)) == NOTHING
    assert combined(dict.fromkeys(SESSION_QUESTIONS, Answer.YES)) == SessionState(locked=True, inhibited=True)
    mixed = dict.fromkeys(SESSION_QUESTIONS, Answer.NO) | {SESSION_QUESTIONS[0]: Answer.FAILING}
    assert combined(mixed) == SessionState(locked=False, inhibited=False, failing=True)


def test_another_display_than_our_own_has_no_session_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    assert session_of(":7") is not None
    assert session_of(":7.0") is not None
    assert session_of(":77") is None
    monkeypatch.delenv("DISPLAY")
    assert session_of(":7") is None


def test_outside_of_a_users_session_nobody_is_asked() -> None:
    assert SessionBus({})._sides == []
    assert len(SessionBus({"XDG_SESSION_ID": "2"})._sides) == 1


# -- what follows ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "rest"),
    [
        (SessionState(), None),
        (SessionState(locked=False), None),
        (SessionState(locked=True), ("locked", "lock_service")),
        (SessionState(failing=True), ("locked", "lock_service_failing")),
        (SessionState(locked=False, failing=True), ("locked", "lock_service_failing")),
        (SessionState(falling_asleep=True), ("asleep", "falling_asleep")),
    ],
)
def test_what_the_services_say_decides_whether_to_look(said: SessionState, rest: tuple[str, str] | None) -> None:
    assert resting(Activity(idle_s=1.0).told(said)) == rest


@pytest.mark.parametrize("watching", [{"watched": True}, {"inhibited": True}])
@pytest.mark.parametrize(
    ("idle_s", "looked_at"),
    [(179.0, True), (180.0, True), (WATCHED_AT_MOST_S - 1, True), (WATCHED_AT_MOST_S, False), (9e9, False)],
)
def test_a_watched_talk_is_looked_at_though_not_for_ever(
    watching: dict[str, bool], idle_s: float, looked_at: bool
) -> None:
    activity = Activity(idle_s=idle_s, inhibited=watching.get("inhibited", False))
    rest = resting(activity, watched=watching.get("watched", False))
    assert rest == (None if looked_at else ("idle", "no_input"))
    assert resting(Activity(idle_s=max(idle_s, 180.0))) == ("idle", "no_input")


@needs_bus
def test_a_state_between_two_rounds_costs_next_to_nothing(bus: PrivateBus) -> None:
    asking = SessionBus(environment(bus), every_s=3600.0, patience_s=5.0)
    with FakeService(bus.address, SAVER, GetActive=("b", False)):
        asking.state()
        before_s = time.thread_time()
        for _ in range(1000):
            asking.state()
        assert (time.thread_time() - before_s) / 1000 < 0.001
    asking.close()


@needs_bus
@pytest.mark.parametrize(
    ("reply", "detail"),
    [
        (("b", False), "lock_service_present"),
        (("b", True), "lock_service_present"),
        (FAILED, "lock_service_failing"),
        (NOT_SUPPORTED, "lock_service_absent"),
    ],
)
def test_the_doctor_says_whether_locks_are_noticed(
    memory: Memory, bus: PrivateBus, monkeypatch: pytest.MonkeyPatch, reply: tuple[str, object] | str, detail: str
) -> None:
    for name, value in environment(bus).items():
        monkeypatch.setenv(name, value)
    with FakeService(bus.address, SAVER, GetActive=reply):
        [check] = [check for check in memory.doctor() if check.name == "lock_service"]
    assert (check.ok, check.detail) == (True, detail)
    assert check.detail in SENTENCES


@needs_bus
@pytest.mark.display
@pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}")
def test_a_desktop_of_our_own_asks_its_buses_and_a_named_one_does_not(
    bus: PrivateBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    with VirtualDesktop(320, 240) as desk, FakeService(bus.address, SAVER, GetActive=("b", True)):
        for name, value in (environment(bus) | {"DISPLAY": desk.display}).items():
            monkeypatch.setenv(name, value)
        own = open_desktop()
        assert wait_for(own.idle.activity).locked is True
        own.screen.close()
        monkeypatch.setenv("DISPLAY", ":99999")
        other = open_desktop(desk.display)
        assert other.idle.activity().locked is None
        other.screen.close()
