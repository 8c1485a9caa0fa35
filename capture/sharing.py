"""Is the screen shown to others? Told by the windows that meeting and presentation programs put up. Pure.

X11 tells nobody that its pixels are being read, so this knows only what says so itself: the sharing bars of browsers and of
meeting programs, and presentations. A program that shares without a sign is not noticed.
"""

import re
from collections.abc import Sequence

from capture.frame import Window

_SIGNS = re.compile(
    r"\b(is|are) sharing (your|a|the|this) (screen|window|tab|entire screen)\b|sharing indicator|sharing (control|tool) ?bar|"
    r"screen ?sharing (toolbar|meeting controls|control)|^as_toolbar$|^presenting:|\bpresenter view\b|"
    r"^(xdg-desktop-portal|gnome-shell).*(sharing|casting)",
    re.IGNORECASE,
)


def is_shared(windows: Sequence[Window]) -> bool:
    """Whether one of the visible windows says that the screen is being shared or presented.

    >>> bar = Window(1, "chromium", "meet.example.org is sharing your screen.", "", 0, 0, 0, 9, 9, False)
    >>> is_shared([bar])
    True
    """
    return any(_is_sign(window) for window in windows)


def _is_sign(window: Window) -> bool:
    # A page may call itself so; the sign of a browser is a small window of its own.
    small = window.height <= 200 or window.title.lower().startswith(("presenting:", "as_toolbar"))
    return small and _SIGNS.search(window.title[:300]) is not None
