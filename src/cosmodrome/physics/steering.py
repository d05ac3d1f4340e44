"""Where does the body axis point while the start of the flight is scripted?"""

from cosmodrome.physics.earth import OMEGA, rotate_about_pole
from cosmodrome.physics.formula import Real, cos, formula, sin, sqrt
from cosmodrome.physics.motion import air_velocity_m_s, speed_m_s

# Keeps the zeros of a coast from being divided by zero; a unit vector does not feel it.
NO_DIRECTION = 1e-24


@formula
def pad_direction(
    t_s: Real, tilt_rad: Real, azimuth_rad: Real, latitude_rad: Real, longitude_rad: Real
) -> Real:
    """Return a unit vector tilted from the pad's vertical towards an azimuth, inertial axes.

    The inertial frame coincides with the Earth-fixed one at t = 0; the pad turns with the Earth.
    """
    up = cos(tilt_rad)
    north = sin(tilt_rad) * cos(azimuth_rad)
    east = sin(tilt_rad) * sin(azimuth_rad)
    outward = up * cos(latitude_rad) - north * sin(latitude_rad)
    x, y = rotate_about_pole(outward, east, longitude_rad + OMEGA * t_s)
    return x, y, up * sin(latitude_rad) + north * cos(latitude_rad)


@formula
def along_air_velocity(rx: Real, ry: Real, vx: Real, vy: Real, vz: Real) -> Real:
    """Return the unit vector of the velocity relative to the air: flight at zero incidence."""
    wx, wy, wz = air_velocity_m_s(rx, ry, vx, vy, vz)
    w = speed_m_s(wx, wy, wz)
    return wx / w, wy / w, wz / w


@formula
def turned_direction(ux: Real, uy: Real, uz: Real, ex: Real, ey: Real, ez: Real) -> Real:
    """Return a direction turned by a small rotation vector, as a unit vector.

    Zeros stay zeros: a coast has no direction.
    """
    tx = ux + ey * uz - ez * uy
    ty = uy + ez * ux - ex * uz
    tz = uz + ex * uy - ey * ux
    length = sqrt(tx * tx + ty * ty + tz * tz + NO_DIRECTION)
    return tx / length, ty / length, tz / length
