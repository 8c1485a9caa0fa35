"""The rest of the front door: what is asked of a memory as a whole, not of what it holds. Recording, rules, settings, state, copies."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from app import checkup
from app.engines import Models
from app.errors import KnownError
from app.key_change import Keys
from app.model_shelf import Shelf
from app.records import BackupDone, Check, Exported, Forecast, RecordingState, Rule
from app.settings import Settings, load, save
from app.sources.export import Format, export
from app.store import backup, ledger, outlook
from app.store.db import Store

BACKUP_WAIT_S = 5.0


class Upkeep:
    """What `app.memory.Memory` answers beside finding, showing and forgetting."""

    def __init__(self, store: Store, models: Models) -> None:
        self._store = store
        self._models = models

    # -- taking it elsewhere

    def backup(
        self,
        folder: Path,
        *,
        verify: bool = False,
        on_progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> BackupDone:
        """Let a folder hold the memory as it is, encrypted; only what is new is written, and with `verify` what is damaged there.

        Waits a little for one that goes on: a forgetting brings the backups in reach up to date by itself. Raises KnownError backup_*, busy.
        """
        return backup.backup(self._store, folder, on_progress, cancelled, verify=verify, wait_s=BACKUP_WAIT_S)

    def leave_backup(self, folder: Path) -> None:
        """Know nothing of a backup any more: it is not rewritten when something is forgotten. Raises KnownError backup_not_known."""
        if not backup.unregister(self._store, folder):
            raise KnownError("backup_not_known", folder=str(folder))

    def export(
        self,
        folder: Path,
        format_: Format = "markdown",
        *,
        on_progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Exported:
        """Write all that may be shown into an empty folder, NOT encrypted. Raises KnownError export_*."""
        return export(self._store, folder, format_, on_progress, cancelled)

    # -- recording, as far as the memory steers it

    def pause(self, until: datetime | None = None) -> None:
        """Hold every recorder of this memory until a time, or until `resume`."""
        ledger.pause(self._store, until)

    def resume(self) -> None:
        ledger.resume(self._store)

    def recording_state(self) -> RecordingState:
        return checkup.recording_state(self._store, _now())

    def rules(self) -> list[Rule]:
        """The user's exclusion rules; the built-in ones belong to the recorder."""
        return ledger.rules(self._store)

    def add_rule(self, field: Literal["app", "title", "site"], pattern: str, allow: bool = False) -> Rule:
        return ledger.add_rule(self._store, field, pattern, allow=allow)

    def remove_rule(self, id: str) -> None:  # noqa: A002
        ledger.remove_rule(self._store, id)

    # -- state

    def status(self) -> dict[str, Any]:
        return checkup.status(self._store, self._models, _now())

    def storage(self, settings: Settings | None = None) -> Forecast:
        """What the memory takes, and what will become of it by these settings or those in force. Some 100 ms where there is much."""
        return outlook.forecast(self._store, settings or self.settings(), _now().astimezone())

    def settings(self) -> Settings:
        """The settings as they stand in their file. Raises KnownError bad_setting, bad_settings_file."""
        return load(self._store.places.settings)

    def change_settings(self, **values: Any) -> Settings:
        """Write other values of some settings, the rest as it stands. Raises KnownError as `settings`; nothing is changed then."""
        changed = replace(self.settings(), **values)
        save(self._store.places.settings, changed)
        return changed

    @property
    def home(self) -> Path:
        """The folder that the memory lies in."""
        return self._store.places.home

    @property
    def keys(self) -> Keys:
        """What opens the memory."""
        return Keys(self._store.places)

    @property
    def models(self) -> Shelf:
        """The models in use and those that can be had."""
        return Shelf(self._store.places)

    def cost(self) -> dict[str, float | str] | None:
        """What the running session costs now against its budget; None when none has said so in the last minutes."""
        return ledger.read_meter(self._store, _now())

    def embedder_change(self) -> dict[str, Any]:
        """While an embedder takes another's place: embedder_in_use, embedder_read and embedder_of; else empty."""
        return checkup.coming(self._store, self._models)

    def doctor(self) -> list[Check]:
        return checkup.doctor(self._store, self._models, _now())

    def repair(self) -> list[Check]:
        """Mend what is safe to mend; a line for each thing that was, or could not be."""
        from app import repair  # opens the room of what is made of moments, which nothing else here needs

        return repair.repair(self._store, self._models, _now())


def _now() -> datetime:
    return datetime.now(UTC)
