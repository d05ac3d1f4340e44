"""What is true of every ellipse and every polygon around it."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from cosmodrome.safety.area_shape import (
    METRES_PER_NAUTICAL_MILE,
    PolygonArea,
    covering_circle,
    inside_shape,
    shape_about,
)
from cosmodrome.safety.footprint import (
    Ellipse,
    contained_fraction,
    containment_factor,
    outline_en_m,
    plane_of,
    prediction_factor,
)
from cosmodrome.safety.hazard_area import ARC_MINUTES, announced_polygon

MOST_CORNERS = 24
# A whole arc-minute, as a binary number.
ARC_MINUTE = 1e-6

probabilities = st.floats(0.01, 0.9999)
ellipses = st.builds(
    lambda lat, lon, minor, ratio, bearing: Ellipse(
        latitude_deg=lat,
        longitude_deg=lon,
        semi_major_m=minor * ratio,
        semi_minor_m=minor,
        bearing_deg=bearing,
        containment_probability=0.997,
    ),
    st.floats(-90.0, 90.0),
    # The antimeridian has its share of the trials.
    st.one_of(st.floats(-180.0, 180.0), st.sampled_from([-180.0, 180.0, 179.99, -179.99])),
    st.floats(100.0, 60e3),
    st.floats(1.0, 8.0),
    st.floats(0.0, 180.0, exclude_max=True),
)


@given(probabilities, probabilities)
def test_more_containment_is_a_larger_ellipse(one, other):
    low, high = sorted((one, other))

    assert containment_factor(low) <= containment_factor(high)
    assert prediction_factor(low, samples=100) <= prediction_factor(high, samples=100)


@given(probabilities, st.integers(20, 100_000))
def test_an_estimated_ellipse_is_never_smaller_than_a_known_one(probability, samples):
    assert prediction_factor(probability, samples=samples) >= containment_factor(probability)


@given(ellipses)
def test_the_announced_polygon_covers_the_ellipse(ellipse):
    plane = plane_of(ellipse)

    ring = announced_polygon(ellipse)

    edge = outline_en_m(ellipse, points=64, stretch_factor=1.0)
    polygon = shapely.Polygon(plane.en_m(ring))
    assert polygon.is_valid
    assert polygon.covers(shapely.MultiPoint(edge))


@given(ellipses)
def test_the_announced_polygon_is_short_closed_whole_and_counter_clockwise(ellipse):
    ring = announced_polygon(ellipse)

    assert len(ring) - 1 <= MOST_CORNERS
    assert np.array_equal(ring[0], ring[-1])
    minutes = ring * ARC_MINUTES
    assert np.all(np.abs(minutes - np.round(minutes)) < ARC_MINUTE)
    assert np.all(np.abs(ring[:, 0]) <= 180.0)
    assert shapely.LinearRing(plane_of(ellipse).en_m(ring)).is_ccw


@given(ellipses)
def test_the_announced_polygon_holds_all_impacts_that_the_ellipse_holds(ellipse):
    plane = plane_of(ellipse)
    rim = plane.points_deg(outline_en_m(ellipse, points=64, stretch_factor=1.0))

    shape = PolygonArea(corners_deg=announced_polygon(ellipse))

    assert inside_shape(shape, rim).all()


@given(ellipses, st.sampled_from(["circle", "sector"]))
def test_circles_and_sectors_cover_the_ellipse_in_whole_miles(ellipse, kind):
    plane = plane_of(ellipse)
    rim = plane.points_deg(outline_en_m(ellipse, points=64, stretch_factor=1.0))
    away = plane.points_deg(np.array([[0.0, 2.0 * ellipse.semi_major_m + 50e3]]))[0]

    shape = shape_about(plane, (rim,), kind=kind, pad_deg=(float(away[0]), float(away[1])))

    assert inside_shape(shape, rim).all()
    reach_m = shape.radius_m if kind == "circle" else shape.outer_m
    assert reach_m / METRES_PER_NAUTICAL_MILE == round(reach_m / METRES_PER_NAUTICAL_MILE)


@given(ellipses)
def test_the_circle_about_an_announced_polygon_holds_it(ellipse):
    shape = PolygonArea(corners_deg=announced_polygon(ellipse))

    circle = covering_circle(shape)

    assert inside_shape(circle, shape.corners_deg).all()


@given(ellipses)
def test_points_of_the_outline_lie_on_the_rim(ellipse):
    plane = plane_of(ellipse)
    just_in = plane.points_deg(outline_en_m(ellipse, points=16, stretch_factor=0.999))
    just_out = plane.points_deg(outline_en_m(ellipse, points=16, stretch_factor=1.001))

    assert contained_fraction(ellipse, just_in) == 1.0
    assert contained_fraction(ellipse, just_out) == 0.0
