"""The budget: how much reading may cost now, and what it has cost. Looking is never slowed. Decides; acts on nothing itself."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from app.settings import Settings

_BURST_S = 120.0  # what was saved in so long may be spent at once: a page that is opened is read at once
_METER_S = 60.0
_LEAST_S = 0.001
SLOWER = 0.4  # of the share, on battery


@dataclass(frozen=True, slots=True)
class Cost:
    """What this session costs now: processor time of the last minute in per cent of one core, and pictures of today."""

    cpu_percent: float
    cpu_limit_percent: float
    mb_today: float
    mb_limit: int
    waiting: str = ""


class Governor:
    """Keeps reading inside its share of the processor. Belongs to the reading thread; `cost` may be asked from any.

    `on_battery` tells whether the machine runs on its battery now.
    """

    def __init__(self, settings: Settings, on_battery: Callable[[], bool]) -> None:
        self._settings, self._on_battery = settings, on_battery
        self._saved_s = settings.cpu_share / 100 * _BURST_S
        self._at_s: float | None = None
        self._spent: deque[tuple[float, float]] = deque()
        self._bytes_today = 0
        self._waiting = ""

    @property
    def share(self) -> float:
        """Processor seconds a second that reading may use now."""
        share = self._settings.cpu_share / 100
        if not self._on_battery():
            return share
        return {"same": share, "slower": share * SLOWER, "wait": 0.0}[self._settings.on_battery]

    def spent(self, cpu_s: float, now_s: float) -> None:
        """So much processor time was used since it was last said; all that this session does counts for the meter."""
        self._spent.append((now_s, cpu_s))
        while self._spent and self._spent[0][0] < now_s - _METER_S:
            self._spent.popleft()

    def read(self, cpu_s: float) -> None:
        """Reading used so much of its share."""
        self._saved_s -= cpu_s

    def wait_s(self, now_s: float) -> float:
        """How long reading has to wait, in seconds; 0 when it may go on."""
        share = self.share
        passed_s = 0.0 if self._at_s is None else max(0.0, now_s - self._at_s)
        self._at_s = now_s
        self._saved_s = min(self._saved_s + share * passed_s, max(share, 0.01) * _BURST_S)
        if share == 0.0:
            self._waiting = "battery"
            return _METER_S
        owes = self._saved_s < -_LEAST_S
        self._waiting = "share" if owes else ""
        return -self._saved_s / share if owes else 0.0

    def kept(self, bytes_today: int) -> None:
        """So many bytes of pictures belong to today."""
        self._bytes_today = bytes_today

    @property
    def full(self) -> bool:
        """Whether today's room for pictures is used up."""
        return self._bytes_today >= self._settings.mb_a_day * 1_000_000

    def cost(self, now_s: float) -> Cost:
        """The meter."""
        recent = sum(cpu_s for at_s, cpu_s in list(self._spent) if at_s >= now_s - _METER_S)
        return Cost(
            round(100 * recent / _METER_S, 2), round(100 * self.share, 1), round(self._bytes_today / 1e6, 2),
            self._settings.mb_a_day, self._waiting,
        )  # fmt: skip
