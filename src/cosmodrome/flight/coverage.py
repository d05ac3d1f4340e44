"""Who sees each moment of an ascent, and where is it out of everybody's sight?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.orbit.ephemeris import Ephemeris
from cosmodrome.orbit.visibility import Horizon, look_from
from cosmodrome.spaceport.ground_station import GroundStation
from cosmodrome.units import deg

STEP_S = 2.0
SMALLEST_GAP_S = 0.02
"""Twice what edges of sight are found to: two stations that hand over leave no gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InView:
    """A station that sees a moment."""

    station: str
    elevation_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCoverage:
    """A moment of the flight, and the stations that see it, the highest first."""

    name: str
    t_s: float
    stations: tuple[InView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnCoverage:
    """A burn from ignition to cut-off, and the share of it that some station sees."""

    stage: str
    begin_s: float
    end_s: float
    seen_fraction: float
    stations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch that nobody sees, with the events and burns that lie in it, in whole or in part."""

    from_s: float
    to_s: float
    events: tuple[str, ...]
    burns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AscentCoverage:
    """How an ascent is seen, from lift-off to the last event of its mission."""

    until_s: float
    seen_fraction: float
    events: tuple[EventCoverage, ...]
    burns: tuple[BurnCoverage, ...]
    gaps: tuple[Gap, ...]


def ascent_coverage(
    profile: FlightProfile, trajectory: Trajectory, stations: Sequence[GroundStation]
) -> AscentCoverage:
    """Return which stations see the burns, separations and coasts of an ascent.

    Parameters
    ----------
    profile : FlightProfile
        Says when engines burn.
    trajectory : Trajectory
        What was flown, with its events.
    stations : sequence of GroundStation

    Raises
    ------
    InputError
        If there are no stations.

    Notes
    -----
    A line of sight is all that is asked: plumes, antenna patterns and what a station needs to turn
    about are left out.
    """
    if not stations:
        raise InputError("coverage needs at least one station")
    ephemeris = Ephemeris(t_s=trajectory.t_s, r_m=trajectory.r_eci_m, v_m_s=trajectory.v_eci_m_s)
    until_s = max(ephemeris.last_s, *(event.t_s for event in trajectory.events))
    rows, spans = Horizon(ephemeris, stations).spans(step_s=STEP_S)
    seen = _joined(spans)
    burns = _burns(profile)
    events = [(event.name, event.t_s) for event in trajectory.events]
    return AscentCoverage(
        until_s=until_s,
        seen_fraction=_covered_s(seen, 0.0, until_s) / until_s,
        events=tuple(
            EventCoverage(name=name, t_s=t_s, stations=_in_view(ephemeris, stations, t_s))
            for name, t_s in events
        ),
        burns=tuple(
            BurnCoverage(
                stage=stage,
                begin_s=begin_s,
                end_s=end_s,
                seen_fraction=_covered_s(seen, begin_s, end_s) / (end_s - begin_s),
                stations=_seeing(stations, rows, spans, begin_s, end_s),
            )
            for stage, begin_s, end_s in burns
        ),
        gaps=tuple(_gap(low, high, events, burns) for low, high in _between(seen, until_s)),
    )


def _in_view(
    ephemeris: Ephemeris, stations: Sequence[GroundStation], t_s: float
) -> tuple[InView, ...]:
    r_m, v_m_s = ephemeris.ecef_at(t_s)
    found = []
    for station in stations:
        elevation_deg = deg(float(look_from(station, r_m, v_m_s).elevation_rad[0]))
        if elevation_deg >= station.mask_deg:
            found.append(InView(station=station.id, elevation_deg=elevation_deg))
    return tuple(sorted(found, key=lambda each: (-each.elevation_deg, each.station)))


def _burns(profile: FlightProfile) -> list[tuple[str, float, float]]:
    """Return stage, ignition and cut-off of every burn, phases that follow each other joined."""
    open_: dict[str, tuple[float, float]] = {}
    done: list[tuple[str, float, float]] = []
    for phase in profile.phases:
        for stage in {burn.stage for burn in phase.burns}:
            begin_s, end_s = open_.get(stage, (phase.begin_s, phase.begin_s))
            if end_s < phase.begin_s:
                done.append((stage, begin_s, end_s))
                begin_s = phase.begin_s
            open_[stage] = (begin_s, phase.end_s)
    done += [(stage, *span) for stage, span in open_.items()]
    return sorted(done, key=lambda each: (each[1], each[2], each[0]))


def _joined(spans: NDArray[np.float64]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for low, high in spans[np.argsort(spans[:, 0])].tolist():
        if joined and low <= joined[-1][1] + SMALLEST_GAP_S:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return joined


def _covered_s(seen: Sequence[tuple[float, float]], begin_s: float, end_s: float) -> float:
    return sum(max(0.0, min(high, end_s) - max(low, begin_s)) for low, high in seen)


def _seeing(
    stations: Sequence[GroundStation],
    rows: NDArray[np.intp],
    spans: NDArray[np.float64],
    begin_s: float,
    end_s: float,
) -> tuple[str, ...]:
    meets = (spans[:, 0] < end_s) & (spans[:, 1] > begin_s)
    return tuple(stations[row].id for row in np.unique(rows[meets]).tolist())


def _between(seen: Sequence[tuple[float, float]], until_s: float) -> list[tuple[float, float]]:
    """Return what lies between stretches that are seen, from lift-off on."""
    bounds = [(0.0, 0.0), *seen, (until_s, until_s)]
    return [(a[1], b[0]) for a, b in pairwise(bounds) if b[0] - a[1] > SMALLEST_GAP_S]


def _gap(
    low: float,
    high: float,
    events: Sequence[tuple[str, float]],
    burns: Sequence[tuple[str, float, float]],
) -> Gap:
    return Gap(
        from_s=low,
        to_s=high,
        events=tuple(name for name, t_s in events if low <= t_s <= high),
        burns=tuple(dict.fromkeys(s for s, begin, end in burns if begin < high and end > low)),
    )
