"""Which model is meant by a name, a path or an address, and the settings that use it. Says nothing, saves nothing."""

from dataclasses import replace
from pathlib import Path

from app.errors import KnownError
from app.found_models import FoundModel, found_models
from app.paths import Places
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


def with_server(settings: Settings, address: str, *, confirmed: bool = False) -> Settings:
    """Settings with a model server. One outside this machine has to be confirmed, each time that the address changes.

    Raises KnownError "server_bad_address", and "server_not_allowed" where the user has to be asked first.
    """
    from models.remote_chat import read_address

    found = read_address(address)
    if found is None:
        raise KnownError("server_bad_address", address=address)
    held = settings.chat_server == address and settings.chat_server_allowed == address
    if not (found.local or confirmed or held):
        raise KnownError("server_not_allowed", address=address)
    name = settings.chat_server_model if settings.chat_server == address else ""
    allowed = "" if found.local else address
    return replace(settings, chat_server=address, chat_server_model=name, chat_server_allowed=allowed)


def with_model(places: Places, settings: Settings, model: str) -> Settings:
    """Settings with a file, a folder or a model of a name. Raises KnownError model_missing, model_broken, model_no_use."""
    from models.gguf_file import NotGguf, read_head

    if model in (BUILT_IN, "built-in"):
        return replace(settings, embed_model="")
    if Path(model).expanduser().is_dir():
        folder = Path(model).expanduser().absolute()
        if not (folder / "model.safetensors").is_file():
            raise KnownError("model_broken", name=folder.name)
        return replace(settings, embed_model=str(folder))
    found = [] if Path(model).expanduser().is_file() else named_files(places, model)
    file = checked_model(found[0].path if found else Path(model))
    try:
        head = read_head(file)
    except NotGguf:
        raise KnownError("model_broken", name=file.name) from None
    if head.kind != "model" or "rerank" in file.name.lower():
        raise KnownError("model_no_use", name=file.name)
    if head.embeds:
        return replace(settings, embed_model=str(file))
    known = found or [one for one in found_models(places.downloads) if one.path == file]
    projector, lora = (known[0].projector, known[0].lora) if known else (None, None)
    return replace(
        without_chat(settings), chat_path=str(file), chat_lora=str(lora or ""), chat_projector=str(projector or "")
    )


def is_elsewhere(settings: Settings) -> bool:
    """Whether what is asked goes to a program that is not on this machine."""
    from models.remote_chat import read_address

    found = read_address(settings.chat_server)
    return found is not None and not found.local and settings.chat_server_allowed == settings.chat_server


def without_chat(settings: Settings) -> Settings:
    """Settings in which no model writes answers: they quote memory."""
    return replace(
        settings, chat_path="", chat_server="", chat_server_model="", chat_server_allowed="", chat_lora="",
        chat_projector="",
    )  # fmt: skip


def named_files(places: Places, name: str | None) -> list[FoundModel]:
    """The model files on this machine that bear a name: of the catalogue, of the file, or the one another program gave it."""
    from models.catalogue import named

    entry = named(name or "")
    wanted = {(name or "").casefold(), *({entry.file.casefold()} if entry else set())}
    return [
        one
        for one in found_models(places.downloads)
        if {one.name.casefold(), one.path.name.casefold(), str(one.path).casefold()} & wanted
    ]


def deleted(places: Places, path: Path) -> bool:
    """Delete a file that lies among the downloads."""
    if path.parent != places.downloads:
        return False
    path.unlink(missing_ok=True)
    return True


def file_of(address: str) -> str:
    """The name of the GGUF file behind an address. Raises KnownError "model_unknown"."""
    name = address.split("?", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1]
    plain = name.removesuffix(".gguf").replace(".", "").replace("-", "").replace("_", "").isalnum()
    if not name.endswith(".gguf") or not plain or "://" not in address:
        raise KnownError("model_unknown", name=address)
    return name
