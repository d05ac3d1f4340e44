"""How do stretches of many days become few lines?

What lies at nearly the same hours day after day is chained, and a chain is drawn as one band or
one line with no more corners than can be seen: a year of windows takes a few kilobytes.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from shapely import LineString

from cosmodrome.formats.figures.calendar_grid import CalendarGrid, Piece
from cosmodrome.formats.figures.svg import Px, number, polyline_data

# The node of a low orbit moves a window by 40 minutes a day at most; other chains lie further off.
REACH_H = 0.75
UNSEEN_PX: Px = 0.3
GAP: Px = 0.6


def chains(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return pieces in chains: each link is the nearest of the day after, `REACH_H` off at most."""
    found: list[list[Piece]] = []
    growing: list[list[Piece]] = []
    for day, today in groupby(sorted(pieces), key=lambda piece: piece.day):
        waiting = [chain for chain in growing if chain[-1].day == day - 1]
        growing = []
        for piece in today:
            chain = min(waiting, key=lambda c: _apart_h(c[-1], piece), default=None)
            if chain is not None and _apart_h(chain[-1], piece) <= REACH_H:
                waiting = [c for c in waiting if c is not chain]
                chain.append(piece)
            else:
                chain = [piece]
                found.append(chain)
            growing.append(chain)
    return found


def _apart_h(one: Piece, other: Piece) -> float:
    return max(abs(one.from_h - other.from_h), abs(one.to_h - other.to_h))


def band_data(pieces: Iterable[Piece], grid: CalendarGrid, *, gap: Px = 0.0) -> str:
    """Return the path data of areas; where days are told apart, with a gap between them."""
    if grid.tells_days_apart:
        return "".join(_columns(chain, grid, gap) for chain in chains(pieces))
    return "".join(_band(chain, grid) for chain in chains(pieces))


def line_data(pieces: Iterable[Piece], grid: CalendarGrid) -> str:
    """Return the path data of lines through what is too short for an area."""
    if grid.tells_days_apart:
        wide = number(grid.per_day - 2.0 * GAP)
        return "".join(
            f"M{number(grid.x(p.day) + GAP)} {number(grid.y(_middle_h(p)))}h{wide}"
            for p in sorted(pieces)
        )
    return "".join(
        polyline_data(_edge([(p.day, _middle_h(p)) for p in chain], grid))
        for chain in chains(pieces)
    )


def simplified(points: Sequence[tuple[Px, Px]]) -> list[tuple[Px, Px]]:
    """Return a line without the corners that nobody sees."""
    line = LineString(points).simplify(UNSEEN_PX, preserve_topology=False)
    return [(x, y) for x, y in line.coords]


def _middle_h(piece: Piece) -> float:
    return (piece.from_h + piece.to_h) / 2.0


def _band(chain: Sequence[Piece], grid: CalendarGrid) -> str:
    upper = _edge([(p.day, p.from_h) for p in chain], grid)
    lower = _edge([(p.day, p.to_h) for p in chain], grid)
    return polyline_data([*upper, *reversed(lower)], closed=True)


def _columns(chain: Sequence[Piece], grid: CalendarGrid, gap: Px) -> str:
    """Return a rectangle a day; without a gap, one for all days of the same hours."""
    data = []
    runs = groupby(chain, key=lambda p: (p.from_h, p.to_h) if gap == 0.0 else p)
    for _, run in runs:
        days = list(run)
        left, right = grid.x(days[0].day) + gap, grid.x(days[-1].day + 1) - gap
        top, bottom = grid.y(days[0].from_h), grid.y(days[0].to_h)
        wide = number(right - left)
        data.append(f"M{number(left)} {number(top)}h{wide}V{number(bottom)}h-{wide}z")
    return "".join(data)


def _edge(marks: Sequence[tuple[int, float]], grid: CalendarGrid) -> list[tuple[Px, Px]]:
    """Return a line through the middles of days, lengthened to the edges of the outer two."""
    through = [(grid.x(day + 0.5), grid.y(hour_h)) for day, hour_h in marks]
    ends = (grid.x(marks[0][0]), through[0][1]), (grid.x(marks[-1][0] + 1), through[-1][1])
    return simplified([ends[0], *through, ends[1]])
