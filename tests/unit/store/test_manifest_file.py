from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.manifest_file import read_manifest

EXAMPLES = Path(__file__).parents[3] / "examples"

# The payload of mission ST33, 36 satellites with dispenser, as published.
ONEWEB_KG = 5814.0


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def test_the_season_of_2021_has_five_launches_of_the_published_mass_without_planes(catalogue):
    manifest = read_manifest(EXAMPLES / "vostochny-2021.toml", catalogue)

    assert 5 == len(manifest.missions)
    assert {ONEWEB_KG} == {mission.payload_kg for mission in manifest.missions}
    assert not any(mission.orbit.has_plane for mission in manifest.missions)
    assert datetime(2021, 1, 11, tzinfo=UTC) == manifest.as_of


def test_the_flown_days_of_2021_lie_in_the_periods_that_the_example_asks_for(catalogue):
    manifest = read_manifest(EXAMPLES / "vostochny-2021.toml", catalogue)
    flown = [
        date(2021, 3, 25),
        date(2021, 4, 25),
        date(2021, 5, 28),
        date(2021, 7, 1),
        date(2021, 10, 14),
    ]

    for mission, day in zip(manifest.missions, flown, strict=True):
        assert mission.earliest <= day <= mission.due


def test_the_season_of_2028_mixes_every_kind_of_mission(catalogue):
    manifest = read_manifest(EXAMPLES / "vostochny-2028.toml", catalogue)

    assert {"satellite", "constellation-batch", "cargo-capsule", "crewed-capsule"} == {
        mission.kind for mission in manifest.missions
    }
    assert {"circular", "sun-synchronous", "station"} == {
        mission.orbit.kind for mission in manifest.missions
    }
    assert "zns" == manifest.closures[0].facility
    assert 45.0 == manifest.mission("mid-latitude-1").orbit.inclination_deg


def test_what_may_be_left_out_has_its_plain_meaning(tmp_path, catalogue):
    path = tmp_path / "season.toml"
    path.write_text(
        """
as_of = 2028-01-10T03:00:00+03:00
spaceport = "vostochny"
season = { from = 2028-02-01, to = 2029-01-31 }
[[mission]]
id = "a"
name = "A"
kind = "satellite"
spacecraft_mass_kg = 500
spacecraft_arrival = 2028-03-15
earliest = 2028-05-01
due = 2028-06-30
orbit.altitude_km = 450
orbit.inclination_deg = 87.4
""",
        encoding="utf-8",
    )

    manifest = read_manifest(path, catalogue)

    mission = manifest.mission("a")
    assert "Vostochny 2028 to 2029" == manifest.title
    assert datetime(2028, 1, 10, tzinfo=UTC) == manifest.as_of
    assert (1, 500.0) == (mission.priority, mission.payload_kg)
    assert (None, None) == (mission.vehicle, mission.complex)
    assert "circular" == mission.orbit.kind
    assert () == manifest.closures
