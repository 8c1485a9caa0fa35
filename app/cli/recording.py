"""record, pause and resume: looking at the screen without a window, and holding whoever looks."""

import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from app.cli import options, shapes
from app.cli.context import Given, given
from app.errors import KnownError
from app.sentences import sentence

_TOLD_EVERY_S = 1.0


def record(
    context: typer.Context,
    *,
    seconds: Annotated[
        float | None, typer.Option("--for", min=0.1, metavar="SECONDS", help="Stop after so long.")
    ] = None,
    display: Annotated[str | None, typer.Option(metavar=":N", help="The X display to look at.")] = None,
    as_json: options.Json = False,
) -> None:
    """Record without a window until Ctrl-C, then finish reading what was kept."""
    here = given(context)
    told = lambda code, params: here.terminal.note(sentence(code, params))  # noqa: E731
    session = here.with_passphrase(
        lambda passphrase: here.build_session(here.places, passphrase=passphrase, display=display, on_event=told)
    )
    try:
        session.start()
        try:
            with _stoppable() as stop:
                _wait(here, stop, seconds)
            if not as_json:
                here.terminal.note("Reading what was kept ...")
            session.stop(finish_reading=True)
        except KeyboardInterrupt:
            session.stop()
            raise
        report = session.report()
    finally:
        session.close()
    if as_json:
        here.terminal.json(report)
    else:
        _show_report(here, report)


@contextlib.contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """An event that Ctrl-C and a polite kill set; afterwards Ctrl-C interrupts as always."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait(here: Given, stop: threading.Event, seconds: float | None) -> None:
    if seconds is None:
        here.terminal.note("Recording. Ctrl-C ends it.")
        while not stop.wait(_TOLD_EVERY_S):
            pass
        return
    begun = time.monotonic()
    with here.terminal.progress("Recording") as progress:
        while (gone := time.monotonic() - begun) < seconds and not stop.wait(min(_TOLD_EVERY_S, seconds - gone)):
            progress(int(gone), int(seconds))


def _show_report(here: Given, report: dict[str, Any]) -> None:
    ticks = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in report["ticks"].items() if count)
    kept, grab, searchable = report["frames"], report["grab_ms"], report["searchable_s"]
    here.terminal.say(f"{kept} moments kept in {report['seconds']:.0f} s ({ticks or 'no look at the screen'}).")
    if report["pending"]:
        here.terminal.note(f"{report['pending']} pictures still wait to be read.")
    rows = [
        ("grab, ms", str(grab["p50"]), str(grab["p95"])),
        ("searchable after, s", str(searchable["p50"]), str(searchable["p95"])),
    ]
    here.terminal.table(("", "half within", "95 of 100 within"), rows)
    here.terminal.note(f"{report['cpu_s']:.1f} s of processor time, {report['bytes'] / 1e6:.1f} MB.")


def pause(
    context: typer.Context,
    *,
    length: Annotated[str | None, typer.Option("--for", metavar="LENGTH", help="15m, 1h.")] = None,
    until: Annotated[str | None, typer.Option(metavar="TIME", help="18:00, tomorrow, 2026-11-20T15:00.")] = None,
    as_json: options.Json = False,
) -> None:
    """Hold the recording, also that of a running app, until a time or until resume."""
    here = given(context)
    if length and until:
        raise typer.BadParameter("--for and --until exclude each other", param_hint="--for")
    end = options.time(here, until)
    if length is not None:
        from app.recall.query import parse_duration

        end = here.now + parse_duration(length)
    if end is not None and end <= here.now:
        raise KnownError("time_is_past")
    with here.memory() as memory:
        memory.pause(end)
    if as_json:
        here.terminal.json({"state": "paused", "until": shapes.iso(end)})
    else:
        here.terminal.say("Paused until " + (here.terminal.when(end) if end else "you resume") + ".")


def resume(context: typer.Context, *, as_json: options.Json = False) -> None:
    """Let the recording go on."""
    here = given(context)
    with here.memory() as memory:
        memory.resume()
        state = memory.recording_state().state
    if as_json:
        here.terminal.json({"state": state})
    else:
        here.terminal.say("Not paused any more." if state != "off" else "Not paused any more. No recorder is running.")
