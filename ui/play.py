"""Playing a day: moment after moment at a steady speed, as soon as the next picture is at hand. No widgets, no memory."""

from PySide6.QtCore import QObject, QTimer, Signal

SPEEDS = (1, 2, 4, 8, 16)  # moments a second
PATIENCE_MS = 1000  # so long a step waits for its picture


class Player(QObject):
    """Says when it is time for the next moment (`stepped`), and when it starts, stops or changes its speed (`changed`)."""

    stepped = Signal()
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.speed = 2
        self._waited_ms = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.stepped)

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    def toggle(self) -> None:
        """Start, or stop."""
        if self.playing:
            self.stop()
        else:
            self._waited_ms = 0
            self._timer.start(1000 // self.speed)
            self.changed.emit()

    def stop(self) -> None:
        """Stop, if it plays."""
        if self.playing:
            self._timer.stop()
            self.changed.emit()

    def change_speed(self, by: int) -> None:
        """Take the next faster (1) or slower (-1) speed."""
        at = min(max(SPEEDS.index(self.speed) + by, 0), len(SPEEDS) - 1)
        self.speed = SPEEDS[at]
        self._timer.setInterval(1000 // self.speed)
        self.changed.emit()

    def next_speed(self) -> None:
        """Take the next faster speed, after the fastest the slowest."""
        self.change_speed(1 if self.speed != SPEEDS[-1] else -len(SPEEDS))

    def may_step(self, *, at_hand: bool) -> bool:
        """Whether to go on now: the next picture is at hand, or has been waited for long enough."""
        self._waited_ms = 0 if at_hand else self._waited_ms + self._timer.interval()
        if self._waited_ms > PATIENCE_MS:
            self._waited_ms = 0
            return True
        return at_hand
