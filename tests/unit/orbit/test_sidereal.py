import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from cosmodrome.epochs import apparent_sidereal_angle_rad
from cosmodrome.orbit.plane import plane_of_local_time, plane_of_raan
from cosmodrome.orbit.sidereal import earth_turn_rad, raan_of_plane_rad

ORIGIN = datetime(2028, 1, 1, tzinfo=UTC)
DAYS = np.array([0.0, 1.0, 30.5, 180.0, 366.0])
# The nodding of the equinox that is left out: 1.2 seconds of arc, 0.1 s of time.
NODDING_RAD = 8e-6


def apart_rad(one, other):
    return np.abs((one - other + math.pi) % math.tau - math.pi)


def test_sidereal_time_of_a_year_is_that_of_each_instant():
    turned_rad = earth_turn_rad(ORIGIN, DAYS * 86400.0)

    expected_rad = [apparent_sidereal_angle_rad(ORIGIN + timedelta(days=d)) for d in DAYS.tolist()]
    assert np.all(apart_rad(turned_rad, np.array(expected_rad)) < NODDING_RAD)


def test_a_single_instant_is_answered_without_an_axis():
    assert () == earth_turn_rad(ORIGIN, 5.0).shape
    assert float(earth_turn_rad(ORIGIN)) == pytest.approx(apparent_sidereal_angle_rad(ORIGIN))


@pytest.mark.parametrize(
    "plane",
    [
        plane_of_local_time(9.5, 1.7),
        plane_of_raan(
            1.2, 0.9, frame="gcrf", epoch=ORIGIN - timedelta(days=50), node_rate_rad_s=-1e-6
        ),
    ],
)
def test_the_node_of_a_plane_is_where_the_plane_has_it(plane):
    node_rad = raan_of_plane_rad(plane, ORIGIN, DAYS * 86400.0)

    expected_rad = [plane.raan_true_of_date_rad(ORIGIN + timedelta(days=d)) for d in DAYS.tolist()]
    assert np.all(apart_rad(node_rad, np.array(expected_rad)) < NODDING_RAD)
