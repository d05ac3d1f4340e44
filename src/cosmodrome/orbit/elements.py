"""Which ellipse does a state belong to? Osculating Kepler elements, safe where they degenerate."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.errors import InputError

# Below these an ellipse has no perigee and a plane no node that a computer could tell.
CIRCULAR_BELOW_ECCENTRICITY = 1e-11
EQUATORIAL_BELOW_RATIO = 1e-11

TURN_RAD = 2.0 * math.pi


@dataclass(frozen=True, slots=True, kw_only=True)
class OrbitElements:
    """Kepler elements about the Earth, angles in radians, 0 to 2 pi (inclination 0 to pi).

    A circular orbit has `argp_rad` 0 and counts its anomaly from the node; an equatorial one has
    `raan_rad` 0 and counts from the x axis. A hyperbola has a negative semi-major axis.
    """

    semi_major_axis_m: float
    eccentricity: float
    inclination_rad: float
    raan_rad: float
    argp_rad: float
    true_anomaly_rad: float

    @property
    def semi_latus_rectum_m(self) -> float:
        """Return the radius a quarter turn from perigee."""
        return self.semi_major_axis_m * (1.0 - self.eccentricity**2)

    @property
    def argument_of_latitude_rad(self) -> float:
        """Return the angle from the ascending node along the orbit."""
        return (self.argp_rad + self.true_anomaly_rad) % TURN_RAD

    @property
    def mean_motion_rad_s(self) -> float:
        """Return the mean rate of an ellipse."""
        return math.sqrt(EARTH_MU_M3_S2 / self.semi_major_axis_m**3)

    @property
    def period_s(self) -> float:
        """Return the time of one revolution of an ellipse."""
        return TURN_RAD / self.mean_motion_rad_s


def elements_from_state(r_m: NDArray[np.float64], v_m_s: NDArray[np.float64]) -> OrbitElements:
    """Return the osculating elements of an inertial state about the Earth.

    Parameters
    ----------
    r_m, v_m_s : ndarray, shape (3,)
        Position [m] and velocity [m/s] in inertial axes with z along the Earth's axis. The node is
        counted from the x axis, whatever that is.

    Raises
    ------
    InputError
        If the motion is straight through the centre, or parabolic.
    """
    radius_m = float(np.linalg.norm(r_m))
    h = np.cross(r_m, v_m_s)
    h_norm = float(np.linalg.norm(h))
    if h_norm <= 1e-9 * radius_m * float(np.linalg.norm(v_m_s)):
        raise InputError("a state that moves straight to or from the centre has no orbit plane")
    alpha = 2.0 / radius_m - float(v_m_s @ v_m_s) / EARTH_MU_M3_S2
    if abs(alpha) * radius_m < 1e-12:
        raise InputError("a parabola has no semi-major axis")
    w = h / h_norm
    e_vector = np.cross(v_m_s, h) / EARTH_MU_M3_S2 - r_m / radius_m
    eccentricity = float(np.linalg.norm(e_vector))
    node = _node_direction(w)
    perigee = e_vector / eccentricity if eccentricity > CIRCULAR_BELOW_ECCENTRICITY else node
    return OrbitElements(
        semi_major_axis_m=1.0 / alpha,
        eccentricity=eccentricity,
        inclination_rad=math.atan2(math.hypot(w[0], w[1]), w[2]),
        raan_rad=math.atan2(node[1], node[0]) % TURN_RAD,
        argp_rad=_angle_about(w, node, perigee),
        true_anomaly_rad=_angle_about(w, perigee, r_m),
    )


def _node_direction(w: NDArray[np.float64]) -> NDArray[np.float64]:
    if math.hypot(w[0], w[1]) < EQUATORIAL_BELOW_RATIO:
        return np.array([1.0, 0.0, 0.0])
    node = np.array([-w[1], w[0], 0.0])
    return node / float(np.linalg.norm(node))


def _angle_about(
    axis: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> float:
    """Return the angle from one direction to another, counted about an axis."""
    return math.atan2(float(axis @ np.cross(start, end)), float(start @ end)) % TURN_RAD


def state_from_elements(
    elements: OrbitElements,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return position [m] and velocity [m/s], shape (3,), in the axes that the node counts from."""
    p = elements.semi_latus_rectum_m
    e, nu = elements.eccentricity, elements.true_anomaly_rad
    perigee, ahead = _perifocal_axes(elements)
    radius_m = p / (1.0 + e * math.cos(nu))
    speed_m_s = math.sqrt(EARTH_MU_M3_S2 / p)
    r_m = radius_m * (math.cos(nu) * perigee + math.sin(nu) * ahead)
    v_m_s = speed_m_s * ((e + math.cos(nu)) * ahead - math.sin(nu) * perigee)
    return r_m, v_m_s


def _perifocal_axes(
    elements: OrbitElements,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the directions of perigee and of the motion there."""
    cn, sn = math.cos(elements.raan_rad), math.sin(elements.raan_rad)
    ci, si = math.cos(elements.inclination_rad), math.sin(elements.inclination_rad)
    ca, sa = math.cos(elements.argp_rad), math.sin(elements.argp_rad)
    node = np.array([cn, sn, 0.0])
    above = np.array([-sn * ci, cn * ci, si])
    return ca * node + sa * above, ca * above - sa * node


def true_anomaly_of_mean_rad(mean_anomaly_rad: float, eccentricity: float) -> float:
    """Return the true anomaly of a mean one, by Newton's method on Kepler's equation."""
    mean = mean_anomaly_rad % TURN_RAD
    anomaly = math.pi if eccentricity > 0.8 else mean
    for _ in range(50):
        slope = 1.0 - eccentricity * math.cos(anomaly)
        step = (anomaly - eccentricity * math.sin(anomaly) - mean) / slope
        anomaly -= step
        if abs(step) < 1e-14:
            break
    half = anomaly / 2.0
    ratio = math.sqrt((1.0 + eccentricity) / (1.0 - eccentricity))
    return 2.0 * math.atan2(ratio * math.sin(half), math.cos(half)) % TURN_RAD


def mean_anomaly_of_true_rad(true_anomaly_rad: float, eccentricity: float) -> float:
    """Return the mean anomaly of a true one, on an ellipse."""
    half = true_anomaly_rad / 2.0
    ratio = math.sqrt((1.0 - eccentricity) / (1.0 + eccentricity))
    anomaly = 2.0 * math.atan2(ratio * math.sin(half), math.cos(half))
    return (anomaly - eccentricity * math.sin(anomaly)) % TURN_RAD
