"""How fast are crossings, frames and the Sun in Astropy, vectorised over its times?

With the Earth orientation that the astropy-iers-data package brings. Prints one JSON line per piece
of work. Wants `benchmarks` in PYTHONPATH, as `windows.py` sets it.
"""

import argparse
from time import process_time

import astropy
import numpy as np
from _windows_work import (
    A_YEAR,
    BAIKONUR,
    FIRST,
    Array,
    frame_differences,
    largest_difference_s,
    our_crossings,
    our_sun_elevation_rad,
    say,
    sign_changes_s,
    states,
    station_normals,
    sun_times_s,
)
from astropy import units as u
from astropy.coordinates import (
    CIRS,
    GCRS,
    ITRS,
    AltAz,
    CartesianDifferential,
    CartesianRepresentation,
    EarthLocation,
    get_sun,
)
from astropy.time import Time, TimeDelta
from astropy.utils import iers

STEP_S = 1800.0
VERSION = astropy.__version__
PLACE = EarthLocation.from_geodetic(
    BAIKONUR.longitude_deg * u.deg, BAIKONUR.latitude_deg * u.deg, BAIKONUR.altitude_m * u.m
)


def times(t_s: Array) -> Time:
    """Return Astropy's times some seconds after `FIRST`."""
    return Time(FIRST) + TimeDelta(t_s, format="sec")


def crossings() -> None:
    """Find a year of passes of a pad through the plane of a station."""

    def height(t_s: Array) -> Array:
        time = times(t_s)
        pad = PLACE.get_itrs(time).transform_to(CIRS(obstime=time)).cartesian.xyz.to_value(u.m)
        return np.einsum("in,in->n", pad, station_normals(t_s))

    began_s = process_time()
    theirs_s = sign_changes_s(height, last_s=A_YEAR.total_seconds(), step_s=STEP_S)
    say(
        "station-year",
        VERSION,
        cpu_s=process_time() - began_s,
        windows=len(theirs_s),
        max_difference_s=largest_difference_s(theirs_s, our_crossings()),
        how="ITRS to CIRS every half hour, then secants; Earth orientation measured",
    )


def frames(count: int) -> None:
    """Turn Earth-fixed states into the sky."""
    r_m, v_m_s, t_s = states(count)
    began_s = process_time()
    time = times(t_s)
    given = CartesianRepresentation(r_m.T * u.m).with_differentials(
        CartesianDifferential(v_m_s.T * u.m / u.s)
    )
    sky = ITRS(given, obstime=time).transform_to(GCRS(obstime=time)).cartesian
    turned_m = sky.xyz.to_value(u.m)
    turned_m_s = sky.differentials["s"].d_xyz.to_value(u.m / u.s)
    taken_s = process_time() - began_s
    figures = frame_differences(turned_m.T, turned_m_s.T)
    say("ecef-to-eci", VERSION, states_per_s=count / taken_s, **figures)


def sun(count: int) -> None:
    """Look how high the Sun stands over a pad through a year."""
    t_s = sun_times_s(count)
    began_s = process_time()
    time = times(t_s)
    theirs_rad = get_sun(time).transform_to(AltAz(obstime=time, location=PLACE)).alt.rad
    taken_s = process_time() - began_s
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
    with iers.conf.set_temp("auto_download", value=False), iers.conf.set_temp("auto_max_age", None):
        crossings()
        frames(options.count)
        sun(options.count)
