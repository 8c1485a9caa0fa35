"""Which words of a sentence are the answer, so that they can stand out. Pure; English, rules only: a wrong mark costs a look, no more."""

import re
from collections.abc import Callable, Sequence

from app.answer.dates import Told

Terms = Callable[[str], list[str]]
Span = tuple[int, int]
LONGEST_WORDS = 14
_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|a\\s+hundred|dozens?"
)
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONEY_SIGNS = "€|\\$|£"
_MONEY_WORDS = "EUR|USD|GBP|CHF|euros?|dollars?|pounds?|cents?"
_PATTERNS = {
    "money": rf"(?:{_MONEY_SIGNS})\s?\d[\d.,]*(?:\s?[kmKM]\b)?|\b\d[\d.,]*\s?(?:{_MONEY_SIGNS}|(?:{_MONEY_WORDS})\b)",
    "number": rf"(?<![\w.])\d[\d.,:/]*(?:\s?(?:%|°\w?)|\s?[a-zA-Z]+\d?)?|\b(?:{_NUMBER_WORDS})\b(?:\s+[a-z]+)?",
    "time": rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})(?:,?\s+\d{{4}})?|\b(?:{_MONTH})\s+\d{{1,2}}(?:,?\s+\d{{4}})?"
    rf"|\b{_WEEKDAY}(?:\s+(?:at\s+)?\d{{1,2}}[:.]\d\d)?|\b\d{{1,2}}[:.]\d\d(?:\s*(?:to|-|and)\s*\d{{1,2}}[:.]\d\d)?|\b(?:{_MONTH})\b",
    "person": r"(?:\b(?:Mr|Ms|Mrs|Dr|Prof)\.\s*)?\b[A-Z][a-zà-ÿ]+(?:\s+[A-Z][a-zà-ÿ]+)*",
    "place": r"\b(?:in|at|to|from|near|behind|under|outside|inside|along)\s+(?:the\s+|a\s+|my\s+|our\s+)?\w[\w'’-]*"
    r"(?:\s+(?:of\s+(?:the\s+)?)?[A-Z]\w+)*(?:\s+\w+){0,2}",
    "reason": r"\b(?:because|since|so that|as it|due to|in order to|to make|to help)\b.*",
}
_RULES = {
    kind: re.compile(rule, 0 if kind in ("person", "place") else re.IGNORECASE) for kind, rule in _PATTERNS.items()
}
# Which kind is marked where a question asks for several.
ORDER = ("time", "money", "person", "place", "reason", "number")
_CLAUSE = re.compile(r"[^,;:!?—–]+")
_WORD = re.compile(r"[^\W_][\w'’.-]*(?<=\w)|\d[\w.,]*")
_LEADING = re.compile(
    r"^(?:and|but|so|that|which|who|is|are|was|were|be|been|to|of|the|a|an|it|has|have|had|with|by|from|will|also|really|just|some|i|my|we|you|for)\s+",
    re.IGNORECASE,
)


def marked(text: str, question: frozenset[str], kinds: frozenset[str], terms: Terms, told: Sequence[Told]) -> Span:
    """The offsets of the answer in a sentence; `question` are the terms of what was asked, `told` the sentence's resolved times."""
    for kind in (kind for kind in ORDER if kind in kinds):
        if kind == "time" and told:
            return told[0].start, told[0].end
        found = [one for one in _RULES[kind].finditer(text) if not _said_already(one.group(), question, terms)]
        if found:
            best = min(found, key=lambda one: _distance(text, one.start(), question, terms))
            return best.start(), best.start() + len(best.group().rstrip(" .,"))
    return _clause(text, question, terms)


def tells_time(text: str) -> bool:
    """Whether a text names a day or a time by itself."""
    return _RULES["time"].search(text) is not None


def _said_already(words: str, question: frozenset[str], terms: Terms) -> bool:
    held = terms(words)
    return bool(held) and set(held) <= question


def _distance(text: str, place: int, question: frozenset[str], terms: Terms) -> int:
    """How far, in signs, the nearest word of the question stands from a place; what follows it comes first."""
    found = [match for match in _WORD.finditer(text) if question.intersection(terms(match.group()))]
    return min((abs(place - one.end()) + (10 if one.start() > place else 0) for one in found), default=0)


def _clause(text: str, question: frozenset[str], terms: Terms) -> Span:
    """What of the clause that shares most with the question comes after the shared words, or before them."""
    clauses = [match.span() for match in _CLAUSE.finditer(text) if any(sign.isalnum() for sign in match.group())]
    if not clauses:
        return 0, len(text)
    shared = [len(question.intersection(terms(text[start:end]))) for start, end in clauses]
    nth = shared.index(max(shared))
    start, end = clauses[nth]
    known = [m for m in _WORD.finditer(text, start, end) if question.intersection(terms(m.group()))]
    after = (known[-1].end(), end) if known else (start, end)
    if known and not _says(text, after, question, terms):
        after = (start, known[0].start()) if _says(text, (start, known[0].start()), question, terms) else (start, end)
        if after == (start, end) and nth + 1 < len(clauses):
            after = clauses[nth + 1]
    return _trimmed(text, after)


def _says(text: str, span: Span, question: frozenset[str], terms: Terms) -> bool:
    held = text[span[0] : span[1]]
    return (
        any(len(word) > 2 for word in set(terms(held)) - question)
        and bool(_WORD.search(held))
        and not _LEADING.fullmatch(held.strip() + " ")
    )


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and not text[start].isalnum() and text[start] not in '€$£"“(':
        start += 1
    while (match := _LEADING.match(text[start:end])) and match.end() < end - start:
        start += match.end()
    while end > start and text[end - 1] in " .,;:!?":
        end -= 1
    words = list(_WORD.finditer(text, start, end))
    return (start, words[LONGEST_WORDS - 1].end()) if len(words) > LONGEST_WORDS else (start, end)
