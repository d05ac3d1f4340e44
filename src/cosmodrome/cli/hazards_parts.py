"""How are falls shared out between machines? `hazards --shard i/n`, and what joins them again."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cosmodrome import __version__
from cosmodrome.cli.hazards_request import (
    Circumstances,
    HazardsRequest,
    find_circumstances,
    inquiry_of,
)
from cosmodrome.errors import InputError, Place

if TYPE_CHECKING:
    from cosmodrome.ascent.optimise import Ascent
    from cosmodrome.numerics.work import Crew
    from cosmodrome.safety.hazards import BodyHazard, FallingFlight
    from cosmodrome.safety.runs import Cases, Progress
    from cosmodrome.store.fall_parts import FallPart

PART_SUFFIX = ".npz"


def read_shard(text: str) -> tuple[int, int]:
    """Return which shard of how many: ``2/5``.

    Raises
    ------
    InputError
        If it is none.
    """
    first, slash, last = text.partition("/")
    if not (slash and first.isdecimal() and last.isdecimal()):
        raise InputError(f"--shard: must be I/N such as 2/5, got {text!r}")
    shard, shards = int(first), int(last)
    if not 1 <= shard <= shards:
        raise InputError(f"--shard: I must be 1 to N, got {text}")
    return shard, shards


def require_part(output: Path | None) -> Path:
    """Return where a part goes, or raise InputError before anything is computed."""
    if output is None:
        raise InputError("--shard: writes a part; name it with -o FILE.npz")
    if output.suffix != PART_SUFFIX:
        raise InputError(f"-o: a part is an {PART_SUFFIX} file, got {output}")
    if output.is_dir() or not output.absolute().parent.is_dir():
        raise InputError(f"-o: {output} is no file in a folder that is there")
    return output


def falling_flight(flown: "Ascent", circumstances: Circumstances) -> "FallingFlight":
    """Return a flight whose falls are asked."""
    from cosmodrome.safety.hazards import FallingFlight

    request = circumstances.request
    return FallingFlight(
        profile=flown.profile,
        trajectory=flown.trajectory,
        configuration=request.configuration,
        spaceport=request.site.spaceport,
        weather=circumstances.weather,
    )


def fly_shard(
    asked: HazardsRequest,
    circumstances: Circumstances,
    flown: "Ascent",
    *,
    shard: tuple[int, int],
    crew: "Crew | None",
    progress: "Progress",
) -> "FallPart":
    """Return the falls of one shard of a request.

    Raises
    ------
    InputError
        If there are more shards than chunks of cases.
    """
    from cosmodrome.safety.hazards import case_runs, study_of
    from cosmodrome.safety.runs import CHUNK_CASES, fly_runs, shard_of
    from cosmodrome.store.fall_parts import FallPart
    from cosmodrome.store.plain_records import to_plain

    study = study_of(falling_flight(flown, circumstances))
    number, shards = shard
    runs = [
        replace(run, cases=shard_of(run.cases, shard=number, shards=shards))
        for run in case_runs(study, inquiry_of(asked, circumstances.request))
    ]
    if runs[0].cases.count == 0:
        raise InputError(
            f"--shard: {asked.samples} samples are cut into chunks of {CHUNK_CASES}, so there "
            f"are {-(-asked.samples // CHUNK_CASES)} shards at most, got {shards}"
        )
    shaping, fresh = fly_runs(runs, crew=crew, progress=progress)
    return FallPart(
        version=__version__,
        catalogue=circumstances.catalogue,
        request=to_plain(asked),
        flight=to_plain(flown),
        shard=number,
        shards=shards,
        cases=(runs[0].cases, runs[1].cases),
        falls=(shaping, fresh),
    )


def read_parts(files: Sequence[Path]) -> "list[FallPart]":
    """Return the shards of one request, in order.

    Raises
    ------
    InputError
        If a file is no part, parts belong to different requests, or one is missing or there twice.
    """
    from cosmodrome.store.fall_parts import read_part

    parts = [(path, read_part(path)) for path in files]
    first_path, first = parts[0]
    by_shard: dict[int, Path] = {}
    for path, part in parts:
        place = Place(file=str(path))
        _require_alike(part, first, place=place, other_path=first_path)
        if part.shard in by_shard:
            raise InputError(
                f"is shard {part.shard} of {part.shards}, as {by_shard[part.shard]} is", place=place
            )
        by_shard[part.shard] = path
    missing = [str(n) for n in range(1, first.shards + 1) if n not in by_shard]
    if missing:
        raise InputError(
            f"shard {', '.join(missing)} of {first.shards} is missing; "
            f"there are {', '.join(map(str, sorted(by_shard)))}"
        )
    return sorted((part for _, part in parts), key=lambda part: part.shard)


def _require_alike(part: "FallPart", other: "FallPart", *, place: Place, other_path: Path) -> None:
    """Raise InputError if two parts are not of one request, flown alike."""
    if part.version != __version__:
        raise InputError(
            f"was written by version {part.version}, this is {__version__}", place=place
        )
    differing = [
        f"{name} is {part.request.get(name)} here and {other.request.get(name)} there"
        for name in sorted({*part.request, *other.request})
        if part.request.get(name) != other.request.get(name)
    ]
    if differing:
        raise InputError(
            f"is of another request than {other_path}: {'; '.join(differing)}", place=place
        )
    for name, mine, theirs in (
        ("catalogue", part.catalogue, other.catalogue),
        ("number of shards", part.shards, other.shards),
        ("planned flight", part.flight, other.flight),
    ):
        if mine != theirs:
            raise InputError(f"has another {name} than {other_path}", place=place)


def request_of(parts: "Sequence[FallPart]") -> HazardsRequest:
    """Return what the parts are an answer to."""
    from cosmodrome.store.plain_records import from_plain

    try:
        return from_plain(HazardsRequest, parts[0].request)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"the request in the parts is none of this version: {error}") from error


def merge_parts(
    parts: "Sequence[FallPart]", catalogues: Sequence[Path]
) -> "tuple[HazardsRequest, Circumstances, Ascent, tuple[BodyHazard, ...]]":
    """Return what was asked and what the falls of all shards come to.

    Raises
    ------
    InputError
        If the catalogue is not the one that the shards were flown with, or cases are missing.
    """
    from cosmodrome.ascent.optimise import Ascent
    from cosmodrome.safety.hazards import case_runs, hazards_of, study_of
    from cosmodrome.safety.runs import joined
    from cosmodrome.store.plain_records import from_plain

    first = parts[0]
    asked = request_of(parts)
    circumstances = find_circumstances(asked, catalogues)
    if circumstances.catalogue != first.catalogue:
        raise InputError(
            f"the parts were flown with the catalogue {first.catalogue[:12]}, this one is "
            f"{circumstances.catalogue[:12]}; name its folders with --catalogue"
        )
    flown = from_plain(Ascent, first.flight)
    flight = falling_flight(flown, circumstances)
    study, inquiry = study_of(flight), inquiry_of(asked, circumstances.request)
    if not study.falling:
        return asked, circumstances, flown, ()
    for number, run in enumerate(case_runs(study, inquiry)):
        _require_all_cases([part.cases[number] for part in parts], of=run.cases)
    falls = [joined([part.falls[number] for part in parts]) for number in range(2)]
    return asked, circumstances, flown, hazards_of(flight, study, inquiry, falls)


def _require_all_cases(found: "Sequence[Cases]", *, of: "Cases") -> None:
    at = of.first
    for cases in found:
        if (cases.plan, cases.seed, cases.first) != (of.plan, of.seed, at):
            raise InputError(f"cases {at} and on are in none of the parts")
        at += cases.count
    if at != of.first + of.count:
        raise InputError(f"{of.count} cases are asked, and the parts hold {at - of.first}")
