"""How does a shard of dispersed falls travel from one machine to another?

An `.npz` file of plain arrays, which numpy reads anywhere, with a header in JSON that says what was
asked, of which version and catalogue, which flight was flown, and which cases these are. Nothing in
it is executed on reading.
"""

import json
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError, Place
from cosmodrome.safety.monte_carlo import BodyFalls
from cosmodrome.safety.runs import Cases
from cosmodrome.store.plain_records import from_plain, to_plain

FORMAT = "cosmodrome falls"
FORMAT_VERSION = 1
HEADER = "header"
COLUMNS = ("impacts", "at_ceiling", "impact_speed_m_s")
RUNS = ("shaping", "fresh")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FallPart:
    """One shard of several of a request.

    `request` and `flight` are plain; `cases` are those of the first run, and `falls` those of both
    runs, the one that shapes areas and the one that measures them.
    """

    version: str
    catalogue: str
    request: dict[str, Any]
    flight: dict[str, Any]
    shard: int
    shards: int
    cases: tuple[Cases, Cases]
    falls: tuple[tuple[BodyFalls, ...], tuple[BodyFalls, ...]]


def write_part(part: FallPart, path: Path) -> None:
    """Write a part, all of it or nothing.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    header = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "cosmodrome": part.version,
        "catalogue": part.catalogue,
        "request": part.request,
        "flight": part.flight,
        "shard": part.shard,
        "shards": part.shards,
        "cases": [to_plain(each) for each in part.cases],
        "parts": [falls.part for falls in part.falls[0]],
    }
    text = json.dumps(header, ensure_ascii=False, sort_keys=True).encode()
    arrays: dict[str, NDArray[Any]] = {HEADER: np.frombuffer(text, dtype=np.uint8)}
    for run, falls in zip(RUNS, part.falls, strict=True):
        for each in falls:
            for column in COLUMNS:
                arrays[f"{run}/{each.part}/{column}"] = getattr(each, column)
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    try:
        try:
            with partial.open("wb") as file:
                np.savez(file, allow_pickle=False, **arrays)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror}", place=Place(file=str(path))
        ) from error


def read_part(path: Path) -> FallPart:
    """Return what a part holds.

    Raises
    ------
    InputError
        If the file cannot be read, or is no part of this format.
    """
    place = Place(file=str(path))
    no_part = "is no part that `cosmodrome hazards --shard` wrote"
    try:
        if path.is_file() and not zipfile.is_zipfile(path):
            raise InputError(no_part, place=place)
        with np.load(path, allow_pickle=False) as arrays:
            return _part_of(arrays)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", place=place) from error
    except InputError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, EOFError, zipfile.BadZipFile) as error:
        raise InputError(f"{no_part}: {error}", place=place) from error


def _part_of(arrays: Any) -> FallPart:  # noqa: ANN401 - numpy's reader of .npz has no public type
    header = json.loads(arrays[HEADER].tobytes())
    if (header["format"], header["format_version"]) != (FORMAT, FORMAT_VERSION):
        raise ValueError(f"format {header['format']!r} {header['format_version']}")
    shaping, fresh = (from_plain(Cases, each) for each in header["cases"])
    return FallPart(
        version=header["cosmodrome"],
        catalogue=header["catalogue"],
        request=header["request"],
        flight=header["flight"],
        shard=header["shard"],
        shards=header["shards"],
        cases=(shaping, fresh),
        falls=(
            _falls_of(arrays, RUNS[0], header["parts"], shaping),
            _falls_of(arrays, RUNS[1], header["parts"], fresh),
        ),
    )


def _falls_of(arrays: Any, run: str, parts: list[str], cases: Cases) -> tuple[BodyFalls, ...]:  # noqa: ANN401 - as above
    falls = []
    for part in parts:
        found = {column: arrays[f"{run}/{part}/{column}"] for column in COLUMNS}
        lengths = {len(array) for array in found.values()}
        if lengths != {cases.count}:
            raise ValueError(f"{part}: {cases.count} cases are told and {lengths} are there")
        falls.append(BodyFalls(part=part, **found))
    return tuple(falls)
