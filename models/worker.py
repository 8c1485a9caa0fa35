"""What runs in a worker process: `python -m models.worker KIND`. Frames come on stdin and go to stdout, nothing else.

One request at a time in the main thread; a reader thread hears cancellations and the end of the parent, a beating
thread says that work goes on. The engines behind it import the model libraries; this module does not.
"""

import contextlib
import faulthandler
import io
import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from typing import Any

from models.engine import Engine, Refused, Talk
from models.wire import BadFrame, Frame, read_frame, write_frame

BEAT_S = 0.5
# The user's own programs go first. Nobody waits for OCR; somebody may wait for the others.
_NICE = {"ocr": 10, "embed": 5, "chat": 5, "access": 5, "rerank": 5}
_PR_SET_PDEATHSIG = 1


class Desk:
    """Takes the requests in, has them answered by the engine in turn, sends the answers out."""

    def __init__(self, engine: Engine, source: io.FileIO, drain: io.FileIO) -> None:
        self._engine = engine
        self._source = source
        self._drain = drain
        self._writing = threading.Lock()
        self._requests: queue.SimpleQueue[tuple[Frame, Talk]] = queue.SimpleQueue()
        self._talks: dict[int, Talk] = {}
        self._at_work: int | None = None

    def serve(self) -> None:
        """Answer until the parent closes the pipe; never returns."""
        threading.Thread(target=self._listen, name="listen", daemon=True).start()
        threading.Thread(target=self._beat, name="beat", daemon=True).start()
        while True:
            frame, talk = self._requests.get()
            self._at_work = number = int(frame.header["id"])
            self._send({"t": "taken", "id": number})
            header, blobs = self._answer(frame, talk)
            self._at_work = None
            self._talks.pop(number, None)
            self._send({**header, "id": number, "loaded": self._engine.loaded}, blobs)

    def _answer(self, frame: Frame, talk: Talk) -> tuple[dict[str, Any], Sequence[bytes]]:
        header = frame.header
        try:
            result, blobs = self._engine.answer(header["method"], header["params"], frame.blobs, talk)
        except Refused as refused:
            return {"t": "error", "code": refused.code, "params": refused.params}, ()
        except MemoryError:
            return {"t": "error", "code": "out_of_memory", "params": {"name": ""}}, ()
        except Exception as error:  # noqa: BLE001 the loop's edge: one bad request must not end the worker
            _log_place(error)
            return {"t": "error", "code": "worker_error", "params": {"what": type(error).__name__}}, ()
        return {"t": "reply", "result": result}, blobs

    def _listen(self) -> None:
        with contextlib.suppress(BadFrame, OSError):
            while frame := read_frame(self._source):
                number = int(frame.header["id"])
                if frame.header["t"] == "cancel":
                    if talk := self._talks.get(number):
                        talk.cancel()
                    continue
                talk = Talk(lambda piece, number=number: self._send({"t": "piece", "id": number, "piece": piece}))  # type: ignore[misc]
                self._talks[number] = talk
                self._requests.put((frame, talk))
        os._exit(0)  # the parent is gone or closed the pipe: whatever the main thread does is wanted by nobody

    def _beat(self) -> None:
        while True:
            time.sleep(BEAT_S)
            if (number := self._at_work) is not None:
                self._send({"t": "beat", "id": number})

    def _send(self, header: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
        try:
            with self._writing:
                write_frame(self._drain, {**header, "cpu_s": time.process_time()}, blobs)
        except OSError:
            os._exit(0)


def _log_place(error: BaseException) -> None:
    """Say where an error arose, without its message: that may hold what was read."""
    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    print(type(error).__name__, *places, sep=" < ", file=sys.stderr, flush=True)  # noqa: T201 stderr is the log here


def _settle(kind: str) -> None:
    """Low priority, no core dump, deaf to Ctrl-C (the parent decides), and gone when the parent is gone."""
    faulthandler.enable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.name != "posix":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        os.nice(_NICE[kind])
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _private_pipes() -> tuple[io.FileIO, io.FileIO]:
    """The two pipes on descriptors of their own; what libraries read and print goes elsewhere."""
    source, drain = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return io.FileIO(source, "rb"), io.FileIO(drain, "wb")


def _engine(kind: str) -> Engine:
    if kind == "ocr":
        from models.ocr_engine import OcrEngine

        return OcrEngine()
    if kind == "embed":
        from models.embed_engine import EmbedEngine

        return EmbedEngine()
    if kind == "access":
        from models.access_engine import AccessEngine

        return AccessEngine()
    if kind == "rerank":
        from models.rerank_engine import RerankEngine

        return RerankEngine()
    from models.chat_engine import ChatEngine

    return ChatEngine()


def main(arguments: Sequence[str]) -> None:
    """Serve one kind until the parent goes."""
    if len(arguments) != 2 or arguments[1] not in _NICE:
        sys.exit("usage: python -m models.worker ocr|embed|chat|access|rerank")
    source, drain = _private_pipes()
    _settle(arguments[1])
    Desk(_engine(arguments[1]), source, drain).serve()


if __name__ == "__main__":
    main(sys.argv)
