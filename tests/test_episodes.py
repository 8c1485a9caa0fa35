"""Episodes and digests in a store: what they say, that they are made once, grow, wait, and lose what is forgotten."""

import json
from datetime import timedelta

import pytest

from app.consolidate import about, digest, episodes, making
from app.consolidate.gist import sentences
from app.memory import Memory
from app.paths import Places
from app.records import Selection
from app.store import made, memories
from app.store.db import from_us, to_us
from app.store.frames import local_day, moment_by_id
from app.store.memories import NewMemory
from tests.bench.episodes import compare, documents_found, made_spans, true_spans
from tests.conftest import LAST_DAY, DemoWeek
from tests.seen_days import BREAD, TODAY, WALL, at, holds, look, made_of, say, wall_and_bread
from tests.test_store import count


def all_episodes(memory: Memory) -> list[made.Made]:
    return made.shown(memory.store, episodes.KIND)


def test_a_morning_of_two_things_is_two_episodes_that_name_things_people_and_a_quote(memory: Memory) -> None:
    wall, bread = wall_and_bread(memory)
    assert made_of(memory)["episodes"] == 1
    first, second = all_episodes(memory)
    assert first.name == f"episode:{wall[0]}"
    assert first.title == "wall_v1.pdf, Wall with Jakub · Jakub Sieger"
    things, quote = first.text.splitlines()
    assert things == "wall_v1.pdf (Reader), Wall with Jakub (Notes), Jakub (Talk) · Jakub Sieger"
    assert quote.strip("“”") in {*WALL, "Bring the gabion drawing along"}
    assert second.text.splitlines()[1].strip("“”") in BREAD
    assert first.data | {"steps": []} == {
        "level": "episode", "apps": ["Reader", "Notes", "Talk"], "people": ["Jakub Sieger"],
        "documents": ["wall_v1.pdf", "Wall with Jakub"], "day": "2025-03-03", "held_s": 600, "steps": [],
    }  # fmt: skip
    assert (from_us(first.from_us), from_us(first.until_us)) == (at(0), at(17))
    shown = {one.title: one for one in memory.memories("episodic")}
    assert shown[first.title].evidence == tuple(wall)
    assert shown[second.title].evidence == tuple(bread)


def test_who_writes_as_the_user_is_not_whom_one_was_with(memory: Memory) -> None:
    for n, thread in enumerate(("Jakub", "Family", "Choir")):
        say(memory, at(n), thread, "Clara W", "I come at nine")
        say(memory, at(n + 0.5), thread, f"Friend {thread}", "That is fine with us")
    made_of(memory)
    assert all("Clara W" not in one.data["people"] for one in all_episodes(memory))


def test_what_is_made_is_made_once(memory: Memory) -> None:
    wall_and_bread(memory)
    made_of(memory)
    before = memory.store.rows("SELECT * FROM memory ORDER BY id")
    assert not any(made_of(memory).values())
    # As after a kill before anything was noted; what was read of each moment is noted with what was made of it.
    memory.store.execute("DELETE FROM control WHERE name <> 'semantic_after'")
    assert not any(made_of(memory).values())
    assert memory.store.rows("SELECT * FROM memory ORDER BY id") == before
    assert count(memory, "memory_version") == 0


def test_a_kill_between_any_two_pieces_changes_nothing(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    wall_and_bread(memory)
    wall_and_bread(memory, day=1)
    put, done = memories.put, [0]

    def killed(store, new):  # type: ignore[no-untyped-def]
        done[0] += 1
        if done[0] % 3 == 0:
            raise KeyboardInterrupt
        return put(store, new)

    monkeypatch.setattr(memories, "put", killed)
    for _ in range(60):
        try:
            made_of(memory)
            break
        except KeyboardInterrupt:
            continue
    monkeypatch.setattr(memories, "put", put)
    made_of(memory)
    assert len(all_episodes(memory)) == 4
    kinds = [one.kind for one in memory.memories()]
    assert (kinds.count("episodic"), kinds.count("resource"), kinds.count("digest")) == (
        4,
        3,
        4,
    )  # one of them of a person


def test_new_moments_of_an_old_day_extend_an_episode_or_begin_one(memory: Memory) -> None:
    wall_and_bread(memory)
    made_of(memory)
    first = all_episodes(memory)[0]
    late = say(memory, at(18), "Jakub", "Jakub Sieger", "The gabion drawing is on the table")
    look(memory, at(300), "Reader", "lease.pdf", "The lease runs for two years.")
    look(memory, at(305), "Reader", "lease.pdf", "The lease runs for two years.", "Dogs may stay with the tenant.")
    made_of(memory)
    found = all_episodes(memory)
    assert found[0].name == first.name
    assert from_us(found[0].until_us) == at(18)
    assert late in memory.memories("episodic")[-1].evidence
    assert [one.title for one in found][-1] == "lease.pdf"
    day = next(one for one in memory.memories("digest") if one.title.startswith("2025-03-03"))
    assert "13:00–13:05 lease.pdf" in day.text


def test_an_episode_whose_border_moved_away_is_withdrawn_with_what_was_made_of_it(memory: Memory) -> None:
    wall, bread = wall_and_bread(memory)
    made_of(memory)
    for minute in range(20, 60, 4):
        look(memory, at(minute), "Reader", "wall_and_bread.pdf", *WALL, *BREAD)
    made_of(memory)
    (only,) = all_episodes(memory)
    assert only.name == f"episode:{wall[0]}"
    assert bread[-1] in memory.memories("episodic")[0].evidence
    assert not memory.store.rows("SELECT 1 FROM memory WHERE status = 'stale'")


def test_the_last_episode_of_a_day_that_goes_on_waits_for_a_pause(memory: Memory) -> None:
    wall_and_bread(memory)
    store, today = memory.store, "2025-03-03"
    now = to_us(at(70))
    while episodes.make_next(store, today, now):
        pass
    assert [one.data["documents"][0] for one in all_episodes(memory)] == ["wall_v1.pdf"]
    assert not episodes.make_next(store, today, now)
    while episodes.make_next(store, today, to_us(at(70) + timedelta(minutes=40))):
        pass
    assert len(all_episodes(memory)) == 2


def test_a_moment_that_is_not_read_yet_is_waited_for(memory: Memory) -> None:
    wall, _ = wall_and_bread(memory)
    memory.store.execute("UPDATE moment SET reading = 'pending' WHERE public_id = ?", (wall[1],))
    made_of(memory)
    assert all_episodes(memory) == []
    memory.store.execute("UPDATE moment SET reading = 'done'")
    made_of(memory)
    assert len(all_episodes(memory)) == 2


def test_the_digest_of_a_day_is_that_of_its_episodes(memory: Memory) -> None:
    wall_and_bread(memory)
    made_of(memory)
    day = next(one for one in memory.memories("digest") if one.title.startswith("2025-03-03"))
    assert day.text.splitlines() == ["08:00–08:17 wall_v1.pdf, Wall with Jakub · Jakub Sieger", "09:00–09:08 Rye bread"]
    assert set(day.evidence) == {one for held in memory.memories("episodic") for one in held.evidence}


def test_what_the_user_wrote_or_denied_stays_as_it_is(memory: Memory) -> None:
    wall_and_bread(memory)
    made_of(memory)
    first, second = all_episodes(memory)
    memory.store.execute("UPDATE memory SET title = 'My wall', made_by = 'user' WHERE id = ?", (first.id,))
    memory.store.execute("UPDATE memory SET status = 'denied' WHERE id = ?", (second.id,))
    say(memory, at(18), "Jakub", "Jakub Sieger", "The gabion drawing is on the table")
    look(memory, at(69), "Firefox", "Rye bread - Firefox", *BREAD)
    assert "episodes" not in [name for name, n in made_of(memory).items() if n and name == "episodes"]
    rows = dict(memory.store.rows("SELECT id, title FROM memory"))
    assert rows[first.id] == "My wall"
    assert [one.title for one in all_episodes(memory)] == ["My wall"]


# -- forgetting


def test_after_forgetting_a_part_the_rest_is_told_without_its_words(memory: Memory) -> None:
    wall, bread = wall_and_bread(memory)
    secret = [
        look(memory, at(14), "Reader", "zyxwvut_offer.pdf", "Zyxwvut pays for the gabion wall."),
        say(memory, at(19), "Qwertz", "Qwertz Zyxwvut", "The gabion wall is ours."),
    ]
    made_of(memory)
    made_of(memory)
    assert holds(memory, "zyxwvut")
    memory.forget(Selection(ids=tuple(secret)))
    assert not holds(memory, "zyxwvut")
    assert not holds(memory, "qwertz")
    made_of(memory)
    assert not holds(memory, "zyxwvut")
    assert [set(one.evidence) for one in reversed(memory.memories("episodic"))] == [set(wall), set(bread)]


def test_an_episode_that_lost_its_first_moment_is_told_under_another_name(memory: Memory) -> None:
    wall, _ = wall_and_bread(memory)
    made_of(memory)
    memory.forget(Selection(ids=(wall[0],)))
    made_of(memory)
    first = all_episodes(memory)[0]
    assert first.name == f"episode:{wall[1]}"
    assert not holds(memory, wall[0])
    assert "08:04–08:17" in next(one.text for one in memory.memories("digest") if one.title.startswith("2025-03-03"))


def test_forgetting_all_of_a_day_leaves_nothing_made_of_it(memory: Memory) -> None:
    wall_and_bread(memory)
    made_of(memory)
    memory.forget(Selection(since=at(-60), until=at(600)))
    made_of(memory)
    assert memory.memories() == []
    assert count(memory, "memory") == count(memory, "derivation") == 0


def test_what_is_forgotten_while_a_day_is_made_costs_the_rest_no_episode(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall, bread = wall_and_bread(memory)
    put = memories.put

    def forgetting_first(store, new):  # type: ignore[no-untyped-def]
        if new.kind == episodes.KIND:
            monkeypatch.setattr(memories, "put", put)
            memory.forget(Selection(ids=(wall[1],)))
        return put(store, new)

    monkeypatch.setattr(memories, "put", forgetting_first)
    made_of(memory)
    made_of(memory)
    left = [{*wall} - {wall[1]}, set(bread)]
    assert [set(one.evidence) for one in reversed(memory.memories("episodic"))] == left
    assert "reader wall.pdf" in str(memory.store.rows("SELECT name FROM memory WHERE kind = 'resource'"))


def test_words_of_a_moment_that_left_an_episode_go_from_its_versions_and_from_what_stands_on_it(memory: Memory) -> None:
    """The episode names the moment no more after its border moved, so a forgetting would not find it by that."""
    wall_and_bread(memory)
    odd = [look(memory, at(n), "Reader", "zyxwvut.pdf", "Zyxwvut pays for the gabion wall.") for n in (20, 23, 26)]
    made_of(memory)
    name = all_episodes(memory)[0].name
    assert any("zyxwvut" in one.text for one in memory.memories("digest"))
    old = made.named(memory.store, episodes.KIND, name)
    assert old is not None
    kept = sorted(memories.parents(memory.store, old.id)[0] - {moment_by_id(memory.store, one)[0] for one in odd})
    made.put_changed(memory.store, NewMemory(episodes.KIND, name, "wall", "", at(0), at(17), moments=kept))
    held = memory.store.rows("SELECT kind, name FROM memory WHERE instr(lower(title || text || data), 'zyxwvut')")
    assert held == [("resource", "resource:reader zyxwvut.pdf")]  # which stands on the moment itself
    assert count(memory, "memory_version") == 0


def test_nothing_is_made_while_something_hidden_may_come_back(memory: Memory) -> None:
    wall, _ = wall_and_bread(memory)
    made_of(memory)
    before = memory.memories()
    hidden = memory.forget(Selection(ids=(wall[2],)), undo_s=60)
    look(memory, at(69), "Firefox", "Rye bread - Firefox", *BREAD)
    assert made_of(memory)["episodes"] == 0
    assert memory.undo_forget(hidden.id)
    assert {one.id for one in memory.memories()} == {one.id for one in before}
    assert made_of(memory)["episodes"] == 1


# -- people and projects


def known_person(memory: Memory, moments: list[str], name: str = "Jakub Sieger") -> None:
    ids = [moment_by_id(memory.store, one)[0] for one in moments]
    key = f"person:{name.casefold()}"
    data = {"entity": "person", "name": name, "aliases": ["Jakub"], "first_us": 0, "last_us": 0, "times": len(ids)}
    memories.put(
        memory.store, NewMemory("semantic", key, name, f"{name} builds walls.", at(0), None, moments=ids, data=data)
    )
    fact = {
        "entity_name": key,
        "predicate": "fee",
        "value": "1,450 EUR",
        "quote": "my fee is 1,450 EUR",
        "changed": False,
    }
    memories.put(
        memory.store,
        NewMemory(
            "semantic",
            "fact:1",
            f"{name}: fee 1,450 EUR",
            "my fee is 1,450 EUR",
            at(1),
            None,
            moments=ids[-1:],
            data=fact,
        ),
    )
    meeting = {"what": "Call", "with": ["Jakub"], "at_us": to_us(at(90)), "until_us": None, "quote": "call at 9:30"}
    memories.put(
        memory.store,
        NewMemory(
            "semantic",
            "appointment:1",
            "Call with Jakub, 9:30",
            "call at 9:30",
            at(90),
            None,
            moments=ids[:1],
            data=meeting,
        ),
    )


def test_the_digest_of_a_person_tells_facts_appointments_and_episodes_and_stands_on_them(memory: Memory) -> None:
    wall, _ = wall_and_bread(memory)
    known_person(memory, [wall[3], wall[5]])
    made_of(memory)
    found = made.named(memory.store, about.KIND, "person:jakub sieger")
    assert found is not None
    assert found.title == "Jakub Sieger"
    assert found.text.splitlines() == [
        "Jakub Sieger builds walls.",
        "Jakub Sieger: fee 1,450 EUR",
        "Call with Jakub, 9:30",
        "2025-03-03 wall_v1.pdf, Wall with Jakub · Jakub Sieger",
    ]
    assert not any(made_of(memory).values())


def test_a_new_episode_or_a_fact_that_was_replaced_makes_the_digest_anew(memory: Memory) -> None:
    wall, _ = wall_and_bread(memory)
    known_person(memory, [wall[3], wall[5]])
    made_of(memory)
    memory.store.execute("UPDATE memory SET status = 'superseded' WHERE name = 'fact:1'")
    again, _ = wall_and_bread(memory, day=1)
    known_person(memory, [wall[3], wall[5], again[5]])
    memory.store.execute("UPDATE memory SET status = 'superseded' WHERE name = 'fact:1'")
    made_of(memory)
    found = made.named(memory.store, about.KIND, "person:jakub sieger")
    assert found is not None
    assert "1,450" not in found.text
    assert "2025-03-04 wall_v1.pdf" in found.text


def test_the_digest_of_a_person_forgets_with_its_evidence_and_goes_with_its_person(memory: Memory) -> None:
    wall, _ = wall_and_bread(memory)
    known_person(memory, [wall[3], wall[5]])
    made_of(memory)
    memory.forget(Selection(ids=(wall[5],)))
    found = made.named(memory.store, about.KIND, "person:jakub sieger")
    assert found is None or "fee" not in found.text
    memories.remove(
        memory.store,
        memory.store.value("SELECT id FROM memory WHERE name = 'person:jakub sieger' AND kind = 'semantic'"),
    )
    look(memory, at(70), "Firefox", "Rye bread - Firefox", *BREAD)
    made_of(memory)
    assert not made.exists(memory.store, about.KIND, "person:jakub sieger")


# -- the demo week


def test_borders_are_compared_in_both_directions() -> None:
    """The known-bad case: cutting everywhere finds each border and is mostly wrong."""
    from app import demo

    truth = demo.truth("a", last_day=LAST_DAY)
    spans = true_spans(truth)
    assert compare(spans, spans)["within days: recall"] == compare(spans, spans)["within days: precision"] == 1.0
    moments = list(demo.week(story="a", last_day=LAST_DAY))
    everywhere = [type(spans[0])(local_day(one.at, "UTC"), one.at, one.at) for one in moments]
    bad = compare(spans, everywhere)
    assert bad["within days: recall"] == 1.0
    assert bad["within days: precision"] < 0.4
    assert compare(spans, [])["all: recall"] == 0.0


def test_the_demo_weeks_episodes_and_documents_are_those_of_its_script(demo_week: DemoWeek, tmp_path) -> None:  # type: ignore[no-untyped-def]
    import shutil

    from app import demo

    shutil.copytree(demo_week.places.home, tmp_path / "home")
    memory = Memory.open(Places(tmp_path / "home", demo_week.places.key_file))
    try:
        while making.make_next(memory.store, TODAY):
            pass
        truth = demo.truth("a", last_day=LAST_DAY)
        found = compare(true_spans(truth), made_spans(memory))
        assert found["all: recall"] >= 0.8
        assert found["all: precision"] >= 0.78
        _, missing = documents_found(memory, truth)
        assert not missing
    finally:
        memory.close()


def test_a_quote_is_a_whole_sentence_whatever_was_shortened_in_it() -> None:
    assert sentences("Met the janitor, Mr. Petrovic, twice. He keeps the key.") == [
        "Met the janitor, Mr. Petrovic, twice.",
        "He keeps the key.",
    ]


def test_data_of_episodes_is_json_that_any_text_survives(memory: Memory) -> None:
    look(
        memory, at(0), 'Ed"itor', "%s {0} ' OR 1=1 -- .pdf", "Drop '; DROP TABLE memory; {name} %d", "\u202e odd \ud7ff"
    )
    look(memory, at(3), 'Ed"itor', "%s {0} ' OR 1=1 -- .pdf", "Drop '; DROP TABLE memory; {name} %d")
    made_of(memory)
    (one,) = all_episodes(memory)
    assert json.loads(memory.store.value("SELECT data FROM memory WHERE id = ?", (one.id,)))["apps"] == ['Ed"itor']
    assert digest.week_of("2025-03-03") == "2025-W10"
