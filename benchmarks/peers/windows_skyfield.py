"""How fast are crossings, frames and SGP4 in Skyfield, vectorised as its manual shows?

With the ephemeris DE421 of the skyfield-data package; its own UT1, and no polar motion, which it
has only from a table that is loaded. Prints one JSON line per piece of work.
Wants `benchmarks` in PYTHONPATH, as `windows.py` sets it.
"""

import argparse
from importlib.resources import files
from time import process_time

import numpy as np
import skyfield
from _windows_work import (
    A_YEAR,
    BAIKONUR,
    FIRST,
    STATION_TLE,
    frame_differences,
    largest_difference_s,
    largest_distance,
    our_crossings,
    our_sun_elevation_rad,
    say,
    sgp4_states,
    states,
    station_normals,
    sun_times_s,
)
from skyfield.api import EarthSatellite, load, load_file, wgs84
from skyfield.framelib import itrs
from skyfield.positionlib import ICRF
from skyfield.searchlib import find_discrete
from skyfield.timelib import Time
from skyfield.units import Distance, Velocity

from cosmodrome.constants import SECONDS_PER_DAY_S

STEP_D = 1.0 / 48.0
VERSION = ".".join(map(str, skyfield.VERSION))
PLACE = wgs84.latlon(BAIKONUR.latitude_deg, BAIKONUR.longitude_deg, BAIKONUR.altitude_m)
# The package itself warns of a table beside it that is not read here.
EPHEMERIS = str(files("skyfield_data") / "data" / "de421.bsp")
TIMESCALE = load.timescale(builtin=True)


def times(t_s: np.ndarray) -> Time:
    """Return Skyfield's times some seconds after `FIRST`."""
    return TIMESCALE.utc(FIRST.year, FIRST.month, FIRST.day, 0, 0, t_s)


def crossings() -> None:
    """Find a year of passes of a pad through the plane of a station."""
    origin = times(np.array(0.0))

    def above(time: Time) -> np.ndarray:
        t_s = (time.tt - origin.tt) * SECONDS_PER_DAY_S
        pad_m = np.einsum("ijn,jn->in", time.C, PLACE.at(time).position.m)
        return np.einsum("in,in->n", pad_m, station_normals(t_s)) > 0.0

    above.step_days = STEP_D  # type: ignore[attr-defined]
    began_s = process_time()
    found, _ = find_discrete(origin, times(np.array(A_YEAR.total_seconds())), above)
    taken_s = process_time() - began_s
    theirs_s = (found.tt - origin.tt) * SECONDS_PER_DAY_S
    say(
        "station-year",
        VERSION,
        cpu_s=taken_s,
        windows=len(theirs_s),
        max_difference_s=largest_difference_s(theirs_s, our_crossings()),
        how="find_discrete, steps of half an hour; its own UT1",
    )


def frames(count: int) -> None:
    """Turn Earth-fixed states into the sky."""
    r_m, v_m_s, t_s = states(count)
    began_s = process_time()
    sky = ICRF.from_time_and_frame_vectors(
        times(t_s), itrs, Distance(m=r_m.T), Velocity(km_per_s=v_m_s.T / 1e3)
    )
    turned_m, turned_m_s = sky.position.m, sky.velocity.m_per_s
    taken_s = process_time() - began_s
    figures = frame_differences(turned_m.T, turned_m_s.T)
    say("ecef-to-eci", VERSION, states_per_s=count / taken_s, **figures)


def propagation(count: int) -> None:
    """Follow the station's two-line element over a day, in its own axes."""
    satellite = EarthSatellite(*STATION_TLE, ts=TIMESCALE)
    t_s = np.linspace(0.0, SECONDS_PER_DAY_S, count)
    began_s = process_time()
    r_km, v_km_s, _ = satellite._position_and_velocity_TEME_km(times(t_s))
    taken_s = process_time() - began_s
    ours_m, ours_m_s = sgp4_states(t_s)
    say(
        "sgp4",
        VERSION,
        count=count,
        states_per_s=count / taken_s,
        max_difference_m=largest_distance(r_km.T * 1e3, ours_m),
        max_difference_m_s=largest_distance(v_km_s.T * 1e3, ours_m_s),
    )


def sun(count: int) -> None:
    """Look how high the Sun stands over a pad through a year."""
    t_s = sun_times_s(count)
    planets = load_file(EPHEMERIS)
    place = planets["earth"] + PLACE
    began_s = process_time()
    theirs_rad = place.at(times(t_s)).observe(planets["sun"]).apparent().altaz()[0].radians
    taken_s = process_time() - began_s
    planets.close()
    difference_rad = np.max(np.abs(theirs_rad - our_sun_elevation_rad(t_s)))
    say(
        "sun-elevation",
        VERSION,
        count=count,
        samples_per_s=count / taken_s,
        max_difference_deg=float(np.degrees(difference_rad)),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    options = parser.parse_args()
    crossings()
    frames(options.count)
    propagation(options.count)
    sun(options.count)
