"""A program of our own that copies text, as real ones do: it offers, is asked, and answers. Starts nothing when imported."""

import contextlib
import select
import threading

from Xlib import X, Xatom
from Xlib import display as xdisplay
from Xlib.error import ConnectionClosedError
from Xlib.protocol import event as xevent


class Copier:
    """A program of our own that copies: serves its text from a thread, in pieces of `piece` bytes when that is given."""

    def __init__(self, name: str, *, app: str = "Notes", title: str = "plan") -> None:
        self.display = xdisplay.Display(name)
        root = self.display.screen().root
        self.shown = root.create_window(50, 50, 200, 100, 0, X.CopyFromParent, background_pixel=0x777777)
        self.shown.set_wm_class(app.lower(), app)
        self.shown.set_wm_name(title)
        self.shown.map()
        self.hidden = root.create_window(-1, -1, 1, 1, 0, X.CopyFromParent)
        self.display.sync()
        self.asked: list[str] = []
        self.offer: dict[str, bytes] = {}
        self.piece, self.mute = 0, False
        self._sending: dict[int, tuple[object, int, int, list[bytes]]] = {}
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def copy(self, text: str, *marks: str, piece: int = 0, mute: bool = False) -> None:
        """Take the clipboard, offering a text and these marks."""
        self.halt()
        self.offer = {"UTF8_STRING": text.encode()} | dict.fromkeys(marks, b"secret")
        self.piece, self.mute, self.asked = piece, mute, []
        self.hidden.set_selection_owner(self.display.intern_atom("CLIPBOARD"), X.CurrentTime)
        self.display.sync()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while not self._stop.is_set():
            while self.display.pending_events():
                self._answer(self.display.next_event())
            self.display.flush()
            select.select([self.display.fileno()], [], [], 0.02)

    def _answer(self, event) -> None:
        if event.type == X.PropertyNotify and event.state == X.PropertyDelete and event.window.id in self._sending:
            requestor, place, kind, pieces = self._sending[event.window.id]
            requestor.change_property(place, kind, 8, pieces.pop(0) if pieces else b"")
        if event.type != X.SelectionRequest or self.mute:
            return
        target = self.display.get_atom_name(event.target)
        self.asked.append(target)
        if target == "TARGETS":
            atoms = [self.display.intern_atom(one) for one in ("TARGETS", *self.offer)]
            event.requestor.change_property(event.property, Xatom.ATOM, 32, atoms)
        elif self.piece:
            data = self.offer[target]
            pieces = [data[at : at + self.piece] for at in range(0, len(data), self.piece)]
            event.requestor.change_attributes(event_mask=X.PropertyChangeMask)
            self._sending[event.requestor.id] = (event.requestor, event.property, event.target, pieces)
            event.requestor.change_property(event.property, self.display.intern_atom("INCR"), 32, [len(data)])
        else:
            event.requestor.change_property(event.property, event.target, 8, self.offer[target])
        answer = xevent.SelectionNotify(
            time=event.time,
            requestor=event.requestor,
            selection=event.selection,
            target=event.target,
            property=event.property,
        )
        event.requestor.send_event(answer)

    def halt(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def close(self) -> None:
        self.halt()
        with contextlib.suppress(ConnectionClosedError):
            self.display.close()
        self.display.display.socket.close()  # of a broken connection, close() leaves it open
