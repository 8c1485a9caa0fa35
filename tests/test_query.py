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

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)  # a Friday, 16:00 in Berlin
BERLIN = "Europe/Berlin"
# question, since, until (wall time in Berlin), words left
TIMED = [
    ("what did I read today?", "2026-11-20", "2026-11-21", "what did I read?"),
    ("what did I do yesterday", "2026-11-19", "2026-11-20", "what did I do"),
    ("what was I reading yesterday morning?", "2026-11-19 05:00", "2026-11-19 12:00", "what was I reading?"),
    ("who called yesterday afternoon", "2026-11-19 12:00", "2026-11-19 18:00", "who called"),
    (
        "which film did we talk about yesterday evening?",
        "2026-11-19 17:00",
        "2026-11-20",
        "which film did we talk about?",
    ),
    ("what did I write last night", "2026-11-19 17:00", "2026-11-20 05:00", "what did I write"),
    ("what did I work on this morning?", "2026-11-20 05:00", "2026-11-20 12:00", "what did I work on?"),
    ("the error from this afternoon", "2026-11-20 12:00", "2026-11-20 18:00", "the error"),
    ("yesterday's meeting notes", "2026-11-19", "2026-11-20", "meeting notes"),
    ("the link Ana sent me today", "2026-11-20", "2026-11-21", "the link Ana sent me"),
    ("the day before yesterday", "2026-11-18", "2026-11-19", ""),
    ("what did I buy the day before yesterday in the evening", "2026-11-18 17:00", "2026-11-19", "what did I buy"),
    ("what did I do this week?", "2026-11-16", "2026-11-23", "what did I do?"),
    ("which papers did I read last week", "2026-11-09", "2026-11-16", "which papers did I read"),
    ("the invoice I saw last month", "2026-10-01", "2026-11-01", "the invoice I saw"),
    ("trips I planned last year", "2025-01-01", "2026-01-01", "trips I planned"),
    ("which bugs did I fix this month", "2026-11-01", "2026-12-01", "which bugs did I fix"),
    ("the talk I watched last weekend", "2026-11-14", "2026-11-16", "the talk I watched"),
    ("what did I do on tuesday?", "2026-11-17", "2026-11-18", "what did I do?"),
    ("last tuesday after lunch", "2026-11-17 12:30", "2026-11-17 18:00", ""),
    ("where was I on Monday morning", "2026-11-16 05:00", "2026-11-16 12:00", "where was I"),
    ("what did I read last friday", "2026-11-13", "2026-11-14", "what did I read"),
    ("wednesday at 3pm who spoke", "2026-11-18 14:45", "2026-11-18 15:45", "who spoke"),
    ("the chat with Bo on saturday", "2026-11-14", "2026-11-15", "the chat with Bo"),
    ("what did we decide on thu?", "2026-11-19", "2026-11-20", "what did we decide?"),
    ("the diagram from sunday", "2026-11-15", "2026-11-16", "the diagram"),
    ("what did I do on friday", "2026-11-13", "2026-11-14", "what did I do"),
    ("photos of last week on tuesday", "2026-11-10", "2026-11-11", "photos"),
    ("monday last week, the budget", "2026-11-09", "2026-11-10", "the budget"),
    ("3 days ago", "2026-11-17", "2026-11-18", ""),
    ("what did I draw two weeks ago?", "2026-11-03", "2026-11-10", "what did I draw?"),
    ("the recipe from a month ago", "2026-10-05", "2026-11-05", "the recipe"),
    ("what did I type 10 minutes ago", "2026-11-20 15:45", "2026-11-20 15:55", "what did I type"),
    ("the site I visited an hour ago", "2026-11-20 14:30", "2026-11-20 15:30", "the site I visited"),
    ("half an hour ago", "2026-11-20 15:15", "2026-11-20 15:45", ""),
    ("what was that page about 20 mins ago", "2026-11-20 15:30", "2026-11-20 15:50", "what was that page about"),
    ("a couple of days ago Eva sent a file", "2026-11-16", "2026-11-20", "Eva sent a file"),
    ("a few days ago", "2026-11-14", "2026-11-19", ""),
    ("the map I opened a year ago", "2025-05-21", "2026-05-23", "the map I opened"),
    ("in the last hour", "2026-11-20 15:00", "2026-11-20 16:00", ""),
    ("what happened in the last 10 minutes", "2026-11-20 15:50", "2026-11-20 16:00", "what happened"),
    ("last 30 minutes", "2026-11-20 15:30", "2026-11-20 16:00", ""),
    ("errors over the past 3 days", "2026-11-17", "2026-11-20 16:00", "errors"),
    ("the last two weeks of commits", "2026-11-06", "2026-11-20 16:00", "of commits"),
    ("what did I do in the past week", "2026-11-13", "2026-11-20 16:00", "what did I do"),
    ("who wrote to me within the last 24 hours", "2026-11-19 16:00", "2026-11-20 16:00", "who wrote to me"),
    ("what did I learn in march?", "2026-03-01", "2026-04-01", "what did I learn?"),
    ("the conference in May", "2026-05-01", "2026-06-01", "the conference"),
    ("rent in october 2025", "2025-10-01", "2025-11-01", "rent"),
    ("March 2023 report", "2023-03-01", "2023-04-01", "report"),
    ("what happened in early november", "2026-11-01", "2026-11-11", "what happened"),
    ("march 3", "2026-03-03", "2026-03-04", ""),
    ("the mail of March 3rd, 2025", "2025-03-03", "2025-03-04", "the mail"),
    ("3 march 2024", "2024-03-03", "2024-03-04", ""),
    ("the 5th of october", "2026-10-05", "2026-10-06", ""),
    ("what did Caroline do on 7 May 2023?", "2023-05-07", "2023-05-08", "what did Caroline do?"),
    ("What was found on 1 February, 2023?", "2023-02-01", "2023-02-02", "What was found?"),
    ("may 3rd", "2026-05-03", "2026-05-04", ""),
    ("notes on may 4", "2026-05-04", "2026-05-05", "notes"),
    ("dec 24", "2025-12-24", "2025-12-25", ""),
    ("tuesday, november 10", "2026-11-10", "2026-11-11", ""),
    ("2026-11-19", "2026-11-19", "2026-11-20", ""),
    ("what did I eat on 2023/01/05?", "2023-01-05", "2023-01-06", "what did I eat?"),
    ("20.11.2025", "2025-11-20", "2025-11-21", ""),
    ("11/03/2026 invoices", "2026-11-03", "2026-11-04", "invoices"),
    ("2026-11-19T14:30 the log", "2026-11-19 14:30", "2026-11-19 14:31", "the log"),
    ("where did I go on my trip on 2022/01", "2022-01-01", "2022-02-01", "where did I go on my trip"),
    ("who did I meet in 2024?", "2024-01-01", "2025-01-01", "who did I meet?"),
    ("photos since 2023", "2023-01-01", None, "photos"),
    ("the flat we had before 2022", None, "2022-01-01", "the flat we had"),
    ("between monday and wednesday", "2026-11-16", "2026-11-19", ""),
    ("from march 3 to march 5", "2026-03-03", "2026-03-06", ""),
    ("between March and May", "2026-03-01", "2026-06-01", ""),
    ("between 2019 and 2021 which phones did I own", "2019-01-01", "2022-01-01", "which phones did I own"),
    ("from 9 to 11am yesterday", "2026-11-19 09:00", "2026-11-19 11:00", ""),
    ("between 2 and 3pm which page was open", "2026-11-20 14:00", "2026-11-20 15:00", "which page was open"),
    ("since monday", "2026-11-16", None, ""),
    ("what have I read since last friday?", "2026-11-13", None, "what have I read?"),
    ("everything until yesterday", None, "2026-11-20", "everything"),
    ("before last tuesday", None, "2026-11-17", ""),
    ("after November 17", "2026-11-18", None, ""),
    ("since 9am", "2026-11-20 09:00", None, ""),
    ("before noon what did I do", "2026-11-20", "2026-11-20 12:00", "what did I do"),
    ("at 14:30", "2026-11-20 14:20", "2026-11-20 14:45", ""),
    ("who joined around noon?", "2026-11-20 11:00", "2026-11-20 13:00", "who joined?"),
    ("what was on the screen at 3pm yesterday", "2026-11-19 14:45", "2026-11-19 15:45", "what was on the screen"),
    ("yesterday at 14:30", "2026-11-19 14:20", "2026-11-19 14:45", ""),
    (
        "how long did I talk to Ivy in the early evening on 2021/03/05?",
        "2021-03-05 17:00",
        "2021-03-05 20:00",
        "how long did I talk to Ivy?",
    ),
    ("late in the evening on 2021/06/26", "2021-06-26 20:00", "2021-06-27", ""),
    ("during lunch hours on 2021/10/06 with Nora", "2021-10-06 11:30", "2021-10-06 14:00", "with Nora"),
    ("who did I meet at lunch yesterday?", "2026-11-19 11:30", "2026-11-19 14:00", "who did I meet?"),
    ("after dinner on tuesday", "2026-11-17 18:30", "2026-11-18", ""),
    ("what did John do the week before August 3, 2023?", "2023-07-27", "2023-08-03", "what did John do?"),
    ("two weeks before August 11, 2023", "2023-07-25", "2023-08-01", ""),
    ("the weekend before April 10, 2023", "2023-04-08", "2023-04-10", ""),
    ("the week of October 5", "2026-10-05", "2026-10-12", ""),
    ("on the 3rd?", "2026-11-03", "2026-11-04", ""),
    ("the sunday before 25 May 2023", "2023-05-21", "2023-05-22", ""),
    ("3 weeks ago on the train", "2026-10-27", "2026-11-03", "on the train"),
    ("what did I read last december", "2025-12-01", "2026-01-01", "what did I read"),
]
TIMELESS = [
    "When did Caroline go to the support group?",
    "When did Melanie paint a sunrise?",
    "may I open the second attachment?",
    "what may cause error 500",
    "the march of progress",
    "march madness bracket",
    "protest march in Berlin",
    "how to march in step",
    "Tuesday's agenda document",
    "the last time I paid rent",
    "the last page of the contract",
    "last minute changes to the slides",
    "the last one",
    "last name of the plumber",
    "last version of the report",
    "what was the last thing Bo said",
    "first and last chapters",
    "past participle table",
    "past performance review",
    "this document about weeks",
    "second monitor settings",
    "wait a second",
    "the second paragraph",
    "60 seconds countdown code",
    "sun protection cream",
    "the sun and the moon",
    "where does the sun rise",
    "the cat sat on the mat",
    "who sat next to Ana",
    "wed in Vegas",
    "mon cheri recipe",
    "iPhone 12 price",
    "room 14",
    "room 2023 in the hotel",
    "gate 5 at the airport",
    "100M users",
    "a 100M parameter model",
    "a",
    "to",
    "a to z",
    "the",
    "python 3.11.7 release notes",
    "version 2023.1.5",
    "ubuntu 22.04 install",
    "v1.2.2023-beta",
    "10.0.0.1 router",
    "192.168.1.10",
    "1920x1080 screen",
    "2560/1440",
    "port 8080",
    "error 404",
    "1984 by George Orwell",
    "Blade Runner 2049",
    "flight LH 2026",
    "invoice 20251",
    "order number 20261120",
    "John 3:16",
    "ratio 16:9",
    "score 3:2",
    "14:30",
    "12 angry men",
    "7 wonders",
    "3 days grace",
    "three weeks of holidays",
    "10 minutes timer app",
    "how long is an hour",
    "five day forecast",
    "days gone",
    "a week in Provence",
    "weekly report",
    "monthly newsletter",
    "yearly plan",
    "daily standup notes",
    "weekend getaway ideas",
    "morning routine",
    "good morning message",
    "the night manager",
    "night mode setting",
    "evening dress",
    "afternoon tea menu",
    "lunch menu",
    "dinner recipe with rice",
    "breakfast at Tiffany's",
    "after work drinks group",
    "before sunrise film",
    "midnight's children",
    "noon",
    "happy hour",
    "rush hour",
    "24 hours in A&E",
    "Black Friday deals",
    "Good Friday agreement",
    "Ruby Tuesday menu",
    "Wednesday Addams costume",
    "every monday meeting",
    "what happens on mondays",
    "next friday's party",
    "what is due on Friday?",
    "when will the release on march 3 happen",
    "what is the plan for tomorrow?",
    "April's phone number",
    "June Smith address",
    "email from april",
    "August Macke painting",
    "Jan the plumber",
    "what did Jan say",
    "Dec the presenter",
    "mark and mar",
    "oct-tree implementation",
    "sep token",
    "until the end of the loop",
    "since() function docs",
    "between rows 3 and 5",
    "between you and me",
    "from 2000 to 2020 rows",
    "from Paris to Rome",
    "before the Berlin trip",
    "after the meeting with Ana",
    "about noon's poem",
    "year in review",
    "years of experience",
    "month picker widget",
    "in 2000 words",
    "in 5 steps",
    "in 12 languages",
    "in a minute",
    "at 3",
    "at 5 percent interest",
    "the other day",
    "long ago in a galaxy",
    "recently opened files",
    "today.js",
    "yesterday-app/src/march.py",
    "/home/ana/2023/01/notes.txt",
    "https://example.org/2023/01/05/post",
    '"yesterday once more" lyrics',
    "“last week tonight” episode",
    "#friday",
    "@march",
    "the 3rd floor",
    "on the 2nd attempt",
    "on the 3rd floor",
    "the 2nd law of thermodynamics",
    "May",
    "March",
    "Friday prayer",
    "Monday.com board",
    "sunday times article",
    "$2023 budget",
    "10-12 eggs",
    "2/3 cup of sugar",
    "1/2 price",
    "feb 30",
    "2026-02-30",
    "2023-13-45",
    "next week",
    "in two weeks",
    "tomorrow",
]


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


@pytest.mark.parametrize("question", TIMELESS)
def test_a_word_that_only_looks_like_a_time_narrows_nothing(question: str) -> None:
    understood = understand(question, now=NOW, zone=BERLIN)
    assert (understood.filters.since, understood.filters.until, understood.time_words) == (None, None, "")
    assert understood.words == question


def test_half_of_the_questions_have_no_time() -> None:
    assert len(TIMED) + len(TIMELESS) >= 250
    assert len(TIMELESS) >= len(TIMED)


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
