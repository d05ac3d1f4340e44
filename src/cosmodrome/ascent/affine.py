"""A quantity that is a constant plus multiples of decision variables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Affine:
    """constant + sum of coefficient x variable, by the variable's name."""

    constant: float = 0.0
    terms: Mapping[str, float] = field(default_factory=dict)

    def __add__(self, other: "Affine | float") -> "Affine":
        if not isinstance(other, Affine):
            return Affine(self.constant + other, self.terms)
        names = {**self.terms, **other.terms}
        sums = {n: self.terms.get(n, 0.0) + other.terms.get(n, 0.0) for n in names}
        kept = {n: coefficient for n, coefficient in sums.items() if coefficient != 0.0}
        return Affine(self.constant + other.constant, kept)

    def __mul__(self, scale: float) -> "Affine":
        return Affine(self.constant * scale, {n: c * scale for n, c in self.terms.items()})

    def __sub__(self, other: "Affine | float") -> "Affine":
        return self + (other * -1.0 if isinstance(other, Affine) else -other)

    def at(self, values: Mapping[str, Any]) -> Any:
        """Return its value for numbers or for symbols."""
        total: Any = self.constant
        for name, coefficient in self.terms.items():
            total = total + coefficient * values[name]
        return total


def variable(name: str) -> Affine:
    """Return the variable of that name by itself."""
    return Affine(0.0, {name: 1.0})
