"""Sun-synchronous inclinations against a table."""

import csv
from pathlib import Path

import pytest

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.orbit.sun_synchronous import inclination_deg

EVIDENCE = Path(__file__).parents[1] / "evidence"
# The table prints six decimals.
TOLERANCE_DEG = 1e-6


def test_inclinations_agree_to_the_last_decimal_of_the_table():
    lines = (EVIDENCE / "sso_inclination.csv").read_text(encoding="utf-8").splitlines()

    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        a_m = EARTH_EQUATORIAL_RADIUS_M + float(row["altitude_km"]) * 1e3
        expected_deg = float(row["inclination_deg_J2"])
        assert expected_deg == pytest.approx(inclination_deg(a_m), abs=TOLERANCE_DEG)
