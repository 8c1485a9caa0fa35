"""draft: a text in the user's own voice, shown with what was left out of it before it is copied."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options, shapes
from app.cli.context import Given, given
from app.records import Audience, DraftKind
from app.sentences import sentence

if TYPE_CHECKING:
    from app.answer.drafts import Draft


def draft(
    context: typer.Context,
    kind: Annotated[DraftKind, typer.Argument(help="reply, standup or summary.", show_default=False)],
    about: Annotated[
        str, typer.Argument(help="A person, conversation or message to reply to; a day; a project.", show_default=False)
    ] = "",
    *,
    audience: Annotated[Audience, typer.Option("--for", help="Whom it is meant for.")] = "work",
    allow: Annotated[list[str] | None, typer.Option(metavar="ID", help="Take this in, though it was left out.")] = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="Your own words only, write nothing.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the draft among the conversations.")] = False,
    as_json: options.Json = False,
) -> None:
    """Draft a reply, a stand-up or a summary from memory, with everything private left out."""
    here = given(context)
    if not about and kind != "standup":
        raise typer.BadParameter("say what it is about", param_hint="ABOUT")
    from app.answer.drafts import Wanted

    wanted = Wanted(kind, about, audience, frozenset(allow or ()))
    with here.memory() as memory, here.terminal.waiting("Drafting ..."):
        made = memory.draft(wanted, use_model=not no_model, keep=keep)
    if as_json:
        here.terminal.json(shapes.draft(made))
    else:
        _show(here, made)


def _show(here: Given, made: "Draft") -> None:
    """The draft alone on stdout; what it rests on and what was left out beside it."""
    terminal = here.terminal
    terminal.say(made.text or sentence(made.notice, made.notice_params))
    if made.text and made.notice:
        terminal.note(sentence(made.notice, made.notice_params))
    if made.citations:
        terminal.note(sentence("draft_rests_on"))
    for one in made.citations:
        terminal.note(f"  {terminal.when(one.time)}  {one.app}  {one.id}  {one.quote}")
    if made.left_out:
        counts = ", ".join(f"{count} {sentence(f'left_{name}')}" for name, count in made.counts.items())
        terminal.note(sentence("draft_left_out", {"audience": made.audience, "counts": counts}))
    for left in made.left_out:
        terminal.note(f"  {left.id}  {sentence(f'left_{left.category}')}  {left.quote}")
