"""Orbits on the way to one that is hard to reach."""

import pytest

from cosmodrome.ascent.stepping import LOW_ALTITUDE_M, easier, in_words
from cosmodrome.ascent.target import injection_target
from cosmodrome.manifest import TargetOrbit

METRES = 1e-3
HIGH = TargetOrbit(
    kind="circular", perigee_altitude_km=1500.0, apogee_altitude_km=1500.0, inclination_deg=60.0
)
GTO = TargetOrbit(kind="geostationary-transfer", inclination_deg=25.0, argp_deg=178.0)
ESCAPE = TargetOrbit(kind="escape", c3_km2_s2=12.0, declination_deg=-5.0)


def target(orbit):
    return injection_target(orbit, restartable=orbit is ESCAPE)


@pytest.mark.parametrize("orbit", [HIGH, GTO, ESCAPE], ids=["circle", "transfer", "escape"])
def test_the_way_ends_at_the_target_and_keeps_its_plane(orbit):
    wanted = target(orbit)
    halfway = easier(wanted, fraction=0.5)

    assert wanted is easier(wanted, fraction=1.0)
    assert (wanted.shape, wanted.inclination_rad, wanted.argp_rad, wanted.declination_rad) == (
        halfway.shape,
        halfway.inclination_rad,
        halfway.argp_rad,
        halfway.declination_rad,
    )


def test_a_circle_is_climbed_to_evenly():
    altitudes_m = [easier(target(HIGH), fraction=f).perigee_altitude_m for f in (0.0, 0.5, 1.0)]

    assert [LOW_ALTITUDE_M, 850e3, 1500e3] == pytest.approx(altitudes_m, abs=METRES)


def test_an_escape_is_climbed_to_evenly_in_energy():
    first, middle, last = (
        -0.5 / easier(target(ESCAPE), fraction=f).semi_major_axis_m for f in (0.0, 0.5, 1.0)
    )

    assert 0.5 * (first + last) == pytest.approx(middle, rel=1e-12)
    assert first < 0.0 < last


def test_each_step_to_a_transfer_is_higher_than_the_last():
    apogees_m = [
        orbit.semi_major_axis_m * (1.0 + orbit.eccentricity)
        for orbit in (easier(target(GTO), fraction=f) for f in (0.0, 0.25, 0.5, 1.0))
    ]

    assert sorted(apogees_m) == apogees_m


@pytest.mark.parametrize(
    ("orbit", "words"), [(HIGH, "1500 km"), (ESCAPE, "C3 12.0 km2/s2")], ids=["circle", "escape"]
)
def test_an_orbit_is_said_in_its_own_measure(orbit, words):
    assert words == in_words(target(orbit))
