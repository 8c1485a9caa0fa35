"""The models on the settings page: which write answers and compare meanings, which are here, which can be had, and a short trial.

What is fetched and used is decided in `app.model_shelf`; a model of another machine is used only after its address was confirmed.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QProgressBar, QVBoxLayout

from app.errors import KnownError
from ui import words
from ui.errand import STEPS, Errand
from ui.letting_go import empty
from ui.page import Desk
from ui.setting_block import Block
from ui.setting_model_rows import Confirm, ModelRow
from ui.widgets import button, label

if TYPE_CHECKING:
    from app.found_models import FoundModel
    from app.model_shelf import Offer, Stock
    from app.model_trial import Trial
    from app.settings import Settings

USUAL = "all-MiniLM-L6-v2"
LOOK_EVERY_MS = 2000


class ModelsBlock(Block):
    """`changes` carries work for the lane that returns settings, and what to do when it fails."""

    changes = Signal(object, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "modelsBlock")
        self.setAccessibleName(self.tr("Models, download, trial, LM Studio, Ollama, GGUF, server address, embedder"))
        self.stock: Stock | None = None
        self.getting = ""
        self._width = 0
        self._used = self._rows()
        self._change = self.say(name="embedderChange")
        self._read = QProgressBar()
        self._read.setObjectName("embedderRead")
        self._read.setAccessibleName(self.tr("How much the new model has read"))
        self._read.setTextVisible(False)
        self._read.setRange(0, STEPS)
        self._read.hide()
        self.column.addWidget(self._read)
        self.trial = Errand(desk.theme, desk.core, "modelTrial")
        self.column.addWidget(self.trial)
        self._answer = self.say(name="modelTrialAnswer", tone="text")
        self._here_head = self.head(self.tr("On this machine"))
        self._here = self._rows()
        self._nothing_here = self.tr(
            "No model file was found among the downloads, in LM Studio's or in Ollama's folders."
        )
        self._none_here = self.say(self._nothing_here)
        self.pick = button("modelPick", self.tr("Choose a GGUF file"))
        self.row(self.pick)
        self.head(self.tr("To download"))
        self._free = self.say(name="modelsFree")
        self.download = Errand(desk.theme, desk.core, "modelDownload")
        self.column.addWidget(self.download)
        self._offered = self._rows()
        self._add_server()
        self._failed = self.say(tone="danger", name="modelsError")
        self.pick.clicked.connect(self._pick)
        self.download.ended.connect(self._got)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look_at_change)

    def _rows(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(0)
        self.column.addLayout(rows)
        return rows

    def _add_server(self) -> None:
        self.head(self.tr("A model that another program serves"))
        self.say(
            self.tr(
                "Ollama, LM Studio and llama-server do. An address outside this machine is confirmed each time it changes."
            )
        )
        self.address = QLineEdit()
        self.address.setObjectName("serverAddress")
        self.address.setAccessibleName(self.tr("Address of the model server"))
        self.address.setPlaceholderText("http://127.0.0.1:11434")
        self.address.setFixedWidth(320)
        self.use_server = button("serverUse", self.tr("Use this address"))
        self.row(self.address, self.use_server)
        self._server_error = self.say(tone="danger", name="serverError", size="caption")
        self.confirm = Confirm(self.desk)
        self.column.addWidget(self.confirm)
        self.address.returnPressed.connect(self._use_server)
        self.use_server.clicked.connect(self._use_server)
        self.confirm.agreed.connect(self._confirmed)
        self.confirm.no.clicked.connect(self.address.setFocus)

    # what is shown

    def arrive(self) -> None:
        self.load()
        self.look_at_change()
        self._timer.start()

    def leave(self) -> None:
        self._timer.stop()
        self.confirm.hide()

    def set_width(self, width: int) -> None:
        self._width = width
        super().set_width(width)
        for one in (self.trial, self.download):
            one.set_width(width)

    def load(self) -> None:
        """Look again at what there is."""
        self.desk.core.read(
            self, "models", lambda memory, _: memory.models.stock(), self.show_stock, self._say_failed, low=True
        )

    def _say_failed(self, error: KnownError) -> None:
        self._failed.setText(words.said(error.code, error.params))
        self.set_width(self._width)

    def show_stock(self, stock: "Stock") -> None:
        """Show what is in use, what is here and what can be had."""
        self.stock = stock
        for rows in (self._used, self._here, self._offered):
            empty(rows)
        self._show_used(stock)
        for found in stock.found:
            self._here.addWidget(self._found_row(found, stock.settings))
        self._none_here.setText("" if stock.found else self._nothing_here)
        self._show_offers(stock)
        free = words.size_text(stock.free_bytes)
        self._free.setText(
            self.tr(
                "{size} of working memory are free now. Nothing is fetched unless you say so, and nothing is sent."
            ).format(size=free)
        )
        if not self.address.hasFocus():
            self.address.setText(stock.settings.chat_server)
        self.set_width(self._width)

    def _show_offers(self, stock: "Stock") -> None:
        """What can be had, by what it does; where none writes answers yet, the first that fits is the one to take."""
        writes = stock.settings.chat_path or stock.settings.chat_server
        none_here = not writes and not any(one.kind == "chat" for one in stock.found)
        best = next((one for one in stock.offers if one.entry.kind == "chat" and one.fit == "yes"), None)
        for kind, head in (("chat", self.tr("They write answers")), ("embedding", self.tr("They compare meanings"))):
            offers = [one for one in stock.offers if one.entry.kind == kind]  # a reranker is not used by name yet
            if offers:
                self._offered.addSpacing(8)
                self._offered.addWidget(label(self.desk.theme, head, tone="second", strong=True))
            for offer in offers:
                self._offered.addWidget(self._offer_row(offer, first=none_here and offer is best))

    def _show_used(self, stock: "Stock") -> None:
        settings, buttons = stock.settings, []
        if settings.chat_server or settings.chat_path:
            buttons = [button("modelTry", self.tr("Try it")), button("modelNone", self.tr("Use none"))]
            buttons[0].clicked.connect(self._try)
            buttons[1].clicked.connect(
                lambda: self.changes.emit(lambda memory: memory.models.use_no_chat(), self._say_failed)
            )
        head, detail, wrong = self._chat_text(settings)
        self._used.addWidget(ModelRow(self.desk, "usedChat", head, detail, *buttons, warns=wrong))
        back = []
        if settings.embed_model:
            back = [button("modelUsual", self.tr("Use the usual one"))]
            back[0].clicked.connect(
                lambda: self.changes.emit(lambda memory: memory.models.use_usual_embedder(), self._say_failed)
            )
        name = Path(settings.embed_model).name or USUAL
        meaning = self.tr("Meaning is compared by {name}").format(name=name)
        told = self.tr("It reads everything anew when it is changed; search goes on meanwhile.")
        self._used.addWidget(ModelRow(self.desk, "usedEmbedder", meaning, told, *back))

    def _chat_text(self, settings: "Settings") -> tuple[str, str, bool]:
        if settings.chat_server:
            head = self.tr("Answers are written by the model at {address}").format(address=settings.chat_server)
            named = settings.chat_server_model or self.tr("The first that it names")
            return head, named, False
        if not settings.chat_path:
            detail = self.tr("A model from below writes them in whole sentences instead.")
            return self.tr("Answers are quoted from memory, word for word"), detail, False
        file = Path(settings.chat_path)
        head = self.tr("Answers are written by {name}").format(name=self._name_of(file))
        if not file.is_file():
            return head, self.tr("Its file is not there: {path}").format(path=words.short_path(file)), True
        return head, f"{words.size_text(file.stat().st_size)} · {words.short_path(file)}", False

    def _name_of(self, file: Path) -> str:
        found = self.stock.found if self.stock else ()
        return next((one.name for one in found if one.path == file), file.stem)

    def _found_row(self, found: "FoundModel", settings: "Settings") -> ModelRow:
        kind = self.tr("writes answers") if found.kind == "chat" else self.tr("compares meanings")
        detail = f"{words.size_text(found.bytes)} · {kind} · {found.by}"
        used = str(found.path) in (settings.chat_path, settings.embed_model)
        use = button(f"modelUse-{found.name}", self.tr("In use") if used else self.tr("Use"))
        use.setAccessibleName(f"{use.text()}: {found.name}")
        use.setEnabled(not used)
        use.clicked.connect(lambda: self.use(str(found.path)))
        buttons = [use]
        if found.by == "Recollect" and not used:
            away = button(f"modelDelete-{found.name}", self.tr("Delete"), "word")
            away.setAccessibleName(f"{away.text()}: {found.name}")
            away.clicked.connect(lambda: self._delete(found.path))
            buttons.insert(0, away)
        return ModelRow(self.desk, f"found-{found.name}", found.name, detail, *buttons)

    def _offer_row(self, offer: "Offer", *, first: bool) -> ModelRow:
        entry = offer.entry
        many = {"more than 100": self.tr("more than 100 languages"), "English": self.tr("English")}
        languages = many.get(entry.languages) or self.tr("{n} languages").format(n=entry.languages)
        fit_ = {
            "yes": self.tr("fits this machine"), "tight": self.tr("tight: close other programs"),
            "no": self.tr("too large for the memory that is free"),
        }[offer.fit]  # fmt: skip
        detail = " · ".join((words.size_text(entry.bytes), fit_, languages, entry.licence, entry.publisher))
        if offer.path is not None:
            text = self.tr("Here")
        elif offer.held_bytes:
            text = self.tr("Go on, {size} are here").format(size=words.size_text(offer.held_bytes))
        else:
            text = self.tr("Download")
        get = button(f"modelGet-{entry.name}", text, "main" if first else "quiet")
        get.setAccessibleName(f"{text}: {entry.name}")
        get.setEnabled(offer.path is None and not self.download.is_under_way())
        get.clicked.connect(lambda: self.get(entry.name))
        return ModelRow(self.desk, f"offer-{entry.name}", entry.name, detail, get, warns=offer.fit == "no")

    def look_at_change(self) -> None:
        """See how far another embedder has come that takes the place of the one in use."""
        if self.desk.core.is_open:
            self.desk.core.read(
                self, "embedder change", lambda memory, _: memory.embedder_change(), self._show_change, self._say_failed,
                low=True,
            )  # fmt: skip

    def _show_change(self, told: dict[str, Any]) -> None:
        done, whole = int(told.get("embedder_read", 0)), int(told.get("embedder_of", 0))
        text = ""
        if told:
            text = self.tr(
                "The new model has read {done} of {whole} pieces of text. Until it is done, the one before it is asked."
            )
            text = text.format(done=words.number(done), whole=words.number(max(done, whole)))
        if text != self._change.text():
            self._change.setText(text)
            self.set_width(self._width)
        self._read.setVisible(bool(told))
        self._read.setValue(min(done * STEPS // max(whole, 1), STEPS))

    # what is done

    def use(self, model: str) -> None:
        """Use a model's file or folder from now on."""
        self._failed.setText("")
        self.changes.emit(lambda memory: memory.models.use(model), self._say_failed)

    def get(self, name: str) -> None:
        """Download a model of the catalogue, or go on where an earlier try ended."""
        if self.download.is_under_way():
            return
        self.getting = name
        self.download.send(
            self.tr("Downloading {name}").format(name=name),
            lambda memory, tell, cancelled: memory.models.get(name, on_progress=tell, cancelled=cancelled),
            lambda got: self.tr("{name} is here and whole. It is not used yet.").format(name=name),
            failed=self._get_failed,
        )
        if self.stock is not None:
            self.show_stock(self.stock)

    def _get_failed(self, error: KnownError) -> str:
        if error.code == "get_stopped":
            return self.tr("Stopped. What was downloaded stays, and the next try goes on from there.")
        return words.said(error.code, error.params)

    def _got(self) -> None:
        self.getting = ""
        self.load()

    def _delete(self, path: Path) -> None:
        self.desk.core.read(
            self, "delete model", lambda memory, _: memory.models.delete(path), lambda _: self.load(), self._say_failed
        )

    def _pick(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a GGUF file"))
        dialog.setObjectName("modelDialog")
        dialog.setNameFilter("GGUF (*.gguf)")
        dialog.fileSelected.connect(self.use)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _use_server(self) -> None:
        address = self.address.text().strip()
        self._server_error.setText("")
        self.confirm.hide()
        if address:
            self.ask_for_server(address)

    def ask_for_server(self, address: str, *, confirmed: bool = False) -> None:
        """Use the model at an address; one outside this machine is asked about first."""
        self.changes.emit(lambda memory: memory.models.use_server(address, confirmed=confirmed), self._server_failed)

    def _confirmed(self, address: str) -> None:
        self.confirm.hide()
        self.address.setFocus()
        self.ask_for_server(address, confirmed=True)

    def _server_failed(self, error: KnownError) -> None:
        if error.code == "server_not_allowed":
            self.confirm.ask(str(error.params["address"]), self._width)
            return
        self._server_error.setText(words.said(error.code, error.params))
        self.set_width(self._width)

    def _try(self) -> None:
        self._answer.setText("")
        self.trial.send(
            self.tr("Asking the model a made-up question. Nothing of your memory is used."),
            lambda memory, _tell, cancelled: memory.models.trial(cancelled=cancelled),
            self._tried, awaited=True,
        )  # fmt: skip

    def _tried(self, trial: "Trial") -> str:
        self._answer.setText(trial.answer or self.tr("It said nothing."))
        self._answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.set_width(self._width)
        told = self.tr("Loaded in {loaded} s, first words after {first} s, then {speed} tokens a second. It says:")
        return told.format(loaded=trial.loaded_s, first=trial.first_s, speed=trial.tokens_a_second)
