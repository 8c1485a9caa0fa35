"""What is wrong on purpose: small faults that somebody would see, each made in the real window. A comparison that passes one is no guard."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from tests.pictures.camera import Camera
from ui import theme

Mend = Callable[[], None]


def _moved(widget: QWidget, right: int, down: int = 0) -> Mend:
    before = widget.pos()
    widget.move(before.x() + right, before.y() + down)
    return lambda: widget.move(before)


def button_off(camera: Camera) -> Mend:
    """A button stands 12 px off."""
    return _moved(camera.window.timeline.head.pin, -12)


def pill_low(camera: Camera) -> Mend:
    """The pill stands 4 px too low."""
    return _moved(camera.window.pill, 0, 4)


def texts_overlap(camera: Camera) -> Mend:
    """A title lies over the time before it."""
    return _moved(camera.window.timeline.head._title, -36)


def label_missing(camera: Camera) -> Mend:
    """A label says nothing."""
    label = camera.window.timeline.head._time
    text = label.text()
    label.setText("")
    return lambda: label.setText(text)


def icon_missing(camera: Camera) -> Mend:
    """A button has no icon."""
    button = camera.window.timeline.head.copy
    icon = button.icon()
    button.setIcon(QIcon())
    return lambda: button.setIcon(icon)


def _other_role(camera: Camera, **roles: str) -> Mend:
    before = theme.LIGHT
    theme.LIGHT = replace(before, **roles)
    theme.SPREADS[theme.LIGHT] = theme.SPREADS[before]
    camera.theme.use("light")

    def mend() -> None:
        del theme.SPREADS[theme.LIGHT]
        theme.LIGHT = before
        camera.theme.use("light")

    return mend


def accent_is_danger(camera: Camera) -> Mend:
    """What is chosen has the colour of danger."""
    return _other_role(camera, accent=theme.LIGHT.danger)


def second_is_text(camera: Camera) -> Mend:
    """What is second looks as if it came first."""
    return _other_role(camera, second=theme.LIGHT.text)


def chart_low(camera: Camera) -> Mend:
    """The day stands 6 px too low."""
    return _moved(camera.window.timeline.chart, 0, 6)


SPOILT: dict[str, Callable[[Camera], Mend]] = {
    "button_off": button_off, "pill_low": pill_low, "texts_overlap": texts_overlap, "label_missing": label_missing,
    "icon_missing": icon_missing, "accent_is_danger": accent_is_danger, "second_is_text": second_is_text, "chart_low": chart_low,
}  # fmt: skip
