"""consolidate: making of moments what can be made of them."""

from typing import Annotated

import typer

from app.cli import options
from app.cli.context import given

_TOLD = ("episodes", "facts", "appointments", "entities", "resources", "procedures", "digests", "superseded")


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
        new = [f"{done[name]} {name}" for name in _TOLD if done[name]]
        here.terminal.say(f"New: {', '.join(new)}." if new else "Nothing new to make.")
        if done["pending"]:
            here.terminal.note(
                f"{done['pending']} memories wait for a model to write them; what rules made of them stands."
            )
