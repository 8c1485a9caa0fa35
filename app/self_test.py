"""The doctor's test card: shown on the screen, found by search, forgotten again. Says which step failed, never what was seen."""

import os
import secrets
import select
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from app.daemon import Session
from app.errors import KnownError
from app.memory import Memory
from app.records import Check, Filters, LedgerRow, Moment, Selection

CARD = "recollect-test-card"
FOUND_WITHIN_S = 60.0
_SHOWN_WITHIN_S = 20.0
_SEEN_TO_CLOSE_S = 7.0  # a recorder looks at least every five seconds
_ASK_EVERY_S = 0.2
_OWN_SENTENCES = ("excluded", "idle", "locked", "paused", "disk_full")
_CONSONANTS, _VOWELS = "bdfgkmnprstvz", "aeou"


def made_up_words(count: int = 3) -> tuple[str, ...]:
    """Words that no language has and no text recognition confuses, of three syllables each."""
    syllable: Callable[[], str] = lambda: secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS)  # noqa: E731
    return tuple("".join(syllable() for _ in range(3)) + secrets.choice("dgknt") for _ in range(count))


class Card:
    """The card on the screen, as a process of its own; it is gone when the block ends."""

    def __init__(self, words: Sequence[str], environment: dict[str, str] | None = None) -> None:
        self._words = words
        self._environment = dict(os.environ if environment is None else environment)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Show it. Raises KnownError "no_display", "self_test_not_shown"."""
        if sys.platform == "linux" and not self._environment.get("DISPLAY"):
            raise KnownError("no_display")
        if sys.platform == "linux":
            self._environment["QT_QPA_PLATFORM"] = "xcb"  # what is recorded is the X11 screen
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ui.test_card", *self._words], env=self._environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], _SHOWN_WITHIN_S)
        if not ready or self._process.stdout.readline() != b"shown\n":
            self.close()
            raise KnownError("self_test_not_shown")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the window; returns when it is gone."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.communicate(timeout=5)  # closes its standard input, and it ends
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def self_test(
    memory: Memory,
    build_session: Callable[[], Session],
    *,
    patience_s: float = FOUND_WITHIN_S,
    environment: dict[str, str] | None = None,
    on_found: Callable[[Moment], None] = lambda moment: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Check:
    """Show a card with made-up words, wait until search finds them, and forget the moments that showed it.

    A recorder that runs already is relied on; otherwise a session is built for as long as it takes, and all that it kept
    is forgotten. `environment` is what the card's process gets, this one's own when None. `on_found` hears the moment that
    shows the card, while it is still there; once `cancelled`, it waits no longer.
    """
    try:
        session = _started(build_session)
        try:
            code, params = _card_found(memory, session, patience_s, environment, on_found, cancelled)
        finally:
            if session is not None:
                session.close()
    except KnownError as error:
        return Check("self_test", False, error.code, error.params)
    return Check("self_test", code == "self_test_found", code, params)


def _started(build_session: Callable[[], Session]) -> Session | None:
    """A recording session, or None where another recorder runs. Raises KnownError no_display and its like."""
    session = build_session()
    try:
        session.start()
    except KnownError as error:
        session.close()
        if error.code != "recorder_running":
            raise
        return None
    return session


def _card_found(
    memory: Memory,
    session: Session | None,
    patience_s: float,
    environment: dict[str, str] | None,
    on_found: Callable[[Moment], None],
    cancelled: Callable[[], bool],
) -> tuple[str, dict[str, Any]]:
    words, begun = made_up_words(), datetime.now(UTC)
    shown = begun
    try:
        if memory.recording_state().state == "paused":
            return "self_test_paused", {}
        with Card(words, environment):
            shown, shown_s = datetime.now(UTC), time.monotonic()
            if (found := _found(memory, words, shown_s + patience_s, cancelled)) is not None:
                took_s = round(time.monotonic() - shown_s, 1)
                on_found(found)
                return "self_test_found", {"seconds": took_s}
            return failed_step(seen_since(memory, shown, words))
    finally:
        closed = datetime.now(UTC)
        if session is not None:
            session.stop()
            _forget(memory, _between(memory, session.started or begun))
        else:
            _await_look(memory, closed)
            _forget(memory, _that_showed(memory, words, shown, closed))
            _await_look(memory, datetime.now(UTC))  # a busy recorder may store late what it took while the card closed
            _forget(memory, _that_showed(memory, words, shown, closed))


def _found(memory: Memory, words: Sequence[str], until_s: float, cancelled: Callable[[], bool]) -> Moment | None:
    while True:
        result = memory.search(" ".join(words), Filters(kind="screen"), limit=5, meaning=False)
        if (found := next((hit.moment for hit in result.hits if _holds_all(hit.text, words)), None)) is not None:
            return found
        if cancelled() or time.monotonic() >= until_s:
            return None
        time.sleep(_ASK_EVERY_S)


def _holds_all(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


# -- which step failed -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Trace:
    """What is known of the time since the card was shown: the looks, what was kept, and whether its words were read."""

    looks: tuple[LedgerRow, ...]
    moments: tuple[Moment, ...]
    words_read: bool


def seen_since(memory: Memory, shown: datetime, words: Sequence[str]) -> Trace:
    """What happened since the card was shown."""
    moments = _between(memory, shown)
    read = any(_holds_all(memory.moment(one.id).moment.text, words) for one in moments)
    looks = memory.ledger(shown, datetime.now(UTC) + timedelta(seconds=1))
    return Trace(tuple(looks), tuple(moments), read)


def failed_step(trace: Trace) -> tuple[str, dict[str, Any]]:
    """Which step of showing, keeping, reading and finding failed, as a code with parameters."""
    if not trace.looks:
        return "self_test_no_look", {}
    if not trace.moments:
        last = trace.looks[-1]
        code = f"self_test_{last.outcome}" if last.outcome in _OWN_SENTENCES else "self_test_not_kept"
        return code, {"outcome": last.outcome, "reason": last.reason}
    if trace.words_read:
        return "self_test_not_found", {}
    failed = next((one.failure for one in trace.moments if one.reading == "failed"), "")
    if failed:
        return "self_test_reading_failed", {"reason": failed}
    waiting = sum(one.reading in ("pending", "reading") for one in trace.moments)
    return ("self_test_not_read", {"waiting": waiting}) if waiting else ("self_test_misread", {})


# -- leaving nothing behind --------------------------------------------------------------------------------------------


def _between(memory: Memory, since: datetime, until: datetime | None = None) -> list[Moment]:
    return memory.timeline(since, until, filters=Filters(kind="screen"), limit=1000)


def _await_look(memory: Memory, closed: datetime) -> None:
    """Wait until the recorder has looked again since the card was closed: what it took before is then in the memory."""
    until_s = time.monotonic() + _SEEN_TO_CLOSE_S
    while time.monotonic() < until_s:
        state = memory.recording_state()
        if state.state in ("off", "paused") or (state.last_tick is not None and state.last_tick > closed):
            return
        time.sleep(_ASK_EVERY_S)


def _that_showed(memory: Memory, words: Sequence[str], shown: datetime, closed: datetime) -> list[Moment]:
    """The moments in whose pictures the card stands: while it was shown, all of the monitors on which it was seen."""
    moments = _between(memory, shown)
    proven = {one.id for one in moments if one.app == CARD or _holds_any(memory, one, words)}
    monitors = {one.monitor for one in moments if one.id in proven}
    return [one for one in moments if one.id in proven or (one.time <= closed and one.monitor in monitors)]


def _holds_any(memory: Memory, moment: Moment, words: Sequence[str]) -> bool:
    folded = memory.moment(moment.id).moment.text.casefold()
    return any(word in folded for word in words)


def _forget(memory: Memory, moments: Sequence[Moment]) -> None:
    if moments:
        memory.forget(Selection(ids=tuple(one.id for one in moments)))
