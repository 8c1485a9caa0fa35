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
from app.cli.models_chosen import BUILT_IN, deleted, file_of, named_files, with_model, with_server
from app.errors import KnownError
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
    from app.fetching import fetch
    from models.catalogue import named

    entry = named(name)
    address, file, sha256 = (entry.address, entry.file, entry.sha256) if entry else (name, file_of(name), "")
    if entry is None and "://" not in name:
        raise KnownError("model_unknown", name=name)
    with here.terminal.progress(f"Getting {file}", unit="bytes") as progress, _stoppable() as stopped:
        got = fetch(address, here.places.downloads, file, sha256=sha256, on_progress=progress, cancelled=stopped.is_set)
    if as_json:
        here.terminal.json({"path": str(got.path), "sha256": got.sha256, "pinned": got.pinned})
    else:
        here.terminal.say(
            f"{file} is here and whole. Use it with: recollect models use {entry.name if entry else got.path}"
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
    settings = load(here.places.settings)
    chosen, said = with_server(here, settings, model) if "://" in model else with_model(here, settings, model)
    _save(here, chosen)
    if as_json:
        here.terminal.json(_in_use(chosen))
    else:
        here.terminal.say(said)


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
    known = {name, *(str(file.path) for file in named_files(here, name))} if name else set()
    used = settings.chat_server or settings.chat_path
    if used and (name is None or known & {used, Path(used).name, Path(used).stem}):
        after = replace(settings, chat_path="", chat_server="", chat_server_model="", chat_lora="", chat_projector="")
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
    elif delete and name and named_files(here, name):
        used, after, said = name, settings, ""
    else:
        raise KnownError("model_not_used", name=name or "")
    if after != settings:
        _save(here, after)
    gone = [deleted(here, file.path) for file in named_files(here, name or Path(used).name)] if delete else []
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
    from app.engines import FAILURES, chat_of
    from app.model_trial import try_out
    from models.host import WorkerHost

    settings = load(here.places.settings)
    if model is not None:
        settings = (with_server(here, settings, model) if "://" in model else with_model(here, settings, model))[0]
    host = WorkerHost()
    try:
        chat = chat_of(host, settings)
        if not chat.available():
            raise KnownError("model_not_set")
        with here.terminal.waiting("Trying the model ..."), _stoppable() as stopped:
            done = try_out(chat, cancelled=stopped.is_set)
    except FAILURES as failure:
        raise KnownError(
            str(getattr(failure, "code", "worker_died")), **dict(getattr(failure, "params", {}))
        ) from failure
    finally:
        host.close()
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
    from app.found_models import found_models
    from models.catalogue import entries, fits
    from models.room import available_bytes

    settings = load(here.places.settings)
    found, free = found_models(here.places.downloads), available_bytes()
    tokens = settings.chat_context_tokens
    offered = [(one, fits(one.needs_bytes(tokens if one.kind == "chat" else 512), free)) for one in entries()]
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
