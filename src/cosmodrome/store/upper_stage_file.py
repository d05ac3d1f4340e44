"""How is an upper stage written down, and read into a record?"""

from pydantic import Field, model_validator

from cosmodrome.store.complaints import Table, complaint, parsed
from cosmodrome.store.fall_table import FallTable
from cosmodrome.store.stage_table import EngineTable
from cosmodrome.store.toml_source import TomlSource
from cosmodrome.vehicles import Disposal, DropTank, UpperStage
from cosmodrome.vehicles.cutoff import CutoffError

UPPER_STAGE = "upper-stage"


class _DropTank(Table):
    dry_mass_kg: float = Field(gt=0, lt=1e6, examples=[940.0])
    propellant_kg: float = Field(gt=0, lt=1e6, examples=[14600.0])


class _Disposal(Table):
    perigee_altitude_m: float = Field(ge=-6e6, le=80e3, examples=[0.0])
    earliest_s: float = Field(gt=0, lt=864e3, examples=[3600.0])
    latest_s: float = Field(gt=0, lt=864e3, examples=[86400.0])
    speed_sd_ratio: float = Field(ge=0, lt=0.5, examples=[0.01])
    pointing_sd_deg: float = Field(ge=0, lt=45, examples=[0.5])
    ignition_sd_s: float = Field(ge=0, lt=3600, examples=[1.0])
    fall: FallTable

    @model_validator(mode="after")
    def _has_time(self) -> "_Disposal":
        if self.latest_s <= self.earliest_s:
            raise complaint(
                f"{self.latest_s:.10g} s must be later than earliest_s {self.earliest_s:.10g} s",
                key="latest_s",
            )
        return self

    def record(self, *, empty_kg: float) -> Disposal:
        """Return how a stage that weighs so much without propellant is brought down."""
        fall = self.fall.record(UPPER_STAGE, separated_kg=empty_kg)
        return Disposal(fall=fall, **self.model_dump(exclude={"fall"}))


class _CutoffError(Table):
    speed_m_s: float = Field(ge=0, lt=100, examples=[1.0])
    direction_deg: float = Field(ge=0, lt=10, examples=[0.03])
    position_m: float = Field(ge=0, lt=1e6, examples=[800.0])


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
    engine: EngineTable
    drop_tank: _DropTank | None = None
    disposal: _Disposal | None = None
    cutoff_error: _CutoffError | None = None
    reserve_probability: float | None = Field(default=None, gt=0, lt=1)
    calibrated_on: list[str] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
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
        tank = self.drop_tank
        if tank and tank.dry_mass_kg >= self.dry_mass_kg:
            raise complaint(
                f"{tank.dry_mass_kg:.10g} is part of dry_mass_kg {self.dry_mass_kg:.10g} of the "
                "stage and must be smaller",
                key=("drop_tank", "dry_mass_kg"),
            )
        if tank and tank.propellant_kg >= self.propellant_kg - kept_kg:
            raise complaint(
                f"{tank.propellant_kg:.10g} is part of the {self.propellant_kg - kept_kg:.10g} kg "
                "that the stage may burn and must be smaller",
                key=("drop_tank", "propellant_kg"),
            )
        return self


def read_upper_stage(document: TomlSource, *, id: str) -> tuple[UpperStage, tuple[str, ...]]:
    """Return the upper stage of a file, and the vehicles that the file says it flies on."""
    table = parsed(_UpperStage, document)
    apart = {
        *("engine", "drop_tank", "disposal", "cutoff_error"),
        *("calibrated_on", "notes", "vehicles", "sources"),
    }
    tank, disposal, error = table.drop_tank, table.disposal, table.cutoff_error
    empty_kg = table.dry_mass_kg - (tank.dry_mass_kg if tank else 0.0)
    stage = UpperStage(
        id=id,
        engine=table.engine.record(),
        drop_tank=DropTank(**tank.model_dump()) if tank else None,
        disposal=disposal.record(empty_kg=empty_kg) if disposal else None,
        cutoff_error=CutoffError(**error.model_dump()) if error else None,
        calibrated_on=tuple(table.calibrated_on),
        notes=tuple(table.notes),
        **table.model_dump(exclude=apart),
    )
    return stage, tuple(table.vehicles)
