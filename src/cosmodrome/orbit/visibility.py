"""When does a station see a satellite: from when to when, how high, how far, and in sunlight?

Geometric directions, as in `topocentric`. Edges are found to 0.01 s of the motion given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cosmodrome.epochs import apparent_sidereal_angle_rad
from cosmodrome.errors import InputError
from cosmodrome.numerics.sign_changes import sign_changes
from cosmodrome.orbit.eclipse import sunlight_margin_rad
from cosmodrome.orbit.ephemeris import Ephemeris
from cosmodrome.orbit.frames import ecef_of_place_m, enu_from_ecef
from cosmodrome.orbit.sun import sun_position_m
from cosmodrome.orbit.topocentric import LookAngles, look_angles
from cosmodrome.spaceport.ground_station import GroundStation
from cosmodrome.units import deg, rad

STEP_S = 30.0
"""A low pass is seen by its peak even where no sample stands over the mask."""
EDGE_S = 0.01
ZOOMS = (41, 41, 41)
"""Samples over a bracket, again and again: 60 s become 4 ms."""


class Motion(Protocol):
    """What moves over the Earth; `orbit.ephemeris.Ephemeris` is one."""

    @property
    def first_s(self) -> float:
        """Return when it begins."""

    @property
    def last_s(self) -> float:
        """Return when it ends."""

    def ecef_at(self, t_s: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return Earth-fixed positions [m] and velocities [m/s], shape (n, 3) each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """How a satellite stands over a station at one moment."""

    t_s: float
    azimuth_deg: float
    elevation_deg: float
    range_m: float
    range_rate_m_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One stay of a satellite over the mask of a station.

    `begins_before` and `ends_after` tell that it was up when the motion began, or still was when it
    ended; `rise` and `set` are then those moments.
    """

    station: str
    rise: Sighting
    culmination: Sighting
    set: Sighting
    begins_before: bool
    ends_after: bool

    @property
    def duration_s(self) -> float:
        """Return how long it lasts."""
        return self.set.t_s - self.rise.t_s


class Horizon:
    """Many stations at once: by how much the sine of an elevation exceeds that of the mask."""

    def __init__(self, motion: Motion, stations: Sequence[GroundStation]) -> None:
        self.motion = motion
        self.place_m = np.array(
            [
                ecef_of_place_m(rad(s.latitude_deg), rad(s.longitude_deg), s.altitude_m)
                for s in stations
            ]
        )
        self.up = np.array(
            [enu_from_ecef(rad(s.latitude_deg), rad(s.longitude_deg))[2] for s in stations]
        )
        self.least = np.sin(np.radians([s.mask_deg for s in stations]))

    def clearance(self, rows: NDArray[np.intp], t_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the clearance over the mask of stations `rows` at times, shape (n,)."""
        away_m = self.motion.ecef_at(t_s)[0] - self.place_m[rows]
        sine = np.sum(away_m * self.up[rows], axis=1) / np.linalg.norm(away_m, axis=1)
        return np.asarray(sine - self.least[rows])

    def table(self, t_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the clearance of every station at times, shape (stations, n)."""
        r_m, _ = self.motion.ecef_at(t_s)
        along = self.up @ r_m.T - np.sum(self.up * self.place_m, axis=1)[:, None]
        squared = (
            np.sum(r_m * r_m, axis=1)
            - 2.0 * self.place_m @ r_m.T
            + np.sum(self.place_m * self.place_m, axis=1)[:, None]
        )
        return np.asarray(along / np.sqrt(squared) - self.least[:, None])

    def spans(self, *, step_s: float) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return stations (n,) and the bounds (n, 2) of every stay over the mask, by station."""
        first_s, last_s = self.motion.first_s, self.motion.last_s
        count = max(3, int(np.ceil((last_s - first_s) / step_s)) + 1)
        grid = np.linspace(first_s, last_s, count)
        values = self.table(grid)
        turns = sign_changes(self.clearance, grid, values, tolerance=EDGE_S)
        up_first, up_last = np.nonzero(values[:, 0] >= 0)[0], np.nonzero(values[:, -1] >= 0)[0]
        rising = turns.rising
        rise = _with(turns.rows[rising], turns.at[rising], up_first, first_s)
        fall = _with(turns.rows[~rising], turns.at[~rising], up_last, last_s)
        return rise[0], np.stack((rise[1], fall[1]), axis=1)


def _with(
    rows: NDArray[np.intp], at_s: NDArray[np.float64], more: NDArray[np.intp], edge_s: float
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    whole = np.concatenate([rows, more])
    times = np.concatenate([at_s, np.full(len(more), edge_s)])
    order = np.lexsort((times, whole))
    return whole[order], times[order]


def find_passes(
    motion: Motion, stations: Sequence[GroundStation], *, step_s: float = STEP_S
) -> tuple[Pass, ...]:
    """Return every pass of a satellite over stations, in order of rise.

    Parameters
    ----------
    motion : Motion
        Where it is.
    stations : sequence of GroundStation
        Each with its own mask.
    step_s : float
        Between samples; two passes of one station are further apart.

    Raises
    ------
    InputError
        If there are no stations.
    """
    if not stations:
        raise InputError("passes need at least one station")
    horizon = Horizon(motion, stations)
    rows, spans = horizon.spans(step_s=step_s)
    found: list[Pass] = []
    top_s = _culminations(horizon, rows, spans, step_s)
    for row, station in enumerate(stations):
        mine = np.nonzero(rows == row)[0]
        if not len(mine):
            continue
        t_s = np.column_stack((spans[mine, 0], top_s[mine], spans[mine, 1]))
        looks = look_from(station, *motion.ecef_at(t_s.ravel()))
        sightings = [_sighting(looks, t_s.ravel(), k) for k in range(t_s.size)]
        found += [
            Pass(
                station=station.id,
                rise=sightings[3 * k],
                culmination=sightings[3 * k + 1],
                set=sightings[3 * k + 2],
                begins_before=bool(t_s[k, 0] == motion.first_s),
                ends_after=bool(t_s[k, 2] == motion.last_s),
            )
            for k in range(len(mine))
        ]
    return tuple(sorted(found, key=lambda each: (each.rise.t_s, each.station)))


def _culminations(
    horizon: Horizon, rows: NDArray[np.intp], spans: NDArray[np.float64], step_s: float
) -> NDArray[np.float64]:
    """Return when each stay stands highest, shape (n,)."""
    low, high = spans[:, 0], spans[:, 1]
    longest_s = float(np.max(high - low, initial=0.0))
    counts = (max(ZOOMS[0], int(np.ceil(2.0 * longest_s / step_s))), *ZOOMS[1:])
    for count in counts:
        t_s = low[:, None] + (high - low)[:, None] * np.linspace(0.0, 1.0, count)
        clear = horizon.clearance(np.repeat(rows, count), t_s.ravel()).reshape(t_s.shape)
        best = np.argmax(clear, axis=1)
        every = np.arange(len(rows))
        low = t_s[every, np.maximum(best - 1, 0)]
        high = t_s[every, np.minimum(best + 1, count - 1)]
    return t_s[every, best] if len(rows) else np.empty(0)


def look_from(
    station: GroundStation, r_ecef_m: NDArray[np.float64], v_ecef_m_s: NDArray[np.float64]
) -> LookAngles:
    """Return how states on the turning Earth are seen from a station."""
    return look_angles(
        r_ecef_m,
        v_ecef_m_s,
        latitude_rad=rad(station.latitude_deg),
        longitude_rad=rad(station.longitude_deg),
        altitude_m=station.altitude_m,
    )


def _sighting(looks: LookAngles, t_s: NDArray[np.float64], k: int) -> Sighting:
    return Sighting(
        t_s=float(t_s[k]),
        azimuth_deg=deg(float(looks.azimuth_rad[k])),
        elevation_deg=deg(float(looks.elevation_rad[k])),
        range_m=float(looks.range_m[k]),
        range_rate_m_s=float(looks.range_rate_m_s[k]),
    )


def sunlight_margins_rad(
    ephemeris: Ephemeris, t_s: NDArray[np.float64], liftoff: datetime
) -> NDArray[np.float64]:
    """Return how far the Sun stands clear of the Earth, as a flight sees it; negative in shadow.

    Parameters
    ----------
    ephemeris : Ephemeris
        In the axes of ECEF at lift-off.
    t_s : ndarray, shape (n,)
        After lift-off.
    liftoff : datetime
        The instant of it.
    """
    turn = apparent_sidereal_angle_rad(liftoff)
    sine, cosine = np.sin(turn), np.cos(turn)
    r_m, _ = ephemeris.at(t_s)
    x, y = r_m[:, 0], r_m[:, 1]
    of_date = np.stack((cosine * x - sine * y, sine * x + cosine * y, r_m[:, 2]), axis=1)
    return sunlight_margin_rad(of_date, sun_position_m(liftoff, t_s))


def find_eclipses(
    ephemeris: Ephemeris, liftoff: datetime, *, step_s: float = STEP_S
) -> tuple[tuple[float, float], ...]:
    """Return when a flight enters and leaves the umbra, seconds after lift-off, in order.

    A stay that has begun before the first state enters then, one that goes on leaves at the last.
    """
    count = max(3, int(np.ceil((ephemeris.last_s - ephemeris.first_s) / step_s)) + 1)
    grid = np.linspace(ephemeris.first_s, ephemeris.last_s, count)

    def dark(_: NDArray[np.intp], t_s: NDArray[np.float64]) -> NDArray[np.float64]:
        return -sunlight_margins_rad(ephemeris, t_s, liftoff)

    values = dark(np.empty(0, np.intp), grid)[None, :]
    turns = sign_changes(dark, grid, values, tolerance=EDGE_S)
    enters = turns.at[turns.rising].tolist()
    leaves = turns.at[~turns.rising].tolist()
    if values[0, 0] >= 0.0:
        enters.insert(0, ephemeris.first_s)
    if values[0, -1] >= 0.0:
        leaves.append(ephemeris.last_s)
    return tuple(zip(enters, leaves, strict=True))
