"""What a moment shows, by its window: a page, a document, a file, a repository, or no thing that can be had again. Pure.

Names come from the address where there is one, else from the window's title. Nothing is looked up on the disk.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from app.consolidate.english_words import MAILBOXES, REPLY, UNSAVED, VERSION
from app.recall.looks import is_app_of
from app.store.browser_history import browser_of, page_titles
from app.store.daily import Seen

_DOCUMENTS = frozenset(
    "pdf odt ods odp odg doc docx xls xlsx ppt pptx rtf txt md epub tex pages numbers key djvu ps csv".split()  # noqa: SIM905
)
_FILE = re.compile(r"(?<![\w/@])([\w][\w .()@+~-]{0,120}?\.([A-Za-z][A-Za-z0-9]{0,4}))(?![\w.]*\w)")
_PARTS = re.compile(r"\s+[-–—|]\s+")
_UNSAVED = re.compile(UNSAVED, re.IGNORECASE)
_REPLY = re.compile(rf"^(?:{REPLY})+", re.IGNORECASE)
_VERSION = re.compile(rf"(?:^|(?<=[\s_.()-]))\(?(?:{VERSION})\)?(?=$|[\s_.)-])", re.IGNORECASE)
_SAYS_VERSION = re.compile(rf"\b(?:{VERSION})\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\d")
_CODE_HOSTS = ("github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "sr.ht")
_EDITORS = ("code", "codium", "pycharm", "intellij", "sublime", "zed", "webstorm", "clion", "goland", "rider")
_NO_THING = (
    "calendar",
    "calculator",
    "settings",
    "files",
    "nautilus",
    "dolphin",
    "thunar",
    "finder",
    "explorer",
    "desktop",
)
# Where one of these is shown its window is a place to talk or to work in, not a thing.
_PLACES = ("mail", "message", "terminal")
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be had again: `key` is the same whenever it is seen, `title` is how it is called now."""

    key: str
    title: str
    kind: str
    where: str


def folded(text: str) -> str:
    """A text as keys hold it.

    >>> folded("  Plan\\u00a0 B.ODT ")
    'plan b.odt'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def title_of(seen: Seen) -> str:
    """What a moment's window says it shows, without the program's name, marks of unsaved work and the mailbox."""
    title = page_titles(seen.title)[-1] if browser_of(seen.app) and page_titles(seen.title) else seen.title
    parts = [part for part in _PARTS.split(_UNSAVED.sub("", title).strip()) if part]
    app = folded(seen.app)
    while len(parts) > 1 and (folded(parts[-1]) in app or app in folded(parts[-1]) or folded(parts[-1]) in MAILBOXES):
        parts.pop()
    if not parts:
        return ""
    whole = title[: title.rfind(parts[-1]) + len(parts[-1])] if len(parts) > 1 else parts[0]
    return _REPLY.sub("", _UNSAVED.sub("", whole)).strip()[:_LONGEST]


def thing_of(seen: Seen) -> Thing | None:
    """The thing that a moment shows, or None."""
    if seen.kind != "screen":
        return None
    found = _by_address(seen) if seen.url else None
    if found is not None or any(is_app_of(place, seen.app) for place in _PLACES):
        return found
    if browser_of(seen.app):
        title = title_of(seen)
        return Thing(f"{folded(seen.app)} {folded(title)}", title, "page", seen.site) if title else None
    return _by_title(seen)


def repository_of(seen: Seen) -> Thing | None:
    """The repository or project folder that a window of an editor or of a code host belongs to, or None."""
    if seen.kind != "screen":
        return None
    address = urlsplit(seen.url) if seen.url else None
    host = ((address.hostname if address else "") or "").removeprefix("www.")
    if address is not None and host in _CODE_HOSTS:
        owner = [part for part in address.path.split("/") if part][:2]
        if len(owner) == 2:
            where = f"{host}/{'/'.join(owner)}"
            return Thing(folded(where), "/".join(owner), "repository", where)
    if any(name in folded(seen.app).split() for name in _EDITORS):
        parts = _PARTS.split(_UNSAVED.sub("", seen.title).strip())
        parts = [
            part for part in parts if folded(part) not in folded(seen.app) and folded(seen.app) not in folded(part)
        ]
        if len(parts) > 1 and not _FILE.search(parts[-1]):
            return Thing(f"project {folded(parts[-1])}", parts[-1], "repository", parts[-1])
    return None


def _by_address(seen: Seen) -> Thing | None:
    try:
        address = urlsplit(seen.url)
        host = (address.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if address.scheme == "file":
        path = unquote(address.path)
        name = path.rstrip("/").rpartition("/")[2]
        return Thing(folded(without_version(path)), name, _kind_of(name), path) if name else None
    if address.scheme not in ("http", "https") or not host:
        return None
    where = f"{host}{address.path.rstrip('/')}"
    return Thing(folded(where), title_of(seen) or where, "page", f"{address.scheme}://{where}")


def _by_title(seen: Seen) -> Thing | None:
    title = title_of(seen)
    for part in _PARTS.split(title):
        named = _FILE.search(part)
        if named is not None and len(named[2]) > 0:
            name = named[1].strip()
            return Thing(f"{folded(seen.app)} {folded(without_version(name))}", name, _kind_of(name), seen.app)
    app = folded(seen.app)
    if not title or folded(title) == app or not app or any(word in app for word in _NO_THING):
        return None
    return Thing(f"{app} {folded(without_version(title))}", title, "document", seen.app)


def _kind_of(name: str) -> str:
    return "document" if name.rpartition(".")[2].casefold() in _DOCUMENTS or "." not in name else "file"


def without_version(name: str) -> str:
    """A name without the mark of its version.

    >>> without_version("report_v2.pdf"), without_version("Offer (draft 3).odt"), without_version("final.txt")
    ('report.pdf', 'Offer.odt', 'final.txt')
    """
    stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
    bare = _VERSION.sub("", stem).strip(" _.-()")
    return f"{bare if len(bare) > 2 else stem}{dot}{ending}"


def version_said(text: str) -> str:
    """The version that the head of a text says it is, as it says it; a number must be in it. Empty without.

    >>> version_said("Roof garden, concept, draft 2"), version_said("A final word")
    ('draft 2', '')
    """
    return next((found[0] for found in _SAYS_VERSION.finditer(text) if _NUMBERED.search(found[0])), "")
