"""What is off the plan in case number i? From spreads and weather to arrays.

A case is one row of random numbers, and everything that it meets comes from that row:

of each stage
    Thrust and specific impulse, loading, residuals and dry mass, all its units together; how late
    a timed cut-off is [s], and a cut-off by velocity [m/s].
of the flight
    Drag of the vehicle; pitch and azimuth of the stored programme, constant through the flight.
of the air
    East and north wind, density and temperature at nodes of height, see `safety.weather`.
of the guided cut-off of the last stage
    Speed, direction and position, each component.
of each part that falls
    Its ballistic coefficient, the push at separation, the height at which it comes apart; of each
    piece the ballistic coefficient and the push of the break-up; one of the pieces.

The vehicle says how much each figure spreads, by which law, and what correlates
(`vehicles.spread`); a name that is missing is no spread. Correlation goes by way of normal
numbers: a law that is not normal takes the quantile of its own. Ballistic coefficients are
lognormal. What a vehicle publishes but is not drawn: `ignition_delay_s`, which delays a last stage
whose cut-off is guided and so moves no fall, and `separation_time_s`, which follows from cut-off by
velocity and is what a test holds it against. Not modelled: mixture ratio, misalignment of thrust
that guidance trims out, and slosh.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from cosmodrome.errors import InputError
from cosmodrome.flight import cases as columns
from cosmodrome.flight.cases import DispersedCases
from cosmodrome.numerics.sampling import SamplingPlan, standard_normals
from cosmodrome.safety.weather import DEVIATES, air_deviates
from cosmodrome.spaceport.climate import Climate
from cosmodrome.vehicles import Fall, LaunchVehicle
from cosmodrome.vehicles.spread import (
    CUTOFF_NAMES,
    FLIGHT_NAMES,
    STAGE_NAMES,
    correlation_matrix,
    plain_name,
    units_correlation_coefficient,
)

AT_CUTOFF = 6
PER_FALL, PER_PIECE = 6, 4
BREAKUP_BOUND_SIGMAS = 3.0
LOWEST_BREAKUP_M = 100.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FallDraw:
    """Of one kind of part: ballistic coefficients (n,) and separation velocities (n, 3).

    Where it comes apart, `breakup_altitude_m` (n,) says how high, and `pieces_kg_m2` (n, p) and
    `pieces_kick_m_s` (n, p, 3) are ballistic coefficient and push of each piece, in the order of
    the fragments. A part that comes down whole has p = 0 and not-a-number for the height. `piece`
    (n,) is one of the pieces of each case, any as likely as another.
    """

    ballistic_coefficient_kg_m2: NDArray[np.float64]
    kick_m_s: NDArray[np.float64]
    breakup_altitude_m: NDArray[np.float64]
    pieces_kg_m2: NDArray[np.float64]
    pieces_kick_m_s: NDArray[np.float64]
    piece: NDArray[np.int64]


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
    climate: Climate,
    *,
    plan: SamplingPlan,
    seed: int,
    first_case: int,
    cases: int,
) -> Draws:
    """Return cases `first_case` to `first_case` + `cases` - 1 of a seed.

    Parameters
    ----------
    vehicle : LaunchVehicle
        Gives the spreads, and the parts that fall.
    stages : tuple of str
        Stages of the programme to fly, in its order.
    climate : Climate
        Over the pad: what of the air's deviates correlates.
    plan : {"sobol", "latin-hypercube", "random"}
        See `numerics.sampling.standard_normals`.
    seed, first_case, cases : int

    Raises
    ------
    InputError
        If a spread is negative or has an unknown name, or no numbers correlate as asked.
    """
    sd = spreads(vehicle)
    names = _drawn_names(vehicle)
    of_falls = [fall_columns(fall) for fall in vehicle.falls]
    widths = [len(names), AT_CUTOFF, DEVIATES, *of_falls]
    normals = standard_normals(
        plan, seed=seed, first_case=first_case, cases=cases, columns=sum(widths)
    )
    own, of_cutoff, of_air, *rest = np.split(normals, np.cumsum(widths)[:-1], axis=1)
    value = _values(own, names, sd, vehicle)
    dispersed = DispersedCases(
        whole=_whole(value),
        stages=_stages(value, vehicle, stages),
        deviates=air_deviates(of_air, climate),
    )
    angle = np.radians(sd["cutoff_direction_deg"])
    scale = [sd["cutoff_position_m"]] * 3 + [sd["cutoff_speed_m_s"], angle, angle]
    return Draws(
        cases=dispersed,
        falls={fall.part: fall_draw(fall, z) for fall, z in zip(vehicle.falls, rest, strict=True)},
        cutoff=of_cutoff * np.array(scale),
    )


def spreads(vehicle: LaunchVehicle) -> dict[str, float]:
    """Return the one-sigma spread of every name, of stages by ``stage.name``.

    Zero where the vehicle gives none; a stage without a spread of its own has that of all.
    """
    names = [stage.name for stage in vehicle.stages]
    given = dict(vehicle.dispersions)
    for name, value in given.items():
        try:
            plain_name(name, names)
        except InputError as error:
            raise InputError(f"{vehicle.id}: {error.message}") from None
        if not (value >= 0.0 and np.isfinite(value)):
            raise InputError(f"{vehicle.id}: dispersion {name} must not be negative, got {value}")
    found = {name: given.get(name, 0.0) for name in (*FLIGHT_NAMES, *CUTOFF_NAMES)}
    for stage in names:
        for name in STAGE_NAMES:
            found[f"{stage}.{name}"] = given.get(f"{stage}.{name}", given.get(name, 0.0))
    return found


def _drawn_names(vehicle: LaunchVehicle) -> list[str]:
    """Return the names of stages and flight, one column each, whatever their spread."""
    return [f"{s.name}.{name}" for s in vehicle.stages for name in STAGE_NAMES] + [*FLIGHT_NAMES]


def _values(
    normals: NDArray[np.float64], names: list[str], sd: dict[str, float], vehicle: LaunchVehicle
) -> dict[str, NDArray[np.float64]]:
    """Return how far off each named figure is in every case, correlated and by its law."""
    z = dict(zip(names, normals.T, strict=True))
    stage_names = [stage.name for stage in vehicle.stages]
    try:
        tied, matrix = correlation_matrix(vehicle.correlations, stage_names)
    except InputError as error:
        raise InputError(f"{vehicle.id}: {error.message}") from None
    drawable = [name for name in tied if name in z]
    if len(drawable) != len(tied):
        raise InputError(
            f"{vehicle.id}: {', '.join(set(tied) - set(z))} is not drawn and cannot correlate"
        )
    if tied:
        # Summed by hand: products of matrices may round differently with the number of cases.
        lower = np.linalg.cholesky(matrix)
        own = [z[name] for name in tied]
        for i, name in enumerate(tied):
            z[name] = sum((lower[i, j] * own[j] for j in range(i)), lower[i, i] * own[i])
    return {name: _by_law(z[name], name, sd[name], vehicle) for name in names}


def _by_law(
    z: NDArray[np.float64], name: str, sigma: float, vehicle: LaunchVehicle
) -> NDArray[np.float64]:
    """Return a figure's deviations from normal numbers, by its law and the count of units."""
    stage, _, plain = name.rpartition(".")
    laws = dict(vehicle.distributions)
    # A law goes with the spread that it was written beside: of this stage, or of all.
    own = name in dict(vehicle.dispersions)
    law = laws.get(name) if own else laws.get(plain)
    factor = 1.0
    if stage:
        count = vehicle.stage(stage).count
        alike = units_correlation_coefficient(vehicle.correlations, plain, stage)
        factor = float(np.sqrt((1.0 + (count - 1.0) * alike) / count))
    if sigma == 0.0:
        return np.zeros_like(z)
    if law is None:
        return factor * sigma * z
    if law.bound_ratio is None:
        return factor * sigma * np.asarray(np.sqrt(3.0) * (2.0 * ndtr(z) - 1.0), dtype=np.float64)
    return factor * sigma * _cut_off(z, law.bound_ratio)


def _cut_off(z: NDArray[np.float64], bound_sigmas: float) -> NDArray[np.float64]:
    """Return normal numbers of which none lies beyond a bound."""
    outside = float(ndtr(-bound_sigmas))
    cut: NDArray[np.float64] = ndtri(outside + (1.0 - 2.0 * outside) * ndtr(z))
    return np.clip(cut, -bound_sigmas, bound_sigmas)


def _whole(value: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    whole = np.empty((len(value["drag_ratio"]), columns.OF_FLIGHT))
    whole[:, columns.DRAG_FACTOR] = 1.0 + value["drag_ratio"]
    whole[:, columns.PITCH] = np.radians(value["pitch_deg"])
    whole[:, columns.YAW] = np.radians(value["azimuth_deg"])
    return whole


def _stages(
    value: dict[str, NDArray[np.float64]], vehicle: LaunchVehicle, flown: tuple[str, ...]
) -> NDArray[np.float64]:
    """Return the columns of the flown stages.

    Propellant that stays in the tanks beyond the planned is not burnt and leaves with the stage: as
    if less had been loaded and the structure weighed more.
    """
    rows = np.empty((len(value["drag_ratio"]), len(flown), columns.OF_STAGE))
    for s, name in enumerate(flown):
        stage, row = vehicle.stage(name), rows[:, s]
        off = {plain: value[f"{name}.{plain}"] for plain in STAGE_NAMES}
        load_kg = stage.count * stage.propellant_kg
        left_kg = load_kg * off["residual_ratio"]
        thrust = 1.0 + off["thrust_ratio"]
        row[:, columns.THRUST_FACTOR] = thrust
        row[:, columns.FLOW_FACTOR] = thrust / (1.0 + off["isp_ratio"])
        row[:, columns.LOADED] = load_kg * off["propellant_ratio"] - left_kg
        row[:, columns.INERT] = stage.count * stage.dry_mass_kg * off["dry_mass_ratio"] + left_kg
        row[:, columns.DELAY] = off["timed_cutoff_s"]
        row[:, columns.CUTOFF_SPEED] = off["sensed_cutoff_m_s"]
    return rows


def fall_columns(fall: Fall) -> int:
    """Return how many random numbers the fall of a part takes."""
    return PER_FALL + PER_PIECE * _pieces(fall)


def _pieces(fall: Fall) -> int:
    return fall.breakup.pieces if fall.breakup else 0


def fall_draw(fall: Fall, z: NDArray[np.float64]) -> FallDraw:
    """Return how one kind of part falls in every case, of `fall_columns` standard normals each."""
    cases, pieces = len(z), _pieces(fall)
    height_m = np.full(cases, np.nan)
    of_pieces = z[:, PER_FALL:].reshape(cases, pieces, PER_PIECE)
    median_kg_m2, sd_ratio, speed_m_s = np.empty((3, pieces))
    if fall.breakup is not None:
        breakup = fall.breakup
        height_m = breakup.altitude_m + breakup.altitude_sd_m * _cut_off(
            z[:, 4], BREAKUP_BOUND_SIGMAS
        )
        height_m = np.maximum(height_m, LOWEST_BREAKUP_M)
        figures = [
            (each.ballistic_coefficient_kg_m2, each.sd_ratio, each.speed_sd_m_s)
            for each in breakup.fragments
            for _ in range(each.count)
        ]
        median_kg_m2, sd_ratio, speed_m_s = np.array(figures).T
    spread = np.exp(fall.ballistic_coefficient_sd_ratio * z[:, 0])
    return FallDraw(
        ballistic_coefficient_kg_m2=fall.ballistic_coefficient_kg_m2 * spread,
        kick_m_s=fall.separation_speed_sd_m_s * z[:, 1:4],
        breakup_altitude_m=height_m,
        pieces_kg_m2=median_kg_m2 * np.exp(sd_ratio * of_pieces[:, :, 0]),
        pieces_kick_m_s=speed_m_s[:, None] * of_pieces[:, :, 1:],
        piece=np.minimum((ndtr(z[:, 5]) * pieces).astype(np.int64), max(pieces - 1, 0)),
    )
