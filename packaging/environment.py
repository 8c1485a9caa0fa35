"""The virtual environment: making it, filling it with the pinned versions, and the child processes that do so.

Standard library only. Which step is due is decided elsewhere; here it is done.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Sequence

import setup_steps as steps_of

# The projects' own indexes of CPU builds. Each may be replaced by a mirror, and is asked only when it answers at once:
# pip itself would try a dead one for a minute.
TORCH_INDEX = os.environ.get("RECOLLECT_TORCH_INDEX", "https://download.pytorch.org/whl/cpu")
LLAMA_INDEX = os.environ.get("RECOLLECT_LLAMA_INDEX", "https://abetlen.github.io/llama-cpp-python/whl/cpu")
PROBE_TIMEOUT_S = 4.0
NEWS_EVERY_S = 15.0
# What each part of Recollect loads. Imported once after installing: to see that it loads, and because pip was told not
# to write bytecode for everything (300 MB), while without any each start of a model would take three times as long.
FIRST_IMPORTS = {
    "the window": "PySide6.QtWidgets, PySide6.QtSvg, PySide6.QtNetwork, ui",
    "the store and the command line": (
        "sqlcipher3, sqlite_utils, cryptography.hazmat.primitives.ciphers.aead, keyring, numpy, typer, rich.table, "
        "dateparser, tomlkit, apscheduler.schedulers.background, app, capture, models"
    ),
    "text recognition": "PIL.Image, tesserocr" if sys.platform.startswith("linux") else "PIL.Image, rapidocr",
    "the embedder": "torch, sentence_transformers, transformers.models.bert.modeling_bert",
    "llama.cpp": "llama_cpp",
}
NEEDED_PARTS = ("the window", "the store and the command line")


class TroubleError(Exception):
    """Something that the person in front of the machine has to know; the text says what to do."""


def duration(seconds: float) -> str:
    """Seconds as a person says them."""
    return "{:.0f} s".format(seconds) if seconds < 90 else "{:.1f} min".format(seconds / 60)


def answers(index: str, package: str) -> bool:
    """Whether a wheel index has a page for this package and says so within a few seconds."""
    try:
        with urllib.request.urlopen("{}/{}/".format(index.rstrip("/"), package), timeout=PROBE_TIMEOUT_S) as page:
            return bool(page.status == 200)
    except (OSError, ValueError, urllib.error.URLError):
        return False


def compiled_percent(log: str) -> Optional[int]:
    """How far a compilation is, from the last [n/m] that the build tool wrote; None when it wrote none."""
    marks = re.findall(r"\[(\d+)/(\d+)\]", log)
    return 100 * int(marks[-1][0]) // int(marks[-1][1]) if marks and int(marks[-1][1]) > 20 else None


class Environment:
    """The .venv of one checkout, and the one child process that works on it right now."""

    def __init__(self, root: Path, lock: steps_of.Lock, note: Callable[[str], None]) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.bin = self.folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.bin / ("python.exe" if os.name == "nt" else "python")
        self.constraints = root / "packaging" / "constraints.txt"
        self.logs = root / ".bootstrap"
        self.lock = lock
        self.note = note
        self.child: Optional[subprocess.Popen[bytes]] = None

    # -- children --------------------------------------------------------------------------------------------------
    def work(
        self, command: Sequence[str], log: str, expected_min: float = 0.0, env: Optional[Dict[str, str]] = None
    ) -> int:
        """Run a command, its output in a log file, with a line of news now and then. Returns its status."""
        self.logs.mkdir(exist_ok=True)
        path = self.logs / (log + ".log")
        kept: Dict[str, Any] = {"pass_fds": (self.lock.handle,)} if os.name == "posix" and self.lock.handle >= 0 else {}
        started = news = time.monotonic()
        with path.open("wb") as output:
            self.child = subprocess.Popen(
                list(command),
                cwd=str(self.root),
                stdin=None if command[0] == "sudo" else subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
                # a group of its own, to be ended whole; sudo needs the terminal for its password
                start_new_session=command[0] != "sudo",
                **kept,
            )
            while True:
                try:
                    return self.child.wait(timeout=1.0)
                except subprocess.TimeoutExpired:
                    if time.monotonic() - news >= NEWS_EVERY_S:
                        news = time.monotonic()
                        self.note(self._news(path, news - started, expected_min))

    def _news(self, log: Path, elapsed_s: float, expected_min: float) -> str:
        percent = (
            compiled_percent(log.read_text(encoding="utf-8", errors="replace")[-100000:]) if expected_min > 5 else None
        )
        share = ", {} % compiled".format(percent) if percent is not None else ""
        usual = " of about {:.0f} min".format(expected_min) if expected_min else ""
        return "still at it: {:.1f}{}{}".format(elapsed_s / 60, usual or " min", share)

    def stop_child(self) -> None:
        """End the command that is running with all that it started, and wait until it is gone."""
        for number in ("SIGINT", "SIGTERM", "SIGKILL"):
            if self.child is None or self.child.poll() is not None:
                return
            if os.name == "posix" and os.getpgid(self.child.pid) == self.child.pid:
                os.killpg(self.child.pid, getattr(signal, number))
            else:
                self.child.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.child.wait(timeout=10)

    def pip(
        self, arguments: Sequence[str], log: str, expected_min: float = 0.0, env: Optional[Dict[str, str]] = None
    ) -> int:
        """Run the environment's pip, after clearing away what a killed one left. No bytecode: that comes with use."""
        for left in self.site_packages():
            for path in steps_of.half_installed(left):
                shutil.rmtree(str(path)) if path.is_dir() and not path.is_symlink() else path.unlink()
        command = [
            str(self.python),
            "-m",
            "pip",
            "install",
            "--no-compile",
            "--disable-pip-version-check",
            "--no-input",
        ]
        return self.work([*command, *arguments], log, expected_min, env)

    def site_packages(self) -> List[Path]:
        """The folder that packages are installed to; empty before there is an environment."""
        patterns = ("lib/python*/site-packages", "Lib/site-packages")
        return [found for pattern in patterns for found in self.folder.glob(pattern)]

    def failed(self, log: str, what: str, advice: str) -> TroubleError:
        """The trouble to raise when a command failed: the end of its log, where the whole stands, and what to do."""
        path = self.logs / (log + ".log")
        lines = [line for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
        tail = "\n".join("    " + line[:200] for line in lines[-12:])
        return TroubleError(
            "{} did not succeed. The end of its log:\n{}\nThe whole log is {}.\n{}".format(what, tail, path, advice)
        )

    # -- the steps -------------------------------------------------------------------------------------------------
    def make(self, base_python: str) -> None:
        """An environment with a working pip. One that is there and works is kept, a half-made one is replaced."""
        if self._works():
            self.note("the environment that is there works, and is kept")
            return
        if self.folder.is_symlink() or self.folder.is_file():
            self.folder.unlink()
        elif self.folder.exists():
            shutil.rmtree(str(self.folder))
        if self.work([base_python, "-m", "venv", str(self.folder)], "environment") != 0:
            raise self.failed(
                "environment", "Making the environment", "On Debian and Ubuntu, python3-venv may be missing."
            )

    def _works(self) -> bool:
        question = "import sys, pip; print(*sys.version_info[:2])"
        try:
            answer = subprocess.run(
                [str(self.python), "-c", question], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
            )
        except (OSError, subprocess.CalledProcessError):
            return False
        return steps_of.python_is_supported([int(part) for part in answer.stdout.split()])

    def install_torch(self, pin: str, gpu: bool) -> None:
        """torch alone, without its dependencies: the small CPU build wherever one can be had."""
        if gpu:
            self.note("the build for NVIDIA cards: several gigabytes")
            # `===` leaves a CPU build out, which would count as a later version of the same number
            wanted = ["--force-reinstall", "--no-deps", "torch===" + pin]
            if self.pip(wanted, "torch", 8) != 0:
                raise self.failed("torch", "Installing torch", CHECK_THE_NETWORK)
            return
        local = "torch=={}+cpu".format(pin)
        if sys.platform.startswith("linux") and self.pip(["--no-deps", local], "torch", 2) == 0:
            return
        if sys.platform.startswith("linux") and answers(TORCH_INDEX, "torch"):
            if self.pip(["--no-deps", "--index-url", TORCH_INDEX, local], "torch", 2) == 0:
                return
        if sys.platform.startswith("linux"):
            self.note(
                "No CPU build could be found. The usual one comes with NVIDIA's libraries: about 6.5 GB on the disk."
            )
        if self.pip(["--no-deps", "torch==" + pin], "torch", 8) != 0:
            raise self.failed("torch", "Installing torch", CHECK_THE_NETWORK)

    def install_llama(self, pin: str) -> None:
        """llama-cpp-python: ready-made where its index answers, else compiled here once (pip keeps the result)."""
        wanted = "llama-cpp-python==" + pin
        if answers(LLAMA_INDEX, "llama-cpp-python"):
            self.note("a ready-made build")
            ready = ["--no-deps", "--only-binary", ":all:", "--index-url", LLAMA_INDEX, wanted]
            if self.pip(ready, "llama", 1) == 0:
                return self.trim_llama()
        self.note("compiling, unless pip still has an earlier result: about 10 minutes on two cores, once")
        pins = {"PIP_CONSTRAINT": str(self.constraints), "PIP_BUILD_CONSTRAINT": str(self.constraints)}
        if self.pip(["--no-deps", "-v", wanted], "llama", 10, pins) != 0:
            raise self.failed(
                "llama", "Compiling llama.cpp", "It needs a C and a C++ compiler (on Debian: g++). " + CHECK_THE_NETWORK
            )
        return self.trim_llama()

    def trim_llama(self) -> None:
        """Remove the second copy of llama.cpp's libraries, which only serves to compile other programs against it."""
        for folder in self.site_packages():
            copy, used = folder / "lib", folder / "llama_cpp" / "lib"
            twins = [path for path in copy.glob("libllama*") if (used / path.name).exists()]
            if twins and not (copy / "__init__.py").exists():
                shutil.rmtree(str(copy))

    def install_packages(self, extra: str) -> None:
        """Everything else, as pinned, and Recollect itself in place, so that an edit needs no new installation."""
        pins = ["-c", str(self.constraints)]
        if not extra and self.pip([*pins, "setuptools"], "packages", 1) != 0:
            raise self.failed("packages", "Installing the packages", CHECK_THE_NETWORK)
        wanted = [*pins, "--no-build-isolation", "-e", ".[{}]".format(extra) if extra else "."]
        if self.pip(wanted, "packages", 3) != 0:
            self.note("once more: a registry may have hiccuped")
            if self.pip(wanted, "packages", 3) != 0:
                raise self.failed("packages", "Installing the packages", CHECK_THE_NETWORK)

    def check(self) -> None:
        """See that every library loads, which also writes its bytecode. Raises TroubleError where that is vital."""
        for part, modules in FIRST_IMPORTS.items():
            log = "import-" + part.replace(" ", "-").replace(".", "-")
            command = [str(self.python), "-c", "import " + modules]
            if self.work(command, log, env={"PYTHONDONTWRITEBYTECODE": ""}) == 0:
                continue
            if part in NEEDED_PARTS:
                raise self.failed(
                    log, "Loading " + part, "Most often a library of the system is missing; its name stands above."
                )
            self.note(
                "{} does not load on this machine; the rest works without it. See {}.log.".format(part, self.logs / log)
            )


CHECK_THE_NETWORK = "Check the network and the space on the disk, then start again: finished steps are kept."
