"""Launches that repeat a local time months later: the first fits it, the second is predicted."""

import csv
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.fixtures.pads import VOSTOCHNY_1S

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.plane import local_mean_solar_time_h
from cosmodrome.orbit.sun import equation_of_time_s
from cosmodrome.orbit.sun_synchronous import inclination_deg
from cosmodrome.store.earth_orientation_file import load_earth_orientation
from cosmodrome.store.layers import layers_over
from cosmodrome.units import rad
from cosmodrome.windows import find_windows
from cosmodrome.windows.crossings import passes_over

EVIDENCE = Path(__file__).parents[1] / "evidence" / "vostochny_launches.csv"
ALTITUDE_KM = 820.0
# Lift-offs are published in whole seconds, and follow UTC while the mean Sun follows UT1.
REPEATED_S = 0.5
# What the Sun one sees would have cost: the equation of time.
SUNDIAL_MISS_S = 600.0
ORIENTATION = load_earth_orientation(layers_over(()))


def liftoff_of(payload):
    lines = EVIDENCE.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    row = next(row for row in rows if row["payload"].startswith(payload))
    return datetime.fromisoformat(f"{row['date_utc']}T{row['time_utc']}+00:00")


def plane_over_the_pad(liftoff):
    """Return the sun-synchronous target whose ascending pass is over the pad at an instant.

    What the ascent takes is the same for the same rocket and cancels between two launches.
    """
    a_m = EARTH_EQUATORIAL_RADIUS_M + ALTITUDE_KM * 1e3
    rising = passes_over(VOSTOCHNY_1S, rad(inclination_deg(a_m)))[0]
    node_rad = rad(VOSTOCHNY_1S.longitude_deg) - rising.pad_from_node_rad
    ut1 = liftoff + timedelta(seconds=float(ORIENTATION.ut1_utc_s(liftoff)))
    orbit = TargetOrbit(
        kind="sun-synchronous", perigee_altitude_km=ALTITUDE_KM, apogee_altitude_km=ALTITUDE_KM
    )
    return replace(orbit, ltan_h=local_mean_solar_time_h(node_rad, ut1))


@pytest.mark.parametrize(
    ("first", "repeat"),
    [("Kanopus-V 3", "Kanopus-V 5"), ("Meteor-M 2-1", "Meteor-M 2-2")],
)
def test_a_repeat_launch_is_predicted_by_the_mean_sun_and_missed_by_the_sundial(first, repeat):
    fitted, flown = liftoff_of(first), liftoff_of(repeat)

    windows = find_windows(
        plane_over_the_pad(fitted),
        VOSTOCHNY_1S,
        first=flown - timedelta(hours=12),
        last=flown + timedelta(hours=12),
        orientation=ORIENTATION,
    )
    crossing = next(w.crossing for w in windows if w.kind == "ascending")

    late_s = (flown - crossing).total_seconds()
    sundial_s = equation_of_time_s(fitted) - equation_of_time_s(flown)
    assert abs(late_s) <= REPEATED_S
    assert abs(late_s - sundial_s) >= SUNDIAL_MISS_S
