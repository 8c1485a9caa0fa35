"""Which language the window speaks: the choice, and the catalogue that goes with it. Read once, before the first widget."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QSettings, QTranslator

CHOICE = "language"
CODES = ("system", "en", "de")
FOLDER = Path(__file__).parent / "translations"


def chosen(choices: QSettings | None) -> str:
    """The code that was chosen; "system" where none was."""
    found = str(choices.value(CHOICE, "system")) if choices is not None else "system"
    return found if found in CODES else "system"


def spoken(code: str, system: QLocale | None = None) -> str:
    """The language that a choice means on this machine, in two letters.

    >>> spoken("de"), spoken("system", QLocale("de_AT")), spoken("system", QLocale("C"))
    ('de', 'de', 'en')
    """
    if code != "system":
        return code
    name = (system or QLocale.system()).name()[:2]
    return "en" if name in ("C", "") else name


def use(app: QCoreApplication, choices: QSettings | None, folder: Path = FOLDER) -> list[QTranslator]:
    """Let the program speak the chosen language, as far as its catalogue is there; returns what has to be kept while it does."""
    code = chosen(choices)
    language = spoken(code)
    if code != "system":
        here = QLocale.system()
        same = here.name()[:2] == language
        QLocale.setDefault(here if same else QLocale("en_GB" if language == "en" else language))
    kept = []
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, where in ((f"recollect_{language}", str(folder)), (f"qtbase_{language}", qt)):
        one = QTranslator(app)
        if language != "en" and one.load(name, where) and app.installTranslator(one):
            kept.append(one)
    return kept
