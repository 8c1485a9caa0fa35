"""Copied text and used documents become moments when their switch is on, without what the rules and the pause forbid."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import KnownError
from app.live import ClipboardShelf, DocumentWatch, LiveSources
from app.memory import initialise
from app.paths import Places
from app.records import Filters, Rule
from app.sentences import sentence
from app.settings import Settings
from app.sources.recent import (
    LARGEST_BYTES,
    Document,
    allowed,
    new_documents,
    parse_recent,
    read_recent,
    recent_file,
)
from app.store import frames, ledger
from app.store.db import Store, open_store
from app.store.keys import open_slots
from capture.clipboard import Copied
from tests.copier import Copier
from tests.desktop import VirtualDesktop, missing_programs, wait_for

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
XBEL = """<?xml version="1.0" encoding="UTF-8"?>
<xbel version="1.0" xmlns:bookmark="http://www.freedesktop.org/standards/desktop-bookmarks"
      xmlns:mime="http://www.freedesktop.org/standards/shared-mime-info">{}</xbel>"""
BOOKMARK = """<bookmark href="{href}" added="2026-11-01T08:00:00Z" modified="{at}" visited="{at}"><info>
<metadata owner="http://freedesktop.org"><mime:mime-type type="text/plain"/>{more}<bookmark:applications>
<bookmark:application name="{app}" exec="&apos;{program} %u&apos;" modified="{at}" count="1"/>
</bookmark:applications></metadata></info></bookmark>"""


def bookmark(
    href: str, at: datetime = NOON, *, app: str = "Text Editor", program: str = "gedit", more: str = ""
) -> str:
    return BOOKMARK.format(href=href, at=at.isoformat(), app=app, program=program, more=more)


def listed(*bookmarks: str) -> bytes:
    return XBEL.format("".join(bookmarks)).encode()


# -- the list ----------------------------------------------------------------------------------------------------------
def test_a_document_comes_with_its_application_and_when_that_used_it() -> None:
    found = parse_recent(listed(bookmark("file:///home/ann/K%C3%A4se%20plan.odt")))
    assert found == [
        Document("file:///home/ann/K%C3%A4se%20plan.odt", "/home/ann/Käse plan.odt", "Text Editor", "gedit", NOON)
    ]
    assert found[0].name == "Käse plan.odt"
    assert found[0].text == "/home/ann/Käse plan.odt\nText Editor"


@pytest.mark.parametrize(
    "href",
    [
        "https://a.example/x",
        "smb://server/x",
        "file://server/share/x",
        "trash:///x",
        "",
        "file:",
        "file:relative",
        "file://[/x",
    ],
)
def test_only_files_of_this_computer_count(href: str) -> None:
    assert parse_recent(listed(bookmark(href), bookmark("file:///a"))) == parse_recent(listed(bookmark("file:///a")))


def test_what_an_application_marked_as_private_is_left_out() -> None:
    assert parse_recent(listed(bookmark("file:///a", more="<bookmark:private/>"))) == []
    assert len(parse_recent(listed(bookmark("file:///a")))) == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "xml"),
        (b"<xbel><bookmark href='file:///a'>", "xml"),
        (b"<html/>", "xml"),
        (b"\xff\xfe\x00\x01", "xml"),
        (b'<?xml version="1.0" encoding="klingon"?><xbel/>', "xml"),
        (b'<!DOCTYPE xbel SYSTEM "file:///etc/passwd"><xbel/>', "doctype"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xbel>&b;</xbel>', "doctype"),
        (b" " * (LARGEST_BYTES + 1), "too_long"),
    ],
)
def test_a_list_that_is_broken_or_declares_anything_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(KnownError) as caught:
        parse_recent(data)
    assert (caught.value.code, caught.value.params) == ("recent_unreadable", {"reason": reason})
    assert "{" not in sentence(caught.value.code, caught.value.params)


def known_error_or(work: Callable[[], object]) -> object:
    try:
        return work()
    except KnownError as error:
        return error.code


@settings(deadline=None)
@given(st.binary(max_size=400), st.integers(0, 700))
def test_a_damaged_list_never_does_more_harm_than_that(noise: bytes, at: int) -> None:
    whole = listed(bookmark("file:///home/ann/plan"))
    found = known_error_or(lambda: parse_recent(whole[:at] + noise + whole[at + len(noise) :]))
    assert isinstance(found, list) or found == "recent_unreadable"


def test_a_list_that_is_not_there_is_empty_and_one_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    assert read_recent(tmp_path / "none.xbel") == []
    with pytest.raises(KnownError, match="recent_unreadable"):
        read_recent(tmp_path)


def test_the_list_lies_where_the_desktop_says() -> None:
    assert recent_file({"XDG_DATA_HOME": "/data"}) == Path("/data/recently-used.xbel")
    assert recent_file({"XDG_DATA_HOME": "relative"}) == Path.home() / ".local/share/recently-used.xbel"


def document(name: str, minute: int, *, app: str = "Text Editor", command: str = "gedit") -> Document:
    return Document(f"file:///{name}", f"/{name}", app, command, NOON + timedelta(minutes=minute))


def test_new_is_what_was_used_again_or_first_or_by_another_application() -> None:
    before = [document("a", 0), document("b", 0)]
    now = [document("b", 5), document("a", 0), document("c", 1), document("a", 0, app="Writer")]
    assert new_documents(before, now) == [document("a", 0, app="Writer"), document("c", 1), document("b", 5)]
    assert new_documents(now, now) == []


def test_documents_of_excluded_applications_and_names_are_left_out() -> None:
    plan, taxes, vault = (
        document("plan", 0),
        document("taxes", 0, app="Calc", command="soffice"),
        document("v", 0, app="KeePassXC"),
    )
    unknown = document("x", 0, app="", command="")
    assert allowed([plan, taxes, vault, unknown], []) == [plan, taxes]
    assert allowed([plan, taxes], [Rule("1", "app", "calc")]) == [plan]
    assert allowed([plan, taxes], [Rule("1", "app", "soffice")]) == [plan]
    assert allowed([plan, taxes], [Rule("1", "title", "plan")]) == [taxes]


# -- kept in a memory --------------------------------------------------------------------------------------------------
@pytest.fixture
def opening(places: Places) -> Callable[[], Store]:
    initialise(places)
    key = open_slots(places)
    return lambda: open_store(places, key)


@pytest.fixture
def store(opening: Callable[[], Store]) -> Iterator[Store]:
    opened = opening()
    yield opened
    opened.close()


@dataclass
class Noon:
    """A clock that is set by hand."""

    time: datetime = NOON

    def now(self) -> datetime:
        return self.time

    def zone(self) -> str:
        return "Europe/Berlin"

    def monotonic_s(self) -> float:
        return 0.0

    def suspended_s(self) -> float:
        return 0.0

    def wait(self, stop: threading.Event, seconds: float) -> None:
        stop.wait(0.01)


def titles(store: Store, kind: str) -> list[str]:
    return [one.title for one in frames.moments_between(store, Filters(kind=kind), limit=99)]


def test_a_document_that_is_used_becomes_a_moment_and_one_used_before_does_not(store: Store, tmp_path: Path) -> None:
    file, clock = tmp_path / "recently-used.xbel", Noon()
    old = bookmark("file:///home/ann/old.txt", NOON - timedelta(hours=1))
    file.write_bytes(listed(old))
    watch = DocumentWatch(file, clock)
    assert watch.look(store) == 0
    clock.time += timedelta(seconds=60)
    file.write_bytes(listed(old, bookmark("file:///home/ann/new.txt", NOON + timedelta(seconds=50))))
    assert (watch.look(store), watch.look(store)) == (1, 0)
    kept = frames.moments_between(store, Filters(kind="document"), limit=9)
    assert [(one.title, one.app, one.url, one.source, one.time) for one in kept] == [
        ("new.txt", "Text Editor", "file:///home/ann/new.txt", "recent", NOON + timedelta(seconds=50))
    ]


def test_a_broken_list_is_told_once_and_what_was_used_meanwhile_comes_later(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file, clock = tmp_path / "recently-used.xbel", Noon()
    watch = DocumentWatch(file, clock)
    watch.look(store)
    file.write_bytes(b"<xbel>")
    assert (watch.look(store), watch.look(store)) == (0, 0)
    assert [record.getMessage() for record in caplog.records] == ["documents: recent_unreadable"]
    clock.time += timedelta(seconds=60)
    file.write_bytes(listed(bookmark("file:///later", NOON + timedelta(seconds=3))))
    assert watch.look(store) == 1


def test_a_document_used_while_recording_was_paused_or_locked_is_never_kept(store: Store, tmp_path: Path) -> None:
    file, clock = tmp_path / "recently-used.xbel", Noon()
    watch = DocumentWatch(file, clock)
    watch.look(store)
    for second in range(31):
        outcome = "paused" if 8 <= second <= 14 else "locked" if 20 <= second <= 24 else "same"
        ledger.add_tick(store, ledger.TickEntry(NOON + timedelta(seconds=second), "UTC", "one", outcome))
    seconds = {"before": 3, "paused": 10, "between": 17, "locked": 22, "after": 28}
    file.write_bytes(listed(*(bookmark(f"file:///{name}", NOON + timedelta(seconds=s)) for name, s in seconds.items())))
    clock.time += timedelta(seconds=30)
    assert watch.look(store) == 3
    assert titles(store, "document") == ["before", "between", "after"]


def test_a_copied_text_is_kept_without_its_secrets_and_not_while_paused(
    opening: Callable[[], Store], store: Store
) -> None:
    shelf = ClipboardShelf(opening)
    shelf.copied(Copied(NOON, "UTC", "the card is 4111 1111 1111 1111, rhubarb", "Notes", "plan"))
    text = str(store.value("SELECT text FROM passage"))
    assert "rhubarb" in text
    assert "4111" not in text
    assert shelf.paused(NOON) is None
    ledger.pause(store, NOON + timedelta(minutes=5))
    assert shelf.paused(NOON) == "by_user"
    assert shelf.paused(NOON + timedelta(minutes=6)) is None
    ledger.resume(store)
    ledger.add_tick(store, ledger.TickEntry(NOON, "UTC", "one", "locked"))
    assert shelf.paused(NOON + timedelta(seconds=1)) == "locked"
    ledger.add_tick(store, ledger.TickEntry(NOON + timedelta(seconds=2), "UTC", "one", "same"))
    assert shelf.paused(NOON + timedelta(seconds=2)) is None
    shelf.close()


def test_both_kinds_are_found_and_shown_by_the_command_line(
    run: Any, opening: Callable[[], Store], places: Places
) -> None:
    shelf = ClipboardShelf(opening)
    shelf.copied(Copied(NOON, "UTC", "rhubarb crumble recipe", "Notes", "plan"))
    shelf.copied(Copied(NOON, "UTC", "an oven of rhubarb", "Notes", "plan"))
    shelf.close()
    assert len(run("search", "rhubarb", "--kind", "clipboard", "--json").json["hits"]) == 2
    assert run("search", "rhubarb", "--kind", "document", "--json").json["hits"] == []
    assert run("search", "rhubarb", "--kind", "smell").status == 2
    lines = run("timeline", "--kind", "clipboard", "--json").out.splitlines()
    assert [json.loads(line)["source"] for line in lines] == ["clipboard", "clipboard"]


# -- the loops ---------------------------------------------------------------------------------------------------------
@contextmanager
def running(live: LiveSources) -> Iterator[None]:
    stop = threading.Event()
    threads = [threading.Thread(target=loop, args=(stop,), name=name) for name, loop in live.loops().items()]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=10)
    assert not any(thread.is_alive() for thread in threads)


def test_nothing_runs_unless_it_is_switched_on(opening: Callable[[], Store]) -> None:
    assert LiveSources(Settings(), opening).loops() == {}
    assert set(LiveSources(Settings(clipboard=True), opening).loops()) == {"clipboard"}
    assert set(LiveSources(Settings(clipboard=True, recent_documents=True), opening).loops()) == {
        "clipboard",
        "documents",
    }


def test_the_last_look_takes_what_was_used_just_before_the_end(
    opening: Callable[[], Store], store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "recently-used.xbel"
    with running(LiveSources(Settings(recent_documents=True), opening, documents=file)):
        file.write_bytes(listed(bookmark("file:///last.txt", datetime.now(UTC) + timedelta(seconds=2))))
    assert titles(store, "document") == ["last.txt"]


def test_a_session_without_a_display_has_no_clipboard_and_goes_on(
    opening: Callable[[], Store], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with running(LiveSources(Settings(clipboard=True), opening)):
        wait_for(lambda: "clipboard: no_display" in [record.getMessage() for record in caplog.records])


@pytest.mark.display
@pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}")
def test_what_is_copied_on_a_real_desktop_becomes_a_moment(opening: Callable[[], Store], store: Store) -> None:
    with VirtualDesktop(400, 300) as desk:
        copier = Copier(desk.display)
        try:
            with running(LiveSources(Settings(clipboard=True), opening, desk.display, own_pid=0)):
                number = iter(range(100))

                def kept() -> bool:
                    copier.copy(f"quince {next(number)}")
                    return bool(titles(store, "clipboard"))

                wait_for(kept, every_s=0.5)
        finally:
            copier.close()
    assert set(titles(store, "clipboard")) == {"plan"}
    assert "quince" in str(store.value("SELECT text FROM passage"))
