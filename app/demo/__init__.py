"""The demo memory: a made-up week of one made-up person, drawn as pictures of a screen, with questions about it.

Tests, pictures, benchmarks and `recollect demo` all use it. Nothing here stores anything or knows the
rest of `app`: it yields moments, and whoever asked keeps them.

FROZEN: `story_a.txt`, `story_b.txt`, `questions_a.jsonl` and `questions_b.jsonl` were written before any ranking was
tuned, and are not edited to suit one; a figure on a changed week is a figure of another week. Story b is kept for
checking only: nothing is tuned on it. (`draw.py` may change as long as the text stays readable, and `truth_*.toml` may
grow.)
The questions of story a in other words were rewritten once, as a whole, for natural wording, after the earlier ones (now
in `tests/bench/obscure_questions_a.jsonl`) had been ranked and a first set of weights tried on them. Their author saw
neither results nor ranking.
"""

from app.demo.draw import picture
from app.demo.questions import Question, questions
from app.demo.script import DemoMoment, Draw, week
from app.demo.truth import Change, Episode, Item, Truth, Use, truth

__all__ = [
    "Change",
    "DemoMoment",
    "Draw",
    "Episode",
    "Item",
    "Question",
    "Truth",
    "Use",
    "picture",
    "questions",
    "truth",
    "week",
]
