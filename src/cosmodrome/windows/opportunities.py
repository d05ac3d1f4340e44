"""When can this orbit be launched to from this complex, and what closes the other days?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cosmodrome.epochs import NO_ORIENTATION, EarthOrientation, require_utc
from cosmodrome.errors import InputError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.target import complete_orbit
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.units import deg
from cosmodrome.vehicles import STORED_PROGRAMME, LiftoffPolicy
from cosmodrome.windows.daily import unconstrained_windows
from cosmodrome.windows.intervals import Interval, around, intersection
from cosmodrome.windows.lead import AscentLead
from cosmodrome.windows.meetings import CORRIDOR_RULE, Meeting, azimuth_without_plane_deg, meetings
from cosmodrome.windows.rules import Rule
from cosmodrome.windows.target_planes import Target, crossings_of, targets_of
from cosmodrome.windows.window import LaunchWindow

# Leap seconds began in 1972; a century ahead UT1 may be minutes from what we foresee.
FIRST_YEAR, LAST_YEAR = 1972, 2150
A_DAY = timedelta(days=1)
# So much is worked out at a time: memory does not grow with the span.
CHUNK = timedelta(days=366)
# The equinox, from which an asymptote's planes are counted, moves by 4 s of a lift-off a month.
ASYMPTOTE_CHUNK = timedelta(days=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSearch:
    """What windows are sought by.

    Parameters
    ----------
    orbit : TargetOrbit
        Without a plane the answer is the time that the rules leave, kind ``unconstrained``; a
        constellation without the number of a plane has the windows of all its planes.
    complex : LaunchComplex
        Its corridor closes the passes whose azimuth lies outside; where it closes all of them,
        the one with the least dog-leg stays, up to 60 deg from the edge of the corridor.
    ascent_leads : sequence of AscentLead
        From optimised ascents, one for each pass that is flown; the others are closed. Without any
        only the crossings are known: `liftoff` is None, and `opens` and `closes` stand about the
        crossing.
    rules : sequence of Rule
        What else must allow the lift-off; rules of an ascent's own stand in its lead.
    policy : LiftoffPolicy
        Of the vehicle: how wide its windows can be.
    orientation : EarthOrientation
        UT1; without it crossings are up to 0.9 s off.
    dog_legs : bool
        Whether a flight may bend its path, into a plane beside the pad or out of the corridor.
    """

    orbit: TargetOrbit
    complex: LaunchComplex
    ascent_leads: Sequence[AscentLead] = ()
    rules: Sequence[Rule] = ()
    policy: LiftoffPolicy = STORED_PROGRAMME
    orientation: EarthOrientation = NO_ORIENTATION
    dog_legs: bool = True

    @property
    def every_rule(self) -> tuple[Rule, ...]:
        """Return the rules, those of the first ascent among them."""
        return (*self.rules, *(rule for lead in self.ascent_leads[:1] for rule in lead.rules))

    def windows(self, first: datetime, last: datetime) -> tuple[LaunchWindow, ...]:
        """Return every opportunity from `first` until `last`, excluded, with what closes it.

        Also those that a rule closes, with `permitted` False; in the order of their opening.

        Raises
        ------
        InputError
            If the span is empty or the orbit malformed.
        InfeasibleError
            If no plane of the orbit's inclination holds the asymptote of an escape.
        UnreachableOrbitError
            If the plane stays more than 1 deg from the pad, or away from it without dog-legs.
        """
        chunks = self.by_chunk(first, last)
        return tuple(window for _, windows in chunks for window in windows)

    def by_chunk(
        self, first: datetime, last: datetime
    ) -> Iterator[tuple[datetime, tuple[LaunchWindow, ...]]]:
        """Return `windows` in pieces of a year at most, each with the instant it reaches to.

        The whole answer is never held: a century takes the memory of a year.
        """
        span = require_span(first, last)
        whole = replace(self, orbit=complete_orbit(self.orbit))
        if whole.orbit.has_plane or whole.orbit.has_asymptote:
            return _with_planes(whole, span)
        return _without_a_plane(whole, span)


def find_windows(
    orbit: TargetOrbit,
    complex: LaunchComplex,
    *,
    first: datetime,
    last: datetime,
    ascent_leads: Sequence[AscentLead] = (),
    rules: Sequence[Rule] = (),
    policy: LiftoffPolicy = STORED_PROGRAMME,
    orientation: EarthOrientation = NO_ORIENTATION,
) -> tuple[LaunchWindow, ...]:
    """Return every opportunity to lift off for an orbit: `WindowSearch.windows` in one call."""
    search = WindowSearch(
        orbit=orbit,
        complex=complex,
        ascent_leads=ascent_leads,
        rules=rules,
        policy=policy,
        orientation=orientation,
    )
    return search.windows(first, last)


def require_span(first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """Return a span in UTC; one that is empty or leaves the years of leap seconds is malformed."""
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


def _chunks(first: datetime, last: datetime, length: timedelta) -> Iterator[Interval]:
    """Yield a span in pieces that end at midnights of UTC, so that no day is parted."""
    while first < last:
        midnight = (first + length).replace(hour=0, minute=0, second=0, microsecond=0)
        end = min(midnight, last)
        yield Interval(opens=first, closes=end)
        first = end


def _with_planes(
    search: WindowSearch, span: tuple[datetime, datetime]
) -> Iterator[tuple[datetime, tuple[LaunchWindow, ...]]]:
    orbit, complex, leads = search.orbit, search.complex, search.ascent_leads
    for chunk in _chunks(*span, ASYMPTOTE_CHUNK if orbit.has_asymptote else CHUNK):
        # A window about an instant of the chunk may reach beyond it.
        reach = chunk.opens - A_DAY, chunk.closes + A_DAY
        common = _open(search.rules, reach)
        of_ascent = {lead: common | _open(lead.rules, reach) for lead in leads}
        windows = [
            window
            for target in targets_of(orbit, complex, leads, at=chunk.opens)
            for meeting in meetings(target, complex, leads, search.policy, dog_legs=search.dog_legs)
            for window in _met(
                search,
                target,
                meeting,
                chunk,
                of_ascent[meeting.lead] if meeting.lead else common,
            )
        ]
        yield chunk.closes, tuple(sorted(windows, key=_order))


def _open(
    rules: Sequence[Rule], span: tuple[datetime, datetime]
) -> dict[str, tuple[Interval, ...]]:
    """Return when each rule allows a lift-off."""
    return {rule.name: rule.open_intervals(*span) for rule in rules}


def _order(window: LaunchWindow) -> tuple[datetime, str, int]:
    return window.opens, window.kind, window.plane or 0


def _met(
    search: WindowSearch,
    target: Target,
    meeting: Meeting,
    chunk: Interval,
    allowed: Mapping[str, tuple[Interval, ...]],
) -> Iterator[LaunchWindow]:
    """Yield the windows of one way to meet a plane whose lift-off lies in a chunk.

    Of the crossing itself, where no ascent is known.
    """
    lead = timedelta(seconds=meeting.lead_s or 0.0)
    crossings = crossings_of(
        target,
        meeting.plane,
        meeting.passing,
        search.complex,
        meeting.lead,
        span=(chunk.opens + lead, chunk.closes + lead),
        orientation=search.orientation,
    )
    for crossing in crossings:
        middle = crossing.instant - lead
        for width in meeting.widths:
            nominal = Interval(
                opens=middle + timedelta(seconds=width.opens_s),
                closes=middle + timedelta(seconds=width.closes_s),
            )
            left, cut = _left(nominal, allowed)
            closed_by = meeting.closed_by + crossing.closed_by
            permitted = bool(left) and not closed_by
            for piece in left or (nominal,):
                best = min(max(middle, piece.opens), piece.closes)
                yield LaunchWindow(
                    kind=meeting.passing.kind,
                    crossing=crossing.instant,
                    liftoff=None if meeting.lead_s is None else best,
                    opens=piece.opens,
                    closes=piece.closes,
                    relative_launch_azimuth_deg=meeting.relative_launch_azimuth_deg,
                    plane_offset_deg=deg(meeting.passing.plane_offset_rad),
                    closed_by=() if permitted else closed_by + cut,
                    cut_by=cut if permitted else (),
                    permitted=permitted,
                    width_by=width.by,
                    plane_change_m_s=meeting.change_m_s,
                    plane_change_kg=meeting.change_kg,
                    station_phase_deg=crossing.station_phase_deg,
                    phase_miss_deg=crossing.phase_miss_deg,
                    plane=meeting.number,
                    programme=width.programme,
                )


def _left(
    window: Interval, allowed: Mapping[str, tuple[Interval, ...]]
) -> tuple[tuple[Interval, ...], tuple[str, ...]]:
    """Return what the rules leave of a window, and the names of those that cut it."""
    whole: tuple[Interval, ...] = (window,)
    left, cut = whole, []
    for name, intervals in allowed.items():
        if _kept(whole, intervals) != whole:
            cut.append(name)
            left = _kept(left, intervals)
    return left, tuple(cut)


def _kept(windows: tuple[Interval, ...], intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Return what a rule leaves; an instantaneous window stays or goes."""
    if all(window.opens == window.closes for window in windows):
        return tuple(window for window in windows if around(intervals, window.opens))
    return intersection(windows, intervals)


def _without_a_plane(
    search: WindowSearch, span: tuple[datetime, datetime]
) -> Iterator[tuple[datetime, tuple[LaunchWindow, ...]]]:
    azimuth_deg = (
        search.ascent_leads[0].relative_launch_azimuth_deg
        if search.ascent_leads
        else azimuth_without_plane_deg(search.orbit, search.complex, dog_legs=search.dog_legs)
    )
    open_there = azimuth_deg is None or search.complex.corridor.contains(azimuth_deg)
    for chunk in _chunks(*span, CHUNK):
        windows = unconstrained_windows(
            search.every_rule,
            first=chunk.opens,
            last=chunk.closes,
            relative_launch_azimuth_deg=azimuth_deg,
            closed_by=() if open_there else (CORRIDOR_RULE,),
        )
        yield chunk.closes, windows
