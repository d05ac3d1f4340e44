"""`cosmodrome hazards`: where do the spent parts fall, and what is to be announced?"""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cosmodrome.cli.options import (
    DEFAULT_CONTAINMENT,
    DEFAULT_SAMPLES,
    DEFAULT_SEED,
    NO_CATALOGUES,
    Catalogues,
    Cluster,
    Containment,
    Jobs,
    JsonFlag,
    Loading,
    LoadingPolicy,
    OrbitWishes,
    Samples,
    Seed,
    positive_kg,
    takes_orbit,
)

if TYPE_CHECKING:
    from cosmodrome.cli.hazards_request import HazardsRequest


Given = TypeVar("Given", str, float)


class Sampling(StrEnum):
    """How the dispersed flights are drawn."""

    sobol = "sobol"
    latin_hypercube = "latin-hypercube"
    random = "random"


# Not asked of the subcommand `merge`, so that Typer cannot ask for them; `_required` does.
Vehicle = Annotated[
    str | None,
    typer.Option("--vehicle", metavar="ID", help="For example soyuz-2.1b+fregat.  [required]"),
]
Complex = Annotated[
    str | None,
    typer.Option("--complex", metavar="ID", help="For example vostochny-1s.  [required]"),
]
Payload = Annotated[
    float | None,
    typer.Option(
        "--payload-kg",
        metavar="KG",
        callback=positive_kg,
        help="Spacecraft with adapter or dispenser.  [required]",
    ),
]
LaunchDay = Annotated[
    datetime | None,
    typer.Option(
        "--launch-day",
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="Day, UTC: gives the wind of its month (still air otherwise) and dates the notices.",
    ),
]
Sounding = Annotated[
    Path | None,
    typer.Option(
        "--sounding",
        metavar="FILE",
        help="Wind that a balloon measured, in the place of that of the month: a table with "
        "altitude_m,u_m_s,v_m_s or altitude_m,speed_m_s,direction_deg, if measured with "
        "pressure_hpa,temperature_degc; or a list of levels of the University of Wyoming.",
    ),
]
SoundingHours = Annotated[
    float,
    typer.Option(
        "--sounding-hours",
        metavar="H",
        help="Hours from the release of the balloon to lift-off: the wind may have changed since.",
    ),
]
Plan = Annotated[
    Sampling,
    typer.Option("--sampling", help="How the dispersed flights that shape the areas are drawn."),
]
UntilInterval = Annotated[
    float | None,
    typer.Option(
        "--until-interval",
        metavar="W",
        help="Add flights until the 95 % interval of every measured share is no wider, for "
        "example 0.002; --samples is then the fewest.",
    ),
]
Risk = Annotated[
    bool,
    typer.Option(
        "--risk/--no-risk", help="Whether to sum up the risk to people, which takes time."
    ),
]
Disposed = Annotated[
    bool,
    typer.Option("--disposal", help="Tell also where the upper stage falls after its mission."),
]
CollectiveLimit = Annotated[
    float | None,
    typer.Option(
        "--collective-limit",
        metavar="E",
        help="Casualties expected that you allow, in the place of the authority's limit.",
    ),
]
IndividualLimit = Annotated[
    float | None,
    typer.Option(
        "--individual-limit",
        metavar="P",
        help="Probability for one person that you allow, in the place of the authority's limit.",
    ),
]
Shard = Annotated[
    str | None,
    typer.Option(
        "--shard",
        metavar="I/N",
        help="Fly one of N parts of the samples and write it to -o FILE.npz; "
        "`cosmodrome hazards merge` joins them.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="A sheet of maps (.svg, .png), areas (.geojson, .kml) or notices (.txt); the part "
        "of a shard (.npz).",
    ),
]
Parts = Annotated[list[Path], typer.Argument(metavar="FILES", help="Parts of one request.")]

hazards_app = typer.Typer(rich_markup_mode=None)


@hazards_app.callback(invoke_without_command=True)
@takes_orbit
def hazards(
    context: typer.Context,
    orbit: OrbitWishes,
    vehicle: Vehicle = None,
    complex_id: Complex = None,
    payload_kg: Payload = None,
    samples: Samples = DEFAULT_SAMPLES,
    until_interval: UntilInterval = None,
    seed: Seed = DEFAULT_SEED,
    sampling: Plan = Sampling.sobol,
    containment: Containment = DEFAULT_CONTAINMENT,
    loading: LoadingPolicy = Loading.auto,
    launch_day: LaunchDay = None,
    sounding: Sounding = None,
    sounding_hours: SoundingHours = 0.0,
    with_risk: Risk = True,
    with_disposal: Disposed = False,
    collective_limit: CollectiveLimit = None,
    individual_limit: IndividualLimit = None,
    shard: Shard = None,
    output: Output = None,
    jobs: Jobs = None,
    cluster: Cluster = None,
    catalogues: Catalogues = NO_CATALOGUES,
    as_json: JsonFlag = False,
) -> None:
    """Find the areas where spent parts fall."""
    if context.invoked_subcommand is not None:
        return
    from cosmodrome.cli.edge import answering
    from cosmodrome.cli.hazards_request import HazardsRequest, plain_orbit

    with answering(as_json=as_json):
        asked = HazardsRequest(
            vehicle=_required(vehicle, "--vehicle"),
            complex_id=_required(complex_id, "--complex"),
            payload_kg=_required(payload_kg, "--payload-kg"),
            orbit=plain_orbit(orbit),
            loading=loading.value,
            launch_day=None if launch_day is None else launch_day.date().isoformat(),
            sounding=None if sounding is None else str(sounding.absolute()),
            since_release_h=sounding_hours,
            samples=samples,
            interval_width_fraction=until_interval,
            seed=seed,
            sampling=sampling.value,
            containment_probability=containment,
            with_risk=with_risk,
            with_disposal=with_disposal,
            collective_expectation=collective_limit,
            individual_probability=individual_limit,
        )
        if shard is not None:
            _write_shard(asked, shard, output, jobs=jobs, cluster=cluster, catalogues=catalogues)
            return
        from cosmodrome.cli.hazards_answer import HazardsAnswer, require_output, tell
        from cosmodrome.cli.hazards_request import find_circumstances, inquiry_of

        if output is not None:
            require_output(asked, output)
        circumstances = find_circumstances(asked, catalogues)

        from cosmodrome.cli.flight import fly
        from cosmodrome.cli.hazards_parts import falling_flight
        from cosmodrome.cli.processes import falls_for
        from cosmodrome.cli.screen import progress
        from cosmodrome.safety.hazards import study_hazards

        request = circumstances.request
        with falls_for(jobs, cluster) as crew, progress() as report:
            flown, _ = fly(request, asked.payload_kg, loading=loading, report=report)
            bodies = study_hazards(
                falling_flight(flown, circumstances),
                inquiry_of(asked, request),
                crew=crew,
                progress=report,
            )
        answer = HazardsAnswer(asked=asked, circumstances=circumstances, flown=flown, bodies=bodies)
        tell(answer, as_json=as_json, output=output)


@hazards_app.command("merge")
def merge(
    files: Parts,
    output: Output = None,
    catalogues: Catalogues = NO_CATALOGUES,
    as_json: JsonFlag = False,
) -> None:
    """Join the parts that shards wrote: the same answer as if one had flown them all."""
    from cosmodrome.cli.edge import answering

    with answering(as_json=as_json):
        from cosmodrome.cli.hazards_answer import HazardsAnswer, require_output, tell
        from cosmodrome.cli.hazards_parts import merge_parts, read_parts, request_of

        parts = read_parts(files)
        if output is not None:
            require_output(request_of(parts), output)
        asked, circumstances, flown, bodies = merge_parts(parts, catalogues)
        answer = HazardsAnswer(asked=asked, circumstances=circumstances, flown=flown, bodies=bodies)
        tell(answer, as_json=as_json, output=output)


def _write_shard(
    asked: "HazardsRequest",
    shard: str,
    output: Path | None,
    *,
    jobs: int | None,
    cluster: str | None,
    catalogues: list[Path],
) -> None:
    from cosmodrome.cli.hazards_parts import fly_shard, read_shard, require_part
    from cosmodrome.cli.hazards_request import find_circumstances
    from cosmodrome.errors import InputError

    which, target = read_shard(shard), require_part(output)
    if asked.interval_width_fraction is not None:
        raise InputError("--until-interval: one shard cannot tell how sure all are; ask --samples")
    circumstances = find_circumstances(asked, catalogues)

    from cosmodrome.cli.flight import fly
    from cosmodrome.cli.processes import falls_for
    from cosmodrome.cli.screen import progress, say
    from cosmodrome.store.fall_parts import write_part

    with falls_for(jobs, cluster) as crew, progress() as report:
        flown, _ = fly(
            circumstances.request,
            asked.payload_kg,
            loading=Loading(asked.loading),
            report=report,
        )
        part = fly_shard(asked, circumstances, flown, shard=which, crew=crew, progress=report)
    write_part(part, target)
    cases = part.cases[0]
    say(
        f"written {target}: shard {part.shard} of {part.shards}, cases {cases.first} to "
        f"{cases.first + cases.count - 1} of {asked.samples}"
    )


def _required(value: Given | None, flag: str) -> Given:
    from cosmodrome.errors import InputError

    if value is None:
        raise InputError(f"{flag}: is missing; `cosmodrome hazards --help` tells what is needed")
    return value
