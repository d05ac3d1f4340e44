"""Which vehicle carries which upper stage and flies from which complex, whichever file says so?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cosmodrome.errors import InputError, Place
from cosmodrome.spaceport import LaunchComplex, Spaceport
from cosmodrome.store.complaints import unknown
from cosmodrome.store.toml_source import TomlSource
from cosmodrome.vehicles import LaunchVehicle


def linked(
    vehicles: Mapping[str, LaunchVehicle],
    flown_on: Mapping[str, tuple[str, ...]],
    spaceports: Sequence[Spaceport],
    documents: Mapping[str, TomlSource],
) -> tuple[tuple[LaunchVehicle, ...], tuple[Spaceport, ...]]:
    """Return vehicles and spaceports that know each other, whichever file says so.

    Parameters
    ----------
    vehicles : mapping
        Launch vehicles by id; they name their upper stages and complexes.
    flown_on : mapping
        By upper stage, the vehicles that its own file says it flies on.
    spaceports : sequence
        Sites; their complexes may name vehicles.
    documents : mapping
        The files behind them, by path inside the catalogue, for the lines of messages.

    Raises
    ------
    InputError
        If one names something that the catalogue does not hold.
    """
    complexes = {each.id: each for site in spaceports for each in site.complexes}
    _check_links(vehicles, flown_on, complexes, documents)
    _check_zones(vehicles, spaceports, documents)
    fleet = tuple(
        replace(
            vehicle,
            upper_stages=_union(
                vehicle.upper_stages, (u for u, on in flown_on.items() if vehicle.id in on)
            ),
            complexes=_union(
                vehicle.complexes,
                (c.id for c in complexes.values() if vehicle.id in c.vehicles),
            ),
        )
        for vehicle in vehicles.values()
    )
    return fleet, tuple(_with_vehicles(site, fleet) for site in spaceports)


def _check_links(
    vehicles: Mapping[str, LaunchVehicle],
    flown_on: Mapping[str, tuple[str, ...]],
    complexes: Mapping[str, LaunchComplex],
    documents: Mapping[str, TomlSource],
) -> None:
    for vehicle in vehicles.values():
        document = documents[f"vehicles/{vehicle.id}.toml"]
        _check(vehicle.complexes, "complex", complexes, document, ("complexes",))
        _check(vehicle.upper_stages, "upper stage", flown_on, document, ("upper_stages",))
    for id, names in flown_on.items():
        document = documents[f"upper_stages/{id}.toml"]
        _check(names, "vehicle", vehicles, document, ("vehicles",))
    for each in complexes.values():
        document = documents[f"spaceports/{each.spaceport}/complexes.toml"]
        _check(each.vehicles, "vehicle", vehicles, document, (each.id, "vehicles"))


def _check_zones(
    vehicles: Mapping[str, LaunchVehicle],
    spaceports: Sequence[Spaceport],
    documents: Mapping[str, TomlSource],
) -> None:
    for site in spaceports:
        for zone in site.drop_zones:
            document = documents[f"spaceports/{site.id}/drop_zones.toml"]
            _check(zone.vehicles, "vehicle", vehicles, document, (zone.id, "vehicles"))
            own = {each.id: each for each in site.complexes}
            _check(zone.complexes, "complex", own, document, (zone.id, "complexes"))


def _check(
    names: Iterable[str],
    what: str,
    known: Mapping[str, object],
    document: TomlSource,
    path: tuple[str, ...],
) -> None:
    for number, name in enumerate(names):
        if name not in known:
            where = document.place((*path, number))
            place = Place(file=where.file, line=where.line, field=".".join(path))
            raise InputError(unknown(what, name, known), place=place)


def _union(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _with_vehicles(site: Spaceport, fleet: Sequence[LaunchVehicle]) -> Spaceport:
    return replace(
        site,
        complexes=tuple(
            replace(each, vehicles=tuple(v.id for v in fleet if each.id in v.complexes))
            for each in site.complexes
        ),
    )
