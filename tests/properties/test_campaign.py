"""Whatever the season, the solver's schedule passes the referee, and a bound is a bound."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fixtures.small_field import NORTH, SOUTH, WINTER, WITH_FIELD
from tests.fixtures.small_site import (
    SEASON,
    VEHICLE_FLOW,
    around,
    closed,
    launch_dates,
    problem,
    request,
    site,
    solve,
    with_stays,
)

from cosmodrome.campaign.calendar import CampaignCalendar
from cosmodrome.campaign.check import check_schedule
from cosmodrome.campaign.earliest import earliest_launch
from cosmodrome.campaign.flow import Stay
from cosmodrome.spaceport import WorkingCalendar

# Each season is solved to optimality; a few dozen show what hundreds would, and cost seconds.
SEASONS = 25

# Filled spacecraft wait in the hall, vehicles in the station's yard: places change hands at night.
WITH_WAITS = with_stays(
    *VEHICLE_FLOW.stays,
    Stay(id="ready", name="Ready", facility="hall", follows="fill", until="join", max_d=9),
    Stay(id="yard", name="Yard", facility="station", follows="rail", until="assemble", min_d=1),
)

days = st.integers(0, 45).map(lambda n: SEASON.first + timedelta(days=n))


@st.composite
def missions(draw):
    count = draw(st.integers(1, 4))
    wishes = []
    for number in range(count):
        earliest = draw(days)
        wishes.append(
            request(
                f"m{number}",
                pad_id=draw(st.sampled_from(["pad-a", "pad-b"])),
                earliest=earliest,
                due=earliest + timedelta(days=draw(st.integers(0, 40))),
                spacecraft_arrival=draw(days) - timedelta(days=10),
                priority=draw(st.integers(1, 5)),
            )
        )
    return tuple(wishes)


@st.composite
def sites(draw):
    capacities = {
        name: draw(st.integers(1, 3)) for name in ("hall", "station", "crew", "railway", "pad_crew")
    }
    return site(**capacities)


@st.composite
def outages(draw):
    place = draw(st.sampled_from(["hall", "station", "crew", "railway", "pad-a", "pad-crew"]))
    first = draw(days)
    return closed(place, first, first + timedelta(days=draw(st.integers(0, 10))))


@given(missions(), sites(), st.lists(outages(), max_size=2))
@settings(max_examples=SEASONS)
def test_every_schedule_passes_the_referee(requests, spaceport, closures):
    others = around(spaceport, flows=WITH_WAITS, closures=closures)

    schedule = solve(*requests, spaceport=spaceport, flows=WITH_WAITS, closures=closures)

    assert () == check_schedule(schedule, requests, **others)
    assert schedule.status in ("optimal", "infeasible")


@st.composite
def field_seasons(draw):
    """Missions with drop zones, more than once the same, and no more teams than it takes."""
    choices = [(), (NORTH,), (SOUTH,), (WINTER,), (WINTER, SOUTH), (NORTH, SOUTH)]
    wishes = tuple(
        replace(wish, drop_zones=draw(st.sampled_from(choices))) for wish in draw(missions())
    )
    needed = max(1, *(len(wish.drop_zones) for wish in wishes), 1)
    teams = draw(st.integers(needed, 3))
    place = draw(st.sampled_from(["north", "south", "field-crew", "hall"]))
    first = draw(days)
    shut = closed(place, first, first + timedelta(days=draw(st.integers(0, 5))))
    return wishes, site(field_crew=teams, pad_crew=draw(st.integers(1, 2))), (shut,)


@given(field_seasons())
@settings(max_examples=SEASONS)
def test_every_schedule_with_drop_zones_passes_the_referee(season):
    requests, spaceport, closures = season

    schedule = solve(*requests, spaceport=spaceport, flows=WITH_FIELD, closures=closures)

    others = around(spaceport, flows=WITH_FIELD, closures=closures)
    assert () == check_schedule(schedule, requests, **others)
    assert schedule.status in ("optimal", "infeasible")


@given(missions(), sites())
@settings(max_examples=SEASONS)
def test_the_same_season_twice_is_the_same_schedule(requests, spaceport):
    assert solve(*requests, spaceport=spaceport) == solve(*requests, spaceport=spaceport)


@given(missions(), sites())
@settings(max_examples=SEASONS)
def test_no_launch_is_before_the_chain_of_its_own_work(requests, spaceport):
    dates = launch_dates(solve(*requests, spaceport=spaceport))
    alone = problem(*requests, spaceport=spaceport)

    for campaign in alone.campaigns:
        if campaign.id in dates:
            assert earliest_launch(alone, campaign).launch <= dates[campaign.id]


@given(missions(), sites())
@settings(max_examples=SEASONS)
def test_a_second_hall_never_makes_a_season_later(requests, spaceport):
    narrow = solve(*requests, spaceport=spaceport)
    wide = solve(*requests, spaceport=site())

    assert len(wide.launches) >= len(narrow.launches)
    if len(wide.launches) == len(narrow.launches) == len(requests):
        assert wide.objective <= narrow.objective


@given(
    st.integers(0, 200),
    st.integers(0, 40),
    st.frozensets(st.integers(0, 300).map(lambda n: date(2028, 1, 1) + timedelta(days=n))),
)
def test_working_days_counted_by_the_axis_are_those_counted_one_by_one(start, working, days_off):
    calendar = CampaignCalendar(
        first=date(2028, 1, 1),
        last=date(2029, 12, 31),
        working=WorkingCalendar(days_off=days_off, working_weekend_days=frozenset()),
    )

    over = calendar.after_working(start, working)

    passed = sum(calendar.working.is_working_day(calendar.day(d)) for d in range(start, over))
    assert working == passed


@pytest.mark.parametrize("pads", [("pad-a", "pad-a"), ("pad-a", "pad-b")])
def test_the_order_in_which_missions_are_written_does_not_change_what_they_cost(pads):
    requests = [
        request("one", pad_id=pads[0], priority=2),
        request("two", pad_id=pads[1], priority=3),
    ]

    assert solve(*requests).objective == solve(*reversed(requests)).objective
