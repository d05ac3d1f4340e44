"""How are the spreads of a vehicle written down, and read into names, laws and correlations?

``thrust_ratio = 0.005`` is one sigma of a normal law; ``{ sd = 0.005, bound = 0.015 }`` is cut off
at the bound, ``{ uniform = 0.01 }`` is even within plus and minus 0.01. A stage has spreads of its
own in a table of its name, ``[dispersions.booster]``.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, model_validator

from cosmodrome.errors import InputError
from cosmodrome.store.complaints import Table, complaint, parsed, unknown
from cosmodrome.store.toml_lines import TomlPath
from cosmodrome.store.toml_source import TomlSource
from cosmodrome.vehicles.spread import (
    DISPERSION_NAMES,
    STAGE_NAMES,
    Correlation,
    Distribution,
    correlated_pairs,
    correlation_matrix,
)

DISPERSIONS, CORRELATIONS = "dispersions", "correlation"


# In the unit of the name that they stand beside.
Sigma = Annotated[float, Field(ge=0, lt=1e6)]
Bound = Annotated[float, Field(gt=0, lt=1e6)]


class _Spread(Table):
    sd: Sigma | None = None
    bound: Bound | None = None
    uniform: Bound | None = None

    @model_validator(mode="after")
    def _is_one_law(self) -> "_Spread":
        if (self.sd is None) == (self.uniform is None):
            raise complaint("needs exactly one of sd and uniform")
        if self.uniform is not None and self.bound is not None:
            raise complaint("goes with sd; uniform is its own bound", key="bound")
        if self.sd is not None and self.bound is not None and self.bound < self.sd:
            raise complaint(
                f"{self.bound:.10g} is less than sd {self.sd:.10g}; nearly all would be cut off",
                key="bound",
            )
        return self


class _OneSpread(Table):
    """A bare number, checked as a table that has it as its only entry."""

    sd: Sigma


class _Correlation(Table):
    id: str | None = None
    between: list[str] = Field(min_length=2, max_length=2)
    coefficient: float = Field(ge=-1, le=1, examples=[0.3])


@dataclass(frozen=True, slots=True, kw_only=True)
class Spreads:
    """One sigma by name, the laws that are not plainly normal, and what goes together."""

    dispersions: tuple[tuple[str, float], ...]
    distributions: tuple[tuple[str, Distribution], ...]
    correlations: tuple[Correlation, ...]


def read_spreads(document: TomlSource, *, stages: Sequence[str]) -> Spreads:
    """Return the spreads of a vehicle's file.

    Raises
    ------
    InputError
        With the line and field of a negative spread, an unknown name or stage, a coefficient
        beyond 1, or the eigenvalue of correlations that cannot be.
    """
    sigmas: dict[str, float] = {}
    laws: dict[str, Distribution] = {}
    for name, path in _spreads_of(document, stages):
        spread = _spread_at(document, path)
        if spread.uniform is not None:
            sigmas[name] = spread.uniform / math.sqrt(3.0)
            laws[name] = Distribution(kind="uniform")
        elif spread.sd is not None:
            sigmas[name] = spread.sd
            if spread.bound is not None and spread.sd > 0.0:
                laws[name] = Distribution(kind="truncated", bound_ratio=spread.bound / spread.sd)
    return Spreads(
        dispersions=tuple(sigmas.items()),
        distributions=tuple(laws.items()),
        correlations=_correlations(document, stages),
    )


def _spreads_of(document: TomlSource, stages: Sequence[str]) -> list[tuple[str, TomlPath]]:
    """Return the name and the place of every spread, those of stages qualified."""
    found: list[tuple[str, TomlPath]] = []
    for name, given in _table(document, DISPERSIONS).items():
        path: TomlPath = (DISPERSIONS, name)
        if name in DISPERSION_NAMES:
            found.append((name, path))
        elif name in stages and isinstance(given, Mapping):
            for inner in given:
                if inner not in STAGE_NAMES:
                    raise InputError(
                        unknown("dispersion of a stage", inner, STAGE_NAMES),
                        place=document.place((*path, inner)),
                    )
                found.append((f"{name}.{inner}", (*path, inner)))
        else:
            raise InputError(
                unknown("dispersion", name, [*DISPERSION_NAMES, *stages]),
                place=document.place(path),
            )
    return found


def _table(document: TomlSource, key: str) -> Mapping[str, object]:
    table = document.data.get(key, {})
    if not isinstance(table, Mapping):
        raise InputError("must be a table", place=document.place((key,)))
    return table


def _spread_at(document: TomlSource, path: TomlPath) -> _Spread:
    given: object = document.data
    for key in path:
        given = given[key]  # type: ignore[index]
    if isinstance(given, Mapping):
        return parsed(_Spread, document, path=path)
    bare = TomlSource(file=document.file, text=document.text, data={"sd": given})
    try:
        return _Spread(sd=parsed(_OneSpread, bare).sd)
    except InputError as error:
        raise InputError(error.message, place=document.place(path)) from None


def _correlations(document: TomlSource, stages: Sequence[str]) -> tuple[Correlation, ...]:
    entries = document.data.get(CORRELATIONS, [])
    if not isinstance(entries, list):
        raise InputError(
            f"must be a list of tables; each stands under [[{CORRELATIONS}]]",
            place=document.place((CORRELATIONS,)),
        )
    found: list[Correlation] = []
    for number in range(len(entries)):
        path: TomlPath = (CORRELATIONS, number)
        table = parsed(_Correlation, document, path=path)
        with document.located(path):
            found.append(
                Correlation(
                    between=(table.between[0], table.between[1]),
                    correlation_coefficient=table.coefficient,
                )
            )
            correlated_pairs(found[-1], stages)
    with document.located((CORRELATIONS,)):
        correlation_matrix(found, stages)
    return tuple(found)
