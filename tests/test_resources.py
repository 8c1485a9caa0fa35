"""Resources: what is one, and what is told of it: where, which versions, how long, a gist; and what is left after forgetting."""

import pytest

from app.consolidate import resources
from app.consolidate.episodes import day_of
from app.consolidate.things import repository_of, thing_of, title_of
from app.memory import Memory
from app.records import Selection
from app.store import made
from app.store.daily import Seen
from tests.seen_days import BREAD, WALL, at, holds, look, made_of, say, wall_and_bread


def seen(app: str, title: str, url: str = "", kind: str = "screen", site: str = "") -> Seen:
    return Seen(1, "a", 0, "UTC", kind, app, title, url, site, "", "")


def known(memory: Memory) -> dict[str, made.Made]:
    return {one.name.removeprefix(resources.PREFIX): one for one in made.shown(memory.store, resources.KIND)}


@pytest.mark.parametrize(
    ("shown", "key", "title", "kind"),
    [
        (seen("Reader", "soil_v2.pdf"), "reader soil.pdf", "soil_v2.pdf", "document"),
        (seen("Writer", "*Offer (draft 3).odt - Writer"), "writer offer.odt", "Offer (draft 3).odt", "document"),
        (seen("Code", "● beds.py - tools - Code"), "code beds.py", "beds.py", "file"),
        (seen("Notes", "Call about the wall"), "notes call about the wall", "Call about the wall", "document"),
        (
            seen("Firefox", "Rye - Firefox", "https://www.Bread.example/rye/?q=1#top"),
            "bread.example/rye",
            "Rye",
            "page",
        ),
        (seen("Reader", "x", "file:///home/me/My%20plan.pdf"), "/home/me/my plan.pdf", "My plan.pdf", "document"),
        (seen("Firefox", "Rye bread — Mozilla Firefox"), "firefox rye bread", "Rye bread", "page"),
        (seen("Thunderbird", "Re: Offer - Inbox"), None, "Offer", ""),
        (seen("Signal", "Family - Signal"), None, "Family", ""),
        (seen("GNOME Terminal", "me@pc: ~/tools"), None, "me@pc: ~/tools", ""),
        (seen("Calendar", "Week - Calendar"), None, "Week", ""),
        (seen("Reader", "Reader"), None, "Reader", ""),
        (seen("Reader", ""), None, "", ""),
        (seen("Firefox", "x", "https://[bad"), "firefox x", "x", "page"),
    ],
)
def test_what_a_window_shows_is_read_from_its_address_or_its_title(
    shown: Seen, key: str | None, title: str, kind: str
) -> None:
    thing = thing_of(shown)
    assert (None if thing is None else (thing.key, thing.title, thing.kind)) == (
        None if key is None else (key, title, kind)
    )
    assert title_of(shown).endswith(title) or thing is not None


def test_a_repository_is_read_from_a_code_hosts_address_or_an_editors_title() -> None:
    page = repository_of(seen("Firefox", "x", "https://github.com/garden/beds/issues/3"))
    assert page is not None
    assert (page.key, page.title) == ("github.com/garden/beds", "garden/beds")
    project = repository_of(seen("Visual Studio Code", "beds.py - tools - Visual Studio Code"))
    assert project is not None
    assert project.title == "tools"
    assert repository_of(seen("Firefox", "Rye", "https://bread.example/rye")) is None
    assert repository_of(seen("Notes", "beds - tools")) is None


def test_each_thing_that_was_seen_is_a_resource_with_where_when_and_how_long(memory: Memory) -> None:
    wall, bread = wall_and_bread(memory)
    assert made_of(memory)["resources"] == 1
    found = known(memory)
    assert set(found) == {"reader wall.pdf", "notes wall with jakub", "bread.example/rye"}
    page = found["bread.example/rye"]
    assert (page.title, page.data["where"], page.data["kind"]) == ("Rye bread", "https://bread.example/rye", "page")
    assert (page.data["reading_s"], page.data["times"]) == (360, 1)
    assert set(page.text.splitlines()) <= set(BREAD)
    assert page.text
    assert set(next(one for one in memory.memories("resource") if one.title == "Rye bread").evidence) <= set(bread)
    assert "from=feed" not in str(page)
    assert wall


def test_versions_are_told_apart_by_name_and_by_what_the_text_says(memory: Memory) -> None:
    look(memory, at(0), "Reader", "wall_v1.pdf", *WALL)
    look(memory, at(30), "Reader", "wall_v2.pdf", *WALL[1:], "The wall is lower now.")
    look(memory, at(60), "Writer", "offer.odt", "Offer for the wall, draft 1", *WALL[:1])
    look(memory, at(90, 1), "Writer", "offer.odt", "Offer for the wall, draft 2", *WALL[1:])
    made_of(memory)
    found = known(memory)
    assert [one["title"] for one in found["reader wall.pdf"].data["versions"]] == ["wall_v1.pdf", "wall_v2.pdf"]
    assert [one["title"] for one in found["writer offer.odt"].data["versions"]] == [
        "offer.odt · draft 1",
        "offer.odt · draft 2",
    ]
    assert found["reader wall.pdf"].title == "wall_v2.pdf"
    assert found["writer offer.odt"].data["times"] == 2


def test_a_day_that_is_read_again_is_not_counted_twice(memory: Memory) -> None:
    wall_and_bread(memory)
    wall_and_bread(memory, day=1)
    made_of(memory)
    before = known(memory)
    say(memory, at(100), "Jakub", "Jakub Sieger", "More gravel please")  # the first day comes up again
    memory.store.execute("DELETE FROM control WHERE name LIKE 'resources%'")
    made_of(memory)
    assert {key: one.data for key, one in known(memory).items()} == {key: one.data for key, one in before.items()}
    assert before["bread.example/rye"].data["reading_s"] == 720


def test_after_forgetting_one_day_a_resource_tells_of_the_others_only(memory: Memory) -> None:
    look(memory, at(0), "Writer", "offer.odt", "Offer for the wall, draft 1", "Zyxwvut pays for the sandstone wall.")
    look(memory, at(5), "Writer", "offer_zyxwvut.odt", "The sandstone is paid for by Zyxwvut.")
    look(memory, at(0, 1), "Writer", "offer.odt", "Offer for the wall, draft 2", *WALL)
    made_of(memory)
    assert holds(memory, "zyxwvut")
    memory.forget(Selection(since=at(-10), until=at(60)))
    assert not holds(memory, "zyxwvut")
    assert not holds(memory, "draft 1")
    made_of(memory)
    (left,) = known(memory).values()
    assert [one["title"] for one in left.data["versions"]] == ["offer.odt · draft 2"]
    assert (left.data["times"], list(left.data["days"])) == (1, ["2025-03-04"])
    assert left.text


def test_forgetting_a_moment_that_its_words_came_from_quotes_another(memory: Memory) -> None:
    shown = [look(memory, at(3 * n), "Reader", "wall.pdf", text) for n, text in enumerate(WALL)]
    made_of(memory)
    quoted = known(memory)["reader wall.pdf"].text
    which = next(n for n, text in enumerate(WALL) if text in quoted)
    memory.forget(Selection(ids=(shown[which],)))
    made_of(memory)
    left = known(memory)["reader wall.pdf"]
    assert WALL[which] not in left.text
    assert left.text


def test_what_the_user_forgot_as_a_resource_is_not_made_again(memory: Memory) -> None:
    wall_and_bread(memory)
    made_of(memory)
    page = next(one for one in memory.memories("resource") if one.title == "Rye bread")
    memory.forget(Selection(ids=(page.id,)))
    wall_and_bread(memory, day=1)
    made_of(memory)
    assert "bread.example/rye" not in known(memory)


def test_a_day_added_while_a_resource_waits_to_be_made_again_loses_none_of_the_others(memory: Memory) -> None:
    wall_and_bread(memory)
    made_of(memory)
    memory.store.execute(
        "UPDATE memory SET status = 'stale', title = '', text = '', data = '{}' WHERE kind = 'resource'"
    )
    wall_and_bread(memory, day=1)
    while resources.make_next(memory.store, "2026-01-01"):
        pass
    assert known(memory)["bread.example/rye"].data["reading_s"] == 720


def test_a_resource_keeps_few_moments_of_a_day_however_long_it_was_read() -> None:
    shown = [
        Seen(
            n,
            str(n),
            n * 10_000_000,
            "UTC",
            "screen",
            "Reader",
            "wall.pdf",
            "",
            "",
            "",
            "",
            ((n, f"{WALL[n % 3]} {n}"),),
        )
        for n in range(500)
    ]
    (visit,) = resources.visits(day_of(shown), "2025-03-03")
    assert len(visit.moments) <= 5
    assert visit.reading_s == 499 * 10 + 120
    assert resources.resource(visit, {}, "", ()).moments == sorted(visit.moments)


def test_what_every_window_of_a_program_shows_is_no_gist_of_one(memory: Memory) -> None:
    bar = "Sunshine tomorrow in all of the valley, says the bar."
    for n, (title, text) in enumerate(
        (("wall.pdf", WALL[0]), ("bread.pdf", BREAD[0]), ("lease.pdf", "Dogs may stay here."))
    ):
        look(memory, at(4 * n), "Reader", title, bar, text)
    made_of(memory)
    assert all("Sunshine" not in one.text for one in known(memory).values())
    assert WALL[0] in known(memory)["reader wall.pdf"].text
