"""How far does a ship in a lower orbit catch up with a station, and how does its plane drift?

A ship stays in the orbit it was put into until its first burns, then flies a phasing orbit as far
below the station as its profile allows, then meets it. What it catches up by
then is what the station must be ahead at injection. Because its node drifts westward faster than
the station's, its plane must begin east of it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.errors import InfeasibleError, InputError
from cosmodrome.manifest.orbit import RendezvousProfile
from cosmodrome.orbit.secular import argp_rate_rad_s, mean_anomaly_rate_rad_s, node_rate_rad_s
from cosmodrome.orbit.station import StationOrbit
from cosmodrome.units import kilometres, metres

STATION_PHASE_RULE = "station-phase"
SECONDS_PER_HOUR_S = 3600.0
# Rates are tabulated between the lowest and the highest phasing orbit; smooth to 1e-7 at a
# spacing of a kilometre or two.
TABLE_ROWS = 65

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasingProfile:
    """A way to close in on a station.

    Counted from injection, the ship stays in the orbit of insertion, of mean altitude
    `insertion_altitude_km` over the equatorial radius, for `free_h`, and meets the station after
    `catch_up_h`; between lies a phasing orbit `least_depth_km` to `most_depth_km` below it.
    `docking_h` is from lift-off.
    """

    id: RendezvousProfile
    docking_h: float
    free_h: float
    catch_up_h: float
    insertion_altitude_km: float
    least_depth_km: float
    most_depth_km: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.free_h < self.catch_up_h < self.docking_h:
            raise InputError(
                f"{self.id}: free_h, catch_up_h and docking_h must rise from 0 on, got "
                f"{self.free_h:g}, {self.catch_up_h:g} and {self.docking_h:g}"
            )
        if not 0.0 <= self.least_depth_km < self.most_depth_km:
            raise InputError(
                f"{self.id}: least_depth_km must be 0 to less than most_depth_km "
                f"{self.most_depth_km:g}, got {self.least_depth_km:g}"
            )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Phasing:
    """What a profile does on the way to one station, by the altitude of its phasing orbit.

    Arrays of shape (n,), altitude rising: the ship's catch-up [rad] from injection until it meets
    the station, and how far its node then stands east of where it would, had it drifted with the
    station's [rad]; negative where it drifts westward.
    """

    profile: PhasingProfile
    altitude_km: Array
    catch_up_rad: Array
    node_drift_rad: Array

    @property
    def least_rad(self) -> float:
        """Return the smallest lead of a station at injection that the profile can make good."""
        return float(self.catch_up_rad[-1])

    @property
    def most_rad(self) -> float:
        """Return the greatest lead of a station at injection; may exceed a turn."""
        return float(self.catch_up_rad[0])

    def node_drift_for_rad(self, catch_up_rad: Array) -> Array:
        """Return the drift of the node that goes with a catch-up."""
        return np.interp(catch_up_rad, self.catch_up_rad[::-1], self.node_drift_rad[::-1])


def phasing_to(station: StationOrbit, profile: PhasingProfile) -> Phasing:
    """Return what a profile does on the way to a station, by secular J2 rates.

    Raises
    ------
    InfeasibleError
        If no phasing orbit of the profile lies above the orbit of insertion.
    """
    station_km = kilometres(station.semi_major_axis_m - EARTH_EQUATORIAL_RADIUS_M)
    highest_km = station_km - profile.least_depth_km
    if highest_km <= profile.insertion_altitude_km:
        raise InfeasibleError(
            f"station {station.number} flies at {station_km:.0f} km; the highest phasing orbit of "
            f"the profile {profile.id}, {highest_km:.0f} km, is no higher than the orbit of "
            f"insertion, {profile.insertion_altitude_km:.0f} km",
            rule=STATION_PHASE_RULE,
            value=highest_km,
            limit=profile.insertion_altitude_km,
        )
    lowest_km = max(station_km - profile.most_depth_km, profile.insertion_altitude_km)
    altitude_km = np.linspace(lowest_km, highest_km, TABLE_ROWS)
    along_rad_s, node_rad_s = _ahead_of_station(station, altitude_km)
    free_along_rad_s, free_node_rad_s = _ahead_of_station(
        station, np.array([profile.insertion_altitude_km])
    )
    free_s = profile.free_h * SECONDS_PER_HOUR_S
    phasing_s = profile.catch_up_h * SECONDS_PER_HOUR_S - free_s
    return Phasing(
        profile=profile,
        altitude_km=altitude_km,
        catch_up_rad=free_along_rad_s * free_s + along_rad_s * phasing_s,
        node_drift_rad=free_node_rad_s * free_s + node_rad_s * phasing_s,
    )


def _ahead_of_station(station: StationOrbit, altitude_km: Array) -> tuple[Array, Array]:
    """Return how much faster than the station circular orbits run along, and their nodes."""
    inclination_rad = station.plane.inclination_rad
    station_km = kilometres(station.semi_major_axis_m - EARTH_EQUATORIAL_RADIUS_M)
    own = _rates_rad_s(station_km, inclination_rad)
    rates = np.array([_rates_rad_s(float(each), inclination_rad) for each in altitude_km])
    return rates[:, 0] - own[0], rates[:, 1] - own[1]


def _rates_rad_s(altitude_km: float, inclination_rad: float) -> tuple[float, float]:
    """Return the rates of the argument of latitude and of the node of a circular orbit."""
    orbit = EARTH_EQUATORIAL_RADIUS_M + metres(altitude_km), 0.0, inclination_rad
    return mean_anomaly_rate_rad_s(*orbit) + argp_rate_rad_s(*orbit), node_rate_rad_s(*orbit)
