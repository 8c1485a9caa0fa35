"""The doctor's test card on a real screen, read by the real text recognition: found and forgotten, or the failed step is named."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from app.daemon import Session
from app.engines import Models
from app.memory import Memory, initialise
from app.paths import Places
from app.records import LedgerRow, Moment
from app.self_test import CARD, Trace, failed_step, made_up_words, self_test
from app.sentences import SENTENCES, sentence
from tests.desktop import VirtualDesktop, missing_programs, wait_for

needs_display = pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}")
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop(1024, 700) as one:
        one.run("xterm", "-geometry", "40x10+20+20", "-e", "sh", "-c", "echo the heron nests by the mill; sleep 600")
        yield one


@pytest.fixture
def made(places: Places) -> Places:
    initialise(places)
    return places


def sessions(places: Places, desktop: VirtualDesktop, models: Models) -> Callable[[], Session]:
    return lambda: Session(places, display=desktop.display, models=models)


@pytest.mark.display
@needs_display
def test_without_a_recorder_the_card_is_found_and_nothing_is_left_of_it(
    made: Places, real_models: Models, desktop: VirtualDesktop
) -> None:
    memory = Memory.open(made, models=real_models)
    check = self_test(memory, sessions(made, desktop, real_models), environment=desktop.environment)
    assert (check.ok, check.detail) == (True, "self_test_found"), check
    assert 0 < check.params["seconds"] < 60
    assert memory.timeline() == []
    assert memory.store.value("SELECT count(*) FROM passage") == 0
    assert [path for path in made.pictures.rglob("*") if path.is_file()] == []
    assert memory.recording_state().last_tick is not None
    memory.close()


@pytest.mark.display
@needs_display
def test_with_a_recorder_only_what_showed_the_card_is_forgotten(
    made: Places, real_models: Models, desktop: VirtualDesktop
) -> None:
    memory = Memory.open(made, models=real_models)
    session = sessions(made, desktop, real_models)()
    session.start()
    wait_for(lambda: memory.search("heron nests", meaning=False).hits)
    before = {one.id for one in memory.timeline()}
    check = self_test(memory, sessions(made, desktop, real_models), environment=desktop.environment)
    session.stop(finish_reading=True)
    assert (check.ok, check.detail) == (True, "self_test_found"), check
    assert before <= {one.id for one in memory.timeline()}
    assert all("looks for these words" not in memory.moment(one.id).moment.text for one in memory.timeline())
    assert all(one.app != CARD for one in memory.timeline())
    memory.close()


@pytest.mark.display
@needs_display
def test_a_card_that_is_left_out_fails_with_the_ledgers_reason(
    made: Places, real_models: Models, desktop: VirtualDesktop
) -> None:
    memory = Memory.open(made, models=real_models)
    memory.add_rule("app", "*")
    building = sessions(made, desktop, real_models)
    check = self_test(memory, building, environment=desktop.environment, patience_s=2)
    assert (check.ok, check.detail) == (False, "self_test_excluded")
    assert check.params == {"outcome": "excluded", "reason": "rule_app"}
    memory.pause()
    check = self_test(memory, building, environment=desktop.environment, patience_s=2)
    assert (check.ok, check.detail) == (False, "self_test_paused")
    memory.close()


def test_without_a_screen_the_doctor_says_so_and_ends_with_one(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    run("init")
    ran = run("doctor", "--self-test", "--json")
    assert ran.status == 1
    row = ran.json["checks"][-1]
    assert (row["name"], row["ok"]) == ("self_test", False)
    assert row["detail"] == sentence("no_display")


def row(outcome: str, reason: str) -> LedgerRow:
    return LedgerRow(NOW, NOW, 1, outcome, reason, "one")  # type: ignore[arg-type]


def moment(reading: str, failure: str = "") -> Moment:
    return Moment("m", "screen", NOW, "UTC", reading=reading, failure=failure)  # type: ignore[arg-type]


KEPT = (row("kept", "changed"),)


@pytest.mark.parametrize(
    ("trace", "code"),
    [
        (Trace((), (), False), "self_test_no_look"),
        (Trace((row("same", "no_change"), row("idle", "no_input")), (), False), "self_test_idle"),
        (Trace((row("locked", "lock_service"),), (), False), "self_test_locked"),
        (Trace((row("failed", "display_lost"),), (), False), "self_test_not_kept"),
        (Trace(KEPT, (moment("pending"),), False), "self_test_not_read"),
        (Trace(KEPT, (moment("failed", "ocr_missing"), moment("done")), False), "self_test_reading_failed"),
        (Trace(KEPT, (moment("done"),), False), "self_test_misread"),
        (Trace(KEPT, (moment("done"),), True), "self_test_not_found"),
    ],
)
def test_the_step_that_failed_is_named(trace: Trace, code: str) -> None:
    found, params = failed_step(trace)
    assert found == code
    assert "{" not in SENTENCES[code].format(**params)


def test_made_up_words_differ_each_time() -> None:
    words = {word for _ in range(50) for word in made_up_words()}
    assert len(words) > 140
    assert all(len(word) == 7 and word.isalpha() for word in words)
