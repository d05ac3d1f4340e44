"""The guide to pointing antennas is followed: its Python finds the passes that we foretell."""

import re
from datetime import datetime
from pathlib import Path

from tests.fixtures.orbital_plan import polar_mission
from tests.fixtures.plan_fixture import example_plan

from cosmodrome.formats.orbit_messages import orbit_messages
from cosmodrome.formats.subject import subject_of
from cosmodrome.orbit.visibility import find_passes
from cosmodrome.spaceport.ground_station import GroundStation

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "point-antennas.md"
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
SVALBARD = GroundStation(
    id="svalbard",
    name="Svalbard",
    latitude_deg=78.23,
    longitude_deg=15.39,
    altitude_m=480.0,
    mask_deg=5.0,
)
# Skyfield's events are written to the second; SGP4 is up to 0.4 km, 0.05 s, off the orbit, but a
# low pass magnifies that.
SAME_RISE_S = 2.0


def test_the_page_finds_the_passes_that_we_foretell(tmp_path, monkeypatch, capsys):
    plan = polar_mission()
    (script,) = PYTHON.findall(PAGE.read_text(encoding="utf-8"))
    texts = orbit_messages(subject_of(plan), as_of=example_plan().manifest.as_of)
    folder = tmp_path / "forecast"
    folder.mkdir()
    (folder / "predicted.omm.xml").write_text(texts["predicted.omm.xml"])
    monkeypatch.chdir(tmp_path)

    exec(compile(script, str(PAGE), "exec"), {})

    told = [line.split() for line in capsys.readouterr().out.splitlines()]
    rises = [datetime.fromisoformat(instant) for instant, word in told if word == "rises"]
    foretold = find_passes(plan.predicted.first_orbits, [SVALBARD])
    begun = [each.rise.t_s for each in foretold if not each.begins_before]
    ours = [(instant - plan.liftoff).total_seconds() for instant in rises]
    assert len(begun) == len(ours) > 8
    assert max(abs(a - b) for a, b in zip(begun, ours, strict=True)) < SAME_RISE_S
