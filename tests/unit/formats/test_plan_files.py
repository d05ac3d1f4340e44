"""A plan's folder has the files that people were promised, each readable as what it is."""

import json
from dataclasses import replace

from icalendar import Calendar
from tests.fixtures.orbital_plan import planeless_mission_in_orbit, polar_mission
from tests.fixtures.plan_fixture import example_plan

from cosmodrome.formats.orbit_messages import WHERE_PREDICTED
from cosmodrome.formats.plan_files import FILES_OF_EVERY_MISSION, plan_files

SEASON = {"plan.json", "report.html", "campaign.ics"}
PROMISED = {
    *("trajectory.csv", "ascent.oem", "injection.opm", "ascent.czml", "hazards.geojson"),
    *("hazards.kml", "notices.txt"),
}


def test_a_plan_has_the_files_of_the_contract():
    files = plan_files(example_plan())

    for mission in ("meteor", "batch"):
        assert files.keys() >= {f"{mission}/{name}" for name in PROMISED}
    assert SEASON == {path for path in files if "/" not in path}
    assert set(FILES_OF_EVERY_MISSION) == PROMISED | {"countdown.jsonl", "windows.ics"}


def test_every_file_says_something():
    assert all(len(text) > 100 for text in plan_files(example_plan()).values())


def test_a_mission_in_orbit_has_its_first_orbits_and_elements_too():
    plan = example_plan()
    missions = (polar_mission(), planeless_mission_in_orbit())

    files = plan_files(replace(plan, missions=missions))

    for name in WHERE_PREDICTED:
        assert f"meteor/{name}" in files
    assert "batch/first-orbits.oem" in files
    assert "batch/predicted.tle" not in files


def test_a_mission_has_a_calendar_of_its_windows():
    (event,) = Calendar.from_ical(plan_files(example_plan())["meteor/windows.ics"]).walk("VEVENT")

    assert "meteor.descending.20280512.1@vostochny-1s.cosmodrome" == str(event["uid"])


def test_a_plan_made_again_is_the_same_files():
    assert plan_files(example_plan()) == plan_files(example_plan())


def test_a_season_in_which_everything_is_refused_still_has_its_files():
    plan = example_plan()
    empty = replace(
        plan,
        missions=(),
        campaign=replace(plan.campaign, activities=(), launches=(), status="infeasible"),
    )

    files = plan_files(empty)

    assert SEASON == set(files)
    assert "too-heavy" == json.loads(files["plan.json"])["refusals"][0]["mission"]
