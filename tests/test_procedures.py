"""Procedures: the same steps in the same order, several times. What is no step, what is too seldom, what is left after forgetting."""

from app.consolidate import procedures
from app.consolidate.procedures import LEAST_TIMES, Taken, recurring
from app.consolidate.steps import commands, steps_of
from app.memory import Memory
from app.records import Selection
from app.store import made
from app.store.daily import Seen
from tests.seen_days import at, holds, look, made_of


def taken(n: int, *labels: str) -> Taken:
    return Taken(n, tuple((label, 100 * n + place) for place, label in enumerate(labels)))


def found(memory: Memory) -> list[made.Made]:
    return made.shown(memory.store, procedures.KIND)


def publish(memory: Memory, day: int, minute: float = 0, word: str = "wall") -> list[str]:
    """Somebody edits a page, builds the site and sends it off."""
    return [
        look(memory, at(minute, day), "Code", "index.md - site - Code", f"The {word} page number {day}"),
        look(memory, at(minute + 3, day), "Terminal", "me@pc: ~/site", "me@pc:~/site$ make site\nBuilt the pages"),
        look(
            memory, at(minute + 5, day), "Terminal", "me@pc: ~/site",
            "me@pc:~/site$ make site\nBuilt the pages\nme@pc:~/site$ git commit -am pages\nme@pc:~/site$ git push",
        ),
        look(memory, at(minute + 8, day), "Firefox", "Site", f"The page about the {word}", url="https://site.example/wall"),
    ]  # fmt: skip


def test_what_recurs_often_enough_is_a_procedure_and_what_recurs_less_is_none() -> None:
    often = [taken(n, "edit", "test", "push") for n in range(LEAST_TIMES)]
    assert [(way.steps, way.times, way.last_us) for way in recurring(often)] == [(("edit", "test", "push"), 3, 202)]
    assert recurring(often[:-1]) == []


def test_going_to_and_fro_between_two_things_is_no_procedure() -> None:
    assert recurring([taken(n, *["mail", "plan"] * 6) for n in range(5)]) == []


def test_a_part_that_is_more_frequent_than_the_whole_is_told_too() -> None:
    long = [taken(n, "edit", "test", "commit", "push") for n in range(3)]
    short = [taken(n, "edit", "test", "commit", "rest") for n in range(5, 7)]
    ways = {way.steps: way.times for way in recurring([*long, *short])}
    assert ways == {("edit", "test", "commit", "push"): 3, ("edit", "test", "commit"): 5}


def test_steps_are_commands_that_were_typed_and_things_that_were_opened() -> None:
    def seen(at_us: int, app: str, title: str, text: str, kind: str = "screen", url: str = "", site: str = "") -> Seen:
        return Seen(at_us, str(at_us), at_us, "UTC", kind, app, title, url, site, "", "", ((at_us, text),))

    steps = steps_of(
        [
            seen(1, "Terminal", "me@pc", "me@pc:~/x$ cd x\nme@pc:~/x$ make test"),
            seen(2, "Terminal", "me@pc", "me@pc:~/x$ cd x\nme@pc:~/x$ make test\nok\nme@pc:~/x$ git push origin"),
            seen(3, "Talk", "", "done?", kind="message"),
            seen(4, "Writer", "offer_v2.odt", "Offer"),
            seen(5, "Writer", "offer_v3.odt", "Offer"),
            seen(6, "Firefox", "Bread", "Rye", url="https://bread.example/rye", site="bread.example"),
            seen(7, "Thunderbird", "Offer - Inbox", "Dear Jakub"),
        ]
    )
    assert [step.label for step in steps] == [
        "Terminal: make test", "Terminal: git push", "Writer: offer.odt", "Firefox: bread.example", "Thunderbird",
    ]  # fmt: skip
    assert [step.at_us for step in steps] == [1, 2, 4, 6, 7]


def test_a_price_or_a_comment_is_no_command() -> None:
    assert commands("costs $ 20\n# Heading of a page\nPrice > 30\n> quoted words") == []
    assert commands("$ python3 plants.py --all\n❯ cargo build") == ["python3 plants.py", "cargo build"]


def test_a_way_of_working_that_recurs_on_three_days_is_told_with_its_steps_and_times(memory: Memory) -> None:
    publish(memory, 0)
    publish(memory, 1)
    made_of(memory)
    assert found(memory) == []
    shown = publish(memory, 2)
    made_of(memory)
    (way,) = found(memory)
    assert way.data["steps"] == [
        "Code: index.md", "Terminal: make site", "Terminal: git commit", "Terminal: git push", "Firefox: site.example",
    ]  # fmt: skip
    assert way.data["times"] == 3
    assert way.text.splitlines()[0] == "1. Code: index.md"
    (told,) = memory.memories("procedural")
    assert set(shown) <= set(told.evidence)
    assert len(told.evidence) == 12
    assert not any(made_of(memory).values())
    publish(memory, 3)
    made_of(memory)
    (again,) = found(memory)
    assert (again.name, again.data["times"]) == (way.name, 4)


def test_a_procedure_that_recurs_no_more_after_forgetting_is_gone(memory: Memory) -> None:
    shown = [publish(memory, day) for day in range(3)]
    made_of(memory)
    assert len(found(memory)) == 1
    memory.forget(Selection(ids=tuple(shown[1])))
    made_of(memory)
    assert found(memory) == []
    assert not holds(memory, "git push") or all("procedur" not in place for place in holds(memory, "git push"))


def test_a_procedure_is_told_of_what_is_left(memory: Memory) -> None:
    shown = [publish(memory, day) for day in range(4)]
    made_of(memory)
    memory.forget(Selection(ids=tuple(shown[0])))
    made_of(memory)
    (way,) = found(memory)
    assert way.data["times"] == 3
    assert set(memory.memories("procedural")[0].evidence) == {one for held in shown[1:] for one in held}
