from datetime import UTC, datetime, timedelta

import pytest
from tests.fixtures.pads import VOSTOCHNY_1S, pad

from cosmodrome.errors import InputError
from cosmodrome.windows import Blackout, DailyHours, Interval, darkness, daylight
from cosmodrome.windows.intervals import around, complement, intersection

MAY_1 = datetime(2028, 5, 1, tzinfo=UTC)
MAY_3 = datetime(2028, 5, 3, tzinfo=UTC)
SUNRISE_TOLERANCE = timedelta(minutes=2)


def at(day, hour, minute=0):
    return datetime(2028, 5, day, hour, minute, tzinfo=UTC)


def span(opens, closes):
    return Interval(opens=opens, closes=closes)


def test_range_hours_are_those_of_the_local_day():
    rule = DailyHours(name="range-hours", from_h=8.0, to_h=20.0, utc_offset_h=9.0)

    assert (
        span(at(1, 0), at(1, 11)),
        span(at(1, 23), at(2, 11)),
        span(at(2, 23), at(3, 0)),
    ) == rule.open_intervals(MAY_1, MAY_3)


def test_hours_may_pass_midnight():
    rule = DailyHours(name="night-shift", from_h=22.5, to_h=4.0, utc_offset_h=0.0)

    assert (
        span(at(1, 0), at(1, 4)),
        span(at(1, 22, 30), at(2, 4)),
        span(at(2, 22, 30), at(3, 0)),
    ) == rule.open_intervals(MAY_1, MAY_3)


def test_a_whole_day_of_hours_is_one_interval():
    rule = DailyHours(name="always", from_h=0.0, to_h=24.0, utc_offset_h=9.0)

    assert (span(MAY_1, MAY_3),) == rule.open_intervals(MAY_1, MAY_3)


@pytest.mark.parametrize(
    ("from_h", "to_h", "says"), [(-1.0, 8.0, "0 to 24"), (8.0, 25.0, "0 to 24"), (8, 8, "no time")]
)
def test_impossible_hours_are_malformed(from_h, to_h, says):
    with pytest.raises(InputError, match=says):
        DailyHours(name="range-hours", from_h=from_h, to_h=to_h, utc_offset_h=0.0)


def test_the_sun_rises_and_sets_at_vostochny_as_worked_by_hand():
    # 2 May: declination 15.5 deg, sundial 3 min fast: noon at 12:23.7 local time (UTC+9);
    # cos H = (sin(-0.833) - sin 51.88 sin 15.5) / (cos 51.88 cos 15.5), H = 112.2 deg, 7 h 29 min.
    rises, sets = at(1, 19, 55), at(2, 10, 52)

    day = next(i for i in daylight(VOSTOCHNY_1S).open_intervals(MAY_1, MAY_3) if i.opens > MAY_1)

    assert abs(day.opens - rises) < SUNRISE_TOLERANCE
    assert abs(day.closes - sets) < SUNRISE_TOLERANCE


def test_day_and_night_fill_the_span_without_overlap():
    days = daylight(VOSTOCHNY_1S).open_intervals(MAY_1, MAY_3)
    nights = darkness(VOSTOCHNY_1S).open_intervals(MAY_1, MAY_3)

    assert nights == complement(days, MAY_1, MAY_3)


def test_beyond_the_polar_circle_the_sun_may_stay_up():
    summer = datetime(2028, 6, 20, tzinfo=UTC)
    north = pad(78.0, 15.0)

    assert (span(summer, summer + timedelta(days=2)),) == daylight(north).open_intervals(
        summer, summer + timedelta(days=2)
    )
    assert () == darkness(north).open_intervals(summer, summer + timedelta(days=2))


def test_blackouts_leave_the_rest_in_whatever_order_they_come():
    rule = Blackout(
        name="collision-avoidance",
        intervals=(span(at(2, 5), at(2, 6)), span(at(1, 1), at(1, 3)), span(at(1, 2), at(1, 4))),
    )

    assert (
        span(MAY_1, at(1, 1)),
        span(at(1, 4), at(2, 5)),
        span(at(2, 6), MAY_3),
    ) == rule.open_intervals(MAY_1, MAY_3)


def test_an_intersection_keeps_what_both_allow():
    one = (span(at(1, 0), at(1, 4)), span(at(1, 6), at(1, 9)))
    other = (span(at(1, 3), at(1, 7)), span(at(1, 8), at(1, 12)))

    both = (span(at(1, 3), at(1, 4)), span(at(1, 6), at(1, 7)), span(at(1, 8), at(1, 9)))
    assert both == intersection(one, other) == intersection(other, one)


def test_the_interval_around_an_instant_counts_its_ends():
    intervals = (span(at(1, 0), at(1, 4)), span(at(1, 6), at(1, 9)))

    assert intervals[0] == around(intervals, at(1, 4))
    assert intervals[1] == around(intervals, at(1, 6))
    assert around(intervals, at(1, 5)) is None
    assert around((), at(1, 5)) is None


def test_hours_of_some_days_of_the_week_belong_to_the_day_they_begin_on():
    # 1 May 2028 is a Monday.
    rule = DailyHours(name="crew", from_h=20.0, to_h=4.0, utc_offset_h=0.0, days=(1,))

    assert (span(at(1, 20), at(2, 4)),) == rule.open_intervals(MAY_1, at(8, 0))


def test_a_span_that_begins_in_a_night_shift_of_the_day_before_has_its_rest():
    rule = DailyHours(name="crew", from_h=20.0, to_h=4.0, utc_offset_h=0.0, days=(1,))

    assert (span(at(2, 1), at(2, 4)),) == rule.open_intervals(at(2, 1), MAY_3)


def test_days_of_the_week_are_local():
    rule = DailyHours(name="crew", from_h=0.0, to_h=24.0, utc_offset_h=9.0, days=(2,))

    assert (span(at(1, 15), at(2, 15)),) == rule.open_intervals(MAY_1, MAY_3)


@pytest.mark.parametrize("days", [(), (0,), (1, 8)])
def test_a_week_has_seven_days(days):
    with pytest.raises(InputError, match=r"1 \(Monday\) to 7 \(Sunday\)"):
        DailyHours(name="crew", from_h=0.0, to_h=9.0, utc_offset_h=0.0, days=days)


def test_a_blackout_is_kept_clear_before_and_after():
    rule = Blackout(
        name="cola", intervals=(span(at(1, 5), at(1, 6)),), before_s=60.0, after_s=120.0
    )

    assert (span(MAY_1, at(1, 4, 59)), span(at(1, 6, 2), MAY_3)) == rule.open_intervals(
        MAY_1, MAY_3
    )
