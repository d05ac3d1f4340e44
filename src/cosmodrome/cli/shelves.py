"""What does each shelf of the catalogue show, as a row and as a document?"""

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from cosmodrome.cli.screen import figure
from cosmodrome.errors import InputError
from cosmodrome.spaceport import LaunchComplex, Spaceport
from cosmodrome.spaceport.ground_station import GroundStation, StationNetwork
from cosmodrome.store.catalogue import Catalogue
from cosmodrome.store.complaints import unknown
from cosmodrome.store.ground_stations_file import station_values
from cosmodrome.store.layers import layers_over
from cosmodrome.store.sourcing import Source, SourcedValue
from cosmodrome.vehicles import Configuration, LaunchVehicle

KG_PER_T = 1000.0

VEHICLE_COLUMNS = (
    *("ID", "Name", "~Stages", ">Lift-off mass t", ">Height m"),
    *("~Upper stages", "~Complexes"),
)
COMPLEX_COLUMNS = (
    *("ID", "Name", "Spaceport", ">Latitude °", ">Longitude °", ">Altitude m"),
    *(">Azimuths °", "~Vehicles", "~Status"),
)
SPACEPORT_COLUMNS = (
    *("ID", "Name", ">UTC h", "~Complexes", ">Facilities", ">Drop zones", ">Places"),
)
STATION_COLUMNS = (
    *("ID", "Name", "Network", ">Latitude °", ">Longitude °", ">Altitude m", ">Mask °"),
    "~Follows launches from",
)
SOURCE_COLUMNS = ("Key", "Kind", ">Numbers", "~Text")
NUMBERS = ("~Field", "~Value", "State", "Spread", "Source", "~Where, or why")
NOTES = ("~How figures were reconciled",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing of a shelf: its row, its brief document, all of it, and its numbers' sources.

    `notes` say how figures that contradict each other were reconciled.
    """

    row: tuple[str, ...]
    brief: dict[str, Any]
    whole: dict[str, Any]
    numbers: tuple[SourcedValue, ...]
    notes: tuple[str, ...] = ()


def number_row(value: SourcedValue) -> tuple[str, ...]:
    """Return a number with its source as a row."""
    state = "estimate" if value.estimate else ""
    return value.path, value.value, state, value.sd or "", value.key, value.remark


def _vehicles(catalogue: Catalogue) -> list[Item]:
    return [
        _vehicle(catalogue, Configuration(vehicle=vehicle, upper_stage=None))
        for vehicle in catalogue.vehicles
    ]


def _vehicle(catalogue: Catalogue, configuration: Configuration) -> Item:
    vehicle, upper = configuration.vehicle, configuration.upper_stage
    numbers = catalogue.values_of(vehicle.id) + (catalogue.values_of(upper.id) if upper else ())
    mass_kg = liftoff_mass_kg(vehicle)
    brief = {
        "id": configuration.id,
        "name": configuration.name,
        "family": vehicle.family,
        "stages": [stage.name for stage in vehicle.stages],
        "liftoff_mass_kg": mass_kg,
        "height_m": vehicle.height_m,
        "upper_stages": list(vehicle.upper_stages),
        "complexes": list(vehicle.complexes),
    }
    record = {"vehicle": _plain(vehicle), "upper_stage": _plain(upper) if upper else None}
    return Item(
        row=(
            configuration.id,
            configuration.name,
            ", ".join(_counted(stage.name, stage.count) for stage in vehicle.stages),
            figure(mass_kg / KG_PER_T, 1),
            figure(vehicle.height_m, 1),
            ", ".join(vehicle.upper_stages),
            ", ".join(vehicle.complexes),
        ),
        brief=brief,
        whole={**brief, **record, "numbers": _documents(numbers)},
        numbers=numbers,
        notes=vehicle.notes + (upper.notes if upper else ()),
    )


def liftoff_mass_kg(vehicle: LaunchVehicle) -> float:
    """Return the mass at lift-off contact with its fairing, without upper stage and payload."""
    stages_kg = math.fsum(stage.count * stage.gross_mass_kg for stage in vehicle.stages)
    sections_kg = math.fsum(section.mass_kg for section in vehicle.sections)
    return stages_kg + sections_kg + vehicle.fairing.mass_kg


def _complexes(catalogue: Catalogue) -> list[Item]:
    sites = catalogue.spaceports
    return [_complex(catalogue, each) for site in sites for each in site.complexes]


def _complex(catalogue: Catalogue, pad: LaunchComplex) -> Item:
    of_site = catalogue.values_of(pad.spaceport)
    numbers = tuple(value for value in of_site if value.path.startswith(f"{pad.id}."))
    corridor = pad.corridor
    brief = _plain(pad)
    return Item(
        row=(
            pad.id,
            pad.name,
            pad.spaceport,
            figure(pad.latitude_deg, 4),
            figure(pad.longitude_deg, 4),
            figure(pad.altitude_m),
            f"{corridor.min_deg:g} to {corridor.max_deg:g}",
            ", ".join(pad.vehicles),
            pad.status,
        ),
        brief=brief,
        whole={**brief, "numbers": _documents(numbers)},
        numbers=numbers,
    )


def _spaceports(catalogue: Catalogue) -> list[Item]:
    return [_spaceport(catalogue, site) for site in catalogue.spaceports]


def _spaceport(catalogue: Catalogue, site: Spaceport) -> Item:
    numbers = catalogue.values_of(site.id)
    brief = {
        "id": site.id,
        "name": site.name,
        "utc_offset_h": site.utc_offset_h,
        "complexes": [pad.id for pad in site.complexes],
        "facilities": [facility.id for facility in site.facilities],
        "drop_zones": [zone.id for zone in site.drop_zones],
    }
    return Item(
        row=(
            site.id,
            site.name,
            f"{site.utc_offset_h:+g}",
            ", ".join(pad.id for pad in site.complexes),
            str(len(site.facilities)),
            str(len(site.drop_zones)),
            str(len(site.places)),
        ),
        brief=brief,
        whole={**_plain(site), "numbers": _documents(numbers)},
        numbers=numbers,
    )


def _stations(catalogue: Catalogue) -> list[Item]:
    networks = catalogue.station_networks()
    return [_station(network, each, ()) for network in networks for each in network.stations]


def _station_of(catalogue: Catalogue, id: str) -> Item:
    networks = catalogue.station_networks()
    pairs = {each.id: (network, each) for network in networks for each in network.stations}
    if id not in pairs:
        raise InputError(unknown("station", id, pairs))
    network, station = pairs[id]
    return _station(network, station, station_values(layers_over(catalogue.folders), station))


def _station(
    network: StationNetwork, station: GroundStation, numbers: tuple[SourcedValue, ...]
) -> Item:
    brief = {**_plain(station), "spaceports": list(network.spaceports)}
    return Item(
        row=(
            station.id,
            station.name,
            network.id,
            figure(station.latitude_deg, 4),
            figure(station.longitude_deg, 4),
            figure(station.altitude_m),
            figure(station.mask_deg),
            ", ".join(network.spaceports),
        ),
        brief=brief,
        whole={**brief, "numbers": _documents(numbers)},
        numbers=numbers,
    )


def _sources(catalogue: Catalogue) -> list[Item]:
    return [_source(catalogue, source) for source in catalogue.sources]


def _source(catalogue: Catalogue, source: Source) -> Item:
    numbers = tuple(value for value in catalogue.values if value.key == source.key)
    brief = {
        "key": source.key,
        "kind": source.kind,
        "text": source.text,
        "numbers_count": len(numbers),
    }
    rest_on_it = [{"owner": value.owner, **_document(value)} for value in numbers]
    return Item(
        row=(source.key, source.kind, str(len(numbers)), source.text),
        brief=brief,
        whole={**brief, "numbers": rest_on_it},
        numbers=numbers,
    )


SHELVES: dict[
    str,
    tuple[Sequence[str], Callable[[Catalogue], list[Item]], Callable[[Catalogue, str], Item]],
] = {
    "vehicles": (VEHICLE_COLUMNS, _vehicles, lambda c, id: _vehicle(c, c.configuration(id))),
    "complexes": (COMPLEX_COLUMNS, _complexes, lambda c, id: _complex(c, c.complex(id))),
    "spaceports": (SPACEPORT_COLUMNS, _spaceports, lambda c, id: _spaceport(c, c.spaceport(id))),
    "stations": (STATION_COLUMNS, _stations, _station_of),
    "sources": (SOURCE_COLUMNS, _sources, lambda c, key: _source(c, c.source(key))),
}


def _documents(values: Sequence[SourcedValue]) -> list[dict[str, Any]]:
    return [_document(value) for value in values]


def _document(value: SourcedValue) -> dict[str, Any]:
    return {
        "field": value.path,
        "value": value.value,
        "estimate": value.estimate,
        "spread": value.sd,
        "source": value.key,
        "where": value.remark,
    }


def _counted(name: str, count: int) -> str:
    return name if count == 1 else f"{count} × {name}"


def _plain(record: Any) -> dict[str, Any]:  # noqa: ANN401 - any record of the catalogue
    """Return a record as plain values: days as text, sets in order."""
    document: dict[str, Any] = _plain_value(asdict(record))
    return document


def _plain_value(value: Any) -> Any:  # noqa: ANN401 - any value of a record
    if isinstance(value, dict):
        return {name: _plain_value(item) for name, item in value.items()}
    if isinstance(value, frozenset | set):
        return [_plain_value(item) for item in sorted(value)]
    if isinstance(value, list | tuple):
        return [_plain_value(item) for item in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
