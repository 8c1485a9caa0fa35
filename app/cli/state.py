"""init, status, doctor and open: making a memory, how it is, and its window."""

import contextlib
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import options, shapes
from app.cli.context import Given, given, read_passphrase
from app.errors import KnownError
from app.records import Check
from app.sentences import sentence

if TYPE_CHECKING:
    from app.memory import Memory

_WINDOW_FAILS_WITHIN_S = 1.5


def init(
    context: typer.Context,
    *,
    passphrase_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Take the passphrase from here; without, the keyring holds the key."),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Make an encrypted memory, or say where the one that is there keeps its key."""
    here = given(context)
    passphrase = here.passphrase() if passphrase_file is None else read_passphrase(passphrase_file)
    try:
        made = here.initialise(here.places, passphrase)
    except KnownError as error:
        if error.code != "passphrase_needed" or not here.terminal.asks():
            raise
        made = here.initialise(here.places, here.terminal.secret("Passphrase: "))
    if as_json:
        here.terminal.json(made)
        return
    keys = {
        "keyring": "in the system's keyring",
        "passphrase": "wrapped by your passphrase",
        "file": f"in the file {here.places.key_file}",
    }
    here.terminal.say(f"The memory is in {made['home']}, its key {keys.get(made['key'], made['key'])}.")
    if made.get("recovery_key"):
        here.terminal.say(f"Recovery key, shown once, keep it apart: {made['recovery_key']}", style="bold")


def status(context: typer.Context, *, as_json: options.Json = False) -> None:
    """Say how the recording goes, what is waiting, and what the memory takes."""
    here = given(context)
    with here.memory() as memory:
        found = memory.status()
    if as_json:
        here.terminal.json(_plain(found))
    else:
        here.terminal.table(("", ""), [(name, value) for name, value in _flat(here, found)], wide=1)


def _plain(value: Any) -> Any:
    """The same with times as ISO 8601."""
    if isinstance(value, datetime):
        return shapes.iso(value)
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _flat(here: Given, value: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """A nested status as rows of name and value; what is empty is left out."""
    rows: list[tuple[str, str]] = []
    for name, each in value.items():
        label = f"{prefix}{name}".replace("_", " ")
        if isinstance(each, dict) and each.get("alive") is False:
            continue
        if isinstance(each, dict):
            rows += _flat(here, each, f"{label}: ")
        elif isinstance(each, list):
            rows += [(label, _gap(here, one)) for one in each[-5:]]
        elif each not in (None, "", {}, []):
            rows.append(_row(here, label, each))
    return rows


def _row(here: Given, label: str, value: Any) -> tuple[str, str]:
    if isinstance(value, datetime):
        return label, here.terminal.when(value)
    if label.endswith("bytes"):
        return label.removesuffix(" bytes"), f"{value / 1e6:.1f} MB"
    if isinstance(value, bool):
        return label, "yes" if value else "no"
    return label, str(value)


def _gap(here: Given, one: Any) -> str:
    if not isinstance(one, dict) or "since" not in one:
        return str(one)
    why = one.get("reason") or one.get("outcome") or ""
    return f"{here.terminal.when(one['since'])} to {here.terminal.when(one['until'])}: {str(why).replace('_', ' ')}"


def doctor(
    context: typer.Context,
    *,
    self_test: Annotated[
        bool, typer.Option("--self-test", help="Also show a test card on the screen, find it by search, and forget it.")
    ] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="First mend what is safe to mend; nothing that can be read is lost.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Check versions, key, integrity, space, display and models. Exit status 1 where something is wrong."""
    here = given(context)
    with contextlib.ExitStack() as stack:
        try:
            memory = stack.enter_context(here.memory())
        except KnownError as error:
            if error.code == "not_initialised":
                raise
            from app.checkup import from_outside

            checks, mended = from_outside(here.places, error), list[Check]()
        else:
            checks, mended = _checked(here, memory, repair=repair, self_test=self_test)
    _show_checks(here, checks, mended if repair else None, as_json=as_json)
    if not all(one.ok for one in checks):
        raise typer.Exit(1)


def _checked(here: Given, memory: "Memory", *, repair: bool, self_test: bool) -> tuple[list[Check], list[Check]]:
    """The checks after mending, and what was mended."""
    mended: list[Check] = []
    if repair:
        with here.terminal.waiting("Mending ..."):
            mended = memory.repair()
    with here.terminal.waiting("Checking ..."):
        checks = memory.doctor()
    if self_test:
        with here.terminal.waiting("Showing a test card and looking for it ..."):
            checks.append(_self_test(here, memory))
    return checks, mended


def _show_checks(here: Given, checks: list[Check], mended: list[Check] | None, *, as_json: bool) -> None:
    if as_json:
        shown = {"checks": [shapes.check(one) for one in checks]}
        here.terminal.json(shown if mended is None else shown | {"repaired": [shapes.check(one) for one in mended]})
        return
    from rich.text import Text

    for one in mended or []:
        here.terminal.say(sentence(one.detail, one.params))
    if mended == []:
        here.terminal.say(sentence("nothing_to_repair"))
    marks = {True: Text("ok", style="green"), False: Text("wrong", style="bold red")}
    rows = [(one.name, marks[one.ok], sentence(one.detail, one.params)) for one in checks]
    here.terminal.table(("check", "", "detail"), rows, wide=2)


def _self_test(here: Given, memory: "Memory") -> Check:
    from app.self_test import self_test

    return self_test(
        memory,
        lambda: here.with_passphrase(lambda passphrase: here.build_session(here.places, passphrase=passphrase)),
    )


def open_window(context: typer.Context) -> None:
    """Open the desktop app, or raise its window where it is open already."""
    here = given(context)
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise KnownError("no_display_for_window")
    window = subprocess.Popen(
        [sys.executable, "-m", "ui"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        ended = window.wait(_WINDOW_FAILS_WITHIN_S)
    except subprocess.TimeoutExpired:
        window.returncode = 0  # it lives on by itself; without this Python would warn that nobody waits for it
        return
    if ended != 0:
        raise KnownError("window_failed", log=str(here.places.logs))
