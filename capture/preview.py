"""What would be kept of the screen now, window by window, and why. Asks the same functions as the recorder; keeps nothing.

It does not say whether anything has changed: a picture that would be kept is kept by the recorder only when it differs
from the last one.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from capture.change import Pixels, rgb_bytes
from capture.frame import GrabFailedError, Monitor, Outcome, Rect, Window
from capture.idle import IDLE_AFTER_S, lock_screen_covers, resting
from capture.privacy import RuleLike, View, judge
from capture.regions import moved, overlap
from capture.screen import Desktop
from capture.sharing import is_shared
from capture.shot import WindowsMovedError, take_shot
from capture.window import host_of, hosts_in_title, is_browser, visible_parts

WIDTH_PX = 960


@dataclass(frozen=True, slots=True)
class Row:
    """A window on a monitor. `rect` is its part there, in pixels of the monitor; `reason` is a code where it is not kept.

    `site` is the host of the page that a browser shows, "" where that is not known; `window_id` tells windows apart.
    """

    monitor: str
    app: str
    title: str
    kept: bool
    reason: str
    rect: Rect
    focused: bool
    site: str = ""
    window_id: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at one monitor would end with: "kept", or an outcome and the code of its reason."""

    monitor: Monitor
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What would be kept of one monitor, made smaller: `rgb` is height_px * width_px * 3 bytes."""

    monitor: str
    rgb: bytes
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Preview:
    """All of it. `rest` is why nobody looks now, as (outcome, reason), or None; the rows then say what a look would keep.

    The rows are those of the first monitor first, and the topmost window first.
    """

    rest: tuple[Outcome, str] | None
    looks: tuple[Look, ...]
    rows: tuple[Row, ...]
    pictures: tuple[Picture, ...] = ()


def preview(
    desktop: Desktop,
    rules: Sequence[RuleLike],
    *,
    own_pid: int,
    paused: str | None = None,
    idle_after_s: float = IDLE_AFTER_S,
    off: Collection[str] = (),
    keep_unknown: bool = False,
    pause_when_shared: bool = True,
    picture_width_px: int = 0,
) -> Preview:
    """One look at the windows of a desktop, by the thread that owns its connection.

    `paused` is the caller's reason not to look; `off` are monitors that are not recorded. Pixels are taken only with a
    `picture_width_px`, and never of a monitor that shows nothing that may be kept. Raises ScreenLostError.
    """
    rest: tuple[Outcome, str] | None = ("paused", paused) if paused else None
    rest = rest or resting(desktop.idle.activity(), idle_after_s=idle_after_s)

    def look() -> View:
        windows = desktop.windows.visible()
        return View(windows, tuple(judge(windows, rules, own_pid=own_pid, keep_unknown=keep_unknown)))

    seen: list[tuple[Look, list[Row], Picture | None]] = []
    for monitor in desktop.screen.monitors():
        view = look()
        found, pixels = look_at(monitor, view, off, pause_when_shared=pause_when_shared), None
        if picture_width_px and rest is None and found.outcome == "kept":
            found, view, pixels = _with_pixels(desktop, found, view, look, pause_when_shared=pause_when_shared)
        picture = None if pixels is None else _picture(monitor.name, pixels, picture_width_px)
        seen.append((found, rows_of(monitor, view, found), picture))
    rows = tuple(row for _, some, _ in seen for row in some)
    pictures = tuple(picture for _, _, picture in seen if picture is not None)
    return Preview(rest, tuple(found for found, _, _ in seen), rows, pictures)


def _with_pixels(
    desktop: Desktop, found: Look, view: View, look: Callable[[], View], *, pause_when_shared: bool
) -> tuple[Look, View, Pixels | None]:
    """The look again with its picture, or without one where none can be taken now."""
    try:
        shot = take_shot(found.monitor, view, grab=desktop.screen.grab, look=look)
    except WindowsMovedError:
        return Look(found.monitor, "failed", "windows_moved"), view, None
    except GrabFailedError:
        return Look(found.monitor, "failed", "grab_failed"), view, None
    found = look_at(found.monitor, shot.view, pause_when_shared=pause_when_shared)
    return found, shot.view, shot.pixels if found.outcome == "kept" else None


def look_at(monitor: Monitor, view: View, off: Collection[str] = (), *, pause_when_shared: bool = True) -> Look:
    """What a look at a monitor would end with, when all of it has changed."""
    if monitor.name in off:
        return Look(monitor, "paused", "monitor_off")
    if lock_screen_covers(view.windows, monitor):
        return Look(monitor, "locked", "lock_screen")
    if pause_when_shared and is_shared(view.windows):
        return Look(monitor, "paused", "screen_shared")
    private = view.nothing_left(monitor.rect)
    if private:
        return Look(monitor, "excluded", private)
    return Look(monitor, "kept", "beside_excluded" if view.focus_excluded(monitor.rect) else "")


def rows_of(monitor: Monitor, view: View, look: Look) -> list[Row]:
    """The windows on a monitor, the topmost first. One of which nothing can be seen is not kept, for reason "covered"."""
    shut = look.reason if look.outcome in ("paused", "locked") else ""
    rows = []
    for index in reversed(range(len(view.windows))):
        window, verdict = view.windows[index], view.verdicts[index]
        part = overlap(window.rect, monitor.rect)
        if part is None:
            continue
        reason = verdict.reason or shut
        if not reason and not visible_parts(view.windows, index, monitor.rect):
            reason = "covered"
        rect = moved(part, -monitor.x, -monitor.y)
        named = window.app or window.process
        rows.append(
            Row(
                monitor.name, named, window.title, not reason, reason, rect, window.focused,
                site=_site(window), window_id=window.id,
            )
        )  # fmt: skip
    return rows


def _site(window: Window) -> str:
    if not is_browser(window):
        return ""
    return host_of(window) or next(iter(hosts_in_title(window)), "")


def _picture(name: str, pixels: Pixels, width_px: int) -> Picture:
    smaller = shrunk(pixels, max(1, -(-pixels.shape[1] // width_px)))
    return Picture(name, rgb_bytes(smaller), int(smaller.shape[1]), int(smaller.shape[0]))


def shrunk(pixels: Pixels, step: int) -> Pixels:
    """The picture at a fraction of its size: every `step` by `step` pixels become their mean. What is left over goes."""
    height, width = pixels.shape[0] // step, pixels.shape[1] // step
    if step == 1 or not height or not width:
        return pixels
    parts = pixels[: height * step, : width * step].reshape(height, step, width, step)
    result = parts[:, 0, :, 0] * 0
    for shift in (0, 8, 16):
        mean = ((parts >> shift) & 0xFF).sum(axis=(1, 3), dtype="uint32") // (step * step)
        result |= mean.astype("uint32") << shift
    return result
