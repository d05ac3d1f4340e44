"""What is a kilogram, a second, a degree worth in payload, and how sure is the payload so?

At an optimum the payload changes with a figure of the problem as the Lagrangian does with the
unknowns held (the envelope theorem): no ascent is optimised again. Ratios are slopes: they hold
for small changes and for as long as the same rules bind.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from cosmodrome.ascent.perturb import UPPER, Figure, figures_of
from cosmodrome.constants import STANDARD_GRAVITY_M_S2
from cosmodrome.errors import InputError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.vehicles import Configuration, Stage
from cosmodrome.vehicles.uncertainty import Uncertainty

# Share of a figure by which it is moved to either side; figures of nothing are moved by one unit.
STEP_RATIO = 1e-3
ONE_UNIT = 1.0
INCLINATION_STEP_DEG = 0.01
ALTITUDE_STEP_KM = 0.5
ENERGY_STEP_KM2_S2 = 0.05
# Between these quantiles of a normal distribution lie 80 % of it.
QUANTILE_OF_80_PERCENT = 1.2815515655446004
# Kinds of figures that an engine has wherever it is carried.
OF_ENGINES = ("specific-impulse", "thrust")


class Lagrangian(Protocol):
    """Payload at an optimum's point, less its multipliers times what other figures violate [kg]."""

    def __call__(self, configuration: Configuration, orbit: TargetOrbit, /) -> float:
        """Return its value with the figures of another configuration or orbit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """Payload per unit of one figure of the configuration."""

    figure: Figure
    exchange_ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Where the capability lies with a probability of 80 %, as far as the data's spread tells.

    `shares` is how much of the variance each group of figures brings, largest first; `exact`
    names the figures whose sources state no spread and that count as exact.
    """

    p10_kg: float
    p90_kg: float
    shares: tuple[tuple[str, float], ...]
    exact: tuple[str, ...]


def slopes_of(
    payload_kg: Lagrangian, configuration: Configuration, orbit: TargetOrbit
) -> tuple[Slope, ...]:
    """Return the payload that every figure of a configuration is worth, per unit.

    Parameters
    ----------
    payload_kg : callable
        The Lagrangian at the optimum.
    configuration, orbit
        What was optimised.
    """
    slopes = []
    for figure in figures_of(configuration):

        def moved_kg(value: float, figure: Figure = figure) -> float:
            return payload_kg(figure.change(configuration, value), orbit)

        slopes.append(Slope(figure=figure, exchange_ratio=_slope(moved_kg, figure.value)))
    return tuple(slopes)


def _slope(payload_kg: Callable[[float], float], value: float) -> float:
    if value == 0.0:  # a mass that cannot be negative
        return payload_kg(ONE_UNIT) - payload_kg(0.0)
    step = STEP_RATIO * value
    return (payload_kg(value + step) - payload_kg(value - step)) / (2.0 * step)


def target_slopes(
    payload_kg: Lagrangian, configuration: Configuration, orbit: TargetOrbit
) -> dict[str, float]:
    """Return the payload per degree of inclination and kilometre of altitude, where they are asked.

    Altitude raises a circular orbit as a whole, its inclination held; an elliptic one has perigee
    and apogee, an escape its energy.
    """
    slopes = {}
    for name, fields, step in _asked(orbit):
        values = {field: getattr(orbit, field) for field in fields}
        if None in values.values():
            continue
        ends = (
            payload_kg(configuration, replace(orbit, **{f: v + d for f, v in values.items()}))
            for d in (step, -step)
        )
        above, below = ends
        slopes[name] = (above - below) / (2.0 * step)
    return slopes


def _asked(orbit: TargetOrbit) -> Sequence[tuple[str, tuple[str, ...], float]]:
    low, high = "perigee_altitude_km", "apogee_altitude_km"
    asked: list[tuple[str, tuple[str, ...], float]] = [
        ("inclination_kg_per_deg", ("inclination_deg",), INCLINATION_STEP_DEG)
    ]
    if orbit.kind == "escape":
        return [*asked, ("energy_kg_per_km2_s2", ("c3_km2_s2",), ENERGY_STEP_KM2_S2)]
    if orbit.perigee_altitude_km == orbit.apogee_altitude_km:
        return [*asked, ("altitude_kg_per_km", (low, high), ALTITUDE_STEP_KM)]
    return [
        *asked,
        ("perigee_kg_per_km", (low,), ALTITUDE_STEP_KM),
        ("apogee_kg_per_km", (high,), ALTITUDE_STEP_KM),
    ]


def exchange_ratios(
    slopes: Sequence[Slope],
    *,
    configuration: Configuration,
    cutoff_mass_kg: float,
    target: Mapping[str, float],
) -> dict[str, float]:
    """Return exchange ratios by name: ``dry-mass.core_kg_per_kg``, ``thrust.core_kg_per_percent``.

    Parameters
    ----------
    slopes : sequence of Slope
        Of the figures.
    configuration : Configuration
        What was optimised.
    cutoff_mass_kg : float
        Mass at the last cut-off.
    target : mapping
        Slopes over the elements of the target.
    """
    ratios = {
        f"{slope.figure.name}_kg_per_{slope.figure.unit}": slope.exchange_ratio for slope in slopes
    }
    last = _last_stage(configuration)
    name = f"ideal-velocity.{last}_kg_per_m_s"
    ratios[name] = _per_m_s(ratios, last, configuration, cutoff_mass_kg)
    return ratios | dict(target)


def _last_stage(configuration: Configuration) -> str:
    return UPPER if configuration.upper_stage else configuration.vehicle.stages[-1].name


def _per_m_s(
    ratios: Mapping[str, float], last: str, configuration: Configuration, cutoff_mass_kg: float
) -> float:
    """Return payload per m/s of ideal velocity that the last stage keeps unused.

    The propellant for a small change of speed at the end is mass over exhaust speed; it is kept as
    residuals are. (A performance reserve of nothing shares its multiplier with the full tank.)
    """
    stage = configuration.upper_stage or configuration.vehicle.stages[-1]
    count = stage.count if isinstance(stage, Stage) else 1
    kept_kg_per_m_s = cutoff_mass_kg / (stage.engine.isp_vac_s * STANDARD_GRAVITY_M_S2)
    return ratios[f"residual.{last}_kg_per_kg"] * kept_kg_per_m_s / count


def capability_band(
    payload_capability_kg: float,
    slopes: Sequence[Slope],
    uncertainties: Mapping[str, Uncertainty],
) -> Band:
    """Return the 80 % band of a capability from the spread of the data.

    First order: the variance is the sum of (slope x standard deviation) squared over groups of
    figures. Within a group they are wrong together: an engine's thrust, or its specific impulse,
    on every stage that carries it, and figures of one kind that one pattern of sources covers.
    Groups are independent.

    Parameters
    ----------
    payload_capability_kg : float
    slopes : sequence of Slope
    uncertainties : mapping
        By the `leaf` of the figures.

    Raises
    ------
    InputError
        If a figure is not among the uncertainties.
    """
    sd_kg: dict[str, float] = {}
    exact: list[str] = []
    for slope in slopes:
        figure = slope.figure
        known = _known(figure, uncertainties)
        if known.sd_ratio is None:
            exact += [figure.name] if figure.value else []
            continue
        group = _group(figure, known)
        one_kg = slope.exchange_ratio * (figure.value * known.sd_ratio or known.sd_kg)
        sd_kg[group] = sd_kg.get(group, 0.0) + one_kg
    variance_kg2 = sum(one_kg**2 for one_kg in sd_kg.values())
    half_kg = QUANTILE_OF_80_PERCENT * math.sqrt(variance_kg2)
    shares = {group: one_kg**2 / variance_kg2 for group, one_kg in sd_kg.items() if variance_kg2}
    return Band(
        p10_kg=max(payload_capability_kg - half_kg, 0.0),
        p90_kg=payload_capability_kg + half_kg,
        shares=tuple(sorted(shares.items(), key=lambda item: -item[1])),
        exact=tuple(exact),
    )


def _known(figure: Figure, uncertainties: Mapping[str, Uncertainty]) -> Uncertainty:
    if figure.leaf in uncertainties:
        return uncertainties[figure.leaf]
    if figure.value == 0.0:  # left to its default: nobody's figure
        return Uncertainty(leaf=figure.leaf, sd_ratio=None, citation="")
    raise InputError(f"no source tells how sure {figure.leaf} is")


def _group(figure: Figure, known: Uncertainty) -> str:
    kind = figure.name.split(".")[0]
    if kind in OF_ENGINES:
        return f"{kind} of {figure.kin}"
    if "*" in known.citation:
        return f"{kind} ({known.citation})"
    return figure.name
