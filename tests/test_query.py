"""What a question means: the time words it holds, and the many words that only look like one."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import KnownError
from app.recall.english import ENGLISH
from app.recall.grammar import spans
from app.recall.query import parse_duration, parse_time, understand
from app.recall.timewords import Here
from tests.time_questions import TIMED, TIMELESS
from tests.time_questions_more import HELD_TIMED, HELD_TIMELESS, MORE_TIMED, MORE_TIMELESS

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)  # a Friday, 16:00 in Berlin
BERLIN = "Europe/Berlin"


def at(text: str | None, zone: str = BERLIN) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(("question", "since", "until", "words"), TIMED, ids=[row[0] for row in TIMED])
def test_a_time_in_a_question_is_read_and_taken_out_of_its_words(
    question: str, since: str | None, until: str | None, words: str
) -> None:
    understood = understand(question, now=NOW, zone=BERLIN)
    assert (understood.filters.since, understood.filters.until) == (at(since), at(until))
    assert understood.words == words
    assert understood.time_words


@pytest.mark.parametrize(("question", "since", "until"), MORE_TIMED, ids=[row[0] for row in MORE_TIMED])
def test_a_time_of_the_calendar_is_read(question: str, since: str | None, until: str | None) -> None:
    filters = understand(question, now=NOW, zone=BERLIN).filters
    assert (filters.since, filters.until) == (at(since), at(until))


def test_of_the_questions_held_back_nearly_all_are_read_as_they_are_meant() -> None:
    timed, timeless = held_score()
    assert timed >= 0.9 * len(HELD_TIMED)
    assert timeless >= 0.95 * len(HELD_TIMELESS)


def held_score() -> tuple[int, int]:
    """How many of the held questions are read right: with a time, and without."""
    read = [understand(question, now=NOW, zone=BERLIN).filters for question, _, _ in HELD_TIMED]
    meant = [(at(since), at(until)) for _, since, until in HELD_TIMED]
    timed = sum((filters.since, filters.until) == both for filters, both in zip(read, meant, strict=True))
    return timed, sum(not understand(question, now=NOW, zone=BERLIN).time_words for question in HELD_TIMELESS)


@pytest.mark.parametrize("question", [*TIMELESS, *MORE_TIMELESS])
def test_a_word_that_only_looks_like_a_time_narrows_nothing(question: str) -> None:
    understood = understand(question, now=NOW, zone=BERLIN)
    assert (understood.filters.since, understood.filters.until, understood.time_words) == (None, None, "")
    assert understood.words == question


def test_half_of_the_questions_have_no_time() -> None:
    timed, timeless = [*TIMED, *MORE_TIMED, *HELD_TIMED], [*TIMELESS, *MORE_TIMELESS, *HELD_TIMELESS]
    assert len(timed) + len(timeless) >= 300
    assert len(timeless) >= len(timed)
    assert 3 * (len(HELD_TIMED) + len(HELD_TIMELESS)) >= 300


def test_capitals_and_odd_spaces_change_nothing() -> None:
    plain = understand("what did I do the day before yesterday in the evening", now=NOW, zone=BERLIN)
    odd = understand("what did I do THE  Day before\tYesterday In the evening", now=NOW, zone=BERLIN)
    assert odd.filters == plain.filters


def test_yesterday_is_in_the_zone_of_the_moment() -> None:
    now = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    for zone, day in (("Pacific/Auckland", "2026-11-19"), ("America/Los_Angeles", "2026-11-18"), ("UTC", "2026-11-19")):
        filters = understand("yesterday", now=now, zone=zone).filters
        assert filters.since == at(day, zone)
        assert filters.until == at(day, zone) + timedelta(days=1)


def test_a_zone_nobody_knows_is_read_as_utc() -> None:
    for zone in ("Middle/Earth", "", "../etc/passwd", "\0"):
        assert understand("today", now=NOW, zone=zone).filters.since == datetime(2026, 11, 20, tzinfo=UTC)


def test_a_day_of_changing_clocks_has_23_or_25_hours() -> None:
    long_day = understand("2026-10-25", now=NOW, zone=BERLIN).filters
    short_day = understand("2026-03-29", now=NOW, zone=BERLIN).filters
    assert long_day.until - long_day.since == timedelta(hours=25)
    assert short_day.until - short_day.since == timedelta(hours=23)


def test_an_hour_that_happens_twice_is_meant_both_times() -> None:
    filters = understand("2026-10-25 at 2:30", now=NOW, zone=BERLIN).filters
    assert filters.since < datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert filters.until > datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_an_hour_that_never_happens_is_still_a_span() -> None:
    filters = understand("2026-03-29 at 2:30", now=NOW, zone=BERLIN).filters
    assert filters.since < filters.until


def test_last_hour_is_an_hour_also_when_the_clock_goes_back() -> None:
    now = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    filters = understand("in the last hour", now=now, zone=BERLIN).filters
    assert (filters.since, filters.until) == (now - timedelta(hours=1), now)


def test_yesterday_after_midnight_on_a_day_of_changing_clocks() -> None:
    now = datetime(2026, 10, 25, 23, 30, tzinfo=UTC)  # 00:30 on the 26th in Berlin
    filters = understand("yesterday", now=now, zone=BERLIN).filters
    assert (filters.since, filters.until) == (at("2026-10-25"), at("2026-10-26"))


def test_two_times_narrow_each_other_or_span_what_lies_between() -> None:
    both = understand("since monday until wednesday", now=NOW, zone=BERLIN).filters
    assert (both.since, both.until) == (at("2026-11-16"), at("2026-11-19"))
    apart = understand("the mail from yesterday and the one from monday", now=NOW, zone=BERLIN)
    assert (apart.filters.since, apart.filters.until) == (at("2026-11-16"), at("2026-11-20"))
    assert apart.time_words == "from yesterday, from monday"


def test_a_question_about_what_is_to_come_keeps_its_words() -> None:
    for question in ("what do I have tomorrow", "next week's trip", "what is due on friday"):
        assert understand(question, now=NOW, zone=BERLIN).filters.since is None


def test_tonight_before_dawn_is_the_night_that_is() -> None:
    now = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    assert understand("tonight", now=now, zone=BERLIN).filters.since == at("2026-11-19 17:00")


@given(st.text(max_size=200))
def test_any_string_is_understood(text: str) -> None:
    check_understood(text)


TABLES = (
    ENGLISH.weekdays, ENGLISH.months, ENGLISH.units, ENGLISH.numbers, ENGLISH.days, ENGLISH.connectors, ENGLISH.parts,
)  # fmt: skip
NUMERIC = "3 31 29 9999 2023 14:30 3pm 2026-11-20 2023/01/05 2026-02-30 0001-01-01 noon last this next ago in the ? , - ' wolf"
PHRASES = ("before last", "week of", "weeks before", "'s", "2026-11-20T14:30")
PIECES = st.sampled_from([*(word for table in TABLES for word in table), *NUMERIC.split(), *PHRASES])


@given(st.lists(PIECES, max_size=12))
def test_any_row_of_time_words_is_understood(pieces: list[str]) -> None:
    check_understood(" ".join(pieces))


def check_understood(text: str) -> None:
    for zone in (BERLIN, "America/St_Johns"):
        filters = understand(text, now=NOW, zone=zone).filters
        assert filters.since is None or filters.until is None or filters.since < filters.until
        found = spans(text, Here(NOW, ZoneInfo(zone), ENGLISH))
        assert all(0 <= span.start < span.end <= len(text) for span in found)
        assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.text(max_size=60), st.booleans())
def test_any_time_is_parsed_or_refused(text: str, end: bool) -> None:
    try:
        moment = parse_time(text, now=NOW, zone=BERLIN, end=end)
    except KnownError as known:
        error = known
    else:
        error = None
        assert moment.tzinfo is UTC
    assert error is None or (error.code, error.params) == ("bad_time", {"text": text})


PARSED = [
    ("2026-11-20", "2026-11-20", "2026-11-21"),
    ("2026-11-20T15:00", "2026-11-20 15:00", "2026-11-20 15:00"),
    ("2026-11-20 15:00", "2026-11-20 15:00", "2026-11-20 15:00"),
    ("2026-11-20T15:00:00Z", "2026-11-20 16:00", "2026-11-20 16:00"),
    ("2026-11-20T15:00:00+05:30", "2026-11-20 10:30", "2026-11-20 10:30"),
    ("now", "2026-11-20 16:00", "2026-11-20 16:00"),
    ("yesterday", "2026-11-19", "2026-11-20"),
    ("tomorrow", "2026-11-21", "2026-11-22"),
    ("last tuesday after lunch", "2026-11-17 12:30", "2026-11-17 18:00"),
    ("tuesday", "2026-11-17", "2026-11-18"),
    ("next friday", "2026-11-27", "2026-11-28"),
    ("two weeks ago", "2026-11-06", "2026-11-07"),
    ("10 minutes ago", "2026-11-20 15:50", "2026-11-20 15:50"),
    ("2h ago", "2026-11-20 14:00", "2026-11-20 14:00"),
    ("18:00", "2026-11-20 18:00", "2026-11-20 18:00"),
    ("3pm", "2026-11-20 15:00", "2026-11-20 15:00"),
    ("yesterday at 14:30", "2026-11-19 14:30", "2026-11-19 14:30"),
    ("march", "2026-03-01", "2026-04-01"),
    ("2023", "2023-01-01", "2024-01-01"),
    ("3 march", "2026-03-03", "2026-03-04"),
    ("2023/01/05", "2023-01-05", "2023-01-06"),
    ("Fri, 20 Nov 2026 15:00:00 +0000", "2026-11-20 16:00", "2026-11-20 16:00"),
    ("20 Nov 2026 15:10", "2026-11-20 15:10", "2026-11-20 15:10"),
    ("last month", "2026-10-01", "2026-11-01"),
]


@pytest.mark.parametrize(("text", "begin", "end"), PARSED, ids=[row[0] for row in PARSED])
def test_a_time_on_the_command_line_is_parsed(text: str, begin: str, end: str) -> None:
    assert parse_time(text, now=NOW, zone=BERLIN) == at(begin)
    assert parse_time(text, now=NOW, zone=BERLIN, end=True) == at(end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "soon",
        "the berlin trip",
        "42",
        "room 14",
        "2026-13-01",
        "yesterday wolf",
        "100M",
        "a",
        "v2.0",
        "x" * 500,
    ],
)
def test_what_is_no_time_on_the_command_line_is_refused(text: str) -> None:
    with pytest.raises(KnownError) as caught:
        parse_time(text, now=NOW, zone=BERLIN)
    assert caught.value.code == "bad_time"


def test_lengths_of_time_are_parsed() -> None:
    expected = {"10m": 600, "1h": 3600, "15 min": 900, "2 days": 172800, "1.5h": 5400, "90": 90, "1w": 604800}
    assert {text: parse_duration(text).total_seconds() for text in expected} == expected
    for text in ("", "0", "10 parsecs", "-5m", "m", "9999999m"):
        with pytest.raises(KnownError, match="bad_duration"):
            parse_duration(text)


def test_questions_do_not_load_dateparser() -> None:
    program = (
        "import sys; from datetime import datetime, UTC; from app.recall.query import understand\n"
        "understand('what did I do last tuesday after lunch, or on march 3?', now=datetime.now(UTC), zone='UTC')\n"
        "sys.exit('dateparser' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
