"""What the owner can set: one frozen dataclass, kept in one TOML file. Exclusion rules lie in the store.

Each value stands in the file with its unit, its range and a sentence. Comments and unknown lines of the file are kept.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import KnownError
from app.paths import write_private

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


def _number(default: int, span: tuple[int, int], unit: str, section: str, sentence: str) -> Any:
    about = {"section": section, "sentence": sentence, "unit": unit, "low": span[0], "high": span[1]}
    return field(default=default, metadata=about)


def _choice(default: str, allowed: tuple[str, ...], section: str, sentence: str) -> Any:
    return field(default=default, metadata={"section": section, "sentence": sentence, "choices": allowed})


def _switch(default: bool, section: str, sentence: str) -> Any:
    return field(default=default, metadata={"section": section, "sentence": sentence, "switch": True})


def _text(default: str, section: str, sentence: str, *, pattern: str = "", example: str = "", names: str = "") -> Any:
    """`names`: what the text is the path of, "file" or "folder"; "" for other texts."""
    about = {"section": section, "sentence": sentence, "pattern": pattern, "example": example, "names": names}
    return field(default=default, metadata=about)


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set. The name of a field is its name in the file, in its section."""

    max_gap_s: int = _number(
        5, (1, 60), "seconds", "recording", "Look at what keeps moving on the screen at least this often."
    )
    idle_after_s: int = _number(
        180, (10, 86400), "seconds", "recording", "Stop looking after so long without any input."
    )
    picture_quality: int = _number(65, (1, 100), "per cent", "recording", "Quality of pictures; more takes more room.")
    unknown_window: str = _choice(
        "exclude", ("exclude", "keep"), "recording", "What to do when nobody can tell which window is shown."
    )
    monitors_off: str = _text("", "recording", "Names of monitors that are not recorded, joined by commas.")
    pause_when_shared: bool = _switch(True, "recording", "Hold the recording while the screen is shared or presented.")
    secret_pattern: str = _text(
        "", "recording", "A regular expression of what else is secret to you and never kept; alternatives joined by |."
    )
    cpu_share: int = _number(
        30, (5, 200), "per cent of one core", "budget", "Reading uses at most this much, over some minutes."
    )
    on_battery: str = _choice(
        "slower", ("slower", "same", "wait"), "budget", "How reading goes on without mains power; looking never stops."
    )
    write_on_battery: bool = _switch(
        False, "budget", "Let the model write memories without mains power too; answers it writes always."
    )
    mb_a_day: int = _number(
        400, (10, 100_000), "MB a day", "budget", "Beyond this only text and small pictures are kept until tomorrow."
    )
    engine: str = _choice(
        "auto", ("auto", "tesseract", "rapidocr"), "reading", "Which text recognition reads pictures."
    )
    languages: str = _text(
        "eng",
        "reading",
        "Languages on the screen, as Tesseract names them, joined by +.",
        pattern=r"[A-Za-z_]{3,20}(?:\+[A-Za-z_]{3,20}){0,9}",
        example="eng+deu",
    )
    screen_reader_text: bool = _switch(
        True, "reading", "Take the text that a window offers to screen readers before recognising its picture."
    )
    embed_model: str = _text("", "model", "Folder or name of another embedding model; empty is the usual one.")
    rerank_model: str = _text(
        "", "model", "Folder or name of a cross-encoder that reads the best results again; empty is none."
    )
    chat_path: str = _text("", "model", "File (GGUF) of the model that writes answers; empty is none.", names="file")
    chat_context_tokens: int = _number(
        4096, (1024, 131_072), "tokens", "model", "Prompt and answer together; more takes more memory."
    )
    chat_lora: str = _text("", "model", "File (GGUF) of an adapter (LoRA) for that model; empty is none.", names="file")
    chat_projector: str = _text(
        "",
        "model",
        "File (GGUF) that lets that model see pictures; empty takes the one beside it, if there is one.",
        names="file",
    )
    chat_idle_min: int = _number(
        5, (1, 1440), "minutes", "model", "The model leaves the memory after so long without a question."
    )
    chat_server: str = _text(
        "", "model", "Address of a program on this machine that serves a model, instead of a file; empty is none."
    )
    chat_server_model: str = _text("", "model", "Name of the model there; empty is the first that it names.")
    chat_server_allowed: str = _text(
        "", "model", "An address outside this machine that you confirmed; only exactly this one is used."
    )
    clipboard: bool = _switch(False, "sources", "Remember text that is copied.")
    recent_documents: bool = _switch(
        False, "sources", "Remember which documents were opened, by the system's own list."
    )
    browser_history: bool = _switch(
        True, "sources", "Look up in the browser's history, on this computer, which site is on the screen."
    )
    pictures_days: int = _number(
        180, (0, 36_500), "days (0 is for ever)", "retention", "So long pictures are kept; small ones stay longer."
    )
    thumbnails_days: int = _number(
        730, (0, 36_500), "days (0 is for ever)", "retention", "So long small pictures are kept; the text stays longer."
    )
    text_days: int = _number(
        0,
        (0, 36_500),
        "days (0 is for ever)",
        "retention",
        "So long moments are kept at all; what was made of them stays.",
    )
    max_gb: int = _number(
        20,
        (0, 100_000),
        "GB (0 is no limit)",
        "retention",
        "Above this the oldest pictures go first, then small ones, then text.",
    )
    backup_folder: str = _text(
        "", "backup", "Folder into which the memory is backed up by itself; empty is nowhere.", names="folder"
    )
    backup_every_h: int = _number(24, (1, 8760), "hours", "backup", "Back up when the last one is older than this.")

    lock_after_min: int = _number(
        0, (0, 1440), "minutes (0 is never)", "security", "Lock the memory after so long without input."
    )
    lock_with_screen: bool = _switch(True, "security", "Lock the memory when the screen is locked.")
    while_locked: str = _choice(
        "stop",
        ("stop", "seal"),
        "security",
        "What recording does while the memory is locked: nothing, or seal what it sees.",
    )

    global_shortcut: bool = _switch(
        True, "window", "Open the search from any program by a key, where the desktop lets a program have one (X11)."
    )
    global_shortcut_keys: str = _text(
        "Ctrl+Alt+K",
        "window",
        "The keys that do so: Ctrl, Alt, Shift or Super, joined by + with a letter, a digit, a function key or Space.",
        pattern=r"(?:(?:Ctrl|Alt|Shift|Super)\+){1,4}(?:[A-Z0-9]|F[1-9]|F1[0-2]|Space)",
        example="Ctrl+Alt+K",
    )
    floating_pill: bool = _switch(
        True, "window", "Show the recording state in a small pill above other windows, where the desktop has no tray."
    )

    @property
    def off(self) -> list[str]:
        """The names of the monitors that are not recorded."""
        return [name.strip() for name in self.monitors_off.split(",") if name.strip()]


def load(path: Path) -> Settings:
    """The settings of a file; values that it does not name, and a file that is not there, mean the defaults.

    Raises KnownError "bad_setting" (name, value, allowed) or "bad_settings_file"; the file is left as it is.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError):
        raise KnownError("bad_settings_file", file=str(path)) from None
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise KnownError("bad_settings_file", file=str(path)) from None
    return _from_document(document)


def save(path: Path, settings: Settings) -> None:
    """Write settings, keeping the file's comments and whatever else stands there. Whole or not at all, mode 0600.

    Raises KnownError "bad_setting" or "bad_settings_file" before anything is written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    for one in fields(settings):
        _checked(one.name, getattr(settings, one.name))
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
    except (OSError, UnicodeDecodeError, TOMLKitError):
        raise KnownError("bad_settings_file", file=str(path)) from None
    for one in fields(settings):
        _put(document, one.name, getattr(settings, one.name))
    write_private(path, tomlkit.dumps(document).encode("utf-8"))


def _put(document: "TOMLDocument", name: str, value: Any) -> None:
    """One value into its place; a line that is new gets its sentence above it."""
    import tomlkit
    from tomlkit.items import Table

    about = _about(name)
    table = document.get(about["section"])
    if not isinstance(table, Table):
        table = tomlkit.table()
        document[about["section"]] = table
    if name not in table:
        table.add(tomlkit.comment(f"{about['sentence']} {allowed(name).capitalize()}."))
        table.add(name, value)
    elif table[name] != value:
        table[name] = value


def allowed(name: str) -> str:
    """What a setting may be, in words and numbers: "1 to 100 per cent"."""
    about = _about(name)
    if "switch" in about:
        return "true or false"
    if "choices" in about:
        return " or ".join(about["choices"])
    if "low" in about:
        return f"{about['low']} to {about['high']} {about['unit']}"
    return f"text such as {about['example']}" if about["pattern"] else "text, may be empty"


def differing_sections(one: Settings, other: Settings) -> frozenset[str]:
    """The sections in which two settings differ.

    >>> differing_sections(Settings(), Settings(max_gb=1, clipboard=True)) == {"retention", "sources"}
    True
    """
    return frozenset(
        each.metadata["section"] for each in fields(Settings) if getattr(one, each.name) != getattr(other, each.name)
    )


def _about(name: str) -> Mapping[str, Any]:
    return next(one.metadata for one in fields(Settings) if one.name == name)


def _from_document(document: Mapping[str, Any]) -> Settings:
    values = {}
    for one in fields(Settings):
        table = document.get(one.metadata["section"], {})
        if not isinstance(table, Mapping):
            raise KnownError("bad_setting", name=one.metadata["section"], value=str(table), allowed="[section]")
        if one.name in table:
            values[one.name] = _checked(one.name, table[one.name])
    return Settings(**values)


def _checked(name: str, value: Any) -> Any:
    """The value itself. Raises KnownError "bad_setting"."""
    about = _about(name)
    if "low" in about:
        good = isinstance(value, int) and not isinstance(value, bool) and about["low"] <= value <= about["high"]
    elif "switch" in about:
        good = isinstance(value, bool)
    elif "choices" in about:
        good = value in about["choices"]
    else:
        good = isinstance(value, str) and _fits(value, about["pattern"])
    if good and name == "secret_pattern":
        good = _compiles(value)
    if not good:
        raise KnownError("bad_setting", name=name, value=str(value), allowed=allowed(name))
    return value


def _compiles(pattern: str) -> bool:
    try:
        return re.compile(pattern).match("") is None or not pattern  # one that means nothing would mean everything
    except re.error:
        return False


def _fits(value: str, pattern: str) -> bool:
    return re.fullmatch(pattern, value) is not None if pattern else value.isprintable() and len(value) <= 4096
