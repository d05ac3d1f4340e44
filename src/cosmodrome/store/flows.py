"""Reads the processing flows of the catalogue."""

from datetime import time
from typing import Annotated, Literal

from pydantic import Field, model_validator

from cosmodrome.campaign.flow import (
    IN_THE_FIELD,
    ZONE,
    ActivityTemplate,
    Flows,
    Link,
    ProcessingFlow,
    Stay,
    WorkingHours,
    in_order,
)
from cosmodrome.errors import InputError
from cosmodrome.store.complaints import Table, complaint, parsed, unknown
from cosmodrome.store.layers import Layers
from cosmodrome.store.sourcing import Source, SourcedValue, sourced_values
from cosmodrome.store.toml_source import TomlSource

Days = Annotated[int, Field(ge=1, le=400)]
Count = Annotated[int, Field(ge=0, le=400)]
Words = Annotated[str, Field(min_length=1)]

FLOWS = "flows/"


class _Link(Table):
    activity: Words = Field(examples=['"encaps"'])
    min_lag_d: Count = 0
    max_lag_d: Count | None = None
    optional: bool = False


class _Activity(Table):
    name: Words = Field(examples=['"Assembly of the package"'])
    duration_working_d: Days | None = None
    duration_calendar_d: Days | None = None
    range_d: tuple[Days, Days] | None = Field(default=None, strict=False)
    anchor: Literal["free", "arrival", "launch", "after-launch", "notice", "field"] = "free"
    l_minus_d: Annotated[int, Field(ge=-120, le=60)] | None = None
    facility: Words = Field(examples=['"mik-rn"'])
    places: Count = 1
    resources: tuple[Words, ...] = Field(default=(), strict=False)
    hazard: Words = "none"
    after: tuple[Words | _Link, ...] = Field(default=(), strict=False)
    starts_local: time | None = None

    @model_validator(mode="after")
    def _one_duration(self) -> "_Activity":
        given = [self.duration_working_d, self.duration_calendar_d]
        durations = sum(d is not None for d in given)
        if durations == 2:
            raise complaint(
                "give duration_working_d or duration_calendar_d, not both",
                key="duration_calendar_d",
            )
        if durations == 0 and self.anchor not in ("after-launch", "field"):
            raise complaint(
                "a duration is missing, for example duration_working_d = 3 or "
                "duration_calendar_d = 14"
            )
        return self

    @model_validator(mode="after")
    def _anchored_days(self) -> "_Activity":
        if (self.anchor in ("launch", "field")) != (self.l_minus_d is not None):
            raise complaint(
                'l_minus_d goes with anchor = "launch" or "field", and only with them',
                key="anchor",
            )
        if self.anchor == "launch" and (self.l_minus_d or 0) < 0:
            raise complaint(
                f"{self.l_minus_d} is after the launch; that is for work with "
                'anchor = "field" or "after-launch"',
                key="l_minus_d",
            )
        if self.anchor in ("launch", "arrival", "notice") and self.duration_calendar_d is None:
            raise complaint(
                f'work with anchor = "{self.anchor}" is counted in duration_calendar_d',
                key="duration_working_d",
            )
        if self.anchor == "field" and self.duration_working_d is not None:
            raise complaint(
                "work in the field is counted in duration_calendar_d", key="duration_working_d"
            )
        if self.anchor == "after-launch" and self.duration_calendar_d is not None:
            raise complaint(
                "work after launch is counted in duration_working_d", key="duration_calendar_d"
            )
        return self


class _Stay(Table):
    name: Words = Field(examples=['"Blocks in store"'])
    facility: Words = Field(examples=['"block-store"'])
    until: Words = Field(examples=['"lv_open"'])
    begins_with: Words | None = None
    follows: Words | None = None
    places: Count = 1
    min_d: Count = 0
    max_d: Count | None = None
    optional: bool = False


class _Hours(Table):
    starts_local: time = Field(examples=["08:00:00"])
    ends_local: time = Field(examples=["17:00:00"])


class _Flow(Table):
    name: Words = Field(examples=['"Soyuz-2"'])
    kind: Literal["launch-vehicle", "upper-stage", "spacecraft", "drop-zone"] = Field(
        examples=['"launch-vehicle"']
    )
    serves: list[Words] = Field(min_length=1, examples=['["soyuz-2"]'])
    backup_d: Annotated[int, Field(ge=0, le=30)] = 0
    hours: _Hours | None = None
    activity: dict[str, _Activity] = Field(min_length=1)
    stay: dict[str, _Stay] = Field(default_factory=dict)
    sources: dict[str, object] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _field_work_is_apart(self) -> "_Flow":
        """Keep work in drop zones in flows of their own: it is no work on hardware."""
        for name, activity in self.activity.items():
            outside = activity.anchor in IN_THE_FIELD
            if outside != (self.kind == "drop-zone"):
                raise complaint(
                    'anchor = "notice" or "field" is for flows with kind = "drop-zone", and all '
                    f"their work has it; got {activity.anchor!r} in a flow of kind {self.kind!r}",
                    key=("activity", name, "anchor"),
                )
            if outside != (activity.facility == ZONE):
                raise complaint(
                    f'facility = "{ZONE}" is where work in the field is, and only that; got '
                    f"{activity.facility!r}",
                    key=("activity", name, "facility"),
                )
        return self


def load_flows(
    layers: Layers, sources: dict[str, Source]
) -> tuple[Flows, tuple[SourcedValue, ...]]:
    """Return all flows of the catalogue, and every number of theirs with its source.

    Raises
    ------
    InputError
        With file, line and field, if a flow is malformed or a number has no source.
    """
    flows: list[ProcessingFlow] = []
    values: list[SourcedValue] = []
    documents: list[TomlSource] = []
    for file in layers.files(under=FLOWS):
        document = file.read()
        flow_id = file.path.removeprefix(FLOWS).removesuffix(".toml")
        sourced = sourced_values(document, sources, owner=flow_id)
        flow = _flow(flow_id, document, {value.path: value for value in sourced})
        _refuse_second(flow, flows, document)
        _refuse_circle(flow, document)
        flows.append(flow)
        documents.append(document)
        values.extend(sourced)
    _refuse_strangers(flows, documents)
    return Flows(flows=tuple(flows)), tuple(values)


def _flow(flow_id: str, document: TomlSource, sourced: dict[str, SourcedValue]) -> ProcessingFlow:
    table = parsed(_Flow, document)
    activities = []
    for activity_id, activity in table.activity.items():
        with document.located(("activity", activity_id)):
            activities.append(_activity(activity_id, activity, sourced))
    stays = []
    for stay_id, stay in table.stay.items():
        with document.located(("stay", stay_id)):
            stays.append(_stay(stay_id, stay, sourced))
    hours = table.hours
    return ProcessingFlow(
        id=flow_id,
        name=table.name,
        kind=table.kind,
        serves=tuple(table.serves),
        activities=tuple(activities),
        stays=tuple(stays),
        hours=WorkingHours(starts_local=hours.starts_local, ends_local=hours.ends_local)
        if hours
        else None,
        backup_d=table.backup_d,
    )


def _activity(
    activity_id: str, table: _Activity, sourced: dict[str, SourcedValue]
) -> ActivityTemplate:
    working = table.duration_calendar_d is None and table.anchor not in ("launch", "field")
    unit = "working" if working else "calendar"
    source = sourced.get(f"activity.{activity_id}.duration_{unit}_d")
    shortest_d, longest_d = table.range_d or (None, None)
    return ActivityTemplate(
        id=activity_id,
        name=table.name,
        duration_d=table.duration_working_d or table.duration_calendar_d,
        days="working" if working else "calendar",
        facility=table.facility,
        anchor=table.anchor,
        l_minus_d=table.l_minus_d or 0,
        places=table.places,
        resources=table.resources,
        hazard=table.hazard,
        predecessors=tuple(_link(after) for after in table.after),
        shortest_d=shortest_d,
        longest_d=longest_d,
        starts_local=table.starts_local,
        assumed=source is None or source.estimate,
        source=_words(source),
    )


def _link(after: str | _Link) -> Link:
    if isinstance(after, str):
        return Link(activity=after)
    return Link(
        activity=after.activity,
        min_lag_d=after.min_lag_d,
        max_lag_d=after.max_lag_d,
        optional=after.optional,
    )


def _stay(stay_id: str, table: _Stay, sourced: dict[str, SourcedValue]) -> Stay:
    source = sourced.get(f"stay.{stay_id}.max_d") or sourced.get(f"stay.{stay_id}.min_d")
    return Stay(
        id=stay_id,
        name=table.name,
        facility=table.facility,
        until=table.until,
        begins_with=table.begins_with,
        follows=table.follows,
        places=table.places,
        min_d=table.min_d,
        max_d=table.max_d,
        optional=table.optional,
        assumed=source is not None and source.estimate,
        source=_words(source),
    )


def _words(source: SourcedValue | None) -> str:
    if source is None:
        return ""
    return f"{source.text}: {source.remark}" if source.key != "estimate" else source.text


def _refuse_second(flow: ProcessingFlow, flows: list[ProcessingFlow], document: TomlSource) -> None:
    for other in flows:
        both = sorted(set(flow.serves) & set(other.serves)) if flow.kind == other.kind else []
        if both:
            raise InputError(
                f"{both[0]!r} is served by the flow {other.id!r} already",
                place=document.place(("serves",)),
            )


def _refuse_circle(flow: ProcessingFlow, document: TomlSource) -> None:
    """Raise InputError, with the line of a link, if the work of one flow goes in a circle."""
    follows = {a.id: [link.activity for link in a.predecessors] for a in flow.activities}
    for name in follows:
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            before = set(follows.get(waiting.pop(), ())) - seen
            seen |= before
            waiting += sorted(before)
        if name in seen:
            with document.located(("activity", name, "after")):
                in_order(flow.activities)


def _refuse_strangers(flows: list[ProcessingFlow], documents: list[TomlSource]) -> None:
    """Raise InputError if an activity follows work that no flow has."""
    known = {activity.id for flow in flows for activity in flow.activities}
    for flow, document in zip(flows, documents, strict=True):
        for activity in flow.activities:
            for link in activity.predecessors:
                if link.activity not in known and not link.optional:
                    raise InputError(
                        unknown("activity", link.activity, sorted(known)),
                        place=document.place(("activity", activity.id, "after")),
                    )
