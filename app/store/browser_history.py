"""Which page has which address, by the histories that browsers keep on this computer. Only read, and only from copies.

A browser locks its history while it runs, so the file is copied (with its write-ahead log) into a folder that only the
user may enter, in memory where the system has such a place, and removed again. Neither titles nor addresses are logged.

Chromium writes its history every ten seconds, Firefox sooner: a page that was just opened is not in it yet.
"""

import contextlib
import logging
import os
import re
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

log = logging.getLogger(__name__)

LARGEST_BYTES = 512 << 20
_MOST_PAGES = 5000
_MOST_PROFILES = 8
_LONGEST_URL = 4096
_READ_AT_MOST_S = 2.0
_PREFIX = "recollect-history-"
_LEFT_BEHIND_AFTER_S = 120.0
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
_SCHEMES = ("http", "https", "file", "ftp")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was visited, and when last."""

    title: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Engine:
    """How a family of browsers keeps its history: file name, first moment of its clock, and the question to ask."""

    file: str
    epoch: datetime
    sql: str


_CHROMIUM = _Engine(
    "History",
    datetime(1601, 1, 1, tzinfo=UTC),
    "SELECT title, url, last_visit_time FROM urls WHERE last_visit_time >= ? AND hidden = 0"
    " ORDER BY last_visit_time DESC LIMIT ?",
)
_FIREFOX = _Engine(
    "places.sqlite",
    datetime(1970, 1, 1, tzinfo=UTC),
    "SELECT title, url, last_visit_date FROM moz_places WHERE last_visit_date >= ? AND hidden = 0"
    " ORDER BY last_visit_date DESC LIMIT ?",
)
# Where each keeps its profiles: below the folder for settings, or below home (as snap, as flatpak).
_BROWSERS: dict[str, tuple[_Engine, tuple[str, ...]]] = {
    "chromium": (_CHROMIUM, ("{config}/chromium", "{home}/snap/chromium/common/chromium",
                             "{home}/.var/app/org.chromium.Chromium/config/chromium")),
    "google-chrome": (_CHROMIUM, ("{config}/google-chrome", "{config}/google-chrome-beta", "{config}/google-chrome-unstable",
                                  "{home}/.var/app/com.google.Chrome/config/google-chrome")),
    "brave": (_CHROMIUM, ("{config}/BraveSoftware/Brave-Browser",
                          "{home}/.var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser")),
    "edge": (_CHROMIUM, ("{config}/microsoft-edge", "{config}/microsoft-edge-beta", "{config}/microsoft-edge-dev",
                         "{home}/.var/app/com.microsoft.Edge/config/microsoft-edge")),
    "vivaldi": (_CHROMIUM, ("{config}/vivaldi", "{home}/.var/app/com.vivaldi.Vivaldi/config/vivaldi")),
    "opera": (_CHROMIUM, ("{config}/opera", "{home}/.var/app/com.opera.Opera/config/opera")),
    "firefox": (_FIREFOX, ("{home}/.mozilla/firefox", "{config}/mozilla/firefox",
                           "{home}/snap/firefox/common/.mozilla/firefox",
                           "{home}/.var/app/org.mozilla.firefox/.mozilla/firefox")),
    "librewolf": (_FIREFOX, ("{home}/.librewolf", "{home}/.var/app/io.gitlab.librewolf-community/.librewolf")),
    "waterfox": (_FIREFOX, ("{home}/.waterfox",)),
    "floorp": (_FIREFOX, ("{home}/.floorp",)),
    "zen": (_FIREFOX, ("{home}/.zen",)),
}  # fmt: skip
_OTHER_NAMES = {"chrome": "google-chrome", "google chrome": "google-chrome", "microsoft-edge": "edge", "msedge": "edge"}
_APP = re.compile(rf"(?:^|\.)({'|'.join(sorted([*_BROWSERS, *_OTHER_NAMES], key=len, reverse=True))})(?![a-z])")
# What browsers put behind a page's title. The marks of private windows are not among them: those have no history.
_SUFFIX = re.compile(
    r"\s[-–—]\s(?:Chromium|Google Chrome(?: \((?:beta|dev|canary)\))?|Brave|Microsoft Edge(?: (?:Beta|Dev))?|Vivaldi|Opera|"
    r"(?:Mozilla )?Firefox(?: (?:Developer Edition|Nightly|Beta|ESR))?|LibreWolf|Waterfox|(?:Ablaze )?Floorp|Zen(?: Browser)?)$"
)
_PROFILE = re.compile(r"\s-\s[^-]{1,60}$")  # Edge names the profile too, and how many pages there are
_MORE_PAGES = re.compile(r" and \d+ more pages?$")


def browser_of(app: str) -> str:
    """The browser that an application's name means; empty for anything else.

    >>> browser_of("Google-chrome"), browser_of("org.mozilla.firefox"), browser_of("Zenity")
    ('google-chrome', 'firefox', '')
    """
    found = _APP.search(app.casefold())
    return _OTHER_NAMES.get(found[1], found[1]) if found else ""


# -- titles ------------------------------------------------------------------------------------------------------------


def page_titles(title: str) -> list[str]:
    """What a page may be called whose window bears this title, the likeliest first.

    >>> page_titles("Seed swap - Chromium")
    ['Seed swap']
    """
    whole = _cleaned(title)
    page = _SUFFIX.sub("", whole)
    found = [page]
    if page != whole:
        without_profile = _PROFILE.sub("", page)
        found += [without_profile, _MORE_PAGES.sub("", without_profile)]
    return list(dict.fromkeys(one for one in found if one))


def newest_by_title(pages: Iterable[Page]) -> dict[str, str]:
    """The address of the newest page of each title."""
    return {page.title: page.url for page in sorted(pages, key=lambda page: page.at) if page.title}


def address_in(title: str, addresses: Mapping[str, str]) -> str:
    """The address that belongs to a window's title; empty when there is none."""
    return next((addresses[page] for page in page_titles(title) if page in addresses), "")


def address_for(title: str, pages: Iterable[Page]) -> str:
    """The address of the newest page with exactly the title that a window shows; empty when there is none.

    A hint, not a proof: two pages may bear the same title, and a page may call itself what it likes.
    """
    return address_in(title, newest_by_title(pages))


def _cleaned(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text.replace("\u200b", "")).split())[:1000]


# -- reading -----------------------------------------------------------------------------------------------------------


def histories(browser: str, profiles: Path | None = None) -> list[Path]:
    """The history files of a browser, the last written first. `profiles` is the folder of its profiles, if not the usual."""
    if browser not in _BROWSERS:
        return []
    engine, places = _BROWSERS[browser]
    config = os.environ.get("XDG_CONFIG_HOME", "")
    home = Path.home()
    known = {"home": str(home), "config": config if config.startswith("/") else str(home / ".config")}
    roots = [Path(place.format(**known)) for place in places] if profiles is None else [profiles]
    found: list[tuple[int, Path]] = []
    for root in roots:
        for file in (*root.glob(engine.file), *root.glob(f"*/{engine.file}")):
            with contextlib.suppress(OSError):
                found.append((file.stat().st_mtime_ns, file))
    return [file for _, file in sorted(found, reverse=True)[:_MOST_PROFILES]]


def stamp(browser: str, profiles: Path | None = None) -> tuple[tuple[str, int, int], ...]:
    """What changes when a browser writes its history. Cheap to ask."""
    return tuple((str(part), *_stamp_of(part)) for file in histories(browser, profiles) for part in _parts(file))


def recent_pages(browser: str, since: datetime, *, profiles: Path | None = None) -> list[Page]:
    """The pages that were visited since a time, the last visited first; of all profiles.

    A history that is damaged, or of a schema that is not known, counts as empty; the log says so.
    """
    pages: list[Page] = []
    for file in histories(browser, profiles):
        try:
            with _copied(file) as copy:
                pages += _pages(copy, _BROWSERS[browser][0], since)
        except sqlite3.Error as failure:
            log.warning("history of %s left out: %s", browser, _code(failure))
        except OSError as failure:
            log.warning("history of %s left out: errno %s", browser, failure.errno)
    return sorted(pages, key=lambda page: page.at, reverse=True)[:_MOST_PAGES]


def _parts(file: Path) -> tuple[Path, Path]:
    return file, file.with_name(f"{file.name}-wal")


def _stamp_of(file: Path) -> tuple[int, int]:
    try:
        state = file.stat()
    except OSError:
        return (0, 0)
    return (state.st_mtime_ns, state.st_size)


@contextlib.contextmanager
def _copied(file: Path) -> Iterator[Path]:
    """A copy of a history, as long as the block lasts. Raises OSError.

    The rollback journal is not copied: Chromium keeps a change open for ten seconds at a time, during which the file still is
    what it was before, and a copy with the journal would have to be rolled back first.
    """
    size_bytes = sum(_stamp_of(part)[1] for part in _parts(file))
    if size_bytes > LARGEST_BYTES:
        raise OSError(27, "too large")
    place = _roomy(size_bytes)
    _remove_left_behind(place)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=place) as folder:
        copy = Path(folder) / file.name
        for _ in range(2):  # a second time when the browser wrote meanwhile
            before = [_stamp_of(part) for part in _parts(file)]
            for part, target in zip(_parts(file), _parts(copy), strict=True):
                target.unlink(missing_ok=True)
                if part.exists():
                    shutil.copyfile(part, target)
            if before == [_stamp_of(part) for part in _parts(file)]:
                break
        yield copy


def _remove_left_behind(place: Path) -> None:
    """Remove copies that a killed process could not."""
    for folder in place.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            state = folder.lstat()
            if folder.is_dir() and state.st_uid == os.getuid() and time.time() - state.st_mtime > _LEFT_BEHIND_AFTER_S:
                shutil.rmtree(folder, ignore_errors=True)


def _roomy(size_bytes: int) -> Path:
    """A place in memory, so that the copy never reaches the disk; else the system's place for what does not stay."""
    with contextlib.suppress(OSError):
        if os.access(_IN_MEMORY, os.W_OK) and shutil.disk_usage(_IN_MEMORY).free > 4 * size_bytes:
            return _IN_MEMORY
    return Path(tempfile.gettempdir())


def _code(failure: sqlite3.Error) -> str:
    if "no such" in str(failure):
        return "unknown_schema"
    return "too_slow" if "interrupted" in str(failure) else "damaged"


def _pages(copy: Path, engine: _Engine, since: datetime) -> list[Page]:
    connection = sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)
    try:
        until_s = time.monotonic() + _READ_AT_MOST_S
        connection.set_progress_handler(lambda: time.monotonic() > until_s, 10_000)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.execute("PRAGMA trusted_schema = OFF")
        earliest = (since - engine.epoch) // timedelta(microseconds=1)
        rows = connection.execute(engine.sql, (earliest, _MOST_PAGES)).fetchall()
    finally:
        connection.close()
    found = (_page(title, url, visited, engine.epoch) for title, url, visited in rows)
    return [page for page in found if page is not None]


def _page(title: object, url: object, visited: object, epoch: datetime) -> Page | None:
    """A row as a page; None for what has no title, no address of a page or no time."""
    if not (isinstance(title, str) and isinstance(url, str) and isinstance(visited, int)) or len(url) > _LONGEST_URL:
        return None
    try:
        parts = urlsplit(url)
        at = epoch + timedelta(microseconds=visited)
    except (ValueError, OverflowError):
        return None
    name = _cleaned(title)
    if not name or parts.scheme not in _SCHEMES:
        return None
    without_password = parts.netloc.rpartition("@")[2]
    return Page(name, urlunsplit(parts._replace(netloc=without_password)), at)
