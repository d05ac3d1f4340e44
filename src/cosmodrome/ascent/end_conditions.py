"""Which rules must hold where a phase ends: heat, perigees, drop zones, stations in view?"""

import math

import numpy as np

from cosmodrome.ascent import rule_forms
from cosmodrome.ascent.affine import Affine
from cosmodrome.ascent.conditions import write_flux
from cosmodrome.ascent.draft import Array
from cosmodrome.ascent.iterate import LENGTH_M, in_one_piece
from cosmodrome.ascent.phase_plan import PhasePlan
from cosmodrome.ascent.rules import (
    FAIRING_FLUX,
    MIN_PERIGEE,
    POINT_ZONE_M,
    SPENT_STAGE,
    StationAim,
    ZoneAim,
)
from cosmodrome.ascent.sheet import Joint, Reading, Sheet
from cosmodrome.physics.earth import ecef_position_m

# A spent last stage must come down within its first revolution: perigee below the ground.
SPENT_STAGE_PERIGEE_M = 0.0


def write_end_rules(
    sheet: Sheet, phase: PhasePlan, following: PhasePlan | None, *, end: Joint, t_s: Affine
) -> None:
    """Add what must hold where a phase ends, `t_s` after lift-off."""
    rules = sheet.figures.rules
    limit = phase.heat_flux_limit_w_m2
    if limit is not None and not math.isinf(limit):
        write_flux(sheet, FAIRING_FLUX, end.gather, end.constants(limit), limit)
    if phase.suborbital_end:
        _write_perigee(sheet, SPENT_STAGE, end, SPENT_STAGE_PERIGEE_M, from_above=True)
    if rules.min_perigee_m is not None and following is not None and _parks(phase, following):
        _write_perigee(sheet, MIN_PERIGEE, end, rules.min_perigee_m, from_above=False)
    for zone in rules.zones:
        if any(drop.part == zone.part for drop in phase.drops):
            _write_zone(sheet, zone, end, t_s)
    if following is None:
        for station in rules.stations:
            _write_station(sheet, station, end, t_s)


def _parks(phase: PhasePlan, following: PhasePlan) -> bool:
    """Tell whether a burn leaves the stack in an orbit, to coast and burn again."""
    return bool(phase.burns) and in_one_piece(following) and not phase.suborbital_end


def _write_perigee(
    sheet: Sheet, name: str, end: Joint, altitude_m: float, *, from_above: bool
) -> None:
    radius = (LENGTH_M + altitude_m) / LENGTH_M
    reading = Reading(
        limit=altitude_m,
        low=-math.inf if from_above else 0.0,
        high=0.0 if from_above else math.inf,
        value_of=lambda _g, w: _perigee_altitude_m(end.state(w)),
        excess_of=lambda excess: excess / (2.0 * radius) * LENGTH_M,
        from_above=from_above,
    )
    form = rule_forms.perigee_excess()
    sheet.rule(name, form, reading, gather=end.gather, constants=end.constants(radius))


def _perigee_altitude_m(state: Array) -> float:
    """Return the perigee of a scaled state's orbit over the equatorial radius."""
    r, v = state[:3], state[3:]
    energy = 0.5 * float(v @ v) - 1.0 / float(np.linalg.norm(r))
    h = np.cross(r, v)
    e = math.sqrt(max(1.0 + 2.0 * energy * float(h @ h), 0.0))
    return (float(h @ h) / (1.0 + e) - 1.0) * LENGTH_M


def _write_zone(sheet: Sheet, zone: ZoneAim, end: Joint, t_s: Affine) -> None:
    east, north = rule_forms.local_axes(
        math.radians(zone.latitude_deg), math.radians(zone.longitude_deg)
    )
    bearing = math.radians(zone.bearing_deg)
    along = np.array([math.sin(bearing), math.cos(bearing)]) / zone.semi_major_m
    across = np.array([math.cos(bearing), -math.sin(bearing)]) / zone.semi_minor_m
    offset = sheet.figures.air_offsets_m.get(zone.part, (0.0, 0.0))
    size_m = max(zone.semi_major_m, POINT_ZONE_M)
    reading = Reading(
        limit=size_m,
        low=-math.inf,
        high=1.0,
        value_of=lambda g, _w: size_m * float(g.max()),
        excess_of=lambda excess: size_m * excess,
        from_above=True,
    )
    sheet.rule(
        zone.name,
        rule_forms.zone_distance(),
        reading,
        gather=end.gather,
        local=sheet.affine_local(t_s),
        constants=end.constants(*east, *north, *offset, *along, *across),
    )


def _write_station(sheet: Sheet, station: StationAim, end: Joint, t_s: Affine) -> None:
    latitude, longitude = (
        math.radians(station.latitude_deg),
        math.radians(station.longitude_deg),
    )
    place = ecef_position_m(latitude, longitude, station.altitude_m)
    up = (
        math.cos(latitude) * math.cos(longitude),
        math.cos(latitude) * math.sin(longitude),
        math.sin(latitude),
    )
    reading = Reading(
        limit=station.min_elevation_deg,
        low=math.sin(math.radians(station.min_elevation_deg)),
        high=math.inf,
        value_of=lambda g, _w: math.degrees(math.asin(max(-1.0, min(1.0, float(g.min()))))),
        excess_of=lambda excess: math.degrees(math.asin(min(excess, 1.0))),
        from_above=False,
    )
    sheet.rule(
        station.name,
        rule_forms.elevation(),
        reading,
        gather=end.gather,
        local=sheet.affine_local(t_s),
        constants=end.constants(*place, *up),
    )
