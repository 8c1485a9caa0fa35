"""memories and consolidate: what was made of moments, and making it."""

from typing import Annotated

import typer

from app.cli import options, shapes
from app.cli.context import given

_KINDS = "core, episodic, semantic, procedural, resource, vault or digest"


def memories(
    context: typer.Context,
    *,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help=f"Only these: {_KINDS}.")] = None,
    about: Annotated[str | None, typer.Option(metavar="NAME", help="Only those that name this.")] = None,
    as_json: options.Json = False,
) -> None:
    """What was made of moments, newest first, each with the moments that it stands on."""
    here = given(context)
    with here.memory() as memory:
        found = memory.memories(kind, about)
    if as_json:
        for one in found:
            here.terminal.json(shapes.made_memory(one))
        return
    for one in found:
        here.terminal.say(one.title, style="bold")
        here.terminal.say(one.text)
        here.terminal.note(f"{one.id} · {one.kind} · {len(one.evidence)} moments")
    if not found:
        here.terminal.note("Nothing was made yet. 'recollect consolidate' makes episodes, resources and digests.")


def consolidate(
    context: typer.Context,
    *,
    until_done: Annotated[bool, typer.Option("--until-done", help="Go on until nothing is left to make.")] = False,
    as_json: options.Json = False,
) -> None:
    """Make of moments what is not made yet: episodes, resources, recurring ways of doing things, digests."""
    here = given(context)
    with here.memory() as memory:
        done = memory.consolidate(until_done=until_done)
    if as_json:
        here.terminal.json(done)
    else:
        here.terminal.say(f"{done['digests']} digests made.")
