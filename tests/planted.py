"""True sentences as a model would retell what memory holds, and the same with one fault planted. For the check of written answers.

A retelling is light: who wrote "I" by name or pronoun, clauses in another order, another tense, digits for number words, other forms of dates,
a day in place of "yesterday". It is made by rules of its own, not by those of the check.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from app.answer.proof import Source

FAULTS = ("number", "name", "date", "source", "negation")
_COUNTED = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty"
)
WORDS = _COUNTED.split()
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
TENSES = (
    ("is", "was"), ("are", "were"), ("has", "had"), ("have", "had"), ("will", "would"), ("went", "goes"), ("got", "gets"), ("comes", "came"),
    ("need", "needed"), ("needs", "needed"), ("want", "wanted"), ("wants", "wanted"), ("met", "meets"),
    ("bought", "buys"), ("starts", "started"),
    ("saw", "sees"), ("took", "takes"), ("made", "makes"), ("painted", "paints"), ("talked", "talks"), ("plan", "planned"), ("looks", "looked"),
)  # fmt: skip
MONTH_NAME = "|".join(MONTHS)
DATED = re.compile(
    rf"\b(\d{{4}})[-/](\d\d)[-/](\d\d)\b|\b(\d{{1,2}})(?:st|nd|rd|th)? ({MONTH_NAME})(?: (\d{{4}}))?\b"
    rf"|\b({MONTH_NAME}) (\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (\d{{4}}))?"
)
RELATIVE = re.compile(r"\b(yesterday|tomorrow|last night|today|this morning|tonight)\b", re.IGNORECASE)
CLOCK = re.compile(r"\b(\d{1,2}):(\d\d)\b(?!:)(?! ?[ap]m)")
WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b")
NUMBER = re.compile(r"(?<![\w.,:/-])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w:/-]|[.,]\d)")
NUMBER_WORD = re.compile(rf"\b({'|'.join(WORDS[2:])})\b", re.IGNORECASE)
COUNTED = re.compile(r"(?<![\w.,:/-])(\d{1,2})(?= [a-z]{3,})")
NAME = re.compile(r"(?<=[a-z,] )([A-Z][a-z]{2,})\b(?!['’]?[A-Z])")
TO_BE = re.compile(
    r"\b(is|are|was|were|will|would|can|could|should|must|has been|have been|had)\b(?! not|n't)(?=[ ,])", re.IGNORECASE
)
PLAIN_PAST = {
    "went": "go", "got": "get", "bought": "buy", "had": "have", "saw": "see", "made": "make", "took": "take", "met": "meet", "ate": "eat",
    "found": "find", "came": "come", "gave": "give", "started": "start", "painted": "paint", "talked": "talk", "spent": "spend",
    "visited": "visit", "signed": "sign", "joined": "join", "watched": "watch", "played": "play", "read": "read", "did": "do", "loved": "love",
}  # fmt: skip
VERBS = {"loves": "love", "likes": "like", "needs": "need", "wants": "want", "comes": "come", "costs": "cost", "starts": "start",
         "leaves": "leave", "ends": "end", "has": "have", "opens": "open", "takes": "take", "brings": "bring", "asks": "ask",
         "pays": "pay", "sends": "send", "keeps": "keep", "closes": "close", "makes": "make", "gets": "get", "runs": "run"}  # fmt: skip
NEGATION = re.compile(r"\b(not|never)\s+|n['’]t\b|\bno longer\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence with what it cites. `fault` is what was planted, "" in a true one."""

    sentence: str
    cited: Source
    fault: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a source, still in its own words, and where it stands among all."""

    text: str
    source: Source
    at: int


def statements(sources: Sequence[Source]) -> list[Said]:
    """The sentences that state something: six to thirty words, no question, no greeting."""
    out = []
    for at, source in enumerate(sources):
        for piece in re.split(r"(?<=[.!?])\s+|\n", source.text):
            text = " ".join(piece.split())
            words = re.findall(r"[A-Za-z]{3,}", text)
            if 6 <= len(text.split()) <= 30 and len(words) >= 5 and not re.search(r"[?\[\]|{}<>=@]|http|\w:\w+:", text):
                out.append(Said(text.rstrip(".!"), source, at))
    return out


def cases(sources: Sequence[Source], *, true: int, false: int, seed: int) -> Iterator[Case]:
    """True sentences, then as many of each fault, each retold from another statement as far as there are enough."""
    rng = random.Random(seed)
    found = statements(sources)
    rng.shuffle(found)
    no_names = {*WEEKDAYS, *MONTHS, *(day[:3] for day in WEEKDAYS)}
    authors = {one.author.split()[0] for one in sources if len(one.author) > 2}
    names = sorted({name for one in found for name in NAME.findall(one.text)} - no_names | authors)
    for one in found[:true]:
        yield Case(retold(one, rng), one.source, "")
    waiting = {fault: iter(found[true:] + found[:true]) for fault in FAULTS}
    made, used = 0, set[tuple[int, str]]()
    while made < false and waiting:  # one of each in turn; where one fault finds no more sentences the others go on
        for fault in list(waiting):
            case = next(_faulty(waiting[fault], fault, sources, names, used, rng), None)
            if case is None:
                del waiting[fault]
            elif made < false:
                made += 1
                yield case


def _faulty(
    found: Iterator[Said],
    fault: str,
    sources: Sequence[Source],
    names: Sequence[str],
    used: set[tuple[int, str]],
    rng: random.Random,
) -> Iterator[Case]:
    """Cases of one fault, each from a statement that was not used for another fault."""
    for one in found:
        if (one.at, one.text) not in used and (sentence := planted(one, fault, names, rng)):
            used.add((one.at, one.text))
            yield Case(sentence, _another(one, sources, rng) if fault == "source" else one.source, fault)


def _another(one: Said, sources: Sequence[Source], rng: random.Random) -> Source:
    """Half of the time a neighbour, which speaks of the same matter, else any other moment."""
    near = [at for at in (one.at - 2, one.at - 1, one.at + 1, one.at + 2) if 0 <= at < len(sources)]
    far = [at for at in range(len(sources)) if abs(at - one.at) > 2]
    chosen = [at for at in (near if rng.random() < 0.5 else far) if one.text not in sources[at].text]
    return sources[rng.choice(chosen or far)]


# -- retelling


def retold(one: Said, rng: random.Random) -> str:
    """A statement in other words."""
    text = _told_of(one.text, one.source.author, rng)
    for change in rng.sample((_reordered, _tense, _digits, _clock, _dates, _pronoun), 3):
        text = change(text, one.source, rng)
    text = _resolved(text, one.source, rng) if rng.random() < 0.6 else text
    if rng.random() < 0.2 and one.source.author not in ("", "me"):
        text = f"{one.source.author} {rng.choice(('said that', 'wrote that', 'mentioned that'))} {text[0].lower() + text[1:]}"
    return text[0].upper() + text[1:] + "."


def _told_of(text: str, author: str, rng: random.Random) -> str:
    """A first person's words as told by another: by name once, then "they"; of one's own, "you"."""
    who = author if author and author != "me" else "you"
    their = "their" if who != "you" else "your"
    is_, has = ("is", "has") if who != "you" else ("are", "have")
    first = [True]

    def subject(found: re.Match[str]) -> str:
        named = who if first[0] else ("they" if who != "you" else "you")
        is_now, has_now = (is_, has) if first[0] else ("are", "have")
        first[0] = False
        ending = (found[1] or "").replace("’", "'")
        return named + {
            "'m": f" {is_now}",
            "'ve": f" {has_now}",
            "'ll": " will",
            "'d": " would",
            " am": f" {is_now}",
        }.get(ending, "")

    text = re.sub(r"\bI(['’](?:m|ve|ll|d)| am)?\b", subject, text)
    text = re.sub(r"\b[Mm]y\b", their, text)
    text = re.sub(r"\bme\b", "them" if who != "you" else "you", text)
    return re.sub(r"\b[Mm]yself\b", "themselves" if who != "you" else "yourself", text)


def _reordered(text: str, _: Source, rng: random.Random) -> str:
    parts = re.split(r", (?:and )?(?![A-Z])|; | but | because ", text, maxsplit=1)
    if len(parts) == 2 and all(len(part.split()) >= 3 for part in parts):
        return f"{parts[1]}, {rng.choice(('and ', ''))}{parts[0]}"
    return text


def _tense(text: str, _: Source, rng: random.Random) -> str:
    for one, other in rng.sample(TENSES, len(TENSES)):
        if re.search(rf"\b{one}\b", text):
            return re.sub(rf"\b{one}\b", other, text)
    return text


def _digits(text: str, _: Source, rng: random.Random) -> str:
    """Digits for words, and words for digits that count something."""
    del rng
    text = NUMBER_WORD.sub(lambda found: str(WORDS.index(found[1].lower())), text)
    return COUNTED.sub(lambda found: WORDS[int(found[1])] if 1 < int(found[1]) <= 20 else found[0], text)


def _clock(text: str, _: Source, rng: random.Random) -> str:
    def other(found: re.Match[str]) -> str:
        hour, minute = int(found[1]), found[2]
        half = "am" if hour < 12 else "pm"
        if hour > 23:
            return found[0]
        return f"{hour % 12 or 12}{'' if minute == '00' else ':' + minute}{rng.choice(('', ' '))}{half}"

    return CLOCK.sub(other, text)


def _dates(text: str, source: Source, rng: random.Random) -> str:
    def other(found: re.Match[str]) -> str:
        day = _date_of(found, source)
        return found[0] if day is None else written(day, rng, year=bool(found[1] or found[6] or found[9]))

    return DATED.sub(other, text)


def _pronoun(text: str, source: Source, rng: random.Random) -> str:
    del source
    found = NAME.findall(text)
    if not found or rng.random() < 0.5:
        return text
    return re.sub(rf"\b{found[0]}\b(?!['’])", rng.choice(("she", "he", "they")), text, count=1)


def _resolved(text: str, source: Source, rng: random.Random) -> str:
    def day(found: re.Match[str]) -> str:
        away = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(found[1].lower(), 0)
        return "on " + written(local(source) + timedelta(days=away), rng, year=True)

    return RELATIVE.sub(day, text)


def local(source: Source) -> date:
    return source.time.astimezone(ZoneInfo(source.zone)).date()


def written(day: date, rng: random.Random, *, year: bool) -> str:
    """A date in one of the forms that people use."""
    month = MONTHS[day.month - 1]
    if not year:
        return rng.choice((f"{day.day} {month}", f"{month} {day.day}"))
    return rng.choice(
        (
            day.isoformat(),
            f"{day.day} {month} {day.year}",
            f"{month} {day.day}, {day.year}",
            f"{WEEKDAYS[day.weekday()]}, {day.day} {month} {day.year}",
        )
    )


def _date_of(found: re.Match[str], source: Source) -> date | None:
    year = int(found[1] or found[6] or found[9] or local(source).year)
    month = int(found[2]) if found[2] else MONTHS.index(found[5] or found[7]) + 1
    try:
        return date(year, month, int(found[3] or found[4] or found[8]))
    except ValueError:
        return None


# -- faults


def planted(one: Said, fault: str, names: Sequence[str], rng: random.Random) -> str | None:
    """A retelling with the fault, or None where the statement has nothing that could be wrong in this way."""
    text = retold(one, rng)
    changes: dict[str, Callable[[], str | None]] = {
        "number": lambda: _wrong_number(text, rng),
        "name": lambda: _wrong_name(text, one.source, names, rng),
        "date": lambda: _wrong_date(text, one.source, rng),
        "source": lambda: text,
        "negation": lambda: _turned(text),
    }
    changed = changes[fault]()
    return changed if fault == "source" or changed != text else None


def _wrong_number(text: str, rng: random.Random) -> str | None:
    found = [*NUMBER.finditer(DATED.sub(lambda one: "x" * len(one[0]), text)), *NUMBER_WORD.finditer(text)]
    if not found:
        return None
    one = rng.choice(found)
    said = one[1]
    if said.lower() in WORDS:
        other = WORDS[(WORDS.index(said.lower()) + rng.choice((1, 2, 3, 5)) - 2) % 18 + 2]
        other = other if other != said.lower() else "nineteen"
    elif len(said.replace(",", "")) > 1 and rng.random() < 0.5 and said[0] != said[1:2]:
        other = said[1] + said[0] + said[2:] if said[1:2].isdigit() and said[1] != "0" else _digit_changed(said, rng)
    else:
        other = _digit_changed(said, rng)
    return text[: one.start(1)] + other + text[one.end(1) :]


def _digit_changed(said: str, rng: random.Random) -> str:
    at = rng.choice([n for n, sign in enumerate(said) if sign.isdigit()])
    digits = [d for d in "123456789" if d != said[at]]
    return said[:at] + rng.choice(digits) + said[at + 1 :]


def _wrong_name(text: str, source: Source, names: Sequence[str], rng: random.Random) -> str | None:
    author = source.author.split()[0] if source.author and source.author != "me" else ""
    held = [name for name in (*NAME.findall(text), author) if name and name in names and name in text]
    if not held:
        return None
    gone = rng.choice(held)
    others = [name for name in names if name != gone and name not in source.text and name != author]
    return re.sub(rf"\b{gone}\b", rng.choice(others), text)


def _wrong_date(text: str, source: Source, rng: random.Random) -> str | None:
    away = timedelta(days=rng.choice((-40, -9, -3, -2, 2, 3, 8, 33)))
    if found := DATED.search(text):
        day = _date_of(found, source)
        if day is None:
            return None
        start = WEEKDAY.sub("", text[: found.start()]).replace(" , ", " ")
        return start + written(day + away, rng, year=bool(found[1] or found[6] or found[9])) + text[found.end() :]
    if found := WEEKDAY.search(text):
        others = [name for name in WEEKDAYS if name != found[1]]
        return text[: found.start()] + rng.choice(others) + text[found.end() :]
    if found := RELATIVE.search(text):
        return text[: found.start()] + "on " + written(local(source) + away, rng, year=True) + text[found.end() :]
    return None


def _turned(text: str) -> str | None:
    """The sentence denied, or its denial taken out."""
    if found := NEGATION.search(text):
        start = re.sub(r"\b[Cc]a$", "can", re.sub(r"\b[Ww]o$", "will", text[: found.start()]))
        return start + text[found.end() :]
    if found := TO_BE.search(text):
        return text[: found.end()] + " not" + text[found.end() :]
    for table, do in ((PLAIN_PAST, "did not"), (VERBS, "does not")):
        for verb, plain in table.items():
            if re.search(rf"\b{verb}\b", text):
                return re.sub(rf"\b{verb}\b", f"{do} {plain}", text, count=1)
    return None
