"""What does an exact integration add to the polynomials and to coasts about a point mass?

A correction is constant while an optimum is sought and renewed at the next one (deferred
correction): the answer satisfies the exact equations, though its mesh is coarse. For coasts, where
the oblate Earth moves the end by tens of kilometres, the derivative of the correction is taken
along, so that it settles as fast as Newton's method does.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.iterate import STATE_SCALE, TIME_S, Point
from cosmodrome.flight.arcs import arc_ends, phase_ends
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.orbit.coast import eccentric_growth_rad
from cosmodrome.physics.gravity import gravity_m_s2
from cosmodrome.physics.kepler import coasted_state

Array = NDArray[np.float64]

# Steps of the differences, scaled: 6 m and 0.8 cm/s leave eight digits of the slopes.
STEP_RATIO = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoastCorrection:
    """What the Earth's shape adds to a coast, scaled: at a start and a length, and its slopes.

    added(start, length) = `added` + `by_state` (start - `start`) + `by_length` (length - `length`)
    """

    start: Array
    length: float
    added: Array
    by_state: Array
    by_length: Array

    def constants(self) -> Array:
        """Return what `forms.coast` reads after the correction of the state before."""
        base = self.added - self.by_state @ self.start - self.by_length * self.length
        return np.concatenate([base, self.by_state.ravel(), self.by_length])


NO_COAST_CORRECTION = CoastCorrection(
    start=np.zeros(6),
    length=0.0,
    added=np.zeros(6),
    by_state=np.zeros((6, 6)),
    by_length=np.zeros(6),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Correction:
    """What is added to the end of each phase (phases, 6), SI, and how coasts are corrected."""

    links: Array
    coasts: Mapping[int, CoastCorrection]

    @classmethod
    def none(cls, phases: int) -> "Correction":
        """Return no correction."""
        return cls(links=np.zeros((phases, 6)), coasts={})


def corrected(
    profile: FlightProfile, point: Point, before: Correction, pad: Array, in_one_piece: Array
) -> Correction:
    """Return the correction at an optimum that was found with another one.

    Parameters
    ----------
    pad : ndarray, shape (6,)
        State at lift-off.
    in_one_piece : ndarray of bool, shape (phases,)
        Coasts that the programme takes in one piece.
    """
    ends = np.array([s[-1] for s in point.states])
    starts = np.vstack([pad, (ends + before.links)[:-1]])
    links = phase_ends(profile, starts) - ends
    links[in_one_piece] = 0.0
    coasts = {int(i): _coast(profile, int(i), starts[i]) for i in np.flatnonzero(in_one_piece)}
    return Correction(links=links, coasts=coasts)


def _coast(profile: FlightProfile, index: int, start: Array) -> CoastCorrection:
    length_s = profile.phases[index].duration_s
    steps = np.vstack([np.zeros(6), STEP_RATIO * np.eye(6), -STEP_RATIO * np.eye(6)])
    starts = start + steps * STATE_SCALE
    exact = arc_ends(profile, index, starts) / STATE_SCALE
    point_mass = np.array([_about_point_mass(s, length_s) for s in starts])
    added = exact - point_mass
    return CoastCorrection(
        start=start / STATE_SCALE,
        length=length_s / TIME_S,
        added=added[0],
        by_state=((added[1:7] - added[7:]) / (2.0 * STEP_RATIO)).T,
        by_length=_rates(exact[0]) - _pointed(point_mass[0]),
    )


def _about_point_mass(start: Array, length_s: float) -> Array:
    """Return the scaled state at the end of a coast about a point mass."""
    growth_rad = eccentric_growth_rad(start, length_s)
    return np.array(coasted_state(*map(float, start / STATE_SCALE), growth_rad, 1.0)[:6])


def _rates(state: Array) -> Array:
    """Return the scaled rates of a coast about the oblate Earth."""
    pull = np.array(gravity_m_s2(*map(float, state[:3] * STATE_SCALE[:3])))
    return np.concatenate([state[3:], pull * (TIME_S / STATE_SCALE[3])])


def _pointed(state: Array) -> Array:
    """Return the scaled rates of a coast about a point mass."""
    return np.concatenate([state[3:], -state[:3] / np.linalg.norm(state[:3]) ** 3])
