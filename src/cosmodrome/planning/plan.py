"""What is a launch plan? The records that every renderer reads, values only."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.optimise import Ascent
from cosmodrome.campaign.schedule import CampaignSchedule, ZoneBooking
from cosmodrome.countdown.log import CountdownLog
from cosmodrome.epochs import NO_ORIENTATION, EarthOrientation
from cosmodrome.manifest import Manifest, Mission, TargetOrbit
from cosmodrome.planning.injected_orbit import InjectedOrbit
from cosmodrome.planning.predicted_orbit import PredictedOrbit
from cosmodrome.planning.window_outlook import WindowOutlook
from cosmodrome.safety.flight_risk import FlightRisk, RiskUnknown
from cosmodrome.safety.hazards import BodyHazard
from cosmodrome.safety.notice import Notice
from cosmodrome.safety.pad_hazard import PadHazard
from cosmodrome.spaceport import LaunchComplex, Settlement, Spaceport
from cosmodrome.vehicles import Configuration
from cosmodrome.windows.window import LaunchWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A mission, or a part of its plan, that physics, a rule or the calendar refuses."""

    mission: str | None
    rule: str
    value: float | str | None
    limit: float | str | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectionOrbit:
    """Osculating elements at injection; angles in degrees, RAAN true of date or None."""

    semi_major_axis_m: float
    eccentricity: float
    inclination_deg: float
    raan_deg: float | None
    argp_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionPlan:
    """Everything planned for one mission that can be flown.

    `liftoff` is None without a plane: then `windows` of `launch_date` give the permitted hours.
    `ground_track_deg` (n, 2) is longitude and latitude from lift-off through the first orbit.
    `predicted` tells where the spacecraft is after injection, before it has flown; `injected` how
    surely, and what comes of it; `outlook` when the mission could fly over the whole season, and
    why not on some of its days.
    `places_near_falls` are the largest listed places about where parts come down.
    """

    mission: Mission
    orbit: TargetOrbit
    configuration: Configuration
    complex: LaunchComplex
    ascent: Ascent
    payload_capability_kg: float
    performance_margin_kg: float
    launch_date: date
    liftoff: datetime | None
    chosen_window: LaunchWindow
    windows: tuple[LaunchWindow, ...]
    injection: InjectionOrbit
    bodies: tuple[BodyHazard, ...]
    notices: tuple[Notice, ...]
    ground_track_deg: NDArray[np.float64]
    rollout: datetime
    campaign_start: datetime
    campaign_end: datetime
    backup_dates: tuple[date, ...]
    countdown: CountdownLog
    why_this_date: tuple[str, ...]
    drop_zones: tuple[ZoneBooking, ...] = ()
    pad_hazard: PadHazard | None = None
    risk: FlightRisk | RiskUnknown | None = None
    places_near_falls: tuple[Settlement, ...] = ()
    predicted: PredictedOrbit | None = None
    orientation: EarthOrientation = NO_ORIENTATION
    warnings: tuple[str, ...] = ()
    outlook: WindowOutlook | None = None
    injected: InjectedOrbit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNote:
    """A source or an estimate that figures of the plan rest on."""

    key: str
    text: str
    estimate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchPlan:
    """The plan of a season. `digest` is a hash of manifest, catalogue, seed and version."""

    manifest: Manifest
    spaceport: Spaceport
    missions: tuple[MissionPlan, ...]
    campaign: CampaignSchedule
    refusals: tuple[Refusal, ...]
    sources: tuple[SourceNote, ...]
    seed: int
    samples: int
    digest: str
    version: str
