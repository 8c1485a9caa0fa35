"""Made-up secrets and harmless look-alikes for the tests of redaction: drawn by a seeded generator, none of them anybody's."""

import base64
import random
import string
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from app.ingest.secret import luhn

ALNUM = string.ascii_letters + string.digits


@dataclass(frozen=True)
class Planted:
    """A text with a secret in it; `pieces` are what must not be left of it."""

    text: str
    kind: str
    pieces: tuple[str, ...]


def letters(chance: random.Random, count: int, of: str = ALNUM) -> str:
    return "".join(chance.choice(of) for _ in range(count))


def grouped(text: str, *sizes: int) -> str:
    out, at = [], 0
    for size in sizes:
        out.append(text[at : at + size])
        at += size
    return " ".join(part for part in [*out, text[at:]] if part)


def card(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    prefix, length = chance.choice(
        (("4", 16), ("51", 16), ("2345", 16), ("37", 15), ("6011", 16), ("3530", 16), ("36", 14))
    )
    stem = prefix + letters(chance, length - len(prefix) - 1, string.digits)
    digits = next(stem + check for check in string.digits if luhn(stem + check))
    sizes = (4, 6, 5) if length == 15 else (4, 6, 4) if length == 14 else (4, 4, 4, 4)
    shown = chance.choice((digits, grouped(digits, *sizes), grouped(digits, *sizes).replace(" ", "-")))
    if chance.random() < 0.2:
        shown = shown.replace("0", "O", 1)
    return shown, (shown,)


def iban(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    country, body = chance.choice(
        (("DE", "0" * 18), ("GB", "AAAA" + "0" * 14), ("FR", "0" * 10 + "A" * 11 + "00"), ("NL", "AAAA" + "0" * 10))
    )
    bban = "".join(chance.choice(string.digits if one == "0" else string.ascii_uppercase) for one in body)
    number = int("".join(str(int(one, 36)) for one in bban + country + "00"))
    whole = f"{country}{98 - number % 97:02}{bban}"
    shown = chance.choice((whole, grouped(whole, *[4] * 9)))
    return shown, (shown,)


def key(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    upper = string.ascii_uppercase + string.digits
    shown = chance.choice((
        "AKIA" + letters(chance, 16, upper), "ghp_" + letters(chance, 36), "github_pat_" + letters(chance, 22) + "_" + letters(chance, 59),
        "xoxb-" + letters(chance, 12, string.digits) + "-" + letters(chance, 24), "sk_live_" + letters(chance, 24),
        "AIza" + letters(chance, 35), "sk-proj-" + letters(chance, 48), "sk-ant-api03-" + letters(chance, 80),
        "npm_" + letters(chance, 36), "glpat-" + letters(chance, 20), "hf_" + letters(chance, 34),
        "SG." + letters(chance, 22) + "." + letters(chance, 43),
    ))  # fmt: skip
    return shown, (shown,)


def jwt(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    parts = ('{"alg":"HS256","typ":"JWT"}', f'{{"sub":"{letters(chance, 12)}","iat":1700000000}}')
    coded = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts]
    shown = ".".join([*coded, letters(chance, 43)])
    return shown, (coded[1], shown[-43:])


def pem(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    kind = chance.choice(("RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "EC PRIVATE KEY"))
    body = [letters(chance, 64, ALNUM + "+/") for _ in range(chance.randrange(3, 9))] + [letters(chance, 30) + "=="]
    return "\n".join([f"-----BEGIN {kind}-----", *body, f"-----END {kind}-----"]), tuple(body)


def password(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    value = chance.choice(
        (
            letters(chance, 10),
            "Heron" + letters(chance, 4, string.digits) + "!",
            "tulip-" + letters(chance, 5),
            "sommerregen",
        )
    )
    label = chance.choice(
        (
            "password: {}",
            "Passwort: {}",
            "Password = {}",
            "pwd={}",
            '"password": "{}"',
            "Kennwort: {}",
            "passphrase: {}",
        )
    )
    return label.format(value), (value,)


def pin(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    value = letters(chance, chance.choice((4, 6)), string.digits)
    return chance.choice(("PIN {}", "PIN: {}", "Your PIN is {}", "CVV: {}")).format(value), (value,)


KINDS: dict[str, Callable[[random.Random], tuple[str, tuple[str, ...]]]] = {
    "card": card, "iban": iban, "key": key, "token": jwt, "private key": pem, "password": password, "pin": pin,
}  # fmt: skip
SENTENCES = (
    "{}", "Please pay with {} today, thanks.", "Ann wrote: {}", "export VALUE={}", "({})", "Invoice 2291, due 12 May. {}\nKind regards",
    "Konto {} bis Freitag", "see <{}>", "1. {}\n2. water the plants",
)  # fmt: skip


def planted(count: int, seed: int = 1) -> list[Planted]:
    """Texts with one secret each, all kinds in turn."""
    chance = random.Random(seed)
    out = []
    for place in range(count):
        kind = list(KINDS)[place % len(KINDS)]
        shown, pieces = KINDS[kind](chance)
        frame = chance.choice(SENTENCES)
        out.append(Planted(frame.format(f"\n{shown}\n" if kind == "private key" else shown), kind, pieces))
    return out


HARMLESS_WORDS = (
    "password reset link", "Forgot password?", "Password: required", "Your password has expired", "password must contain 8 characters",
    "Passwort vergessen?", "Passwort ändern", "password manager", "token: refresh", "def login(password: str) -> None:", "Password: ********",
    "password = get_password()", "the secret of the heron", "API key rotation policy", "PIN the note to the board", "pin 13 of the chip",
    "the key to success", "sk-learn-contrib", "card game at 20:00", "access token expired", "password is required", "pass: 12 of 14 tests",
    "PRIVATE KEY ceremony", "Enter your password to continue", "bearer of good news", "The password was changed", "secret: none",
)  # fmt: skip


def harmless(count: int, seed: int = 1) -> list[str]:
    """Numbers and phrases that look like secrets and are none."""
    chance = random.Random(seed)

    def digits(size: int) -> str:
        return letters(chance, size, string.digits)

    makers: tuple[Callable[[], str], ...] = (
        lambda: f"+49 {digits(3)} {digits(7)}",
        lambda: f"({digits(3)}) {digits(3)}-{digits(4)}",
        lambda: f"0{digits(3)} {digits(4)} {digits(4)}",
        lambda: f"Order {digits(10)}",
        lambda: f"Order #{digits(3)}-{digits(7)}-{digits(7)}",
        lambda: f"Invoice {digits(16)}",
        lambda: (
            f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02} {chance.randrange(24):02}:{digits(2)}:{digits(2)}"
        ),
        lambda: f"{chance.randrange(1, 9)}{digits(3)}.{digits(2)} EUR",
        lambda: f"$1,{digits(3)},{digits(3)}.00",
        lambda: f"ISBN 978-3-{digits(4)}-{digits(4)}-{digits(1)}",
        lambda: f"EAN 4{digits(12)}",
        lambda: letters(chance, 40, "0123456789abcdef"),
        lambda: f"commit {letters(chance, 8, '0123456789abcdef')}",
        lambda: str(uuid.UUID(int=chance.getrandbits(128))),
        lambda: f"v{digits(1)}.{digits(2)}.{digits(1)}-rc{digits(1)}",
        lambda: f"{chance.uniform(-90, 90):.6f}, {chance.uniform(-180, 180):.15f}",
        lambda: str(1_600_000_000_000 + chance.randrange(10**11)),
        lambda: f"1Z{letters(chance, 16, string.ascii_uppercase + string.digits)}",
        lambda: f"tracking 9400 {digits(4)} {digits(4)} {digits(4)} {digits(4)} {digits(2)}",
        lambda: f"JJD{digits(17)}",
        lambda: f"RR{digits(9)}DE",
        lambda: f"IMEI 35{digits(13)}",
        lambda: f"{digits(3)}.{digits(3)}.{digits(2)}.{digits(2)}",
        lambda: f"sha256:{letters(chance, 64, '0123456789abcdef')}",
        lambda: f"Customer {digits(4)} {digits(4)}, meter {digits(8)}",
        lambda: " ".join(digits(4) for _ in range(3)),
        lambda: f"DE{digits(9)} (VAT)",
        lambda: chance.choice(HARMLESS_WORDS),
    )
    return [makers[place % len(makers)]() for place in range(count)]
