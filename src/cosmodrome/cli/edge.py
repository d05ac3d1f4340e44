"""What does the shell get? One answer and an exit code, whatever happens inside.

0 answered · 1 answered, and something is refused · 2 malformed · 3 internal · 130 interrupted.
"""

import os
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING

import typer

from cosmodrome.cli.screen import print_document, say
from cosmodrome.errors import ConvergenceError, InfeasibleError, InputError

if TYPE_CHECKING:
    from cosmodrome.planning.plan import Refusal


class ExitCode(IntEnum):
    """The exit codes of every command."""

    ANSWERED = 0
    REFUSED = 1
    MALFORMED = 2
    INTERNAL = 3
    INTERRUPTED = 130


DEBUG = "COSMODROME_DEBUG"


@contextmanager
def answering(*, as_json: bool) -> Iterator[None]:
    """Turn every error of a command into words, a document where asked, and an exit code."""
    try:
        yield
    except typer.Exit:
        raise
    except InputError as error:
        say(f"error: {error}")
        raise typer.Exit(ExitCode.MALFORMED) from None
    except (InfeasibleError, ConvergenceError) as error:
        _refuse(error, as_json=as_json)
        raise typer.Exit(ExitCode.REFUSED) from None
    except KeyboardInterrupt:
        say("interrupted; nothing was written")
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except BrokenPipeError:
        raise  # the reader has left; Typer ends quietly
    except OSError as error:
        say(f"error: {error}")
        raise typer.Exit(ExitCode.INTERNAL) from None
    except Exception as error:  # noqa: BLE001 - the edge: nothing above could say it better
        _confess(error)
        raise typer.Exit(ExitCode.INTERNAL) from None


def refuse(refusals: "Iterable[Refusal]") -> None:
    """Say what is refused, on stderr, and end with the code that says so, if anything is."""
    told = list(refusals)
    for refusal in told:
        of = f"{refusal.mission}: " if refusal.mission else ""
        say(f"{of}{refusal.message}", state="NO-GO")
    if told:
        raise typer.Exit(ExitCode.REFUSED)


def _refuse(error: InfeasibleError | ConvergenceError, *, as_json: bool) -> None:
    from cosmodrome.formats.documents import refusal_document
    from cosmodrome.formats.json_text import as_json as json_text
    from cosmodrome.planning.plan import Refusal

    refusal = (
        Refusal(
            mission=None,
            rule=error.rule,
            value=error.value,
            limit=error.limit,
            message=error.message,
        )
        if isinstance(error, InfeasibleError)
        else Refusal(mission=None, rule="not-converged", value=None, limit=None, message=str(error))
    )
    if as_json:
        print_document(json_text(refusal_document([refusal])))
    refuse([refusal])


def _confess(error: Exception) -> None:
    if os.environ.get(DEBUG):
        say("".join(traceback.format_exception(error)).rstrip())
    say(f"internal error: {type(error).__name__}: {error}")
    if not os.environ.get(DEBUG):
        say(f"this is a fault of cosmodrome, not of your input; {DEBUG}=1 shows where it arose")
