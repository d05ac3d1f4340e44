"""Which crossings of a station's plane a ship can use, by its profile."""

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from tests.fixtures.pads import BAIKONUR_31_6, STATION_TLE, VOSTOCHNY_1S

from cosmodrome.errors import InfeasibleError, InputError
from cosmodrome.orbit.phasing import PhasingProfile, phasing_to
from cosmodrome.orbit.station import station_orbit
from cosmodrome.windows.crossings import crossing_times, passes_over
from cosmodrome.windows.lead import AscentLead
from cosmodrome.windows.rendezvous import phases_deg, profile_fits

SPACE_STATION = station_orbit(*STATION_TLE)
RISING = passes_over(BAIKONUR_31_6, SPACE_STATION.plane.inclination_rad)[0]
# As our ascent of a Soyuz to the station's inclination.
LEAD = AscentLead(
    node_eci_deg=10.05,
    injection_s=521.8,
    relative_launch_azimuth_deg=61.2,
    argument_of_latitude_deg=82.06,
)
TWO_ORBITS = PhasingProfile(
    id="2-orbit",
    docking_h=3.7,
    free_h=0.6,
    catch_up_h=2.6,
    insertion_altitude_km=212.0,
    least_depth_km=60.0,
    most_depth_km=117.0,
)
TWO_DAYS = PhasingProfile(
    id="2-day",
    docking_h=50.0,
    free_h=5.0,
    catch_up_h=49.0,
    insertion_altitude_km=212.0,
    least_depth_km=67.0,
    most_depth_km=130.0,
)
# A year of crossings, of which two-orbit flights serve few.
YEAR = timedelta(days=365)
# A station's lead repeats every day less this: 15.5 revolutions a day, crossings 23.6 min earlier.
DAILY_STEP_DEG = 96.0


def crossings(days=YEAR):
    first = SPACE_STATION.epoch
    return crossing_times(
        SPACE_STATION.plane,
        BAIKONUR_31_6.longitude_deg,
        RISING,
        first=first,
        last=first + days,
    )


def fits(profile, instants, **options):
    phasing = phasing_to(SPACE_STATION, profile)
    return profile_fits(
        phasing, SPACE_STATION, LEAD, BAIKONUR_31_6, RISING, crossings=instants, **options
    )


def test_a_station_is_a_quarter_turn_further_on_from_day_to_day():
    phases = phases_deg(SPACE_STATION, BAIKONUR_31_6, RISING, crossings(timedelta(days=4)))

    assert np.diff(phases) % 360.0 == pytest.approx(DAILY_STEP_DEG, abs=3.0)


def test_a_pad_that_touches_the_plane_has_a_phase_too():
    tangent = passes_over(VOSTOCHNY_1S, SPACE_STATION.plane.inclination_rad)[0]
    at_the_top = SPACE_STATION.epoch + timedelta(
        seconds=((math.pi / 2.0 - SPACE_STATION.epoch_argument_of_latitude_rad) % math.tau)
        / SPACE_STATION.argument_of_latitude_rate_rad_s
    )

    (phase,) = phases_deg(SPACE_STATION, VOSTOCHNY_1S, tangent, [at_the_top])

    assert "tangent" == tangent.kind
    assert 0.0 == pytest.approx((phase + 180.0) % 360.0 - 180.0, abs=1e-3)


def test_a_phase_that_is_served_lies_between_what_the_lowest_and_highest_orbits_make_good():
    phasing = phasing_to(SPACE_STATION, TWO_DAYS)
    answer = fits(TWO_DAYS, crossings())
    served = answer.admissible

    assert served.any()
    assert (answer.insertion_phase_deg[served] >= math.degrees(phasing.least_rad) - 1e-6).all()
    assert (answer.insertion_phase_deg[served] <= math.degrees(phasing.most_rad) + 1e-6).all()


def test_what_is_not_served_says_by_how_much():
    answer = fits(TWO_ORBITS, crossings())
    phasing = phasing_to(SPACE_STATION, TWO_ORBITS)
    refused = ~answer.admissible

    nearest_deg = answer.insertion_phase_deg - answer.miss_deg

    assert refused.any()
    bounds_deg = np.degrees([phasing.least_rad, phasing.most_rad])
    off_bounds = np.abs(nearest_deg[refused][:, None] - bounds_deg).min(axis=1)
    assert off_bounds.max() < 1e-6
    assert (np.abs(answer.miss_deg[refused]) <= 180.0).all()


def test_the_share_of_days_is_that_of_the_phases_that_a_profile_serves():
    for profile in (TWO_ORBITS, TWO_DAYS):
        phasing = phasing_to(SPACE_STATION, profile)
        share = (phasing.most_rad - phasing.least_rad) / math.tau

        assert share == pytest.approx(fits(profile, crossings()).admissible.mean(), abs=0.03)


def test_an_allowance_opens_what_misses_by_less():
    instants = crossings()
    strict = fits(TWO_ORBITS, instants)

    wide = fits(TWO_ORBITS, instants, allowance_deg=10.0)

    assert (wide.admissible == (np.abs(strict.miss_deg) <= 10.0)).all()


def test_a_slower_ship_launches_later_because_its_plane_drifts_further():
    soon, late = (fits(profile, crossings()) for profile in (TWO_ORBITS, TWO_DAYS))

    assert (soon.later_s > 4.0).all()
    assert (soon.later_s < 12.0).all()
    assert (late.later_s > 90.0).all()
    assert (late.later_s < 200.0).all()


def test_the_plane_of_the_launch_crosses_the_pad_as_much_later_as_its_node_must_drift():
    phasing = phasing_to(SPACE_STATION, TWO_DAYS)
    instants = crossings(timedelta(days=4))
    answer = fits(TWO_DAYS, instants)
    n = int(np.argmin(np.abs(answer.miss_deg)))

    drift_rad = phasing.node_drift_for_rad(np.radians(answer.insertion_phase_deg[n]))
    station = SPACE_STATION.plane
    plane = replace(station, node_rad=(station.node_rad - float(drift_rad)) % math.tau)
    shifted = crossing_times(
        plane,
        BAIKONUR_31_6.longitude_deg,
        RISING,
        first=instants[n],
        last=instants[n] + timedelta(hours=1),
    )

    later_s = (shifted[0] - instants[n]).total_seconds()
    assert later_s == pytest.approx(answer.later_s[n], abs=0.01)


def test_a_lower_phasing_orbit_catches_up_by_more_and_drifts_further():
    phasing = phasing_to(SPACE_STATION, TWO_DAYS)

    assert (np.diff(phasing.catch_up_rad) < 0.0).all()
    assert (np.diff(phasing.node_drift_rad) > 0.0).all()
    assert (phasing.node_drift_rad < 0.0).all()


def test_a_station_too_low_to_phase_below_is_infeasible():
    low = replace(SPACE_STATION, semi_major_axis_m=6378137.0 + 260e3)

    with pytest.raises(InfeasibleError, match="highest phasing orbit of the profile 2-orbit") as it:
        phasing_to(low, TWO_ORBITS)

    assert "station-phase" == it.value.rule
    assert 212.0 == it.value.limit


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"free_h": 3.0}, "must rise from 0 on, got 3, 2.6 and 3.7"),
        ({"least_depth_km": 120.0}, "least_depth_km must be 0 to less than most_depth_km 117"),
    ],
)
def test_a_profile_that_contradicts_itself_is_refused(changes, says):
    with pytest.raises(InputError, match=says):
        replace(TWO_ORBITS, **changes)


def test_an_escape_meets_no_station():
    escape = replace(LEAD, argument_of_latitude_deg=None)

    with pytest.raises(InputError, match="meets no station"):
        profile_fits(
            phasing_to(SPACE_STATION, TWO_ORBITS),
            SPACE_STATION,
            escape,
            BAIKONUR_31_6,
            RISING,
            crossings=crossings(timedelta(days=2)),
        )


def test_no_crossings_no_phase():
    with pytest.raises(InputError, match="there is no crossing"):
        phases_deg(SPACE_STATION, BAIKONUR_31_6, RISING, [])
