"""Which rules does a file, or an option of a command, lay upon lift-offs?"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cosmodrome.epochs import instant_of_text
from cosmodrome.errors import InputError, Place
from cosmodrome.manifest.rule import RuleWish
from cosmodrome.store.complaints import unknown
from cosmodrome.store.rule_table import LIST_KEYS, Surroundings, wishes_at, wishes_of_list
from cosmodrome.store.toml_lines import TomlPath
from cosmodrome.store.toml_source import TomlSource

KEY = "rule"
OPTION = "--rule"

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_WHOLE = re.compile(r"[+-]?\d+")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T.*")


def read_rules_file(path: Path, *, utc_offset_h: float = 0.0) -> tuple[RuleWish, ...]:
    """Return the rules of a TOML file, each a table ``[[rule]]`` with its ``kind``.

    Parameters
    ----------
    path : Path
        Files of blackouts that it names stand beside it.
    utc_offset_h : float
        Local time of whole days in calendars: that of the site.

    Raises
    ------
    InputError
        With file, line and field of the first thing that is wrong.
    """
    source = TomlSource.read(path)
    for key in source.data:
        if key != KEY:
            raise InputError(unknown("key", key, (KEY,)), place=source.place((key,)))
    if not source.data:
        raise InputError("holds no rule; write each as a table [[rule]]", place=source.place())
    if not isinstance(source.data[KEY], list):
        raise InputError(
            "is one table; write [[rule]] with two brackets, for rules are a list",
            place=source.place((KEY,)),
        )
    near = Surroundings(folder=path.parent, utc_offset_h=utc_offset_h)
    return wishes_of_list(source, KEY, near)


def parse_rule(
    text: str, *, folder: Path | None = None, utc_offset_h: float = 0.0
) -> tuple[RuleWish, ...]:
    """Return the rule of an option ``KIND[:key=value,...]``; several if it names a file of them.

    Parameters
    ----------
    text : str
        Such as ``daylight`` or ``crew-hours:from=08:00,to=20:00,days=mon-fri``; values of a list
        are parted by slashes.
    folder : Path, optional
        From which files are named; the current one if None.
    utc_offset_h : float
        Local time of whole days in calendars: that of the site.

    Raises
    ------
    InputError
        With the key that is wrong.
    """
    kind, _, rest = text.partition(":")
    data: dict[str, Any] = {"kind": kind.strip()}
    for pair in filter(None, rest.split(",")):
        key, equals, value = (part.strip() for part in pair.partition("="))
        if not equals:
            raise InputError(
                f"{pair!r} is no key=value; write KIND:key=value,key=value",
                place=Place(file=OPTION),
            )
        if key in data:
            raise InputError(f"{key} is given twice", place=Place(file=OPTION))
        data[key] = _list(key, value) if key in LIST_KEYS else _value(value)
    near = Surroundings(folder=folder or Path(), utc_offset_h=utc_offset_h)
    return wishes_at(_Option(data=data), (), near)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Option:
    data: dict[str, Any]

    def line_of(self, path: TomlPath) -> int | None:
        return None

    def place(self, path: TomlPath = ()) -> Place:
        return Place(file=OPTION, field=".".join(str(key) for key in path) or None)


def _list(key: str, text: str) -> object:
    values = [_value(part.strip()) for part in text.split("/")]
    return values[0] if key == "boresight" and len(values) == 1 else values


def _value(text: str) -> object:
    if text in ("true", "false"):
        return text == "true"
    if _WHOLE.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text):
        return float(text)
    return instant_of_text(text) if _INSTANT.fullmatch(text) else text
