from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cosmodrome.errors import InputError
from cosmodrome.manifest import Manifest, Mission, Season, TargetOrbit

ORBIT = TargetOrbit(
    kind="circular", perigee_altitude_km=450.0, apogee_altitude_km=450.0, inclination_deg=87.4
)
MISSION = Mission(
    id="oneweb",
    name="OneWeb",
    kind="constellation-batch",
    spacecraft_mass_kg=5472.0,
    adapter_mass_kg=342.0,
    spacecraft_arrival=date(2021, 2, 15),
    earliest=date(2021, 3, 22),
    due=date(2021, 4, 12),
    priority=2,
    orbit=ORBIT,
)


def test_the_payload_is_spacecraft_and_dispenser():
    assert 5814.0 == MISSION.payload_kg


def test_a_mission_is_not_due_before_it_may_fly():
    with pytest.raises(InputError, match="due 2021-03-01 is before earliest 2021-03-22"):
        replace(MISSION, due=date(2021, 3, 1))


def test_an_orbit_has_a_plane_by_node_local_time_or_station_only():
    assert not ORBIT.has_plane
    assert replace(ORBIT, raan_deg=0.0).has_plane
    assert replace(ORBIT, ltdn_h=9.5).has_plane
    assert replace(ORBIT, station_tle=("1", "2")).has_plane


def test_an_apogee_is_not_below_its_perigee():
    with pytest.raises(InputError, match=r"apogee_altitude_km 400\.0 is below"):
        replace(ORBIT, apogee_altitude_km=400.0)


def test_a_mission_that_is_not_in_the_manifest_is_answered_with_those_that_are():
    manifest = Manifest(
        title="2021",
        as_of=datetime(2021, 1, 11, tzinfo=UTC),
        spaceport="vostochny",
        season=Season(first=date(2021, 2, 1), last=date(2021, 12, 31)),
        missions=(MISSION,),
        closures=(),
    )

    assert MISSION == manifest.mission("oneweb")
    with pytest.raises(InputError, match="no mission 'twoweb' in the manifest; it has oneweb"):
        manifest.mission("twoweb")
