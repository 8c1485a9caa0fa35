"""search and ask: finding in memory, and an answer that shows its proof."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from app.cli import options, shapes
from app.cli.context import Given, given
from app.errors import KnownError
from app.records import Answer, Filters, Kind, SearchResult
from app.sentences import beside_answer, sentence

_FILTER_NAMES = ("since", "until", "app", "site", "kind", "thread", "source")
_KINDS = get_args(Kind)


def search(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(help="Words or a question.", show_default=False)] = None,
    *,
    queries: Annotated[
        Path | None, typer.Option(help='Many at once: a file of one {"query", filters} a line; - is stdin.')
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most this many hits.")] = 20,
    since: options.Since = None,
    until: options.Until = None,
    app: options.App = None,
    site: options.Site = None,
    kind: options.Kind = None,
    thread: options.Thread = None,
    source: options.Source = None,
    explain: Annotated[bool, typer.Option(help="Say why each hit is there.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="By words only; no model is asked.")] = False,
    as_json: options.Json = False,
) -> None:
    """Find moments by words and by meaning, best first."""
    here = given(context)
    if (query is None) == (queries is None):
        raise typer.BadParameter("give either a query or --queries FILE", param_hint="QUERY")
    if quick and queries is not None:
        raise typer.BadParameter("--quick and --queries exclude each other", param_hint="--quick")
    narrowed = options.filters(
        here, since=since, until=until, app=app, site=site, kind=kind, thread=thread, source=source
    )
    if queries is not None:
        _search_many(here, _asked(here, queries, narrowed), limit=limit, explain=explain, as_json=as_json)
        return
    with here.memory() as memory, here.terminal.waiting("Searching ..."):
        result = memory.search(query or "", narrowed, limit=limit, meaning=not quick)
    _show_result(here, result, explain=explain, as_json=as_json)


def learning(
    context: typer.Context,
    *,
    reset: Annotated[bool, typer.Option("--reset", help="Let go of it: rank as the program shipped again.")] = False,
    as_json: options.Json = False,
) -> None:
    """Of how many opened results ranking has learnt what you look for. It learns in the window, on this machine only."""
    here = given(context)
    with here.memory() as memory:
        held = memory.learning(reset=reset)
    if as_json:
        here.terminal.json(held)
    elif reset:
        here.terminal.say(f"What was learnt from {held['openings']} opened results is gone.")
    else:
        here.terminal.say(f"Ranking has learnt from {held['openings']} opened results.")


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="A question in plain words.", show_default=False)] = None,
    *,
    every: Annotated[
        str | None, typer.Option(metavar="WHEN", help="Ask it by itself from now on: 'evening 18:00', 'weekday 9:00'.")
    ] = None,
    scheduled: Annotated[bool, typer.Option("--scheduled", help="List what is asked by itself.")] = False,
    remove: Annotated[str | None, typer.Option(metavar="ID", help="Ask this by itself no more.")] = None,
    model: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the answer with this model (GGUF).")] = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="Quote memory only, write nothing.")] = False,
    since: options.Since = None,
    until: options.Until = None,
    app: options.App = None,
    site: options.Site = None,
    kind: options.Kind = None,
    thread: options.Thread = None,
    source: options.Source = None,
    as_json: options.Json = False,
) -> None:
    """Answer a question from memory; every sentence names the moment that proves it."""
    here = given(context)
    if every is not None or scheduled or remove is not None:
        _schedule(here, question, every, remove, as_json=as_json)
        return
    if question is None:
        raise typer.BadParameter("give a question", param_hint="QUESTION")
    if model and no_model:
        raise typer.BadParameter("--model and --no-model exclude each other", param_hint="--model")
    narrowed = options.filters(
        here, since=since, until=until, app=app, site=site, kind=kind, thread=thread, source=source
    )
    settings = _settings_with(here, model) if model else None
    with here.memory(settings) as memory, here.terminal.waiting("Looking for an answer ..."):
        answer = memory.ask(question, narrowed, use_model=not no_model)
    if as_json:
        here.terminal.json(shapes.answer(answer))
    else:
        _show_answer(here, answer)


def _schedule(here: Given, question: str | None, every: str | None, remove: str | None, *, as_json: bool) -> None:
    """Add, remove or list what is asked by itself."""
    if (every is None) != (question is None):
        raise typer.BadParameter("--every WHEN and a question belong together", param_hint="--every")
    with here.memory() as memory:
        if every is not None and question is not None:
            memory.ask_every(every, question)
        if remove is not None:
            memory.ask_no_more(remove)
        held = memory.scheduled()
    if as_json:
        here.terminal.json([shapes.scheduled(one) for one in held])
    elif not held:
        here.terminal.say(sentence("none_scheduled"))
    for one in () if as_json else held:
        here.terminal.entry((one.every, here.terminal.when(one.asked) if one.asked else "", one.id), one.question)


def _settings_with(here: Given, model: Path) -> Any:
    from dataclasses import replace

    from app.model_choice import checked_model
    from app.settings import load

    return replace(load(here.places.settings), chat_path=str(checked_model(model)), chat_server="")


# -- many at once


def _asked(here: Given, file: Path, given_filters: Filters) -> list[tuple[str, Filters]]:
    """The queries of a file, each with its own filters over those of the command. Raises KnownError."""
    return [_one_asked(here, number, line, given_filters) for number, line in _lines(file)]


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    if str(file) == "-":
        text = typer.get_text_stream("stdin").read()
    else:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            raise KnownError("file_missing", file=str(file)) from None
        except (OSError, UnicodeDecodeError):
            raise KnownError("file_unreadable", file=str(file)) from None
    yield from ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _one_asked(here: Given, number: int, line: str, given_filters: Filters) -> tuple[str, Filters]:
    from dataclasses import fields

    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise KnownError("bad_line", line=number, reason=sentence("not_json")) from None
    if not isinstance(found, dict):
        raise KnownError("bad_line", line=number, reason=sentence("not_an_object"))
    if not isinstance(found.get("query"), str):
        raise KnownError("bad_line", line=number, reason=sentence("no_query"))
    named = {name: found[name] for name in _FILTER_NAMES if found.get(name) is not None}
    if not all(isinstance(value, str) for value in named.values()) or named.get("kind", "note") not in _KINDS:
        raise KnownError("bad_line", line=number, reason=sentence("bad_filter"))
    try:
        own = options.filters(here, **named)
    except KnownError as error:
        reason = sentence(error.code, error.params).rstrip(".")
        raise KnownError("bad_line", line=number, reason=reason) from None
    both = {each.name: getattr(own, each.name) or getattr(given_filters, each.name) for each in fields(Filters)}
    return found["query"], Filters(**both)


def _search_many(
    here: Given, asked: Sequence[tuple[str, Filters]], *, limit: int, explain: bool, as_json: bool
) -> None:
    with here.memory() as memory, here.terminal.progress("Searching") as progress:
        for done, result in enumerate(memory.search_many(asked, limit=limit), 1):
            _show_result(here, result, explain=explain, as_json=as_json)
            progress(done, len(asked))


# -- for people


def _show_result(here: Given, result: SearchResult, *, explain: bool, as_json: bool) -> None:
    terminal = here.terminal
    if as_json:
        terminal.json(shapes.search_result(result))
        return
    _show_time_meant(here, result)
    if explain and not result.meaning_used:
        terminal.note("By words only, not by meaning.")
    if explain:
        for facet in result.understood.facets:
            here.terminal.note(sentence(f"facet_{facet.field}", {"value": facet.value, "said": facet.said}))
    if not result.hits:
        terminal.say(sentence("nothing_found_in_time" if result.understood.time_words else "nothing_found"))
        return
    for hit in result.hits:
        about = hit.moment
        where = (about.app, about.title or about.thread, about.author)
        shown = terminal.marked(hit.snippet or hit.text[:300], hit.snippet_marks if hit.snippet else ())
        if explain:
            shown.append(f"\n{hit.score:.2f}: " + ", ".join(reason.code for reason in hit.reasons), style="dim")
        if hit.replaced_by:
            shown.append("\n" + sentence("hit_replaced", {"id": hit.replaced_by}), style="dim")
        terminal.entry((terminal.when(about.time, about.zone), *where, hit.id), shown)


def _show_time_meant(here: Given, result: SearchResult) -> None:
    meant = result.understood
    if meant.time_words:
        since, until = (here.terminal.when(t) if t else "" for t in (meant.filters.since, meant.filters.until))
        event = f" ({meant.event.title}, {meant.event.id})" if meant.event else ""
        here.terminal.note(f"{meant.time_words}{event}: {since or 'the beginning'} to {until or 'now'}")


def _show_answer(here: Given, answer: Answer) -> None:
    terminal = here.terminal
    terminal.say(answer.text or sentence(answer.notice or "nothing_found", answer.notice_params))
    if answer.text and answer.notice:
        terminal.note(sentence(answer.notice, answer.notice_params))
    elif answer.notice.startswith("nothing_found") and answer.notice_params:
        terminal.note(sentence("looked_for", {"what": ", ".join(answer.notice_params.values())}))
    if answer.nearest:
        terminal.note(sentence("nearest"))
    for each in (*answer.citations, *answer.nearest):
        number = f"[{each.n}]" if answer.citations else "-"
        terminal.entry((number, terminal.when(each.time), each.app, each.title, each.id), each.quote)
    for code, params in beside_answer(answer, terminal.when):
        terminal.note(sentence(code, params))
