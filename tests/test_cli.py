"""The command line: what stands in its contract about usage, bringing in, searching and asking."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
import typer

from app.cli.context import Given
from app.cli.program import program
from app.paths import Places
from tests.cli_ran import MESSAGES, Run

HIT_KEYS = {
    "id", "kind", "time", "app", "title", "url", "thread", "author", "source", "source_id", "text", "snippet", "score",
    "reasons", "frame", "boxes",
}  # fmt: skip


def commands(group: Any, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [before]
    for name, command in getattr(group, "commands", {}).items():
        found += commands(command, (*before, name))
    return found


ALL_COMMANDS = commands(typer.main.get_command(program()))


# -- every command


def test_the_commands_of_the_contract_are_there() -> None:
    promised = {
        "open",
        "init",
        "record",
        "search",
        "ask",
        "timeline",
        "show",
        "forget",
        "note",
        "pause",
        "resume",
        "status",
    }
    promised |= {"doctor", "models", "demo"}
    assert {(name,) for name in promised} | {("import", "messages")} <= set(ALL_COMMANDS)


@pytest.mark.parametrize("words", ALL_COMMANDS, ids=" ".join)
def test_every_command_explains_itself(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert "Usage: recollect" in ran.out


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("status", "--json"),
        ("doctor",),
        ("search", "seed"),
        ("ask", "where?"),
        ("timeline", "--json"),
        ("show", "abc"),
        ("forget", "--all", "--yes"),
        ("note", "hello"),
        ("pause",),
        ("resume",),
        ("demo",),
        ("record", "--for", "1"),
        ("models", "remove"),
    ],
    ids=" ".join,
)
def test_without_a_memory_every_command_says_what_to_do(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert (ran.status, ran.out) == (1, "")
    assert len(ran.err.splitlines()) == 1
    assert "recollect" in ran.err or "Recollect" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("search",),
        ("search", "a", "b"),
        ("search", "a", "--limit", "0"),
        ("search", "a", "--limit", "many"),
        ("search", "a", "--kind", "dream"),
        ("search", "a", "--queries", "file"),
        ("ask",),
        ("ask", "a", "--model", "m", "--no-model"),
        ("forget", "abc", "--all"),
        ("forget", "--all", "--app", "x"),
        ("forget", "--last", "1h", "--since", "yesterday"),
        ("pause", "--for", "1h", "--until", "18:00"),
        ("record", "--for", "0"),
        ("import",),
        ("import", "messages"),
        ("demo", "--days", "8"),
        ("models", "get"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_two(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert (ran.status, ran.out if words != ("import",) else "") == (2, "")
    assert "Traceback" not in ran.err


# -- a memory of one's own


def test_init_is_idempotent_and_says_where_the_key_lies(run: Run, places: Places) -> None:
    first, second = run("init", "--json"), run("init", "--json")
    assert first.json == {"home": str(places.home), "key": "file", "schema": first.json["schema"]}
    assert second.json == first.json
    assert places.key_file is not None
    assert places.key_file.stat().st_mode & 0o777 == 0o600
    assert str(places.key_file) in run("init").out


def test_a_memory_under_a_passphrase_opens_with_its_file_only(run: Run, given: Given, tmp_path: Path) -> None:
    given.places = Places(tmp_path / "sealed", None)
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("correct horse\n")
    wrong.write_text("battery staple\n")
    assert run("init", "--passphrase-file", right, "--json").json["key"] == "passphrase"
    assert run("--passphrase-file", right, "status").status == 0
    for words in (
        ("--passphrase-file", wrong, "status"),
        ("status",),
        ("--passphrase-file", tmp_path / "none", "status"),
    ):
        ran = run(*words)
        assert (ran.status, ran.out, len(ran.err.splitlines())) == (1, "", 1)


def test_another_key_is_refused_and_nothing_is_changed(run: Run, places: Places) -> None:
    run("init")
    before = places.database.read_bytes()
    assert places.key_file is not None
    places.key_file.write_text("0" * 64)
    ran = run("status")
    assert (ran.status, ran.out) == (1, "")
    assert "key" in ran.err
    assert places.database.read_bytes() == before


# -- bringing in


def test_importing_twice_adds_nothing_and_names_bad_lines(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_text("\n".join([json.dumps(MESSAGES[0]), "{", json.dumps({**MESSAGES[1], "text": ""})]) + "\n")
    run("init")
    rejected = [{"line": 2, "reason": "not_json"}, {"line": 3, "reason": "no_text"}]
    assert run("import", "messages", file, "--json").json == {"imported": 1, "skipped": 0, "rejected": rejected}
    assert run("import", "messages", file, "--wait", "--json").json == {
        "imported": 0,
        "skipped": 1,
        "rejected": rejected,
    }
    assert run("import", "messages", file, "--source", "other", "--json").json["imported"] == 1
    told = run("import", "messages", file)
    assert "1 already there, 2 rejected" in told.out
    assert "Line 2: it is not JSON." in told.err


def test_a_note_becomes_a_moment(run: Run) -> None:
    run("init")
    made = run("note", "buy larkspur seeds", "--json").json
    assert set(made) == {"id"}
    assert run("show", made["id"], "--json").json["text"] == "buy larkspur seeds"
    assert run("note", "  ").status == 1


def test_the_questions_of_the_demo_need_no_memory_and_point_into_a_filled_one(run: Run) -> None:
    asked = run("demo", "--questions").lines
    assert len(asked) >= 120
    assert all({"question", "answer", "evidence"} <= set(one) for one in asked)
    run("init")
    assert run("demo", "--days", "1", "--json").json.keys() == {"days", "moments"}
    ids = {one["id"] for one in run("timeline", "--json").lines}
    assert any(ids & set(one["evidence"]) for one in run("demo", "--questions").lines)


# -- finding


def test_search_prints_hits_in_the_shape_of_the_contract(garden: Run) -> None:
    found = garden("search", "seed swap", "--json").json
    assert {"query", "understood", "answerable", "hits"} <= set(found)
    assert {"since", "until", "app"} <= set(found["understood"])
    assert 0 <= found["answerable"] <= 1
    first = found["hits"][0]
    assert set(first) >= HIT_KEYS
    assert (first["source_id"], first["kind"], first["author"], first["thread"]) == ("m1", "message", "Ana", "garden")
    assert first["time"] == "2026-11-18T09:00:00+00:00"
    assert first["frame"] is None
    assert all("code" in reason for reason in first["reasons"])


def test_search_narrows_by_every_filter(garden: Run) -> None:
    def ids(*words: str) -> set[str]:
        return {hit["source_id"] for hit in garden("search", "the", "--json", *words).json["hits"]}

    assert ids("--thread", "work") == {"m3"}
    assert ids("--since", "2026-11-19") <= {"m2", "m3"}
    assert ids("--until", "2026-11-18") == {"m1"}
    assert ids("--kind", "note") == ids("--app", "Firefox") == ids("--site", "a.b") == ids("--source", "x") == set()
    assert len(ids("--limit", "1")) == 1


def test_many_searches_answer_in_order_with_their_own_filters(garden: Run, tmp_path: Path) -> None:
    file = tmp_path / "queries.jsonl"
    asked = [{"query": "deploy"}, {"query": "the", "thread": "garden"}, {"query": "seed swap"}, {"query": ""}]
    file.write_text("\n\n".join(json.dumps(one) for one in asked))
    found = garden("search", "--queries", file, "--limit", "2", "--json").lines
    assert [one["query"] for one in found] == ["deploy", "the", "seed swap", ""]
    assert found[0]["hits"][0]["source_id"] == "m3"
    assert {hit["thread"] for hit in found[1]["hits"]} == {"garden"}
    assert found[2]["hits"][0]["source_id"] == "m1"


@pytest.mark.parametrize(
    "line",
    ["{", "[1]", '{"q": "a"}', '{"query": "a", "since": "soonish"}', '{"query": "a", "kind": "dream"}', '{"query": 3}'],
)
def test_a_bad_line_of_queries_is_named(garden: Run, tmp_path: Path, line: str) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_text('{"query": "fine"}\n' + line + "\n")
    ran = garden("search", "--queries", file, "--json")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("Line 2: ")
    assert len(ran.err.splitlines()) == 1


def test_queries_come_from_stdin_too(garden: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"query": "deploy"}\n')))
    assert [one["query"] for one in garden("search", "--queries", "-", "--json").lines] == ["deploy"]


def test_ask_answers_with_citations_with_and_without_a_model(garden: Run) -> None:
    for extra, modes in (((), {"written"}), (("--no-model",), {"extractive"})):
        answer = garden("ask", "Where is the seed swap?", "--json", *extra).json
        assert {"answer", "answerable", "mode", "citations", "understood"} <= set(answer)
        assert answer["mode"] in modes
        assert answer["citations"]
        assert all({"n", "id", "time", "app", "quote"} <= set(one) for one in answer["citations"])
        assert "bakery" in answer["answer"]
        shown = garden("show", answer["citations"][0]["id"], "--json").json
        assert shown["source_id"] == "m1"


def test_ask_says_so_when_memory_holds_nothing(garden: Run) -> None:
    answer = garden("ask", "Who won the regatta in Portsmouth?", "--json", "--app", "Firefox").json
    assert (answer["mode"], answer["citations"]) == ("extractive", [])
    assert "nothing" in answer["answer"]
    assert garden("ask", "Who won?", "--since", "2020-01-01", "--until", "2020-02-01").status == 0


def test_ask_says_what_it_looked_for_and_what_comes_nearest(garden: Run) -> None:
    refused = garden("ask", "Zeppelin maintenance contract?", "--json").json
    assert (refused["citations"], refused["notice"]) == ([], "nothing_found")
    assert all({"id", "time", "quote"} <= set(one) for one in refused["nearest"])
    assert refused["looked_for"] == {"words": "Zeppelin maintenance contract?"}


def test_ask_refuses_a_model_that_is_none(garden: Run, tmp_path: Path) -> None:
    for name, data in (("none.gguf", None), ("broken.gguf", b"not a model")):
        file = tmp_path / name
        if data is not None:
            file.write_bytes(data)
        ran = garden("ask", "Where?", "--model", file)
        assert (ran.status, ran.out) == (1, "")
        assert name in ran.err


def test_a_search_says_whether_meaning_was_used(garden: Run) -> None:
    assert garden("search", "seed swap", "--json").json["meaning_used"] is True
    quick = garden("search", "seed swap", "--quick", "--json").json
    assert quick["meaning_used"] is False
    assert quick["hits"][0]["source_id"] == "m1"
    assert "words only" in garden("search", "seed swap", "--quick", "--explain").err
    assert garden("search", "--quick", "--queries", "-").status == 2
