"""A clock that stands still, so that a picture taken tomorrow shows the same times. Hold it before anything of the program is imported.

The program reads the time by `datetime.now`, `time.time` and `time.time_ns` only; what it measures lengths with goes on.
"""

import datetime as dates
import time
from typing import Any

REAL = dates.datetime
ZONE = "Europe/Berlin"
# The Monday after the made-up week, in the morning.
NOW = REAL(2026, 11, 16, 9, 24, 30, tzinfo=dates.UTC)
LAST_DAY = dates.date(2026, 11, 15)


class _AnyDatetime(type):
    """A datetime that was made before the clock was held is one of the kind that stands here now."""

    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, REAL)

    def __subclasscheck__(cls, kind: type) -> bool:
        return issubclass(kind, REAL)


class _Held(REAL, metaclass=_AnyDatetime):
    """The machine's datetime, but for what it says of now."""

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return NOW.astimezone(tz) if tz is not None else NOW.astimezone().replace(tzinfo=None)

    @classmethod
    def utcnow(cls) -> Any:
        return NOW.replace(tzinfo=None)


def hold() -> None:
    """From now on it is always NOW in this process. There is no way back."""
    dates.datetime = _Held  # type: ignore[misc]
    time.time = NOW.timestamp
    time.time_ns = lambda: int(NOW.timestamp() * 1e9)
