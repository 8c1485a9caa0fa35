"""Does the machine run on its battery? Asked of the system at most twice a minute."""

import time
from functools import lru_cache

import psutil

_EVERY_S = 30.0


def on_battery() -> bool:
    """Whether no mains power is plugged in; False where there is no battery or nobody knows."""
    return _asked(int(time.monotonic() // _EVERY_S))


@lru_cache(maxsize=1)
def _asked(period: int) -> bool:
    del period
    try:
        battery = psutil.sensors_battery()
    except (OSError, AttributeError, ValueError, RuntimeError):
        return False
    return battery is not None and battery.power_plugged is False
