"""In which ways does a pad meet a plane, with what heading, lead, width and cost?

What stands here is the same on every day on which the meeting recurs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.azimuth import DOGLEG_REACH_DEG, YAW_REACH_DEG, relative_launch_azimuth_rad
from cosmodrome.orbit.frames import geocentric_latitude_rad
from cosmodrome.orbit.plane import OrbitPlane
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.units import deg, rad
from cosmodrome.vehicles import LiftoffPolicy
from cosmodrome.windows.crossings import PadPass, passes_over
from cosmodrome.windows.lead import AscentLead, lead_before_crossing_s
from cosmodrome.windows.plane_change import entry_speed_m_s, plane_change_kg, plane_change_m_s
from cosmodrome.windows.target_planes import Target
from cosmodrome.windows.width import Width, widths_of

CORRIDOR_RULE = "azimuth-corridor"
OTHER_PASS_RULE = "ascent-flies-the-other-pass"
# Their plane is turned by the upper stage, so any pad reaches them.
TURNED_IN_FLIGHT = ("geostationary-transfer", "geostationary", "escape")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One way to meet a plane, on whatever day.

    `lead` is of the ascent that flies this way, if one does, and `lead_s` by how much its lift-off
    leads the crossing; `number` is of a constellation's plane; turning the plane takes
    `change_m_s`, `change_kg`.
    """

    plane: OrbitPlane
    number: int | None
    passing: PadPass
    lead: AscentLead | None
    lead_s: float | None
    widths: tuple[Width, ...]
    relative_launch_azimuth_deg: float
    closed_by: tuple[str, ...]
    change_m_s: float
    change_kg: float | None


def meetings(
    target: Target,
    complex: LaunchComplex,
    leads: Sequence[AscentLead],
    policy: LiftoffPolicy,
    *,
    dog_legs: bool = True,
) -> tuple[Meeting, ...]:
    """Return how a pad meets the plane of a target.

    Parameters
    ----------
    target : Target
        Its plane, or the planes of which one is to be met.
    complex : LaunchComplex
    leads : sequence of AscentLead
        Each belongs to the pass, of all planes, that is nearest to its lift-off.
    policy : LiftoffPolicy
        Of the vehicle.
    dog_legs : bool
        Whether a flight may bend its path, into a plane beside the pad or out of the corridor.

    Raises
    ------
    UnreachableOrbitError
        If the plane stays more than 1 deg from the pad, or does not pass over it and no flight may
        bend its path.
    """
    reach_deg = YAW_REACH_DEG if dog_legs else 0.0
    ways = [
        (plane, each)
        for plane in target.planes
        for each in passes_over(complex, plane.inclination_rad, yaw_reach_deg=reach_deg)
    ]
    headings_deg = launch_azimuths_deg(
        target.orbit, complex, [way[1] for way in ways], dog_legs=dog_legs
    )
    flown: dict[int, tuple[AscentLead, float]] = {}
    for lead in leads:
        leads_s = [lead_before_crossing_s(lead, plane, complex, p) for plane, p in ways]
        nearest = min(range(len(ways)), key=lambda n: abs(leads_s[n]))
        flown[nearest] = lead, leads_s[nearest]
    return tuple(
        _meeting(target, way, heading, flown.get(n), complex, policy, others=bool(leads))
        for n, (way, heading) in enumerate(zip(ways, headings_deg, strict=True))
    )


def _meeting(
    target: Target,
    way: tuple[OrbitPlane, PadPass],
    heading_deg: float,
    flown: tuple[AscentLead, float] | None,
    complex: LaunchComplex,
    policy: LiftoffPolicy,
    *,
    others: bool,
) -> Meeting:
    plane, passing = way
    lead, lead_s = flown or (None, None)
    azimuth_deg = lead.relative_launch_azimuth_deg if lead else heading_deg
    closed_by = () if complex.corridor.contains(azimuth_deg) else (CORRIDOR_RULE,)
    if others and lead is None and not closed_by:
        closed_by = (OTHER_PASS_RULE,)
    change_m_s = plane_change_m_s(passing.plane_offset_rad, entry_speed_m_s(target.orbit))
    return Meeting(
        plane=plane,
        number=target.number,
        passing=passing,
        lead=lead,
        lead_s=lead_s,
        widths=widths_of(target.orbit, plane, policy, lead.steering if lead else None),
        relative_launch_azimuth_deg=azimuth_deg,
        closed_by=closed_by,
        change_m_s=change_m_s,
        change_kg=plane_change_kg(change_m_s, lead),
    )


def launch_azimuths_deg(
    orbit: TargetOrbit,
    complex: LaunchComplex,
    passes: Sequence[PadPass],
    *,
    dog_legs: bool = True,
) -> list[float]:
    """Return the heading at lift-off for each pass: its own, or where the dog-leg to it begins."""
    azimuths_deg = [_geometric_azimuth_deg(orbit, complex, passing) for passing in passes]
    turns_deg = [complex.corridor.outside_deg(each) for each in azimuths_deg]
    least_deg = min(turns_deg)
    if dog_legs and 0.0 < least_deg <= DOGLEG_REACH_DEG:
        bent = turns_deg.index(least_deg)
        azimuths_deg[bent] = complex.corridor.nearest_deg(azimuths_deg[bent])
    return azimuths_deg


def _geometric_azimuth_deg(orbit: TargetOrbit, complex: LaunchComplex, passing: PadPass) -> float:
    """Return the heading over the turning Earth at the speed of the orbit's perigee."""
    latitude_rad = geocentric_latitude_rad(rad(complex.latitude_deg), complex.altitude_m)
    speed_m_s = entry_speed_m_s(orbit)
    return deg(relative_launch_azimuth_rad(passing.inertial_azimuth_rad, latitude_rad, speed_m_s))


def azimuth_without_plane_deg(
    orbit: TargetOrbit, complex: LaunchComplex, *, dog_legs: bool = True
) -> float | None:
    """Return the heading of the pass that the corridor allows, else of the ascending one.

    None for an orbit whose plane is turned in flight, or that leaves its inclination open.
    """
    if orbit.kind in TURNED_IN_FLIGHT or orbit.inclination_deg is None:
        return None
    reach_deg = YAW_REACH_DEG if dog_legs else 0.0
    passes = passes_over(complex, rad(orbit.inclination_deg), yaw_reach_deg=reach_deg)
    azimuths_deg = launch_azimuths_deg(orbit, complex, passes, dog_legs=dog_legs)
    return next((a for a in azimuths_deg if complex.corridor.contains(a)), azimuths_deg[0])
