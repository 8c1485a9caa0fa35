"""A scripted hour at a desk in a few minutes: real programs on a virtual screen, facts placed by the script."""

import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from Xlib import display as xdisplay

from capture.virtual import VirtualDesktop
from tests.bench.capture import pages
from tests.bench.capture.facts import CANARIES, Fact, filler
from tests.desktop import split_screen

SIZE = (3200, 1080)
MONITORS = (("left", 0, 1920), ("right", 1920, 1280))  # Xvfb has one screen; RandR says that it is two monitors
EXCLUDED = (2400, 640, 700, 420)  # where the excluded window stands, half behind the editor
EXCLUDED_TITLE = "Private ledger"
_BROWSER = (
    "chromium", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--disable-infobars", "--test-type", "--window-position=0,0", "--window-size=1920,1080",
)  # fmt: skip


class Desk:
    """The screen while the script runs. `read_s` is how long a reader leaves what was shown."""

    def __init__(self, desktop: VirtualDesktop, folder: Path, facts: list[Fact], *, read_s: float = 3.0) -> None:
        self.desktop, self.folder, self.read_s = desktop, folder, read_s
        self.facts = {
            name: [fact for fact in facts if fact.surface == name] for name in {fact.surface for fact in facts}
        }
        self.browser = ""

    def open(self) -> None:
        """Two monitors, and the programs that stand there from the beginning."""
        display = xdisplay.Display(self.desktop.display)
        split_screen(display, MONITORS, SIZE[1])
        display.close()
        canaries = self.folder / "canaries.txt"
        canaries.write_text("\n".join(CANARIES))
        self._terminal(EXCLUDED_TITLE, f"cat {canaries}; sleep 3600", "80x24+2400+640")
        self._window("--name", EXCLUDED_TITLE)
        chance = random.Random(21)
        (self.folder / "plan.txt").write_text("\n".join(filler(chance, 11) for _ in range(14)) + "\n")
        self.desktop.run("mousepad", "--disable-server", str(self.folder / "plan.txt"))
        editor = self._window("--name", "plan.txt")
        self.desktop.xdotool("windowsize", editor, "800", "560", "windowmove", editor, "1920", "420")
        self._terminal("build shell", "ls -l /usr/bin | head -60; sh", "150x26+1925+5")
        self._window("--name", "build shell")
        (self.folder / "start.html").write_text(f"<title>Start page</title><h1>Start page</h1>{pages.beside(10)}")
        self.desktop.run(
            *_BROWSER, f"--user-data-dir={self.folder / 'profile'}", f"file://{self.folder / 'start.html'}"
        )
        self.browser = self._window("--name", "Start page")
        self._focus("plan.txt")
        self.desktop.xdotool("key", "ctrl+End")
        time.sleep(3)

    def play(self) -> None:
        """Show everything once."""
        scenes: tuple[tuple[str, Callable[[], None]], ...] = (
            ("article", self._article), ("editor", self._editor), ("chat", self._chat), ("terminal", self._shell),
            ("table", self._table), ("dark", self._dark), ("editor", self._editor), ("pdf", self._pdf), ("captions", self._captions),
        )  # fmt: skip
        for _, scene in scenes:
            scene()

    # -- scenes

    def _article(self) -> None:
        self._page("article.html", pages.article(self.facts["article"]))
        for _ in range(len(self.facts["article"]) * 2):
            time.sleep(self.read_s)
            self.desktop.xdotool("key", "Next")

    def _editor(self) -> None:
        facts, self.facts["editor"] = self.facts["editor"][:5], self.facts["editor"][5:]
        self._focus("plan.txt")
        for fact in facts:
            for word in fact.sentence.split():
                self.desktop.xdotool("type", "--delay", "70", f"{word} ")
            self.desktop.xdotool("key", "Return")
            time.sleep(self.read_s)

    def _chat(self) -> None:
        self._page("chat.html", pages.chat(self.facts["chat"], self.read_s))
        time.sleep(self.read_s * (len(self.facts["chat"]) + 2))

    def _shell(self) -> None:
        self._focus("build shell")
        for number, fact in enumerate(self.facts["terminal"]):
            if number % 2:
                self.desktop.xdotool("type", "--delay", "40", f"echo {fact.sentence}\n")
            else:
                command = f"for i in $(seq 1 12); do echo step $i of building target {number}; sleep 0.1; done; echo {fact.sentence}"
                script = self.folder / f"step{number}"
                script.write_text(command)
                self.desktop.xdotool("type", "--delay", "40", f"sh {script}\n")
                time.sleep(1.5)
            time.sleep(self.read_s)

    def _table(self) -> None:
        self._page("table.html", pages.table(self.facts["table"], self.read_s))
        time.sleep(self.read_s * (len(self.facts["table"]) + 2))

    def _dark(self) -> None:
        self._page("dark.html", pages.dark(self.facts["dark"], self.read_s))
        time.sleep(self.read_s * (len(self.facts["dark"]) + 2))

    def _pdf(self) -> None:
        file = self.folder / "paper.pdf"
        pages.document(file, self.facts["pdf"])
        self._go(f"file://{file}")
        for _ in range(4):
            time.sleep(self.read_s)
            self.desktop.xdotool("mousemove", "500", "500", "click", "--repeat", "3", "5")
        time.sleep(self.read_s)

    def _captions(self) -> None:
        self._page("talk.html", pages.captions(self.facts["captions"], 2 * self.read_s))
        time.sleep(2 * self.read_s * (len(self.facts["captions"]) + 1) + 1)

    # -- hands

    def _page(self, name: str, html: str) -> None:
        (self.folder / name).write_text(html)
        self._go(f"file://{self.folder / name}")

    def _go(self, address: str) -> None:
        self.desktop.xdotool("windowactivate", "--sync", self.browser)
        self.desktop.xdotool("key", "ctrl+l")
        self.desktop.xdotool("type", "--delay", "5", f"{address}\n")
        time.sleep(1.5)

    def _terminal(self, title: str, command: str, geometry: str) -> None:
        self.desktop.run(
            "xterm", "-T", title, "-fa", "DejaVu Sans Mono", "-fs", "9", "-geometry", geometry, "-bg", "#101418", "-fg", "#d0d0d0",
            "-xrm", "XTerm*allowTitleOps: false", "-e", "sh", "-c", command,
        )  # fmt: skip

    def _focus(self, name: str) -> None:
        self.desktop.xdotool("windowactivate", "--sync", self._window("--name", name))
        time.sleep(0.3)

    def _window(self, *search: str) -> str:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                return self.desktop.xdotool("search", "--onlyvisible", *search).split()[-1]
            except (subprocess.CalledProcessError, IndexError):
                time.sleep(0.2)
        raise TimeoutError(f"no window for {search}")
