"""How do windows of each kind look on a calendar?

Open is filled, closed is hollow. An instantaneous window, or one too short to be seen, is a tick;
a wide one is a bar to scale. Passes differ in lightness, closest approaches are broken lines.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from cosmodrome.formats.figures.calendar_bands import GAP, band_data, line_data
from cosmodrome.formats.figures.calendar_grid import CalendarGrid, Piece
from cosmodrome.formats.figures.calendar_legend import Entry
from cosmodrome.formats.figures.svg import Drawing, Px
from cosmodrome.windows.window import LaunchWindow

MarkKind = Literal["closed", "unconstrained", "descending", "ascending", "tangent"]
SHORTEST: Px = 3.0
# So many passes a day stand apart in full weight.
FINER_BEYOND = 12
# Those that matter most come last, on top of the others.
ORDER: tuple[MarkKind, ...] = ("closed", "unconstrained", "descending", "ascending", "tangent")
WORDS: dict[MarkKind, str] = {
    "closed": "closed by a rule",
    "unconstrained": "open hours",
    "descending": "open, descending pass",
    "ascending": "open, ascending pass",
    "tangent": "open, closest approach",
}


class Series(NamedTuple):
    """Windows that belong together: of one kind, into one plane, as ticks or as bars."""

    kind: MarkKind
    group: tuple[str, int | None]
    wide: bool


Marks = Mapping[Series, list[Piece]]


def marks_of(windows: Iterable[LaunchWindow], grid: CalendarGrid) -> Marks:
    """Return what windows take of the days shown, series by series."""
    found: dict[Series, list[Piece]] = {}
    for window in windows:
        kind: MarkKind = window.kind if window.permitted else "closed"
        for piece in grid.pieces(window.opens, window.closes):
            wide = grid.y(piece.to_h) - grid.y(piece.from_h) >= SHORTEST
            series = Series(kind, (window.kind, window.plane), wide)
            found.setdefault(series, []).append(piece)
    return found


def weight_of(marks: Marks) -> str:
    """Return the class of the group that marks are drawn in: finer where there are many."""
    return "crowded" if len({series.group for series in marks}) > FINER_BEYOND else "marks"


def draw_marks(drawing: Drawing, grid: CalendarGrid, marks: Marks) -> None:
    """Draw all windows, one path for each kind, finer where there are many."""
    drawing.clipped_group(grid.box)
    drawing.group(weight_of(marks))
    for kind in ORDER:
        bars = "".join(band_data(p, grid, gap=GAP) for p in _pieces(marks, kind, wide=True))
        ticks = "".join(line_data(p, grid) for p in _pieces(marks, kind, wide=False))
        drawing.path(bars, f"bar-{kind}")
        for cls in _line_classes(kind):
            drawing.path(ticks, cls)
    drawing.end().end()


def mark_entries(marks: Marks) -> list[Entry]:
    """Return the legend of the kinds that are there."""
    entries = []
    for kind in reversed(ORDER):
        if any(series.kind == kind for series in marks):
            ticks = any(series.kind == kind and not series.wide for series in marks)
            look = _line_classes(kind) if ticks else ()
            areas = () if ticks else (f"bar-{kind}",)
            entries.append(Entry(WORDS[kind], lines=look, areas=areas))
    return entries


def _pieces(marks: Marks, kind: MarkKind, *, wide: bool) -> Iterator[list[Piece]]:
    for series, pieces in marks.items():
        if series.kind == kind and series.wide == wide:
            yield pieces


def _line_classes(kind: MarkKind) -> tuple[str, ...]:
    """Return the strokes of a tick; a hollow one is a stroke with the ground on it."""
    return ("tick-closed", "tick-hollow") if kind == "closed" else (f"tick-{kind}",)
