"""When can this orbit be launched to from this complex, and what closes the other days?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.epochs import SIDEREAL_RATE_RAD_S, require_utc
from cosmodrome.errors import InputError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.azimuth import DOGLEG_REACH_DEG, relative_launch_azimuth_rad
from cosmodrome.orbit.frames import geocentric_latitude_rad
from cosmodrome.orbit.plane import MEAN_SOLAR_RATE_RAD_S, OrbitPlane
from cosmodrome.orbit.target import complete_orbit, plane_of_target, shape_of_target
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.units import deg, rad
from cosmodrome.windows.crossings import Pass, crossing_times, passes_over
from cosmodrome.windows.daily import unconstrained_windows
from cosmodrome.windows.intervals import Interval, around, intersection
from cosmodrome.windows.lead import AscentLead, lead_before_crossing_s, pass_flown
from cosmodrome.windows.rules import Rule
from cosmodrome.windows.window import LaunchWindow, WindowPolicy

CORRIDOR_RULE = "azimuth-corridor"
OTHER_PASS_RULE = "ascent-flies-the-other-pass"
# Leap seconds began in 1972; a century ahead UT1 may be minutes from what we foresee.
FIRST_YEAR, LAST_YEAR = 1972, 2150
# Their plane is turned by the upper stage, so any pad reaches them.
TURNED_IN_FLIGHT = ("geostationary-transfer", "geostationary", "escape")
A_DAY = timedelta(days=1)
# Speed at which a low orbit is entered, where the customer gives no altitudes.
LOW_ORBIT_RADIUS_M = EARTH_EQUATORIAL_RADIUS_M + 200e3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opportunity:
    """What is the same on every day that a pass recurs."""

    passing: Pass
    lead_s: float | None
    half_width_s: float
    relative_launch_azimuth_deg: float
    closed_by: tuple[str, ...]


def find_windows(
    orbit: TargetOrbit,
    complex: LaunchComplex,
    *,
    first: datetime,
    last: datetime,
    ascent_lead: AscentLead | None = None,
    rules: Sequence[Rule] = (),
    policy: WindowPolicy = "stored-programme",
) -> tuple[LaunchWindow, ...]:
    """Return every opportunity to lift off for an orbit, in order, with what closes it.

    Parameters
    ----------
    orbit : TargetOrbit
        Without a plane the answer is the time that the rules leave, kind ``unconstrained``.
    complex : LaunchComplex
        Its corridor closes the passes whose azimuth lies outside; where it closes all of them,
        the one with the least dog-leg stays, up to 60 deg from the edge of the corridor.
    first, last : datetime
        The span, `last` excluded.
    ascent_lead : AscentLead, optional
        From the optimised ascent. Without it only the crossings are known: `liftoff` is None, and
        `opens` and `closes` stand at the crossing.
    rules : sequence of Rule
        What else must allow the lift-off.
    policy : str
        ``stored-programme``: the flight programme is made for one second. ``retargeted``: as wide
        as the customer's tolerance on the node or its local time.

    Returns
    -------
    tuple of LaunchWindow
        Also those that a rule closes, with `permitted` False.

    Raises
    ------
    InputError
        If the span is empty or the orbit malformed.
    UnreachableOrbitError
        If the plane stays more than 1 deg from the pad.
    """
    first, last = _require_span(first, last)
    orbit = complete_orbit(orbit)
    plane = plane_of_target(orbit)
    if plane is None:
        return _without_a_plane(orbit, complex, (first, last), ascent_lead, rules)
    opportunities = _opportunities(orbit, complex, plane, ascent_lead, policy)
    # A window about an instant of the span may reach beyond it.
    allowed = {rule.name: rule.open_intervals(first - A_DAY, last + A_DAY) for rule in rules}
    windows = [
        window
        for opportunity in opportunities
        for crossing in _crossings(opportunity, plane, complex, (first, last))
        for window in _judged(opportunity, crossing, allowed)
    ]
    return tuple(sorted(windows, key=lambda window: (window.opens, window.kind)))


def _require_span(first: datetime, last: datetime) -> tuple[datetime, datetime]:
    first, last = require_utc(first), require_utc(last)
    words = f"the span from {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M}"
    if last <= first:
        raise InputError(f"{words} is empty; the end must come after the beginning")
    if first.year < FIRST_YEAR or last.year > LAST_YEAR:
        raise InputError(
            f"{words} leaves the years {FIRST_YEAR} to {LAST_YEAR}, in which the "
            f"Earth's rotation is known well enough"
        )
    return first, last


def _opportunities(
    orbit: TargetOrbit,
    complex: LaunchComplex,
    plane: OrbitPlane,
    lead: AscentLead | None,
    policy: WindowPolicy,
) -> tuple[_Opportunity, ...]:
    passes = passes_over(complex, plane.inclination_rad)
    flown = pass_flown(lead, plane, complex, passes) if lead else None
    opportunities = []
    for passing, left_deg in zip(passes, _launch_azimuths_deg(orbit, complex, passes), strict=True):
        if lead and passing is flown:
            lead_s = lead_before_crossing_s(lead, plane, complex, passing)
            azimuth_deg = lead.relative_launch_azimuth_deg
        else:
            lead_s, azimuth_deg = None, left_deg
        closed_by = () if complex.corridor.contains(azimuth_deg) else (CORRIDOR_RULE,)
        if lead and passing is not flown and not closed_by:
            closed_by = (OTHER_PASS_RULE,)
        opportunities.append(
            _Opportunity(
                passing=passing,
                lead_s=lead_s,
                half_width_s=half_width_s(orbit, plane, policy),
                relative_launch_azimuth_deg=azimuth_deg,
                closed_by=closed_by,
            )
        )
    return tuple(opportunities)


def _launch_azimuths_deg(
    orbit: TargetOrbit, complex: LaunchComplex, passes: Sequence[Pass]
) -> list[float]:
    """Return the heading at lift-off for each pass: its own, or where the dog-leg to it begins."""
    azimuths_deg = [_geometric_azimuth_deg(orbit, complex, passing) for passing in passes]
    turns_deg = [complex.corridor.outside_deg(each) for each in azimuths_deg]
    least_deg = min(turns_deg)
    if 0.0 < least_deg <= DOGLEG_REACH_DEG:
        bent = turns_deg.index(least_deg)
        azimuths_deg[bent] = complex.corridor.nearest_deg(azimuths_deg[bent])
    return azimuths_deg


def half_width_s(orbit: TargetOrbit, plane: OrbitPlane, policy: WindowPolicy) -> float:
    """Return how early or late a lift-off may be within the customer's tolerance on the node.

    Zero for a stored programme, and where the customer gives no tolerance.
    """
    if policy == "stored-programme":
        return 0.0
    tolerance = orbit.tolerance
    widths_s = []
    if tolerance.raan_deg is not None:
        widths_s.append(rad(tolerance.raan_deg) / (SIDEREAL_RATE_RAD_S - plane.node_rate_rad_s))
    if tolerance.ltdn_min is not None:
        angle_rad = tolerance.ltdn_min * 60.0 * MEAN_SOLAR_RATE_RAD_S
        widths_s.append(angle_rad / (SIDEREAL_RATE_RAD_S - plane.node_rate_rad_s))
    return min(widths_s, default=0.0)


def _geometric_azimuth_deg(orbit: TargetOrbit, complex: LaunchComplex, passing: Pass) -> float:
    """Return the heading over the turning Earth at the speed of the orbit's perigee."""
    shape = shape_of_target(orbit) or (LOW_ORBIT_RADIUS_M, 0.0)
    semi_major_axis_m, eccentricity = shape
    perigee_m = semi_major_axis_m * (1.0 - eccentricity)
    speed_m_s = math.sqrt(EARTH_MU_M3_S2 * (1.0 + eccentricity) / perigee_m)
    latitude_rad = geocentric_latitude_rad(rad(complex.latitude_deg), complex.altitude_m)
    return deg(relative_launch_azimuth_rad(passing.inertial_azimuth_rad, latitude_rad, speed_m_s))


def _crossings(
    opportunity: _Opportunity,
    plane: OrbitPlane,
    complex: LaunchComplex,
    span: tuple[datetime, datetime],
) -> list[datetime]:
    """Return the crossings whose lift-off, or who themselves without an ascent, are in the span."""
    lead = timedelta(seconds=opportunity.lead_s or 0.0)
    return crossing_times(
        plane,
        complex.longitude_deg,
        opportunity.passing,
        first=span[0] + lead,
        last=span[1] + lead,
    )


def _judged(
    opportunity: _Opportunity, crossing: datetime, allowed: dict[str, tuple[Interval, ...]]
) -> list[LaunchWindow]:
    """Return what the rules leave of one opportunity: one window, or several pieces of it."""
    middle = crossing - timedelta(seconds=opportunity.lead_s or 0.0)
    half = timedelta(seconds=opportunity.half_width_s)
    whole = (Interval(opens=middle - half, closes=middle + half),)
    left: tuple[Interval, ...] = whole
    for intervals in allowed.values():
        left = _kept(left, intervals)
    cut = tuple(name for name, intervals in allowed.items() if _kept(whole, intervals) != whole)
    permitted = bool(left) and not opportunity.closed_by
    return [
        LaunchWindow(
            kind=opportunity.passing.kind,
            crossing=crossing,
            liftoff=None if opportunity.lead_s is None else _nearest(piece, middle),
            opens=piece.opens,
            closes=piece.closes,
            relative_launch_azimuth_deg=opportunity.relative_launch_azimuth_deg,
            plane_offset_deg=deg(opportunity.passing.plane_offset_rad),
            closed_by=opportunity.closed_by + cut,
            permitted=permitted,
        )
        for piece in left or whole
    ]


def _kept(windows: tuple[Interval, ...], intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Return what a rule leaves; an instantaneous window stays or goes."""
    if all(window.opens == window.closes for window in windows):
        return tuple(window for window in windows if around(intervals, window.opens))
    return intersection(windows, intervals)


def _nearest(piece: Interval, middle: datetime) -> datetime:
    return min(max(middle, piece.opens), piece.closes)


def _without_a_plane(
    orbit: TargetOrbit,
    complex: LaunchComplex,
    span: tuple[datetime, datetime],
    lead: AscentLead | None,
    rules: Sequence[Rule],
) -> tuple[LaunchWindow, ...]:
    first, last = span
    azimuth_deg = lead.relative_launch_azimuth_deg if lead else _azimuth_deg(orbit, complex)
    open_there = azimuth_deg is None or complex.corridor.contains(azimuth_deg)
    return unconstrained_windows(
        rules,
        first=first,
        last=last,
        relative_launch_azimuth_deg=azimuth_deg,
        closed_by=() if open_there else (CORRIDOR_RULE,),
    )


def _azimuth_deg(orbit: TargetOrbit, complex: LaunchComplex) -> float | None:
    """Return the heading of the pass that the corridor allows, else of the ascending one."""
    if orbit.kind in TURNED_IN_FLIGHT or orbit.inclination_deg is None:
        return None
    passes = passes_over(complex, rad(orbit.inclination_deg))
    azimuths_deg = _launch_azimuths_deg(orbit, complex, passes)
    return next((a for a in azimuths_deg if complex.corridor.contains(a)), azimuths_deg[0])
