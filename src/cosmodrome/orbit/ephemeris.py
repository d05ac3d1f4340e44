"""Where is a vehicle at any moment, and how does an error at the start grow?

States at times are joined by cubics that meet positions and velocities: 20 s apart they miss a low
orbit by 5 mm. Times count from lift-off, axes are those of ECEF at lift-off and turn no more, so
that what an observer on the ground sees needs no date.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.integrate import solve_ivp

from cosmodrome.errors import ConvergenceError, InputError
from cosmodrome.orbit.frames import eci_of_liftoff_to_ecef
from cosmodrome.orbit.propagation import ABSOLUTE_TOLERANCE_M
from cosmodrome.physics.gravity import gravity_m_s2

STEP_S = 20.0
TOLERANCE_RATIO = 1e-9
"""A day of low orbit closes within a metre."""
NUDGES = (100.0, 100.0, 100.0, 0.1, 0.1, 0.1)
"""Steps [m, m/s] of the differences by which the growth of errors is found."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ephemeris:
    """States at increasing times: `t_s` (n,), `r_m` and `v_m_s` (n, 3).

    A time may stand twice, where something left the vehicle.
    """

    t_s: NDArray[np.float64]
    r_m: NDArray[np.float64]
    v_m_s: NDArray[np.float64]

    def __post_init__(self) -> None:
        if len(self.t_s) < 2 or bool(np.any(np.diff(self.t_s) < 0.0)):
            raise InputError("an ephemeris needs two or more states at increasing times")

    @property
    def first_s(self) -> float:
        """Return when it begins."""
        return float(self.t_s[0])

    @property
    def last_s(self) -> float:
        """Return when it ends."""
        return float(self.t_s[-1])

    def at(self, t_s: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return positions and velocities at times inside, shape (n, 3) each."""
        t = np.atleast_1d(np.asarray(t_s, float))
        right = np.clip(np.searchsorted(self.t_s, t, side="left"), 1, len(self.t_s) - 1)
        left = right - 1
        span = self.t_s[right] - self.t_s[left]
        span = np.where(span > 0.0, span, 1.0)[:, None]
        x = np.clip((t - self.t_s[left])[:, None] / span, 0.0, 1.0)
        a, b = self.r_m[left], self.r_m[right]
        p, q = span * self.v_m_s[left], span * self.v_m_s[right]
        c, d = 3.0 * (b - a) - 2.0 * p - q, 2.0 * (a - b) + p + q
        return a + x * (p + x * (c + x * d)), (p + x * (2.0 * c + 3.0 * x * d)) / span

    def ecef_at(self, t_s: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return Earth-fixed positions and velocities at times inside, shape (n, 3) each."""
        t = np.atleast_1d(np.asarray(t_s, float))
        return eci_of_liftoff_to_ecef(*self.at(t), t)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forecast:
    """A flight after injection, and at each of its times how an error there has grown.

    `growth` (n, 6, 6) turns an error of the state at injection into that of the state later.
    """

    ephemeris: Ephemeris
    growth: NDArray[np.float64]

    def growth_at(self, t_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the growth of errors at times inside, linear between those kept, (n, 6, 6).

        Raises
        ------
        InputError
            If a time is outside: growth cannot be drawn on.
        """
        knots = self.ephemeris.t_s
        if float(np.min(t_s)) < knots[0] or float(np.max(t_s)) > knots[-1]:
            raise InputError(
                f"the growth of errors is known from {knots[0]:.1f} to {knots[-1]:.1f} s, asked "
                f"were {float(np.min(t_s)):.1f} to {float(np.max(t_s)):.1f} s"
            )
        right = np.clip(np.searchsorted(knots, t_s), 1, len(knots) - 1)
        share = (t_s - knots[right - 1]) / (knots[right] - knots[right - 1])
        share = share[:, None, None]
        return (1.0 - share) * self.growth[right - 1] + share * self.growth[right]


def forecast(
    r_eci_m: NDArray[np.float64],
    v_eci_m_s: NDArray[np.float64],
    *,
    injection_s: float,
    duration_s: float,
    step_s: float = STEP_S,
) -> Forecast:
    """Return the unpowered flight after injection, under gravity with J2.

    Parameters
    ----------
    r_eci_m, v_eci_m_s : ndarray, shape (3,)
        State at injection, in the axes that coincide with ECEF at lift-off.
    injection_s : float
        Its time after lift-off.
    duration_s, step_s : float
        Length, and time between states kept.

    Raises
    ------
    InputError
        If the duration is not positive.
    ConvergenceError
        If the flight cannot be integrated.

    Notes
    -----
    Air, Sun, Moon and the finer shape of the Earth are left out: after a day up to some kilometres,
    where a usual error of injection has grown to hundreds.
    """
    if not duration_s > 0.0:
        raise InputError(f"duration_s of a forecast must be positive, got {duration_s}")
    t_s = np.append(np.arange(0.0, duration_s, step_s), duration_s)
    nudges = np.array(NUDGES)
    start = np.concatenate([r_eci_m, v_eci_m_s])
    cases = start + np.concatenate([np.zeros((1, 6)), np.diag(nudges), -np.diag(nudges)])
    states = _coasted_together(cases, t_s)
    apart = (states[:, 1:7] - states[:, 7:]) / (2.0 * nudges[:, None])
    return Forecast(
        ephemeris=Ephemeris(
            t_s=injection_s + t_s, r_m=states[:, 0, :3].copy(), v_m_s=states[:, 0, 3:].copy()
        ),
        growth=apart.transpose(0, 2, 1).copy(),
    )


def _coasted_together(cases: NDArray[np.float64], t_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the states of many coasts (m, 6) at the same times, shape (n, m, 6)."""
    shape = cases.shape

    def motion(_: float, flat: NDArray[np.float64]) -> NDArray[np.float64]:
        state = flat.reshape(shape)
        pull = gravity_m_s2(state[:, 0], state[:, 1], state[:, 2])
        return np.concatenate([state[:, 3:], np.stack(pull, axis=1)], axis=1).ravel()

    answer = solve_ivp(
        motion,
        (0.0, float(t_s[-1])),
        cases.ravel(),
        method="DOP853",
        t_eval=t_s,
        rtol=TOLERANCE_RATIO,
        atol=ABSOLUTE_TOLERANCE_M,
    )
    if not answer.success:
        raise ConvergenceError(f"the coast could not be integrated: {answer.message}")
    return answer.y.T.reshape(len(t_s), *shape)
