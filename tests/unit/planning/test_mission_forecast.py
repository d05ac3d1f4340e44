"""Orbits of a season's missions: foretold each, but for one that meets the ground."""

from dataclasses import replace

import pytest
from tests.fixtures.flown_soyuz import catalogue
from tests.fixtures.low_orbits import state
from tests.fixtures.orbital_plan import in_orbit
from tests.fixtures.plan_fixture import example_plan

from cosmodrome.planning.mission_forecast import foretold


@pytest.fixture(scope="module")
def mission():
    return in_orbit(example_plan().missions[0])


def test_every_mission_has_its_orbit_foretold_and_progress_is_told(mission):
    heard = []

    (told,) = foretold(
        [mission], shelf=catalogue(), seed=1, progress=lambda *stage: heard.append(stage)
    )

    assert [("orbits", 0, 1), ("orbits", 1, 1)] == heard
    assert told.injected is not None
    assert 1.0 == told.injected.days_d
    assert "ussuriysk" in {station.id for station in told.injected.stations}
    assert told.injected.acquisitions


def test_an_orbit_that_meets_the_ground_is_left_out(mission):
    r_m, v_m_s = state(perigee_km=-80.0)
    injection = replace(mission.ascent.injection, r_eci_m=r_m, v_eci_m_s=v_m_s)
    falling = replace(mission, ascent=replace(mission.ascent, injection=injection))

    (told,) = foretold([falling], shelf=catalogue(), seed=1, progress=lambda *_: None)

    assert told.injected is None
