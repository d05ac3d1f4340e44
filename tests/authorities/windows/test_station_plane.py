"""Passes of three pads through the plane of a real station, against Orekit and skyfield."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.fixtures.pads import BAIKONUR_31_6, KOUROU_ELS, STATION, VOSTOCHNY_1S

from cosmodrome.orbit.station import station_orbit
from cosmodrome.units import deg
from cosmodrome.windows import find_windows
from cosmodrome.windows.crossings import passes_over

EVIDENCE = Path(__file__).parents[1] / "evidence"

# The evidence's own statement; UT1 as UTC takes 0.02 s of it, the drift over ten days 0.1 s.
CROSSING_TOLERANCE_S = 1.0
# At the closest approach the distance is stationary: a time is ill determined, the angle is not.
CLOSEST_TOLERANCE_S = 20.0
CLOSEST_TOLERANCE_DEG = 0.002
# The osculating plane of the evidence sways about the mean one that we fly by.
OSCULATION_DEG = 0.06

KINDS = {"asc": "ascending", "desc": "descending", "closest": "tangent"}


def passes(name):
    lines = (EVIDENCE / name).read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [
        (KINDS[row["pass"]], datetime.fromisoformat(row["utc_mean_plane"]), row) for row in rows
    ]


def matched(pad, rows):
    """Pair each row with our window of the same kind nearest to it."""
    instants = [instant for _, instant, _ in rows]
    margin = timedelta(hours=1)
    windows = find_windows(STATION, pad, first=min(instants) - margin, last=max(instants) + margin)
    assert len(rows) == len(windows)
    return list(zip(rows, windows, strict=True))


@pytest.mark.parametrize(
    ("pad", "name"),
    [
        (BAIKONUR_31_6, "plane_24127_baikonur_31_6.csv"),
        (KOUROU_ELS, "plane_24127_kourou_els.csv"),
    ],
)
def test_crossings_of_the_mean_plane_agree_to_a_second(pad, name):
    for (kind, instant, _), window in matched(pad, passes(name)):
        assert kind == window.kind
        assert abs((window.crossing - instant).total_seconds()) <= CROSSING_TOLERANCE_S


def test_a_pad_above_the_inclination_meets_the_plane_tangentially_once_a_day():
    rows = passes("plane_24127_vostochny_1s.csv")

    for (kind, instant, row), window in matched(VOSTOCHNY_1S, rows):
        offset_deg = float(row["mean_plane_offset_deg"])
        assert kind == window.kind
        assert abs((window.crossing - instant).total_seconds()) <= CLOSEST_TOLERANCE_S
        assert window.plane_offset_deg == pytest.approx(offset_deg, abs=CLOSEST_TOLERANCE_DEG)


@pytest.mark.parametrize(
    ("pad", "name"),
    [
        (BAIKONUR_31_6, "plane_24127_baikonur_31_6.csv"),
        (KOUROU_ELS, "plane_24127_kourou_els.csv"),
    ],
)
def test_inertial_azimuths_agree_within_the_sway_of_the_osculating_plane(pad, name):
    inclination_rad = station_orbit(*STATION.station_tle).plane.inclination_rad
    ours = {p.kind: deg(p.inertial_azimuth_rad) for p in passes_over(pad, inclination_rad)}

    for kind, _, row in passes(name):
        assert ours[kind] == pytest.approx(float(row["inertial_azimuth_deg"]), abs=OSCULATION_DEG)
