"""Local days, windows cut at midnights, and the days that a mission may use."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from tests.fixtures.flown_soyuz import catalogue
from tests.fixtures.plan_fixture import planeless_mission

from cosmodrome.epochs import NO_ORIENTATION
from cosmodrome.manifest import Manifest, Season, TargetOrbit
from cosmodrome.planning.choose import NoFlight
from cosmodrome.planning.season import (
    Opportunity,
    local_days,
    opportunity,
    schedule_season,
    site_zone,
    window_on,
)
from cosmodrome.store.flows import load_flows
from cosmodrome.store.layers import layers_over
from cosmodrome.store.sourcing import load_sources
from cosmodrome.windows.window import LaunchWindow

ZONE = timezone(timedelta(hours=9))


def window(opens, closes, *, liftoff=None, permitted=True):
    return LaunchWindow(
        kind="unconstrained" if liftoff is None else "ascending",
        crossing=liftoff,
        liftoff=liftoff,
        opens=opens,
        closes=closes,
        relative_launch_azimuth_deg=None,
        plane_offset_deg=0.0,
        closed_by=(),
        permitted=permitted,
    )


def utc(day, hour, minute=0, second=0, *, month=4):
    return datetime(2021, month, day, hour, minute, second, tzinfo=UTC)


def instant(at):
    return window(at, at, liftoff=at)


def test_vostochny_lives_nine_hours_ahead():
    assert ZONE == site_zone(catalogue().spaceport("vostochny"))


def test_a_lift_off_late_on_25_april_utc_is_on_26_april_at_the_cosmodrome():
    """OneWeb ST31: 25 April 2021, 22:14:08 UTC."""
    st31 = instant(utc(25, 22, 14, 8))

    assert [date(2021, 4, 26)] == local_days(st31, ZONE)
    assert st31 == window_on([st31], date(2021, 4, 26), ZONE)
    assert window_on([st31], date(2021, 4, 25), ZONE) is None


def test_a_window_over_local_midnight_is_open_on_both_days():
    night = window(utc(25, 14), utc(25, 16))

    assert [date(2021, 4, 25), date(2021, 4, 26)] == local_days(night, ZONE)


def test_a_window_that_closes_at_local_midnight_is_not_open_on_the_next_day():
    evening = window(utc(25, 10), utc(25, 15))

    assert [date(2021, 4, 25)] == local_days(evening, ZONE)


def test_a_window_of_some_days_is_open_on_each():
    days = local_days(window(utc(24, 15), utc(27, 15)), ZONE)

    assert [date(2021, 4, 25), date(2021, 4, 26), date(2021, 4, 27)] == days


def test_a_window_is_cut_to_its_local_day():
    long = window(utc(24, 3), utc(27, 3))

    chosen = window_on([long], date(2021, 4, 26), ZONE)

    assert (utc(25, 15), utc(26, 15)) == (chosen.opens, chosen.closes)


def test_pieces_that_meet_at_a_midnight_of_utc_are_one_window():
    pieces = [window(utc(25, 20), utc(26, 0)), window(utc(26, 0), utc(26, 6))]

    chosen = window_on(pieces, date(2021, 4, 26), ZONE)

    assert (utc(25, 20), utc(26, 6)) == (chosen.opens, chosen.closes)


def test_pieces_that_do_not_meet_stay_apart_and_the_first_is_taken():
    pieces = [window(utc(25, 20), utc(25, 23)), window(utc(26, 0), utc(26, 6))]

    chosen = window_on(pieces, date(2021, 4, 26), ZONE)

    assert (utc(25, 20), utc(25, 23)) == (chosen.opens, chosen.closes)


def test_lift_offs_with_a_second_are_never_joined():
    first, second = instant(utc(25, 16)), instant(utc(26, 4))

    assert first == window_on([first, second], date(2021, 4, 26), ZONE)


def test_a_window_that_a_rule_closes_is_passed_over():
    closed = replace(instant(utc(25, 16)), permitted=False)
    open_later = instant(utc(26, 4))

    assert open_later == window_on([closed, open_later], date(2021, 4, 26), ZONE)


# ---- the days of a mission ----


def manifest(**changes):
    plain = Manifest(
        title="test",
        as_of=datetime(2028, 1, 10, tzinfo=UTC),
        spaceport="vostochny",
        season=Season(first=date(2028, 2, 1), last=date(2028, 12, 31)),
        missions=(),
        closures=(),
    )
    return replace(plain, **changes)


def asked(mission, **changes):
    """The windows of a mission on a Soyuz, by their days alone."""
    flown = catalogue().configuration("soyuz-2.1b+fregat"), catalogue().complex("vostochny-1s")
    return opportunity(
        mission,
        mission.orbit,
        flown,
        manifest=manifest(**changes),
        site=catalogue().spaceport("vostochny"),
        orientation=NO_ORIENTATION,
    )


def days_of(answer):
    return sorted({day for w in answer.windows if w.permitted for day in local_days(w, ZONE)})


def test_windows_lie_between_the_local_days_of_the_mission():
    mission = replace(planeless_mission(), earliest=date(2028, 5, 1), due=date(2028, 5, 9))

    answer = asked(mission)

    assert isinstance(answer, Opportunity)
    assert answer.flight is None
    assert date(2028, 5, 1) <= days_of(answer)[0]
    assert days_of(answer)[-1] <= date(2028, 5, 9)
    assert min(w.opens for w in answer.windows) >= datetime(2028, 4, 30, 15, tzinfo=UTC)
    assert max(w.closes for w in answer.windows) <= datetime(2028, 5, 9, 15, tzinfo=UTC)


def test_nothing_is_planned_before_the_plans_now_or_outside_the_season():
    mission = replace(planeless_mission(), earliest=date(2028, 5, 1), due=date(2028, 5, 30))
    season = Season(first=date(2028, 2, 1), last=date(2028, 5, 12))

    # 15:30 UTC on 4 May is already 5 May at the cosmodrome.
    answer = asked(mission, as_of=datetime(2028, 5, 4, 15, 30, tzinfo=UTC), season=season)

    assert date(2028, 5, 5) <= days_of(answer)[0]
    assert days_of(answer)[-1] <= date(2028, 5, 12)


def test_a_mission_whose_dates_have_passed_is_refused_with_both_days():
    mission = replace(planeless_mission(), earliest=date(2028, 5, 1), due=date(2028, 5, 9))

    answer = asked(mission, as_of=datetime(2028, 6, 1, tzinfo=UTC))

    assert isinstance(answer, NoFlight)
    assert ("due-date", "2028-06-01", "2028-05-09") == (answer.rule, answer.value, answer.limit)


@pytest.fixture(scope="module")
def flows():
    layers = layers_over([])
    return load_flows(layers, load_sources(layers))[0]


def test_a_season_is_scheduled_on_days_with_windows_and_passes_the_referee(flows):
    mission = replace(planeless_mission(), earliest=date(2028, 5, 10), due=date(2028, 6, 20))
    answer = asked(mission)
    site = catalogue().spaceport("vostochny")

    campaign = schedule_season([answer], manifest=manifest(), site=site, flows=flows)

    slot = campaign.launch("batch")
    assert slot.launch_date in days_of(answer)
    assert window_on(answer.windows, slot.launch_date, ZONE) is not None


def test_a_mission_books_the_zones_agreed_for_its_route(flows):
    site = catalogue().spaceport("vostochny")
    polar = TargetOrbit(
        kind="circular",
        perigee_altitude_km=450.0,
        apogee_altitude_km=450.0,
        inclination_deg=87.4,
    )
    mission = replace(
        planeless_mission(), earliest=date(2028, 5, 10), due=date(2028, 6, 20), orbit=polar
    )

    campaign = schedule_season([asked(mission)], manifest=manifest(), site=site, flows=flows)

    (booking,) = campaign.launch("batch").drop_zones
    assert ("vost-oneweb-fairing-2021-03", "fairing-half") == (booking.zone, booking.part)
    assert 3 == len(booking.days)
