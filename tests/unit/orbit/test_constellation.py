from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cosmodrome.errors import InputError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.constellation import in_plane, plane_spacing_deg, planes_of
from cosmodrome.orbit.target import complete_orbit

EPOCH = datetime(2028, 1, 10, tzinfo=UTC)
POLAR = TargetOrbit(
    kind="circular",
    perigee_altitude_km=1200.0,
    apogee_altitude_km=1200.0,
    inclination_deg=87.9,
    raan_deg=350.0,
    raan_frame="gcrf",
    raan_epoch=EPOCH,
    planes=12,
    plane_spacing_deg=15.2,
)
MORNING = TargetOrbit(
    kind="sun-synchronous",
    perigee_altitude_km=600.0,
    apogee_altitude_km=600.0,
    ltdn_h=23.5,
    planes=3,
    plane_spacing_min=30.0,
)


def test_planes_follow_eastwards_from_the_first():
    nodes_deg = [each.raan_deg for each in planes_of(POLAR)]

    assert 12 == len(nodes_deg)
    assert [350.0, pytest.approx(5.2), pytest.approx(20.4)] == nodes_deg[:3]


def test_every_plane_says_its_number():
    assert list(range(1, 13)) == [each.plane for each in planes_of(POLAR)]


def test_a_named_plane_is_the_only_one():
    (chosen,) = planes_of(replace(POLAR, plane=3))

    assert 3 == chosen.plane
    assert chosen.raan_deg == pytest.approx(20.4)


def test_a_plane_is_moved_once_only():
    once = complete_orbit(replace(POLAR, plane=3))

    assert once == complete_orbit(once)
    assert (once,) == planes_of(once)
    assert 12 == once.planes


def test_planes_may_be_spaced_in_local_time_past_midnight():
    hours = [each.ltdn_h for each in planes_of(MORNING)]

    assert [23.5, pytest.approx(0.0), pytest.approx(0.5)] == hours


@pytest.mark.parametrize(("walker", "spacing_deg"), [("star", 15.0), ("delta", 30.0)])
def test_a_walker_pattern_spreads_its_planes(walker, spacing_deg):
    orbit = replace(POLAR, plane_spacing_deg=None, walker=walker)

    assert spacing_deg == plane_spacing_deg(orbit)


def test_an_orbit_of_no_constellation_is_alone():
    alone = replace(POLAR, planes=None, plane_spacing_deg=None)

    assert (alone,) == planes_of(alone)


def test_a_plane_that_is_not_there_is_malformed():
    with pytest.raises(InputError, match="no plane 13; the constellation has planes 1 to 12"):
        in_plane(POLAR, 13)


def test_planes_of_no_node_are_malformed():
    with pytest.raises(InputError, match="raan_deg, ltan or ltdn"):
        in_plane(replace(POLAR, raan_deg=None), 2)


def test_planes_of_no_spacing_are_malformed():
    with pytest.raises(InputError, match="walker"):
        plane_spacing_deg(replace(POLAR, plane_spacing_deg=None))
