"""What must the end of the ascent satisfy, and which way does it leave the pad?"""

import math
from dataclasses import dataclass, replace
from typing import Literal

from cosmodrome.ascent.sequence import most_burns
from cosmodrome.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_MU_M3_S2,
    EARTH_ROTATION_RATE_RAD_S,
)
from cosmodrome.errors import InfeasibleError, InputError, UnreachableOrbitError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.azimuth import (
    DOGLEG_REACH_DEG,
    YAW_REACH_DEG,
    inertial_azimuth_rad,
    missing_inclination_rad,
    relative_launch_azimuth_rad,
)
from cosmodrome.orbit.elements import OrbitElements
from cosmodrome.orbit.frames import geocentric_latitude_rad
from cosmodrome.orbit.mean import osculating_inclination_rad
from cosmodrome.orbit.sun_synchronous import inclination_deg
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.vehicles import Configuration

# Below this an orbit is flown as circular: its perigee has no place.
CIRCULAR_BELOW_ECCENTRICITY = 2e-3
# A parabola has no semi-major axis: this energy stands for it, 1 m/s at infinity.
PARABOLIC_BELOW_M2_S2 = 1.0
# Geostationary transfer where the manifest says nothing else (Arianespace manuals' standard).
STANDARD_GTO_PERIGEE_KM = 250.0
GEOSTATIONARY_ALTITUDE_KM = 35786.0
# Parking orbit, transfer at a node, and the burn at apogee that also turns the plane.
TURNING_BURNS = 3
# From this apogee up a plane is turned there at a cost that flights pay.
TURNED_FROM_APOGEE_KM = 15000.0
ROUNDING_RAD = 1e-9
# So near the equator a transfer may begin without a parking orbit.
NEAR_EQUATOR_DEG = 10.0
# A low orbit that one burn reaches: injection at its perigee.
ONE_BURN_PERIGEE_KM = 300.0
ONE_BURN_APOGEE_KM = 600.0

# From the pad to a low orbit, as Soyuz and others of two or three stages fly.
ASCENT_ARC_RAD = math.radians(17.0)

Branch = Literal["ascending", "descending"]
Shape = Literal["circular", "perigee", "ellipse", "escape"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectionTarget:
    """Terminal conditions in SI. `semi_major_axis_m` is negative for a positive C3.

    Shape ``perigee`` injects at perigee (a stage that cannot restart), ``ellipse`` anywhere on
    the orbit. None leaves an element free. With `plane_turned` the last stage turns the plane high
    up, so that the target's inclination may be below the pad's latitude.

    With `is_mean`, semi-major axis, eccentricity and inclination are mean ones, freed of the
    ripple of J2; the argument of perigee is that of injection. A frozen circle has its
    eccentricity, negative with the perigee at 270 deg, in `frozen_eccentricity`.
    """

    shape: Shape
    semi_major_axis_m: float
    eccentricity: float
    inclination_rad: float | None
    argp_rad: float | None
    declination_rad: float | None
    plane_turned: bool = False
    is_mean: bool = False
    frozen_eccentricity: float = 0.0

    @property
    def mean_tilt_rad(self) -> float | None:
        """The mean inclination; None where elements are osculating."""
        return self.inclination_rad if self.is_mean else None

    @property
    def perigee_altitude_m(self) -> float:
        """Lowest altitude over the equatorial radius."""
        return self.semi_major_axis_m * (1.0 - self.eccentricity) - EARTH_EQUATORIAL_RADIUS_M

    @property
    def apogee_altitude_m(self) -> float:
        """Highest altitude over the equatorial radius; infinite on an escape."""
        if self.shape == "escape":
            return math.inf
        return self.semi_major_axis_m * (1.0 + self.eccentricity) - EARTH_EQUATORIAL_RADIUS_M


def injection_target(
    orbit: TargetOrbit, *, restartable: bool, burns: int | None = None
) -> InjectionTarget:
    """Return the terminal conditions of a target orbit.

    Parameters
    ----------
    restartable : bool
        Whether the last stage burns more than once.
    burns : int, optional
        How often it may burn; None counts 2 for a stage that restarts.

    Raises
    ------
    InfeasibleError
        If the orbit asks for a burn that the vehicle has no stage for.
    """
    if orbit.kind == "escape":
        return _escape(orbit, restartable=restartable)
    if burns is None:
        burns = 2 if restartable else 1
    if orbit.kind == "geostationary" and burns < TURNING_BURNS:
        raise InfeasibleError(
            f"a geostationary orbit needs three burns of the last stage; here it has {burns}",
            rule="upper-stage-burns",
            value=TURNING_BURNS,
            limit=burns,
        )
    perigee_km, apogee_km = _altitudes_km(orbit)
    perigee_m = EARTH_EQUATORIAL_RADIUS_M + 1000.0 * perigee_km
    apogee_m = EARTH_EQUATORIAL_RADIUS_M + 1000.0 * apogee_km
    semi_major_axis_m = 0.5 * (perigee_m + apogee_m)
    eccentricity = (apogee_m - perigee_m) / (apogee_m + perigee_m)
    tilt_deg = orbit.inclination_deg
    if tilt_deg is None and orbit.kind == "sun-synchronous":
        tilt_deg = inclination_deg(semi_major_axis_m, eccentricity)
    if tilt_deg is None and orbit.kind == "geostationary":
        tilt_deg = 0.0
    shape: Shape = "ellipse" if restartable else "perigee"
    # The perigee of a frozen orbit stands where the orbit has it, not where the flight ends.
    trimmed = restartable or eccentricity == 0.0 or (orbit.frozen and orbit.kind != "elliptic")
    frozen_eccentricity = 0.0
    if eccentricity < CIRCULAR_BELOW_ECCENTRICITY and trimmed:
        shape = "circular"
        if orbit.is_mean and orbit.frozen and orbit.argp_deg is not None:
            frozen_eccentricity = eccentricity * math.sin(math.radians(orbit.argp_deg))
        eccentricity = 0.0
    return InjectionTarget(
        shape=shape,
        semi_major_axis_m=semi_major_axis_m,
        eccentricity=eccentricity,
        inclination_rad=None if tilt_deg is None else math.radians(tilt_deg),
        argp_rad=_argp_rad(orbit, shape),
        declination_rad=None,
        plane_turned=burns >= TURNING_BURNS and apogee_km >= TURNED_FROM_APOGEE_KM,
        is_mean=orbit.is_mean,
        frozen_eccentricity=frozen_eccentricity,
    )


def _altitudes_km(orbit: TargetOrbit) -> tuple[float, float]:
    """Return perigee and apogee altitude, those of the kind where the customer gives none."""
    perigee_km, apogee_km = orbit.perigee_altitude_km, orbit.apogee_altitude_km
    if orbit.kind == "geostationary-transfer":
        perigee_km = STANDARD_GTO_PERIGEE_KM if perigee_km is None else perigee_km
        apogee_km = GEOSTATIONARY_ALTITUDE_KM if apogee_km is None else apogee_km
    if orbit.kind == "geostationary":
        perigee_km = _geostationary_altitude_km() if perigee_km is None else perigee_km
        apogee_km = _geostationary_altitude_km() if apogee_km is None else apogee_km
    if perigee_km is None or apogee_km is None:
        raise InputError(f"the {orbit.kind} orbit gives no perigee and apogee altitude")
    return perigee_km, apogee_km


def _geostationary_altitude_km() -> float:
    """Return the altitude at which a satellite turns with the Earth."""
    radius_m = (EARTH_MU_M3_S2 / EARTH_ROTATION_RATE_RAD_S**2) ** (1.0 / 3.0)
    return float(radius_m - EARTH_EQUATORIAL_RADIUS_M) / 1000.0


def burns_wanted(
    configuration: Configuration, target: InjectionTarget, launch_complex: LaunchComplex
) -> int:
    """Return how often the last stage burns to reach a target, as far as it may.

    A plane turned high up takes three: into a parking orbit, at a node into the transfer, at
    apogee; one more where a tank is dropped on the way. An upper stage takes two otherwise; a last
    stage that restarts takes one to a low orbit and two beyond.
    """
    most, upper = most_burns(configuration), configuration.upper_stage
    wanted = 2
    if target.plane_turned and _needs_parking(target, launch_complex, upper=upper is not None):
        wanted = TURNING_BURNS + (upper is not None and upper.drop_tank is not None)
    elif upper is None and _is_low(target):
        wanted = 1
    return min(wanted, most)


def _needs_parking(target: InjectionTarget, launch_complex: LaunchComplex, *, upper: bool) -> bool:
    """Tell whether the plane must be turned, or the transfer has to wait for the equator."""
    if target.inclination_rad is None:
        return False
    latitude_rad = _geocentric_latitude_rad(launch_complex)
    short_rad = missing_inclination_rad(target.inclination_rad, latitude_rad)
    if target.eccentricity > CIRCULAR_BELOW_ECCENTRICITY:
        return short_rad > math.radians(YAW_REACH_DEG)
    near_equator = abs(latitude_rad) < math.radians(NEAR_EQUATOR_DEG)
    return short_rad > 0.0 and not (upper and near_equator)


def _is_low(target: InjectionTarget) -> bool:
    low = target.perigee_altitude_m <= 1000.0 * ONE_BURN_PERIGEE_KM + 1.0
    return low and target.apogee_altitude_m <= 1000.0 * ONE_BURN_APOGEE_KM


def _geocentric_latitude_rad(launch_complex: LaunchComplex) -> float:
    return geocentric_latitude_rad(
        math.radians(launch_complex.latitude_deg), launch_complex.altitude_m
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


def aimed_at_mean(
    target: InjectionTarget, launch_complex: LaunchComplex, *, branch: Branch | None = None
) -> InjectionTarget:
    """Return a target whose inclination, as it is at injection, makes the mean one as wanted.

    A station's inclination is a mean one; J2 sways that of a low orbit by up to 0.02 deg twice a
    revolution, which a lift-off sees as 14 s of its lead. The place of injection is known well
    enough beforehand: 3 deg more of the arc move the inclination by 0.002 deg at most.

    Raises
    ------
    UnreachableOrbitError, InfeasibleError
        As `launch_azimuths_rad`.
    """
    if target.inclination_rad is None or target.semi_major_axis_m <= 0.0:
        return target
    heading_rad, _ = launch_azimuths_rad(target, launch_complex, branch=branch)
    latitude_rad = _geocentric_latitude_rad(launch_complex)
    over_pad_rad = math.atan2(
        math.sin(latitude_rad), math.cos(latitude_rad) * math.cos(heading_rad)
    )
    injected = OrbitElements(
        semi_major_axis_m=target.semi_major_axis_m,
        eccentricity=target.eccentricity,
        inclination_rad=target.inclination_rad,
        raan_rad=0.0,
        argp_rad=over_pad_rad + ASCENT_ARC_RAD,
        true_anomaly_rad=0.0,
    )
    return replace(target, inclination_rad=osculating_inclination_rad(injected))


def launch_azimuths_rad(
    target: InjectionTarget, launch_complex: LaunchComplex, *, branch: Branch | None = None
) -> tuple[float, float]:
    """Return inertial and relative launch azimuth of the branch that the corridor allows.

    The north-going branch is taken where both are allowed, unless `branch` asks for one. Where
    none is allowed, the vehicle leaves at the edge of the corridor that is nearest to one, and
    steers out of that plane: a dog-leg. Without an inclination, or where the last stage turns the
    plane high up, it leaves as near to due east as the corridor lets it.

    Raises
    ------
    UnreachableOrbitError
        If no direct ascent from the pad reaches the inclination.
    InfeasibleError
        If every branch needs a dog-leg of more than `DOGLEG_REACH_DEG`.
    """
    latitude_rad = _geocentric_latitude_rad(launch_complex)
    radius_m = EARTH_EQUATORIAL_RADIUS_M + 200e3
    speed_m_s = math.sqrt(EARTH_MU_M3_S2 / radius_m)
    tilt_rad = target.inclination_rad
    if tilt_rad is None or (target.plane_turned and _passes_beside(tilt_rad, latitude_rad)):
        relative_rad = math.radians(launch_complex.corridor.nearest_deg(90.0))
        return relative_rad, relative_rad
    tilt_rad = _within_reach(tilt_rad, latitude_rad)
    tried: list[tuple[float, float, float]] = []
    for name in ("ascending", "descending") if branch is None else (branch,):
        inertial_rad = inertial_azimuth_rad(tilt_rad, latitude_rad, ascending=name == "ascending")
        relative_rad = relative_launch_azimuth_rad(inertial_rad, latitude_rad, speed_m_s)
        outside_deg = launch_complex.corridor.outside_deg(math.degrees(relative_rad))
        tried.append((outside_deg, inertial_rad, relative_rad))
    outside_deg, inertial_rad, relative_rad = min(tried, key=lambda each: each[0])
    if outside_deg == 0.0:
        return inertial_rad, relative_rad
    if outside_deg <= DOGLEG_REACH_DEG:
        edge_deg = launch_complex.corridor.nearest_deg(math.degrees(relative_rad))
        return inertial_rad, math.radians(edge_deg)
    azimuths = [f"{math.degrees(relative):.1f}" for _, _, relative in tried]
    corridor = launch_complex.corridor
    raise InfeasibleError(
        f"inclination {math.degrees(tilt_rad):.2f} deg needs a launch azimuth of "
        f"{' or '.join(azimuths)} deg; {launch_complex.id} allows {corridor.min_deg:.1f} to "
        f"{corridor.max_deg:.1f} deg, and a dog-leg turns {DOGLEG_REACH_DEG:g} deg at most",
        rule="azimuth-corridor",
        value=float(azimuths[0]),
        limit=corridor.max_deg,
    )


def azimuth_range_rad(
    azimuth_rad: float, launch_complex: LaunchComplex, *, reach_rad: float
) -> tuple[float, float]:
    """Return how far a relative launch azimuth may move: a reach, cut to the corridor."""
    corridor = launch_complex.corridor
    width_rad = math.radians((corridor.max_deg - corridor.min_deg) % 360.0)
    from_min_rad = (azimuth_rad - math.radians(corridor.min_deg)) % (2.0 * math.pi)
    if from_min_rad > 2.0 * math.pi - ROUNDING_RAD:
        from_min_rad = 0.0  # at the edge, but for the last digit
    if width_rad == 0.0:
        return azimuth_rad - reach_rad, azimuth_rad + reach_rad
    return (
        azimuth_rad - min(reach_rad, from_min_rad),
        azimuth_rad + min(reach_rad, max(width_rad - from_min_rad, 0.0)),
    )


def _passes_beside(inclination_rad: float, latitude_rad: float) -> bool:
    short_rad = missing_inclination_rad(inclination_rad, latitude_rad)
    return short_rad > math.radians(YAW_REACH_DEG)


def _within_reach(inclination_rad: float, latitude_rad: float) -> float:
    """Return the nearest inclination whose plane passes over the pad."""
    short_rad = missing_inclination_rad(inclination_rad, latitude_rad)
    if _passes_beside(inclination_rad, latitude_rad):
        raise UnreachableOrbitError(
            inclination_deg=math.degrees(inclination_rad),
            geocentric_latitude_deg=math.degrees(latitude_rad),
            yaw_reach_deg=YAW_REACH_DEG,
        )
    nudge_rad = short_rad + 1e-9 if short_rad > 0.0 else 0.0
    return inclination_rad + (nudge_rad if inclination_rad < 0.5 * math.pi else -nudge_rad)
