"""How the states of the first run, of a memory that does not open, and of what stands around the pages are reached."""

from contextlib import redirect_stderr
from datetime import timedelta
from io import BytesIO, StringIO

from app import demo
from app.errors import KnownError
from tests.pictures.camera import Camera, wait
from tests.pictures.clock import NOW
from tests.pictures.homes import record
from tests.pictures.of_timeline import day, recording, told
from tests.pictures.scene import Does, Scene, scenes
from tests.pictures.stages import PASSPHRASE
from ui import __main__ as program
from ui.keeper import Locked, Tried
from ui.tray import Tray

# -- before a memory is open


def step(nth: int) -> Does:
    """Reach one of the five steps."""

    def reach(camera: Camera) -> None:
        steps = camera.window.first_run.steps
        wait(steps.isVisible)
        steps.show_step(nth - 1)
        if nth == 3:
            steps.left_out.setText("Signal, mail.example.org")
        camera.idle()

    return reach


def by_passphrase(camera: Camera) -> None:
    """A passphrase is wanted, and the two differ."""
    step(2)(camera)
    steps = camera.window.first_run.steps
    steps.by_passphrase.setChecked(True)
    steps.passphrase.setText(PASSPHRASE)
    steps.again.setText(PASSPHRASE[:-1])
    steps.go_on()


def apps_on_screen(camera: Camera) -> None:
    """What is on the screen is offered."""
    step(3)(camera)
    camera.window.first_run.steps.show_apps(["Thunderbird", "Firefox", "Visual Studio Code"])


def recovery(camera: Camera) -> None:
    """The memory was made; its recovery key is shown once."""
    steps = camera.window.first_run.steps
    step(2)(camera)
    steps.by_passphrase.setChecked(True)
    for field in (steps.passphrase, steps.again):
        field.setText(PASSPHRASE)
    step(4)(camera)
    steps.go_on()
    wait(steps.recovery.text)
    steps.recovery.setText("7Q2M-4KXT-9RWB-E6HN-3VPD-8ZCY-5FJA-1LGS")
    steps.recovery.selectAll()


def ready(camera: Camera) -> None:
    """Ready to begin."""
    if not camera.window.first_run.steps._made:
        recovery(camera)
    camera.window.first_run.steps.go_on()


def tried_in_vain(camera: Camera) -> None:
    """The test found no screen."""
    camera.window.first_run.steps._failed(KnownError("no_display"))


def tried(camera: Camera) -> None:
    """The test shows the first remembered moment."""
    seen = BytesIO()
    demo.picture(next(one for one in demo.week() if one.kind == "screen")).save(seen, "WEBP")
    steps = camera.window.first_run.steps
    steps.complain("")
    steps._show_tried(Tried(True, "found", {"seconds": 2.4}, seen.getvalue(), ""))


def locked(camera: Camera) -> None:
    """Behind a passphrase."""
    wait(camera.window.first_run.passphrase.isVisible)


def wrong(camera: Camera) -> None:
    """With a wrong passphrase."""
    locked(camera)
    first = camera.window.first_run
    first.passphrase.setText("three grey herons")
    first._act()
    wait(first.error)


def sealed(camera: Camera) -> None:
    """Locked while recording goes on, sealed."""
    first = camera.window.first_run
    first.show_locking()
    first.show_locked(Locked(True, True))
    camera.window.recording.tell_locked(sealed=True)


def closed(camera: Camera) -> None:
    """A memory that does not open says why."""
    wait(lambda: camera.window.first_run._lead.text() and not camera.core.is_open)


def reason(code: str, **params: object) -> Does:
    """Another reason why a memory does not open."""

    def reach(camera: Camera) -> None:
        closed(camera)
        camera.window.first_run.show_reason(code, params)

    return reach


# -- around the pages


def state(outcome: str, why: str, expected: str) -> Does:
    """Let the recorder say something, and the pill repeat it."""

    def reach(camera: Camera) -> None:
        day(camera)
        with camera.memory() as memory:
            record(memory, outcome, why)
        told(camera, expected)

    return reach


def paused(camera: Camera) -> None:
    """Paused for a quarter of an hour."""
    day(camera)
    with camera.memory() as memory:
        memory.pause(NOW + timedelta(minutes=15))
    told(camera, "paused")


def pill_menu(camera: Camera) -> None:
    """What the pill offers."""
    camera.window.pill.menu_.hide()
    camera.window.pill.click()


def tray(camera: Camera) -> None:
    """What the tray offers."""
    day(camera)
    TRAYS.append(Tray(camera.theme, camera.window.recording, camera.window))
    TRAYS[-1].icon.hide()


TRAYS: list[Tray] = []


def tray_menu(camera: Camera) -> None:
    """Open it where the window's corner is."""
    menu = TRAYS[-1].menu
    menu.hide()
    menu.popup(camera.window.mapToGlobal(camera.window.rect().center()))


def note(camera: Camera) -> None:
    """A note of one's own."""
    day(camera)
    camera.window.write_note()
    camera.window.note.text.setPlainText("Ask Jakub whether the drainage goes below the curved wall.")


def open_again(camera: Camera) -> None:
    """A page is opened again only after its address was shown."""
    day(camera)
    timeline = camera.window.timeline
    timeline.deeds.open_again(next(one for one in timeline.moments if one.url))
    wait(lambda: any(top.objectName() == "openSheet" for top in camera.floating()))


def toast(camera: Camera) -> None:
    """A sentence at the foot of the window."""
    day(camera)
    camera.window.say("The worker for reading ended unexpectedly. It starts again by itself; nothing kept is lost.")


def bug(camera: Camera) -> None:
    """Something went wrong that should not have."""
    day(camera)
    try:
        raise ValueError("a made-up bug")
    except ValueError as error:
        with redirect_stderr(StringIO()):
            program._show_bug(type(error), error, error.__traceback__)


BEGUN = {
    "step 1": step(1), "step 2": step(2), "passphrases differ": by_passphrase, "step 3": step(3), "apps on screen": apps_on_screen,
    "step 4": step(4), "recovery key": recovery, "step 5": ready, "no screen": tried_in_vain, "tried": tried,
}  # fmt: skip
CLOSED = {
    "damaged": closed, "no permission": reason("no_permission", folder="~/.local/share/recollect"),
    "disk full": reason("disk_full", free_mb=14), "newer": reason("schema_newer", found=9, known=7),
}  # fmt: skip
SAID = (("idle", "idle", "no_input"), ("locked", "locked", "lock_screen"), ("private", "excluded", "password_manager"))
SCENES = (
    *(Scene("first run", name, reach, "empty", "first") for name, reach in BEGUN.items()),
    *scenes("first run", "empty", "locked", locked=locked, wrong_passphrase=wrong, sealed=sealed),
    *(Scene("first run", name, reach, "empty", "damaged") for name, reach in CLOSED.items()),
    Scene("first run", "key gone", closed, "empty", "keyless"),
    Scene("first run", "in German", step(1), "empty", "first in German"),
    Scene("first run", "high contrast", step(2), "empty", "first again", modes=("contrast",)),
    Scene("shell", "recording", day, pose=pill_menu),
    Scene("shell", "paused", paused, pose=pill_menu, leave=recording),
    *(Scene("shell", name, state(outcome, why, name), leave=recording) for name, outcome, why in SAID),
    Scene("shell", "problem", state("disk_full", "", "problem"), pose=pill_menu, leave=recording),
    Scene("shell", "tray", tray, pose=tray_menu),
    *scenes("shell", "week", note=note, open_again=open_again, toast=toast, bug=bug),
)
