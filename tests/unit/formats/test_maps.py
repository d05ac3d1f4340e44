"""GeoJSON, KML and CZML, read back by the libraries that their users have."""

import io
import json
from dataclasses import replace

import geojson
import numpy as np
import pytest
from czml3 import Document, Packet
from fastkml import KML
from pyproj import Geod
from shapely.geometry import LinearRing, Point, shape
from tests.fixtures.plan_fixture import example_plan

from cosmodrome.formats.areas import bounds_deg, ellipse_ring_deg, flat_lines, flat_rings
from cosmodrome.formats.czml import ascent_czml
from cosmodrome.formats.geojson import falls_geojson, hazards_geojson
from cosmodrome.formats.kml import falls_kml, hazards_kml
from cosmodrome.formats.states import earth_fixed_states
from cosmodrome.safety.announced_area import AnnouncedArea
from cosmodrome.safety.area_shape import CircleArea, PolygonArea
from cosmodrome.safety.containment import measured_containment
from cosmodrome.safety.contour import Contour
from cosmodrome.safety.footprint import Ellipse
from cosmodrome.safety.tangent import TangentPlane

PLAN = example_plan()
METEOR, BATCH = PLAN.missions

# A chord of 72 points runs inside the ellipse by 1 - cos(2.5 deg).
CHORD_RATIO = 0.001


def ellipse(*, longitude_deg, latitude_deg, semi_major_m=80e3):
    return Ellipse(
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        semi_major_m=semi_major_m,
        semi_minor_m=30e3,
        bearing_deg=70.0,
        containment_probability=0.997,
    )


def read_geojson(mission=METEOR):
    return geojson.loads(hazards_geojson(mission, PLAN.spaceport))


def read_kml(mission=METEOR):
    return KML.parse(io.BytesIO(hazards_kml(mission, PLAN.spaceport).encode()))


def features_of(collection, kind):
    return [f for f in collection["features"] if f["properties"]["kind"] == kind]


def test_the_collection_is_valid_geojson():
    collection = read_geojson()

    assert collection.is_valid
    assert "crs" not in collection


def test_every_exterior_ring_runs_counter_clockwise():
    for feature in read_geojson()["features"]:
        if feature["geometry"]["type"] == "Polygon":
            assert LinearRing(feature["geometry"]["coordinates"][0]).is_ccw, feature["properties"]


def test_the_ellipse_holds_its_nominal_impact_and_says_its_containment():
    collection = read_geojson()

    ellipses = features_of(collection, "containment-ellipse")
    nominals = features_of(collection, "nominal-impact")
    assert ["booster", "fairing-half", "core"] == [f["properties"]["name"] for f in ellipses]
    for area, nominal in zip(ellipses, nominals, strict=True):
        assert shape(area["geometry"]).contains(shape(nominal["geometry"]))
        assert 0.997 == area["properties"]["containment"]
        assert "200 dispersed flights" in area["properties"]["method"]
        assert 401.0 == area["properties"]["first_impact_t_s"]


def test_a_zone_without_a_published_shape_is_a_point():
    zones = features_of(read_geojson(), "agreed-drop-zone")

    geometries = {f["properties"]["zone"]: f["geometry"]["type"] for f in zones}
    assert {"zone-b": "Polygon", "zone-c": "Point"} == geometries


def test_no_liftoff_second_is_invented_without_a_plane():
    pads = [features_of(read_geojson(mission), "launch-complex")[0] for mission in (METEOR, BATCH)]

    assert ["2028-05-12T03:41:12Z", None] == [p["properties"]["liftoff_utc"] for p in pads]


def test_coordinates_have_at_most_six_decimals():
    text = hazards_geojson(METEOR, PLAN.spaceport)

    def floats(value):
        if isinstance(value, float):
            yield value
        elif isinstance(value, list):
            for item in value:
                yield from floats(item)

    for feature in json.loads(text)["features"]:
        assert all(round(x, 6) == x for x in floats(feature["geometry"]["coordinates"]))


@pytest.mark.parametrize("longitude_deg", [179.9, -179.9, 180.0])
def test_an_area_across_the_180th_meridian_is_cut_in_two(longitude_deg):
    ring = ellipse_ring_deg(ellipse(longitude_deg=longitude_deg, latitude_deg=68.0))

    rings = flat_rings(ring)

    assert 2 == len(rings)
    assert all(-180.0 <= lon <= 180.0 for ring in rings for lon, _ in ring)
    assert all(LinearRing(ring).is_ccw for ring in rings)
    widths = [max(lon for lon, _ in ring) - min(lon for lon, _ in ring) for ring in rings]
    assert max(widths) < 5.0


def test_an_area_about_a_pole_reaches_all_round_the_map():
    rings = flat_rings(ellipse_ring_deg(ellipse(longitude_deg=20.0, latitude_deg=89.9)))

    area = [shape({"type": "Polygon", "coordinates": [ring]}) for ring in rings]
    for longitude_deg in range(-175, 180, 10):
        assert any(part.covers(Point(longitude_deg, 89.99)) for part in area)
    assert not any(part.contains(Point(0.0, 80.0)) for part in area)


def test_an_ordinary_area_stays_whole():
    given = ellipse(longitude_deg=120.0, latitude_deg=60.0)

    rings = flat_rings(ellipse_ring_deg(given))

    assert 1 == len(rings)
    area_m2, _ = Geod(ellps="WGS84").geometry_area_perimeter(
        shape({"type": "Polygon", "coordinates": rings})
    )
    expected_m2 = np.pi * given.semi_major_m * given.semi_minor_m
    assert 1.0 - 2.0 * CHORD_RATIO < area_m2 / expected_m2 < 1.0


def test_a_track_across_the_180th_meridian_is_cut_on_it():
    lines = flat_lines(np.array([[178.0, 60.0], [179.5, 65.0], [-179.0, 70.0], [-177.0, 72.0]]))

    assert 2 == len(lines)
    assert (180.0, 66.666667) == lines[0][-1]
    assert (-180.0, 66.666667) == lines[1][0]


def test_the_map_file_has_flight_falls_and_zones():
    document = read_kml().features[0]

    folders = {folder.name: [mark.name for mark in folder.features] for folder in document.features}
    assert ["Vostochny 1S", "Ascent", "Ground track 1"] == folders["Flight"]
    assert "core: containment ellipse" in folders["Falls"]
    assert ["Tynda (zone-b)", "Vilyuy (zone-c)"] == folders["Agreed drop zones"]


def test_the_map_file_writes_longitude_first_and_altitude_last():
    document = read_kml().features[0]

    ascent = document.features[0].features[1].geometry
    lon, lat, altitude = ascent.coords[-1]
    trajectory = METEOR.ascent.trajectory
    assert pytest.approx(trajectory.longitude_deg[-1], abs=1e-6) == lon
    assert pytest.approx(trajectory.latitude_deg[-1], abs=1e-6) == lat
    assert pytest.approx(trajectory.altitude_m[-1], abs=0.1) == altitude


def test_names_with_markup_survive_the_map_file():
    document = read_kml().features[0]

    assert "Meteor-M <No. 2-5>: Soyuz-2.1b / Fregat" == document.name


def test_every_packet_is_one_that_a_globe_reads():
    packets = json.loads(ascent_czml(METEOR, PLAN.spaceport))

    document = Document(packets=[Packet(**packet) for packet in packets])

    assert "document" == packets[0]["id"]
    assert "1.0" == packets[0]["version"]
    assert len(packets) == len(document.packets)
    assert len(packets) == len({packet["id"] for packet in packets})


@pytest.mark.parametrize("mission", [METEOR, BATCH], ids=["with a plane", "without"])
def test_the_path_on_the_globe_is_the_flight(mission):
    packets = json.loads(ascent_czml(mission, PLAN.spaceport))
    position = next(p for p in packets if p["id"].startswith("vehicle/"))["position"]

    rows = np.array(position["cartesian"]).reshape(-1, 4)
    r, _ = earth_fixed_states(mission.ascent.trajectory)
    assert "FIXED" == position["referenceFrame"]
    assert np.all(np.diff(rows[:, 0]) > 0.0)
    assert np.allclose(r[-1], rows[-1, 1:], atol=0.01)


def test_a_globe_without_a_liftoff_second_says_so():
    first = json.loads(ascent_czml(BATCH, PLAN.spaceport))[0]

    assert "the mission fixes no lift-off second" in first["description"]


def test_a_mission_without_falls_still_has_its_files():
    bare = replace(METEOR, bodies=(), notices=())

    kinds = [f["properties"]["kind"] for f in read_geojson(bare)["features"]]
    assert ["launch-complex", "ground-track"] == kinds
    assert read_kml(bare).features
    assert json.loads(ascent_czml(bare, PLAN.spaceport))


def announced(audience, shape):
    return AnnouncedArea(
        audience=audience,
        rule="14 CFR 450.133",
        shape=shape,
        containment_probability=0.97,
        hit_probability=1e-5,
        hit_outlines=0,
        method="polygon about the ellipse",
        contained=measured_containment(985, 1000),
        from_t_s=380.0,
        to_t_s=470.0,
        top_m=0.0,
    )


def with_areas():
    """The first mission; its boosters fall in two lobes, and have areas for two audiences."""
    booster, *others = METEOR.bodies
    plane = TangentPlane(
        latitude_deg=booster.ellipse.latitude_deg, longitude_deg=booster.ellipse.longitude_deg
    )
    square = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0]]) * 4e3
    lobes = tuple(plane.points_deg(square + offset) for offset in ((-9e3, 0.0), (9e3, 0.0)))
    bent = replace(
        booster,
        contour=Contour(plane=plane, rings_deg=lobes, containment_probability=0.997),
        method="highest-density contour",
        contained=measured_containment(996, 1000),
        contained_in_polygon=measured_containment(999, 1000),
        areas=(
            announced("ships", CircleArea(latitude_deg=54.0, longitude_deg=127.0, radius_m=37e3)),
            announced("aircraft", PolygonArea(corners_deg=booster.polygon_deg)),
        ),
    )
    return replace(METEOR, bodies=(bent, *others))


def test_every_announced_area_says_how_much_it_holds_by_which_rule_and_when():
    collection = read_geojson(with_areas())

    assert collection.is_valid
    (whole, *_) = features_of(collection, "hazard-area")
    assert (0.997, 0.999) == (
        whole["properties"]["containment"],
        whole["properties"]["contained_fraction"],
    )
    for audience in ("ships", "aircraft"):
        (area,) = features_of(collection, f"hazard-area-{audience}")
        told = area["properties"]
        assert (0.97, 0.985, 1.0) == (
            told["containment"],
            told["contained_fraction"],
            told["probability"],
        )
        assert told["contained_interval"][0] < 0.985 < told["contained_interval"][1]
        assert "14 CFR 450.133" == told["rule"]
        # Half an hour before the first lift-off, half an hour after the last impact at T+470 s.
        assert (-1800.0, 2270.0) == (told["valid_from_t_s"], told["valid_to_t_s"])


def test_a_footprint_in_two_pieces_is_one_feature_of_two_polygons():
    (contour,) = features_of(read_geojson(with_areas()), "containment-contour")

    assert "MultiPolygon" == contour["geometry"]["type"]
    assert 2 == len(contour["geometry"]["coordinates"])
    assert 0.997 == contour["properties"]["containment"]


def test_the_map_file_says_what_each_area_holds():
    falls = read_kml(with_areas()).features[0].features[1]

    words = {mark.name: mark.description for mark in falls.features}
    assert (
        "14 CFR 450.133: holds 0.97 of falls, 98.50% measured"
        in (words["booster: hazard area for ships"])
    )
    assert "holds 0.997 of impacts, 99.90% measured" in words["booster: hazard area"]
    assert "booster: contour" in words


def test_falls_without_a_plan_are_mapped_like_those_of_one():
    alone = geojson.loads(falls_geojson(METEOR.bodies, METEOR.notices, PLAN.spaceport))
    document = KML.parse(
        io.BytesIO(falls_kml(METEOR.bodies, PLAN.spaceport, title="Soyuz < 1").encode())
    ).features[0]

    planned = read_geojson()["features"]
    assert alone.is_valid
    assert len(alone["features"]) > 10
    assert all(feature in planned for feature in alone["features"])
    assert "Soyuz < 1" == document.name
    assert ["Falls", "Agreed drop zones"] == [folder.name for folder in document.features]
    assert [] == geojson.loads(falls_geojson((), (), PLAN.spaceport))["features"]


def test_the_collection_tells_its_box():
    collection = read_geojson()

    west, south, east, north = collection["bbox"]
    assert west < east
    assert south < north
    for feature in collection["features"]:
        box = shape(feature["geometry"]).bounds
        assert west <= box[0]
        assert south <= box[1]
        assert box[2] <= east
        assert box[3] <= north


@pytest.mark.parametrize(
    ("spans_deg", "west_deg", "east_deg"),
    [
        ([(120.0, 130.0), (125.0, 140.0)], 120.0, 140.0),
        ([(175.0, 180.0), (-180.0, -170.0)], 175.0, -170.0),
        ([(170.0, 172.0), (-180.0, -170.0), (174.0, 180.0)], 170.0, -170.0),
        ([(-180.0, 180.0), (20.0, 30.0)], -180.0, 180.0),
        ([(12.0, 12.0)], 12.0, 12.0),
    ],
)
def test_a_box_across_the_180th_meridian_begins_in_the_east(spans_deg, west_deg, east_deg):
    box = bounds_deg([[(west, 60.0), (east, 61.0)] for west, east in spans_deg])

    assert (west_deg, 60.0, east_deg, 61.0) == box
