"""The command `recollect`: builds what the commands are given, and turns what goes wrong into sentences and exit statuses.

0 done, 1 a known error (one sentence on stderr), 2 wrong usage, 130 interrupted. Anything else that is raised is a bug.
"""

import contextlib
import io
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app import log as logs
from app.cli.context import Given
from app.cli.program import program
from app.errors import KnownError
from app.paths import Places, forbid_core_dumps, places

if TYPE_CHECKING:
    from app.daemon import Session
    from app.memory import Memory
    from app.settings import Settings

PROGRAM = "recollect"


def main(arguments: Sequence[str] | None = None, *, here: Given | None = None) -> int:
    """Run one command and return its exit status. `here`: what the commands are given, when not built from the environment."""
    _speak_utf8()
    forbid_core_dumps()
    here = here or Given(places(), _memory, _session, _initialise)
    with logs.log_to(here.places, PROGRAM):
        try:
            program()(args=None if arguments is None else list(arguments), prog_name=PROGRAM, obj=here)
        except SystemExit as ended:
            return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        except KeyboardInterrupt:
            return 130
        except KnownError as error:
            here.terminal.known_error(error)
            return 1
        except Exception as error:  # noqa: BLE001 - the edge of the program: what arrives here is a bug and must be told
            return _failed(here, error)
    return 0


def _failed(here: Given, error: Exception) -> int:
    known = _known(error)
    if known is not None:
        here.terminal.known_error(known)
        return 1
    where = ""
    with contextlib.suppress(OSError):
        where = f" Where it happened stands in {logs.log_bug(here.places, PROGRAM, error)}."
    if here.debug:
        traceback.print_exception(error)
    sys.stderr.write(f"Recollect made a mistake ({type(error).__name__}).{where}\n")
    return 1


def _known(error: Exception) -> KnownError | None:
    """Failures of the world that no command foresaw: a worker's, a full disk's."""
    from app.engines import FAILURES

    if isinstance(error, FAILURES):
        return KnownError(str(getattr(error, "code", "failed")), **getattr(error, "params", {}))
    return None


def _memory(where: Places, passphrase: str | None, settings: "Settings | None") -> "tuple[Memory, Callable[[], None]]":
    """An open memory, with the models that these settings name or else its own, and what closes both."""
    from app.memory import Memory

    if settings is None:
        memory = Memory.open(where, passphrase=passphrase)
        return memory, memory.close
    from app.borrowing import borrowing
    from app.engines import build_models

    with contextlib.ExitStack() as stack:
        models = borrowing(build_models(where, settings), where)
        stack.callback(models.close)
        memory = Memory.open(where, passphrase=passphrase, models=models)
        stack.callback(memory.close)
        return memory, stack.pop_all().close


def _session(where: Places, **options: Any) -> "Session":
    from app.daemon import Session

    return Session(where, **options)


def _initialise(where: Places, passphrase: str | None) -> dict[str, Any]:
    from app.memory import initialise

    return initialise(where, passphrase=passphrase)


def _speak_utf8() -> None:
    """Whatever the locale: JSON is UTF-8, and half a character in an argument must not end the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
