"""Which pitch-over leaves which climb where free steering begins?

The smaller the pitch-over, the steeper the climb, down to some least pitch-over: below it the turn
of the Earth tips the vehicle over, westward. One that barely lifts off falls over fast: its climb
goes from steep to flat within a few per cent of the angle, or is never steep. So a coarse row of
angles is halved wherever the climb jumps.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.coarse import launch
from cosmodrome.flight import arc_kernel as kernel
from cosmodrome.physics.motion import air_velocity_m_s

# Angles flown to the gate, from large to small.
TRIED_RAD = tuple(0.3 * 0.55**i for i in range(20))
RANGE_RAD = (1e-6, 1.2)
# Once so steep, nothing smaller is tried.
STEEP_RAD = 1.35
# Neighbours whose climbs differ by more are halved, so often.
JUMP_RAD = 0.3
HALVINGS = 5
# The climb of a flight that fell, less the share of the time that it missed.
FELL_RAD = -2.0

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PitchOvers:
    """Logarithms of pitch-over angles, and the climbs that they leave, from flat to steep."""

    logarithms: Vector
    climbs_rad: Vector

    @property
    def flies(self) -> bool:
        """Tell whether any of them keeps the vehicle up."""
        return bool(self.climbs_rad[-1] >= -0.5 * math.pi)

    @property
    def steepest_rad(self) -> float:
        """The steepest climb."""
        return float(self.climbs_rad[-1])

    def at(self, climb_rad: float) -> float:
        """Return the logarithm of the angle that leaves a climb, or of the one nearest to it."""
        return float(np.interp(climb_rad, self.climbs_rad, self.logarithms))


def pitch_overs(flight: kernel.Flight, gate: int, start: Vector) -> PitchOvers:
    """Return the pitch-overs of a flight up to phase `gate`, larger than the steepest's."""
    row: list[tuple[float, float]] = []
    for kick_rad in TRIED_RAD:
        logarithm = math.log(kick_rad)
        row.append((logarithm, climb_at_gate_rad(flight, gate, start, logarithm)))
        if row[-1][1] > STEEP_RAD:
            break
    for _ in range(HALVINGS):
        top = max(range(len(row)), key=lambda i: row[i][1])
        finer = [row[0]]
        for index, (before, after) in enumerate(pairwise(row)):
            beside = top - 1 <= index <= top
            if _is_worth_halving(before[1], after[1], beside_top=beside):
                middle = 0.5 * (before[0] + after[0])
                finer.append((middle, climb_at_gate_rad(flight, gate, start, middle)))
            finer.append(after)
        if len(finer) == len(row):
            break
        row = finer
    top = max(range(len(row)), key=lambda i: row[i][1])
    rising = np.array(row[: top + 1])
    return PitchOvers(logarithms=rising[:, 0], climbs_rad=np.maximum.accumulate(rising[:, 1]))


def _is_worth_halving(before_rad: float, after_rad: float, *, beside_top: bool) -> bool:
    steeper = max(before_rad, after_rad)
    if beside_top and steeper < STEEP_RAD - JUMP_RAD:
        return True
    flies = steeper >= -0.5 * math.pi
    return flies and after_rad - before_rad > JUMP_RAD


def climb_at_gate_rad(flight: kernel.Flight, gate: int, start: Vector, logarithm: float) -> float:
    """Return the flight-path angle over the air where phase `gate` begins.

    A flight that fell to the ground has `FELL_RAD` and less, the sooner it fell.
    """
    set_pitch_over(flight, logarithm)
    flown = launch(flight, gate, start)
    if flown.ended == kernel.BY_GROUND:
        share = flown.lengths_s.sum() / flight[0][:gate, kernel.LENGTH].sum()
        return FELL_RAD - 1.0 + float(share)
    rx, ry, rz, *v = (float(x) for x in flown.state)
    wx, wy, wz = air_velocity_m_s(rx, ry, *v)
    radius_m, speed_m_s = math.hypot(rx, ry, rz), math.hypot(wx, wy, wz)
    sine = (rx * wx + ry * wy + rz * wz) / (radius_m * max(speed_m_s, 1.0))
    return math.asin(min(max(sine, -1.0), 1.0))


def set_pitch_over(flight: kernel.Flight, logarithm: float) -> float:
    """Let a flight pitch over by an angle of this logarithm, kept in range; return the angle.

    The phases that turn are those with a rate.
    """
    low, high = RANGE_RAD
    kick_rad = min(max(math.exp(min(logarithm, 1.0)), low), high)
    rows = flight[0]
    turning = rows[:, kernel.TILT_RATE] > 0.0
    rows[turning, kernel.TILT_RATE] = kick_rad / rows[turning, kernel.LENGTH]
    return kick_rad
