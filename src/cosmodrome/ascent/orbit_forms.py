"""Which quantities tell the orbit that is reached? One form each; its rows are zero there."""

from cosmodrome.ascent.draft import Form, Symbols
from cosmodrome.ascent.scaled import cross, dot, eccentricity_of, energy_of, momentum_of, shifted
from cosmodrome.physics.formula import clip, sqrt

# Keeps the derivative of the sine of an angle finite where the angle vanishes.
ROUND = 1e-6


def apsis() -> Form:
    """Return misses of radius, flight-path angle and speed.

    Constants: correction, radius, squared speed.
    """

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        x = shifted(v, c)
        return [
            dot(x[:3], x[:3]) - c[6] * c[6],
            dot(x[:3], x[3:]),
            dot(x[3:], x[3:]) - c[7],
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
        write=lambda v, _y, c: [energy_of(shifted(v, c)) - c[6]],
    )


def momentum() -> Form:
    """Return the miss of the squared angular momentum; constants: correction, its value."""

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        h = momentum_of(shifted(v, c))
        return [dot(h, h) - c[6]]

    return Form(key="momentum", rows=1, unknowns=6, locals=0, constants=7, write=write)


def inclination() -> Form:
    """Return the miss of the inclination; constants: correction, its cosine."""

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        h = momentum_of(shifted(v, c))
        return [h[2] - sqrt(dot(h, h)) * c[6]]

    return Form(key="inclination", rows=1, unknowns=6, locals=0, constants=7, write=write)


def equatorial() -> Form:
    """Return how far position and velocity stand off the equator; constants: correction."""

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        x = shifted(v, c)
        return [x[2], x[5]]

    return Form(key="equatorial", rows=2, unknowns=6, locals=0, constants=6, write=write)


def node() -> Form:
    """Return the miss of the ascending node, and what is positive on its own side.

    Constants: correction, cosine and sine of its right ascension.
    """

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        h = momentum_of(shifted(v, c))
        return [h[0] * c[6] + h[1] * c[7], h[0] * c[7] - h[1] * c[6]]

    return Form(key="node", rows=2, unknowns=6, locals=0, constants=8, write=write)


def argument_of_perigee() -> Form:
    """Return the miss of the argument of perigee, and what is positive on its own side.

    Constants: correction, cosine and sine of the argument.
    """

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        x = shifted(v, c)
        h, e = momentum_of(x), eccentricity_of(x)
        to_node = [-h[1], h[0], 0.0]
        size = sqrt(h[0] * h[0] + h[1] * h[1])
        along = dot(to_node, e) / size
        across = dot(cross(h, to_node), e) / (size * sqrt(dot(h, h)))
        return [across * c[6] - along * c[7], along * c[6] + across * c[7]]

    return Form(key="argp", rows=2, unknowns=6, locals=0, constants=8, write=write)


def asymptote() -> Form:
    """Return the miss of the declination of the outgoing asymptote; constants: correction, sine."""

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        x = shifted(v, c)
        h, e = momentum_of(x), eccentricity_of(x)
        size = sqrt(dot(e, e))
        ahead = cross(h, e)
        cosine = -1.0 / size
        sine = sqrt(clip(1.0 - cosine * cosine, ROUND * ROUND, 1.0))
        return [cosine * e[2] / size + sine * ahead[2] / (sqrt(dot(h, h)) * size) - c[6]]

    return Form(key="asymptote", rows=1, unknowns=6, locals=0, constants=7, write=write)
