from datetime import date

import pytest

from cosmodrome.spaceport import AzimuthCorridor, WorkingCalendar


@pytest.mark.parametrize(
    ("azimuth_deg", "inside"),
    [(340.0, True), (0.0, True), (360.0, True), (95.0, True), (95.1, False), (180.0, False)],
)
def test_a_corridor_may_pass_north(azimuth_deg, inside):
    assert inside == AzimuthCorridor(min_deg=340.0, max_deg=95.0).contains(azimuth_deg)


@pytest.mark.parametrize(
    ("azimuth_deg", "inside"),
    [(140.000002, True), (101.999998, True), (140.001, False), (101.999, False)],
)
def test_a_flight_along_an_edge_stays_inside_in_spite_of_round_off(azimuth_deg, inside):
    assert inside == AzimuthCorridor(min_deg=102.0, max_deg=140.0).contains(azimuth_deg)


@pytest.mark.parametrize(
    ("azimuth_deg", "nearest_deg", "outside_deg"),
    [(350.0, 350.0, 0.0), (330.0, 340.0, 10.0), (100.0, 95.0, 5.0), (200.0, 95.0, 105.0)],
)
def test_a_corridor_knows_its_nearest_azimuth(azimuth_deg, nearest_deg, outside_deg):
    corridor = AzimuthCorridor(min_deg=340.0, max_deg=95.0)

    assert nearest_deg == corridor.nearest_deg(azimuth_deg)
    assert outside_deg == corridor.outside_deg(azimuth_deg)


def test_weekends_are_off_but_for_the_exceptions_of_the_year():
    calendar = WorkingCalendar(
        days_off=frozenset({date(2021, 2, 22)}), working_weekend_days=frozenset({date(2021, 2, 20)})
    )

    assert calendar.is_working_day(date(2021, 2, 19))
    assert calendar.is_working_day(date(2021, 2, 20))
    assert not calendar.is_working_day(date(2021, 2, 21))
    assert not calendar.is_working_day(date(2021, 2, 22))
