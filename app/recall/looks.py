"""How kinds of things look in memory: "the PDF" is a window of a reader or a title that ends so. Data and one test; no language."""

from dataclasses import dataclass

from app.records import Moment


@dataclass(frozen=True, slots=True)
class Look:
    """Any of these makes a moment of the kind: the moment's own kind, a part of its app's name, a word of its title, its site."""

    kinds: tuple[str, ...] = ()
    apps: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()


LOOKS: dict[str, Look] = {
    "pdf": Look(
        apps=("evince", "okular", "acrobat", "papers", "xreader", "atril", "zathura", "mupdf", "sumatra", "pdf"),
        titles=("pdf",),
    ),
    "table": Look(apps=("calc", "excel", "gnumeric", "sheets"), titles=("xlsx", "xls", "ods", "csv", "spreadsheet")),
    "slides": Look(apps=("impress", "powerpoint", "keynote"), titles=("pptx", "ppt", "odp", "slides")),
    "terminal": Look(
        apps=("terminal", "xterm", "konsole", "kitty", "alacritty", "tilix", "wezterm", "ghostty", "powershell", "iterm"),
        titles=("terminal",),
    ),
    "note": Look(kinds=("note",), apps=("notes", "obsidian", "joplin", "evernote", "onenote", "notion", "zettlr")),
    "message": Look(
        kinds=("message",),
        apps=("slack", "teams", "discord", "telegram", "signal", "whatsapp", "element", "mattermost", "zulip", "chat"),
    ),
    "mail": Look(
        apps=("mail", "thunderbird", "outlook", "evolution", "geary"),
        titles=("gmail", "inbox"),
        sites=("mail.google.com", "outlook.live.com", "outlook.office.com", "mail.proton.me"),
    ),
    "document": Look(kinds=("document",), apps=("writer", "word", "docs", "abiword"), titles=("docx", "odt", "doc", "rtf")),
    "copied": Look(kinds=("clipboard",)),
}  # fmt: skip


def is_app_of(kind: str, app: str) -> bool:
    """Whether things of a kind are seen in an app."""
    return any(part in app.casefold() for part in LOOKS[kind].apps)


def looks_like(kind: str, moment: Moment) -> bool:
    """Whether a moment shows a thing of a kind."""
    look = LOOKS[kind]
    title = f" {moment.title.casefold()} ".replace(".", " ").replace("-", " ").replace("—", " ").split()
    return (
        moment.kind in look.kinds
        or is_app_of(kind, moment.app)
        or any(word in title for word in look.titles)
        or moment.site.casefold() in look.sites
    )
