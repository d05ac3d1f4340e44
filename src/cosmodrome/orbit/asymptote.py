"""In which planes, and after what coast, does an escape leave towards a direction of the sky?

The hyperbola's asymptote is fixed among the stars. Every plane that holds it serves; of one
inclination there are two, and the burn out of the parking orbit comes earlier in one of them.
"""

import math
from datetime import datetime

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.errors import InfeasibleError, InputError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.frames import earth_attitude
from cosmodrome.orbit.plane import OrbitPlane
from cosmodrome.units import deg, metres, rad

TURN_RAD = 2.0 * math.pi
# Where the customer gives no perigee: 100 km more move the burn by 0.2 deg at a C3 of 10 km2/s2.
PARKING_ALTITUDE_KM = 200.0
EQUATORIAL_BELOW_RATIO = 1e-9
# A plane that just touches the asymptote holds it, whatever the last digit says.
ROUNDING_RAD = 1e-12


def asymptote_of_date_rad(orbit: TargetOrbit, at: datetime) -> tuple[float, float]:
    """Return declination and longitude of an escape's asymptote on the equator of a date.

    The longitude counts from the celestial intermediate origin, as the node of an `OrbitPlane`.
    """
    if orbit.right_ascension_deg is None or orbit.declination_deg is None:
        raise InputError(
            "the asymptote of an escape needs right_ascension_deg and declination_deg, both in GCRF"
        )
    right_ascension_rad, declination_rad = (
        rad(orbit.right_ascension_deg),
        rad(orbit.declination_deg),
    )
    across = math.cos(declination_rad)
    direction = (
        across * math.cos(right_ascension_rad),
        across * math.sin(right_ascension_rad),
        math.sin(declination_rad),
    )
    x, y, z = (earth_attitude(at).intermediate_from_gcrf @ direction).tolist()
    return math.atan2(z, math.hypot(x, y)), math.atan2(y, x) % TURN_RAD


def planes_to_asymptote(
    orbit: TargetOrbit, at: datetime, *, coast_from_rad: float = 0.0
) -> tuple[OrbitPlane, OrbitPlane]:
    """Return the two planes of the orbit's inclination that hold its asymptote.

    Parameters
    ----------
    orbit : TargetOrbit
        An escape with its asymptote and inclination.
    at : datetime
        The date whose equator counts; within a month of the lift-off.
    coast_from_rad : float
        Argument of latitude at which the coast begins; the ascending node unless given. The plane
        with the shorter coast from there comes first.

    Raises
    ------
    InputError
        If asymptote or inclination are missing.
    InfeasibleError
        If the asymptote's declination is greater than the inclination, or than its supplement.

    Notes
    -----
    The planes stand still among the stars: no drift of the node brings an asymptote back.
    """
    if orbit.inclination_deg is None:
        raise InputError("the planes of an escape need inclination_deg beside the asymptote")
    tilt_rad = rad(orbit.inclination_deg)
    declination_rad, longitude_rad = asymptote_of_date_rad(orbit, at)
    _require_within(declination_rad, tilt_rad)
    ratio = 0.0
    if math.sin(tilt_rad) > EQUATORIAL_BELOW_RATIO and abs(math.cos(tilt_rad)) > 0.0:
        ratio = max(-1.0, min(1.0, math.tan(declination_rad) / math.tan(tilt_rad)))
    from_node_rad = math.asin(ratio)
    planes = [
        OrbitPlane(
            epoch=at,
            inclination_rad=tilt_rad,
            node_rad=(longitude_rad - ahead_rad) % TURN_RAD,
            node_rate_rad_s=0.0,
        )
        for ahead_rad in (from_node_rad, math.pi - from_node_rad)
    ]
    one, other = sorted(
        planes, key=lambda plane: coast_arc_rad(orbit, plane, coast_from_rad=coast_from_rad)
    )
    return one, other


def _require_within(declination_rad: float, tilt_rad: float) -> None:
    reach_rad = min(tilt_rad, math.pi - tilt_rad)
    beyond_rad = abs(declination_rad) - reach_rad
    if beyond_rad > ROUNDING_RAD:
        declination_deg, least_deg = deg(declination_rad), abs(deg(declination_rad))
        raise InfeasibleError(
            f"no plane of inclination {deg(tilt_rad):.2f} deg holds an asymptote of declination "
            f"{declination_deg:.2f} deg of date: it misses it by {deg(beyond_rad):.2f} deg; "
            f"inclinations of {least_deg:.2f} to {180.0 - least_deg:.2f} deg do",
            rule="asymptote-declination",
            value=declination_deg,
            limit=deg(reach_rad),
        )


def true_anomaly_of_asymptote_rad(orbit: TargetOrbit) -> float:
    """Return how far beyond the perigee of its hyperbola an escape's asymptote points.

    Where the orbit gives no perigee, that of a parking orbit of 200 km.

    Notes
    -----
    cos(nu) = -1/e, e = 1 + r_p C3 / mu (Bate, Mueller & White, sec. 8.3.2; Vallado, 4th ed.,
    eq. 2-29).
    """
    if orbit.c3_km2_s2 is None:
        raise InputError("an escape orbit needs c3_km2_s2")
    altitude_km = orbit.perigee_altitude_km
    if altitude_km is None:
        altitude_km = PARKING_ALTITUDE_KM
    perigee_m = EARTH_EQUATORIAL_RADIUS_M + metres(altitude_km)
    eccentricity = 1.0 + perigee_m * orbit.c3_km2_s2 * 1e6 / EARTH_MU_M3_S2
    return math.acos(-1.0 / eccentricity)


def injection_argument_of_latitude_rad(orbit: TargetOrbit, plane: OrbitPlane) -> float:
    """Return where in a plane that holds its asymptote an escape burns, 0 to 2 pi.

    The burn stands for an instant at the perigee of the hyperbola; a long one begins earlier.
    """
    declination_rad, longitude_rad = asymptote_of_date_rad(orbit, plane.epoch)
    ahead_rad, tilt_rad = longitude_rad - plane.node_rad, plane.inclination_rad
    across = math.cos(declination_rad)
    along_node = across * math.cos(ahead_rad)
    off_node = across * math.sin(ahead_rad) * math.cos(tilt_rad)
    off_node += math.sin(declination_rad) * math.sin(tilt_rad)
    pointing_rad = math.atan2(off_node, along_node)
    return (pointing_rad - true_anomaly_of_asymptote_rad(orbit)) % TURN_RAD


def coast_arc_rad(orbit: TargetOrbit, plane: OrbitPlane, *, coast_from_rad: float) -> float:
    """Return the arc from where a parking orbit is reached to the burn of an escape, 0 to 2 pi."""
    return (injection_argument_of_latitude_rad(orbit, plane) - coast_from_rad) % TURN_RAD
