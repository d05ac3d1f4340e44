"""How is the fall of a part written down, whole or in pieces, and read into a record?"""

from pydantic import Field, model_validator

from cosmodrome.store.complaints import Table, complaint
from cosmodrome.vehicles import Breakup, Fall, Fragment
from cosmodrome.vehicles.falling import MASS_TOLERANCE_RATIO


class FragmentTable(Table):
    """One kind of piece; `id` names it, also in the patterns of `[sources]`."""

    id: str = Field(min_length=1, examples=['"engine"'])
    count: int = Field(default=1, ge=1, le=100)
    mass_kg: float = Field(gt=0, lt=1e6, examples=[1100.0])
    area_m2: float = Field(gt=0, lt=1e4, examples=[4.5])
    ballistic_coefficient_kg_m2: float = Field(gt=0, lt=1e6, examples=[300.0])
    ballistic_coefficient_sd_ratio: float = Field(ge=0, le=2, examples=[0.3])
    speed_sd_m_s: float = Field(ge=0, lt=1000, examples=[5.0])

    def record(self) -> Fragment:
        """Return the fragment."""
        return Fragment(
            name=self.id,
            count=self.count,
            mass_kg=self.mass_kg,
            area_m2=self.area_m2,
            ballistic_coefficient_kg_m2=self.ballistic_coefficient_kg_m2,
            sd_ratio=self.ballistic_coefficient_sd_ratio,
            speed_sd_m_s=self.speed_sd_m_s,
        )


class BreakupTable(Table):
    """Where a body comes apart, and into what."""

    altitude_m: float = Field(gt=0, lt=150e3, examples=[28000.0])
    altitude_sd_m: float = Field(ge=0, lt=50e3, examples=[5000.0])
    fragments: list[FragmentTable] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_differ(self) -> "BreakupTable":
        names = [fragment.id for fragment in self.fragments]
        for number, name in enumerate(names):
            if name in names[:number]:
                raise complaint(
                    f"{name!r} is the id of another fragment already",
                    key=("fragments", number, "id"),
                )
        return self

    @property
    def mass_kg(self) -> float:
        """What all pieces weigh together."""
        return sum(fragment.count * fragment.mass_kg for fragment in self.fragments)

    def record(self) -> Breakup:
        """Return the break-up."""
        return Breakup(
            altitude_m=self.altitude_m,
            altitude_sd_m=self.altitude_sd_m,
            fragments=tuple(fragment.record() for fragment in self.fragments),
        )


class FallTable(Table):
    """How one kind of part falls.

    Without `mass_kg` the part weighs what it weighs at separation; without `area_m2` its drag area,
    mass over ballistic coefficient, stands for its projected area.
    """

    count: int = Field(ge=1, le=100, examples=[1])
    mass_kg: float | None = Field(default=None, gt=0, lt=1e6)
    area_m2: float | None = Field(default=None, gt=0, lt=1e4)
    ballistic_coefficient_kg_m2: float = Field(gt=0, lt=1e6, examples=[200.0])
    ballistic_coefficient_sd_ratio: float = Field(ge=0, le=2, examples=[0.33])
    separation_speed_sd_m_s: float = Field(ge=0, lt=1000, examples=[1.0])
    breakup: BreakupTable | None = None
    calibrated_on: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _pieces_come_from_it(self) -> "FallTable":
        if self.breakup is None:
            return self
        if self.mass_kg is None:
            raise complaint(
                "is needed beside a break-up, whose fragments have masses", key="mass_kg"
            )
        if self.breakup.mass_kg > (1.0 + MASS_TOLERANCE_RATIO) * self.mass_kg:
            raise complaint(
                f"fragments weigh {self.breakup.mass_kg:.10g} kg together, more than mass_kg "
                f"{self.mass_kg:.10g} of what comes apart",
                key="breakup",
            )
        return self

    def record(self, part: str, *, separated_kg: float) -> Fall:
        """Return the fall of a part; `separated_kg` is what one unit weighs as it leaves."""
        mass_kg = separated_kg if self.mass_kg is None else self.mass_kg
        area_m2 = self.area_m2
        if area_m2 is None:
            area_m2 = mass_kg / self.ballistic_coefficient_kg_m2
        return Fall(
            part=part,
            count=self.count,
            mass_kg=mass_kg,
            area_m2=area_m2,
            ballistic_coefficient_kg_m2=self.ballistic_coefficient_kg_m2,
            ballistic_coefficient_sd_ratio=self.ballistic_coefficient_sd_ratio,
            separation_speed_sd_m_s=self.separation_speed_sd_m_s,
            breakup=self.breakup.record() if self.breakup else None,
            calibrated_on=tuple(self.calibrated_on),
        )
