"""Finding time phrases in a text, and what several of them mean together. What one phrase means is `timewords`' part.

Pure. Some phrases mean a time wherever they stand ("yesterday"); others need company: a word before them ("in march"),
a part of the day beside them ("tuesday morning") or the end of the sentence. That keeps "may I" from being a month.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.recall.calendarwords import meaning
from app.recall.language import Language
from app.recall.parts import Part, narrowed, part_of_day
from app.recall.timewords import Groups, Here, When, anchored, week_around

_LEFT = r"(?<![\w'’@#$€£./:\\-])"
_RIGHT = r"(?![\w@€$£%])(?!['’]\w)(?![./:\\-]\w)"
_ISO = (
    r"(?P<year>(?:19|20)\d\d)(?P<separator>[-/])(?P<month>0?[1-9]|1[0-2])(?P=separator)(?P<day>0?[1-9]|[12]\d|3[01])"
    r"(?:T(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?)?"
)
_NUMERIC_RULES = (
    ("iso", _ISO),
    ("iso_week", r"(?P<year>(?:19|20)\d\d)-?W(?P<week>0[1-9]|[1-4]\d|5[0-3])"),
    ("year_month", r"(?P<year>(?:19|20)\d\d)[-/](?P<month>0[1-9]|1[0-2])"),
    ("dotted", r"(?P<day>0?[1-9]|[12]\d|3[01])\.(?P<month>0?[1-9]|1[0-2])\.(?P<year>(?:19|20)\d\d)"),
    ("slashed", r"(?P<first>0?[1-9]|[12]\d|3[01])/(?P<second>0?[1-9]|[12]\d|3[01])/(?P<year>(?:19|20)\d\d)"),
    ("year", r"(?P<year>(?:19|20)\d\d)"),
)
_WRITTEN_DATES = frozenset({"iso", "dotted", "slashed", "month_day"})
_SPOKEN_FROM_NOW = frozenset({"relative_day", "this_part", "last_night", "tonight", "calendar", "rolling", "ago"})
_CLOSED = re.compile(r"\s*(?:[?.!,;:)\]]|$)")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»")
_LONGEST_QUESTION = 1000
_OLDEST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class Days:
    """A phrase that names days. `start` and `end` are offsets into the text."""

    start: int
    end: int
    rule: str
    groups: Groups
    when: When


@dataclass(frozen=True, slots=True)
class _Dated:
    """A day phrase with the part of the day that goes with it, `beside` it or elsewhere, and what both mean."""

    phrase: Days
    start: int
    end: int
    when: When
    part: Part | None
    beside: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A time read out of a text: the offsets of its words, and its bounds where it has them."""

    start: int
    end: int
    since: datetime | None
    until: datetime | None
    exact: tuple[datetime, datetime] | None = None


def _one_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    if not longest_first:
        return "(?!)"
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]") for word in longest_first) + ")"


class Grammar:
    """The compiled phrases of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        tables = self._tables = {
            "weekday": _one_of(language.weekdays),
            "month": _one_of(language.months),
            "unit": _one_of(language.units),
            "number": r"(?:\d{1,4}|" + _one_of(language.numbers)[3:],
            "days": _one_of(language.days),
            "season": _one_of(language.seasons),
            "feast": _one_of(language.feasts),
        }
        self.day_rules = [(rule, _bounded(text)) for rule, text in _NUMERIC_RULES]
        self.day_rules += [(rule, _bounded(text % tables)) for rule, text in language.day_rules]
        self.part_rules = [(rule, _bounded(text)) for rule, text in language.part_rules]
        self.anchor = re.compile(_LEFT + language.anchor % tables, re.IGNORECASE)
        self.week_of = re.compile(_LEFT + language.week_of, re.IGNORECASE)
        self.connector = re.compile(
            _LEFT + "(?P<word>" + _one_of(language.connectors) + r")\s+(?:the\s+)?$", re.IGNORECASE
        )
        self.future = re.compile(language.future, re.IGNORECASE)
        self.onward = re.compile(language.onward, re.IGNORECASE)

    def filled(self, pattern: str) -> str:
        """A phrase of the language with its tables put in."""
        return pattern % self._tables


def _bounded(pattern: str) -> re.Pattern[str]:
    return re.compile(_LEFT + pattern + _RIGHT, re.IGNORECASE)


@functools.cache
def grammar(language: Language) -> Grammar:
    """The grammar of a language, compiled at its first use."""
    return Grammar(language)


def spans(text: str, here: Here, *, whole: bool = False) -> list[Span]:
    """Every time named in a text, in order and apart from each other. `whole`: the text is a time and nothing else."""
    return _Reading(text[:_LONGEST_QUESTION], here, whole).spans()


def _apart(taken: list[Span]) -> list[Span]:
    """Spans in order, none reaching into the one before."""
    kept: list[Span] = []
    for span in sorted(taken, key=lambda span: (span.start, -span.end)):
        start = max(span.start, kept[-1].end) if kept else span.start
        if start < span.end:
            kept.append(replace(span, start=start))
    return kept


class _Reading:
    """One text being read. Lives as long as one call."""

    def __init__(self, text: str, here: Here, whole: bool) -> None:
        self.text, self.here, self.whole = text, here, whole
        self.grammar = grammar(here.language)
        self.language = here.language
        self.looks_ahead = not whole and self.grammar.future.search(text) is not None
        self.quoted = [match.span() for match in _QUOTED.finditer(text)]

    def spans(self) -> list[Span]:
        days, parts = self._phrases()
        rest = [self._dated(phrase, parts, only=len(days) == 1) for phrase in days]
        taken: list[Span] = []
        used: list[Part | None] = []
        while rest:
            first = rest.pop(0)
            span = self._pair(first, rest[0]) if rest else None
            if span:
                used += [first.part, rest.pop(0).part]
            else:
                span = self._single(first)
                used += [first.part] if span else []
            if span:
                taken = [*(other for other in taken if other.end <= span.start), span]
        if not taken:
            taken = [span for part in parts if part not in used and (span := self._part_alone(part))][:1]
        return _apart(taken)

    def _phrases(self) -> tuple[list[Days], list[Part]]:
        """All phrases that could be times: of those that overlap, the longest."""
        found: list[Days | Part] = [*self._day_phrases(), *self._part_phrases()]
        found.sort(key=lambda phrase: (phrase.start - phrase.end, phrase.start))
        kept: list[Days | Part] = []
        for phrase in found:
            if all(phrase.end <= other.start or other.end <= phrase.start for other in kept):
                kept.append(phrase)
        kept.sort(key=lambda phrase: phrase.start)
        return [p for p in kept if isinstance(p, Days)], [p for p in kept if isinstance(p, Part)]

    def _matches(self, rules: list[tuple[str, re.Pattern[str]]]) -> Iterator[tuple[str, re.Match[str]]]:
        for rule, pattern in rules:
            for match in pattern.finditer(self.text):
                if not any(start < match.end() and match.start() < end for start, end in self.quoted):
                    yield rule, match

    def _day_phrases(self) -> Iterator[Days]:
        for rule, match in self._matches(self.grammar.day_rules):
            when = meaning(rule, match.groupdict(), self.here)
            if when is not None:
                yield Days(match.start(), match.end(), rule, match.groupdict(), when)

    def _part_phrases(self) -> Iterator[Part]:
        for rule, match in self._matches(self.grammar.part_rules):
            part = part_of_day(rule, match, self.language)
            if part is not None:
                yield part

    # -- which phrases are times --

    def _connector(self, start: int) -> tuple[str, int]:
        """The kind of the word that stands before an offset, and where it begins."""
        match = self.grammar.connector.search(self.text[max(0, start - 30) : start])
        if match is None:
            return "", start
        word = " ".join(match["word"].lower().split())
        return self.language.connectors[word], max(0, start - 30) + match.start("word")

    def _before(self, start: int) -> str:
        words = self.text[max(0, start - 40) : start].split()
        return words[-1].lower().strip("\"'(,") if words and self.text[start - 1 : start].isspace() else ""

    def _after(self, end: int) -> str:
        words = self.text[end : end + 40].split()
        return words[0].lower().strip("\"'),.?!") if words else ""

    def _is_time(self, phrase: Days, beside_part: bool) -> bool:
        """Whether a phrase means a time here. See the module's docstring."""
        if self.whole:
            return True
        if (
            phrase.rule in {"weekday", "month_day", "month"}
            and self.looks_ahead
            and not (phrase.groups.get("which") or phrase.groups.get("year"))
        ):
            return False
        connector, _ = self._connector(phrase.start)
        if phrase.rule == "weekday":
            return self._is_weekday(phrase, connector, beside_part)
        if phrase.rule in {"month_day", "day_range"}:
            return self._is_month_day(phrase, connector, beside_part)
        if phrase.rule == "month":
            return self._is_month(phrase, connector)
        if phrase.rule in {"year", "year_month"}:
            return self._is_year(phrase, connector)
        if phrase.rule in {"quarter", "season", "feast"}:
            return self._is_named_time(phrase, connector)
        return True

    def _is_named_time(self, phrase: Days, connector: str) -> bool:
        """A quarter, season or feast: "in Q2", "last summer", "at Christmas"; not "last summer song"."""
        if phrase.groups.get("year"):
            return True
        if phrase.groups.get("how") or connector not in {"", "of"}:
            return self._closed(phrase.end) or self._after(phrase.end) not in self.language.not_years
        return bool(phrase.groups.get("which")) and (phrase.start > 0 or self._closed(phrase.end))

    def _closed(self, end: int) -> bool:
        return _CLOSED.match(self.text, end) is not None

    def _is_weekday(self, phrase: Days, connector: str, beside_part: bool) -> bool:
        name = (phrase.groups["weekday"] or "").lower()
        named = connector not in {"", "of", "in"} and self._after(phrase.end) not in self.language.not_before
        if name in self.language.doubtful:
            return beside_part and (named or bool(phrase.groups.get("which")))
        if phrase.groups.get("which") or named:
            return True
        bare = self._before(phrase.start) not in self.language.not_after
        return bare and name not in self.language.short_weekdays and (beside_part or self._closed(phrase.end))

    def _is_month_day(self, phrase: Days, connector: str, beside_part: bool) -> bool:
        month = (phrase.groups["month"] or "").lower()
        if month not in self.language.doubtful or phrase.groups.get("year") or phrase.groups.get("ordinal"):
            return True
        return connector in {"on", "since", "until", "before", "after"} or beside_part or self._closed(phrase.end)

    def _is_month(self, phrase: Days, connector: str) -> bool:
        month, which = (phrase.groups["month"] or "").lower(), (phrase.groups.get("which") or "").lower()
        if phrase.groups.get("year"):
            return True
        if self._after(phrase.end) in self.language.not_before:
            return False
        if which:
            return month not in self.language.verbs or which != "this"
        strict = {"in", "since", "until"}
        if phrase.groups.get("third"):
            return month not in self.language.verbs or connector in strict
        return connector in (strict if month in self.language.doubtful else strict | {"before", "after", "from"})

    def _is_year(self, phrase: Days, connector: str) -> bool:
        named = connector in {"in", "since", "until", "before", "after", "from"} or (
            phrase.rule == "year_month" and connector == "on"
        )
        return named and self._after(phrase.end) not in self.language.joints and self._is_likely_year(phrase)

    def _is_likely_year(self, phrase: Days) -> bool:
        year = int(phrase.groups["year"] or 0)
        return _OLDEST_YEAR <= year <= self.here.today.year and self._after(phrase.end) not in self.language.not_years

    # -- several phrases together --

    def _dated(self, phrase: Days, parts: list[Part], *, only: bool) -> "_Dated":
        """A day phrase with the part of the day beside it or, where it is the only day, elsewhere in the text."""
        part = next((part for part in parts if self._near(phrase, part)), None)
        if part is not None:
            when = narrowed(phrase.when, part, self.here) if phrase.when.day else phrase.when
            start, end = min(phrase.start, part.start), max(phrase.end, part.end)
            if phrase.when.day is None:
                return _Dated(phrase, phrase.start, phrase.end, when, None, beside=True)
            return _Dated(phrase, start, end, when, part, beside=True)
        part = next((part for part in parts if only and part.firm and phrase.when.day), None)
        when = narrowed(phrase.when, part, self.here) if part else phrase.when
        return _Dated(phrase, phrase.start, phrase.end, when, part, beside=False)

    def _pair(self, first: "_Dated", second: "_Dated") -> Span | None:
        """ "between X and Y", "from X to Y"."""
        between = self.text[first.end : second.start].lower().split()
        joint = " ".join(word for word in between if word not in self.language.filler)
        connector, start = self._connector(first.start)
        if joint not in self.language.joints:
            return None
        bare = {first.phrase.rule, second.phrase.rule} <= _WRITTEN_DATES and self.language.joints[joint] == "to"
        if connector not in {"between", "from"} and not bare:
            return None
        if (connector == "between") != (self.language.joints[joint] == "and") and joint.isalpha():
            return None
        phrases = (first.phrase, second.phrase)
        if not self.whole and not all(self._is_likely_year(phrase) for phrase in phrases if phrase.rule == "year"):
            return None
        since, until = self._in_order(*phrases)
        if first.part and first.beside:
            since = (first.when.exact or (first.when.since,))[0]
        if second.part and second.beside:
            until = (second.when.exact or (second.when.until,))[-1]
        begin = start if connector in {"between", "from"} else first.start
        return Span(begin, second.end, since, until) if since < until else None

    def _in_order(self, first: Days, second: Days) -> tuple[datetime, datetime]:
        """The bounds of a pair: the first takes the second's year, or lies a week or a year before it."""
        begin, end = first.when, second.when
        if "year" in first.groups and not first.groups.get("year") and second.groups.get("year"):
            begin = meaning(first.rule, {**first.groups, "year": second.groups["year"]}, self.here) or begin
        if begin.since >= end.until and first.rule == "weekday":
            begin = replace(begin, since=begin.since - timedelta(days=7))
        if begin.since >= end.until and first.rule in {"month", "month_day"}:
            year = end.since.astimezone(self.here.zone).year
            years = ({**first.groups, "year": str(year - back)} for back in (0, 1))
            earlier = [
                when for groups in years if (when := meaning(first.rule, groups, self.here)) and when.since < end.until
            ]
            begin = earlier[0] if earlier else begin
        return min(begin.since, end.since), max(begin.until, end.until)

    def _near(self, phrase: Days, part: Part) -> bool:
        """Whether only filling words stand between a day and a part of it."""
        left, right = (phrase.end, part.start) if phrase.end <= part.start else (part.end, phrase.start)
        return set(self.text[left:right].lower().replace(",", " ").split()) <= self.language.filler

    def _single(self, dated: "_Dated") -> Span | None:
        """A day phrase that stands by itself, if it means a time here."""
        phrase = dated.phrase
        if not self._is_time(phrase, beside_part=dated.beside):
            return None
        anchor = None if dated.part else self._anchored(phrase)
        if anchor:
            return anchor
        onward = dated.part is not None and dated.part.onward
        firm = phrase.rule in _SPOKEN_FROM_NOW
        return self._bounded(dated.start, dated.end, dated.when, firm=firm, onward=onward)

    def _anchored(self, phrase: Days) -> Span | None:
        """ "the week before March 3", "the week of March 3"."""
        window = max(0, phrase.start - 60)
        before = self.text[window : phrase.start]
        match = self.grammar.week_of.search(before)
        if match:
            week = week_around(phrase.when, self.here, match["unit"].lower())
            return Span(window + match.start(), phrase.end, week.since, week.until)
        match = self.grammar.anchor.search(before)
        when = anchored(match.groupdict(), phrase.when, self.here) if match else None
        return Span(window + match.start(), phrase.end, when.since, when.until) if match and when else None

    def _bounded(self, start: int, end: int, when: When, *, firm: bool, onward: bool = False) -> Span:
        """A span with the word before it: since and after open its end, until and before its beginning."""
        connector, begin = self._connector(start)
        if connector not in {"", "on", "of"} or not firm:
            start = begin
        onwards = self.grammar.onward.match(self.text, end) if connector == "from" else None
        if onwards:
            return Span(start, onwards.end(), when.since, None)
        possessive = self.text[max(0, end - 2) : end].lower() in {"'s", "’s"}
        if onward or connector == "since":
            return Span(start, end, when.since, None)
        if connector == "until":
            return Span(start, end, None, when.until)
        if connector == "before" and not possessive:
            return Span(start, end, None, when.since)
        if connector == "after" and not possessive:
            return Span(start, end, when.until, None)
        return Span(start, end, when.since, when.until, when.exact)

    def _part_alone(self, part: Part) -> Span | None:
        """ "at 14:30": of today, or of yesterday when that is still to come."""
        if not (self.whole or (part.firm and part.alone)):
            return None
        today = self.here.today
        for day in (today,) if self.whole else (today, today - timedelta(days=1)):
            when = narrowed(self.here.days(day, day), part, self.here)
            if self.whole or when.since < self.here.now:
                return Span(part.start, part.end, when.since, None if part.onward else when.until, when.exact)
        return None
