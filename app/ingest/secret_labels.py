"""Passwords, PINs and tokens that only the word beside them gives away. Patterns and what speaks against a match."""

import re
from collections.abc import Iterator

_LABELS = (
    r"password|passwd|passwort|kennwort|passphrase|passcode|passkey|psk|pwd|pw|pass|mot de passe|contrase[nñ]a|senha|"
    r"wachtwoord|has[lł]o|l[oö]senord|salasana|пароль|密码|パスワード"
)
_LONG_LABELS = (
    r"secret|token|api[ _\-]?key|apikey|access[ _\-]?key(?:[ _\-]?id)?|secret[ _\-]?(?:access[ _\-]?)?key|client[ _\-]?secret|"
    r"account[ _\-]?key|private[ _\-]?key|(?:auth|access|refresh|bearer|session|api)[ _\-]?token|credentials?"
)
_SIGN = r"[\"'\]]{0,2}[ \t]{0,4}(?:[:=\uff1a]|=>|->|→)[ \t]{0,4}"
# A space stands where recognition saw a gap; a quoted value may hold spaces.
_VALUE = r"(?:\"(?P<quoted>[^\"\n]{1,100})\"|'(?P<single>[^'\n]{1,100})'|(?P<value>[^\s\"']\S{0,199}))"
_FOR = r"(?:[ ](?:for|für|of|to|der|des|zum|zur)[ ][^\n:=]{1,40}?)?"
_BEFORE = r"(?<![^\W_])"

_SIGNED = re.compile(rf"(?i){_BEFORE}(?:{_LABELS}){_FOR}{_SIGN}{_VALUE}")
_SAID = re.compile(
    rf"(?i){_BEFORE}(?:{_LABELS})[ ](?:is|was|ist|war|lautet|est|es|to|auf)(?: now| jetzt)?:?[ ]{{1,2}}{_VALUE}"
)
_BARE = re.compile(rf"(?im)^[^\w\n]{{0,6}}(?:{_LABELS})[ \t]{{1,8}}(?P<value>\S{{6,100}})[ \t]*$")
_BELOW = re.compile(rf"(?im)(?:{_LABELS})[ \t]*:?[ \t]*\n[ \t]*(?P<value>\S{{6,100}})[ \t]*$")
_PHRASE = re.compile(
    r"(?i)(?:passphrase|(?:seed|recovery|backup|secret)[ ]phrase|mnemonic|recovery key)[ ]?[:=][ ]?"
    r"(?P<value>[a-z0-9]{2,12}(?:[ \-\n][a-z0-9]{2,12}){2,30})"
)
_NAMED = re.compile(rf"(?i){_BEFORE}(?:{_LONG_LABELS}){_SIGN}{_VALUE}")
_BEARER = re.compile(r"(?i)\b(?:bearer|basic)[ ](?P<value>[A-Za-z0-9._~+/\-]{16,}={0,2})")
_ADDRESS = re.compile(r"://[^\s/:@]{1,100}:(?P<value>[^\s/@]{1,100})@")
_NUMBER = re.compile(
    r"(?:\b(?:PIN|Pin|CVV2?|CVC2?|TAN|PUK|OTP)(?:[ \-]?(?:[Cc]ode|[Nn]ummer|[Nn]umber))?|(?i:\bpin|\bcard security code|\bsecurity code|"
    r"\bsicherheitscode|\bverification code|\bone-time code|\bpr[uü]fziffer(?=.{0,3}\d{3}\b))(?=[ ]?[:=]))"
    r"(?:[ ]?[:=]|[ ](?:is|ist|lautet))?[ ]{0,2}(?P<value>\d{3,8}|\d{3}[ ]\d{3})(?![\w]|[.,\-/]\d)"
)

# What stands behind "password:" on forms, in help texts and in programs, and is none.
_ORDINARY = """
    required incorrect invalid wrong none null nil undefined true false yes no off on change changed forgot forgotten reset must
    should may can at the a an your you please enter type use choose set not is was ist nicht bitte vergessen ändern falsch
    eingeben str string bytes int bool optional any text varchar char password passwort hidden empty unset missing protected
    expired strong weak medium good minimum mindestens maximum length confirm new old current repeat show hide copy generate
    see ask same login and or if with for in to by es de la el le manager generator policy login email e-mail username user
    self default const let var key value input field prompt needed saved stored updated accepted ok error failed
"""
_WORDS = frozenset(_ORDINARY.split())
_CODE = re.compile(
    r"[*•●·.xX_\-]+|[<{\[(%$].*|.*[(\[].*|(?:self|this|os|process|config|settings|env|request|args)\.\w.*|https?://.*"
)
_TRAILING = ".,;:\"')>]}…"

# A piece of each label, as `folded` leaves it: most texts hold none, and are not walked through. They must cover the patterns above.
_HINTS = (
    "pass", "pw", "psk", "kennwort", "contrase", "senha", "wachtwoord", "haslo", "hasło", "losenord", "lösenord", "salasana",
    "пароль", "密码", "パスワード",
)  # fmt: skip
_LONG_HINTS = ("secret", "token", "key", "credential")
_SIGNS = (":", "=", "\uff1a", "->", "→")
_THREE_DIGITS = re.compile(r"\d{3}")
# What a pattern that minds no case takes for one of the labels' letters, and `str.lower` leaves alone.
_ODD = str.maketrans({"ſ": "s", "ı": "i", "İ": "i", "\u212a": "k", "\u1c82": "о"})


def folded(text: str) -> str:
    """The text in small letters, such that whatever a pattern without case takes for a label's letter is that letter.

    >>> folded("PaſſWORD, PİN")
    'password, pin'
    """
    return (text if text.isascii() else text.translate(_ODD)).lower()


def labelled(text: str) -> Iterator[tuple[int, int]]:
    """The spans of values whose label says that they are secret, in no order; some may overlap."""
    plain = folded(text)
    there = {pieces: any(piece in plain for piece in pieces) for pieces in (_HINTS, _SIGNS, _LONG_HINTS)}
    for pattern, fits, needed in (
        (_SIGNED, is_given, there[_HINTS] and there[_SIGNS]), (_SAID, is_mixed, there[_HINTS]),
        (_BARE, is_mixed, there[_HINTS]), (_BELOW, is_mixed, there[_HINTS] and "\n" in text),
        (_NAMED, is_long_and_mixed, there[_LONG_HINTS] and there[_SIGNS]),
        (_BEARER, is_long_and_mixed, "bearer" in plain or "basic" in plain), (_ADDRESS, is_given, "://" in text),
        (_PHRASE, bool, "phrase" in plain or "mnemonic" in plain or "recovery" in plain),
        (_NUMBER, bool, _THREE_DIGITS.search(text) is not None),
    ):  # fmt: skip
        for found in pattern.finditer(text) if needed else ():
            name = next(name for name, value in found.groupdict().items() if value is not None)
            value = found[name] if name != "value" else found[name].rstrip(_TRAILING)
            if value and fits(value):
                yield found.start(name), found.start(name) + len(value)


def is_given(value: str) -> bool:
    """Whether what follows "password:" may be one: no word of a form, no mask, no piece of a program.

    >>> is_given("hunter2"), is_given("required"), is_given("********"), is_given("get_password()")
    (True, False, False, False)
    """
    if value.isdigit() and len(value) < 4:
        return False
    return value.lower().rstrip("!?") not in _WORDS and _CODE.fullmatch(value) is None


def is_mixed(value: str) -> bool:
    """Whether letters, digits and signs are mixed, as in no word, or it is a number of four digits and more."""
    bare = value.rstrip("!?")
    if not is_given(bare) or len(bare) < 4:
        return False
    digits, letters = any(one.isdigit() for one in bare), any(one.isalpha() for one in bare)
    return (digits and (letters or bare.isdigit())) or (letters and any(one in "!@#$%^&*?+=~" for one in bare))


def is_long_and_mixed(value: str) -> bool:
    """Whether a token is long and random enough not to be a name.

    >>> is_long_and_mixed("refresh_token_endpoint"), is_long_and_mixed("d41d8cd98f00b204")
    (False, True)
    """
    digits = sum(one.isdigit() for one in value)
    return len(value) >= 12 and digits >= 2 and any(one.isalpha() for one in value) and is_given(value)
