"""How is a malformed document told to its author: one message, with line, value and remedy?

Tables of outside documents are pydantic models derived from `Table`. `parsed` validates one and
turns the first complaint, in the order of the document, into an `InputError`.
"""

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from cosmodrome.errors import InputError, Place
from cosmodrome.store.toml_lines import TomlPath

_SHOWN_KEYS = 14


class Table(BaseModel):
    """A table of an outside document: no unknown key, no conversion, no NaN or infinity."""

    model_config = ConfigDict(
        extra="forbid", strict=True, allow_inf_nan=False, frozen=True, populate_by_name=False
    )

    @model_validator(mode="before")
    @classmethod
    def _only_known_keys(cls, data: Any) -> Any:  # noqa: ANN401 - whatever the document holds
        if not isinstance(data, Mapping):
            return data
        known = [info.alias or name for name, info in cls.model_fields.items()]
        for key in data:
            if key not in known:
                raise complaint(unknown("key", str(key), known), key=str(key))
        for name, info in cls.model_fields.items():
            key = info.alias or name
            if info.is_required() and key not in data:
                example = f", for example {key} = {info.examples[0]}" if info.examples else ""
                raise complaint(f"{key} is missing{example}")
        return data


Model = TypeVar("Model", bound=Table)


class Document(Protocol):
    """What a table can be read from: a TOML file, or the options of a command."""

    @property
    def data(self) -> dict[str, Any]:
        """Return the values."""

    def line_of(self, path: TomlPath) -> int | None:
        """Return the line of a key path, None where there are no lines."""

    def place(self, path: TomlPath = ()) -> Place:
        """Return where a key path stands."""


def complaint(message: str, *, key: str | TomlPath | None = None) -> PydanticCustomError:
    """Return the error that a validator raises; `key` points into the table being validated."""
    path = (key,) if isinstance(key, str) else key or ()
    # The message is a value of the template, so that braces in it mean nothing.
    return PydanticCustomError("complaint", "{message}", {"message": message, "path": path})


def parsed(model: type[Model], source: Document, *, path: TomlPath = ()) -> Model:
    """Return the table at a path of a document, validated.

    Raises
    ------
    InputError
        With file, line and field of the first thing that is wrong.
    """
    data: Any = source.data
    for key in path:
        data = data[key]
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise as_input_error(error, source, path=path) from None


def as_input_error(error: ValidationError, source: Document, *, path: TomlPath = ()) -> InputError:
    """Return the first complaint, in the order of the document, as an InputError."""
    found = [(_path(detail, path), detail) for detail in error.errors(include_url=False)]
    where, detail = min(found, key=lambda item: source.line_of(item[0]) or 0)
    return InputError(_message(detail), place=source.place(where))


def unknown(what: str, given: str, known: Iterable[str]) -> str:
    """Return "unknown key 'x'; did you mean 'y'?", or what there is instead.

    >>> unknown("key", "altitude", ["altitude_km", "kind"])
    "unknown key 'altitude'; did you mean 'altitude_km'?"
    >>> unknown("key", "colour", ["altitude_km", "kind"])
    "unknown key 'colour'; known are altitude_km, kind"
    """
    names = list(known)
    lowered = {name.lower(): name for name in names}
    close = difflib.get_close_matches(given.lower(), lowered, n=1, cutoff=0.6)
    extended = [name for name in names if given and name.startswith(f"{given}_")]
    if close or extended:
        guess = lowered[close[0]] if close else extended[0]
        return f"unknown {what} {given!r}; did you mean {guess!r}?"
    if not names:
        return f"unknown {what} {given!r}; there is none"
    listed = ", ".join(names[:_SHOWN_KEYS])
    more = f" and {len(names) - _SHOWN_KEYS} more" if len(names) > _SHOWN_KEYS else ""
    return f"unknown {what} {given!r}; known are {listed}{more}"


def _path(detail: ErrorDetails, base: TomlPath) -> TomlPath:
    return (*base, *detail["loc"], *detail.get("ctx", {}).get("path", ()))


_EXPECTED: dict[str, str] = {
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "string_type": "must be text in quotes",
    "bool_type": "must be true or false",
    "date_type": "must be a date, written 2028-06-30 without quotes",
    "datetime_type": "must be an instant, written 2028-01-10T00:00:00Z without quotes",
    "timezone_aware": "must be an instant in UTC, with a Z at its end",
    "list_type": "must be a list in square brackets",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "finite_number": "must be a finite number",
}

_REMEDY = {"float_type": "write it without quotes and unit", "int_type": "write it without quotes"}


def _message(detail: ErrorDetails) -> str:
    kind, ctx, given = detail["type"], detail.get("ctx", {}), detail.get("input")
    if kind == "complaint":
        return str(ctx["message"])
    if kind in _EXPECTED:
        remedy = f"; {_REMEDY[kind]}" if kind in _REMEDY and isinstance(given, str) else ""
        return f"{_EXPECTED[kind]}, got {shown(given)}{remedy}"
    if kind == "literal_error":
        return _not_one_of(ctx["expected"], given, str(detail["loc"][-1]))
    limit = _limit(detail)
    return f"{limit}, got {shown(given)}" if limit else f"{detail['msg']}, got {shown(given)}"


_Comparison = Literal["gt", "ge", "lt", "le"]
_COMPARISONS: tuple[tuple[_Comparison, str], ...] = (
    ("gt", "more than"),
    ("ge", "at least"),
    ("lt", "less than"),
    ("le", "at most"),
)


def _limit(detail: ErrorDetails) -> str | None:
    ctx = detail.get("ctx", {})
    for name, words in _COMPARISONS:
        if name in ctx:
            return f"must be {words} {ctx[name]:g}"
    if detail["type"] == "too_short":
        return f"needs at least {ctx['min_length']} entries"
    if detail["type"] == "string_too_short":
        return "must not be empty"
    return None


def _not_one_of(expected: str, given: object, key: str) -> str:
    known = [word.strip(" '") for part in expected.split(" or ") for word in part.split(",")]
    if isinstance(given, str):
        return unknown(key, given, known)
    return f"must be one of {', '.join(known)}, got {shown(given)}"


def shown(value: object) -> str:
    """Return a value as its author wrote it, near enough to recognise it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return str(value)
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."
