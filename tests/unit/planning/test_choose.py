"""Which vehicles are tried for a mission, in which order, and what a refusal says. No solver."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.fixtures.flown_soyuz import catalogue
from tests.fixtures.plan_fixture import planar_mission, planeless_mission

from cosmodrome.manifest import TargetOrbit
from cosmodrome.planning.choose import FlightWish, NoFlight, choose_flight, flight_wish
from cosmodrome.store.flows import load_flows
from cosmodrome.store.layers import layers_over
from cosmodrome.store.sourcing import load_sources

LOW = TargetOrbit(
    kind="circular", perigee_altitude_km=240.0, apogee_altitude_km=240.0, inclination_deg=51.6
)


def all_flows():
    layers = layers_over([])
    return load_flows(layers, load_sources(layers))[0]


def wish(mission, orbit=None, spaceport="vostochny", flows=None):
    site = catalogue().spaceport(spaceport)
    wanted = orbit if orbit is not None else mission.orbit
    return flight_wish(mission, wanted, catalogue(), site, flows=flows)


def names(wish):
    return [configuration.id for configuration, _ in wish.candidates]


def gross_kg(configuration):
    upper = configuration.upper_stage
    below_kg = sum(stage.count * stage.gross_mass_kg for stage in configuration.vehicle.stages)
    return below_kg + (upper.dry_mass_kg + upper.propellant_kg if upper else 0.0)


def test_the_lightest_vehicle_is_tried_first():
    wanted = wish(planeless_mission(), LOW, flows=all_flows())
    candidates = [configuration for configuration, _ in wanted.candidates]

    assert sorted(candidates, key=gross_kg) == candidates
    assert "soyuz-2.1a" == candidates[0].id
    assert "angara-a5m" == candidates[-1].id


def test_a_stage_that_cannot_restart_is_not_tried_for_a_high_orbit():
    high = names(wish(planar_mission()))

    assert all("+" in name for name in high)
    assert "soyuz-2.1b+fregat" in high


def test_a_stage_that_cannot_restart_is_tried_where_the_manifest_names_it():
    named = replace(planar_mission(), vehicle="soyuz-2.1b")

    assert ["soyuz-2.1b"] == names(wish(named))


def test_a_named_complex_is_the_only_one():
    named = replace(planeless_mission(), complex="vostochny-1a")

    assert ["angara-a5", "angara-a5m"] == names(wish(named, LOW, flows=all_flows()))


def test_work_that_nobody_describes_is_offered_only_by_name():
    named = replace(planar_mission(), vehicle="soyuz-2.1a+volga")

    assert "soyuz-2.1a+volga" in names(wish(planar_mission()))
    assert "soyuz-2.1a+volga" not in names(wish(planar_mission(), flows=all_flows()))
    assert ["soyuz-2.1a+volga"] == names(wish(named, flows=all_flows()))


def test_a_pad_that_is_not_yet_in_service_serves_nobody():
    opened = catalogue().complex("vostochny-1a").available_from
    before = replace(
        planeless_mission(), earliest=date(opened.year - 1, 1, 1), due=date(opened.year - 1, 12, 1)
    )
    after = replace(before, due=opened)

    assert "angara-a5" not in names(wish(before, LOW))
    assert "angara-a5" in names(wish(after, LOW))


def test_missions_that_differ_in_their_plane_alone_share_a_flight():
    morning = planar_mission()
    evening = replace(morning, id="other", orbit=replace(morning.orbit, ltdn_h=18.0))
    by_node = replace(
        morning,
        orbit=replace(
            morning.orbit,
            ltdn_h=None,
            raan_deg=12.0,
            raan_frame="gcrf",
            raan_epoch=datetime(2028, 1, 1, tzinfo=UTC),
        ),
    )

    assert wish(morning) == wish(evening) == wish(by_node)
    assert 1 == len({wish(morning), wish(evening), wish(by_node)})


def test_missions_that_differ_in_mass_do_not_share_a_flight():
    heavier = replace(planar_mission(), spacecraft_mass_kg=3000.0)

    assert wish(planar_mission()) != wish(heavier)


def test_the_adapter_is_part_of_the_payload():
    assert 3010.0 == wish(planar_mission()).payload_kg


def test_a_mission_that_nothing_serves_is_refused_as_such():
    nothing = FlightWish(candidates=(), orbit=LOW, payload_kg=5000.0)

    answer = choose_flight(nothing)

    assert isinstance(answer, NoFlight)
    assert "no-vehicle" == answer.rule


@pytest.mark.parametrize(
    ("vehicle", "orbit", "rule"),
    [
        ("soyuz-2.1b+fregat", replace(LOW, inclination_deg=30.0), "reachable-inclination"),
        ("soyuz-2.1b+fregat", replace(LOW, inclination_deg=128.0), "azimuth-corridor"),
        ("soyuz-2.1b", TargetOrbit(kind="geostationary"), "upper-stage-burns"),
    ],
)
def test_an_orbit_out_of_reach_is_refused_by_its_rule_before_anything_is_optimised(
    vehicle, orbit, rule
):
    asked = replace(planeless_mission(), vehicle=vehicle)

    answer = choose_flight(wish(asked, orbit))

    assert isinstance(answer, NoFlight)
    assert rule == answer.rule


def test_a_refusal_carries_its_numbers_to_the_mission():
    answer = NoFlight(rule="payload-capability", value=8000.0, limit=7413.0, message="too heavy")

    refusal = answer.refusal("cargo")

    assert ("cargo", "payload-capability", 8000.0, 7413.0, "too heavy") == (
        refusal.mission,
        refusal.rule,
        refusal.value,
        refusal.limit,
        refusal.message,
    )
