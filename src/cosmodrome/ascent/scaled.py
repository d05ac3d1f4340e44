"""What do the scaled states of a programme say? Lengths in Earth radii, circular speeds, mu = 1."""

from collections.abc import Sequence

from cosmodrome.ascent.draft import Symbols
from cosmodrome.ascent.iterate import LENGTH_M, SPEED_M_S
from cosmodrome.physics.formula import Real, sqrt

STATE = 6
Triple = tuple[Real, Real, Real]


def metric(v: Symbols) -> tuple[Triple, Triple]:
    """Return position [m] and velocity [m/s] of a scaled state."""
    return (
        (v[0] * LENGTH_M, v[1] * LENGTH_M, v[2] * LENGTH_M),
        (v[3] * SPEED_M_S, v[4] * SPEED_M_S, v[5] * SPEED_M_S),
    )


def shifted(v: Symbols, c: Symbols) -> Symbols:
    """Return a state with its correction, the first six constants."""
    return [a + b for a, b in zip(v[:STATE], c[:STATE], strict=True)]


def dot(a: Sequence[Real], b: Sequence[Real]) -> Real:
    """Return the inner product of two vectors."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Sequence[Real], b: Sequence[Real]) -> list[Real]:
    """Return the vector product."""
    return [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]


def energy_of(x: Symbols) -> Real:
    """Return the specific energy of a state."""
    return 0.5 * dot(x[3:], x[3:]) - 1.0 / sqrt(dot(x[:3], x[:3]))


def momentum_of(x: Symbols) -> list[Real]:
    """Return the specific angular momentum of a state."""
    return cross(x[:3], x[3:])


def eccentricity_of(x: Symbols) -> list[Real]:
    """Return the eccentricity vector of a state; it points to the perigee."""
    radius = sqrt(dot(x[:3], x[:3]))
    pull = cross(x[3:], momentum_of(x))
    return [a - b / radius for a, b in zip(pull, x[:3], strict=True)]
