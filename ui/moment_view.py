"""One moment, large: its picture with its words, or its text where there is no picture. Used by the timeline and the preview."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedLayout, QWidget

from app.errors import KnownError
from app.records import Box, Moment, MomentDetail
from ui import words
from ui.picture import PictureView
from ui.pictures import Pictures, Wanted
from ui.tasks import Core
from ui.theme import READING_WIDTH, Theme


class MomentView(QWidget):
    """Shows a moment at once with what is at hand, sharper and with its words as they arrive."""

    detailed = Signal(object)

    def __init__(self, theme: Theme, core: Core, pictures: Pictures, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._core, self._pictures, self._name = core, pictures, name
        self._moment: Moment | None = None
        self._hits: tuple[Box, ...] = ()
        self._small: Wanted | None = None
        self.picture = PictureView(theme, f"{name}Picture")
        self.text = QPlainTextEdit()
        self.text.setObjectName(f"{name}Text")
        self.text.setAccessibleName(self.tr("Text of the moment"))
        self.text.setReadOnly(True)
        self.text.setFont(theme.font("text"))
        self.text.setMaximumWidth(READING_WIDTH)
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        sheet = QWidget()
        row = QHBoxLayout(sheet)
        row.setContentsMargins(24, 24, 24, 8)
        row.addWidget(self.text)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.picture)
        self._stack.addWidget(sheet)
        pictures.arrived.connect(self._arrived)
        pictures.retried.connect(self._retry)

    @property
    def moment(self) -> Moment | None:
        return self._moment

    def settled(self) -> bool:
        """Whether the moment is there in full: its picture, or that it has none."""
        moment = self._moment
        return moment is not None and (
            not moment.has_picture or self._pictures.get(Wanted(moment.id, "whole")) is not None
        )

    def show_moment(self, moment: Moment, small: Wanted | None = None, hits: tuple[Box, ...] = ()) -> None:
        """Show a moment; `small` is a picture of it that may already be here, `hits` the boxes to mark."""
        if self._moment is not None and self._moment.id == moment.id and hits == self._hits:
            return
        self._moment, self._hits, self._small = moment, hits, small
        self.picture.show_words((), hits)
        self._stack.setCurrentIndex(0 if moment.has_picture else 1)
        if moment.has_picture:
            self._pictures.want(self._name, [Wanted(moment.id, "whole")])
            self._show_best()
        else:
            self.text.setPlainText("")
        self._read_detail(moment)

    def _read_detail(self, moment: Moment) -> None:
        self._core.read(
            self, f"detail {self._name}", lambda memory, _: memory.moment(moment.id), self._show_detail, self._failed
        )

    def _retry(self) -> None:
        """The moment may have been read meanwhile: its picture and its words are there then."""
        moment = self._moment
        if moment is not None and moment.has_picture and self._pictures.get(Wanted(moment.id, "whole")) is None:
            self._pictures.want(self._name, [Wanted(moment.id, "whole")])
            self._read_detail(moment)

    def clear(self) -> None:
        """Show nothing."""
        self._moment = None
        self.picture.show_notice("")
        self.picture.show_words(())
        self._stack.setCurrentIndex(0)

    def prefetch(self, moments: list[Moment]) -> None:
        """Have the pictures of the neighbours at hand before they are asked for."""
        if self._moment is None:
            return
        ids = (
            [self._moment.id, *(one.id for one in moments)] if self._moment.has_picture else [one.id for one in moments]
        )
        self._pictures.want(self._name, [Wanted(id_, "whole") for id_ in ids])

    def _arrived(self, wanted: Wanted) -> None:
        if self._moment is not None and wanted.id == self._moment.id and wanted.part == "whole":
            self._show_best()

    def _show_best(self) -> None:
        moment = self._moment
        if moment is None:
            return
        size = QSize(moment.width_px, moment.height_px)
        whole = self._pictures.get(Wanted(moment.id, "whole"))
        if whole is not None and whole.isNull():
            self.picture.show_notice(
                words.said("picture_waiting" if self._pictures.waits(moment.id) else "picture_gone")
            )
        elif whole is not None:
            self.picture.show_picture(whole, whole.size())
        else:
            small = self._pictures.get(self._small) if self._small is not None else None
            if small is not None and not small.isNull() and not size.isEmpty():
                self.picture.show_picture(small, size)

    def _show_detail(self, detail: MomentDetail) -> None:
        if self._moment is None or detail.moment.id != self._moment.id:
            return
        self.picture.show_words(detail.lines, self._hits)
        if not self._moment.has_picture:
            self.text.setPlainText("\n\n".join(detail.passages) or detail.moment.text)
        self.detailed.emit(detail)

    def _failed(self, error: KnownError) -> None:
        self.picture.show_notice(words.said(error.code, error.params))
        self._stack.setCurrentIndex(0)


def copyable(view: MomentView) -> str:
    """What copying takes from a moment: the selection, else all of its text."""
    if view.moment is not None and view.moment.has_picture:
        return view.picture.selected_text() or view.picture.all_text()
    return view.text.textCursor().selectedText().replace("\u2029", "\n") or view.text.toPlainText()
