"""Sets Recollect up on this machine and then starts what was asked for: python3 packaging/bootstrap.py run

Standard library only, and written so that Python 3.8 can read it and say what is missing. Each finished step is
remembered in .venv, an interrupted one is done again, and a finished set-up costs next to nothing. The versions stand
in constraints.txt, the system's packages in system_packages.py, the steps themselves in environment.py.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import setup_steps as steps_of
import system_packages as system
from environment import Environment, TroubleError, duration
from setup_steps import Step

ROOT = Path(__file__).resolve().parent.parent
SPACE_NEEDED_MB = 5500
SPACE_NEEDED_GPU_MB = 16000
BENCHES = {
    "bench": "tests.bench.ranking",
    "bench-capture": "tests.bench.capture",
    "bench-crash": "tests.bench.crash",
    "bench-store": "tests.bench.store_scale",
    "bench-import": "tests.bench.importing",
    "bench-host": "tests.bench.model_host",
    "bench-search": "tests.bench.search_speed",
    "bench-babble": "tests.bench.babbling",
    "bench-consolidation": "tests.bench.consolidation_cost",
    "bench-ask": "tests.bench.ask",
    "bench-answers": "tests.bench.answer_speed",
    "bench-monkey": "tests.bench.monkey",
    "bench-window": "tests.bench.window_year",
}
# A test that ends its process ends the run: with another process in its place the plugin hands out what is done and waits for ever.
SHARED_TESTS = ("--numprocesses=auto", "--maxprocesses=4", "--dist=loadgroup", "--max-worker-restart=0")
WITH_TOOLS = ("test", "check", "screenshots", "translations", *BENCHES)
COMMANDS = ("run", "demo", *WITH_TOOLS, "setup")
TITLES = {
    "system": "Python, space on the disk, system packages",
    "environment": "An environment of its own, in .venv",
    "torch": "torch, for finding by meaning",
    "llama": "llama.cpp, for written answers",
    "packages": "The pinned packages and Recollect itself",
    "tools": "What the tests and checks need",
}


def say(text: str) -> None:
    """One line to the person, at once."""
    print(text, file=sys.stderr, flush=True)


def note(text: str) -> None:
    """One line that belongs to the step being done."""
    say("     " + text)


def has_display() -> bool:
    """Whether a window can be opened here."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def groups_for(command: str, display: bool, pending: Sequence[Step]) -> List[str]:
    """The groups of system packages that a command needs."""
    groups = ["window", "reading", "model"]
    if any(step.name == "llama" for step in pending):
        groups.append("compiler")
    if command == "test" or (command == "run" and not display):
        groups.append("screen")
    return groups


def wanted_steps(constraints: str, pyproject: str, command: str, torch_build: str) -> List[Step]:
    """Every step that this command needs, each with the key under which it counts as done."""
    torch = "{} {}".format(steps_of.pin_of(constraints, "torch"), torch_build)
    everything = steps_of.digest(constraints, steps_of.project_part(pyproject), torch)
    steps = [
        Step("environment", "1"),
        Step("torch", torch),
        Step("llama", steps_of.pin_of(constraints, "llama_cpp_python")),
        Step("packages", everything),
    ]
    return [*steps, Step("tools", everything)] if command in WITH_TOOLS else steps


def find_python() -> Optional[str]:
    """A supported Python with its venv module: the running one if it will do, else one on the PATH."""
    running = getattr(sys, "_base_executable", None) or sys.executable
    found: List[Tuple[str, Sequence[int]]] = []
    names = ["python3.{}".format(minor) for minor in range(steps_of.SUPPORTED[0][1], steps_of.SUPPORTED[1][1] + 1)]
    for path in [running, *(shutil.which(name) for name in names)]:
        version = _version_of(path) if path else None
        if path and version:
            found.append((path, version))
    if not found:
        return None
    return steps_of.choose_python(found[0], found[1:])


def _version_of(path: str) -> Optional[Sequence[int]]:
    question = "import sys, venv, ensurepip; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([path, "-c", question], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
        return [int(part) for part in answer.stdout.split()]
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None


class Setup:
    """One pass over the steps: what was asked for, what is done already, what is left."""

    def __init__(self, options: argparse.Namespace, root: Path = ROOT) -> None:
        self.options = options
        self.root = root
        self.lock = steps_of.Lock(root / ".bootstrap" / "lock")
        self.environment = Environment(root, self.lock, note)
        self.release = system.read_os_release() if sys.platform.startswith("linux") else {}
        self.installer = system.installer_of(self.release)
        self.not_offered = root / ".bootstrap" / "not-offered"

    def pending(self) -> List[Step]:
        """The steps that are left. A build of torch once chosen stays until the other is asked for."""
        stamps = steps_of.read_stamps(self.environment.folder) if self.environment.python.exists() else {}
        before = stamps.get("torch", "").partition(" ")[2]
        constraints = self.environment.constraints.read_text(encoding="utf-8")
        pyproject = (self.root / "pyproject.toml").read_text(encoding="utf-8")
        build = "gpu" if self.options.gpu else before or "cpu"
        return steps_of.pending(wanted_steps(constraints, pyproject, self.options.command, build), stamps)

    def missing_packages(self, pending: Sequence[Step]) -> List[str]:
        """System packages that are needed, not there, and not known to be unavailable."""
        if self.options.no_system or not self.installer:
            return []
        names = system.needed(self.release, groups_for(self.options.command, has_display(), pending))
        unavailable = self.not_offered.read_text(encoding="utf-8").split() if self.not_offered.exists() else []
        return system.missing(names, [*system.installed_now(self.installer, names), *unavailable])

    def run(self) -> None:
        """Do what is left. Silent when nothing is."""
        if not self.pending() and not self.missing_packages([]):
            return
        self.lock.acquire(say)
        pending = self.pending()
        started = time.monotonic()
        say("Setting up Recollect. You may stop it at any time; the next start goes on from there.")
        total = len(pending) + 1
        say("1/{}  {}".format(total, TITLES["system"]))
        base_python = self.prepare_system(pending)
        for number, step in enumerate(pending, start=2):
            say("{}/{}  {}".format(number, total, TITLES[step.name]))
            at = time.monotonic()
            self.do(step, base_python)
            steps_of.write_stamp(self.environment.folder, step)
            note("done in " + duration(time.monotonic() - at))
        self.lock.release()
        say("Everything is in place after {}.".format(duration(time.monotonic() - started)))

    def do(self, step: Step, base_python: str) -> None:
        """Do one step."""
        pin, _, build = step.key.partition(" ")
        if step.name == "environment":
            self.environment.make(base_python)
        elif step.name == "torch":
            self.environment.install_torch(pin, build == "gpu")
        elif step.name == "llama":
            self.environment.install_llama(pin)
        elif step.name == "packages":
            self.environment.install_packages("")
            self.environment.check()
        else:
            self.environment.install_packages("dev")

    def prepare_system(self, pending: Sequence[Step]) -> str:
        """System packages, Python, space. Returns the Python to build with."""
        packages = self.missing_packages(pending)
        if packages:
            self.install(packages)
            left = system.missing(packages, system.installed_now(self.installer, packages))
            if left:
                note("This system does not offer {}; what needs it is skipped.".format(", ".join(left)))
                names = [name for entry in left for name in entry.split("|")]
                self.not_offered.write_text("\n".join(names) + "\n", encoding="utf-8")
        elif sys.platform.startswith("linux") and not self.installer and not self.options.no_system:
            note("The package names of this Linux are not known here. Should the window not open or nothing be read,")
            note("install Qt's xcb libraries (xcb-util-cursor and its kin), Tesseract with English and a C++ compiler.")
        if not any(step.name == "environment" for step in pending):
            return ""
        python = find_python() or self.install_python()
        note("Python: " + python)
        need_mb = SPACE_NEEDED_GPU_MB if self.options.gpu else SPACE_NEEDED_MB
        free_mb = shutil.disk_usage(str(self.root)).free // 2**20
        if free_mb < need_mb:
            raise TroubleError(
                "The set-up needs about {} MB of space here, {} MB are free. Make room, then start again.".format(
                    need_mb, free_mb
                )
            )
        return python

    def install(self, packages: Sequence[str]) -> None:
        """Install system packages, or say what to type. Raises TroubleError."""
        try:
            system.install(self.installer, packages, note, lambda command: self.environment.work(command, "system", 3))
        except system.CannotInstallError as problem:
            raise TroubleError("{}\nTo go on without them, add --no-system.".format(problem)) from problem

    def install_python(self) -> str:
        """A supported Python from the system's packages. Raises TroubleError where there is none."""
        low, high = steps_of.SUPPORTED
        names = ["python3.{}".format(minor) for minor in range(low[1], high[1] + 1)]
        may_install = self.installer and not self.options.no_system
        offered = [name for name in names if may_install and system.is_known(self.installer, name)]
        if offered:
            self.install([offered[0], offered[0] + "-venv"] if self.installer == "apt" else [offered[0]])
            found = find_python()
            if found:
                return found
        raise TroubleError(
            "Recollect needs Python 3.11 to 3.14 with its venv module. This is Python {}, and no other was found.\n"
            "Install one (on Debian and Ubuntu: python3.11 and python3.11-venv; elsewhere: from python.org), "
            "then start again.".format(sys.version.split()[0])
        )


def hand_over(options: argparse.Namespace, environment: Environment) -> int:
    """Start what was asked for. On POSIX this process becomes it."""
    python, scripts = str(environment.python), environment.bin
    suffix = ".exe" if os.name == "nt" else ""
    smoke = str(ROOT / "packaging" / "smoke.py")
    if options.command == "setup":
        say("Recollect is set up. 'make run' starts it.")
        return 0
    if options.command == "check":
        return check(python, scripts)
    if options.command == "screenshots":
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # the same pictures on every machine
    command = {
        "run": [str(scripts / ("recollect-desktop" + suffix))] if has_display() else [python, smoke],
        "demo": [python, smoke, "--demo"],
        "test": [python, "-m", "pytest", *SHARED_TESTS],
        "screenshots": [python, "-m", "tests.screenshots"],
        "translations": [python, str(ROOT / "packaging" / "translations.py")],
        **{name: [python, "-m", module] for name, module in BENCHES.items()},
    }[options.command]
    return become([*command, *options.rest])


def become(command: List[str]) -> int:
    """Replace this process by a command; where that is not possible, run it and return its status."""
    os.chdir(str(ROOT))
    if os.name == "posix":
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(command[0], command)  # noqa: S606 - a shell would only add quoting
    return subprocess.call(command)


def check(python: str, scripts: Path) -> int:
    """Every check, also after one has failed. Returns 1 if any did."""
    folders = ["app", "capture", "models", "ui", "tests", "packaging"]
    commands: Dict[str, List[str]] = {
        "ruff check": [python, "-m", "ruff", "check", "--no-cache", *folders],
        "ruff format": [python, "-m", "ruff", "format", "--check", *folders],
        "mypy": [python, "-m", "mypy"],
        "import-linter": [str(scripts / "lint-imports"), "--no-cache"],
    }
    failed = []
    for name, command in commands.items():
        say("-- " + name)
        if subprocess.call(command, cwd=str(ROOT)) != 0:
            failed.append(name)
    say("Checks that failed: " + ", ".join(failed) if failed else "All checks passed.")
    return 1 if failed else 0


def options_from(arguments: Optional[Sequence[str]] = None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(prog="bootstrap.py", description="Sets Recollect up and starts it.")
    parser.add_argument("command", choices=COMMANDS, nargs="?", default="run")
    parser.add_argument(
        "--gpu", action="store_true", default=bool(os.environ.get("RECOLLECT_GPU")), help="torch for NVIDIA cards"
    )
    parser.add_argument("--no-system", action="store_true", help="leave the system's packages alone")
    options, rest = parser.parse_known_args(arguments)
    options.rest = [word for word in rest if word != "--"]
    return options


def main() -> int:
    """Set up, then start what was asked for."""
    options = options_from()
    setup = Setup(options)

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        setup.run()
    except TroubleError as problem:
        say("\n{}".format(problem))
        return 1
    except KeyboardInterrupt:
        setup.environment.stop_child()
        say("\nStopped. Start it again and it goes on where it was.")
        return 130
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return hand_over(options, setup.environment)


if __name__ == "__main__":
    sys.exit(main())
