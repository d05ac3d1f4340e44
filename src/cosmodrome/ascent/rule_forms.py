"""Which quantities do rules along the way and at the ends of phases bound? One form each."""

import math

import numpy as np

from cosmodrome.ascent.draft import Array, Form, Symbols
from cosmodrome.ascent.iterate import LENGTH_M
from cosmodrome.ascent.scaled import dot, energy_of, metric, momentum_of, shifted
from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.physics.aerodynamics import dynamic_pressure_pa, free_molecular_heat_flux_w_m2
from cosmodrome.physics.atmosphere import air
from cosmodrome.physics.earth import OMEGA, ellipsoid_altitude_m, rotate_about_pole
from cosmodrome.physics.formula import Real, log, sqrt
from cosmodrome.physics.kepler import descent
from cosmodrome.physics.motion import air_velocity_m_s, speed_m_s
from cosmodrome.physics.steering import along_air_velocity

# Keeps the derivative of a distance finite at its zero, as a share of the zone's size, squared.
ROUND = 1e-6
# Far out there is no air: its logarithm stays finite.
NO_FLUX = 1e-9


def pressure_ratio() -> Form:
    """Return dynamic pressure over its limit; constants: limit [Pa]."""

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        return [dynamic_pressure_pa(*_air_speed(v)) / c[0]]

    return Form(key="q", rows=1, unknowns=6, locals=0, constants=1, write=write)


def bending_ratio() -> Form:
    """Return dynamic pressure times incidence over its limit, squared; constants: limit [Pa rad].

    The square of a small incidence is twice what its cosine lacks of one.
    """

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        r, velocity = metric(v)
        ahead = along_air_velocity(r[0], r[1], *velocity)
        q = dynamic_pressure_pa(*_air_speed(v)) / c[0]
        cosine = sum(a * b for a, b in zip(ahead, v[6:9], strict=True))
        return [2.0 * q * q * (1.0 - cosine)]

    return Form(key="q-alpha", rows=1, unknowns=9, locals=0, constants=1, write=write)


def _air_speed(v: Symbols) -> tuple[Real, Real]:
    """Return density and speed relative to the air of a scaled state."""
    r, velocity = metric(v)
    _, rho, _ = air(ellipsoid_altitude_m(*r))
    return rho, speed_m_s(*air_velocity_m_s(r[0], r[1], *velocity))


def flux_excess() -> Form:
    """Return the logarithm of heat flux over its limit; constants: correction, limit [W/m2]."""

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        flux = free_molecular_heat_flux_w_m2(*_air_speed(shifted(v, c)))
        return [log(flux / c[6] + NO_FLUX)]

    return Form(key="flux", rows=1, unknowns=6, locals=0, constants=7, write=write)


def radius_squared() -> Form:
    """Return the squared distance from the Earth's centre."""
    return Form(
        key="radius",
        rows=1,
        unknowns=3,
        locals=0,
        constants=0,
        write=lambda v, _y, _c: [dot(v, v)],
    )


def perigee_excess() -> Form:
    """Return what is positive while the perigee is above a radius; constants: correction, radius.

    Squared angular momentum less that of the orbit of the same energy which touches the radius.
    """

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        x = shifted(v, c)
        energy, h = energy_of(x), momentum_of(x)
        return [dot(h, h) - 2.0 * (energy + 1.0 / c[6]) * c[6] * c[6]]

    return Form(key="perigee", rows=1, unknowns=6, locals=0, constants=7, write=write)


def zone_distance() -> Form:
    """Return how far from a zone's centre a spent part comes down, in the zone's own measure.

    One at the edge of its ellipse. Local: time of separation [s]. Constants: correction (6), east
    and north axes of the zone's centre (3 + 3), what air and terrain add to a fall in vacuum (east,
    north [m]), directions of the semi-axes over their lengths (2 + 2) [1/m].
    """

    def write(v: Symbols, y: Symbols, c: Symbols) -> Symbols:
        r, velocity = metric(shifted(v, c))
        x, yy, z, later_s = descent(*r, *velocity, LENGTH_M, EARTH_MU_M3_S2)
        place = [*rotate_about_pole(x, yy, -OMEGA * (y[0] + later_s)), z]
        east = dot(place, c[6:9]) + c[12]
        north = dot(place, c[9:12]) + c[13]
        along = east * c[14] + north * c[15]
        across = east * c[16] + north * c[17]
        return [sqrt(along * along + across * across + ROUND)]

    return Form(key="zone", rows=1, unknowns=6, locals=1, constants=18, write=write)


def elevation() -> Form:
    """Return the sine of the elevation over a station.

    Local: time [s]. Constants: correction (6), Earth-fixed place of the station [m] (3), its
    vertical (3).
    """

    def write(v: Symbols, y: Symbols, c: Symbols) -> Symbols:
        r, _ = metric(shifted(v, c))
        x, yy = rotate_about_pole(r[0], r[1], -OMEGA * y[0])
        away = [x - c[6], yy - c[7], r[2] - c[8]]
        return [dot(away, c[9:12]) / sqrt(dot(away, away))]

    return Form(key="elevation", rows=1, unknowns=6, locals=1, constants=12, write=write)


def local_axes(latitude_rad: float, longitude_rad: float) -> tuple[Array, Array]:
    """Return the east and north unit vectors of a place on a sphere, Earth-fixed."""
    sin_lat, cos_lat = math.sin(latitude_rad), math.cos(latitude_rad)
    sin_lon, cos_lon = math.sin(longitude_rad), math.cos(longitude_rad)
    east = np.array([-sin_lon, cos_lon, 0.0])
    north = np.array([-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat])
    return east, north
