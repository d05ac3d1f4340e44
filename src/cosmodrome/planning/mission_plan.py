"""What is the complete plan of one mission, once its launch day is known?"""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.optimise import Ascent
from cosmodrome.campaign.schedule import CampaignSchedule
from cosmodrome.countdown.rehearse import rehearse_nominal
from cosmodrome.countdown.timeline import Countdowns
from cosmodrome.epochs import EarthOrientation
from cosmodrome.errors import InfeasibleError
from cosmodrome.numerics.work import Crew
from cosmodrome.orbit.elements import elements_from_state
from cosmodrome.orbit.frames import raan_true_of_date_rad
from cosmodrome.orbit.ground_track import ground_track
from cosmodrome.planning.cautions import cautions
from cosmodrome.planning.choose import ChosenFlight, NoFlight, refused_flight
from cosmodrome.planning.plan import InjectionOrbit, MissionPlan
from cosmodrome.planning.season import Opportunity, site_zone, window_on
from cosmodrome.planning.shelf import Shelf
from cosmodrome.planning.window_outlook import window_outlook
from cosmodrome.safety.flight_risk import FlightRisk, RiskUnknown
from cosmodrome.safety.hazards import (
    BodyHazard,
    FallingFlight,
    Inquiry,
    case_runs,
    hazards_of,
    require_inquiry,
    study_of,
)
from cosmodrome.safety.monte_carlo import FallStudy
from cosmodrome.safety.notice import draft_notices
from cosmodrome.safety.pad_hazard import PadHazard, assess_pad_hazard
from cosmodrome.safety.runs import Progress, fly_runs
from cosmodrome.safety.toxic import surface_wind
from cosmodrome.spaceport import Settlement, Spaceport
from cosmodrome.units import deg, rad

LONGEST_TRACK_S = 43200.0


Bodies = tuple[BodyHazard, ...]
FallKey = tuple[int, int]


def fall_key(flight: ChosenFlight, month: int) -> FallKey:
    """Return what tells apart two studies of falls: the flight and the month's winds."""
    return id(flight), month


def study_falls(
    cases: Sequence[tuple[ChosenFlight, int]],
    *,
    site: Spaceport,
    shelf: Shelf,
    inquiry: Inquiry,
    progress: Progress,
    crew: Crew | None,
) -> dict[FallKey, Bodies | NoFlight]:
    """Return the footprints of every flight and month, each studied once, or why there are none.

    The dispersed flights of all of them go to the crew together; the answers do not depend on it.
    """
    require_inquiry(inquiry)
    flights = {fall_key(*case): falling_flight(*case, site=site, shelf=shelf) for case in cases}
    studied: dict[FallKey, Bodies | NoFlight] = {}
    studies: dict[FallKey, FallStudy] = {}
    for key, flight in flights.items():
        try:
            studies[key] = study_of(flight)
        except InfeasibleError as error:
            studied[key] = refused_flight(error)
    runs = [run for study in studies.values() for run in case_runs(study, inquiry)]
    flown = fly_runs(runs, crew=crew, progress=progress)
    pairs = zip(flown[::2], flown[1::2], strict=True)
    for (key, study), pair in zip(studies.items(), pairs, strict=True):
        try:
            studied[key] = hazards_of(flights[key], study, inquiry, pair)
        except InfeasibleError as error:
            studied[key] = refused_flight(error)
    return studied


def falling_flight(
    chosen: ChosenFlight, month: int, *, site: Spaceport, shelf: Shelf
) -> FallingFlight:
    """Return a flight whose falls are asked, in the winds of a month."""
    return FallingFlight(
        profile=chosen.ascent.profile,
        trajectory=chosen.ascent.trajectory,
        configuration=chosen.configuration,
        spaceport=site,
        weather=shelf.weather(
            latitude_deg=chosen.complex.latitude_deg,
            longitude_deg=chosen.complex.longitude_deg,
            month=month,
        ),
    )


def mission_plan(
    each: Opportunity,
    campaign: CampaignSchedule,
    *,
    site: Spaceport,
    shelf: Shelf,
    countdowns: Countdowns,
    bodies: Bodies,
    risk: FlightRisk | RiskUnknown | None = None,
    places_near_falls: tuple[Settlement, ...] = (),
) -> MissionPlan:
    """Return the plan of a mission that the campaign gave a launch day."""
    slot, flight = campaign.launch(each.mission.id), each.flight
    zone = site_zone(site)
    if slot is None or flight is None:
        raise ValueError(f"{each.mission.id} has no launch day or no ascent")
    window = window_on(each.windows, slot.launch_date, zone)
    if window is None:
        raise ValueError(f"{each.mission.id}: no window on its launch day {slot.launch_date}")
    backups = [window_on(each.windows, day, zone) for day in slot.backup_dates]
    held = [window, *(w for w in backups if w is not None)]
    timeline = countdowns.timeline(each.configuration.vehicle.countdown).of_mission(
        crewed=each.mission.kind == "crewed-capsule",
        upper_stage=each.configuration.upper_stage is not None,
    )
    return MissionPlan(
        mission=each.mission,
        orbit=each.orbit,
        configuration=each.configuration,
        complex=each.complex,
        ascent=flight.ascent,
        payload_capability_kg=flight.capability.payload_capability_kg,
        performance_margin_kg=(flight.capability.payload_capability_kg - each.mission.payload_kg),
        launch_date=slot.launch_date,
        liftoff=window.liftoff,
        chosen_window=window,
        windows=each.windows,
        injection=injection_orbit(flight.ascent, window.liftoff, each.search.orientation),
        bodies=bodies,
        notices=draft_notices(
            bodies,
            windows=sorted((w.opens, w.closes) for w in held),
            launch_site=site.name,
            flight_information_region=site.flight_information_region,
            coast=shelf.coast(),
        )
        if bodies
        else (),
        ground_track_deg=_track(flight.ascent),
        rollout=slot.rollout,
        campaign_start=slot.start,
        campaign_end=slot.end,
        backup_dates=slot.backup_dates,
        countdown=rehearse_nominal(timeline, liftoff=window.liftoff),
        why_this_date=slot.why,
        drop_zones=slot.drop_zones,
        pad_hazard=_pad_hazard(each, site=site, shelf=shelf, month=slot.launch_date.month),
        risk=risk,
        places_near_falls=places_near_falls,
        orientation=each.search.orientation,
        warnings=()
        if window.liftoff is None
        else cautions(
            each.orbit,
            window.liftoff,
            window.liftoff,
            orientation=each.search.orientation,
            errors=shelf.rendezvous.element_errors,
            flown=True,
        ),
        outlook=window_outlook(each.search, season=each.season, wished=each.wished, zone=zone),
    )


def _pad_hazard(each: Opportunity, *, site: Spaceport, shelf: Shelf, month: int) -> PadHazard:
    """Return the rings about the pad in the wind of the launch month."""
    weather = shelf.weather(
        latitude_deg=each.complex.latitude_deg,
        longitude_deg=each.complex.longitude_deg,
        month=month,
    )
    return assess_pad_hazard(
        each.configuration,
        each.complex,
        site,
        rules=shelf.pad_rules,
        wind=surface_wind(weather.over_pad),
    )


def injection_orbit(
    ascent: Ascent, liftoff: datetime | None, orientation: EarthOrientation
) -> InjectionOrbit:
    """Return the elements at injection; without a lift-off the node has no right ascension."""
    injected = ascent.injection
    raan_deg = None
    if liftoff is not None:
        node_rad = rad(injected.raan_eci_deg)
        raan_deg = deg(raan_true_of_date_rad(node_rad, liftoff, orientation=orientation)) % 360.0
    return InjectionOrbit(
        semi_major_axis_m=injected.semi_major_axis_m,
        eccentricity=injected.eccentricity,
        inclination_deg=injected.inclination_deg,
        raan_deg=raan_deg,
        argp_deg=injected.argp_deg,
    )


def _track(ascent: Ascent) -> NDArray[np.float64]:
    """Return the track of the ascent and of the first revolution after it."""
    trajectory, injected = ascent.trajectory, ascent.injection
    flown = np.column_stack([trajectory.longitude_deg, trajectory.latitude_deg])
    elements = elements_from_state(injected.r_eci_m, injected.v_eci_m_s)
    revolution_s = elements.period_s if elements.eccentricity < 1.0 else LONGEST_TRACK_S
    orbit = ground_track(
        injected.r_eci_m,
        injected.v_eci_m_s,
        injection_s=ascent.profile.end_s,
        duration_s=min(revolution_s, LONGEST_TRACK_S),
    )
    return np.concatenate([flown, orbit[1:]])
