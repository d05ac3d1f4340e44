"""Areas as they were announced for real launches, and closed forms of hitting a small site."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import shapely
from aviconv_notam.parser import parse
from pyproj import Geod
from tests.fixtures.plan_fixture import example_hazards

from cosmodrome.safety.announced_area import AnnouncedArea
from cosmodrome.safety.area_shape import PolygonArea, covering_circle, inside_shape, shape_about
from cosmodrome.safety.containment import measured_containment
from cosmodrome.safety.footprint import Scatter
from cosmodrome.safety.hazard_area import ARC_MINUTES, polygon_about
from cosmodrome.safety.normality import Normality
from cosmodrome.safety.notice import draft_notices
from cosmodrome.safety.region import Cloud, denser_than
from cosmodrome.safety.tangent import TangentPlane, plane_at_mean

EVIDENCE = Path(__file__).parents[1] / "evidence"
AREAS = tomllib.loads((EVIDENCE / "hazard_areas.toml").read_text(encoding="utf-8"))["case"]
RISK = tomllib.loads((EVIDENCE / "risk.toml").read_text(encoding="utf-8"))
POLYGONS = [
    pytest.param(case, zone, id=f"{case['id']} {zone['name']}")
    for case in AREAS
    for zone in case["zone"]
    if zone["kind"] == "polygon"
]
ON_MINUTES = [param for param in POLYGONS if param.id.startswith("pslv")]
# The evidence rounds its corners to 1e-5 deg and its areas to 0.1 km2.
AREA_RATIO = 1e-3
CORNER_DEG = 1e-5
# The density of the closed form is exact, its contour has 180 corners.
LEVEL_RATIO = 1e-3


def corners_deg(zone):
    """Return the corners as longitude and latitude, in the order in which they were announced."""
    return np.array([(east, north) for north, east in zone["points"]])


def area_km2(ring_deg):
    polygon = shapely.orient_polygons(shapely.Polygon(ring_deg))
    area_m2, _ = Geod(ellps="WGS84").geometry_area_perimeter(polygon)
    return area_m2 / 1e6


@pytest.mark.parametrize(("case", "zone"), POLYGONS)
def test_a_published_area_has_the_size_that_was_derived_from_it(case, zone):
    del case

    assert zone["derived_area_km2"] == pytest.approx(area_km2(corners_deg(zone)), rel=AREA_RATIO)


@pytest.mark.parametrize(("case", "zone"), ON_MINUTES)
def test_about_a_published_area_no_more_is_announced_than_rounding_asks(case, zone):
    del case
    # The evidence cuts 1/3 of a degree after five figures; the notice stood on whole arc-minutes.
    corners = np.round(corners_deg(zone) * ARC_MINUTES) / ARC_MINUTES
    plane = plane_at_mean(corners)

    ring = polygon_about(plane, (corners,))

    assert inside_shape(PolygonArea(corners_deg=ring), corners).all()
    # Straight sides on the plane bend on a chart, and the other way round: for that the areas
    # of a thousand kilometres grow by some arc-minutes a side, the small ones by at most two.
    edge_km = shapely.Polygon(plane.en_m(corners)).length / 1e3
    allowed_km2 = 3.0 * 1.852 * edge_km + 0.04 * zone["derived_area_km2"]
    assert zone["derived_area_km2"] <= 1.001 * area_km2(ring)
    assert area_km2(ring) <= zone["derived_area_km2"] + allowed_km2
    assert len(ring) - 1 <= 8


@pytest.mark.parametrize(("case", "zone"), ON_MINUTES)
def test_a_published_area_comes_back_from_the_text_of_a_notice(case, zone):
    corners = np.round(corners_deg(zone) * ARC_MINUTES) / ARC_MINUTES
    shape = PolygonArea(corners_deg=np.vstack((corners, corners[:1])))
    announced = AnnouncedArea(
        audience="aircraft",
        rule=case["notice"],
        shape=shape,
        containment_probability=0.97,
        hit_probability=1e-6,
        hit_outlines=0,
        method="published",
        contained=measured_containment(1, 1),
        from_t_s=0.0,
        to_t_s=600.0,
        top_m=18_288.0,
    )
    liftoff = datetime(2019, 11, 27, 3, 58, tzinfo=UTC)
    (hazard, *_) = example_hazards()
    fields = {name: getattr(hazard, name) for name in hazard.__dataclass_fields__}
    (notam,) = draft_notices(
        [type(hazard)(**{**fields, "areas": (announced,)})],
        windows=[(liftoff, liftoff)],
        launch_site="Sriharikota",
        flight_information_region="VOMF",
    )

    read = parse(notam.text)

    assert ("VOMF", "QWMLW") == (read.q_line.fir, read.q_line.qcode)
    assert (0, 999) == (read.q_line.lower_fl, read.q_line.upper_fl)
    found = np.array([(east, north) for north, east in read.geometry.polygon])
    assert corners_deg(zone) == pytest.approx(found[:-1], abs=CORNER_DEG)
    assert inside_shape(covering_circle(shape), corners).all()


def test_a_published_sector_about_the_pad_covers_the_polygon_announced_beside_it():
    case = AREAS[0]
    zone = case["zone"][1]
    ring = corners_deg(zone)

    sector = shape_about(
        plane_at_mean(ring), (ring,), kind="sector", pad_deg=(case["pad"][1], case["pad"][0])
    )

    assert inside_shape(sector, ring).all()
    range_m = 1e3 * zone["derived_range_km"]
    assert sector.inner_m < range_m < sector.outer_m
    off_deg = (zone["derived_azimuth_deg"] - sector.from_azimuth_deg) % 360.0
    assert 0.0 < off_deg < sector.width_deg < 60.0


@pytest.mark.parametrize("case", RISK["site_probability"], ids=lambda c: f"{c['along_m']:.0f} m")
def test_the_contour_of_a_hit_goes_through_a_site_of_that_probability(case):
    plane = TangentPlane(latitude_deg=0.0, longitude_deg=0.0)
    # A cloud along the north: the evidence's along and cross are its north and east.
    cloud = Cloud(
        scatter=Scatter(
            plane=plane,
            axes_m=np.array([[0.0, case["sigma_cross_m"]], [case["sigma_along_m"], 0.0]]),
            distances=np.zeros(1),
            cases=1000,
        ),
        normality=Normality(skewness_probability=1.0, kurtosis_probability=1.0, impacts=1000),
        density=None,
    )
    at_site = case["probability_small_site"] / case["site_area_m2"]
    site = shapely.Point(case["cross_m"], case["along_m"])

    inner, outer = (
        denser_than(cloud, level_per_m2=at_site * ratio)
        for ratio in (1.0 + LEVEL_RATIO, 1.0 - LEVEL_RATIO)
    )

    assert shapely.Polygon(plane.en_m(outer[0])).contains(site)
    assert not any(shapely.Polygon(plane.en_m(ring)).contains(site) for ring in inner)
