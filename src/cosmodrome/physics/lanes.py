"""How do the formulas run in SIMD lanes? The same text, with words that a compiler can vectorise.

A loop over lanes becomes SIMD code only if nothing in it branches or calls a library. So a formula
is compiled here a second time, inlined into the loop, with arithmetic for `exp` and `log1p`. What a
formula chooses from a table (`pick`, `table1`) has no lane form: the kernel chooses the constants
for all its lanes first and calls the formula behind the choice, such as `air_of_layer`.
"""

import math
from collections.abc import Callable
from types import FunctionType
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from cosmodrome.physics import formula
from cosmodrome.physics.compiled import njit
from cosmodrome.physics.formula import FORMULAS, Real

# No `reassoc`: exp rounds by adding and taking away a large number.
FLAGS = {"nnan", "ninf", "nsz", "arcp", "contract"}
Compiler = Any
"""What numba hands to those who write instructions for it, and what it makes of a function."""
lane_njit: Compiler = njit(inline="always", fastmath=FLAGS, error_model="numpy")

LOG2_E = 1.4426950408889634
LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
ROUNDER = 6755399441055744.0
"""1.5 * 2**52: what is left of a number added to it is its nearest integer."""
EXPONENT_BIAS = 1023
MANTISSA_BITS = 52
SMALLEST_EXPONENT = -700.0


def _bits(_context: Compiler, x: Compiler) -> Compiler:
    def generate(_c: Compiler, builder: Compiler, _s: Compiler, arguments: Compiler) -> Compiler:
        return builder.bitcast(arguments[0], ir.IntType(64))

    return types.int64(types.float64), generate


def _number(_context: Compiler, bits: Compiler) -> Compiler:
    def generate(_c: Compiler, builder: Compiler, _s: Compiler, arguments: Compiler) -> Compiler:
        return builder.bitcast(arguments[0], ir.DoubleType())

    return types.float64(types.int64), generate


_bits_of: Compiler = intrinsic(_bits)
_number_of: Compiler = intrinsic(_number)


@lane_njit
def _exp(x: Real) -> Real:
    """Return e to the x: a power of two from the bits, times a series about its middle."""
    held = max(x, SMALLEST_EXPONENT)
    shifted = held * LOG2_E + ROUNDER
    n = shifted - ROUNDER
    r = held - n * LN2_HIGH
    r = r - n * LN2_LOW
    p = 1.0 + r / 12.0
    p = 1.0 + r * p * (1.0 / 11.0)
    p = 1.0 + r * p * (1.0 / 10.0)
    p = 1.0 + r * p * (1.0 / 9.0)
    p = 1.0 + r * p * (1.0 / 8.0)
    p = 1.0 + r * p * (1.0 / 7.0)
    p = 1.0 + r * p * (1.0 / 6.0)
    p = 1.0 + r * p * (1.0 / 5.0)
    p = 1.0 + r * p * (1.0 / 4.0)
    p = 1.0 + r * p * (1.0 / 3.0)
    p = 1.0 + r * p * (1.0 / 2.0)
    p = 1.0 + r * p
    return p * _number_of((_bits_of(shifted) + EXPONENT_BIAS) << MANTISSA_BITS)


@lane_njit
def _log1p(x: Real) -> Real:
    """Return ln(1 + x) for x between -0.5 and 1: twice the area tangent of x / (2 + x)."""
    u = x / (2.0 + x)
    v = u * u
    p = 1.0 / 27.0 + v * (1.0 / 29.0 + v * (1.0 / 31.0))
    p = 1.0 / 21.0 + v * (1.0 / 23.0 + v * (1.0 / 25.0 + v * p))
    p = 1.0 / 15.0 + v * (1.0 / 17.0 + v * (1.0 / 19.0 + v * p))
    p = 1.0 / 9.0 + v * (1.0 / 11.0 + v * (1.0 / 13.0 + v * p))
    p = 1.0 / 3.0 + v * (1.0 / 5.0 + v * (1.0 / 7.0 + v * p))
    return 2.0 * u * (1.0 + v * p)


@lane_njit
def _sqrt(x: Real) -> Real:
    return math.sqrt(x)


_WORDS: dict[Any, Any] = {formula.exp: _exp, formula.log1p: _log1p, formula.sqrt: _sqrt}
_known: dict[Any, Any] = {}


def in_lanes(text: Callable[..., Any]) -> Compiler:
    """Return a formula to be called in loops over lanes.

    Raises
    ------
    TypeError
        If the formula, or one that it calls, says a word that has no lane form.
    """
    if text not in _known:
        names = {name: _lane_meaning(text, name) for name in text.__code__.co_names}
        world = {**text.__globals__, **names}
        same_text = FunctionType(text.__code__, world, text.__name__)
        _known[text] = lane_njit(same_text)
    return _known[text]


def _lane_meaning(text: Callable[..., Any], name: str) -> Compiler:
    """Return what a name in a formula stands for in lanes."""
    meaning = text.__globals__[name]
    if not callable(meaning):
        return meaning
    if meaning in _WORDS:
        return _WORDS[meaning]
    if meaning in FORMULAS:
        return in_lanes(meaning)
    raise TypeError(f"{text.__name__} says {name}, which has no form in lanes")
