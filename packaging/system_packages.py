"""Which packages of the operating system Recollect needs, how they are called there, and how they get installed.

Standard library only, and readable by old Pythons: this runs before anything is installed. No pip in here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, Dict, Iterable, List, Optional, Sequence

APT_LISTS = Path("/var/lib/apt/lists")
LISTS_ARE_STALE_AFTER_S = 24 * 3600

# "a|b": either will do; the first one that the system knows is installed. Names by group, and why each group is there.
APT_GROUPS: Dict[str, str] = {
    # Qt's window and text drawing: what the PySide6 wheel leaves to the system
    "window": (
        "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render0 libxcb-render-util0 "
        "libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1 libx11-xcb1 "
        "libxkbcommon-x11-0 libegl1 libgl1 libdbus-1-3 libfontconfig1 libglib2.0-0t64|libglib2.0-0 fonts-dejavu-core"
    ),
    # text recognition: tesserocr carries the engine, the system carries its language data
    "reading": "tesseract-ocr tesseract-ocr-eng",
    # llama.cpp's threads, whether it was compiled here or not
    "model": "libgomp1",
    "compiler": "g++ libc6-dev",
    # a virtual screen with something on it: the tests, the pictures, and the run on a machine without a display
    "screen": (
        "xvfb openbox xterm xdotool x11-utils fonts-liberation chromium|firefox-esr|epiphany-browser mousepad "
        "dbus-daemon|dbus at-spi2-core"
    ),
}
DNF_GROUPS: Dict[str, str] = {
    "window": (
        "xcb-util-cursor xcb-util-wm xcb-util-image xcb-util-keysyms xcb-util-renderutil libxkbcommon-x11 libX11-xcb "
        "mesa-libEGL mesa-libGL libglvnd-egl libglvnd-glx dbus-libs fontconfig glib2 dejavu-sans-fonts"
    ),
    "reading": "tesseract tesseract-langpack-eng",
    "model": "libgomp",
    "compiler": "gcc-c++",
    "screen": (
        "xorg-x11-server-Xvfb openbox xterm xdotool xorg-x11-utils|xdpyinfo liberation-fonts-all|liberation-fonts "
        "chromium|firefox mousepad dbus-daemon at-spi2-core"
    ),
}
# Nice to have: without one of these, something is skipped and said, nothing fails.
OPTIONAL = frozenset(
    {"chromium", "firefox-esr", "epiphany-browser", "firefox", "mousepad", "dbus-daemon", "dbus", "at-spi2-core"}
)


class CannotInstallError(Exception):
    """Something is missing that this program may not or cannot install; the text says what the user can do."""


def parse_os_release(text: str) -> Dict[str, str]:
    """The fields of an os-release file, without their quotes."""
    fields = {}
    for line in text.splitlines():
        name, sign, value = line.strip().partition("=")
        if sign and not name.startswith("#"):
            fields[name] = value.strip().strip("\"'")
    return fields


def read_os_release() -> Dict[str, str]:
    """The fields of this machine's os-release file; empty where there is none."""
    for path in (Path("/etc/os-release"), Path("/usr/lib/os-release")):
        if path.is_file():
            return parse_os_release(path.read_text(encoding="utf-8", errors="replace"))
    return {}


def installer_of(release: Dict[str, str]) -> str:
    """`apt`, `dnf`, or nothing for a system whose package names are not known here."""
    names = [release.get("ID", "").lower(), *release.get("ID_LIKE", "").lower().split()]
    if "debian" in names or "ubuntu" in names:
        return "apt"
    if "fedora" in names or "rhel" in names:
        return "dnf"
    return ""


def chromium_is_a_snap(release: Dict[str, str]) -> bool:
    """Ubuntu's chromium package only fetches a snap, which runs neither in a container nor under a virtual screen."""
    names = [release.get("ID", "").lower(), *release.get("ID_LIKE", "").lower().split()]
    return "ubuntu" in names and release.get("ID", "").lower() != "linuxmint"


def needed(release: Dict[str, str], groups: Iterable[str]) -> List[str]:
    """The packages of these groups as this system names them; alternatives stay together as `a|b`."""
    tables = {"apt": APT_GROUPS, "dnf": DNF_GROUPS}
    table = tables.get(installer_of(release), {})
    names = [name for group in groups for name in table.get(group, "").split()]
    if chromium_is_a_snap(release):
        names = ["|".join(part for part in name.split("|") if part != "chromium") for name in names]
    return [name for name in names if name]


def missing(names: Iterable[str], installed: Iterable[str]) -> List[str]:
    """Those of which no alternative is installed."""
    there = set(installed)
    return [name for name in names if not there.intersection(name.split("|"))]


def pick(names: Iterable[str], is_known: Callable[[str], bool]) -> List[str]:
    """One package for each missing name: the first alternative the system knows. Unknown optional ones are left out."""
    chosen = []
    for name in names:
        parts = name.split("|")
        known = [part for part in parts if is_known(part)]
        if known:
            chosen.append(known[0])
        elif not OPTIONAL.issuperset(parts):
            chosen.append(parts[-1])
    return chosen


def _output(command: Sequence[str]) -> str:
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return result.stdout.decode("utf-8", "replace")


def installed_now(installer: str, names: Iterable[str]) -> List[str]:
    """Which of these packages (alternatives split) the system has, by one quick question to its database."""
    single = sorted({part for name in names for part in name.split("|")})
    if installer == "apt":
        lines = _output(["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *single]).splitlines()
        return [line.split()[0] for line in lines if line.endswith(" installed")]
    lines = _output(["rpm", "-q", "--qf", "%{NAME}\n", *single]).splitlines()
    return [line for line in lines if " " not in line]


def is_known(installer: str, name: str) -> bool:
    """Whether the system's package lists offer this package."""
    if installer == "apt":
        candidate = [line for line in _output(["apt-cache", "policy", name]).splitlines() if "Candidate:" in line]
        return bool(candidate) and "(none)" not in candidate[0]
    return bool(_output(["dnf", "-q", "repoquery", "--qf", "%{name}\n", name]).strip())


def lists_are_stale(newest_mtime: Optional[float], now: float) -> bool:
    """Whether `apt-get update` is due: no list at all, or none from the last day."""
    return newest_mtime is None or now - newest_mtime > LISTS_ARE_STALE_AFTER_S


def _newest_list() -> Optional[float]:
    times = [path.stat().st_mtime for path in APT_LISTS.glob("*Packages*")] if APT_LISTS.is_dir() else []
    stamp = Path("/var/lib/apt/periodic/update-success-stamp")
    if times and stamp.exists():
        times.append(stamp.stat().st_mtime)
    return max(times) if times else None


def as_root() -> Optional[List[str]]:
    """The words to put before a command that needs root; None where nobody could give the password."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if subprocess.run(["sudo", "-n", "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin is not None and sys.stdin.isatty() else None


def install_command(installer: str, names: Sequence[str]) -> List[str]:
    """What installs these packages without asking questions."""
    if installer == "apt":
        quiet = ["-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
        return ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", *quiet, *names]
    return ["dnf", "install", "-y", "-q", *names]


def install(installer: str, wanted: Sequence[str], say: Callable[[str], None], run: Callable[[List[str]], int]) -> None:
    """Install what is missing, after naming it. `run` runs one command and returns its exit status.

    Raises CannotInstallError when there is no right to install, or the system refused a package that is needed.
    """
    root = as_root()
    if root is None:
        raise CannotInstallError(
            "Some system packages are missing, and installing them needs your password.\n"
            "Run this once, then start again:\n    " + by_hand(installer, [name.split("|")[0] for name in wanted])
        )
    refresh = [*root, "apt-get", "update", "-qq", "-o", "DPkg::Lock::Timeout=300"] if installer == "apt" else []
    if refresh and lists_are_stale(_newest_list(), time.time()):
        say("fetching the system's package lists")
        run(refresh)
    names = pick(wanted, lambda name: is_known(installer, name))
    if not names:
        return
    say("installing with {}: {}".format(installer, " ".join(names)))
    if run([*root, *install_command(installer, names)]) == 0:
        return
    say("that did not work; once more with fresh package lists")
    if refresh:
        run(refresh)
    if run([*root, *install_command(installer, names)]) != 0:
        raise CannotInstallError(
            "The system could not install its packages. Run this by hand to see why, then start again:\n    "
            + by_hand(installer, names)
        )


def by_hand(installer: str, names: Sequence[str]) -> str:
    """The same installation as a person would type it."""
    return "sudo {} install {}".format("apt-get" if installer == "apt" else "dnf", " ".join(names))
