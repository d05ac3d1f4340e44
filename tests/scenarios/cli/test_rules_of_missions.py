"""A season whose missions lay rules upon their launches, as a script asks for its schedule."""

import json
from datetime import date, timedelta
from pathlib import Path

from typer.testing import CliRunner

from cosmodrome.cli.main import app

EXAMPLE = Path(__file__).parents[3] / "examples" / "vostochny-2021.toml"
WEEKDAYS = """
[[mission.rules]]
kind = "crew-hours"
from = "09:00"
to = "18:00"
days = "tue-wed"

"""
APART = """
[[mission.rules]]
kind = "launch-spacing"
hours_h = 960
missions = ["oneweb-st30"]

"""
NEVER = """
[[mission.rules]]
kind = "blackout"
name = "holidays"
from = 2021-01-01T00:00:00Z
to = 2022-01-01T00:00:00Z

"""


def schedule_with(folder, rules):
    """Return the schedule of the example with rules behind some of its missions."""
    head, *missions = EXAMPLE.read_text().split("[[mission]]")
    ruled = [text + rules.get(number, "") for number, text in enumerate(missions)]
    (folder / "season.toml").write_text("[[mission]]".join([head, *ruled]))
    result = CliRunner().invoke(app, ["schedule", str(folder / "season.toml"), "--json"])
    document = json.loads(result.stdout)
    launches = {each["mission"]: each for each in document["launches"]}
    return result.exit_code, launches, document["refusals"]


def test_missions_launch_on_days_that_their_rules_allow_and_as_far_apart_as_they_ask(tmp_path):
    code, launches, refusals = schedule_with(tmp_path, {0: WEEKDAYS, 1: APART})

    first, second = (
        date.fromisoformat(launches[name]["launch_date"]) for name in ("oneweb-st30", "oneweb-st31")
    )
    assert 0 == code
    assert [] == refusals
    assert first.isoweekday() in (2, 3)
    assert second - first == timedelta(days=41)
    assert any("960 h before or after oneweb-st30" in why for why in launches["oneweb-st31"]["why"])


def test_a_mission_that_its_rules_never_let_go_is_refused_by_their_name(tmp_path):
    code, launches, (refusal,) = schedule_with(tmp_path, {2: NEVER})

    assert 1 == code
    assert "oneweb-st32" not in launches
    assert ("oneweb-st32", "launch-window") == (refusal["mission"], refusal["rule"])
    assert "closed by holidays" in refusal["message"]
