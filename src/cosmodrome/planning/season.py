"""On which days may each mission lift off, and what campaign follows?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone

from cosmodrome.campaign.check import check_schedule
from cosmodrome.campaign.flow import Flows
from cosmodrome.campaign.request import CampaignRequest
from cosmodrome.campaign.schedule import CampaignSchedule
from cosmodrome.campaign.season import solve_campaign
from cosmodrome.epochs import EarthOrientation
from cosmodrome.manifest import Manifest, Mission, TargetOrbit
from cosmodrome.orbit.phasing import PhasingProfile
from cosmodrome.orbit.target import complete_orbit
from cosmodrome.planning.choose import ChosenFlight, NoFlight
from cosmodrome.spaceport import DropZone, LaunchComplex, Spaceport, zones_of_route
from cosmodrome.vehicles import Configuration
from cosmodrome.windows.intervals import Interval
from cosmodrome.windows.opportunities import WindowSearch
from cosmodrome.windows.search import window_search
from cosmodrome.windows.window import LaunchWindow

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """A mission with its vehicle and every window in its dates, and how these were found."""

    mission: Mission
    orbit: TargetOrbit
    configuration: Configuration
    complex: LaunchComplex
    flight: ChosenFlight | None
    windows: tuple[LaunchWindow, ...]
    search: WindowSearch
    wished: Interval
    season: Interval


def site_zone(site: Spaceport) -> timezone:
    """Return the time zone of a spaceport."""
    return timezone(timedelta(hours=site.utc_offset_h))


def opportunity(
    mission: Mission,
    orbit: TargetOrbit,
    flown: ChosenFlight | tuple[Configuration, LaunchComplex],
    *,
    manifest: Manifest,
    site: Spaceport,
    orientation: EarthOrientation,
    profile: PhasingProfile | None = None,
) -> Opportunity | NoFlight:
    """Return the windows of a mission between its dates; without an ascent only their days."""
    flight = flown if isinstance(flown, ChosenFlight) else None
    configuration, launch_complex = (
        (flown.configuration, flown.complex) if isinstance(flown, ChosenFlight) else flown
    )
    zone = site_zone(site)
    first = max(mission.earliest, manifest.season.first, manifest.as_of.astimezone(zone).date())
    last = min(mission.due, manifest.season.last)
    if first > last:
        return NoFlight(
            rule="due-date",
            value=first.isoformat(),
            limit=last.isoformat(),
            message=f"no day is left: the first possible one, {first}, is after the last, {last}",
        )
    search = window_search(
        orbit,
        launch_complex,
        site,
        vehicle=configuration.vehicle,
        flights=() if flight is None else [(flight.ascent, flight.steering)],
        profile=profile,
        wishes=mission.rules,
        orientation=orientation,
    )
    wished = _days(first, last, zone)
    windows = search.windows(wished.opens, wished.closes)
    if not any(window.permitted for window in windows):
        closed = sorted({rule for window in windows for rule in window.closed_by})
        return NoFlight(
            rule="launch-window",
            value=None,
            limit=None,
            message=(
                f"no lift-off is possible between {first} and {last}: "
                + (f"closed by {', '.join(closed)}" if closed else "the pad never meets the plane")
            ),
        )
    return Opportunity(
        mission=mission,
        orbit=orbit,
        configuration=configuration,
        complex=launch_complex,
        flight=flight,
        windows=windows,
        search=search,
        wished=wished,
        season=_days(manifest.season.first, manifest.season.last, UTC),
    )


def _days(first: date, last: date, zone: timezone) -> Interval:
    """Return the time from the beginning of a zone's day to the end of another."""
    return Interval(
        opens=datetime.combine(first, time(), zone),
        closes=datetime.combine(last, time(), zone) + A_DAY,
    )


def local_days(window: LaunchWindow, zone: timezone) -> list[date]:
    """Return the local days on which a window is open."""
    day = window.opens.astimezone(zone).date()
    last = window.closes.astimezone(zone)
    days = [day]
    while datetime.combine(day + A_DAY, time(), zone) < last:
        day += A_DAY
        days.append(day)
    return days


def window_on(windows: Sequence[LaunchWindow], day: date, zone: timezone) -> LaunchWindow | None:
    """Return the first permitted window of a local day, cut to that day.

    Pieces of one open interval that meet (at a midnight of UTC, say) count as one.
    """
    begins = datetime.combine(day, time(), zone).astimezone(UTC)
    ends = begins + A_DAY
    chosen: LaunchWindow | None = None
    for window in windows:
        if not window.permitted or day not in local_days(window, zone):
            continue
        if chosen is None:
            chosen = replace(window, opens=max(window.opens, begins))
        elif window.liftoff is None and window.opens == chosen.closes:
            chosen = replace(chosen, closes=window.closes)
    return None if chosen is None else replace(chosen, closes=min(chosen.closes, ends))


def schedule_season(
    opportunities: Sequence[Opportunity], *, manifest: Manifest, site: Spaceport, flows: Flows
) -> CampaignSchedule:
    """Return the campaign of all missions, checked by the referee.

    Raises
    ------
    RuntimeError
        If the referee finds a broken rule: the solver is wrong then, not the request.
    """
    requests = [_campaign_request(each, site) for each in opportunities]
    campaign = solve_campaign(
        requests,
        spaceport=site,
        flows=flows,
        as_of=manifest.as_of,
        season=manifest.season,
        closures=manifest.closures,
    )
    violations = check_schedule(
        campaign,
        requests,
        spaceport=site,
        flows=flows,
        as_of=manifest.as_of,
        season=manifest.season,
        closures=manifest.closures,
    )
    if violations:
        listed = "; ".join(f"{v.rule} ({v.mission}): {v.message}" for v in violations[:5])
        raise RuntimeError(f"the referee refuses the schedule, {len(violations)} rules: {listed}")
    return campaign


def _campaign_request(each: Opportunity, site: Spaceport) -> CampaignRequest:
    zone = site_zone(site)
    liftoffs: dict[date, datetime | None] = {}
    for window in each.windows:
        if window.permitted:
            for day in local_days(window, zone):
                liftoffs.setdefault(day, window.liftoff)
    return CampaignRequest(
        mission=each.mission,
        configuration=each.configuration,
        complex=each.complex,
        allowed_dates=tuple(sorted(liftoffs)),
        liftoff_by_date=liftoffs,
        drop_zones=_agreed_zones(each, site),
    )


def _agreed_zones(each: Opportunity, site: Spaceport) -> tuple[DropZone, ...]:
    """Return the drop zones of the route, none where the target has no inclination."""
    inclination_deg = complete_orbit(each.orbit).inclination_deg
    if inclination_deg is None:
        return ()
    return zones_of_route(
        site.drop_zones,
        complex_id=each.complex.id,
        vehicle=each.configuration.vehicle.id,
        inclination_deg=inclination_deg,
    )
