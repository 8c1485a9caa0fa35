"""Which steps of the set-up are still to do, as remembered in a stamp file, and the lock that keeps two set-ups apart.

Standard library only. Nothing here installs anything.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path
from typing import Callable, Dict, List, NamedTuple, Optional, Sequence, Tuple

SUPPORTED = ((3, 11), (3, 14))
STAMP_FILE = ".recollect-bootstrap.json"


class Step(NamedTuple):
    """One step: its name, and a key that changes when it has to be done again."""

    name: str
    key: str


def python_is_supported(version: Sequence[int]) -> bool:
    """Whether this version of Python runs Recollect."""
    return SUPPORTED[0] <= tuple(version[:2]) <= SUPPORTED[1]


def choose_python(running: Tuple[str, Sequence[int]], found: Sequence[Tuple[str, Sequence[int]]]) -> Optional[str]:
    """The running Python if it will do, else the oldest supported one found (the one tested most), or None."""
    if python_is_supported(running[1]):
        return running[0]
    usable = sorted((tuple(version[:2]), path) for path, version in found if python_is_supported(version))
    return usable[0][1] if usable else None


def digest(*texts: str) -> str:
    """A short fingerprint of these texts."""
    return hashlib.sha256("\0".join(texts).encode("utf-8")).hexdigest()[:16]


def project_part(pyproject: str) -> str:
    """What in pyproject.toml decides about installing: a change in a linter's settings is none."""
    kept, keep = [], False
    for line in pyproject.splitlines():
        if line.startswith("["):
            keep = line.startswith(("[project", "[build-system", "[tool.setuptools"))
        if keep and line.strip():
            kept.append(line)
    return "\n".join(kept)


def pin_of(constraints: str, package: str) -> str:
    """The version that the constraints file pins for a package. Raises KeyError when it pins none."""
    wanted = package.lower().replace("_", "-")
    for line in constraints.splitlines():
        name, sign, rest = line.partition("==")
        if sign and name.strip().lower().replace("_", "-") == wanted:
            return rest.split("#")[0].split(";")[0].strip()
    raise KeyError(package)


def read_stamps(venv: Path) -> Dict[str, str]:
    """What was finished in this environment; a missing or damaged file means nothing was."""
    try:
        stamps = json.loads((venv / STAMP_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(key) for name, key in stamps.items()} if isinstance(stamps, dict) else {}


def write_stamp(venv: Path, step: Step) -> None:
    """Remember that a step is finished. The file is replaced whole, so that a kill leaves the old one."""
    stamps = dict(read_stamps(venv))
    stamps[step.name] = step.key
    part = venv / (STAMP_FILE + ".part")
    part.write_text(json.dumps(stamps, indent=1, sort_keys=True), encoding="utf-8")
    part.replace(venv / STAMP_FILE)


def pending(steps: Sequence[Step], stamps: Dict[str, str]) -> List[Step]:
    """The steps to do, in order. After a new environment everything is to do."""
    to_do: List[Step] = []
    for step in steps:
        fresh = any(done.name == "environment" for done in to_do)
        if fresh or stamps.get(step.name) != step.key:
            to_do.append(step)
    return to_do


def half_installed(site_packages: Path) -> List[Path]:
    """What a killed pip leaves behind: unfinished package records, and folders that it had renamed out of the way.

    pip writes a package's RECORD last and names INSTALLER in it; without that line it would take the package as there.
    """
    left = list(site_packages.glob("~*"))
    for info in site_packages.glob("*.dist-info"):
        record = info / "RECORD"
        text = record.read_text(encoding="utf-8", errors="replace") if record.is_file() else ""
        if "/INSTALLER," not in text:
            left.append(info)
    return sorted(left)


class Lock:
    """Held by one set-up at a time in this folder. A child that inherits it keeps it: an orphaned pip is waited for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.handle = -1

    def acquire(self, say: Callable[[str], None]) -> None:
        """Take the lock, waiting with one sentence while another set-up holds it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.handle = os.open(str(self.path), os.O_RDWR | os.O_CREAT, 0o644)
        told = False
        while not _try_lock(self.handle):
            if not told:
                say("Another set-up is at work in this folder. Waiting for it to finish.")
                told = True
            time.sleep(0.5)

    def release(self) -> None:
        """Give the lock back."""
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1


def _try_lock(handle: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
