"""Launches book, empty, sweep and clean their drop zones, and share none of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.fixtures.small_field import NORTH, SOUTH, WINTER, WITH_FIELD
from tests.fixtures.small_site import (
    SOONEST,
    around,
    closed,
    launch_dates,
    problem,
    request,
    site,
    solve,
    span,
)

from cosmodrome.campaign.check import check_schedule
from cosmodrome.errors import InputError

DAY = timedelta(days=1)


def crewed(count=9):
    return site(field_crew=count)


def asked(name="one", *, zones=(NORTH,), **wish):
    return replace(request(name, **wish), drop_zones=zones)


def planned(*requests, crews=9, closures=()):
    others = {"spaceport": crewed(crews), "flows": WITH_FIELD, "closures": closures}
    schedule = solve(*requests, **others)
    assert () == check_schedule(schedule, requests, **around(**others))
    return schedule


def broken(schedule, *requests, crews=9, closures=()):
    others = {"spaceport": crewed(crews), "flows": WITH_FIELD, "closures": closures}
    return {v.rule for v in check_schedule(schedule, requests, **around(**others))}


def test_work_in_the_zone_counts_from_the_launch_and_its_register():
    schedule = planned(asked())

    assert {"one": SOONEST} == launch_dates(schedule)
    assert (SOONEST - 5 * DAY, SOONEST - 5 * DAY) == span(schedule, "one", "tell@north")
    assert (SOONEST - 2 * DAY, SOONEST - 1 * DAY) == span(schedule, "one", "clear@north")
    assert (SOONEST, SOONEST + 2 * DAY) == span(schedule, "one", "keep@north")
    assert (SOONEST + 1 * DAY, SOONEST + 3 * DAY) == span(schedule, "one", "sweep@north")


def test_the_slot_tells_the_days_kept_and_no_backup_beyond_them():
    short = replace(NORTH, reserve_d=1)

    schedule = planned(asked(zones=(short,)))

    (slot,) = schedule.launches
    (booking,) = slot.drop_zones
    assert ("north", "booster", (SOONEST, SOONEST + DAY)) == (
        booking.zone,
        booking.part,
        booking.days,
    )
    assert (SOONEST + DAY,) == slot.backup_dates


def test_hardware_sets_the_span_of_a_campaign_not_the_field():
    bare, field = solve(request()), planned(asked())

    assert bare.launches[0].start == field.launches[0].start
    assert bare.launches[0].end == field.launches[0].end


def test_two_pads_may_launch_on_neighbouring_days_into_two_zones():
    schedule = planned(asked("one"), asked("two", pad_id="pad-b", zones=(SOUTH,)))

    assert {SOONEST, SOONEST + DAY} == set(launch_dates(schedule).values())


def test_two_launches_into_one_zone_wait_for_its_cleaning():
    schedule = planned(asked("one"), asked("two", pad_id="pad-b"))

    # One sweeps until L+3, the other clears from L-2 on: six days apart.
    first, second = sorted(launch_dates(schedule).values())
    assert (SOONEST, SOONEST + 6 * DAY) == (first, second)
    assert ("optimal", 0.0) == (schedule.status, schedule.gap_ratio)
    (late,) = [slot for slot in schedule.launches if slot.launch_date == second]
    assert any("drop zone north is taken by" in why for why in late.why), late.why


def test_one_team_serves_one_zone_at_a_time():
    schedule = planned(asked("one"), asked("two", pad_id="pad-b", zones=(SOUTH,)), crews=1)

    first, second = sorted(launch_dates(schedule).values())
    # It is in the field from L-2 to L-1 and from L+1 to L+3.
    busy = {first + n * DAY for n in (-2, -1, 1, 2, 3)}
    assert not busy & {second + n * DAY for n in (-2, -1, 1, 2, 3)}
    assert first + 6 * DAY == second


def test_a_launch_waits_for_the_season_of_its_zone():
    schedule = planned(asked(zones=(WINTER,)))

    assert {"one": date(2028, 7, 1)} == launch_dates(schedule)
    assert any("no drop zone of booster is open in May" in why for why in schedule.launches[0].why)


def test_a_zone_for_the_other_season_lets_it_go():
    schedule = planned(asked(zones=(WINTER, SOUTH)))

    assert {"one": SOONEST} == launch_dates(schedule)
    assert ["south"] == [booking.zone for booking in schedule.launches[0].drop_zones]


def test_seasons_part_two_launches_that_else_share_a_zone():
    summer = replace(NORTH, id="summer", closed_months=(7,))
    wish = {"earliest": date(2028, 6, 29), "due": date(2028, 7, 31)}
    both = (WINTER, summer)

    schedule = planned(
        asked("one", zones=both, **wish), asked("two", pad_id="pad-b", zones=both, **wish)
    )

    # The one goes in June into the one zone, the other as soon in July as the teams allow.
    days = sorted(launch_dates(schedule).values())
    assert [date(2028, 6, 29), date(2028, 7, 1)] == days
    assert [("summer",), ("winter",)] == [
        tuple(b.zone for b in slot.drop_zones) for slot in schedule.launches
    ]


def test_a_mission_that_no_season_lets_go_is_refused_by_its_zone():
    schedule = planned(asked(zones=(WINTER,), due=date(2028, 6, 30)))

    (refusal,) = schedule.refused
    assert "drop-zone" == refusal.rule
    assert "no drop zone of booster is open in" in refusal.message


def test_a_notice_cannot_be_given_before_now():
    schedule = planned(asked(zones=(replace(NORTH, notice_d=20),)))

    assert {"one": date(2028, 5, 21)} == launch_dates(schedule)


def test_a_closed_zone_or_team_keeps_launches_away():
    zone = planned(asked(), closures=(closed("north", SOONEST, SOONEST),))
    team = planned(asked(), closures=(closed("field-crew", SOONEST + DAY, SOONEST + DAY),))

    # Evacuation begins two days before launch; the team is free on the launch day itself.
    assert {"one": SOONEST + 3 * DAY} == launch_dates(zone)
    assert {"one": SOONEST + DAY} == launch_dates(team)


@pytest.mark.parametrize(
    ("crews", "zones", "said"),
    [
        (1, (NORTH, SOUTH), "need 2 teams field-crew at a time, the spaceport has 1"),
        (9, (replace(NORTH, surface="sea"),), "no drop-zone processing flow serves 'sea'"),
    ],
)
def test_what_the_site_cannot_do_is_refused(crews, zones, said):
    with pytest.raises(InputError, match=said):
        problem(asked(zones=zones), spaceport=crewed(crews), flows=WITH_FIELD)


def test_a_site_without_the_team_is_told_which_it_needs():
    with pytest.raises(InputError, match="needs the team 'field-crew', which spaceport small"):
        problem(asked(), flows=WITH_FIELD)


def changed(schedule, template, **changes):
    return replace(
        schedule,
        activities=tuple(
            replace(a, **changes) if a.template == template else a for a in schedule.activities
        ),
    )


@pytest.mark.parametrize("template", ["tell@north", "clear@north", "keep@north", "sweep@north"])
def test_the_referee_sees_field_work_moved_left_out_or_in_another_place(template):
    good = planned(asked())
    found = next(a for a in good.activities if a.template == template)
    others = tuple(a for a in good.activities if a.template != template)

    later = changed(good, template, start=found.start + DAY, end=found.end + DAY)

    assert "drop-zone" in broken(later, asked())
    assert "drop-zone" in broken(replace(good, activities=others), asked())
    assert broken(changed(good, template, facility="hall"), asked())


def test_the_referee_sees_a_booking_that_is_missing_short_or_of_another_zone():
    good = planned(asked())
    (slot,) = good.launches
    (booking,) = slot.drop_zones

    for spoiled in (
        (),
        (replace(booking, days=booking.days[:1]),),
        (replace(booking, zone="south"),),
        (booking, booking),
    ):
        launches = (replace(slot, drop_zones=spoiled),)
        assert {"drop-zone"} == broken(replace(good, launches=launches), asked()), spoiled


def test_the_referee_sees_two_launches_in_one_zone():
    apart = planned(asked("one"), asked("two", pad_id="pad-b", zones=(SOUTH,)))
    both = replace(SOUTH, id="north", name="North")
    merged = replace(
        apart,
        activities=tuple(
            replace(a, facility="north", template=a.template.replace("@south", "@north"))
            if a.facility == "south"
            else a
            for a in apart.activities
        ),
        launches=tuple(
            replace(s, drop_zones=tuple(replace(b, zone="north") for b in s.drop_zones))
            for s in apart.launches
        ),
    )

    found = broken(merged, asked("one"), asked("two", pad_id="pad-b", zones=(both,)))

    assert "drop-zone-bookings" in found


def test_the_referee_counts_teams_and_seasons_for_itself():
    two = (asked("one"), asked("two", pad_id="pad-b", zones=(SOUTH,)))
    good = planned(*two)
    closed_now = replace(NORTH, closed_months=(5,))

    assert "field-teams" in broken(good, *two, crews=1)
    assert "drop-zone-season" in broken(good, asked("one", zones=(closed_now,)), two[1])
