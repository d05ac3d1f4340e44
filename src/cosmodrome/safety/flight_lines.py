"""Does the impact point keep off the ground that the range protects, and by how much?

A limit line is what the impact point must not cross; a gate is a stretch that it must cross, where
a route is led over land. A line binds from where the impact point has left the ground about the pad
to its own far end: beyond, in the last seconds before orbit, the point runs round the world in a
minute. Distances are those of the plane about the pad, whose straight lines
through the pad are geodesics: true along the way, 2 % too long across it 2000 km downrange.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.safety.impact_trace import ImpactTrace
from cosmodrome.safety.tangent import TangentPlane
from cosmodrome.safety.trace_spread import TraceSpread

Side = Literal["left", "right"]

ABOUT_PAD_M = 5000.0
"""Nearer to the pad the ground is cleared, and every line from the pad is near."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LimitLine:
    """A line with the side on which the impact point must stay, looking along it.

    `points_deg` (m, 2) are longitude and latitude. It serves flights to inclinations in its range.
    """

    id: str
    name: str
    points_deg: NDArray[np.float64]
    keep: Side
    inclination_min_deg: float
    inclination_max_deg: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OverflightGate:
    """A stretch between two posts that the impact point must pass, `points_deg` (2, 2)."""

    id: str
    name: str
    points_deg: NDArray[np.float64]
    inclination_min_deg: float
    inclination_max_deg: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FlightLines:
    """The limit lines and overflight gates of a site; `published` False if they are estimates."""

    spaceport: str
    published: bool
    lines: tuple[LimitLine, ...]
    gates: tuple[OverflightGate, ...]

    def serving(self, inclination_deg: float) -> "FlightLines":
        """Return those for flights to an inclination."""
        return FlightLines(
            spaceport=self.spaceport,
            published=self.published,
            lines=tuple(line for line in self.lines if _serves(line, inclination_deg)),
            gates=tuple(gate for gate in self.gates if _serves(gate, inclination_deg)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMargin:
    """How an impact trace keeps a line or passes a gate.

    `margin_m` is the least distance to a limit line, negative beyond it, or the distance to the
    nearer post of a gate, negative outside; `at_s` is when, after lift-off. Where the scatter of
    dispersed flights is known, it is the distance that is least in standard deviations, and
    `sigma_m` is the scatter across the way there. `crossed_s` is the first time on the line, None
    if never: wrong of a limit line, right of a gate.
    """

    id: str
    name: str
    kind: Literal["limit-line", "gate"]
    kept: bool
    margin_m: float
    at_s: float
    crossed_s: float | None
    sigma_m: float | None

    @property
    def margin_sigmas_ratio(self) -> float | None:
        """The margin in standard deviations of dispersed flights."""
        return self.margin_m / self.sigma_m if self.sigma_m else None


def corridor_lines(
    *,
    id: str,
    name: str,
    pad: TangentPlane,
    azimuth_deg: float,
    half_angle_deg: float,
    half_width_m: float,
    length_m: float,
    inclinations_deg: tuple[float, float],
) -> tuple[LimitLine, LimitLine]:
    """Return the left and right edge of a corridor that widens from the pad along an azimuth.

    Raises
    ------
    InputError
        If its length is not positive, or its angle not between 0 and 90 deg.
    """
    if not (length_m > 0.0 and half_width_m >= 0.0 and 0.0 <= half_angle_deg < 90.0):
        raise InputError(
            f"{id}: a corridor needs length_m > 0, half_width_m >= 0 and half_angle_deg of 0 to "
            f"90, got {length_m}, {half_width_m} and {half_angle_deg}"
        )
    azimuth = math.radians(azimuth_deg)
    ahead = np.array([math.sin(azimuth), math.cos(azimuth)])
    right = np.array([ahead[1], -ahead[0]])
    along_m = np.array([0.0, length_m])[:, None]
    across_m = half_width_m + along_m * math.tan(math.radians(half_angle_deg))
    return (
        LimitLine(
            id=f"{id}-left",
            name=f"{name}, left edge",
            points_deg=pad.points_deg(along_m * ahead - across_m * right),
            keep="right",
            inclination_min_deg=inclinations_deg[0],
            inclination_max_deg=inclinations_deg[1],
        ),
        LimitLine(
            id=f"{id}-right",
            name=f"{name}, right edge",
            points_deg=pad.points_deg(along_m * ahead + across_m * right),
            keep="left",
            inclination_min_deg=inclinations_deg[0],
            inclination_max_deg=inclinations_deg[1],
        ),
    )


def azimuth_limit(
    *,
    id: str,
    name: str,
    pad: TangentPlane,
    azimuth_deg: float,
    keep: Side,
    length_m: float,
    inclinations_deg: tuple[float, float],
) -> LimitLine:
    """Return the geodesic that leaves the pad at an azimuth, as a limit line."""
    azimuth = math.radians(azimuth_deg)
    ends_m = length_m * np.array([[0.0, 0.0], [math.sin(azimuth), math.cos(azimuth)]])
    return LimitLine(
        id=id,
        name=name,
        points_deg=pad.points_deg(ends_m),
        keep=keep,
        inclination_min_deg=inclinations_deg[0],
        inclination_max_deg=inclinations_deg[1],
    )


def line_margins(
    trace: ImpactTrace,
    lines: FlightLines,
    *,
    pad: TangentPlane,
    spread: TraceSpread | None = None,
) -> tuple[LineMargin, ...]:
    """Return how an impact trace keeps each limit line and passes each gate.

    Parameters
    ----------
    trace : ImpactTrace
        Of the nominal flight.
    lines : FlightLines
        Those that serve its inclination (`FlightLines.serving`).
    pad : TangentPlane
        At the launch complex.
    spread : TraceSpread, optional
        From `trace_spread`.
    """
    way_m = pad.en_m(trace.points_deg)
    margins = [_limit_margin(line, trace.t_s, way_m, pad, spread) for line in lines.lines]
    margins += [_gate_margin(gate, trace.t_s, way_m, pad, spread) for gate in lines.gates]
    return tuple(margins)


def _serves(line: LimitLine | OverflightGate, inclination_deg: float) -> bool:
    return line.inclination_min_deg <= inclination_deg <= line.inclination_max_deg


def _limit_margin(
    line: LimitLine,
    t_s: NDArray[np.float64],
    way_m: NDArray[np.float64],
    pad: TangentPlane,
    spread: TraceSpread | None,
) -> LineMargin:
    line_m = pad.en_m(line.points_deg)
    bound = _bound(way_m, far_m=float(np.hypot(*line_m.T).max()))
    t_s, distance_m = t_s[bound], signed_distances_m(line_m, way_m[bound])
    if line.keep == "right":
        distance_m = -distance_m
    scatter_m = None if spread is None else spread.along_m(t_s)
    least = int(np.argmin(distance_m if scatter_m is None else distance_m / scatter_m))
    crossed = np.flatnonzero(distance_m < 0.0)
    crossed_s = _zero_time_s(t_s, distance_m, int(crossed[0])) if len(crossed) else None
    at_s = float(t_s[least])
    return LineMargin(
        id=line.id,
        name=line.name,
        kind="limit-line",
        kept=len(crossed) == 0,
        margin_m=float(distance_m[least]),
        at_s=at_s,
        crossed_s=crossed_s,
        sigma_m=None if scatter_m is None else float(scatter_m[least]),
    )


def _gate_margin(
    gate: OverflightGate,
    t_s: NDArray[np.float64],
    way_m: NDArray[np.float64],
    pad: TangentPlane,
    spread: TraceSpread | None,
) -> LineMargin:
    posts_m = pad.en_m(gate.points_deg)
    along = posts_m[1] - posts_m[0]
    width_m = float(np.linalg.norm(along))
    along /= width_m
    ahead_m = (way_m - posts_m[0]) @ np.array([along[1], -along[0]])
    changes = np.flatnonzero(np.diff(np.sign(ahead_m)) != 0.0)
    if len(changes) == 0:
        nearest = int(np.argmin(np.abs(ahead_m)))
        margin_m, at_s, crossed_s = -float(np.abs(ahead_m[nearest])), float(t_s[nearest]), None
    else:
        i = int(changes[0])
        share = ahead_m[i] / (ahead_m[i] - ahead_m[i + 1])
        place_m = float((way_m[i] + share * (way_m[i + 1] - way_m[i]) - posts_m[0]) @ along)
        margin_m = min(place_m, width_m - place_m)
        at_s = float(t_s[i] + share * (t_s[i + 1] - t_s[i]))
        crossed_s = at_s if margin_m >= 0.0 else None
    return LineMargin(
        id=gate.id,
        name=gate.name,
        kind="gate",
        kept=crossed_s is not None,
        margin_m=margin_m,
        at_s=at_s,
        crossed_s=crossed_s,
        sigma_m=spread.at_m(at_s) if spread else None,
    )


def _bound(way_m: NDArray[np.float64], *, far_m: float) -> slice:
    """Return the stretch of a trace that a line binds; its last point where that is none."""
    range_m = np.hypot(*way_m.T)
    away = np.flatnonzero(range_m >= ABOUT_PAD_M)
    first = int(away[0]) if len(away) else len(range_m) - 1
    beyond = np.flatnonzero(range_m > far_m)
    return slice(first, max(int(beyond[0]), first + 1) if len(beyond) else len(range_m))


def signed_distances_m(
    line_m: NDArray[np.float64], points_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return distances of points from a line on a plane, positive on its left, shape (n,).

    The line runs straight on beyond its last point, and ends at its first.
    """
    begins, ends = line_m[:-1], line_m[1:]
    steps = ends - begins
    lengths = np.linalg.norm(steps, axis=1)
    unit = steps / lengths[:, None]
    away = points_m[:, None, :] - begins[None]
    along = np.sum(away * unit, axis=2)
    reach = lengths.copy()
    reach[-1] = np.inf
    foot = np.clip(along, 0.0, reach)[..., None] * unit
    gaps = np.linalg.norm(away - foot, axis=2)
    nearest = np.argmin(gaps, axis=1)
    rows = np.arange(len(points_m))
    left = unit[nearest, 0] * away[rows, nearest, 1] - unit[nearest, 1] * away[rows, nearest, 0]
    return np.asarray(np.where(left >= 0.0, 1.0, -1.0) * gaps[rows, nearest])


def _zero_time_s(t_s: NDArray[np.float64], distance_m: NDArray[np.float64], index: int) -> float:
    """Return when a distance went through zero before an index."""
    if index == 0:
        return float(t_s[0])
    before, after = float(distance_m[index - 1]), float(distance_m[index])
    share = before / (before - after)
    return float(t_s[index - 1] + share * (t_s[index] - t_s[index - 1]))
