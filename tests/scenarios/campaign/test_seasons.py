"""The seasons of the examples, scheduled with the packaged catalogue."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cosmodrome.campaign.check import check_schedule
from cosmodrome.campaign.season import CampaignRequest, solve_campaign
from cosmodrome.orbit.target import complete_orbit
from cosmodrome.spaceport import zones_of_route
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.flows import load_flows
from cosmodrome.store.layers import layers_over
from cosmodrome.store.manifest_file import read_manifest
from cosmodrome.store.sourcing import load_sources

EXAMPLES = Path(__file__).parents[3] / "examples"

# Where a mission leaves the choice open, what the example's notes have in mind.
VEHICLE, COMPLEX = "soyuz-2.1b", "vostochny-1s"


def every_day(mission):
    """Windows are another department: here any day will do."""
    count = (mission.due - mission.earliest).days + 1
    return tuple(mission.earliest + timedelta(days=n) for n in range(count))


def season(name):
    catalogue, layers = load_catalogue(), layers_over([])
    manifest = read_manifest(EXAMPLES / name, catalogue)
    requests = [
        CampaignRequest(
            mission=mission,
            configuration=catalogue.configuration(mission.vehicle or VEHICLE),
            complex=catalogue.complex(mission.complex or COMPLEX),
            allowed_dates=every_day(mission),
            drop_zones=zones_of_route(
                catalogue.spaceport(manifest.spaceport).drop_zones,
                complex_id=mission.complex or COMPLEX,
                vehicle=(mission.vehicle or VEHICLE).partition("+")[0],
                inclination_deg=complete_orbit(mission.orbit).inclination_deg,
            ),
        )
        for mission in manifest.missions
    ]
    others = {
        "spaceport": catalogue.spaceport(manifest.spaceport),
        "flows": load_flows(layers, load_sources(layers))[0],
        "as_of": manifest.as_of,
        "season": manifest.season,
        "closures": manifest.closures,
    }
    return requests, others


@pytest.fixture(scope="module", params=["vostochny-2021.toml", "vostochny-2028.toml"])
def solved(request):
    requests, others = season(request.param)
    return requests, others, solve_campaign(requests, **others)


def test_every_mission_of_the_season_is_planned_and_proven_optimal(solved):
    requests, _, schedule = solved

    assert ("optimal", 0.0, ()) == (schedule.status, schedule.gap_ratio, schedule.refused)
    assert {r.mission.id for r in requests} == {slot.mission for slot in schedule.launches}


def test_the_referee_finds_nothing(solved):
    requests, others, schedule = solved

    assert () == check_schedule(schedule, requests, **others)


def test_zones_are_booked_emptied_swept_and_cleaned_for_the_missions_that_use_them(solved):
    requests, _, schedule = solved
    zones = {r.mission.id: [zone.id for zone in r.drop_zones] for r in requests}
    assert any(zones.values())

    for slot in schedule.launches:
        assert zones[slot.mission] == [booking.zone for booking in slot.drop_zones]
        done = [a.template for a in schedule.of_mission(slot.mission)]
        for booking in slot.drop_zones:
            assert slot.launch_date == booking.days[0]
            assert set(slot.backup_dates) <= set(booking.days)
            for work in ("notice", "evacuation", "survey", "booking", "sweep", "clean_up"):
                assert f"zone_{work}@{booking.zone}" in done


def test_the_second_run_is_the_first(solved):
    requests, others, schedule = solved

    assert schedule == solve_campaign(requests, **others)


def test_every_launch_day_is_explained(solved):
    _, _, schedule = solved

    assert all(slot.why and str(slot.launch_date) in slot.why[-1] for slot in schedule.launches)


def test_a_late_spacecraft_is_refused_by_the_days_it_is_late():
    requests, others = season("vostochny-2021.toml")
    mission = replace(requests[0].mission, spacecraft_arrival=date(2021, 3, 25))
    late = replace(requests[0], mission=mission)

    schedule = solve_campaign([late, *requests[1:]], **others)

    (refusal,) = schedule.refused
    assert ("oneweb-st30", "processing-time") == (refusal.mission, refusal.rule)
    assert "days after due 2021-04-12" in refusal.message
    assert 4 == len(schedule.launches)
