"""The language of the window: which it is, its texts out of `translations/`, dates and numbers by its locale. No words itself."""

from importlib.resources import as_file, files

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

SYSTEM = "system"
ENGLISH = "en"
# Each language by its own name. English is what stands in the source; the others have a file in `translations/`.
LANGUAGES = {ENGLISH: "English", "de": "Deutsch"}
_COUNTRIES = {ENGLISH: QLocale.Country.UnitedKingdom, "de": QLocale.Country.Germany}
_SPOKEN = {ENGLISH: QLocale.Language.English, "de": QLocale.Language.German}


def chosen(setting: str, system: QLocale) -> str:
    """The language of the texts: the one that is set, else the first of the system's that there is, else English."""
    if setting in LANGUAGES:
        return setting
    asked = [name.replace("_", "-").partition("-")[0].lower() for name in system.uiLanguages()]
    return next((one for one in asked if one in LANGUAGES), ENGLISH)


def locale_of(setting: str, system: QLocale) -> QLocale:
    """How dates and numbers are written: as the system does, unless a language is set that is not the system's."""
    if setting in LANGUAGES and system.language() != _SPOKEN[setting]:
        return QLocale(_SPOKEN[setting], _COUNTRIES[setting])
    if system.language() == QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    return system


def speak(app: QApplication, setting: str, system: QLocale | None = None) -> list[QTranslator]:
    """Let the application speak a language: "system" or one of LANGUAGES. Before any widget is made.

    Returns what translates; it lasts as long as the application, or until it is given to `fall_silent`.
    """
    system = system or QLocale.system()
    language = chosen(setting, system)
    QLocale.setDefault(locale_of(setting, system))
    if language == ENGLISH:
        return []
    qt, own = QTranslator(app), QTranslator(app)
    loaded = []
    if qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        loaded.append(qt)
    with as_file(files("ui") / "translations" / f"recollect_{language}.qm") as file:
        if own.load(str(file)):
            loaded.append(own)
    for one in loaded:
        QCoreApplication.installTranslator(one)
    return loaded


def fall_silent(loaded: list[QTranslator]) -> None:
    """Take back what `speak` did: English again, the system's dates."""
    for one in loaded:
        QCoreApplication.removeTranslator(one)
    QLocale.setDefault(QLocale.system())
