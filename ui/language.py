"""Which language the window speaks: the choice, the catalogue that goes with it, dates and numbers by its locale. Before any widget."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QSettings, QTranslator

CHOICE = "language"
CODES = ("system", "en", "de")
FOLDER = Path(__file__).parent / "translations"
_HOME = {"en": QLocale("en_GB"), "de": QLocale("de_DE")}


def chosen(choices: QSettings | None) -> str:
    """The code that was chosen; "system" where none was."""
    found = str(choices.value(CHOICE, "system")) if choices is not None else "system"
    return found if found in CODES else "system"


def spoken(code: str, system: QLocale | None = None) -> str:
    """The language of the texts, in two letters: the chosen one, else the first of the system's that there is, else English.

    >>> spoken("de"), spoken("system", QLocale("de_AT")), spoken("system", QLocale("fr_FR"))
    ('de', 'de', 'en')
    """
    if code in _HOME:
        return code
    asked = [name[:2].lower() for name in (system or QLocale.system()).uiLanguages()]
    return next((one for one in asked if one in _HOME), "en")


def locale_of(code: str, system: QLocale) -> QLocale:
    """How dates and numbers are written: as the system does, unless a language is chosen that is not the system's."""
    home = _HOME.get(code, _HOME["en"])
    foreign = code in _HOME and system.language() != home.language()
    return home if foreign or system.language() == QLocale.Language.C else system


def use(app: QCoreApplication, choices: QSettings | None) -> list[QTranslator]:
    """Let the program speak the chosen language; returns what has to be kept while it does."""
    return speak(app, chosen(choices))


def speak(app: QCoreApplication, code: str, system: QLocale | None = None) -> list[QTranslator]:
    """Let the program speak a language of CODES: its texts and Qt's own. Returns what has to be kept while it does."""
    system = system or QLocale.system()
    language = spoken(code, system)
    QLocale.setDefault(locale_of(code, system))
    kept = []
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, where in ((f"qtbase_{language}", qt), (f"recollect_{language}", str(FOLDER))):
        one = QTranslator(app)
        if language != "en" and one.load(name, where) and app.installTranslator(one):
            kept.append(one)
    return kept


def fall_silent(kept: list[QTranslator]) -> None:
    """Take back what `speak` did: English again, the system's dates."""
    for one in kept:
        QCoreApplication.removeTranslator(one)
    QLocale.setDefault(QLocale.system())
