"""Working days and calendar days meet in one place, in the site's own time."""

from datetime import UTC, date, datetime, time

import pytest

from cosmodrome.campaign.calendar import CampaignCalendar, LocalTime
from cosmodrome.errors import InputError
from cosmodrome.spaceport import WorkingCalendar
from cosmodrome.store.catalogue import load_catalogue

VOSTOCHNY = LocalTime(utc_offset_h=9.0)
PLAIN = WorkingCalendar(days_off=frozenset(), working_weekend_days=frozenset())


def calendar(first, last, working=PLAIN):
    return CampaignCalendar(first=first, last=last, working=working)


@pytest.fixture(scope="module")
def russian():
    return load_catalogue().spaceport("vostochny").calendar


def test_the_saturday_of_20_february_2021_was_worked_and_the_monday_after_was_not(russian):
    days = calendar(date(2021, 2, 18), date(2021, 2, 25), russian)

    worked = [days.working_day(n) for n in range(len(days.working_days))]

    assert [date(2021, 2, d) for d in (18, 19, 20, 24, 25)] == worked


def test_the_launch_of_25_april_2021_utc_was_on_26_april_at_the_cosmodrome():
    assert date(2021, 4, 26) == VOSTOCHNY.day_of(datetime(2021, 4, 25, 22, 14, 8, tzinfo=UTC))


def test_a_local_morning_is_the_evening_before_in_utc():
    assert datetime(2021, 4, 25, 23, 0, tzinfo=UTC) == VOSTOCHNY.instant(date(2021, 4, 26), time(8))


@pytest.mark.parametrize(
    ("as_of", "first"),
    [
        (datetime(2028, 1, 9, 15, 0, tzinfo=UTC), date(2028, 1, 10)),
        (datetime(2028, 1, 9, 15, 1, tzinfo=UTC), date(2028, 1, 11)),
        (datetime(2028, 1, 10, 0, 0, tzinfo=UTC), date(2028, 1, 11)),
    ],
)
def test_planning_begins_on_the_first_whole_local_day(as_of, first):
    assert first == VOSTOCHNY.first_whole_day(as_of)


def test_what_ends_at_midnight_was_last_going_on_the_day_before():
    midnight = VOSTOCHNY.instant(date(2028, 5, 2), time(0))

    assert date(2028, 5, 1) == VOSTOCHNY.last_day_of(midnight)


def test_three_working_days_from_a_friday_are_over_on_wednesday():
    days = calendar(date(2028, 5, 1), date(2028, 5, 31))
    friday = days.number(date(2028, 5, 5))

    assert date(2028, 5, 10) == days.day(days.after_working(friday, 3))
    assert friday == days.after_working(friday, 0)


def test_a_span_over_a_weekend_holds_the_working_days_around_it():
    days = calendar(date(2028, 5, 1), date(2028, 5, 31))

    low, high = days.working_span(date(2028, 5, 5), date(2028, 5, 8))

    assert [date(2028, 5, 5), date(2028, 5, 8)] == [days.working_day(n) for n in range(low, high)]


def test_days_outside_the_calendar_are_clamped_to_its_ends():
    days = calendar(date(2028, 5, 1), date(2028, 5, 31))

    assert (0, 31) == (days.number(date(2027, 1, 1)), days.number(date(2029, 1, 1)))


def test_a_calendar_without_a_working_day_is_refused():
    with pytest.raises(InputError, match="no working day from 2028-05-06 to 2028-05-07"):
        calendar(date(2028, 5, 6), date(2028, 5, 7))


def test_a_calendar_that_ends_before_it_begins_is_refused():
    with pytest.raises(InputError, match="cannot end on 2028-04-30"):
        calendar(date(2028, 5, 1), date(2028, 4, 30))
