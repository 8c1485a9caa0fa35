"""The models of a memory for window and command line: what is in use, what is here, what can be had; getting, using and trying one.

Nothing is fetched but what its owner asked for by name, and nothing of the memory is read.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from app.errors import KnownError
from app.fetching import Got, Progress, fetch
from app.found_models import FoundModel, found_models
from app.model_choice import deleted, file_of, with_model, with_server, without_chat
from app.model_trial import Trial, try_out
from app.paths import Places
from app.settings import Settings, load, save
from models.catalogue import Entry, entries, fits, named
from models.room import available_bytes

Fit = Literal["yes", "tight", "no"]
_EMBEDDING_TOKENS = 512


@dataclass(frozen=True, slots=True)
class Offer:
    """A model of the catalogue, for this machine. `path`: where its file lies, if it is here; `held_bytes`: of one half got."""

    entry: Entry
    fit: Fit
    path: Path | None
    held_bytes: int


@dataclass(frozen=True, slots=True)
class Stock:
    """`free_bytes`: memory that is free now, by which `fit` goes."""

    settings: Settings
    found: tuple[FoundModel, ...]
    offers: tuple[Offer, ...]
    free_bytes: int


class Shelf:
    """The models of the memory at `places`. Its methods block: a lane or a command line calls them."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def stock(self) -> Stock:
        """What there is. Raises KnownError bad_setting, bad_settings_file."""
        settings, free = load(self._places.settings), available_bytes()
        found = tuple(found_models(self._places.downloads))
        return Stock(settings, found, tuple(self._offer(one, settings, free) for one in entries()), free)

    def _offer(self, entry: Entry, settings: Settings, free_bytes: int) -> Offer:
        tokens = settings.chat_context_tokens if entry.kind == "chat" else _EMBEDDING_TOKENS
        path, part = self._places.downloads / entry.file, self._places.downloads / f"{entry.file}.part"
        held = part.stat().st_size if part.is_file() else 0
        return Offer(entry, fits(entry.needs_bytes(tokens), free_bytes), path if path.is_file() else None, held)

    def get(
        self,
        name: str,
        *,
        on_progress: Progress = lambda done, whole: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Got:
        """Get a model of the catalogue, or the file of an address; goes on where an earlier try ended.

        Raises KnownError model_unknown and those of `app.fetching.fetch`.
        """
        address, file, sha256 = self.source(name)
        return fetch(address, self._places.downloads, file, sha256=sha256, on_progress=on_progress, cancelled=cancelled)

    def source(self, name: str) -> tuple[str, str, str]:
        """Address, file name and hash ("" where nobody published one) of what a name means. Raises KnownError model_unknown."""
        entry = named(name)
        if entry is not None:
            return entry.address, entry.file, entry.sha256
        if "://" not in name:
            raise KnownError("model_unknown", name=name)
        return name, file_of(name), ""

    def chosen(self, model: str, *, confirmed: bool = False) -> Settings:
        """The settings with a file, a folder, a name or the address of a server; not saved. Raises KnownError as model_choice does."""
        settings = load(self._places.settings)
        if "://" in model:
            return with_server(settings, model, confirmed=confirmed)
        return with_model(self._places, settings, model)

    def use(self, model: str, *, confirmed: bool = False) -> Settings:
        """Use a model from now on; returns the settings. Raises KnownError as `chosen`."""
        return self._saved(self.chosen(model, confirmed=confirmed))

    def use_server(self, address: str, *, confirmed: bool = False) -> Settings:
        """Use the model of a server. Raises KnownError server_bad_address, and server_not_allowed where the user is to be asked."""
        return self._saved(with_server(load(self._places.settings), address, confirmed=confirmed))

    def use_no_chat(self) -> Settings:
        """Let no model write answers; returns the settings."""
        return self._saved(without_chat(load(self._places.settings)))

    def use_usual_embedder(self) -> Settings:
        """Compare meanings with the model that comes along; returns the settings."""
        return self._saved(replace(load(self._places.settings), embed_model=""))

    def delete(self, path: Path) -> bool:
        """Delete a file that this program got; False for one that lies elsewhere."""
        return deleted(self._places, path)

    def _saved(self, settings: Settings) -> Settings:
        try:
            save(self._places.settings, settings)
        except OSError:
            raise KnownError("no_permission", folder=str(self._places.home)) from None
        return settings

    def trial(
        self,
        model: str = "",
        *,
        settings: Settings | None = None,
        on_text: Callable[[str], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Trial:
        """Ask a chat model a made-up question, in a worker of its own that ends with it; without a name, the one in use.

        `settings`: those that were chosen already. Raises KnownError model_not_set and the worker's own.
        """
        from app.engines import FAILURES, chat_of
        from models.host import WorkerHost

        settings = settings or (self.chosen(model) if model else load(self._places.settings))
        host = WorkerHost()
        try:
            chat = chat_of(host, settings)
            if not chat.available():
                raise KnownError("model_not_set")
            return try_out(chat, on_text=on_text, cancelled=cancelled)
        except FAILURES as failure:
            raise KnownError(
                str(getattr(failure, "code", "worker_died")), **dict(getattr(failure, "params", {}))
            ) from failure
        finally:
            host.close()
