"""How is a launch vehicle, an upper stage or a drag curve written down, and read into records?"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from cosmodrome.errors import InputError
from cosmodrome.store.complaints import Table, complaint, parsed, unknown
from cosmodrome.store.toml_lines import TomlPath
from cosmodrome.store.toml_source import TomlSource
from cosmodrome.vehicles import (
    DISPERSION_NAMES,
    AftSection,
    DragCurve,
    Engine,
    Fairing,
    Fall,
    LaunchVehicle,
    Stage,
    SteeringProgramme,
    ThrottleSegment,
    UpperStage,
    VehicleLimits,
)

REST = "rest"


class _Engine(Table):
    name: str = Field(min_length=1, examples=['"RD-107A"'])
    thrust_vac_n: float = Field(gt=0, lt=1e9, examples=[1020900.0])
    thrust_sl_n: float = Field(ge=0, lt=1e9, examples=[839500.0])
    isp_vac_s: float = Field(gt=50, lt=1000, examples=[320.2])

    @model_validator(mode="after")
    def _sea_level_is_weaker(self) -> "_Engine":
        if self.thrust_sl_n > self.thrust_vac_n:
            raise complaint(
                f"thrust_sl_n {self.thrust_sl_n:.10g} N exceeds thrust_vac_n "
                f"{self.thrust_vac_n:.10g} N; an engine is strongest in vacuum",
                key="thrust_sl_n",
            )
        return self

    def record(self) -> Engine:
        return Engine(**self.model_dump())


class _Throttle(Table):
    start_ratio: float = Field(gt=0, le=1.2, examples=[1.0])
    end_ratio: float = Field(gt=0, le=1.2, examples=[1.0])
    at_s: float | None = Field(default=None, ge=0)
    before_cutoff_s: float | None = Field(default=None, gt=0)
    after_separation: str | None = None

    @model_validator(mode="after")
    def _begins_once(self) -> "_Throttle":
        begins = (self.at_s, self.before_cutoff_s, self.after_separation)
        if sum(begin is not None for begin in begins) != 1:
            raise complaint("begins by exactly one of at_s, before_cutoff_s and after_separation")
        return self

    def record(self) -> ThrottleSegment:
        return ThrottleSegment(**self.model_dump())


class _AftSection(Table):
    mass_kg: float = Field(gt=0, examples=[441.0])
    after_ignition_s: float = Field(gt=0, examples=[14.4])


class _Stage(Table):
    count: int = Field(ge=1, le=12, examples=[1])
    dry_mass_kg: float = Field(gt=0, lt=1e7, examples=[6545.0])
    propellant_kg: float = Field(gt=0, lt=1e8, examples=[90100.0])
    residual_propellant_kg: float = Field(ge=0, examples=[950.0])
    prelaunch_burn_kg: float = Field(default=0.0, ge=0)
    expelled_kg: float = Field(default=0.0, ge=0)
    retained_kg: float = Field(default=0.0, ge=0)
    interstage_kg: float = Field(default=0.0, ge=0)
    engine: _Engine
    throttle: list[_Throttle] = Field(default_factory=list)
    ignites_after: str | None = None
    ignition_delay_s: float = Field(default=0.0, ge=0)
    aft_section: _AftSection | None = None
    diameter_m: float = Field(gt=0, lt=30, examples=[2.95])
    length_m: float = Field(gt=0, lt=200, examples=[27.1])

    @model_validator(mode="after")
    def _something_burns(self) -> "_Stage":
        unburnt_kg = self.residual_propellant_kg + self.prelaunch_burn_kg
        if unburnt_kg >= self.propellant_kg:
            raise complaint(
                f"with prelaunch_burn_kg {self.prelaunch_burn_kg:.10g}, residual_propellant_kg "
                f"{self.residual_propellant_kg:.10g} leaves nothing of {self.propellant_kg:.10g} "
                "kg to burn",
                key="residual_propellant_kg",
            )
        if self.aft_section and self.aft_section.mass_kg >= self.dry_mass_kg:
            raise complaint(
                f"mass_kg {self.aft_section.mass_kg:.10g} of the aft section is part of "
                f"dry_mass_kg {self.dry_mass_kg:.10g} and must be smaller",
                key="aft_section",
            )
        return self

    def record(self, name: str) -> Stage:
        plain = self.model_dump(exclude={"engine", "throttle", "aft_section"})
        aft = self.aft_section
        return Stage(
            name=name,
            engine=self.engine.record(),
            throttle=tuple(segment.record() for segment in self.throttle),
            aft_section=AftSection(**aft.model_dump()) if aft else None,
            **plain,
        )


class _Fairing(Table):
    mass_kg: float = Field(gt=0, lt=1e6, examples=[1700.0])
    diameter_m: float = Field(gt=0, lt=30, examples=[4.11])
    length_m: float = Field(gt=0, lt=100, examples=[11.433])
    max_heat_flux_w_m2: float = Field(gt=0, examples=[1135.0])
    halves: int = Field(default=2, ge=1, le=6)
    jettison_during: str | None = None

    def record(self) -> Fairing:
        return Fairing(**self.model_dump())


class _Steering(Table):
    vertical_rise_s: float = Field(gt=0, lt=120, examples=[10.0])
    pitchover_s: float = Field(gt=0, lt=120, examples=[15.0])
    free_after: str = Field(examples=['"booster"'])


class _Limits(Table):
    max_dynamic_pressure_pa: float | None = Field(default=None, gt=0)
    max_axial_load_factor: float | None = Field(default=None, gt=1)


class _Fall(Table):
    count: int = Field(ge=1, le=100, examples=[1])
    ballistic_coefficient_kg_m2: float = Field(gt=0, lt=1e6, examples=[200.0])
    ballistic_coefficient_sd_ratio: float = Field(ge=0, le=2, examples=[0.33])
    separation_speed_sd_m_s: float = Field(ge=0, lt=1000, examples=[1.0])


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
    processing_flow: str = Field(min_length=1, examples=['"soyuz-2"'])
    countdown: str = Field(min_length=1, examples=['"soyuz-2"'])
    stage: dict[str, _Stage] = Field(min_length=1)
    fairing: _Fairing
    composite_fairing: _Fairing | None = None
    reference_area_m2: dict[str, float] = Field(min_length=1)
    steering: _Steering
    limits: _Limits = Field(default_factory=_Limits)
    fall: dict[str, _Fall] = Field(default_factory=dict)
    dispersions: dict[str, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)
    sources: dict[str, object] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_fit(self) -> "_LaunchVehicle":
        names = list(self.stage)
        for where, given in self._stages_named():
            if given is not None and given not in names:
                raise _no_stage(where, given, names)
        if all(stage.ignites_after for stage in self.stage.values()):
            raise complaint("no stage lights on the ground: all have ignites_after", key="stage")
        if list(self.reference_area_m2)[-1] != REST:
            raise complaint("must end with 'rest', the area above all", key="reference_area_m2")
        return self

    @model_validator(mode="after")
    def _parts_and_spreads_are_known(self) -> "_LaunchVehicle":
        for name in self.dispersions:
            if name not in DISPERSION_NAMES:
                raise complaint(
                    unknown("dispersion", name, DISPERSION_NAMES), key=("dispersions", name)
                )
        parts = [*self.stage, "aft-section", "fairing-half"]
        for name in self.fall:
            if name not in parts:
                raise complaint(unknown("part", name, parts), key=("fall", name))
        return self

    def _stages_named(self) -> Iterator[tuple[TomlPath, str | None]]:
        """Yield every place that names a stage."""
        for name, stage in self.stage.items():
            yield ("stage", name, "ignites_after"), stage.ignites_after
            for number, segment in enumerate(stage.throttle):
                path = ("stage", name, "throttle", number, "after_separation")
                yield path, segment.after_separation
        yield ("steering", "free_after"), self.steering.free_after
        yield ("fairing", "jettison_during"), self.fairing.jettison_during
        if self.composite_fairing:
            yield ("composite_fairing", "jettison_during"), self.composite_fairing.jettison_during
        for name in self.reference_area_m2:
            yield ("reference_area_m2", name), None if name == REST else name


def _no_stage(where: TomlPath, given: str, names: list[str]) -> PydanticCustomError:
    return complaint(unknown("stage", given, names), key=where)


class _UpperStage(Table):
    name: str = Field(min_length=1, examples=['"Fregat"'])
    dry_mass_kg: float = Field(gt=0, lt=1e6, examples=[930.0])
    propellant_kg: float = Field(gt=0, lt=1e6, examples=[5250.0])
    residual_propellant_kg: float = Field(ge=0, examples=[60.0])
    disposal_propellant_kg: float = Field(ge=0, examples=[150.0])
    performance_reserve_kg: float = Field(ge=0, examples=[90.0])
    restarts: int = Field(ge=0, le=100, examples=[7])
    first_ignition_delay_s: float = Field(ge=0, lt=10_000, examples=[60.0])
    diameter_m: float = Field(gt=0, lt=30, examples=[3.35])
    length_m: float = Field(gt=0, lt=100, examples=[1.5])
    engine: _Engine
    vehicles: list[str] = Field(default_factory=list)
    sources: dict[str, object] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _something_burns(self) -> "_UpperStage":
        kept_kg = (
            self.residual_propellant_kg + self.disposal_propellant_kg + self.performance_reserve_kg
        )
        if kept_kg >= self.propellant_kg:
            raise complaint(
                f"residual, disposal and reserve, {kept_kg:g} kg together, leave nothing of "
                f"{self.propellant_kg:.10g} kg to burn",
                key="propellant_kg",
            )
        return self


def read_drag_curve(document: TomlSource) -> DragCurve:
    """Return the drag curve of a file in ``drag/``."""
    table = parsed(_DragCurve, document)
    return DragCurve(mach=tuple(table.mach), drag_coefficient=tuple(table.drag_coefficient))


def read_upper_stage(document: TomlSource, *, id: str) -> tuple[UpperStage, tuple[str, ...]]:
    """Return the upper stage of a file, and the vehicles that the file says it flies on."""
    table = parsed(_UpperStage, document)
    plain = table.model_dump(exclude={"engine", "vehicles", "sources"})
    stage = UpperStage(id=id, engine=table.engine.record(), **plain)
    return stage, tuple(table.vehicles)


def read_vehicle(
    document: TomlSource, *, id: str, drag_curves: dict[str, DragCurve]
) -> tuple[LaunchVehicle, Fairing]:
    """Return the launch vehicle of a file, and the fairing it flies with an upper stage."""
    table = parsed(_LaunchVehicle, document)
    with document.located(("drag",)):
        drag = _drag_curve(table.drag, drag_curves)
    fairing = table.fairing.record()
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
        falls=tuple(Fall(part=part, **f.model_dump()) for part, f in table.fall.items()),
        dispersions=tuple(table.dispersions.items()),
        window_policy=table.window_policy,
        processing_flow=table.processing_flow,
        countdown=table.countdown,
    )
    return vehicle, table.composite_fairing.record() if table.composite_fairing else fairing


def _drag_curve(name: str, curves: dict[str, DragCurve]) -> DragCurve:
    if name not in curves:
        raise InputError(unknown("drag curve", name, curves))
    return curves[name]
