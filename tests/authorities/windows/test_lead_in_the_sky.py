"""From the lift-off that a window names, the flight ends in the plane wanted, by astropy."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from astropy import units as u
from astropy.coordinates import GCRS, ITRS, TETE, CartesianRepresentation
from astropy.time import Time
from astropy.utils import iers
from tests.fixtures.pads import BAIKONUR_31_6, KOUROU_ELS, VOSTOCHNY_1S

from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.target import plane_of_target
from cosmodrome.store.earth_orientation_file import load_earth_orientation
from cosmodrome.store.layers import layers_over
from cosmodrome.units import deg
from cosmodrome.windows import AscentLead, find_windows

EPOCH = datetime(2023, 4, 1, tzinfo=UTC)
INJECTION_S = 3000.0
# Far away, so that nothing but directions counts.
FAR_M = 1e9
# A day of nutation, and the pole that astropy turns the pad by, too: half a second of a window.
PLANE_DEG = 0.002
# A quarter of a degree of the node is a minute of local time.
LOCAL_TIME_MIN = 0.01
ORIENTATION = load_earth_orientation(layers_over(()))


@pytest.fixture(autouse=True)
def offline():
    """Keep astropy to the Earth orientation data that it was installed with."""
    with iers.conf.set_temp("auto_download", value=False), iers.conf.set_temp("auto_max_age", None):
        yield


def normal(node_deg, inclination_deg):
    node, i = math.radians(node_deg), math.radians(inclination_deg)
    return np.array([math.sin(node) * math.sin(i), -math.cos(node) * math.sin(i), math.cos(i)])


def turned(vector, frame, other):
    given = frame.realize_frame(CartesianRepresentation(FAR_M * vector * u.m))
    return given.transform_to(other).cartesian.xyz.to_value(u.m) / FAR_M


def liftoff_of(orbit, site, node_eci_deg):
    """Return the lift-off of a flight that ends in a plane with its node there from Greenwich."""
    lead = AscentLead(
        node_eci_deg=node_eci_deg,
        injection_s=INJECTION_S,
        relative_launch_azimuth_deg=60.0,
    )
    windows = find_windows(
        orbit,
        site,
        first=EPOCH + timedelta(hours=1),
        last=EPOCH + timedelta(hours=26),
        ascent_leads=(lead,),
        orientation=ORIENTATION,
    )
    return next(w.liftoff for w in windows if w.liftoff)


@pytest.mark.parametrize("site", [VOSTOCHNY_1S, BAIKONUR_31_6, KOUROU_ELS], ids=lambda s: s.id)
@pytest.mark.parametrize("raan_frame", ["gcrf", "true-of-date"])
@pytest.mark.parametrize(
    ("raan_deg", "inclination_deg", "node_eci_deg"), [(10.0, 63.4, 70.0), (250.0, 97.4, 200.0)]
)
def test_the_flight_ends_in_the_plane_of_the_customer(
    site, raan_frame, raan_deg, inclination_deg, node_eci_deg
):
    # Without altitudes the plane stands still among the stars.
    orbit = TargetOrbit(
        kind="circular",
        inclination_deg=inclination_deg,
        raan_deg=raan_deg,
        raan_frame=raan_frame,
        raan_epoch=EPOCH,
    )
    flown_deg = deg(plane_of_target(orbit).inclination_rad)

    time = Time(liftoff_of(orbit, site, node_eci_deg))

    # The axes of a flight are those of the Earth at its lift-off, and turn no more.
    flown = turned(normal(node_eci_deg, flown_deg), ITRS(obstime=time), GCRS(obstime=time))
    wanted = normal(raan_deg, inclination_deg)
    if raan_frame == "true-of-date":
        wanted = turned(wanted, TETE(obstime=Time(EPOCH)), GCRS(obstime=Time(EPOCH)))
    apart_deg = math.degrees(2.0 * math.asin(np.linalg.norm(flown - wanted) / 2.0))
    assert apart_deg <= PLANE_DEG


@pytest.mark.parametrize("ltan_h", [6.0, 13.5, 22.25])
def test_the_flight_ends_at_the_local_time_of_the_customer(ltan_h):
    orbit = TargetOrbit(
        kind="sun-synchronous",
        perigee_altitude_km=820.0,
        apogee_altitude_km=820.0,
        ltan_h=ltan_h,
    )

    liftoff = liftoff_of(orbit, VOSTOCHNY_1S, 200.0)

    # What the Earth turns from lift-off to injection, the node falls back in longitude.
    begin, end = Time(liftoff), Time(liftoff + timedelta(seconds=INJECTION_S))
    turned_deg = (end.earth_rotation_angle(0.0) - begin.earth_rotation_angle(0.0)).deg % 360.0
    local_h = (end.ut1.jd1 - 0.5 + end.ut1.jd2) % 1.0 * 24.0 + (200.0 - turned_deg) / 15.0
    off_min = math.remainder(local_h - ltan_h, 24.0) * 60.0
    assert abs(off_min) <= LOCAL_TIME_MIN
