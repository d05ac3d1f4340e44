from datetime import UTC, datetime, timedelta, timezone

import erfa
import numpy as np
import pytest

from cosmodrome.epochs import (
    NO_ORIENTATION,
    EarthOrientation,
    earth_rotation_angle_rad,
    instant_of_text,
    mean_sidereal_angle_rad,
    modified_julian_day_d,
    tai_julian_date,
    tai_utc_s,
    tt_julian_date,
    ut1_julian_date,
    utc_julian_date,
    utc_of_julian_date,
)
from cosmodrome.errors import InputError

MICROSECOND = timedelta(microseconds=1)
LEAP_MIDNIGHT = datetime(2017, 1, 1, tzinfo=UTC)
# Two doubles of days hold so much.
JULIAN_S = 1e-9


def test_a_julian_date_keeps_microseconds_through_a_round_trip():
    instant = datetime(2028, 6, 30, 12, 26, 26, 123457, tzinfo=UTC)

    assert abs(utc_of_julian_date(utc_julian_date(instant)) - instant) <= MICROSECOND


def test_an_instant_in_local_time_is_the_same_instant():
    moscow = timezone(timedelta(hours=3))

    assert utc_julian_date(datetime(2024, 5, 7, 21, tzinfo=moscow)) == utc_julian_date(
        datetime(2024, 5, 7, 18, tzinfo=UTC)
    )


def test_an_instant_without_a_time_zone_is_malformed():
    with pytest.raises(InputError, match="no time zone"):
        utc_julian_date(datetime(2024, 5, 7))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    ("instant", "seconds"),
    [
        (datetime(1972, 1, 1, tzinfo=UTC), 10.0),
        (datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC), 36.0),
        (datetime(2017, 1, 1, tzinfo=UTC), 37.0),
        (datetime(2050, 1, 1, tzinfo=UTC), 37.0),
    ],
)
def test_leap_seconds_follow_the_bulletins(instant, seconds):
    assert seconds == tai_utc_s(instant)


def test_before_leap_seconds_there_is_no_answer():
    with pytest.raises(InputError, match="before 1972"):
        tai_utc_s(datetime(1971, 12, 31, tzinfo=UTC))


def test_terrestrial_time_is_69_seconds_ahead_since_2017():
    instant = datetime(2020, 1, 1, tzinfo=UTC)

    ahead_d = tt_julian_date(instant).fraction_d - utc_julian_date(instant).fraction_d

    assert ahead_d * 86400.0 == pytest.approx(69.184, abs=1e-6)


def test_ut1_moves_the_earth_by_15_seconds_of_arc_per_second():
    instant = datetime(2020, 1, 1, tzinfo=UTC)

    turned_rad = earth_rotation_angle_rad(instant, ut1_utc_s=1.0) - earth_rotation_angle_rad(
        instant
    )

    assert turned_rad == pytest.approx(7.2921150e-5, abs=1e-11)
    assert ut1_julian_date(instant) == utc_julian_date(instant)


def test_a_far_year_gives_no_warning():
    assert 0.0 <= mean_sidereal_angle_rad(datetime(2060, 1, 1, tzinfo=UTC)) < 6.2832


@pytest.mark.parametrize("day", [datetime(2016, 12, 31, tzinfo=UTC), LEAP_MIDNIGHT], ids=str)
@pytest.mark.parametrize("second_s", [0.0, 43200.25, 86399.999])
def test_the_day_of_a_leap_second_is_counted_as_erfa_counts_it(day, second_s):
    instant = day + timedelta(seconds=second_s)
    seconds = instant.second + instant.microsecond * 1e-6
    utc = erfa.dtf2d(
        "UTC", instant.year, instant.month, instant.day, instant.hour, instant.minute, seconds
    )
    tai = erfa.utctai(*utc)

    for ours, theirs in (
        (tai_julian_date(instant), tai),
        (tt_julian_date(instant), erfa.taitt(*tai)),
    ):
        apart_d = (ours.midnight_d - theirs[0]) + (ours.fraction_d - theirs[1])
        assert abs(apart_d * 86400.0) <= JULIAN_S


def test_two_seconds_of_tai_pass_over_a_leap_second():
    before, after = (tai_julian_date(LEAP_MIDNIGHT + s * timedelta(seconds=1)) for s in (-1, 0))

    passed_d = after.midnight_d - before.midnight_d + after.fraction_d - before.fraction_d

    assert passed_d * 86400.0 == pytest.approx(2.0, abs=1e-6)


@pytest.mark.parametrize(
    "text", ["2016-12-31T23:59:60Z", "2016-12-31T23:59:60.5+00:00", "2016-12-31 23:59:60"]
)
def test_a_leap_second_in_a_text_is_answered_with_what_to_write(text):
    with pytest.raises(InputError, match=r"leap second.*write 2016-12-31.23:59:59Z"):
        instant_of_text(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2028-02-30T00:00:00Z", "must be an instant such as"),
        ("soon", "must be an instant such as"),
        ("2028-01-10T00:00:00", "in UTC, with a Z"),
    ],
)
def test_a_text_that_is_no_instant_is_refused(text, words):
    with pytest.raises(InputError, match=words):
        instant_of_text(text)


def test_a_text_with_an_offset_is_told_in_utc():
    assert datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC) == instant_of_text(
        "2017-01-01T02:59:59+03:00"
    )


def orientation_about(midnight, *, ut1_utc_s, sd_s):
    """Three days about a midnight at which a leap second is put in."""
    first_d = float(modified_julian_day_d(midnight)) - 1.0
    tai_utc = np.array([36.0, 37.0, 37.0])
    return EarthOrientation(
        midnights_d=first_d + np.arange(3.0),
        ut1_tai_s=np.array(ut1_utc_s) - tai_utc,
        ut1_sd_s=np.array(sd_s),
        pole_x_rad=np.array([1e-7, 3e-7, 5e-7]),
        pole_y_rad=np.array([9e-7, 9e-7, 7e-7]),
        predicted_from=midnight,
        wander_ratio=1e-8,
    )


ABOUT_A_LEAP = orientation_about(
    LEAP_MIDNIGHT, ut1_utc_s=(-0.408, 0.591, 0.590), sd_s=(0.0, 0.001, 0.003)
)


def test_ut1_is_steady_where_utc_jumps():
    before_s, after_s = ABOUT_A_LEAP.ut1_utc_s(LEAP_MIDNIGHT, np.array([-1e-3, 1e-3]))

    assert after_s - before_s == pytest.approx(1.0, abs=1e-6)
    assert after_s == pytest.approx(0.591, abs=1e-6)


def test_ut1_runs_straight_between_midnights():
    noon = LEAP_MIDNIGHT + timedelta(hours=12)

    assert float(ABOUT_A_LEAP.ut1_utc_s(noon)) == pytest.approx(0.5905, abs=1e-9)
    assert float(ABOUT_A_LEAP.pole_rad(noon)[0]) == pytest.approx(4e-7, abs=1e-12)
    assert float(ABOUT_A_LEAP.pole_rad(noon)[1]) == pytest.approx(8e-7, abs=1e-12)


def test_outside_the_table_the_nearest_holds_and_its_error_grows_to_what_utc_allows():
    later = LEAP_MIDNIGHT + timedelta(days=101)
    earlier = LEAP_MIDNIGHT - timedelta(days=3)
    far = LEAP_MIDNIGHT + timedelta(days=9000)

    assert float(ABOUT_A_LEAP.ut1_utc_s(later)) == pytest.approx(0.590, abs=1e-9)
    assert float(ABOUT_A_LEAP.ut1_utc_s(earlier)) == pytest.approx(-0.408, abs=1e-9)
    assert ABOUT_A_LEAP.error_s(LEAP_MIDNIGHT) == pytest.approx(0.001, abs=1e-9)
    assert ABOUT_A_LEAP.error_s(later) == pytest.approx(0.003 + 0.0864, abs=1e-6)
    assert ABOUT_A_LEAP.error_s(earlier) == pytest.approx(2 * 86400e-8, abs=1e-6)
    assert ABOUT_A_LEAP.error_s(far) == 0.9


def test_without_orientation_ut1_is_utc_and_nothing_is_known():
    for year in (1975, 2000, 2016, 2060):
        instant = datetime(year, 7, 1, tzinfo=UTC)
        assert float(NO_ORIENTATION.ut1_utc_s(instant)) == 0.0
        assert NO_ORIENTATION.error_s(instant) == 0.9
    assert [0.0, 0.0] == [float(x) for x in NO_ORIENTATION.pole_rad(LEAP_MIDNIGHT)]
