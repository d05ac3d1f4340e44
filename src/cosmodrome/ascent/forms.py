"""Which equations does an ascent consist of? Each is one form of element: a text over symbols.

Local unknowns are scaled states (Earth radii, circular speeds) and thrust directions; affine locals
are mass [kg] and span [scaled time]; constants differ from element to element. Rows of motion read
"minus span times rate": the polynomial's own slope is the constant part of the programme.
"""

import math
from collections.abc import Sequence

import numpy as np

from cosmodrome.ascent.assembly import Form, Symbols
from cosmodrome.ascent.iterate import LENGTH_M, SPEED_M_S, TIME_S
from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.flight.profile import DragTable, Steering
from cosmodrome.orbit.coast import step_on
from cosmodrome.physics.aerodynamics import dynamic_pressure_pa, free_molecular_heat_flux_w_m2
from cosmodrome.physics.atmosphere import air
from cosmodrome.physics.earth import OMEGA, ellipsoid_altitude_m, rotate_about_pole
from cosmodrome.physics.formula import Real, clip, log, sqrt
from cosmodrome.physics.gravity import gravity_m_s2
from cosmodrome.physics.kepler import descent
from cosmodrome.physics.motion import (
    acceleration_m_s2,
    air_velocity_m_s,
    flight_acceleration_m_s2,
    speed_m_s,
)
from cosmodrome.physics.steering import along_air_velocity, pad_direction

STATE = 6
# Constants of a node of motion: vacuum thrust, exit area, reference area; then, where the pad's
# vertical steers: time after lift-off, share of the pitch-over, latitude and longitude of the pad.
THRUST_EXIT_AREA = 3
PAD_TIME_SHARE_PLACE = 4
# Keeps the derivative of a distance finite at its zero, as a share of the zone's size.
ROUND = 1e-6


def motion(steering: Steering, drag: DragTable, *, in_air: bool) -> Form:
    """Return the equations of motion at a node; locals are mass and span.

    Without air (above the fairing's jettison of stages that burn far up) the few pascals that are
    left are added by the corrections of the search.
    """
    scripted = steering in ("vertical", "pitchover")

    def write(v: Symbols, y: Symbols, c: Symbols) -> Symbols:
        r = [x * LENGTH_M for x in v[:3]]
        velocity = [x * SPEED_M_S for x in v[3:6]]
        mass, span = y[0], y[1]
        thrust, exit_area, area = c[0], c[1], c[2]
        if steering == "free":
            u = tuple(v[6:9])
        elif steering == "coast":
            u = (0.0, 0.0, 0.0)
        elif steering == "zero-incidence":
            u = along_air_velocity(r[0], r[1], *velocity)
        else:
            t, share, latitude, longitude = c[3:7]
            u = pad_direction(t, y[2] * share, y[3], latitude, longitude)
        if in_air:
            a = flight_acceleration_m_s2(
                *r, *velocity, mass, *u, thrust, exit_area, area, drag.knots, drag.coefficients
            )
        else:
            a = acceleration_m_s2(mass, *gravity_m_s2(*r), thrust, *u, 0.0, *velocity, 1.0)
        rates = [*v[3:6], *(x * (TIME_S / SPEED_M_S) for x in a)]
        return [-span * x for x in rates]

    return Form(
        key=("motion", steering, in_air, drag.knots.tobytes(), drag.coefficients.tobytes()),
        rows=STATE,
        unknowns=STATE + (3 if steering == "free" else 0),
        locals=4 if scripted else 2,
        constants=THRUST_EXIT_AREA + (PAD_TIME_SHARE_PLACE if scripted else 0),
        write=write,
    )


def coast_step() -> Form:
    """Return one step of a coast: where it ends, and how long it takes (to be summed).

    Unknowns are the states before and after and the growth of the eccentric anomaly over the whole
    coast; constants: correction of the state before (6), the step's share of the anomaly, and that
    for which oblateness acts.
    """

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        r, velocity = _at(_shifted(v, c))
        *end, time_s = step_on([*r, *velocity], c[6] * v[12], c[7] * v[12])
        scaled = [*(a / LENGTH_M for a in end[:3]), *(a / SPEED_M_S for a in end[3:])]
        return [*(a - b for a, b in zip(v[6:12], scaled, strict=True)), time_s / TIME_S]

    return Form(key="coast-step", rows=7, unknowns=13, locals=0, constants=8, write=write)


def unit_direction() -> Form:
    """Return that a thrust direction is a unit vector."""
    return Form(
        key="unit-direction",
        rows=1,
        unknowns=3,
        locals=0,
        constants=0,
        write=lambda v, _y, _c: [v[0] * v[0] + v[1] * v[1] + v[2] * v[2] - 1.0],
    )


def affine() -> Form:
    """Return a quantity that is affine in the global variables."""
    return Form(
        key="affine", rows=1, unknowns=0, locals=1, constants=0, write=lambda _v, y, _c: [*y]
    )


# ---- rules at a state -----------------------------------------------------------------------


def _at(v: Symbols) -> tuple[Symbols, Symbols]:
    return [x * LENGTH_M for x in v[:3]], [x * SPEED_M_S for x in v[3:6]]


def _air_speed(v: Symbols) -> tuple[Real, Real]:
    """Return density and speed relative to the air of a scaled state."""
    r, velocity = _at(v)
    _, rho, _ = air(ellipsoid_altitude_m(*r))
    return rho, speed_m_s(*air_velocity_m_s(r[0], r[1], *velocity))


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
        r, velocity = _at(v)
        ahead = along_air_velocity(r[0], r[1], *velocity)
        q = dynamic_pressure_pa(*_air_speed(v)) / c[0]
        cosine = sum(a * b for a, b in zip(ahead, v[6:9], strict=True))
        return [2.0 * q * q * (1.0 - cosine)]

    return Form(key="q-alpha", rows=1, unknowns=9, locals=0, constants=1, write=write)


def flux_excess() -> Form:
    """Return the logarithm of heat flux over its limit; constants: correction, limit [W/m2]."""

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        flux = free_molecular_heat_flux_w_m2(*_air_speed(_shifted(v, c)))
        return [log(flux / c[6])]

    return Form(key="flux", rows=1, unknowns=6, locals=0, constants=7, write=write)


def radius_squared() -> Form:
    """Return the squared distance from the Earth's centre."""
    return Form(
        key="radius",
        rows=1,
        unknowns=3,
        locals=0,
        constants=0,
        write=lambda v, _y, _c: [v[0] * v[0] + v[1] * v[1] + v[2] * v[2]],
    )


def perigee_excess() -> Form:
    """Return what is positive while the perigee is above a radius; constants: correction, radius.

    Squared angular momentum less that of the orbit of the same energy which touches the radius.
    """

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        x = _shifted(v, c)
        energy, h = _energy(x), _momentum(x)
        return [_dot(h, h) - 2.0 * (energy + 1.0 / c[6]) * c[6] * c[6]]

    return Form(key="perigee", rows=1, unknowns=6, locals=0, constants=7, write=write)


def zone_distance() -> Form:
    """Return how far from a zone's centre a spent part comes down, in the zone's own measure.

    One at the edge of its ellipse. Local: time of separation [s]. Constants: correction (6), east
    and north axes of the zone's centre (3 + 3), what air and terrain add to a fall in vacuum (east,
    north [m]), directions of the semi-axes over their lengths (2 + 2) [1/m].
    """

    def write(v: Symbols, y: Symbols, c: Symbols) -> Symbols:
        r, velocity = _at(_shifted(v, c))
        x, yy, z, later_s = descent(*r, *velocity, LENGTH_M, EARTH_MU_M3_S2)
        place = [*rotate_about_pole(x, yy, -OMEGA * (y[0] + later_s)), z]
        east = _dot(place, c[6:9]) + c[12]
        north = _dot(place, c[9:12]) + c[13]
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
        r, _ = _at(_shifted(v, c))
        x, yy = rotate_about_pole(r[0], r[1], -OMEGA * y[0])
        away = [x - c[6], yy - c[7], r[2] - c[8]]
        return [_dot(away, c[9:12]) / sqrt(_dot(away, away))]

    return Form(key="elevation", rows=1, unknowns=6, locals=1, constants=12, write=write)


# ---- the orbit reached ----------------------------------------------------------------------


def _shifted(v: Symbols, c: Symbols) -> Symbols:
    """Return a state with its correction, the first six constants."""
    return [a + b for a, b in zip(v[:STATE], c[:STATE], strict=True)]


def _dot(a: Sequence[Real], b: Sequence[Real]) -> Real:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Sequence[Real], b: Sequence[Real]) -> list[Real]:
    return [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]


def _energy(x: Symbols) -> Real:
    return 0.5 * _dot(x[3:], x[3:]) - 1.0 / sqrt(_dot(x[:3], x[:3]))


def _momentum(x: Symbols) -> list[Real]:
    return _cross(x[:3], x[3:])


def _eccentricity(x: Symbols) -> list[Real]:
    radius = sqrt(_dot(x[:3], x[:3]))
    pull = _cross(x[3:], _momentum(x))
    return [a - b / radius for a, b in zip(pull, x[:3], strict=True)]


def apsis() -> Form:
    """Return misses of radius, flight-path angle and speed.

    Constants: correction, radius, squared speed.
    """

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        x = _shifted(v, c)
        return [
            _dot(x[:3], x[:3]) - c[6] * c[6],
            _dot(x[:3], x[3:]),
            _dot(x[3:], x[3:]) - c[7],
        ]

    return Form(key="apsis", rows=3, unknowns=6, locals=0, constants=8, write=write)


def energy() -> Form:
    """Return the miss of the energy; constants: correction, energy."""
    return Form(
        key="energy",
        rows=1,
        unknowns=6,
        locals=0,
        constants=7,
        write=lambda v, _y, c: [_energy(_shifted(v, c)) - c[6]],
    )


def momentum() -> Form:
    """Return the miss of the squared angular momentum; constants: correction, its value."""

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        h = _momentum(_shifted(v, c))
        return [_dot(h, h) - c[6]]

    return Form(key="momentum", rows=1, unknowns=6, locals=0, constants=7, write=write)


def inclination() -> Form:
    """Return the miss of the inclination; constants: correction, its cosine."""

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        h = _momentum(_shifted(v, c))
        return [h[2] - sqrt(_dot(h, h)) * c[6]]

    return Form(key="inclination", rows=1, unknowns=6, locals=0, constants=7, write=write)


def equatorial() -> Form:
    """Return how far position and velocity stand off the equator; constants: correction."""

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        x = _shifted(v, c)
        return [x[2], x[5]]

    return Form(key="equatorial", rows=2, unknowns=6, locals=0, constants=6, write=write)


def node() -> Form:
    """Return the miss of the ascending node, and what is positive on its own side.

    Constants: correction, cosine and sine of its right ascension.
    """

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        h = _momentum(_shifted(v, c))
        return [h[0] * c[6] + h[1] * c[7], h[0] * c[7] - h[1] * c[6]]

    return Form(key="node", rows=2, unknowns=6, locals=0, constants=8, write=write)


def argument_of_perigee() -> Form:
    """Return the miss of the argument of perigee, and what is positive on its own side.

    Constants: correction, cosine and sine of the argument.
    """

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        x = _shifted(v, c)
        h, e = _momentum(x), _eccentricity(x)
        to_node = [-h[1], h[0], 0.0]
        size = sqrt(h[0] * h[0] + h[1] * h[1])
        along = _dot(to_node, e) / size
        across = _dot(_cross(h, to_node), e) / (size * sqrt(_dot(h, h)))
        return [across * c[6] - along * c[7], along * c[6] + across * c[7]]

    return Form(key="argp", rows=2, unknowns=6, locals=0, constants=8, write=write)


def asymptote() -> Form:
    """Return the miss of the declination of the outgoing asymptote; constants: correction, sine."""

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        x = _shifted(v, c)
        h, e = _momentum(x), _eccentricity(x)
        size = sqrt(_dot(e, e))
        ahead = _cross(h, e)
        cosine = -1.0 / size
        sine = sqrt(clip(1.0 - cosine * cosine, ROUND * ROUND, 1.0))
        return [cosine * e[2] / size + sine * ahead[2] / (sqrt(_dot(h, h)) * size) - c[6]]

    return Form(key="asymptote", rows=1, unknowns=6, locals=0, constants=7, write=write)


def local_axes(latitude_rad: float, longitude_rad: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the east and north unit vectors of a place on a sphere, Earth-fixed."""
    sin_lat, cos_lat = math.sin(latitude_rad), math.cos(latitude_rad)
    sin_lon, cos_lon = math.sin(longitude_rad), math.cos(longitude_rad)
    east = np.array([-sin_lon, cos_lon, 0.0])
    north = np.array([-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat])
    return east, north
