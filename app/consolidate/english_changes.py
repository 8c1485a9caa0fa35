"""English words by which a newer sentence about a thing is known to replace, or not to replace, an older one. Data only."""

from app.consolidate.words import ChangeWords


def _set(text: str) -> frozenset[str]:
    return frozenset(one.replace("_", " ") for one in text.split())


ENGLISH_CHANGES = ChangeWords(
    sign=r"\b(?:second\s+thoughts?|on\s+reflection|changed?\s+(?:my|our|their|his|her)\s+minds?|scrap(?:ped)?|scratch|strike|disregard|ignore"
    r"|forget|never\s+mind|(?:fell|falls|fallen)\s+through|(?:dropp?(?:ed|s)|backed|pulled|bowed)\s+out|(?:stepp?(?:ed|s))\s+(?:down|back|aside|in)"
    r"|took\s+over|takes?\s+over|(?:had|have|has)\s+to\s+(?:find|take|use|go|settle|make)|these\s+days|nowadays|by\s+now|for\s+now|as\s+it\s+stands"
    r"|(?:ended|ends)\s+up|turn(?:ed|s)\s+out|in\s+the\s+end|finally|eventually|went\s+for|decided|settled\s+(?:on|for)|agreed\s+on|opted\s+for|new\s+(?:date|time|day|place|venue|location|address|price|fee|quote|number|code|schedule|plan|room|deadline)s?|(?:this|that)\s+time|again|any\s+more"
    r"|let\s+(?:us|me|them)\s+down|double[\s-]booked|no\s+good|after\s+all|instead|no\s+longer|in\s+fact|mistaken?"
    r"|mix(?:ed)?[\s-]up|miscount(?:ed)?|misread|misheard|typo|nvm|oops|the\s+latest|it\s+turns\s+out|turns\s+out|from\s+now\s+on|as\s+of\s+now|at\s+last|(?:brought|moved|put|pushed|pulled|taken)\s+(?:forward|off|over|back|up|down)|(?:(?:went|gone|goes|come|came|gone)\s+(?:up|down|from))|hand(?:ed|s)\s+(?:over|to)|reset|re(?:assign|schedul|locat|vis|arrang|book|plac|nam)\w*|extension|extended|replac(?:es|ed|ing)|rather\s+than|became|has\s+become|sadly|unfortunately|regrettably|apolog\w+|got\s+back\s+to)\b"
    r"|->|→|=>|⇒",
    proposed=r"\b(?:let['’]?s|(?:could|can|might)\s+(?:do|take|use|have|host)|how\s+about)\b",
    unsettled=r"\?|\b(?:maybe|perhaps|might|may|would|could(?!n['’]t|\s+not)|if|unless|whether|in\s+case|think|thinks|thought(?!s)|guess|probably"
    r"|possibly|suppos\w+|suggest\w*|propos\w+|reckons|reckoned|reckon(?!\s+with)|believes?|wish\w*|hop(?:e|es|ing)|prefer\w*|wanted|ought|should\s+(?:be|have)"
    r"|ideally|wonder\w*|(?<!is\s)(?<!are\s)ask(?:s|ed|ing)?|rumou?rs?|heard|apparently|dream\w*|imagine\w*|like\s+to|vot(?:e|ed|es)|favou?rs?|argu\w+|insist\w*"
    r"|let['’]?s|plea(?!se\b)\w*|told\s+\w+\s+no|said\s+no|how\s+about|what\s+about|either|or)\b",
    beside=r"\b(?:also|another|as\s+well|additional(?:ly)?|besides|alternat\w+|reserve|backup|back-up|plan\s+b|substitute)\b"
    r"|\btoo\b(?=\s*[.,;!)]|\s*$)",
    doubtful=r"\b(?:maybe|perhaps|probably|possibly|whether|unclear|undecided|rumou?rs?|wonder\w*|suppos(?:e|edly|ing)|dream\w*)\b"
    r"|\b(?:might|may|could|would|should)\s+(?:also\s+|even\s+|still\s+)?(?:be|go|get|have|cost|move|take|rise|start|happen|come|need|like|love|prefer)\b"
    r"|\b(?:as\s+soon\s+as|in\s+case|unless|ought|reckons|reckoned|thinks|believes|guess(?:es)?|claim(?:s|ed)|jok(?:e|es|ed|ing)|apparently"
    r"|wish(?:es)?|prefer(?:s|red)?|wanted|suggest(?:s|ed)?|propos(?:es|ed)|hoping)\b",
    forbids=r"\b(?:do\s+not|don['’]t|never|nobody|no\s+one)\b",
    unlike=r"\b(?:instead\s+of|rather\s+than|than|unlike|compared\s+(?:to|with))\s+(?:the\s+|our\s+|my\s+|a\s+|an\s+)?$",
    over=r"\b(?:was|were|did|had|ago|yesterday|last\s+(?:week|month|year|night|time|spring|summer|autumn|winter)|back\s+in|used\s+to|in\s+those\s+days"
    r"|previous(?:ly)?|former(?:ly)?|once)\b",
    adjunct=r"\b(?:after|before|during|since|until|till|while|near|following|then|next\s+to|beside|opposite)\s+(?:the\s+|our\s+|my\s+|a\s+|an\s+)?$",
    joined=r"(?P<word>[^\W\d_][\w'’-]*)\s+(?:of|for|to|from|at|on|with|in|near|by)\s+(?:the\s+|our\s+|my\s+|your\s+|a\s+|an\s+|this\s+|that\s+)?$",
    parting=_set("of to from"),
    attributes=_set(
        "price cost fee quote offer rate charge amount total sum time date day start beginning slot appointment place venue location address"
        " number count headcount attendance name choice status state"
    ),
    towards=r"(?:\b(?:in|at|to|into|inside|toward|towards|(?:head|heads|heading|make|makes|making|bound)\s+for)\s+|@\s*)",
    article=r"\b(?:the|an?|our)\s+",
    after_name=r"(?:\w+ed|can|could|will|would|has|had|is|does|did|takes?|took|\w\w+s\s+(?:the|our|my|an?|as|for|in|at|it|up|over|after|care|[A-Z]\w+))\b",
    states=(
        _set("paid unpaid overdue refunded owed outstanding"),
        _set("pending approved rejected declined accepted granted refused under_review"),
        _set("confirmed unconfirmed cancelled canceled tentative on_hold called_off postponed"),
        _set("open closed full sold_out booked_out fully_booked available unavailable taken free"),
        _set("draft final finished unfinished done ready complete completed incomplete in_progress started"),
        _set("ordered shipped delivered dispatched returned lost found in_stock out_of_stock"),
        _set("broken fixed repaired working faulty"),
        _set("signed unsigned"),
    ),
    own_doing=r"\b(?:i|i['’]m|i['’]ll|i['’]ve|my|me|mine)\b",
    reason=r"\b(?:because|since|owing\s+to|due\s+to|thanks\s+to|for\s+reasons|so|as\s+(?:the|our|my|he|she|they|nobody|it|[A-Z]\w+))\b",
    trouble=r"\b(?:can(?:not|['’]t)|could(?:not|n['’]t)|won['’]t|unable|ill|sick|unwell|injured|broke|broken|leak\w*|flood\w*|burst|closed|full|taken"
    r"|busy|away|late|delay\w*|behind|rain\w*|storm\w*|snow\w*|strike|cancel\w*|clash\w*|conflict\w*|overbooked|unavailable|too\s+(?:small|big|few|many|late|early)"
    r"|not\s+enough|out\s+of\s+(?:order|date)|fail\w*|stuck|problems?|renovat\w*|repairs?)\b",
    hearsay=r"\b(?:says?|said|claim\w*|jok(?:e|es|ed|ing)|thinks?|believes?|heard|rumou?rs?|rumou?red|apparently|supposedly|allegedly)\b",
    amends=r"\b(?:sorry|oops|correction|mistake|mistaken|typo|wrong|miscounted|misread|mis\w+|mixed|actually|not\s+what|i\s+mean|i\s+meant|argh|ugh|nvm"
    r"|nevermind|apolog\w+|revis\w+|updat\w+|amend\w*)\b",
    condition=r"\b(?:if|unless|in\s+case|suppose|supposing|should\s+(?:the|it|we)|when(?:ever)?|whether|provided|as\s+long\s+as|as\s+soon\s+as|otherwise)\b",
    bounding=r"(?:by|from|until|till|before|after|since|for)$",
    weak=r"\b(?:already|only|rather|earlier|later|again|new)\b",
    acted=r"\b(?:i|we|he|she|they|who|[A-Z]\w+)\s+(?:just\s+|all\s+|already\s+|once\s+)?(?P<verb>[a-z]+)\b",
    past_forms=_set(
        "spent forgot lent ate drank slept felt won taught caught fell sang swam threw woke broke drew knew rode wore hid hurt fought beat"
        " dreamt learnt stood understood shook stole stuck tore"
    ),
    before_name=_set(
        "ask call email mail send tell contact meet see write bring take thank text ping visit invite remind phone ring message follow join"
        " give let make help wish say show welcome reach"
    ),
    leads=_set("at on in by from until till before after since to for with"),
)
