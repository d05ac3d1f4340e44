"""What happens when before lift-off?

A step stands at a time on the T clock, positive before lift-off. Soyuz counts by readiness marks
to the key on start: its clock is never stopped and never set back, so a timeline says whether
its vehicle knows holds at all.
"""

from dataclasses import dataclass, replace
from typing import Literal

from cosmodrome.errors import InputError

StepKind = Literal["sequence", "poll", "clearance", "mark", "automatic", "lift-off"]
Crew = Literal["any", "crewed", "uncrewed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a countdown.

    `by` is the station that does it or answers. `crew` and `with_upper_stage` say in which
    countdowns it is found (None: whether or not there is an upper stage).
    """

    id: str
    name: str
    t_minus_s: float
    kind: StepKind
    by: str
    crew: Crew = "any"
    with_upper_stage: bool | None = None
    assumed: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedHold:
    """A built-in hold: the T clock stops at `t_minus_s`, the L clock runs on."""

    id: str
    name: str
    t_minus_s: float
    duration_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A countdown in order: steps that are due together keep the order of the data.

    Raises
    ------
    InputError
        If it does not end with one lift-off at zero, or has holds its vehicle does not know.
    """

    id: str
    name: str
    knows_holds: bool
    steps: tuple[Step, ...]
    holds: tuple[PlannedHold, ...] = ()

    def __post_init__(self) -> None:
        liftoffs = [step for step in self.steps if step.kind == "lift-off"]
        if len(liftoffs) != 1 or liftoffs[0].t_minus_s != 0.0:
            raise InputError(
                f"countdown {self.id}: needs exactly one lift-off, at 0 s; it has "
                f"{[step.t_minus_s for step in liftoffs]}"
            )
        for step in self.steps:
            if not step.t_minus_s >= 0.0:
                raise InputError(
                    f"countdown {self.id}: t_minus_s is positive before lift-off, step {step.id} "
                    f"has {step.t_minus_s:g}"
                )
        if self.holds and not self.knows_holds:
            raise InputError(
                f"countdown {self.id}: hold {self.holds[0].id} in a countdown whose clock is "
                "never stopped; remove it or set knows_holds = true"
            )

    def of_mission(self, *, crewed: bool, upper_stage: bool) -> "Timeline":
        """Return the steps that a mission has, the earliest first."""
        steps = [
            step
            for step in self.steps
            if step.crew in ("any", "crewed" if crewed else "uncrewed")
            and step.with_upper_stage in (None, upper_stage)
        ]
        ordered = sorted(steps, key=lambda step: (-step.t_minus_s, step.kind == "lift-off"))
        return replace(self, steps=tuple(ordered))


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdowns:
    """All timelines of the catalogue."""

    timelines: tuple[Timeline, ...]

    def timeline(self, timeline_id: str | None) -> Timeline:
        """Return the timeline of that id; None is that of a vehicle which has none."""
        if timeline_id is None:
            raise InputError(
                "no countdown of this launch vehicle is known; its file may name one as countdown"
            )
        for timeline in self.timelines:
            if timeline.id == timeline_id:
                return timeline
        known = ", ".join(timeline.id for timeline in self.timelines)
        raise InputError(f"no countdown {timeline_id!r} in the catalogue; it has {known}")
