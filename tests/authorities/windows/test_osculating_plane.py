"""Passes through the osculating plane of a station, by SGP4 and our frames, against Orekit."""

import csv
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sgp4.api import Satrec
from tests.fixtures.pads import BAIKONUR_31_6, KOUROU_ELS, STATION_TLE, VOSTOCHNY_1S

from cosmodrome.epochs import utc_julian_date
from cosmodrome.orbit.frames import ecef_of_place_m
from cosmodrome.orbit.teme import teme_to_ecef
from cosmodrome.store.earth_orientation_file import load_earth_orientation
from cosmodrome.store.layers import layers_over

EVIDENCE = Path(__file__).parents[1] / "evidence"
ORIENTATION = load_earth_orientation(layers_over(()))
# The evidence's header prints four decimals; its passes are those of pads by three, and agree to
# its own milliseconds there. The step of the search below is 1 s, straight between.
CASES = {
    "baikonur_31_6": replace(BAIKONUR_31_6, latitude_deg=45.996, longitude_deg=63.564),
    "kourou_els": replace(KOUROU_ELS, latitude_deg=5.305, longitude_deg=-52.834),
    "vostochny_1s": replace(VOSTOCHNY_1S, latitude_deg=51.884, longitude_deg=128.334),
}
CROSSING_S, CLOSEST_S, CLOSEST_DEG = 0.02, 0.1, 3e-5
AROUND_S = 60.0


def passes(name):
    lines = (EVIDENCE / f"plane_24127_{name}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def off_the_plane_deg(site, begin, t_s):
    """Return how far a pad stands off the plane of the station's position and velocity."""
    date = utc_julian_date(begin)
    midnights = np.full_like(t_s, date.midnight_d)
    errors, r_km, v_km_s = Satrec.twoline2rv(*STATION_TLE).sgp4_array(
        midnights, date.fraction_d + t_s / 86400.0
    )
    assert not errors.any()
    normals = np.cross(r_km, v_km_s)
    normals /= np.linalg.norm(normals, axis=1)[:, None]
    fixed, _ = teme_to_ecef(
        normals, np.zeros_like(normals), begin, t_s=t_s, orientation=ORIENTATION
    )
    place_m = ecef_of_place_m(
        np.radians(site.latitude_deg), np.radians(site.longitude_deg), site.altitude_m
    )
    return np.degrees(np.arcsin(fixed @ place_m / np.linalg.norm(place_m)))


@pytest.mark.parametrize("name", CASES)
def test_passes_through_the_osculating_plane_agree_with_orekit(name):
    t_s = np.arange(0.0, 2.0 * AROUND_S + 1.0)
    for row in passes(name):
        theirs = datetime.fromisoformat(row["utc_osculating"])
        off_deg = off_the_plane_deg(CASES[name], theirs - timedelta(seconds=AROUND_S), t_s)
        if row["pass"] == "closest":
            bow = np.polynomial.Polynomial.fit(t_s, np.abs(off_deg), 4).deriv()
            at_s = min(
                (r.real for r in bow.roots() if abs(r.imag) < 1.0), key=lambda r: abs(r - AROUND_S)
            )
            assert abs(at_s - AROUND_S) <= CLOSEST_S
            assert np.interp(at_s, t_s, np.abs(off_deg)) == pytest.approx(
                float(row["plane_offset_deg"]), abs=CLOSEST_DEG
            )
        else:
            rising = off_deg if off_deg[-1] > off_deg[0] else -off_deg
            assert abs(np.interp(0.0, rising, t_s) - AROUND_S) <= CROSSING_S
