"""What must the end of the ascent satisfy, and which way does it leave the pad?"""

import math
from dataclasses import dataclass
from typing import Literal

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.errors import InfeasibleError, InputError, UnreachableOrbitError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.azimuth import (
    YAW_REACH_DEG,
    inertial_azimuth_rad,
    missing_inclination_rad,
    relative_launch_azimuth_rad,
)
from cosmodrome.orbit.frames import geocentric_latitude_rad
from cosmodrome.orbit.sun_synchronous import inclination_deg
from cosmodrome.spaceport import LaunchComplex

# Below this an orbit is flown as circular: its perigee has no place.
CIRCULAR_BELOW_ECCENTRICITY = 2e-3
# A parabola has no semi-major axis: this energy stands for it, 1 m/s at infinity.
PARABOLIC_BELOW_M2_S2 = 1.0
# Geostationary transfer where the manifest says nothing else (Arianespace manuals' standard).
STANDARD_GTO_PERIGEE_KM = 250.0
GEOSTATIONARY_ALTITUDE_KM = 35786.0

Shape = Literal["circular", "perigee", "ellipse", "escape"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectionTarget:
    """Terminal conditions in SI. `semi_major_axis_m` is negative for a positive C3.

    Shape ``perigee`` injects at perigee (a stage that cannot restart), ``ellipse`` anywhere on
    the orbit. None leaves an element free.
    """

    shape: Shape
    semi_major_axis_m: float
    eccentricity: float
    inclination_rad: float | None
    argp_rad: float | None
    declination_rad: float | None


def injection_target(orbit: TargetOrbit, *, restartable: bool) -> InjectionTarget:
    """Return the terminal conditions of a target orbit.

    Raises
    ------
    InfeasibleError
        If the orbit asks for a burn that the vehicle has no stage for.
    """
    if orbit.kind == "escape":
        return _escape(orbit, restartable=restartable)
    if orbit.kind == "geostationary":
        raise InfeasibleError(
            "a geostationary orbit needs three burns of an upper stage; ascents here have two",
            rule="upper-stage-burns",
            value=3,
            limit=2,
        )
    perigee_km, apogee_km = orbit.perigee_altitude_km, orbit.apogee_altitude_km
    if orbit.kind == "geostationary-transfer":
        perigee_km = STANDARD_GTO_PERIGEE_KM if perigee_km is None else perigee_km
        apogee_km = GEOSTATIONARY_ALTITUDE_KM if apogee_km is None else apogee_km
    if perigee_km is None or apogee_km is None:
        raise InputError(f"the {orbit.kind} orbit gives no perigee and apogee altitude")
    perigee_m = EARTH_EQUATORIAL_RADIUS_M + 1000.0 * perigee_km
    apogee_m = EARTH_EQUATORIAL_RADIUS_M + 1000.0 * apogee_km
    semi_major_axis_m = 0.5 * (perigee_m + apogee_m)
    eccentricity = (apogee_m - perigee_m) / (apogee_m + perigee_m)
    tilt_deg = orbit.inclination_deg
    if tilt_deg is None and orbit.kind == "sun-synchronous":
        tilt_deg = inclination_deg(semi_major_axis_m, eccentricity)
    shape: Shape = "ellipse" if restartable else "perigee"
    if eccentricity < CIRCULAR_BELOW_ECCENTRICITY and (restartable or eccentricity == 0.0):
        shape = "circular"
        eccentricity = 0.0
    return InjectionTarget(
        shape=shape,
        semi_major_axis_m=semi_major_axis_m,
        eccentricity=eccentricity,
        inclination_rad=None if tilt_deg is None else math.radians(tilt_deg),
        argp_rad=_argp_rad(orbit, shape),
        declination_rad=None,
    )


def _argp_rad(orbit: TargetOrbit, shape: Shape) -> float | None:
    if orbit.argp_deg is None or shape == "circular":
        return None
    return math.radians(orbit.argp_deg)


def _escape(orbit: TargetOrbit, *, restartable: bool) -> InjectionTarget:
    if orbit.c3_km2_s2 is None:
        raise InputError("an escape orbit needs c3_km2_s2")
    if not restartable:
        raise InfeasibleError(
            "an escape needs an upper stage; this vehicle flies without one",
            rule="upper-stage-burns",
            value=2,
            limit=0,
        )
    declination = orbit.declination_deg
    c3_m2_s2 = orbit.c3_km2_s2 * 1e6
    if abs(c3_m2_s2) < PARABOLIC_BELOW_M2_S2:
        c3_m2_s2 = PARABOLIC_BELOW_M2_S2
    return InjectionTarget(
        shape="escape",
        semi_major_axis_m=-EARTH_MU_M3_S2 / c3_m2_s2,
        eccentricity=1.0,  # free: only the energy is asked
        inclination_rad=None
        if orbit.inclination_deg is None
        else math.radians(orbit.inclination_deg),
        argp_rad=None,
        declination_rad=None if declination is None else math.radians(declination),
    )


def launch_azimuths_rad(
    target: InjectionTarget, launch_complex: LaunchComplex
) -> tuple[float, float]:
    """Return inertial and relative launch azimuth of the branch that the corridor allows.

    The north-going branch is taken where both are allowed. Without an inclination the vehicle
    leaves as near to due east as the corridor lets it.

    Raises
    ------
    UnreachableOrbitError
        If no direct ascent from the pad reaches the inclination.
    InfeasibleError
        If both branches lie outside the azimuth corridor.
    """
    latitude_rad = geocentric_latitude_rad(
        math.radians(launch_complex.latitude_deg), launch_complex.altitude_m
    )
    radius_m = EARTH_EQUATORIAL_RADIUS_M + 200e3
    speed_m_s = math.sqrt(EARTH_MU_M3_S2 / radius_m)
    if target.inclination_rad is None:
        relative_rad = math.radians(_nearest_to_east_deg(launch_complex))
        return relative_rad, relative_rad
    tilt_rad = _within_reach(target.inclination_rad, latitude_rad)
    tried: list[str] = []
    for ascending in (True, False):
        inertial_rad = inertial_azimuth_rad(tilt_rad, latitude_rad, ascending=ascending)
        relative_rad = relative_launch_azimuth_rad(inertial_rad, latitude_rad, speed_m_s)
        if launch_complex.corridor.contains(math.degrees(relative_rad)):
            return inertial_rad, relative_rad
        tried.append(f"{math.degrees(relative_rad):.1f}")
    corridor = launch_complex.corridor
    raise InfeasibleError(
        f"inclination {math.degrees(target.inclination_rad):.2f} deg needs a launch azimuth of "
        f"{' or '.join(tried)} deg; {launch_complex.id} allows {corridor.min_deg:.1f} to "
        f"{corridor.max_deg:.1f} deg",
        rule="azimuth-corridor",
        value=float(tried[0]),
        limit=corridor.max_deg,
    )


def azimuth_range_rad(
    azimuth_rad: float, launch_complex: LaunchComplex, *, reach_rad: float
) -> tuple[float, float]:
    """Return how far a relative launch azimuth may move: a reach, cut to the corridor."""
    corridor = launch_complex.corridor
    width_rad = math.radians((corridor.max_deg - corridor.min_deg) % 360.0)
    from_min_rad = (azimuth_rad - math.radians(corridor.min_deg)) % (2.0 * math.pi)
    if width_rad == 0.0:
        return azimuth_rad - reach_rad, azimuth_rad + reach_rad
    return (
        azimuth_rad - min(reach_rad, from_min_rad),
        azimuth_rad + min(reach_rad, max(width_rad - from_min_rad, 0.0)),
    )


def _nearest_to_east_deg(launch_complex: LaunchComplex) -> float:
    corridor = launch_complex.corridor
    if corridor.contains(90.0):
        return 90.0
    return min(
        (corridor.min_deg, corridor.max_deg),
        key=lambda edge: abs((edge - 90.0 + 180.0) % 360.0 - 180.0),
    )


def _within_reach(inclination_rad: float, latitude_rad: float) -> float:
    """Return the nearest inclination whose plane passes over the pad."""
    short_rad = missing_inclination_rad(inclination_rad, latitude_rad)
    if short_rad > math.radians(YAW_REACH_DEG):
        raise UnreachableOrbitError(
            inclination_deg=math.degrees(inclination_rad),
            geocentric_latitude_deg=math.degrees(latitude_rad),
            yaw_reach_deg=YAW_REACH_DEG,
        )
    nudge_rad = short_rad + 1e-9 if short_rad > 0.0 else 0.0
    return inclination_rad + (nudge_rad if inclination_rad < 0.5 * math.pi else -nudge_rad)
