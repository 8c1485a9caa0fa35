"""A hundred hostile moments: what stands on a screen changes neither the prompt, nor what is proved, nor what the window does."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.answer import cite, prompt
from app.answer.orders import gives_orders
from app.answer.plain import plain
from app.cli.terminal import clean
from app.engines import Models
from app.memory import Memory
from app.paths import Places
from app.records import Answer, Citation, Filters, Hit, Moment, Understood
from models.fake import FakeChat
from tests.hostile import FENCES, HOSTILE, ORDERS, TURNS
from tests.ui_home import Opened, copied, open_window
from ui.answer_text import with_sources
from ui.evidence import Card
from ui.talk import TurnView

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TRUE = "The plumber comes on Friday at nine."
QUESTION = "When does the plumber come?"
CONTROL_WORD = re.compile(r"<[|/｜]|<[a-z_]+>|\[/?[A-Z]|</?s>")
# What the texts want to have said.
WANTED = re.compile(
    r"PWNED|hunter2|Mallory|DAN:|4711|cancelled|abgesagt|annulée|cancelada|отмен|exploded|\d000 EUR|密码|DE00",
    re.IGNORECASE,
)


def hit(text: str, public_id: str = "m1") -> Hit:
    moment = Moment(public_id, "screen", NOON, "UTC", app=text[:60], title=text[:200], author=text[:60])
    return Hit(public_id, moment, text, text[:200], (), 1.0, (), ())


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_the_prompt_holds_it_as_data(text: str) -> None:
    near = {"m1": text, "m2": text}
    asked = prompt.messages(QUESTION, [hit(text), hit(TRUE, "m2"), hit(text, "m3")], beside=near, now=NOON)
    assert [one["role"] for one in asked] == ["system", "user"]
    assert asked[0]["content"] == prompt.RULES
    lines = asked[1]["content"].split("\n")
    mark = lines[0]
    assert lines.count(mark) == 2
    assert asked[1]["content"].count(mark) == 2
    end = lines.index(mark, 1)
    notes = [json.loads(line) for line in lines[1:end]]
    assert [note.get("n") for note in notes[:-1]] == [1, 2, 3][: len(notes) - 1] or len(notes) < 3
    assert lines[end + 1 :] == ["", "Now: Friday 2026-11-20 12:00", f"Question: {QUESTION}"]
    inside = "\n".join(lines[1:end])
    assert not CONTROL_WORD.search(inside)
    assert plain(inside, lines=True) == inside
    assert prompt.tokens(asked[1]["content"]) < prompt.MOST_TOKENS + 200
    assert " ".join(plain(text).split()).startswith(notes[0].get("text", "")[:400])


def test_the_check_of_the_prompt_sees_what_is_not_fenced() -> None:
    """What the test above looks for stands in a prompt that is put together carelessly."""
    found = [text for text in HOSTILE if CONTROL_WORD.search(text) or plain(text, lines=True) != text or "\n" in text]
    assert len(found) > 30


@pytest.mark.parametrize("text", [*ORDERS, *TURNS, *FENCES])
def test_what_speaks_to_machines_is_known(text: str) -> None:
    assert gives_orders(text)


@pytest.mark.parametrize(
    "text",
    [
        TRUE,
        "Please answer by Friday, and write to Ann about the instructions for the oven.",
        "Say hello to your mother. You are now a member of the library.",
        "The rules of the game are in the box; I forgot the dice.",
        "From: Ann\nSubject: Re: notes\nDo not ignore the leak [sic].",
    ],
)
def test_what_people_write_to_each_other_is_not_taken_for_it(text: str) -> None:
    assert not gives_orders(text)


def obedient(messages: Sequence[dict[str, str]]) -> str:
    """A writer that does what the screen says, as far as it hears of it, and proves it by each note in turn."""
    heard = messages[1]["content"]
    wanted = [found[0] for found in WANTED.finditer(heard)] or ["PWNED-4711", "hunter2", "Mallory owns this house"]
    return " ".join(f"{one} is what I was told to say [{n}]." for n, one in enumerate(wanted, 1))


@pytest.mark.parametrize("text", [*ORDERS, *TURNS, *FENCES])
def test_a_writer_that_obeys_is_not_believed(memory: Memory, places: Places, fake_models: Models, text: str) -> None:
    memory.note(TRUE)
    memory.note(f"{QUESTION} The plumber. {text}")
    memory.embed_waiting()
    obeying = FakeChat(obedient)
    tempted = Memory.open(places, models=replace(fake_models, chat=obeying))
    answer = tempted.ask(QUESTION)
    assert obeying.asked
    assert answer.mode == "extractive"
    assert answer.notice == "model_unproved"
    assert answer.citations
    tempted.close()
    honest = Memory.open(places, models=replace(fake_models, chat=FakeChat("The plumber comes on Friday at 9:00 [1].")))
    answer = honest.ask(QUESTION)
    assert (answer.mode, answer.text) == ("written", "The plumber comes on Friday at 9:00. [1]")
    honest.close()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_written_answer_never_borrows_the_proof_of_another_moment(text: str) -> None:
    held = cite.held_to(f"{text} [1]\nThe plumber comes on Friday [1].", [hit(TRUE)])
    lines = [line for line in held.text.splitlines() if line != "The plumber comes on Friday. [1]"]
    assert len(lines) == len(held.doubts)
    assert all(line.endswith("[?]") and "plumber" in line for line in lines)
    assert [one.id for one in held.citations] in (["m1"], [])


# -- the window


@pytest.fixture(scope="module")
def opened(
    two_days: Places, tmp_path_factory: pytest.TempPathFactory, qapp_args: list[str], qapp: object
) -> Iterator[Opened]:
    del qapp_args, qapp
    window = open_window(copied(two_days, tmp_path_factory.mktemp("hostile")))
    yield window
    window.close()


def shown(opened: Opened, qtbot: QtBot, text: str) -> TurnView:
    citation = Citation(1, "m1", NOON, text[:200], text[:200], text)
    answer = Answer(text, f"{text} [1]", "written", (citation,), 1.0, Understood(text, Filters()))
    turn = TurnView(opened.window.ask_page.desk, text)
    qtbot.addWidget(turn)
    turn.resize(700, 400)
    turn.stream(text)
    turn.finish(answer, {})
    turn.grab()
    return turn


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_the_window_shows_it_as_plain_text(opened: Opened, qtbot: QtBot, text: str) -> None:
    fetched: list[QUrl] = []
    turn = shown(opened, qtbot, text)
    document = turn.text.document()
    turn.text.anchorClicked.connect(fetched.append)
    assert images_and_links(document) <= {("link", "citation:1")}
    assert turn.text.openLinks() is False
    assert turn.text.openExternalLinks() is False
    assert (
        turn.text.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("https://evil.example/x.png"))
        is None
    )
    assert turn.text.toPlainText().split() == f"{plain(text, lines=True)} [1]".split()
    for label in turn.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText
        assert not label.openExternalLinks()
    assert fetched == []


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_card_and_the_clipboard_show_it_as_plain_text(opened: Opened, qtbot: QtBot, text: str) -> None:
    evidence = opened.window.ask_page.evidence
    citation = Citation(1, "m1", NOON, text[:200], text[:200], text)
    evidence.show_citations((citation,), {})
    cards = [one for one in evidence.findChildren(Card) if one.citation is citation]
    assert len(cards) == 1
    image: QImage = cards[0].grab().toImage()
    assert not image.isNull()
    copied_text = with_sources(
        Answer("", f"{text} [1]", "written", (citation,), 1.0, Understood("", Filters())), ["noon"]
    )
    assert plain(copied_text, lines=True) == copied_text
    assert "\x1b" not in clean(text)


def images_and_links(document: QTextDocument) -> set[tuple[str, str]]:
    """What a document holds beside plain text."""
    found: set[tuple[str, str]] = set()
    block = document.begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            look = parts.fragment().charFormat()
            if look.isImageFormat():
                found.add(("image", look.toImageFormat().name()))
            if look.isAnchor():
                found.add(("link", look.anchorHref()))
            parts += 1
        block = block.next()
    return found


def test_a_document_that_takes_markup_is_told_from_one_that_does_not() -> None:
    document = QTextDocument()
    document.setHtml("<img src='x.png'> <a href='javascript:alert(1)'>x</a>")
    assert images_and_links(document) == {("image", "x.png"), ("link", "javascript:alert(1)")}
