"""Words for people: codes as sentences in the user's language, times by locale in the moment's own zone. No widgets.

What was seen on the screen passes through here only as arguments, never as a template.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from app.records import LedgerRow, Moment, Reason, Receipt, RecordingState
from app.sentences import SENTENCES, look_code
from ui.translate import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from app.kept_now import Preview

OUTCOMES: dict[str, str] = {
    "excluded": QT_TRANSLATE_NOOP("words", "A private window was on the screen. Nothing was kept."),
    "idle": QT_TRANSLATE_NOOP("words", "You were away. Nothing was kept."),
    "locked": QT_TRANSLATE_NOOP("words", "The screen was locked. Nothing was kept."),
    "asleep": QT_TRANSLATE_NOOP("words", "The computer was asleep. Nothing was kept."),
    "paused": QT_TRANSLATE_NOOP("words", "Recording was paused. Nothing was kept."),
    "disk_full": QT_TRANSLATE_NOOP("words", "The disk was full. Nothing could be kept."),
    "failed": QT_TRANSLATE_NOOP("words", "The screen could not be read. Nothing was kept."),
}
REASONS_OF_GAPS: dict[str, str] = {
    "own_window": QT_TRANSLATE_NOOP("words", "Recollect itself was on the screen. It does not keep its own window."),
    "password_manager": QT_TRANSLATE_NOOP("words", "A password manager was on the screen. Nothing of it was kept."),
    "private_browsing": QT_TRANSLATE_NOOP(
        "words", "A private browser window was on the screen. Nothing of it was kept."
    ),
    "banking": QT_TRANSLATE_NOOP("words", "A page of a bank was on the screen. Nothing of it was kept."),
    "unknown_owner": QT_TRANSLATE_NOOP("words", "Nobody could tell whose window was shown. Nothing of it was kept."),
    "screen_saver": QT_TRANSLATE_NOOP("words", "The screen saver was on. Nothing was kept."),
    "display_lost": QT_TRANSLATE_NOOP("words", "The screen went away for a while. Nothing was kept."),
}
WORKERS: dict[str, str] = {
    "ocr": QT_TRANSLATE_NOOP("words", "reading"),
    "embed": QT_TRANSLATE_NOOP("words", "meaning"),
    "chat": QT_TRANSLATE_NOOP("words", "answering"),
    "access": QT_TRANSLATE_NOOP("words", "accessibility"),
    "rerank": QT_TRANSLATE_NOOP("words", "ordering"),
}
STATES: dict[str, str] = {
    "recording": QT_TRANSLATE_NOOP("words", "Recording"),
    "paused": QT_TRANSLATE_NOOP("words", "Paused"),
    "idle": QT_TRANSLATE_NOOP("words", "Idle"),
    "locked": QT_TRANSLATE_NOOP("words", "Locked"),
    "sealed": QT_TRANSLATE_NOOP("words", "Recording, sealed"),
    "private": QT_TRANSLATE_NOOP("words", "Private window"),
    "problem": QT_TRANSLATE_NOOP("words", "Problem"),
    "off": QT_TRANSLATE_NOOP("words", "Not recording"),
}
KEPT_NOW: dict[str, str] = {
    "recording": QT_TRANSLATE_NOOP("words", "What the screen shows is kept, encrypted, on this computer."),
    "paused": QT_TRANSLATE_NOOP("words", "Nothing is kept while recording is paused."),
    "idle": QT_TRANSLATE_NOOP("words", "Nothing is kept while you are away."),
    "locked": QT_TRANSLATE_NOOP("words", "Nothing is kept while the screen is locked."),
    "memory_locked": QT_TRANSLATE_NOOP("words", "Nothing is kept while the memory is locked."),
    "sealed": QT_TRANSLATE_NOOP("words", "The memory is locked. What may be kept is sealed until you open it."),
    "private": QT_TRANSLATE_NOOP("words", "Nothing is kept while a private window is on the screen."),
    "problem": QT_TRANSLATE_NOOP("words", "Nothing is kept until the problem is solved."),
    "off": QT_TRANSLATE_NOOP("words", "Nothing is kept: no recorder is running."),
}
KINDS: dict[str, str] = {
    "note": QT_TRANSLATE_NOOP("words", "Notes"),
    "message": QT_TRANSLATE_NOOP("words", "Messages"),
    "clipboard": QT_TRANSLATE_NOOP("words", "Copied text"),
    "document": QT_TRANSLATE_NOOP("words", "Documents"),
    "screen": QT_TRANSLATE_NOOP("words", "Unknown application"),
}
REASONS: dict[str, str] = {
    "words": QT_TRANSLATE_NOOP("words", "These words stand here"),
    "meaning": QT_TRANSLATE_NOOP("words", "It means something close"),
    "neighbours": QT_TRANSLATE_NOOP("words", "What was seen around it fits"),
    "time": QT_TRANSLATE_NOOP("words", "It lies in the time you named"),
    "name": QT_TRANSLATE_NOOP("words", "The name you asked for stands here"),
    "person": QT_TRANSLATE_NOOP("words", "The person you named wrote it"),
    "place": QT_TRANSLATE_NOOP("words", "It is where, or of the kind, that you named"),
}


def tr(text: str) -> str:
    """A text of this module's tables in the user's language."""
    return QCoreApplication.translate("words", text)


def translated(context: str, text: str) -> str:
    """A text of another module's tables in the user's language."""
    return QCoreApplication.translate(context, text)


def said(code: str, params: dict[str, Any] | None = None) -> str:
    """The sentence for a code; a code without one is shown as it is, never an error."""
    if code not in SENTENCES:
        return code.replace("_", " ")
    template = QCoreApplication.translate("sentences", SENTENCES[code])
    filled = dict(params or {})
    if filled.get("kind") in WORKERS:
        filled["kind"] = tr(WORKERS[filled["kind"]])
    try:
        return template.format(**filled)
    except (KeyError, IndexError):
        return template


def gap_text(row: LedgerRow) -> str:
    """Why nothing was kept for a while; the recorder's own sentence where it has one."""
    return tr(REASONS_OF_GAPS.get(row.reason) or OUTCOMES.get(row.outcome, row.outcome))


def reason_text(reason: Reason) -> str:
    """Why a hit is there, with the words that it found."""
    text = tr(REASONS.get(reason.code, reason.code))
    found = reason.params.get("words") or reason.params.get("names") or reason.params.get("name")
    if isinstance(found, str) and found:
        return f"{text}: {found}"
    if isinstance(found, list | tuple) and found:
        return f"{text}: {', '.join(str(word) for word in found)}"
    return text


def replaced_text() -> str:
    """The mark on what a newer statement replaces."""
    return tr("Replaced by what stands above")


def state_text(state: RecordingState) -> str:
    """The pill's word or two: the truth about recording."""
    if state.state == "private" and state.reason == "own_window":
        return tr(STATES["recording"])
    text = tr(STATES["sealed"] if state.reason == "sealed" else STATES.get(state.state, state.state))
    if state.state == "paused" and state.until is not None:
        until = state.until.astimezone()
        if until.date() == datetime.now(UTC).astimezone().date():
            return tr("Paused until {time}").format(time=_clock(until))
        return tr("Paused until tomorrow")
    return text


def kept_now(state: RecordingState) -> str:
    """What is kept now, in one sentence; for a problem, the recorder's own."""
    if state.state == "problem" and state.reason in SENTENCES and "{" not in SENTENCES[state.reason]:
        return said(state.reason)
    if state.state == "private" and state.reason == "own_window":
        return tr("What the screen shows is kept, encrypted, on this computer. Recollect's own window is left out.")
    if is_memory_locked(state):
        return tr(KEPT_NOW[state.reason])
    return tr(KEPT_NOW.get(state.state, state.state))


def is_memory_locked(state: RecordingState) -> bool:
    """Whether it is the memory that is locked, not only the screen."""
    return state.reason in ("memory_locked", "sealed")


def seen_now(seen: "Preview") -> str:
    """What a look at the screen would end with now, in one sentence a monitor."""
    if seen.rest is not None:
        return said(f"look_{seen.rest[0]}")
    told = {look.monitor.name: said(look_code(look.outcome, look.reason)) for look in seen.looks}
    if len(set(told.values())) == 1:
        return next(iter(told.values()))
    return "  ".join(f"{name}: {text}" for name, text in told.items())


def last_kept(state: RecordingState, now: datetime) -> str:
    """When something was last stored; empty while nobody can know."""
    if is_memory_locked(state):
        return ""
    if state.last_kept is None:
        return tr("Nothing stored yet")
    return tr("Last stored {ago}").format(ago=ago(state.last_kept, now))


def cost(state: RecordingState) -> str:
    """What recording costs now; empty when nobody says so."""
    if state.cpu_percent is None or state.mb_today is None:
        return ""
    return tr("{cpu} % of one core · {mb} of {limit} MB today").format(
        cpu=QLocale().toString(state.cpu_percent, "f", 1),
        mb=QLocale().toString(round(state.mb_today)),
        limit=QLocale().toString(state.mb_limit or 0),
    )


def ago(then: datetime, now: datetime) -> str:
    """How long ago, roughly."""
    seconds = max(0, round((now - then).total_seconds()))
    if seconds < 60:
        return tr("{n} s ago").format(n=seconds)
    if seconds < 3600:
        return tr("{n} min ago").format(n=seconds // 60)
    if seconds < 86400:
        return tr("{n} h ago").format(n=seconds // 3600)
    return tr("{n} days ago").format(n=seconds // 86400)


def receipt_text(receipt: Receipt) -> str:
    """What a forgetting takes, in counts."""
    made = receipt.episodes + receipt.facts + receipt.digests
    parts = []
    if receipt.frames or not made:
        parts.append(counted(receipt.frames, tr("1 moment"), tr("{n} moments")))
    if receipt.pictures:
        parts.append(counted(receipt.pictures, tr("1 picture"), tr("{n} pictures")))
    if receipt.passages:
        parts.append(counted(receipt.passages, tr("1 piece of text"), tr("{n} pieces of text")))
    if made:
        parts.append(counted(made, tr("1 memory"), tr("{n} memories")))
    if receipt.chat_answers:
        parts.append(counted(receipt.chat_answers, tr("1 answer"), tr("{n} answers")))
    return ", ".join(parts)


def counted(n: int, one: str, many: str) -> str:
    """A number with its noun."""
    return one if n == 1 else many.format(n=QLocale().toString(n))


def in_zone(time: datetime, zone: str) -> datetime:
    """A time on the clock of the place where it happened; an unknown zone means the system's."""
    try:
        return time.astimezone(ZoneInfo(zone))
    except (KeyError, ValueError, OSError):
        return time.astimezone()


def _clock(time: datetime) -> str:
    return QLocale().toString(QTime(time.hour, time.minute), QLocale.FormatType.ShortFormat)


def clock(time: datetime, zone: str) -> str:
    """Hours and minutes by locale, in the moment's own zone."""
    return _clock(in_zone(time, zone))


def clock_to_second(time: datetime, zone: str) -> str:
    """Hours, minutes and seconds, in the moment's own zone."""
    local = in_zone(time, zone)
    return QLocale().toString(QTime(local.hour, local.minute, local.second), "hh:mm:ss")


def local_date(time: datetime, zone: str) -> date:
    """The calendar day of a moment in its own zone."""
    return in_zone(time, zone).date()


def day_text(day: date, today: date | None = None) -> str:
    """A day as people say it: Today, Yesterday, or weekday and date."""
    today = today or datetime.now(UTC).astimezone().date()
    if day == today:
        return tr("Today")
    if (today - day).days == 1:
        return tr("Yesterday")
    form = tr("dddd, d MMMM") if day.year == today.year else tr("dddd, d MMMM yyyy")
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def short_day(day: date) -> str:
    """A day in little room, with its year."""
    return QLocale().toString(QDate(day.year, day.month, day.day), tr("ddd d MMM yyyy"))


def near_day(day: date, today: date | None = None) -> str:
    """A day in a list: its year only where that is another one than this."""
    if day.year != (today or datetime.now(UTC).astimezone().date()).year:
        return short_day(day)
    return QLocale().toString(QDate(day.year, day.month, day.day), tr("ddd d MMM"))


def smallest_day(day: date) -> str:
    """A day in very little room, without its year."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM")


def when(time: datetime, zone: str) -> str:
    """Day and time of a moment."""
    return tr("{day}, {time}").format(day=day_text(local_date(time, zone)), time=clock(time, zone))


def seen_text(start: datetime, until: datetime | None, times: int, zone: str) -> str:
    """How long and how often the same was seen; empty where it was once."""
    if until is None or times <= 1:
        return ""
    return tr("seen {since} to {until}, {n} times").format(since=clock(start, zone), until=clock(until, zone), n=times)


def app_name(moment: Moment) -> str:
    """The application of a moment, or what else it is."""
    if moment.app:
        return moment.app
    return tr(KINDS.get(moment.kind, KINDS["screen"]))


def title_of(moment: Moment) -> str:
    """What a moment is called: its window's title, its conversation, its author, else its application."""
    return " ".join((moment.title or moment.thread or moment.author or app_name(moment)).split())


def pictured(moment: Moment) -> bool:
    """Whether there is, or once was, a picture of a moment: a small one may be left."""
    return moment.has_picture or moment.width_px > 0


def size_text(size_bytes: int) -> str:
    """Bytes by locale."""
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def month_of(day: date, today: date) -> str:
    """A month by name, with its year where that is another one."""
    name = QLocale().standaloneMonthName(day.month, QLocale.FormatType.LongFormat)
    return name if day.year == today.year else f"{name} {day.year}"


def short_path(path: Path) -> str:
    """A folder as people write it: ~ for their home."""
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)


def month_text(day: date) -> str:
    """A month in little room."""
    return QLocale().standaloneMonthName(day.month, QLocale.FormatType.ShortFormat)


def weekday_text(day: date) -> str:
    """A weekday in little room."""
    return QLocale().standaloneDayName(day.isoweekday(), QLocale.FormatType.ShortFormat)


def quoted(text: str) -> str:
    """Words of the user in quotation marks by locale; nothing for nothing."""
    return QLocale().quoteString(text) if text else ""


def number(n: int) -> str:
    """A number by locale."""
    return QLocale().toString(n)


def decimal(value: float) -> str:
    """A number with one digit after the point, by locale."""
    return QLocale().toString(value, "f", 1)
