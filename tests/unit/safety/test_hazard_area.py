import numpy as np
import pytest
import shapely

from cosmodrome.errors import InputError
from cosmodrome.safety.footprint import Ellipse, outline_en_m, plane_of
from cosmodrome.safety.hazard_area import announced_polygon, polygon_about

# An area grows by its outline of eight corners, 5.5 %, and by the rounding of its corners.
WASTE_RATIO = 1.25


def ellipse(latitude_deg, longitude_deg, semi_major_m=30e3, semi_minor_m=15e3, bearing_deg=20.0):
    return Ellipse(
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        semi_major_m=semi_major_m,
        semi_minor_m=semi_minor_m,
        bearing_deg=bearing_deg,
        containment_probability=0.997,
    )


def local(area, ring):
    return shapely.Polygon(plane_of(area).en_m(ring))


def test_an_ordinary_area_has_eight_corners_and_little_waste():
    area = ellipse(54.85, 126.9)

    ring = announced_polygon(area)

    assert len(ring) == 9
    assert local(area, ring).area < WASTE_RATIO * np.pi * area.semi_major_m * area.semi_minor_m


def test_an_area_across_the_antimeridian_jumps_there_and_stays_one_area():
    area = ellipse(66.0, 179.9)

    ring = announced_polygon(area)

    assert ring[:, 0].max() > 179.0
    assert ring[:, 0].min() < -179.0
    assert local(area, ring).covers(
        shapely.MultiPoint(outline_en_m(area, points=64, stretch_factor=1.0))
    )


@pytest.mark.parametrize("latitude_deg", [89.2, 89.99, -89.8])
def test_an_area_at_the_pole_is_drawn_by_great_circles(latitude_deg):
    area = ellipse(latitude_deg, 40.0)

    ring = announced_polygon(area)

    assert local(area, ring).is_valid
    assert local(area, ring).covers(
        shapely.MultiPoint(outline_en_m(area, points=64, stretch_factor=1.0))
    )


def test_a_long_area_at_high_latitude_gets_more_corners():
    # Its sides bend on a chart: eight of them would waste more.
    area = ellipse(80.0, 20.0, semi_major_m=900e3, semi_minor_m=10e3, bearing_deg=95.0)

    ring = announced_polygon(area)

    assert len(ring) > 9
    assert shapely.Polygon(ring).is_valid
    assert local(area, ring).area < 2.5 * np.pi * area.semi_major_m * area.semi_minor_m


def test_pieces_that_lie_apart_are_announced_together():
    plane = plane_of(ellipse(54.85, 126.9))
    turn = np.linspace(0.0, 2.0 * np.pi, 60)
    ring_m = 5e3 * np.column_stack((np.cos(turn), np.sin(turn)))
    lobes = tuple(plane.points_deg(ring_m + offset) for offset in ((-20e3, 0.0), (20e3, 3e3)))

    ring = polygon_about(plane, lobes)

    assert len(ring) == 9
    hull = shapely.MultiPoint(plane.en_m(np.vstack(lobes))).convex_hull
    drawn = shapely.Polygon(plane.en_m(ring))
    assert drawn.covers(hull)
    assert drawn.area < WASTE_RATIO * hull.area


def test_an_area_of_nothing_is_refused():
    with pytest.raises(InputError, match="needs a footprint"):
        polygon_about(plane_of(ellipse(0.0, 0.0)), ())
