"""What can go wrong through no fault of the program, as codes with parameters. Sentences are made from them elsewhere."""

from typing import Any


class KnownError(Exception):
    """The world's fault: disk full, wrong key, weights missing. The user can do something about it.

    `code` names a sentence in `app.sentences`; `params` fills its places. Neither holds anything seen on the screen.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code
