"""Whose turn it is to ask a worker. Threads wait here; nothing here knows what they ask."""

import heapq
import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_POLL_S = 0.04


class Turn:
    """One at a time, in order of arrival, the urgent before the others."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[tuple[bool, int]] = []
        self._numbers = itertools.count()
        self._taken = False

    @contextmanager
    def hold(self, *, urgent: bool = False, cancelled: Callable[[], bool] | None = None) -> Iterator[bool]:
        """Wait for the turn and hold it; yields False when `cancelled` came first."""
        got = self._take((not urgent, next(self._numbers)), cancelled)
        try:
            yield got
        finally:
            if got:
                self._give()

    def _take(self, ticket: tuple[bool, int], cancelled: Callable[[], bool] | None) -> bool:
        with self._changed:
            heapq.heappush(self._waiting, ticket)
            try:
                while self._taken or self._waiting[0] != ticket:
                    if cancelled and cancelled():
                        return False
                    self._changed.wait(_POLL_S if cancelled else None)
                self._taken = True
                return True
            finally:  # also when Ctrl-C ends the wait: a ticket left behind would block everybody
                self._waiting.remove(ticket)
                heapq.heapify(self._waiting)
                self._changed.notify_all()

    def _give(self) -> None:
        with self._changed:
            self._taken = False
            self._changed.notify_all()
