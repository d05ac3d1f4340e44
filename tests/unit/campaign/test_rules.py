"""Each rule moves a launch at a site where nothing else binds: twelve days from nothing to launch.

The soonest launch at the small site is 12 May 2028 (see `small_site`); every expected date
below is counted by hand from there.
"""

from dataclasses import replace
from datetime import date

import pytest
from tests.fixtures.small_site import (
    PADS,
    SOONEST,
    VEHICLE_FLOW,
    around,
    closed,
    launch_dates,
    request,
    site,
    solve,
    span,
    vehicle_flow,
    with_stays,
)

from cosmodrome.campaign.check import check_schedule
from cosmodrome.campaign.flow import Link, Stay
from cosmodrome.errors import InputError


def day(number, month=5):
    return date(2028, month, number)


def test_a_mission_alone_launches_when_its_chain_of_work_allows():
    assert {"one": SOONEST} == launch_dates(solve(request()))


def test_precedence_work_follows_the_work_it_needs_after_its_least_lag():
    flows = vehicle_flow(join={"predecessors": (Link(activity="assemble", min_lag_d=4),)})

    assert {"one": day(18)} == launch_dates(solve(request(), flows=flows))


def test_precedence_a_greatest_lag_of_nothing_leaves_no_pause():
    flows = vehicle_flow(
        join={"predecessors": (Link(activity="assemble"), Link(activity="fill", max_lag_d=0))}
    )
    schedule = solve(request(), flows=flows)

    assert day(8) == span(schedule, "one", "fill")[1]
    assert day(9) == span(schedule, "one", "join")[0]


def test_storage_limits_hardware_waits_at_least_as_long_as_its_flow_says():
    store = Stay(
        id="store", name="Store", facility="hall", follows="assemble", until="join", min_d=2
    )

    schedule = solve(request(), flows=with_stays(store))

    # Joined on Thursday and Friday; a roll-out may be on a Saturday.
    assert {"one": day(14)} == launch_dates(schedule)
    assert (day(8), day(11)) == span(schedule, "one", "store")


def test_storage_limits_a_stack_may_not_wait_longer_than_its_flow_says():
    hall = replace(VEHICLE_FLOW.stays[0], max_d=5)
    wish = request(allowed=(day(31),))

    schedule = solve(wish, flows=with_stays(hall))

    assert day(23) == span(schedule, "one", "assemble")[0]


def test_facility_capacity_a_hall_for_one_makes_the_second_vehicle_wait():
    requests = (request("one"), request("two", pad_id="pad-b"))

    schedule = solve(*requests, spaceport=site(hall=1))

    # The hall is free from the roll-out on Thursday 11 May: five days of work, 11 to 17 May.
    assert [SOONEST, day(19)] == sorted(launch_dates(schedule).values())


def test_facility_capacity_a_delivery_holds_the_railway_on_calendar_days():
    flows = vehicle_flow(rail={"duration_d": 5})
    requests = (request("one"), request("two", pad_id="pad-b"))

    schedule = solve(*requests, flows=flows, spaceport=site(railway=1))

    trains = sorted(span(schedule, name, "rail") for name in ("one", "two"))
    assert trains[0][1] < trains[1][0]


def test_crews_one_crew_does_one_job_at_a_time():
    requests = (request("one"), request("two", pad_id="pad-b"))

    dates = launch_dates(solve(*requests, spaceport=site(crew=1)))

    # The second vehicle is assembled on 11, 12 and 15 May, when the first one is joined.
    assert [SOONEST, day(19)] == sorted(dates.values())


def test_hypergolic_exclusion_two_fillings_never_share_the_station_however_large():
    requests = (request("one"), request("two", pad_id="pad-b"))

    schedule = solve(*requests, spaceport=site(station=9))

    fillings = sorted(span(schedule, name, "fill") for name in ("one", "two"))
    assert fillings[0][1] < fillings[1][0]


def test_pad_occupancy_the_pad_is_restored_before_the_next_roll_out():
    # 12 May is a Friday: restored on Monday and Tuesday, roll-out on Wednesday.
    assert [SOONEST, day(18)] == sorted(
        launch_dates(solve(request("one"), request("two"))).values()
    )


def test_pad_occupancy_pad_days_follow_one_another_without_a_pause():
    schedule = solve(request())

    assert (day(11), day(11)) == span(schedule, "one", "rollout")
    assert (SOONEST, SOONEST) == span(schedule, "one", "launch_day")


def test_launch_crews_one_crew_serves_one_pad_at_a_time():
    requests = (request("one"), request("two", pad_id="pad-b"))

    dates = launch_dates(solve(*requests, spaceport=site(pad_crew=1)))

    assert [SOONEST, day(14)] == sorted(dates.values())


def test_one_launch_a_day_the_range_serves_one_launch_in_a_local_day():
    requests = (request("one"), request("two", pad_id="pad-b"))

    assert [SOONEST, day(13)] == sorted(launch_dates(solve(*requests)).values())


def test_facility_closures_work_does_not_run_through_a_closure():
    schedule = solve(request(), closures=(closed("station", day(3), day(12)),))

    assert (day(1), day(2)) == span(schedule, "one", "fill")
    assert {"one": SOONEST} == launch_dates(schedule)


def test_facility_closures_a_closed_crew_delays_the_launch():
    schedule = solve(request(), closures=(closed("crew", day(8), day(12)),))

    # Assembly takes three days in a row and cannot begin before Monday 15 May.
    assert {"one": day(21)} == launch_dates(schedule)


def test_facility_closures_a_closed_railway_keeps_the_train_away():
    schedule = solve(request(), closures=(closed("railway", day(1), day(3)),))

    assert (day(5), day(7)) == span(schedule, "one", "rail")
    assert {"one": day(14)} == launch_dates(schedule)


def test_facility_closures_restoration_waits_for_a_closed_pad():
    schedule = solve(request(), closures=(closed("pad-a", day(15), day(19)),))

    assert (day(22), day(23)) == span(schedule, "one", "restore")


def test_facility_closures_a_spacecraft_may_arrive_while_its_hall_is_closed():
    wish = request(spacecraft_arrival=day(1))
    others = around(closures=(closed("station", day(1), day(1)),))

    schedule = solve(wish, closures=others["closures"])

    assert (day(1), day(1)) == span(schedule, "one", "arrive")
    assert () == check_schedule(schedule, (wish,), **others)


def test_pad_closure_no_pad_day_falls_into_a_closure():
    schedule = solve(request(), closures=(closed("pad-a", day(12), day(14)),))

    assert {"one": day(16)} == launch_dates(schedule)


def test_earliest_the_customer_is_not_launched_before_he_wants():
    assert {"one": day(25)} == launch_dates(solve(request(earliest=day(25))))


def test_spacecraft_arrival_filling_begins_the_day_after():
    schedule = solve(request(spacecraft_arrival=day(15)))

    assert day(16) == span(schedule, "one", "fill")[0]
    assert {"one": day(21)} == launch_dates(schedule)


def test_launch_window_a_launch_is_on_an_allowed_day():
    assert {"one": day(20)} == launch_dates(solve(request(allowed=(day(3), day(20), day(25)))))


def test_complex_in_service_roll_out_waits_for_the_complex():
    wish = request()
    opening = replace(PADS[0], available_from=day(24))

    assert {"one": day(25)} == launch_dates(solve(replace(wish, complex=opening)))


def test_a_day_of_delay_of_the_weightier_mission_counts_more():
    requests = (request("light", priority=1), request("heavy", priority=3))

    assert {"heavy": SOONEST, "light": day(18)} == launch_dates(solve(*requests))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"hall": 0}, "stay in_hall needs 1 places of hall, which has 0"),
        ({"crew": 0}, "activity assemble needs 1 places of crew, which has 0"),
    ],
)
def test_a_place_smaller_than_what_it_must_hold_is_refused(changes, message):
    with pytest.raises(InputError, match=message):
        solve(request(), spaceport=site(**changes))


def test_a_place_that_the_site_lacks_is_refused_with_those_it_has():
    flows = vehicle_flow(join={"facility": "attic"})

    with pytest.raises(InputError, match="join needs 'attic', which spaceport small does not have"):
        solve(request(), flows=flows)


def test_a_crew_of_the_halls_cannot_be_that_of_the_pad():
    flows = vehicle_flow(rollout={"resources": ("crew",)})

    with pytest.raises(InputError, match="crew works in the halls and on the pad"):
        solve(request(), flows=flows)


def test_a_mission_asked_for_twice_is_refused():
    with pytest.raises(InputError, match="'one' is asked for twice"):
        solve(request(), request())
