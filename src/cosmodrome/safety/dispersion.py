"""What is off the plan in case number i? From the vehicle's spreads and the wind to arrays.

The one-sigma spreads of `LaunchVehicle.dispersions` by name; a name that is missing is no spread:

thrust_ratio, isp_ratio
    Engines of each stage, independent from stage to stage.
propellant_ratio, dry_mass_ratio
    Loading and structure of each stage.
drag_ratio, density_ratio
    Drag of the vehicle and density of the air, one factor for the whole height.
pitch_deg, azimuth_deg
    Pointing of the stored programme, constant through the flight.
separation_time_s
    Not drawn: cut-off by velocity makes separations early or late, and this published spread is
    what a test holds that against.
ignition_delay_s
    Not drawn: it delays the last stage, whose cut-off is guided, and so moves no fall.
cutoff_speed_m_s, cutoff_direction_deg, cutoff_position_m
    State at the guided cut-off of the last stage, each component.

All are normal and independent; the correlation of thrust with specific impulse (about 0.3 by
recollection) is left out. The wind keeps its correlation over height.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.flight import kernel
from cosmodrome.flight.programme import DispersedCases
from cosmodrome.numerics.sampling import SamplingPlan, standard_normals
from cosmodrome.spaceport.climate import WindProfile
from cosmodrome.vehicles import LaunchVehicle

KNOWN = frozenset(
    {
        "thrust_ratio",
        "isp_ratio",
        "propellant_ratio",
        "dry_mass_ratio",
        "drag_ratio",
        "density_ratio",
        "pitch_deg",
        "azimuth_deg",
        "separation_time_s",
        "ignition_delay_s",
        "cutoff_speed_m_s",
        "cutoff_direction_deg",
        "cutoff_position_m",
    }
)
WIND_LEVELS_M = np.array(
    [0.0, 1500.0, 3000.0, 6000.0, 9000.0, 12e3, 15e3, 20e3, 25e3, 30e3, 40e3, 60e3]
)
WIND_CORRELATION_M = 5000.0
"""Height over which day-to-day winds forget each other: exp(-dz / L). A recalled estimate."""
PER_STAGE = 4
WHOLE = 4
PER_FALL = 4
AT_CUTOFF = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FallDraw:
    """Of one kind of part: ballistic coefficients (n,) and separation velocities (n, 3)."""

    ballistic_coefficient_kg_m2: NDArray[np.float64]
    kick_m_s: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draws:
    """All that is off the plan in a set of cases.

    `falls` is by part. `cutoff` (n, 6) are errors of the guided cut-off along the velocity, across
    it in the vertical plane, and to the left: position [m], then velocity, of which the first is a
    speed [m/s] and the other two are angles [rad].
    """

    cases: DispersedCases
    falls: dict[str, FallDraw]
    cutoff: NDArray[np.float64]


def draw_cases(
    vehicle: LaunchVehicle,
    stages: tuple[str, ...],
    wind: WindProfile | None,
    *,
    plan: SamplingPlan,
    seed: int,
    cases: int,
) -> Draws:
    """Return cases 0 to `cases` - 1 of a seed.

    Parameters
    ----------
    vehicle : LaunchVehicle
        Gives the spreads, and the parts that fall.
    stages : tuple of str
        Stages of the programme to fly, in its order.
    wind : WindProfile or None
        Wind of the month; None flies in still air.
    plan : {"sobol", "random"}
        See `numerics.sampling.standard_normals`.
    seed, cases : int

    Raises
    ------
    InputError
        If a spread is negative or has an unknown name.
    """
    sd = spreads(vehicle)
    columns = PER_STAGE * len(vehicle.stages) + WHOLE + AT_CUTOFF
    columns += PER_FALL * len(vehicle.falls) + 2 * len(WIND_LEVELS_M)
    z = standard_normals(plan, seed=seed, first_case=0, cases=cases, columns=columns)
    of_stages, rest = np.split(z, [PER_STAGE * len(vehicle.stages)], axis=1)
    of_whole, of_cutoff, of_falls, of_wind = np.split(
        rest,
        np.cumsum([WHOLE, AT_CUTOFF, PER_FALL * len(vehicle.falls)]),
        axis=1,
    )
    dispersed = DispersedCases(
        whole=_whole(of_whole, sd),
        stages=_stages(of_stages, sd, vehicle, stages),
        levels_m=WIND_LEVELS_M,
        winds=winds_of(of_wind, wind),
    )
    falls = {}
    for i, fall in enumerate(vehicle.falls):
        own = of_falls[:, PER_FALL * i : PER_FALL * (i + 1)]
        spread = np.exp(fall.ballistic_coefficient_sd_ratio * own[:, 0])
        falls[fall.part] = FallDraw(
            ballistic_coefficient_kg_m2=fall.ballistic_coefficient_kg_m2 * spread,
            kick_m_s=fall.separation_speed_sd_m_s * own[:, 1:],
        )
    angle = np.radians(sd["cutoff_direction_deg"])
    scale = [sd["cutoff_position_m"]] * 3 + [sd["cutoff_speed_m_s"], angle, angle]
    return Draws(cases=dispersed, falls=falls, cutoff=of_cutoff * np.array(scale))


def spreads(vehicle: LaunchVehicle) -> dict[str, float]:
    """Return the one-sigma spread of every known name, zero where the vehicle gives none."""
    given = dict(vehicle.dispersions)
    for name, value in given.items():
        if name not in KNOWN:
            raise InputError(
                f"{vehicle.id}: no dispersion is called {name!r}; there are {sorted(KNOWN)}"
            )
        if not value >= 0.0:
            raise InputError(f"{vehicle.id}: dispersion {name} must not be negative, got {value}")
    return {name: given.get(name, 0.0) for name in KNOWN}


def winds_of(z: NDArray[np.float64], wind: WindProfile | None) -> NDArray[np.float64]:
    """Return east and north wind at `WIND_LEVELS_M` for standard normals, shape (n, levels, 2)."""
    levels = len(WIND_LEVELS_M)
    winds = np.zeros((len(z), levels, 2))
    if wind is None:
        return winds
    kept = np.exp(-np.diff(WIND_LEVELS_M) / WIND_CORRELATION_M)
    components = (
        (wind.u_mean_m_s, wind.u_sd_m_s, z[:, :levels]),
        (wind.v_mean_m_s, wind.v_sd_m_s, z[:, levels:]),
    )
    for c, (mean, sd, own) in enumerate(components):
        state = own[:, 0]
        for i in range(levels):
            if i > 0:
                state = kept[i - 1] * state + np.sqrt(1.0 - kept[i - 1] ** 2) * own[:, i]
            at = float(WIND_LEVELS_M[i])
            winds[:, i, c] = np.interp(at, wind.altitude_m, mean) + state * np.interp(
                at, wind.altitude_m, sd
            )
    return winds


def _whole(z: NDArray[np.float64], sd: dict[str, float]) -> NDArray[np.float64]:
    whole = np.empty_like(z)
    whole[:, kernel.DRAG_FACTOR] = 1.0 + sd["drag_ratio"] * z[:, 0]
    whole[:, kernel.DENSITY_FACTOR] = 1.0 + sd["density_ratio"] * z[:, 1]
    whole[:, kernel.PITCH] = np.radians(sd["pitch_deg"]) * z[:, 2]
    whole[:, kernel.YAW] = np.radians(sd["azimuth_deg"]) * z[:, 3]
    return whole


def _stages(
    z: NDArray[np.float64], sd: dict[str, float], vehicle: LaunchVehicle, flown: tuple[str, ...]
) -> NDArray[np.float64]:
    """Return the factors and masses of the flown stages; each stage keeps its own columns."""
    rows = np.empty((len(z), len(flown), PER_STAGE))
    names = [stage.name for stage in vehicle.stages]
    for s, name in enumerate(flown):
        first = PER_STAGE * names.index(name)
        own, stage = z[:, first : first + PER_STAGE], vehicle.stage(name)
        thrust = 1.0 + sd["thrust_ratio"] * own[:, 0]
        load_kg = stage.count * stage.propellant_kg
        inert_kg = stage.count * stage.dry_mass_kg
        rows[:, s, kernel.THRUST_FACTOR] = thrust
        rows[:, s, kernel.FLOW_FACTOR] = thrust / (1.0 + sd["isp_ratio"] * own[:, 1])
        rows[:, s, kernel.LOADED] = load_kg * sd["propellant_ratio"] * own[:, 2]
        rows[:, s, kernel.INERT] = inert_kg * sd["dry_mass_ratio"] * own[:, 3]
    return rows
