"""How does a document become text? JSON with digits that mean something, the same every time."""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from textwrap import indent
from typing import Any

import numpy as np

# Decimals that are kept, by the unit at the end of a key; the longest match counts. They are finer
# than any use and coarser than the last bits, which differ between processors.
DECIMALS = {
    "_m": 3,
    "_s": 4,
    "_m_s": 6,
    "_kg": 3,
    "_pa": 2,
    "_deg": 7,
    "_factor": 6,
    "_gap_m": 6,
    "_gap_m_s": 9,
}
SIGNIFICANT_FIGURES = 9


def as_json(document: Mapping[str, Any]) -> str:
    """Return a document as text; a number that is not finite is an error, never ``NaN``."""
    return json.dumps(_tidied(document), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def as_json_line(document: Mapping[str, Any]) -> str:
    """Return a document as one line of a JSON-lines file."""
    return json.dumps(_tidied(document), ensure_ascii=False, allow_nan=False) + "\n"


def json_in_pieces(
    head: Mapping[str, Any],
    key: str,
    items: Iterable[Mapping[str, Any]],
    *,
    tail: Callable[[], Mapping[str, Any]],
) -> Iterator[str]:
    """Yield, piece by piece, the text that `as_json` gives of a document with a long list.

    Parameters
    ----------
    head : mapping
        What stands before the list.
    key : str
        Name of the list.
    items : iterable of mapping
        Of which no more than one is held.
    tail : callable
        Asked for what stands behind the list once that has ended.
    """
    yield as_json(head).removesuffix("\n}\n") + f',\n  "{key}": ['
    comma = ""
    for item in items:
        yield comma + "\n" + indent(as_json(item).rstrip("\n"), "    ")
        comma = ","
    ending = as_json(tail()).removeprefix("{").removesuffix("}\n")
    yield ("\n  ]" if comma else "]") + ("," + ending if ending.strip() else "\n") + "}\n"


def _tidied(value: Any, key: str = "") -> Any:  # noqa: ANN401 - any JSON value
    """Round every float by the unit that its key ends in."""
    if isinstance(value, Mapping):
        return {name: _tidied(item, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_tidied(item, key) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return _rounded(value, key) if isinstance(value, float) else value


def _rounded(number: float, key: str) -> float:
    decimals = _decimals(key)
    if decimals is not None:
        return round(number, decimals) + 0.0
    if not math.isfinite(number):
        return number
    return float(f"{number:.{SIGNIFICANT_FIGURES}g}") + 0.0


@cache
def _decimals(key: str) -> int | None:
    """Return how many decimals the unit of a key keeps, None where it ends in no unit."""
    endings = [unit for unit in DECIMALS if key.endswith(unit)]
    return DECIMALS[max(endings, key=len)] if endings else None
