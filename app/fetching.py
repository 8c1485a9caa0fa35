"""Getting a model's file over the network, because its owner asked for it by name: with progress, resumed, checked. Nothing else fetches.

What is got so far lies beside the target as `NAME.part`; a hash that nobody published is written down at the first time, and holds.
"""

import contextlib
import errno
import hashlib
import http.client
import json
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from app.errors import KnownError
from app.paths import make_private_folder, write_private

CHUNK_BYTES = 1 << 20
SPARE_BYTES = 256 << 20
TIMEOUT_S = 9.0  # of silence, after which it is asked again; who stops or quits waits no longer
TRIES_WITHOUT_GAIN = 3
_PINS = "got.json"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Got:
    """A file that is there and checked. `pinned`: its hash was not known before and holds from now on."""

    path: Path
    sha256: str
    pinned: bool


def fetch(
    address: str,
    folder: Path,
    name: str,
    *,
    sha256: str = "",
    on_progress: Progress = lambda done, whole: None,
    cancelled: Callable[[], bool] = lambda: False,
    spare_bytes: int = SPARE_BYTES,
) -> Got:
    """Get a file into `folder`; goes on where an earlier try ended. `on_progress` hears bytes done and bytes in all.

    Raises KnownError get_refused, get_offline, get_cut, get_gone, get_no_room, get_wrong, get_stopped.
    """
    if not is_fetchable(address):
        raise KnownError("get_refused", address=address)
    make_private_folder(folder)
    target = folder / name
    expected = sha256 or _pins(folder).get(name, {}).get("sha256", "")
    if not target.exists():
        _whole_part(_Job(address, folder / f"{name}.part", on_progress, cancelled, spare_bytes))
        checked = _checked(folder / f"{name}.part", name, expected)
        (folder / f"{name}.part").replace(target)
        _mark(folder / f"{name}.part").unlink(missing_ok=True)
    else:
        checked = _checked(target, name, expected)
    if not expected:
        write_private(folder / _PINS, json.dumps(_pins(folder) | {name: {"sha256": checked}}).encode())
    return Got(target, checked, pinned=not expected)


def is_fetchable(address: str) -> bool:
    """Whether an address may be asked: over TLS, or on this very machine.

    >>> [is_fetchable(one) for one in ("https://x.org/a", "http://x.org/a", "http://127.0.0.1:8/a", "file:///etc/passwd")]
    [True, False, True, False]
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
    return local or (parts.scheme == "https" and bool(parts.hostname))


@dataclass(frozen=True, slots=True)
class _Job:
    address: str
    part: Path
    on_progress: Progress
    cancelled: Callable[[], bool]
    spare_bytes: int


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows only to where it may have been sent in the first place."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if not is_fetchable(newurl):
            fp.close()
            raise KnownError("get_refused", address=newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _whole_part(job: _Job) -> None:
    """Get what is missing, again and again as long as something comes."""
    empty = 0
    while True:
        before = _size(job.part)
        try:
            if _more(job):
                return
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise _no_room(job, 0) from error
            if isinstance(error, urllib.error.HTTPError):
                error.close()
                raise KnownError("get_gone", address=job.address, status=error.code) from error
            if isinstance(error, urllib.error.URLError) and not _size(job.part):
                raise KnownError("get_offline", host=urlsplit(job.address).hostname or "") from error
        empty = empty + 1 if _size(job.part) == before else 0
        if empty >= TRIES_WITHOUT_GAIN:
            raise KnownError("get_cut", name=job.part.stem, done_mb=_size(job.part) >> 20)


def _more(job: _Job) -> bool:
    """One request: from where the part ends. Whether the file is whole now."""
    held, mark = _size(job.part), _read_mark(job.part)
    request = urllib.request.Request(job.address, headers={"User-Agent": "recollect", "Accept-Encoding": "identity"})  # noqa: S310 see is_fetchable
    if held and mark:
        request.add_header("Range", f"bytes={held}-")
        request.add_header("If-Range", mark)
    opener = urllib.request.build_opener(_Redirects)
    try:
        reply = opener.open(request, timeout=TIMEOUT_S)
    except urllib.error.HTTPError as error:
        if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and held:
            error.close()
            return True  # there is no more: what is held is whole, or its hash will tell
        raise
    with reply:
        resumed = reply.status == http.HTTPStatus.PARTIAL_CONTENT
        start = held if resumed else 0
        whole = start + int(reply.headers.get("Content-Length") or 0)
        missing = whole - start + job.spare_bytes - shutil.disk_usage(job.part.parent).free
        if missing > 0:
            raise _no_room(job, missing)
        _write_mark(job.part, reply.headers.get("ETag") or reply.headers.get("Last-Modified") or "")
        with job.part.open("r+b" if resumed else "wb") as file:
            file.seek(start)
            _pour(reply, file, start, whole, job)
    return whole > start and _size(job.part) >= whole


def _pour(reply: Any, file: BinaryIO, done: int, whole: int, job: _Job) -> None:
    job.on_progress(done, whole)
    while data := reply.read1(CHUNK_BYTES):
        if job.cancelled():
            raise KnownError("get_stopped", name=job.part.stem, done_mb=done >> 20)
        file.write(data)
        done += len(data)
        job.on_progress(done, whole)
    file.flush()
    os.fsync(file.fileno())


def _checked(path: Path, name: str, expected: str) -> str:
    """The hash of a file. One that is not as expected is removed: raises KnownError "get_wrong"."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if expected and found != expected:
        path.unlink()
        _mark(path).unlink(missing_ok=True)
        raise KnownError("get_wrong", name=name)
    return found


def _no_room(job: _Job, missing_bytes: int) -> KnownError:
    return KnownError("get_no_room", name=job.part.stem, missing_mb=max(1, -(-missing_bytes >> 20)))


def _pins(folder: Path) -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        found = json.loads((folder / _PINS).read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}
    return {}


def _mark(part: Path) -> Path:
    """Beside a part: what the server called the state of the file that it is a part of."""
    return part.with_name(part.name + ".mark")


def _read_mark(part: Path) -> str:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return _mark(part).read_text(encoding="ascii")
    return ""


def _write_mark(part: Path, mark: str) -> None:
    plain = mark if mark.isascii() and mark.isprintable() and not mark.startswith("W/") else ""
    _mark(part).write_text(plain, encoding="ascii")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
