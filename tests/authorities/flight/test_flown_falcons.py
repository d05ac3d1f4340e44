"""Our ascents of two flown payloads, against what the webcasts of Falcon 9 showed."""

import csv
import functools
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cosmodrome.ascent.optimise import Optimiser
from cosmodrome.ascent.rules import AscentRules
from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.manifest import TargetOrbit
from cosmodrome.store.catalogue import load_catalogue

EVIDENCE = Path(__file__).parents[1] / "evidence"
# The vehicle's figures were derived from the accelerations of EchoStar 23, and the limit on dynamic
# pressure from its altitude at cut-off; nothing of the way of either flight was used. The thrust of
# Inmarsat-5 F4 was some per cent lower for a minute about 120 s.
SPEED_RATIO = {"EchoStar 23": 0.03, "Inmarsat-5 F4": 0.045}
DOWNRANGE_RATIO = {"EchoStar 23": 0.035, "Inmarsat-5 F4": 0.085}
ALTITUDE_M = 10e3
LIMIT_PA = 29.6e3
# Differences of rounded altitudes make the first of the flown distances.
LEAST_DOWNRANGE_M = 2e3
# By tanks and flow in ours; event files give whole seconds, one of them a second late.
CUTOFF_S = 3.5
TIMES_S = np.arange(90.0, 481.0, 30.0)
pytestmark = pytest.mark.slow


@functools.cache
def flights():
    rows = tomllib.loads((EVIDENCE / "falcon9_flights.toml").read_text("utf-8"))["flight"]
    return {row["id"]: row for row in rows}


def flown(flight):
    """Times, speeds, altitudes and distances on the ground as the webcast showed them."""
    lines = (EVIDENCE / "falcon9_telemetry.csv").read_text("utf-8").splitlines()
    table = csv.DictReader(line for line in lines if not line.startswith("#"))
    rows = [row for row in table if row["flight"] == flight]
    t_s, speed, altitude_m, horizontal = (
        np.array([float(row[key]) for row in rows])
        for key in ("t_s", "speed_m_s", "altitude_m", "horizontal_speed_m_s")
    )
    ground = horizontal * EARTH_EQUATORIAL_RADIUS_M / (EARTH_EQUATORIAL_RADIUS_M + altitude_m)
    steps = 0.5 * (ground[1:] + ground[:-1]) * np.diff(t_s)
    return t_s, speed, altitude_m, np.concatenate([[0.0], np.cumsum(steps)])


@functools.cache
def ours(flight):
    """The flight to the parking orbit, throttled when that flight was, and lofted."""
    row, catalogue = flights()[flight], load_catalogue()
    configuration = catalogue.configuration(row["vehicle"])
    first, *others = configuration.vehicle.stages
    throttle = list(first.throttle)
    down = next(i for i, piece in enumerate(throttle) if piece.start_ratio < 1.0)
    for index, at_s in enumerate(row["throttle_down_s"], start=down):
        throttle[index] = replace(throttle[index], at_s=at_s)
    stages = (replace(first, throttle=tuple(throttle)), *others)
    configuration = replace(configuration, vehicle=replace(configuration.vehicle, stages=stages))
    rules = AscentRules(max_dynamic_pressure_pa=LIMIT_PA)
    place, orbit = catalogue.complex(row["complex"]), TargetOrbit(**row["parking"])
    return Optimiser(configuration, place, orbit, rules=rules).ascent(row["payload_kg"]).trajectory


@pytest.mark.parametrize("flight", ["EchoStar 23", "Inmarsat-5 F4"])
def test_speed_altitude_and_distance_are_those_flown(flight):
    trajectory = ours(flight)
    t_s, speed, altitude_m, downrange_m = (
        np.interp(TIMES_S, flown(flight)[0], v) for v in flown(flight)
    )

    def at(values):
        return np.interp(t_s, trajectory.t_s, values)

    apart_m_s = np.abs(at(trajectory.v_ecef_m_s) - speed)
    apart_m = np.abs(at(trajectory.downrange_m) - downrange_m)
    assert np.all(apart_m_s < SPEED_RATIO[flight] * speed)
    assert np.all(apart_m < np.maximum(DOWNRANGE_RATIO[flight] * downrange_m, LEAST_DOWNRANGE_M))
    assert np.all(np.abs(at(trajectory.altitude_m) - altitude_m) < ALTITUDE_M)


@pytest.mark.parametrize("flight", ["EchoStar 23", "Inmarsat-5 F4"])
def test_the_first_stage_burns_out_when_it_did(flight):
    event = ours(flight).event("stage-1 cut-off")

    assert flights()[flight]["events"]["stage-1 cut-off"] == pytest.approx(event.t_s, abs=CUTOFF_S)
