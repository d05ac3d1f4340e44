"""Where does the plane of an injected orbit stand in the sky, and is it the one wanted?"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from cosmodrome.ascent.optimise import Ascent
from cosmodrome.constants import EARTH_ROTATION_RATE_RAD_S
from cosmodrome.epochs import NO_ORIENTATION, EarthOrientation, apparent_sidereal_angle_rad
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.elements import TURN_RAD, OrbitElements, elements_from_state
from cosmodrome.orbit.frames import eci_of_liftoff_to_gcrf
from cosmodrome.orbit.plane import local_mean_solar_time_h
from cosmodrome.orbit.target import plane_of_target


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaneInSky:
    """Where the orbit's plane stands, which takes a lift-off instant.

    Right ascensions of the node at injection: osculating, true of date and GCRF (with the
    inclination to that equator), and mean, true of date. `ltan_h` is the mean solar time of the
    mean ascending node; `off_target_deg` the angle between the mean plane and the one that the
    target fixes, None where it fixes none.
    """

    liftoff: datetime
    injection: datetime
    raan_deg: float
    raan_gcrf_deg: float
    inclination_gcrf_deg: float
    mean_raan_deg: float | None
    ltan_h: float | None
    off_target_deg: float | None


def plane_in_sky(
    ascent: Ascent,
    orbit: TargetOrbit,
    osculating: OrbitElements,
    mean: OrbitElements | None,
    liftoff: datetime,
    *,
    orientation: EarthOrientation = NO_ORIENTATION,
) -> PlaneInSky:
    """Return where the plane of an ascent stands after a lift-off.

    Parameters
    ----------
    ascent : Ascent
        Gives the state at injection.
    orbit : TargetOrbit
        Completed; the plane it fixes, if any, is compared.
    osculating, mean : OrbitElements
        At injection, the node counted from the meridian of Greenwich at lift-off.
    liftoff : datetime
    orientation : EarthOrientation, optional
        UT1 and the pole; without it UT1 is UTC, up to 0.004 deg of a node.
    """
    injected = ascent.injection
    instant = liftoff + timedelta(seconds=ascent.profile.end_s)
    sky = elements_from_state(
        *eci_of_liftoff_to_gcrf(
            injected.r_eci_m, injected.v_eci_m_s, liftoff, orientation=orientation
        )
    )
    ut1_utc_s = float(orientation.ut1_utc_s(liftoff))
    turn_rad = apparent_sidereal_angle_rad(liftoff, ut1_utc_s=ut1_utc_s)
    mean_raan_rad = None if mean is None else (mean.raan_rad + turn_rad) % TURN_RAD
    wanted = plane_of_target(orbit)
    off_rad = None
    if wanted is not None and mean is not None and mean_raan_rad is not None:
        off_rad = _between_planes_rad(
            (mean.inclination_rad, mean_raan_rad),
            (wanted.inclination_rad, wanted.raan_true_of_date_rad(instant)),
        )
    return PlaneInSky(
        liftoff=liftoff,
        injection=instant,
        raan_deg=math.degrees((osculating.raan_rad + turn_rad) % TURN_RAD),
        raan_gcrf_deg=math.degrees(sky.raan_rad),
        inclination_gcrf_deg=math.degrees(sky.inclination_rad),
        mean_raan_deg=None if mean_raan_rad is None else math.degrees(mean_raan_rad),
        ltan_h=None if mean is None else _ltan_h(mean, ascent.profile.end_s, instant, ut1_utc_s),
        off_target_deg=None if off_rad is None else math.degrees(off_rad),
    )


def _ltan_h(mean: OrbitElements, t_s: float, instant: datetime, ut1_utc_s: float) -> float:
    """Return the mean solar time of the node at injection, `t_s` after lift-off."""
    longitude_rad = mean.raan_rad - EARTH_ROTATION_RATE_RAD_S * t_s
    return local_mean_solar_time_h(longitude_rad, instant + timedelta(seconds=ut1_utc_s))


def _between_planes_rad(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the angle between planes, each by inclination and node."""
    normals = [
        np.array([math.sin(i) * math.sin(node), -math.sin(i) * math.cos(node), math.cos(i)])
        for i, node in (first, second)
    ]
    a, b = normals
    return math.atan2(float(np.linalg.norm(np.cross(a, b))), float(a @ b))
