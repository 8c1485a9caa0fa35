"""The machine's clocks, behind a Protocol so that a night passes in a second under test."""

import threading
import time
import warnings
from datetime import UTC, datetime
from typing import Protocol

import tzlocal

_ZONE_FOR_S = 60.0


class Clock(Protocol):
    """Time. `zone` is an IANA name; `suspended_s` how long the machine has slept since it started, if it knows."""

    def now(self) -> datetime: ...
    def zone(self) -> str: ...
    def monotonic_s(self) -> float: ...
    def suspended_s(self) -> float: ...
    def wait(self, stop: threading.Event, seconds: float) -> None: ...


class SystemClock:
    """The machine's own clocks and zone."""

    def __init__(self) -> None:
        self._zone, self._zone_at = "", 0.0

    def now(self) -> datetime:
        return datetime.now(UTC)

    def zone(self) -> str:
        """The zone that the machine is in now; people travel, so it is read again each minute."""
        now = time.monotonic()
        if not self._zone or now - self._zone_at > _ZONE_FOR_S:
            self._zone, self._zone_at = zone_name(), now
        return self._zone

    def monotonic_s(self) -> float:
        return time.monotonic()

    def suspended_s(self) -> float:
        """Zero where the system does not tell."""
        boot = getattr(time, "CLOCK_BOOTTIME", None)
        return time.clock_gettime(boot) - time.clock_gettime(time.CLOCK_MONOTONIC) if boot is not None else 0.0

    def wait(self, stop: threading.Event, seconds: float) -> None:
        stop.wait(seconds)


def zone_name() -> str:
    """The IANA name of the zone set on this machine; UTC where it has none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of machines whose settings disagree; the name still serves
        try:
            return str(getattr(tzlocal.reload_localzone(), "key", "") or "UTC")
        except (LookupError, ValueError, OSError):
            return "UTC"
