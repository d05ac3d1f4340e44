"""Where do the parts fall, for a geographic information system? GeoJSON (RFC 7946).

Each area tells how much of the falls it holds, as asked and as measured, by which method and rule,
and when it is closed, counted from lift-off.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from cosmodrome.formats.areas import (
    Array,
    Ring,
    bounds_deg,
    ellipse_ring_deg,
    flat_lines,
    flat_rings,
    zone_ring_deg,
)
from cosmodrome.formats.instants import iso_utc
from cosmodrome.formats.pad_areas import pad_features
from cosmodrome.planning.plan import MissionPlan
from cosmodrome.safety.announced_area import AnnouncedArea
from cosmodrome.safety.body_hazard import BodyHazard
from cosmodrome.safety.containment import MeasuredContainment
from cosmodrome.safety.notice import Notice
from cosmodrome.safety.notice_days import valid_from_t_s, valid_to_t_s
from cosmodrome.spaceport import DropZone, Spaceport

Feature = dict[str, Any]

PLANNED_PROBABILITY = 1.0
"""Of the fall itself: planned impacts happen (14 CFR 450.133(a)(6))."""


def hazards_geojson(plan: MissionPlan, spaceport: Spaceport) -> str:
    """Return pad, track, falls, announced areas and agreed zones as a FeatureCollection."""
    features = [
        _pad(plan),
        _track(plan),
        *(pad_features(plan.pad_hazard) if plan.pad_hazard else ()),
        *_about_falls(plan.bodies, plan.notices, spaceport),
    ]
    return _collection(features)


def falls_geojson(
    bodies: Sequence[BodyHazard], notices: Sequence[Notice], spaceport: Spaceport
) -> str:
    """Return falls, announced areas and agreed zones alone, without a plan, as a collection."""
    return _collection(_about_falls(bodies, notices, spaceport))


def _about_falls(
    bodies: Sequence[BodyHazard], notices: Sequence[Notice], spaceport: Spaceport
) -> list[Feature]:
    return [
        *(feature for body in bodies for feature in _fall(body)),
        *(_announced(notice) for notice in notices),
        *(_zone(zone) for zone in zones_met(bodies, spaceport)),
    ]


def _collection(features: list[Feature]) -> str:
    rings = [ring for feature in features for ring in _rings_of(feature["geometry"])]
    collection: Feature = {"type": "FeatureCollection"}
    if rings:
        collection["bbox"] = list(bounds_deg(rings))
    collection["features"] = features
    return json.dumps(collection, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def zones_met(bodies: Sequence[BodyHazard], spaceport: Spaceport) -> list[DropZone]:
    """Return the agreed zones that falls are compared with, each once."""
    ids = {comparison.zone for body in bodies for comparison in body.zones}
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


def _fall(body: BodyHazard) -> Iterator[Feature]:
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
        contained_interval=_interval(body.contained),
        probability=PLANNED_PROBABILITY,
        method=f"ellipse of {body.samples} dispersed flights",
        semi_major_m=round(body.ellipse.semi_major_m, 1),
        semi_minor_m=round(body.ellipse.semi_minor_m, 1),
        bearing_deg=round(body.ellipse.bearing_deg, 4),
        **times,
    )
    if body.contour is not None:
        yield _feature(
            _areas(body.contour.rings_deg),
            kind="containment-contour",
            name=body.name,
            containment=body.contour.containment_probability,
            probability=PLANNED_PROBABILITY,
            method=f"{body.method}, {body.samples} dispersed flights",
            **times,
        )
    about = "contour" if body.contour is not None else "ellipse"
    yield _feature(
        _area(body.polygon_deg),
        kind="hazard-area",
        name=body.name,
        containment=body.ellipse.containment_probability,
        contained_fraction=(
            round(body.contained_in_polygon.fraction, 6) if body.contained_in_polygon else None
        ),
        contained_interval=_interval(body.contained_in_polygon),
        probability=PLANNED_PROBABILITY,
        method=f"area about the {about} of {body.samples} dispersed flights, rounded outwards",
        **times,
        **_validity(body),
    )
    for area in body.areas:
        yield _audience(body, area)


def _audience(body: BodyHazard, area: AnnouncedArea) -> Feature:
    """Return the area that one audience is told."""
    return _feature(
        _area(area.ring_deg),
        kind=f"hazard-area-{area.audience}",
        name=body.name,
        audience=area.audience,
        rule=area.rule,
        shape=area.shape_kind,
        containment=area.containment_probability,
        contained_fraction=round(area.contained.fraction, 6),
        contained_interval=_interval(area.contained),
        hit_probability=area.hit_probability,
        probability=PLANNED_PROBABILITY,
        method=f"{area.method}, {body.samples} dispersed flights, rounded outwards",
        hazard_from_t_s=round(area.from_t_s, 1),
        hazard_to_t_s=round(area.to_t_s, 1),
        top_m=area.top_m,
        **_validity(body),
    )


def _validity(body: BodyHazard) -> dict[str, float]:
    """Return when an area is closed, before and after the lift-off window."""
    return {
        "valid_from_t_s": valid_from_t_s(),
        "valid_to_t_s": round(valid_to_t_s(body.last_impact_s), 1),
    }


def _interval(measured: MeasuredContainment | None) -> list[float] | None:
    """Return the ends of the interval of a measured share, 95 % sure."""
    if measured is None:
        return None
    return [round(measured.low_probability, 6), round(measured.high_probability, 6)]


def _announced(notice: Notice) -> Feature:
    return _feature(
        _area(np.array(notice.ring_deg)),
        kind="notice",
        name=notice.part,
        identifier=notice.identifier,
        authority=notice.kind,
        containment=notice.containment_probability,
        rule=notice.rule,
        probability=PLANNED_PROBABILITY,
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
    return _areas((ring_deg,))


def _areas(rings_deg: Iterable[Array]) -> dict[str, Any]:
    rings: list[Ring] = [ring for ring_deg in rings_deg for ring in flat_rings(ring_deg)]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings}
    return {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}


def _rings_of(geometry: dict[str, Any]) -> list[Ring]:
    """Return every line of points of a geometry."""
    coordinates = geometry["coordinates"]
    if geometry["type"] == "Point":
        return [[tuple(coordinates)]]
    if geometry["type"] == "LineString":
        return [coordinates]
    if geometry["type"] == "MultiPolygon":
        return [ring for polygon in coordinates for ring in polygon]
    return list(coordinates)
