"""One window for one memory: a lock, and a socket that only its owner may use, over which a second start raises the first."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 2000
RAISE, SEARCH = b"raise\n", b"search\n"


def socket_name(home: Path) -> str:
    """The name of the socket of the memory at `home`; short, for paths of sockets may not be long."""
    return "recollect-" + hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:20]


class Instance(QObject):
    """Held by the first window of a memory. `raised` says that somebody started the program again, `searched` that it was to search."""

    raised = Signal()
    searched = Signal()

    def __init__(self, home: Path, lock: Path, parent: QObject | None = None, *, search: bool = False) -> None:
        super().__init__(parent)
        self._message = SEARCH if search else RAISE
        self._name = socket_name(home)
        self._lock = QLockFile(str(lock))
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._heard)

    def take(self) -> bool:
        """Become the one window. False when there is one; it has been asked to come forward."""
        if not self._lock.tryLock(0):
            self._ask_first()
            return False
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def path(self) -> Path:
        """Where the socket lies."""
        return Path(self._server.fullServerName())

    def release(self) -> None:
        """Let another window of this memory start."""
        self._server.close()
        self._lock.unlock()

    def _ask_first(self) -> None:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(WAIT_MS):
            socket.write(self._message)
            socket.waitForBytesWritten(WAIT_MS)
            socket.disconnectFromServer()

    def _heard(self) -> None:
        connection = self._server.nextPendingConnection()
        if connection is not None:
            connection.disconnected.connect(connection.deleteLater)
            connection.readyRead.connect(self._read)
            self.raised.emit()

    @Slot()
    def _read(self) -> None:
        for connection in self._server.findChildren(QLocalSocket):
            if SEARCH in bytes(connection.readAll().data()):
                self.searched.emit()
