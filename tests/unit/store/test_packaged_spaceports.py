"""The packaged pads stand on land, can fly what flew from them, and their zones hold together."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import shapely

from cosmodrome.formats.figures.coastline import land_rings
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.azimuth import (
    DOGLEG_REACH_DEG,
    YAW_REACH_DEG,
    inertial_azimuth_rad,
    missing_inclination_rad,
    relative_launch_azimuth_rad,
)
from cosmodrome.orbit.frames import geocentric_latitude_rad
from cosmodrome.safety.footprint import Ellipse, outline_en_m, plane_of
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.windows.opportunities import find_windows

KM_PER_DEG = 111.2
# Natural Earth 1:50 000 000 leaves out capes and bays of a few kilometres.
COAST_TOLERANCE_KM = 6.0
# Legal time strays from the Sun's by an hour or two (China keeps one zone).
CLOCK_TOLERANCE_H = 2.0
A_DAY = datetime(2028, 5, 1, tzinfo=UTC)
LEO_SPEED_M_S = 7784.0
# The corners of notices are rounded to a minute of arc.
ROUNDING_KM = 2.0

# Inclinations of orbits that were flown from each pad, by general knowledge of launch records.
FLOWN_DEG = {
    "vostochny-1s": [51.8, 87.4, 97.3, 97.4, 98.1, 98.6],
    "vostochny-1a": [51.7],
    "baikonur-31-6": [51.6, 64.8, 87.4, 97.4, 98.0, 98.8],
    "baikonur-1-5": [51.6],
    "baikonur-200": [48.0, 51.5, 64.8, 72.6],
    "plesetsk-43": [62.8, 64.8, 67.1, 82.5, 98.3],
    "plesetsk-35": [63.0, 82.5, 97.0],
    "kourou-els": [5.2, 54.7, 57.4, 87.4, 98.2],
    "kourou-ela3": [6.0, 51.6],
    "kourou-ela4": [5.2, 97.0],
    "kourou-zlv": [5.0, 97.9],
    "cape-slc40": [28.5, 51.6, 53.0],
    "cape-slc41": [28.5],
    "cape-slc17": [28.7, 51.6],
    "ksc-39a": [28.5, 51.6],
    "vandenberg-slc4e": [70.0, 97.5],
    "vandenberg-slc3e": [63.4, 98.2],
    "vandenberg-slc2w": [98.7],
    "wallops": [38.0, 51.6],
    "starbase": [26.4],
    "mahia-lc1": [39.0, 97.5],
    "sriharikota-flp": [17.9, 30.0],
    "tanegashima": [30.4],
    "jiuquan": [41.0, 97.5],
    "taiyuan": [63.0, 98.0],
    "xichang": [28.5],
    "wenchang": [19.5, 42.0],
    "andoya": [97.5],
    "esrange": [],
    "saxavord": [98.0],
    "palmachim": [141.5],
    "svobodny": [97.3],
}
# Flown, or planned, by turning once the coast is behind.
DOGLEGS_DEG = {
    "cape-slc40": [97.5],
    "ksc-39a": [97.5],
    "sriharikota-flp": [97.9],
    "tanegashima": [98.0],
    "wenchang": [98.0],
    "xichang": [27.1],
    "esrange": [98.0],
}


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture(scope="module")
def pads(catalogue):
    return {pad.id: pad for site in catalogue.spaceports for pad in site.complexes}


@pytest.fixture(scope="module")
def land():
    """The rings of the coast; that of Eurasia runs on beyond the 180th meridian."""
    rings = land_rings("land_50m")
    shapes = []
    for number in range(len(rings.starts)):
        east_deg, north_deg = rings.points_deg[rings.ring(number)].T
        east_deg = np.unwrap(east_deg, period=360.0)
        east_deg -= 360.0 * np.round(np.mean(east_deg) / 360.0)
        outline = shapely.Polygon(np.column_stack((east_deg, north_deg)))
        shapes.append(shapely.make_valid(outline))
    return shapely.union_all(shapes)


def relative_azimuths_deg(pad, inclination_deg):
    """Headings over the ground of both branches; None if later burns must help."""
    latitude_rad = geocentric_latitude_rad(math.radians(pad.latitude_deg), pad.altitude_m)
    tilt_rad = math.radians(inclination_deg)
    short_rad = missing_inclination_rad(tilt_rad, latitude_rad)
    assert math.degrees(short_rad) < YAW_REACH_DEG
    tilt_rad += short_rad if tilt_rad < math.pi / 2.0 else -short_rad
    return [
        math.degrees(
            relative_launch_azimuth_rad(
                inertial_azimuth_rad(tilt_rad, latitude_rad, ascending=ascending),
                latitude_rad,
                LEO_SPEED_M_S,
            )
        )
        for ascending in (True, False)
    ]


def test_every_pad_is_checked_here(pads):
    assert set(FLOWN_DEG) == set(pads)


def test_ids_of_pads_are_given_once(catalogue):
    ids = [pad.id for site in catalogue.spaceports for pad in site.complexes]

    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("pad_id", FLOWN_DEG)
def test_a_pad_stands_on_land(pads, land, pad_id):
    pad = pads[pad_id]

    away_km = KM_PER_DEG * land.distance(shapely.Point(pad.longitude_deg, pad.latitude_deg))

    assert away_km < COAST_TOLERANCE_KM


def test_the_clocks_of_a_spaceport_fit_its_longitude(catalogue):
    for site in catalogue.spaceports:
        for pad in site.complexes:
            assert abs(pad.longitude_deg / 15.0 - site.utc_offset_h) < CLOCK_TOLERANCE_H


@pytest.mark.parametrize(
    ("pad_id", "inclination_deg"),
    [(pad_id, tilt_deg) for pad_id, flown in FLOWN_DEG.items() for tilt_deg in flown],
)
def test_what_flew_from_a_pad_lies_in_its_corridor(pads, pad_id, inclination_deg):
    pad = pads[pad_id]

    azimuths_deg = relative_azimuths_deg(pad, inclination_deg)

    assert any(pad.corridor.contains(azimuth_deg) for azimuth_deg in azimuths_deg)


@pytest.mark.parametrize(
    ("pad_id", "inclination_deg"),
    [(pad_id, tilt_deg) for pad_id, flown in DOGLEGS_DEG.items() for tilt_deg in flown],
)
def test_what_flew_by_a_dogleg_begins_at_the_edge_of_the_corridor(pads, pad_id, inclination_deg):
    pad = pads[pad_id]

    azimuths_deg = relative_azimuths_deg(pad, inclination_deg)

    assert not any(pad.corridor.contains(azimuth_deg) for azimuth_deg in azimuths_deg)
    assert min(pad.corridor.outside_deg(each) for each in azimuths_deg) < DOGLEG_REACH_DEG


@pytest.mark.parametrize(
    ("pad_id", "inclination_deg"),
    [
        (pad_id, tilt_deg)
        for flown in (FLOWN_DEG, DOGLEGS_DEG)
        for pad_id, tilts_deg in flown.items()
        for tilt_deg in tilts_deg
    ],
)
def test_every_day_has_an_opportunity_for_what_flew(pads, pad_id, inclination_deg):
    orbit = TargetOrbit(
        kind="circular",
        perigee_altitude_km=500.0,
        apogee_altitude_km=500.0,
        inclination_deg=inclination_deg,
        raan_deg=30.0,
        raan_frame="true-of-date",
        raan_epoch=A_DAY,
    )

    found = find_windows(orbit, pads[pad_id], first=A_DAY, last=A_DAY + timedelta(hours=25))

    assert any(window.permitted for window in found)


# Areas that are closed from lift-off on belong to no part that falls.
NOT_OF_A_STAGE = ["aft-section", "fairing-half", "launch"]


def test_every_drop_zone_has_a_shape_a_pad_of_its_site_and_a_part_of_its_vehicles(catalogue):
    vehicles = {vehicle.id: vehicle for vehicle in catalogue.vehicles}
    for site in catalogue.spaceports:
        pads = {pad.id for pad in site.complexes}
        for zone in site.drop_zones:
            assert zone.semi_major_m is not None, zone.id
            assert set(zone.complexes) <= pads, zone.id
            for name in zone.vehicles:
                stages = [stage.name for stage in vehicles[name].stages]
                assert zone.part in [*stages, *NOT_OF_A_STAGE], (zone.id, name)


def test_an_inscribed_ellipse_lies_inside_the_published_outline(catalogue):
    zones = [zone for site in catalogue.spaceports for zone in site.drop_zones if zone.corners_deg]
    assert zones
    for zone in zones:
        ellipse = Ellipse(
            latitude_deg=zone.latitude_deg,
            longitude_deg=zone.longitude_deg,
            semi_major_m=zone.semi_major_m,
            semi_minor_m=zone.semi_minor_m,
            bearing_deg=zone.bearing_deg,
            containment_probability=1.0,
        )
        edge_m = outline_en_m(ellipse, points=90, stretch_factor=1.0)
        outline = shapely.Polygon([(east, north) for north, east in zone.corners_deg])

        points = shapely.points(plane_of(ellipse).points_deg(edge_m))

        assert KM_PER_DEG * float(np.max(outline.distance(points))) < ROUNDING_KM, zone.id
        assert "inscribed" == zone.shape_kind
