"""How far from the orbit planned may the injected one be, and does it still please the customer?

A guided cut-off misses in speed, direction and position; what that makes of the elements follows
from the state at injection: at a node an error of direction is all inclination, a quarter turn
later all node.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.numerics.sampling import standard_normals
from cosmodrome.orbit.elements import CIRCULAR_BELOW_ECCENTRICITY
from cosmodrome.vehicles.cutoff import CutoffError

COMPONENTS = 6


def rtn_axes(r_m: NDArray[np.float64], v_m_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rotation whose rows are radial, transverse and normal at a state.

    Parameters
    ----------
    r_m, v_m_s : ndarray, shape (3,)
        Inertial state; transverse lies in the plane, ahead, and normal along r x v.
    """
    radial = r_m / np.linalg.norm(r_m)
    normal = np.cross(r_m, v_m_s)
    normal /= np.linalg.norm(normal)
    return np.stack((radial, np.cross(normal, radial), normal))


def covariance_rtn(
    r_m: NDArray[np.float64], v_m_s: NDArray[np.float64], error: CutoffError
) -> NDArray[np.float64]:
    """Return the covariance of an injection in radial, transverse and normal axes.

    Parameters
    ----------
    r_m, v_m_s : ndarray, shape (3,)
        Planned inertial state at injection.
    error : CutoffError
        Of the cut-off that injects.

    Returns
    -------
    ndarray, shape (6, 6)
        Of position [m] and velocity [m/s]: m2, m2/s and m2/s2. The axes do not turn: they are those
        at injection.
    """
    axes = rtn_axes(r_m, v_m_s)
    return _turned(covariance_inertial(r_m, v_m_s, error), axes)


def covariance_inertial(
    r_m: NDArray[np.float64], v_m_s: NDArray[np.float64], error: CutoffError
) -> NDArray[np.float64]:
    """Return the covariance of an injection in the axes of its state, shape (6, 6)."""
    root = _root(r_m, v_m_s, error)
    return root @ root.T


def _turned(covariance: NDArray[np.float64], axes: NDArray[np.float64]) -> NDArray[np.float64]:
    both = np.kron(np.eye(2), axes)
    return both @ covariance @ both.T


def _root(
    r_m: NDArray[np.float64], v_m_s: NDArray[np.float64], error: CutoffError
) -> NDArray[np.float64]:
    """Return what turns six independent normal numbers into errors of a state, shape (6, 6)."""
    speed_m_s = float(np.linalg.norm(v_m_s))
    along = v_m_s / speed_m_s
    left = np.cross(r_m, along)
    left /= np.linalg.norm(left)
    across_m_s = speed_m_s * math.radians(error.direction_deg)
    axes = np.stack((along, np.cross(along, left), left), axis=1)
    root = np.zeros((COMPONENTS, COMPONENTS))
    root[:3, :3] = error.position_m * axes
    root[3:, 3:] = axes * np.array([error.speed_m_s, across_m_s, across_m_s])
    return root


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OrbitScatter:
    """Deviations of osculating elements from those planned, arrays (n,).

    Angles are in radians; node, argument of perigee and argument of latitude are taken the short
    way round.
    """

    semi_major_axis_m: NDArray[np.float64]
    eccentricity: NDArray[np.float64]
    perigee_m: NDArray[np.float64]
    apogee_m: NDArray[np.float64]
    inclination_rad: NDArray[np.float64]
    raan_rad: NDArray[np.float64]
    argp_rad: NDArray[np.float64]
    argument_of_latitude_rad: NDArray[np.float64]


def scattered_orbits(
    r_m: NDArray[np.float64],
    v_m_s: NDArray[np.float64],
    error: CutoffError,
    *,
    seed: int,
    cases: int,
) -> OrbitScatter:
    """Return how the elements of dispersed injections differ from those planned.

    Parameters
    ----------
    r_m, v_m_s : ndarray, shape (3,)
        Planned inertial state.
    error : CutoffError
        Of the cut-off that injects.
    seed, cases : int
        Of the scrambled Sobol points; see `numerics.sampling.standard_normals`.
    """
    normals = standard_normals("sobol", seed=seed, first_case=0, cases=cases, columns=COMPONENTS)
    states = np.concatenate([r_m, v_m_s]) + normals @ _root(r_m, v_m_s, error).T
    planned = figures_of_states(np.concatenate([r_m, v_m_s])[None, :])
    found = figures_of_states(states)
    off = {name: found[name] - planned[name][0] for name in found}
    for name in ("raan_rad", "argp_rad", "argument_of_latitude_rad"):
        off[name] = np.arctan2(np.sin(off[name]), np.cos(off[name]))
    return OrbitScatter(**off)


def figures_of_states(states: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Return the elements of many states, shape (n, 6), at once: arrays (n,) by name.

    Heights above the equatorial radius [m], angles -pi to pi [rad]; an orbit without perigee counts
    from its node.
    """
    r, v = states[:, :3], states[:, 3:]
    radius = np.linalg.norm(r, axis=1)
    semi_major = 1.0 / (2.0 / radius - np.sum(v * v, axis=1) / EARTH_MU_M3_S2)
    h = np.cross(r, v)
    size = np.linalg.norm(h, axis=1)
    w = h / size[:, None]
    e_vector = np.cross(v, h) / EARTH_MU_M3_S2 - r / radius[:, None]
    eccentricity = np.linalg.norm(e_vector, axis=1)
    node = np.stack((-w[:, 1], w[:, 0], np.zeros(len(w))), axis=1)
    ahead = np.cross(w, node)
    has_perigee = eccentricity > CIRCULAR_BELOW_ECCENTRICITY
    argp = np.arctan2(np.sum(e_vector * ahead, axis=1), np.sum(e_vector * node, axis=1))
    return {
        "semi_major_axis_m": semi_major,
        "eccentricity": eccentricity,
        "perigee_m": semi_major * (1.0 - eccentricity) - EARTH_EQUATORIAL_RADIUS_M,
        "apogee_m": semi_major * (1.0 + eccentricity) - EARTH_EQUATORIAL_RADIUS_M,
        "inclination_rad": np.arctan2(np.hypot(w[:, 0], w[:, 1]), w[:, 2]),
        "raan_rad": np.arctan2(w[:, 0], -w[:, 1]),
        "argp_rad": np.where(has_perigee, argp, 0.0),
        "argument_of_latitude_rad": np.arctan2(np.sum(r * ahead, axis=1), np.sum(r * node, axis=1)),
    }
