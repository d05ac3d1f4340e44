"""Where does a spacecraft fly in the days after injection, and which stations does it pass?"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from cosmodrome.ascent.optimise import Ascent
from cosmodrome.constants import SECONDS_PER_DAY_S
from cosmodrome.orbit.ephemeris import Ephemeris, Forecast, forecast
from cosmodrome.orbit.propagation import coasted
from cosmodrome.orbit.visibility import Pass, find_passes
from cosmodrome.spaceport.ground_station import GroundStation

STEP_S = 20.0
STATIONS_AT_ONCE = 8

Progress = Callable[[str, int, int], None]


def flown_on(ascent: Ascent, days_d: float, progress: Progress) -> tuple[Forecast, Ephemeris]:
    """Return the first day after injection with the growth of errors, and the whole forecast."""
    stage, total = "forecast", math.ceil(days_d)
    progress(stage, 0, total)
    first = forecast(
        ascent.injection.r_eci_m,
        ascent.injection.v_eci_m_s,
        injection_s=ascent.profile.end_s,
        duration_s=min(days_d, 1.0) * SECONDS_PER_DAY_S,
    )
    parts = [first.ephemeris]
    progress(stage, 1, total)
    for day in range(1, total):
        length_s = min(days_d - day, 1.0) * SECONDS_PER_DAY_S
        t_s = np.append(np.arange(0.0, length_s, STEP_S), length_s)
        last = parts[-1]
        r_m, v_m_s = coasted(last.r_m[-1], last.v_m_s[-1], t_s)
        parts.append(Ephemeris(t_s=last.last_s + t_s, r_m=r_m, v_m_s=v_m_s))
        progress(stage, day + 1, total)
    return first, _joined(parts)


def seen_passes(
    whole: Ephemeris, stations: Sequence[GroundStation], progress: Progress
) -> tuple[Pass, ...]:
    """Return every pass in order of rise, some stations at a time."""
    found: list[Pass] = []
    progress("passes", 0, len(stations))
    for first in range(0, len(stations), STATIONS_AT_ONCE):
        some = stations[first : first + STATIONS_AT_ONCE]
        found += find_passes(whole, some)
        progress("passes", first + len(some), len(stations))
    return tuple(sorted(found, key=lambda each: (each.rise.t_s, each.station)))


def _joined(parts: Sequence[Ephemeris]) -> Ephemeris:
    return Ephemeris(
        t_s=np.concatenate([parts[0].t_s, *(part.t_s[1:] for part in parts[1:])]),
        r_m=np.concatenate([parts[0].r_m, *(part.r_m[1:] for part in parts[1:])]),
        v_m_s=np.concatenate([parts[0].v_m_s, *(part.v_m_s[1:] for part in parts[1:])]),
    )
