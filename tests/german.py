"""A little German, to show that another language is one more file with a `Language` in it."""

from app.recall.language import Language

_CLOCK = r"(?P<hour>[01]?\d|2[0-3])(?::(?P<minute>[0-5]\d))?(?P<half>(?!))?"

GERMAN = Language(
    code="de",
    day_first=True,
    weekdays={
        name: at
        for at, name in enumerate(["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"])
    },
    months={
        name: at + 1
        for at, name in enumerate(
            [
                "januar",
                "februar",
                "märz",
                "april",
                "mai",
                "juni",
                "juli",
                "august",
                "september",
                "oktober",
                "november",
                "dezember",
            ]
        )
    },
    short_weekdays=frozenset(),
    doubtful=frozenset(),
    verbs=frozenset(),
    units={"tag": "day", "tagen": "day", "woche": "week", "wochen": "week", "monat": "month", "jahr": "year"},
    numbers={"einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4},
    vague=frozenset(),
    days={"heute": 0, "gestern": -1, "vorgestern": -2, "morgen": 1},
    parts={"früh": (300, 720), "morgen": (300, 720), "abend": (1020, 1440), "nachmittag": (720, 1080)},
    clock_words={"mittag": 720, "mitternacht": 0},
    which={"letzte": "last", "letzten": "last", "letztes": "last", "diese": "this", "diesen": "this"},
    connectors={
        "seit": "since",
        "bis": "until",
        "vor": "before",
        "nach": "after",
        "am": "on",
        "im": "in",
        "zwischen": "between",
    },
    joints={"und": "and", "bis": "to"},
    not_after=frozenset({"jeden"}),
    not_before=frozenset(),
    not_years=frozenset(),
    future=r"\b(?:wird|fällig|nächste\w*)\b",
    filler=frozenset({"am", "um", "im"}),
    day_rules=(
        ("relative_day", r"(?P<word>%(days)s)"),
        ("calendar", r"(?P<which>letzte|letzten|letztes|diese|diesen)\s+(?P<unit>woche|monat|jahr)"),
        ("ago", r"vor\s+(?P<number>%(number)s)\s+(?P<unit>%(unit)s)"),
        ("weekday", r"(?:(?P<which>letzten|diesen)\s+)?(?P<weekday>%(weekday)s)"),
        ("month", r"(?P<month>%(month)s)(?:\s+(?P<year>(?:19|20)\d\d))?"),
    ),
    anchor=r"(?!)",
    week_of=r"(?!)",
    part_rules=(
        ("part", r"(?P<how>(?:am\s+)?)(?P<part>früh|abend|nachmittag)"),
        ("clock", r"(?P<how>um)\s+" + _CLOCK + r"(?P<clock>\s+uhr)?(?P<word>(?!))?"),
    ),
    around=frozenset(),
    after=frozenset({"nach"}),
    open_after=frozenset({"seit"}),
    before=frozenset({"vor"}),
    first_third=frozenset(),
    last_third=frozenset(),
    inside=r"\b(?:in|auf|bei)\s+",
    kinds={"notiz": "note"},
    kind_of_thing=r"\b(?:die|der|das)\s+%(kind)s\b",
    without=r"\bohne\s+(?:\"(?P<phrase>[^\"]+)\"|(?P<word>\w+))",
)
