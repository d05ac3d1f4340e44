"""Errors of the guided cut-off against published accuracy of injection.

The Soyuz figures are tolerances that flights keep, and its errors were set from them: three errors
cannot meet all four exactly, since these contradict each other (22 s of period are 18 km of the
mean axis; 42 km of apogee with 7 km of perigee would be 24 km), but each within a quarter. What a
user's guide promises must be kept, and not by pretending that there are no errors: at least a
seventh of it. Ariane's mean axis may exceed its figure by an eighth, as the errors are those of the
class and not fitted to it.
"""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import catalogue

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.orbit.elements import OrbitElements
from cosmodrome.safety.injection import half_width, injection_scatter

EVIDENCE = Path(__file__).parents[1] / "evidence" / "injection_accuracy.csv"
LINES = [
    line for line in EVIDENCE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
]
ROWS = list(csv.DictReader(LINES))
FIELDS = {
    "period": ("period_s", 1.0),
    "perigee": ("perigee_m", 1e3),
    "apogee": ("apogee_m", 1e3),
    "semi_major_axis": ("semi_major_axis_m", 1e3),
    "inclination": ("inclination_deg", 1.0),
    "raan": ("raan_deg", 1.0),
}
CLOSE_RATIO = 0.25
KEPT_RATIO = 1.15
NOT_NOTHING_RATIO = 1.0 / 7.0
CASES = 8192


def orbit_of(row):
    perigee_m, apogee_m = (
        EARTH_EQUATORIAL_RADIUS_M + 1e3 * float(row[key]) for key in ("perigee_km", "apogee_km")
    )
    # An error of direction is all inclination at the node, all node a quarter turn later.
    argument_deg = 90.0 if row["parameter"] == "raan" else 0.0
    return OrbitElements(
        semi_major_axis_m=0.5 * (perigee_m + apogee_m),
        eccentricity=(apogee_m - perigee_m) / (apogee_m + perigee_m),
        inclination_rad=math.radians(float(row["inclination_deg"])),
        raan_rad=0.0,
        argp_rad=math.radians(argument_deg),
        true_anomaly_rad=0.0,
    )


def predicted(row):
    climate = catalogue().weather(latitude_deg=0.0, longitude_deg=0.0, month=None).over_pad
    vehicle = catalogue().configuration(row["vehicle"]).vehicle
    scatter = injection_scatter(vehicle, orbit_of(row), climate, plan="sobol", seed=1, cases=CASES)
    name, unit = FIELDS[row["parameter"]]
    return float(half_width(getattr(scatter, name))) / unit


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['vehicle']}-{row['parameter']}")
def test_injection_is_as_accurate_as_published(row):
    published = float(row["value"])

    ratio = predicted(row) / published

    if row["bound"] == "tolerance":
        assert 1.0 == pytest.approx(ratio, abs=CLOSE_RATIO)
    else:
        assert NOT_NOTHING_RATIO < ratio < KEPT_RATIO


def test_periods_answer_to_speed_as_keplers_third_law_says():
    row = ROWS[0]
    climate = catalogue().weather(latitude_deg=0.0, longitude_deg=0.0, month=None).over_pad
    vehicle = catalogue().configuration("soyuz-2.1a").vehicle

    scatter = injection_scatter(vehicle, orbit_of(row), climate, plan="random", seed=1, cases=500)

    period_s = orbit_of(row).period_s
    expected_s = 1.5 * period_s * scatter.semi_major_axis_m / orbit_of(row).semi_major_axis_m
    assert np.allclose(expected_s, scatter.period_s, rtol=0.01, atol=1e-3)
