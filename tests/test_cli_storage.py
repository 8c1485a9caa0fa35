"""`recollect storage`, `recollect pin`, and what other commands say of both."""

from tests.cli_ran import Run


def test_storage_tells_what_it_takes_and_what_will_become_of_it(garden: Run) -> None:
    told = garden("storage", "--json").json
    assert told["total_bytes"] == told["pictures_bytes"] + told["thumbnails_bytes"] + told["database_bytes"] > 0
    assert told["cap_bytes"] == 20_000_000_000
    assert told["going"] == {name: {"count": 0, "bytes": 0} for name in ("pictures", "thumbnails", "text")}
    assert told["settings"] == {"pictures_days": 180, "thumbnails_days": 730, "text_days": 0, "max_gb": 20}
    shown = garden("storage")
    assert "small pictures" in shown.out
    assert "730 days" in shown.out
    assert "it never reaches 20.0 GB" in shown.out
    sizes = garden("status", "--json").json["sizes"]
    assert sizes["total_bytes"] == sizes["pictures_bytes"] + sizes["thumbnails_bytes"] + sizes["database_bytes"]


def test_an_empty_memory_says_that_it_has_no_pace_yet(run: Run) -> None:
    run("init")
    assert "Nothing was recorded yet" in run("storage").out


def test_a_pinned_moment_is_shown_as_such_until_it_is_not(garden: Run) -> None:
    first, second, third = (one["id"] for one in garden("timeline", "--json").lines)
    assert garden("pin", first, second, "--json").json == {"ids": [first, second], "pinned": True}
    assert [one["pinned"] for one in garden("timeline", "--json").lines] == [True, True, False]
    assert "Not pinned any more: 1" in garden("pin", first, "--off").out
    assert [garden("show", one, "--json").json["pinned"] for one in (first, second, third)] == [False, True, False]


def test_where_one_moment_is_not_there_none_is_pinned(garden: Run) -> None:
    first = garden("timeline", "--json").lines[0]["id"]
    ended = garden("pin", first, "nowhere")
    assert (ended.status, ended.err) == (1, "No moment has that id. It may have been forgotten.\n")
    assert not garden("show", first, "--json").json["pinned"]
