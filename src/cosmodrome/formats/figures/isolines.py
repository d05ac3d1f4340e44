"""Where does a quantity known at the points of a grid reach a level?

Every square between four known points is two triangles, on each of which the quantity is a plane:
no line is ambiguous, and a region ends exactly on its line. Places are columns and rows of the
grid, so that (1.5, 0) lies half-way between the second and the third point of the first row.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from cosmodrome.formats.figures.words import Quantity

GridPoint: TypeAlias = tuple[float, float]
Values: TypeAlias = Sequence[Sequence[float | None]]
Corner: TypeAlias = tuple[float, float, float]


def region_above(values: Values, level: Quantity) -> list[list[GridPoint]]:
    """Return polygons that together cover where the quantity is at least the level."""
    found: list[list[GridPoint]] = []
    for row, column in _squares(values):
        corners = _corners(values, row, column)
        if min(value for *_, value in corners) >= level:
            _append_square(found, row, column)
        else:
            pieces = (_clipped(triangle, level) for triangle in _triangles(corners))
            found += [piece for piece in pieces if piece]
    return found


def isolines(values: Values, level: Quantity) -> list[list[GridPoint]]:
    """Return the lines on which the quantity equals the level, longest first."""
    segments = [
        segment
        for row, column in _squares(values)
        for triangle in _triangles(_corners(values, row, column))
        if (segment := _crossing(triangle, level)) is not None
    ]
    return sorted(_joined(segments), key=_length, reverse=True)


def known_squares(values: Values) -> list[list[GridPoint]]:
    """Return rectangles that together cover where the quantity is known."""
    found: list[list[GridPoint]] = []
    for row, column in _squares(values):
        _append_square(found, row, column)
    return found


def _squares(values: Values) -> Iterator[tuple[int, int]]:
    """Yield the squares whose four corners are known, row by row."""
    for row in range(len(values) - 1):
        for column in range(len(values[row]) - 1):
            if None not in (
                *values[row][column : column + 2],
                *values[row + 1][column : column + 2],
            ):
                yield row, column


def _corners(values: Values, row: int, column: int) -> list[Corner]:
    places = ((0, 0), (0, 1), (1, 1), (1, 0))
    return [(column + c, row + r, values[row + r][column + c] or 0.0) for r, c in places]


def _triangles(corners: list[Corner]) -> tuple[list[Corner], list[Corner]]:
    a, b, c, d = corners
    return [a, b, c], [a, c, d]


def _append_square(found: list[list[GridPoint]], row: int, column: int) -> None:
    """Add a square, or lengthen the last one if it ends where this one begins."""
    x, y = float(column), float(row)
    if found and found[-1][1:3] == [(x, y), (x, y + 1.0)] and len(found[-1]) == 4:
        found[-1][1:3] = [(x + 1.0, y), (x + 1.0, y + 1.0)]
    else:
        found.append([(x, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0)])


def _clipped(triangle: list[Corner], level: Quantity) -> list[GridPoint]:
    """Return the part of a triangle where the quantity is at least the level."""
    kept: list[GridPoint] = []
    for here, there in zip(triangle, (*triangle[1:], triangle[0]), strict=True):
        if here[2] >= level:
            kept.append(here[:2])
        if (here[2] >= level) != (there[2] >= level):
            kept.append(_between(here, there, level))
    return kept


def _crossing(triangle: list[Corner], level: Quantity) -> tuple[GridPoint, GridPoint] | None:
    ends = [
        _between(here, there, level)
        for here, there in zip(triangle, (*triangle[1:], triangle[0]), strict=True)
        if (here[2] >= level) != (there[2] >= level)
    ]
    return (ends[0], ends[1]) if len(ends) == 2 and ends[0] != ends[1] else None


def _between(here: Corner, there: Corner, level: Quantity) -> GridPoint:
    """Return where the level is reached; from both sides of an edge the same point to a bit."""
    low, high = sorted((here, there))
    share = (level - low[2]) / (high[2] - low[2])
    return low[0] + share * (high[0] - low[0]), low[1] + share * (high[1] - low[1])


def _joined(segments: Sequence[tuple[GridPoint, GridPoint]]) -> list[list[GridPoint]]:
    """Return the lines that segments form where their ends meet."""
    meeting: dict[GridPoint, list[int]] = {}
    for n, segment in enumerate(segments):
        for end in segment:
            meeting.setdefault(end, []).append(n)
    left = set(range(len(segments)))
    lines: list[list[GridPoint]] = []
    # Open lines are begun at an end of theirs, closed ones anywhere.
    by_end = sorted(range(len(segments)), key=lambda n: min(len(meeting[e]) for e in segments[n]))
    for first in by_end:
        if first not in left:
            continue
        left.discard(first)
        start, end = sorted(segments[first], key=lambda e: len(meeting[e]))
        line = [start, end]
        while (further := next((n for n in meeting[line[-1]] if n in left), None)) is not None:
            left.discard(further)
            a, b = segments[further]
            line.append(b if a == line[-1] else a)
        lines.append(line)
    return lines


def _length(line: Sequence[GridPoint]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(line))
