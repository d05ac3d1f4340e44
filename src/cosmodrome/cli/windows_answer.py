"""How is the answer about windows given, however long the span: piece by piece.

A century is told in the memory of a year: what is told is let go, but for the days without a
window and, where a calendar is to be drawn, the windows themselves.
"""

import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import chain, groupby
from typing import TYPE_CHECKING

from rich.text import Text

from cosmodrome.cli.request import orbit_words
from cosmodrome.cli.screen import figure, instant, print_document, print_table, progress, say, state
from cosmodrome.formats.documents import windows_head
from cosmodrome.formats.fields import missing_day_fields, refusal_fields, window_fields
from cosmodrome.formats.json_text import json_in_pieces
from cosmodrome.windows.opportunities import WindowSearch
from cosmodrome.windows.rules import Rule
from cosmodrome.windows.why import MissingDay, missing_days
from cosmodrome.windows.window import LaunchWindow

if TYPE_CHECKING:  # a plan needs all solvers, an answer without a refusal none
    from cosmodrome.planning.plan import Refusal

STAGE = "launch windows, years"
A_YEAR = timedelta(days=366)
# A span of fewer years is answered before a bar could be drawn.
QUICK_YEARS = 3
A_MINUTE_S, AN_HOUR_S = 60.0, 3600.0

Chunk = tuple[datetime, tuple[LaunchWindow, ...]]


@dataclass(slots=True)
class WindowsAnswer:
    """What is known once all is told: days without a window, windows if they are to be kept."""

    rules: tuple[Rule, ...]
    kept: bool
    permitted: int = 0
    closing: set[str] = field(default_factory=set)
    missing: list[MissingDay] = field(default_factory=list)
    windows: list[LaunchWindow] = field(default_factory=list)
    refusals: "list[Refusal]" = field(default_factory=list)

    def take(self, windows: Sequence[LaunchWindow], first: datetime, last: datetime) -> None:
        """Count the windows of a piece of the span."""
        self.permitted += sum(window.permitted for window in windows)
        self.closing.update(rule for window in windows for rule in window.closed_by)
        missing = missing_days(windows, first, last, UTC, rules=self.rules)
        self.missing += (replace(day, opportunities=()) for day in missing)
        if self.kept:
            self.windows += windows


def answer_windows(
    search: WindowSearch,
    first: datetime,
    last: datetime,
    *,
    beside: Mapping[str, object],
    why: bool,
    as_json: bool,
    kept: bool,
) -> WindowsAnswer:
    """Write every window of a span to standard output, and return what is known at the end.

    `beside` is what a JSON document tells beside pad, orbit, rules and windows; tables are followed
    by what closes the days without a window, if `why` is asked.
    """
    answer = WindowsAnswer(rules=search.every_rule, kept=kept)
    chunks = search.by_chunk(first, last)
    # What is malformed shows in the first piece, before anything is written.
    pieces = _taken(chain([next(chunks)], chunks), answer, first, last)
    if as_json:
        _write_json(search, pieces, answer, (first, last), beside=beside)
    else:
        _print(search, pieces, answer, why=why)
    return answer


def _taken(
    chunks: Iterator[Chunk], answer: WindowsAnswer, first: datetime, last: datetime
) -> Iterator[tuple[datetime, tuple[LaunchWindow, ...]]]:
    """Yield the windows of each piece with its beginning, counting them, and draw a bar."""
    years = math.ceil((last - first) / A_YEAR)
    quiet = years < QUICK_YEARS or sys.stdout.isatty()
    begins = first
    with progress() as report:
        for ends, windows in chunks:
            answer.take(windows, begins, ends)
            yield begins, windows
            begins = ends
            if not quiet:
                report(STAGE, math.ceil((ends - first) / A_YEAR), years)
    answer.refusals += _refusals(answer, first, last)


def _refusals(answer: WindowsAnswer, first: datetime, last: datetime) -> "list[Refusal]":
    """Return why nothing is left, if nothing is."""
    if answer.permitted:
        return []
    from cosmodrome.planning.plan import Refusal

    why = f"; closed by {', '.join(sorted(answer.closing))}" if answer.closing else ""
    return [
        Refusal(
            mission=None,
            rule="launch-window",
            value=0,
            limit=1,
            message=f"no lift-off is allowed from {first:%Y-%m-%d} to {last:%Y-%m-%d}{why}",
        )
    ]


def _write_json(
    search: WindowSearch,
    pieces: Iterator[Chunk],
    answer: WindowsAnswer,
    span: tuple[datetime, datetime],
    *,
    beside: Mapping[str, object],
) -> None:
    head = windows_head(
        complex_id=search.complex.id,
        orbit=search.orbit,
        span=span,
        rules=[rule.name for rule in search.every_rule],
        policy=search.policy,
        **beside,
    )
    items = (window_fields(window) for _, windows in pieces for window in windows)
    for text in json_in_pieces(
        head,
        "windows",
        items,
        tail=lambda: {
            "missing_days": [missing_day_fields(day) for day in answer.missing],
            "refusals": [refusal_fields(refusal) for refusal in answer.refusals],
        },
    ):
        print_document(text)


def _print(
    search: WindowSearch, pieces: Iterator[Chunk], answer: WindowsAnswer, *, why: bool
) -> None:
    """Print a table for each piece, and at the end what closes the days without a window."""
    subject = f"{orbit_words(search.orbit)} from {search.complex.name}"
    for number, (begins, windows) in enumerate(pieces):
        _print_windows(windows, f"{subject}, from {begins:%Y-%m-%d}" if number else subject)
    if why and answer.missing:
        _print_missing(answer.missing)
    elif answer.missing and answer.permitted:
        say(f"{len(answer.missing)} days have no window; --why tells what closes them")


def _print_windows(windows: Sequence[LaunchWindow], title: str) -> None:
    """Print one table; columns that say nothing for these windows are left out."""
    columns: list[tuple[str, Callable[[LaunchWindow], str | Text]]] = [
        ("State", lambda w: state("GO" if w.permitted else "NO-GO")),
        ("Kind", lambda w: w.kind),
        (">Plane", lambda w: figure(w.plane)),
        ("Crossing UTC", lambda w: instant(w.crossing)),
        ("Lift-off UTC", lambda w: instant(w.liftoff)),
        ("Window UTC", _span),
        (">Azimuth °", lambda w: figure(w.relative_launch_azimuth_deg, 2)),
        (">Off plane °", lambda w: figure(w.plane_offset_deg, 3)),
        (">Turn m/s", lambda w: figure(w.plane_change_m_s, 1)),
        (">Turn kg", lambda w: figure(w.plane_change_kg, 1)),
        (">Station ahead °", lambda w: figure(w.station_phase_deg, 1)),
        (">Phase miss °", lambda w: figure(w.phase_miss_deg, 1)),
        ("~Closed by", lambda w: ", ".join(w.closed_by)),
        ("~Cut by", lambda w: ", ".join(w.cut_by)),
    ]
    idle = {
        ">Plane": all(w.plane is None for w in windows),
        "~Cut by": not any(w.cut_by for w in windows),
        ">Turn m/s": all(w.plane_change_m_s == 0.0 for w in windows),
        ">Turn kg": all(not w.plane_change_kg for w in windows),
        ">Station ahead °": all(w.station_phase_deg is None for w in windows),
        ">Phase miss °": all(w.phase_miss_deg is None for w in windows),
    }
    shown = [(heading, cell) for heading, cell in columns if not idle.get(heading, False)]
    print_table(
        title,
        [heading for heading, _ in shown],
        [[cell(window) for _, cell in shown] for window in windows],
    )


def _print_missing(missing: Sequence[MissingDay]) -> None:
    """Print what closes the days without a window, days alike and in a row as one line."""
    rows = []
    for words, days in groupby(missing, key=_why_words):
        run = list(days)
        span = f"{run[0].day}" if len(run) == 1 else f"{run[0].day} to {run[-1].day}"
        rows.append((span, str(len(run)), words))
    print_table("Days without a window, UTC", ("Days", ">Number", "~Closed by"), rows)


def _why_words(missing: MissingDay) -> str:
    """Return what closes a day in words: ``daylight, misses by 13 min``."""
    return "; ".join(rule.name + _miss_words(rule.misses_s) for rule in missing.closed_by)


def _miss_words(misses_s: float | None) -> str:
    if not misses_s:
        return ""
    if misses_s < A_MINUTE_S:
        return f", misses by {misses_s:.0f} s"
    if misses_s < AN_HOUR_S:
        return f", misses by {misses_s / A_MINUTE_S:.0f} min"
    return f", misses by {misses_s / AN_HOUR_S:.1f} h"


def _span(window: LaunchWindow) -> str:
    if window.opens == window.closes:
        return "instant" if window.programme is None else f"programme {window.programme}"
    return f"{instant(window.opens)} to {instant(window.closes)}"
