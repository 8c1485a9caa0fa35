"""What the desktop asks of programs and Qt does not pass on: less motion. Asked over the session's bus; never waited for."""

import os
import sys

from PySide6.QtCore import QObject, Slot

SERVICE = "org.freedesktop.portal.Desktop"
PLACE = "/org/freedesktop/portal/desktop"
SETTINGS = "org.freedesktop.portal.Settings"
# What says it, and the value that asks for less: the desktops' common setting, and GNOME's older one.
ASKED = {
    ("org.freedesktop.appearance", "reduced-motion"): 1,
    ("org.gnome.desktop.interface", "enable-animations"): False,
}


class Desktop(QObject):
    """Whether the desktop lets things move: yes, until it is heard that it does not."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.moves = True
        if sys.platform == "linux" and os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            self._ask()

    def _ask(self) -> None:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

        bus = QDBusConnection.sessionBus()
        for (namespace, key), less in ASKED.items():
            call = QDBusMessage.createMethodCall(SERVICE, PLACE, SETTINGS, "ReadOne")
            call.setAutoStartService(False)
            call.setArguments([namespace, key])
            watcher = QDBusPendingCallWatcher(bus.asyncCall(call), self)
            watcher.setProperty("less", less)
            watcher.finished.connect(self._heard)

    @Slot(object)
    def _heard(self, watcher: object) -> None:
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher, QDBusVariant

        if not isinstance(watcher, QDBusPendingCallWatcher):
            return
        reply = watcher.reply()
        if reply.type() == QDBusMessage.MessageType.ReplyMessage and reply.arguments():
            value = reply.arguments()[0]
            said = value.variant() if isinstance(value, QDBusVariant) else value
            less = watcher.property("less")
            self.moves = self.moves and not (type(said) is type(less) and said == less)
        watcher.deleteLater()
