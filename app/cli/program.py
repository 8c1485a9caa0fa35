"""The command line as one program: its commands in the order of a first day, and the options before them."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from app import __version__
from app.cli import bringing, drafting, finding, keeping, made, moments, privacy, recording, state, storage
from app.cli.beliefs import memories_app
from app.cli.context import given
from app.cli.keys import key_app
from app.cli.models import models_app
from app.cli.vault import vault_app

_COMMANDS: dict[str, Callable[..., None]] = {
    "open": state.open_window,
    "init": state.init,
    "record": recording.record,
    "pause": recording.pause,
    "resume": recording.resume,
    "exclude": privacy.exclude,
    "search": finding.search,
    "ask": finding.ask,
    "draft": drafting.draft,
    "learning": finding.learning,
    "timeline": moments.timeline,
    "show": moments.show,
    "note": bringing.note,
    "pin": storage.pin,
    "forget": moments.forget,
    "receipts": moments.receipts,
    "consolidate": made.consolidate,
    "storage": storage.storage,
    "status": state.status,
    "doctor": state.doctor,
    "backup": keeping.backup,
    "restore": keeping.restore,
    "export": keeping.export,
    "demo": bringing.demo,
}


def program() -> typer.Typer:
    """All commands. Call it with `obj=Given(...)`."""
    # Exceptions reach `main`, which tells known errors from bugs.
    made = typer.Typer(
        name="recollect", pretty_exceptions_enable=False, rich_markup_mode=None, add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip
    made.callback(invoke_without_command=True)(_root)
    for name, command in _COMMANDS.items():
        made.command(name)(command)
    made.add_typer(bringing.import_app, name="import")
    made.add_typer(models_app, name="models")
    made.add_typer(memories_app, name="memories")
    made.add_typer(vault_app, name="vault")
    made.add_typer(key_app, name="key")
    made.add_typer(privacy.privacy_app, name="privacy")
    return made


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"recollect {__version__}")
        raise typer.Exit


def _root(
    context: typer.Context,
    *,
    passphrase_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Open the memory with the passphrase in this file.")
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a bug.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A private memory of what you have seen on this computer. Without a command: open the window."""
    here = given(context)
    here.passphrase_file, here.debug, here.command = passphrase_file, debug, context.invoked_subcommand or ""
    if context.invoked_subcommand is None:
        state.open_window(context)
