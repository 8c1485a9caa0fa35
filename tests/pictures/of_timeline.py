"""How the states of the timeline are reached."""

from datetime import timedelta

from PySide6.QtCore import QPoint

from app.errors import KnownError
from tests.pictures.camera import Camera, wait
from tests.pictures.clock import NOW
from tests.pictures.homes import record
from tests.pictures.scene import Scene, of_usual_kind, scenes
from ui.daychart import ZOOM_IN


def day(camera: Camera) -> None:
    """A day in the middle of the week, at a moment with a picture."""
    open_day(camera, 2)


def open_day(camera: Camera, nth: int, share: float = 0.66) -> None:
    """Open one of the newest seven days, so far through it."""
    window, timeline = camera.window, camera.window.timeline
    camera.put_away()
    window.open_page("timeline")
    timeline.open_day(sorted(timeline.dates)[-7:][nth])
    camera.settle()
    timeline.chart.show_all()
    pictured = [at for at, moment in enumerate(timeline.moments) if moment.has_picture]
    timeline.go(pictured[int(len(pictured) * share)], glide=False)
    wait(timeline.settled)
    timeline.setFocus()


def blank(camera: Camera) -> None:
    """The page of a memory without moments."""
    camera.put_away()
    camera.window.open_page("timeline")
    wait(camera.window.timeline.settled)


def year(camera: Camera) -> None:
    """The year as a heat map, over the day."""
    camera.window.timeline.choose_day()


def date_in_words(camera: Camera) -> None:
    """A date that holds nothing is typed."""
    timeline = camera.window.timeline
    timeline.choose_day()
    timeline.head.popup.field.setText("3 May")
    timeline.head.popup._typed("3 May")


def hour(camera: Camera) -> None:
    """About an hour in sight."""
    day(camera)
    zoom(camera, 3600)


def seconds(camera: Camera) -> None:
    """Some minutes in sight, down to the second."""
    day(camera)
    zoom(camera, 90)


def zoom(camera: Camera, seconds_: float) -> None:
    """Go closer until no more than so much is in sight."""
    chart = camera.window.timeline.chart
    while (scale := chart.scale()) is not None and scale.seconds > seconds_:
        chart.zoom(ZOOM_IN)


def selected(camera: Camera) -> None:
    """A range is selected."""
    day(camera)
    timeline = camera.window.timeline
    timeline.select(4, 13)
    wait(timeline.settled)


def forgetting(camera: Camera) -> None:
    """What forgetting a range would take."""
    selected(camera)
    timeline = camera.window.timeline
    timeline.forget_chosen()
    wait(timeline.bar.isVisible)


def forgotten(camera: Camera) -> None:
    """One moment is forgotten, and can be brought back."""
    day(camera)
    timeline = camera.window.timeline
    timeline.forget_chosen()
    wait(lambda: timeline.bar.isVisible() and timeline.bar.can_undo())
    timeline.bar._timer.stop()


def restore(camera: Camera) -> None:
    """Bring back what was forgotten."""
    bar = camera.window.timeline.bar
    bar.undo()
    wait(lambda: not bar.isVisible())


def playing(camera: Camera) -> None:
    """The day plays, and stands at one moment."""
    day(camera)
    player = camera.window.timeline.player
    player.toggle()
    player._timer.setInterval(10_000_000)


def message(camera: Camera) -> None:
    """A moment without a picture."""
    day(camera)
    timeline = camera.window.timeline
    timeline.go(next(at for at, one in enumerate(timeline.moments) if one.kind == "message"), glide=False)


def waiting(camera: Camera) -> None:
    """A picture that was not read yet."""
    day(camera)
    _set_reading(camera, "pending")
    wait(lambda: camera.window.desk.pictures.waits(camera.window.timeline.chosen()[0].id))


def read_again(camera: Camera) -> None:
    """It was read."""
    _set_reading(camera, "done")


def _set_reading(camera: Camera, state: str) -> None:
    pictures, shown = camera.window.desk.pictures, camera.window.timeline.chosen()[0].id
    with camera.memory() as memory:
        memory.store.execute("UPDATE moment SET reading = ? WHERE public_id = ?", (state, shown))
    pictures.take_away({shown})
    pictures._waiting.discard(shown)
    pictures.retried.emit()


def inspected(camera: Camera) -> None:
    """A moment with what is known of it."""
    day(camera)
    camera.window.fold_inspector(False)


def menu(camera: Camera) -> None:
    """What can be done with a moment."""
    timeline = camera.window.timeline
    timeline.deeds.menu(timeline, timeline.view, timeline.chosen(), timeline.mapToGlobal(QPoint(520, 180)))


def long_ago(camera: Camera) -> None:
    """A day of which only small pictures and the text are kept."""
    camera.put_away()
    window, timeline = camera.window, camera.window.timeline
    window.open_page("timeline")
    timeline.open_time(NOW - timedelta(days=120))
    camera.settle()
    pictured = [at for at, one in enumerate(timeline.moments) if one.kind == "screen"]
    timeline.go(pictured[len(pictured) // 2], glide=False)
    wait(timeline.settled)
    timeline.setFocus()


def unreadable(camera: Camera) -> None:
    """A memory that cannot be read, with a way on."""
    camera.put_away()
    camera.window.open_page("timeline")
    camera.window._make_anew()
    camera.window.timeline._failed(KnownError("damaged"))


def make_anew(camera: Camera) -> None:
    """Fresh pages."""
    camera.window._make_anew()
    camera.window.timeline.refresh()
    wait(camera.window.timeline.settled)


def paused(camera: Camera) -> None:
    """Nothing is kept, and nothing will be until recording goes on."""
    blank(camera)
    with camera.memory() as memory:
        memory.pause(NOW + timedelta(minutes=15))
    told(camera, "paused")


def not_recording(camera: Camera) -> None:
    """No recorder runs."""
    blank(camera)
    with camera.memory() as memory:
        memory.store.execute("UPDATE ledger SET from_us = from_us - 3600000000, until_us = until_us - 3600000000")
    told(camera, "off")


def told(camera: Camera, state: str) -> None:
    """Wait until the window knows what the recorder does."""
    camera.window.recording.look()
    wait(lambda: camera.window.recording.state.state == state)


def recording(camera: Camera) -> None:
    """Let the recorder record again."""
    with camera.memory() as memory:
        memory.resume()
        record(memory, "same", "no_change")
    told(camera, "recording")


SCENES = (
    Scene("timeline", "recording", blank, "empty"),
    Scene("timeline", "paused", paused, "empty", leave=recording),
    Scene("timeline", "not recording", not_recording, "empty", leave=recording),
    Scene("timeline", "day", day, document="timeline-1280x800-light"),
    *scenes("timeline", "week", hour=hour, seconds=seconds, selected=selected, forgetting=forgetting, message=message),
    Scene("timeline", "forgotten", forgotten, leave=restore),
    Scene("timeline", "playing", playing),
    Scene("timeline", "waiting to be read", waiting, leave=read_again),
    Scene("timeline", "about the moment", inspected),
    Scene("timeline", "menu", day, pose=menu),
    Scene("timeline", "year", day, pose=year),
    Scene("timeline", "date in words", day, pose=date_in_words),
    Scene("timeline", "unreadable", unreadable, leave=make_anew),
    Scene("timeline", "day", day, "year"),
    Scene("timeline", "year", day, "year", pose=year),
    Scene("timeline", "long ago", long_ago, "year"),
    *of_usual_kind("timeline", day),
)
