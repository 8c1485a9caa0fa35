"""What in a text is a secret: card and account numbers, keys, private keys, passwords beside their label. Pure; no pictures.

Recognised text is meant as much as typed text: spaces within numbers, O for 0 and l for 1, keys broken at the end of a line.
Every search walks the text once: a hostile screen must not hold up reading.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.ingest.secret_keys import KEY, TOKEN, looks_made, private_keys
from app.ingest.secret_labels import labelled

CONFUSED = str.maketrans({"O": "0", "o": "0", "Q": "0", "I": "1", "l": "1", "|": "1", "i": "1", "S": "5", "B": "8"})


@dataclass(frozen=True, slots=True, order=True)
class Secret:
    """A stretch of a text, `start` to `end`. `kind` is card, iban, key, token, private key, password or own."""

    start: int
    end: int
    kind: str


def find_secrets(text: str, own: Sequence[re.Pattern[str]] = ()) -> list[Secret]:
    """The secrets of a text in order, none overlapping another. `own` are patterns that the user added.

    >>> [one.kind for one in find_secrets("Card 4111 1111 1111 1111, password: hunter2")]
    ['card', 'password']
    """
    found = [Secret(start, end, "private key") for start, end in private_keys(text)]
    found += [Secret(m.start(), m.end(), "token") for m in TOKEN.finditer(text)]
    found += [Secret(m.start(), m.end(), "key") for m in KEY.finditer(text) if looks_made(m.group())]
    found += [Secret(start, end, "iban") for start, end in _ibans(text)]
    found += [Secret(start, end, "card") for start, end in _cards(text)]
    found += [Secret(start, end, "password") for start, end in labelled(text)]
    found += [Secret(m.start(), m.end(), "own") for pattern in own for m in pattern.finditer(text)]
    return _apart([one for one in found if one.end > one.start])


def without_secrets(text: str, found: Sequence[Secret]) -> str:
    """The text with a mark in the place of each secret; `found` as `find_secrets` gives it.

    >>> text = "IBAN DE89 3704 0044 0532 0130 00 please"
    >>> without_secrets(text, find_secrets(text))
    'IBAN [iban removed] please'
    """
    out, done = [], 0
    for one in found:
        out += [text[done : one.start], mark(one.kind)]
        done = one.end
    return "".join([*out, text[done:]])


def mark(kind: str) -> str:
    """What stands where a secret was."""
    return "[text removed]" if kind == "own" else f"[{kind} removed]"


def cleaned(text: str, own: Sequence[re.Pattern[str]] = ()) -> str:
    """The text without its secrets."""
    return without_secrets(text, find_secrets(text, own))


def _apart(found: list[Secret]) -> list[Secret]:
    """In order; those that overlap become one of the first one's kind."""
    out: list[Secret] = []
    for one in sorted(found):
        if out and one.start < out[-1].end:
            out[-1] = Secret(out[-1].start, max(out[-1].end, one.end), out[-1].kind)
        else:
            out.append(one)
    return out


# -- cards

_RUN = re.compile(r"[0-9OoQIl|iSB]+(?:(?:[ \u00a0\-]{1,2}|\n)[0-9OoQIl|iSB]+)*")
_GROUP = re.compile(r"[0-9OoQIl|iSB]+")
_LONGEST_CARD = 19
# A card has five groups at most; recognition may have cut some of them in two.
_MOST_GROUPS = 8
# Three in four of its letters, and it has fourteen at least.
_FEWEST_DIGITS = 11
_DIGIT = re.compile("[0-9]")
# (first digits from, to, lengths), after ISO/IEC 7812 and the networks' public lists. Visa's old cards of 13 digits are left out:
# the bar codes of a third of Europe's goods would look like them.
_ISSUERS = (
    ("4", "4", (16, 18, 19)), ("51", "55", (16,)), ("2221", "2720", (16,)), ("34", "34", (15,)), ("37", "37", (15,)),
    ("6011", "6011", (16, 19)), ("644", "659", (16, 19)), ("300", "305", (14, 16)), ("36", "36", (14, 16)), ("38", "39", (14, 16)),
    ("3528", "3589", (16, 19)), ("62", "62", (16, 17, 18, 19)), ("2200", "2204", (16, 19)), ("60", "60", (16,)),
    ("81", "82", (16,)), ("508", "508", (16,)), ("5018", "5018", (16, 19)), ("5020", "5020", (16, 19)), ("5038", "5038", (16, 19)),
    ("5893", "5893", (16, 19)), ("6304", "6304", (16, 19)), ("6759", "6763", (16, 19)), ("9792", "9792", (16,)),
)  # fmt: skip


def luhn(digits: str) -> bool:
    """Whether the check digit of ISO/IEC 7812-1 fits.

    >>> luhn("4111111111111111"), luhn("4111111111111112")
    (True, False)
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def issued(digits: str) -> bool:
    """Whether an issuer gives out numbers that begin so and are so long."""
    return any(low <= digits[: len(low)] <= high and len(digits) in lengths for low, high, lengths in _ISSUERS)


def _cards(text: str) -> Iterator[tuple[int, int]]:
    if len(_DIGIT.findall(text)) < _FEWEST_DIGITS:
        return
    for run in _RUN.finditer(text):
        groups = [(m.start(), m.end()) for m in _GROUP.finditer(text, run.start(), run.end())]
        first = 0
        while first < len(groups):
            last = _card_from(text, groups, first)
            if last is not None:
                yield groups[first][0], groups[last][1]
            first = first + 1 if last is None else last + 1


def _card_from(text: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """The group with which a card that begins in the group `first` ends."""
    start, digits = groups[first][0], ""
    for last in range(first, min(first + _MOST_GROUPS, len(groups))):
        begin, end = groups[last]
        if len(digits) + end - begin > _LONGEST_CARD or text.count("\n", start, begin) > 1:
            return None
        digits += text[begin:end]
        if len(digits) >= 14 and _stands_alone(text, start, end) and _is_card(digits):
            return last
    return None


def _is_card(read: str) -> bool:
    digits = read.translate(CONFUSED)
    # Most must have been read as digits: words are made of these letters too.
    return sum(one.isdigit() for one in read) * 4 >= len(read) * 3 and issued(digits) and luhn(digits)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Not a part of a word, of a decimal number or of an international phone number."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    if before[-1:].isalnum() or before[-1:] in {"+", "_"} or after[:1].isalnum() or after[:1] == "_":
        return False
    return not (before[-1:] in {".", ","} and before[:1].isdigit()) and not (
        after[:1] in {".", ","} and after[1:].isdigit()
    )


# -- accounts

_ACCOUNT = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ ]?[0-9OoQIlSB][ ]?[0-9OoQIlSB](?=[ \u00a0\-\n]{0,2}[A-Za-z0-9])")
# The IBAN registry of ISO 13616, length by country.
_LENGTHS = {
    country: int(length)
    for length, countries in (
        line.split(":")
        for line in (
            "15:NO", "16:BE", "18:DK FI FO GL NL FK SD", "19:MK SI MN", "20:AT BA EE KZ LT LU XK", "21:CH HR LI LV",
            "22:BG BH CR DE GB GE IE ME RS VA", "23:AE GI IL IQ OM SO TL", "24:AD CZ ES MD PK RO SA SE SK TN VG", "25:LY PT ST",
            "26:IS TR", "27:BI DJ FR GR IT MC MR SM", "28:AL AZ BY CY DO GT HU LB NI PL", "29:BR EG PS QA UA", "30:JO KW MU",
            "31:MT SC", "33:LC RU",
        )
    )
    for country in countries.split()
}  # fmt: skip


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    done = 0
    for found in _ACCOUNT.finditer(text):
        length = _LENGTHS.get(text[found.start() : found.start() + 2].upper())
        if length is None or found.start() < done:
            continue
        letters, end = _collected(text, found.start(), length)
        if len(letters) == length and not text[end : end + 1].isalnum() and _is_iban(letters):
            done = end
            yield found.start(), end


def _collected(text: str, start: int, length: int) -> tuple[str, int]:
    """The next letters and digits, over at most two characters between them."""
    letters, gap, at = "", 0, start
    while at < len(text) and len(letters) < length and gap <= 2:
        one = text[at]
        if one.isascii() and one.isalnum():
            letters, gap = letters + one, 0
        elif one in " \u00a0-\n":
            gap += 1
        else:
            break
        at += 1
    return letters, at


def _is_iban(read: str) -> bool:
    """As read, or with what recognition confuses put right: everywhere, or behind the letters of the bank."""
    checks = read[2:4].translate(CONFUSED)
    return any(
        _mod_97((read[:2] + checks + read[4:place] + read[place:].translate(CONFUSED)).upper()) == 1
        for place in (4, 8, len(read))
    )


def _mod_97(iban: str) -> int:
    return int("".join(str(int(one, 36)) for one in iban[4:] + iban[:4])) % 97
