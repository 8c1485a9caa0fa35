"""Which programs one does what with, by words of their names, and which small words tell languages apart. Data only."""

PROGRAMS = {
    "code": (
        "visual studio", "vscode", "vscodium", "code", "pycharm", "intellij", "webstorm", "clion", "rider", "goland", "eclipse", "xcode",
        "android studio", "sublime text", "vim", "neovim", "gvim", "emacs", "kate", "geany", "zed", "rstudio", "jupyter", "spyder", "cursor",
    ),
    "terminal": ("terminal", "konsole", "xterm", "alacritty", "kitty", "iterm", "powershell", "tilix", "wezterm"),
    "mail": ("thunderbird", "outlook", "evolution", "geary", "mail", "kmail", "mutt"),
    "chat": ("signal", "slack", "telegram", "whatsapp", "element", "discord", "messages", "mattermost", "rocket.chat", "fractal", "threema"),
    "text": ("writer", "word", "pages", "scrivener", "abiword", "texstudio", "lyx", "overleaf", "typora", "obsidian", "joplin", "notion"),
    "tables": ("calc", "excel", "numbers", "gnumeric"),
    "slides": ("impress", "powerpoint", "keynote"),
    "pictures": ("gimp", "photoshop", "darktable", "lightroom", "krita", "affinity photo", "rawtherapee"),
    "drawing": (
        "inkscape", "illustrator", "figma", "freecad", "autocad", "sketchup", "qgis", "arcgis", "blender", "librecad", "penpot", "kicad",
    ),
    "reading": ("document viewer", "evince", "okular", "acrobat", "zathura", "calibre", "foliate", "zotero", "preview"),
    "meeting": ("zoom", "teams", "webex", "jitsi", "skype", "meet"),
    "music": ("ardour", "ableton", "musescore", "reaper", "logic pro", "lmms", "sibelius"),
    "film": ("kdenlive", "premiere", "davinci", "final cut", "shotcut", "openshot"),
}  # fmt: skip

FUNCTION_WORDS = {
    "en": frozenset("the and of to is that with for was this are you not have it be from".split()),
    "de": frozenset("der die und das ist nicht mit den ein eine zu auf für sich auch wir sie".split()),
    "fr": frozenset("le les et des est une pas pour dans que qui sur vous nous avec du au".split()),
    "es": frozenset("el los las y que una por con para del está como pero más se lo al".split()),
    "it": frozenset("il che di gli una per non con sono della anche come più nel alla è ho".split()),
    "nl": frozenset("het een van en is niet dat met voor zijn ook maar naar wij deze aan".split()),
    "pt": frozenset("o os uma que não com para por dos mais como mas você está da em ao".split()),
    "pl": frozenset("i w nie na się jest to że do z jak o co ale po tak dla".split()),
}
