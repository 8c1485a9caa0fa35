"""A recording session: what it starts it stops, one recorder a memory, its threads and workers end with it."""

import os
import signal
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import psutil
import pytest

from app import daemon
from app.daemon import Session, take_lock
from app.engines import Models
from app.errors import KnownError
from app.jobs import finish_forgetting
from app.memory import Memory, initialise
from app.paths import Places
from app.records import Selection
from app.store import ledger
from app.tally import OUTCOMES, coverage, percentiles
from tests.desktop import VirtualDesktop, missing_programs, wait_for
from tests.test_store import NOON, grey, show

needs_display = pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}")


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop(800, 600) as one:
        yield one


@pytest.fixture
def made(places: Places) -> Places:
    initialise(places)
    return places


def recording_threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name in ("recorder", "reading", "watchdog")]


@pytest.mark.display
@needs_display
def test_a_session_keeps_a_picture_and_leaves_no_thread_behind(
    made: Places, fake_models: Models, desktop: VirtualDesktop
) -> None:
    session = Session(made, display=desktop.display, models=fake_models)
    session.start()
    memory = Memory.open(made, models=fake_models)
    wait_for(memory.timeline)
    with pytest.raises(KnownError, match="recorder_running"):
        Session(made, display=desktop.display, models=fake_models).start()
    assert memory.recording_state().state == "recording"
    memory.pause()
    wait_for(lambda: memory.status()["today"]["ticks"].get("paused"))
    memory.resume()
    session.stop(finish_reading=True)
    assert recording_threads() == []
    report = session.report()
    assert set(report["ticks"]) == set(OUTCOMES)
    assert report["frames"] >= 1
    assert report["pending"] == 0
    assert report["coverage"] == 1.0
    take_lock(made).close()  # it is free again
    memory.close()


@pytest.mark.display
@needs_display
@pytest.mark.display
@needs_display
def test_a_recorder_that_hangs_or_ends_is_started_again_and_the_ledger_says_so(
    made: Places, fake_models: Models, desktop: VirtualDesktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daemon, "WATCH_EVERY_S", 0.05)
    monkeypatch.setattr(daemon, "STUCK_AFTER_S", 8.0)  # longer than the beat
    told: list[str] = []
    hang = threading.Event()
    session = Session(
        made, display=desktop.display, models=fake_models, on_event=lambda code, params: told.append(code)
    )
    looked = threading.Event()

    def stuck(now: datetime) -> str | None:
        looked.set()
        hang.wait(60)
        return None

    session.start()
    first = session._sink
    assert first is not None
    wait_for(lambda: first.grabs_ms)
    first.paused = stuck  # type: ignore[method-assign]
    assert looked.wait(20)
    first.beat -= 60
    wait_for(lambda: "recorder_silent" in told)
    wait_for(lambda: session._sink is not first and session._sink is not None and session._sink.grabs_ms)
    hang.set()
    session.stop()
    memory = Memory.open(made, models=fake_models)
    reasons = {row[0] for row in memory.store.rows("SELECT reason FROM ledger WHERE outcome = 'failed'")}
    memory.close()
    assert reasons == {"recorder_stuck"}
    assert recording_threads() == []


def test_long_activity_without_a_kept_picture_is_noticed_and_rest_is_not(made: Places, fake_models: Models) -> None:
    memory = Memory.open(made, models=fake_models)
    store = memory.store

    def ticks(*outcomes: str) -> str | None:
        store.execute("DELETE FROM ledger")
        for minute, outcome in enumerate(outcomes):
            at = NOON + timedelta(minutes=minute)
            ledger.add_tick(store, ledger.TickEntry(at, "UTC", "one", outcome))
        return ledger.nothing_kept(store, NOON, NOON + timedelta(minutes=15))

    assert ticks(*["same"] * 12, "failed") == "same"
    assert ticks(*["excluded"] * 9, "same") == "excluded"
    assert ticks(*["same"] * 9, "kept") is None
    assert ticks(*["same"] * 9, "idle") is None
    assert ticks() is None
    memory.close()


def test_a_display_that_is_not_there_is_said_at_once_and_nothing_is_held(made: Places, fake_models: Models) -> None:
    session = Session(made, display=":987", models=fake_models)
    with pytest.raises(KnownError, match="no_display"):
        session.start()
    take_lock(made).close()
    assert recording_threads() == []


def test_a_reading_session_without_a_screen_reads_what_waits(made: Places, fake_models: Models) -> None:
    from app.store.frames import add_picture_moment
    from tests.test_store import SHOT

    memory = Memory.open(made, models=fake_models)
    pixels = grey()
    fake_models.ocr.learn(pixels.rgb, ["the heron nests by the mill"])
    add_picture_moment(memory.store, SHOT, pixels)
    session = Session(made, models=fake_models, record=False)
    session.start()
    wait_for(lambda: memory.status()["queue"] == {"pending": 0, "failed": 0, "without_meaning": 0})
    session.stop()
    assert recording_threads() == []
    memory.close()


def test_a_forgetting_whose_undo_is_over_is_finished_by_the_jobs(made: Places, fake_models: Models) -> None:
    memory = Memory.open(made, models=fake_models)
    show(memory, NOON, "alpha text here")
    receipt = memory.forget(Selection(everything=True), undo_s=0.01)
    session = Session(made, models=fake_models, record=False)
    session.start()
    wait_for(lambda: memory.receipt(receipt.id).state == "gone")
    session.stop()
    assert finish_forgetting(memory.store) == []
    memory.close()


def test_a_killed_worker_is_told_and_what_waits_is_read_all_the_same(made: Places) -> None:
    from PIL import Image, ImageDraw, ImageFont

    from app.engines import build_models
    from app.settings import Settings
    from app.store.frames import Pixels, add_picture_moment
    from tests.test_store import SHOT

    told: list[str] = []
    models = build_models(made, Settings(), on_event=lambda event: told.append(f"{event.kind} {event.what}"))
    memory = Memory.open(made, models=models)
    picture = Image.new("RGB", (640, 200), "white")
    ImageDraw.Draw(picture).text((20, 80), "the heron nests by the mill", "black", ImageFont.load_default(24))
    session = Session(made, models=models, record=False)
    session.start()
    for wanted in (1, 2):
        add_picture_moment(memory.store, SHOT, Pixels(picture.tobytes(), 640, 200))
        wait_for(
            lambda wanted=wanted: memory.store.value("SELECT count(*) FROM moment WHERE reading = 'done'") == wanted
        )  # type: ignore[misc]
        if wanted == 1:
            pid = models.states()["ocr"]["pid"]
            os.kill(pid, signal.SIGKILL)
            wait_for(lambda pid=pid: not psutil.pid_exists(pid) or models.states()["ocr"]["pid"] != pid)  # type: ignore[misc]
    session.stop()
    assert "ocr died" in told
    assert all("heron" in memory.moment(moment.id).moment.text for moment in memory.timeline())
    memory.close()
    models.close()


def test_coverage_counts_what_was_accounted_for_while_somebody_was_there() -> None:
    assert coverage({"kept": 5, "same": 3, "excluded": 1, "failed": 1, "idle": 90, "paused": 9}) == 0.9
    assert coverage({"idle": 3}) is None
    assert percentiles([]) == {"p50": None, "p95": None}
    assert percentiles(list(range(1, 101))) == {"p50": 50, "p95": 95}
