"""backup, restore and export: the memory in another folder, on another machine, and as files for other programs."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from app.cli import options, vault
from app.cli.context import Given, given
from app.errors import KnownError
from app.records import RestoreDone
from app.sentences import sentence


def backup(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="An empty or absent folder, or an older backup.", show_default=False)
    ],
    *,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read the older backup too, and write anew what is damaged in it.")
    ] = False,
    leave: Annotated[
        bool, typer.Option("--leave", help="Back nothing up: this folder is gone, or given away. Stop naming it.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Back the memory up, encrypted; a second time only what is new is written."""
    here = given(context)
    if leave:
        _leave(here, folder, as_json=as_json)
        return
    with here.memory() as memory, here.terminal.progress("Backing up", unit="bytes") as progress:
        done = memory.backup(folder, verify=verify, on_progress=progress)
    if as_json:
        here.terminal.json({"folder": str(folder.expanduser().absolute()), **asdict(done)})
        return
    here.terminal.say(
        f"{folder} holds the memory with {done.pictures} pieces of pictures, {_size(done.total_bytes)};"
        f" {_size(done.written_bytes)} of it were new."
    )
    if done.mended_files:
        here.terminal.note(f"{done.mended_files} of its files were damaged and are whole again.")
    if done.missing_pictures:
        here.terminal.note(
            f"{done.missing_pictures} pictures are missing in the memory itself; see 'recollect doctor'."
        )


def _leave(here: Given, folder: Path, *, as_json: bool) -> None:
    with here.memory() as memory:
        memory.leave_backup(folder)
    if as_json:
        here.terminal.json({"folder": str(folder.expanduser().absolute()), "left": True})
    else:
        here.terminal.say(sentence("backup_left", {"folder": str(folder)}))


def restore(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder with a backup.", show_default=False)],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Put it in the place of the memory that is here.")] = False,
    even_damaged: Annotated[
        bool, typer.Option("--even-damaged", help="Also of one that is damaged: what it forgot since comes back.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: options.Json = False,
) -> None:
    """Make a memory of a backup. What was forgotten since stays forgotten."""
    from app.memory import restore_backup

    here = given(context)
    if replace and not yes:
        _confirm(here)

    def restored(passphrase: str | None) -> RestoreDone:
        with here.terminal.progress("Restoring", unit="bytes") as progress:
            return restore_backup(
                here.places, folder, passphrase=passphrase, replace=replace, even_damaged=even_damaged, on_progress=progress
            )  # fmt: skip

    try:
        done = here.with_passphrase(restored)
    except KnownError as error:
        if error.code != "backup_needs_recovery" or not here.terminal.asks():
            raise
        done = restored(here.terminal.secret("Recovery key: "))
    if as_json:
        here.terminal.json({"home": str(here.places.home), **asdict(done)})
        return
    here.terminal.say(f"{done.moments} moments and {done.pictures} pieces of pictures are in {here.places.home}.")
    if done.forgotten:
        here.terminal.note(f"{done.forgotten} things that you had forgotten were in the backup. They stay forgotten.")
    if done.damaged_pictures:
        here.terminal.note(f"{done.damaged_pictures} pieces of pictures were damaged in the backup and are left out.")


def _confirm(here: Given) -> None:
    if not here.terminal.asks():
        raise KnownError("restore_confirm")
    if not here.terminal.confirmed("What was remembered here since that backup will be gone. Replace?"):
        raise KnownError("nothing_restored")


def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="An empty or absent folder.", show_default=False)],
    *,
    format_: Annotated[
        Literal["markdown", "json"], typer.Option("--format", help="Pages for people, or lines for programs.")
    ] = "markdown",
    with_vault: Annotated[
        bool, typer.Option("--vault", help="Also what is in the vault, after its passphrase. Not encrypted either.")
    ] = False,
    vault_passphrase_file: vault.PassphraseFile = None,
    as_json: options.Json = False,
) -> None:
    """Write the memory as files that anybody can read. They are not encrypted."""
    here = given(context)
    with here.memory() as memory:
        kept = vault.opened(here, memory, vault_passphrase_file).list() if with_vault else None
        with here.terminal.progress("Exporting") as progress:
            done = memory.export(folder, format_, on_progress=progress)
        if kept is not None:
            vault.write_out(kept, folder.expanduser())
    if as_json:
        here.terminal.json({"folder": str(folder.expanduser().absolute()), "format": format_, **asdict(done)})
    else:
        here.terminal.say(f"{done.moments} moments of {done.days} days and {done.pictures} pictures are in {folder}.")
        if done.pictures_left_out:
            here.terminal.note(f"{done.pictures_left_out} pictures are left out: not read yet, or damaged.")
    here.terminal.note(sentence("export_not_encrypted", {"folder": str(folder)}))


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f} MB"
