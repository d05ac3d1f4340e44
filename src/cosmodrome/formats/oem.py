"""How are an ascent and the orbits after it handed to other tools? CCSDS Orbit Ephemeris Messages.

CCSDS 502.0-B-2, section 5, in keyword-value notation: version 2.0, which every reader takes. A
segment is a phase of the flight: the acceleration jumps between phases, so no interpolation may
reach across.
"""

from collections.abc import Iterator
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from cosmodrome.formats.instants import ccsds_epoch
from cosmodrome.formats.ndm import METRES_PER_KM, ORIGINATOR, UNKNOWN_DESIGNATOR, comment_lines
from cosmodrome.formats.states import SAME_INSTANT_S, Array, Epoch, frame_of, in_frame
from cosmodrome.formats.subject import Subject
from cosmodrome.orbit.ephemeris import Ephemeris

HIGHEST_DEGREE = 7


def ascent_oem(subject: Subject, *, as_of: datetime) -> str:
    """Return the flown ascent from lift-off to injection as an OEM.

    Parameters
    ----------
    subject : Subject
        The spacecraft; its epoch decides the frame (see `states`).
    as_of : datetime
        The plan's now, written as the creation date: a file made again is the same file.
    """
    trajectory = subject.ascent.trajectory
    lines = _header(
        as_of,
        "Planned ascent of the launch vehicle with its payload, from lift-off to injection. "
        "Computed before flight; not a determined orbit.",
    )
    for index, phase in enumerate(subject.ascent.profile.phases):
        rows = _rows_of_phase(trajectory.t_s, trajectory.phase == index)
        if len(rows) < 2:  # a phase of no duration has nothing to interpolate
            continue
        lines += _segment(
            subject,
            trajectory.t_s[rows],
            trajectory.r_eci_m[rows],
            trajectory.v_eci_m_s[rows],
            remark=f"Phase {phase.name}. {subject.epoch.remark}",
        )
    return "\n".join(lines)


def first_orbits_oem(subject: Subject, orbits: Ephemeris, *, as_of: datetime) -> str:
    """Return the first orbits after injection as an OEM; see `ascent_oem`."""
    lines = _header(
        as_of,
        "Predicted flight of the spacecraft after injection, unpowered, under gravity with J2 "
        "alone. Computed before flight; not a determined orbit.",
    )
    lines += _segment(
        subject,
        orbits.t_s,
        orbits.r_m,
        orbits.v_m_s,
        remark=f"First orbits. {subject.epoch.remark}",
    )
    return "\n".join(lines)


def _header(as_of: datetime, remark: str) -> list[str]:
    return [
        "CCSDS_OEM_VERS = 2.0",
        *comment_lines(remark),
        f"CREATION_DATE = {ccsds_epoch(as_of)}",
        f"ORIGINATOR = {ORIGINATOR}",
        "",
    ]


def _rows_of_phase(t_s: Array, inside: NDArray[np.bool_]) -> NDArray[np.intp]:
    rows = np.flatnonzero(inside)
    forward = np.diff(t_s[rows], prepend=-np.inf) > SAME_INSTANT_S
    return rows[forward]


def _segment(
    subject: Subject, t_s: Array, r_eci_m: Array, v_eci_m_s: Array, *, remark: str
) -> Iterator[str]:
    r_m, v_m_s = in_frame(r_eci_m, v_eci_m_s, t_s, subject.epoch)
    yield from _metadata(subject, times_s=t_s)
    yield from comment_lines(remark)
    for row in zip(t_s.tolist(), r_m.tolist(), v_m_s.tolist(), strict=True):
        yield _state_line(subject.epoch, *row)
    yield ""


def _metadata(subject: Subject, *, times_s: Array) -> Iterator[str]:
    begin, end = (ccsds_epoch(subject.epoch.after(t)) for t in (times_s[0], times_s[-1]))
    yield "META_START"
    yield f"OBJECT_NAME = {subject.ascii_name}"
    yield f"OBJECT_ID = {UNKNOWN_DESIGNATOR}"
    yield "CENTER_NAME = EARTH"
    yield f"REF_FRAME = {frame_of(subject.epoch)}"
    yield "TIME_SYSTEM = UTC"
    yield f"START_TIME = {begin}"
    yield f"USEABLE_START_TIME = {begin}"
    yield f"USEABLE_STOP_TIME = {end}"
    yield f"STOP_TIME = {end}"
    yield "INTERPOLATION = LAGRANGE"
    yield f"INTERPOLATION_DEGREE = {min(HIGHEST_DEGREE, len(times_s) - 1)}"
    yield "META_STOP"


def _state_line(epoch: Epoch, t_s: float, r_m: list[float], v_m_s: list[float]) -> str:
    km = " ".join(f"{x / METRES_PER_KM:.6f}" for x in r_m)
    km_s = " ".join(f"{x / METRES_PER_KM:.9f}" for x in v_m_s)
    return f"{ccsds_epoch(epoch.after(t_s))} {km} {km_s}"
