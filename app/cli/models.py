"""models: which model writes answers. Only files that are on this machine; nothing is fetched here."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli import options
from app.cli.context import Given, given
from app.errors import KnownError
from app.settings import Settings, load, save

models_app = typer.Typer(help="See and choose the models.", invoke_without_command=True, rich_markup_mode=None)
_MAGIC = b"GGUF"


@models_app.callback()
def models(context: typer.Context) -> None:
    """See and choose the models. Without a command: list."""
    if context.invoked_subcommand is None:
        _list(given(context), as_json=False)


@models_app.command("list")
def list_models(context: typer.Context, *, as_json: options.Json = False) -> None:
    """List the models in use, with their sizes."""
    _list(given(context), as_json=as_json)


@models_app.command("use")
def use_model(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="A GGUF file.", show_default=False)],
    *,
    as_json: options.Json = False,
) -> None:
    """Write answers with this model from now on."""
    here = given(context)
    file = checked_model(path)
    _save(here, replace(load(here.places.settings), chat_path=str(file)))
    if as_json:
        here.terminal.json({"chat": _about(str(file))})
    else:
        here.terminal.say(f"Answers are written by {file.name} from now on.")


@models_app.command("remove")
def remove_model(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="Its name or path.", show_default=False)] = None,
    *,
    as_json: options.Json = False,
) -> None:
    """Do not use the model any more; its file stays where it is."""
    here = given(context)
    settings = load(here.places.settings)
    used = settings.chat_path
    if not used or (name is not None and name not in {used, Path(used).name, Path(used).stem}):
        raise KnownError("model_not_used", name=name or "")
    _save(here, replace(settings, chat_path=""))
    if as_json:
        here.terminal.json({"chat": None})
    else:
        here.terminal.say(f"{Path(used).name} is not used any more; its file stays. Answers quote memory.")


def checked_model(path: Path) -> Path:
    """The whole path of a GGUF file. Raises KnownError "model_missing", "model_broken"."""
    file = path.expanduser().absolute()
    try:
        with file.open("rb") as opened:
            magic = opened.read(len(_MAGIC))
    except OSError:
        raise KnownError("model_missing", name=path.name or str(path)) from None
    if magic != _MAGIC:
        raise KnownError("model_broken", name=path.name)
    return file


def _save(here: Given, settings: Settings) -> None:
    if not here.places.home.is_dir():
        raise KnownError("not_initialised")
    try:
        save(here.places.settings, settings)
    except OSError:
        raise KnownError("no_permission", folder=str(here.places.home)) from None


def _about(chat_path: str) -> dict[str, Any] | None:
    if not chat_path:
        return None
    file = Path(chat_path)
    there = file.is_file()
    return {"name": file.name, "path": chat_path, "there": there, "bytes": file.stat().st_size if there else None}


def _list(here: Given, *, as_json: bool) -> None:
    settings = load(here.places.settings)
    chat = _about(settings.chat_path)
    if as_json:
        here.terminal.json({"embedder": settings.embed_model or "all-MiniLM-L6-v2", "chat": chat})
        return
    rows = [
        ("meaning", settings.embed_model or "all-MiniLM-L6-v2", "", "comes along" if not settings.embed_model else "")
    ]
    if chat is None:
        rows.append(("answers", "none", "", "answers quote memory; set one with: recollect models use FILE.gguf"))
    else:
        size = f"{chat['bytes'] / 1e9:.1f} GB" if chat["there"] else ""
        rows.append(("answers", chat["name"], size, chat["path"] if chat["there"] else "the file is not there"))
    here.terminal.table(("for", "model", "size", ""), rows, wide=3)
