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


def test_the_outline_of_a_zone_is_the_published_one():
    ring_deg = zone_ring_deg(replace(PLACE, corners_deg=SQUARE, shape_kind="inscribed"))

    assert {(20.5, 9.5), (20.5, 10.5), (19.5, 10.5), (19.5, 9.5)} == set(map(tuple, ring_deg))


def test_no_outline_is_drawn_where_the_shape_is_an_estimate():
    assert zone_ring_deg(replace(PLACE, shape_kind="estimate")) is None
