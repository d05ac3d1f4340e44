"""How is an ascent handed to other tools? A CCSDS Orbit Ephemeris Message.

CCSDS 502.0-B-2, section 5, in keyword-value notation. A segment is a phase of the flight: the
acceleration jumps between phases, so no interpolation may reach across.
"""

from collections.abc import Iterator
from datetime import datetime
from textwrap import wrap

import numpy as np
from numpy.typing import NDArray

from cosmodrome.formats.instants import ccsds_epoch
from cosmodrome.formats.states import (
    SAME_INSTANT_S,
    Array,
    Epoch,
    epoch_of,
    frame_of,
    states_in_frame,
)
from cosmodrome.planning.plan import MissionPlan

ORIGINATOR = "COSMODROME"
UNKNOWN_DESIGNATOR = "UNKNOWN"
HIGHEST_DEGREE = 7
COMMENT_WIDTH = 90
METRES_PER_KM = 1000.0


def ascent_oem(plan: MissionPlan, *, as_of: datetime) -> str:
    """Return the flown ascent from lift-off to injection as an OEM.

    Parameters
    ----------
    plan : MissionPlan
        The mission; its lift-off decides the frame (see `states`).
    as_of : datetime
        The plan's now, written as the creation date: a file made again is the same file.
    """
    epoch = epoch_of(plan)
    trajectory = plan.ascent.trajectory
    r, v = states_in_frame(trajectory, epoch)
    lines = [*_header(as_of)]
    for index, phase in enumerate(plan.ascent.profile.phases):
        rows = _rows_of_phase(trajectory.t_s, trajectory.phase == index)
        if len(rows) < 2:  # a phase of no duration has nothing to interpolate
            continue
        lines += _metadata(plan, epoch, times_s=trajectory.t_s[rows])
        lines += comment_lines(f"Phase {phase.name}. {epoch.remark}")
        lines += [_state_line(epoch, trajectory.t_s[i], r[i], v[i]) for i in rows]
        lines.append("")
    return "\n".join(lines)


def comment_lines(text: str) -> list[str]:
    """Return a remark as COMMENT lines of a length that every reader takes."""
    return [f"COMMENT {line}" for line in wrap(text, COMMENT_WIDTH, break_on_hyphens=False)]


def object_name(plan: MissionPlan) -> str:
    """Return the mission's name on one line, or its id where the name is not ASCII.

    CCSDS 502.0-B-2, section 7.3: printable ASCII only.
    """
    name = " ".join(plan.mission.name.split())
    return name if name.isascii() and name else plan.mission.id


def _header(as_of: datetime) -> Iterator[str]:
    yield "CCSDS_OEM_VERS = 2.0"
    yield from comment_lines(
        "Planned ascent of the launch vehicle with its payload, from lift-off to injection. "
        "Computed before flight; not a determined orbit."
    )
    yield f"CREATION_DATE = {ccsds_epoch(as_of)}"
    yield f"ORIGINATOR = {ORIGINATOR}"
    yield ""


def _rows_of_phase(t_s: Array, inside: NDArray[np.bool_]) -> NDArray[np.intp]:
    rows = np.flatnonzero(inside)
    forward = np.diff(t_s[rows], prepend=-np.inf) > SAME_INSTANT_S
    return rows[forward]


def _metadata(plan: MissionPlan, epoch: Epoch, *, times_s: Array) -> Iterator[str]:
    begin, end = (ccsds_epoch(epoch.after(t)) for t in (times_s[0], times_s[-1]))
    yield "META_START"
    yield f"OBJECT_NAME = {object_name(plan)}"
    yield f"OBJECT_ID = {UNKNOWN_DESIGNATOR}"
    yield "CENTER_NAME = EARTH"
    yield f"REF_FRAME = {frame_of(epoch)}"
    yield "TIME_SYSTEM = UTC"
    yield f"START_TIME = {begin}"
    yield f"USEABLE_START_TIME = {begin}"
    yield f"USEABLE_STOP_TIME = {end}"
    yield f"STOP_TIME = {end}"
    yield "INTERPOLATION = LAGRANGE"
    yield f"INTERPOLATION_DEGREE = {min(HIGHEST_DEGREE, len(times_s) - 1)}"
    yield "META_STOP"


def _state_line(epoch: Epoch, t_s: float, r_m: Array, v_m_s: Array) -> str:
    km = " ".join(f"{x / METRES_PER_KM:.6f}" for x in r_m)
    km_s = " ".join(f"{x / METRES_PER_KM:.9f}" for x in v_m_s)
    return f"{ccsds_epoch(epoch.after(t_s))} {km} {km_s}"
