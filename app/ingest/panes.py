"""The windows that stand in a picture: packed when it is kept, and to which of them a line belongs when it is read. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from urllib.parse import urlsplit

from app.ingest.secret import cleaned
from app.records import Line, Rule
from app.store.frames import NewMoment
from capture.frame import Pane, Window
from capture.privacy import judge


@dataclass(frozen=True, slots=True)
class Shown:
    """A window as it stood in a picture: what it was, and the rectangles (x, y, width, height) of it that could be seen."""

    app: str
    title: str
    process: str
    url: str
    parts: tuple[tuple[int, int, int, int], ...]

    def holds(self, line: Line) -> bool:
        """Whether the middle of a line lies in it."""
        x, y = line.box.x + line.box.width / 2, line.box.y + line.box.height / 2
        return any(left <= x < left + width and top <= y < top + height for left, top, width, height in self.parts)

    def of(self, moment: NewMoment) -> NewMoment:
        """The moment as if it were about this window."""
        return replace(
            moment, app=self.app, title=self.title, process=self.process, url=self.url, site=site_of(self.url)
        )


def pack_panes(panes: Sequence[Pane]) -> str:
    """As JSON, without the secrets in titles and addresses."""
    packed = [
        [
            one.window.app,
            cleaned(one.window.title),
            one.window.process,
            address_of(one.window),
            [list(part) for part in one.parts],
        ]
        for one in panes
    ]
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":")) if packed else ""


def address_of(window: Window) -> str:
    """Where what a window shows can be found again: the page's address, or that of the file; without secrets."""
    if window.url:
        return cleaned(window.url)
    return cleaned(PurePath(window.document).as_uri()) if window.document else ""


def unpack_panes(packed: str) -> list[Shown]:
    """The windows of a picture again, the topmost first."""
    if not packed:
        return []
    return [
        Shown(app, title, process, url, tuple((x, y, width, height) for x, y, width, height in parts))
        for app, title, process, url, parts in json.loads(packed)
    ]


def by_window(
    moment: NewMoment, shown: Sequence[Shown], lines: Sequence[tuple[int, Line]]
) -> list[tuple[NewMoment, list[tuple[int, Line]]]]:
    """The lines of each window with the moment as that window's; lines in none stay the moment's own."""
    groups: dict[int, list[tuple[int, Line]]] = {}
    for numbered in lines:
        home = next((index for index, one in enumerate(shown) if one.holds(numbered[1])), -1)
        groups.setdefault(home, []).append(numbered)
    return [(shown[home].of(moment) if home >= 0 else moment, held) for home, held in groups.items()]


def site_excluded(url: str, rules: Sequence[Rule]) -> bool:
    """Whether the user's rules leave out the site of an address that became known only after its picture was taken."""
    page = Window(0, "firefox", "", "", 0, 0, 0, 0, 0, focused=True, url=url)
    return not judge([page], [rule for rule in rules if rule.field == "site"])[0].keep


def site_of(url: str) -> str:
    """The host of an address, in lower case, without "www.".

    >>> site_of("https://www.Example.org/a?b=c")
    'example.org'
    """
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    except ValueError:
        return ""
