"""Which programs one does what with, by words of their names, and which small words tell languages apart. Data only."""


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


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
    "en": _set("the and of to is that with for was this are you not have it be from"),
    "de": _set("der die und das ist nicht mit den ein eine zu auf für sich auch wir sie"),
    "fr": _set("le les et des est une pas pour dans que qui sur vous nous avec du au"),
    "es": _set("el los las y que una por con para del está como pero más se lo al"),
    "it": _set("il che di gli una per non con sono della anche come più nel alla è ho"),
    "nl": _set("het een van en is niet dat met voor zijn ook maar naar wij deze aan"),
    "pt": _set("o os uma que não com para por dos mais como mas você está da em ao"),
    "pl": _set("i w nie na się jest to że do z jak o co ale po tak dla"),
}
