"""What every command is given: the places of the memory and the ways to open it. Built in `app/__main__.py`."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from app.cli.terminal import Terminal
from app.errors import KnownError
from app.paths import Places

if TYPE_CHECKING:
    from app.daemon import Session
    from app.memory import Memory
    from app.settings import Settings

T = TypeVar("T")


@dataclass
class Given:
    """The places, the ways to open what lies there, and the terminal. `debug` and `passphrase_file` come from the options."""

    places: Places
    build_memory: "Callable[[Places, str | None, Settings | None], tuple[Memory, Callable[[], None]]]"
    build_session: "Callable[..., Session]"
    initialise: Callable[[Places, str | None], dict[str, Any]]
    terminal: Terminal = field(default_factory=Terminal)
    passphrase_file: Path | None = None
    debug: bool = False

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    def passphrase(self) -> str | None:
        """The passphrase of the named file, without its line end. Raises KnownError "file_missing"."""
        return None if self.passphrase_file is None else read_passphrase(self.passphrase_file)

    @contextlib.contextmanager
    def memory(self, settings: "Settings | None" = None) -> "Iterator[Memory]":
        """The memory, open as long as the block lasts. Asks for a passphrase where one is needed and somebody is there."""
        memory, close = self.with_passphrase(lambda passphrase: self.build_memory(self.places, passphrase, settings))
        try:
            yield memory
        finally:
            close()

    def with_passphrase(self, opening: Callable[[str | None], T]) -> T:
        """What `opening` makes, asking for the passphrase where it is missing and somebody is there to type it."""
        try:
            return opening(self.passphrase())
        except KnownError as error:
            if error.code != "passphrase_needed" or not self.terminal.asks():
                raise
        return opening(self.terminal.secret("Passphrase: "))


def given(context: typer.Context) -> Given:
    """What this command was given."""
    found = context.find_object(Given)
    assert found is not None
    return found


def read_passphrase(file: Path) -> str:
    """The passphrase in a file, without its line end. Raises KnownError "file_missing", "empty_passphrase"."""
    try:
        passphrase = file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise KnownError("file_missing", file=str(file)) from None
    if not passphrase:
        raise KnownError("empty_passphrase", file=str(file))
    return passphrase


def new_passphrase(here: Given, file: Path | None, *, of: str = "", nobody: str) -> str:
    """A passphrase to be set: from a file, or typed twice. Raises KnownError: what `read_passphrase` does, `nobody` where nobody is
    there to type, "passphrases_differ"."""
    if file is not None:
        return read_passphrase(file)
    if not here.terminal.asks():
        raise KnownError(nobody)
    first = here.terminal.secret(f"New passphrase{of}: ")
    if first != here.terminal.secret("The same again: "):
        raise KnownError("passphrases_differ")
    return first
