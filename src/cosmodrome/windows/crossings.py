"""When does a pad pass through an orbit's plane?

The pad turns evenly with the Earth, the node drifts evenly, so the passes of a year are an
arithmetic series and have a closed form. Where the pad lies a little higher than the plane reaches,
the closest approach, once a day, takes the place of the two passes.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from cosmodrome.epochs import (
    NO_ORIENTATION,
    SIDEREAL_RATE_RAD_S,
    EarthOrientation,
    earth_rotation_angle_rad,
    seconds_between_s,
)
from cosmodrome.errors import UnreachableOrbitError
from cosmodrome.orbit.azimuth import YAW_REACH_DEG, inertial_azimuth_rad, missing_inclination_rad
from cosmodrome.orbit.frames import geocentric_latitude_rad
from cosmodrome.orbit.plane import OrbitPlane
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.units import deg, rad
from cosmodrome.windows.window import WindowKind

TURN_RAD = 2.0 * math.pi
# A plane in the equator has no node, and a pad on the equator is always in it; so is a pad at a
# pole in every plane over the poles. Such a pad is taken to pass once a day.
DEGENERATE_BELOW_RATIO = 1e-9
# UT1 stays so near to UTC.
LARGEST_UT1_UTC_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PadPass:
    """One of the ways in which a pad meets a plane.

    `pad_from_node_rad` is how far the pad's meridian stands east of the ascending node then.
    """

    kind: WindowKind
    pad_from_node_rad: float
    inertial_azimuth_rad: float
    plane_offset_rad: float


def passes_over(
    complex: LaunchComplex, inclination_rad: float, *, yaw_reach_deg: float = YAW_REACH_DEG
) -> tuple[PadPass, ...]:
    """Return how a pad meets planes of an inclination: twice a day, or tangentially once.

    Raises
    ------
    UnreachableOrbitError
        If the plane stays further than `yaw_reach_deg` from the pad.
    """
    latitude_rad = geocentric_latitude_rad(rad(complex.latitude_deg), complex.altitude_m)
    offset_rad = missing_inclination_rad(inclination_rad, latitude_rad)
    if offset_rad > rad(yaw_reach_deg):
        raise UnreachableOrbitError(
            inclination_deg=deg(inclination_rad),
            geocentric_latitude_deg=deg(latitude_rad),
            yaw_reach_deg=yaw_reach_deg,
        )
    degenerate = min(math.sin(inclination_rad), math.cos(latitude_rad)) < DEGENERATE_BELOW_RATIO
    if offset_rad > 0.0 or degenerate:
        prograde = inclination_rad <= math.pi / 2.0
        quarter_rad = math.pi / 2.0
        tangent = PadPass(
            kind="tangent",
            pad_from_node_rad=quarter_rad if (latitude_rad > 0.0) == prograde else -quarter_rad,
            inertial_azimuth_rad=quarter_rad if prograde else 3.0 * quarter_rad,
            plane_offset_rad=offset_rad,
        )
        return (tangent,)
    ratio = math.tan(latitude_rad) / math.tan(inclination_rad)
    rising_rad = math.asin(max(-1.0, min(1.0, ratio)))
    return tuple(
        PadPass(
            kind="ascending" if ascending else "descending",
            pad_from_node_rad=rising_rad if ascending else math.pi - rising_rad,
            inertial_azimuth_rad=inertial_azimuth_rad(
                inclination_rad, latitude_rad, ascending=ascending
            ),
            plane_offset_rad=0.0,
        )
        for ascending in (True, False)
    )


def crossing_times(
    plane: OrbitPlane,
    longitude_deg: float,
    passing: PadPass,
    *,
    first: datetime,
    last: datetime,
    orientation: EarthOrientation = NO_ORIENTATION,
) -> list[datetime]:
    """Return every instant, from `first` until `last`, at which a meridian makes a pass.

    The node's drift is taken as even (0.1 s a fortnight from the plane's epoch, 3 s a year from
    it). Without `orientation` UT1 is taken as UTC (0.9 s at most).
    """
    closing_rate_rad_s = SIDEREAL_RATE_RAD_S - plane.node_rate_rad_s
    pad_rad = rad(longitude_deg) + earth_rotation_angle_rad(first)
    ahead_rad = pad_rad - plane.node_at_rad(first) - passing.pad_from_node_rad
    soonest_s = (-ahead_rad % TURN_RAD) / closing_rate_rad_s
    every_s = TURN_RAD / closing_rate_rad_s
    span_s = seconds_between_s(first, last)
    earliest_s = soonest_s - every_s if every_s - soonest_s < LARGEST_UT1_UTC_S else soonest_s
    ut1_s = np.arange(earliest_s, span_s + LARGEST_UT1_UTC_S, every_s)
    utc_s = ut1_s - orientation.ut1_utc_s(first, ut1_s)
    inside = utc_s[(utc_s >= 0.0) & (utc_s < span_s)]
    return [first + timedelta(seconds=t_s) for t_s in inside.tolist()]
