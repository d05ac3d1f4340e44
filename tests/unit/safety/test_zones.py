"""What falls into a zone is counted by the shape that was published, and by no other."""

from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.formats.areas import zone_ring_deg
from cosmodrome.safety.footprint import Ellipse
from cosmodrome.safety.zones import compare_with_zone
from cosmodrome.spaceport import DropZone

PLACE = DropZone(
    id="somewhere",
    name="Somewhere",
    part="core",
    complexes=("nowhere-1",),
    vehicles=("light",),
    latitude_deg=10.0,
    longitude_deg=20.0,
    centre_kind="published_coordinates",
    inclination_min_deg=10.0,
    inclination_max_deg=20.0,
    semi_major_m=40_000.0,
    semi_minor_m=20_000.0,
    bearing_deg=90.0,
)
SQUARE = ((9.5, 19.5), (9.5, 20.5), (10.5, 20.5), (10.5, 19.5))
FALLS = Ellipse(
    latitude_deg=10.0,
    longitude_deg=20.0,
    semi_major_m=1000.0,
    semi_minor_m=1000.0,
    bearing_deg=0.0,
    containment_probability=0.997,
)
# At the centre, in a corner of the square beyond the ellipse, far away, never down.
IMPACTS_DEG = np.array([[20.0, 10.0], [19.55, 9.55], [25.0, 10.0], [np.nan, np.nan]])


@pytest.mark.parametrize(
    ("zone", "share"),
    [
        (PLACE, 0.25),
        (replace(PLACE, corners_deg=SQUARE, shape_kind="inscribed"), 0.5),
        (replace(PLACE, shape_kind="estimate"), None),
    ],
)
def test_the_share_inside_goes_by_the_published_shape(zone, share):
    assert share == compare_with_zone(zone, FALLS, IMPACTS_DEG).probability


def test_the_share_inside_comes_with_its_interval():
    zone = replace(PLACE, corners_deg=SQUARE, shape_kind="inscribed")
    impacts = np.tile(IMPACTS_DEG, (50, 1))

    single = compare_with_zone(zone, FALLS, impacts)
    together = compare_with_zone(zone, FALLS, impacts, flights=50)

    assert (100, 200) == (single.measured.inside, single.measured.samples)
    assert single.measured.low_probability < 0.5 < single.measured.high_probability
    # Four pieces of each of fifty flights tell less than two hundred flights.
    assert together.measured.low_probability < single.measured.low_probability
    assert None is compare_with_zone(replace(PLACE, shape_kind="estimate"), FALLS, impacts).measured


def test_a_zone_across_the_antimeridian_holds_what_falls_there():
    around = ((9.5, 179.5), (9.5, -179.5), (10.5, -179.5), (10.5, 179.5))
    zone = replace(PLACE, longitude_deg=180.0, corners_deg=around, shape_kind="inscribed")
    impacts = np.array([[179.9, 10.0], [-179.9, 10.0], [0.0, 10.0], [179.0, 10.0]])

    assert 0.5 == compare_with_zone(zone, FALLS, impacts).probability


def test_the_outline_of_a_zone_is_the_published_one():
    ring_deg = zone_ring_deg(replace(PLACE, corners_deg=SQUARE, shape_kind="inscribed"))

    assert {(20.5, 9.5), (20.5, 10.5), (19.5, 10.5), (19.5, 9.5)} == set(map(tuple, ring_deg))


def test_no_outline_is_drawn_where_the_shape_is_an_estimate():
    assert zone_ring_deg(replace(PLACE, shape_kind="estimate")) is None
