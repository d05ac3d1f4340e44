"""When and where does a satellite cross the equator?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.sign_changes import sign_changes
from cosmodrome.orbit.ephemeris import Ephemeris
from cosmodrome.orbit.plane import local_mean_solar_time_h

STEP_S = 60.0
EDGE_S = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeCrossing:
    """A passage over the equator, northward (ascending) or southward.

    `local_time_h` is the mean solar time there, None without a lift-off instant.
    """

    t_s: float
    kind: Literal["ascending", "descending"]
    longitude_deg: float
    local_time_h: float | None


def node_crossings(
    ephemeris: Ephemeris, *, liftoff: datetime | None, until_s: float
) -> tuple[NodeCrossing, ...]:
    """Return the crossings of the equator up to a time after lift-off, in order.

    Parameters
    ----------
    ephemeris : Ephemeris
        In the axes of ECEF at lift-off.
    liftoff : datetime, optional
        The instant of it: local times need it, longitudes do not.
    until_s : float
    """
    last_s = min(ephemeris.last_s, until_s)
    count = max(3, int(np.ceil((last_s - ephemeris.first_s) / STEP_S)) + 1)
    grid = np.linspace(ephemeris.first_s, last_s, count)

    def height_m(_: NDArray[np.intp], t_s: NDArray[np.float64]) -> NDArray[np.float64]:
        return ephemeris.at(t_s)[0][:, 2]

    turns = sign_changes(
        height_m, grid, height_m(np.empty(0, np.intp), grid)[None, :], tolerance=EDGE_S
    )
    r_m, _ = ephemeris.ecef_at(turns.at)
    longitudes = np.arctan2(r_m[:, 1], r_m[:, 0])
    return tuple(
        NodeCrossing(
            t_s=t_s,
            kind="ascending" if rising else "descending",
            longitude_deg=float(np.degrees(longitude)),
            local_time_h=None
            if liftoff is None
            else local_mean_solar_time_h(float(longitude), liftoff + timedelta(seconds=t_s)),
        )
        for t_s, longitude, rising in zip(
            turns.at.tolist(), longitudes.tolist(), turns.rising.tolist(), strict=True
        )
    )
