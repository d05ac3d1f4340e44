"""At which crossings can a ship reach its station, by which profile, and in which plane?

The station's phase decides: how far it is ahead of the ship at injection must be what the ship
catches up on its way. And the plane to launch into stands a little east of the station's: on the
way the ship's node drifts westward onto it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from cosmodrome.epochs import SIDEREAL_RATE_RAD_S, seconds_between_s
from cosmodrome.errors import InputError
from cosmodrome.orbit.frames import geocentric_latitude_rad
from cosmodrome.orbit.phasing import Phasing
from cosmodrome.orbit.station import StationOrbit
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.units import rad
from cosmodrome.windows.crossings import PadPass
from cosmodrome.windows.lead import AscentLead, lead_before_crossing_s

TURN_RAD = 2.0 * math.pi
# A lift-off a second later meets the station 0.065 deg on, which asks for 0.03 s more: after so
# many rounds the rest is nothing.
ROUNDS = 6
# A phase at the very edge of what a profile serves is served.
ROUNDING_DEG = 1e-9

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProfileFits:
    """How crossings of a station's plane suit a profile, arrays of shape (n,).

    `station_phase_deg` is how far the station is ahead of the pad at the crossing,
    `insertion_phase_deg` how far ahead of the ship at injection; where a profile takes more than a
    turn to catch up, it is counted so. `miss_deg` is by how much that is more (positive) or less
    (negative) than the profile can make good, 0 where it serves. `later_s` is how long after the
    station's plane the plane of the launch crosses the pad.
    """

    station_phase_deg: Array
    insertion_phase_deg: Array
    miss_deg: Array
    later_s: Array

    @property
    def admissible(self) -> NDArray[np.bool_]:
        """Tell for each crossing whether the profile can serve it."""
        return np.abs(self.miss_deg) <= ROUNDING_DEG


def phases_deg(
    station: StationOrbit, complex: LaunchComplex, passing: PadPass, crossings: Sequence[datetime]
) -> Array:
    """Return how far a station is ahead of a pad, in its plane, as the pad passes through it.

    Parameters
    ----------
    station : StationOrbit
    complex : LaunchComplex
    passing : PadPass
        Of the station's plane.
    crossings : sequence of datetime
        Instants of that pass.

    Returns
    -------
    ndarray, shape (n,)
        The station's mean argument of latitude less the pad's [deg], 0 to 360; where the pad is
        out of the plane (a tangent pass), less that of the point of the plane nearest to it.
    """
    origin, t_s = _times(crossings)
    ahead_rad = station.argument_of_latitude_rad(origin, t_s) - _pad_rad(station, complex, passing)
    return np.degrees(ahead_rad) % 360.0


def profile_fits(
    phasing: Phasing,
    station: StationOrbit,
    lead: AscentLead,
    complex: LaunchComplex,
    passing: PadPass,
    *,
    crossings: Sequence[datetime],
    allowance_deg: float = 0.0,
) -> ProfileFits:
    """Return whether a profile can serve each crossing of a station's plane.

    Parameters
    ----------
    phasing : Phasing
        Of the profile, to this station.
    station : StationOrbit
    lead : AscentLead
        Of the ascent: where and when it injects.
    complex, passing, crossings
        As in `phases_deg`.
    allowance_deg : float
        What the customer grants beyond the profile, either way.

    Raises
    ------
    InputError
        If the ascent does not end in an orbit about the Earth.
    """
    if lead.argument_of_latitude_deg is None:
        raise InputError("an ascent that escapes from the Earth meets no station")
    at_pad_deg = phases_deg(station, complex, passing, crossings)
    origin, t_s = _times(crossings)
    injection_s = lead.injection_s - lead_before_crossing_s(lead, station.plane, complex, passing)
    later_s = np.zeros_like(t_s)
    phase_rad = later_s
    for _ in range(ROUNDS):
        station_rad = station.argument_of_latitude_rad(origin, t_s + injection_s + later_s)
        phase_rad = _nearest_turn_rad(station_rad - rad(lead.argument_of_latitude_deg), phasing)
        drift_rad = phasing.node_drift_for_rad(phase_rad)
        later_s = -drift_rad / (SIDEREAL_RATE_RAD_S - station.plane.node_rate_rad_s)
    allowance_rad = rad(allowance_deg)
    served_rad = np.clip(
        phase_rad, phasing.least_rad - allowance_rad, phasing.most_rad + allowance_rad
    )
    return ProfileFits(
        station_phase_deg=at_pad_deg,
        insertion_phase_deg=np.degrees(phase_rad),
        miss_deg=np.degrees(phase_rad - served_rad),
        later_s=later_s,
    )


def _times(crossings: Sequence[datetime]) -> tuple[datetime, Array]:
    """Return the first crossing, and when each comes after it [s]."""
    if not crossings:
        raise InputError("there is no crossing to tell a station's phase at")
    return crossings[0], np.array([seconds_between_s(crossings[0], each) for each in crossings])


def _pad_rad(station: StationOrbit, complex: LaunchComplex, passing: PadPass) -> float:
    """Return the argument of latitude of the pad, as it passes through the station's plane."""
    inclination_rad = station.plane.inclination_rad
    latitude_rad = geocentric_latitude_rad(rad(complex.latitude_deg), complex.altitude_m)
    east_rad = passing.pad_from_node_rad
    along = math.cos(latitude_rad) * math.cos(east_rad)
    ahead = math.cos(inclination_rad) * math.cos(latitude_rad) * math.sin(east_rad)
    ahead += math.sin(inclination_rad) * math.sin(latitude_rad)
    return math.atan2(ahead, along)


def _nearest_turn_rad(phase_rad: Array, phasing: Phasing) -> Array:
    """Return phases with as many turns as bring them nearest to what the profile serves."""
    middle_rad = (phasing.least_rad + phasing.most_rad) / 2.0
    return middle_rad + (phase_rad - middle_rad + math.pi) % TURN_RAD - math.pi
