"""memories: what was made of moments and is believed; reading, correcting and deciding about it."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options, shapes, vault
from app.cli.context import Given, given
from app.errors import KnownError
from app.sentences import sentence

if TYPE_CHECKING:
    from app.records import MadeMemory

memories_app = typer.Typer(
    help="What was made of moments: reading and correcting it.", invoke_without_command=True, rich_markup_mode=None
)
_KINDS = "core, episodic, semantic, procedural, resource, vault or digest"
Id = Annotated[str, typer.Argument(metavar="ID", help="A memory.", show_default=False)]
Number = Annotated[str, typer.Argument(metavar="N", help="A number of the inbox.", show_default=False)]
Text = Annotated[str | None, typer.Option(metavar="TEXT", help="What it is to say.")]


@memories_app.callback()
def memories(
    context: typer.Context,
    *,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help=f"Only these: {_KINDS}.")] = None,
    about: Annotated[str | None, typer.Option(metavar="NAME", help="Only those that name this.")] = None,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="What was believed then.")] = None,
    vault_passphrase_file: vault.PassphraseFile = None,
    as_json: options.Json = False,
) -> None:
    """What was made of moments, newest first, each with the moments that it stands on."""
    if context.invoked_subcommand is not None:
        return
    here = given(context)
    if kind == "vault":
        vault.print_all(here, vault_passphrase_file, about, as_json=as_json)
        return
    when = options.time(here, at, end=True)
    with here.memory() as memory:
        found = memory.memories(kind, about) if when is None else memory.beliefs.at(when, kind, about)
    if as_json:
        for one in found:
            here.terminal.json(shapes.made_memory(one))
        return
    for one in found:
        _say(here, one)
    if not found:
        here.terminal.note("Nothing was made yet. 'recollect consolidate' makes it of what was remembered.")


@memories_app.command("show")
def show(context: typer.Context, id_: Id, *, as_json: options.Json = False) -> None:
    """Show a memory with its proof, its history and what is linked to it."""
    here = given(context)
    with here.memory() as memory:
        one, linked = memory.beliefs.show(id_), memory.beliefs.linked(id_)
    if as_json:
        here.terminal.json(shapes.belief(one, linked))
        return
    _say(here, one.memory)
    for version in one.versions:
        here.terminal.note(
            f"until {here.terminal.when(version.until)} ({version.change}): {version.title}: {version.text}"
        )
    for each in linked:
        here.terminal.note(f"{each.why} {each.memory.id} {each.memory.title}")
    here.terminal.note(f"It stands on {' '.join(one.memory.evidence) or 'nothing that is left'}")


@memories_app.command("edit")
def edit(
    context: typer.Context,
    id_: Id,
    *,
    text: Text = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="How it is to be called.")] = None,
    as_json: options.Json = False,
) -> None:
    """Let a memory say something else. It is not made anew any more; what it said before is kept."""
    here = given(context)
    with here.memory() as memory:
        one = memory.beliefs.edit(id_, title=title, text=text)
    if as_json:
        here.terminal.json(shapes.made_memory(one))
    else:
        here.terminal.say(sentence("memory_edited"))


@memories_app.command("deny")
def deny(context: typer.Context, id_: Id, *, as_json: options.Json = False) -> None:
    """Say that a memory is wrong: it is shown no more, and not made again."""
    here = given(context)
    with here.memory() as memory:
        memory.beliefs.deny(id_)
    _done(here, "memory_denied", {"denied": id_}, as_json=as_json)


@memories_app.command("delete")
def delete(
    context: typer.Context,
    id_: Id,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: options.Json = False,
) -> None:
    """Forget a memory for good, with all that was made of it. Moments stay. It is not made again."""
    here = given(context)
    with here.memory() as memory:
        one = memory.beliefs.show(id_)
        if not yes and not here.terminal.asks():
            raise KnownError("confirm_needed")
        if not yes and not here.terminal.confirmed(f"Forget “{one.memory.title}”?"):
            raise KnownError("nothing_forgotten")
        receipt = memory.beliefs.delete(id_)
    if as_json:
        here.terminal.json(shapes.receipt(receipt))
    else:
        here.terminal.say("Gone." if receipt.state == "gone" else sentence("still_purging"))


@memories_app.command("merge")
def merge(
    context: typer.Context,
    id_: Id,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The one that becomes the first.", show_default=False)],
    *,
    as_json: options.Json = False,
) -> None:
    """Let two people, projects, places or things be one."""
    here = given(context)
    with here.memory() as memory:
        one = memory.beliefs.merge(id_, other)
    _done(here, "memories_merged", shapes.made_memory(one), as_json=as_json)


@memories_app.command("undo")
def undo(context: typer.Context, *, as_json: options.Json = False) -> None:
    """Take back the last correction or decision; again: the one before."""
    here = given(context)
    with here.memory() as memory:
        ids = memory.beliefs.undo()
    _done(here, "correction_undone" if ids else "nothing_to_undo", {"undone": ids}, as_json=as_json)


@memories_app.command("inbox")
def inbox(context: typer.Context, *, as_json: options.Json = False) -> None:
    """What waits for a decision: what may be one, contradicts, is old, looks secret or stands on little."""
    here = given(context)
    with here.memory() as memory:
        found = memory.beliefs.inbox()
    if as_json:
        for one in found:
            here.terminal.json(shapes.proposal(one))
        return
    for one in found:
        here.terminal.say(f"{one.n}  {sentence(f'ask_{one.kind}')}", style="bold")
        for each in (one.memory, one.other):
            if each is not None:
                _say(here, each)
    if not found:
        here.terminal.say(sentence("inbox_empty"))


@memories_app.command("accept")
def accept(context: typer.Context, n: Number, *, text: Text = None, as_json: options.Json = False) -> None:
    """Do what the inbox proposes; with --text, let the memory say that instead."""
    here = given(context)
    with here.memory() as memory:
        receipt = memory.beliefs.accept(n, text=text)
    gone = {"receipt": shapes.receipt(receipt)} if receipt else {}
    _done(here, "proposal_accepted", {"accepted": n, **gone}, as_json=as_json)


@memories_app.command("reject")
def reject(context: typer.Context, n: Number, *, as_json: options.Json = False) -> None:
    """Leave all as it is, and never ask that again."""
    here = given(context)
    with here.memory() as memory:
        memory.beliefs.reject(n)
    _done(here, "proposal_rejected", {"rejected": n}, as_json=as_json)


def _say(here: Given, one: "MadeMemory") -> None:
    here.terminal.say(one.title, style="bold")
    here.terminal.say(one.text)
    here.terminal.note(f"{one.id} · {one.kind} · {one.status} · {len(one.evidence)} moments")


def _done(here: Given, code: str, shape: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        here.terminal.json(shape)
    else:
        here.terminal.say(sentence(code))
