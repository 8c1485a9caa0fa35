"""Apps, sites, threads, kinds, people, phrases and exclusions in questions; events that name a time; a second language."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.memory import Memory
from app.recall.facets import Known
from app.recall.language import Language
from app.recall.query import understand
from app.recall.timewords import Here
from app.records import Event, Facet, Filters, Understood
from tests.german import GERMAN
from tests.test_recall import write

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)  # a Friday
AUTHORS = {"anna", "bo", "anna berg", "lena"}
KNOWN = Known(
    apps=lambda: [
        "Slack",
        "Google Chrome",
        "org.gnome.Evince",
        "LibreOffice Calc",
        "Mail",
        "Code",
        "XTerm",
        "Notes",
        "LibreOffice Writer",
    ],
    sites=lambda: ["github.com", "en.wikipedia.org", "news.bbc.co.uk", "time.com"],
    threads=lambda: ["#release", "Garden friends"],
    is_author=lambda name: name.casefold() in AUTHORS,
)


def read(question: str, language: Language | None = None) -> Understood:
    return understand(question, now=NOW, zone="UTC", known=KNOWN, **({"language": language} if language else {}))


def said(question: str) -> list[tuple[str, str]]:
    return [(facet.field, facet.value) for facet in read(question).facets]


NAMED = [
    ("the release date in Slack", [("app", "Slack")]),
    ("what did Bo want in slack yesterday", [("app", "Slack")]),
    ("recipe in chrome", [("app", "Google Chrome")]),
    ("the contract in evince", [("app", "org.gnome.Evince")]),
    ("sums in LibreOffice", [("app", "LibreOffice")]),
    ("invoices in the Mail app", [("app", "Mail")]),
    ("loop in Code", [("app", "Code")]),
    ("the issue on github", [("site", "github.com")]),
    ("pull request from github.com", [("site", "github.com")]),
    ("herons on wikipedia", [("site", "en.wikipedia.org")]),
    ("floods on the BBC site", [("site", "news.bbc.co.uk")]),
    ("the plan in #release", [("thread", "#release")]),
    ("tulips in the garden friends chat", [("thread", "Garden friends")]),
    ("the PDF about boilers", [("kind", "pdf")]),
    ("that terminal error", [("kind", "terminal")]),
    ("the note about the roof", [("kind", "note")]),
    ("numbers from the spreadsheet", [("kind", "table")]),
    ("the email about the roof", [("kind", "mail")]),
    ("Anna's message", [("person", "Anna"), ("kind", "message")]),
    ("the message from Bo about rent", [("kind", "message"), ("person", "Bo")]),
    ("what did Anna Berg say about rent", [("person", "Anna Berg")]),
    ("what did lena recommend", [("person", "lena")]),
    ("the link Bo sent", [("person", "Bo")]),
    ('"blue heron" nests', [("phrase", "blue heron")]),
    ("“blue heron” nests", [("phrase", "blue heron")]),
    ('what did I read about "blue heron"?', [("mention", "blue heron")]),
    ("heron -mill", [("without", "mill")]),
    ('heron -"old mill"', [("without", "old mill")]),
    ("herons without mill", [("without", "mill")]),
    ("python but not snakes", [("without", "snakes")]),
    ("the PDF in Slack from Anna -draft", [("kind", "pdf"), ("app", "Slack"), ("without", "draft")]),
]
UNNAMED = [
    "slack time in the schedule",
    "error in code",
    "just in time",
    "on time delivery",
    "in the garden",
    "the release",
    "chrome plating",
    "terminal 2 at the airport",
    "the message queue broker",
    "how do I log in without a password",
    "can a heron live without water",
    "without asking anybody",
    "rm -rf folder",
    "pdf",
    "that said, what now",
    "the team's message board of directors"[:10],
    "10-12 eggs",
    "x -5 degrees",
    "well-known author",
    '""',
    '" "',
    '5" screen and 7" screen'[:9],
    "who said so",
    "note to self"[:0],
    "in",
    "in the",
    "from",
    "a message"[:1],
]


@pytest.mark.parametrize(("question", "facets"), NAMED, ids=[row[0] for row in NAMED])
def test_what_a_question_names_is_read(question: str, facets: list[tuple[str, str]]) -> None:
    assert [one for one in said(question) if one in facets] == facets
    assert len(said(question)) == len(facets)


@pytest.mark.parametrize("question", UNNAMED)
def test_what_only_looks_like_a_name_is_not_read(question: str) -> None:
    assert said(question) == []


def test_nothing_is_named_that_memory_does_not_hold() -> None:
    for question in ("the plan in Figma", "on gitlab", "Zoe's letter", "what did Zoe say", "in #garden"):
        assert said(question) == []


def test_the_words_of_a_place_and_of_an_exclusion_are_not_searched_and_those_of_a_person_are() -> None:
    assert read("the release date in Slack").words == "the release date"
    assert read("heron -mill").words == "heron"
    assert read("what did Anna say about rent").words == "what did Anna say about rent"
    assert read("in Slack").words == "in Slack"
    assert read("-mill").words == ""


def test_what_is_ignored_is_not_read() -> None:
    question = "roof in Slack yesterday -mill"
    ignore = {facet.key for facet in read(question).facets} | {"time"}
    assert ignore == {"app:Slack", "without:mill", "time"}
    plain = understand(question, now=NOW, zone="UTC", known=KNOWN, ignore=ignore)
    assert plain == Understood("roof in Slack", Filters())


def test_names_are_asked_for_only_where_a_question_seems_to_say_one() -> None:
    def never() -> list[str]:
        raise AssertionError

    known = Known(never, never, never, lambda name: never() == [name])
    assert understand("heron by the mill yesterday", now=NOW, zone="UTC", known=known).facets == ()


# -- events

TRIP = Event("m1", "Berlin trip", datetime(2026, 11, 5, 8, 0, tzinfo=UTC), datetime(2026, 11, 7, 0, 0, tzinfo=UTC))


def recall(words: str, here: Here) -> Event | None:
    return TRIP if "berlin trip" in words.lower() else None


EVENTS = [
    ("what did I buy before the Berlin trip?", None, "2026-11-05T08:00", "what did I buy before the Berlin trip?"),
    ("photos after the Berlin trip", "2026-11-07T00:00", None, "photos after the Berlin trip"),
    ("photos since our Berlin trip", "2026-11-05T08:00", None, "photos since our Berlin trip"),
    (
        "what did I eat during the Berlin trip",
        "2026-11-05T08:00",
        "2026-11-07T00:00",
        "what did I eat during the Berlin trip",
    ),
    ("the day of the Berlin trip", "2026-11-05T00:00", "2026-11-07T00:00", ""),
    ("the day before the Berlin trip", "2026-11-04T00:00", "2026-11-05T00:00", ""),
    ("two days after the Berlin trip who wrote", "2026-11-07T00:00", "2026-11-08T00:00", "who wrote"),
    ("the week of the Berlin trip", "2026-11-02T00:00", "2026-11-09T00:00", ""),
]


@pytest.mark.parametrize(("question", "since", "until", "words"), EVENTS, ids=[row[0] for row in EVENTS])
def test_a_remembered_event_names_a_time(question: str, since: str | None, until: str | None, words: str) -> None:
    understood = understand(question, now=NOW, zone="UTC", remembered=recall)
    at = [None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (since, until)]
    assert [understood.filters.since, understood.filters.until] == at
    assert understood.words == words
    assert understood.event == TRIP
    assert "Berlin trip" in understood.time_words


@pytest.mark.parametrize(
    "question",
    [
        "before the Paris trip",
        "before the loop ends",
        "after the fact",
        "before long",
        "the Berlin trip",
        "after the Berlin wall",
    ],
)
def test_what_is_not_remembered_or_no_event_narrows_nothing(question: str) -> None:
    understood = understand(question, now=NOW, zone="UTC", remembered=recall)
    assert understood == Understood(question, Filters())


# -- in a memory


@pytest.fixture
def talk(memory: Memory, tmp_path: Path) -> Memory:
    """What three people wrote over two weeks, and a note."""
    now = datetime.now(UTC)
    rows = [
        ("garden", "the heron nests by the mill", now - timedelta(days=12)),
        ("garden", "a heron and an egret by the pond", now - timedelta(days=10)),
        ("work", "the blue heron is our new logo", now - timedelta(days=8)),
        ("work", "dentist appointment with Dr. Moss", now - timedelta(days=6)),
        ("work", "heron of blue glass for the office", now - timedelta(days=4)),
    ]
    memory.import_messages(write(tmp_path, *rows), wait=True)
    memory.note("heron feathers are grey")
    return memory


def texts(memory: Memory, query: str, **more: object) -> list[str]:
    return [hit.text for hit in memory.search(query, **more).hits]  # type: ignore[arg-type]


def test_an_excluded_word_is_in_no_hit(talk: Memory) -> None:
    assert any("mill" in text for text in texts(talk, "heron"))
    for query in ("heron -mill", "heron without mill", "heron but not mills"):
        found = texts(talk, query)
        assert found
        assert not any("mill" in text for text in found)


def test_a_quoted_phrase_stands_word_for_word_in_each_hit(talk: Memory) -> None:
    assert texts(talk, '"blue heron"') == ["the blue heron is our new logo"]
    assert texts(talk, '"heron blue"') == []
    assert len(texts(talk, "blue heron")) > 1


def test_a_phrase_quoted_within_a_question_comes_first_and_hides_nothing(talk: Memory) -> None:
    found = texts(talk, 'who wrote about a "blue heron"?')
    assert found[0] == "the blue heron is our new logo"
    assert len(found) > 1


def test_a_named_kind_person_and_thread_come_first_and_say_so(talk: Memory) -> None:
    first = talk.search("the note about heron").hits[0]
    assert first.moment.kind == "note"
    assert "place" in [reason.code for reason in first.reasons]
    result = talk.search("heron in the work thread")
    assert [hit.moment.thread for hit in result.hits[:2]] == ["work", "work"]
    assert result.understood.facets == (Facet("thread", "work", "in the work thread"),)
    by_ann = talk.search("what did Ann say about the heron").hits[0]
    assert by_ann.moment.author == "Ann"
    assert "person" in [reason.code for reason in by_ann.reasons]


def test_what_is_ignored_does_not_narrow_a_search(talk: Memory) -> None:
    assert texts(talk, '"heron blue"', ignore=frozenset({"phrase:heron blue"}))
    assert talk.search("heron in the work thread", ignore=frozenset({"thread:work"})).understood.facets == ()


def test_the_moment_of_an_event_bounds_the_time(talk: Memory) -> None:
    result = talk.search("heron after the dentist appointment")
    assert result.understood.event is not None
    assert "dentist" in result.understood.event.title
    assert result.understood.words == "heron after the dentist appointment"
    herons = [hit.moment.time for hit in result.hits if "heron" in hit.text]
    assert herons[0] > result.understood.event.time
    before = talk.search("heron before the dentist appointment").hits
    herons = [hit.moment.time for hit in before if "heron" in hit.text]
    assert herons[0] < result.understood.event.time
    assert talk.search("heron before the wedding").understood.event is None


def test_what_is_spoken_of_for_weeks_is_no_one_event(memory: Memory, tmp_path: Path) -> None:
    rows = [("work", f"the weekly meeting, number {n}", NOW - timedelta(days=20 * n)) for n in range(3)]
    memory.import_messages(write(tmp_path, *rows), wait=True)
    assert memory.search("notes after the weekly meeting").understood.event is None


def test_an_event_is_when_the_message_about_it_says(memory: Memory, tmp_path: Path) -> None:
    told = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    rows = [
        ("family", "the dentist is on 5 November 2026 at 9:30", told),
        ("family", "dentist bill", told + timedelta(days=9)),
    ]
    memory.import_messages(write(tmp_path, *rows), wait=True)
    understood = memory.search("what did I do the day of the dentist").understood
    assert understood.event is not None
    assert understood.event.time.date().isoformat() == "2026-11-05"


def test_a_time_in_a_place_lists_only_what_was_there(talk: Memory) -> None:
    result = talk.search("what happened in the garden thread in the last 20 days")
    assert {hit.moment.thread for hit in result.hits} == {"garden"}


def test_what_was_understood_is_not_kept_with_an_answer(talk: Memory) -> None:
    conversation = talk.new_conversation()
    asked = talk.ask("what did Ann say about the heron after the dentist appointment", conversation=conversation)
    assert asked.understood.event is not None
    kept = talk.turns(conversation)[0].answer.understood
    assert (kept.facets, kept.event) == ((), None)
    assert kept.words == asked.understood.words


# -- another language


@pytest.mark.parametrize(
    ("question", "since", "until", "words"),
    [
        ("was habe ich gestern gelesen", "2026-11-19", "2026-11-20", "was habe ich gelesen"),
        ("heute", "2026-11-20", "2026-11-21", ""),
        ("gestern abend", "2026-11-19T17:00", "2026-11-20", ""),
        ("die Rechnung von letzte Woche", "2026-11-09", "2026-11-16", "die Rechnung von"),
        ("vor zwei tagen", "2026-11-18", "2026-11-19", ""),
        ("am dienstag um 14:30", "2026-11-17T14:20", "2026-11-17T14:45", ""),
        ("seit montag", "2026-11-16", None, ""),
        ("im märz 2025", "2025-03-01", "2025-04-01", ""),
    ],
)
def test_another_language_is_one_more_file(question: str, since: str, until: str | None, words: str) -> None:
    understood = read(question, GERMAN)
    at = [None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (since, until)]
    assert [understood.filters.since, understood.filters.until] == at
    assert understood.words == words
    assert read(question).time_words == ""


def test_another_language_names_places_and_kinds_too() -> None:
    assert [facet.key for facet in read("die Notiz in Slack ohne Miete", GERMAN).facets] == [
        "kind:note",
        "app:Slack",
        "without:Miete",
    ]
