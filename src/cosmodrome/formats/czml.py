"""How does the ascent look on a globe over time? CZML 1.0, as CesiumJS reads it."""

import json
from collections.abc import Iterator, Sequence

from cosmodrome.formats.areas import Ring, ellipse_ring_deg, flat_lines, flat_rings, zone_ring_deg
from cosmodrome.formats.czml_orbit import orbit_packets
from cosmodrome.formats.czml_parts import (
    Packet,
    dot,
    flown_position,
    label,
    on_ground,
    place,
    solid,
    span,
)
from cosmodrome.formats.geojson import zones_met
from cosmodrome.formats.instants import iso_utc
from cosmodrome.formats.marks import COURSE, PAD, ZONE, part_colour, rgba
from cosmodrome.formats.states import (
    Epoch,
    distinct_instants,
    earth_fixed_states,
    epoch_of,
)
from cosmodrome.formats.subject import subject_of
from cosmodrome.orbit.visibility import Pass
from cosmodrome.planning.plan import MissionPlan
from cosmodrome.safety.hazards import BodyHazard
from cosmodrome.spaceport import DropZone, Spaceport
from cosmodrome.spaceport.ground_station import GroundStation

CLOCK_MULTIPLIER = 10
FILL_ALPHA = 70


def ascent_czml(
    plan: MissionPlan,
    spaceport: Spaceport,
    *,
    stations: Sequence[GroundStation] = (),
    passes: Sequence[Pass] = (),
) -> str:
    """Return ascent, first orbits, falls and zones as a CZML document, Earth-fixed.

    Parameters
    ----------
    plan : MissionPlan
    spaceport : Spaceport
        Gives the zones.
    stations, passes : sequence, optional
        Who sees the spacecraft, and when, times after lift-off.
    """
    epoch = epoch_of(plan)
    packets = [
        _document(plan, epoch),
        _pad(plan),
        _vehicle(plan, epoch),
        *_ground_track(plan),
        *orbit_packets(subject_of(plan), stations=stations, passes=passes),
        *(packet for body in plan.bodies for packet in _fall(body, epoch)),
        *(packet for zone in zones_met(plan.bodies, spaceport) for packet in _zone(zone)),
    ]
    return json.dumps(packets, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _shown(plan: MissionPlan, epoch: Epoch) -> str:
    """Return the span of the ascent and of what follows it."""
    orbits = plan.predicted.first_orbits if plan.predicted else None
    last_s = orbits.last_s if orbits is not None else plan.ascent.trajectory.t_s[-1]
    return span(epoch, 0.0, last_s)


def _document(plan: MissionPlan, epoch: Epoch) -> Packet:
    return {
        "id": "document",
        "name": f"{plan.mission.name}: ascent of {plan.configuration.name}",
        "version": "1.0",
        "description": epoch.remark,
        "clock": {
            "interval": _shown(plan, epoch),
            "currentTime": iso_utc(epoch.instant),
            "multiplier": CLOCK_MULTIPLIER,
            "range": "CLAMPED",
            "step": "SYSTEM_CLOCK_MULTIPLIER",
        },
    }


def _pad(plan: MissionPlan) -> Packet:
    pad = plan.complex
    return {
        "id": f"complex/{pad.id}",
        "name": pad.name,
        "position": place(pad.longitude_deg, pad.latitude_deg, pad.altitude_m),
        "point": dot(PAD),
        "label": label(pad.name),
    }


def _vehicle(plan: MissionPlan, epoch: Epoch) -> Packet:
    trajectory = plan.ascent.trajectory
    r, _ = earth_fixed_states(trajectory)
    rows = distinct_instants(trajectory.t_s)
    return {
        "id": f"vehicle/{plan.mission.id}",
        "name": plan.configuration.name,
        "availability": span(epoch, 0.0, trajectory.t_s[-1]),
        "position": flown_position(epoch, trajectory.t_s[rows], r[rows]),
        "path": {
            "leadTime": 0,
            "width": 3,
            "resolution": 5,
            "material": solid(COURSE),
        },
        "point": dot(COURSE),
        "label": label(plan.configuration.name),
    }


def _ground_track(plan: MissionPlan) -> Iterator[Packet]:
    for number, line in enumerate(flat_lines(plan.ground_track_deg), start=1):
        yield {
            "id": f"ground-track/{number}",
            "name": "Ground track",
            "polyline": {
                "positions": {"cartographicDegrees": on_ground(line)},
                "clampToGround": True,
                "width": 1.5,
                "material": solid(COURSE, alpha=140),
            },
        }


def _fall(body: BodyHazard, epoch: Epoch) -> Iterator[Packet]:
    words = (
        f"{body.count} x {body.name}; nominal impact T+{body.nominal.t_s:.0f} s, "
        f"{iso_utc(epoch.after(body.nominal.t_s))}"
        + ("" if epoch.fixed else " counted from the reference epoch")
        + f"; the ellipse holds {body.ellipse.containment_probability:.1%} of impacts "
        f"({body.samples} flights)"
    )
    colour = part_colour(body.name)
    yield {
        "id": f"fall/{body.name}",
        "name": body.name,
        "description": words,
        "position": place(body.nominal.longitude_deg, body.nominal.latitude_deg),
        "point": dot(colour),
        "label": label(body.name),
    }
    areas = (("ellipse", ellipse_ring_deg(body.ellipse)), ("area", body.polygon_deg))
    for kind, ring_deg in areas:
        for number, ring in enumerate(flat_rings(ring_deg), start=1):
            identity = f"fall/{body.name}/{kind}/{number}"
            yield _polygon(identity, f"{body.name} {kind}", ring, colour=colour)


def _zone(zone: DropZone) -> Iterator[Packet]:
    ring_deg = zone_ring_deg(zone)
    if ring_deg is None:
        yield {
            "id": f"zone/{zone.id}",
            "name": zone.name,
            "position": place(zone.longitude_deg, zone.latitude_deg),
            "point": dot(ZONE),
            "label": label(zone.name),
        }
        return
    for number, ring in enumerate(flat_rings(ring_deg), start=1):
        yield _polygon(f"zone/{zone.id}/{number}", zone.name, ring, colour=ZONE)


def _polygon(identity: str, name: str, ring: Ring, *, colour: str) -> Packet:
    return {
        "id": identity,
        "name": name,
        "polygon": {
            "positions": {"cartographicDegrees": on_ground(ring[:-1])},
            "height": 0,
            "material": solid(colour, alpha=FILL_ALPHA),
            "outline": True,
            "outlineColor": {"rgba": rgba(colour)},
        },
    }
