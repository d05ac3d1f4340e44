"""Reads the countdown timelines of the catalogue."""

from typing import Annotated, Literal

from pydantic import Field

from cosmodrome.countdown.timeline import Countdowns, PlannedHold, Step, Timeline
from cosmodrome.store.complaints import Table, parsed
from cosmodrome.store.layers import Layers
from cosmodrome.store.sourcing import Source, SourcedValue, sourced_values
from cosmodrome.store.toml_source import TomlSource

Words = Annotated[str, Field(min_length=1)]
BeforeLiftoff = Annotated[float, Field(ge=0.0, le=864_000.0)]

COUNTDOWNS = "countdowns/"


class _Step(Table):
    name: Words = Field(examples=['"State Commission: fuelling"'])
    t_minus_s: BeforeLiftoff = Field(examples=["14400"])
    kind: Literal["sequence", "poll", "clearance", "mark", "automatic", "lift-off"] = Field(
        examples=['"sequence"']
    )
    by: Words = Field(examples=['"launch control"'])
    crew: Literal["any", "crewed", "uncrewed"] = "any"
    with_upper_stage: bool | None = None


class _Hold(Table):
    name: Words = Field(examples=['"Built-in hold"'])
    t_minus_s: BeforeLiftoff = Field(examples=["240"])
    duration_s: Annotated[float, Field(gt=0.0, le=86_400.0)] = Field(examples=["900"])


class _Countdown(Table):
    name: Words = Field(examples=['"Soyuz-2"'])
    knows_holds: bool = Field(examples=["false"])
    step: dict[str, _Step] = Field(min_length=1)
    hold: dict[str, _Hold] = Field(default_factory=dict)
    sources: dict[str, object] = Field(default_factory=dict)


def load_countdowns(
    layers: Layers, sources: dict[str, Source]
) -> tuple[Countdowns, tuple[SourcedValue, ...]]:
    """Return all timelines of the catalogue, and every number of theirs with its source.

    Raises
    ------
    InputError
        With file, line and field, if a timeline is malformed or a number has no source.
    """
    timelines: list[Timeline] = []
    values: list[SourcedValue] = []
    for file in layers.files(under=COUNTDOWNS):
        document = file.read()
        timeline_id = file.path.removeprefix(COUNTDOWNS).removesuffix(".toml")
        sourced = sourced_values(document, sources, owner=timeline_id)
        timelines.append(_timeline(timeline_id, document, sourced))
        values.extend(sourced)
    return Countdowns(timelines=tuple(timelines)), tuple(values)


def _timeline(
    timeline_id: str, document: TomlSource, sourced: tuple[SourcedValue, ...]
) -> Timeline:
    table = parsed(_Countdown, document)
    by_path = {value.path: value for value in sourced}
    steps = tuple(
        _step(step_id, step, by_path[f"step.{step_id}.t_minus_s"])
        for step_id, step in table.step.items()
    )
    holds = tuple(
        PlannedHold(
            id=hold_id, name=hold.name, t_minus_s=hold.t_minus_s, duration_s=hold.duration_s
        )
        for hold_id, hold in table.hold.items()
    )
    with document.located(("step",)):
        return Timeline(
            id=timeline_id,
            name=table.name,
            knows_holds=table.knows_holds,
            steps=steps,
            holds=holds,
        )


def _step(step_id: str, table: _Step, source: SourcedValue) -> Step:
    return Step(
        id=step_id,
        name=table.name,
        t_minus_s=table.t_minus_s,
        kind=table.kind,
        by=table.by,
        crew=table.crew,
        with_upper_stage=table.with_upper_stage,
        assumed=source.estimate,
        source=source.text if source.key == "estimate" else f"{source.text}: {source.remark}",
    )
