"""Who asked this memory for what: the read log, in a file beside it, sealed line by line under a key of its own from the master key.

It holds who (the window, the command line, the schedule, a borrower of warm workers), what was done and when; never a word that was
asked or shown. It is no table, for who only reads must wait for nobody who writes. A log that cannot be written keeps nobody from reading.
"""

import base64
import contextlib
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.paths import Places
from app.records import Read
from app.store.db import from_us, now_us
from app.store.keys import MasterKey

MOST_BYTES = 256 * 1024  # of each of two files; about 1,500 lines
TOGETHER = timedelta(minutes=10)
_NONCE = 12


def note(places: Places, key: MasterKey | None, who: str, what: str) -> None:
    """Write that somebody asked for something. Never fails; without a key nothing is written."""
    if key is None:
        return
    nonce = os.urandom(_NONCE)
    said = json.dumps({"at": now_us(), "who": who, "what": what}).encode()
    line = base64.b64encode(nonce + AESGCM(key.derive("reads")).encrypt(nonce, said, None)) + b"\n"
    path = _path(places)
    with contextlib.suppress(OSError):
        if path.exists() and path.stat().st_size > MOST_BYTES:
            path.replace(_older(places))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, line)
        finally:
            os.close(handle)


def read(places: Places, key: MasterKey, limit: int = 200) -> list[Read]:
    """What was asked, newest first; the same by the same asker within minutes as one. Lines that do not open are passed over."""
    held: list[Read] = []
    last: dict[tuple[str, str], int] = {}
    for one in sorted(_opened(places, key), key=lambda one: one.since):
        at = last.get((one.who, one.what))
        if at is not None and one.since - held[at].until <= TOGETHER:
            before = held[at]
            held[at] = Read(before.since, one.until, one.who, one.what, before.times + 1)
        else:
            last[one.who, one.what] = len(held)
            held.append(one)
    return sorted(held, key=lambda one: one.until, reverse=True)[:limit]


def clear(places: Places) -> None:
    """Know nothing of it any more."""
    for path in (_path(places), _older(places)):
        path.unlink(missing_ok=True)


def _opened(places: Places, key: MasterKey) -> Iterator[Read]:
    box = AESGCM(key.derive("reads"))
    for path in (_older(places), _path(places)):
        try:
            lines = path.read_bytes().splitlines()
        except OSError:
            continue
        for line in lines:
            with contextlib.suppress(ValueError, InvalidTag, KeyError):  # cut off, or not ours
                sealed = base64.b64decode(line, validate=True)
                found = json.loads(box.decrypt(sealed[:_NONCE], sealed[_NONCE:], None))
                at = from_us(int(found["at"]))
                yield Read(at, at, str(found["who"]), str(found["what"]))


def _path(places: Places) -> Path:
    return places.home / "reads.log"


def _older(places: Places) -> Path:
    return places.home / "reads.older.log"
