"""Where is the ground, and how does it turn? WGS-84 ellipsoid, constant rotation rate."""

from cosmodrome.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_FLATTENING_RATIO,
    EARTH_ROTATION_RATE_RAD_S,
)
from cosmodrome.physics.formula import Real, cos, formula, sin, sqrt

A = EARTH_EQUATORIAL_RADIUS_M
FLAT = EARTH_FLATTENING_RATIO
E2 = FLAT * (2.0 - FLAT)
OMEGA = EARTH_ROTATION_RATE_RAD_S


@formula
def ellipsoid_altitude_m(rx: Real, ry: Real, rz: Real) -> Real:
    """Return the height of a point above the WGS-84 ellipsoid.

    Radius of the ellipsoid under the point to second order in the flattening, and the second-order
    correction for measuring along its normal; within 0.2 m below 1000 km.
    """
    r = sqrt(rx * rx + ry * ry + rz * rz)
    nearness = 1.0 / r
    s = rz * nearness
    s2 = s * s
    c2 = 1.0 - s2
    surface = A * (1.0 - FLAT * s2 - 1.5 * FLAT * FLAT * s2 * c2)
    height = r - surface
    return height - 2.0 * FLAT * FLAT * s2 * c2 * height * A * nearness


@formula
def ecef_position_m(latitude_rad: Real, longitude_rad: Real, altitude_m: Real) -> Real:
    """Return the Earth-fixed position of a geodetic place, as three components [m]."""
    s = sin(latitude_rad)
    c = cos(latitude_rad)
    n = A / sqrt(1.0 - E2 * s * s)
    return (
        (n + altitude_m) * c * cos(longitude_rad),
        (n + altitude_m) * c * sin(longitude_rad),
        (n * (1.0 - E2) + altitude_m) * s,
    )


@formula
def ground_velocity_m_s(rx: Real, ry: Real) -> Real:
    """Return the inertial velocity, x and y, of a point that turns with the Earth."""
    return -OMEGA * ry, OMEGA * rx


@formula
def rotate_about_pole(x: Real, y: Real, angle_rad: Real) -> Real:
    """Return x and y of a vector turned by an angle about the Earth's axis, eastwards positive."""
    c = cos(angle_rad)
    s = sin(angle_rad)
    return c * x - s * y, s * x + c * y
