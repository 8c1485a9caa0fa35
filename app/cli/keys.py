"""key: what opens the memory, and changing that. Passphrases come from files or are typed, never from arguments.

Nothing but the slots file, the keyring's entry and a new key file is written; what is stored is not encrypted again.
"""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from app.cli import options
from app.cli.context import Given, given, new_passphrase, read_passphrase
from app.errors import KnownError
from app.key_change import LEAST_CHARACTERS
from app.sentences import sentence
from app.store import keys
from app.store.keys import MasterKey, SlotKind

key_app = typer.Typer(help="See and change what opens the memory.", invoke_without_command=True, rich_markup_mode=None)

PassphraseFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Open the memory with the passphrase or recovery key in this file.")
]
_KINDS = {
    "keyring": "the system's keyring",
    "passphrase": "a passphrase",
    "file": "a key file",
    "recovery": "the recovery key",
}


@key_app.callback()
def key(context: typer.Context) -> None:
    """See and change what opens the memory. Without a command: list."""
    if context.invoked_subcommand is None:
        _list(given(context), as_json=False)


@key_app.command("list")
def list_keys(context: typer.Context, *, as_json: options.Json = False) -> None:
    """List what opens the memory. Needs no key."""
    _list(given(context), as_json=as_json)


@key_app.command("passphrase")
def passphrase(
    context: typer.Context,
    *,
    passphrase_file: PassphraseFile = None,
    new_passphrase_file: options.NewPassphraseFile = None,
    as_json: options.Json = False,
) -> None:
    """Set the passphrase, or change it."""
    here = given(context)
    master = _opened(here, passphrase_file)
    new = new_passphrase(here, new_passphrase_file, nobody="nobody_to_type")
    if len(new) < LEAST_CHARACTERS:
        raise KnownError("short_passphrase", least=LEAST_CHARACTERS)
    keys.set_passphrase(here.places, master, new)
    _say_slots(here, "The memory opens with the new passphrase; an older one opens nothing any more.", as_json=as_json)


@key_app.command("recovery")
def recovery(context: typer.Context, *, passphrase_file: PassphraseFile = None, as_json: options.Json = False) -> None:
    """Make a new recovery key and show it once; an older one opens nothing any more."""
    here = given(context)
    made = keys.renew_recovery_key(here.places, _opened(here, passphrase_file))
    if as_json:
        here.terminal.json(_shape(here) | {"recovery_key": made})
    else:
        here.terminal.say(f"Recovery key, shown once, keep it apart: {made}", style="bold")


@key_app.command("add")
def add(
    context: typer.Context,
    kind: Annotated[Literal["keyring", "file"], typer.Argument(help="Where another key is to lie.")],
    *,
    passphrase_file: PassphraseFile = None,
    as_json: options.Json = False,
) -> None:
    """Let the system's keyring, or the file that RECOLLECT_KEY_FILE names, open the memory too."""
    here = given(context)
    master = _opened(here, passphrase_file)
    if kind == "keyring":
        keys.add_keyring(here.places, master)
        _say_slots(here, "The memory opens with the system's keyring too.", as_json=as_json)
    else:
        keys.add_file(here.places, master)
        _say_slots(here, f"The memory opens with the key file {here.places.key_file} too.", as_json=as_json)


@key_app.command("remove")
def remove(
    context: typer.Context,
    kind: Annotated[SlotKind, typer.Argument(help="What is to open the memory no more.")],
    *,
    passphrase_file: PassphraseFile = None,
    as_json: options.Json = False,
) -> None:
    """Let one of the keys open the memory no more. The last one stays."""
    here = given(context)
    _opened(here, passphrase_file)  # whoever cannot open the memory takes nothing away
    left = keys.remove_slot(here.places, kind)
    if as_json:
        here.terminal.json(_shape(here))
        return
    here.terminal.say(f"{_KINDS[kind].capitalize()} opens the memory no more. It opens with {_joined(left)}.")
    if kind == "file":
        here.terminal.note("The key file itself was left where it is.")


def _opened(here: Given, passphrase_file: Path | None) -> MasterKey:
    if passphrase_file is not None:
        return keys.open_slots(here.places, passphrase=read_passphrase(passphrase_file))
    return here.with_passphrase(lambda typed: keys.open_slots(here.places, passphrase=typed))


def _list(here: Given, *, as_json: bool) -> None:
    if as_json:
        here.terminal.json(_shape(here))
    else:
        _say_slots(here, "", as_json=False)


def _shape(here: Given) -> dict[str, Any]:
    return {"keys": keys.slot_kinds(here.places)}


def _say_slots(here: Given, done: str, *, as_json: bool) -> None:
    if as_json:
        here.terminal.json(_shape(here))
        return
    if done:
        here.terminal.say(done)
    here.terminal.say(sentence("opens_with", {"kinds": _joined(keys.slot_kinds(here.places))}))


def _joined(kinds: list[str]) -> str:
    named = [_KINDS.get(kind, kind) for kind in kinds]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"
