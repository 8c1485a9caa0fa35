"""What kind of thing a question asks for, and whether a sentence holds one. Pure; English, all its words in the tables below."""

import re
from collections.abc import Sequence

QUESTIONS = {
    "money": r"\bhow (?:much|expensive|costly)\b|\b(?:price|cost|costs|budget|fee|rent|limit|salary|owe|pay|paid|bill|amount)\b",
    "number": r"\bhow (?:many|long|big|deep|wide|tall|high|far|old|often|large|fast|full|much)\b|\b(?:number|code|pin|size|percent)\b",
    "time": r"\bwhen\b|\bwhat (?:time|day|date|hour)\b|\bwhich (?:day|date)\b|\b(?:deadline|until when|by when)\b",
    "person": r"\bwho(?:m|se)?\b|\bwhich (?:person|colleague|architect|doctor|customer)\b",
    "place": r"\bwhere\b|\b(?:which|what) (?:room|hall|platform|address|street|hotel|restaurant|city|country|town|place|state|park)\b",
    "reason": r"\bwhy\b|\b(?:reason|motivat\w+|inspir\w+)\b|\bwhat made\b",
}
ANSWERS = {
    "money": r"(?:€|\$|£|\b(?:EUR|USD|GBP|CHF|KES|euros?|dollars?|pounds?|shillings?|cents?)\b)",
    "number": r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand)\b",
    "time": r"\b\d{1,2}[:.]\d{2}\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december)\b|\b(?:today|tomorrow|yesterday|tonight|noon|midnight|week|month|o'clock|am|pm)\b|\b\d{1,2}(?:st|nd|rd|th)\b",
    "person": r"\b(?:Mr|Ms|Mrs|Dr|Prof)\.|(?<![.!?\n] )(?<!^)\b[A-Z][a-z]{2,}\b",
    "place": r"\b(?:in|at|on|from|to|behind|under|near|room|hall|street|floor|platform|hotel)\b",
    "reason": r"\b(?:because|since|so that|as it|due to|reason|in order to|to make|wanted? to|inspired|helps?)\b",
}
KINDS = tuple(QUESTIONS)
SEVERAL = re.compile(
    r"\b(?:what|which|who)\s+(?:are|were|all)\b|\b(?:list|all)\b"
    r"|\b(?:what|which)\s+(?!\w+\s+of\b)(?:(?!does\b|did\b|is\b|was\b|has\b|do\b)\w+\s+)?"
    r"(?!does\b|was\b|has\b|this\b|news\b)\w{3,}(?<!ss)(?<!us)(?<!is)s\b(?!['’])",
    re.IGNORECASE,
)
# Kinds more exact than those above: what shows in a sentence that one answers such a question at all.
EXACT = {
    "phone": (
        r"\b(?:phone|telephone|mobile|cell)(?: phone)?(?: number)?\b|\b(?:call|ring)\b.*\bnumber\b",
        r"\d[\d /-]{5,}\d",
    ),
    "colour": (
        r"\b(?:what|which) (?:colou?r|shade)\b",
        r"\b(?:red|blue|green|yellow|white|black|gr[ea]y|brown|orange|pink|purple|violet|silver|gold(?:en)?|beige|turquoise|bluish|colou?r\w*)\b",
    ),
    "age": (r"\bhow old\b", r"\b(?:years?|months?|age[ds]?|old|born|turn(?:s|ed)?|birthday|(?:19|20)\d\d)\b"),
    "money": (
        r"\bhow (?:much|expensive)\b.*\b(?:pay|paid|owe|ask|ticket|earn|spend|spent)\b|\b(?:price|costs?|fee|rent|salary|budget|charge)\b",
        ANSWERS["money"],
    ),
    "time": (r"^\s*(?:when|what (?:time|day|date)|which (?:day|date|year))|\bat what time\b", ANSWERS["time"]),
    "count": (r"\bhow many\b", ANSWERS["number"].replace(r"\d", r"\d+(?:[.,:]\d+)*", 1)),
    "name": (
        r"\bwho(?:m|se)?\b|\b(?:what|which) (?:is|was|are) (?:the )?(?:\w+ )?names?\b|\bcalled\b",
        r"(?-i:\b[A-Z][a-z]{2,}\b)",
    ),
    "email": (r"\be-?mail address\b", r"\S+@\S+"),
    "code": (
        r"\b(?:code|pin|password|passphrase|serial|licen[cs]e plate|iban|(?:reservation|booking|policy) number)\b",
        r"\b(?=\w*\d)\w{3,}\b",
    ),
    "place": (
        r"\b(?:address|street|where)\b",
        r"\b(?:in|at|on|behind|under|near|from|to|floor|street|\w+stra(?:ss|ß)e|room|hall)\b",
    ),
    "reason": (r"^\s*why\b|\breason\b", ANSWERS["reason"]),
}
HEADER = re.compile(r"^\s*(?:subject|from|to|cc|date|sent|re|fwd)\s*:", re.IGNORECASE)
_ASKED = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in QUESTIONS.items()}
_HELD = {kind: re.compile(pattern, 0 if kind == "person" else re.IGNORECASE) for kind, pattern in ANSWERS.items()}
_EXACTLY = {
    kind: (re.compile(asks, re.IGNORECASE), re.compile(holds, re.IGNORECASE)) for kind, (asks, holds) in EXACT.items()
}


def kinds_asked(question: str) -> frozenset[str]:
    """Which kinds of thing a question asks for; none where it does not say.

    >>> sorted(kinds_asked("When does the train leave?")), sorted(kinds_asked("What took its place?"))
    (['time'], [])
    """
    return frozenset(kind for kind, pattern in _ASKED.items() if pattern.search(question))


def asks_several(question: str) -> bool:
    """Whether several things are asked for.

    >>> asks_several("Which trees did we plant?"), asks_several("Which tree did we plant?")
    (True, False)
    """
    return SEVERAL.search(question) is not None


def holds(text: str, kinds: frozenset[str]) -> float:
    """The share of the asked kinds that a text holds, 0 to 1; 0 where nothing was asked.

    >>> holds("It costs 12 EUR", frozenset({"money"}))
    1.0
    """
    return sum(bool(_HELD[kind].search(text)) for kind in kinds) / len(kinds) if kinds else 0.0


def exactly_asked(question: str) -> tuple[str, ...]:
    """The exact kinds of thing that a question asks for.

    >>> exactly_asked("What is Ann's phone number?"), exactly_asked("What colour is it?")
    (('phone',), ('colour',))
    """
    return tuple(kind for kind, (asks, _) in _EXACTLY.items() if asks.search(question))


def exactly_held(text: str, kinds: Sequence[str], known: frozenset[str]) -> float:
    """The share of some exact kinds that a text holds in words that are not `known`, those of the question in small letters; 1 for none.

    >>> exactly_held("Ann has two boats", ("count",), frozenset()), exactly_held("Ann has a boat", ("name",), frozenset({"ann"}))
    (1.0, 0.0)
    """
    if not kinds:
        return 1.0
    held = [any(found[0].casefold() not in known for found in _EXACTLY[kind][1].finditer(text)) for kind in kinds]
    return sum(held) / len(held)


def is_heading(text: str, title: str) -> bool:
    """Whether a text only says what something is about: a mail's header, or words of the window's own title.

    >>> is_heading("Subject: Re: Roof", "Inbox"), is_heading("The roof costs 12 EUR", "Roof - Mail")
    (True, False)
    """
    words = re.findall(r"\w+", text.casefold())
    about = set(re.findall(r"\w+", title.casefold()))
    return (bool(HEADER.match(text)) and len(words) < 12) or (
        bool(words) and sum(word in about for word in words) >= 0.7 * len(words)
    )
