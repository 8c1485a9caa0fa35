"""What can be said about a list of windows without asking the desktop. Lists run from the lowest to the topmost."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePath
from urllib.parse import urlsplit

from capture.frame import Rect, Window
from capture.regions import overlap, shared_area, uncovered

_BROWSERS = (
    "firefox", "librewolf", "waterfox", "floorp", "zen", "chromium", "chrome", "google-chrome", "brave",
    "brave-browser", "vivaldi", "opera", "microsoft-edge", "msedge", "edge", "epiphany", "org.gnome.epiphany",
    "konqueror", "falkon", "qutebrowser", "midori", "tor browser", "mullvad browser", "safari", "navigator",
    "thorium", "yandex",
)  # fmt: skip
# From a window's application and title to the address of its page, "" where that is not known.
AddressOf = Callable[[str, str], str]
_PATH = re.compile(r"(?:^|(?<=[\s*\"'(\[]))(~?/[^\n*?\"<>|]+?)(?= [-\u2013\u2014|\u2022] |$|[\"')\]])")
_HOST = re.compile(r"(?<![\w@.-])((?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,6}[a-z]{2,24})(?![\w.-]*@)", re.IGNORECASE)


def names_of(window: Window) -> tuple[str, ...]:
    """The names that a rule about an application may mean, in lower case: its class and its process."""
    return tuple(name.lower() for name in (window.app, window.process) if name)


def is_browser(window: Window) -> bool:
    """Whether the window belongs to a web browser, by its name."""
    return any(name.startswith(_BROWSERS) for name in names_of(window))


def host_of(window: Window) -> str:
    """The host of the page that a browser shows, in lower case; empty when the address is not known."""
    return (urlsplit(window.url).hostname or "") if window.url else ""


def with_addresses(windows: Sequence[Window], address_of: AddressOf) -> tuple[Window, ...]:
    """The windows, those without an address with the one that their title leads to, marked as guessed."""
    found = [(window, "" if window.url else address_of(window.app, window.title)) for window in windows]
    return tuple(replace(window, url=url, url_guessed=True) if url else window for window, url in found)


def hosts_in_title(window: Window) -> tuple[str, ...]:
    """Names in a title that look like hosts; a hint, for a page may write there what it likes.

    >>> hosts_in_title(Window(1, "Firefox", "Inbox - mail.example.org - Firefox", "", 0, 0, 0, 9, 9, True))
    ('mail.example.org',)
    """
    return tuple(found.lower() for found in _HOST.findall(window.title[:500]))


def document_of(title: str, arguments: Sequence[str], folder: str, home: str, is_file: Callable[[str], bool]) -> str:
    """The path of the file that a window is on, by its title and the words its program was started with; empty when unknown.

    `folder` is where the program was started, `home` the user's own. Only a path for which `is_file` holds is given.

    >>> document_of("*~/plan.txt - Mousepad", [], "/", "/home/ada", lambda path: path.endswith(".txt"))
    '/home/ada/plan.txt'
    >>> document_of("plan.txt (~/work) - gedit", ["-s", "work/plan.txt"], "/home/ada", "/home/ada", lambda path: path.endswith(".txt"))
    '/home/ada/work/plan.txt'
    """
    for match in _PATH.finditer(title[:500]):
        found = match[1]
        path = home + found[1:] if found.startswith("~") else found
        if is_file(path):
            return path
    named = [one for one in arguments if not one.startswith("-") and PurePath(one).name and PurePath(one).name in title]
    for one in named:
        path = str(PurePath(folder) / one)
        if is_file(path):
            return path
    return ""


def focused_window(windows: Sequence[Window]) -> Window | None:
    """The window that has the focus, if one has."""
    return next((window for window in reversed(windows) if window.focused), None)


def visible_parts(windows: Sequence[Window], index: int, area: Rect) -> list[Rect]:
    """What can be seen of one window of the list inside an area: rectangles that do not overlap."""
    part = overlap(windows[index].rect, area)
    if part is None:
        return []
    return uncovered(part, (above.rect for above in windows[index + 1 :] if above.opaque))


def subject_of(
    windows: Sequence[Window], allowed: Sequence[bool], area: Rect, changed: Sequence[Rect], *, prefer_focus: bool
) -> Window | None:
    """The window that a picture of this area is about: the one that changed most, else the focused, else the topmost.

    `changed` are rectangles of the whole desktop; `allowed` says for each window whether it may be kept.
    """
    seen = [
        (window, visible_parts(windows, index, area))
        for index, window in enumerate(windows)
        if allowed[index] and overlap(window.rect, area)
    ]
    seen = [(window, parts) for window, parts in seen if parts]
    focused = next((window for window, _ in seen if window.focused), None)
    if focused is not None and prefer_focus:
        return focused
    most = max(((shared_area(parts, changed), window) for window, parts in seen), key=lambda one: one[0], default=None)
    if most is not None and most[0] > 0:
        return most[1]
    return focused or (seen[-1][0] if seen else None)
