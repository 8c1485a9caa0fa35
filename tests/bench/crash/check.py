"""What must hold of a memory after a kill, by what its processes had told before. Opens it as a start of the program does."""

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import app.memory as front_door
from app.errors import KnownError
from app.jobs import finish_forgetting
from app.paths import Places
from app.store import dbapi, frames, images, layers
from app.store.db import Store, open_store
from app.store.migrations import KNOWN, schema_version
from app.store.passages import lines_of
from tests.bench.crash import scene

# Each row of these is something that must not be.
NEVER = {
    "passage without sighting": "SELECT id FROM passage WHERE id NOT IN (SELECT passage_id FROM sighting)",
    "vector without passage": "SELECT passage_id FROM vector WHERE passage_id NOT IN (SELECT id FROM passage)",
    "layer without picture": "SELECT picture_id FROM layer WHERE picture_id NOT IN (SELECT id FROM picture)",
    "picture in no layer": "SELECT id FROM picture WHERE role = 'full' AND id NOT IN (SELECT picture_id FROM layer)",
    "moment to read without job": "SELECT id FROM moment WHERE reading = 'pending' AND id NOT IN (SELECT target_id FROM job)",
    "job without moment": "SELECT id FROM job WHERE kind = 'read' AND target_id NOT IN (SELECT id FROM moment)",
    "derivation of nothing": "SELECT child_id FROM derivation WHERE child_kind = 'turn' AND child_id NOT IN (SELECT id FROM turn)",
    "hidden for ever": "SELECT id FROM moment WHERE forgetting_id IS NOT NULL",
    "forgetting not complete": "SELECT id FROM forgetting WHERE state <> 'gone'",
    "file to remove": "SELECT file FROM removal",
}
# The files that a memory may have, below its home.
_KNOWN_FILES = re.compile(
    r"memory\.db(-wal|-shm)?|keys\.json|reads(\.older)?\.log|settings\.toml|[a-z]+\.lock|logs/.*|pictures/[0-9a-f]{2}/[0-9a-f]{32}"
)
_PICTURES_LOOKED_AT = 12


@dataclass
class Expected:
    """What was told: moments that must be there with their number, those that must be gone, and those that may be either."""

    moments: dict[str, int] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    begun: list[list[str]] = field(default_factory=list)  # chosen to be forgotten, never said to be
    ticks: int = 0
    told: int = 0
    since: dict[str, float] = field(default_factory=dict)  # when each moment was acknowledged
    backup_began: float | None = None  # of the last backup that was told: it must hold what was acknowledged before

    def hear(self, steps: Iterable[dict[str, Any]]) -> None:
        """Take in what one process told, in order."""
        will: list[str] | None = None
        for step in steps:
            self.told += "ready" not in step and "will" not in step
            self.ticks += step.get("ticks", 0)
            if "kept" in step:
                self.moments[step["kept"]] = step["number"]
                self.since[step["kept"]] = step.get("at", 0.0)
            for one in step.get("imported", ()):
                self.moments[one] = step["number"]
                self.since[one] = step.get("at", 0.0)
            if "read" in step:
                self.read.add(step["read"])
            will = step.get("will", will)
            if "backed_up" in step:
                self.backup_began = max(step["backed_up"], self.backup_began or 0.0)
            if "forgot" in step:
                self.gone.update(step["forgot"])
                will = None
        if will is not None:
            self.begun.append(will)

    def settle(self, there: set[str]) -> list[str]:
        """Decide what was begun by what is there now; what is wrong with it."""
        wrong = []
        for chosen in self.begun:
            known = [one for one in chosen if one not in self.gone]
            left = [one for one in known if one in there]
            if left and len(left) != len(known):
                wrong.append("half forgotten")
            self.gone.update(one for one in known if one not in there)
        self.begun.clear()
        return wrong


@dataclass
class Findings:
    """What was wrong after a kill: acknowledged things lost, files without a row, anything else by name.

    `mended` counts what the start had to complete or sweep away: it says that kills hit where something was half done.
    """

    mended: int = 0
    lost: int = 0
    orphans: int = 0
    broken: list[str] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return bool(self.lost or self.orphans or self.broken)


def verify(places: Places, expected: Expected) -> Findings:
    """Start as the program does, then look at everything."""
    out = Findings()
    try:
        store = open_store(places, scene.key_of(places))
    except KnownError as error:
        return Findings(broken=[f"does not open: {error.code}"])
    try:
        out.mended = _started(store)
        out.broken += _integrity(store)
        _look(store, expected, out)
    except (KnownError, dbapi.DatabaseError) as error:
        out.broken.append(f"cannot be looked at: {type(error).__name__} {error}")
    finally:
        store.close()
    if expected.backup_began is not None:
        out.broken += _backup(places, expected)
    return out


def _backup(places: Places, expected: Expected) -> list[str]:
    """What is wrong with the memory that a backup gives, made beside this one."""
    beside = Places(places.home.with_name("restored"), places.key_file)
    shutil.rmtree(beside.home, ignore_errors=True)
    try:
        front_door.restore_backup(beside, places.home.with_name("backup"))  # type: ignore[attr-defined,unused-ignore]
        store = open_store(beside, scene.key_of(beside))
    except KnownError as error:
        return [f"backup: {error.code}"]
    try:
        _started(store)  # it may hold a forgetting that was half done
        there = {row[0] for row in store.rows("SELECT public_id FROM moment")}
        began = expected.backup_began or 0.0
        lost = [
            one for one, at in expected.since.items() if at < began and one not in there and one not in expected.gone
        ]
        return [f"backup: {one}" for one in _integrity(store)] + [f"backup: {len(lost)} lost"] * bool(lost)
    finally:
        store.close()


def _started(store: Store) -> int:
    """What a start completes and sweeps away, counted."""
    mended = len(finish_forgetting(store))
    while removed := images.remove_files(store):
        mended += removed
    return mended + images.remove_orphans(store, older_than_s=0)


def _look(store: Store, expected: Expected, out: Findings) -> None:
    """Compare what is there with what was told."""
    there = {row[0] for row in store.rows("SELECT public_id FROM moment")}
    out.broken += expected.settle(there)
    out.lost += len([one for one in expected.moments if one not in there and one not in expected.gone])
    if back := len([one for one in expected.gone if one in there]):
        out.broken.append(f"{back} forgotten moments are there")
    out.orphans += len(images.orphan_files(store)) + len(_strays(store.places))
    shown = {row[0] for row in store.rows("SELECT public_id FROM moment WHERE forgetting_id IS NULL")}
    out.broken += _contents(store, {one: number for one, number in expected.moments.items() if one in shown}, expected)


def _integrity(store: Store) -> list[str]:
    wrong = []
    if schema_version(store.db) != len(KNOWN):
        wrong.append("schema not up to date")
    if store.rows("PRAGMA cipher_integrity_check"):
        wrong.append("a page is damaged")
    if store.rows("PRAGMA integrity_check(10)") != [("ok",)]:
        wrong.append("integrity")
    if store.rows("PRAGMA foreign_key_check"):
        wrong.append("foreign keys")
    try:
        store.connection.execute("INSERT INTO passage_fts(passage_fts, rank) VALUES ('integrity-check', 1)")
    except dbapi.DatabaseError:
        wrong.append("words do not match passages")
    for name, sql in NEVER.items():
        if count := len(store.rows(sql)):
            wrong.append(f"{name} x{count}")
    missing = [row[0] for row in store.rows("SELECT file FROM picture") if not _file(store.places, row[0]).exists()]
    return [*wrong, f"{len(missing)} pictures without their file"] if missing else wrong


def _file(places: Places, name: str) -> Path:
    return places.pictures / name[:2] / name


def _strays(places: Places) -> list[Path]:
    """Files that no part of the program would name so."""
    return [
        path
        for path in places.home.rglob("*")
        if path.is_file() and not _KNOWN_FILES.fullmatch(path.relative_to(places.home).as_posix())
    ]


def _contents(store: Store, moments: dict[str, int], expected: Expected) -> list[str]:
    """The newest moments show their number and say their word; the ledger has every tick."""
    wrong = []
    if int(store.value("SELECT coalesce(sum(ticks), 0) FROM ledger")) < expected.ticks:
        wrong.append("ticks lost")
    for public_id in list(moments)[-_PICTURES_LOOKED_AT:]:
        row_id, moment = frames.moment_by_id(store, public_id)
        if moment.reading == "done" and scene.word(moments[public_id]) not in _text(store, row_id):
            wrong.append("text lost")
        if public_id in expected.read and moment.reading != "done":
            wrong.append("reading lost")
        if moment.has_picture and not _shows(store, public_id, moments[public_id]):
            wrong.append("picture wrong")
    return wrong


def _text(store: Store, row_id: int) -> str:
    return "\n".join(text for _, text, _ in lines_of(store, row_id))


def _shows(store: Store, public_id: str, number: int) -> bool:
    try:
        return scene.number_on(layers.picture_of(store, public_id).tobytes()) == number
    except KnownError:
        return False
