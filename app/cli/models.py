"""models: which models write answers and compare meanings: list, get, use, remove, trial. Only `get` asks the network, for what was named."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli import options
from app.cli.context import Given, given
from app.errors import KnownError
from app.model_choice import BUILT_IN, deleted, named_files, without_chat
from app.sentences import sentence
from app.settings import Settings, load, save

models_app = typer.Typer(
    help="See, get, try and choose the models.", invoke_without_command=True, rich_markup_mode=None
)
_FITS = {"yes": "fits", "tight": "tight: close other programs", "no": "too large for the memory that is free"}


@models_app.callback()
def models(context: typer.Context) -> None:
    """See and choose the models. Without a command: list."""
    if context.invoked_subcommand is None:
        _list(given(context), as_json=False)


@models_app.command("list")
def list_models(context: typer.Context, *, as_json: options.Json = False) -> None:
    """List the models in use, those on this machine, and those that can be had."""
    _list(given(context), as_json=as_json)


@models_app.command("get")
def get_model(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(help="A name of the list, or the https address of a GGUF file.", show_default=False)
    ],
    *,
    as_json: options.Json = False,
) -> None:
    """Download a model, whole and checked; goes on where an earlier try ended. Nothing else of this program uses the network."""
    here = given(context)
    _need_memory(here)
    from app.model_shelf import Shelf

    shelf = Shelf(here.places)
    file = shelf.source(name)[1]
    with here.terminal.progress(f"Getting {file}", unit="bytes") as progress, _stoppable() as stopped:
        got = shelf.get(name, on_progress=progress, cancelled=stopped.is_set)
    if as_json:
        here.terminal.json({"path": str(got.path), "sha256": got.sha256, "pinned": got.pinned})
    else:
        here.terminal.say(
            f"{file} is here and whole. Use it with: recollect models use {got.path if '://' in name else name}"
        )
        if got.pinned:
            here.terminal.note(sentence("get_pinned", {"sha256": got.sha256}))


@models_app.command("use")
def use_model(
    context: typer.Context,
    model: Annotated[
        str,
        typer.Argument(
            help="A GGUF file, a folder of an embedding model, a name of the list, or the address of a model server.",
            show_default=False,
        ),
    ],
    *,
    as_json: options.Json = False,
) -> None:
    """Use this model from now on: for answers, or, when it is made for that, to compare meanings."""
    here = given(context)
    _need_memory(here)
    chosen = _chosen(here, model)
    _save(here, chosen)
    if as_json:
        here.terminal.json(_in_use(chosen))
    else:
        here.terminal.say(_said(here, model, chosen))


def _chosen(here: Given, model: str) -> Settings:
    """The settings with a model; whether words may go to an address outside this machine is asked first."""
    from app.model_shelf import Shelf

    shelf = Shelf(here.places)
    try:
        return shelf.chosen(model)
    except KnownError as error:
        question = f"{model} is not on this machine. What you ask, and what memory holds of it, goes there. Use it?"
        if error.code != "server_not_allowed" or not here.terminal.asks() or not here.terminal.confirmed(question):
            raise
        return shelf.chosen(model, confirmed=True)


def _said(here: Given, model: str, after: Settings) -> str:
    if "://" in model:
        return f"Answers are written by the model at {model} from now on."
    found = [] if Path(model).expanduser().is_file() else named_files(here.places, model)
    file = found[0].path if found else Path(model).expanduser().absolute()
    if str(file) == after.chat_path:
        return f"Answers are written by {found[0].name if found else file.name} from now on."
    name = Path(after.embed_model).name or BUILT_IN
    return f"Meaning is compared by {name} from now on. Until it has read everything, the model before it goes on."


@models_app.command("remove")
def remove_model(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="Its name or path.", show_default=False)] = None,
    *,
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete the file too, if it was got by this program.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Do not use the model any more; its file stays where it is."""
    here = given(context)
    settings = load(here.places.settings)
    known = {name, *(str(file.path) for file in named_files(here.places, name))} if name else set()
    used = settings.chat_server or settings.chat_path
    if used and (name is None or known & {used, Path(used).name, Path(used).stem}):
        after = without_chat(settings)
        said = "Answers quote memory."
    elif settings.embed_model and known & {
        settings.embed_model,
        Path(settings.embed_model).name,
        Path(settings.embed_model).stem,
    }:
        used, after, said = (
            settings.embed_model,
            replace(settings, embed_model=""),
            f"Meaning is compared by {BUILT_IN}.",
        )
    elif delete and name and named_files(here.places, name):
        used, after, said = name, settings, ""
    else:
        raise KnownError("model_not_used", name=name or "")
    if after != settings:
        _save(here, after)
    gone = (
        [deleted(here.places, file.path) for file in named_files(here.places, name or Path(used).name)]
        if delete
        else []
    )
    if as_json:
        here.terminal.json(_in_use(after) | {"deleted": any(gone)})
    else:
        stays = "its file is deleted." if any(gone) else "its file stays."
        here.terminal.say(f"{Path(used).name or used} is not used any more; {stays} {said}".strip())


@models_app.command("trial")
def try_model(
    context: typer.Context,
    model: Annotated[
        str | None, typer.Argument(help="As for use; without one, the model in use.", show_default=False)
    ] = None,
    *,
    as_json: options.Json = False,
) -> None:
    """Ask a model a made-up question: how fast it is here, and what it says."""
    here = given(context)
    from app.model_shelf import Shelf

    settings = _chosen(here, model) if model is not None else None
    with here.terminal.waiting("Trying the model ..."), _stoppable() as stopped:
        done = Shelf(here.places).trial(settings=settings, cancelled=stopped.is_set)
    if as_json:
        here.terminal.json(done.as_json())
        return
    here.terminal.say(done.answer or "It said nothing.")
    here.terminal.note(
        f"Loaded in {done.loaded_s} s, first words after {done.first_s} s, then {done.tokens_a_second} tokens a second."
    )


# -- showing


def _in_use(settings: Settings) -> dict[str, Any]:
    chat = _about(settings.chat_path)
    if settings.chat_server:
        chat = {"name": settings.chat_server_model, "address": settings.chat_server}
    return {"embedder": settings.embed_model or BUILT_IN, "chat": chat, "rerank": settings.rerank_model or None}


def _about(chat_path: str) -> dict[str, Any] | None:
    if not chat_path:
        return None
    file = Path(chat_path)
    there = file.is_file()
    return {"name": file.name, "path": chat_path, "there": there, "bytes": file.stat().st_size if there else None}


def _list(here: Given, *, as_json: bool) -> None:
    from app.model_shelf import Shelf

    stock = Shelf(here.places).stock()
    settings, found, free = stock.settings, stock.found, stock.free_bytes
    offered = [(one.entry, one.fit) for one in stock.offers]
    if as_json:
        here.terminal.json(
            _in_use(settings)
            | {
                "free_bytes": free,
                "found": [_written(asdict(one)) for one in found],
                "catalogue": [asdict(one) | {"fits": fit} for one, fit in offered],
            }
        )  # fmt: skip
        return
    rows = [
        ("meaning", settings.embed_model or BUILT_IN, "", "comes along" if not settings.embed_model else "in use"),
        _chat_row(settings),
    ]
    if settings.rerank_model:
        rows.append(("order", Path(settings.rerank_model).name, "", settings.rerank_model))
    here.terminal.table(("for", "model", "size", ""), rows, wide=3)
    if found:
        shown = [(one.kind, one.name, _size(one.bytes), f"{one.by}: {one.path}") for one in found]
        here.terminal.table(("on this machine", "model", "size", "where"), shown, wide=3)
    can = [
        (one.kind, one.name, _size(one.bytes), f"{_FITS[fit]} · {one.languages} · {one.licence} · {one.publisher}")
        for one, fit in offered
    ]
    here.terminal.table(
        ("can be had", "model", "size", "fits this machine now · languages · licence · publisher"), can, wide=3
    )
    here.terminal.note(
        f"{_size(free)} of memory are free. Nothing is downloaded unless you say: recollect models get NAME"
    )


def _chat_row(settings: Settings) -> tuple[str, str, str, str]:
    if settings.chat_server:
        return "answers", settings.chat_server_model or "the first there", "", settings.chat_server
    chat = _about(settings.chat_path)
    if chat is None:
        return "answers", "none", "", "answers quote memory; set one with: recollect models use FILE.gguf"
    where = chat["path"] if chat["there"] else "the file is not there"
    return "answers", chat["name"], _size(chat["bytes"]) if chat["there"] else "", where


def _written(value: dict[str, Any]) -> dict[str, Any]:
    """Paths as text."""
    return {name: str(one) if isinstance(one, Path) else one for name, one in value.items()}


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 10**8 else f"{count / 1e6:.1f} MB"


# -- odds and ends


def _need_memory(here: Given) -> None:
    if not here.places.home.is_dir():
        raise KnownError("not_initialised")


def _save(here: Given, settings: Settings) -> None:
    _need_memory(here)
    try:
        save(here.places.settings, settings)
    except OSError:
        raise KnownError("no_permission", folder=str(here.places.home)) from None


@contextlib.contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """Ctrl-C sets the event as long as the block lasts: what was got stays, and the next try goes on from there."""
    stopped = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return
    before = signal.signal(signal.SIGINT, lambda number, frame: stopped.set())
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)
