"""What does each rule forbid on a calendar? A hatching of its own for each, named below."""

from collections.abc import Mapping, Sequence

from cosmodrome.formats.figures.calendar_bands import band_data
from cosmodrome.formats.figures.calendar_grid import CalendarGrid
from cosmodrome.formats.figures.calendar_legend import Entry
from cosmodrome.formats.figures.svg import Drawing
from cosmodrome.windows.intervals import Interval

Closed = Mapping[str, Sequence[Interval]]
# Direction and distance of the lines; rules beyond share the last.
STYLES = ((-45, 5), (45, 6), (0, 5), (90, 4), (20, 6))


def draw_hatchings(drawing: Drawing, grid: CalendarGrid, closed: Closed) -> None:
    """Hatch what each rule forbids."""
    groups = _groups(closed)
    patterns = "".join(
        f'<pattern id="{_name(drawing, n)}" width="{apart}" height="{apart}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate({angle_deg})">'
        f'<line x1="0" y1="0" x2="0" y2="{apart}" class="hair"/></pattern>'
        for n, (angle_deg, apart) in enumerate(STYLES[: len(groups)])
    )
    drawing.add(f"<defs>{patterns}</defs>" if patterns else "")
    for n, names in enumerate(groups):
        for name in names:
            pieces = [p for span in closed[name] for p in grid.pieces(span.opens, span.closes)]
            data = band_data(pieces, grid)
            if data:
                drawing.add(
                    f'<path style="fill:url(#{_name(drawing, n)})" class="hatched" d="{data}"/>'
                )


def hatch_entries(drawing: Drawing, closed: Closed) -> list[Entry]:
    """Return the legend of the rules."""
    return [
        Entry(_words(names), hatch=_name(drawing, n)) for n, names in enumerate(_groups(closed))
    ]


def _groups(closed: Closed) -> list[list[str]]:
    """Return the rules that forbid something, those beyond the last hatching together."""
    names = [name for name, spans in closed.items() if spans]
    if len(names) <= len(STYLES):
        return [[name] for name in names]
    own = len(STYLES) - 1
    return [*([name] for name in names[:own]), names[own:]]


def _words(names: Sequence[str]) -> str:
    said = [name.replace("-", " ") for name in names]
    return f"closed by {', '.join(said)}"


def _name(drawing: Drawing, n: int) -> str:
    return f"{drawing.identifier}h{n}"
