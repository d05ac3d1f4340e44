import functools
from dataclasses import replace

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import (
    BOOSTERS_OFF_S,
    CORE_OFF_S,
    catalogue,
    configuration,
    flown_soyuz,
)

from cosmodrome.safety.flight_lines import FlightLines, corridor_lines
from cosmodrome.safety.line_check import check_lines, dispersed_spread
from cosmodrome.safety.monte_carlo import FallStudy, fall_study
from cosmodrome.safety.tangent import TangentPlane

CASES = 128


@functools.cache
def study() -> FallStudy:
    profile, trajectory = flown_soyuz()
    weather = catalogue().weather(
        latitude_deg=profile.latitude_deg, longitude_deg=profile.longitude_deg, month=None
    )
    return fall_study(profile, trajectory, configuration().vehicle, weather=weather)


def corridor(azimuth_deg, half_angle_deg):
    profile, _ = flown_soyuz()
    edges = corridor_lines(
        id="north",
        name="north",
        pad=TangentPlane(latitude_deg=profile.latitude_deg, longitude_deg=profile.longitude_deg),
        azimuth_deg=azimuth_deg,
        half_angle_deg=half_angle_deg,
        half_width_m=20e3,
        length_m=3000e3,
        inclinations_deg=(80.0, 100.0),
    )
    return FlightLines(spaceport="vostochny", published=False, lines=edges, gates=())


@pytest.mark.parametrize(("azimuth_deg", "kept"), [(352.0, True), (300.0, False)])
def test_a_flight_northwards_keeps_a_northern_corridor_and_no_other(azimuth_deg, kept):
    margins = check_lines(*flown_soyuz(), corridor(azimuth_deg, 12.0))

    assert kept == all(margin.kept for margin in margins)


def test_lines_for_other_inclinations_are_not_held_against_a_flight():
    eastern = FlightLines(spaceport="vostochny", published=False, lines=(), gates=())

    assert () == check_lines(*flown_soyuz(), eastern)


def test_dispersed_flights_scatter_the_impact_point_more_and_more():
    spread = dispersed_spread(study(), seed=3, cases=CASES)

    assert 0.0 == spread.t_s[0] == spread.sigma_m[0]
    known = spread.t_s[1:]
    assert BOOSTERS_OFF_S == pytest.approx(known[0], abs=2.0)
    assert np.any(np.isclose(known, CORE_OFF_S, atol=3.0))
    assert 100.0 < spread.at_m(BOOSTERS_OFF_S) < spread.at_m(CORE_OFF_S) < 50e3


def test_margins_of_a_dispersed_flight_come_in_standard_deviations():
    spread = dispersed_spread(study(), seed=3, cases=CASES)

    margins = check_lines(*flown_soyuz(), corridor(330.0, 12.0), spread=spread)

    crossed = next(margin for margin in margins if not margin.kept)
    assert crossed.margin_sigmas_ratio < -3.0


def test_a_flight_that_drops_nothing_before_the_last_stage_has_no_known_scatter():
    assert dispersed_spread(replace(study(), programme=None), seed=1) is None
