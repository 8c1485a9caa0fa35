"""Reading messages for import: whatever state the file is in, good lines come through and bad ones are named."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import KnownError
from app.sources.messages import LONGEST_LINE_BYTES, MessageLine, RejectedLine, read_messages

GOOD = {"id": "a/1", "thread": "a", "time": "2026-11-20T15:00:00+01:00", "author": "Ana", "text": "Hello"}
READ = MessageLine("a/1", "a", datetime(2026, 11, 20, 14, 0, tzinfo=UTC), "Ana", "Hello")


def read(folder: Path, data: bytes) -> list[MessageLine | RejectedLine]:
    file = folder / "messages.jsonl"
    file.write_bytes(data)
    return list(read_messages(file))


def line(**changes: object) -> bytes:
    return json.dumps({**GOOD, **changes}).encode() + b"\n"


def test_a_good_line_becomes_a_message_in_utc(tmp_path: Path) -> None:
    assert read(tmp_path, line()) == [READ]


def test_the_last_line_needs_no_newline_and_windows_ends_are_fine(tmp_path: Path) -> None:
    assert read(tmp_path, line().strip() + b"\r\n" + line().strip()) == [READ, READ]


def test_blank_lines_are_passed_over_but_counted(tmp_path: Path) -> None:
    assert read(tmp_path, b"\n  \t\n" + line() + b"\n{\n") == [READ, RejectedLine(5, "not_json")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "not_json"),
        (b"hello", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"9" * 5000, "not_json"),
        (b"[1]", "not_an_object"),
        (b'"text"', "not_an_object"),
        (b"null", "not_an_object"),
        (line(id=""), "no_id"),
        (line(id=None), "no_id"),
        (line(id=["x"]), "no_id"),
        (line(text=""), "no_text"),
        (line(text="  \n"), "no_text"),
        (line(text={"parts": []}), "no_text"),
        (line(time=None), "no_time"),
        (line(time=""), "no_time"),
        (line(time="yesterday"), "odd_time"),
        (line(time="2026-13-01"), "odd_time"),
        (line(time=True), "odd_time"),
        (line(time=[]), "odd_time"),
        (line(time=1e300), "odd_time"),
        (line(time="0001-01-01T00:00:00+14:00"), "odd_time"),
        (b'{"id": "a", "text": "b", "time": NaN}', "odd_time"),
        (b'{"id": "a", "text": "b", "time": Infinity}', "odd_time"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path: Path, data: bytes, reason: str) -> None:
    assert read(tmp_path, line() + data.rstrip(b"\n") + b"\n" + line()) == [READ, RejectedLine(2, reason), READ]


def test_missing_fields_are_told_apart(tmp_path: Path) -> None:
    rows = [json.dumps({k: v for k, v in GOOD.items() if k != name}).encode() for name in GOOD]
    found = read(tmp_path, b"\n".join(rows))
    assert [row.reason if isinstance(row, RejectedLine) else "" for row in found] == [
        "no_id",
        "",
        "no_time",
        "",
        "no_text",
    ]
    assert [row.thread for row in found if isinstance(row, MessageLine)] == ["", "a"]


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2026-11-20T15:00:00", datetime(2026, 11, 20, 15, 0, tzinfo=UTC)),
        ("2026-11-20 15:00", datetime(2026, 11, 20, 15, 0, tzinfo=UTC)),
        ("2026-11-20T15:00:00Z", datetime(2026, 11, 20, 15, 0, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        (1_000_000_000, datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)),
        (1_000_000_000_000, datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)),
        (-3600, datetime(1969, 12, 31, 23, 0, tzinfo=UTC)),
    ],
)
def test_times_without_an_offset_are_utc_and_numbers_count_from_1970(
    tmp_path: Path, time: object, expected: datetime
) -> None:
    (message,) = read(tmp_path, line(time=time))
    assert isinstance(message, MessageLine)
    assert message.time == expected
    assert message.time.tzinfo is UTC


def test_foreign_encodings_are_read(tmp_path: Path) -> None:
    row = json.dumps({**GOOD, "text": "Köln für 5 €"}, ensure_ascii=False)
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        (message,) = read(tmp_path, (row + "\n").encode(encoding))
        assert isinstance(message, MessageLine), encoding
        assert message.text == "Köln für 5 €"


def test_one_line_of_another_encoding_spoils_no_other(tmp_path: Path) -> None:
    rows = [json.dumps({**GOOD, "text": "Käse"}, ensure_ascii=False).encode(code) for code in ("utf-8", "latin-1")]
    assert [row.text for row in read(tmp_path, b"\n".join(rows)) if isinstance(row, MessageLine)] == ["Käse", "Käse"]


def test_a_huge_line_is_refused_without_losing_count(tmp_path: Path) -> None:
    huge = b'{"id": "' + b"x" * (3 * LONGEST_LINE_BYTES) + b"\n"
    assert read(tmp_path, line() + huge + line()) == [READ, RejectedLine(2, "too_long"), READ]


def test_text_that_no_store_can_hold_is_made_harmless(tmp_path: Path) -> None:
    (message,) = read(tmp_path, b'{"id": 7, "time": 0, "text": "a\\u0000b\\ud800c", "author": 5, "thread": null}')
    assert message == MessageLine("7", "", datetime(1970, 1, 1, tzinfo=UTC), "5", "a b?c")


def test_progress_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_bytes(line() * 1000)
    told: list[tuple[int, int]] = []
    assert len(list(read_messages(file, on_progress=lambda done, whole: told.append((done, whole))))) == 1000
    assert told == sorted(told)
    assert len(told) > 2
    assert told[-1] == (file.stat().st_size, file.stat().st_size)


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, b"") == []


def test_a_file_that_is_not_there_is_a_known_error(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="file_missing"):
        list(read_messages(tmp_path / "none.jsonl"))
    with pytest.raises(KnownError, match="file_unreadable"):
        list(read_messages(tmp_path))


@given(st.binary(max_size=300))
def test_any_bytes_are_read(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    for row in read(tmp_path_factory.getbasetemp(), data):
        assert isinstance(row, MessageLine | RejectedLine)
