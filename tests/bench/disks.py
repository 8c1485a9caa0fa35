"""Disks that are full or may not be written to, made for a test and taken away after it. Needs root on Linux."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


def cannot_mount() -> str:
    """Why no disk can be made here; empty when one can."""
    if not sys.platform.startswith("linux") or os.getuid() != 0:
        return "only root on Linux can make a disk"
    tried = subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
    )
    return "" if tried.returncode == 0 else "this system lets nobody make a disk"


@contextlib.contextmanager
def small_disk(folder: Path, size_mb: int) -> Iterator[Path]:
    """An empty disk of this size at a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={size_mb}m", "recollect-test", str(folder))
    try:
        yield folder
    finally:
        _run("umount", "-l", str(folder))


def grow(folder: Path, size_mb: int) -> None:
    """Make room on a small disk."""
    _run("mount", "-o", f"remount,size={size_mb}m", str(folder))


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder to which nobody may write, not even root."""
    _run("mount", "--bind", str(folder), str(folder))
    try:
        _run("mount", "-o", "remount,ro,bind", str(folder))
        yield
    finally:
        _run("umount", "-l", str(folder))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
