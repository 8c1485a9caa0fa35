"""May what a window shows be kept? Rules, built-in exclusions, painting out. No platform calls.

How a window is judged, in this order:

1. Recollect's own windows and screen lockers are never kept; no rule changes that.
2. A window that belongs to an excluded one (a popup, a dialog, a menu) is excluded with it.
3. Reasons against it are collected: the user's rules, password managers, private browsing, banking sign-in.
4. An `allow` rule lifts only reasons of its own field or a coarser one (app < title < site). So "keep Firefox" lifts a
   rule against all applications, but neither a private window of Firefox nor a bank's page in it; that takes a rule on
   the title.
5. A window of which nothing is known is excluded when it is focused or lies over the focused one.

What other programs repeat of an excluded window (its title in a task bar, a preview in a switcher) is not recognised.

Addresses are rarely known for sure, so a rule *against* a site also holds where a browser's title names it; a rule that *allows*
one holds for a known address only, since a page may write what it likes into its title.
"""

import fnmatch
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from capture.change import Pixels
from capture.frame import Rect, Window
from capture.idle import is_locker
from capture.regions import moved, overlap
from capture.window import host_of, hosts_in_title, is_browser, names_of, visible_parts

OWN_WINDOW = "own_window"  # the reason of a window of this program
OWN_NAMES = ("recollect", "recollect-desktop")
FLAT = 0x00606060  # a grey that no theme uses for text; flat, because a blur can be undone

_PASSWORD_MANAGERS = (
    "keepassxc*", "keepass*", "org.keepassxc.*", "kpcli", "bitwarden*", "1password*", "lastpass*", "dashlane*",
    "enpass*", "nordpass*", "proton pass*", "proton-pass*", "protonpass*", "roboform*", "keeper*password*",
    "authpass*", "buttercup*", "padloc*", "passky*", "qtpass*", "gopass*", "revelation", "password safe*", "pwsafe*",
    "passwordsafe*", "org.gnome.world.secrets", "secrets", "seahorse*", "org.gnome.seahorse*", "kwalletmanager*",
    "kwalletd*", "gcr-prompter*", "pinentry*", "ssh-askpass*", "ksshaskpass*", "lxqt-openssh-askpass*",
    "polkit-*authentication-agent*", "lxpolkit*", "lxqt-policykit*", "authenticator*",
    "com.belmoussaoui.authenticator", "veracrypt*",
)  # fmt: skip
_PASSWORD_PAGES = re.compile(
    r"(bitwarden (web )?vault|vault.{0,3} bitwarden|1password\b.*(vault|sign in)|my vault|lastpass vault|"
    r"password manager|about:logins|saved passwords|passwords? - settings|proton pass)",
    re.IGNORECASE,
)
_PRIVATE_BROWSERS = ("tor browser*", "torbrowser*", "mullvad browser*")
_PRIVATE_WORDS = (
    "private browsing", "private window", "incognito", "inprivate", "private mode", "private", "navigation privée",
    "privater modus", "privates fenster", "inkognito", "inkognitomodus", "navegación privada", "incógnito",
    "navegação privada", "navegação anônima", "anônima", "navigazione anonima", "navigazione privata", "in incognito",
    "privénavigatie", "privé", "privat surfning", "privat browsing", "yksityinen selaus", "tryb prywatny", "prywatne",
    "anonymní prohlížení", "gizli gezinti", "gizli mod", "приватный просмотр", "инкогнито", "приватне перегляд",
    "プライベートブラウジング", "シークレット", "隐私浏览", "无痕", "隱私瀏覽", "無痕", "시크릿", "사생활 보호 모드",
)  # fmt: skip
_PRIVATE_WORD = "|".join(re.escape(word) for word in _PRIVATE_WORDS)
_PRIVATE_TITLE = re.compile(rf"[(\[]\s*({_PRIVATE_WORD})\s*[)\]]|[-—–\s](?!private$)({_PRIVATE_WORD})$", re.IGNORECASE)
_BANK = re.compile(
    r"bank\b|banking|\bbanque|\bbanca\b|\bbanco\b|sparkasse|raiffeisen|volksbank|credit union|paypal|\bhsbc\b|barclays|"
    r"santander|\bing\b|\bbbva\b|\bchase\b|wells fargo|capital one|american express|revolut|\bwise\b|"
    r"comdirect|postfinance|monzo",
    re.IGNORECASE,
)
_SIGN_IN = re.compile(
    r"\b(log[ -]?in|sign[ -]?in|log[ -]?on|sign[ -]?on|secure access|authenticat\w+|anmeld\w+|einloggen|connexion|"
    r"identification|acceso|iniciar sesi[oó]n|accedi|entrar|inloggen|logga in|zaloguj|вход)\b",
    re.IGNORECASE,
)
_ONLINE_BANKING = re.compile(
    r"(online|internet|mobile|tele|e|net)[ -]?banking|banque en ligne|banca (en l[ií]nea|online)", re.IGNORECASE
)
_COARSENESS = {"app": 0, "title": 1, "site": 2}


class RuleLike(Protocol):
    """A user's rule: `field` is app, title or site; `pattern` a shell-like glob, whatever the case."""

    @property
    def field(self) -> str: ...
    @property
    def pattern(self) -> str: ...
    @property
    def allow(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a window may be kept; `reason` is a code that says why not."""

    keep: bool
    reason: str = ""


KEEP = Verdict(True)


@lru_cache(maxsize=1024)
def _glob(pattern: str) -> re.Pattern[str]:
    return re.compile(fnmatch.translate(pattern), re.IGNORECASE)


def _has_wildcard(pattern: str) -> bool:
    return any(sign in pattern for sign in "*?[")


def app_matches(window: Window, pattern: str) -> bool:
    """Whether a glob names the window's application, by its class or its process."""
    return any(_glob(pattern.strip()).match(name) for name in names_of(window))


def title_matches(window: Window, pattern: str) -> bool:
    """Whether a glob fits the whole title; one without wildcards only has to stand somewhere in it."""
    pattern = pattern.strip()
    if not _has_wildcard(pattern):
        return bool(pattern) and pattern.casefold() in window.title.casefold()
    return _glob(pattern).match(window.title) is not None


def _host_matches(host: str, pattern: str) -> bool:
    return bool(host) and (_glob(pattern).match(host) is not None or _glob(f"*.{pattern}").match(host) is not None)


def site_matches(window: Window, pattern: str, *, guess: bool) -> bool:
    """Whether a browser shows a site that a glob names; subdomains count.

    `guess` looks at the title where no address is known for sure, and believes an address that was guessed by the title.
    """
    if not is_browser(window):
        return False
    pattern = pattern.strip().lower().split("://")[-1].split("/")[0].removeprefix("*.").removeprefix("www.")
    host = host_of(window)
    if window.url_guessed and not guess:
        return False
    if _host_matches(host, pattern):
        return True
    if (host and not window.url_guessed) or not guess:
        return False
    if any(_host_matches(found, pattern) for found in hosts_in_title(window)):
        return True
    name = max(pattern.split(".")[:-1] or [pattern], key=len)
    return len(name) >= 3 and not _has_wildcard(name) and name.casefold() in window.title.casefold().replace(" ", "")


def _matches(window: Window, rule: RuleLike) -> bool:
    if rule.field == "app":
        return app_matches(window, rule.pattern)
    if rule.field == "title":
        return title_matches(window, rule.pattern)
    return rule.field == "site" and site_matches(window, rule.pattern, guess=not rule.allow)


def _is_private_browsing(window: Window) -> bool:
    if any(app_matches(window, pattern) for pattern in _PRIVATE_BROWSERS):
        return True
    return is_browser(window) and (window.private or _PRIVATE_TITLE.search(window.title) is not None)


def _is_banking_sign_in(window: Window) -> bool:
    if not is_browser(window):
        return False
    title = window.title
    return bool(_ONLINE_BANKING.search(title) or (_BANK.search(title) and _SIGN_IN.search(title)))


def _reasons_against(window: Window, rules: Sequence[RuleLike]) -> list[tuple[int, str]]:
    """What speaks against a window, as (coarseness of the field, reason)."""
    found = [
        (_COARSENESS[rule.field], f"rule_{rule.field}") for rule in rules if not rule.allow and _matches(window, rule)
    ]
    if any(app_matches(window, pattern) for pattern in _PASSWORD_MANAGERS):
        found.append((0, "password_manager"))
    if is_browser(window) and _PASSWORD_PAGES.search(window.title):
        found.append((1, "password_manager"))
    if _is_private_browsing(window):
        found.append((1, "private_browsing"))
    if _is_banking_sign_in(window):
        found.append((1, "banking"))
    return found


def _alone(window: Window, rules: Sequence[RuleLike], own_pid: int) -> Verdict:
    """The verdict on a window by itself, steps 1, 3 and 4."""
    if any(name in OWN_NAMES for name in names_of(window)) or (own_pid and window.pid == own_pid):
        return Verdict(False, OWN_WINDOW)
    if is_locker(window):
        return Verdict(False, "lock_screen")
    against = _reasons_against(window, rules)
    if not against:
        return KEEP
    lifted = max((_COARSENESS[rule.field] for rule in rules if rule.allow and _matches(window, rule)), default=-1)
    left = [reason for coarseness, reason in against if coarseness > lifted]
    return Verdict(False, left[0]) if left else KEEP


def judge(
    windows: Sequence[Window], rules: Sequence[RuleLike], *, own_pid: int = 0, keep_unknown: bool = False
) -> list[Verdict]:
    """The verdict on each window of a list (lowest first). Rules of unknown fields are left out by the caller."""
    known = [rule for rule in rules if rule.field in _COARSENESS]
    alone = {window.id: _alone(window, known, own_pid) for window in windows}
    owners = {window.id: window.owner for window in windows}
    focus = next((index for index, window in enumerate(windows) if window.focused), None)
    verdicts = []
    for index, window in enumerate(windows):
        verdict = _with_owners(window.id, alone, owners)
        if verdict.keep and not keep_unknown and not names_of(window) and _bothers_focus(windows, index, focus):
            verdict = Verdict(False, "unknown_owner")
        verdicts.append(verdict)
    return verdicts


def _with_owners(window_id: int, alone: Mapping[int, Verdict], owners: Mapping[int, int]) -> Verdict:
    """The verdict on a window or the first of its owners that is excluded."""
    for _ in range(8):  # dialogs of dialogs; a ring of owners must not hold us
        verdict = alone.get(window_id, KEEP)
        if not verdict.keep or window_id not in owners:
            return verdict
        window_id = owners[window_id]
    return KEEP


def _bothers_focus(windows: Sequence[Window], index: int, focus: int | None) -> bool:
    if focus is None or index == focus:
        return True
    return index > focus and overlap(windows[index].rect, windows[focus].rect) is not None


def hidden_parts(windows: Sequence[Window], verdicts: Sequence[Verdict], area: Rect) -> tuple[Rect, ...]:
    """What must be painted out of a picture of an area, in pixels of that picture, sorted.

    It is what can be seen of the excluded windows: an allowed window above one stays, unless what lies below may shine
    through it.
    """
    parts: set[Rect] = set()
    for index, verdict in enumerate(verdicts):
        if not verdict.keep:
            parts.update(moved(part, -area[0], -area[1]) for part in visible_parts(windows, index, area))
    return tuple(sorted(parts))


def paint_out(pixels: Pixels, parts: Sequence[Rect]) -> None:
    """Paint rectangles of a picture flat, in place."""
    for x, y, width, height in parts:
        pixels[y : y + height, x : x + width] = FLAT


@dataclass(frozen=True, slots=True)
class View:
    """The windows of one look, the lowest first, and what was decided about each."""

    windows: tuple[Window, ...]
    verdicts: tuple[Verdict, ...]

    def hidden(self, area: Rect) -> tuple[Rect, ...]:
        """What must be painted out of a picture of an area, in its own pixels."""
        return hidden_parts(self.windows, self.verdicts, area)

    def allowed(self, area: Rect) -> list[Rect]:
        """What can be seen of the allowed windows in an area, in pixels of the whole desktop."""
        parts = [visible_parts(self.windows, i, area) for i, verdict in enumerate(self.verdicts) if verdict.keep]
        return [part for window in parts for part in window]

    def focus_excluded(self, area: Rect) -> str:
        """Why the focused window must not be kept, if it must not and is in this area; else empty."""
        for window, verdict in zip(self.windows, self.verdicts, strict=True):
            if window.focused and not verdict.keep and overlap(window.rect, area):
                return verdict.reason
        return ""

    def nothing_left(self, area: Rect) -> str:
        """Why an area shows nothing that may be kept, if all windows to be seen there are excluded; else empty."""
        if not self.hidden(area) or self.allowed(area):
            return ""
        reasons = [verdict.reason for verdict in reversed(self.verdicts) if not verdict.keep]
        # A pill of this program's own stands above much; what lies below it is why.
        others = (reason for reason in reasons if reason != OWN_WINDOW)
        return self.focus_excluded(area) or next(others, reasons[0])
