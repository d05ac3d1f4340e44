"""Where do the parts fall, for a geographic information system? GeoJSON (RFC 7946)."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from cosmodrome.formats.areas import (
    Array,
    Ring,
    ellipse_ring_deg,
    flat_lines,
    flat_rings,
    zone_ring_deg,
)
from cosmodrome.formats.instants import iso_utc
from cosmodrome.planning.plan import MissionPlan
from cosmodrome.safety.hazards import BodyHazard
from cosmodrome.safety.notice import Notice
from cosmodrome.spaceport import DropZone, Spaceport

Feature = dict[str, Any]


def hazards_geojson(plan: MissionPlan, spaceport: Spaceport) -> str:
    """Return pad, track, falls, announced areas and agreed zones as a FeatureCollection."""
    features = [
        _pad(plan),
        _track(plan),
        *(feature for body in plan.bodies for feature in _fall(plan, body)),
        *(_announced(notice) for notice in plan.notices),
        *(_zone(zone) for zone in zones_met(plan, spaceport)),
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def zones_met(plan: MissionPlan, spaceport: Spaceport) -> list[DropZone]:
    """Return the agreed zones that the falls of a mission are compared with, each once."""
    ids = {comparison.zone for body in plan.bodies for comparison in body.zones}
    return [zone for zone in spaceport.drop_zones if zone.id in ids]


def _pad(plan: MissionPlan) -> Feature:
    pad = plan.complex
    liftoff = iso_utc(plan.liftoff) if plan.liftoff else None
    return _feature(
        _point(pad.longitude_deg, pad.latitude_deg),
        kind="launch-complex",
        name=pad.name,
        complex=pad.id,
        vehicle=plan.configuration.id,
        mission=plan.mission.id,
        launch_date=plan.launch_date.isoformat(),
        liftoff_utc=liftoff,
    )


def _track(plan: MissionPlan) -> Feature:
    lines = flat_lines(plan.ground_track_deg)
    geometry = (
        {"type": "LineString", "coordinates": lines[0]}
        if len(lines) == 1
        else {"type": "MultiLineString", "coordinates": lines}
    )
    return _feature(geometry, kind="ground-track", name="Ground track")


def _fall(plan: MissionPlan, body: BodyHazard) -> Iterator[Feature]:
    times = {
        "first_impact_t_s": round(body.first_impact_s, 1),
        "last_impact_t_s": round(body.last_impact_s, 1),
    }
    yield _feature(
        _point(body.nominal.longitude_deg, body.nominal.latitude_deg),
        kind="nominal-impact",
        name=body.name,
        count=body.count,
        impact_t_s=round(body.nominal.t_s, 1),
        downrange_m=round(body.downrange_m, 1),
        azimuth_deg=round(body.azimuth_deg, 4),
    )
    yield _feature(
        _area(ellipse_ring_deg(body.ellipse)),
        kind="containment-ellipse",
        name=body.name,
        containment=body.ellipse.containment_probability,
        contained_fraction=round(body.contained_fraction, 6),
        method=f"ellipse of {body.samples} dispersed flights",
        semi_major_m=round(body.ellipse.semi_major_m, 1),
        semi_minor_m=round(body.ellipse.semi_minor_m, 1),
        bearing_deg=round(body.ellipse.bearing_deg, 4),
        **times,
    )
    yield _feature(
        _area(body.polygon_deg),
        kind="hazard-area",
        name=body.name,
        containment=body.ellipse.containment_probability,
        method=f"area about the ellipse of {body.samples} dispersed flights, rounded outwards",
        **times,
    )


def _announced(notice: Notice) -> Feature:
    return _feature(
        _area(np.array(notice.ring_deg)),
        kind="notice",
        name=notice.part,
        identifier=notice.identifier,
        authority=notice.kind,
        valid_from_utc=iso_utc(notice.valid_from),
        valid_to_utc=iso_utc(notice.valid_to),
    )


def _zone(zone: DropZone) -> Feature:
    ring = zone_ring_deg(zone)
    return _feature(
        _point(zone.longitude_deg, zone.latitude_deg) if ring is None else _area(ring),
        kind="agreed-drop-zone",
        name=zone.name,
        zone=zone.id,
        part=zone.part,
        centre_kind=zone.centre_kind,
    )


def _feature(geometry: dict[str, Any], **properties: object) -> Feature:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _point(longitude_deg: float, latitude_deg: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(longitude_deg, 6), round(latitude_deg, 6)]}


def _area(ring_deg: Array) -> dict[str, Any]:
    rings: list[Ring] = flat_rings(ring_deg)
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings}
    return {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
