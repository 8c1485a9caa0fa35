"""The main job on a real screen: a browser, a terminal and an editor are recorded for a minute while workers and recorder are killed.

Everything goes through the command line. No idle or lock service runs on the virtual desktop, as in a container.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from PIL import Image

from app.engines import Models
from app.memory import Memory
from app.paths import Places
from models.fake import FakeEmbedder
from tests.desktop import VirtualDesktop, missing_programs, wait_for

NEEDED = [name for name in ("chromium", "xterm", "mousepad", "xdotool") if shutil.which(name) is None] + list(
    missing_programs()
)
pytestmark = [
    pytest.mark.display,
    pytest.mark.timeout(420),
    pytest.mark.skipif(bool(NEEDED), reason=f"not installed: {', '.join(NEEDED)}"),
]

PAGE = """<!doctype html><title>{title}</title><body style="font: 20px 'Liberation Sans', sans-serif; margin: 24px; width: 560px">
<h2>{title}</h2>{paragraphs}"""
GARDEN = (
    "The greenhouse door opens with the code 4471.",
    "Order thirty bags of compost from Harrow Nursery.",
    "Margit waters the seedlings on Wednesday evening.",
    "The apple trees are pruned in the second week of February.",
)
TRIP = (
    "The night train to Zagreb leaves from platform nine.",
    "Breakfast at the Hotel Dubrovnik costs fourteen euros.",
)
SHELL = (
    "deployment build 8812 finished in 94 seconds",
    "backup volume is mounted at /mnt/osprey",
    "worker queue length is 317",
)
EDITOR = ("The landlord agreed to repaint the kitchen.", "Our new meeting room is called Lapwing.")
MORE = ("Tickets for the ceramics fair are sold until Thursday.",)


@dataclass(frozen=True)
class Fact:
    """Something that stands on the screen, how one asks for it, and what the answer must hold."""

    shown: str
    question: str
    key: str


FACTS = (
    Fact(GARDEN[0], "What is the code of the greenhouse door?", "4471"),
    Fact(GARDEN[1], "Where do I order compost?", "Harrow"),
    Fact(GARDEN[2], "Who waters the seedlings?", "Margit"),
    Fact(GARDEN[3], "When are the apple trees pruned?", "February"),
    Fact(TRIP[0], "Which platform does the train to Zagreb leave from?", "nine"),
    Fact(TRIP[1], "How much is breakfast at the Hotel Dubrovnik?", "fourteen"),
    Fact(SHELL[0], "How long did the deployment build take?", "94"),
    Fact(SHELL[1], "Where is the backup volume mounted?", "osprey"),
    Fact(SHELL[2], "How long is the worker queue?", "317"),
    Fact(EDITOR[0], "What did the landlord agree to?", "kitchen"),
    Fact(EDITOR[1], "What is the new meeting room called?", "Lapwing"),
    Fact(MORE[0], "Until when are tickets for the ceramics fair sold?", "Thursday"),
)


class Desk:
    """The screen that is recorded, driven by mouse and keyboard."""

    def __init__(self, desktop: VirtualDesktop, folder: Path) -> None:
        self.desktop = desktop
        self.folder = folder

    def window(self, *search: str) -> str:
        return wait_for(lambda: self._find(*search), patience_s=60)

    def _find(self, *search: str) -> str:
        try:
            return self.desktop.xdotool("search", "--onlyvisible", *search).split()[-1]
        except subprocess.CalledProcessError:
            return ""

    def place(self, window: str, x: int, y: int, width: int, height: int) -> None:
        self.desktop.xdotool(
            "windowsize", "--sync", window, str(width), str(height), "windowmove", window, str(x), str(y)
        )

    def focus(self, window: str) -> None:
        self.desktop.xdotool("windowactivate", "--sync", window)

    def type(self, text: str, *, enter: bool = True) -> None:
        self.desktop.xdotool("type", "--delay", "12", text)
        if enter:
            self.desktop.xdotool("key", "Return")

    def page(self, name: str, title: str, sentences: tuple[str, ...]) -> Path:
        path = self.folder / name
        path.write_text(PAGE.format(title=title, paragraphs="".join(f"<p>{one}</p>" for one in sentences)))
        return path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with VirtualDesktop(1280, 800) as desktop:
        yield Desk(desktop, tmp_path)


class Cli:
    """The command line on one memory."""

    def __init__(self, places: Places) -> None:
        self.environment = os.environ | {"RECOLLECT_HOME": str(places.home), "RECOLLECT_KEY_FILE": str(places.key_file)}
        self.command = [sys.executable, "-m", "app"]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.command, *arguments], env=self.environment, capture_output=True, text=True, timeout=200, check=False
        )

    def json(self, *arguments: str) -> Any:
        done = self.run(*arguments, "--json")
        assert done.returncode == 0 or arguments == ("doctor",), done.stderr
        return json.loads(done.stdout)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen([*self.command, *arguments], env=self.environment, stdout=subprocess.PIPE, text=True)


def kept(places: Places) -> int:
    """How many pictures of the screen are remembered."""
    with a_memory(places) as memory:
        return int(memory.status()["moments"].get("screen", 0))


def title_kept(places: Places, title: str) -> bool:
    """Whether a picture is kept of a window with this title."""
    with a_memory(places) as memory:
        return any(title in moment.title for moment in memory.timeline(limit=20, newest_first=True))


def looks(places: Places) -> int:
    """How often the recorder has looked so far."""
    with a_memory(places) as memory:
        return sum(memory.status()["today"]["ticks"].values())


@contextlib.contextmanager
def a_memory(places: Places) -> Iterator[Memory]:
    memory = Memory.open(places, models=Models(None, None, FakeEmbedder(), None))
    try:
        yield memory
    finally:
        memory.close()


def worker(process: subprocess.Popen[str], kind: str) -> psutil.Process | None:
    for child in psutil.Process(process.pid).children(recursive=True):
        try:
            line = child.cmdline()
        except psutil.Error:
            continue
        if "models.worker" in line and line[-1] == kind:
            return child
    return None


def open_programs(desk: Desk) -> tuple[str, str, str]:
    """A browser on the left, a terminal and an editor on the right: their windows."""
    garden = desk.page("garden.html", "Garden plans", GARDEN)
    desk.desktop.run(
        "chromium", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", f"--user-data-dir={desk.folder / 'profile'}",
        "--window-size=640,780", "--window-position=0,0", f"file://{garden}",
    )  # fmt: skip
    browser = desk.window("--name", "Garden plans")
    desk.desktop.run("xterm", "-fa", "DejaVu Sans Mono", "-fs", "13", "-title", "shell", "-e", "sh")
    terminal = desk.window("--name", "^shell$")
    desk.desktop.run("mousepad", "--disable-server", str(desk.folder / "notes.txt"))
    editor = desk.window("--name", "notes.txt")
    desk.place(browser, 0, 0, 640, 780)
    desk.place(terminal, 645, 20, 620, 330)
    desk.place(editor, 645, 410, 620, 340)
    return browser, terminal, editor


def work(
    desk: Desk, windows: tuple[str, str, str], places: Places, recorder: subprocess.Popen[str], cli: Cli
) -> subprocess.Popen[str]:
    """A minute's work on the screen, in which both workers and the recorder itself are killed. Returns the last recorder."""
    browser, terminal, editor = windows
    wait_for(lambda: kept(places) >= 1, patience_s=60)
    ocr = wait_for(lambda: worker(recorder, "ocr"), patience_s=60)
    ocr.send_signal(signal.SIGKILL)
    desk.focus(terminal)
    for line in SHELL:
        before = kept(places)
        desk.type(f"echo {line}")
        wait_for(lambda before=before: kept(places) > before)  # type: ignore[misc]
    desk.focus(editor)
    before = kept(places)
    desk.type(EDITOR[0])
    wait_for(lambda: kept(places) > before)
    embed = wait_for(lambda: worker(recorder, "embed"), patience_s=60)
    embed.send_signal(signal.SIGKILL)
    recorder.kill()
    recorder.communicate()
    recorder = cli.start("record", "--for", "45", "--display", desk.desktop.display, "--json")
    before = kept(places)
    wait_for(lambda: kept(places) > before, patience_s=60)
    for title, sentences in (("Trip south", TRIP), ("Ceramics fair", MORE)):
        desk.focus(browser)
        desk.desktop.xdotool("key", "ctrl+l")
        desk.type(f"file://{desk.page('page.html', title, sentences)}")
        wait_for(lambda title=title: title_kept(places, title))  # type: ignore[misc]
        # A browser may name a page before it paints it: what it paints is looked at next.
        seen = looks(places)
        wait_for(lambda seen=seen: looks(places) > seen)  # type: ignore[misc]
    desk.focus(editor)
    before = kept(places)
    desk.type(EDITOR[1])
    wait_for(lambda: kept(places) > before)
    return recorder


def test_what_was_on_a_real_screen_is_found_cited_shown_and_forgotten(
    places: Places, desk: Desk, real_models: Models, tmp_path: Path
) -> None:
    cli = Cli(places)
    assert cli.json("init")["key"] == "file"
    windows = open_programs(desk)
    recorder = cli.start("record", "--for", "45", "--display", desk.desktop.display, "--json")
    recorder = work(desk, windows, places, recorder, cli)
    out, _ = recorder.communicate(timeout=300)
    report = json.loads(out)
    assert recorder.returncode == 0
    assert report["pending"] == 0
    assert report["ticks"]["failed"] == 0
    assert report["coverage"] == 1.0
    status = cli.json("status")
    assert status["queue"] == {"pending": 0, "failed": 0, "without_meaning": 0}
    pictures = next(check for check in cli.json("doctor")["checks"] if check["name"] == "pictures")
    assert pictures["ok"], pictures  # each row has its picture; the kill may have left one picture without a row

    asked = tmp_path / "asked.jsonl"
    asked.write_text("".join(json.dumps({"query": fact.question}) + "\n" for fact in FACTS))
    found = [json.loads(line) for line in cli.run("search", "--queries", str(asked), "--json").stdout.splitlines()]
    for fact, result in zip(FACTS, found, strict=True):
        assert any(fact.key in hit["text"] for hit in result["hits"][:5]), (
            fact,
            [hit["text"] for hit in result["hits"][:5]],
        )
    check_answers(places, real_models)
    check_pictures(cli, found, tmp_path)
    check_forgetting(cli, places, asked)


def check_answers(places: Places, models: Models) -> None:
    """Every fact is answered with a citation whose moment shows it."""
    memory = Memory.open(places, models=models)
    try:
        for fact in FACTS:
            answer = memory.ask(fact.question)
            assert fact.key in answer.text, (fact, answer)
            cited = next(c for c in answer.citations if fact.key in c.quote)
            assert f"[{cited.n}]" in answer.text
            assert fact.key in memory.moment(cited.id).moment.text
    finally:
        memory.close()


def check_pictures(cli: Cli, found: list[dict[str, Any]], folder: Path) -> None:
    for fact, result in list(zip(FACTS, found, strict=True))[::4]:
        hit = next(hit for hit in result["hits"] if fact.key in hit["text"])
        image = folder / f"{fact.key}.png"
        assert cli.json("show", hit["id"], "--image", str(image))["id"] == hit["id"]
        with Image.open(image) as picture:
            assert picture.size == (1280, 800)
        assert hit["boxes"]


def check_forgetting(cli: Cli, places: Places, asked: Path) -> None:
    """A forgotten fact is found no more and its pictures are gone; with everything forgotten nothing is left."""
    before = kept(places)
    receipt = cli.json("forget", "--matching", "greenhouse code", "--yes")
    assert receipt["state"] == "gone"
    assert receipt["frames"] >= 1
    assert kept(places) == before - receipt["pictures"]
    first = json.loads(cli.run("search", "--queries", str(asked), "--json").stdout.splitlines()[0])
    assert not any("4471" in hit["text"] for hit in first["hits"])
    assert cli.json("forget", "--all", "--yes")["state"] == "gone"
    assert kept(places) == 0
    lines = cli.run("search", "--queries", str(asked), "--json").stdout.splitlines()
    assert all(json.loads(line)["hits"] == [] for line in lines)
    assert not any(path.is_file() for path in places.pictures.rglob("*"))
