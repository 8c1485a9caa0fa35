"""When not to look: nobody is there, or the screen is locked. Pure; asking the desktop is the platform file's part."""

from collections.abc import Sequence
from dataclasses import dataclass

from capture.frame import Monitor, Outcome, Window
from capture.regions import overlap
from capture.window import names_of

IDLE_AFTER_S = 180.0
WATCHED_AT_MOST_S = 4 * 3600.0  # nobody watches longer without touching anything
_LOCKERS = (
    "i3lock", "slock", "xlock", "xtrlock", "xsecurelock", "physlock", "swaylock", "light-locker", "betterlockscreen",
    "xscreensaver", "gnome-screensaver", "mate-screensaver", "cinnamon-screensaver", "xfce4-screensaver",
    "kscreenlocker", "lightdm-gtk-greeter", "dm-tool",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Activity:
    """What the desktop says about its user. None means that it cannot say.

    `idle_s` is the time since the last key or pointer input; `locked` what a lock service answers; `blanked` whether a
    screen saver has taken the screen.
    """

    idle_s: float | None = None
    locked: bool | None = None
    blanked: bool = False


def is_locker(window: Window) -> bool:
    """Whether the window belongs to a screen locker."""
    return any(name.startswith(_LOCKERS) for name in names_of(window))


def lock_screen_covers(windows: Sequence[Window], monitor: Monitor) -> bool:
    """Whether a screen locker covers the whole of a monitor."""
    return any(overlap(window.rect, monitor.rect) == monitor.rect for window in windows if is_locker(window))


def resting(
    activity: Activity, *, idle_after_s: float = IDLE_AFTER_S, watched: bool = False
) -> tuple[Outcome, str] | None:
    """Why not to look now, as (outcome, reason); None when one may.

    `watched`: much of the screen keeps changing, so that somebody may look on without touching anything.

    A desktop without idle time counts as used, one without a lock service as unlocked: a bare window manager has
    neither, and recording nothing there would be the greater fault.

    >>> resting(Activity(idle_s=200.0))
    ('idle', 'no_input')
    >>> resting(Activity()) is None
    True
    """
    if activity.locked:
        return ("locked", "lock_service")
    if activity.blanked:
        return ("idle", "screen_saver")
    if activity.idle_s is None or activity.idle_s < idle_after_s:
        return None
    if not watched or activity.idle_s >= WATCHED_AT_MOST_S:
        return ("idle", "no_input")
    return None
