"""Where does each number of the catalogue come from?

A document carries a table `[sources]` of patterns over its key paths. A pattern covers what it
matches (`*` stands for anything, dots included) and all that lies below; of several patterns the
longest counts. A list of numbers is one leaf; a table in a list adds its `id` to the path, if any.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any, Literal

from pydantic import Field

from cosmodrome.errors import InputError
from cosmodrome.store.complaints import Table, parsed, unknown
from cosmodrome.store.layers import Layers
from cosmodrome.store.toml_lines import TomlPath
from cosmodrome.store.toml_source import TomlSource

ESTIMATE = "estimate"

SourceKind = Literal[
    "manual", "maker", "catalogue", "encyclopedia", "press", "data", "recollection"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document that figures rest on."""

    key: str
    text: str
    kind: SourceKind

    @property
    def is_estimate(self) -> bool:
        """Tell whether figures from it are to be reported as estimates."""
        return self.kind == "recollection"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedValue:
    """One number of the catalogue with its source.

    `owner` is the id of the vehicle, upper stage or spaceport; `path` the key path in its file.
    `remark` says where in the source, or why an estimate is what it is; `sd` is the standard
    deviation that the confidence means, as text with its unit, or None; `pattern` is that of the
    file's `[sources]` which covers it.
    """

    owner: str
    path: str
    value: str
    key: str
    text: str
    remark: str
    sd: str | None
    pattern: str
    estimate: bool


class _SourceTable(Table):
    text: str = Field(min_length=1, examples=['"Soyuz User\'s Manual, issue 3"'])
    kind: SourceKind = Field(examples=['"manual"'])


class _Citation(Table):
    key: str = Field(examples=['"estimate"'])
    where: str | None = None
    why: str | None = None
    sd: str | None = None


def load_sources(layers: Layers) -> dict[str, Source]:
    """Return the sources of all layers by key; an upper layer may add and replace them."""
    sources = {}
    for file in layers.all_of("sources.toml"):
        document = file.read()
        for key, value in document.data.items():
            if not isinstance(value, dict):
                raise InputError(f"{key} must be a table", place=document.place((key,)))
            if key == ESTIMATE:
                raise InputError(
                    "'estimate' is no document and needs no entry here",
                    place=document.place((key,)),
                )
            table = parsed(_SourceTable, document, path=(key,))
            sources[key] = Source(key=key, text=table.text, kind=table.kind)
    return sources


def sourced_values(
    document: TomlSource, sources: Mapping[str, Source], *, owner: str
) -> tuple[SourcedValue, ...]:
    """Return every number and date of a document with its source.

    Raises
    ------
    InputError
        If one of them has none, or a pattern names a source that nobody has described.
    """
    citations = _citations(document, sources)
    values = []
    for path, value in _numbers(document.data):
        pattern = _covering(path, tuple(citations))
        if pattern is None:
            raise InputError(
                "has no source; add to [sources] for example "
                f'"{path}" = {{ key = "estimate", why = "..." }}',
                place=document.place(_split(document, path)),
            )
        cited = citations[pattern]
        source = sources.get(cited.key)
        values.append(
            SourcedValue(
                owner=owner,
                path=path,
                value=value,
                key=cited.key,
                text=source.text if source else f"estimate: {cited.why}",
                remark=cited.where or cited.why or "",
                sd=cited.sd,
                pattern=pattern,
                estimate=source is None or source.is_estimate,
            )
        )
    return tuple(values)


def _citations(document: TomlSource, sources: Mapping[str, Source]) -> dict[str, _Citation]:
    table = document.data.get("sources", {})
    if not isinstance(table, dict):
        raise InputError("must be a table of patterns", place=document.place(("sources",)))
    citations = {}
    for pattern in table:
        path: TomlPath = ("sources", pattern)
        cited = parsed(_Citation, document, path=path)
        if cited.key == ESTIMATE and not cited.why:
            raise InputError("an estimate must say why", place=document.place(path))
        if cited.key != ESTIMATE and cited.key not in sources:
            raise InputError(
                unknown("source", cited.key, [ESTIMATE, *sources])
                + "; describe it in sources.toml",
                place=document.place(path),
            )
        citations[pattern] = cited
    return citations


def _numbers(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the path of every number, date or time, or list of them, with its value as text."""
    for key, value in data.items():
        if key != "sources":
            yield from _numbers_of(value, key)


def _numbers_of(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _numbers_of(inner, f"{path}.{key}")
    elif isinstance(value, list):
        numbers = [item for item in value if _is_number(item)]
        if numbers:
            yield path, f"{len(numbers)} values, {numbers[0]} to {numbers[-1]}"
        for item in value:
            if isinstance(item, dict):
                name = f".{item['id']}" if "id" in item else ""
                yield from _numbers_of(item, f"{path}{name}")
    elif _is_number(value):
        yield path, str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | date | time) and not isinstance(value, bool)


def _covering(path: str, patterns: tuple[str, ...]) -> str | None:
    matching = [pattern for pattern in patterns if _expression(pattern).fullmatch(path)]
    return max(matching, key=len, default=None)


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", ".*") + r"(?:\..*)?")


def _split(document: TomlSource, path: str) -> TomlPath:
    """Return the key path behind a dotted one; keys may hold dots themselves."""
    keys: TomlPath = ()
    node: Any = document.data
    rest = path
    while rest and isinstance(node, dict):
        key = max((k for k in node if rest == k or rest.startswith(f"{k}.")), key=len, default="")
        if not key:
            break
        keys, node, rest = (*keys, key), node[key], rest[len(key) + 1 :]
    return keys
