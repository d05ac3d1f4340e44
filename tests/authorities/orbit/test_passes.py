"""Passes of a space station over places of the catalogue, by its TLE: skyfield and Orekit."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import brentq
from sgp4.api import WGS72, Satrec
from skyfield.api import EarthSatellite, load, wgs84
from tests.fixtures.pads import STATION_TLE

from cosmodrome.epochs import utc_julian_date
from cosmodrome.orbit.teme import teme_to_ecef
from cosmodrome.orbit.visibility import find_passes
from cosmodrome.store.earth_orientation_file import load_earth_orientation
from cosmodrome.store.ground_stations_file import load_station_networks
from cosmodrome.store.layers import layers_over

# Skyfield leaves polar motion out, 14 m of the satellite's place, and we look to 0.01 s.
EDGE_S = 0.03
# It finds events to some tenths of a second; edges are sought in its own heights about them.
NEAR_S = 5.0
TOP_S, TOP_DEG = 1.0, 0.005
# Orekit has UT1 and pole as we have them; what remains is our search.
OREKIT_S = 0.02
WORLD = Path(__file__).with_name("orekit_passes.py")
DAYS_S = 2.0 * 86400.0
PLACES = ("kiruna", "kourou", "perth", "vostochny-ip", "mcmurdo", "svalbard", "santiago")
STATIONS = {
    station.id: station
    for network in load_station_networks(layers_over([]))
    for station in network.stations
    if station.id in PLACES
}
ORIENTATION = load_earth_orientation(layers_over([]))


class Flight:
    """A two-line element in motion."""

    def __init__(self, lines, origin):
        self.satellite, self.origin = Satrec.twoline2rv(*lines, WGS72), origin
        self.first_s, self.last_s = 0.0, DAYS_S

    def ecef_at(self, t_s):
        start = utc_julian_date(self.origin)
        fraction_d = start.fraction_d + t_s / 86400.0
        errors, r_km, v_km_s = self.satellite.sgp4_array(
            np.full(t_s.shape, start.midnight_d), fraction_d
        )
        assert not errors.any()
        return teme_to_ecef(1e3 * r_km, 1e3 * v_km_s, self.origin, t_s=t_s, orientation=ORIENTATION)


@pytest.fixture(scope="module")
def origin():
    epoch = EarthSatellite(*STATION_TLE, ts=load.timescale(builtin=True)).epoch.utc_datetime()
    return epoch.replace(microsecond=0).astimezone(UTC)


def skyfield_passes(station, origin):
    """Return rise, culmination and set of every whole pass, seconds after the origin."""
    times = load.timescale(builtin=True)
    satellite = EarthSatellite(*STATION_TLE, ts=times)
    place = wgs84.latlon(
        station.latitude_deg, station.longitude_deg, elevation_m=station.altitude_m
    )
    first = times.from_datetime(origin)
    last = times.from_datetime(datetime.fromtimestamp(origin.timestamp() + DAYS_S, tz=UTC))
    at, kinds = satellite.find_events(place, first, last, altitude_degrees=station.mask_deg)
    t_s = (at.tt - first.tt) * 86400.0

    def height_deg(after_s):
        moment = times.tt_jd(first.tt + after_s / 86400.0)
        return float((satellite - place).at(moment).altaz()[0].degrees)

    def edge_s(near_s):
        return brentq(
            lambda x: height_deg(x) - station.mask_deg, near_s - NEAR_S, near_s + NEAR_S, xtol=1e-3
        )

    starts = [k for k in range(len(kinds) - 2) if list(kinds[k : k + 3]) == [0, 1, 2]]
    return [
        (edge_s(t_s[k]), t_s[k + 1], edge_s(t_s[k + 2]), height_deg(t_s[k + 1])) for k in starts
    ]


@pytest.mark.parametrize("id", PLACES)
def test_passes_are_those_of_skyfield(id, origin):
    theirs = skyfield_passes(STATIONS[id], origin)

    found = find_passes(Flight(STATION_TLE, origin), [STATIONS[id]])

    ours = [p for p in found if not (p.begins_before or p.ends_after)]
    assert len(theirs) == len(ours)
    for (rise_s, top_s, set_s, top_deg), one in zip(theirs, ours, strict=True):
        assert rise_s == pytest.approx(one.rise.t_s, abs=EDGE_S)
        assert set_s == pytest.approx(one.set.t_s, abs=EDGE_S)
        assert top_s == pytest.approx(one.culmination.t_s, abs=TOP_S)
        assert top_deg == pytest.approx(one.culmination.elevation_deg, abs=TOP_DEG)


@pytest.fixture(scope="module")
def orekit_passes(origin):
    """Return rise and set of every whole pass over each place, seconds after the origin."""
    places = [STATIONS[id] for id in PLACES]
    question = {
        "lines": list(STATION_TLE),
        "utc": origin.isoformat(),
        "last_s": DAYS_S,
        "places": [(s.latitude_deg, s.longitude_deg, s.altitude_m, s.mask_deg) for s in places],
    }
    done = subprocess.run(
        [sys.executable, WORLD], input=json.dumps(question), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(PLACES, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("id", PLACES)
def test_passes_are_those_of_orekit(id, origin, orekit_passes):
    found = find_passes(Flight(STATION_TLE, origin), [STATIONS[id]])

    ours = [(p.rise.t_s, p.set.t_s) for p in found if not (p.begins_before or p.ends_after)]
    assert len(orekit_passes[id]) == len(ours)
    for theirs, mine in zip(orekit_passes[id], ours, strict=True):
        assert theirs == pytest.approx(mine, abs=OREKIT_S)
