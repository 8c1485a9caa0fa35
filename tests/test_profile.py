"""The profile counts what recurs, shows what it counted, can be corrected line by line, and forgets what its evidence forgets."""

from datetime import timedelta

import pytest

from app.consolidate import profiles
from app.ingest.reading import add_text_moment
from app.memory import Memory
from app.paths import Places
from app.records import MadeMemory, Selection
from app.store.frames import NewMoment, moment_by_id
from app.store.keys import open_slots
from app.store.profiles import Minute
from tests import residue
from tests.believing import MORNING, everything_written, person, said


def lines(memory: Memory, shade: str = "") -> dict[str, MadeMemory]:
    """The lines that hold, by their names without `profile:`."""
    rows = memory.store.rows("SELECT public_id, name FROM memory WHERE kind = 'core' AND status = 'active'")
    names = {row[0]: row[1].removeprefix("profile:") for row in rows}
    shown = {names[one.id]: one for one in memory.memories("core") if one.id in names}
    return {name: one for name, one in shown.items() if name.startswith(shade)}


def count(memory: Memory, today: str = "2026-11-30") -> None:
    while profiles.make_next(memory.store, today):
        pass


def worked(memory: Memory, app: str, title: str, day: int, hours: int = 1, text: str = "") -> list[str]:
    """A picture without text every ten minutes of some hours from nine o'clock."""
    ids = []
    for minute in range(0, 60 * hours, 10):
        at = MORNING + timedelta(days=day, minutes=minute)
        new = NewMoment(kind="screen", at=at, zone="UTC", app=app, title=title, source="test")
        ids.append(add_text_moment(memory.store, new, text or f"{title} at {minute} of {day}"))
    return ids


def test_what_recurs_is_a_line_with_its_count_and_its_evidence_and_what_was_met_once_is_none(memory: Memory) -> None:
    for day in range(3):
        worked(memory, "Inkscape", "poster", day, hours=2)
    worked(memory, "Solitaire", "game", 1)
    count(memory)
    apps = lines(memory, "apps")
    assert set(apps) == {"apps:inkscape"}
    line = apps["apps:inkscape"]
    assert (line.title, line.text) == ("Inkscape", "Uses Inkscape: on 3 days, 40 moments.")
    assert {moment_by_id(memory.store, one)[1].app for one in line.evidence} == {"Inkscape"}
    data = memory.beliefs.show(line.id).data
    assert (data["shade"], data["count"], data["days"], data["claims"]) == ("apps", 36, 3, ["Inkscape"])
    assert lines(memory, "roles")["roles:drawing"].text == "Draws plans and designs: about 6 hours on 3 days."
    assert lines(memory, "hours")["hours"].text == "Is mostly at the computer from 09:00 to 11:00."


def test_people_and_projects_come_from_their_memories(memory: Memory) -> None:
    on = [said(memory, f"Mira says {n}.", n, author="Mira Kohl") for n in range(3)]
    person(memory, "Mira Kohl", on, times=7)
    person(memory, "Passer-by", on[:1])
    count(memory)
    assert {name: one.text for name, one in lines(memory, "people").items()} == {
        "people:mira kohl": "Deals with Mira Kohl: on 3 days, 7 times."
    }
    assert lines(memory)["people:mira kohl"].evidence == tuple(on)
    assert "correspondents:mira kohl" in lines(memory)


def test_the_owner_is_the_one_to_whom_most_letters_are_written(memory: Memory) -> None:
    for day in range(4):
        said(memory, f"From: A Writer{day}\nTo: Ona Lind\nSubject: Letter {day}\n\nDear Ona, this is it.", day)
    said(memory, "From: Ona Lind\nTo: Somebody Else\nSubject: An answer\n\nThis is my answer to you all.", 5)
    count(memory)
    assert [one.title for one in lines(memory, "name").values()] == ["Ona Lind"]


def test_topics_are_words_of_several_titles_on_several_days() -> None:
    titles = [("d1", "Files", "Roof terrace"), ("d2", "Files", "Terrace plants"), ("d3", "Files", "Files today")]
    titles += [("d1", "Files", "a.docx"), ("d2", "Files", "b.docx")]
    found = profiles.topic_days([*titles, ("d3", "Files", "terrace")])
    assert found == {"terrace": (3, 3, "terrace")}


@pytest.mark.parametrize(("text", "code"), [
    ("the plan of the garden is not for you", "en"), ("wir sind mit der Post nicht einig und das ist gut", "de"),
    ("le jardin est dans la cour et nous avec vous", "fr"), ("build 12 failed: node k7", ""),
])  # fmt: skip
def test_small_words_tell_the_language(text: str, code: str) -> None:
    assert profiles.language_of(text) == code


def test_languages_are_told_in_shares(memory: Memory) -> None:
    for day in range(3):
        said(memory, f"This is the plan of the garden for you and for me, {day}.", day)
        said(memory, f"Das ist der Plan für den Garten und nicht für die Straße, {day}.", day, minute=5)
    count(memory)
    assert {name: one.text for name, one in lines(memory, "languages").items()} == {
        "languages:en": "Reads and writes English: 50 of a hundred texts.",
        "languages:de": "Reads and writes German: 50 of a hundred texts.",
    }


def test_busy_hours_go_over_midnight_and_busy_weekdays_need_two_weeks() -> None:
    night = [
        Minute(n, (MORNING + timedelta(hours=13 + n)).timestamp().__int__() * 1_000_000, "UTC", "d") for n in range(4)
    ]
    assert profiles.busy_hours(night) == (22, 2)
    assert profiles.busy_hours([]) is None
    assert profiles.busy_weekdays(["2026-11-02", "2026-11-03"]) == []
    assert profiles.busy_weekdays(["2026-11-02", "2026-11-09", "2026-11-16", "2026-11-17"]) == [0]


def test_a_title_that_looks_like_a_form_is_only_a_title(memory: Memory) -> None:
    for day in range(2):
        worked(memory, "{days} %s {0}", "x", day)
    count(memory)
    assert lines(memory, "apps")["apps:{days} %s {0}"].text.startswith("Uses {days} %s {0}: on 2 days")


def test_counting_again_changes_nothing_and_what_fell_out_is_archived(memory: Memory) -> None:
    first = [one for day in range(2) for one in worked(memory, "Inkscape", "poster", day)]
    count(memory)
    before = {name: one.id for name, one in lines(memory).items()}
    count(memory)
    count(memory, "2026-12-01")
    assert {name: one.id for name, one in lines(memory).items()} == before
    assert memory.store.value("SELECT count(*) FROM memory_version") == 0
    memory.store.execute(
        "UPDATE moment SET app = 'Krita' WHERE public_id IN (SELECT value FROM json_each(?))",
        (str(first).replace("'", '"'),),
    )
    count(memory, "2026-12-02")
    assert "apps:inkscape" not in lines(memory)
    assert {one.status for one in memory.memories("core") if one.title == "Inkscape"} == {"archived"}


def test_a_line_can_be_corrected_and_denied_for_good(memory: Memory) -> None:
    for day in range(3):
        worked(memory, "Inkscape", "poster", day)
        worked(memory, "Solitaire", "game", day)
    count(memory)
    held = lines(memory, "apps")
    memory.beliefs.edit(held["apps:inkscape"].id, text="I draw for a living.")
    memory.beliefs.deny(held["apps:solitaire"].id)
    worked(memory, "Inkscape", "poster", 4)
    worked(memory, "Solitaire", "game", 4)
    count(memory, "2026-12-01")
    assert {name: one.text for name, one in lines(memory, "apps").items()} == {"apps:inkscape": "I draw for a living."}
    memory.beliefs.undo()
    assert set(lines(memory, "apps")) == {"apps:inkscape", "apps:solitaire"}


def test_a_line_goes_with_its_evidence_and_is_counted_anew_from_what_is_left(memory: Memory, places: Places) -> None:
    word = "canaryzuiopasdfgh"
    days = [worked(memory, f"App{word}", f"poster {word}", day) for day in range(2)]
    stay = [worked(memory, "Krita", "flowers", day) for day in range(3)]
    mixed = [said(memory, f"Mira says {n}.", n, author="Mira Kohl") for n in range(4)]
    count(memory)
    assert f"apps:app{word}" in lines(memory)
    assert lines(memory)["correspondents:mira kohl"].evidence == tuple(mixed)
    needles = {word: residue.text_needles(word)}
    assert residue.find(needles, places, open_slots(places), keys={})
    memory.forget(Selection(ids=(*(one for day in days for one in day), stay[2][0], mixed[3])))
    left = lines(memory)
    assert f"apps:app{word}" not in left
    assert left["correspondents:mira kohl"].evidence == tuple(mixed[:3])
    assert left["correspondents:mira kohl"].text == "Gets messages from Mira Kohl: on 3 days, 3 messages."
    assert "apps:krita" in left
    assert word not in everything_written(memory)
    assert residue.find(needles, places, open_slots(places), keys={}) == {}


def test_a_line_of_which_one_day_is_left_goes(memory: Memory) -> None:
    days = [said(memory, f"Mira says {n}.", n, author="Mira Kohl") for n in range(2)]
    count(memory)
    assert "correspondents:mira kohl" in lines(memory)
    memory.forget(Selection(ids=(days[0],)))
    assert "correspondents:mira kohl" not in lines(memory)
    assert "kohl" not in everything_written(memory)


def test_the_profile_is_made_with_everything_else(memory: Memory) -> None:
    for day in range(2):
        worked(memory, "Inkscape", "poster", day)
    made = memory.consolidate()
    assert made["profile"] >= 2
    assert "apps:inkscape" in lines(memory)
    assert memory.consolidate().get("profile", 0) == 0
