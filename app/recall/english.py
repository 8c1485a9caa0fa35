"""English words and phrases for time. Data only: another language is another file that makes a `Language`.

A phrase is a regular expression; `%(weekday)s` and its like stand for the tables below. What each phrase
means is told by its rule's name in `timewords`, from its named groups; no meaning is computed here.
"""

from app.recall.language import Language


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:(?P<ordinal>st|nd|rd|th))?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_CLOCK = r"(?P<hour{n}>[01]?\d|2[0-3])(?::(?P<minute{n}>[0-5]\d))?(?:\s?(?P<half{n}>[ap]\.?m\b\.?))?"
# "the last ten minutes of the film" is a part of the film
_NOT_OF_A_THING = r"(?!\s+of\s+(?:the|my|a|an|his|her|their|our|its|this|that|%(month)s)\b)"
_DAY_OF_MONTH = (
    r"(?:on|since|until)\s+the\s+(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)"
    r"(?:\s+of\s+(?P<which>this|last)\s+month|(?=\s*(?:[?.!,;]|$)))"
)
_PERSON = r"[^\W\d_][\w-]*(?:\s+[^\W\d_][\w-]*)?"
_TOLD = "message|mail|email|e-mail|note|comment|reply|question|answer|link|text|post|remark|suggestion|idea"
_SAYS = (
    "say|write|send|mention|tell|ask|suggest|post|answer|reply|share|recommend|said|written|sent|mentioned|told|asked"
    "|suggested|posted|shared|recommended"
)
_SAID = "said|wrote|sent|mentioned|told|asked|suggested|posted|answered|replied|shared|recommended"
_NTH = r"(?:the\s+)?(?P<nth>first|second|third|fourth|fifth|last)"
_A_MONTH_OR_YEAR = (
    r"(?:the\s+)?(?:(?P<which>last|this)\s+(?P<span>month|year)|(?P<month>%(month)s)(?:,?\s+(?:of\s+)?" + _YEAR + ")?)"
)
_FROM_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_TO_DAY = r"(?P<day2>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_EDGES = {"quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_OPEN_DATE = r"(?:%(weekday)s,?\s+(?:the\s+)?)?"

ENGLISH = Language(
    code="en",
    day_first=False,
    weekdays={
        name: number
        for number, names in enumerate(
            (
                ("monday", "mon"),
                ("tuesday", "tues", "tue"),
                ("wednesday", "weds", "wed"),
                ("thursday", "thurs", "thur", "thu"),
                ("friday", "fri"),
                ("saturday", "sat"),
                ("sunday", "sun"),
            )
        )
        for name in names
    },
    months={
        name: number + 1
        for number, names in enumerate(
            (
                ("january", "jan"),
                ("february", "feb"),
                ("march", "mar"),
                ("april", "apr"),
                ("may",),
                ("june", "jun"),
                ("july", "jul"),
                ("august", "aug"),
                ("september", "sept", "sep"),
                ("october", "oct"),
                ("november", "nov"),
                ("december", "dec"),
            )
        )
        for name in names
    },
    short_weekdays=frozenset({"tues", "tue", "thurs", "thur", "thu", "fri", "weds"}),
    doubtful=frozenset({"mon", "wed", "sat", "sun", "march", "mar", "may", "april", "june", "august", "jan"}),
    verbs=frozenset({"march", "mar", "may"}),
    units={
        **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "second"),
        **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "minute"),
        **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "hour"),
        **dict.fromkeys(("d", "day", "days", "night", "nights"), "day"),
        **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), "week"),
        **dict.fromkeys(("month", "months"), "month"),
        **dict.fromkeys(("yr", "yrs", "year", "years"), "year"),
    },
    numbers={
        "a": 1,
        "an": 1,
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
        "fifteen": 15,
        "twenty": 20,
        "thirty": 30,
        "forty": 40,
        "half a": 0.5,
        "half an": 0.5,
        "a couple of": 2,
        "a couple": 2,
        "couple of": 2,
        "couple": 2,
        "a few": 3,
        "few": 3,
        "several": 4,
    },
    vague=frozenset({"a couple of", "a couple", "couple of", "couple", "a few", "few", "several"}),
    days={
        "today": 0,
        "yesterday": -1,
        "tomorrow": 1,
        "the day before yesterday": -2,
        "day before yesterday": -2,
        "the night before last": -2,
    },
    parts={
        "morning": (300, 720),
        "early morning": (240, 540),
        "late morning": (600, 720),
        "afternoon": (720, 1080),
        "early afternoon": (720, 900),
        "late afternoon": (900, 1080),
        "evening": (1020, 1440),
        "early evening": (1020, 1200),
        "late evening": (1200, 1440),
        "night": (1200, 1740),
        "early night": (1200, 1380),
        "late night": (1320, 1740),
        "breakfast": (360, 600),
        "before breakfast": (240, 540),
        "after breakfast": (480, 720),
        "lunch": (690, 840),
        "before lunch": (300, 780),
        "after lunch": (750, 1080),
        "dinner": (1050, 1260),
        "before dinner": (900, 1170),
        "after dinner": (1110, 1440),
        "before work": (300, 600),
        "after work": (1020, 1440),
    },
    clock_words={"noon": 720, "midday": 720, "midnight": 0},
    which={"this": "this", "last": "last", "previous": "last", "past": "last", "this past": "last", "next": "next"},
    connectors={
        "since": "since",
        "ever since": "since",
        "until": "until",
        "till": "until",
        "up to": "until",
        "through": "until",
        "before": "before",
        "prior to": "before",
        "after": "after",
        "between": "between",
        "from": "from",
        "on": "on",
        "on the": "on",
        "in": "in",
        "in the": "in",
        "during": "in",
        "during the": "in",
        "in the year": "in",
        "of": "of",
        "earlier": "on",
        "over the": "in",
        "over": "in",
        "within the": "in",
        "within": "in",
    },
    joints={"and": "and", "to": "to", "until": "to", "till": "to", "through": "to", "-": "to", "–": "to"},
    not_after=_words(
        "every each next per the a any most all for by due black good ruby cyber casual taco freaky giving super ash"
        " palm easter holy manic blue bloody fat upcoming following coming and or to than called named"
    ),
    not_before=_words("madness addams through of"),
    not_years=_words(
        "px pixels words lines rows users people dollars euros usd eur km kg ms mb gb items steps points percent files"
        " tokens"
    ),
    future=r"\b(?:will|due|deadline|upcoming|going\s+to|next\s+(?:week|month|year|time|mon|tue|wed|thu|fri|sat|sun)\w*|should\s+i|scheduled|planned|plans?\s+for|remind|tomorrow)\b",
    filler=frozenset({"at", "on", "in", "of", "the", "late", "early"}),
    day_rules=(
        ("relative_day", r"(?P<word>%(days)s)(?:['’]s)?"),
        ("this_part", r"(?P<which>this)\s+(?P<part>morning|afternoon|evening)(?:['’]s)?"),
        ("last_night", r"last\s+night(?:['’]s)?"),
        ("tonight", r"tonight(?:['’]s)?"),
        (
            "calendar",
            r"(?:(?:the\s+)?(?P<third>early|late|mid|beginning\s+of|start\s+of|middle\s+of|end\s+of)[\s-]+)?"
            r"(?P<which>this|last|previous|next)\s+(?P<unit>week|month|quarter|year|weekend)" + _NOT_OF_A_THING,
        ),
        ("before_last", r"(?:the\s+)?(?P<unit>week|month|quarter|year|weekend)\s+before\s+last"),
        (
            "rolling",
            r"(?:the\s+|this\s+)?(?:last|past|previous)\s+(?P<number>%(number)s)\s*(?P<unit>%(unit)s)"
            + _NOT_OF_A_THING,
        ),
        ("rolling", r"(?:the\s+|this\s+)(?:last|past)\s+(?P<unit>hour|week|month|year)" + _NOT_OF_A_THING),
        ("rolling", r"(?:last|past)\s+(?P<unit>hour)" + _NOT_OF_A_THING),
        ("rolling", r"past\s+(?P<unit>week|month|year)" + _NOT_OF_A_THING),
        ("rolling", r"(?:in|within|over|during)\s+the\s+(?:last|past)\s+(?P<unit>second|minute|day)" + _NOT_OF_A_THING),
        ("calendar", r"(?:on|over|at)\s+the\s+(?P<unit>weekend)"),
        ("ago", r"(?:(?:around|roughly|almost|nearly)\s+)?(?P<number>%(number)s)\s*(?P<unit>%(unit)s)\s+(?:ago|back)"),
        ("weekday", r"(?:(?P<which>this\s+past|last|this|past|previous|next)\s+)?(?P<weekday>%(weekday)s)"),
        ("weekday", r"(?P<which>last|this\s+past)\s+(?P<weekday>%(weekday)s)['’]s"),
        ("weekday_of_week", r"(?:on\s+)?(?P<weekday>%(weekday)s)\s+(?:of\s+)?(?P<which>last|this)\s+week"),
        ("weekday_of_week", r"(?P<which>last|this)\s+week,?\s+(?:on\s+)?(?P<weekday>%(weekday)s)"),
        ("month_day", _OPEN_DATE + r"(?P<month>%(month)s)\.?\s+(?:the\s+)?" + _DAY + r"(?!\d)(?:,?\s+" + _YEAR + ")?"),
        (
            "month_day",
            _OPEN_DATE + r"(?:the\s+)?" + _DAY + r"\s+(?:of\s+)?(?P<month>%(month)s)(?:\.?,?\s+" + _YEAR + ")?",
        ),
        (
            "month",
            r"(?:(?:the\s+)?(?P<third>early|late|mid|beginning\s+of|start\s+of|middle\s+of|end\s+of)[\s-]+)?"
            r"(?:(?P<which>last|this|next)\s+)?(?P<month>%(month)s)(?:,?\s+(?:of\s+)?" + _YEAR + ")?",
        ),
        ("day_of_month", _DAY_OF_MONTH),
        ("nth_of", _NTH + r"\s+(?P<unit>day|week|weekend|%(weekday)s)\s+(?:of|in)\s+" + _A_MONTH_OR_YEAR),
        ("half_of", _NTH + r"\s+(?P<unit>half)\s+of\s+" + _A_MONTH_OR_YEAR),
        ("half_of", _NTH + r"\s+(?P<unit>half)\s+of\s+" + _YEAR),
        ("quarter", r"Q(?P<quarter>[1-4])(?:\s*(?:of\s+|/|-)?\s*" + _YEAR + ")?"),
        ("weekday_before_last", r"(?:the\s+)?(?P<weekday>%(weekday)s)\s+before\s+last"),
        ("weekdays_ago", r"(?P<number>%(number)s)\s+(?P<weekday>%(weekday)s)s\s+ago"),
        ("weekday_ago", r"(?P<number>%(number)s)\s+weeks?\s+ago,?\s+(?:on\s+)?(?P<weekday>%(weekday)s)"),
        ("weekday_ago", r"(?P<weekday>%(weekday)s),?\s+(?P<number>%(number)s)\s+weeks?\s+ago"),
        ("same_last", r"(?:(?:at|around)\s+)?(?:this|the\s+same)\s+(?:time|day)\s+last\s+(?P<unit>week|month|year)"),
        ("season", r"(?P<which>last|this|past)\s+(?P<season>%(season)s)"),
        ("season", r"(?:the\s+)?(?P<season>%(season)s)(?:\s+of)?\s+" + _YEAR),
        (
            "feast",
            r"(?:(?P<how>at|over|around)\s+)?(?:(?P<which>last|this)\s+)?(?P<feast>%(feast)s)(?:,?\s+" + _YEAR + ")?",
        ),
        (
            "day_range",
            r"(?:(?P<how>from|between)\s+)?(?:the\s+)?"
            + _FROM_DAY
            + r"\s*(?P<joint>and|to|until|till|through|-|–)\s*(?:the\s+)?"
            + _TO_DAY
            + r"\s+(?:of\s+)?(?P<month>%(month)s)(?:\.?,?\s+"
            + _YEAR
            + ")?",
        ),
        (
            "day_range",
            r"(?:(?P<how>from|between)\s+)?(?P<month>%(month)s)\.?\s+"
            + _FROM_DAY
            + r"\s*(?P<joint>and|to|until|till|through|-|–)\s*"
            + _TO_DAY
            + r"(?!\d)(?:,?\s+"
            + _YEAR
            + ")?",
        ),
    ),
    anchor=r"(?:the\s+)?(?:(?P<number>%(number)s)\s+)?(?:last\s+)?(?P<unit>days?|weeks?|months?|years?|weekend|%(weekday)s)\s+(?P<side>before|after)\s+$",
    week_of=r"(?:in\s+|during\s+)?(?:the\s+)?(?P<unit>week|weekend)\s+of\s+(?:the\s+)?$",
    part_rules=(
        (
            "clocks",
            r"(?:between|from)\s+" + _CLOCK.format(n="") + r"\s*(?:and|to|until|till|-|–)\s*" + _CLOCK.format(n="2"),
        ),
        (
            "clock",
            r"(?:(?P<how>at|around|about|since|after|before|until|till)\s+)?"
            + _CLOCK.format(n="")
            + r"(?P<clock>\s*o['’]clock)?",
        ),
        (
            "clocks",
            (
                r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?P<half>(?!))?\s*(?:to|-|–)\s*"
                r"(?P<hour2>[01]?\d|2[0-3]):(?P<minute2>[0-5]\d)(?P<half2>(?!))?"
            ),
        ),
        (
            "spoken_clock",
            (
                r"(?:(?P<how>at|around|about|since|after|before|until|till)\s+)(?:a\s+)?"
                r"(?P<edge>(?:half|quarter|five|ten|twenty|twenty-five)\s+(?:past|to))\s+"
                r"(?P<hour>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1[0-2]|[1-9])"
            ),
        ),
        ("clock", r"(?:(?P<how>at|around|about|since|after|before|until|till)\s+)?(?P<word>noon|midday|midnight)"),
        ("part", r"(?P<early>late|early)\s+(?P<how>in)\s+the\s+(?P<part>morning|afternoon|evening|night)"),
        (
            "part",
            r"(?P<how>in|during|on)\s+the\s+(?:(?P<early>late|early)\s+)?(?P<part>morning|afternoon|evening|night)(?:\s+of)?",
        ),
        ("part", r"(?P<how>at)\s+(?P<part>night)"),
        ("part", r"(?:the\s+)?(?:(?P<early>late|early)\s+)?(?P<part>morning|afternoon|evening|night)(?:\s+of)?"),
        (
            "part",
            r"(?:(?:right|just|soon|shortly)\s+)?(?P<how>before|after)\s+(?:the\s+)?(?P<meal>breakfast|lunch|dinner|work)",
        ),
        (
            "part",
            r"(?P<how>at|during|around)\s+(?:the\s+)?(?P<meal>breakfast|lunch|dinner)(?:\s+(?:time|hours?|break))?",
        ),
    ),
    around=frozenset({"around", "about"}),
    after=frozenset({"after"}),
    open_after=frozenset({"since"}),
    before=frozenset({"before", "until", "till"}),
    first_third=frozenset({"early", "beginning of", "start of"}),
    last_third=frozenset({"late", "end of"}),
    ordinals={"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1},
    seasons={"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12},
    feasts={
        "christmas eve": (12, 24, 1),
        "christmas day": (12, 25, 1),
        "christmas": (12, 24, 3),
        "new year's eve": (12, 31, 1),
        "new year's day": (1, 1, 1),
        "halloween": (10, 31, 1),
        "valentine's day": (2, 14, 1),
    },
    clock_edges={
        "half past": 30,
        **{f"{word} past": count for word, count in _EDGES.items()},
        **{f"{word} to": -count for word, count in _EDGES.items()},
    },
    inside=r"(?<![\w'’-])(?:in|on|from|via|inside|using|through|of|at)\s+(?:(?:the|my|our|that)\s+)?",
    named_place=r"\s+(?P<what>\w+)",
    place_nouns={
        **dict.fromkeys(("app", "application", "window", "program"), "app"),
        **dict.fromkeys(("site", "website", "page", "tab"), "site"),
        **dict.fromkeys(("channel", "thread", "chat", "conversation", "group"), "thread"),
    },
    everyday_words=_words(
        "mail notes files code calendar chat music photos maps messages word pages numbers preview teams meet signal things"
        " keep arc brave edge opera linear bear terminal editor clock camera drive docs sheets slides settings store music news"
        " time medium target nature science read amazon home office work school book books help support shop bank weather"
        " write calc draw base contacts tasks text video player image monitor console screen browser money travel box zoom"
        " stack discord element origin steam spark reader papers web cloud forum go goal pocket reason ideas sky"
    ),
    no_names=_words(
        "a an the my our his her their it that this these those of and or to me you i we he she they who what someone everyone"
    ),
    kinds={
        **dict.fromkeys(("pdf", "pdfs", "pdf file"), "pdf"),
        **dict.fromkeys(("spreadsheet", "spreadsheets", "excel sheet"), "table"),
        **dict.fromkeys(("slides", "slide deck", "presentation"), "slides"),
        **dict.fromkeys(("terminal", "shell", "command line", "console"), "terminal"),
        **dict.fromkeys(("note", "notes"), "note"),
        **dict.fromkeys(("message", "messages"), "message"),
        **dict.fromkeys(("email", "emails", "e-mail", "e-mails", "mail", "mails"), "mail"),
        **dict.fromkeys(("document", "word document"), "document"),
        **dict.fromkeys(("copied text", "clipboard"), "copied"),
    },
    kind_of_thing=r"(?<![\w'’-])(?:(?:the|that|this|a|an|my|which|what|any|in|from|[^\W\d_]+['’]s)\s+)(?:(?!of\b|to\b|for\b)[^\W\d_]+\s+)?"
    r"%(kind)s(?![\w-])(?!\s+(?:\d|queue|broker|bus|passing|object|type|model|format|server|client|merge|taking|app\b))",
    people=(
        rf"(?P<person>{_PERSON})['’]s\s+(?:(?:last|first|latest|long|short|new)\s+)?(?:{_TOLD})s?\b",
        rf"\b(?:{_TOLD})s?\s+(?:(?:that\s+)?I\s+got\s+)?(?:from|by|of)\s+(?P<person>{_PERSON})",
        rf"\b(?i:did|does|has|had)\s+(?P<person>{_PERSON})\s+(?:{_SAYS})\b",
        rf"(?P<person>{_PERSON})\s+(?:has\s+|had\s+)?(?:{_SAID})\b",
    ),
    without=r"(?<![\w-])(?:without|but\s+not|except(?:\s+for)?|excluding)\s+(?:(?:the|any|a|an)\s+)?"
    r"(?:\"(?P<phrase>[^\"]+)\"|(?P<word>(?!\w+ing\b)[^\W\d_]{2}[\w'’-]*))(?=\s*(?:[?.!,;]|$|\band\b|\bbut\b|\bwithout\b))",
    asks_how=r"^\s*(?:how|can|could|why|is|are|do|does|should|may|must|is\s+it)\b",
    question=r"^\s*(?:who|whose|what|which|when|where|why|how|did|does|do|is|are|was|were|has|have|had|can|could|would|will|should)\b.*\?\s*$",
    event=r"(?<![\w'’-])(?:(?:on\s+)?(?:the\s+)?(?:(?P<number>%(number)s)\s+)?(?P<unit>days?|weeks?|months?|weekend|morning|evening|night)\s+)?"
    r"(?P<side>before|after|since|until|during|of)\s+(?:the|my|our|his|her|their)\s+"
    r"(?P<event>[\w'’.&-]+(?:\s+(?!(?:what|who|where|when|which|how|why|did|do|does|was|were|is|are|i|we|he|she|they|that|and|or|but|on|last|this)\b)"
    r"[\w'’.&-]+){0,6})",
    event_nouns=_words(
        "trip call meeting dentist appointment wedding party concert interview flight holiday holidays vacation conference"
        " workshop birthday visit exam demo presentation release launch move accident funeral dinner lunch doctor doctor's"
        " surgery operation talk lecture class course match game race marathon festival standup retreat offsite outage incident"
        " inspection review hearing ceremony reunion barbecue picnic dinner hike tour journey talk webinar seminar"
    ),
    onward=r"\s+(?:onwards?|on(?=\s*(?:[?.!,;]|$)))",
)
