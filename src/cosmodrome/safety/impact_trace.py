"""Where does the impact point run while the vehicle climbs?

The vacuum trace is what range officers watch; the drag trace says where a body of a given
ballistic coefficient would come down.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.flight.air import AirColumn, no_deviates, still_air
from cosmodrome.flight.fall import FallCases, impacts_of
from cosmodrome.flight.impact_point import vacuum_impact_points
from cosmodrome.flight.trajectory import Trajectory

LARGEST_STEP_S = 2.0
"""Flown states stand up to some seconds apart; a trace is read between them at least so often."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FlightStates:
    """States of a flight, all times different: `t_s` (n,), `r_eci_m` and `v_eci_m_s` (n, 3).

    `mass_kg` (n,) and `phase` (n,) are those of the vehicle that flies on from there.
    """

    t_s: NDArray[np.float64]
    r_eci_m: NDArray[np.float64]
    v_eci_m_s: NDArray[np.float64]
    mass_kg: NDArray[np.float64]
    phase: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImpactTrace:
    """Impact points over the time at which thrust would end.

    `impacts` (n, 3) are longitude [deg], latitude [deg] and time of impact after lift-off [s] for
    engines that stop at `t_s` (n,): only times at which the body would come down. `states` (n,)
    says which states of the flight those are.
    """

    t_s: NDArray[np.float64]
    impacts: NDArray[np.float64]
    states: NDArray[np.int64]

    @property
    def points_deg(self) -> NDArray[np.float64]:
        """Longitude and latitude of the impacts, shape (n, 2)."""
        return self.impacts[:, :2]

    @property
    def fall_s(self) -> NDArray[np.float64]:
        """Time from the end of thrust to the impact, shape (n,)."""
        return self.impacts[:, 2] - self.t_s


def flight_states(trajectory: Trajectory, *, step_s: float = LARGEST_STEP_S) -> FlightStates:
    """Return the states of a flight, each time once, no farther apart than a step.

    Between flown states place and velocity follow the cubic that has both at its ends; at a
    separation, the state after it is kept.

    Raises
    ------
    InputError
        If the step is not positive.
    """
    if not step_s > 0.0:
        raise InputError(f"step_s must be positive, got {step_s}; {LARGEST_STEP_S:g} is usual")
    # The last of equal times is the state after a separation.
    last = np.append(np.diff(trajectory.t_s) > 0.0, True)
    knots_s = trajectory.t_s[last]
    pieces = np.maximum(1, np.ceil(np.diff(knots_s) / step_s)).astype(int)
    t_s = np.concatenate(
        [
            np.linspace(a, b, n, endpoint=False)
            for a, b, n in zip(knots_s[:-1], knots_s[1:], pieces, strict=True)
        ]
        + [knots_s[-1:]]
    )
    r, v = trajectory.r_eci_m[last], trajectory.v_eci_m_s[last]
    index = np.clip(np.searchsorted(knots_s, t_s, side="right") - 1, 0, len(knots_s) - 2)
    place, velocity = _hermite(knots_s, r, v, t_s, index)
    # Mass falls linearly to that before the next separation.
    first = np.append(True, np.diff(trajectory.t_s) > 0.0)
    before_kg = trajectory.mass_kg[first]
    after_kg = trajectory.mass_kg[last]
    share = (t_s - knots_s[index]) / (knots_s[index + 1] - knots_s[index])
    mass = after_kg[index] + share * (before_kg[index + 1] - after_kg[index])
    phase = trajectory.phase[last][index]
    return FlightStates(t_s=t_s, r_eci_m=place, v_eci_m_s=velocity, mass_kg=mass, phase=phase)


def vacuum_trace(states: FlightStates) -> ImpactTrace:
    """Return the vacuum impact points of a flight, as long as it would come down."""
    impacts = vacuum_impact_points(states.r_eci_m, states.v_eci_m_s, t_s=states.t_s)
    return _trace(states, impacts)


def drag_trace(
    states: FlightStates,
    *,
    ballistic_coefficient_kg_m2: float | NDArray[np.float64],
    air: AirColumn | None = None,
) -> ImpactTrace:
    """Return where bodies of a ballistic coefficient would come down, let go along a flight.

    As long as they would without air: those of an orbit that only grazes it are left out, which
    air would bring down within a revolution or two, anywhere under it.

    Parameters
    ----------
    states : FlightStates
        From `flight_states`.
    ballistic_coefficient_kg_m2 : float or ndarray, shape (n,)
        Mass over drag coefficient times area, of all or of each.
    air : AirColumn, optional
        The bodies meet its mean; still standard air by default.

    Raises
    ------
    InputError
        If the ballistic coefficient is not positive.
    """
    beta = np.broadcast_to(
        np.asarray(ballistic_coefficient_kg_m2, dtype=np.float64), states.t_s.shape
    )
    if not np.all(beta > 0.0):
        raise InputError(f"ballistic_coefficient_kg_m2 must be positive, got {beta.min():g}")
    vacuum = vacuum_impact_points(states.r_eci_m, states.v_eci_m_s, t_s=states.t_s)
    down = np.isfinite(vacuum[:, 2])
    impacts = np.full_like(vacuum, np.nan)
    impacts[down] = impacts_of(
        FallCases(
            states=np.column_stack((states.r_eci_m, states.v_eci_m_s, states.t_s))[down],
            ballistic_coefficient_kg_m2=beta[down],
            air=still_air() if air is None else air,
            deviates=no_deviates(int(np.count_nonzero(down))),
        )
    )
    return _trace(states, impacts)


def _trace(states: FlightStates, impacts: NDArray[np.float64]) -> ImpactTrace:
    falls = np.flatnonzero(np.isfinite(impacts[:, 2]))
    if len(falls) == 0:
        raise InputError("no state of the flight comes down: there is no impact trace")
    return ImpactTrace(t_s=states.t_s[falls], impacts=impacts[falls], states=falls)


def _hermite(
    knots_s: NDArray[np.float64],
    r: NDArray[np.float64],
    v: NDArray[np.float64],
    t_s: NDArray[np.float64],
    index: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return place and velocity of the cubics through states; the index of each time's piece."""
    h = (knots_s[index + 1] - knots_s[index])[:, None]
    s = (t_s - knots_s[index])[:, None] / h
    r0, r1, m0, m1 = r[index], r[index + 1], h * v[index], h * v[index + 1]
    place = (
        (1 + 2 * s) * (1 - s) ** 2 * r0
        + s * (1 - s) ** 2 * m0
        + s**2 * (3 - 2 * s) * r1
        + s**2 * (s - 1) * m1
    )
    velocity = (6 * s * (s - 1) * (r0 - r1) + (1 - s) * (1 - 3 * s) * m0 + s * (3 * s - 2) * m1) / h
    return place, velocity
