"""How sure is each figure of a configuration? The `sd` of its sources as numbers."""

import re

from cosmodrome.errors import InputError
from cosmodrome.store.catalogue import Catalogue
from cosmodrome.store.sourcing import SourcedValue
from cosmodrome.vehicles import Configuration
from cosmodrome.vehicles.uncertainty import Uncertainty

SPREAD = re.compile(r"(\d+(?:\.\d+)?)\s*(%|kg|t|s|N|kN)")
# What a unit of `sd` is in the unit that a field's name ends in.
IN_THE_FIELD = {
    "kg": ("_kg", 1.0),
    "t": ("_kg", 1e3),
    "s": ("_s", 1.0),
    "N": ("_n", 1.0),
    "kN": ("_n", 1e3),
}
UPPER_STAGE = "upper_stage"
FAIRING = "fairing."
COMPOSITE_FAIRING = "composite_fairing."


def uncertainties_of(catalogue: Catalogue, configuration: Configuration) -> dict[str, Uncertainty]:
    """Return how sure every figure of a configuration is, by its key path.

    Figures of the upper stage stand behind ``upper_stage.``; with one the fairing is that of the
    composite, where the vehicle has two.

    Raises
    ------
    InputError
        If the `sd` of a figure of mass, time or thrust is no number with a unit that fits it.
    """
    vehicle, upper = configuration.vehicle, configuration.upper_stage
    values = {value.path: value for value in catalogue.values_of(vehicle.id)}
    if upper is not None:
        for path in [path for path in values if path.startswith(COMPOSITE_FAIRING)]:
            values[FAIRING + path.removeprefix(COMPOSITE_FAIRING)] = values[path]
        values |= {f"{UPPER_STAGE}.{v.path}": v for v in catalogue.values_of(upper.id)}
    return {
        leaf: Uncertainty(
            leaf=leaf,
            sd_ratio=spread_ratio(value),
            citation=f"{value.owner}: {value.pattern}",
            sd_kg=_of_nothing_kg(value),
        )
        for leaf, value in values.items()
    }


def spread_ratio(value: SourcedValue) -> float | None:
    """Return the standard deviation of a figure relative to it, None where its source has none.

    Figures of other dimensions (angles, places) and lists in other terms than per cent have none
    either: no answer is made of them.
    """
    if value.sd is None:
        return None
    match = SPREAD.fullmatch(value.sd.strip())
    if match is None:
        return None if not _weighs(value) else _refused(value, "is no number with %, kg, s or N")
    number, unit = float(match[1]), match[2]
    if unit == "%":
        return number / 100.0
    suffix, factor = IN_THE_FIELD[unit]
    if not value.path.endswith(suffix):
        return None if not _weighs(value) else _refused(value, "is in another unit than the figure")
    size = abs(float(value.value))
    return number * factor / size if size else 0.0


def _of_nothing_kg(value: SourcedValue) -> float:
    """Return the spread of a mass that the catalogue sets to nothing."""
    match = SPREAD.fullmatch((value.sd or "").strip())
    if match is None or match[2] not in ("kg", "t") or not value.path.endswith("_kg"):
        return 0.0
    return 0.0 if float(value.value) else float(match[1]) * IN_THE_FIELD[match[2]][1]


def _weighs(value: SourcedValue) -> bool:
    return value.path.endswith(("_kg", "_n", "isp_vac_s"))


def _refused(value: SourcedValue, why: str) -> float:
    raise InputError(f"{value.owner}: {value.path}: sd {value.sd!r} {why}")
