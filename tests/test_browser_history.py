"""Which page has which address: by real history files, whatever their state, and by a real browser while it runs."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from app.addresses import AddressedWindows, Addresses
from app.store import browser_history
from app.store.browser_history import Page, address_for, browser_of, histories, page_titles, recent_pages, stamp
from capture.frame import Window
from capture.screen import open_desktop
from tests.desktop import VirtualDesktop, missing_programs, wait_for
from tests.web_server import serving

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=30)
WEBKIT, PRTIME = datetime(1601, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(at: datetime, epoch: datetime) -> int:
    return (at - epoch) // timedelta(microseconds=1)


def chromium_history(folder: Path, *pages: tuple[str, str, datetime], profile: str = "Default") -> sqlite3.Connection:
    """A history as Chromium keeps it, still open."""
    (folder / profile).mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / profile / "History", check_same_thread=False)
    connection.execute(
        "CREATE TABLE urls(id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, visit_count INTEGER DEFAULT 0 NOT NULL,"
        " typed_count INTEGER DEFAULT 0 NOT NULL, last_visit_time INTEGER NOT NULL, hidden INTEGER DEFAULT 0 NOT NULL)"
    )
    add(connection, *pages)
    return connection


def add(connection: sqlite3.Connection, *pages: tuple[str, str, datetime]) -> None:
    rows = [(title, url, microseconds(at, WEBKIT)) for title, url, at in pages]
    connection.executemany("INSERT INTO urls(title, url, last_visit_time) VALUES (?, ?, ?)", rows)
    connection.commit()


def firefox_history(folder: Path, *pages: tuple[str, str, datetime]) -> sqlite3.Connection:
    """A history as Firefox keeps it: what was written last lies in the log beside the file."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "places.sqlite")
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute("PRAGMA wal_autocheckpoint = 0").fetchone()
    connection.execute(
        "CREATE TABLE moz_places(id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, hidden INTEGER DEFAULT 0 NOT NULL,"
        " last_visit_date INTEGER)"
    )
    rows = [(title, url, microseconds(at, PRTIME)) for title, url, at in pages]
    connection.executemany("INSERT INTO moz_places(title, url, last_visit_date) VALUES (?, ?, ?)", rows)
    connection.commit()
    return connection


PAGES = (("Seed swap", "https://seeds.example/swap", NOON), ("Old", "https://old.example/", NOON - timedelta(days=2)))


# -- titles ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("app", "browser"),
    [
        ("Chromium", "chromium"), ("Google-chrome", "google-chrome"), ("Brave-browser", "brave"), ("Microsoft-edge", "edge"),
        ("Vivaldi-stable", "vivaldi"), ("firefox", "firefox"), ("firefox-esr", "firefox"), ("org.mozilla.firefox", "firefox"),
        ("com.google.Chrome", "google-chrome"), ("LibreWolf", "librewolf"), ("zen", "zen"), ("Zenity", ""), ("XTerm", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_browser_is_known_by_the_name_of_its_windows(app: str, browser: str) -> None:
    assert browser_of(app) == browser


@pytest.mark.parametrize(
    "title",
    [
        "Seed swap - Chromium", "Seed swap - Google Chrome", "Seed swap — Mozilla Firefox", "Seed swap - Vivaldi",
        "Seed  swap\t- Brave", "Seed swap - Personal - Microsoft\u200b Edge",
        "Seed swap and 3 more pages - Profile 1 - Microsoft\u200b Edge", "Seed swap",
    ],
)  # fmt: skip
def test_the_newest_page_with_exactly_the_windows_title_is_meant(title: str) -> None:
    pages = [
        Page("Seed swap", "https://a.example/", NOON),
        Page("Seed swap", "https://b.example/", NOON + timedelta(1)),
    ]
    assert address_for(title, pages) == address_for(title, pages[::-1]) == "https://b.example/"


@pytest.mark.parametrize(
    "title",
    ["Seed swaps - Chromium", "Seed - Chromium", "seed swap - Chromium", "", " - Chromium", "Chromium",
     "Seed swap - Chromium (Incognito)", "Seed swap — Mozilla Firefox Private Browsing", "Seed swap - Notes"],
)  # fmt: skip
def test_another_title_and_a_private_window_have_no_address(title: str) -> None:
    assert (
        address_for(title, [Page("Seed swap", "https://a.example/", NOON), Page("", "https://b.example/", NOON)]) == ""
    )


def test_a_title_that_holds_a_dash_is_kept_whole() -> None:
    assert page_titles("Plan - draft - Chromium")[0] == "Plan - draft"


# -- files -------------------------------------------------------------------------------------------------------------
def test_both_families_tell_their_pages_with_the_time_of_the_visit(tmp_path: Path) -> None:
    chromium, firefox = chromium_history(tmp_path / "c", *PAGES), firefox_history(tmp_path / "f" / "x.default", *PAGES)
    expected = [Page(*page) for page in PAGES]
    assert recent_pages("chromium", LONG_AGO, profiles=tmp_path / "c") == expected
    assert recent_pages("firefox", LONG_AGO, profiles=tmp_path / "f") == expected
    assert recent_pages("chromium", NOON - timedelta(days=1), profiles=tmp_path / "c") == expected[:1]
    assert recent_pages("firefox", NOON + timedelta(days=1), profiles=tmp_path / "f") == []
    chromium.close()
    firefox.close()
    assert recent_pages("firefox", LONG_AGO, profiles=tmp_path / "f") == expected  # its log was taken in and is gone


def test_a_locked_history_is_read_and_an_unfinished_change_is_not(tmp_path: Path) -> None:
    held = chromium_history(tmp_path, *PAGES)
    held.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
    held.execute("BEGIN EXCLUSIVE")
    held.execute(
        "INSERT INTO urls(title, url, last_visit_time) VALUES ('Half', 'https://half.example/', 13500000000000000)"
    )
    with (
        closing(sqlite3.connect(tmp_path / "Default" / "History", timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("SELECT * FROM urls")
    assert [page.title for page in recent_pages("chromium", LONG_AGO, profiles=tmp_path)] == ["Seed swap", "Old"]
    held.close()


def test_pages_of_all_profiles_come_together_and_strange_rows_do_not(tmp_path: Path) -> None:
    chromium_history(tmp_path, PAGES[0]).close()
    odd = chromium_history(
        tmp_path, ("Two", "https://ann:hunter2@two.example/a?b#c", NOON), ("", "https://none.example/", NOON),
        ("Script", "javascript:alert(1)", NOON), ("Broken", "http://[x/", NOON), ("Long", "https://l.example/" + "x" * 5000, NOON),
        ("Bent \u202e\x00title\n", "file:///tmp/a", NOON), profile="Profile 1",
    )  # fmt: skip
    odd.execute(
        "INSERT INTO urls(title, url, last_visit_time) VALUES (CAST(x'ff41' AS TEXT), 'https://latin.example/', 13440000000000000)"
    )
    odd.execute("INSERT INTO urls(title, url, last_visit_time) VALUES ('Blob', x'00ff', 13440000000000000)")
    odd.execute(
        "INSERT INTO urls(title, url, last_visit_time) VALUES ('Far', 'https://far.example/', 9223372036854775807)"
    )
    odd.execute(
        "INSERT INTO urls(title, url, last_visit_time, hidden) VALUES ('Frame', 'https://f.example/', 13440000000000000, 1)"
    )
    odd.commit()
    odd.close()
    found = {page.title: page.url for page in recent_pages("chromium", LONG_AGO, profiles=tmp_path)}
    assert found == {
        "Seed swap": "https://seeds.example/swap", "Two": "https://two.example/a?b#c", "Bent title": "file:///tmp/a",
        "\ufffdA": "https://latin.example/",
    }  # fmt: skip


@pytest.mark.parametrize("code", ["damaged", "unknown_schema"])
def test_a_history_that_cannot_be_read_is_empty_and_told_by_a_code(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    connection = chromium_history(tmp_path, *PAGES)
    if code == "unknown_schema":
        connection.execute("ALTER TABLE urls RENAME COLUMN last_visit_time TO last_seen")
    connection.close()
    if code == "damaged":
        (tmp_path / "Default" / "History").write_bytes(b"SQLite format 3\0" + os.urandom(8000))
    assert recent_pages("chromium", LONG_AGO, profiles=tmp_path) == []
    assert [record.getMessage() for record in caplog.records] == [f"history of chromium left out: {code}"]


def test_a_history_that_is_too_large_is_left_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "Default").mkdir()
    with (tmp_path / "Default" / "History").open("wb") as file:
        file.truncate(browser_history.LARGEST_BYTES + 1)
    assert recent_pages("chromium", LONG_AGO, profiles=tmp_path) == []
    assert "left out" in caplog.text


def test_nothing_of_a_history_stays_behind_and_the_original_is_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr(browser_history, "_IN_MEMORY", copies)
    (copies / "recollect-history-killed").mkdir()
    os.utime(copies / "recollect-history-killed", (0, 0))
    held = firefox_history(tmp_path / "f", *PAGES)
    before = [(path.name, path.read_bytes()) for path in sorted((tmp_path / "f").iterdir())]
    caplog.set_level("DEBUG")
    assert len(recent_pages("firefox", LONG_AGO, profiles=tmp_path / "f")) == 2
    assert [(path.name, path.read_bytes()) for path in sorted((tmp_path / "f").iterdir())] == before
    assert list(copies.iterdir()) == []
    with browser_history._copied(tmp_path / "f" / "places.sqlite") as copy:
        assert copy.is_relative_to(copies)
        assert copy.parent.stat().st_mode & 0o777 == 0o700
    assert "example" not in caplog.text
    held.close()


def test_profiles_are_found_where_browsers_keep_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    for place in ("settings/opera", "settings/BraveSoftware/Brave-Browser", "snap/chromium/common/chromium"):
        chromium_history(tmp_path / place, *PAGES).close()
    shutil.move(tmp_path / "settings/opera/Default/History", tmp_path / "settings/opera/History")
    firefox_history(tmp_path / ".mozilla/firefox/abc.default", *PAGES).close()
    for browser in ("opera", "brave", "chromium", "firefox"):
        assert len(recent_pages(browser, LONG_AGO)) == 2, browser
    assert histories("edge") == histories("netscape") == []


def test_the_stamp_changes_when_the_browser_writes(tmp_path: Path) -> None:
    held = firefox_history(tmp_path, PAGES[0])
    before = stamp("firefox", tmp_path)
    assert stamp("firefox", tmp_path) == before
    held.execute("INSERT INTO moz_places(title, url, last_visit_date) VALUES ('New', 'https://new.example/', 1)")
    held.commit()
    assert stamp("firefox", tmp_path) != before
    held.close()


# -- the thread --------------------------------------------------------------------------------------------------------
@contextmanager
def looking_up(addresses: Addresses) -> Iterator[Addresses]:
    stop = threading.Event()
    thread = threading.Thread(target=addresses.run, args=(stop,))
    thread.start()
    try:
        yield addresses
    finally:
        stop.set()
        thread.join(timeout=10)
        assert not thread.is_alive()


def test_an_address_is_given_once_the_history_was_read_and_nothing_is_read_unasked(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="app")
    chromium_history(tmp_path, ("Seed swap", "https://seeds.example/swap", datetime.now(UTC))).close()
    addresses = Addresses(profiles=tmp_path)
    assert addresses.of("Chromium", "Seed swap - Chromium") == ""  # nobody reads yet; it does not wait
    with looking_up(Addresses(profiles=tmp_path)) as asked:
        assert asked.of("XTerm", "Seed swap - Chromium") == ""
        assert asked.of("Chromium", "") == ""
        assert caplog.records == []
        wait_for(lambda: asked.of("Chromium", "Seed swap - Chromium") == "https://seeds.example/swap")
        assert asked.of("Chromium", "Another - Chromium") == ""
    assert [record.getMessage() for record in caplog.records] == ["history of chromium read, titles=1"]


class _Quiet(BaseHTTPRequestHandler):
    def __init__(self, page: bytes, *args: Any) -> None:
        self.page = page
        super().__init__(*args)

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, *_: Any) -> None:
        """Nothing: the test's output stays clean."""


@contextmanager
def served(page: str) -> Iterator[str]:
    """A page on this computer; its address."""
    with serving(partial(_Quiet, page.encode())) as address:
        yield f"{address}/ledger?year=2026"


@pytest.mark.display
@pytest.mark.skipif(
    bool(missing_programs()) or shutil.which("chromium") is None, reason="Xvfb, openbox or Chromium is not installed"
)
def test_the_address_of_a_page_is_known_while_a_real_browser_shows_it(tmp_path: Path) -> None:
    options = (
        "--no-sandbox",
        "--no-first-run",
        "--disable-gpu",
        "--password-store=basic",
        f"--user-data-dir={tmp_path}",
    )
    with served("<title>Walnut – ledger &amp; plan</title>") as url, VirtualDesktop(900, 700) as desk:
        desk.run("chromium", *options, url)
        seen = open_desktop(desk.display)
        try:
            with looking_up(Addresses(profiles=tmp_path, read_every_s=0.5)) as addresses:
                windows = AddressedWindows(seen.windows, addresses.of)

                def found() -> Window | None:
                    return next((one for one in windows.visible() if one.url), None)

                page = wait_for(found, every_s=0.2, patience_s=60)
                assert page is not None
                assert (page.app, page.url, page.url_guessed) == ("Chromium", url, True)
                assert "Walnut" in page.title
        finally:
            seen.screen.close()
