import math

import pytest

from cosmodrome.errors import InfeasibleError, InputError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.frozen import CRITICAL_INCLINATION_RAD
from cosmodrome.orbit.shaping import shaped
from cosmodrome.orbit.sun_synchronous import yearly_local_time_drift_min
from cosmodrome.orbit.target import complete_orbit, shape_of_target
from cosmodrome.units import rad

# Altitudes are kept to a micrometre over a fixed point.
ALTITUDE_KM = 1e-9


def test_a_target_without_wishes_stays_as_it_is():
    plain = TargetOrbit(kind="circular", perigee_altitude_km=500, apogee_altitude_km=500)

    assert plain is shaped(plain)


def test_a_circle_is_frozen_into_a_small_ellipse_about_its_altitude():
    circle = TargetOrbit(
        kind="circular",
        perigee_altitude_km=705.0,
        apogee_altitude_km=705.0,
        inclination_deg=98.2,
        frozen=True,
    )

    low_km, high_km = shaped(circle).perigee_altitude_km, shaped(circle).apogee_altitude_km

    assert (low_km + high_km) / 2.0 == pytest.approx(705.0, abs=ALTITUDE_KM)
    assert 15.0 < high_km - low_km < 18.0
    assert shaped(circle).argp_deg == pytest.approx(90.0)


def test_a_repeating_sun_synchronous_orbit_keeps_its_local_time():
    whole = complete_orbit(TargetOrbit(kind="sun-synchronous", repeat=(143, 10), ltdn_h=10.5))

    drift_min = yearly_local_time_drift_min(*shape_of_target(whole), rad(whole.inclination_deg))
    assert drift_min == pytest.approx(0.0, abs=1e-6)


def test_a_molniya_is_frozen_at_the_critical_inclination_with_its_apogee_in_the_north():
    whole = shaped(
        TargetOrbit(kind="elliptic", perigee_altitude_km=600.0, repeat=(2, 1), frozen=True)
    )

    assert whole.inclination_deg == pytest.approx(math.degrees(CRITICAL_INCLINATION_RAD))
    assert 270.0 == whole.argp_deg
    assert whole.perigee_altitude_km == pytest.approx(600.0, abs=ALTITUDE_KM)
    assert 39000.0 < whole.apogee_altitude_km < 40500.0


def test_a_frozen_ellipse_keeps_the_perigee_its_customer_chose():
    whole = shaped(
        TargetOrbit(
            kind="elliptic",
            perigee_altitude_km=600.0,
            apogee_altitude_km=39000.0,
            argp_deg=280.0,
            inclination_deg=116.57,
            frozen=True,
        )
    )

    assert (280.0, 116.57) == (whole.argp_deg, pytest.approx(whole.inclination_deg))


def test_an_ellipse_that_repeats_may_keep_its_apogee():
    whole = shaped(
        TargetOrbit(kind="elliptic", apogee_altitude_km=6000.0, repeat=(9, 1), inclination_deg=50.0)
    )

    assert whole.apogee_altitude_km == pytest.approx(6000.0, abs=ALTITUDE_KM)
    assert whole.perigee_altitude_km < 6000.0


@pytest.mark.parametrize(
    "orbit",
    [
        TargetOrbit(kind="sun-synchronous", repeat=(233, 16), frozen=True, ltdn_h=10.0),
        TargetOrbit(kind="circular", repeat=(127, 10), frozen=True, inclination_deg=66.04),
        TargetOrbit(kind="elliptic", repeat=(2, 1), frozen=True, perigee_altitude_km=600.0),
        TargetOrbit(
            kind="sun-synchronous", perigee_altitude_km=705, apogee_altitude_km=705, frozen=True
        ),
    ],
)
def test_to_complete_a_complete_target_changes_nothing(orbit):
    once = complete_orbit(orbit)
    twice = complete_orbit(once)

    assert twice.perigee_altitude_km == pytest.approx(once.perigee_altitude_km, abs=ALTITUDE_KM)
    assert twice.apogee_altitude_km == pytest.approx(once.apogee_altitude_km, abs=ALTITUDE_KM)
    assert (once.inclination_deg, once.argp_deg) == (
        pytest.approx(twice.inclination_deg, abs=1e-12),
        twice.argp_deg,
    )


def test_seventeen_turns_a_day_are_inside_the_air():
    with pytest.raises(InfeasibleError, match="fewer revolutions a day are flown higher") as said:
        shaped(TargetOrbit(kind="circular", repeat=(17, 1), inclination_deg=51.6))

    assert "repeat-track" == said.value.rule
    assert 100.0 == said.value.limit


@pytest.mark.parametrize(
    ("altitudes", "named"),
    [
        ({"perigee_altitude_km": 900.0}, "a perigee of 900 km is on the wrong side"),
        ({"apogee_altitude_km": 300.0}, "an apogee of 300 km is on the wrong side"),
    ],
)
def test_an_ellipse_whose_perigee_is_above_the_mean_cannot_repeat(altitudes, named):
    orbit = TargetOrbit(kind="elliptic", repeat=(15, 1), inclination_deg=51.6, **altitudes)

    with pytest.raises(InfeasibleError, match=named):
        shaped(orbit)


@pytest.mark.parametrize(
    ("orbit", "named"),
    [
        (TargetOrbit(kind="escape", frozen=True), "not for the kind 'escape'"),
        (TargetOrbit(kind="circular", repeat=(15, 1)), "needs inclination_deg"),
        (TargetOrbit(kind="circular", inclination_deg=98.0, frozen=True), "needs its altitude"),
        (
            TargetOrbit(kind="elliptic", repeat=(15, 1), inclination_deg=50.0),
            "needs perigee_altitude_km or apogee_altitude_km",
        ),
    ],
)
def test_wishes_without_their_elements_are_malformed(orbit, named):
    with pytest.raises(InputError, match=named):
        shaped(orbit)
