"""Every launch day comes with the rules that forbid the days before it."""

from datetime import date

from tests.fixtures.small_site import SOONEST, closed, request, site, solve


def day(number, month=5):
    return date(2028, month, number)


def why(schedule, mission):
    return schedule.launch(mission).why


def critical(schedule, mission):
    return {a.template for a in schedule.of_mission(mission) if a.critical}


def test_a_launch_on_the_customers_earliest_day_needs_no_reason():
    schedule = solve(request(earliest=day(20)))

    assert ("2028-05-20 is the earliest day allowed",) == why(schedule, "one")
    assert {"rollout", "launch_day"} == critical(schedule, "one")


def test_a_chain_of_work_is_told_with_its_durations_and_is_critical():
    schedule = solve(request())

    assert why(schedule, "one")[0].startswith(
        "2028-05-01 to 2028-05-11: the work cannot lead to a launch before 2028-05-12: "
        "Rail transport (3 d); Assembly (3 working d)"
    )
    assert {"rail", "assemble", "join", "rollout", "launch_day"} == critical(schedule, "one")


def test_a_pad_held_by_another_campaign_is_named_with_the_day_it_is_free():
    schedule = solve(request("light"), request("heavy", priority=2))

    assert (
        f"2028-05-12 to 2028-05-17: pad pad-a is held by heavy, which launches on {SOONEST}, "
        "until its restoration (2 working days) ends on 2028-05-16"
    ) in why(schedule, "light")
    assert {"launch_day", "restore"} <= critical(schedule, "heavy")


def test_the_neighbour_who_would_be_delayed_is_named():
    heavy = request("heavy", priority=9, allowed=(day(15),))

    schedule = solve(request("light"), heavy)

    assert (
        "2028-05-12 to 2028-05-14: pad pad-a would not be restored in time for the roll-out of "
        "heavy on 2028-05-14"
    ) in why(schedule, "light")


def test_days_without_a_window_are_counted():
    schedule = solve(request(allowed=(day(13), day(20))), request("two", priority=9))

    assert any("no permitted window on" in sentence for sentence in why(schedule, "one"))


def test_a_full_hall_is_named_with_its_places():
    requests = (request("one", priority=2), request("two", pad_id="pad-b"))

    schedule = solve(*requests, spaceport=site(hall=1))

    assert any("hall has no place left" in s and "(1 in all" in s for s in why(schedule, "two"))


def test_the_range_and_the_launch_crew_are_named():
    requests = (request("one", priority=2), request("two", pad_id="pad-b"))

    assert any("the range supports one" in s for s in why(solve(*requests), "two"))
    crewed = solve(*requests, spaceport=site(pad_crew=1))
    assert any("pad-crew is on the pad with one" in s for s in why(crewed, "two"))


def test_a_closed_pad_is_named():
    schedule = solve(request(), closures=(closed("pad-a", day(12), day(14)),))

    assert (
        "2028-05-12 to 2028-05-15: pad-a is closed from 2028-05-12 to 2028-05-14 (maintenance)"
    ) in why(schedule, "one")


def test_backup_days_are_the_allowed_days_right_after():
    schedule = solve(request(allowed=(day(20), day(22), day(23))))

    assert (day(22),) == schedule.launch("one").backup_dates
