"""What moves the lift-off of a launch to a station: ascents under what may fix their track."""

import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

import numpy as np
from _page import EVIDENCE, pad
from scipy.optimize import brentq

from cosmodrome.ascent.optimise import Ascent, Optimiser
from cosmodrome.ascent.rules import POINT_ZONE_M, AscentRules, ZoneAim
from cosmodrome.constants import EARTH_ROTATION_RATE_RAD_S
from cosmodrome.errors import ConvergenceError, InfeasibleError
from cosmodrome.flight.fly import fly
from cosmodrome.flight.profile import FlightProfile, Phase
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.elements import OrbitElements, elements_from_state
from cosmodrome.orbit.mean import mean_plane
from cosmodrome.orbit.plane import OrbitPlane
from cosmodrome.orbit.secular import node_rate_rad_s
from cosmodrome.orbit.target import complete_orbit, plane_of_target
from cosmodrome.spaceport import AzimuthCorridor, LaunchComplex
from cosmodrome.store.catalogue import Catalogue, load_catalogue
from cosmodrome.units import deg, rad
from cosmodrome.windows.crossings import passes_over
from cosmodrome.windows.lead import AscentLead, ascent_lead, lead_before_crossing_s

# Assumed: a Progress of the time, and the orbit that Soyuz leaves it in.
CAPSULE_KG = 7300.0
CAPSULE_ORBIT_KM = (193.0, 245.0)
VEHICLE, COMPLEX, SPACEPORT = "soyuz-2.1a", "baikonur-31-6", "baikonur"
CORE_ZONE, BOOSTER_ZONE = "baik-altai-core", "baik-yu24-15"
AZIMUTHS_DEG = (61.0, 60.5, 60.0, 59.5)
LEAST_DEG, MOST_DEG = 58.0, 66.0
# The plane that a flight reaches is the same on every day.
EPOCH = datetime(2018, 7, 9, tzinfo=UTC)


@cache
def packaged() -> Catalogue:
    """Return the packaged catalogue."""
    return load_catalogue()


def site() -> LaunchComplex:
    """Return the pad that station launches of the evidence left from."""
    return packaged().complex(COMPLEX)


@cache
def capsule_orbit() -> TargetOrbit:
    """Return the orbit that a capsule is put into, its inclination the station's mean one."""
    row = tomllib.loads((EVIDENCE / "windows.toml").read_text("utf-8"))["iss_launch"][0]
    low_km, high_km = CAPSULE_ORBIT_KM
    return complete_orbit(
        TargetOrbit(
            kind="station",
            station_tle=tuple(row["tle"]),
            perigee_altitude_km=low_km,
            apogee_altitude_km=high_km,
        )
    )


def flown(
    orbit: TargetOrbit, rules: AscentRules | None = None, corridor_deg: float = 0.0
) -> Ascent:
    """Return the ascent of the capsule; `corridor_deg` is the easternmost azimuth, if any."""
    here = site()
    if corridor_deg:
        here = replace(here, corridor=AzimuthCorridor(min_deg=50.0, max_deg=corridor_deg))
    optimiser = Optimiser(packaged().configuration(VEHICLE), here, orbit, rules=rules)
    return optimiser.ascent(CAPSULE_KG)


@cache
def naive_ascent() -> Ascent:
    """Return the ascent whose osculating inclination is the station's mean one."""
    return flown(replace(capsule_orbit(), kind="elliptic", station_tle=None))


@cache
def aimed_ascent() -> Ascent:
    """Return the ascent whose mean inclination is the station's."""
    return flown(capsule_orbit())


def lead_into_own_plane_s(lead: AscentLead, mean: OrbitElements, complex: LaunchComplex) -> float:
    """Return by how much a lift-off leads the pad's pass through the plane that it reaches."""
    orbit = mean.semi_major_axis_m, mean.eccentricity, mean.inclination_rad
    plane = OrbitPlane(
        epoch=EPOCH,
        inclination_rad=mean.inclination_rad,
        node_rad=0.0,
        node_rate_rad_s=node_rate_rad_s(*orbit),
    )
    rising = passes_over(complex, mean.inclination_rad)[0]
    return lead_before_crossing_s(lead, plane, complex, rising)


def lead_of(ascent: Ascent) -> float:
    """Return the lead of an ascent into its own plane [s]."""
    injection = ascent.injection
    mean = mean_plane(elements_from_state(injection.r_eci_m, injection.v_eci_m_s))
    return lead_into_own_plane_s(ascent_lead(ascent), mean, site())


def lead_into_stations_plane_s(ascent: Ascent) -> float:
    """Return the lead of an ascent into the station's plane, at the same node."""
    plane = plane_of_target(capsule_orbit())
    if plane is None:
        raise ValueError("the capsule's orbit has no plane")
    rising = passes_over(site(), plane.inclination_rad)[0]
    return lead_before_crossing_s(ascent_lead(ascent), plane, site(), rising)


def planned_lead() -> tuple[str, float, OrbitElements]:
    """Return name, lead [s] and mean elements of a launch whose planned injection is published."""
    rows = tomllib.loads((EVIDENCE / "rendezvous.toml").read_text("utf-8"))["planned_injection"]
    row = rows[0]
    r_m = 1e3 * np.array(row["r_ecef_km"])
    spin = np.array([0.0, 0.0, EARTH_ROTATION_RATE_RAD_S])
    v_m_s = 1e3 * np.array(row["v_ecef_km_s"]) + np.cross(spin, r_m)
    mean = mean_plane(elements_from_state(r_m, v_m_s))
    turned_rad = EARTH_ROTATION_RATE_RAD_S * row["separation_s"]
    lead = AscentLead(
        node_eci_deg=deg(mean.raan_rad + turned_rad),
        injection_s=row["separation_s"],
        relative_launch_azimuth_deg=math.nan,
    )
    complex = pad(row["id"], row["latitude_deg"], row["longitude_deg"], row["altitude_m"])
    return row["id"], lead_into_own_plane_s(lead, mean, complex), mean


@dataclass(frozen=True)
class Variant:
    """An ascent under one assumption, or why there is none."""

    name: str
    lead_s: float | None
    azimuth_deg: float | None
    spare_kg: float | None
    remark: str = ""


def variants() -> Iterator[Variant]:
    """Yield what the lead would be under each thing that may fix the track of a flight."""
    naive = _variant("the station's inclination aimed at as an osculating one", naive_ascent())
    yield replace(naive, lead_s=lead_into_stations_plane_s(naive_ascent()))
    yield _variant("mean inclination aimed at", aimed_ascent())
    azimuth_rad, lead_s = _held_in_its_plane()
    yield Variant("thrust held in the plane of launch", lead_s, deg(azimuth_rad), None)
    for name, aims in (
        ("core into its drop zone", (_aim("core", CORE_ZONE),)),
        ("boosters into their drop zone", (_aim("booster", BOOSTER_ZONE),)),
    ):
        try:
            yield _variant(name, flown(capsule_orbit(), AscentRules(zones=aims)))
        except (InfeasibleError, ConvergenceError) as error:
            yield Variant(name, None, None, None, str(error))
    for azimuth_deg in AZIMUTHS_DEG:
        ascent = flown(capsule_orbit(), corridor_deg=azimuth_deg)
        yield _variant(f"launch azimuth {azimuth_deg:.1f} deg at most", ascent)


def _variant(name: str, ascent: Ascent) -> Variant:
    return Variant(
        name, lead_of(ascent), ascent.relative_launch_azimuth_deg, ascent.margin_propellant_kg
    )


def _aim(part: str, zone: str) -> ZoneAim:
    place = next(each for each in packaged().spaceports if each.id == SPACEPORT)
    found = next(each for each in place.drop_zones if each.id == zone)
    return ZoneAim(
        part=part,
        zone=zone,
        latitude_deg=found.latitude_deg,
        longitude_deg=found.longitude_deg,
        semi_major_m=found.semi_major_m or POINT_ZONE_M,
        semi_minor_m=found.semi_minor_m or POINT_ZONE_M,
        bearing_deg=found.bearing_deg or 0.0,
    )


def _held_in_its_plane() -> tuple[float, float]:
    """Return azimuth [rad] and lead [s] of the aimed ascent flown again without any yaw.

    The thrust stays in the plane of the vertical and the azimuth at lift-off; the azimuth is the
    one that ends in the same mean inclination.
    """
    profile = aimed_ascent().profile
    wanted_rad = _mean_after(profile).inclination_rad

    def miss_rad(azimuth_rad: float) -> float:
        return _mean_after(_without_yaw(profile, azimuth_rad)).inclination_rad - wanted_rad

    azimuth_rad = float(brentq(miss_rad, rad(LEAST_DEG), rad(MOST_DEG), xtol=1e-6))
    mean = _mean_after(_without_yaw(profile, azimuth_rad))
    lead = AscentLead(
        node_eci_deg=deg(mean.raan_rad),
        injection_s=profile.end_s,
        relative_launch_azimuth_deg=deg(azimuth_rad),
    )
    return azimuth_rad, lead_into_own_plane_s(lead, mean, site())


def _mean_after(profile: FlightProfile) -> OrbitElements:
    flight = fly(profile)
    return mean_plane(elements_from_state(flight.r_eci_m[-1], flight.v_eci_m_s[-1]))


def _without_yaw(profile: FlightProfile, azimuth_rad: float) -> FlightProfile:
    latitude_rad, longitude_rad = rad(profile.latitude_deg), rad(profile.longitude_deg)
    east = np.array([-math.sin(longitude_rad), math.cos(longitude_rad), 0.0])
    up = np.array(
        [
            math.cos(latitude_rad) * math.cos(longitude_rad),
            math.cos(latitude_rad) * math.sin(longitude_rad),
            math.sin(latitude_rad),
        ]
    )
    forward = math.cos(azimuth_rad) * np.cross(up, east) + math.sin(azimuth_rad) * east
    normal = np.cross(up, forward)

    def planar(phase: Phase) -> Phase:
        if phase.table is None:
            return phase
        free = phase.table.directions_eci
        inside = free - (free @ normal)[..., None] * normal
        inside /= np.linalg.norm(inside, axis=-1, keepdims=True)
        return replace(phase, table=replace(phase.table, directions_eci=inside))

    phases = tuple(planar(phase) for phase in profile.phases)
    return replace(profile, launch_azimuth_rad=azimuth_rad, phases=phases)
