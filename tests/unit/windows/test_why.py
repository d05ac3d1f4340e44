from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from tests.fixtures.pads import STATION, VOSTOCHNY_1S, pad

from cosmodrome.manifest import TargetOrbit
from cosmodrome.windows import Blackout, DailyHours, Interval, daylight, find_windows
from cosmodrome.windows.why import NO_CROSSING, missing_days
from cosmodrome.windows.window import LaunchWindow

FIRST, LAST = datetime(2028, 5, 1, tzinfo=UTC), datetime(2028, 5, 11, tzinfo=UTC)
NOON = timedelta(hours=12)
A_DAY = timedelta(days=1)


def window(opens, *, length_s=0.0, closed_by=()):
    return LaunchWindow(
        kind="ascending",
        crossing=opens,
        liftoff=opens,
        opens=opens,
        closes=opens + timedelta(seconds=length_s),
        relative_launch_azimuth_deg=60.0,
        plane_offset_deg=0.0,
        closed_by=tuple(closed_by),
        permitted=not closed_by,
    )


def at_noon_but(*days, closed_by=()):
    """Return a window at noon of each day of the span, closed on some."""
    return tuple(
        window(FIRST + n * A_DAY + NOON, closed_by=closed_by if n + 1 in days else ())
        for n in range(10)
    )


def test_a_day_with_a_permitted_window_is_not_missing():
    assert () == missing_days(at_noon_but(), FIRST, LAST, UTC)


def test_a_missing_day_names_the_rule_what_it_takes_and_by_how_much_it_misses():
    hours = DailyHours(name="crew-hours", from_h=0.0, to_h=11.75, utc_offset_h=0.0)
    cola = Blackout(
        name="cola",
        intervals=(
            Interval(
                opens=FIRST + A_DAY + NOON - timedelta(seconds=30),
                closes=FIRST + A_DAY + NOON + timedelta(seconds=20),
            ),
        ),
    )
    windows = at_noon_but(2, closed_by=("crew-hours", "cola"))

    (missing,) = missing_days(windows, FIRST, LAST, UTC, rules=(hours, cola))

    assert date(2028, 5, 2) == missing.day
    assert (windows[1],) == missing.opportunities
    crew, avoidance = missing.closed_by
    assert ("crew-hours", 12.25, 900.0) == (crew.name, crew.taken_h, crew.misses_s)
    assert ("cola", 20.0) == (avoidance.name, avoidance.misses_s)
    assert avoidance.taken_h == pytest.approx(50.0 / 3600.0)


def test_of_two_opportunities_the_nearest_miss_counts():
    hours = DailyHours(name="crew-hours", from_h=8.0, to_h=9.0, utc_offset_h=0.0)
    windows = (
        window(FIRST + timedelta(hours=10), closed_by=("crew-hours",)),
        window(FIRST + timedelta(hours=7, minutes=59), length_s=30.0, closed_by=("crew-hours",)),
    )

    (missing,) = missing_days(windows, FIRST, FIRST + A_DAY, UTC, rules=(hours,))

    assert [30.0] == [rule.misses_s for rule in missing.closed_by]


def test_what_is_no_rule_of_time_takes_no_hours():
    windows = at_noon_but(3, closed_by=("azimuth-corridor",))

    (missing,) = missing_days(windows, FIRST, LAST, UTC)

    (rule,) = missing.closed_by
    assert ("azimuth-corridor", None, None) == (rule.name, rule.taken_h, rule.misses_s)


def test_a_day_without_a_meeting_says_so_and_how_near_the_next_is():
    late = FIRST + A_DAY - timedelta(seconds=90)
    early = FIRST + 2 * A_DAY + timedelta(seconds=20)

    (missing,) = missing_days((window(late), window(early)), FIRST, FIRST + 3 * A_DAY, UTC)

    assert date(2028, 5, 2) == missing.day
    assert () == missing.opportunities
    (rule,) = missing.closed_by
    assert (NO_CROSSING, None, 20.0) == (rule.name, rule.taken_h, rule.misses_s)


def test_days_are_those_of_the_zone_and_whole():
    zone = timezone(timedelta(hours=9))
    windows = (window(datetime(2028, 5, 2, 16, tzinfo=UTC)),)  # 3 May, one in the morning

    missing = missing_days(windows, FIRST, FIRST + 4 * A_DAY, zone)

    # The span begins at nine in the morning of 1 May and ends at nine of 5 May.
    assert [date(2028, 5, 2), date(2028, 5, 4)] == [each.day for each in missing]
    assert () == missing_days(windows, FIRST, FIRST + A_DAY, zone)


def test_a_window_over_midnight_serves_both_days_and_one_that_ends_at_it_only_the_first():
    across = window(FIRST + A_DAY - NOON, length_s=86_400.0)
    until = window(FIRST + NOON, length_s=43_200.0)

    assert () == missing_days((across,), FIRST, FIRST + 2 * A_DAY, UTC)
    assert 1 == len(missing_days((until,), FIRST, FIRST + 2 * A_DAY, UTC))


def test_every_day_of_a_season_has_a_window_or_a_reason():
    first, last = datetime(2024, 5, 7, tzinfo=UTC), datetime(2024, 9, 7, tzinfo=UTC)
    rules = (daylight(VOSTOCHNY_1S),)
    windows = find_windows(STATION, VOSTOCHNY_1S, first=first, last=last, rules=rules)

    missing = missing_days(windows, first, last, UTC, rules=rules)

    open_days = {w.opens.date() for w in windows if w.permitted}
    assert (last - first).days == len(open_days) + len(missing)
    assert not open_days & {each.day for each in missing}
    for each in missing:
        (rule,) = each.closed_by
        assert "daylight" == rule.name
        assert 0.0 < rule.misses_s < 43_200.0
        assert 0.0 < rule.taken_h < 24.0


def test_a_node_that_drifts_faster_than_the_sun_leaves_days_without_a_meeting():
    orbit = TargetOrbit(
        kind="circular",
        perigee_altitude_km=400.0,
        apogee_altitude_km=400.0,
        inclination_deg=120.0,
        raan_deg=10.0,
        raan_frame="true-of-date",
        raan_epoch=FIRST,
    )
    last = FIRST + 365 * A_DAY
    windows = find_windows(orbit, pad(60.3, 60.0), first=FIRST, last=last)

    missing = missing_days(windows, FIRST, last, UTC)

    # Tangent once a day, 4 deg further east from day to day: 12 min later, a day lost in 4 months.
    assert 365 == len(windows) + len(missing)
    assert 3 == len(missing)
    for each in missing:
        (rule,) = each.closed_by
        assert NO_CROSSING == rule.name
        assert 0.0 <= rule.misses_s < 13 * 60.0


def test_without_a_plane_a_day_is_missing_if_its_rules_leave_nothing():
    polar = pad(78.0, 15.0)
    first, last = datetime(2028, 12, 20, tzinfo=UTC), datetime(2028, 12, 22, tzinfo=UTC)
    rules = (daylight(polar),)
    orbit = TargetOrbit(kind="circular", inclination_deg=90.0)
    windows = find_windows(orbit, polar, first=first, last=last, rules=rules)

    missing = missing_days(windows, first, last, UTC, rules=rules)

    assert [date(2028, 12, 20), date(2028, 12, 21)] == [each.day for each in missing]
    for each in missing:
        (rule,) = each.closed_by
        assert ("daylight", 24.0, None) == (rule.name, rule.taken_h, rule.misses_s)
