"""How fast are crossings, frames, SGP4 and the Sun in Orekit, called from Python?

Orekit is Java: every call goes through JPype, so these are loops over dates. Prints one JSON line
per piece of work. Wants `benchmarks` and the repository's root in PYTHONPATH, as
`windows.py` sets it.
"""

import argparse
import tempfile
from importlib.metadata import version
from pathlib import Path
from time import process_time

import numpy as np
from _windows_work import (
    A_YEAR,
    BAIKONUR,
    FIRST,
    STATION_TLE,
    Array,
    frame_differences,
    largest_difference_s,
    largest_distance,
    our_crossings,
    say,
    sgp4_states,
    sign_changes_s,
    states,
    station_normals,
)
from tests.authorities.orbit.orekit_world import wake_orekit

from cosmodrome.orbit.frames import ecef_of_place_m
from cosmodrome.units import rad

STEP_S = 1800.0
WITHOUT_TIDES = False
VERSION = version("orekit_jpype")


def measure(count: int) -> None:
    """Measure and print."""
    from org.orekit.frames import FramesFactory
    from org.orekit.time import AbsoluteDate, TimeScalesFactory
    from org.orekit.utils import IERSConventions

    utc = TimeScalesFactory.getUTC()
    origin = AbsoluteDate(FIRST.year, FIRST.month, FIRST.day, 0, 0, 0.0, utc)
    full = (IERSConventions.IERS_2010, WITHOUT_TIDES)
    itrf = FramesFactory.getITRF(*full)
    crossings(origin, itrf, FramesFactory.getCIRF(*full))
    frames(count, origin, itrf, FramesFactory.getGCRF())
    propagation(count, origin, FramesFactory.getTEME())


def crossings(origin, itrf, cirf) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Find a year of passes of a pad through the plane of a station."""
    from org.hipparchus.geometry.euclidean.threed import Vector3D

    place = rad(BAIKONUR.latitude_deg), rad(BAIKONUR.longitude_deg)
    pad = Vector3D(*(float(x) for x in ecef_of_place_m(*place, BAIKONUR.altitude_m)))

    def height(t_s: Array) -> Array:
        found = np.empty((3, len(t_s)))
        for i, t in enumerate(t_s.tolist()):
            turned = itrf.getStaticTransformTo(cirf, origin.shiftedBy(t)).transformPosition(pad)
            found[:, i] = turned.getX(), turned.getY(), turned.getZ()
        return np.einsum("in,in->n", found, station_normals(t_s))

    began_s = process_time()
    theirs_s = sign_changes_s(height, last_s=A_YEAR.total_seconds(), step_s=STEP_S)
    say(
        "station-year",
        VERSION,
        cpu_s=process_time() - began_s,
        windows=len(theirs_s),
        max_difference_s=largest_difference_s(theirs_s, our_crossings()),
        how="static transforms every half hour, then secants; Earth orientation measured",
    )


def frames(count: int, origin, itrf, gcrf) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Turn Earth-fixed states into the sky."""
    from org.hipparchus.geometry.euclidean.threed import Vector3D
    from org.orekit.utils import PVCoordinates

    r_m, v_m_s, t_s = states(count)
    given = [
        PVCoordinates(Vector3D(*r), Vector3D(*v))
        for r, v in zip(r_m.tolist(), v_m_s.tolist(), strict=True)
    ]
    turned = np.empty((count, 6))
    began_s = process_time()
    for i, t in enumerate(t_s.tolist()):
        pv = itrf.getTransformTo(gcrf, origin.shiftedBy(t)).transformPVCoordinates(given[i])
        r, v = pv.getPosition(), pv.getVelocity()
        turned[i] = r.getX(), r.getY(), r.getZ(), v.getX(), v.getY(), v.getZ()
    taken_s = process_time() - began_s
    figures = frame_differences(turned[:, :3], turned[:, 3:])
    say("ecef-to-eci", VERSION, states_per_s=count / taken_s, **figures)


def propagation(count: int, origin, teme) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Follow the station's two-line element over a day."""
    from org.orekit.propagation.analytical.tle import TLE, TLEPropagator

    propagator = TLEPropagator.selectExtrapolator(TLE(*STATION_TLE))
    t_s = np.linspace(0.0, 86400.0, count)
    found = np.empty((count, 6))
    began_s = process_time()
    for i, t in enumerate(t_s.tolist()):
        pv = propagator.getPVCoordinates(origin.shiftedBy(t), teme)
        r, v = pv.getPosition(), pv.getVelocity()
        found[i] = r.getX(), r.getY(), r.getZ(), v.getX(), v.getY(), v.getZ()
    taken_s = process_time() - began_s
    ours_m, ours_m_s = sgp4_states(t_s)
    say(
        "sgp4",
        VERSION,
        count=count,
        states_per_s=count / taken_s,
        max_difference_m=largest_distance(found[:, :3], ours_m),
        max_difference_m_s=largest_distance(found[:, 3:], ours_m_s),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    with tempfile.TemporaryDirectory() as data:
        wake_orekit(Path(data))
        measure(parser.parse_args().count)
