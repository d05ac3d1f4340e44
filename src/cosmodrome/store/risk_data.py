"""What does the catalogue know of risk? Flown history, terminations and criteria as records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from cosmodrome.errors import InputError
from cosmodrome.safety.casualty import Aircraft, Ship
from cosmodrome.safety.criteria import RiskCriteria
from cosmodrome.safety.failure import FlightRecord
from cosmodrome.safety.part_risk import Bystanders
from cosmodrome.safety.remains import (
    DebrisModel,
    PieceClass,
    PolicyKind,
    TerminationPolicy,
    WholeVehicle,
)
from cosmodrome.safety.risk import RiskBasis
from cosmodrome.spaceport import Settlement
from cosmodrome.store.area_rules_file import read_area_rules
from cosmodrome.store.complaints import Model, Table, parsed
from cosmodrome.store.layers import layers_over
from cosmodrome.store.pad_rules_file import load_pad_rules
from cosmodrome.store.population_file import document_of, load_population
from cosmodrome.store.sourcing import SourcedValue, load_sources, sourced_values
from cosmodrome.store.toml_source import TomlSource

FILES = ("flight_history", "termination", "risk_criteria", "places/background")
REFERENCE = "first-flights"

Positive = Annotated[float, Field(gt=0)]
Probability = Annotated[float, Field(gt=0, le=1)]
Words = Annotated[str, Field(min_length=1)]


class _Record(Table):
    vehicles: list[str]
    launches: int = Field(ge=1, examples=[62])
    failures: int = Field(ge=0, examples=[1])
    failed_stages: dict[str, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    as_of: date = Field(examples=["2022-11-28"])


class _Criteria(Table):
    authority: Words
    rule: Words
    spaceports: list[str]
    collective_expectation: Probability | None = None
    individual_probability: Probability | None = None
    ship_probability: Probability | None = None
    aircraft_probability: Probability | None = None


class _Policy(Table):
    kind: PolicyKind = Field(examples=['"cut-off"'])
    vehicles: list[str]
    rule: Words
    known: Words = Field(examples=['"reported"'])


class _Whole(Table):
    broadside_ratio: Positive
    drag_coefficient: Positive
    breakup_speed_m_s: Positive
    speed_sd_m_s: Positive
    deadly_overpressure_pa: Positive
    deadly_k_factor: Positive


class _Piece(Table):
    mass_fraction: Probability
    mass_kg: Positive
    ballistic_coefficient_kg_m2: Positive
    speed_sd_m_s: Positive


class _Exposure(Table):
    cleared_radius_m: float = Field(ge=0, le=1e6, examples=[7500.0])
    wind_sd_m_s: float = Field(ge=0, le=100, examples=[10.0])


class _Termination(Table):
    policy: dict[str, _Policy]
    whole: _Whole
    piece: dict[str, _Piece]
    exposure: _Exposure
    sources: dict[str, object] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskData:
    """All that the catalogue knows of risk; `values` are its numbers with their sources."""

    basis: RiskBasis
    criteria: tuple[RiskCriteria, ...]
    values: tuple[SourcedValue, ...]


def load_risk_data(
    folders: Sequence[Path] = (), *, villages: Sequence[Settlement] = ()
) -> RiskData:
    """Return what the catalogue, with a user's folders laid over it, knows of risk.

    Parameters
    ----------
    folders : sequence of Path
    villages : sequence of Settlement
        Places of the sites' own lists (`Spaceport.places`), which add to the listed ones and
        replace those of the same name that lie within some kilometres.

    Raises
    ------
    InputError
        If a file is malformed or a number has no source: with file, line and field.
    """
    layers = layers_over(folders)
    sources = load_sources(layers)
    documents = {name: document_of(layers, f"{name}.toml") for name in FILES}
    values = [
        value
        for name, document in documents.items()
        for value in sourced_values(document, sources, owner=name)
    ]
    model, exposure = _debris(documents["termination"])
    records = read_flight_history(documents["flight_history"])
    basis = RiskBasis(
        people=load_population(layers, villages=villages),
        records=tuple(record for record in records if record.id != REFERENCE),
        reference=next(record for record in records if record.id == REFERENCE),
        debris=model,
        pad_rules=load_pad_rules(layers, sources)[0],
        bystanders=_bystanders(document_of(layers, "hazard_areas.toml")),
        cleared_radius_m=exposure.cleared_radius_m,
        wind_sd_m_s=exposure.wind_sd_m_s,
    )
    return RiskData(
        basis=basis, criteria=read_criteria(documents["risk_criteria"]), values=tuple(values)
    )


def read_flight_history(document: TomlSource) -> tuple[FlightRecord, ...]:
    """Return the flown histories of a document, that of first flights among them.

    Raises
    ------
    InputError
        If counts contradict each other, or that of first flights is absent.
    """
    records = []
    for key, each in _tables(_Record, document).items():
        with document.located((key,)):
            records.append(
                FlightRecord(
                    id=key,
                    vehicles=tuple(each.vehicles),
                    launches=each.launches,
                    failures=each.failures,
                    failed_stages=tuple(each.failed_stages.items()),
                    as_of=each.as_of,
                )
            )
    if not any(record.id == REFERENCE for record in records):
        raise InputError(
            f"needs a table [{REFERENCE}] for vehicles that have hardly flown",
            place=document.place(),
        )
    return tuple(records)


def read_criteria(document: TomlSource) -> tuple[RiskCriteria, ...]:
    """Return the criteria of authorities of a document."""
    return tuple(
        RiskCriteria(
            id=key, spaceports=tuple(each.spaceports), **each.model_dump(exclude={"spaceports"})
        )
        for key, each in _tables(_Criteria, document).items()
    )


def _bystanders(document: TomlSource) -> Bystanders:
    """Return the ship and the aircraft that areas are announced for."""
    crafts = [rule.craft for rule in read_area_rules(document)]
    return Bystanders(
        ship=next((each for each in crafts if isinstance(each, Ship)), None),
        aircraft=next((each for each in crafts if isinstance(each, Aircraft)), None),
    )


def _debris(document: TomlSource) -> tuple[DebrisModel, _Exposure]:
    table = parsed(_Termination, document)
    with document.located(("piece",)):
        model = DebrisModel(
            policies=tuple(
                TerminationPolicy(
                    id=key, vehicles=tuple(each.vehicles), **each.model_dump(exclude={"vehicles"})
                )
                for key, each in table.policy.items()
            ),
            whole=WholeVehicle(**table.whole.model_dump()),
            pieces=tuple(
                PieceClass(name=key, **each.model_dump()) for key, each in table.piece.items()
            ),
        )
    return model, table.exposure


def _tables(model: type[Model], document: TomlSource) -> dict[str, Model]:
    """Return the tables of a file that holds one entry per table."""
    return {key: parsed(model, document, path=(key,)) for key in document.data if key != "sources"}
