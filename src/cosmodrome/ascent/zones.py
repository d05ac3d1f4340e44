"""What do air and the shape of the ground add to a fall, seen from the zone it is aimed at?

The optimiser knows the fall of a spent part as a closed arc in vacuum onto a sphere. The difference
to the integrated fall hardly changes from one ascent to its neighbour: it is added, and renewed.
"""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.rule_forms import local_axes
from cosmodrome.ascent.rules import ZoneAim
from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.errors import InputError
from cosmodrome.flight.fall import fall_to_ground
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.trajectory import SeparatedBody
from cosmodrome.physics.earth import OMEGA, ecef_position_m, rotate_about_pole
from cosmodrome.physics.kepler import descent
from cosmodrome.vehicles import Configuration

Array = NDArray[np.float64]


def air_offsets_m(
    zones: tuple[ZoneAim, ...], configuration: Configuration, profile: FlightProfile, ends: Array
) -> dict[str, tuple[float, float]]:
    """Return for every part aimed at a zone how far east and north its fall ends of the arc [m].

    Parameters
    ----------
    ends : ndarray, shape (phases, 6)
        States at the ends of the phases.

    Raises
    ------
    InputError
        If a part never separates, or nobody knows how it falls.
    InfeasibleError
        If a part does not come down.
    """
    return {zone.part: _offset_m(zone, configuration, profile, ends) for zone in zones}


def _offset_m(
    zone: ZoneAim, configuration: Configuration, profile: FlightProfile, ends: Array
) -> tuple[float, float]:
    body = _separated(zone.part, profile, ends)
    falls = {fall.part: fall for fall in configuration.vehicle.falls}
    if zone.part not in falls:
        raise InputError(
            f"{configuration.vehicle.id} has no [fall.{zone.part}]; it has {sorted(falls)}"
        )
    flown = fall_to_ground(
        body, ballistic_coefficient_kg_m2=falls[zone.part].ballistic_coefficient_kg_m2
    )
    east, north = local_axes(math.radians(zone.latitude_deg), math.radians(zone.longitude_deg))
    there = _place_m(flown.latitude_deg, flown.longitude_deg)
    centre = _place_m(zone.latitude_deg, zone.longitude_deg)
    arc = _arc_m(body)
    return (
        float(east @ (there - centre)) - float(east @ arc),
        float(north @ (there - centre)) - float(north @ arc),
    )


def _separated(part: str, profile: FlightProfile, ends: Array) -> SeparatedBody:
    for phase, state in zip(profile.phases, ends, strict=True):
        for separation in phase.separations:
            if separation.part == part:
                return SeparatedBody(
                    part=part,
                    count=separation.count,
                    mass_kg=separation.mass_kg / separation.count,
                    t_s=phase.end_s,
                    r_eci_m=state[:3],
                    v_eci_m_s=state[3:],
                )
    parts = sorted({s.part for phase in profile.phases for s in phase.separations})
    raise InputError(f"{profile.configuration} drops no {part!r}; it drops {', '.join(parts)}")


def _place_m(latitude_deg: float, longitude_deg: float) -> Array:
    return np.array(ecef_position_m(math.radians(latitude_deg), math.radians(longitude_deg), 0.0))


def _arc_m(body: SeparatedBody) -> Array:
    """Return the Earth-fixed place where the arc in vacuum meets the sphere."""
    given = [*map(float, body.r_eci_m), *map(float, body.v_eci_m_s)]
    x, y, z, later_s = descent(*given, EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2)  # type: ignore[call-arg]
    x, y = rotate_about_pole(x, y, -OMEGA * (body.t_s + later_s))
    return np.array([x, y, z])


def moved_m(
    before: Mapping[str, tuple[float, float]], now: Mapping[str, tuple[float, float]]
) -> float:
    """Return by how much the offset of any part has changed."""
    return max(
        (math.dist(now[part], before.get(part, (math.inf, math.inf))) for part in now), default=0.0
    )
