"""In which plane does a station fly, and where in it, by its two-line element?

A planner wants the mean plane: the element's own node with the secular drift of SGP4. The
osculating plane sways about it by up to 15 s of a window and is another one at every orbit. The
place in the plane is the mean one too, within 0.2 deg of the osculating.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sgp4 import model
from sgp4.api import SGP4_ERRORS, WGS72, Satrec

from cosmodrome.constants import SECONDS_PER_DAY_S
from cosmodrome.epochs import (
    JulianDate,
    earth_rotation_angle_rad,
    seconds_between_s,
    teme_sidereal_angle_rad,
    utc_of_julian_date,
)
from cosmodrome.errors import InputError
from cosmodrome.orbit.plane import OrbitPlane
from cosmodrome.orbit.two_lines import OBJECT, checked_lines, shown_over_layout

# Constants of the model that two-line elements are fitted with (Spacetrack Report No. 3).
WGS72_EQUATORIAL_RADIUS_M = 6378135.0
SECONDS_PER_MINUTE_S = 60.0
TURN_RAD = 2.0 * math.pi
# Over which the equinox is taken to move evenly.
EQUINOX_SPAN = timedelta(days=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class StationOrbit:
    """Mean elements of a station at the epoch of its two-line element.

    `plane` leaves out what drag does to the node, because a station keeps its height by burns of
    its own: drag would move a crossing by 3 s in ten days and by 100 s in sixty. `drag_terms` are
    the coefficients, in radians, of the squared and higher powers of time [s] in the argument of
    latitude.
    """

    number: str
    epoch: datetime
    semi_major_axis_m: float
    eccentricity: float
    plane: OrbitPlane
    epoch_argument_of_latitude_rad: float
    argument_of_latitude_rate_rad_s: float
    drag_terms: tuple[float, ...]

    def argument_of_latitude_rad(
        self, origin: datetime, t_s: ArrayLike = 0.0
    ) -> NDArray[np.float64]:
        """Return the mean angle from the ascending node along the orbit, 0 to 2 pi.

        Parameters
        ----------
        origin : datetime
            Where time counts from.
        t_s : float or ndarray
            Seconds after `origin`.

        Notes
        -----
        The secular rates of SGP4 with its drag [1]_: mean anomaly and perigee together, so that a
        nearly circular orbit does no harm. Nothing periodic: the equation of the centre (0.04 deg
        of the station) and the ripple of J2 (0.15 deg) are left out. Burns of the station are not
        foreseen.

        References
        ----------
        .. [1] Hoots & Roehrich, Spacetrack Report No. 3 (1980), section 6.
        """
        since_s = seconds_between_s(self.epoch, origin) + np.asarray(t_s, dtype=np.float64)
        angle_rad = (
            self.epoch_argument_of_latitude_rad + self.argument_of_latitude_rate_rad_s * since_s
        )
        for power, term in enumerate(self.drag_terms, start=2):
            angle_rad = angle_rad + term * since_s**power
        return angle_rad % TURN_RAD

    def age_d(self, instant: datetime) -> float:
        """Return how old the element is at an instant [d], negative before its epoch."""
        return seconds_between_s(self.epoch, instant) / SECONDS_PER_DAY_S


def station_orbit(line1: str, line2: str) -> StationOrbit:
    """Return the mean orbit of a two-line element, after checking both lines.

    Raises
    ------
    InputError
        If a line is not laid out as it should be, its checksum is wrong, they do not belong
        together, or SGP4 finds the satellite decayed; the message shows both lines over the
        official layout.
    """
    lines = checked_lines(line1, line2)
    satellite = Satrec.twoline2rv(*lines, WGS72)
    error = satellite.error or satellite.sgp4(satellite.jdsatepoch, satellite.jdsatepochF)[0]
    if error:
        raise InputError(
            f"SGP4 refuses the two-line element of {lines[0][OBJECT]}, its error {error}: "
            f"{SGP4_ERRORS[error]}{shown_over_layout(*lines)}"
        )
    epoch = utc_of_julian_date(
        JulianDate(midnight_d=satellite.jdsatepoch, fraction_d=satellite.jdsatepochF)
    )
    plane = OrbitPlane(
        epoch=epoch,
        inclination_rad=satellite.inclo,
        node_rad=(satellite.nodeo + _to_intermediate_rad(epoch)) % TURN_RAD,
        node_rate_rad_s=satellite.nodedot / SECONDS_PER_MINUTE_S + _equinox_rate_rad_s(epoch),
    )
    terms = model.Satrec.twoline2rv(*lines, WGS72)
    drag = (terms.t2cof, terms.t3cof, terms.t4cof, terms.t5cof)
    return StationOrbit(
        number=lines[0][OBJECT],
        epoch=epoch,
        semi_major_axis_m=satellite.a * WGS72_EQUATORIAL_RADIUS_M,
        eccentricity=satellite.ecco,
        plane=plane,
        epoch_argument_of_latitude_rad=(satellite.mo + satellite.argpo) % TURN_RAD,
        argument_of_latitude_rate_rad_s=(satellite.mdot + satellite.argpdot) / SECONDS_PER_MINUTE_S,
        drag_terms=tuple(
            terms.no_unkozai * term / SECONDS_PER_MINUTE_S**power
            for power, term in enumerate(drag, start=2)
        ),
    )


def _to_intermediate_rad(instant: datetime) -> float:
    """Return by how much the origin of two-line elements stands east of the intermediate one."""
    return earth_rotation_angle_rad(instant) - teme_sidereal_angle_rad(instant)


def _equinox_rate_rad_s(epoch: datetime) -> float:
    """Return how fast the equinox, that two-line elements count from, moves against the origin."""
    moved_rad = _to_intermediate_rad(epoch + EQUINOX_SPAN) - _to_intermediate_rad(epoch)
    return math.remainder(moved_rad, TURN_RAD) / EQUINOX_SPAN.total_seconds()
