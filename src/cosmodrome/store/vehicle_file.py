"""How is a launch vehicle or a drag curve written down, and read into records?"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from cosmodrome.errors import InputError
from cosmodrome.store.complaints import Table, complaint, parsed, shown, unknown
from cosmodrome.store.fall_table import FallTable
from cosmodrome.store.rule_table import Surroundings, wishes_of_list
from cosmodrome.store.spread_table import read_spreads
from cosmodrome.store.stage_table import StageTable
from cosmodrome.store.toml_lines import TomlPath
from cosmodrome.store.toml_source import TomlSource
from cosmodrome.vehicles import (
    DragCurve,
    Fairing,
    Fall,
    LaunchVehicle,
    LiftoffPolicy,
    Reserve,
    Section,
    SteeringProgramme,
    VehicleLimits,
)

REST = "rest"
HEAT_FLUX = "heat-flux"
FAIRING_HALF, AFT_SECTION, DROP_TANK = "fairing-half", "aft-section", "drop-tank"
LONGEST_ASCENT_S = 10_000


class _Fairing(Table):
    mass_kg: float = Field(gt=0, lt=1e6, examples=[1700.0])
    diameter_m: float = Field(gt=0, lt=30, examples=[4.11])
    length_m: float = Field(gt=0, lt=100, examples=[11.433])
    max_heat_flux_w_m2: float = Field(gt=0, examples=[1135.0])
    halves: int = Field(default=2, ge=1, le=6)
    jettison_during: str | None = None
    jettison: object = HEAT_FLUX

    @model_validator(mode="after")
    def _goes_in_one_way(self) -> "_Fairing":
        if self.jettison == HEAT_FLUX:
            return self
        if self._at_s() is None:
            raise complaint(
                f'must be "{HEAT_FLUX}" or a time after lift-off such as {{ at_s = 153.3 }}, '
                f"got {shown(self.jettison)}",
                key="jettison",
            )
        if self.jettison_during is not None:
            raise complaint(
                f"goes with jettison = {HEAT_FLUX!r}; with a time of its own the fairing leaves "
                "whatever burns then",
                key="jettison_during",
            )
        return self

    def _at_s(self) -> float | None:
        """Return the commanded time; None where it is not a table of just a positive number."""
        given = self.jettison
        if not isinstance(given, Mapping) or list(given) != ["at_s"]:
            return None
        at_s = given["at_s"]
        number = isinstance(at_s, int | float) and not isinstance(at_s, bool)
        return float(at_s) if number and 0.0 < at_s < LONGEST_ASCENT_S else None

    def record(self) -> Fairing:
        return Fairing(jettison_at_s=self._at_s(), **self.model_dump(exclude={"jettison"}))


class _Section(Table):
    name: str = Field(min_length=1, examples=['"escape-tower"'])
    mass_kg: float = Field(gt=0, lt=1e6, examples=[1900.0])
    at_s: float | None = Field(default=None, gt=0, lt=LONGEST_ASCENT_S)
    after_ignition_of: str | None = None
    delay_s: float = Field(default=0.0, ge=0, lt=LONGEST_ASCENT_S)

    @model_validator(mode="after")
    def _leaves_once(self) -> "_Section":
        if (self.at_s is None) == (self.after_ignition_of is None):
            raise complaint("leaves by exactly one of at_s and after_ignition_of")
        if self.at_s is not None and self.delay_s:
            raise complaint("goes with after_ignition_of, not with at_s", key="delay_s")
        return self


class _Reserve(Table):
    performance_propellant_kg: float = Field(default=0.0, ge=0, lt=1e6)
    probability: float | None = Field(default=None, gt=0, lt=1)
    disposal_propellant_kg: float = Field(default=0.0, ge=0, lt=1e6)
    calibrated_on: list[str] = Field(default_factory=list)

    def record(self) -> Reserve:
        plain = self.model_dump(exclude={"calibrated_on"})
        return Reserve(calibrated_on=tuple(self.calibrated_on), **plain)


class _Steering(Table):
    vertical_rise_s: float = Field(gt=0, lt=120, examples=[10.0])
    pitchover_s: float = Field(gt=0, lt=120, examples=[15.0])
    free_after: str | None = None
    free_at_s: float | None = Field(default=None, gt=0, lt=1000)

    @model_validator(mode="after")
    def _is_free_once(self) -> "_Steering":
        if (self.free_after is None) == (self.free_at_s is None):
            raise complaint(
                'zero incidence ends by exactly one of free_after = "booster", say, '
                "and free_at_s = 130.0"
            )
        scripted_s = self.vertical_rise_s + self.pitchover_s
        if self.free_at_s is not None and self.free_at_s < scripted_s:
            raise complaint(
                f"{self.free_at_s:.10g} s lies before the end of the pitch-over, "
                f"{scripted_s:.10g} s",
                key="free_at_s",
            )
        return self


class _Limits(Table):
    max_dynamic_pressure_pa: float | None = Field(default=None, gt=0)
    max_axial_load_factor: float | None = Field(default=None, gt=1)
    max_q_alpha_pa_rad: float | None = Field(default=None, gt=0)


class _DragCurve(Table):
    mach: list[float] = Field(min_length=4, examples=["[0.0, 0.8, 1.2, 5.0]"])
    drag_coefficient: list[float] = Field(min_length=4, examples=["[0.3, 0.3, 0.5, 0.2]"])
    sources: dict[str, object] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _pairs(self) -> "_DragCurve":
        if len(self.mach) != len(self.drag_coefficient):
            raise complaint(
                f"has {len(self.drag_coefficient)} values for {len(self.mach)} of mach",
                key="drag_coefficient",
            )
        if any(after <= before for before, after in zip(self.mach, self.mach[1:], strict=False)):
            raise complaint("must increase from value to value", key="mach")
        if min(self.drag_coefficient) <= 0:
            raise complaint("must be more than 0 everywhere", key="drag_coefficient")
        return self


class _LaunchVehicle(Table):
    name: str = Field(min_length=1, examples=['"Soyuz-2.1b"'])
    family: str = Field(min_length=1, examples=['"soyuz-2"'])
    height_m: float = Field(gt=0, lt=300, examples=[46.3])
    upper_stages: list[str] = Field(default_factory=list)
    complexes: list[str] = Field(default_factory=list)
    drag: str = Field(examples=['"slender-body"'])
    window_policy: Literal["stored-programme", "retargeted"] = Field(
        examples=['"stored-programme"']
    )
    window_instants: int = Field(default=1, ge=1, examples=[1])
    window_instant_spacing_s: float = Field(default=0.0, ge=0.0, le=86400.0, examples=[300.0])
    window_longest_s: float | None = Field(default=None, gt=0.0, le=86400.0, examples=[1800.0])
    processing_flow: str | None = Field(default=None, min_length=1)
    countdown: str | None = Field(default=None, min_length=1)
    stage: dict[str, StageTable] = Field(min_length=1)
    fairing: _Fairing
    composite_fairing: _Fairing | None = None
    reference_area_m2: dict[str, float] = Field(min_length=1)
    steering: _Steering
    limits: _Limits = Field(default_factory=_Limits)
    section: list[_Section] = Field(default_factory=list)
    reserve: _Reserve = Field(default_factory=_Reserve)
    notes: list[str] = Field(default_factory=list)
    rules: list[object] = Field(default_factory=list)
    fall: dict[str, FallTable] = Field(default_factory=dict)
    dispersions: object = None
    correlation: object = None
    sources: dict[str, object] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_fit(self) -> "_LaunchVehicle":
        names = list(self.stage)
        for where, given in self._stages_named():
            if given is not None and given not in names:
                raise _no_stage(where, given, names)
        if not any(stage.lights_on_ground for stage in self.stage.values()):
            raise complaint(
                "no stage lights on the ground: all have ignites_after or ignites_at_s",
                key="stage",
            )
        if list(self.reference_area_m2)[-1] != REST:
            raise complaint("must end with 'rest', the area above all", key="reference_area_m2")
        return self

    @model_validator(mode="after")
    def _parts_are_known(self) -> "_LaunchVehicle":
        sections = [section.name for section in self.section]
        parts = [*self.stage, AFT_SECTION, FAIRING_HALF, DROP_TANK, *sections]
        for number, name in enumerate(sections):
            if parts.count(name) > 1:
                raise complaint(
                    f"{name!r} is the name of another part already", key=("section", number, "name")
                )
            if name not in self.fall:
                raise complaint(
                    f"{name!r} falls and needs a table [fall.{name}]",
                    key=("section", number, "name"),
                )
        for name, fall in self.fall.items():
            if name not in parts:
                raise complaint(unknown("part", name, parts), key=("fall", name))
            if name == DROP_TANK and fall.mass_kg is None:
                raise complaint(
                    "mass_kg is missing; the tank stands in the file of the upper stage",
                    key=("fall", name),
                )
        return self

    @model_validator(mode="after")
    def _last_stage_is_last(self) -> "_LaunchVehicle":
        """Stages stand in order of burn-out; only the last may restart and keeps a reserve."""
        names = list(self.stage)
        for position, (name, stage) in enumerate(self.stage.items()):
            if stage.ignites_after is not None and stage.ignites_after not in names[:position]:
                raise complaint(
                    f"{stage.ignites_after!r} does not stand before {name!r}; stages stand in "
                    "order of burn-out",
                    key=("stage", name, "ignites_after"),
                )
            if stage.restarts and name != names[-1]:
                raise complaint(
                    f"only the last stage may restart, which is {names[-1]!r}",
                    key=("stage", name, "restarts"),
                )
        last = self.stage[names[-1]]
        kept_kg = self.reserve.performance_propellant_kg + self.reserve.disposal_propellant_kg
        if kept_kg >= last.count * last.usable_kg:
            raise complaint(
                f"performance and disposal propellant, {kept_kg:g} kg together, leave nothing of "
                f"the {last.count * last.usable_kg:.10g} kg that {names[-1]!r} may burn",
                key="reserve",
            )
        return self

    def _stages_named(self) -> Iterator[tuple[TomlPath, str | None]]:
        """Yield every place that names a stage."""
        for name, stage in self.stage.items():
            yield ("stage", name, "ignites_after"), stage.ignites_after
            for number, segment in enumerate(stage.throttle):
                path = ("stage", name, "throttle", number, "after_separation")
                yield path, segment.after_separation
        for number, section in enumerate(self.section):
            yield ("section", number, "after_ignition_of"), section.after_ignition_of
        yield ("steering", "free_after"), self.steering.free_after
        yield ("fairing", "jettison_during"), self.fairing.jettison_during
        if self.composite_fairing:
            yield ("composite_fairing", "jettison_during"), self.composite_fairing.jettison_during
        for name in self.reference_area_m2:
            yield ("reference_area_m2", name), None if name == REST else name


def _no_stage(where: TomlPath, given: str, names: list[str]) -> PydanticCustomError:
    return complaint(unknown("stage", given, names), key=where)


def read_drag_curve(document: TomlSource) -> DragCurve:
    """Return the drag curve of a file in ``drag/``."""
    table = parsed(_DragCurve, document)
    return DragCurve(mach=tuple(table.mach), drag_coefficient=tuple(table.drag_coefficient))


def read_vehicle(
    document: TomlSource, *, id: str, drag_curves: dict[str, DragCurve]
) -> tuple[LaunchVehicle, Fairing]:
    """Return the launch vehicle of a file, and the fairing it flies with an upper stage."""
    table = parsed(_LaunchVehicle, document)
    with document.located(("drag",)):
        drag = _drag_curve(table.drag, drag_curves)
    with document.located(("window_policy",)):
        liftoff = LiftoffPolicy(
            kind=table.window_policy,
            instants=table.window_instants,
            spacing_s=table.window_instant_spacing_s,
            longest_s=table.window_longest_s,
        )
    fairing = table.fairing.record()
    near = Surroundings(folder=Path(document.file).parent, utc_offset_h=0.0)
    spreads = read_spreads(document, stages=list(table.stage))
    vehicle = LaunchVehicle(
        id=id,
        name=table.name,
        family=table.family,
        height_m=table.height_m,
        stages=tuple(stage.record(name) for name, stage in table.stage.items()),
        fairing=fairing,
        upper_stages=tuple(table.upper_stages),
        complexes=tuple(table.complexes),
        drag=drag,
        reference_areas_m2=tuple(table.reference_area_m2.items()),
        steering=SteeringProgramme(**table.steering.model_dump()),
        limits=VehicleLimits(**table.limits.model_dump()),
        falls=_falls(table),
        dispersions=spreads.dispersions,
        distributions=spreads.distributions,
        correlations=spreads.correlations,
        liftoff_policy=liftoff,
        processing_flow=table.processing_flow,
        countdown=table.countdown,
        sections=tuple(Section(**section.model_dump()) for section in table.section),
        reserve=table.reserve.record(),
        notes=tuple(table.notes),
        rules=wishes_of_list(document, "rules", near),
    )
    return vehicle, table.composite_fairing.record() if table.composite_fairing else fairing


def _falls(table: _LaunchVehicle) -> tuple[Fall, ...]:
    """Return how each part falls; where no mass is given, it is that of the flight."""
    separated_kg = {name: stage.separated_kg for name, stage in table.stage.items()}
    separated_kg |= {section.name: section.mass_kg for section in table.section}
    separated_kg[FAIRING_HALF] = table.fairing.mass_kg
    sections = [stage.aft_section for stage in table.stage.values() if stage.aft_section]
    if sections:
        separated_kg[AFT_SECTION] = sections[0].mass_kg
    shared = {FAIRING_HALF, AFT_SECTION, *(section.name for section in table.section)}
    falls = []
    for part, fall in table.fall.items():
        whole_kg = separated_kg.get(part, 0.0)
        unit_kg = whole_kg / fall.count if part in shared else whole_kg
        falls.append(fall.record(part, separated_kg=unit_kg))
    return tuple(falls)


def _drag_curve(name: str, curves: dict[str, DragCurve]) -> DragCurve:
    if name not in curves:
        raise InputError(unknown("drag curve", name, curves))
    return curves[name]
