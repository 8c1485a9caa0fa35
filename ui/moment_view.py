"""One moment, large: its picture with its words, or its text where there is no picture. Used by the timeline and the preview."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedLayout, QVBoxLayout, QWidget

from app.errors import KnownError
from app.records import Box, Moment, MomentDetail
from ui import words
from ui.picture import PictureView
from ui.pictures import Pictures, Wanted
from ui.tasks import Core
from ui.theme import READING_WIDTH, Theme
from ui.widgets import fit, label

LEFT_WIDTH = 320
MOST_READ_OUT = 2000
TEXT_EDGE = 24


class SmallPicture(QWidget):
    """What is left of a moment's picture after a time, with a sentence that says so."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._picture = label(theme)
        self._said = label(theme, size="caption", tone="faint", wrap=True)
        self._said.setObjectName(f"{name}Said")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._picture)
        column.addWidget(self._said)
        self.setFixedWidth(LEFT_WIDTH)

    def show_picture(self, pixmap: QPixmap | None) -> None:
        """Show it, or that there is none; None as long as nobody knows."""
        there = pixmap is not None and not pixmap.isNull()
        self._picture.setVisible(there)
        if pixmap is not None and there:
            self._picture.setPixmap(pixmap.scaledToWidth(LEFT_WIDTH, Qt.TransformationMode.SmoothTransformation))
        self._said.setText("" if pixmap is None else words.said("picture_aged" if there else "picture_gone"))
        fit(self._said, LEFT_WIDTH)
        self._picture.setAccessibleName(self._said.text())


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
        self._whole = True
        self.picture = PictureView(theme, f"{name}Picture")
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setObjectName(f"{name}Text")
        self.text.setAccessibleName(self.tr("Text of the moment"))
        self.text.setReadOnly(True)
        self.text.setFont(theme.font("text"))
        self.text.setMaximumWidth(READING_WIDTH)
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.left = SmallPicture(theme, f"{name}Left")
        sheet = QWidget()
        row = QHBoxLayout(sheet)
        row.setContentsMargins(TEXT_EDGE, 24, TEXT_EDGE, 8)
        row.setSpacing(24)
        row.addWidget(self.left, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
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

    def show_moment(
        self, moment: Moment, small: Wanted | None = None, hits: tuple[Box, ...] = (), *, whole: bool = True
    ) -> None:
        """Show a moment; `small` is a picture that may already be here and stands in for it, `hits` the boxes to mark. Who only
        passes by takes it without its `whole` picture and its words: those come when it is shown again with them."""
        same = self._moment is not None and self._moment.id == moment.id and hits == self._hits
        if same and (self._whole or not whole):
            return
        whole = whole or not moment.has_picture
        self._moment, self._hits, self._small, self._whole = moment, hits, small, whole
        if not same:
            self.picture.show_words((), hits)
            self.picture.setAccessibleDescription("")
            self.picture.setAccessibleName(f"{words.when(moment.time, moment.zone)}, {words.title_of(moment)}")
        self._stack.setCurrentIndex(0 if moment.has_picture else 1)
        self.left.setVisible(not moment.has_picture and words.pictured(moment))
        self._pictures.want(self._name, self._own(moment), rank=0)
        if moment.has_picture:
            self._show_best()
        else:
            self.text.setPlainText("")
            self._show_left()
        if whole:
            self._read_detail(moment)

    def _read_detail(self, moment: Moment) -> None:
        self._core.read(
            self, f"detail {self._name}", lambda memory, _: memory.moment(moment.id), self._show_detail, self._failed
        )

    def _retry(self) -> None:
        """The moment may have been read meanwhile: its picture and its words are there then."""
        moment = self._moment
        if moment is not None and moment.has_picture and self._pictures.get(Wanted(moment.id, "whole")) is None:
            self._pictures.want(self._name, [Wanted(moment.id, "whole")], rank=0)
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
        wanted = [Wanted(one.id, "whole") for one in moments]
        self._pictures.want(self._name, [*self._own(self._moment), *wanted], rank=0)

    def _arrived(self, wanted: Wanted) -> None:
        if self._moment is not None and wanted.id == self._moment.id and wanted.part != "cut" and not wanted.width:
            self._show_best() if self._moment.has_picture else self._show_left()

    def _show_left(self) -> None:
        if self._moment is not None and not self._moment.has_picture:
            self.left.show_picture(self._pictures.get(Wanted(self._moment.id, "small")))

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
            own = self._pictures.get(Wanted(moment.id, "small"))
            near = self._pictures.get(self._small) if self._small is not None else None
            small = next((one for one in (own, near) if one is not None and not one.isNull()), None)
            if small is not None and not size.isEmpty():
                self.picture.show_picture(small, size)

    def _show_detail(self, detail: MomentDetail) -> None:
        if self._moment is None or detail.moment.id != self._moment.id:
            return
        self.picture.show_words(detail.lines, self._hits)
        self.picture.setAccessibleDescription(self.picture.all_text()[:MOST_READ_OUT])
        if not self._moment.has_picture:
            self.text.setPlainText("\n\n".join(detail.passages) or detail.moment.text)
        self.detailed.emit(detail)

    def _own(self, moment: Moment) -> list[Wanted]:
        """What is to be fetched of a moment: its picture, or for who passes by, or where no more is left, the small one."""
        if not words.pictured(moment):
            return []
        return [Wanted(moment.id, "whole" if moment.has_picture and self._whole else "small")]

    def _failed(self, error: KnownError) -> None:
        self.picture.show_notice(words.said(error.code, error.params))
        self._stack.setCurrentIndex(0)


def copyable(view: MomentView) -> str:
    """What copying takes from a moment: the selection, else all of its text."""
    if view.moment is not None and view.moment.has_picture:
        return view.picture.selected_text() or view.picture.all_text()
    return view.text.textCursor().selectedText().replace("\u2029", "\n") or view.text.toPlainText()
