"""Flows are joined for a mission, kept in order, and refused where they make no sense."""

from dataclasses import replace

import pytest
from tests.fixtures.small_site import FLOWS, SPACECRAFT_FLOW, VEHICLE_FLOW, vehicle_flow

from cosmodrome.campaign.flow import ActivityTemplate, Flows, Link, Stay, in_order
from cosmodrome.errors import InputError


def work(name, *after, **changes):
    fields = {"name": name, "duration_d": 1, "days": "working", "facility": "hall", **changes}
    links = tuple(Link(activity=a) for a in after)
    return ActivityTemplate(id=name, predecessors=links, **fields)


def joined(flows=FLOWS):
    return flows.for_mission("small", upper_stage=None, spacecraft_kind="satellite")


def test_a_campaign_has_the_work_of_all_its_hardware_in_order():
    names = [activity.id for activity in joined().activities]

    assert {"rail", "assemble", "arrive", "fill", "join"} < set(names)
    assert names.index("fill") < names.index("join") < names.index("rollout")


def test_a_flow_that_goes_in_a_circle_is_refused_and_the_circle_walked():
    with pytest.raises(InputError, match=r"a -> b -> c -> a; remove one of these links"):
        in_order([work("a", "c"), work("b", "a"), work("c", "b"), work("d", "c")])


def test_a_circle_through_two_flows_is_found_when_they_are_joined():
    batch = replace(SPACECRAFT_FLOW, activities=(work("arrive"), work("fill", "arrive", "join")))

    with pytest.raises(InputError, match=r"goes in a circle: .*fill"):
        joined(Flows(flows=(VEHICLE_FLOW, batch)))


def test_work_after_unknown_work_is_refused_with_what_there_is():
    flows = vehicle_flow(join={"predecessors": (Link(activity="weld"),)})

    with pytest.raises(InputError, match=r"join follows 'weld', which .* it has arrive, assemble"):
        joined(flows)


def test_an_optional_link_to_absent_work_is_dropped():
    flows = vehicle_flow(join={"predecessors": (Link(activity="us_fuel", optional=True),)})

    assert () == joined(flows).activity("join").predecessors


def test_the_same_activity_in_two_flows_is_refused():
    twice = replace(SPACECRAFT_FLOW, activities=(*SPACECRAFT_FLOW.activities, work("join")))

    with pytest.raises(InputError, match="'join' is there twice"):
        joined(Flows(flows=(VEHICLE_FLOW, twice)))


def test_a_stay_that_names_absent_work_is_refused_unless_it_is_optional():
    stay = Stay(id="s", name="S", facility="hall", follows="us_fuel", until="join")

    with pytest.raises(InputError, match="stay s names us_fuel"):
        joined(Flows(flows=(replace(VEHICLE_FLOW, stays=(stay,)), SPACECRAFT_FLOW)))

    kept = joined(
        Flows(flows=(replace(VEHICLE_FLOW, stays=(replace(stay, optional=True),)), SPACECRAFT_FLOW))
    )
    assert () == kept.stays


def test_a_kind_of_hardware_without_a_flow_is_refused_with_the_flows_there_are():
    with pytest.raises(InputError, match="serves 'tank'; there are flows for constellation-batch"):
        FLOWS.for_mission("small", upper_stage=None, spacecraft_kind="tank")


def test_a_vehicle_flow_without_working_hours_is_refused():
    with pytest.raises(InputError, match="states the working hours"):
        joined(Flows(flows=(replace(VEHICLE_FLOW, hours=None), SPACECRAFT_FLOW)))


@pytest.mark.parametrize("duration_d", [0, -3, 10_000])
def test_a_duration_of_no_days_or_of_decades_is_refused(duration_d):
    with pytest.raises(InputError, match=f"1 to 400 days, got {duration_d}"):
        work("a", duration_d=duration_d)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"duration_d": None}, "only work after launch may have no duration"),
        ({"l_minus_d": -1}, "positive before launch, got -1"),
        ({"anchor": "arrival"}, "can take neither places nor crews, got 1 places"),
        ({"places": -2}, "must not be negative, got -2"),
    ],
)
def test_work_that_makes_no_sense_is_refused(changes, message):
    with pytest.raises(InputError, match=message):
        work("a", **changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"begins_with": "a", "follows": "b"}, "either begins_with or follows"),
        ({}, "either begins_with or follows"),
        ({"follows": "a", "min_d": 5, "max_d": 4}, "max_d 4 is below min_d 5"),
    ],
)
def test_a_stay_that_makes_no_sense_is_refused(changes, message):
    with pytest.raises(InputError, match=message):
        Stay(id="s", name="S", facility="hall", until="z", **changes)


def test_the_work_between_two_activities_is_that_on_a_way_from_one_to_the_other():
    assert {"assemble", "join"} == joined().between("assemble", "rollout")
