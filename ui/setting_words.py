"""Words for settings: names of their sections and choices, units, and what a setting may be. A new one needs no line here."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from ui.translate import QT_TRANSLATE_NOOP

SECTIONS: dict[str, str] = {
    "recording": QT_TRANSLATE_NOOP("settings", "Recording"),
    "sources": QT_TRANSLATE_NOOP("settings", "What else is remembered"),
    "reading": QT_TRANSLATE_NOOP("settings", "Reading"),
    "budget": QT_TRANSLATE_NOOP("settings", "Budget"),
    "model": QT_TRANSLATE_NOOP("settings", "Models"),
    "retention": QT_TRANSLATE_NOOP("settings", "How long things are kept"),
    "security": QT_TRANSLATE_NOOP("settings", "Security"),
    "window": QT_TRANSLATE_NOOP("settings", "From any program"),
    "import": QT_TRANSLATE_NOOP("settings", "Import"),
    "backup": QT_TRANSLATE_NOOP("settings", "Backup and export"),
    "shortcuts": QT_TRANSLATE_NOOP("settings", "Shortcuts"),
    "looks": QT_TRANSLATE_NOOP("settings", "Language and colours"),
    "about": QT_TRANSLATE_NOOP("settings", "About"),
}
RESTS: dict[str, str] = {
    "model": QT_TRANSLATE_NOOP("settings", "In detail"),
    "security": QT_TRANSLATE_NOOP("settings", "When it locks by itself"),
    "backup": QT_TRANSLATE_NOOP("settings", "Backups by themselves"),
}
CHOICES: dict[tuple[str, str], str] = {
    ("unknown_window", "exclude"): QT_TRANSLATE_NOOP("settings", "Keep nothing of it"),
    ("unknown_window", "keep"): QT_TRANSLATE_NOOP("settings", "Keep it"),
    ("on_battery", "slower"): QT_TRANSLATE_NOOP("settings", "More slowly"),
    ("on_battery", "same"): QT_TRANSLATE_NOOP("settings", "As always"),
    ("on_battery", "wait"): QT_TRANSLATE_NOOP("settings", "It waits"),
    ("engine", "auto"): QT_TRANSLATE_NOOP("settings", "The one that is there"),
    ("engine", "tesseract"): "Tesseract",
    ("engine", "rapidocr"): "RapidOCR",
    ("while_locked", "stop"): QT_TRANSLATE_NOOP("settings", "Nothing"),
    ("while_locked", "seal"): QT_TRANSLATE_NOOP("settings", "Seal what it sees"),
}
# What the settings file says in parentheses behind a unit: what a nought means.
NOUGHTS: dict[str, str] = {
    "0 is for ever": QT_TRANSLATE_NOOP("settings", "For ever"),
    "0 is never": QT_TRANSLATE_NOOP("settings", "Never"),
    "0 is no limit": QT_TRANSLATE_NOOP("settings", "No limit"),
}


def tr(text: str) -> str:
    """A text about settings in the user's language."""
    return QCoreApplication.translate("settings", text)


def section_name(section: str) -> str:
    """What a section is called; one without a name is called as in the file."""
    return tr(SECTIONS.get(section, section.replace("_", " ").capitalize()))


def unit(about: Mapping[str, Any]) -> str:
    """The unit of a number, without what a nought means."""
    return tr(str(about.get("unit", "")).partition(" (")[0])


def nought(about: Mapping[str, Any]) -> str:
    """What a nought means; "" where it is a number like any other."""
    said = str(about.get("unit", "")).partition(" (")[2].rstrip(")")
    return tr(NOUGHTS.get(said, said.removeprefix("0 is ").capitalize())) if said else ""


def choice(name: str, value: str) -> str:
    """A choice in words."""
    return tr(CHOICES.get((name, value), value.replace("_", " ").capitalize()))


def value_text(name: str, about: Mapping[str, Any], value: Any) -> str:
    """A value in words, as people say it."""
    if "switch" in about:
        return tr("On") if value else tr("Off")
    if "choices" in about:
        return choice(name, value)
    if "low" in about:
        return nought(about) if value == 0 and nought(about) else f"{value} {unit(about)}"
    return str(value) or nothing()


def range_text(about: Mapping[str, Any]) -> str:
    """What may stand there, with its unit; "" where that goes without saying."""
    if "low" not in about:
        return ""
    return tr("{low} to {high} {unit}").format(
        low=about["low"], high=QLocale().toString(about["high"]), unit=unit(about)
    )


def refusal(about: Mapping[str, Any], value: Any) -> str:
    """Why a value cannot stand there, and what can."""
    if "low" in about:
        return tr("It has to be {range}. Nothing was changed.").format(range=range_text(about))
    if about.get("pattern"):
        return tr("It has to look like {example}. Nothing was changed.").format(example=about.get("example", ""))
    return tr("{value} cannot stand here. Nothing was changed.").format(value=QLocale().quoteString(str(value)[:60]))


def usually(value: str) -> str:
    """That a value is the usual one."""
    return tr("usually {value}").format(value=value)


def back_to(value: str) -> str:
    """What goes back to the usual value does."""
    return tr("Back to the usual: {value}").format(value=value)


def rest_of(key: str) -> str:
    """The heading of a group's rows that come after something larger."""
    return tr(RESTS.get(key, "In detail"))


def nothing() -> str:
    """What stands where there is no text."""
    return tr("Nothing")
