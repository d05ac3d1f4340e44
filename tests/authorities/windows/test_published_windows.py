"""Windows that flew, and drifts that others published."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.fixtures.pads import BAIKONUR_31_6, pad

from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.plane import plane_of_raan
from cosmodrome.units import rad
from cosmodrome.windows import find_windows
from cosmodrome.windows.crossings import crossing_times, passes_over

EVIDENCE = Path(__file__).parents[1] / "evidence"

# Published to 0.1 s; the offsets are rounded to it, and UT1 is up to 0.2 s from UTC in 2018.
OFFSET_TOLERANCE_S = 1.0
# The published times are whole minutes, over 43 days.
DRIFT_TOLERANCE_MIN_PER_DAY = 1.0 / 43.0


def published():
    return tomllib.loads((EVIDENCE / "windows.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("launch", published()["iss_launch"], ids=lambda launch: launch["id"])
def test_flown_station_launches_stand_as_far_before_the_mean_plane_as_published(launch):
    liftoff = datetime.fromisoformat(launch["liftoff_utc"])
    site = pad(launch["lat"], launch["lon"], altitude_m=BAIKONUR_31_6.altitude_m)
    orbit = TargetOrbit(kind="station", station_tle=tuple(launch["tle"]))

    windows = find_windows(
        orbit, site, first=liftoff - timedelta(hours=3), last=liftoff + timedelta(hours=3)
    )
    crossing = next(w.crossing for w in windows if w.kind == launch["pass"])

    offset_s = (liftoff - crossing).total_seconds()
    assert offset_s == pytest.approx(launch["offset_mean_plane_s"], abs=OFFSET_TOLERANCE_S)


def test_a_planar_window_drifts_as_published():
    drift = published()["planar_drift"][0]
    epoch = datetime(2018, 12, 8, tzinfo=UTC)
    plane = plane_of_raan(
        0.0,
        rad(74.0),
        frame="true-of-date",
        epoch=epoch,
        node_rate_rad_s=rad(drift["raan_rate_deg_per_day"]) / 86400.0,
    )
    site = pad(34.6, -120.6)

    times = crossing_times(
        plane,
        site.longitude_deg,
        passes_over(site, plane.inclination_rad)[0],
        first=epoch,
        last=epoch + timedelta(days=45),
    )

    per_day = (times[43] - times[0] - timedelta(days=43)) / 43
    minutes_per_day = per_day.total_seconds() / 60.0
    assert minutes_per_day == pytest.approx(
        drift["drift_min_per_day"], abs=DRIFT_TOLERANCE_MIN_PER_DAY
    )
