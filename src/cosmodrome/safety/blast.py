"""How much TNT does a loaded vehicle equal, and how far must people be from it?"""

import math
from collections.abc import Mapping

from cosmodrome.errors import InputError
from cosmodrome.safety.pad_rules import PadRules, PropellantRule

POUND_KG = 0.45359237
FOOT_M = 0.3048
TWO_THIRDS_COEFFICIENT = 2.0 / 3.0


def tnt_equivalent_kg(propellants_kg: Mapping[str, float], rules: PadRules) -> float:
    """Return the mass of TNT that the propellants of a vehicle on its launcher equal.

    Parameters
    ----------
    propellants_kg : mapping
        Mass of all propellant, oxidiser and fuel, by the id of its rule.
    rules : PadRules
        The catalogue's rules.

    Notes
    -----
    Each kind is counted on its own and the masses of TNT are added, as if all went off at once.
    """
    return sum(
        _tnt_of_kg(rules.propellant(name), mass_kg=mass_kg)
        for name, mass_kg in propellants_kg.items()
    )


def _tnt_of_kg(rule: PropellantRule, *, mass_kg: float) -> float:
    if mass_kg < 0.0:
        raise InputError(f"{rule.id}: propellant must not be negative, got {mass_kg} kg")
    least_kg = rule.launch_fraction * mass_kg
    if rule.cube_coefficient is not None:
        # The rule is fitted in pounds; the metric coefficient that standards print is wrong.
        pounds = mass_kg / POUND_KG
        scaled_lb = rule.cube_coefficient * math.pow(pounds, TWO_THIRDS_COEFFICIENT)
        return max(scaled_lb * POUND_KG, least_kg)
    if rule.break_kg is None or rule.above_fraction is None or mass_kg <= rule.break_kg:
        return least_kg
    return rule.launch_fraction * rule.break_kg + rule.above_fraction * (mass_kg - rule.break_kg)


def blast_distance_m(tnt_kg: float, *, k_factor: float) -> float:
    """Return the distance at a scaled distance, given in feet per cube root of pounds."""
    return k_factor * math.cbrt(_pounds(tnt_kg)) * FOOT_M


def public_area_distance_m(tnt_kg: float, rules: PadRules) -> float:
    """Return the distance that the public keeps from a mass of TNT (14 CFR 420, appendix E).

    Raises
    ------
    InputError
        If the mass is negative.
    """
    pounds = _pounds(tnt_kg)
    if pounds == 0.0:
        return 0.0
    step = next(s for s in rules.public_area if s.up_to_lb is None or pounds <= s.up_to_lb)
    if step.offset_coefficient is not None:
        return (step.offset_coefficient + step.slope_coefficient * math.log(pounds)) * FOOT_M
    return step.slope_coefficient * math.pow(pounds, step.power_coefficient) * FOOT_M


def _pounds(tnt_kg: float) -> float:
    if tnt_kg < 0.0:
        raise InputError(f"a mass of TNT must not be negative, got {tnt_kg} kg")
    return tnt_kg / POUND_KG
