"""What a language file must hold for memories to be made of what was said. No words of any language stand here."""

from dataclasses import dataclass

from app.recall.language import Language


@dataclass(frozen=True, eq=False)
class Words:
    """Tables and phrases of one language; phrases are regular expressions, read without regard to case."""

    times: Language
    # Words that claim nothing.
    idle: frozenset[str]
    # What turns a sentence into its opposite, and what only looks so.
    negation: str
    no_negation: str
    # (ending, what stands for it), the first that fits is taken off; and forms that no rule finds.
    endings: tuple[tuple[str, str], ...]
    forms: dict[str, str]
    # After it a bare number is an hour.
    at_hour: str
