"""What do the pictures of one flight's falls show, whoever flew it?

A mission of a plan and the flight of a command come down to one record, so that every map and
diagram of falls is the same picture.
"""

from dataclasses import dataclass

import numpy as np

from cosmodrome.ascent.optimise import Ascent
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.formats.figures.projection import Array
from cosmodrome.formats.figures.silhouette import ROLES, split_stages
from cosmodrome.planning.plan import MissionPlan
from cosmodrome.safety.hazards import BodyHazard
from cosmodrome.safety.impact_trace import ImpactTrace, flight_states, vacuum_trace
from cosmodrome.safety.zones import flown_inclination_deg
from cosmodrome.spaceport import DropZone, LaunchComplex, Settlement, Spaceport
from cosmodrome.vehicles import LaunchVehicle

SAME_PLACE_DEG = 0.05
"""Settlements of two lists that lie so near are one."""
PART_NAMES = {
    "booster": "Boosters",
    "core": "Core",
    "stage-3": "Third stage",
    "aft-section": "Aft section",
    "fairing-half": "Fairing halves",
    "upper-stage": "Upper stage",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FallPicture:
    """One flight and its falls, as pictures show them.

    `ground_track_deg` (n, 2) is longitude and latitude from lift-off on, beyond the powered flight
    where that is known. `zones` are the agreed zones that serve the flight; `trace` is the vacuum
    impact point along the powered flight; `places` are settlements near falls, which the maps of
    single falls show besides those of the spaceport.
    """

    name: str
    vehicle: LaunchVehicle
    complex: LaunchComplex
    spaceport: Spaceport
    trajectory: Trajectory
    launch_azimuth_deg: float
    ground_track_deg: Array
    bodies: tuple[BodyHazard, ...]
    zones: tuple[DropZone, ...]
    trace: ImpactTrace
    places: tuple[Settlement, ...] = ()

    @property
    def pad_deg(self) -> tuple[float, float]:
        """Longitude and latitude of the pad."""
        return self.complex.longitude_deg, self.complex.latitude_deg

    @property
    def ordered(self) -> tuple[BodyHazard, ...]:
        """The bodies, the nearest fall first."""
        return tuple(sorted(self.bodies, key=lambda body: body.downrange_m))

    def role(self, body: BodyHazard) -> str:
        """Return whose colour a body carries."""
        return part_role(body.name, self.vehicle)


def part_name(name: str, count: int = 1) -> str:
    """Return a part in the words of a report: ``Boosters × 4``."""
    words = PART_NAMES.get(name, name.replace("-", " ").capitalize())
    return f"{words} × {count}" if count > 1 else words


def part_role(name: str, vehicle: LaunchVehicle) -> str:
    """Return whose colour a part carries: that of its stage."""
    if name.startswith("fairing"):
        return "fairing"
    strap_ons, stacked = split_stages(vehicle)
    if any(stage.name == name for stage in strap_ons):
        return "booster"
    for i, stage in enumerate(stacked):
        if stage.name == name:
            return ROLES[min(i, 1)]
    return "third"


def picture_of_mission(mission: MissionPlan, spaceport: Spaceport) -> FallPicture:
    """Return what the pictures of a planned mission show."""
    return picture_of_flight(
        mission.mission.name,
        mission.ascent,
        vehicle=mission.configuration.vehicle,
        pad=mission.complex,
        spaceport=spaceport,
        bodies=mission.bodies,
        ground_track_deg=mission.ground_track_deg,
        inclination_deg=mission.injection.inclination_deg,
        places=mission.places_near_falls,
    )


def picture_of_flight(  # noqa: PLR0913 - a flight, its site, and what was found about it
    name: str,
    ascent: Ascent,
    *,
    vehicle: LaunchVehicle,
    pad: LaunchComplex,
    spaceport: Spaceport,
    bodies: tuple[BodyHazard, ...],
    ground_track_deg: Array | None = None,
    inclination_deg: float | None = None,
    places: tuple[Settlement, ...] = (),
) -> FallPicture:
    """Return what the pictures of one flight show.

    Parameters
    ----------
    name : str
        What the pictures call the flight.
    ascent : Ascent
        The planned flight.
    vehicle, pad, spaceport : LaunchVehicle, LaunchComplex, Spaceport
        What flies from where.
    bodies : tuple of BodyHazard
        Its falls.
    ground_track_deg : ndarray, shape (n, 2), optional
        Longitude and latitude from lift-off on; the powered flight alone by default.
    inclination_deg : float, optional
        Of the orbit reached; that in which the flight ends by default.
    places : tuple of Settlement, optional
        Near falls, for their maps.
    """
    flown = ascent.trajectory
    if inclination_deg is None:
        inclination_deg = flown_inclination_deg(flown)
    if ground_track_deg is None:
        ground_track_deg = np.column_stack((flown.longitude_deg, flown.latitude_deg))
    compared = {zone.zone for body in bodies for zone in body.zones}
    zones = tuple(
        zone
        for zone in spaceport.drop_zones
        if zone.id in compared
        or (
            pad.id in zone.complexes
            and vehicle.id in zone.vehicles
            and zone.inclination_min_deg <= inclination_deg <= zone.inclination_max_deg
        )
    )
    return FallPicture(
        name=name,
        vehicle=vehicle,
        complex=pad,
        spaceport=spaceport,
        trajectory=flown,
        launch_azimuth_deg=ascent.relative_launch_azimuth_deg,
        ground_track_deg=ground_track_deg,
        bodies=bodies,
        zones=zones,
        trace=vacuum_trace(flight_states(flown)),
        places=_not_among(spaceport.places, places),
    )


def _not_among(
    listed: tuple[Settlement, ...], others: tuple[Settlement, ...]
) -> tuple[Settlement, ...]:
    """Return settlements of which none of a list stands at the same place."""
    taken = np.array([(each.longitude_deg, each.latitude_deg) for each in listed]).reshape(-1, 2)
    return tuple(
        each
        for each in others
        if not (np.abs(taken - (each.longitude_deg, each.latitude_deg)) < SAME_PLACE_DEG)
        .all(axis=1)
        .any()
    )
