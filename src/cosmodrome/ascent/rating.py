"""What belongs to a capability: how sure it is, what moves it, what holds it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from cosmodrome.ascent.exchange import (
    Band,
    capability_band,
    exchange_ratios,
    slopes_of,
    target_slopes,
)
from cosmodrome.ascent.iterate import RuleReport
from cosmodrome.ascent.optimise import Capability, LoadingPolicy, Optimiser
from cosmodrome.ascent.rules import ALWAYS, unit_of
from cosmodrome.errors import ConvergenceError
from cosmodrome.vehicles.uncertainty import Uncertainty

Progress: TypeAlias = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCost:
    """A rule at the optimum, in its unit, and the payload that it costs.

    `multiplier_kg` is the payload per share of the limit by which the rule is eased, as the
    solver tells; `cost_kg` what the vehicle would lift more without the rule, None where no one
    can do without it, or where `note` says why it is not known.
    """

    name: str
    unit: str
    value: float
    limit: float
    multiplier_kg: float
    cost_kg: float | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A capability with its band, exchange ratios and the rules that bind.

    `by_loading` is the capability with the upper stage full and as is best, empty without one.
    """

    capability: Capability
    band: Band
    exchange_ratios: Mapping[str, float]
    rules: tuple[RuleCost, ...]
    by_loading: Mapping[str, float]


def rate_capability(
    optimiser: Optimiser,
    uncertainties: Mapping[str, Uncertainty],
    *,
    loading: LoadingPolicy | float,
    progress: Progress,
) -> Rating:
    """Return the capability under a loading, and all that belongs to it.

    Parameters
    ----------
    optimiser : Optimiser
    uncertainties : mapping
        Of the figures of its configuration, by key path.
    loading : str or float
        Of the upper stage: full, optimal, or propellant [kg].
    progress : callable
        Told the name of a stage, how much is done, and of how many.

    Raises
    ------
    ConvergenceError
        If no ascent is found, or none whose re-flight agrees.
    """
    configuration, orbit = optimiser.configuration, optimiser.orbit
    stage = f"capability of {configuration.id}"
    progress(stage, 0, 4)
    found = optimiser.capability(loading)
    progress(stage, 1, 4)
    payload_kg = optimiser.lagrangian(loading)
    slopes = slopes_of(payload_kg, configuration, orbit)
    ratios = exchange_ratios(
        slopes,
        configuration=configuration,
        cutoff_mass_kg=found.ascent.cutoff_mass_kg,
        target=target_slopes(payload_kg, configuration, orbit),
    )
    progress(stage, 2, 4)
    rules = _rule_costs(optimiser, found, loading)
    progress(stage, 3, 4)
    by_loading = _by_loading(optimiser)
    progress(stage, 4, 4)
    return Rating(
        capability=found,
        band=capability_band(found.payload_capability_kg, slopes, uncertainties),
        exchange_ratios=ratios,
        rules=rules,
        by_loading=by_loading,
    )


def _rule_costs(
    optimiser: Optimiser, found: Capability, loading: LoadingPolicy | float
) -> tuple[RuleCost, ...]:
    """Return the rules that bind; each that can be done without is flown without."""
    return tuple(
        _rule_cost(optimiser, rule, found.payload_capability_kg, loading)
        for rule in found.rules
        if rule.name in found.binding
    )


def _rule_cost(
    optimiser: Optimiser, rule: RuleReport, most_kg: float, loading: LoadingPolicy | float
) -> RuleCost:
    cost_kg, note = None, ""
    if rule.name.partition(":")[0] not in ALWAYS:
        try:
            cost_kg = optimiser.without(rule.name, loading).payload_capability_kg - most_kg
        except ConvergenceError as error:
            note = f"not known: without it {error}"
    return RuleCost(
        name=rule.name,
        unit=unit_of(rule.name),
        value=rule.value,
        limit=rule.limit,
        multiplier_kg=rule.multiplier_kg,
        cost_kg=cost_kg,
        note=note,
    )


def _by_loading(optimiser: Optimiser) -> dict[str, float]:
    if optimiser.configuration.upper_stage is None:
        return {}
    return {
        "full": optimiser.capability("full").payload_capability_kg,
        "optimal": optimiser.capability("optimal").payload_capability_kg,
    }
