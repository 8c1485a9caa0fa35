"""Frames: what goes in comes out, and what is damaged is noticed."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.wire import BadFrame, read_frame, write_frame


class Trickle(io.RawIOBase):
    """A pipe that takes and gives a few bytes at a time."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = bytearray(data)

    def write(self, data: Any) -> int:
        self.data += bytes(data[:3])
        return min(3, len(data))

    def read(self, size: int = -1) -> bytes:
        piece = bytes(self.data[: min(size, 2)])
        del self.data[: len(piece)]
        return piece


@given(st.dictionaries(st.text().filter(lambda key: key != "sizes"), st.text() | st.integers()), st.lists(st.binary()))
def test_what_goes_in_comes_out(header: dict[str, Any], blobs: list[bytes]) -> None:
    pipe = Trickle()
    write_frame(pipe, header, blobs)
    frame = read_frame(pipe)
    assert frame is not None
    assert (frame.header, frame.blobs) == (header, blobs)
    assert read_frame(pipe) is None


@pytest.mark.parametrize("cut", [1, 3, 5, 20, 46])
def test_an_end_within_a_frame_is_noticed(cut: int) -> None:
    pipe = Trickle()
    write_frame(pipe, {"t": "reply", "id": 1}, [b"0123456789"])
    assert len(pipe.data) > cut
    with pytest.raises(BadFrame):
        read_frame(Trickle(bytes(pipe.data[:cut])))


@pytest.mark.parametrize(
    "data", [b"\xff\xff\xff\xff{}", b"\x02\0\0\0[]", b"\x02\0\0\0{}", b"\x0e\0\0\0" + b'{"sizes":[-1]}']
)
def test_bytes_that_are_no_frame_are_refused(data: bytes) -> None:
    with pytest.raises(BadFrame):
        read_frame(io.BytesIO(data))
