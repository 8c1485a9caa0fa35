"""How the states of searching and asking are reached."""

from typing import Any

from tests.pictures.camera import Camera, wait
from tests.pictures.homes import QUESTIONS
from tests.pictures.scene import Scene, of_usual_kind, scenes
from tests.pictures.stages import SlowChat

WORD, NAME, NOTHING = "invoice", "walnut tree", "zeppelin timetable"
QUESTION, COUNTED = QUESTIONS[0], QUESTIONS[2]
UNKNOWN = "What did I do in March 2019?"


# -- searching


def _type(camera: Camera, text: str) -> None:
    """Type into the one box and wait until all that is found is there."""
    camera.put_away()
    page = camera.window.search_page
    camera.window.open_page("search")
    camera.window.top.box.setText(text)
    wait(lambda: page.result is not None and page.result.query == text and not page._settled.isActive())
    camera.idle()


def start(camera: Camera) -> None:
    """Nothing is typed yet."""
    camera.put_away()
    camera.window.open_page("search")


def results(camera: Camera) -> None:
    """What a word finds."""
    _type(camera, WORD)
    camera.window.search_page.enter_list()


def many(camera: Camera) -> None:
    """What a name finds in a year."""
    _type(camera, NAME)
    camera.window.search_page.enter_list()


def typing(camera: Camera) -> None:
    """By words so far: the model of meaning was not asked yet."""
    camera.put_away()
    page = camera.window.search_page
    page.result = None
    camera.window.open_page("search")
    camera.window.top.box.setText("inv")
    page._typing.stop()
    page._settled.stop()
    page._search(as_you_type=True)
    wait(lambda: page.result is not None)


def narrowed(camera: Camera) -> None:
    """Within an application."""
    results(camera)
    page = camera.window.search_page
    page.filters.narrow("app", "Thunderbird")
    camera.idle()


def narrowed_in_vain(camera: Camera) -> None:
    """The word does not stand within the limits, and the way out of them."""
    results(camera)
    page = camera.window.search_page
    page.filters.narrow("app", "GNOME Terminal")
    camera.idle()


def nothing(camera: Camera) -> None:
    """Words that stand nowhere."""
    _type(camera, NOTHING)


def chips(camera: Camera) -> None:
    """A search in which a time and an application were understood."""
    _type(camera, "mail about the boiler last tuesday")
    camera.window.search_page.enter_list()


def preview(camera: Camera) -> None:
    """A large look at a hit."""
    results(camera)
    camera.window.search_page.toggle_preview()


def opened(camera: Camera) -> None:
    """A hit on the timeline, its words marked."""
    results(camera)
    window = camera.window
    window.search_page.list.activated.emit(window.search_page.list.currentIndex())
    wait(lambda: window.page() == "timeline" and window.timeline.settled())
    window.fold_inspector(False)


def chip_menu(camera: Camera) -> None:
    """What a chip offers."""
    chip = camera.window.search_page.filters.chip("app")
    menu = chip.menu()
    menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))


# -- asking


def _page(camera: Camera) -> Any:
    camera.put_away()
    page = camera.window.ask_page
    page._put_aside(0)
    page.start_anew()
    camera.window.open_page("ask")
    return page


def examples(camera: Camera) -> None:
    """Nothing is asked yet."""
    _page(camera)
    camera.idle()


def ask(camera: Camera, question: str) -> Any:
    """Ask, and wait for the answer."""
    page = _page(camera)
    camera.window.ask(question)
    wait(lambda: page.turns[-1].answer is not None)
    camera.idle()
    return page


def quoted(camera: Camera) -> None:
    """An answer in the words of memory."""
    ask(camera, QUESTION)


def follow_up(camera: Camera) -> None:
    """A second question that leans on the first."""
    ask(camera, QUESTION)
    page = camera.window.ask_page
    camera.window.ask("And who wrote that?")
    wait(lambda: page.turns[-1].answer is not None)
    camera.idle()


def counted(camera: Camera) -> None:
    """An answer that was counted, with its table."""
    ask(camera, COUNTED)


def unknown(camera: Camera) -> None:
    """A question that nothing answers."""
    ask(camera, UNKNOWN)


def beside(camera: Camera) -> None:
    """A cited moment beside the conversation."""
    ask(camera, QUESTION).turns[0].text.cited.emit(1)


def earlier(camera: Camera) -> None:
    """Earlier conversations."""
    _page(camera).show_earlier()


def by_itself(camera: Camera) -> None:
    """What is asked by itself."""
    _page(camera).show_by_itself(COUNTED)


def looking(camera: Camera) -> None:
    """The answer is looked for."""
    page = _page(camera)
    work = camera.held(0, 0)
    camera.core.long(camera.window, "held", lambda memory, _t: work(memory, lambda *_: None, lambda: False))
    camera.window.ask(QUESTION)
    assert page.turns[-1].answer is None


def draft(camera: Camera) -> None:
    """A draft of what was seen, and what was left out of it."""
    page = _page(camera)
    page.open_drafts()
    page.drafts.about.setText("Terrace garden")
    page.drafts.kinds.buttons()[2].click()
    page.drafts._make_new()
    wait(lambda: page.drafts._ticket is None)


def streamed(camera: Camera) -> None:
    """The model writes."""
    page = _page(camera)
    camera.window.ask(QUESTION)
    wait(lambda: page.turns[-1].written.isVisible() and page.turns[-1].written.toPlainText().strip().endswith("is"))


def died(camera: Camera) -> None:
    """The model's process ended in the middle of a sentence; what was quoted stands."""
    streamed(camera)
    chat = camera.keeper._models.chat
    assert isinstance(chat, SlowChat)
    chat.dies.set()
    turn = camera.window.ask_page.turns[-1]
    wait(lambda: turn.answer is not None and turn.answer.notice)


SCENES = (
    *scenes("search", "empty", start=start, nothing_found=nothing),
    Scene("search", "start", start),
    Scene("search", "results", results, document="search-1280x800-light"),
    *scenes(
        "search", "week", as_one_types=typing, understood=chips, narrowed=narrowed, narrowed_in_vain=narrowed_in_vain,
        stands_nowhere=nothing, preview=preview, opened=opened,
    ),
    Scene("search", "chip menu", results, pose=chip_menu),
    Scene("search", "results", many, "year"),
    *of_usual_kind("search", results),
    Scene("ask", "start", examples, "empty"),
    Scene("ask", "nothing known", unknown, "empty"),
    Scene("ask", "start", examples),
    Scene("ask", "quoted", quoted, document="ask-1280x800-dark"),
    *scenes(
        "ask", "week", follow_up=follow_up, counted=counted, nothing_known=unknown, moment_beside=beside, earlier=earlier,
        by_itself=by_itself, draft=draft,
    ),
    Scene("ask", "looking", looking, leave=Camera.put_away),
    Scene("ask", "writing", streamed, stage="writing"),
    Scene("ask", "model died", died, stage="writing"),
    Scene("ask", "counted", counted, "year"),
    Scene("ask", "earlier", earlier, "year"),
    *of_usual_kind("ask", quoted),
)  # fmt: skip
