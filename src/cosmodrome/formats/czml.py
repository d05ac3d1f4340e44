"""How does the ascent look on a globe over time? CZML 1.0, as CesiumJS reads it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from cosmodrome.formats.areas import Ring, ellipse_ring_deg, flat_lines, flat_rings, zone_ring_deg
from cosmodrome.formats.geojson import zones_met
from cosmodrome.formats.instants import iso_utc
from cosmodrome.formats.marks import COURSE, PAD, ZONE, part_colour, rgba
from cosmodrome.formats.states import (
    Epoch,
    distinct_instants,
    earth_fixed_states,
    epoch_of,
)
from cosmodrome.planning.plan import MissionPlan
from cosmodrome.safety.hazards import BodyHazard
from cosmodrome.spaceport import DropZone, Spaceport

Packet = dict[str, Any]

INTERPOLATION_DEGREE = 5
CLOCK_MULTIPLIER = 10
FILL_ALPHA = 70
LABEL_FONT = "13px sans-serif"


def ascent_czml(plan: MissionPlan, spaceport: Spaceport) -> str:
    """Return the ascent, the falls and the zones as a CZML document, Earth-fixed."""
    epoch = epoch_of(plan)
    packets = [
        _document(plan, epoch),
        _pad(plan),
        _vehicle(plan, epoch),
        *_ground_track(plan),
        *(packet for body in plan.bodies for packet in _fall(body, epoch)),
        *(packet for zone in zones_met(plan.bodies, spaceport) for packet in _zone(zone)),
    ]
    return json.dumps(packets, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _interval(plan: MissionPlan, epoch: Epoch) -> str:
    """Return the flight's span; its end is rounded up, so that no sample falls outside."""
    end = epoch.after(plan.ascent.trajectory.t_s[-1]) + timedelta(milliseconds=1)
    return f"{iso_utc(epoch.instant)}/{iso_utc(end)}"


def _document(plan: MissionPlan, epoch: Epoch) -> Packet:
    return {
        "id": "document",
        "name": f"{plan.mission.name}: ascent of {plan.configuration.name}",
        "version": "1.0",
        "description": epoch.remark,
        "clock": {
            "interval": _interval(plan, epoch),
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
        "position": _place(pad.longitude_deg, pad.latitude_deg, pad.altitude_m),
        "point": _dot(PAD),
        "label": _label(pad.name),
    }


def _vehicle(plan: MissionPlan, epoch: Epoch) -> Packet:
    trajectory = plan.ascent.trajectory
    r, _ = earth_fixed_states(trajectory)
    rows = distinct_instants(trajectory.t_s)
    cartesian = [
        number
        for i in rows
        for number in (
            round(float(trajectory.t_s[i]), 6),
            *(round(float(x), 2) for x in r[i]),
        )
    ]
    return {
        "id": f"vehicle/{plan.mission.id}",
        "name": plan.configuration.name,
        "availability": _interval(plan, epoch),
        "position": {
            "referenceFrame": "FIXED",
            "epoch": iso_utc(epoch.instant),
            "interpolationAlgorithm": "LAGRANGE",
            "interpolationDegree": INTERPOLATION_DEGREE,
            "cartesian": cartesian,
        },
        "path": {
            "leadTime": 0,
            "width": 3,
            "resolution": 5,
            "material": _solid(COURSE),
        },
        "point": _dot(COURSE),
        "label": _label(plan.configuration.name),
    }


def _ground_track(plan: MissionPlan) -> Iterator[Packet]:
    for number, line in enumerate(flat_lines(plan.ground_track_deg), start=1):
        yield {
            "id": f"ground-track/{number}",
            "name": "Ground track",
            "polyline": {
                "positions": {"cartographicDegrees": _on_ground(line)},
                "clampToGround": True,
                "width": 1.5,
                "material": _solid(COURSE, alpha=140),
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
        "position": _place(body.nominal.longitude_deg, body.nominal.latitude_deg),
        "point": _dot(colour),
        "label": _label(body.name),
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
            "position": _place(zone.longitude_deg, zone.latitude_deg),
            "point": _dot(ZONE),
            "label": _label(zone.name),
        }
        return
    for number, ring in enumerate(flat_rings(ring_deg), start=1):
        yield _polygon(f"zone/{zone.id}/{number}", zone.name, ring, colour=ZONE)


def _polygon(identity: str, name: str, ring: Ring, *, colour: str) -> Packet:
    return {
        "id": identity,
        "name": name,
        "polygon": {
            "positions": {"cartographicDegrees": _on_ground(ring[:-1])},
            "height": 0,
            "material": _solid(colour, alpha=FILL_ALPHA),
            "outline": True,
            "outlineColor": {"rgba": rgba(colour)},
        },
    }


def _place(longitude_deg: float, latitude_deg: float, altitude_m: float = 0.0) -> Packet:
    degrees = [round(longitude_deg, 6), round(latitude_deg, 6), round(altitude_m, 1)]
    return {"cartographicDegrees": degrees}


def _on_ground(points: Ring) -> list[float]:
    return [number for longitude, latitude in points for number in (longitude, latitude, 0.0)]


def _dot(colour: str) -> Packet:
    return {"pixelSize": 8, "color": {"rgba": rgba(colour)}}


def _label(text: str) -> Packet:
    return {
        "text": text,
        "font": LABEL_FONT,
        "horizontalOrigin": "LEFT",
        "pixelOffset": {"cartesian2": [10, 0]},
    }


def _solid(colour: str, *, alpha: int = 255) -> Packet:
    return {"solidColor": {"color": {"rgba": rgba(colour, alpha=alpha)}}}
