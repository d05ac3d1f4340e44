"""How fast is the full chain of precession, nutation and rotation, anew for every state?

The plain reference: ERFA's `c2t06a` (IAU 2006/2000A), vectorised over dates by pyerfa, velocities
by the turn's own rate. What Cosmodrome freezes is not frozen here. Prints one JSON line. Wants
`benchmarks` in PYTHONPATH, as `windows.py` sets it.
"""

import argparse
from time import process_time

import erfa
import numpy as np
from _windows_work import FIRST, Array, frame_differences, orientation, say, states

from cosmodrome.constants import EARTH_ROTATION_RATE_RAD_S, SECONDS_PER_DAY_S
from cosmodrome.epochs import tt_julian_date, utc_julian_date


def turned(r_m: Array, v_m_s: Array, t_s: Array) -> tuple[Array, Array]:
    """Return Earth-fixed states in the sky."""
    tt, utc = tt_julian_date(FIRST), utc_julian_date(FIRST)
    since_d = t_s / SECONDS_PER_DAY_S
    ut1_d = utc.fraction_d + since_d + orientation().ut1_utc_s(FIRST, t_s) / SECONDS_PER_DAY_S
    pole_rad = orientation().pole_rad(FIRST, t_s)
    matrices = erfa.c2t06a(tt.midnight_d, tt.fraction_d + since_d, utc.midnight_d, ut1_d, *pole_rad)
    locator_rad = erfa.sp00(tt.midnight_d, tt.fraction_d + since_d)
    axis = EARTH_ROTATION_RATE_RAD_S * erfa.pom00(*pole_rad, locator_rad)[:, :, 2]
    fixed_m_s = v_m_s + np.cross(axis, r_m)
    return np.einsum("nji,nj->ni", matrices, r_m), np.einsum("nji,nj->ni", matrices, fixed_m_s)


def measure(count: int) -> None:
    """Measure and print."""
    given = states(count)
    began_s = process_time()
    r_m, v_m_s = turned(*given)
    taken_s = process_time() - began_s
    figures = frame_differences(r_m, v_m_s)
    say("ecef-to-eci", erfa.__version__, states_per_s=count / taken_s, **figures)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    measure(parser.parse_args().count)
