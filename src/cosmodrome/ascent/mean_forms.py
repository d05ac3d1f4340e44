"""Which quantities tell the mean orbit, freed of the ripple of oblateness, from a state?

Energy with the potential of J2 in it, and the momentum about the Earth's axis, are the same all
along the orbit: they fix mean size and plane wherever the flight ends. Lengths are in radii of the
Earth, so that the strength of its oblateness is J2 itself.
"""

from cosmodrome.ascent.draft import Form, Symbols
from cosmodrome.ascent.scaled import dot, eccentricity_of, energy_of, momentum_of, shifted
from cosmodrome.constants import EARTH_J2_COEFFICIENT
from cosmodrome.physics.formula import sqrt


def whole_energy() -> Form:
    """Return the miss of the energy, J2 included; constants: correction, energy."""

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        x = shifted(v, c)
        radius = sqrt(dot(x[:3], x[:3]))
        up = x[2] / radius
        lumps = 0.5 * EARTH_J2_COEFFICIENT * (3.0 * up * up - 1.0) / radius**3
        return [energy_of(x) + lumps - c[6]]

    return Form(key="whole_energy", rows=1, unknowns=6, locals=0, constants=7, write=write)


def polar_momentum() -> Form:
    """Return the miss of the angular momentum about the Earth's axis; constants: correction, it."""
    return Form(
        key="polar_momentum",
        rows=1,
        unknowns=6,
        locals=0,
        constants=7,
        write=lambda v, _y, c: [momentum_of(shifted(v, c))[2] - c[6]],
    )


def mean_circle() -> Form:
    """Return misses of radius and climb on an orbit whose mean is a circle, or nearly one.

    Constants: correction, mean radius, squared sine of the inclination, and by how much the orbit
    is lower per sine of latitude (a times e over the sine of the inclination, with the perigee
    at 90 deg; negative at 270 deg).

    Notes
    -----
    First order in J2: the radius ripples by J2 R^2 / 4a sin^2 i cos 2u (Kozai, Astronomical
    Journal 64 (1959), 367-377, equation 29 for a vanishing eccentricity).
    """

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        x = shifted(v, c)
        mean, tilt, lean = c[6], c[7], c[8]
        up = x[2] / sqrt(dot(x[:3], x[:3]))
        ripple = 0.25 * EARTH_J2_COEFFICIENT / mean * (tilt - 2.0 * up * up)
        radius = mean + ripple - lean * up
        climb = (EARTH_J2_COEFFICIENT / mean * up + lean) * x[5]
        return [dot(x[:3], x[:3]) - radius * radius, dot(x[:3], x[3:]) + climb]

    return Form(key="mean_circle", rows=2, unknowns=6, locals=0, constants=9, write=write)


def mean_momentum() -> Form:
    """Return the miss of the squared angular momentum, freed of its ripple; constants as `energy`.

    Notes
    -----
    First order in J2, for any eccentricity: the torque 3 mu J2 R^2 / 2r^3 sin^2 i sin 2u,
    integrated along the ellipse over its true anomaly.
    """

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        x = shifted(v, c)
        h, e = momentum_of(x), eccentricity_of(x)
        radius, size2 = sqrt(dot(x[:3], x[:3])), dot(h, h)
        tilt = 1.0 - h[2] * h[2] / size2
        up = x[2] / radius
        climb = dot(x[:3], x[3:]) / radius
        size = sqrt(size2)
        north = (x[5] * radius - x[2] * climb) / size
        towards, across = dot(e, x[:3]) / radius, climb * size
        twice = tilt - 2.0 * up * up
        once = tilt * towards - 2.0 * up * e[2]
        thrice = (twice * towards - 2.0 * up * north * across) / 3.0
        ripple = 1.5 * EARTH_J2_COEFFICIENT / size2 * (twice + once + thrice)
        return [size2 - ripple - c[6]]

    return Form(key="mean_momentum", rows=1, unknowns=6, locals=0, constants=7, write=write)


def level() -> Form:
    """Return the radial motion: none at perigee and apogee; constants: correction."""

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        x = shifted(v, c)
        return [dot(x[:3], x[3:])]

    return Form(key="level", rows=1, unknowns=6, locals=0, constants=6, write=write)
