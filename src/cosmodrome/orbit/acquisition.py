"""When does a station first acquire the satellite, and how far may it be from the prediction?

Before launch only the plan is known, so the errors are those of injection, grown to the first pass:
almost all along the track, which a station meets as a satellite that rises early or late.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_ROTATION_RATE_RAD_S
from cosmodrome.orbit.ephemeris import Forecast
from cosmodrome.orbit.frames import ecef_of_place_m, enu_from_ecef
from cosmodrome.orbit.injection_error import rtn_axes
from cosmodrome.orbit.visibility import Pass
from cosmodrome.spaceport.ground_station import GroundStation
from cosmodrome.units import deg, rad


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquisition:
    """The first pass over a station, with one-sigma errors of its prediction.

    `rise_error_s` is how early or late it may rise, `pointing_error_deg` how far it may stand from
    where it is expected at the moment of rise, in the worst direction across the line of sight;
    `culmination_error_deg` the same at culmination. `along_error_m` and `across_error_m` are those
    of its place then, along its track and across it. None where nobody says how injection errs, or
    the pass is later than errors were followed.
    """

    first_pass: Pass
    rise_error_s: float | None
    pointing_error_deg: float | None
    culmination_error_deg: float | None
    along_error_m: float | None
    across_error_m: float | None


def first_acquisitions(
    passes: Iterable[Pass],
    stations: Sequence[GroundStation],
    forecast: Forecast,
    covariance: NDArray[np.float64] | None,
) -> tuple[Acquisition, ...]:
    """Return the first pass over every station that has one, in order of rise.

    Parameters
    ----------
    passes : iterable of Pass
        In order of rise, of the flight that `forecast` begins.
    stations : sequence of GroundStation
    forecast : Forecast
        With the growth of errors.
    covariance : ndarray, shape (6, 6), optional
        Of the state at injection, in the axes of ECEF at lift-off.
    """
    first: dict[str, Pass] = {}
    for each in passes:
        first.setdefault(each.station, each)
    by_id = {station.id: station for station in stations}
    return tuple(
        _acquisition(each, by_id[each.station], forecast, covariance) for each in first.values()
    )


def _acquisition(
    first: Pass, station: GroundStation, forecast: Forecast, covariance: NDArray[np.float64] | None
) -> Acquisition:
    if covariance is None or first.culmination.t_s > forecast.ephemeris.last_s:
        return Acquisition(
            first_pass=first,
            rise_error_s=None,
            pointing_error_deg=None,
            culmination_error_deg=None,
            along_error_m=None,
            across_error_m=None,
        )
    at = np.array([first.rise.t_s, first.culmination.t_s])
    growth = forecast.growth_at(at)[:, :3, :]
    spread = growth @ covariance @ growth.transpose(0, 2, 1)
    r_m, v_m_s = forecast.ephemeris.at(at)
    rise = _Sight.of(station, r_m[0], v_m_s[0], first.rise.t_s)
    top = _Sight.of(station, r_m[1], v_m_s[1], first.culmination.t_s)
    local = rtn_axes(r_m[1], v_m_s[1]) @ spread[1] @ rtn_axes(r_m[1], v_m_s[1]).T
    return Acquisition(
        first_pass=first,
        rise_error_s=None if first.begins_before else rise.time_error_s(spread[0]),
        pointing_error_deg=deg(rise.pointing_error_rad(spread[0])),
        culmination_error_deg=deg(top.pointing_error_rad(spread[1])),
        along_error_m=float(np.sqrt(local[1, 1])),
        across_error_m=float(np.sqrt(local[2, 2])),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sight:
    """A line of sight in the axes of ECEF at lift-off, all vectors (3,)."""

    towards: NDArray[np.float64]
    up: NDArray[np.float64]
    range_m: float
    v_rel_m_s: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        station: GroundStation,
        r_m: NDArray[np.float64],
        v_m_s: NDArray[np.float64],
        t_s: float,
    ) -> "_Sight":
        latitude, longitude = rad(station.latitude_deg), rad(station.longitude_deg)
        turned = longitude + EARTH_ROTATION_RATE_RAD_S * t_s
        place_m = ecef_of_place_m(latitude, turned, station.altitude_m)
        away_m = r_m - place_m
        range_m = float(np.linalg.norm(away_m))
        axis = np.array([0.0, 0.0, EARTH_ROTATION_RATE_RAD_S])
        return cls(
            towards=away_m / range_m,
            up=enu_from_ecef(latitude, turned)[2],
            range_m=range_m,
            v_rel_m_s=v_m_s - np.cross(axis, r_m),
        )

    def time_error_s(self, spread: NDArray[np.float64]) -> float:
        """Return by how much a place off by the spread (3, 3) [m2] crosses the mask off time."""
        slope = (self.up - float(self.up @ self.towards) * self.towards) / self.range_m
        return float(np.sqrt(slope @ spread @ slope) / abs(slope @ self.v_rel_m_s))

    def pointing_error_rad(self, spread: NDArray[np.float64]) -> float:
        """Return the angle of a place's error across the line of sight, in its worst direction."""
        across = np.eye(3) - np.outer(self.towards, self.towards)
        return float(np.sqrt(np.linalg.eigvalsh(across @ spread @ across)[-1]) / self.range_m)
