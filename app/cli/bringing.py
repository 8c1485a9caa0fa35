"""import, note and demo: bringing moments into memory that no recorder saw."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from app.cli import options, shapes
from app.cli.context import Given, given
from app.errors import KnownError
from app.sentences import sentence

import_app = typer.Typer(help="Bring in what other programs hold.", no_args_is_help=True, rich_markup_mode=None)
_TOLD = 10


@import_app.command("messages")
def import_messages(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="One JSON object a line: id, thread, time, author, text.", show_default=False)
    ],
    *,
    source: Annotated[
        str, typer.Option(metavar="NAME", help="Where they come from; ids count within it.")
    ] = "messages",
    wait: Annotated[
        bool,
        typer.Option(
            "--wait/--no-embed-now", help="Return when all is searchable by meaning too, or when it is by words."
        ),
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Import messages; those that are there already are skipped."""
    here = given(context)
    with here.memory() as memory:
        with here.terminal.progress("Importing", unit="bytes") as progress:
            done = memory.import_messages(file, source=source, on_progress=progress)
        if wait:
            with here.terminal.progress("Preparing search by meaning") as progress:
                whole = memory.status()["queue"]["without_meaning"]
                memory.embed_waiting(lambda count: progress(count, max(whole, count)))
    if as_json:
        here.terminal.json(shapes.imported(done))
        return
    bad = len(done.rejected) + done.unnamed
    here.terminal.say(f"{done.imported} imported, {done.skipped} already there, {bad} rejected.")
    for line, reason in done.rejected[:_TOLD]:
        here.terminal.note(sentence("bad_line", {"line": line, "reason": sentence(reason)}))
    if bad > _TOLD:
        named = "the first ten thousand" if done.unnamed else "them all"
        here.terminal.note(f"... and {bad - _TOLD} more; --json names {named}.")


def note(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="What to remember.", show_default=False)],
    *,
    as_json: options.Json = False,
) -> None:
    """Keep a note of your own as a moment."""
    here = given(context)
    with here.memory() as memory:
        made = memory.note(text)
    if as_json:
        here.terminal.json({"id": made})
    else:
        here.terminal.say(f"Noted as {made}.")


def demo(
    context: typer.Context,
    *,
    days: Annotated[int, typer.Option(min=1, max=7, help="How many days of it.")] = 7,
    seed: Annotated[int, typer.Option(help="Other times and pixels, the same week.")] = 1,
    story: Annotated[Literal["a", "b"], typer.Option(help="Which week.")] = "a",
    questions: Annotated[
        bool, typer.Option("--questions", help="Print questions about the week and fill nothing.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Fill the memory with a made-up week."""
    here = given(context)
    if questions:
        _questions(here, story)
        return
    from app.demo_memory import fill_demo

    words = {"drawing": "Drawing the week", "reading": "Reading its pictures"}
    with here.memory() as memory, here.terminal.progress("Making up a week") as progress:
        told = _Steps(here, words)
        made = fill_demo(memory, days=days, seed=seed, story=story, on_progress=lambda *step: told(progress, *step))
    if as_json:
        here.terminal.json({"days": made["days"], "moments": made["moments"]})
    else:
        here.terminal.say(f"{made['moments']} moments of {made['days']} made-up days are in memory.")


class _Steps:
    """Tells the steps of a longer job as they begin, and how far each is."""

    def __init__(self, here: Given, words: dict[str, str]) -> None:
        self._here, self._words, self._step = here, words, ""

    def __call__(self, progress: Any, step: str, done: int, whole: int) -> None:
        if step != self._step:
            self._step = step
            self._here.terminal.note(self._words.get(step, step) + " ...")
        progress(done, whole)


def _questions(here: Given, story: Literal["a", "b"]) -> None:
    """One question a line. `evidence` holds the moments' ids where the week is in memory, else its own keys."""
    from app.demo import questions

    ids, last_day = _demo_moments(here)
    for one in questions(story, last_day=last_day):
        evidence = [ids.get(key, key) for key in one.evidence]
        line = {"question": one.question, "answer": one.answer, "evidence": evidence, "keys": list(one.evidence)}
        here.terminal.json(line | {"style": one.style, "kind": one.kind})


def _demo_moments(here: Given) -> tuple[dict[str, str], Any]:
    """From the week's own keys to the ids in this memory, and the week's last day; nothing where it is not there."""
    from zoneinfo import ZoneInfo

    from app.records import Filters

    try:
        with here.memory() as memory:
            there = memory.timeline(filters=Filters(source="demo"), limit=1_000_000)
    except KnownError as error:
        if error.code != "not_initialised":
            raise
        there = []
    last_day = max((one.time.astimezone(ZoneInfo(one.zone)).date() for one in there), default=None)
    return {one.source_id: one.id for one in there}, last_day
