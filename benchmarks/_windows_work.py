"""What is asked of Cosmodrome and of its peers alike: planes, pads, states, and a year."""

import json
import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sgp4.api import Satrec

from cosmodrome.constants import SECONDS_PER_DAY_S
from cosmodrome.epochs import EarthOrientation, utc_julian_date
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.frames import ecef_to_gcrf, oriented_attitude
from cosmodrome.orbit.station import station_orbit
from cosmodrome.orbit.sun import sun_elevation_rad
from cosmodrome.spaceport import AzimuthCorridor, LaunchComplex
from cosmodrome.store.earth_orientation_file import load_earth_orientation
from cosmodrome.store.layers import layers_over
from cosmodrome.units import rad
from cosmodrome.windows import find_windows

Array = NDArray[np.float64]

STATION_TLE = (
    "1 25544U 98067A   24127.82853009  .00015698  00000+0  27310-3 0  9995",
    "2 25544  51.6393 160.4574 0003580 140.6673 205.7250 15.50957674452123",
)
STATION = TargetOrbit(kind="station", station_tle=STATION_TLE)
FIRST = datetime(2024, 5, 7, tzinfo=UTC)
"""The day after the element's epoch; Earth orientation of the year after it is measured."""
A_YEAR = timedelta(days=365)

SEED = 5
FRAME_SPAN_S = 600.0
METRES_PER_KILOMETRE = 1000.0
SECANTS = 7
LEAST_RADIUS_M, MOST_RADIUS_M = 6.5e6, 7.4e6


def pad(name: str, latitude_deg: float, longitude_deg: float, altitude_m: float) -> LaunchComplex:
    """Return a pad that may fire everywhere."""
    return LaunchComplex(
        id=name,
        name=name,
        spaceport="benchmark",
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        altitude_m=altitude_m,
        corridor=AzimuthCorridor(min_deg=0.0, max_deg=359.999),
        vehicles=(),
        available_from=None,
        available_until=None,
        status="active",
        refurbishment_d=1,
    )


BAIKONUR = pad("Baikonur 31/6", 45.9961, 63.5639, 104.0)
PADS = (
    BAIKONUR,
    pad("Vostochny 1S", 51.8842, 128.3347, 278.0),
    pad("Plesetsk 43", 62.9288, 40.4570, 120.0),
    pad("Kourou ELS", 5.3047, -52.8347, 10.0),
    pad("Cape Canaveral 40", 28.5619, -80.5772, 3.0),
)


CONSTELLATION = TargetOrbit(
    kind="circular",
    perigee_altitude_km=1200.0,
    apogee_altitude_km=1200.0,
    inclination_deg=87.9,
    raan_deg=0.0,
    raan_frame="true-of-date",
    raan_epoch=FIRST,
    planes=20,
    plane_spacing_deg=9.0,
)


def our_crossings() -> list[datetime]:
    """Return when Baikonur passes the plane of the station, by us."""
    found = find_windows(
        STATION, BAIKONUR, first=FIRST, last=FIRST + A_YEAR, orientation=orientation()
    )
    return [window.crossing for window in found if window.crossing]


def station_normals(t_s: Array) -> Array:
    """Return unit normals of the station's mean plane, seconds after `FIRST`, shape (3, n).

    In intermediate axes (CIRS): node counted from the origin that does not wander, drifting evenly.
    """
    plane = station_orbit(*STATION_TLE).plane
    since_s = (FIRST - plane.epoch).total_seconds() + t_s
    node_rad = plane.node_rad + plane.node_rate_rad_s * since_s
    sine = math.sin(plane.inclination_rad)
    up = np.full_like(node_rad, math.cos(plane.inclination_rad))
    return np.array([np.sin(node_rad) * sine, -np.cos(node_rad) * sine, up])


def states(count: int) -> tuple[Array, Array, Array]:
    """Return Earth-fixed positions and velocities, shape (n, 3), and seconds after `FIRST`."""
    rng = np.random.default_rng(SEED)
    directions = rng.normal(size=(count, 3))
    directions /= np.linalg.norm(directions, axis=1)[:, None]
    r_m = directions * rng.uniform(LEAST_RADIUS_M, MOST_RADIUS_M, count)[:, None]
    v_m_s = rng.normal(scale=4e3, size=(count, 3))
    return r_m, v_m_s, np.linspace(0.0, FRAME_SPAN_S, count)


def sign_changes_s(height: Callable[[Array], Array], *, last_s: float, step_s: float) -> Array:
    """Return where a function of seconds passes zero, by sampling and the secant method.

    Vectorised: every root is refined at once, as a careful user of a peer's library would.
    """
    t_s = np.arange(0.0, last_s + step_s, step_s)
    values = height(t_s)
    at = np.flatnonzero(np.sign(values[1:]) != np.sign(values[:-1]))
    low_s, high_s, low, high = t_s[at], t_s[at + 1], values[at], values[at + 1]
    for _ in range(SECANTS):
        middle_s = high_s - high * (high_s - low_s) / (high - low)
        middle = height(middle_s)
        same = np.sign(middle) == np.sign(high)
        # The Illinois rule keeps the bracket from stalling at one end.
        low_s, low = np.where(same, low_s, high_s), np.where(same, low / 2.0, high)
        high_s, high = middle_s, middle
    return high_s[high_s <= last_s]


def largest_difference_s(theirs_s: Array, ours: list[datetime]) -> float:
    """Return the largest gap between crossings of two, each matched to the nearest of the other."""
    ours_s = np.array([(instant - FIRST).total_seconds() for instant in ours])
    if len(ours_s) != len(theirs_s):
        raise SystemExit(f"we find {len(ours_s)} crossings, the peer {len(theirs_s)}")
    return float(np.max(np.abs(np.sort(theirs_s) - np.sort(ours_s))))


def largest_distance(theirs: Array, ours: Array) -> float:
    """Return the largest distance between rows of vectors."""
    return float(np.max(np.linalg.norm(theirs - ours, axis=1)))


@cache
def orientation() -> EarthOrientation:
    """Return how the Earth has turned, by the packaged table."""
    return load_earth_orientation(layers_over(()))


def our_sky_states(r_m: Array, v_m_s: Array, t_s: Array) -> tuple[Array, Array]:
    """Return states turned into the sky by us, the Earth's attitude frozen in mid-span."""
    middle_s = FRAME_SPAN_S / 2.0
    attitude = oriented_attitude(FIRST + timedelta(seconds=middle_s), orientation())
    return ecef_to_gcrf(r_m, v_m_s, attitude=attitude, t_s=t_s - middle_s)


def frame_differences(r_m: Array, v_m_s: Array) -> dict[str, object]:
    """Return how far a peer's turned states, shape (n, 3), are from ours."""
    ours_m, ours_m_s = our_sky_states(*states(len(r_m)))
    return {
        "count": len(r_m),
        "max_difference_m": largest_distance(r_m, ours_m),
        "max_difference_m_s": largest_distance(v_m_s, ours_m_s),
    }


def sgp4_states(t_s: Array) -> tuple[Array, Array]:
    """Return states of the station in TEME [m, m/s], shape (n, 3), seconds after `FIRST`."""
    satellite = Satrec.twoline2rv(*STATION_TLE)
    midnight = utc_julian_date(FIRST)
    fractions_d = midnight.fraction_d + t_s / SECONDS_PER_DAY_S
    errors, r_km, v_km_s = satellite.sgp4_array(
        np.full_like(fractions_d, midnight.midnight_d), fractions_d
    )
    if errors.any():
        raise SystemExit(f"SGP4 refuses {np.count_nonzero(errors)} of {len(t_s)} instants")
    return METRES_PER_KILOMETRE * r_km, METRES_PER_KILOMETRE * v_km_s


def say(work: str, version: str, **figures: object) -> None:
    """Print what a peer does of a piece of work."""
    print(json.dumps({"work": work, "version": version, "status": "measured"} | figures))


def sun_times_s(count: int) -> Array:
    """Return instants spread over a year, seconds after `FIRST`."""
    return np.linspace(0.0, A_YEAR.total_seconds(), count)


def our_sun_elevation_rad(t_s: Array) -> Array:
    """Return the height of the Sun over Baikonur by us."""
    return sun_elevation_rad(rad(BAIKONUR.latitude_deg), rad(BAIKONUR.longitude_deg), FIRST, t_s)
