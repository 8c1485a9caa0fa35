"""Where things lie on this machine, and with which permissions. Nothing here reads or writes contents."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Places:
    """The folders and files of one memory. Folders are 0700, files 0600."""

    home: Path
    key_file: Path | None

    @property
    def database(self) -> Path:
        return self.home / "memory.db"

    @property
    def pictures(self) -> Path:
        return self.home / "pictures"

    @property
    def key_slots(self) -> Path:
        return self.home / "keys.json"

    @property
    def settings(self) -> Path:
        return self.home / "settings.toml"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def recorder_lock(self) -> Path:
        return self.home / "recorder.lock"

    @property
    def forgetting_lock(self) -> Path:
        return self.home / "forgetting.lock"

    @property
    def window_lock(self) -> Path:
        return self.home / "window.lock"

    @property
    def downloads(self) -> Path:
        return self.home / "models"


def places() -> Places:
    """The places named by RECOLLECT_HOME and RECOLLECT_KEY_FILE, or the platform's own."""
    home = os.environ.get("RECOLLECT_HOME")
    key = os.environ.get("RECOLLECT_KEY_FILE")
    return Places(
        Path(home).expanduser() if home else Path(platformdirs.user_data_dir("recollect", appauthor=False)),
        Path(key).expanduser() if key else None,
    )


def make_private_folder(folder: Path) -> Path:
    """Make a folder that only its owner may enter, tightening one that exists."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.name == "posix":
        folder.chmod(0o700)
    return folder


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read: whole or not at all, and on the disk when this returns."""
    temporary = path.with_name(path.name + ".part")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def forbid_core_dumps() -> None:
    """A crash must not write keys and text to the disk. For this process and those that it starts."""
    if os.name == "posix":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
