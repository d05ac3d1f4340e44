"""From a manifest to a plan of the whole season: the story of Cosmodrome in one module."""

import hashlib
from collections.abc import Callable, Sequence

from cosmodrome import __version__
from cosmodrome.campaign.flow import Flows
from cosmodrome.campaign.schedule import CampaignSchedule
from cosmodrome.countdown.timeline import Countdowns
from cosmodrome.epochs import EarthOrientation
from cosmodrome.errors import InfeasibleError
from cosmodrome.manifest import Manifest, Mission, TargetOrbit
from cosmodrome.manifest.rule import WISHES_OF_A_FLIGHT
from cosmodrome.numerics.work import AT_HOME, Crew, Workers, results_of
from cosmodrome.orbit.target import complete_orbit
from cosmodrome.planning.choose import (
    ChosenFlight,
    FlightWish,
    NoFlight,
    choose_flight,
    flight_wish,
)
from cosmodrome.planning.mission_forecast import foretold
from cosmodrome.planning.mission_plan import fall_key, mission_plan, study_falls
from cosmodrome.planning.mission_risk import study_people
from cosmodrome.planning.plan import LaunchPlan, MissionPlan, Refusal
from cosmodrome.planning.season import Opportunity, opportunity, schedule_season
from cosmodrome.planning.shelf import Shelf
from cosmodrome.planning.sources import source_notes
from cosmodrome.safety.hazards import Inquiry
from cosmodrome.spaceport import LaunchComplex, Spaceport
from cosmodrome.vehicles import Configuration

Progress = Callable[[str, int, int], None]


def plan_manifest(
    manifest: Manifest,
    shelf: Shelf,
    flows: Flows,
    countdowns: Countdowns,
    *,
    seed: int,
    samples: int,
    progress: Progress,
    workers: Workers = AT_HOME,
) -> LaunchPlan:
    """Return the plan of a season.

    Every mission is flown, given its windows, scheduled with all others, and its falls and its
    risk to people studied.
    Missions that physics, a rule or the calendar refuses are in `refusals`; the rest is planned.

    Parameters
    ----------
    manifest, shelf, flows, countdowns
        What is asked, and the catalogue to plan from.
    seed : int
        Of the dispersed flights; the same seed gives the same plan.
    samples : int
        Dispersed flights per mission.
    progress : callable
        Told the name of a stage, how much is done, and of how many.
    workers : Workers, optional
        Who does the work; the plan does not depend on it.
    """
    site, orientation = shelf.spaceport(manifest.spaceport), shelf.earth_orientation()
    orbits = {m.id: complete_orbit(m.orbit) for m in manifest.missions}
    wishes = {
        m.id: flight_wish(m, orbits[m.id], shelf, site, flows=flows) for m in manifest.missions
    }
    flights = _fly_all(list(wishes.values()), progress=progress, crew=workers.ascents)
    refusals: list[Refusal] = []
    opportunities: list[Opportunity] = []
    for mission in manifest.missions:
        answer = flights[wishes[mission.id]]
        found = _opportunity(
            mission,
            orbits[mission.id],
            answer,
            manifest=manifest,
            site=site,
            orientation=orientation,
            shelf=shelf,
        )
        if isinstance(found, NoFlight):
            refusals.append(found.refusal(mission.id))
        else:
            opportunities.append(found)
    progress("campaign", 0, 1)
    campaign = schedule_season(opportunities, manifest=manifest, site=site, flows=flows)
    progress("campaign", 1, 1)
    refusals += _campaign_refusals(campaign)
    planned = [each for each in opportunities if campaign.launch(each.mission.id) is not None]
    cases = [_fall_case(each, campaign) for each in planned]
    falls = study_falls(
        cases,
        site=site,
        shelf=shelf,
        inquiry=Inquiry(samples=samples, seed=seed, area_rules=shelf.area_rules),
        progress=progress,
        crew=workers.falls,
    )
    people = study_people(
        cases,
        falls,
        site=site,
        shelf=shelf,
        seed=seed,
        progress=progress,
        crew=workers.falls,
    )
    plans: list[MissionPlan] = []
    for each, case in zip(planned, cases, strict=True):
        key = fall_key(*case)
        bodies = falls[key]
        if isinstance(bodies, NoFlight):
            refusals.append(bodies.refusal(each.mission.id))
            continue
        plans.append(
            mission_plan(
                each,
                campaign,
                site=site,
                shelf=shelf,
                countdowns=countdowns,
                bodies=bodies,
                risk=people[key].risk,
                places_near_falls=people[key].places,
            )
        )
    return LaunchPlan(
        manifest=manifest,
        spaceport=site,
        missions=foretold(
            sorted(plans, key=lambda p: (p.launch_date, p.mission.id)),
            shelf=shelf,
            seed=seed,
            progress=progress,
        ),
        campaign=campaign,
        refusals=tuple(refusals),
        sources=source_notes(
            [p.configuration for p in plans],
            site,
            shelf,
            further=[value for each in people.values() for value in each.sources],
        ),
        seed=seed,
        samples=samples,
        digest=_digest(manifest, shelf, seed=seed, samples=samples),
        version=__version__,
    )


def schedule_manifest(
    manifest: Manifest, shelf: Shelf, flows: Flows, *, progress: Progress
) -> tuple[CampaignSchedule, tuple[Refusal, ...]]:
    """Return the campaign of a season alone, with what it refuses.

    Ascents are flown only for missions that leave the vehicle open or whose rules look at the
    flight. Lift-off days of the others come from the plane's crossings; the seconds need an ascent
    and are not computed.
    """
    site, orientation = shelf.spaceport(manifest.spaceport), shelf.earth_orientation()
    refusals: list[Refusal] = []
    opportunities: list[Opportunity] = []
    for i, mission in enumerate(manifest.missions):
        progress("vehicles and windows", i, len(manifest.missions))
        orbit = complete_orbit(mission.orbit)
        wish = flight_wish(mission, orbit, shelf, site, flows=flows)
        answer: ChosenFlight | NoFlight | None = None
        looks_at_flight = any(isinstance(rule, WISHES_OF_A_FLIGHT) for rule in mission.rules)
        if len(wish.candidates) != 1 or looks_at_flight or orbit.sun_angle_deg is not None:
            answer = choose_flight(wish)
        found = _opportunity(
            mission,
            orbit,
            answer if answer is not None else wish.candidates[0],
            manifest=manifest,
            site=site,
            orientation=orientation,
            shelf=shelf,
        )
        if isinstance(found, NoFlight):
            refusals.append(found.refusal(mission.id))
        else:
            opportunities.append(found)
    progress("vehicles and windows", len(manifest.missions), len(manifest.missions))
    progress("campaign", 0, 1)
    campaign = schedule_season(opportunities, manifest=manifest, site=site, flows=flows)
    progress("campaign", 1, 1)
    return campaign, (*refusals, *_campaign_refusals(campaign))


def _fly_all(
    wishes: Sequence[FlightWish], *, progress: Progress, crew: Crew | None
) -> dict[FlightWish, ChosenFlight | NoFlight]:
    """Return the flight of every different wish."""
    different = list(dict.fromkeys(wishes))
    flights: dict[FlightWish, ChosenFlight | NoFlight] = {}
    progress("ascents", 0, len(different))
    for number, flight in results_of(choose_flight, different, crew=crew):
        flights[different[number]] = flight
        progress("ascents", len(flights), len(different))
    return flights


def _opportunity(
    mission: Mission,
    orbit: TargetOrbit,
    answer: ChosenFlight | NoFlight | tuple[Configuration, LaunchComplex],
    *,
    manifest: Manifest,
    site: Spaceport,
    orientation: EarthOrientation,
    shelf: Shelf,
) -> Opportunity | NoFlight:
    if isinstance(answer, NoFlight):
        return answer
    wanted = orbit.rendezvous
    try:
        return opportunity(
            mission,
            orbit,
            answer,
            manifest=manifest,
            site=site,
            orientation=orientation,
            profile=None if wanted is None else shelf.rendezvous.profile(wanted),
        )
    except InfeasibleError as error:
        return NoFlight(
            rule=error.rule, value=error.value, limit=error.limit, message=error.message
        )


def _fall_case(each: Opportunity, campaign: CampaignSchedule) -> tuple[ChosenFlight, int]:
    """Return the flight of a mission and the month whose winds it meets."""
    slot = campaign.launch(each.mission.id)
    if slot is None or each.flight is None:
        raise ValueError(f"{each.mission.id} has no launch day or no ascent")
    return each.flight, slot.launch_date.month


def _campaign_refusals(campaign: CampaignSchedule) -> list[Refusal]:
    return [
        Refusal(mission=r.mission, rule=r.rule, value=r.value, limit=r.limit, message=r.message)
        for r in campaign.refused
    ]


def _digest(manifest: Manifest, shelf: Shelf, *, seed: int, samples: int) -> str:
    """Return a hash of everything that a plan depends on."""
    parts = (repr(manifest), shelf.digest, str(seed), str(samples), __version__)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
