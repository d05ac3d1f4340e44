"""How does an orbit plane stand in the sky, today and on other days?

Every plane a customer can ask for becomes one record: inclination to the equator of date, and a
node that drifts evenly. The node is counted from the celestial intermediate origin, because that
origin does not wander along the equator and the Earth turns evenly against it: passes over a pad
then have a closed form. The slow tilt and nod of the equator is left out: up to 3 s of a pass in a
year, far less than the drift of the node itself is known to.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from cosmodrome.constants import SECONDS_PER_DAY_S
from cosmodrome.epochs import (
    SIDEREAL_RATE_RAD_S,
    apparent_sidereal_angle_rad,
    earth_rotation_angle_rad,
    seconds_between_s,
)
from cosmodrome.errors import InputError
from cosmodrome.orbit.frames import earth_attitude

MEAN_SOLAR_RATE_RAD_S = 2.0 * math.pi / SECONDS_PER_DAY_S
TURN_RAD = 2.0 * math.pi

RaanFrame = Literal["true-of-date", "gcrf"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrbitPlane:
    """A plane by its inclination and its node at an epoch, with the node's even drift.

    Angles are to the true equator of date; `node_rad` from the celestial intermediate origin.
    """

    epoch: datetime
    inclination_rad: float
    node_rad: float
    node_rate_rad_s: float

    def node_at_rad(self, instant: datetime) -> float:
        """Return the node at another instant, 0 to 2 pi."""
        drift_rad = self.node_rate_rad_s * seconds_between_s(self.epoch, instant)
        return (self.node_rad + drift_rad) % TURN_RAD

    def node_longitude_rad(self, instant: datetime) -> float:
        """Return the longitude over which the ascending node stands, -pi to pi."""
        longitude_rad = self.node_at_rad(instant) - earth_rotation_angle_rad(instant)
        return math.remainder(longitude_rad, TURN_RAD)

    def raan_true_of_date_rad(self, instant: datetime) -> float:
        """Return the right ascension of the node, from the true equinox of that date."""
        from_greenwich_rad = self.node_longitude_rad(instant)
        return (from_greenwich_rad + apparent_sidereal_angle_rad(instant)) % TURN_RAD

    def ltan_h(self, instant: datetime) -> float:
        """Return the mean solar time at the ascending node, 0 to 24."""
        return local_mean_solar_time_h(self.node_longitude_rad(instant), instant)


def local_mean_solar_time_h(longitude_rad: float, instant: datetime) -> float:
    """Return the mean solar time at a longitude, 0 to 24, UT1 taken as UTC."""
    utc = instant.astimezone(UTC)
    midnight = utc.replace(hour=0, minute=0, second=0, microsecond=0)
    angle_rad = MEAN_SOLAR_RATE_RAD_S * seconds_between_s(midnight, utc) + longitude_rad
    return angle_rad % TURN_RAD / TURN_RAD * 24.0


def plane_of_raan(
    raan_rad: float,
    inclination_rad: float,
    *,
    frame: RaanFrame,
    epoch: datetime,
    node_rate_rad_s: float,
) -> OrbitPlane:
    """Return the plane whose node has a right ascension at an epoch.

    Parameters
    ----------
    raan_rad, inclination_rad : float
        Both in the frame named; GCRF elements are turned into those of date.
    frame : str
        ``true-of-date``: true equator and equinox of `epoch`; ``gcrf``: the axes of the sky, whose
        equinox of 2000 is 0.3 deg (80 s of a window) away by now.
    epoch : datetime
        When the node stands there.
    node_rate_rad_s : float
        Drift of the node after it, and before.
    """
    attitude = earth_attitude(epoch)
    matrix = attitude.intermediate_from_gcrf
    if frame == "true-of-date":
        matrix = matrix @ attitude.true_of_date_from_gcrf.T
    sine = math.sin(inclination_rad)
    normal = (math.sin(raan_rad) * sine, -math.cos(raan_rad) * sine, math.cos(inclination_rad))
    x, y, z = (matrix @ normal).tolist()
    return OrbitPlane(
        epoch=epoch,
        inclination_rad=math.atan2(math.hypot(x, y), z),
        node_rad=math.atan2(x, -y) % TURN_RAD,
        node_rate_rad_s=node_rate_rad_s,
    )


def plane_of_local_time(ltan_h: float, inclination_rad: float) -> OrbitPlane:
    """Return the plane whose ascending node keeps its mean solar time.

    The mean Sun is the one of UT1: such a plane passes over a pad at the same UT1 every day, while
    the Sun one sees is up to 16 min early or late.
    """
    if not 0.0 <= ltan_h < 24.0:
        raise InputError(f"a local time must be 0 to 24 h, got {ltan_h}")
    epoch = datetime(2000, 1, 1, tzinfo=UTC)
    longitude_rad = ltan_h / 24.0 * TURN_RAD
    return OrbitPlane(
        epoch=epoch,
        inclination_rad=inclination_rad,
        node_rad=(earth_rotation_angle_rad(epoch) + longitude_rad) % TURN_RAD,
        node_rate_rad_s=SIDEREAL_RATE_RAD_S - MEAN_SOLAR_RATE_RAD_S,
    )
