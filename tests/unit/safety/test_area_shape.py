import numpy as np
import pytest
import shapely

from cosmodrome.errors import InputError
from cosmodrome.safety.area_shape import (
    METRES_PER_NAUTICAL_MILE,
    CircleArea,
    SectorArea,
    covering_circle,
    inside_shape,
    shape_about,
)
from cosmodrome.safety.footprint import Ellipse, outline_en_m, plane_of
from cosmodrome.safety.tangent import TangentPlane, distance_and_bearing

VOSTOCHNY = (128.335, 51.884)


def ellipse(latitude_deg=54.85, longitude_deg=126.9, semi_major_m=30e3):
    return Ellipse(
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        semi_major_m=semi_major_m,
        semi_minor_m=15e3,
        bearing_deg=20.0,
        containment_probability=0.997,
    )


def outline(area):
    plane = plane_of(area)
    return plane.points_deg(outline_en_m(area, points=90, stretch_factor=1.0))


@pytest.mark.parametrize("kind", ["polygon", "circle", "sector"])
@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg"), [(54.85, 126.9), (66.0, 179.95), (-30.0, -179.9), (0.0, 0.0)]
)
def test_every_kind_of_area_covers_the_footprint(kind, latitude_deg, longitude_deg):
    area = ellipse(latitude_deg, longitude_deg)
    pad = (longitude_deg + 4.0, latitude_deg - 3.0)

    shape = shape_about(plane_of(area), (outline(area),), kind=kind, pad_deg=pad)

    assert inside_shape(shape, outline(area)).all()
    far = TangentPlane(latitude_deg=latitude_deg, longitude_deg=longitude_deg).points_deg(
        np.array([[150e3, 0.0], [0.0, 150e3], [-150e3, 0.0]])
    )
    assert not inside_shape(shape, far).any()


@pytest.mark.parametrize("kind", ["circle", "sector"])
def test_the_ring_that_is_drawn_covers_the_area_that_is_told(kind):
    shape = shape_about(plane_of(ellipse()), (outline(ellipse()),), kind=kind, pad_deg=VOSTOCHNY)

    plane = TangentPlane(latitude_deg=shape.latitude_deg, longitude_deg=shape.longitude_deg)
    drawn = shapely.Polygon(plane.en_m(shape.ring_deg))
    assert drawn.is_valid
    assert drawn.exterior.is_ccw
    spread = np.random.default_rng(1).uniform(-100e3, 100e3, (4000, 2))
    points = TangentPlane(latitude_deg=54.85, longitude_deg=126.9).points_deg(spread)
    told = inside_shape(shape, points)
    assert 100 < told.sum() < 3900
    covered = shapely.intersects_xy(drawn, *plane.en_m(points).T)
    assert covered[told].all()


def test_a_sector_is_told_from_the_pad_in_whole_miles_and_degrees():
    sector = shape_about(
        plane_of(ellipse()), (outline(ellipse()),), kind="sector", pad_deg=VOSTOCHNY
    )

    distance_m, azimuth_deg = distance_and_bearing(VOSTOCHNY[1], VOSTOCHNY[0], 54.85, 126.9)
    assert sector.inner_m < distance_m < sector.outer_m
    assert 0.0 < (azimuth_deg - sector.from_azimuth_deg) % 360.0 < sector.width_deg
    assert sector.width_deg < 15.0
    assert (sector.outer_m / METRES_PER_NAUTICAL_MILE).is_integer()
    assert float(sector.from_azimuth_deg).is_integer()


def test_a_sector_across_north_has_no_wide_side():
    area = ellipse(longitude_deg=VOSTOCHNY[0])

    sector = shape_about(plane_of(area), (outline(area),), kind="sector", pad_deg=VOSTOCHNY)

    assert sector.from_azimuth_deg > 350.0
    assert sector.to_azimuth_deg < 10.0
    assert inside_shape(sector, outline(area)).all()


def test_a_published_sector_holds_what_its_words_say():
    # "between 25 NM and 90 NM and azimuth 130-150", as ISRO announces from Sriharikota.
    sector = SectorArea(
        latitude_deg=13.733333,
        longitude_deg=80.233333,
        inner_m=25 * METRES_PER_NAUTICAL_MILE,
        outer_m=90 * METRES_PER_NAUTICAL_MILE,
        from_azimuth_deg=130.0,
        to_azimuth_deg=150.0,
    )
    pad = TangentPlane(latitude_deg=sector.latitude_deg, longitude_deg=sector.longitude_deg)

    def at(miles, azimuth_deg):
        angle = np.radians(azimuth_deg)
        metres = miles * METRES_PER_NAUTICAL_MILE
        return pad.points_deg(metres * np.array([[np.sin(angle), np.cos(angle)]]))

    inside = [(26, 140), (89, 131), (89, 149)]
    outside = [(24, 140), (91, 140), (50, 129), (50, 151), (50, 320)]
    assert all(inside_shape(sector, at(*point))[0] for point in inside)
    assert not any(inside_shape(sector, at(*point))[0] for point in outside)


def test_the_circle_of_a_circle_is_itself():
    circle = CircleArea(latitude_deg=13.72, longitude_deg=80.23, radius_m=18520.0)

    assert circle is covering_circle(circle)


def test_impacts_that_never_came_are_in_no_area():
    circle = CircleArea(latitude_deg=0.0, longitude_deg=0.0, radius_m=1e6)

    assert [False, True] == inside_shape(circle, np.array([[np.nan, np.nan], [1.0, 1.0]])).tolist()


@pytest.mark.parametrize(
    ("kind", "pad_deg", "complaint"),
    [
        ("sector", None, "told from the pad"),
        ("sector", (126.9, 54.85), "lies in the footprint"),
        ("blob", None, "one of polygon, circle, sector"),
    ],
)
def test_areas_that_cannot_be_are_refused(kind, pad_deg, complaint):
    with pytest.raises(InputError, match=complaint):
        shape_about(plane_of(ellipse()), (outline(ellipse()),), kind=kind, pad_deg=pad_deg)


def test_a_footprint_of_half_the_earth_has_no_polygon():
    with pytest.raises(InputError, match="no sensible polygon"):
        shape_about(plane_of(ellipse()), (outline(ellipse(semi_major_m=7e6)),), kind="polygon")
