"""The ground, against PROJ."""

import numpy as np
import pytest
from pyproj import Transformer

from cosmodrome.physics.earth import ecef_position_m, ellipsoid_altitude_m

# A closed formula of second order in the flattening, stated good to 0.2 m below 1000 km.
ALTITUDE_M = 0.2
# PROJ and the formula are the same textbook's.
POSITION_M = 1e-6
GEODETIC_TO_ECEF = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)


def places():
    latitude_deg, altitude_m = np.meshgrid(
        np.linspace(-90.0, 90.0, 37), [-400.0, 0.0, 278.0, 40e3, 200e3, 1000e3]
    )
    longitude_deg = np.linspace(-179.0, 179.0, latitude_deg.size)
    return latitude_deg.ravel(), longitude_deg, altitude_m.ravel()


def test_a_geodetic_place_stands_where_proj_puts_it():
    latitude_deg, longitude_deg, altitude_m = places()
    theirs = GEODETIC_TO_ECEF.transform(longitude_deg, latitude_deg, altitude_m)

    ours = ecef_position_m(np.radians(latitude_deg), np.radians(longitude_deg), altitude_m)

    for expected, answer in zip(theirs, ours, strict=True):
        assert expected == pytest.approx(answer, abs=POSITION_M)


def test_the_altitude_formula_is_as_good_as_it_says():
    latitude_deg, longitude_deg, altitude_m = places()
    theirs = GEODETIC_TO_ECEF.transform(longitude_deg, latitude_deg, altitude_m)

    assert altitude_m == pytest.approx(ellipsoid_altitude_m(*theirs), abs=ALTITUDE_M)
