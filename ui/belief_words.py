"""Words for what is believed: names of its groups, since when it holds, what became of it, what the inbox asks. No widgets.

What was made of captured text passes through here only as arguments, never as a template.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QLocale

from app.belief_records import Belief, Entry, Proposal, Related, Version
from ui import words
from ui.translate import QT_TRANSLATE_NOOP

INBOX = "inbox"
GROUPS: dict[str, str] = {
    INBOX: QT_TRANSLATE_NOOP("beliefs", "Inbox"),
    "everything": QT_TRANSLATE_NOOP("beliefs", "Everything"),
    "people": QT_TRANSLATE_NOOP("beliefs", "People"),
    "projects": QT_TRANSLATE_NOOP("beliefs", "Projects"),
    "things": QT_TRANSLATE_NOOP("beliefs", "Places and things"),
    "facts": QT_TRANSLATE_NOOP("beliefs", "Facts"),
    "appointments": QT_TRANSLATE_NOOP("beliefs", "Appointments"),
    "episodes": QT_TRANSLATE_NOOP("beliefs", "Episodes"),
    "documents": QT_TRANSLATE_NOOP("beliefs", "Documents"),
    "ways": QT_TRANSLATE_NOOP("beliefs", "Ways of doing things"),
    "digests": QT_TRANSLATE_NOOP("beliefs", "Digests"),
    "you": QT_TRANSLATE_NOOP("beliefs", "About you"),
}
ONE_OF: dict[str, str] = {
    "people": QT_TRANSLATE_NOOP("beliefs", "Person"),
    "projects": QT_TRANSLATE_NOOP("beliefs", "Project"),
    "things": QT_TRANSLATE_NOOP("beliefs", "Place or thing"),
    "facts": QT_TRANSLATE_NOOP("beliefs", "Fact"),
    "appointments": QT_TRANSLATE_NOOP("beliefs", "Appointment"),
    "episodes": QT_TRANSLATE_NOOP("beliefs", "Episode"),
    "documents": QT_TRANSLATE_NOOP("beliefs", "Document"),
    "ways": QT_TRANSLATE_NOOP("beliefs", "Way of doing things"),
    "digests": QT_TRANSLATE_NOOP("beliefs", "Digest"),
    "you": QT_TRANSLATE_NOOP("beliefs", "About you"),
}
STATES: dict[str, str] = {
    "superseded": QT_TRANSLATE_NOOP("beliefs", "Past"),
    "archived": QT_TRANSLATE_NOOP("beliefs", "Put away as past"),
    "fresh": QT_TRANSLATE_NOOP("beliefs", "Stands on little so far"),
    "denied": QT_TRANSLATE_NOOP("beliefs", "You said that it is wrong"),
}
CHANGES: dict[str, str] = {
    "made_anew": QT_TRANSLATE_NOOP("beliefs", "made anew"),
    "superseded": QT_TRANSLATE_NOOP("beliefs", "something newer took its place"),
    "user_edited": QT_TRANSLATE_NOOP("beliefs", "you changed it"),
    "user_denied": QT_TRANSLATE_NOOP("beliefs", "you said that it is wrong"),
    "user_archived": QT_TRANSLATE_NOOP("beliefs", "you put it away as past"),
    "user_confirmed": QT_TRANSLATE_NOOP("beliefs", "you said that it is right"),
    "user_superseded": QT_TRANSLATE_NOOP("beliefs", "you said that something newer holds"),
    "user_merged": QT_TRANSLATE_NOOP("beliefs", "you made it one with another"),
}
WHYS: dict[str, str] = {
    "names": QT_TRANSLATE_NOOP("beliefs", "One names the other"),
    "shares": QT_TRANSLATE_NOOP("beliefs", "Both name the same"),
    "together": QT_TRANSLATE_NOOP("beliefs", "Seen at the same moment"),
    "alike": QT_TRANSLATE_NOOP("beliefs", "Near in meaning"),
}
ASKS: dict[str, str] = {
    "merge": QT_TRANSLATE_NOOP("beliefs", "Are {one} and {other} the same?"),
    "contradiction": QT_TRANSLATE_NOOP("beliefs", "{one} and {other} contradict each other. Does only the first one hold?"),
    "stale": QT_TRANSLATE_NOOP("beliefs", "{one} was not met for long. Is it past?"),
    "secret": QT_TRANSLATE_NOOP("beliefs", "{one} looks like a secret. Forget it?"),
    "weak": QT_TRANSLATE_NOOP("beliefs", "{one} stands on one moment only. Is it wrong?"),
}  # fmt: skip
IN_SHORT: dict[str, str] = {
    "merge": QT_TRANSLATE_NOOP("beliefs", "Are they the same?"),
    "contradiction": QT_TRANSLATE_NOOP("beliefs", "Which one holds?"),
    "stale": QT_TRANSLATE_NOOP("beliefs", "Is it past?"),
    "secret": QT_TRANSLATE_NOOP("beliefs", "Is it a secret?"),
    "weak": QT_TRANSLATE_NOOP("beliefs", "Is it wrong?"),
}
ACCEPTS: dict[str, str] = {
    "merge": QT_TRANSLATE_NOOP("beliefs", "Make them one"),
    "contradiction": QT_TRANSLATE_NOOP("beliefs", "Only the first one holds"),
    "stale": QT_TRANSLATE_NOOP("beliefs", "It is past"),
    "secret": QT_TRANSLATE_NOOP("beliefs", "Forget it"),
    "weak": QT_TRANSLATE_NOOP("beliefs", "It is wrong"),
}
REJECTS: dict[str, str] = {
    "merge": QT_TRANSLATE_NOOP("beliefs", "Two different ones"),
    "contradiction": QT_TRANSLATE_NOOP("beliefs", "Both hold"),
    "stale": QT_TRANSLATE_NOOP("beliefs", "It still holds"),
    "secret": QT_TRANSLATE_NOOP("beliefs", "Keep it"),
    "weak": QT_TRANSLATE_NOOP("beliefs", "It is right"),
}
PAST = ("superseded", "archived", "denied")
_WEEK = re.compile(r"(\d{4})-W(\d\d)$")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:: (.*))?$", re.DOTALL)


def tr(text: str) -> str:
    """A text of this page's tables in the user's language."""
    return QCoreApplication.translate("beliefs", text)


def _table(table: dict[str, str], code: str) -> str:
    return tr(table[code]) if code in table else ""


def group_name(group: str) -> str:
    """The name of a group."""
    return _table(GROUPS, group)


def one_of(group: str) -> str:
    """What one of a group is called."""
    return _table(ONE_OF, group)


def title_of(title: str, text: str = "") -> str:
    """What a memory is called, on one line; dates as people write them, the beginning of its text where it has no title."""
    if week := _WEEK.match(title):
        return tr("Week {week} of {year}").format(week=int(week[2]), year=week[1])
    if (day := _DAY.match(title)) and (when := _date(day)):
        return " ".join(f"{words.short_day(when)}: {day[4]}".split()) if day[4] else words.short_day(when)
    return " ".join((title or text).split()) or tr("Without a title")


def heading(title: str, text: str = "") -> str:
    """What stands above a memory: of a digest of a day the day alone, for its text says the rest."""
    day = _DAY.match(title)
    when = _date(day) if day else None
    return title_of(title, text) if when is None else words.short_day(when)


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def count_text(n: int) -> str:
    """A number by locale."""
    return QLocale().toString(n)


def caption(entry: Entry, *, grouped: bool = True) -> str:
    """The second line of a row: what became of it, its kind where the list holds all kinds, the beginning of its text."""
    state = _table(STATES, entry.status) if entry.status in PAST else ""
    kind = "" if grouped else _table(ONE_OF, entry.group)
    snippet = " ".join(entry.snippet.split())
    return "  ·  ".join(part for part in (state, kind, snippet if snippet != title_of(entry.title) else "") if part)


def row_day(entry: Entry) -> str:
    """The day at the end of a row."""
    dated = bool(_DAY.match(entry.title) or _WEEK.match(entry.title))
    return "" if entry.since is None or dated else words.near_day(words.local_date(entry.since, entry.zone))


def since_text(belief: Belief, entry: Entry, zone: str) -> str:
    """Since when it holds, or from when to when it did."""
    since, until = belief.memory.valid_from, belief.memory.valid_to
    if since is None:
        return ""
    first = words.short_day(words.local_date(since, zone))
    if until == since:
        until = None
    if until is not None and words.local_date(until, zone) == words.local_date(since, zone):
        return tr("{day}, {since} to {until}").format(
            day=first, since=words.clock(since, zone), until=words.clock(until, zone)
        )
    if until is not None:
        return tr("{since} to {until}").format(since=first, until=words.short_day(words.local_date(until, zone)))
    if entry.group == "appointments" or belief.memory.valid_to is not None:
        return tr("{day}, {time}").format(day=first, time=words.clock(since, zone))
    return since_day(since, zone)


def state_line(belief: Belief, entry: Entry, zone: str) -> str:
    """Kind, time and state of a memory in one line."""
    own = tr("in your words") if belief.made_by == "user" else ""
    parts = (_table(ONE_OF, entry.group), since_text(belief, entry, zone), _table(STATES, entry.status), own)
    return "  ·  ".join(part for part in parts if part)


def version_text(version: Version, now_said: tuple[str, str]) -> str:
    """What was believed until when, why that ended, and its words where they were others."""
    when = tr("{day}, {time}").format(
        day=words.short_day(words.local_date(version.until, "")), time=words.clock(version.until, "")
    )
    head = tr("Until {when}: {why}").format(when=when, why=_table(CHANGES, version.change) or version.change)
    if (version.title, version.text) == now_said:
        return head
    said = version.text if version.text != now_said[1] else version.title
    return head + "\n" + words.quoted(said)


def why_text(related: Related) -> str:
    """Why two memories are linked."""
    if related.why == "through":
        return tr("Both name {names}").format(names=", ".join(related.by))
    return _table(WHYS, related.why)


def told_apart(linked: Sequence[Related], groups: Mapping[str, str]) -> list[str]:
    """What stands beside each title where another one is the same: its kind, where that does not do its day, then its time."""
    titles = [title_of(one.memory.title, one.memory.text) for one in linked]
    tails = [""] * len(titles)
    for look in range(3):
        keys = Counter(zip(titles, tails, strict=True))
        for at, one in enumerate(linked):
            if keys[titles[at], tails[at]] > 1:
                since = one.memory.valid_from
                day = "" if since is None else words.short_day(words.local_date(since, ""))
                time = "" if since is None else words.clock(since, "")
                parts = (one_of(groups.get(one.memory.id, "")), day, time)[: look + 1]
                tails[at] = ", ".join(part for part in parts if part)
    return tails


def ask_text(proposal: Proposal) -> str:
    """The question of the inbox, as a sentence."""
    one = words.quoted(_short(proposal.memory.title, proposal.memory.text))
    other = words.quoted(_short(proposal.other.title, proposal.other.text)) if proposal.other is not None else ""
    return tr(ASKS[proposal.kind]).format(one=one, other=other)


def ask_row(proposal: Proposal) -> tuple[str, str]:
    """The question in short, and what it is about."""
    sides = [one for one in (proposal.memory, proposal.other) if one is not None]
    return tr(IN_SHORT[proposal.kind]), "  ·  ".join(title_of(one.title, one.text) for one in sides)


def accept_text(proposal: Proposal) -> str:
    """What the button says that does what is proposed."""
    return tr(ACCEPTS[proposal.kind])


def reject_text(proposal: Proposal) -> str:
    """What the button says that leaves all as it is."""
    return tr(REJECTS[proposal.kind])


def _short(title: str, text: str) -> str:
    whole = title_of(title, text)
    return whole if len(whole) <= 80 else whole[:79].rstrip() + "…"


def moments_text(count: int, shown: int) -> str:
    """The head of the evidence."""
    if count > shown:
        return tr("Stands on {n} moments, the first {shown} of them").format(
            n=count_text(count), shown=count_text(shown)
        )
    return words.counted(count, tr("Stands on 1 moment"), tr("Stands on {n} moments"))


def since_day(since: datetime, zone: str) -> str:
    """Since when something holds."""
    return tr("Since {day}").format(day=words.short_day(words.local_date(since, zone)))
