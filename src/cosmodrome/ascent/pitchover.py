"""Which pitch-over leaves which climb where free steering begins?

The smaller the pitch-over, the steeper the climb, down to some least pitch-over: below it the turn
of the Earth tips the vehicle over, westward. One that barely lifts off falls over fast: its climb
goes from steep to flat within a few per cent of the angle, or is never steep. So a coarse row of
angles is halved wherever the climb jumps.
"""

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.coarse import launch
from cosmodrome.flight import arc_kernel as kernel
from cosmodrome.physics.motion import air_velocity_m_s

# Angles flown to the gate, from large to small.
TRIED_RAD = tuple(0.3 * 0.55**i for i in range(20))
RANGE_RAD = (1e-6, 1.2)
EASTWARD_RAD = (0.5 * math.pi, 0.5 * math.pi)
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

    def kick_log_ratio(self, climb_rad: float) -> float:
        """Return the logarithm of the angle that leaves a climb, or of the one nearest to it."""
        return float(np.interp(climb_rad, self.climbs_rad, self.logarithms))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Script:
    """How a flight begins, up to phase `gate`: upright, over to an azimuth, then into the wind.

    `lean_rad` is added to its pitch-overs, eastward, as far as the azimuth stays in a range.
    """

    flight: kernel.Flight
    gate: int
    start: Vector
    azimuth_rad: float
    azimuths_rad: tuple[float, float]
    lean_rad: float = 0.0

    def pitch_over(self, kick_log_ratio: float) -> tuple[float, float]:
        """Let the flight pitch over; return by which angle and to which azimuth.

        The phases that turn are those with a rate.
        """
        beyond_rad = math.exp(min(kick_log_ratio, 1.0))
        east_rad = self.lean_rad + beyond_rad * math.sin(self.azimuth_rad)
        north_rad = beyond_rad * math.cos(self.azimuth_rad)
        aside_rad = math.remainder(math.atan2(east_rad, north_rad) - self.azimuth_rad, math.tau)
        low_rad, high_rad = self.azimuths_rad
        azimuth_rad = min(max(self.azimuth_rad + aside_rad, low_rad), high_rad)
        along_rad = east_rad * math.sin(azimuth_rad) + north_rad * math.cos(azimuth_rad)
        kick_rad = min(max(along_rad, RANGE_RAD[0]), RANGE_RAD[1])
        rows, aim = self.flight[0], self.flight[5]
        turning = rows[:, kernel.TILT_RATE] > 0.0
        rows[turning, kernel.TILT_RATE] = kick_rad / rows[turning, kernel.LENGTH]
        aim[kernel.AZIMUTH] = azimuth_rad
        return kick_rad, azimuth_rad


def pitch_overs(script: Script) -> PitchOvers:
    """Return the pitch-overs of a script, larger than the steepest's."""
    row: list[tuple[float, float]] = []
    for kick_rad in TRIED_RAD:
        kick_log_ratio = math.log(kick_rad)
        row.append((kick_log_ratio, climb_at_gate_rad(script, kick_log_ratio)))
        if row[-1][1] > STEEP_RAD:
            break
    for _ in range(HALVINGS):
        top = max(range(len(row)), key=lambda i: row[i][1])
        finer = [row[0]]
        for index, (before, after) in enumerate(pairwise(row)):
            beside = top - 1 <= index <= top
            if _is_worth_halving(before[1], after[1], beside_top=beside):
                middle = 0.5 * (before[0] + after[0])
                finer.append((middle, climb_at_gate_rad(script, middle)))
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


def climb_at_gate_rad(script: Script, kick_log_ratio: float) -> float:
    """Return the flight-path angle over the air where a script ends.

    A flight that fell to the ground has `FELL_RAD` and less, the sooner it fell.
    """
    script.pitch_over(kick_log_ratio)
    flown = launch(script.flight, script.gate, script.start)
    if flown.ended == kernel.BY_GROUND:
        lengths_s = script.flight[0][: script.gate, kernel.LENGTH]
        return FELL_RAD - 1.0 + float(flown.lengths_s.sum() / lengths_s.sum())
    rx, ry, rz, *v = (float(x) for x in flown.state)
    wx, wy, wz = air_velocity_m_s(rx, ry, *v)
    radius_m, speed_m_s = math.hypot(rx, ry, rz), math.hypot(wx, wy, wz)
    sine = (rx * wx + ry * wy + rz * wz) / (radius_m * max(speed_m_s, 1.0))
    return math.asin(min(max(sine, -1.0), 1.0))


def upright(script: Script) -> Script:
    """Return a script that leans eastward, against the turn of the Earth, as much as it needs.

    What its pitch-overs are beyond that turns the vehicle towards its azimuth, however slowly it
    lifts off.
    """
    eastward = replace(script, azimuth_rad=0.5 * math.pi, azimuths_rad=EASTWARD_RAD)
    return replace(script, lean_rad=math.exp(float(pitch_overs(eastward).logarithms[-1])))
