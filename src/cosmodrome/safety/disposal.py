"""When does an upper stage burn to come down over an empty sea, and can it?

After the spacecraft have left, the stage coasts under gravity with J2. At each moment the burn
against the velocity that lowers the perigee as far as asked is known; of those that the propellant
left for it allows, the first pass is taken whose impact lies in an area, at its middle.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from cosmodrome.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_MU_M3_S2,
    STANDARD_GRAVITY_M_S2,
)
from cosmodrome.errors import InputError
from cosmodrome.flight.air import no_deviates, still_air
from cosmodrome.flight.fall import FallCases, impacts_of
from cosmodrome.orbit.propagation import coasted
from cosmodrome.physics.earth import ellipsoid_altitude_m
from cosmodrome.physics.gravity import gravity_m_s2
from cosmodrome.safety.decay import lifetime_d
from cosmodrome.vehicles import Disposal, DisposalArea, UpperStage

Outcome = Literal["aimed", "no-pass", "too-little-propellant"]

BURN_STEP_S = 30.0
AIR_BEGINS_M = 150_000.0
COAST_STEP_S = 10.0
LONGEST_COAST_S = 86_400.0
"""A day: half a revolution of any orbit from which a small burn brings a stage down."""
BISECTIONS = 50


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DisposalPlan:
    """What becomes of an upper stage.

    ``aimed``: it burns at `burn_s` after lift-off by `speed_change_m_s`, from the inertial state
    `before_burn` (7,), and undisturbed comes down at `impact` (longitude [deg], latitude [deg],
    time [s]) in `area`. Otherwise it stays in orbit for about `lifetime_d` days (infinite beyond a
    thousand years): because no pass in time reaches an area (``no-pass``), or because `least_m_s`,
    the smallest change of speed that would do, is more than `available_m_s`.
    """

    outcome: Outcome
    available_m_s: float
    least_m_s: float
    lifetime_d: float
    area: DisposalArea | None = None
    burn_s: float | None = None
    speed_change_m_s: float | None = None
    before_burn: NDArray[np.float64] | None = None
    impact: NDArray[np.float64] | None = None


def available_speed_m_s(stage: UpperStage, *, propellant_kg: float | None = None) -> float:
    """Return the change of speed that the propellant left for disposal gives the stage alone.

    A drop tank is gone by then; residual propellant and the performance reserve are still aboard.
    """
    burnt_kg = stage.disposal_propellant_kg if propellant_kg is None else propellant_kg
    if not burnt_kg >= 0.0:
        raise InputError(f"{stage.id}: propellant_kg must not be negative, got {burnt_kg}")
    tank_kg = stage.drop_tank.dry_mass_kg if stage.drop_tank else 0.0
    left_kg = (
        stage.dry_mass_kg - tank_kg + stage.residual_propellant_kg + stage.performance_reserve_kg
    )
    exhaust_m_s = stage.engine.isp_vac_s * STANDARD_GRAVITY_M_S2
    return float(exhaust_m_s * np.log1p(burnt_kg / left_kg))


def disposal_plan(
    separated: NDArray[np.float64],
    stage: UpperStage,
    areas: tuple[DisposalArea, ...],
    *,
    propellant_kg: float | None = None,
) -> DisposalPlan:
    """Return when a stage burns to come down in an area, or why it stays in orbit.

    Parameters
    ----------
    separated : ndarray, shape (7,)
        Inertial position, velocity and time after lift-off when the spacecraft have left; ECI
        coincides with ECEF at lift-off.
    stage : UpperStage
        Gives the burn, the propellant for it, and how it falls.
    areas : tuple of DisposalArea
        In order of preference between passes at the same moment.
    propellant_kg : float, optional
        What is left for the burn, where that is known better than by the stage's own figure.

    Raises
    ------
    InputError
        If the stage does not say how it is disposed of, or there is no area.

    Notes
    -----
    The burn is an impulse: at 20 kN a hundred metres per second take six seconds.
    """
    disposal = _require_disposal(stage)
    if not areas:
        raise InputError("a disposal needs at least one area to aim at")
    available = available_speed_m_s(stage, propellant_kg=propellant_kg)
    after_s = np.arange(disposal.earliest_s, disposal.latest_s, BURN_STEP_S)
    r, v = coasted(separated[:3], separated[3:6], after_s)
    before = np.column_stack((r, v, separated[6] + after_s))
    needed = burn_needed_m_s(before, perigee_altitude_m=disposal.perigee_altitude_m)
    stays_d = lifetime_d(
        separated[:3],
        separated[3:6],
        ballistic_coefficient_kg_m2=disposal.fall.ballistic_coefficient_kg_m2,
    )
    least = float(needed.min())
    able = np.flatnonzero(needed <= available)
    found = _first_pass(before, needed, able, disposal, areas) if len(able) else None
    if found is None:
        return DisposalPlan(
            outcome="no-pass" if len(able) else "too-little-propellant",
            available_m_s=available,
            least_m_s=least,
            lifetime_d=stays_d,
        )
    index, area, impact = found
    return DisposalPlan(
        outcome="aimed",
        available_m_s=available,
        least_m_s=least,
        lifetime_d=0.0,
        area=area,
        burn_s=float(before[index, 6]),
        speed_change_m_s=float(needed[index]),
        before_burn=before[index],
        impact=impact,
    )


def burn_needed_m_s(
    states: NDArray[np.float64], *, perigee_altitude_m: float
) -> NDArray[np.float64]:
    """Return by how much each state (n, 7) must be slowed for a perigee, shape (n,).

    Nothing where the perigee lies as low already. Slowing along the velocity lowers the perigee at
    every point of an orbit, so the answer is bracketed between none and all of the speed.
    """
    r = np.linalg.norm(states[:, :3], axis=1)
    v = np.linalg.norm(states[:, 3:6], axis=1)
    radial = np.einsum("ij,ij->i", states[:, :3], states[:, 3:6]) / (r * v)
    wanted_m = EARTH_EQUATORIAL_RADIUS_M + perigee_altitude_m
    slow, fast = np.zeros_like(v), np.ones_like(v)
    for _ in range(BISECTIONS):
        middle = 0.5 * (slow + fast)
        speed = middle * v
        energy = 0.5 * speed**2 - EARTH_MU_M3_S2 / r
        momentum2 = (r * speed) ** 2 * (1.0 - radial**2)
        e = np.sqrt(np.maximum(0.0, 1.0 + 2.0 * energy * momentum2 / EARTH_MU_M3_S2**2))
        low = momentum2 / EARTH_MU_M3_S2 / (1.0 + e) < wanted_m
        slow, fast = np.where(low, middle, slow), np.where(low, fast, middle)
    return np.asarray((1.0 - fast) * v)


def slowed(
    states: NDArray[np.float64], speed_change_m_s: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return states (n, 7) after an impulse against their velocity."""
    after = np.array(states)
    speed = np.linalg.norm(states[:, 3:6], axis=1)
    after[:, 3:6] *= (1.0 - speed_change_m_s / speed)[:, None]
    return after


def coasted_to_air(states: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return states (n, 7) as they come to 150 km; not-a-number where none does within a day.

    Fourth-order steps of ten seconds under gravity with J2, good to metres down to there.
    """
    now = np.array(states)
    up = np.ones(len(now), dtype=bool)
    for _ in range(int(LONGEST_COAST_S / COAST_STEP_S)):
        height_m = np.asarray(ellipsoid_altitude_m(now[up, 0], now[up, 1], now[up, 2]))
        up[np.flatnonzero(up)[height_m < AIR_BEGINS_M]] = False
        if not up.any():
            return now
        now[up] = coast_step(now[up], np.full(int(up.sum()), COAST_STEP_S))
    now[up] = np.nan
    return now


def coast_step(states: NDArray[np.float64], step_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return states (n, 7) a short while later (n,) or before; one Runge-Kutta step."""
    h = step_s[:, None]

    def rates(y: NDArray[np.float64]) -> NDArray[np.float64]:
        pull = np.column_stack(gravity_m_s2(y[:, 0], y[:, 1], y[:, 2]))
        return np.column_stack((y[:, 3:], pull))

    y = states[:, :6]
    k1 = rates(y)
    k2 = rates(y + 0.5 * h * k1)
    k3 = rates(y + 0.5 * h * k2)
    k4 = rates(y + h * k3)
    later = y + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
    return np.column_stack((later, states[:, 6] + step_s))


def _require_disposal(stage: UpperStage) -> Disposal:
    if stage.disposal is None:
        raise InputError(
            f"{stage.id} does not say how it is brought down; add a table [disposal] to its file"
        )
    return stage.disposal


def _first_pass(
    before: NDArray[np.float64],
    needed: NDArray[np.float64],
    able: NDArray[np.int64],
    disposal: Disposal,
    areas: tuple[DisposalArea, ...],
) -> tuple[int, DisposalArea, NDArray[np.float64]] | None:
    """Return the row, area and impact in the middle of the first pass over any area."""
    entering = coasted_to_air(slowed(before[able], needed[able]))
    impacts = impacts_of(
        FallCases(
            states=entering,
            ballistic_coefficient_kg_m2=np.full(
                len(able), disposal.fall.ballistic_coefficient_kg_m2
            ),
            air=still_air(),
            deviates=no_deviates(len(able)),
        )
    )
    passes = []
    for rank, area in enumerate(areas):
        inside = np.flatnonzero(_inside(area, impacts))
        if len(inside):
            parted = np.flatnonzero(np.diff(able[inside]) > 1)
            run = inside[: parted[0] + 1] if len(parted) else inside
            passes.append((int(run[0]), rank, int(run[len(run) // 2])))
    if not passes:
        return None
    _, rank, row = min(passes)
    return int(able[row]), areas[rank], impacts[row]


def _inside(area: DisposalArea, impacts: NDArray[np.float64]) -> NDArray[np.bool_]:
    ring = shapely.Polygon([(longitude, latitude) for latitude, longitude in area.corners_deg])
    return np.asarray(shapely.contains_xy(ring, impacts[:, 0], impacts[:, 1]))
