"""How does a record become plain JSON, and the same record again, to the last bit?

Dataclasses, tuples, mappings, numbers, words and arrays; the types of the fields say which.
"""

import dataclasses
import types
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import numpy as np

Record = TypeVar("Record")
Plain = Any
"""What `json` writes: mappings, lists, numbers, words, None."""


def to_plain(value: object) -> Plain:
    """Return a record as mappings, lists and numbers.

    Raises
    ------
    TypeError
        If there is something in it that JSON has no word for.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {each.name: to_plain(getattr(value, each.name)) for each in fields}
    if isinstance(value, np.ndarray):
        return {"dtype": value.dtype.str, "shape": list(value.shape), "values": value.tolist()}
    if isinstance(value, Mapping):
        return {str(key): to_plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(each) for each in value]
    if isinstance(value, np.generic):
        return value.item()
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"a {type(value).__name__} has no plain form")


def from_plain(kind: type[Record], plain: Plain) -> Record:
    """Return the record that `to_plain` was given.

    Raises
    ------
    ValueError, KeyError, TypeError
        If the plain form is not that of such a record.
    """
    return cast("Record", _read(kind, plain))


def _read(kind: Any, plain: Plain) -> object:  # noqa: ANN401 - a type, as annotations write it
    origin = get_origin(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        given = {each.name: each for each in dataclasses.fields(kind)}
        if set(plain) != set(given):
            raise ValueError(f"{kind.__name__} has {sorted(given)}, not {sorted(plain)}")
        return kind(**{name: _read(hints[name], plain[name]) for name in given})
    if origin is np.ndarray:
        values = np.array(plain["values"], dtype=np.dtype(plain["dtype"]))
        return values.reshape(plain["shape"])
    if origin in (Union, types.UnionType):
        return _read_one_of(get_args(kind), plain)
    if origin is tuple:
        return _read_tuple(get_args(kind), plain)
    return _read_word(kind, origin, plain)


def _read_one_of(kinds: tuple[Any, ...], plain: Plain) -> object:
    if plain is None and type(None) in kinds:
        return None
    others = [each for each in kinds if each is not type(None)]
    if len(others) > 1:  # words and numbers tell themselves what they are
        others = [each for each in others if type(plain) is each]
    if len(others) != 1:
        raise ValueError(f"must be one of {kinds}, got {plain!r}")
    return _read(others[0], plain)


def _read_tuple(kinds: tuple[Any, ...], plain: Plain) -> tuple[object, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_read(kinds[0], each) for each in plain)
    return tuple(_read(kind, each) for kind, each in zip(kinds, plain, strict=True))


def _read_word(kind: Any, origin: Any, plain: Plain) -> object:  # noqa: ANN401 - as above
    if origin is Literal:
        if plain not in get_args(kind):
            raise ValueError(f"must be one of {get_args(kind)}, got {plain!r}")
        return plain
    if kind is float and isinstance(plain, int | float):
        return float(plain)
    if not isinstance(plain, kind):
        raise ValueError(f"must be {kind.__name__}, got {plain!r}")
    return plain
