"""What the user says about memories stays said: edits, denials and merges, taken back in turn, and kept from what was forgotten."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.errors import KnownError
from app.memory import Memory
from app.paths import Places
from app.records import Selection
from app.store import memories
from app.store.keys import open_slots
from tests import residue
from tests.believing import MORNING, everything_written, fact, person, put, row_id, said
from tests.cli_ran import Run


def shown(memory: Memory, public_id: str) -> str:
    return next((one.text for one in memory.memories() if one.id == public_id), "")


def test_an_edit_is_not_overwritten_by_what_is_made_later_and_keeps_what_was_said(memory: Memory) -> None:
    on = [said(memory, "Mira moved to Porto.")]
    one = fact(memory, "person:mira", "lives in", "Porto", on)
    memory.beliefs.edit(one, text="Mira lives in Braga.")
    assert fact(memory, "person:mira", "lives in", "Porto", on) == one
    assert shown(memory, one) == "Mira lives in Braga."
    belief = memory.beliefs.show(one)
    assert (belief.made_by, belief.data["value"], belief.data["quote"]) == ("user", "Mira lives in Braga.", "")
    assert [(each.change, each.text) for each in belief.versions] == [("user_edited", "person:mira lives in Porto")]
    assert memory.beliefs.undo() == [one]
    assert memory.beliefs.show(one).data["value"] == "Porto"
    assert memory.beliefs.show(one).made_by == "extractive"
    assert memory.beliefs.undo() == []


def test_what_was_denied_is_not_shown_nor_made_again_until_that_is_taken_back(memory: Memory) -> None:
    on = [said(memory, "Mira moved to Porto.")]
    one = fact(memory, "person:mira", "lives in", "Porto", on)
    memory.beliefs.deny(one)
    assert memory.memories() == []
    new = memories.NewMemory("semantic", "fact:person:mira lives in Porto", "a", "b", MORNING, None)
    assert memories.put(memory.store, new) is None
    assert memory.beliefs.undo() == [one]
    assert shown(memory, one) == "person:mira lives in Porto"
    assert fact(memory, "person:mira", "lives in", "Porto", on) == one


def test_what_was_denied_can_be_read_and_deleted_but_not_edited(memory: Memory) -> None:
    one = fact(memory, "person:mira", "lives in", "Porto", [said(memory, "Mira moved to Porto.")])
    memory.beliefs.deny(one)
    assert memory.beliefs.show(one).memory.status == "denied"
    assert memory.beliefs.linked(one) == []
    for act in (lambda: memory.beliefs.edit(one, text="x"), lambda: memory.beliefs.deny(one)):
        with pytest.raises(KnownError):
            act()
    assert memory.beliefs.delete(one).state == "gone"
    assert memory.store.value("SELECT count(*) FROM memory") == 0


def test_corrections_are_taken_back_last_first(memory: Memory) -> None:
    one = fact(memory, "person:mira", "lives in", "Porto", [said(memory, "Mira moved to Porto.")])
    memory.beliefs.edit(one, text="First.")
    memory.beliefs.edit(one, text="Second.", title="Of Mira")
    memory.beliefs.deny(one)
    seen = []
    while memory.beliefs.undo():
        seen.append(shown(memory, one))
    assert seen == ["Second.", "First.", "person:mira lives in Porto"]


def test_an_empty_edit_and_an_unknown_id_are_told(memory: Memory) -> None:
    one = person(memory, "Mira", [said(memory, "Mira is here.")])
    for code, act in (
        ("empty_edit", lambda: memory.beliefs.edit(one, text="  ")),
        ("empty_edit", lambda: memory.beliefs.edit(one)),
        ("no_such_memory", lambda: memory.beliefs.edit("nobody", text="x")),
        ("no_such_memory", lambda: memory.beliefs.deny("nobody")),
        ("not_mergeable", lambda: memory.beliefs.merge(one, one)),
    ):
        with pytest.raises(KnownError) as told:
            act()
        assert told.value.code == code


def test_two_people_become_one_whatever_is_made_later_and_come_apart_again(memory: Memory) -> None:
    first, second = said(memory, "Mira is here."), said(memory, "Mira Kohl is here.", 1)
    one, other = person(memory, "Mira Kohl", [second], times=3), person(memory, "Mira", [first], times=2)
    before = memory.beliefs.show(one).data
    memory.beliefs.merge(one, other)
    for _ in range(2):  # made anew, both of them
        both = memory.beliefs.show(one)
        assert (both.data["times"], both.data["aliases"]) == (5, ["Mira"])
        assert set(both.memory.evidence) == {first, second}
        assert memory.beliefs.show(other).memory.status == "superseded"
        assert memory.beliefs.show(other).replaced_by == one
        person(memory, "Mira", [first], times=2)
        person(memory, "Mira Kohl", [second], times=3)
    with pytest.raises(KnownError):
        memory.beliefs.merge(other, one)
    assert memory.beliefs.undo() == [other]
    assert memory.beliefs.show(one).data == before
    assert memory.beliefs.show(one).memory.evidence == (second,)
    assert memory.beliefs.show(other).memory.status == "active"


def test_deleting_gives_a_receipt_and_takes_what_was_merged(memory: Memory) -> None:
    on = [said(memory, "Mira Kohl is here.")]
    one, other = person(memory, "Mira Kohl", on), person(memory, "Mira", on)
    memory.beliefs.merge(one, other)
    receipt = memory.beliefs.delete(one)
    assert (receipt.facts, receipt.frames, receipt.state) == (2, 0, "gone")
    assert memory.store.value("SELECT count(*) FROM memory") == 0
    assert memories.is_forgotten(memory.store, "semantic", "person:mira")


def test_what_stands_on_a_corrected_memory_is_made_of_its_new_words(memory: Memory) -> None:
    from app.consolidate import digest

    said(memory, "Mira is here.", 0, title="secret plan")
    while digest.make_next(memory.store, "2026-11-30"):
        pass
    day, week = (
        next(one for one in memory.memories() if one.title.startswith(start)) for start in ("2026-11-02", "2026-W45")
    )
    assert "mail" in week.text
    memory.beliefs.edit(day.id, title="2026-11-02: a quiet day")
    assert "a quiet day" in shown(memory, week.id)
    memory.beliefs.deny(day.id)
    assert memory.memories() == []  # a week of no days
    assert not digest.make_next(memory.store, "2026-11-30")


def test_what_was_believed_on_a_day_reads_as_it_did_then(memory: Memory) -> None:
    first, second = said(memory, "Mira moved to Porto."), said(memory, "Mira moved to Braga.", 5)
    one = fact(memory, "person:mira", "lives in", "Porto", [first])
    other = fact(memory, "person:mira", "lives in", "Braga", [second], day=5)
    memory.store.execute(
        "UPDATE memory SET status = 'superseded', expired_us = ?, replaced_by = ? WHERE public_id = ?",
        (int((MORNING + timedelta(days=5)).timestamp() * 1e6), row_id(memory, other), one),
    )

    def believed(day: float) -> list[tuple[str, str]]:
        found = memory.beliefs.at(MORNING + timedelta(days=day))
        return [(each.id, each.status) for each in found]

    assert believed(-1) == []
    assert believed(1) == [(one, "active")]
    assert believed(6) == [(other, "active")]
    memory.beliefs.edit(other, text="Mira lives in Guarda.")
    assert [each.text for each in memory.beliefs.at(MORNING + timedelta(days=6))] == ["person:mira lives in Braga"]


# -- and forgetting


def test_a_corrected_memory_goes_with_the_last_of_its_evidence(memory: Memory) -> None:
    moment = said(memory, "Mira moved to Portozwei.")
    one = fact(memory, "person:mira", "lives in", "Portozwei", [moment])
    memory.beliefs.edit(one, text="Mira lives in Portozwei, in the old town.")
    memory.forget(Selection(ids=(moment,)))
    assert memory.memories() == []
    assert "ortozwei" not in everything_written(memory)


def test_a_corrected_memory_is_hidden_with_its_evidence_and_comes_back_with_it(memory: Memory) -> None:
    moment = said(memory, "Mira moved to Porto.")
    one = fact(memory, "person:mira", "lives in", "Porto", [moment])
    memory.beliefs.edit(one, text="Mira lives in Braga.")
    hidden = memory.forget(Selection(ids=(moment,)), undo_s=60)
    assert hidden.facts == 1
    assert memory.memories() == []
    assert memory.beliefs.undo() == []
    assert memory.undo_forget(hidden.id)
    assert shown(memory, one) == "Mira lives in Braga."
    assert memory.beliefs.undo() == [one]


def test_a_corrected_memory_keeps_the_users_words_and_loses_those_that_only_the_forgotten_moment_held(
    memory: Memory,
) -> None:
    gone, stays = said(memory, "Mira moved to Portozwei in May."), said(memory, "Mira is a baker.", 1)
    one = put(
        memory, "semantic", "person:portozwei mira", "Mira", "Mira of Portozwei is a baker.", [gone, stays],
        entity="person", name="Mira", aliases=["Portozwei Mira"], times=2,
    )  # fmt: skip
    memory.beliefs.edit(one, text="Mira of Portozwei is a baker, and my sister.")
    memory.forget(Selection(ids=(gone,)))
    assert shown(memory, one) == "Mira [forgotten] is a baker, and my sister."
    assert "ortozwei" not in everything_written(memory).casefold()
    assert memory.beliefs.show(one).memory.evidence == (stays,)
    assert memory.beliefs.undo() == []


def test_a_denied_memory_leaves_no_words_but_stays_denied(memory: Memory) -> None:
    gone, stays = said(memory, "Mira moved to Portozwei."), said(memory, "Mira is a baker.", 1)
    one = put(memory, "semantic", "fact:77", "Mira", "Mira of Portozwei", [gone, stays], entity_name="person:mira")
    memory.beliefs.deny(one)
    memory.forget(Selection(ids=(gone,)))
    assert "ortozwei" not in everything_written(memory)
    new = memories.NewMemory("semantic", "fact:77", "a", "b", MORNING, None)
    assert memories.put(memory.store, new) is None


def test_no_byte_of_a_corrected_memory_is_left(memory: Memory, places: Places) -> None:
    words = [f"canary{n}qwertzuiop{n * n}asdfghjkl" for n in range(4)]
    moment, other = said(memory, f"Mira says {words[0]} and {words[1]}"), said(memory, "Mira is a baker.", 1)
    one = put(memory, "semantic", "fact:1", words[0], f"Mira says {words[0]}", [moment, other], quote=words[1])
    alone = put(memory, "semantic", "fact:2", words[1], f"only {words[1]}", [moment])
    memory.beliefs.edit(one, text=f"She said {words[0]}, I think.")
    memory.beliefs.edit(one, title=f"{words[1]} or so")
    memory.beliefs.deny(alone)
    needles = {word: residue.text_needles(word) for word in words[:2]}
    assert len(residue.find(needles, places, open_slots(places), keys={})) == 2
    memory.forget(Selection(ids=(moment,)))
    assert residue.find(needles, places, open_slots(places), keys={}) == {}
    assert shown(memory, one) == "She said [forgotten], I think."


# -- on the command line


def test_the_commands_correct_and_take_back(run: Run, places: Places, tmp_path: Path) -> None:
    assert run("init").status == 0
    note = run("note", "Mira lives in Porto.", "--json").json["id"]
    opened = Memory.open(places)
    one = fact(opened, "person:mira", "lives in", "Porto", [note])
    two = person(opened, "Mira", [note])
    three = person(opened, "Mira Kohl", [note])
    opened.close()
    shape = {"id", "kind", "title", "text", "valid_from", "valid_to", "status", "evidence"}
    listed = run("memories", "--kind", "semantic", "--json").lines
    assert len(listed) == 3
    assert set(listed[0]) == shape
    assert (
        run("memories", "edit", one, "--text", "Mira lives in Braga.", "--json").json["text"] == "Mira lives in Braga."
    )
    detail = run("memories", "show", one, "--json").json
    assert shape < set(detail)
    assert detail["versions"][0]["change"] == "user_edited"
    assert run("memories", "merge", three, two, "--json").json["id"] == three
    assert run("memories", "undo", "--json").json == {"undone": [two]}
    assert run("memories", "deny", one).status == 0
    assert run("memories", "--about", "Braga", "--json").lines == []
    assert run("memories", "undo").status == 0
    assert len(run("memories", "--about", "Braga", "--json").lines) == 1
    assert run("memories", "--at", "2020-01-01", "--json").lines == []
    told = run("memories", "edit", "nobody", "--text", "x")
    assert (told.status, told.err.count("\n"), "Traceback" in told.err) == (1, 1, False)
    assert run("memories", "delete", one).status == 1  # nobody is there to be asked
    assert run("memories", "delete", one, "--yes", "--json").json["state"] == "gone"
    assert run("memories", "undo", "--json").json == {"undone": []}
