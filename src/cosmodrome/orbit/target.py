"""Which inclination, plane and drift does a customer's target orbit imply?"""

import math
from dataclasses import replace

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.errors import InputError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.constellation import planes_of
from cosmodrome.orbit.plane import OrbitPlane, plane_of_local_time, plane_of_raan
from cosmodrome.orbit.secular import node_rate_rad_s
from cosmodrome.orbit.shaping import shaped
from cosmodrome.orbit.station import station_orbit
from cosmodrome.orbit.sun_synchronous import inclination_deg
from cosmodrome.units import deg, kilometres, metres, rad

# The pole has moved by 0.2 deg at most; each round leaves a thousandth of what the last one did.
TILT_ROUNDS = 3


def complete_orbit(orbit: TargetOrbit) -> TargetOrbit:
    """Return the target with the elements that its kind, wishes, station or plane number imply.

    The inclination of a sun-synchronous orbit follows from its altitudes, that of a station from
    its two-line element, with the altitudes where none are given (a capsule that is to climb to its
    station from a lower orbit gives the lower one). `repeat` and `frozen` become altitudes,
    inclination and argument of perigee (`orbit.shaping`). A node in GCRF becomes one of date, for
    it is the equator of date that an ascent, a drift and the planes of a constellation keep to; an
    inclination given with it is to the equator of GCRF, too. The number of a plane becomes its own
    node or local time (`orbit.constellation`). To complete a complete target changes nothing.

    A frozen circular orbit keeps its kind, though perigee and apogee are some kilometres apart.
    """
    if orbit.station_tle is not None:
        return _completed_by_station(shaped(orbit), orbit.station_tle)
    whole = shaped(orbit)
    if whole.kind == "sun-synchronous" and whole.inclination_deg is None:
        shape = shape_of_target(whole)
        if shape is None:
            raise InputError("a sun-synchronous orbit needs an altitude, repeat or an inclination")
        whole = replace(whole, inclination_deg=inclination_deg(*shape))
    if whole.raan_frame == "gcrf" and whole.inclination_deg is not None:
        whole = _of_date(whole, tilted_to_date=orbit.inclination_deg is None)
    if whole.plane is not None:
        (whole,) = planes_of(whole)
    return whole


def _of_date(orbit: TargetOrbit, *, tilted_to_date: bool) -> TargetOrbit:
    """Return a target whose node in GCRF is told to the true equator and equinox of its epoch.

    With `tilted_to_date` its inclination is to that equator already, as one that J2 implies is.
    """
    raan_deg, epoch, wanted_deg = orbit.raan_deg, orbit.raan_epoch, orbit.inclination_deg
    if raan_deg is None or epoch is None or wanted_deg is None:
        return orbit
    given_deg = wanted_deg
    plane = plane_of_raan(
        rad(raan_deg), rad(given_deg), frame="gcrf", epoch=epoch, node_rate_rad_s=0.0
    )
    for _ in range(TILT_ROUNDS if tilted_to_date else 0):
        given_deg += wanted_deg - deg(plane.inclination_rad)
        plane = plane_of_raan(
            rad(raan_deg), rad(given_deg), frame="gcrf", epoch=epoch, node_rate_rad_s=0.0
        )
    return replace(
        orbit,
        raan_deg=deg(plane.raan_true_of_date_rad(epoch)),
        raan_frame="true-of-date",
        inclination_deg=wanted_deg if tilted_to_date else deg(plane.inclination_rad),
    )


def _completed_by_station(orbit: TargetOrbit, tle: tuple[str, str]) -> TargetOrbit:
    station = station_orbit(*tle)
    inclination = deg(station.plane.inclination_rad)
    if orbit.perigee_altitude_km is not None and orbit.apogee_altitude_km is not None:
        return replace(orbit, inclination_deg=inclination)
    a, e = station.semi_major_axis_m, station.eccentricity
    return replace(
        orbit,
        inclination_deg=inclination,
        perigee_altitude_km=kilometres(a * (1.0 - e) - EARTH_EQUATORIAL_RADIUS_M),
        apogee_altitude_km=kilometres(a * (1.0 + e) - EARTH_EQUATORIAL_RADIUS_M),
    )


def shape_of_target(orbit: TargetOrbit) -> tuple[float, float] | None:
    """Return semi-major axis [m] and eccentricity, or None where the altitudes are not given."""
    if orbit.perigee_altitude_km is None or orbit.apogee_altitude_km is None:
        return None
    perigee_m = EARTH_EQUATORIAL_RADIUS_M + metres(orbit.perigee_altitude_km)
    apogee_m = EARTH_EQUATORIAL_RADIUS_M + metres(orbit.apogee_altitude_km)
    return (perigee_m + apogee_m) / 2.0, (apogee_m - perigee_m) / (apogee_m + perigee_m)


def plane_of_target(orbit: TargetOrbit) -> OrbitPlane | None:
    """Return the plane that the target fixes in the sky, or None where the customer fixes none.

    A right ascension holds at its epoch and drifts from there with the secular J2 rate of the
    target orbit; without altitudes it stands still. Local times are mean solar. Of a constellation
    without the number of a plane it is plane 1; of an asymptote see `orbit.asymptote`.
    """
    if not orbit.has_plane:
        return None
    if orbit.station_tle is not None:
        return station_orbit(*orbit.station_tle).plane
    whole = complete_orbit(orbit)
    if whole.inclination_deg is None:
        raise InputError("a plane by node or local time needs an inclination too")
    inclination_rad = rad(whole.inclination_deg)
    if whole.raan_deg is not None:
        return _plane_by_node(whole, whole.raan_deg, inclination_rad)
    if whole.ltan_h is not None:
        return plane_of_local_time(whole.ltan_h, inclination_rad)
    ltdn_h = whole.ltdn_h if whole.ltdn_h is not None else math.nan
    return plane_of_local_time((ltdn_h + 12.0) % 24.0, inclination_rad)


def _plane_by_node(orbit: TargetOrbit, raan_deg: float, inclination_rad: float) -> OrbitPlane:
    if orbit.raan_frame is None or orbit.raan_epoch is None:
        raise InputError("raan_deg needs raan_frame (true-of-date or gcrf) and raan_epoch")
    shape = shape_of_target(orbit)
    rate_rad_s = node_rate_rad_s(*shape, inclination_rad) if shape else 0.0
    return plane_of_raan(
        rad(raan_deg),
        inclination_rad,
        frame=orbit.raan_frame,
        epoch=orbit.raan_epoch,
        node_rate_rad_s=rate_rad_s,
    )
