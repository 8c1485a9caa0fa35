"""Starting at login: one file in the desktop's own folder (freedesktop.org, Desktop Application Autostart Specification). Linux only."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

NAME = "recollect.desktop"
# What the desktop starts at login must find the memory that this program has open.
HANDED_ON = ("RECOLLECT_HOME", "RECOLLECT_KEY_FILE")


def is_offered() -> bool:
    """Whether this system has such a folder."""
    return sys.platform.startswith("linux")


def entry(environment: Mapping[str, str] = os.environ) -> Path:
    """The file, whether it is there or not."""
    held = Path(environment.get("XDG_CONFIG_HOME", ""))
    folder = held if held.is_absolute() else Path(environment.get("HOME") or Path.home()) / ".config"
    return folder / "autostart" / NAME


def is_on(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the desktop starts this program at login."""
    try:
        lines = entry(environment).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    return "Hidden=true" not in lines and "X-GNOME-Autostart-enabled=false" not in lines


def switch(on: bool, environment: Mapping[str, str] = os.environ) -> bool:
    """Let the desktop start this program at login without its window, or do so no more; returns what holds now.

    Raises OSError where the file cannot be written or taken away.
    """
    path = entry(environment)
    if on:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_text(environment), encoding="utf-8")
    else:
        path.unlink(missing_ok=True)
    return is_on(environment)


def _text(environment: Mapping[str, str]) -> str:
    given = [f"{name}={environment[name]}" for name in HANDED_ON if environment.get(name)]
    words = [*(["env", *given] if given else []), *_program(), "--background"]
    return "\n".join([
        "[Desktop Entry]", "Type=Application", "Name=Recollect", "Comment=Remembers what you have seen, on this computer",
        f"Exec={' '.join(_quoted(word) for word in words)}", "Icon=recollect", "Terminal=false",
        "X-GNOME-Autostart-enabled=true", "",
    ])  # fmt: skip


def _program() -> list[str]:
    """The installed program beside this Python, or this Python with the package."""
    installed = Path(sys.executable).with_name("recollect-desktop")
    return [str(installed)] if installed.is_file() else [sys.executable, "-m", "ui"]


def _quoted(word: str) -> str:
    r"""A word as the key Exec wants it (Desktop Entry Specification, The Exec key): quoted, then escaped as a string of the file.

    >>> print(_quoted('/a b/100%'))
    "/a b/100%%"
    >>> print(_quoted('plain'))
    plain
    """
    word = word.replace("%", "%%")
    if word and not set(word) & set(" \t\n\"'\\><~|&;$*?#()`"):
        return word
    for sign in '\\"`$':
        word = word.replace(sign, "\\" + sign)
    return '"' + word.replace("\\", "\\\\") + '"'
