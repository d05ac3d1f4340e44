"""Which figures of a configuration may be off, and what is it with one of them changed?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from cosmodrome.vehicles import Configuration, Stage, UpperStage

Change = Callable[[Configuration, float], Configuration]

UPPER = "upper-stage"
KG = "kg"
SECOND = "s"
PERCENT = "percent"
WHOLE_PERCENT = 100.0
STAGE_MASSES = (
    ("dry-mass", "dry_mass_kg"),
    ("propellant", "propellant_kg"),
    ("residual", "residual_propellant_kg"),
    ("prelaunch-burn", "prelaunch_burn_kg"),
    ("expelled", "expelled_kg"),
    ("retained", "retained_kg"),
    ("interstage", "interstage_kg"),
)
UPPER_STAGE_MASSES = (
    ("dry-mass", "dry_mass_kg"),
    ("propellant", "propellant_kg"),
    ("residual", "residual_propellant_kg"),
    ("disposal", "disposal_propellant_kg"),
    ("performance-reserve", "performance_reserve_kg"),
)
# Of these a stage without any is silent.
ALWAYS = ("dry-mass", "propellant", "residual")
RESERVES = (
    ("performance-reserve", "performance_propellant_kg"),
    ("disposal", "disposal_propellant_kg"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a configuration: its name, unit and value, and how to change it.

    Attributes
    ----------
    name : str
        ``dry-mass.core``.
    unit : str
        ``kg``, ``s`` or ``percent``; a figure in percent is 100 as it stands.
    leaf : str
        Key path in the vehicle's file, that of the upper stage's behind ``upper_stage.``.
    kin : str
        Figures of the same kin are one figure in truth: thrust and specific impulse of an engine
        that several stages carry. Empty for figures on their own.
    change : callable
        Returns a configuration with another value.

    Notes
    -----
    What is held when one figure changes: specific impulse leaves the thrust alone and moves the
    mass flow, thrust leaves the specific impulse alone and moves the flow too, at sea level in the
    same ratio; times of burning follow from the propellant. Masses are of one unit of a stage, all
    `count` of them changing alike.
    """

    name: str
    unit: str
    leaf: str
    value: float
    kin: str
    change: Change


def figures_of(configuration: Configuration) -> tuple[Figure, ...]:
    """Return every figure of a configuration that moves its capability, stage by stage."""
    vehicle, upper = configuration.vehicle, configuration.upper_stage
    found = [figure for stage in vehicle.stages for figure in _stage_figures(stage)]
    if upper is not None:
        found += _upper_stage_figures(upper)
    found += _carried(configuration)
    return tuple(found)


def _stage_figures(stage: Stage) -> Iterator[Figure]:
    leaf = f"stage.{stage.name}"
    for kind, field in STAGE_MASSES:
        if kind not in ALWAYS and getattr(stage, field) == 0.0:
            continue
        yield _mass(
            f"{kind}.{stage.name}",
            f"{leaf}.{field}",
            getattr(stage, field),
            _of_stage(stage.name, _with(field)),
        )
    yield Figure(
        name=f"specific-impulse.{stage.name}",
        unit=SECOND,
        leaf=f"{leaf}.engine.isp_vac_s",
        value=stage.engine.isp_vac_s,
        kin=stage.engine.name,
        change=_of_stage(stage.name, _with_isp),
    )
    yield Figure(
        name=f"thrust.{stage.name}",
        unit=PERCENT,
        leaf=f"{leaf}.engine.thrust_vac_n",
        value=WHOLE_PERCENT,
        kin=stage.engine.name,
        change=_of_stage(stage.name, _with_thrust),
    )
    if stage.aft_section is not None:
        yield _mass(
            f"aft-section.{stage.name}",
            f"{leaf}.aft_section.mass_kg",
            stage.aft_section.mass_kg,
            _of_stage(stage.name, _with_aft_section),
        )


def _upper_stage_figures(upper: UpperStage) -> Iterator[Figure]:
    leaf = "upper_stage"
    for kind, field in UPPER_STAGE_MASSES:
        yield _mass(
            f"{kind}.{UPPER}",
            f"{leaf}.{field}",
            getattr(upper, field),
            _of_upper(_with(field)),
        )
    yield Figure(
        name=f"specific-impulse.{UPPER}",
        unit=SECOND,
        leaf=f"{leaf}.engine.isp_vac_s",
        value=upper.engine.isp_vac_s,
        kin=upper.engine.name,
        change=_of_upper(_with_isp),
    )
    yield Figure(
        name=f"thrust.{UPPER}",
        unit=PERCENT,
        leaf=f"{leaf}.engine.thrust_vac_n",
        value=WHOLE_PERCENT,
        kin=upper.engine.name,
        change=_of_upper(_with_thrust),
    )
    tank = upper.drop_tank
    if tank is not None:
        yield _mass(
            "drop-tank",
            f"{leaf}.drop_tank.dry_mass_kg",
            tank.dry_mass_kg,
            _of_upper(lambda u, v: replace(u, drop_tank=replace(u.drop_tank, dry_mass_kg=v))),
        )


def _carried(configuration: Configuration) -> Iterator[Figure]:
    """Yield what belongs to no stage: fairing, sections, drag, reserves of the last stage."""
    vehicle = configuration.vehicle
    yield _mass(
        "fairing",
        "fairing.mass_kg",
        vehicle.fairing.mass_kg,
        _of_vehicle(lambda v, value: replace(v, fairing=replace(v.fairing, mass_kg=value))),
    )
    for section in vehicle.sections:
        yield _mass(
            f"section.{section.name}",
            "section.mass_kg",
            section.mass_kg,
            _of_vehicle(_with_section(section.name)),
        )
    if configuration.upper_stage is None:
        last = vehicle.stages[-1].name
        for kind, field in RESERVES:
            yield _mass(
                f"{kind}.{last}",
                f"reserve.{field}",
                getattr(vehicle.reserve, field),
                _of_vehicle(_with_reserve(field)),
            )
    yield Figure(
        name="drag",
        unit=PERCENT,
        leaf="drag.drag_coefficient",
        value=WHOLE_PERCENT,
        kin="",
        change=_of_vehicle(_with_drag),
    )


def _mass(name: str, leaf: str, mass_kg: float, change: Change) -> Figure:
    return Figure(name=name, unit=KG, leaf=leaf, value=mass_kg, kin="", change=change)


# ---- records with one value changed ----------------------------------------------------------


def _of_vehicle(change: Callable[[Any, float], Any]) -> Change:
    return lambda c, value: replace(c, vehicle=change(c.vehicle, value))


def _of_upper(change: Callable[[Any, float], Any]) -> Change:
    return lambda c, value: replace(c, upper_stage=change(c.upper_stage, value))


def _of_stage(name: str, change: Callable[[Any, float], Any]) -> Change:
    def changed(vehicle: Any, value: float) -> Any:  # noqa: ANN401 - a record as it came
        stages = (change(s, value) if s.name == name else s for s in vehicle.stages)
        return replace(vehicle, stages=tuple(stages))

    return _of_vehicle(changed)


def _with(field: str) -> Callable[[Any, float], Any]:
    return lambda record, value: replace(record, **{field: value})


def _with_reserve(field: str) -> Callable[[Any, float], Any]:
    return lambda vehicle, value: replace(
        vehicle, reserve=replace(vehicle.reserve, **{field: value})
    )


def _with_isp(stage: Any, isp_vac_s: float) -> Any:  # noqa: ANN401 - a stage of either kind
    return replace(stage, engine=replace(stage.engine, isp_vac_s=isp_vac_s))


def _with_thrust(stage: Any, percent: float) -> Any:  # noqa: ANN401 - a stage of either kind
    ratio, engine = percent / WHOLE_PERCENT, stage.engine
    stronger = replace(
        engine,
        thrust_vac_n=engine.thrust_vac_n * ratio,
        thrust_sl_n=engine.thrust_sl_n * ratio,
    )
    return replace(stage, engine=stronger)


def _with_aft_section(stage: Any, mass_kg: float) -> Any:  # noqa: ANN401 - a stage
    return replace(stage, aft_section=replace(stage.aft_section, mass_kg=mass_kg))


def _with_section(name: str) -> Callable[[Any, float], Any]:
    def changed(vehicle: Any, mass_kg: float) -> Any:  # noqa: ANN401 - a vehicle
        sections = (replace(s, mass_kg=mass_kg) if s.name == name else s for s in vehicle.sections)
        return replace(vehicle, sections=tuple(sections))

    return changed


def _with_drag(vehicle: Any, percent: float) -> Any:  # noqa: ANN401 - a vehicle
    """Scale the areas: drag is their product with the coefficients, whose curve stays."""
    ratio = percent / WHOLE_PERCENT
    areas = tuple((name, ratio * area_m2) for name, area_m2 in vehicle.reference_areas_m2)
    return replace(vehicle, reference_areas_m2=areas)
