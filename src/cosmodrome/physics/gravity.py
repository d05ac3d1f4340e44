"""How does the Earth pull? Zonal harmonics, inertial or Earth-fixed axes with z along the pole."""

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_J2_COEFFICIENT, EARTH_MU_M3_S2
from cosmodrome.physics.formula import Real, formula, sqrt


@formula
def zonal_gravity_m_s2(
    rx: Real, ry: Real, rz: Real, mu: Real, radius_m: Real, j2: Real, j3: Real, j4: Real
) -> Real:
    """Return the acceleration of a body with zonal harmonics J2, J3 and J4.

    Vallado, Fundamentals of Astrodynamics and Applications, 4th ed., section 8.7.1.
    """
    r = sqrt(rx * rx + ry * ry + rz * rz)
    nearness = 1.0 / r
    q = radius_m * nearness
    s = rz * nearness
    s2 = s * s
    pull = -mu * nearness * nearness * nearness
    k2 = 1.5 * j2 * q * q
    k3 = 2.5 * j3 * q * q * q
    k4 = 0.625 * j4 * q * q * q * q
    sideways = (
        1.0
        + k2 * (1.0 - 5.0 * s2)
        + k3 * s * (3.0 - 7.0 * s2)
        - k4 * (3.0 - 42.0 * s2 + 63.0 * s2 * s2)
    )
    along = rz * (
        1.0 + k2 * (3.0 - 5.0 * s2) - k4 * (15.0 - 70.0 * s2 + 63.0 * s2 * s2)
    ) + k3 * r * (6.0 * s2 - 7.0 * s2 * s2 - 0.6)
    return pull * rx * sideways, pull * ry * sideways, pull * along


@formula
def gravity_m_s2(rx: Real, ry: Real, rz: Real) -> Real:
    """Return the Earth's pull with J2, the field that every flight of a plan uses."""
    return zonal_gravity_m_s2(
        rx,
        ry,
        rz,
        EARTH_MU_M3_S2,
        EARTH_EQUATORIAL_RADIUS_M,
        EARTH_J2_COEFFICIENT,
        0.0,
        0.0,
    )
