"""Where is the plane on average? Osculating node and inclination freed of their J2 ripple.

Twice a revolution J2 sways the node of a low orbit by up to 0.05 deg: 12 s of a launch window. A
customer's plane and a station's are mean ones, so an injection is compared by its mean.
"""

import math
from dataclasses import replace

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_J2_COEFFICIENT
from cosmodrome.orbit.elements import OrbitElements, mean_anomaly_of_true_rad


def mean_plane(osculating: OrbitElements) -> OrbitElements:
    """Return the elements with mean node and inclination, the others untouched.

    Notes
    -----
    First order in J2, as Kozai, Astronomical Journal 64 (1959), 367-377, equations 27 and 28; what
    is left of the ripple is of second order, below 0.001 deg. A hyperbola has no mean and is
    returned as it is.
    """
    e, nu = osculating.eccentricity, osculating.true_anomaly_rad
    if e >= 1.0:
        return osculating
    ratio = EARTH_EQUATORIAL_RADIUS_M / osculating.semi_latus_rectum_m
    strength = EARTH_J2_COEFFICIENT * ratio * ratio
    u = osculating.argument_of_latitude_rad
    from_perigee = nu - mean_anomaly_of_true_rad(nu, e)
    centre = math.remainder(from_perigee, 2.0 * math.pi) + e * math.sin(nu)
    swing = math.sin(2.0 * u) / 2.0 + e * (
        math.sin(2.0 * u - nu) / 2.0 + math.sin(2.0 * u + nu) / 6.0
    )
    nod = math.cos(2.0 * u) + e * (math.cos(2.0 * u - nu) + math.cos(2.0 * u + nu) / 3.0)
    i = osculating.inclination_rad
    node_ripple_rad = -1.5 * strength * math.cos(i) * (centre - swing)
    inclination_ripple_rad = 0.375 * strength * math.sin(2.0 * i) * nod
    return replace(
        osculating,
        raan_rad=(osculating.raan_rad - node_ripple_rad) % (2.0 * math.pi),
        inclination_rad=i - inclination_ripple_rad,
    )


def osculating_inclination_rad(wanted: OrbitElements) -> float:
    """Return the inclination to inject at, for that of the elements given to be the mean one.

    To first order in J2, as `mean_plane`. In a low orbit it is up to 0.02 deg from the mean, which
    a lift-off from 46 deg to a station sees as 14 s of its lead: a station's inclination is a mean
    one.
    """
    ripple_rad = wanted.inclination_rad - mean_plane(wanted).inclination_rad
    return wanted.inclination_rad + ripple_rad
