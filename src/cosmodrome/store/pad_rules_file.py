"""Reads the rules of pad hazard of the catalogue."""

from typing import Annotated

from pydantic import Field, model_validator

from cosmodrome.errors import InputError, Place
from cosmodrome.safety.pad_rules import (
    BlastStep,
    BlockedCutoff,
    PadRules,
    PlumeWeather,
    Poison,
    PropellantRule,
    PublicAreaStep,
    PublishedClearance,
    Spread,
    StabilityClass,
)
from cosmodrome.store.complaints import Table, complaint, parsed, unknown
from cosmodrome.store.layers import Layers
from cosmodrome.store.sourcing import Source, SourcedValue, sourced_values
from cosmodrome.store.toml_source import TomlSource

FILE = "pad_hazards.toml"
Fraction = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Words = Annotated[str, Field(min_length=1)]


class _Propellant(Table):
    name: Words
    launch_fraction: Fraction = Field(examples=[0.2])
    break_kg: Positive | None = None
    above_fraction: Fraction | None = None
    cube_coefficient: Positive | None = None
    oxidiser: Words | None = None
    fuel: Words | None = None
    oxidiser_fraction: Fraction | None = None


class _Blast(Table):
    k_factor: float = Field(gt=0, examples=[40.0])
    overpressure_pa: float = Field(gt=0, examples=[8300.0])
    use: Words = Field(examples=['"inhabited building"'])


class _PublicArea(Table):
    up_to_lb: Positive | None = None
    slope_coefficient: float = Field(gt=0, examples=[50.0])
    power_coefficient: float = Field(default=0.0, ge=0, le=1)
    offset_coefficient: float | None = None


class _Poison(Table):
    name: Words
    molar_mass_kg_mol: float = Field(gt=0, lt=1, examples=[0.046])
    aegl2_ppm: float = Field(gt=0, examples=[12.0])
    aegl3_ppm: float = Field(gt=0, examples=[20.0])
    vapour_fraction: Fraction = Field(examples=[0.2])

    @model_validator(mode="after")
    def _limits_rise(self) -> "_Poison":
        if self.aegl3_ppm < self.aegl2_ppm:
            raise complaint(
                f"{self.aegl3_ppm:g} ppm is below aegl2_ppm {self.aegl2_ppm:g} ppm; what kills is "
                "no less than what disables",
                key="aegl3_ppm",
            )
        return self


class _Spread(Table):
    slope_coefficient: float = Field(gt=0, alias="slope", examples=[0.08])
    growth_coefficient: float = Field(ge=0, alias="growth", examples=[0.0001])
    power_coefficient: float = Field(ge=-1, le=1, alias="power", examples=[-0.5])

    def record(self) -> Spread:
        return Spread(**self.model_dump())


class _Weather(Table):
    stability: StabilityClass = Field(examples=['"F"'])
    wind_m_s: float = Field(ge=0.5, le=50, examples=[1.5])
    crosswind: _Spread
    vertical: _Spread

    def record(self, name: str) -> PlumeWeather:
        return PlumeWeather(
            name=name,
            stability=self.stability,
            wind_m_s=self.wind_m_s,
            crosswind=self.crosswind.record(),
            vertical=self.vertical.record(),
        )


class _Clearance(Table):
    complex: Words = Field(examples=['"vostochny-1s"'])
    name: Words
    distance_m: float = Field(gt=0, examples=[25000.0])
    note: str = ""


class _PadHazards(Table):
    propellant: dict[str, _Propellant] = Field(min_length=1)
    blast: list[_Blast] = Field(min_length=1)
    public_area: list[_PublicArea] = Field(min_length=1)
    public_route_factor: float = Field(gt=0, le=1, examples=[0.6])
    poison: dict[str, _Poison] = Field(default_factory=dict)
    weather: dict[str, _Weather] = Field(min_length=1)
    wind_spread_factor: float = Field(ge=0, le=10, examples=[2.0])
    least_half_angle_deg: float = Field(ge=0, le=180, examples=[15.0])
    blocked_cutoff: dict[str, Annotated[float, Field(gt=0, le=600)]] = Field(default_factory=dict)
    clearance: dict[str, _Clearance] = Field(default_factory=dict)
    sources: dict[str, object] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _steps_rise_and_end_open(self) -> "_PadHazards":
        bounds = [step.up_to_lb for step in self.public_area]
        if bounds[-1] is not None:
            raise complaint(
                "the last step holds without end; leave its up_to_lb out", key="public_area"
            )
        closed = [bound for bound in bounds[:-1] if bound is not None]
        if len(closed) < len(bounds) - 1 or sorted(set(closed)) != closed:
            raise complaint("up_to_lb must rise from step to step", key="public_area")
        return self

    @model_validator(mode="after")
    def _poisons_are_known(self) -> "_PadHazards":
        for name, rule in self.propellant.items():
            for key, poison in (("oxidiser", rule.oxidiser), ("fuel", rule.fuel)):
                if poison is not None and poison not in self.poison:
                    raise complaint(
                        unknown("poison", poison, self.poison), key=("propellant", name, key)
                    )
        return self


def load_pad_rules(
    layers: Layers, sources: dict[str, Source]
) -> tuple[PadRules, tuple[SourcedValue, ...]]:
    """Return the rules of pad hazard, and every number of theirs with its source.

    Raises
    ------
    InputError
        With file, line and field, if the file is absent or malformed or a number has no source.
    """
    found = [file for file in layers.files() if file.path == FILE]
    if not found:
        raise InputError("the catalogue holds no rules of pad hazard", place=Place(file=FILE))
    document = found[0].read()
    values = sourced_values(document, sources, owner=FILE.removesuffix(".toml"))
    return read_pad_rules(document), values


def read_pad_rules(document: TomlSource) -> PadRules:
    """Return the rules that a document holds, or raise InputError with line and field."""
    table = parsed(_PadHazards, document)
    propellants = []
    for name, rule in table.propellant.items():
        with document.located(("propellant", name)):
            propellants.append(PropellantRule(id=name, **rule.model_dump()))
    return PadRules(
        propellants=tuple(propellants),
        blast=tuple(BlastStep(**step.model_dump()) for step in table.blast),
        public_area=tuple(PublicAreaStep(**step.model_dump()) for step in table.public_area),
        public_route_factor=table.public_route_factor,
        poisons=tuple(Poison(id=name, **each.model_dump()) for name, each in table.poison.items()),
        weather=tuple(each.record(name) for name, each in table.weather.items()),
        wind_spread_factor=table.wind_spread_factor,
        least_half_angle_deg=table.least_half_angle_deg,
        blocked=tuple(
            BlockedCutoff(family=family, blocked_s=blocked_s)
            for family, blocked_s in table.blocked_cutoff.items()
        ),
        clearances=tuple(
            PublishedClearance(**each.model_dump()) for each in table.clearance.values()
        ),
    )
