"""Which model is meant by a name, a path or an address, and the settings that use it. Says nothing, saves nothing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from app.cli.context import Given
from app.errors import KnownError
from app.settings import Settings

BUILT_IN = "all-MiniLM-L6-v2"


def checked_model(path: Path) -> Path:
    """The whole path of a GGUF file. Raises KnownError "model_missing", "model_broken"."""
    from models.gguf_file import MAGIC

    file = path.expanduser().absolute()
    try:
        with file.open("rb") as opened:
            magic = opened.read(len(MAGIC))
    except OSError:
        raise KnownError("model_missing", name=path.name or str(path)) from None
    if magic != MAGIC:
        raise KnownError("model_broken", name=path.name)
    return file


def with_server(here: Given, settings: Settings, address: str) -> tuple[Settings, str]:
    """Settings with a model server. One outside this machine is confirmed first, each time that the address changes."""
    from models.remote_chat import read_address

    found = read_address(address)
    if found is None:
        raise KnownError("server_bad_address", address=address)
    if not found.local and settings.chat_server_allowed != address:
        if not here.terminal.asks():
            raise KnownError("server_not_allowed", address=address)
        question = f"{address} is not on this machine. What you ask, and what memory holds of it, goes there. Use it?"
        if not here.terminal.confirmed(question):
            raise KnownError("server_not_allowed", address=address)
        settings = replace(settings, chat_server_allowed=address)
    name = settings.chat_server_model if settings.chat_server == address else ""
    return replace(
        settings, chat_server=address, chat_server_model=name
    ), f"Answers are written by the model at {address} from now on."


def with_model(here: Given, settings: Settings, model: str) -> tuple[Settings, str]:
    """Settings with a file, a folder or a model of a name. Raises KnownError."""
    from models.gguf_file import NotGguf, read_head

    if model in (BUILT_IN, "built-in"):
        return replace(settings, embed_model=""), _said_of_meaning(BUILT_IN)
    if Path(model).expanduser().is_dir():
        folder = Path(model).expanduser().absolute()
        if not (folder / "model.safetensors").is_file():
            raise KnownError("model_broken", name=folder.name)
        return replace(settings, embed_model=str(folder)), _said_of_meaning(folder.name)
    found = [] if Path(model).expanduser().is_file() else named_files(here, model)
    file = checked_model(found[0].path if found else Path(model))
    try:
        head = read_head(file)
    except NotGguf:
        raise KnownError("model_broken", name=file.name) from None
    if head.kind != "model" or "rerank" in file.name.lower():
        raise KnownError("model_no_use", name=file.name)
    if head.embeds:
        return replace(settings, embed_model=str(file)), _said_of_meaning(file.name)
    projector, lora = (found[0].projector, found[0].lora) if found else (None, None)
    after = replace(
        settings, chat_path=str(file), chat_server="", chat_server_model="", chat_lora=str(lora or ""), chat_projector=str(projector or ""),
    )  # fmt: skip
    return after, f"Answers are written by {found[0].name if found else file.name} from now on."


def _said_of_meaning(name: str) -> str:
    return f"Meaning is compared by {name} from now on. Until it has read everything, the model before it goes on."


def named_files(here: Given, name: str | None) -> list[Any]:
    """The model files on this machine that bear a name: of the catalogue, of the file, or the one another program gave it."""
    from app.found_models import found_models
    from models.catalogue import named

    entry = named(name or "")
    wanted = {(name or "").casefold(), *({entry.file.casefold()} if entry else set())}
    return [
        one
        for one in found_models(here.places.downloads)
        if {one.name.casefold(), one.path.name.casefold(), str(one.path).casefold()} & wanted
    ]


def deleted(here: Given, path: Path) -> bool:
    """Delete a file that lies among the downloads."""
    if path.parent != here.places.downloads:
        return False
    path.unlink(missing_ok=True)
    return True


def file_of(address: str) -> str:
    name = address.split("?", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1]
    plain = name.removesuffix(".gguf").replace(".", "").replace("-", "").replace("_", "").isalnum()
    if not name.endswith(".gguf") or not plain or "://" not in address:
        raise KnownError("model_unknown", name=address)
    return name
