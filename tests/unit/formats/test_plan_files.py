"""A plan's folder has the files that people were promised, each readable as what it is."""

import json
from dataclasses import replace

from tests.fixtures.plan_fixture import example_plan

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
    assert set(FILES_OF_EVERY_MISSION) == PROMISED | {"countdown.jsonl"}


def test_every_file_says_something():
    assert all(len(text) > 100 for text in plan_files(example_plan()).values())


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
