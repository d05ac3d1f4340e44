"""How does the terminal speak? Tables with a header rule, six states, plain words on stderr.

Standard output carries the answer alone: one JSON document, or tables. Everything else (progress,
warnings, what was written) goes to standard error. The same text stands without colour.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from cosmodrome.campaign.schedule import CampaignSchedule

Report = Callable[[str, int, int], None]

# Shape, shape without UTF-8, and colour of a state; the word always stands beside it.
STATES = {
    "NO-GO": ("▲", "!", "red"),
    "HOLD": ("◆", "#", "yellow"),
    "CAUTION": ("■", "=", "yellow"),
    "GO": ("●", "+", "green"),
    "STANDBY": ("○", "o", "cyan"),
    "OFF": ("━", "-", "bright_black"),
}
# Rich falls back to a full frame where there is no UTF-8; this keeps the header rule only.
HEADER_RULE_ASCII = box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
THIN_SPACE = "\N{THIN SPACE}"
WIDTH_OF_A_FILE = 160
WIDEST = 1000
METRES_PER_KM = 1000.0


def words() -> Console:
    """Return where words go."""
    return _console(stderr=True)


def answers() -> Console:
    """Return where tables go."""
    return _console(stderr=False)


def say(message: str, *, state: str | None = None) -> None:
    """Write a line of words, after a state if there is one."""
    console = words()
    if state is not None:
        console.print(state_on(console, state), end=" ")
    console.print(_legible(message, console), soft_wrap=True)


def print_document(text: str) -> None:
    """Write a document to standard output as UTF-8, whatever the locale says."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str | Text]]) -> None:
    """Write a table with a header rule only, nothing of it cut off.

    A column is a quantity, to the right, where its heading starts with ``>``, and words that may
    be folded where it starts with ``~``; on a terminal too narrow for the rest lines run over.
    """
    console = answers()
    plain = console.options.ascii_only
    table = Table(
        title=_legible(title, console),
        title_justify="left",
        title_style="bold",
        box=HEADER_RULE_ASCII if plain else box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        header_style="bold",
    )
    legible = [[c if isinstance(c, Text) else _legible(c, console) for c in row] for row in rows]
    for number, column in enumerate(columns):
        cells = [row[number] for row in legible]
        heading = _legible(column.lstrip(">~"), console)
        justify: Literal["left", "right"] = "right" if column.startswith(">") else "left"
        folds = column.startswith("~")
        texts = [str(cell) for cell in (heading, *cells)]
        pieces = [word for text in texts for word in text.split()] if folds else texts
        table.add_column(
            heading,
            justify=justify,
            no_wrap=not folds,
            min_width=max(map(cell_len, pieces), default=0),
        )
    for row in legible:
        table.add_row(*row)
    least = Measurement.get(console, console.options.update(width=WIDEST), table).minimum
    console.width = max(console.width, least)
    console.print(table)
    console.print()


def print_title(title: str) -> None:
    """Write a line of the answer above what follows."""
    print_text(title, style="bold")


def print_text(text: str, *, style: str = "") -> None:
    """Write a part of the answer as it stands."""
    console = answers()
    console.print(_legible(text, console), style=style, soft_wrap=True)


def print_facts(facts: Sequence[tuple[str, str]]) -> None:
    """Write names and values in two columns, without rules."""
    console = answers()
    table = Table.grid(padding=(0, 2))
    for name, value in facts:
        table.add_row(name, _legible(value, console))
    console.print(table)
    console.print()


def campaign_words(campaign: "CampaignSchedule") -> str:
    """Return how late a campaign is and what was proved of that."""
    return (
        f"Campaign {campaign.status}: {figure(campaign.objective, 1)} priority-weighted days after "
        f"the earliest asked, proved bound {figure(campaign.lower_bound, 1)}"
    )


def state(word: str) -> Text:
    """Return a state of a table with its shape and its colour."""
    return state_on(answers(), word)


def state_on(console: Console, word: str) -> Text:
    """Return a state in the signs that a terminal has."""
    shape, ascii_shape, colour = STATES[word]
    sign = ascii_shape if console.options.ascii_only else shape
    return Text(f"{sign} {word}", style=colour)


def figure(value: float | None, decimals: int = 0) -> str:
    """Return a number with thin spaces between thousands and a true minus, a dash for nothing."""
    if value is None:
        return "–"
    return f"{value:,.{decimals}f}".replace(",", THIN_SPACE).replace("-", "−")


def loading_words(policy: str, propellant_kg: float) -> str:
    """Return how full the upper stage is, in words."""
    if policy == "none":
        return "none"
    return f"{policy} load, {figure(propellant_kg)} kg of propellant"


def instant(moment: datetime | None) -> str:
    """Return an instant to the nearest second, ``2028-05-14 17:42:18Z``, a dash for nothing."""
    if moment is None:
        return "–"
    nearest = moment + timedelta(milliseconds=500)
    return f"{nearest:%Y-%m-%d %H:%M:%S}Z"


@contextmanager
def progress() -> Iterator[Report]:
    """Yield a function that is told how far each stage is: its name, done, and of how many.

    On a terminal a bar with numbers; in a log file a line when a stage is done.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeElapsedColumn as Elapsed
    from rich.progress import TimeRemainingColumn as Remaining

    console = words()
    if not console.is_terminal:
        yield _log_stages()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=32),
        MofNCompleteColumn(),
        Elapsed(),
        Remaining(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        yield _draw_stages(bars)


def _draw_stages(bars: "Progress") -> Report:
    tasks: dict[str, TaskID] = {}

    def report(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bars.add_task(stage, total=total or None)
        bars.update(tasks[stage], completed=done, total=total or None)

    return report


def _log_stages() -> Report:
    told: set[str] = set()

    def report(stage: str, done: int, total: int) -> None:
        if done >= total > 0 and stage not in told:
            told.add(stage)
            say(f"{stage}: {done} of {total}")

    return report


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = WIDTH_OF_A_FILE
    return console


def _legible(text: str, console: Console) -> str:
    """Return text in signs that the terminal has."""
    if not console.options.ascii_only:
        return text
    for sign, plain in (
        (THIN_SPACE, " "),
        *(("−", "-"), ("–", "-"), ("×", "x"), ("°", " deg"), ("·", "-")),
    ):
        text = text.replace(sign, plain)
    return text.encode("ascii", "replace").decode("ascii")
