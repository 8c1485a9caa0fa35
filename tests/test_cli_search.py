"""What `search` tells of what it understood, and of what a newer statement replaces."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli_ran import Run

ROWS = [
    {
        "id": "1",
        "thread": "work",
        "time": "2026-11-02T09:00:00+00:00",
        "author": "Ann",
        "text": "The roof meeting is at 3pm",
    },
    {
        "id": "2",
        "thread": "work",
        "time": "2026-11-02T12:00:00+00:00",
        "author": "Bo",
        "text": "The roof meeting moved to 4pm",
    },
    {"id": "3", "thread": "home", "time": "2026-11-03T09:00:00+00:00", "author": "Bo", "text": "a roof of tiles"},
]


def test_facets_events_and_replaced_statements_are_told(run: "Run", tmp_path: Path) -> None:
    file = tmp_path / "m.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    assert run("init").status == 0
    assert run("import", "messages", file, "--wait").status == 0
    found = json.loads(run("search", "roof meeting in the work thread -tiles", "--json").out)
    assert [(one["field"], one["value"]) for one in found["understood"]["facets"]] == [
        ("thread", "work"),
        ("without", "tiles"),
    ]
    by_source = {hit["source_id"]: hit for hit in found["hits"]}
    assert by_source["1"]["replaced_by"] == by_source["2"]["id"]
    assert by_source["2"]["replaced_by"] is None
    explained = run("search", "roof meeting in the work thread -tiles", "--explain")
    assert "in the work thread: the thread work" in explained.err
    assert "-tiles: nothing with tiles" in explained.err
    assert f"replaced by {by_source['2']['id']}" in explained.out
    event = json.loads(run("search", "tiles after the roof meeting", "--json").out)["understood"]["event"]
    assert event["id"] in {hit["id"] for hit in found["hits"]}
