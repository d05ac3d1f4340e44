"""How is one stage of a launch vehicle written down, and read into a record?"""

from itertools import pairwise

from pydantic import Field, model_validator

from cosmodrome.constants import STANDARD_GRAVITY_M_S2
from cosmodrome.store.complaints import Table, complaint
from cosmodrome.vehicles import AftSection, Cutoff, Engine, Stage, ThrottleSegment, ThrustCurve

CURVE_TOLERANCE_RATIO = 0.05
"""A thrust curve whose impulse spends the propellant within this share is stretched to fit."""


class EngineTable(Table):
    """An engine: all those of one stage together."""

    name: str = Field(min_length=1, examples=['"RD-107A"'])
    thrust_vac_n: float = Field(gt=0, lt=1e9, examples=[1020900.0])
    thrust_sl_n: float = Field(ge=0, lt=1e9, examples=[839500.0])
    isp_vac_s: float = Field(gt=50, lt=1000, examples=[320.2])
    propellants: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _sea_level_is_weaker(self) -> "EngineTable":
        if self.thrust_sl_n > self.thrust_vac_n:
            raise complaint(
                f"thrust_sl_n {self.thrust_sl_n:.10g} N exceeds thrust_vac_n "
                f"{self.thrust_vac_n:.10g} N; an engine is strongest in vacuum",
                key="thrust_sl_n",
            )
        return self

    def record(self) -> Engine:
        """Return the engine."""
        return Engine(**self.model_dump())


class _Throttle(Table):
    start_ratio: float = Field(ge=0, le=20, examples=[1.0])
    end_ratio: float = Field(ge=0, le=20, examples=[1.0])
    at_s: float | None = Field(default=None, ge=0)
    before_cutoff_s: float | None = Field(default=None, gt=0)
    after_separation: str | None = None

    @model_validator(mode="after")
    def _begins_once(self) -> "_Throttle":
        begins = (self.at_s, self.before_cutoff_s, self.after_separation)
        if sum(begin is not None for begin in begins) != 1:
            raise complaint("begins by exactly one of at_s, before_cutoff_s and after_separation")
        if self.start_ratio + self.end_ratio <= 0.0:
            raise complaint("must not be 0 from start to end", key="end_ratio")
        return self

    def record(self) -> ThrottleSegment:
        return ThrottleSegment(**self.model_dump())


class _ThrustCurve(Table):
    at_s: list[float] = Field(min_length=2, examples=["[0.0, 20.0, 60.0, 75.0]"])
    thrust_vac_n: list[float] = Field(min_length=2, examples=["[400e3, 600e3, 450e3, 0.0]"])

    @model_validator(mode="after")
    def _is_a_curve(self) -> "_ThrustCurve":
        if len(self.at_s) != len(self.thrust_vac_n):
            raise complaint(
                f"has {len(self.thrust_vac_n)} values for {len(self.at_s)} of at_s",
                key="thrust_vac_n",
            )
        if self.at_s[0] != 0.0 or any(b <= a for a, b in pairwise(self.at_s)):
            raise complaint("must begin at 0 and increase from value to value", key="at_s")
        if min(self.thrust_vac_n) < 0.0:
            raise complaint("must be at least 0 everywhere", key="thrust_vac_n")
        if any(a + b <= 0.0 for a, b in pairwise(self.thrust_vac_n)):
            raise complaint("must not stay at 0 between two times", key="thrust_vac_n")
        return self

    def record(self, engine: EngineTable) -> ThrustCurve:
        ratios = tuple(thrust_n / engine.thrust_vac_n for thrust_n in self.thrust_vac_n)
        return ThrustCurve(at_s=tuple(self.at_s), thrust_ratio=ratios)


class _AftSection(Table):
    mass_kg: float = Field(gt=0, examples=[441.0])
    after_ignition_s: float = Field(gt=0, examples=[14.4])


class StageTable(Table):
    """A stage of a launch vehicle."""

    count: int = Field(ge=1, le=12, examples=[1])
    dry_mass_kg: float = Field(gt=0, lt=1e7, examples=[6545.0])
    propellant_kg: float = Field(gt=0, lt=1e8, examples=[90100.0])
    residual_propellant_kg: float = Field(ge=0, examples=[950.0])
    prelaunch_burn_kg: float = Field(default=0.0, ge=0)
    expelled_kg: float = Field(default=0.0, ge=0)
    retained_kg: float = Field(default=0.0, ge=0)
    interstage_kg: float = Field(default=0.0, ge=0)
    engine: EngineTable
    throttle: list[_Throttle] = Field(default_factory=list)
    thrust_curve: _ThrustCurve | None = None
    ignites_after: str | None = None
    ignites_at_s: float | None = Field(default=None, gt=0, lt=10_000)
    ignition_delay_s: float = Field(default=0.0, ge=0, lt=10_000)
    ignition_delay_max_s: float | None = Field(default=None, ge=0, lt=10_000)
    separation_delay_s: float = Field(default=0.0, ge=0, lt=10_000)
    burn_s: float | None = Field(default=None, gt=0, lt=10_000)
    restarts: int = Field(default=0, ge=0, le=100)
    cutoff: Cutoff | None = None
    aft_section: _AftSection | None = None
    diameter_m: float = Field(gt=0, lt=30, examples=[2.95])
    length_m: float = Field(gt=0, lt=200, examples=[27.1])

    @property
    def lights_on_ground(self) -> bool:
        """Whether it burns at lift-off contact."""
        return self.ignites_after is None and self.ignites_at_s is None

    @property
    def usable_kg(self) -> float:
        """Propellant of one unit that may be burnt in flight."""
        return self.propellant_kg - self.residual_propellant_kg - self.prelaunch_burn_kg

    @property
    def separated_kg(self) -> float:
        """Mass of one unit as it leaves, its aft section gone before."""
        aft_kg = self.aft_section.mass_kg if self.aft_section else 0.0
        kept_kg = self.residual_propellant_kg + self.retained_kg + self.interstage_kg
        return self.dry_mass_kg + kept_kg - aft_kg

    @model_validator(mode="after")
    def _something_burns(self) -> "StageTable":
        if self.usable_kg <= 0.0:
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

    @model_validator(mode="after")
    def _lights_in_one_way(self) -> "StageTable":
        if self.ignites_at_s is not None and self.ignites_after is not None:
            raise complaint(
                f"{self.ignites_at_s:.10g} s after lift-off, and after the separation of "
                f"{self.ignites_after!r} as ignites_after says: give one of the two",
                key="ignites_at_s",
            )
        longest_s = self.ignition_delay_max_s
        if longest_s is not None and longest_s < self.ignition_delay_s:
            raise complaint(
                f"must be at least ignition_delay_s {self.ignition_delay_s:.10g}, "
                f"got {longest_s:.10g}",
                key="ignition_delay_max_s",
            )
        if longest_s is not None and self.ignites_after is None:
            raise complaint(
                "goes with ignites_after: it is the longest coast after that separation",
                key="ignition_delay_max_s",
            )
        return self

    @model_validator(mode="after")
    def _thrust_is_given_once(self) -> "StageTable":
        if self.thrust_curve is None:
            return self
        if self.throttle:
            raise complaint("stands instead of throttle; give one of the two", key="thrust_curve")
        spent_kg = self._spent_kg(self.thrust_curve.record(self.engine))
        if abs(spent_kg / self.usable_kg - 1.0) > CURVE_TOLERANCE_RATIO:
            raise complaint(
                f"its impulse at isp_vac_s {self.engine.isp_vac_s:.10g} spends {spent_kg:.0f} kg, "
                f"but {self.usable_kg:.0f} kg of propellant may be burnt; the two must agree "
                f"within {100.0 * CURVE_TOLERANCE_RATIO:g} %",
                key="thrust_curve",
            )
        return self

    def _spent_kg(self, curve: ThrustCurve) -> float:
        flow_kg_s = self.engine.thrust_vac_n / (self.engine.isp_vac_s * STANDARD_GRAVITY_M_S2)
        return flow_kg_s * curve.full_thrust_s

    def record(self, name: str) -> Stage:
        """Return the stage; without a `cutoff`, a thrust curve burns out, others are commanded."""
        apart = {"engine", "throttle", "thrust_curve", "aft_section", "cutoff"}
        plain = self.model_dump(exclude=apart)
        aft, curve = self.aft_section, self.thrust_curve
        usual: Cutoff = "depletion" if curve else "velocity"
        return Stage(
            name=name,
            engine=self.engine.record(),
            throttle=tuple(segment.record() for segment in self.throttle),
            thrust_curve=curve.record(self.engine) if curve else None,
            aft_section=AftSection(**aft.model_dump()) if aft else None,
            cutoff=self.cutoff or usual,
            **plain,
        )
