"""Reads the rules by which areas are announced."""

from pydantic import Field

from cosmodrome.safety.area_rules import AreaRule, Audience, ShapeKind
from cosmodrome.safety.casualty import Aircraft, Ship
from cosmodrome.store.complaints import Table, parsed
from cosmodrome.store.toml_source import TomlSource

FILE = "hazard_areas.toml"


class _Rule(Table):
    rule: str = Field(min_length=1, examples=['"14 CFR 450.133(c)"'])
    containment_probability: float = Field(gt=0, lt=1, examples=[0.97])
    hit_probability: float = Field(gt=0, lt=1, examples=[1e-6])
    shape: ShapeKind = "polygon"


class _Ships(_Rule):
    length_m: float = Field(gt=0, examples=[190.0])
    width_m: float = Field(gt=0, examples=[32.0])


class _Aircraft(_Rule):
    top_area_m2: float = Field(gt=0, examples=[1000.0])
    front_area_m2: float = Field(gt=0, examples=[150.0])
    speed_m_s: float = Field(gt=0, examples=[250.0])


class _HazardAreas(Table):
    ships: _Ships | None = None
    aircraft: _Aircraft | None = None
    land: _Rule | None = None
    sources: dict[str, object] = Field(default_factory=dict)


def read_area_rules(document: TomlSource) -> tuple[AreaRule, ...]:
    """Return the rules of a document; an audience that it leaves out is announced no area.

    Raises
    ------
    InputError
        With file, line and field, if the document is malformed.
    """
    table = parsed(_HazardAreas, document)
    rules = []
    if table.ships is not None:
        ship = Ship(length_m=table.ships.length_m, width_m=table.ships.width_m)
        rules.append(_rule("ships", table.ships, ship))
    if table.aircraft is not None:
        aircraft = Aircraft(
            top_area_m2=table.aircraft.top_area_m2,
            front_area_m2=table.aircraft.front_area_m2,
            speed_m_s=table.aircraft.speed_m_s,
        )
        rules.append(_rule("aircraft", table.aircraft, aircraft))
    if table.land is not None:
        rules.append(_rule("land", table.land, None))
    return tuple(rules)


def _rule(audience: Audience, table: _Rule, craft: Ship | Aircraft | None) -> AreaRule:
    return AreaRule(
        audience=audience,
        rule=table.rule,
        containment_probability=table.containment_probability,
        hit_probability=table.hit_probability,
        craft=craft,
        shape=table.shape,
    )
