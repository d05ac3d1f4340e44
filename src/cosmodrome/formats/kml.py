"""Where do the parts fall, for a map viewer? KML 2.2 (OGC 07-147r2), longitude first."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cosmodrome.formats.areas import (
    Array,
    Ring,
    ellipse_ring_deg,
    flat_lines,
    flat_rings,
    zone_ring_deg,
)
from cosmodrome.formats.geojson import zones_met
from cosmodrome.formats.instants import iso_utc
from cosmodrome.formats.marks import COURSE, PAD, ZONE, abgr, part_colour
from cosmodrome.formats.states import distinct_instants, epoch_of
from cosmodrome.planning.plan import MissionPlan
from cosmodrome.safety.body_hazard import BodyHazard
from cosmodrome.spaceport import DropZone, Spaceport

NAMESPACE = "http://www.opengis.net/kml/2.2"
FILL_ALPHA = 90
METRES_PER_KM = 1000.0


def hazards_kml(plan: MissionPlan, spaceport: Spaceport) -> str:
    """Return pad, ascent, ground track, falls and agreed zones as a KML document."""
    root = Element("kml", xmlns=NAMESPACE)
    document = SubElement(root, "Document")
    _text(document, "name", f"{plan.mission.name}: {plan.configuration.name}")
    _text(document, "description", epoch_of(plan).remark)
    _styles(document, plan.bodies)
    _flight(_folder(document, "Flight"), plan)
    return _with_falls(root, document, plan.bodies, spaceport)


def falls_kml(bodies: Sequence[BodyHazard], spaceport: Spaceport, *, title: str) -> str:
    """Return falls and agreed zones alone, without a plan, as a KML document."""
    root = Element("kml", xmlns=NAMESPACE)
    document = SubElement(root, "Document")
    _text(document, "name", title)
    _styles(document, bodies)
    return _with_falls(root, document, bodies, spaceport)


def _with_falls(
    root: Element, document: Element, bodies: Sequence[BodyHazard], spaceport: Spaceport
) -> str:
    falls = _folder(document, "Falls")
    for body in bodies:
        _fall(falls, body)
    zones = _folder(document, "Agreed drop zones")
    for zone in zones_met(bodies, spaceport):
        _zone(zones, zone)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _styles(document: Element, bodies: Sequence[BodyHazard]) -> None:
    parts = {body.name: part_colour(body.name) for body in bodies}
    for style, colour in {"course": COURSE, "pad": PAD, "zone": ZONE, **parts}.items():
        _style(document, style, colour)


def _style(document: Element, name: str, colour: str) -> None:
    style = SubElement(document, "Style", id=name)
    _text(SubElement(style, "IconStyle"), "color", abgr(colour))
    line = SubElement(style, "LineStyle")
    _text(line, "color", abgr(colour))
    _text(line, "width", "2")
    _text(SubElement(style, "PolyStyle"), "color", abgr(colour, alpha=FILL_ALPHA))


def _flight(folder: Element, plan: MissionPlan) -> None:
    pad = plan.complex
    launch = f"Launch {plan.launch_date.isoformat()}"
    if plan.liftoff:
        launch += f", lift-off {iso_utc(plan.liftoff)}"
    _point(
        _placemark(folder, pad.name, style="pad", description=launch),
        pad.longitude_deg,
        pad.latitude_deg,
    )
    trajectory = plan.ascent.trajectory
    rows = distinct_instants(trajectory.t_s)
    ascent = _placemark(folder, "Ascent", style="course", description="Altitude true to scale")
    _line(
        ascent,
        zip(
            trajectory.longitude_deg[rows],
            trajectory.latitude_deg[rows],
            trajectory.altitude_m[rows],
            strict=True,
        ),
        altitude_mode="absolute",
    )
    for number, line in enumerate(flat_lines(plan.ground_track_deg), start=1):
        track = _placemark(folder, f"Ground track {number}", style="course")
        _line(track, ((lon, lat, 0.0) for lon, lat in line), altitude_mode="clampToGround")


def _fall(folder: Element, body: BodyHazard) -> None:
    ellipse = body.ellipse
    nominal = (
        f"{body.count} falling; nominal impact T+{body.nominal.t_s:.0f} s, "
        f"{body.downrange_m / METRES_PER_KM:.1f} km downrange, azimuth {body.azimuth_deg:.2f} deg"
    )
    _point(
        _placemark(folder, body.name, style=body.name, description=nominal),
        body.nominal.longitude_deg,
        body.nominal.latitude_deg,
    )
    held = (
        f"Holds {ellipse.containment_probability:.1%} of impacts; {body.contained_fraction:.2%} "
        f"measured, {body.samples} dispersed flights; semi-axes "
        f"{ellipse.semi_major_m / METRES_PER_KM:.1f} km and "
        f"{ellipse.semi_minor_m / METRES_PER_KM:.1f} km, bearing {ellipse.bearing_deg:.1f} deg; "
        f"impacts T+{body.first_impact_s:.0f} s to T+{body.last_impact_s:.0f} s"
    )
    _area(folder, f"{body.name}: containment ellipse", ellipse_ring_deg(ellipse), body.name, held)
    if body.contour is not None:
        words = f"Holds {body.contour.containment_probability:.4g} of impacts; {body.method}"
        for ring_deg in body.contour.rings_deg:
            _area(folder, f"{body.name}: contour", ring_deg, body.name, words)
    whole = body.contained_in_polygon
    measured = "" if whole is None else f", {whole.fraction:.2%} measured"
    announced = f"To be announced; holds {ellipse.containment_probability:.4g} of impacts{measured}"
    _area(folder, f"{body.name}: hazard area", body.polygon_deg, body.name, announced)
    for area in body.areas:
        _area(
            folder,
            f"{body.name}: hazard area for {area.audience}",
            area.ring_deg,
            body.name,
            f"{area.rule}: holds {area.containment_probability:.4g} of falls, "
            f"{area.contained.fraction:.2%} measured, and where a hit is likelier than "
            f"{area.hit_probability:.0e}; {area.method}; "
            f"T+{area.from_t_s:.0f} s to T+{area.to_t_s:.0f} s",
        )


def _zone(folder: Element, zone: DropZone) -> None:
    ring_deg = zone_ring_deg(zone)
    name, words = f"{zone.name} ({zone.id})", f"Agreed for {zone.part}; {zone.centre_kind}"
    if ring_deg is not None:
        _area(folder, name, ring_deg, "zone", words)
        return
    placemark = _placemark(folder, name, style="zone", description=words)
    _point(placemark, zone.longitude_deg, zone.latitude_deg)


def _area(folder: Element, name: str, ring_deg: Array, style: str, description: str) -> None:
    placemark = _placemark(folder, name, style=style, description=description)
    geometry = SubElement(placemark, "MultiGeometry")
    for ring in flat_rings(ring_deg):
        _polygon(geometry, ring)


def _polygon(geometry: Element, ring: Ring) -> None:
    polygon = SubElement(geometry, "Polygon")
    _text(polygon, "altitudeMode", "clampToGround")
    linear = SubElement(SubElement(polygon, "outerBoundaryIs"), "LinearRing")
    _text(linear, "coordinates", " ".join(f"{lon:.6f},{lat:.6f},0" for lon, lat in ring))


def _line(
    placemark: Element, points: Iterable[tuple[float, float, float]], *, altitude_mode: str
) -> None:
    line = SubElement(placemark, "LineString")
    _text(line, "altitudeMode", altitude_mode)
    words = (f"{lon:.6f},{lat:.6f},{altitude:.1f}" for lon, lat, altitude in points)
    _text(line, "coordinates", " ".join(words))


def _point(placemark: Element, longitude_deg: float, latitude_deg: float) -> None:
    point = SubElement(placemark, "Point")
    _text(point, "coordinates", f"{longitude_deg:.6f},{latitude_deg:.6f},0")


def _folder(document: Element, name: str) -> Element:
    folder = SubElement(document, "Folder")
    _text(folder, "name", name)
    return folder


def _placemark(folder: Element, name: str, *, style: str, description: str = "") -> Element:
    placemark = SubElement(folder, "Placemark")
    _text(placemark, "name", name)
    if description:
        _text(placemark, "description", description)
    _text(placemark, "styleUrl", f"#{style}")
    return placemark


def _text(parent: Element, tag: str, words: str) -> None:
    SubElement(parent, tag).text = words
