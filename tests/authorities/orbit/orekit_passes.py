"""When does Orekit see a satellite rise and set? A process of its own: JSON in, JSON out.

Input: `lines` of a two-line element, `utc` where seconds count from, `last_s`, and `places` as
latitude, longitude [deg], height [m] and mask [deg]. Output: for each place its passes, rise and
set [s], of those that begin and end inside. Orekit looks from a place on WGS-84 in ITRF, with UT1
and pole as measured and geometric directions, as we do.
"""

import json
import math
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

from orekit_world import date_of, itrf, wake_orekit

# Orekit looks at elevations so often, and finds edges so well.
CHECK_S, FOUND_S = 30.0, 1e-4


def passes(question):
    from org.orekit.bodies import GeodeticPoint, OneAxisEllipsoid
    from org.orekit.frames import TopocentricFrame
    from org.orekit.propagation.analytical.tle import TLE, TLEPropagator
    from org.orekit.propagation.events import ElevationDetector, EventsLogger
    from org.orekit.propagation.events.handlers import ContinueOnEvent
    from org.orekit.utils import Constants

    earth = OneAxisEllipsoid(
        Constants.WGS84_EARTH_EQUATORIAL_RADIUS, Constants.WGS84_EARTH_FLATTENING, itrf()
    )
    first = date_of(question["utc"])
    propagator = TLEPropagator.selectExtrapolator(TLE(*question["lines"]))
    loggers = []
    for latitude_deg, longitude_deg, height_m, mask_deg in question["places"]:
        point = GeodeticPoint(math.radians(latitude_deg), math.radians(longitude_deg), height_m)
        seen = ElevationDetector(CHECK_S, FOUND_S, TopocentricFrame(earth, point, "place"))
        seen = seen.withConstantElevation(math.radians(mask_deg)).withHandler(ContinueOnEvent())
        loggers.append(EventsLogger())
        propagator.addEventDetector(loggers[-1].monitorDetector(seen))
    propagator.propagate(first, first.shiftedBy(float(question["last_s"])))
    return [paired(logger, first) for logger in loggers]


def paired(logger, first):
    events = [
        (event.isIncreasing(), event.getState().getDate().durationFrom(first))
        for event in logger.getLoggedEvents()
    ]
    return [(rise[1], fall[1]) for rise, fall in pairwise(events) if rise[0] and not fall[0]]


def main():
    with tempfile.TemporaryDirectory() as folder:
        wake_orekit(Path(folder))
        json.dump(passes(json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
