"""How does numba learn the vocabulary and the formulas? Only kernels pay for importing it.

Numba's disk cache looks only at the file of the outermost function: an edited constant in a formula
would silently keep its old value, so the cache folder is keyed by all of them.
"""

import hashlib
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba.extending import overload, register_jitable

from cosmodrome.physics import formula
from cosmodrome.physics.formula import Real, atan2, clip, if_else, pick, step, table1

njit: Any = numba.njit


def _key_of_compiled_code() -> str:
    """Return a digest of every file whose text is compiled."""
    package = Path(__file__).parents[1]
    texts = [*sorted((package / "physics").glob("*.py")), *sorted(package.glob("*/*kernel*.py"))]
    digest = hashlib.sha256((package / "constants.py").read_bytes())
    for path in texts:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


if "NUMBA_CACHE_DIR" not in os.environ:
    _cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    _folder = _cache / "cosmodrome" / "numba" / _key_of_compiled_code()
    numba.config.CACHE_DIR = str(_folder)  # type: ignore[attr-defined]


def _teach_word(name: str) -> None:
    scalar = getattr(math, name)

    @overload(getattr(formula, name), inline="always", strict=False)
    def _compiled(x: Real) -> Callable[[Real], Real]:
        return lambda x: scalar(x)


for _name in ("sqrt", "exp", "log", "log1p", "sin", "cos", "tan", "tanh"):
    _teach_word(_name)


@overload(atan2, inline="always", strict=False)
def _compiled_atan2(y: Real, x: Real) -> Callable[[Real, Real], Real]:
    return lambda y, x: math.atan2(y, x)


@overload(if_else, strict=False)
def _compiled_if_else(
    condition: Real, then: Real, otherwise: Real
) -> Callable[[Real, Real, Real], Real]:
    return lambda condition, then, otherwise: then if condition else otherwise


@overload(step, strict=False)
def _compiled_step(x: Real, threshold: Real) -> Callable[[Real, Real], Real]:
    return lambda x, threshold: 1.0 if x > threshold else 0.0


@overload(clip, strict=False)
def _compiled_clip(x: Real, low: Real, high: Real) -> Callable[[Real, Real, Real], Real]:
    return lambda x, low, high: min(max(x, low), high)


@overload(pick, strict=False)
def _compiled_pick(x: Real, thresholds: Real, values: Real) -> Callable[[Real, Real, Real], Real]:
    def chosen(x: Real, thresholds: Real, values: Real) -> Real:
        for i in range(1, len(thresholds)):
            if x <= thresholds[i]:
                return values[i - 1]
        return values[len(thresholds) - 1]

    return chosen


@overload(table1, strict=False)
def _compiled_table1(
    x: Real, knots: Real, coefficients: Real
) -> Callable[[Real, Real, Real], Real]:
    def piecewise(x: Real, knots: Real, coefficients: Real) -> Real:
        inside = min(max(x, knots[0]), knots[-1])
        i = min(max(np.searchsorted(knots, inside, side="right") - 1, 0), knots.size - 2)
        h = inside - knots[i]
        return (
            (coefficients[i, 3] * h + coefficients[i, 2]) * h + coefficients[i, 1]
        ) * h + coefficients[i, 0]

    return piecewise


class _Taught(list[Callable[..., Any]]):
    """The formulas, each taught to numba as it is added."""

    def append(self, function: Callable[..., Any]) -> None:
        register_jitable(function)
        super().append(function)


_taught = _Taught()
for _formula in formula.FORMULAS:
    _taught.append(_formula)
formula.FORMULAS = _taught
