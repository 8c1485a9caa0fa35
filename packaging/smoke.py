"""The main job without a display of one's own, and the window on a made-up week. Both in a throw-away memory.

    python packaging/smoke.py           a virtual screen: demo week, half a minute of recording, search, answer, picture
    python packaging/smoke.py --demo    the window on the made-up week, on this display

Runs inside .venv. Everything it starts has ended when it returns, and its memory is gone; only the picture stays.
"""

import concurrent.futures
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import mss
import mss.tools

from capture.virtual import VirtualDesktop, end_process, missing_programs

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SCREEN_PX = (1440, 900)
RECORD_S = 30
WINDOW_PATIENCE_S = 60.0
PAGE = """<!doctype html><title>Allotment news</title>
<style>body { font: 20px/1.6 sans-serif; margin: 40px; max-width: 600px }</style>
<h1>Allotment news</h1>
<p>The Larkspur seed swap has moved to Thursday at 14:30, in the room above the Juniper bakery.</p>
<p>Bring labelled bags. Marguerite keeps the list; plot 27 still owes her the wheelbarrow.</p>"""
TERMINAL = r"printf 'harbour-api deploy: failed\ndisk quota exceeded on node k7\nretry after 16:45\n'; sleep 600"
SEARCH, ASK = "Larkspur seed swap", "Where is the Larkspur seed swap?"
SHOWN = "Juniper"


class FailedError(Exception):
    """A part of the main job did not do what it should; the text says which."""


def say(text: str) -> None:
    print("\n" + text, flush=True)


def throw_away(folder: Path) -> dict[str, str]:
    """The environment of a program that uses a memory of its own in this folder."""
    own = {"RECOLLECT_HOME": str(folder / "memory"), "RECOLLECT_KEY_FILE": str(folder / "key"), "TMPDIR": str(folder)}
    return {**os.environ, **own}


def recollect(environment: dict[str, str], *words: str) -> None:
    """Run the command line for the person to see. Raises FailedError."""
    print("$ recollect " + " ".join(f'"{word}"' if " " in word else word for word in words), flush=True)
    if subprocess.run([str(BIN / "recollect"), *words], env=environment, check=False).returncode != 0:
        raise FailedError(f"'recollect {words[0]}' did not succeed.")


def answer_of(environment: dict[str, str], *words: str) -> str:
    """What the command line prints for a program. Raises FailedError."""
    done = subprocess.run(
        [str(BIN / "recollect"), *words], env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode != 0:
        raise FailedError(f"'recollect {words[0]}' did not succeed.")
    return done.stdout


def fill_with_the_week(environment: dict[str, str]) -> None:
    recollect(environment, "init")
    recollect(environment, "demo", "--days", "7")


# -- something to see --------------------------------------------------------------------------------------------------
def browser(page: Path, folder: Path) -> list[str]:
    """How the browser of this machine opens a page in a profile of its own; empty where there is none."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    if chromium and not Path(chromium).resolve().is_relative_to("/snap"):
        as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
        quiet = ["--no-first-run", "--no-default-browser-check", "--disable-gpu", "--disable-dev-shm-usage"]
        return [chromium, *as_root, *quiet, "--disable-sync", f"--user-data-dir={folder}", page.as_uri()]
    firefox = shutil.which("firefox-esr") or shutil.which("firefox")
    if firefox and not Path(firefox).resolve().is_relative_to("/snap"):
        folder.mkdir()
        return [firefox, "--no-remote", "--profile", str(folder), page.as_uri()]
    epiphany = shutil.which("epiphany-browser") or shutil.which("epiphany")
    return [epiphany, "--private-instance", page.as_uri()] if epiphany else []


def show_page(desktop: VirtualDesktop, folder: Path) -> None:
    """A page in a browser; without one its text stands in a terminal."""
    page = folder / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    command = browser(page, folder / "profile")
    if not command:
        say("There is no browser here; the page's text is shown in a terminal.")
        plain = folder / "page.txt"
        plain.write_text(
            "The Larkspur seed swap has moved to Thursday at 14:30,\nin the room above the Juniper bakery.\n"
        )
        command = ["xterm", "-fa", "DejaVu Sans Mono", "-fs", "14", "-e", "sh", "-c", f"cat '{plain}'; sleep 600"]
    desktop.run(*command, environment={"HOME": str(folder)})
    with contextlib.suppress(subprocess.CalledProcessError):
        desktop.xdotool("search", "--sync", "--onlyvisible", "--name", "Allotment|xterm")


def show_terminal(desktop: VirtualDesktop) -> None:
    """A terminal in the corner, with a message of its own."""
    looks = ["-fa", "DejaVu Sans Mono", "-fs", "14", "-geometry", "44x10-10-10", "-T", "deploy"]
    desktop.run("xterm", *looks, "-e", "sh", "-c", TERMINAL)


def record(desktop: VirtualDesktop, environment: dict[str, str], folder: Path) -> None:
    """Record while a page and then a terminal come up. Raises FailedError."""
    show_page(desktop, folder)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        words = ("record", "--for", str(RECORD_S), "--display", desktop.display)
        running = pool.submit(recollect, environment, *words)
        time.sleep(RECORD_S / 2)
        show_terminal(desktop)
        running.result()


def picture_of(desktop: VirtualDesktop, target: Path) -> Path:
    """The whole virtual screen as a PNG."""
    with mss.MSS(display=desktop.display) as screen:
        shot = screen.grab(screen.monitors[0])
        mss.tools.to_png(shot.rgb, shot.size, output=str(target))
    return target


def open_window(desktop: VirtualDesktop, environment: dict[str, str], folder: Path) -> Path:
    """Start the desktop app on the virtual screen and take its picture. Raises FailedError when no window comes."""
    log = folder / "window.txt"
    with log.open("wb") as output:
        app = subprocess.Popen(
            [str(BIN / "recollect-desktop"), "--no-recording"], env={**desktop.environment, **environment, "DISPLAY": desktop.display},
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
        try:
            wait_for_window(desktop, app)
            time.sleep(3)  # its first page loads in the background
            return picture_of(desktop, ROOT / ".bootstrap" / "recollect-window.png")
        except FailedError:
            print(log.read_text(encoding="utf-8", errors="replace")[-2000:])
            raise
        finally:
            end(app)


def wait_for_window(desktop: VirtualDesktop, app: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + WINDOW_PATIENCE_S
    while time.monotonic() < until and app.poll() is None:
        with contextlib.suppress(subprocess.CalledProcessError):
            if desktop.xdotool("search", "--onlyvisible", "--name", "Recollect"):
                return
        time.sleep(0.1)
    raise FailedError("The window did not open.")


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a program and what it started."""
    if os.name == "posix":
        end_process(process)
    else:
        process.terminate()


# -- the two shows -----------------------------------------------------------------------------------------------------
@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="recollect-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def show_main_job() -> None:
    """Demo week, recording, search, answer and window, on a virtual screen. Raises FailedError."""
    if missing_programs():
        raise FailedError("There is no display, and a virtual one needs: " + ", ".join(missing_programs()))
    say("There is no display here, so the main job is shown on a virtual one, in a memory that is thrown away.")
    with temporary_folder() as folder:
        environment = throw_away(folder)
        say("1. A made-up week fills the memory.")
        fill_with_the_week(environment)
        with VirtualDesktop(*SCREEN_PX) as desktop:
            say(f"2. A browser and a terminal are opened on it, and recorded for {RECORD_S} seconds.")
            record(desktop, environment, folder)
            say("3. What was on the screen is found, and a question is answered with its proof.")
            recollect(environment, "search", SEARCH, "--limit", "3")
            recollect(environment, "ask", ASK)
            check_the_answer(environment)
            say("4. The window opens on the same memory.")
            path = open_window(desktop, environment, folder)
    say(f"Its picture is {path}.")
    say("On a computer with a desktop, 'make run' opens this window and remembers what you see from then on.")


def check_the_answer(environment: dict[str, str]) -> None:
    """What was shown has to be quoted. Raises FailedError."""
    answer = json.loads(answer_of(environment, "ask", ASK, "--json"))
    if not any(SHOWN in citation["quote"] for citation in answer["citations"]):
        raise FailedError("The answer does not quote what was on the screen.")


def show_demo() -> None:
    """The window on the made-up week. Raises FailedError."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise FailedError("There is no display to open a window on. 'make run' shows the main job on a virtual one.")
    with temporary_folder() as folder:
        environment = throw_away(folder)
        say("A made-up week fills a throw-away memory; the window opens when it is in.")
        fill_with_the_week(environment)
        app = subprocess.Popen([str(BIN / "recollect-desktop")], env=environment, start_new_session=True)
        try:
            app.wait()
        finally:
            end(app)


def main() -> int:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        show_demo() if "--demo" in sys.argv[1:] else show_main_job()
    except FailedError as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
