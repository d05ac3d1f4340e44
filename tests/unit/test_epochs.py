from datetime import UTC, datetime, timedelta, timezone

import pytest

from cosmodrome.epochs import (
    earth_rotation_angle_rad,
    mean_sidereal_angle_rad,
    tai_utc_s,
    tt_julian_date,
    ut1_julian_date,
    utc_julian_date,
    utc_of_julian_date,
)
from cosmodrome.errors import InputError

MICROSECOND = timedelta(microseconds=1)


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
