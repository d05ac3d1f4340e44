"""How much does it lift where? The capability over altitude and inclination.

Every inclination is a column that climbs from its lowest altitude, each point from the one below.
Columns do not know each other, so the map does not depend on who computes which.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import TypeAlias

from cosmodrome.ascent.neighbour import extrapolated
from cosmodrome.ascent.optimise import (
    MAX_POSITION_GAP_M,
    MAX_VELOCITY_GAP_M_S,
    LoadingPolicy,
    Optimiser,
)
from cosmodrome.ascent.rules import AscentRules
from cosmodrome.ascent.search import Found
from cosmodrome.errors import ConvergenceError, InfeasibleError, InputError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.numerics.work import Crew, results_of
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.vehicles import Configuration

Progress: TypeAlias = Callable[[str, int, int], None]

STAGE = "capability map"
NOT_CONVERGED = "not-converged"
LOWEST_ALTITUDE_KM = 200.0
HIGHEST_ALTITUDE_KM = 1500.0
HIGHEST_INCLINATION_DEG = 100.0
POINTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MapWish:
    """Which map is asked: circular orbits of these altitudes and inclinations, both rising."""

    configuration: Configuration
    complex: LaunchComplex
    altitudes_km: tuple[float, ...]
    inclinations_deg: tuple[float, ...]
    loading: LoadingPolicy | float = "full"
    rules: AscentRules = field(default_factory=AscentRules)

    def __post_init__(self) -> None:
        for name, values in (
            ("altitudes_km", self.altitudes_km),
            ("inclinations_deg", self.inclinations_deg),
        ):
            if not values or any(b <= a for a, b in pairwise(values)):
                raise InputError(f"{name} must rise from value to value, got {values}")
        if not self.altitudes_km[0] > 0.0:
            raise InputError(f"altitudes_km must be positive, got {self.altitudes_km[0]}")
        if not 0.0 <= self.inclinations_deg[0] <= self.inclinations_deg[-1] <= 180.0:
            raise InputError(f"inclinations_deg must be 0 to 180, got {self.inclinations_deg}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCell:
    """The capability to one orbit, or the rule and the words that refuse it.

    Gaps are those between the optimum and its exact integration, at injection.
    """

    payload_capability_kg: float | None
    position_gap_m: float = 0.0
    velocity_gap_m_s: float = 0.0
    iterations: int = 0
    rule: str = ""
    message: str = ""

    @property
    def is_unknown(self) -> bool:
        """Tell whether the optimiser stopped without an answer."""
        return self.rule == NOT_CONVERGED


@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityMap:
    """The cells of a map, `cells[altitude][inclination]`."""

    wish: MapWish
    cells: tuple[tuple[MapCell, ...], ...]

    @property
    def payload_capability_kg(self) -> tuple[tuple[float | None, ...], ...]:
        """Return the capabilities, None where an orbit cannot be reached."""
        return tuple(tuple(cell.payload_capability_kg for cell in row) for row in self.cells)

    @property
    def reached(self) -> bool:
        """Tell whether any orbit of it is."""
        return any(cell.payload_capability_kg is not None for row in self.cells for cell in row)

    def refused(self) -> Iterator[tuple[float, float, MapCell]]:
        """Yield altitude, inclination and cell of every orbit without a capability."""
        for altitude_km, row in zip(self.wish.altitudes_km, self.cells, strict=True):
            for inclination_deg, cell in zip(self.wish.inclinations_deg, row, strict=True):
                if cell.payload_capability_kg is None:
                    yield altitude_km, inclination_deg, cell


def usual_altitudes_km() -> tuple[float, ...]:
    """Return the altitudes of a map that asks for none: 200 to 1500 km."""
    return evenly(LOWEST_ALTITUDE_KM, HIGHEST_ALTITUDE_KM, POINTS)


def usual_inclinations_deg(launch_complex: LaunchComplex) -> tuple[float, ...]:
    """Return the inclinations of a map that asks for none: from the pad's latitude to 100 deg."""
    lowest_deg = float(math.ceil(abs(launch_complex.latitude_deg)))
    return evenly(lowest_deg, HIGHEST_INCLINATION_DEG, POINTS)


def evenly(low: float, high: float, count: int) -> tuple[float, ...]:
    """Return numbers from low to high, as many as asked, to a hundredth.

    >>> evenly(200.0, 500.0, 4)
    (200.0, 300.0, 400.0, 500.0)
    """
    if count == 1:
        return (low,)
    return tuple(round(low + (high - low) * n / (count - 1), 2) for n in range(count))


def capability_map(wish: MapWish, *, progress: Progress, crew: Crew | None = None) -> CapabilityMap:
    """Return the capability to every orbit of a map.

    Parameters
    ----------
    wish : MapWish
    progress : callable
        Told how many orbits are done.
    crew : Crew, optional
        Computes columns; the map does not depend on it.
    """
    columns: dict[int, tuple[MapCell, ...]] = {}
    size = len(wish.altitudes_km) * len(wish.inclinations_deg)
    progress(STAGE, 0, size)
    column_of = partial(capability_column, wish)
    for number, column in results_of(column_of, wish.inclinations_deg, crew=crew):
        columns[number] = column
        progress(STAGE, len(columns) * len(wish.altitudes_km), size)
    in_order = [columns[number] for number in range(len(wish.inclinations_deg))]
    return CapabilityMap(wish=wish, cells=tuple(zip(*in_order, strict=True)))


def capability_column(wish: MapWish, inclination_deg: float) -> tuple[MapCell, ...]:
    """Return the cells of one inclination, lowest altitude first, each from those below."""
    orbit = TargetOrbit(kind="circular", inclination_deg=inclination_deg)
    cells: list[MapCell] = []
    series: list[tuple[float, Found]] = []
    for altitude_km in wish.altitudes_km:
        at = replace(orbit, perigee_altitude_km=altitude_km, apogee_altitude_km=altitude_km)
        cell, found = _cell(wish, at, _near(series, altitude_km))
        cells.append(cell)
        series = [*series[-1:], (altitude_km, found)] if found is not None else []
    return tuple(cells)


def _near(series: Sequence[tuple[float, Found]], altitude_km: float) -> Found | None:
    """Return where the optimum of an altitude is expected, from the last two below it."""
    if not series:
        return None
    if len(series) == 1:
        return series[0][1]
    (lower_km, lower), (last_km, last) = series
    ahead_ratio = (altitude_km - last_km) / (last_km - lower_km)
    return extrapolated(lower, last, ahead_ratio=ahead_ratio)


def _cell(wish: MapWish, orbit: TargetOrbit, near: Found | None) -> tuple[MapCell, Found | None]:
    try:
        optimiser = Optimiser(wish.configuration, wish.complex, orbit, rules=wish.rules)
        found = optimiser.found(wish.loading, near=near)
    except InfeasibleError as error:
        return MapCell(payload_capability_kg=None, rule=error.rule, message=error.message), None
    except ConvergenceError as error:
        return _unknown(str(error)), None
    gap_m, gap_m_s = found.position_gap_m, found.velocity_gap_m_s
    if gap_m > MAX_POSITION_GAP_M or gap_m_s > MAX_VELOCITY_GAP_M_S:
        words = f"an exact integration ends {gap_m:.0f} m and {gap_m_s:.2f} m/s from the optimum"
        return _unknown(words), None
    cell = MapCell(
        payload_capability_kg=found.profile.payload_kg,
        position_gap_m=gap_m,
        velocity_gap_m_s=gap_m_s,
        iterations=found.iterations,
    )
    return cell, found


def _unknown(message: str) -> MapCell:
    return MapCell(payload_capability_kg=None, rule=NOT_CONVERGED, message=message)
