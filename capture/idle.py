"""When not to look: nobody is there, or the screen is locked. Pure; asking the desktop is the platform file's part."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
class SessionState:
    """What the services of a desktop say of its session. None: there is no service that could say.

    `locked` and `inhibited` (a program asks that the screen stay on) are their answers; `failing` whether a lock service
    is there and errs or does not answer; `falling_asleep` whether the computer is about to suspend.
    """

    locked: bool | None = None
    inhibited: bool | None = None
    failing: bool = False
    falling_asleep: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    """What the desktop says about its user. None means that it cannot say.

    `idle_s` is the time since the last key or pointer input; `locked` what a lock service answers; `blanked` whether a
    screen saver has taken the screen; `inhibited` whether a program asks that the screen stay on; `lock_failing` whether
    a lock service is there and does not answer; `falling_asleep` whether the computer is about to suspend.
    """

    idle_s: float | None = None
    locked: bool | None = None
    blanked: bool = False
    inhibited: bool = False
    lock_failing: bool = False
    falling_asleep: bool = False

    def told(self, session: SessionState) -> "Activity":
        """The same, with what the session's services said."""
        return replace(
            self,
            locked=session.locked,
            inhibited=bool(session.inhibited),
            lock_failing=session.failing,
            falling_asleep=session.falling_asleep,
        )


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

    `watched`: much of the screen keeps changing, so that somebody may look on without touching anything; so may they
    while a program asks that the screen stay on.

    A desktop without idle time counts as used, one without a lock service as unlocked: a bare window manager has
    neither, and recording nothing there would be the greater fault. A lock service that fails is another matter: there
    is a lock, and it may be closed.

    >>> resting(Activity(idle_s=200.0))
    ('idle', 'no_input')
    >>> resting(Activity(idle_s=200.0, inhibited=True)) is None
    True
    >>> resting(Activity()) is None
    True
    """
    if activity.falling_asleep:
        return ("asleep", "falling_asleep")
    if activity.locked:
        return ("locked", "lock_service")
    if activity.lock_failing:
        return ("locked", "lock_service_failing")
    if activity.blanked:
        return ("idle", "screen_saver")
    if activity.idle_s is None or activity.idle_s < idle_after_s:
        return None
    if activity.idle_s < WATCHED_AT_MOST_S and (watched or activity.inhibited):
        return None
    return ("idle", "no_input")
