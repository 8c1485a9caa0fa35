"""What a Linux desktop's services say of its user, over D-Bus: is the screen locked, does a program keep it awake?

Asked are screen savers and session managers on the session bus and logind on the system bus, if they are there: none is
ever started by asking. Between two rounds of questions only the socket is looked at, for signals that make one due.
What to make of the answers as a whole stands in `combined`, what to do with that in `capture.idle`.
"""

import contextlib
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

from jeepney import DBusAddress, HeaderFields, Message, MessageType

from capture._bus_line import THE_BUS, BusLine, BusLostError, answers
from capture.idle import SessionState

PATIENCE_S = 0.25
EVERY_S = 1.0
# A service that swallowed a question is asked again after this long; until then nobody waits for it.
_ASK_ANEW_S = 10.0
_SYSTEM_BUS = "unix:path=/var/run/dbus/system_bus_socket"
# The service is there but has no such thing to tell: GNOME's org.freedesktop.ScreenSaver answers NotSupported, programs
# that own that name only to be told of inhibitors UnknownMethod, logind NoSessionForPID outside of any session.
_HAS_NO_SUCH = {
    *(
        f"org.freedesktop.DBus.Error.{name}"
        for name in (
            "NotSupported", "UnknownMethod", "UnknownObject", "UnknownInterface", "UnknownProperty", "ServiceUnknown",
            "NameHasNoOwner",
        )
    ),
    "org.freedesktop.login1.NoSessionForPID",
    "org.freedesktop.login1.NoSuchSession",
}  # fmt: skip


class Answer(Enum):
    """What came of a question. `ABSENT`: nobody is there who could say; `FAILING`: somebody is, and does not."""

    YES = "yes"
    NO = "no"
    ABSENT = "absent"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Question:
    """One question to one service, with how to read its answer. `about`: a lock's own service, logind's hint, ..."""

    about: Literal["lock", "hint", "sleep", "inhibitor"]
    whom: DBusAddress
    method: str
    signature: str | None
    body: tuple[Any, ...]
    read: Callable[[Any], bool]

    @property
    def service(self) -> str:
        return str(self.whom.bus_name)


def _saver(service: str) -> Question:
    whom = DBusAddress("/" + service.replace(".", "/"), service, service)
    return Question("lock", whom, "GetActive", None, (), _boolean)


def _keeper(service: str, path: str, method: str, *flags: int, interface: str = "") -> Question:
    whom = DBusAddress(path, service, interface or service)
    return Question("inhibitor", whom, method, "u" * len(flags) or None, flags, _boolean)


def _property(
    about: Literal["hint", "sleep", "inhibitor"], of: str, path: str, read: Callable[[Any], bool]
) -> Question:
    interface, _, name = of.rpartition(".")
    whom = DBusAddress(path, "org.freedesktop.login1", "org.freedesktop.DBus.Properties")
    return Question(about, whom, "Get", "ss", (interface, name), lambda answer: read(answer[1]))


def _boolean(answer: Any) -> bool:
    if not isinstance(answer, bool):
        raise TypeError
    return answer


def _names_idle(answer: Any) -> bool:
    if not isinstance(answer, str):
        raise TypeError
    return "idle" in answer.split(":")


_KDE = "org.kde.Solid.PowerManagement.PolicyAgent"
_POWER = "org.freedesktop.PowerManagement"
_LOGIND = "/org/freedesktop/login1"
SESSION_QUESTIONS = (
    *(_saver(f"org.{desktop}.ScreenSaver") for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce")),
    # 8: the session must not become idle (GNOME, MATE, Cinnamon); 4: the screen must stay as it is (KDE)
    _keeper("org.gnome.SessionManager", "/org/gnome/SessionManager", "IsInhibited", 8),
    _keeper(_KDE, "/" + _KDE.replace(".", "/"), "HasInhibition", 4),
    _keeper(_POWER, "/" + _POWER.replace(".", "/") + "/Inhibit", "HasInhibit", interface=f"{_POWER}.Inhibit"),
)
SYSTEM_QUESTIONS = (
    # "auto" is the session of the asking process or, where it has none, that of its user's screen
    _property("hint", "org.freedesktop.login1.Session.LockedHint", f"{_LOGIND}/session/auto", _boolean),
    _property("sleep", "org.freedesktop.login1.Manager.PreparingForSleep", _LOGIND, _boolean),
    _property("inhibitor", "org.freedesktop.login1.Manager.BlockInhibited", _LOGIND, _names_idle),
)
_SESSION_SIGNALS = ("type='signal',member='ActiveChanged'",)
_SYSTEM_SIGNALS = (
    "type='signal',sender='org.freedesktop.login1',member='PrepareForSleep'",
    "type='signal',sender='org.freedesktop.login1',member='PropertiesChanged',path_namespace='/org/freedesktop/login1/session'",
)


def combined(found: Mapping[Question, Answer]) -> SessionState:
    """All answers as one state.

    logind only repeats what a locker told it, so that its "not locked" proves nothing where no locker speaks to it: it
    counts when it says locked, and when it fails.
    """
    given = {
        about: {found[one] for one in found if one.about == about} for about in ("lock", "hint", "sleep", "inhibitor")
    }
    locks = given["lock"] | (given["hint"] - {Answer.NO})
    return SessionState(
        locked=_any_yes(locks),
        inhibited=_any_yes(given["inhibitor"]),
        failing=Answer.FAILING in locks,
        falling_asleep=Answer.YES in given["sleep"],
    )


def _any_yes(given: set[Answer]) -> bool | None:
    if Answer.YES in given:
        return True
    return False if Answer.NO in given else None


class _Side:
    """One bus, the questions asked there, and what was answered last."""

    def __init__(self, address: str, questions: Sequence[Question], signals: Sequence[str], patience_s: float) -> None:
        self._address, self._questions, self._signals = address, questions, signals
        self._patience_s = patience_s
        self._line: BusLine | None = None
        self._forget()
        self._answers: dict[Question, Answer] = {}

    def _forget(self) -> None:
        self._there: set[str] = set()
        self._open: dict[int, tuple[Question, float]] = {}
        self._fresh: set[int] = set()
        self.stale = True

    def listen(self) -> None:
        """Take in what has come by itself; `stale` is set when it makes new questions worth while."""
        with self._or_lost():
            if self._line is not None:
                for message in self._line.messages(0.0):
                    self._take(message)

    def ask(self) -> None:
        """Send a round of questions, to those who are there and owe no answer."""
        with self._or_lost():
            if self._line is None:
                self._connect()
            assert self._line is not None
            now_s = time.monotonic()
            self._open = {number: (one, at) for number, (one, at) in self._open.items() if now_s - at < _ASK_ANEW_S}
            owing = {one for one, _ in self._open.values()}
            self._fresh = set()
            for one in self._questions:
                if one.service in self._there and one not in owing:
                    number = self._line.ask(one.whom, one.method, one.signature, one.body)
                    self._open[number] = (one, now_s)
                    self._fresh.add(number)
        self.stale = False

    def hear(self, until_s: float) -> None:
        """Wait for the answers of the last round."""
        with self._or_lost():
            if self._line is not None and self._fresh:
                for message in self._line.messages(until_s):
                    self._take(message)
                    if not self._fresh:
                        return

    def answers(self) -> dict[Question, Answer]:
        """What is known now. A service that still owes an answer fails; so does a lock service with a bus that went."""
        if self._line is None:
            return {one: _of_lost_bus(one, self._answers.get(one, Answer.ABSENT)) for one in self._questions}
        owing = {one for one, _ in self._open.values()}
        for one in self._questions:
            if one.service not in self._there:
                self._answers[one] = Answer.ABSENT
            elif one in owing:
                self._answers[one] = Answer.FAILING
        return dict(self._answers)

    def close(self) -> None:
        """Let go of the bus; what was answered stays known."""
        if self._line is not None:
            self._line.close()
            self._line = None
        self._forget()

    @contextlib.contextmanager
    def _or_lost(self) -> Iterator[None]:
        try:
            yield
        except BusLostError:
            self.close()

    def _connect(self) -> None:
        """Learn who is there; told of changes from before it asks, so that none is missed. Raises BusLostError."""
        until_s = time.monotonic() + self._patience_s
        line = self._line = BusLine(self._address, patience_s=self._patience_s)
        services = dict.fromkeys(one.service for one in self._questions)
        changes = [
            f"type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='{name}'" for name in services
        ]
        for rule in (*self._signals, *changes):
            line.tell(THE_BUS, "AddMatch", "s", (rule,))
        asked = {line.ask(THE_BUS, "NameHasOwner", "s", (name,)): name for name in services}
        for message in line.messages(until_s):
            name = asked.pop(answers(message), None)
            if name is None:
                self._take(message)
            elif message.header.message_type is MessageType.method_return and message.body[0]:
                self._there.add(name)
            if not asked:
                return
        raise BusLostError

    def _take(self, message: Message) -> None:
        if message.header.message_type is MessageType.signal:
            self._take_signal(message)
            return
        number = answers(message)
        one, _ = self._open.pop(number, (None, 0.0))
        self._fresh.discard(number)
        if one is not None:
            self._answers[one] = _answer(one, message)

    def _take_signal(self, message: Message) -> None:
        fields = message.header.fields
        if fields.get(HeaderFields.sender) != THE_BUS.bus_name:
            self.stale = True
        elif fields.get(HeaderFields.member) == "NameOwnerChanged":
            self.stale = True
            name, _, owner = message.body
            self._open = {number: held for number, held in self._open.items() if held[0].service != name}
            self._fresh &= self._open.keys()
            if owner:
                self._there.add(name)
            else:
                self._there.discard(name)


def _answer(one: Question, message: Message) -> Answer:
    if message.header.message_type is MessageType.error:
        error = message.header.fields.get(HeaderFields.error_name)
        return Answer.ABSENT if error in _HAS_NO_SUCH else Answer.FAILING
    try:
        return Answer.YES if one.read(message.body[0]) else Answer.NO
    except (TypeError, LookupError):
        return Answer.FAILING


def _of_lost_bus(one: Question, last: Answer) -> Answer:
    return Answer.FAILING if one.about in ("lock", "hint") and last is not Answer.ABSENT else Answer.ABSENT


class SessionBus:
    """The services of the session that an environment belongs to. For one thread; nothing is connected before `state`."""

    def __init__(
        self, environment: Mapping[str, str] | None = None, *, every_s: float = EVERY_S, patience_s: float = PATIENCE_S
    ) -> None:
        """`environment`: whose session it is, that of this process when None.

        `every_s`: how long an answer holds, if nothing signals a change; `patience_s`: how long all services together
        may take.
        """
        self._every_s, self._patience_s = every_s, patience_s
        self._asked_s = float("-inf")
        self._state = SessionState()
        self._sides: list[_Side] = []
        given = os.environ if environment is None else environment
        session = given.get("DBUS_SESSION_BUS_ADDRESS", "")
        if session:
            self._sides.append(_Side(session, SESSION_QUESTIONS, _SESSION_SIGNALS, patience_s))
        if session or given.get("XDG_SESSION_ID"):  # without either this is no user's session, and logind would guess
            system = given.get("DBUS_SYSTEM_BUS_ADDRESS", "") or _SYSTEM_BUS
            self._sides.append(_Side(system, SYSTEM_QUESTIONS, _SYSTEM_SIGNALS, patience_s))

    def state(self) -> SessionState:
        """How it is now, at most `every_s` old. Never raises: what cannot be asked is None, or `failing`."""
        for side in self._sides:
            side.listen()
        now_s = time.monotonic()
        if now_s - self._asked_s < self._every_s and not any(side.stale for side in self._sides):
            return self._state
        self._asked_s = now_s
        for side in self._sides:
            side.ask()
        until_s = time.monotonic() + self._patience_s
        for side in self._sides:
            side.hear(until_s)
        self._state = combined({one: answer for side in self._sides for one, answer in side.answers().items()})
        return self._state

    def close(self) -> None:
        """Let go of the buses; `state` would connect again."""
        for side in self._sides:
            side.close()


def session_of(display: str) -> SessionBus | None:
    """The services of the session on an X display; None for a display that is not this process' own.

    The buses of this process' environment tell of the display that stands there too, and of no other.
    """
    own, other = (re.sub(r"(:\d+)\.\d+$", r"\1", name) for name in (os.environ.get("DISPLAY", ""), display))
    return SessionBus() if own == other else None
