"""The encrypted store: what is kept stays, what is read is one passage with its sightings, what is forgotten is gone."""

import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.engines import FAILURES, Models
from app.errors import KnownError
from app.ingest.reading import ReadingFailed, add_text_moment, read_next
from app.memory import Memory, initialise
from app.paths import Places
from app.records import Box, Filters, Line, Selection
from app.store import forget, frames, images, ledger, purge
from app.store.db import open_store, to_us
from app.store.frames import NewMoment, Pixels, add_picture_moment
from app.store.keys import open_slots
from app.store.ledger import TickEntry
from app.store.passages import LONGEST_SIGHTING_US, NewPassage, add_sightings

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SHOT = NewMoment(
    kind="screen", at=NOON, zone="Europe/Berlin", app="editor", title="plan.md", stream="HDMI-1", source="screen"
)


def grey(width: int = 64, height: int = 48, level: int = 200) -> Pixels:
    return Pixels(bytes([level]) * (width * height * 3), width, height)


def line(text: str, y: int = 0) -> Line:
    words = tuple((word, Box(10 * n, y, 9, 12)) for n, word in enumerate(text.split()))
    return Line(text, Box(0, y, 200, 12), 0.9, words)


def show(memory: Memory, at: datetime, *texts: str, stream: str = "HDMI-1") -> str:
    """Keep a picture at a time on which these passages are read."""
    store = memory.store
    moment = replace(SHOT, at=at, stream=stream)
    public_id = add_picture_moment(store, moment, grey())
    row_id, _ = frames.moment_by_id(store, public_id)
    passages = [NewPassage(text, (line(text, 20 * n),)) for n, text in enumerate(texts)]
    with store.writing():
        add_sightings(store, row_id, to_us(at), stream, [(moment, passage) for passage in passages])
        frames.reading_done(store, row_id)
    return public_id


def count(memory: Memory, table: str) -> int:
    return int(memory.store.value(f"SELECT count(*) FROM {table}"))


def test_the_database_is_encrypted_from_its_first_byte_and_private(places: Places) -> None:
    initialise(places)
    memory = Memory.open(places)
    memory.note("a secret heron nests by the mill")
    memory.close()
    for path in places.home.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"heron" not in data
            assert not data.startswith(b"SQLite format 3")
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
        else:
            assert stat.S_IMODE(path.stat().st_mode) == 0o700, path.name


def test_the_pragmas_that_forgetting_and_durability_rest_on_are_set(memory: Memory) -> None:
    held = {name: memory.store.value(f"PRAGMA {name}") for name in ("journal_mode", "secure_delete", "foreign_keys")}
    assert held == {"journal_mode": "wal", "secure_delete": 1, "foreign_keys": 1}
    assert memory.store.value("SELECT v FROM passage_fts_config WHERE k = 'secure-delete'") == 1


def test_a_store_of_a_newer_schema_is_refused_and_left_alone(places: Places) -> None:
    initialise(places)
    store = open_store(places, open_slots(places))
    store.execute(
        "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('recollect', 'm999_later', '')"
    )
    store.close()
    with pytest.raises(KnownError, match="schema_newer"):
        Memory.open(places)


def test_a_kept_picture_comes_back_and_lies_encrypted_under_a_name_that_says_nothing(
    memory: Memory, places: Places
) -> None:
    public_id = add_picture_moment(memory.store, SHOT, grey())
    memory.read_pending()
    rgb, width, height = images.decode_rgb(memory.picture(public_id))
    assert (width, height) == (64, 48)
    assert abs(rgb[0] - 200) < 4
    assert images.decode_rgb(memory.thumbnail(public_id))[1] == 64
    files = [path for path in places.pictures.rglob("*") if path.is_file()]
    assert len(files) == 2
    assert all(path.read_bytes().startswith(images.MAGIC) and b"WEBP" not in path.read_bytes() for path in files)
    assert not any(public_id in path.name for path in files)


def test_a_damaged_or_missing_picture_is_a_sentence_and_harms_nothing_else(memory: Memory, places: Places) -> None:
    public_id = add_picture_moment(memory.store, SHOT, grey())
    memory.read_pending()
    name = memory.store.value("SELECT file FROM picture WHERE role = 'full'")
    path = places.pictures / name[:2] / name
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(KnownError, match="picture_damaged"):
        memory.picture(public_id)
    path.unlink()
    with pytest.raises(KnownError, match="picture_gone"):
        memory.picture(public_id)
    assert memory.thumbnail(public_id)


def test_a_row_that_cannot_be_written_leaves_no_picture_behind(memory: Memory, places: Places) -> None:
    memory.store.execute("CREATE TRIGGER refuse BEFORE INSERT ON job BEGIN SELECT RAISE(ABORT, 'refused'); END")
    with pytest.raises(Exception, match="refused"):
        add_picture_moment(memory.store, SHOT, grey())
    assert [path for path in places.pictures.rglob("*") if path.is_file()] == []
    assert count(memory, "moment") == 0


def test_the_same_text_seen_for_long_is_one_passage_with_a_growing_sighting(memory: Memory) -> None:
    ids = [show(memory, NOON + timedelta(seconds=5 * n), "the heron nests by the mill") for n in range(20)]
    assert (count(memory, "passage"), count(memory, "sighting")) == (1, 1)
    for public_id in (ids[0], ids[7], ids[-1]):
        detail = memory.moment(public_id)
        assert detail.passages == ("the heron nests by the mill",)
        assert [word for word, _ in detail.lines[0].words] == ["the", "heron", "nests", "by", "the", "mill"]


def test_text_that_went_away_and_came_back_is_seen_twice_and_not_in_between(memory: Memory) -> None:
    show(memory, NOON, "alpha text here", "beta text here")
    between = show(memory, NOON + timedelta(seconds=5), "alpha text here")
    show(memory, NOON + timedelta(seconds=10), "alpha text here", "beta text here")
    assert count(memory, "passage") == 2
    assert count(memory, "sighting") == 3
    assert memory.moment(between).passages == ("alpha text here",)


def test_a_sighting_never_grows_beyond_what_looking_back_covers(memory: Memory) -> None:
    steps = LONGEST_SIGHTING_US // 300_000_000 + 4
    ids = [show(memory, NOON + timedelta(minutes=5 * n), "the heron nests by the mill") for n in range(steps)]
    assert count(memory, "passage") == 1
    assert count(memory, "sighting") > 1
    assert all(memory.moment(public_id).passages for public_id in ids)


def test_two_monitors_do_not_share_their_text(memory: Memory) -> None:
    left = show(memory, NOON, "alpha text here", stream="left")
    right = show(memory, NOON, "beta text here", stream="right")
    assert memory.moment(left).passages == ("alpha text here",)
    assert memory.moment(right).passages == ("beta text here",)


def test_forgetting_a_moment_keeps_text_that_others_still_show(memory: Memory) -> None:
    ids = [show(memory, NOON + timedelta(seconds=5 * n), "alpha text here") for n in range(3)]
    for victim, left in ((ids[0], ids[1:]), (ids[2], ids[1:2])):
        receipt = memory.forget(Selection(ids=(victim,)))
        assert (receipt.frames, receipt.passages, receipt.state) == (1, 0, "gone")
        assert receipt.also_seen == 1
        assert all(memory.moment(one).passages == ("alpha text here",) for one in left)
        with pytest.raises(KnownError, match="no_such_moment"):
            memory.moment(victim)
    last = memory.forget(Selection(ids=(ids[1],)))
    assert (last.frames, last.passages, last.pictures) == (1, 1, 1)
    assert (count(memory, "passage"), count(memory, "sighting"), count(memory, "moment")) == (0, 0, 0)


def test_a_preview_counts_what_goes_and_takes_nothing(memory: Memory) -> None:
    show(memory, NOON, "alpha text here")
    show(memory, NOON + timedelta(minutes=1), "beta text here")
    preview = memory.forget(Selection(since=NOON + timedelta(seconds=30)), dry_run=True)
    assert (preview.frames, preview.pictures, preview.passages, preview.dry_run) == (1, 1, 1, True)
    assert count(memory, "moment") == 2
    done = memory.forget(Selection(since=NOON + timedelta(seconds=30)))
    assert (done.frames, done.pictures, done.passages, done.bytes_freed) == (1, 1, 1, preview.bytes_freed)


def test_what_is_hidden_is_seen_by_nobody_and_comes_back_with_undo(memory: Memory) -> None:
    public_id = memory.note("the heron nests by the mill")
    receipt = memory.forget(Selection(ids=(public_id,)), undo_s=60)
    assert receipt.state == "hidden"
    assert memory.timeline() == []
    assert memory.days() == []
    assert memory.search("heron").hits == ()
    for call in (memory.moment, memory.picture):
        with pytest.raises(KnownError):
            call(public_id)
    assert memory.finish_forgetting() == []
    assert memory.undo_forget(receipt.id)
    assert memory.search("heron").hits[0].id == public_id
    memory.forget(Selection(ids=(public_id,)))
    assert not memory.undo_forget(receipt.id)


def test_a_forgetting_that_was_cut_short_is_finished_later(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purge, "STEP_S", 0.0)  # the shortest steps there are
    for n in range(60):
        show(memory, NOON + timedelta(minutes=n), f"number {n} of the text here")
    store = memory.store
    hidden = forget.hide(store, forget.choose(store, Selection(app="editor")).moments, undo_s=0)
    store.execute("UPDATE forgetting SET state = 'purging'")
    assert purge._forget_moments(store, 1)  # one step, then the process dies
    assert 0 < count(memory, "sighting") < 60
    assert [receipt.id for receipt in memory.finish_forgetting()] == [hidden.id]
    assert (count(memory, "moment"), count(memory, "passage"), count(memory, "removal")) == (0, 0, 0)
    assert memory.receipt(hidden.id).state == "gone"


def test_picture_files_go_with_their_moments(memory: Memory, places: Places) -> None:
    show(memory, NOON, "alpha text here")
    memory.forget(Selection(everything=True))
    assert [path for path in places.pictures.rglob("*") if path.is_file()] == []


def test_nothing_selected_is_refused(memory: Memory) -> None:
    with pytest.raises(KnownError, match="nothing_selected"):
        memory.forget(Selection())
    with pytest.raises(KnownError, match="no_such_moment"):
        memory.forget(Selection(ids=("nonsense",)))


def test_forgetting_by_app_site_thread_source_and_time_narrow_each_other(memory: Memory) -> None:
    for n, (thread, source) in enumerate([("t1", "chat"), ("t1", "mail"), ("t2", "chat")]):
        moment = NewMoment(
            kind="message", at=NOON + timedelta(hours=n), zone="UTC", thread=thread, source=source, source_id=str(n)
        )
        add_text_moment(memory.store, moment, f"message {n}")
    preview = memory.forget(Selection(thread="t1", source="chat"), dry_run=True)
    assert preview.frames == 1
    assert memory.forget(Selection(thread="t1", until=NOON + timedelta(minutes=1)), dry_run=True).frames == 1
    assert memory.forget(Selection(source="chat"), dry_run=True).frames == 2


def test_a_picture_is_read_by_one_process_at_a_time_and_again_when_that_one_dies(memory: Memory) -> None:
    store = memory.store
    public_id = add_picture_moment(store, SHOT, grey())
    first = frames.claim_pending(store, "one")
    assert first is not None
    assert first.public_id == public_id
    assert frames.claim_pending(store, "two") is None
    store.execute("UPDATE job SET lease_us = 1")  # its lease ran out
    second = frames.claim_pending(store, "two")
    assert second is not None
    assert second.attempts == 2


def test_a_picture_that_cannot_be_read_fails_for_all_to_see_after_three_tries(memory: Memory) -> None:
    store = memory.store
    public_id = add_picture_moment(store, SHOT, grey())

    class Broken:
        def read_parts(self, parts: object, known: object) -> list[object]:
            raise FAILURES[0]("worker_died", kind="ocr")

    for attempt in range(3):
        store.execute("UPDATE job SET not_before_us = 0")
        with pytest.raises(ReadingFailed, match="worker_died"):
            read_next(store, Broken(), FAILURES)  # type: ignore[arg-type]
        assert memory.moment(public_id).moment.reading == ("failed" if attempt == 2 else "pending")
    assert read_next(store, Broken(), FAILURES) is None  # type: ignore[arg-type]
    assert memory.status()["queue"]["failed"] == 1
    assert frames.retry_failed(store) == 1
    assert memory.status()["queue"]["pending"] == 1


def test_a_missing_engine_is_not_held_against_the_picture(memory: Memory) -> None:
    store = memory.store
    add_picture_moment(store, SHOT, grey())

    class Missing:
        def read_parts(self, parts: object, known: object) -> list[object]:
            raise FAILURES[0]("ocr_missing")

    for _ in range(5):
        store.execute("UPDATE job SET not_before_us = 0")
        with pytest.raises(ReadingFailed, match="ocr_missing"):
            read_next(store, Missing(), FAILURES)  # type: ignore[arg-type]
    assert memory.status()["queue"] == {"pending": 1, "failed": 0, "without_meaning": 0}


def test_equal_ticks_are_one_row_and_every_tick_is_counted(memory: Memory) -> None:
    outcomes = ["same"] * 5 + ["kept"] + ["same"] * 3 + ["excluded"] * 2
    for n, outcome in enumerate(outcomes):
        ledger.add_tick(memory.store, TickEntry(NOON + timedelta(seconds=n), "UTC", "m", outcome, "code"))
    rows = memory.ledger(NOON, NOON + timedelta(minutes=1))
    assert [(row.outcome, row.ticks) for row in rows] == [("same", 5), ("kept", 1), ("same", 3), ("excluded", 2)]
    assert sum(row.ticks for row in rows) == len(outcomes)


def test_ticks_far_apart_or_of_a_clock_set_back_are_rows_of_their_own(memory: Memory) -> None:
    for seconds in (0, 1, 100, 50):
        ledger.add_tick(memory.store, TickEntry(NOON + timedelta(seconds=seconds), "UTC", "m", "same"))
    assert [row.ticks for row in memory.ledger(NOON, NOON + timedelta(hours=1))] == [2, 1, 1]


def test_a_pause_is_seen_by_others_and_ends_by_itself(memory: Memory, places: Places, fake_models: Models) -> None:
    other = Memory.open(places, models=fake_models)
    memory.pause(datetime.now(UTC) + timedelta(hours=1))
    assert other.changed()
    assert other.recording_state().state == "paused"
    memory.resume()
    assert other.recording_state().state == "off"
    memory.pause(datetime.now(UTC) - timedelta(seconds=1))
    assert other.recording_state().state == "off"
    other.close()


def test_days_are_those_of_the_moments_own_zone(memory: Memory) -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # already the 21st in Berlin, still the 20th in Lisbon
    for n, zone in enumerate(("Europe/Berlin", "Europe/Lisbon")):
        add_text_moment(
            memory.store,
            NewMoment(kind="message", at=late, zone=zone, source="s", source_id=str(n)),
            "good night to all",
        )
    assert [(day.date, day.moments) for day in memory.days()] == [("2026-11-21", 1), ("2026-11-20", 1)]


def test_public_ids_are_never_used_twice(memory: Memory) -> None:
    seen = set()
    for n in range(50):
        public_id = memory.note(f"note number {n}")
        assert public_id not in seen
        seen.add(public_id)
        memory.forget(Selection(ids=(public_id,)))
    assert memory.store.value("SELECT seq FROM sqlite_sequence WHERE name = 'moment'") == 50


def test_importing_is_idempotent_and_bad_lines_are_named(memory: Memory, tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    good = '{"id": "1", "thread": "t", "time": "2026-11-20T10:00:00+00:00", "author": "Ann", "text": "Lunch at noon?"}'
    file.write_text(f"{good}\nnot json\n{good.replace('1', '2', 1)}\n")
    first = memory.import_messages(file)
    assert (first.imported, first.skipped, [line for line, _ in first.rejected]) == (2, 0, [2])
    again = memory.import_messages(file)
    assert (again.imported, again.skipped) == (0, 2)
    assert len(memory.timeline(filters=Filters(thread="t"))) == 2


def test_the_doctor_finds_what_is_wrong_and_nothing_where_all_is_well(memory: Memory, places: Places) -> None:
    show(memory, NOON, "alpha text here")
    checks = {
        check.name: check.ok
        for check in memory.doctor()
        if check.name not in ("display", "reader", "embedder", "space")
    }
    assert all(checks.values()), checks
    next(path for path in places.pictures.rglob("*") if path.is_file()).unlink()
    assert not next(check for check in memory.doctor() if check.name == "pictures").ok
