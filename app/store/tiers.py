"""When what is remembered grows thinner: the picture goes first, then the small picture, then the text. Decided here, without a
store; done in `retention`.

A day goes whole, once all of it is older than its limit. What was pinned, and what was made of moments, stays.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from app.settings import Settings
from app.store.db import to_us

Tier = Literal["pictures", "thumbnails", "text"]
TIERS: tuple[Tier, ...] = ("pictures", "thumbnails", "text")
GB = 1_000_000_000
# Once above the cap, go on until below this share of it, so that the next hour's pictures do not cross it again.
ENOUGH = 0.95
# What is younger does not go because of its size: it may still be read, and the recorder builds on it.
YOUNG = timedelta(days=1)
_AT_ONCE_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How many days each tier stays and how many bytes all may take; 0 is for ever and without limit."""

    pictures_days: int = 0
    thumbnails_days: int = 0
    text_days: int = 0
    cap_bytes: int = 0

    def days(self, tier: Tier) -> int:
        """How long a tier stays. A small picture, which is made of the picture, stays at least as long as that."""
        if tier == "text":
            return self.text_days
        if tier == "pictures":
            return self.pictures_days
        return max(self.pictures_days, self.thumbnails_days) if self.pictures_days and self.thumbnails_days else 0

    def before_us(self, tier: Tier, now: datetime) -> int | None:
        """What is older than this goes; None where nothing does. The day ends by the zone of `now`."""
        days = self.days(tier)
        if not days:
            return None
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return to_us(midnight - timedelta(days=days))


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the memory takes, in bytes. `database` counts the pages in use."""

    pictures: int
    thumbnails: int
    database: int

    @property
    def total(self) -> int:
        return self.pictures + self.thumbnails + self.database


@dataclass(frozen=True, slots=True)
class Ages:
    """When the oldest of each tier that may go happened, in UTC microseconds; None where there is none."""

    pictures: int | None = None
    thumbnails: int | None = None
    text: int | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """The next thing to do: let go of what a tier holds from before a time. `for_size` says that age alone would not take it."""

    tier: Tier
    before_us: int
    for_size: bool = False


def limits_of(settings: Settings) -> Limits:
    """The limits that a user has set."""
    return Limits(settings.pictures_days, settings.thumbnails_days, settings.text_days, settings.max_gb * GB)


def pressed(limits: Limits, sizes: Sizes, *, easing: bool) -> bool:
    """Whether the memory is too large; `easing` says that it was, and has not come down far enough since.

    >>> limits = Limits(cap_bytes=100)
    >>> [pressed(limits, Sizes(90, 0, size), easing=easing) for size, easing in ((7, False), (11, False), (7, True), (4, True))]
    [False, True, True, False]
    """
    return bool(limits.cap_bytes) and sizes.total > limits.cap_bytes * (ENOUGH if easing else 1.0)


def plan(now: datetime, limits: Limits, sizes: Sizes, ages: Ages, *, easing: bool = False) -> Act | None:
    """What is to be done next, or None: first what is too old, in order of the tiers, then, above the cap, the oldest there is."""
    for tier in TIERS:
        oldest, before = getattr(ages, tier), limits.before_us(tier, now)
        if oldest is not None and before is not None and oldest < before:
            return Act(tier, before)
    if pressed(limits, sizes, easing=easing):
        young = to_us(now - YOUNG)
        for tier in TIERS:
            oldest = getattr(ages, tier)
            if oldest is not None and oldest < young:
                return Act(tier, min(young, oldest + _AT_ONCE_US), for_size=True)
    return None
