"""vault: what is kept word for word behind a passphrase of its own. Texts and passphrases are typed, piped or read, never arguments."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options, shapes
from app.cli.context import Given, given, new_passphrase, read_passphrase
from app.errors import KnownError
from app.paths import write_private
from app.sentences import sentence

if TYPE_CHECKING:
    from app.memory import Memory
    from app.store.vault import Kept, OpenVault

vault_app = typer.Typer(
    help="Keep things word for word, sealed apart from the memory.", no_args_is_help=True, rich_markup_mode=None
)
PassphraseFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Open the vault with the passphrase in this file.")
]
Id = Annotated[str, typer.Argument(metavar="ID", help="A thing in the vault.", show_default=False)]


@vault_app.command("add")
def add(
    context: typer.Context,
    title: Annotated[str, typer.Argument(help="What it is called.", show_default=False)],
    *,
    file: Annotated[Path | None, typer.Option(metavar="FILE", help="Keep the text of this file.")] = None,
    vault_passphrase_file: PassphraseFile = None,
    as_json: options.Json = False,
) -> None:
    """Keep a text: of a file, from stdin, or typed unseen. The first time, the vault is made."""
    here = given(context)
    with here.memory() as memory:
        vault = memory.beliefs.vault
        if vault.exists:
            held = opened(here, memory, vault_passphrase_file)
        else:
            held = vault.create(_new_passphrase(here, vault_passphrase_file))
            here.terminal.note(sentence("vault_unrecoverable"))
        id_ = held.add(title, _text(here, file))
    if as_json:
        here.terminal.json({"id": id_})
    else:
        here.terminal.say(sentence("vault_kept", {"id": id_}))


@vault_app.command("list")
def list_vault(
    context: typer.Context, *, vault_passphrase_file: PassphraseFile = None, as_json: options.Json = False
) -> None:
    """List the titles of what is kept."""
    here = given(context)
    with here.memory() as memory:
        found = opened(here, memory, vault_passphrase_file).list()
    if as_json:
        for one in found:
            here.terminal.json({"id": one.id, "title": one.title, "made": shapes.iso(one.made)})
    else:
        here.terminal.table(
            ("kept", "title", "id"), [(here.terminal.when(one.made), one.title, one.id) for one in found], wide=1
        )


@vault_app.command("show")
def show(
    context: typer.Context, id_: Id, *, vault_passphrase_file: PassphraseFile = None, as_json: options.Json = False
) -> None:
    """Show one thing, word for word."""
    here = given(context)
    with here.memory() as memory:
        one = opened(here, memory, vault_passphrase_file).show(id_)
    if as_json:
        here.terminal.json(_shape(one))
    else:
        here.terminal.say(one.title, style="bold")
        here.terminal.say(one.text)


@vault_app.command("remove")
def remove(
    context: typer.Context, id_: Id, *, vault_passphrase_file: PassphraseFile = None, as_json: options.Json = False
) -> None:
    """Take a thing away for good, also out of the backups in reach. There is no undo."""
    here = given(context)
    with here.memory() as memory:
        receipt = opened(here, memory, vault_passphrase_file).remove(id_)
    if as_json:
        here.terminal.json(shapes.receipt(receipt))
        return
    here.terminal.say(sentence("vault_removed"))
    if receipt.state != "gone":
        here.terminal.note(sentence("still_purging"))
    for folder in receipt.backups_left:
        here.terminal.note(sentence("backup_out_of_reach", {"folder": folder}))


@vault_app.command("passphrase")
def passphrase(
    context: typer.Context,
    *,
    vault_passphrase_file: PassphraseFile = None,
    new_passphrase_file: options.NewPassphraseFile = None,
    as_json: options.Json = False,
) -> None:
    """Change the vault's passphrase."""
    here = given(context)
    with here.memory() as memory:
        old = _passphrase(here, vault_passphrase_file)
        memory.beliefs.vault.change_passphrase(old, _new_passphrase(here, new_passphrase_file))
    if as_json:
        here.terminal.json({"changed": True})
    else:
        here.terminal.say(sentence("vault_unrecoverable"))


def opened(here: Given, memory: "Memory", file: Path | None) -> "OpenVault":
    """The vault, after its passphrase. Raises KnownError no_vault, vault_passphrase_needed, wrong_vault_passphrase."""
    if not memory.beliefs.vault.exists:
        raise KnownError("no_vault")
    return memory.beliefs.vault.open(_passphrase(here, file))


def print_all(here: Given, file: Path | None, about: str | None, *, as_json: bool) -> None:
    """All that is kept, as memories are printed."""
    with here.memory() as memory:
        found = opened(here, memory, file).list()
    for one in found:
        if about is not None and about.casefold() not in f"{one.title} {one.text}".casefold():
            continue
        if as_json:
            here.terminal.json(_shape(one))
        else:
            here.terminal.say(one.title, style="bold")
            here.terminal.say(one.text)
            here.terminal.note(f"{one.id} · vault")


def write_out(kept: "list[Kept]", folder: Path) -> None:
    """What was kept as `vault.jsonl` in an export."""
    lines = "".join(json.dumps(_shape(one), ensure_ascii=False) + "\n" for one in kept)
    write_private(folder / "vault.jsonl", lines.encode())


def _shape(one: "Kept") -> dict[str, object]:
    return {
        "id": one.id, "kind": "vault", "title": one.title, "text": one.text, "valid_from": shapes.iso(one.made), "valid_to": None,
        "status": "active", "evidence": [],
    }  # fmt: skip


def _passphrase(here: Given, file: Path | None) -> str:
    if file is not None:
        return read_passphrase(file)
    if not here.terminal.asks():
        raise KnownError("vault_passphrase_needed")
    return here.terminal.secret("Passphrase of the vault: ")


def _new_passphrase(here: Given, file: Path | None) -> str:
    return new_passphrase(here, file, of=" of the vault", nobody="vault_passphrase_needed")


def _text(here: Given, file: Path | None) -> str:
    if file is not None:
        try:
            return file.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise KnownError("file_missing", file=str(file)) from None
        except (OSError, UnicodeDecodeError):
            raise KnownError("file_unreadable", file=str(file)) from None
    if sys.stdin.isatty():
        return here.terminal.secret("What to keep (it is not shown): ")
    return sys.stdin.read().rstrip("\r\n")
