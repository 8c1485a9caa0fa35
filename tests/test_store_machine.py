"""Random lives of a memory, held against a plain model: whatever is done in whatever order, what must be there is, and nothing else.

RECOLLECT_MACHINE_RUNS and RECOLLECT_MACHINE_STEPS make it longer: `make bench-crash ARGS=--machine`.
"""

import importlib
import importlib.util
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import app.memory as front_door
from app.errors import KnownError
from app.memory import Memory
from app.records import Filters, Selection
from app.settings import Settings
from app.sink import StoreSink
from app.store import frames, images, layers
from app.store.db import open_store
from tests.bench.crash import scene
from tests.bench.crash.check import NEVER, _integrity
from tests.life import Life, Thing

RUNS = int(os.environ.get("RECOLLECT_MACHINE_RUNS", "6"))
STEPS = int(os.environ.get("RECOLLECT_MACHINE_STEPS", "25"))
PICK = st.integers(0, 1 << 16)
WAYS = st.sampled_from(["ids", "one", "range", "app", "site", "thread", "source", "matching", "word"])
BACKS_UP = hasattr(Memory, "backup") and hasattr(front_door, "restore_backup")
RETAINS = importlib.util.find_spec("app.store.retention") is not None
WORDS_LOOKED_AT = 2
EVERYTHING_ABOVE = 60  # moments: or else lives would be short


class Machine(RuleBasedStateMachine):
    """One life. A rule does the same to the memory and to the model; the invariants compare them after each step."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="recollect-machine-"))
        self.places = scene.fresh(self.folder)
        self.life, self.at, self.number, self.files, self.step = Life(), scene.FIRST, 0, list[int](), 0
        self.memory = Memory.open(self.places, models=scene.models())
        self.conversation = self.memory.new_conversation()

    def teardown(self) -> None:
        if hasattr(self, "memory"):
            self.memory.close()
            shutil.rmtree(self.folder)

    def next_number(self) -> int:
        self.number += 1
        return self.number

    # -- putting in

    @rule(changes=st.integers(0, 3), read=st.booleans())
    def record(self, changes: int, read: bool) -> None:
        """A picture and some changes of it, all with the same text; read at once or later."""
        number, base, kept = self.next_number(), None, []
        sink = StoreSink(lambda: open_store(self.places, scene.key_of(self.places)))
        for shade in range(changes + 1):
            self.at += timedelta(seconds=1)
            frame = scene.frame(number, shade, self.at, base)
            base = sink.keep(frame)
            assert frame.window is not None
            kept.append(
                Thing(
                    base, self.at, number, scene.word(number), shade, app=frame.window.app, site=f"site{number % 5}.example",
                    source="screen", picture=True, read=False,
                )
            )  # fmt: skip
        sink.close()
        self.life.add(kept)
        if read:
            self.read()

    @rule()
    def read(self) -> None:
        self.memory.read_pending()
        self.life.all_read()

    @rule()
    def note(self) -> None:
        word = scene.word(self.next_number())
        made = self.memory.note(f"it says {word} here")
        moment = self.memory.moment(made).moment
        self.life.add([Thing(made, moment.time, self.number, word, source="note")])

    @rule(again=st.booleans(), pick=PICK)
    def bring(self, again: bool, pick: int) -> None:
        """A file of messages, or one that was brought before."""
        if not (again and self.files):
            self.files.append(self.next_number())
        number = self.files[pick % len(self.files)] if again else self.files[-1]
        at = scene.FIRST + timedelta(minutes=number)
        path, ids = scene.message_file(self.folder, number, at)
        new = [one for one in ids if self.life.takes(one)]
        done = self.memory.import_messages(path, wait=True)
        assert (done.imported, done.skipped) == (len(new), len(ids) - len(new))
        self.life.add(
            Thing(
                self.memory.store.value("SELECT public_id FROM moment WHERE source_id = ?", (one,)), at, number,
                scene.word(number), thread=f"t{number % 4}", source="messages", source_id=one,
            )
            for one in new
        )  # fmt: skip

    # -- asking

    @rule(pick=PICK)
    @precondition(lambda self: self.life.words)
    def ask(self, pick: int) -> None:
        """A question, kept with its answer."""
        word = self.life.words[pick % len(self.life.words)]
        if not self.memory.turns(self.conversation):  # it may have gone with its last question
            self.conversation = self.memory.new_conversation()
        answer = self.memory.ask(f"What says {word}?", conversation=self.conversation)
        assert {one.id for one in answer.citations} <= set(self.life.visible)

    # -- taking out

    def selection(self, way: str, pick: int) -> Selection:
        """What a way means, built around one of the things that are there."""
        things = list(self.life.visible.values())
        one, other = things[pick % len(things)], things[pick * 7 % len(things)]
        first, last = min(one.at, other.at), max(one.at, other.at)
        return {
            "ids": Selection(ids=tuple(dict.fromkeys((one.id, other.id)))), "one": Selection(ids=(one.id,)),
            "range": Selection(since=first, until=last + timedelta(seconds=1)), "app": Selection(app=one.app.upper()),
            "site": Selection(site=one.site), "thread": Selection(thread=one.thread), "source": Selection(source=one.source),
            "matching": Selection(matching=one.word), "word": Selection(matching=other.word, source=one.source),
        }[way]  # fmt: skip

    @rule(way=WAYS, pick=PICK)
    @precondition(lambda self: self.life.visible)
    def forget_at_once(self, way: str, pick: int) -> None:
        self.forget(way, pick, 0.0)

    @rule(way=WAYS, pick=PICK)
    @precondition(lambda self: self.life.visible)
    def forget_with_time_to_undo(self, way: str, pick: int) -> None:
        self.forget(way, pick, 600.0)

    def forget(self, way: str, pick: int, undo_s: float) -> None:
        selection = self.selection(way, pick)
        preview = self.memory.forget(selection, dry_run=True)
        receipt = self.memory.forget(selection, undo_s=undo_s)
        meant = self.life.forget(selection, receipt.id if undo_s else None)
        assert receipt.frames == preview.frames == len(meant)
        assert receipt.state == ("hidden" if undo_s else "gone")
        if not undo_s:
            self.refreshed()

    @rule()
    @precondition(lambda self: len(self.life.visible) > EVERYTHING_ABOVE)
    def forget_everything(self) -> None:
        """It ends all that was before."""
        self.finish()
        self.memory.forget(Selection(everything=True))
        self.life.forget(Selection(everything=True), None)
        self.life.gone_sources.clear()
        self.files.clear()  # whether names of what went are still known is not said here

    @rule(pick=PICK)
    @precondition(lambda self: self.life.hidden)
    def undo(self, pick: int) -> None:
        receipt = list(self.life.hidden)[pick % len(self.life.hidden)]
        assert self.memory.undo_forget(receipt)
        self.life.undo(receipt)

    @rule()
    def finish(self) -> None:
        """The time for undo is over."""
        self.memory.store.execute("UPDATE forgetting SET undo_until_us = 0 WHERE state = 'hidden'")
        done = self.memory.finish_forgetting()
        self.life.finish()
        if done:
            self.refreshed()

    def refreshed(self) -> None:
        """A forgetting that is gone has brought the backup up to date."""
        if self.life.kept is not None:
            self.life.back_up()

    # -- what the program does by itself

    @rule(pick=PICK, pinned=st.booleans())
    @precondition(lambda self: self.life.visible)
    def pin(self, pick: int, pinned: bool) -> None:
        one = list(self.life.visible.values())[pick % len(self.life.visible)]
        if hasattr(self.memory, "pin"):
            self.memory.pin(one.id, pinned)
        else:
            self.memory.store.execute("UPDATE moment SET pinned = ? WHERE public_id = ?", (int(pinned), one.id))
        self.life.visible[one.id] = replace(one, pinned=pinned)

    @rule()
    @precondition(lambda self: hasattr(self.memory, "consolidate"))
    def consolidate(self) -> None:
        self.memory.consolidate()

    @rule()
    @precondition(lambda self: RETAINS)
    def retain(self) -> None:
        """Every picture is old by now; what is pinned stays."""
        step = importlib.import_module("app.store.retention").retain_step
        limits: dict[str, Any] = {"pictures_days": 1, "thumbnails_days": 1, "text_days": 0, "max_gb": 0}
        while step(self.memory.store, replace(Settings(), **limits), scene.FIRST + timedelta(days=90)):
            pass
        self.life.without_picture |= {one.id for one in self.life.visible.values() if not one.pinned}

    @rule()
    def reopen(self) -> None:
        self.memory.close()
        self.memory = Memory.open(self.places, models=scene.models())

    @rule()
    @precondition(lambda self: BACKS_UP)
    def back_up(self) -> None:
        self.finish()
        self.memory.backup(self.folder / "backup")  # type: ignore[attr-defined,unused-ignore]
        self.life.back_up()

    @rule()
    @precondition(lambda self: BACKS_UP and self.life.kept is not None)
    def restore(self) -> None:
        self.finish()
        self.memory.close()
        front_door.restore_backup(self.places, self.folder / "backup", replace=True)  # type: ignore[attr-defined,unused-ignore]
        self.memory = Memory.open(self.places, models=scene.models())
        self.life.restore()

    # -- what must hold after each step

    @invariant()
    def what_is_shown_is_what_must_be(self) -> None:
        if not hasattr(self, "memory"):
            return
        self.step += 1
        shown = {one.id: one for one in self.memory.timeline(limit=100_000)}
        assert set(shown) == set(self.life.visible)
        for one in self.life.visible.values():
            moment = shown[one.id]
            assert (moment.time, moment.app, moment.thread, moment.source) == (one.at, one.app, one.thread, one.source)
            assert moment.has_picture == one.picture or one.id in self.life.without_picture

    @invariant()
    def words_are_found_where_they_stand_and_nowhere_else(self) -> None:
        words = self.life.words if hasattr(self, "memory") else []
        for n in range(min(WORDS_LOOKED_AT, len(words))):
            word = words[(self.step * 5 + n * 3) % len(words)]
            showing = self.life.showing(word)
            hits = [hit for hit in self.memory.search(word, Filters()).hits if word in hit.text]
            assert {hit.id for hit in hits} <= showing
            assert bool(hits) == bool(showing)
            if showing:
                assert word in self.memory.moment(max(showing)).moment.text

    @invariant()
    def pictures_show_what_they_showed(self) -> None:
        if not hasattr(self, "memory"):
            return
        for one in self.life.visible.values():
            if one.picture and one.id not in self.life.without_picture:
                picture = layers.picture_of(self.memory.store, one.id)
                assert scene.number_on(picture.tobytes()) == one.number
                assert picture.getpixel((scene.CHANGED[0] + 5, scene.CHANGED[1] + 5)) == scene.shade_of(one.shade)

    @invariant()
    def answers_and_memories_stand_on_what_is_there(self) -> None:
        if not hasattr(self, "memory"):
            return
        gone = [word for word in self.life.words if not self.life.showing(word)]
        for turn in self.memory.turns(self.conversation):
            assert {one.id for one in turn.answer.citations} <= set(self.life.visible)
            assert not any(word in turn.answer.text for word in gone)
        for made in self.memory.memories() if hasattr(self.memory, "memories") else []:
            assert set(made.evidence) <= set(self.life.visible)
            assert made.evidence
            assert not any(word in json.dumps([made.title, made.text]) for word in gone)

    @invariant()
    def the_file_is_whole(self) -> None:
        if not hasattr(self, "memory"):
            return
        store = self.memory.store
        hidden = {"hidden for ever", "forgetting not complete"} if self.life.hidden else set()
        assert [one for one in _integrity(store) if one.rpartition(" x")[0] not in hidden] == []
        assert images.orphan_files(store) == []


Machine.TestCase.settings = settings(
    max_examples=RUNS, stateful_step_count=STEPS, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


class TestLives(Machine.TestCase):  # type: ignore[misc,valid-type]
    """Hypothesis names the steps that led to a failure. The disk is not waited for: what a power cut leaves is not asked here."""

    def setUp(self) -> None:
        patch = pytest.MonkeyPatch()
        patch.setattr(os, "fsync", lambda handle: None)
        self.addCleanup(patch.undo)
        super().setUp()


# -- the comparisons see what is wrong


@pytest.fixture
def machine() -> Any:
    one = Machine()
    one.begin()
    one.record(2, True)
    one.bring(False, 0)
    yield one
    one.teardown()


def checks(machine: Machine) -> list[str]:
    """The names of the invariants that do not hold."""
    failed = []
    for check in (
        machine.what_is_shown_is_what_must_be, machine.words_are_found_where_they_stand_and_nowhere_else,
        machine.pictures_show_what_they_showed, machine.answers_and_memories_stand_on_what_is_there, machine.the_file_is_whole,
    ):  # fmt: skip
        try:
            check()
        except (AssertionError, KnownError):
            failed.append(check.__name__)
    return failed


WRONG: dict[str, Callable[[Machine], object]] = {
    "what_is_shown_is_what_must_be": lambda one: one.memory.note("nobody told the model"),
    "words_are_found_where_they_stand_and_nowhere_else": lambda one: one.memory.store.execute(
        "UPDATE passage SET text = 'x'"
    ),
    "pictures_show_what_they_showed": lambda one: one.life.visible.update(
        {key: replace(held, shade=held.shade + 1) for key, held in one.life.visible.items()}
    ),
    "answers_and_memories_stand_on_what_is_there": lambda one: [
        one.ask(0),
        one.life.forget(Selection(everything=True), None),
    ],
    "the_file_is_whole": lambda one: one.memory.store.execute("DELETE FROM sighting"),
}


@pytest.mark.parametrize("name", WRONG)
def test_each_comparison_sees_what_is_wrong(machine: Machine, name: str) -> None:
    assert checks(machine) == []
    WRONG[name](machine)
    assert name in checks(machine)


def test_what_must_never_be_is_asked_of_tables_that_there_are(machine: Machine) -> None:
    for sql in NEVER.values():
        machine.memory.store.rows(sql)
    assert frames.pending_count(machine.memory.store) == 0
