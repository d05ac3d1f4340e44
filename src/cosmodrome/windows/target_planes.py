"""Which planes may a lift-off aim for, and at which crossings of them?

Most targets have one plane. A constellation has several, each a target of its own; the asymptote
of an escape lies in two planes of an inclination, and either serves.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cosmodrome.epochs import EarthOrientation
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.asymptote import asymptote_of_date_rad, planes_to_asymptote
from cosmodrome.orbit.constellation import planes_of
from cosmodrome.orbit.frames import geocentric_latitude_rad
from cosmodrome.orbit.phasing import STATION_PHASE_RULE
from cosmodrome.orbit.plane import OrbitPlane
from cosmodrome.orbit.station import StationOrbit, station_orbit
from cosmodrome.orbit.target import plane_of_target
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.units import deg, rad
from cosmodrome.windows.crossings import PadPass, crossing_times
from cosmodrome.windows.lead import AscentLead
from cosmodrome.windows.rendezvous import phases_deg, profile_fits

# Planes nearer to each other are one: an inclination that just holds the asymptote has no two.
ONE_PLANE_RAD = 1e-6
# A ship's node drifts by 0.6 deg against the station's in two days, minutes of a lift-off.
LONGEST_DRIFT = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An orbit and the planes of which one is to be met; `number` is of a constellation's plane."""

    orbit: TargetOrbit
    planes: tuple[OrbitPlane, ...]
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """An instant at which the pad meets a plane, where the station is then, and what closes it."""

    instant: datetime
    station_phase_deg: float | None = None
    phase_miss_deg: float | None = None
    closed_by: tuple[str, ...] = ()


def targets_of(
    orbit: TargetOrbit, complex: LaunchComplex, leads: Sequence[AscentLead], *, at: datetime
) -> tuple[Target, ...]:
    """Return the targets of an orbit with a plane or an asymptote, about an instant.

    Raises
    ------
    InfeasibleError
        If no plane of the orbit's inclination holds the asymptote.
    """
    if orbit.has_asymptote:
        tilted = replace(orbit, inclination_deg=_escape_inclination_deg(orbit, complex, leads, at))
        short, long = planes_to_asymptote(tilted, at)
        apart_rad = math.remainder(short.node_rad - long.node_rad, math.tau)
        planes = (short,) if abs(apart_rad) < ONE_PLANE_RAD else (short, long)
        return (Target(orbit=tilted, planes=planes),)
    targets = []
    for each in planes_of(orbit):
        plane = plane_of_target(each)
        if plane is None:
            raise ValueError(f"the {orbit.kind} orbit has no plane")
        targets.append(Target(orbit=each, planes=(plane,), number=each.plane))
    return tuple(targets)


def _escape_inclination_deg(
    orbit: TargetOrbit, complex: LaunchComplex, leads: Sequence[AscentLead], at: datetime
) -> float:
    """Return the inclination asked or flown, else the least that holds both pad and asymptote."""
    flown = next((lead.inclination_deg for lead in leads if lead.inclination_deg is not None), None)
    known = flown if orbit.inclination_deg is None else orbit.inclination_deg
    if known is not None:
        return known
    latitude_rad = geocentric_latitude_rad(rad(complex.latitude_deg), complex.altitude_m)
    declination_rad, _ = asymptote_of_date_rad(orbit, at)
    return deg(max(abs(latitude_rad), abs(declination_rad)))


def crossings_of(
    target: Target,
    plane: OrbitPlane,
    passing: PadPass,
    complex: LaunchComplex,
    lead: AscentLead | None,
    *,
    span: tuple[datetime, datetime],
    orientation: EarthOrientation,
) -> tuple[Crossing, ...]:
    """Return every crossing of a span, `span[1]` excluded.

    A ship that closes in on a station by a profile crosses the plane that drifts into the
    station's, minutes later; a crossing from which the profile does not reach the station is closed
    by ``station-phase``.
    """
    instants = crossing_times(
        plane,
        complex.longitude_deg,
        passing,
        first=span[0] - LONGEST_DRIFT,
        last=span[1] + LONGEST_DRIFT,
        orientation=orientation,
    )
    crossings = [Crossing(instant=instant) for instant in instants]
    if target.orbit.station_tle is not None and instants:
        station = station_orbit(*target.orbit.station_tle)
        crossings = _at_station(target.orbit, station, passing, complex, lead, instants)
    return tuple(each for each in crossings if span[0] <= each.instant < span[1])


def _at_station(
    orbit: TargetOrbit,
    station: StationOrbit,
    passing: PadPass,
    complex: LaunchComplex,
    lead: AscentLead | None,
    instants: Sequence[datetime],
) -> list[Crossing]:
    """Return crossings of a station's plane with its phase, moved and judged by the profile."""
    if lead is None or lead.phasing is None:
        phases = phases_deg(station, complex, passing, instants).tolist()
        return [
            Crossing(instant=instant, station_phase_deg=phase)
            for instant, phase in zip(instants, phases, strict=True)
        ]
    fits = profile_fits(
        lead.phasing,
        station,
        lead,
        complex,
        passing,
        crossings=instants,
        allowance_deg=orbit.tolerance.phase_deg or 0.0,
    )
    columns = fits.later_s, fits.station_phase_deg, fits.miss_deg, fits.admissible
    return [
        Crossing(
            instant=instant + timedelta(seconds=later_s),
            station_phase_deg=phase_deg,
            phase_miss_deg=miss_deg,
            closed_by=() if serves else (STATION_PHASE_RULE,),
        )
        for instant, later_s, phase_deg, miss_deg, serves in zip(
            instants, *(column.tolist() for column in columns), strict=True
        )
    ]
