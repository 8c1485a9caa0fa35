"""What a language file must hold for time to be understood. No words of any language stand here."""

from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class Language:
    """Tables and phrases of one language. A part of a day is (from, to) in minutes after midnight."""

    code: str
    day_first: bool
    weekdays: dict[str, int]
    months: dict[str, int]
    short_weekdays: frozenset[str]
    doubtful: frozenset[str]
    verbs: frozenset[str]
    units: dict[str, str]
    numbers: dict[str, float]
    vague: frozenset[str]
    days: dict[str, int]
    parts: dict[str, tuple[int, int]]
    clock_words: dict[str, int]
    which: dict[str, str]
    connectors: dict[str, str]
    joints: dict[str, str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    not_years: frozenset[str]
    future: str
    filler: frozenset[str]
    day_rules: tuple[tuple[str, str], ...]
    anchor: str
    week_of: str
    part_rules: tuple[tuple[str, str], ...]
    around: frozenset[str]
    after: frozenset[str]
    open_after: frozenset[str]
    before: frozenset[str]
    first_third: frozenset[str]
    last_third: frozenset[str]
    # What a language may do without: an empty table means that it is not read.
    ordinals: dict[str, int] = field(default_factory=dict)
    seasons: dict[str, int] = field(default_factory=dict)
    feasts: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    clock_edges: dict[str, int] = field(default_factory=dict)
    onward: str = r"(?!)"
    # What a question says besides its time, see `facets` and `events`.
    inside: str = ""
    named_place: str = ""
    place_nouns: dict[str, str] = field(default_factory=dict)
    everyday_words: frozenset[str] = frozenset()
    no_names: frozenset[str] = frozenset()
    kinds: dict[str, str] = field(default_factory=dict)
    kind_of_thing: str = "%(kind)s(?!)"
    people: tuple[str, ...] = ()
    without: str = ""
    asks_how: str = ""
    question: str = ""
    event: str = ""
    event_nouns: frozenset[str] = frozenset()
