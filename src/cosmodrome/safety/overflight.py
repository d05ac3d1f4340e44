"""What does a failure in flight expect of the people under the impact point's way?

At each moment the flight may end; what then falls comes down about the drag impact point of that
moment, with a normal scatter that its imparted speed and the wind give it. While the point runs
from one moment to the next, the impact density is that of a normal scatter dragged along a straight
stretch, in closed form: nothing is lost between the samples, however far they lie apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from cosmodrome.errors import InputError
from cosmodrome.flight.air import AirColumn
from cosmodrome.safety.failure import StageFailure
from cosmodrome.safety.impact_trace import FlightStates, ImpactTrace, drag_trace, vacuum_trace
from cosmodrome.safety.population import Population, positions_of

REACH_SIGMA = 5.0
"""14 CFR 417, debris risk: people within five standard deviations of the trace are counted."""
LEAST_SIGMA_M = 50.0
"""About the size of what falls: over the pad the scatter is not nothing."""
SHORTEST_M = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DebrisAlongFlight:
    """What one class of debris would be if the flight ended at each state.

    `ballistic_coefficient_kg_m2` and `casualty_area_m2` (n,), the area of all pieces of the class
    together; `speed_sd_m_s` is what failure and break-up give the pieces in each direction,
    `wind_sd_m_s` the scatter of the mean wind that they drift with.
    """

    name: str
    ballistic_coefficient_kg_m2: NDArray[np.float64]
    casualty_area_m2: NDArray[np.float64]
    speed_sd_m_s: float
    wind_sd_m_s: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImpactStretches:
    """Impacts of failures between successive moments: from one point to the next, with a scatter.

    `failure_probability` and `casualty_area_m2` (k,), `begin_deg` and `end_deg` (k, 2) longitude
    and latitude, `sigma_m` (k,) in each direction, `from_s` (k,) when the stretch begins.
    """

    from_s: NDArray[np.float64]
    begin_deg: NDArray[np.float64]
    end_deg: NDArray[np.float64]
    sigma_m: NDArray[np.float64]
    failure_probability: NDArray[np.float64]
    casualty_area_m2: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PopulationRisk:
    """Casualties to expect.

    `by_place` (p,) is the probability that one person in each listed place is hit; `listed` and
    `background` are the casualties expected in those places and between them. `by_stretch` (k,) is
    what each stretch or sample contributes.
    """

    listed_expectation: float
    background_expectation: float
    by_place: NDArray[np.float64]
    by_stretch: NDArray[np.float64]

    @property
    def casualty_expectation(self) -> float:
        """Casualties expected in all."""
        return self.listed_expectation + self.background_expectation


def failed_by(stages: Sequence[StageFailure], t_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability that a flight has failed by each time, shape (n,)."""
    failed = np.zeros(len(t_s))
    for stage in stages:
        share = np.clip((t_s - stage.from_s) / stage.length_s, 0.0, 1.0)
        failed += stage.failure_probability * share
    return failed


def impact_stretches(
    states: FlightStates,
    stages: Sequence[StageFailure],
    debris: DebrisAlongFlight,
    *,
    air: AirColumn | None = None,
) -> ImpactStretches:
    """Return where a class of debris comes down for failures at all moments of a flight.

    The scatter is the imparted speed over the time of a fall without air, which drag can only
    shorten, and the wind over what drag adds to the fall.

    Raises
    ------
    InputError
        If the columns of the debris do not pair with the states.
    """
    if len(debris.ballistic_coefficient_kg_m2) != len(states.t_s):
        raise InputError(
            f"{debris.name}: {len(debris.ballistic_coefficient_kg_m2)} ballistic coefficients for "
            f"{len(states.t_s)} states"
        )
    trace = drag_trace(
        states, ballistic_coefficient_kg_m2=debris.ballistic_coefficient_kg_m2, air=air
    )
    free_s = _free_fall_s(vacuum_trace(states), trace)
    drift_s = np.maximum(trace.fall_s - free_s, 0.0)
    sigma_m = np.hypot(debris.speed_sd_m_s * free_s, debris.wind_sd_m_s * drift_s)
    sigma_m = np.maximum(sigma_m, LEAST_SIGMA_M)
    # Where the point left the ground for a while, it did not run straight across the gap.
    running = np.diff(trace.states) == 1
    failed = np.where(running, np.diff(failed_by(stages, trace.t_s)), 0.0)
    area_m2 = debris.casualty_area_m2[trace.states]
    return ImpactStretches(
        from_s=trace.t_s[:-1],
        begin_deg=trace.points_deg[:-1],
        end_deg=trace.points_deg[1:],
        sigma_m=0.5 * (sigma_m[:-1] + sigma_m[1:]),
        failure_probability=failed,
        casualty_area_m2=0.5 * (area_m2[:-1] + area_m2[1:]),
    )


def stretch_risk(stretches: ImpactStretches, people: Population) -> PopulationRisk:
    """Return the casualties that failures along stretches of impact points expect."""
    begin_m, end_m = positions_of(stretches.begin_deg), positions_of(stretches.end_deg)
    middle_m = 0.5 * (begin_m + end_m)
    way_m = end_m - begin_m
    length_m = np.maximum(np.linalg.norm(way_m, axis=1), SHORTEST_M)
    up = middle_m / np.linalg.norm(middle_m, axis=1)[:, None]
    along = _along(way_m, up)
    right = np.cross(along, up)
    hits = stretches.failure_probability * stretches.casualty_area_m2
    by_place = np.zeros(len(people.names))
    by_stretch = np.zeros(len(hits))
    for k in np.flatnonzero(hits > 0.0):
        sigma_m, half_m = float(stretches.sigma_m[k]), 0.5 * float(length_m[k])
        near = people.near(middle_m[k], reach_m=REACH_SIGMA * sigma_m + half_m)
        if len(near) == 0:
            continue
        away_m = people.positions_m[near] - middle_m[k]
        per_m2 = dragged_density_per_m2(
            away_m @ along[k], away_m @ right[k], sigma_m=sigma_m, length_m=2.0 * half_m
        )
        chance = hits[k] * per_m2
        by_place[near] += chance
        by_stretch[k] = float(chance @ people.people[near])
    middle_deg = _midpoints_deg(stretches)
    background = hits * people.background_per_m2(middle_deg)
    return PopulationRisk(
        listed_expectation=float(by_stretch.sum()),
        background_expectation=float(background.sum()),
        by_place=np.minimum(by_place, 1.0),
        by_stretch=by_stretch + background,
    )


def dragged_density_per_m2(
    along_m: NDArray[np.float64], cross_m: NDArray[np.float64], *, sigma_m: float, length_m: float
) -> NDArray[np.float64]:
    """Return the density of a round normal scatter whose middle is even over a straight stretch.

    Parameters
    ----------
    along_m, cross_m : ndarray, shape (n,)
        Distances from the middle of the stretch, along it and to its right.
    sigma_m, length_m : float
        Standard deviation of the scatter, length of the stretch; both positive.
    """
    across = np.exp(-0.5 * (cross_m / sigma_m) ** 2) / (np.sqrt(2.0 * np.pi) * sigma_m)
    ahead = ndtr((along_m + 0.5 * length_m) / sigma_m) - ndtr((along_m - 0.5 * length_m) / sigma_m)
    return np.asarray(across * ahead / length_m)


def _along(way_m: NDArray[np.float64], up: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return unit vectors along the ground; any where the point stands still."""
    level = way_m - np.sum(way_m * up, axis=1)[:, None] * up
    still = np.linalg.norm(level, axis=1) < SHORTEST_M * 1e-3
    level[still] = np.cross([0.0, 0.0, 1.0], up[still])
    return np.asarray(level / np.linalg.norm(level, axis=1)[:, None])


def _free_fall_s(vacuum: ImpactTrace, trace: ImpactTrace) -> NDArray[np.float64]:
    """Return the times of falls without air from the states of a trace; all have one."""
    return vacuum.fall_s[np.searchsorted(vacuum.states, trace.states)]


def _midpoints_deg(stretches: ImpactStretches) -> NDArray[np.float64]:
    """Return longitude and latitude halfway, also across the date line."""
    turn = np.mod(stretches.end_deg[:, 0] - stretches.begin_deg[:, 0] + 180.0, 360.0) - 180.0
    longitude = np.mod(stretches.begin_deg[:, 0] + 0.5 * turn + 180.0, 360.0) - 180.0
    latitude = 0.5 * (stretches.begin_deg[:, 1] + stretches.end_deg[:, 1])
    return np.column_stack((longitude, latitude))
