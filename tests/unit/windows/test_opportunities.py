import itertools
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.fixtures.pads import KOUROU_ELS, STATION, VOSTOCHNY_1S, VOSTOCHNY_CORRIDOR, pad

from cosmodrome.errors import InputError, UnreachableOrbitError
from cosmodrome.manifest import OrbitTolerance, TargetOrbit
from cosmodrome.orbit.frames import raan_true_of_date_rad
from cosmodrome.orbit.target import plane_of_target
from cosmodrome.spaceport import AzimuthCorridor
from cosmodrome.units import rad
from cosmodrome.vehicles import RETARGETED
from cosmodrome.windows import (
    AscentLead,
    Blackout,
    DailyHours,
    Interval,
    daylight,
    find_windows,
)
from cosmodrome.windows.opportunities import WindowSearch

FIRST = datetime(2028, 5, 1, tzinfo=UTC)
LAST = datetime(2028, 5, 11, tzinfo=UTC)
SUN_SYNCHRONOUS = TargetOrbit(
    kind="sun-synchronous", perigee_altitude_km=820, apogee_altitude_km=820, ltdn_h=9.5
)
CONSTELLATION = TargetOrbit(
    kind="circular", perigee_altitude_km=450, apogee_altitude_km=450, inclination_deg=87.4
)
RANGE_HOURS = DailyHours(name="range-hours", from_h=8.0, to_h=22.0, utc_offset_h=9.0)
# An ascent of ten minutes that leaves its node 3.6 deg west of what the pad alone would give.
LEAD = AscentLead(node_eci_deg=138.0, injection_s=600.0, relative_launch_azimuth_deg=343.0)

MILLISECOND = timedelta(milliseconds=1)
# Mean local time against civil seconds, no leap second between.
SAME_SECOND = timedelta(milliseconds=10)
# Right ascension through the equinox of date: nutation moves between lift-off and injection.
NODE_RAD = 1e-8


def windows(orbit=SUN_SYNCHRONOUS, complex=VOSTOCHNY_CORRIDOR, *, first=FIRST, last=LAST, **more):
    return find_windows(orbit, complex, first=first, last=last, **more)


def flown(found):
    return [window for window in found if window.permitted]


def test_a_sun_synchronous_plane_passes_at_the_same_clock_time_every_day():
    crossings = [w.crossing for w in windows() if w.kind == "ascending"]

    assert len(crossings) == 10
    for before, after in itertools.pairwise(crossings):
        assert abs(after - before - timedelta(days=1)) < SAME_SECOND


def test_only_passes_inside_the_corridor_are_permitted():
    found = windows()

    assert {"ascending"} == {w.kind for w in flown(found)}
    closed = [w for w in found if not w.permitted]
    assert {("azimuth-corridor",)} == {w.closed_by for w in closed}
    assert {"descending"} == {w.kind for w in closed}


def test_without_an_ascent_no_lift_off_is_invented():
    assert all(w.liftoff is None and w.opens == w.crossing == w.closes for w in windows())


def test_with_an_ascent_the_lift_off_puts_the_node_where_the_target_has_it():
    plane = plane_of_target(SUN_SYNCHRONOUS)

    for window in flown(windows(ascent_leads=(LEAD,))):
        injection = window.liftoff + timedelta(seconds=LEAD.injection_s)
        node_rad = raan_true_of_date_rad(rad(LEAD.node_eci_deg), window.liftoff)
        away_rad = math.remainder(node_rad - plane.raan_true_of_date_rad(injection), math.tau)
        assert abs(away_rad) <= NODE_RAD


def test_an_ascent_moves_every_day_by_the_same_time():
    leads = {(w.crossing - w.liftoff) // MILLISECOND for w in flown(windows(ascent_leads=(LEAD,)))}

    assert max(leads) - min(leads) <= 1
    assert max(leads) < 3600 * 1000


def test_a_pass_that_the_ascent_does_not_fly_is_closed_by_that_reason():
    lead = AscentLead(node_eci_deg=-57.7, injection_s=540.0, relative_launch_azimuth_deg=36.0)
    first = datetime(2024, 5, 7, tzinfo=UTC)

    found = windows(
        STATION, KOUROU_ELS, first=first, last=first + timedelta(days=2), ascent_leads=(lead,)
    )

    other = [w for w in found if w.kind == "descending"]
    assert all(w.permitted and w.liftoff for w in found if w.kind == "ascending")
    assert {("ascent-flies-the-other-pass",)} == {w.closed_by for w in other}
    assert all(w.liftoff is None and not w.permitted for w in other)


def test_a_stored_programme_has_no_width_whatever_the_tolerance():
    orbit = replace(SUN_SYNCHRONOUS, tolerance=OrbitTolerance(ltdn_min=5.0))

    assert all(w.opens == w.closes for w in windows(orbit))


def test_a_retargeted_vehicle_may_use_the_tolerance_on_local_time():
    orbit = replace(SUN_SYNCHRONOUS, tolerance=OrbitTolerance(ltdn_min=5.0))

    for window in windows(orbit, policy=RETARGETED):
        assert abs(window.closes - window.opens - timedelta(minutes=10)) < MILLISECOND
        assert window.opens < window.crossing < window.closes


def test_the_tighter_of_two_tolerances_decides():
    orbit = replace(SUN_SYNCHRONOUS, tolerance=OrbitTolerance(ltdn_min=5.0, raan_deg=0.25))

    width = windows(orbit, policy=RETARGETED)[0]

    assert abs(width.closes - width.opens - timedelta(minutes=2)) < MILLISECOND


def test_a_rule_that_closes_a_window_is_named_and_its_times_stay():
    found = windows(rules=(daylight(VOSTOCHNY_1S), RANGE_HOURS))

    ascending = [w for w in found if w.kind == "ascending"]
    # 12:12 UTC is 21:12 at the site: inside range hours, after sunset.
    assert {("daylight",)} == {w.closed_by for w in ascending}
    assert not any(w.permitted for w in ascending)
    assert all(w.opens == w.crossing for w in ascending)


def test_a_rule_cuts_a_wide_window_in_two_and_stays_named():
    orbit = replace(SUN_SYNCHRONOUS, tolerance=OrbitTolerance(ltdn_min=5.0))
    middle = next(w.crossing for w in windows() if w.kind == "ascending")
    second = timedelta(seconds=1)
    gap = Blackout(
        name="collision-avoidance",
        intervals=(Interval(opens=middle - 30 * second, closes=middle + 30 * second),),
    )

    pieces = flown(windows(orbit, last=FIRST + timedelta(days=1), policy=RETARGETED, rules=(gap,)))

    assert [("collision-avoidance",)] * 2 == [w.cut_by for w in pieces]
    assert all(w.closed_by == () for w in pieces)
    assert pieces[0].closes == middle - 30 * second
    assert pieces[1].opens == middle + 30 * second


def test_the_last_day_is_excluded():
    one_day = [w for w in windows(last=FIRST + timedelta(days=1)) if w.kind == "ascending"]

    assert len(one_day) == 1


def test_an_orbit_without_a_plane_has_days_and_hours_and_no_second():
    found = windows(CONSTELLATION)

    assert len(found) == 10
    assert {"unconstrained"} == {w.kind for w in found}
    assert all(w.crossing is None and w.liftoff is None and w.permitted for w in found)
    assert all(w.closes - w.opens == timedelta(days=1) for w in found)


def test_rules_leave_hours_of_an_orbit_without_a_plane_and_are_named():
    found = windows(CONSTELLATION, rules=(RANGE_HOURS,))

    whole = [w for w in found if w.opens > FIRST and w.closes < LAST]
    assert all(w.closes - w.opens == timedelta(hours=14) for w in whole)
    assert all(w.cut_by == ("range-hours",) for w in whole)


def test_a_day_that_rules_close_altogether_stays_with_their_names():
    closed_day = Interval(opens=FIRST, closes=FIRST + timedelta(days=1))
    rule = Blackout(name="other-user", intervals=(closed_day,))

    first_day = windows(CONSTELLATION, rules=(rule,))[0]

    assert not first_day.permitted
    assert ("other-user",) == first_day.closed_by
    assert (closed_day.opens, closed_day.closes) == (first_day.opens, first_day.closes)


def test_a_corridor_closes_an_orbit_without_a_plane():
    western = replace(VOSTOCHNY_1S, corridor=AzimuthCorridor(min_deg=260.0, max_deg=280.0))

    assert {("azimuth-corridor",)} == {w.closed_by for w in windows(CONSTELLATION, western)}
    assert [] == flown(windows(CONSTELLATION, western))


def test_where_the_corridor_forbids_every_pass_the_least_dogleg_stays_open():
    southern = replace(VOSTOCHNY_1S, corridor=AzimuthCorridor(min_deg=120.0, max_deg=140.0))

    found = windows(complex=southern)

    assert {"descending"} == {w.kind for w in flown(found)}
    assert {140.0} == {w.relative_launch_azimuth_deg for w in flown(found)}
    assert {("azimuth-corridor",)} == {w.closed_by for w in found if w.kind == "ascending"}


def test_a_geostationary_transfer_has_no_azimuth_of_its_own():
    orbit = TargetOrbit(
        kind="geostationary-transfer",
        perigee_altitude_km=5500,
        apogee_altitude_km=35786,
        inclination_deg=23.0,
    )

    assert {None} == {w.relative_launch_azimuth_deg for w in windows(orbit)}


@pytest.mark.parametrize("inclination_deg", [45.0, 50.6, 129.5])
def test_a_plane_more_than_a_degree_short_of_the_pad_is_unreachable(inclination_deg):
    for orbit in (
        replace(CONSTELLATION, inclination_deg=inclination_deg),
        replace(SUN_SYNCHRONOUS, inclination_deg=inclination_deg),
    ):
        with pytest.raises(UnreachableOrbitError, match="cannot be reached"):
            windows(orbit)


def test_a_little_short_is_a_tangent_window_with_its_offset():
    found = windows(replace(SUN_SYNCHRONOUS, kind="circular", inclination_deg=51.6))

    assert {"tangent"} == {w.kind for w in found}
    assert len(found) == 10
    assert found[0].plane_offset_deg == pytest.approx(0.097, abs=0.001)
    assert found[0].relative_launch_azimuth_deg == pytest.approx(90.0, abs=0.1)


def test_a_southern_pad_meets_a_tangent_plane_at_its_southernmost_point():
    found = windows(
        replace(SUN_SYNCHRONOUS, kind="circular", inclination_deg=51.6), pad(-51.88, 128.33)
    )
    northern = windows(
        replace(SUN_SYNCHRONOUS, kind="circular", inclination_deg=51.6), pad(51.88, 128.33)
    )

    half_a_day = timedelta(hours=12)
    apart = abs(found[0].crossing - northern[0].crossing)
    assert abs(apart - half_a_day) < SAME_SECOND


def test_a_pad_on_the_equator_is_always_in_an_equatorial_plane():
    orbit = replace(SUN_SYNCHRONOUS, kind="circular", inclination_deg=0.0)

    assert all(w.plane_offset_deg == 0.0 for w in windows(orbit, pad(0.0, -80.0)))


def test_an_empty_span_is_malformed():
    with pytest.raises(InputError, match="empty"):
        windows(first=LAST, last=FIRST)


@pytest.mark.parametrize("year", [1, 1971, 2151, 9999])
def test_years_beyond_what_is_known_are_malformed(year):
    first = datetime(year, 12, 31, tzinfo=UTC)

    with pytest.raises(InputError, match="1972 to 2150"):
        windows(first=first, last=first + timedelta(hours=12))


def test_dates_without_a_time_zone_are_malformed():
    with pytest.raises(InputError, match="no time zone"):
        windows(first=FIRST.replace(tzinfo=None))


def test_without_dog_legs_a_plane_beside_the_pad_is_refused():
    with pytest.raises(UnreachableOrbitError, match=r"reachable are 51.70 to 128.30 deg; 51.70"):
        WindowSearch(orbit=STATION, complex=VOSTOCHNY_1S, dog_legs=False).windows(FIRST, LAST)


def test_without_dog_legs_no_heading_is_bent_to_the_corridor():
    southern = replace(VOSTOCHNY_1S, corridor=AzimuthCorridor(min_deg=150.0, max_deg=160.0))
    search = WindowSearch(orbit=SUN_SYNCHRONOUS, complex=southern)

    bent = search.windows(FIRST, LAST)
    straight = replace(search, dog_legs=False).windows(FIRST, LAST)

    assert {160.0} == {w.relative_launch_azimuth_deg for w in bent if w.permitted}
    assert not any(w.permitted for w in straight)
    assert {("azimuth-corridor",)} == {w.closed_by for w in straight}
