"""Colours, type, spacing and motion of the window: light, dark, and both in high contrast. Widgets ask for roles, never for colours."""

import weakref
import zlib
from dataclasses import dataclass
from functools import lru_cache
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.desktop import Desktop

Mode = Literal["system", "light", "dark", "contrast"]
Motion = Literal["system", "full", "none"]

GRID = 8
RADIUS = 8
READING_WIDTH = 760
SIZES = {"caption": 12, "control": 13, "text": 15, "title": 20, "page": 28}


@dataclass(frozen=True, slots=True)
class Roles:
    """One colour for each purpose. `marked` is drawn over text with MARKED_ALPHA."""

    window: str
    surface: str
    raised: str
    line: str
    text: str
    second: str
    faint: str
    accent: str
    on_accent: str
    marked: str
    danger: str
    warn: str
    fine: str


LIGHT = Roles(
    "#FAFAF8", "#FFFFFF", "#F1F1EE", "#E3E2DD", "#1C1B19", "#5A5852", "#6F6C65",
    "#4F46C8", "#FFFFFF", "#FFE58A", "#B42318", "#8A5A00", "#1F6F43",
)  # fmt: skip
DARK = Roles(
    "#161618", "#1D1D20", "#27272B", "#36363C", "#ECECEE", "#B0B0B8", "#90909A",
    "#9A94F7", "#17162B", "#7A6420", "#F2837B", "#E2B35A", "#6CC794",
)  # fmt: skip
LIGHT_CONTRAST = Roles(
    "#FFFFFF", "#FFFFFF", "#EFEFEF", "#595959", "#000000", "#1F1F1F", "#3A3A3A",
    "#2B1FA3", "#FFFFFF", "#FFD84A", "#8A0F05", "#5C3B00", "#0B4A29",
)  # fmt: skip
DARK_CONTRAST = Roles(
    "#000000", "#000000", "#1C1C1C", "#A8A8A8", "#FFFFFF", "#F0F0F0", "#D2D2D2",
    "#C9C5FF", "#000000", "#6B5200", "#FFB3AC", "#FFD27A", "#9BEBBB",
)  # fmt: skip
# Lightness and chroma of the colours that stand for applications, in OKLCH: at least 3 : 1 on every plane.
SPREADS = {LIGHT: (0.58, 0.135), DARK: (0.74, 0.115), LIGHT_CONTRAST: (0.50, 0.135), DARK_CONTRAST: (0.80, 0.115)}
HUES = 24
MARKED_ALPHA = 178  # 70 %

SHEET = Template("""
* { outline: none; }
QMainWindow, QDialog { background: $window; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 6px 8px; }
QLabel { background: transparent; }
QLabel[tone="second"] { color: $second; }
QLabel[tone="faint"] { color: $faint; }
QLabel[tone="danger"] { color: $danger; }
QLabel[tone="warn"] { color: $warn; }
QLineEdit, QPlainTextEdit[field="true"] {
    background: $surface; border: 1px solid $line; border-radius: 8px; padding: 6px 10px; min-height: 18px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit[field="true"]:focus, QAbstractSpinBox:focus { border: 1px solid $accent; }
QAbstractSpinBox { background: $surface; border: 1px solid $line; border-radius: 8px; padding: 6px 0; min-height: 18px;
    selection-background-color: $accent; selection-color: $on_accent; }
QAbstractSpinBox > QLineEdit { background: transparent; border: none; padding: 0; min-height: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; height: 0; border: none; }
QPushButton, QToolButton {
    background: transparent; color: $text; border: 1px solid transparent; border-radius: 8px; padding: 5px 12px;
    min-height: 20px; }
QToolButton[bare="true"] { padding: 5px; }
QPushButton:hover, QToolButton:hover { background: $raised; }
QPushButton:focus, QToolButton:focus { border: 1px solid $accent; }
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:disabled, QToolButton:disabled { color: $faint; }
QPushButton[look="quiet"], QToolButton[look="quiet"] { border: 1px solid $line; background: $surface; }
QPushButton[look="quiet"]:hover, QToolButton[look="quiet"]:hover { background: $raised; }
QPushButton[look="quiet"]:focus, QToolButton[look="quiet"]:focus { border: 1px solid $accent; }
QPushButton[look="main"] { background: $accent; color: $on_accent; font-weight: 600; padding: 6px 18px; }
QPushButton[look="main"]:disabled { background: $raised; color: $faint; }
QPushButton[look="main"]:focus { border: 2px solid $text; }
QPushButton[look="word"] { color: $second; padding: 5px 8px; }
QPushButton[look="word"]:hover { color: $text; }
QPushButton[look="title"] { padding: 3px 8px; text-align: left; }
QPushButton[look="danger"] { color: $danger; border: 1px solid $line; background: $surface; font-weight: 600; }
QPushButton[look="danger"]:hover { background: $raised; }
QPushButton[look="danger"]:focus { border: 1px solid $danger; }
QPushButton[look="danger"]:disabled { color: $faint; }
QComboBox[look="field"] { background: $surface; border: 1px solid $line; border-radius: 8px; padding: 5px 10px; min-height: 20px; }
QComboBox[look="field"]:focus { border: 1px solid $accent; }
QComboBox[look="field"]::drop-down { border: none; width: 22px; }
QCheckBox[look="field"] { spacing: 8px; padding: 4px; border: 1px solid transparent; border-radius: 6px; }
QCheckBox[look="field"]:focus { border: 1px solid $accent; }
QCheckBox[look="field"]::indicator { width: 14px; height: 14px; border: 1px solid $faint; border-radius: 4px; background: $surface; }
QCheckBox[look="field"]::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; background: $on_accent; }
QToolButton[look="rail"] { border-radius: 8px; padding: 4px 0 3px 0; color: $second; }
QToolButton[look="rail"]:checked { background: $raised; color: $text; font-weight: 600; }
QToolButton[look="chip"], QPushButton[look="chip"] {
    border: 1px solid $line; border-radius: 15px; padding: 4px 10px; color: $second; background: $surface; }
QToolButton[look="pick"] { border: 1px solid $line; border-radius: 15px; padding: 4px 14px; color: $second; background: $surface; }
QToolButton[look="pick"]:focus { border: 1px solid $text; }
QToolButton[look="pick"][set="true"] { color: $accent; border-color: $accent; font-weight: 600; }
QToolButton[look="chip"] { padding-right: 2px; }
QToolButton[quiet="true"][set="false"] { border-color: transparent; background: transparent; padding-left: 6px; }
QToolButton[look="chip"]:hover, QPushButton[look="chip"]:hover { background: $raised; }
QToolButton[look="chip"]:focus, QPushButton[look="chip"]:focus { border: 1px solid $accent; }
QToolButton[look="chip"][set="true"], QPushButton[look="chip"][set="true"] { color: $accent; border-color: $accent; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }
QMenu { background: $surface; border: 1px solid $line; border-radius: 4px; padding: 6px; }
QMenu::item { padding: 7px 20px 7px 12px; border-radius: 6px; }
QMenu::item:selected { background: $raised; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 6px 8px; }
QTimeEdit, QDateEdit { padding: 6px 10px; }
QCheckBox { spacing: 10px; padding: 4px; border: 1px solid transparent; border-radius: 6px; }
QCheckBox:focus { border: 1px solid $accent; }
QCheckBox::indicator { width: 14px; height: 14px; border-radius: 5px; border: 1px solid $faint; background: $surface; }
QCheckBox::indicator:checked { width: 8px; height: 8px; border: 4px solid $accent; background: $on_accent; }
QRadioButton { spacing: 10px; padding: 4px; border: 1px solid transparent; border-radius: 6px; }
QRadioButton:focus { border: 1px solid $accent; }
QRadioButton::indicator { width: 16px; height: 16px; border-radius: 9px; border: 1px solid $faint; background: $surface; }
QRadioButton::indicator:checked { width: 8px; height: 8px; border: 5px solid $accent; background: $on_accent; }
QProgressBar { background: $raised; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QPushButton[look="row"] { text-align: left; color: $second; padding: 6px 12px; }
QPushButton[look="row"]:checked { background: $raised; color: $text; font-weight: 600; }
QPushButton[look="row"]:disabled { color: $line; }
QPushButton[look="choice"] { text-align: left; border: 1px solid $line; background: $surface; padding: 5px 26px 5px 12px; }
QPushButton[look="choice"]:hover { background: $raised; }
QPushButton[look="choice"]:focus { border: 1px solid $accent; }
QListWidget[look="contents"]::item { border-radius: 8px; padding: 0 9px; color: $second; border: 1px solid transparent; }
QListWidget[look="contents"]::item:hover { background: $raised; }
QListWidget[look="contents"]::item:selected { background: $raised; color: $text; }
QListWidget[look="contents"]::item:selected:focus { border: 1px solid $accent; }
QScrollArea, QListView { background: transparent; border: none; }
QTableView { background: transparent; border: none; selection-background-color: $raised; selection-color: $text; }
QTableView:focus { selection-background-color: $accent; selection-color: $on_accent; }
QTableView::item { padding: 0 6px; border: none; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: $window; color: $second; border: none; border-bottom: 1px solid $line; padding: 6px; }
QTextBrowser, QPlainTextEdit { background: transparent; border: none; selection-background-color: $accent;
    selection-color: $on_accent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: $line; border-radius: 3px; min-height: 32px; margin: 2px 2px 2px 3px; }
QScrollBar::handle:vertical:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: $line; border-radius: 3px; min-width: 32px; margin: 3px 2px 2px 2px; }
QFrame[hairline="true"] { background: $line; border: none; }
QFrame[plane="surface"] { background: $surface; border: none; }
QFrame[plane="sheet"] { background: $surface; border: 1px solid $line; border-radius: 12px; }
QFrame[plane="bar"] { background: $raised; border: 1px solid $line; border-radius: 8px; }
QLabel[plane="pill"] { background: $raised; color: $second; border-radius: 9px; padding: 1px 8px; }
QFrame[plane="raised"] { background: $raised; border: none; border-radius: 8px; }
""")

# Without a desktop's own choice Qt falls back to a wide font; these read better at 12 to 15 px and are common.
PREFERRED_FAMILIES = ("Inter", "Noto Sans", "Cantarell", "Ubuntu", "Liberation Sans")
FALLBACK_FAMILIES = ("", "Sans", "Sans Serif", "DejaVu Sans", "sans-serif")


class Theme(QObject):
    """The colours in force. Emits `changed` when the system or the user turns light to dark, to high contrast, or back."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode = "system", *, motion: Motion = "system") -> None:
        super().__init__(app)
        self._app = app
        self.mode: Mode = mode
        self.motion: Motion = motion
        self.roles = LIGHT
        self._family = _family()
        self._desktop = Desktop(self)
        self._sheet = ""
        self._dressed: list[weakref.ref[QWidget]] = []
        self._waiting: list[weakref.ref[QWidget]] = []
        app.setStyle("Fusion")
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)
        self.use(mode)

    def use(self, mode: Mode) -> None:
        """Follow the system, stay light or dark, or take the high contrast of the system's light or dark."""
        self.mode = mode
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        QGuiApplication.styleHints().setColorScheme(schemes.get(mode, Qt.ColorScheme.Unknown))
        self._apply()

    @property
    def dark(self) -> bool:
        return self.roles in (DARK, DARK_CONTRAST)

    @property
    def moves(self) -> bool:
        """Whether anything may move by itself."""
        return self._desktop.moves if self.motion == "system" else self.motion == "full"

    def length_ms(self, wanted_ms: int) -> int:
        """How long a movement takes: as long as wanted, or not at all."""
        return wanted_ms if self.moves else 0

    def colour(self, role: str, alpha: int = 255) -> QColor:
        """The colour of a role, with an opacity from 0 to 255."""
        colour = QColor(str(getattr(self.roles, role)))
        colour.setAlpha(alpha)
        return colour

    def app_colour(self, name: str) -> QColor:
        """The colour that stands for an application: its hue from its name, at one lightness for all."""
        return QColor(*_spread(name, *SPREADS[self.roles]))

    def font(self, size: str = "control", *, strong: bool = False, tabular: bool = False) -> QFont:
        """A font of the type scale. `tabular` gives every digit the same width."""
        font = QFont(self._family)
        font.setPixelSize(SIZES[size])
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    @Slot()
    def _system_changed(self) -> None:
        if self.mode in ("system", "contrast"):
            self._apply()

    def _apply(self) -> None:
        hints = QGuiApplication.styleHints()
        high = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        self.roles = roles_for(self.mode, dark=hints.colorScheme() == Qt.ColorScheme.Dark, high=high)
        self._app.setFont(self.font())
        self._app.setPalette(_palette(self.roles))
        roles = {name: getattr(self.roles, name) for name in Roles.__dataclass_fields__}
        self._sheet = SHEET.substitute(roles)
        worn = self._worn()
        for one in worn:
            if one.isVisible():
                one.setStyleSheet(self._sheet)
        self._waiting = [weakref.ref(one) for one in worn if not one.isVisible()]
        QTimer.singleShot(0, self, self._dress_next)
        self.changed.emit()

    def dress(self, *parts: QWidget) -> None:
        """Have parts of the window, or a menu without one, wear the colours from now on, with all that is in them. What is out of sight
        changes them a little later, part after part: all at once would hold the window up for a tenth of a second.
        """
        self._dressed = [*map(weakref.ref, self._worn()), *map(weakref.ref, parts)]
        for one in parts:
            one.setStyleSheet(self._sheet)

    @Slot()
    def _dress_next(self) -> None:
        if self._waiting:
            one = self._waiting.pop(0)()
            if one is not None and isValid(one):
                one.setStyleSheet(self._sheet)
            QTimer.singleShot(0, self, self._dress_next)

    def _worn(self) -> list[QWidget]:
        return [one for held in self._dressed if (one := held()) is not None and isValid(one)]


def roles_for(mode: Mode, *, dark: bool, high: bool) -> Roles:
    """The colours of a mode on a system that asks for dark, for high contrast, or for neither."""
    dark = mode == "dark" or (mode != "light" and dark)
    if mode == "contrast" or (mode == "system" and high):
        return DARK_CONTRAST if dark else LIGHT_CONTRAST
    return DARK if dark else LIGHT


def contrast(one: QColor, other: QColor) -> float:
    """How far two opaque colours stand apart, from 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _family() -> str:
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    if system not in FALLBACK_FAMILIES:
        return system
    there = set(QFontDatabase.families())
    return next((family for family in PREFERRED_FAMILIES if family in there), system)


def _palette(roles: Roles) -> QPalette:
    palette = QPalette()
    group = QPalette.ColorRole
    for role, colour in {
        group.Window: roles.window, group.Base: roles.surface, group.AlternateBase: roles.raised,
        group.Button: roles.raised, group.WindowText: roles.text, group.Text: roles.text,
        group.ButtonText: roles.text, group.PlaceholderText: roles.faint, group.Highlight: roles.accent,
        group.HighlightedText: roles.on_accent, group.Link: roles.accent, group.Mid: roles.line,
        group.ToolTipBase: roles.raised, group.ToolTipText: roles.text, group.Accent: roles.accent,
    }.items():  # fmt: skip
        palette.setColor(role, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for role in (group.WindowText, group.Text, group.ButtonText):
        palette.setColor(disabled, role, QColor(roles.faint))
    return palette


@lru_cache(maxsize=512)
def _spread(name: str, lightness: float, chroma: float) -> tuple[int, int, int]:
    return oklch(lightness, chroma, (zlib.crc32(name.casefold().encode()) % HUES) * 360.0 / HUES)


def oklch(lightness: float, chroma: float, hue_degrees: float) -> tuple[int, int, int]:
    """sRGB of an OKLCH colour, clipped (formulas: Ottosson, "A perceptual color space for image processing")."""
    from math import cos, radians, sin

    a, b = chroma * cos(radians(hue_degrees)), chroma * sin(radians(hue_degrees))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    red, green, blue = (_gamma(value) for value in linear)
    return red, green, blue


def _gamma(value: float) -> int:
    clipped = min(max(value, 0.0), 1.0)
    encoded = 12.92 * clipped if clipped <= 0.0031308 else 1.055 * clipped ** (1 / 2.4) - 0.055
    return round(encoded * 255)
