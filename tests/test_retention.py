"""The memory grows thinner: tiers by age and by size, pinned moments stay, what stays looks the same, a kill anywhere does no harm."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app import forgetting
from app.engines import Models
from app.errors import KnownError
from app.jobs import Schedule
from app.memory import Memory
from app.paths import Places
from app.records import Selection
from app.settings import Settings
from app.store import gauge, keys, outlook, retention, tiers
from app.store.db import open_store, to_us
from app.store.frames import moment_by_id
from app.store.tiers import Act, Ages, Limits, Sizes, plan
from tests.test_store_layers import assert_every_pixel_is_shown
from tests.thinning import NOW, Days, loose_ends, stored, thin

NONE = Sizes(0, 0, 0)


def us(days_ago: float) -> int:
    return to_us(NOW - timedelta(days=days_ago))


# -- deciding


def test_a_day_goes_once_all_of_it_is_older_than_its_limit() -> None:
    limits = Limits(pictures_days=10)
    begin = NOW.replace(hour=0)
    assert plan(NOW, limits, NONE, Ages(to_us(begin - timedelta(days=10)))) is None
    before = to_us(begin - timedelta(days=10))
    assert plan(NOW, limits, NONE, Ages(before - 1)) == Act("pictures", before)


def test_the_tiers_go_in_their_order_and_none_of_a_day_means_for_ever() -> None:
    limits = Limits(pictures_days=10, thumbnails_days=20, text_days=30)
    tier_of = lambda ages: getattr(plan(NOW, limits, NONE, ages), "tier", None)  # noqa: E731
    assert tier_of(Ages(us(50), us(50), us(50))) == "pictures"
    assert tier_of(Ages(us(5), us(50), us(50))) == "thumbnails"
    assert tier_of(Ages(us(5), us(15), us(50))) == "text"
    assert tier_of(Ages(us(5), us(15), us(25))) is None
    assert plan(NOW, Limits(), NONE, Ages(us(9999), us(9999), us(9999))) is None


def test_a_small_picture_never_goes_before_its_picture() -> None:
    assert Limits(pictures_days=100, thumbnails_days=10).days("thumbnails") == 100
    assert Limits(pictures_days=0, thumbnails_days=10).days("thumbnails") == 0


def test_above_the_cap_the_oldest_goes_first_until_well_below_it_and_never_what_is_of_today() -> None:
    limits, ages = Limits(cap_bytes=1000), Ages(us(9), us(12), us(20))
    assert plan(NOW, limits, Sizes(900, 50, 50), ages) is None
    first = plan(NOW, limits, Sizes(900, 51, 50), ages)
    assert first == Act("pictures", us(8), for_size=True)
    assert plan(NOW, limits, Sizes(900, 0, 60), ages, easing=True) == first
    assert plan(NOW, limits, Sizes(900, 0, 50), ages, easing=True) is None
    of_today = Ages(us(0.5), us(12), us(20))
    assert plan(NOW, limits, Sizes(9000, 0, 0), of_today) == Act("thumbnails", us(11), for_size=True)
    assert plan(NOW, limits, Sizes(9000, 0, 0), Ages(us(0.5), None, us(0.2))) is None


def test_the_defaults_thin_out_pictures_and_never_text_by_age() -> None:
    limits = tiers.limits_of(Settings())
    assert (limits.pictures_days, limits.thumbnails_days, limits.text_days, limits.cap_bytes) == (
        180,
        730,
        0,
        20 * 10**9,
    )


# -- by age


def test_each_tier_goes_at_its_age_and_the_rest_stays_as_it_was(memory: Memory) -> None:
    days = Days(memory)
    for ago in (50, 35, 20, 5):
        days.day(ago)
        days.new_picture()
    limits = Limits(pictures_days=10, thumbnails_days=30, text_days=40)
    assert thin(memory, limits) > 0
    for public_id, ago in days.ago.items():
        if ago > 40:
            with pytest.raises(KnownError):
                memory.moment(public_id)
            continue
        assert memory.moment(public_id).moment.has_picture == (ago < 10)
        if ago < 10:
            assert stored(memory, public_id) == days.shown[public_id]
            assert memory.thumbnail(public_id)
        else:
            with pytest.raises(KnownError) as told:
                memory.picture(public_id)
            assert told.value.code == ("picture_aged" if ago < 30 else "picture_gone")
    assert sorted(memory.moment(note).passages[0] for note, ago in days.notes.items() if ago < 40) == [
        f"the kettle was mended {ago} days ago" for ago in (20, 35, 5)
    ]
    assert not memory.search("kettle mended 50", meaning=False).hits[0].text.endswith(" 50 days ago")
    assert loose_ends(memory) == []
    assert thin(memory, limits) == 0


def test_a_time_without_pictures_shows_the_small_one_from_shortly_before(memory: Memory) -> None:
    days = Days(memory)
    first, *later = days.day(20)
    with_own = memory.store.rows(
        "SELECT m.public_id FROM picture p JOIN moment m ON m.id = p.moment_id WHERE role = 'thumb'"
    )
    assert with_own == [(first,)]
    thin(memory, Limits(pictures_days=10))
    assert all(memory.thumbnail(one) == memory.thumbnail(first) for one in later)
    memory.store.execute("UPDATE moment SET at_us = at_us - 3600000000 WHERE public_id = ?", (first,))
    with pytest.raises(KnownError) as told:
        memory.thumbnail(later[0])
    assert told.value.code == "picture_gone"


def test_pinned_moments_keep_everything_and_only_their_own_pixels(memory: Memory) -> None:
    days = Days(memory)
    pinned = [days.day(50)[4], days.day(45)[1]]
    days.day(3)
    for one in pinned:
        memory.pin(one, True)
        assert memory.moment(one).moment.pinned
    thin(memory, Limits(10, 10, 10, cap_bytes=1))
    left = [*pinned, *(one for one, ago in days.ago.items() if ago == 3)]
    for one in pinned:
        assert stored(memory, one) == days.shown[one]
    assert {moment.id for moment in memory.timeline() if moment.has_picture} <= set(left)
    assert_every_pixel_is_shown_of(memory)
    assert loose_ends(memory) == []


def assert_every_pixel_is_shown_of(memory: Memory) -> None:
    assert_every_pixel_is_shown(memory, [moment.id for moment in memory.timeline() if moment.has_picture])


def test_what_was_unpinned_goes_at_the_next_walk(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    days, limits = Days(memory), Limits(pictures_days=10)
    one = days.day(50)[2]
    memory.pin(one, True)
    thin(memory, limits)
    memory.pin(one, False)
    thin(memory, limits)
    assert memory.moment(one).moment.has_picture  # the cursor is past it
    a_day_later = retention.now_us() + 86_400_000_001
    monkeypatch.setattr(retention, "now_us", lambda: a_day_later)
    thin(memory, limits)
    assert not memory.moment(one).moment.has_picture


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_pinned_all_that_stays_shows_the_same_pixels_and_no_other_pixel_stays(
    memory: Memory, seed: int
) -> None:
    days = Days(memory, seed)
    for ago in range(30, 0, -3):
        days.day(ago, pictures=5)
        if days.random.random() < 0.3:
            days.new_picture()
    for one in days.random.sample(sorted(days.shown), 6):
        memory.pin(one, True)
    for limit in (21, 12, 4):
        thin(memory, Limits(pictures_days=limit))
        for public_id, ago in days.ago.items():
            moment = memory.moment(public_id).moment
            assert moment.has_picture == (ago <= limit or moment.pinned)
            if moment.has_picture:
                assert stored(memory, public_id) == days.shown[public_id]
        assert_every_pixel_is_shown_of(memory)
        assert loose_ends(memory) == []


def test_what_still_waits_to_be_read_or_is_being_forgotten_keeps_its_picture(memory: Memory) -> None:
    days = Days(memory)
    waiting, hidden, *_ = days.day(50)
    memory.store.execute("UPDATE moment SET reading = 'pending' WHERE public_id = ?", (waiting,))
    receipt = memory.forget(Selection(ids=(hidden,)), undo_s=60)
    thin(memory, Limits(pictures_days=10))
    assert memory.undo_forget(receipt.id)
    assert [stored(memory, one) == days.shown[one] for one in (waiting, hidden)] == [True, True]


# -- by size


def test_above_the_cap_pictures_go_from_the_oldest_on_until_it_is_well_below(memory: Memory) -> None:
    days = Days(memory)
    for ago in range(12, 1, -1):
        days.day(ago)
        days.new_picture()
    whole = gauge.sizes_by(memory.store, gauge.counted_on(memory.store, gauge.Tally()))
    cap = whole.database + whole.thumbnails + whole.pictures // 2
    thin(memory, Limits(cap_bytes=cap))
    after = gauge.sizes_by(memory.store, gauge.counted_on(memory.store, gauge.Tally()))
    assert after.total <= cap * 0.95
    assert after.pictures > 0
    has = {ago: memory.moment(one).moment.has_picture for one, ago in days.ago.items()}
    assert [has[ago] for ago in sorted(has, reverse=True)] == sorted(has.values())
    assert after.thumbnails == whole.thumbnails
    assert len(memory.timeline()) == len(days.ago) + len(days.notes)
    assert loose_ends(memory) == []


def test_where_pictures_are_not_enough_small_ones_go_and_then_text_but_not_that_of_today(memory: Memory) -> None:
    days = Days(memory)
    for ago in (9, 5, 0):
        days.day(ago)
        days.new_picture()
    thin(memory, Limits(cap_bytes=1))
    assert {days.ago.get(moment.id, 0) or days.notes.get(moment.id, 0) for moment in memory.timeline()} == {0}
    today = [one for one, ago in days.ago.items() if ago == 0]
    assert [stored(memory, one) == days.shown[one] for one in today] == [True] * 6
    assert loose_ends(memory) == []


def test_what_was_made_of_moments_stays_when_their_pictures_go(memory: Memory) -> None:
    days = Days(memory)
    one = days.day(50)[0]
    store = memory.store
    store.execute(
        "INSERT INTO memory(public_id, kind, title, text, made_us) VALUES ('made', 'semantic', 'kettle', 'was mended', 1)"
    )
    store.execute("INSERT INTO derivation VALUES ('memory', 1, 'moment', ?)", (moment_by_id(store, one)[0],))
    thin(memory, Limits(10, 20, 0))
    assert store.rows("SELECT parent_kind FROM derivation WHERE child_kind = 'memory'") == [("moment",)]
    thin(memory, Limits(10, 20, 30))
    assert store.value("SELECT text FROM memory") == "was mended"


# -- cost


def test_the_look_for_what_is_next_walks_an_index_and_sorts_nothing(memory: Memory) -> None:
    for tier in tiers.TIERS:
        told = [row[3] for row in memory.store.rows("EXPLAIN QUERY PLAN " + retention.candidates_sql(tier), (0, 0, 9))]
        assert told[0].startswith("SEARCH m USING INDEX moment_at (at_us>")
        assert not [line for line in told if "SCAN" in line or "TEMP B-TREE" in line]


def test_a_look_that_finds_nothing_writes_nothing(memory: Memory) -> None:
    Days(memory).day(3)
    limits = Limits(10, 20, 30, 10**12)
    thin(memory, limits)
    changes = memory.store.connection.total_changes
    assert not retention.step(memory.store, limits, NOW)
    assert memory.store.connection.total_changes == changes


def test_the_log_of_changes_is_cut_short_and_who_was_away_reads_everything_anew(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.note("the kettle was mended")
    assert len(memory.search("kettle", meaning=False).hits) == 1
    assert memory._search().mirror.seq > 0
    monkeypatch.setattr(retention, "CHANGES_KEPT", 3)
    for number in range(12):
        memory.note(f"the kettle sang {number} times")
    thin(memory, Limits())
    assert memory.store.value("SELECT count(*) FROM change") == 3
    assert len(memory.search("kettle", meaning=False).hits) == 13
    mirror = memory._search().mirror
    memory.note("the kettle is gone")
    mirror.refresh(memory.store)
    assert len(mirror) == 14


def test_a_file_of_which_a_fifth_is_free_wants_to_be_rewritten(memory: Memory) -> None:
    store = memory.store
    assert not gauge.wants_rewrite(store)
    with store.writing():
        store.execute("CREATE TABLE ballast(data BLOB)")
        store.connection.executemany("INSERT INTO ballast VALUES (zeroblob(1000000))", [()] * 12)
    assert not gauge.wants_rewrite(store)
    store.execute("DROP TABLE ballast")
    assert gauge.wants_rewrite(store)
    assert forgetting.rewrite_now(store)
    assert not gauge.wants_rewrite(store)


# -- what will be


def test_the_forecast_counts_what_there_is_and_what_goes_within_a_month(memory: Memory) -> None:
    days = Days(memory)
    for ago in (300, 165, 60, 1, 0):
        days.day(ago, pictures=4)
        days.new_picture()
    memory.pin(next(one for one, ago in days.ago.items() if ago == 165), True)
    told = outlook.forecast(memory.store, Settings(max_gb=0), NOW)
    rows = dict(memory.store.rows("SELECT role, sum(size_bytes) FROM picture GROUP BY role"))
    assert (told.pictures_bytes, told.thumbnails_bytes) == (rows["full"], rows["thumb"])
    assert told.database_bytes >= memory.store.places.database.stat().st_size
    assert (told.cap_bytes, told.cap_reached, told.days) == (0, None, 5)
    assert told.pictures_going.count == 4 + 3  # all of one day, and of another all but the one that is pinned
    assert told.thumbnails_going.count == told.text_going.count == 0
    assert told.free_bytes > 0


def test_the_forecast_says_when_the_cap_is_reached_at_this_pace() -> None:
    day = NOW.date()
    held = {
        day - timedelta(days=ago): {
            "pictures": outlook.Held(5, 100),
            "thumbnails": outlook.Held(1, 10),
            "text": outlook.Held(9, 90),
        }
        for ago in range(20)
    }
    days, pace, share = outlook.pace_of(held, day)  # type: ignore[arg-type]
    assert (days, share, pace["pictures"].size_bytes) == (14, 1.0, pytest.approx(100))
    reached, going = outlook.foresee(held, 4000, pace, share, Limits(cap_bytes=5000), NOW)  # type: ignore[arg-type]
    assert reached == NOW + timedelta(days=6)
    assert going["pictures"].size_bytes > 0
    assert going["text"].count == 0
    steady, going = outlook.foresee(held, 4000, pace, share, Limits(5, 5, 5, 5000), NOW)  # type: ignore[arg-type]
    assert steady is None
    assert (going["pictures"].count, going["text"].count) == (5 * 20, 9 * 20)  # of what is there, not of what will be


def test_an_empty_memory_has_a_forecast(memory: Memory) -> None:
    told = outlook.forecast(memory.store, Settings(), NOW)
    assert (told.pictures_bytes, told.a_day_bytes, told.days, told.cap_reached) == (0, 0, 0, None)


# -- in the background, and killed


def test_the_session_thins_out_by_itself_and_stops_at_once(memory: Memory, places: Places) -> None:
    import time

    days = Days(memory)
    days.day(9000)
    days.day(1)
    schedule = Schedule(lambda: open_store(places, keys.open_slots(places)), Settings)
    schedule.retain_every_s = 1
    schedule.start()
    end = time.monotonic() + 60
    while (
        any(moment.has_picture for moment in memory.timeline(until=NOW - timedelta(days=2))) and time.monotonic() < end
    ):
        time.sleep(0.05)
    schedule.stop()
    assert [moment.has_picture for moment in memory.timeline() if moment.kind == "screen"] == [False] * 6 + [True] * 6


KILLED = """
import os, signal, sys
from pathlib import Path
from app.paths import Places
from app.store import retention
from app.store.db import open_store
from app.store.keys import open_slots
from tests.thinning import NOW, Limits
places = Places(Path(sys.argv[1]), Path(sys.argv[2]))
store = open_store(places, open_slots(places))
left = int(sys.argv[3])
def end(*_):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return 0
store.connection.set_progress_handler(end, 500)
sys.addaudithook(lambda event, _: end() if event in ("os.remove", "open") else None)
while retention.step(store, Limits(10, 20, 30), NOW):
    pass
"""


def test_killed_anywhere_it_loses_nothing_that_stays_and_leaves_nothing_behind(
    memory: Memory, places: Places, fake_models: Models
) -> None:
    days = Days(memory)
    for ago in (45, 25, 15, 5, 1):
        days.day(ago, pictures=8)
    for one in list(days.shown)[::7]:
        memory.pin(one, True)
    assert places.key_file is not None
    killed = 0
    for after in (3, 11, 19, 27, 35, 47, 60, 90):
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(places.home), str(places.key_file), str(after)],
            check=False, env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}, capture_output=True,
        )  # fmt: skip
        assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
        killed += done.returncode != 0
        for moment in memory.timeline():
            if moment.has_picture:
                assert stored(memory, moment.id) == days.shown[moment.id]
        assert memory.store.value("PRAGMA integrity_check") == "ok"
    assert killed >= 4
    memory.finish_forgetting()
    thin(memory, Limits(10, 20, 30))
    for public_id, ago in days.ago.items():
        if ago < 30 or public_id in list(days.shown)[::7]:
            moment = memory.moment(public_id).moment
            assert moment.has_picture == (ago < 10 or moment.pinned)
    from app.store import images

    images.remove_orphans(memory.store, older_than_s=-1)
    assert loose_ends(memory) == []
