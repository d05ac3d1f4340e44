"""`cosmodrome plan`: the plan of a whole season, from its manifest."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cosmodrome.cli.options import (
    DEFAULT_SAMPLES,
    DEFAULT_SEED,
    NO_CATALOGUES,
    Catalogues,
    Cluster,
    Jobs,
    JsonFlag,
    ManifestFile,
    Samples,
    Seed,
)

if TYPE_CHECKING:
    from cosmodrome.planning.plan import LaunchPlan, MissionPlan

Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="DIR", help="Folder for the report and the files."),
]


def plan(
    manifest: ManifestFile,
    output: Output = None,
    seed: Seed = DEFAULT_SEED,
    samples: Samples = DEFAULT_SAMPLES,
    jobs: Jobs = None,
    cluster: Cluster = None,
    catalogues: Catalogues = NO_CATALOGUES,
    as_json: JsonFlag = False,
) -> None:
    """Plan a whole season from its manifest."""
    from cosmodrome.cli.edge import answering, refuse
    from cosmodrome.cli.screen import print_document, progress, say

    began_s = time.monotonic()
    with answering(as_json=as_json):
        from cosmodrome.cli.processes import workers_for
        from cosmodrome.cli.request import read_season
        from cosmodrome.store.output import require_writable, write_plan

        if output is not None:
            require_writable(output)
        season = read_season(manifest, catalogues)

        from cosmodrome.formats.documents import plan_document
        from cosmodrome.formats.json_text import as_json as json_text
        from cosmodrome.formats.plan_files import FILES_OF_A_MISSION, plan_files
        from cosmodrome.planning.planner import plan_manifest

        with progress() as report, workers_for(jobs, cluster) as workers:
            planned = plan_manifest(
                season.manifest,
                season.catalogue,
                season.flows,
                season.countdowns,
                seed=seed,
                samples=samples,
                progress=report,
                workers=workers,
            )
            if output is not None:
                report("report and files", 0, 1)
                files = plan_files(planned)
                write_plan(files, output, of_a_mission=FILES_OF_A_MISSION)
                report("report and files", 1, 1)
        if as_json:
            print_document(json_text(plan_document(planned)))
        else:
            _print(planned)
        _say_cautions(planned)
        took_s = time.monotonic() - began_s
        written = f"{len(files)} files in {output}" if output else "no files; add -o DIR for them"
        say(f"{written} · {took_s:.0f} s · exit {1 if planned.refusals else 0}")
        refuse(planned.refusals)


def _say_cautions(planned: "LaunchPlan") -> None:
    """Say of each planned second what makes it less sure than it looks."""
    from cosmodrome.cli.screen import say

    for mission in planned.missions:
        for words in mission.warnings:
            say(f"{mission.mission.id}: {words}", state="CAUTION")


def _print(planned: "LaunchPlan") -> None:
    from cosmodrome.cli.screen import campaign_words, figure, print_table, print_title, state

    print_table(
        f"{planned.manifest.title}: {len(planned.missions)} of {len(planned.manifest.missions)} "
        f"missions planned, seed {planned.seed}, {planned.samples} samples",
        (
            *("State", "Mission", "Vehicle", "Complex", "Local day", "Lift-off UTC"),
            *(">Payload kg", ">Margin kg", ">Azimuth deg"),
        ),
        [
            (
                state("GO"),
                mission.mission.id,
                mission.configuration.id,
                mission.complex.id,
                mission.launch_date.isoformat(),
                _liftoff(mission),
                figure(mission.mission.payload_kg),
                figure(mission.performance_margin_kg),
                figure(mission.ascent.relative_launch_azimuth_deg, 2),
            )
            for mission in planned.missions
        ]
        + [
            (state("NO-GO"), refusal.mission or "", f"refused: {refusal.rule}", *("",) * 6)
            for refusal in planned.refusals
        ],
    )
    print_title(campaign_words(planned.campaign))


def _liftoff(mission: "MissionPlan") -> str:
    from cosmodrome.cli.screen import instant

    if mission.liftoff is not None:
        return instant(mission.liftoff)
    opens, closes = mission.chosen_window.opens, mission.chosen_window.closes
    return f"between {opens:%d %H:%M}Z and {closes:%d %H:%M}Z"
