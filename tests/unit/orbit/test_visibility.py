"""Passes and eclipses against plain sampling, second by second."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest
from tests.fixtures.low_orbits import state

from cosmodrome.errors import InputError
from cosmodrome.orbit.beta import circular_eclipse_s
from cosmodrome.orbit.ephemeris import forecast
from cosmodrome.orbit.visibility import (
    find_eclipses,
    find_passes,
    look_from,
    sunlight_margins_rad,
)
from cosmodrome.spaceport.ground_station import GroundStation

LIFTOFF = datetime(2028, 5, 12, 3, 41, 12, tzinfo=UTC)
DAY_S = 86400.0
EDGE_S, TOP_S = 0.02, 0.1
# An elevation at an edge is the mask's: a hundredth of a second is 0.0005 deg of a low orbit.
EDGE_DEG = 0.001
ECLIPSE_S = 10.0


def station(id="here", latitude_deg=55.0, longitude_deg=38.0, mask_deg=5.0):
    return GroundStation(
        id=id,
        name=id,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        altitude_m=150.0,
        mask_deg=mask_deg,
    )


def motion(duration_s=DAY_S, **shape):
    return forecast(*state(**shape), injection_s=600.0, duration_s=duration_s).ephemeris


MOTION = motion()
STATIONS = (
    station(),
    station("pole", latitude_deg=90.0),
    station("south", latitude_deg=-77.8, longitude_deg=166.7, mask_deg=10.0),
    station("equator", latitude_deg=0.0, longitude_deg=179.99, mask_deg=0.0),
)


def elevations_deg(each, t_s):
    return np.degrees(look_from(each, *MOTION.ecef_at(t_s)).elevation_rad)


@pytest.mark.parametrize("each", STATIONS, ids=lambda each: each.id)
def test_passes_are_those_that_sampling_every_second_shows(each):
    t_s = np.arange(MOTION.first_s, MOTION.last_s, 1.0)
    up = elevations_deg(each, t_s) >= each.mask_deg

    found = find_passes(MOTION, [each])

    told = np.zeros(len(t_s), bool)
    for one in found:
        told |= (t_s >= one.rise.t_s) & (t_s <= one.set.t_s)
    assert len(found) >= 3
    assert np.array_equal(up, told)


def test_edges_stand_at_the_mask_and_the_top_above_all():
    for one in find_passes(MOTION, STATIONS):
        each = next(s for s in STATIONS if s.id == one.station)
        if not one.begins_before:
            assert each.mask_deg == pytest.approx(one.rise.elevation_deg, abs=EDGE_DEG)
        if not one.ends_after:
            assert each.mask_deg == pytest.approx(one.set.elevation_deg, abs=EDGE_DEG)
        t_s = np.linspace(one.rise.t_s, one.set.t_s, 2001)
        heights_deg = elevations_deg(each, t_s)
        assert heights_deg.max() == pytest.approx(one.culmination.elevation_deg, abs=EDGE_DEG)
        step_s = t_s[1] - t_s[0]
        top_s = float(t_s[np.argmax(heights_deg)])
        assert top_s == pytest.approx(one.culmination.t_s, abs=step_s + TOP_S)


def test_a_pass_between_two_samples_is_found():
    low = find_passes(MOTION, [station()])[0]
    just_below = station(mask_deg=low.culmination.elevation_deg - 0.002)

    brief = [p for p in find_passes(MOTION, [just_below]) if p.rise.t_s < low.set.t_s]

    assert len(brief) == 1
    assert 0.0 < brief[0].duration_s < 30.0
    assert low.culmination.t_s == pytest.approx(brief[0].culmination.t_s, abs=1.0)


def test_a_longer_step_finds_the_same_passes():
    fine, coarse = (find_passes(MOTION, STATIONS, step_s=step_s) for step_s in (10.0, 60.0))

    edges = [[(p.station, p.rise.t_s, p.set.t_s) for p in found] for found in (fine, coarse)]
    assert len(edges[0]) == len(edges[1])
    for one, other in zip(*edges, strict=True):
        assert one[0] == other[0]
        assert one[1:] == pytest.approx(other[1:], abs=EDGE_S)


def test_what_is_up_at_injection_says_so():
    first = find_passes(MOTION, [station(latitude_deg=0.0, longitude_deg=57.0)])[0]

    assert first.begins_before
    assert MOTION.first_s == first.rise.t_s


def test_nobody_to_look_is_an_error():
    with pytest.raises(InputError, match="at least one station"):
        find_passes(MOTION, [])


def test_an_eclipse_lasts_as_long_as_the_closed_form_says():
    circle = motion(perigee_km=600.0, apogee_km=600.0, inclination_deg=28.5)
    found = find_eclipses(circle, LIFTOFF)
    whole = [b - a for a, b in found[1:-1]]

    longest_s = float(circular_eclipse_s(6978137.0, math.radians(28.5), 0.0))

    assert len(whole) > 10
    assert max(whole) < longest_s + ECLIPSE_S
    assert min(whole) > 0.9 * longest_s
    inside = np.array([0.5 * (a + b) for a, b in found])
    assert (sunlight_margins_rad(circle, inside, LIFTOFF) < 0.0).all()


def test_an_orbit_along_the_terminator_has_no_eclipse():
    dawn = motion(perigee_km=1400.0, apogee_km=1400.0, inclination_deg=101.4, raan_deg=-144.0)
    # The node stands over the place where the mean Sun rises: 6 h.
    hours = (LIFTOFF.hour + LIFTOFF.minute / 60.0 + LIFTOFF.second / 3600.0) - 144.0 / 15.0
    assert 18.0 == pytest.approx(hours % 24.0, abs=0.2)

    assert () == find_eclipses(dawn, LIFTOFF)


@pytest.mark.parametrize(
    ("field", "value"),
    [("latitude_deg", 91.0), ("longitude_deg", 181.0), ("mask_deg", 90.0), ("mask_deg", -1.0)],
)
def test_a_station_stands_on_the_earth(field, value):
    with pytest.raises(InputError, match=f"station here: {field} must be"):
        station(**{field: value})
