"""Text that real programs offer to screen readers: an editor and a browser, over an accessibility bus of our own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from capture.virtual import end_process
from models.access import AccessClient, AccessText
from models.access_engine import _chosen, _Window
from models.access_tree import Node, address_of, lines_of
from models.host import WorkerHost
from tests.desktop import VirtualDesktop, missing_programs, wait_for
from tests.private_bus import FakeService, PrivateBus

LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
ABSENT = [*missing_programs(), *(name for name in ("dbus-daemon", "mousepad") if shutil.which(name) is None)]
ABSENT += [] if LAUNCHER.exists() else ["at-spi2-core"]
needs_bus = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="dbus-daemon is not installed")
needs_programs = pytest.mark.skipif(bool(ABSENT), reason=f"not installed: {', '.join(ABSENT)}")
needs_chromium = pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed")
PLENTY_MS = 8000  # for a machine that does other work at the same time
PAGE = """<!doctype html><title>Harbour fees</title><body style="margin:8px;font:16px sans-serif">
<h1>Harbour fees</h1>
<p style="width:300px">Berths cost 14 crowns a night, paid at the <a href="#kiosk">kiosk</a> by the lock before eight.</p>
<input value="typed into a field" size="30"><input type="password" value="hunter2secret" size="30">
<img alt="a picture of a heron" width="20" height="20" src="data:,">
<div style="height:60px;overflow:auto"><p>first in the box<p>second in the box<p>third in the box<p>fourth in the box</div>
<div style="height:3000px"></div><p>far below the fold</p></body>"""


@dataclass
class Room:
    """A desktop with its own buses; `folder` is the home of its programs."""

    desk: VirtualDesktop
    environment: dict[str, str]
    folder: Path


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("room")
    with PrivateBus(folder / "session") as bus, VirtualDesktop(1000, 700) as desk:
        del desk.environment["NO_AT_BRIDGE"]
        environment = {
            "DBUS_SESSION_BUS_ADDRESS": bus.address,
            "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere",
            "XDG_RUNTIME_DIR": str(folder),
            "HOME": str(folder),
            "GSETTINGS_BACKEND": "memory",
        }
        desk.run(str(LAUNCHER), "--launch-immediately", environment=environment)
        wait_for(lambda: bus.owns("org.a11y.Bus"))
        yield Room(desk, environment, folder)


@pytest.fixture(scope="module")
def client(room: Room) -> Iterator[AccessClient]:
    yield from asking(room.environment)


def asking(environment: dict[str, str]) -> Iterator[AccessClient]:
    """A client whose worker belongs to the session of an environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        host = WorkerHost()
        yield AccessClient(host)
        host.close()


def shown(client: AccessClient, pid: int, title: str, text: str) -> AccessText:
    """The text of a window once some text stands in it."""

    def found() -> AccessText | None:
        said = client.text(pid, title, budget_ms=PLENTY_MS)
        return said if said and any(text in line[0] for line in said.lines) else None

    return wait_for(found)


def texts(said: AccessText) -> list[str]:
    return [line[0] for line in said.lines]


@pytest.fixture(scope="module")
def editor(room: Room) -> tuple[int, str]:
    """An editor on a long file: its process and title."""
    file = room.folder / "note.txt"
    file.write_text("The quiet heron waits by the weir.\n" + "".join(f"line {n} of the ledger\n" for n in range(400)))
    started = room.desk.run("mousepad", "--disable-server", str(file), environment=room.environment)
    wait_for(lambda: "note.txt" in names(room.desk))
    return started.pid, f"{file} - Mousepad"


def names(desk: VirtualDesktop) -> str:
    done = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "note|Harbour|Order", "getwindowname", "%@"],
        env=desk.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout


@needs_programs
@pytest.mark.display
def test_what_is_typed_into_an_editor_comes_out_with_its_place(
    room: Room, client: AccessClient, editor: tuple[int, str]
) -> None:
    shown(client, *editor, "The quiet heron")
    window = room.desk.xdotool("search", "--onlyvisible", "--name", "note.txt").split()[-1]
    room.desk.xdotool("windowfocus", "--sync", window)
    room.desk.xdotool("type", "Anna moved the review. ")
    said = shown(client, editor[0], f"*{editor[1]}", "Anna moved the review. The quiet heron waits by the weir.")
    assert said.whole
    assert said.url == ""
    x, y, width, height = next(line[1:] for line in said.lines if line[0].startswith("Anna"))
    left, top, wide, high = place_of(room.desk, window)
    assert left <= x < x + width <= left + wide
    assert top <= y < y + height <= top + high
    assert 8 <= height <= 40
    assert width > 200
    second = next(line for line in said.lines if line[0] == "line 0 of the ledger")
    assert second[2] == y + height


def place_of(desk: VirtualDesktop, window: str) -> tuple[int, int, int, int]:
    lines = dict(line.split("=") for line in desk.xdotool("getwindowgeometry", "--shell", window).splitlines())
    return int(lines["X"]), int(lines["Y"]), int(lines["WIDTH"]), int(lines["HEIGHT"])


@needs_programs
@pytest.mark.display
def test_only_what_shows_of_a_long_file_is_told(client: AccessClient, editor: tuple[int, str]) -> None:
    said = shown(client, *editor, "line 0 of the ledger")
    told = [text for text in texts(said) if text.startswith("line ")]
    assert 5 < len(told) < 60
    assert told == [f"line {n} of the ledger" for n in range(len(told))]
    assert "File" in texts(said)
    assert "Save" not in texts(said), "a menu that is closed does not show"


@needs_programs
@pytest.mark.display
def test_a_walk_beyond_its_budget_has_no_lines(client: AccessClient, editor: tuple[int, str]) -> None:
    shown(client, *editor, "line 0")
    for budget_ms in (0, 1, 2, 3):
        said = client.text(*editor, budget_ms=budget_ms)
        assert said is None or said == AccessText((), "", False)
    assert shown(client, *editor, "line 0").whole


@needs_programs
@pytest.mark.display
def test_a_program_that_hangs_costs_the_budget_and_nothing_after_it(
    client: AccessClient, editor: tuple[int, str]
) -> None:
    shown(client, *editor, "line 0")
    os.kill(editor[0], signal.SIGSTOP)
    try:
        assert client.text(*editor, budget_ms=200) is None
    finally:
        os.kill(editor[0], signal.SIGCONT)
    assert shown(client, *editor, "line 0").whole


@needs_programs
@pytest.mark.display
def test_a_process_that_is_not_there_says_nothing(client: AccessClient, editor: tuple[int, str]) -> None:
    assert client.text(os.getpid(), editor[1], budget_ms=PLENTY_MS) is None


@needs_programs
@needs_chromium
@pytest.mark.display
def test_a_page_tells_its_text_and_its_address(room: Room, client: AccessClient) -> None:
    page = room.folder / "page.html"
    page.write_text(PAGE)
    options = ["--no-sandbox", "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage", "--password-store=basic"]
    browser = room.desk.run(
        "chromium", "--force-renderer-accessibility", *options, f"--user-data-dir={room.folder / 'chromium'}",
        page.as_uri(), environment=room.environment | {"ACCESSIBILITY_ENABLED": "1"},
    )  # fmt: skip
    said = shown(client, browser.pid, "Harbour fees - Chromium", "kiosk")
    assert said.whole
    assert said.url == page.as_uri()
    told = texts(said)
    assert told.count("Harbour fees") == 1
    assert "typed into a field" in told
    assert " ".join(told).count("Berths cost 14 crowns") == 1
    assert "kiosk by the lock before eight." in told, "a line is one line, with the link in it"
    assert "first in the box" in told
    assert not {"fourth in the box", "far below the fold", "hunter2secret", "a picture of a heron"} & set(told)
    assert all(x >= 0 and y >= 0 and x + width <= 1000 and y + height <= 700 for _, x, y, width, height in said.lines)
    end_process(browser)


QT_PROGRAM = """
import sys
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget
application = QApplication(sys.argv)
window = QWidget()
window.setWindowTitle("Order book")
layout = QVBoxLayout(window)
layout.addWidget(QLabel("Orders of the harbour shop"))
secret = QLineEdit("hunter2secret")
secret.setEchoMode(QLineEdit.EchoMode.Password)
layout.addWidget(secret)
layout.addWidget(QLineEdit("forty metres of rope"))
text = QPlainTextEdit() if sys.argv[1] == "plain" else QTextEdit()
text.setPlainText(chr(10).join(["first order", "", *(f"order {n} is due" for n in range(300))]))
layout.addWidget(text)
window.resize(500, 400)
window.show()
application.exec()
"""


@pytest.fixture(params=["rich", "plain"])
def orders(request: pytest.FixtureRequest, room: Room) -> Iterator[tuple[int, str]]:
    """A window of Qt with text in a rich or a plain editor: its process, and which."""
    choices = {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    started = room.desk.run(sys.executable, "-c", QT_PROGRAM, request.param, environment=room.environment | choices)
    wait_for(lambda: "Order book" in names(room.desk))
    yield started.pid, request.param
    end_process(started)


@needs_programs
@pytest.mark.display
def test_rows_are_told_where_their_program_knows_their_place_and_else_nothing(
    room: Room, client: AccessClient, orders: tuple[int, str]
) -> None:
    pid, kind = orders
    if (
        kind == "plain"
    ):  # Qt tells the same place for every row of it: what shows and what does not cannot be told apart
        said = wait_for(lambda: client.text(pid, "Order book", budget_ms=PLENTY_MS))
        assert said == AccessText((), "", whole=False)
        return
    said = shown(client, pid, "Order book", "first order")
    told = texts(said)
    assert said.whole
    assert "Orders of the harbour shop" in told
    assert "forty metres of rope" in told
    assert "hunter2secret" not in " ".join(told)
    rows = [line for line in said.lines if line[0].startswith("order ")]
    assert 5 < len(rows) < 40
    assert [row[0] for row in rows] == [f"order {n} is due" for n in range(len(rows))]
    left, top, wide, high = place_of(room.desk, room.desk.xdotool("search", "--onlyvisible", "--name", "Order book"))
    assert all(left <= x < left + wide and top <= y < top + high for _, x, y, _, _ in rows)


# -- nobody there ------------------------------------------------------------------------------------------------------
def test_without_a_bus_there_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    for given in ("", "unix:path=/nowhere", "nonsense"):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", given)
        host = WorkerHost()
        assert AccessClient(host).text(1, "anything") is None
        host.close()


@needs_bus
def test_asking_starts_no_accessibility_bus(tmp_path: Path) -> None:
    with PrivateBus(tmp_path, with_services=True) as bus:
        for client in asking({"DBUS_SESSION_BUS_ADDRESS": bus.address}):
            assert client.text(os.getpid(), "anything", budget_ms=PLENTY_MS) is None
        assert not bus.owns("org.a11y.Bus")


@needs_bus
def test_a_launcher_that_never_answers_costs_the_budget_and_no_more(tmp_path: Path) -> None:
    with PrivateBus(tmp_path) as bus, FakeService(bus.address, "org.a11y.Bus", GetAddress=None) as launcher:
        for client in asking({"DBUS_SESSION_BUS_ADDRESS": bus.address}):
            assert client.text(os.getpid(), "anything", budget_ms=100) is None
            before_s = time.process_time()
            assert client.text(os.getpid(), "anything", budget_ms=100) is None
            assert time.process_time() - before_s < 1
        assert launcher.asked


@pytest.mark.parametrize(
    ("titles", "chosen"),
    [
        (["letter", "!order"], 0),  # by title, whichever is active
        (["letter", "!letter"], 1),  # of two of that title the active one
        (["letter", "letter"], None),
        (["note", "!order"], 1),  # a title that has just changed: the active one
        (["note", "order"], None),
        (["note"], 0),
        (["-letter", "!order"], 1),  # what does not show is not meant
        (["  letter\t"], 0),
        ([], None),
    ],
)
def test_the_window_that_is_meant_is_found_or_none(titles: list[str], chosen: int | None) -> None:
    windows = [
        _Window(node(23), "", title.strip("!-"), showing="-" not in title, active="!" in title) for title in titles
    ]
    assert _chosen(windows, "letter") is (None if chosen is None else windows[chosen])


# -- lines out of a tree -----------------------------------------------------------------------------------------------
LABEL, STATIC, PARAGRAPH, BUTTON, SCROLL, WEB = 29, 116, 73, 43, 49, 95
ALL = (0, 0, 100, 100)


def node(role: int, *children: Node, box: tuple[int, int, int, int] = ALL, **more: object) -> Node:
    return Node("bus", "/path", role, box, children=list(children), **more)  # type: ignore[arg-type]


def leaf(role: int, text: str, box: tuple[int, int, int, int]) -> Node:
    return node(role, box=box, rows=[(text, box)])


def test_what_children_tell_in_pieces_is_told_once() -> None:
    link = node(88, leaf(STATIC, "here", (41, 0, 20, 10)))
    end = leaf(STATIC, ".", (61, 0, 5, 10))
    below = leaf(STATIC, "Or there", (0, 12, 60, 10))
    inner = node(PARAGRAPH, leaf(STATIC, "Pay ", (0, 0, 40, 10)), link, end, below, rows=[("Pay \ufffc.", ALL)])
    assert lines_of(node(23, inner)) == [("Pay here.", (0, 0, 66, 10)), ("Or there", (0, 12, 60, 10))]
    plain = node(PARAGRAPH, leaf(88, "here", (41, 0, 20, 10)), rows=[("Pay \ufffc", (0, 0, 70, 10))])
    assert [text for text, _ in lines_of(node(23, plain))] == ["Pay", "here"]


def test_columns_and_neighbours_stay_apart() -> None:
    columns = [leaf(STATIC, "left", (0, 0, 30, 10)), leaf(STATIC, "right", (60, 0, 30, 10))]
    labels = [leaf(LABEL, "File", (0, 20, 30, 10)), leaf(LABEL, "Edit", (30, 20, 30, 10))]
    assert [text for text, _ in lines_of(node(23, *columns, *labels))] == ["left", "right", "File", "Edit"]


def test_rows_outside_of_what_scrolls_are_left_out_and_others_cut() -> None:
    rows = [leaf(LABEL, f"row {n}", (0, 10 * n, 200, 10)) for n in range(6)]
    told = lines_of(node(23, node(SCROLL, *rows, box=(10, 14, 50, 20))))
    assert told == [("row 1", (10, 14, 50, 6)), ("row 2", (10, 20, 50, 10))]


def test_an_editor_tells_no_row_below_its_edge() -> None:
    rows = [(f"row {n}", (0, 10 * n, 50, 10)) for n in range(4)]
    assert [text for text, _ in lines_of(node(23, node(61, box=(0, 0, 50, 22), rows=rows)))] == ["row 0", "row 1"]


def test_the_names_of_tool_buttons_are_not_taken_for_text() -> None:
    button = node(BUTTON, box=(0, 0, 80, 20), name="Export")
    assert lines_of(node(23, node(63, button))) == []


def test_a_name_that_does_not_fit_is_not_taken_for_text() -> None:
    wide, narrow = node(BUTTON, box=(0, 0, 80, 20), name="Export"), node(BUTTON, box=(0, 0, 16, 16), name="Minimize")
    assert [text for text, _ in lines_of(node(23, wide, narrow))] == ["Export"]


def test_the_largest_page_gives_the_address() -> None:
    small, large = (
        node(WEB, box=(0, 0, 20, 20), url="https://advert.example/"),
        node(WEB, url="https://harbour.example/"),
    )
    assert address_of(node(23, small, large)) == "https://harbour.example/"
    assert address_of(node(23)) == ""
