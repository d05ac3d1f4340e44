"""What does Orekit read in our orbit messages? A process of its own: a folder in, JSON out.

Input: `folder` with the files of a mission, and `utc`, instants at which it answers with positions
in GCRF [m] of the ephemeris and of the two-line element; what the other messages hold besides.
Orekit asks ephemerides of planets where the Earth is, that is, about a message's CENTER_NAME: it is
told that the Earth is the Earth.
"""

import json
import sys
import tempfile
from pathlib import Path

from orekit_world import date_of, wake_orekit

EARTH_MU_M3_S2 = 3.986004418e14


def know_the_earth():
    from jpype import JProxy
    from org.orekit.data import DataContext

    own = {
        "getName": lambda: "Earth",
        "getGM": lambda: EARTH_MU_M3_S2,
        "getInertiallyOrientedFrame": gcrf,
        "getBodyOrientedFrame": gcrf,
    }
    earth = JProxy("org.orekit.bodies.CelestialBody", dict=own)
    found = {"loadCelestialBody": lambda _: earth}
    loader = JProxy("org.orekit.bodies.CelestialBodyLoader", dict=found)
    DataContext.getDefault().getCelestialBodies().addCelestialBodyLoader("Earth", loader)


def read(path, kind):
    from org.orekit.data import DataSource
    from org.orekit.files.ccsds.ndm import ParserBuilder

    parser = getattr(ParserBuilder(), f"build{kind}Parser")()
    return parser.parseMessage(DataSource(str(path)))


def gcrf():
    from org.orekit.frames import FramesFactory

    return FramesFactory.getGCRF()


def position(propagator, date):
    place = propagator.propagate(date).getPosition(gcrf())
    return list(place.toArray())


def of_ephemeris(folder, dates):
    message = read(folder / "first-orbits.oem", "Oem")
    propagator = message.getSatellites().values().iterator().next().getPropagator()
    return [position(propagator, date) for date in dates]


def of_lines(lines, dates):
    from org.orekit.propagation.analytical.tle import TLE, TLEPropagator

    element = TLE(*lines)
    return [position(TLEPropagator.selectExtrapolator(element), date) for date in dates]


def of_means(path):
    message = read(path, "Omm")
    data, metadata = message.getData(), message.getMetadata()
    mean = data.getKeplerianElementsBlock()
    return {
        "frame": str(metadata.getReferenceFrame().getName()),
        "theory": str(metadata.getMeanElementTheory()),
        "mean_motion_rad_s": mean.getMeanMotion(),
        "eccentricity": mean.getE(),
        "inclination_rad": mean.getI(),
        "number": int(data.getTLEBlock().getNoradID()),
        "bstar": data.getTLEBlock().getBStar(),
    }


def of_injection(path):
    message = read(path, "Opm")
    state = message.getData().getStateVectorBlock().toTimeStampedPVCoordinates()
    elements = message.getData().getKeplerianElementsBlock()
    covariance = message.getData().getCovarianceBlock()
    matrix = covariance.getCovarianceMatrix()
    return {
        "position": list(state.getPosition().toArray()),
        "axis_m": elements.getA(),
        "inclination_rad": elements.getI(),
        "mass_kg": message.getData().getSpacecraftParametersBlock().getMass(),
        "covariance_frame": str(covariance.getReferenceFrame().getName()),
        "covariance": [[matrix.getEntry(i, j) for j in range(6)] for i in range(6)],
    }


def main():
    question = json.load(sys.stdin)
    folder = Path(question["folder"])
    with tempfile.TemporaryDirectory() as data:
        wake_orekit(Path(data))
        know_the_earth()
        dates = [date_of(text) for text in question["utc"]]
        answer = {
            "ephemeris": of_ephemeris(folder, dates),
            "lines": of_lines((folder / "predicted.tle").read_text().splitlines()[-2:], dates),
            "omm": of_means(folder / "predicted.omm"),
            "omm_xml": of_means(folder / "predicted.omm.xml"),
            "opm": of_injection(folder / "injection.opm"),
        }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
