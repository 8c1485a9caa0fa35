"""Rings of references are searched for in the GUI thread alone while lanes work for widgets, and found all the same."""

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from tests.ui_home import Opened
from ui.rings import Rings


class Link:
    """One of two that hold each other; says in which thread it went."""

    went_in: list[int] = []  # noqa: RUF012 - of all of them

    def __init__(self) -> None:
        self.other: object = None

    def __del__(self) -> None:
        Link.went_in.append(threading.get_ident())


def rings(many: int) -> weakref.ref[Link]:
    """Make many, and tell of the last."""
    for _ in range(many):
        one, other = Link(), Link()
        one.other, other.other = other, one
    return weakref.ref(one)


def test_a_ring_that_a_thread_makes_goes_in_the_gui_thread(qtbot: QtBot) -> None:
    Link.went_in.clear()
    held = Rings()
    held.start()
    made: list[weakref.ref[Link]] = []
    try:
        assert not gc.isenabled()
        thread = threading.Thread(target=lambda: made.append(rings(gc.get_threshold()[0] * 2)))
        thread.start()
        thread.join()
        assert made[0]() is not None
        qtbot.waitUntil(lambda: made[0]() is None)
    finally:
        held.stop()
    assert set(Link.went_in) == {threading.get_ident()}
    assert gc.isenabled()


def test_without_it_a_thread_searches_too() -> None:
    Link.went_in.clear()
    thread = threading.Thread(target=lambda: rings(gc.get_threshold()[0] * 2))
    thread.start()
    thread.join()
    assert set(Link.went_in) - {threading.get_ident()}


def test_python_searches_again_when_the_last_has_stopped() -> None:
    one, other = Rings(), Rings()
    for held in (one, one, other):
        held.start()
    one.stop()
    assert not gc.isenabled()
    for held in (other, other):
        held.stop()
    assert gc.isenabled()


def test_an_open_window_lets_no_thread_search(opened: Opened) -> None:
    assert opened.core.running()
    assert not gc.isenabled()
