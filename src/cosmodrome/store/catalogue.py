"""Which launch vehicles and spaceports are there? TOML folders read into one record."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from cosmodrome.epochs import EarthOrientation
from cosmodrome.errors import InputError, Place
from cosmodrome.safety.area_rules import AreaRule
from cosmodrome.safety.pad_rules import PadRules
from cosmodrome.safety.weather import Weather
from cosmodrome.spaceport import LaunchComplex, Spaceport
from cosmodrome.spaceport.climate import Climate, climate_near
from cosmodrome.spaceport.sounding import Sounding, SoundingErrors, climate_after_sounding
from cosmodrome.store.area_rules_file import FILE as AREA_RULES
from cosmodrome.store.area_rules_file import read_area_rules
from cosmodrome.store.climate_file import (
    COMMON,
    FOLDER,
    ClimateFile,
    WeatherRules,
    check_climates,
    read_climate,
    read_weather_rules,
    site_of,
    untold_climate,
)
from cosmodrome.store.complaints import unknown
from cosmodrome.store.earth_orientation_file import FILE as EARTH_ORIENTATION
from cosmodrome.store.earth_orientation_file import load_earth_orientation
from cosmodrome.store.layers import Layers, layers_over
from cosmodrome.store.links import linked
from cosmodrome.store.pad_rules_file import FILE as PAD_RULES
from cosmodrome.store.pad_rules_file import read_pad_rules
from cosmodrome.store.rendezvous_file import FILE as RENDEZVOUS
from cosmodrome.store.rendezvous_file import RendezvousData, read_rendezvous
from cosmodrome.store.sourcing import Source, SourcedValue, load_sources, sourced_values
from cosmodrome.store.spaceport_file import read_spaceport
from cosmodrome.store.toml_source import TomlSource
from cosmodrome.store.upper_stage_file import read_upper_stage
from cosmodrome.store.vehicle_file import read_drag_curve, read_vehicle
from cosmodrome.vehicles import Configuration, Fairing, LaunchVehicle, UpperStage

if TYPE_CHECKING:  # read on request only
    from cosmodrome.safety.coast import Coast
    from cosmodrome.safety.flight_lines import FlightLines
    from cosmodrome.safety.thin_air import OrbitalDrag
    from cosmodrome.spaceport.ground_station import StationNetwork
    from cosmodrome.store.risk_data import RiskData

OWNERS = ("vehicles", "upper_stages")
"""Folders whose files are things of their own, by whose id their numbers go."""

MONTHS = 12

Named = TypeVar("Named", LaunchVehicle, UpperStage, LaunchComplex, Spaceport)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All launch vehicles, upper stages and spaceports, and where their numbers come from.

    `composite_fairings` gives, by vehicle, the fairing flown with an upper stage; `digest` is a
    hash over the content of every file, comments and order apart; `folders` are the user's;
    `climate_files` hold the weather over sites, read when a month is asked for; `area_rules` tell
    to whom hazard areas are announced, and how much they hold; `pad_rules` what threatens people
    about a loaded pad; `rendezvous` how ships close in on a station.
    """

    vehicles: tuple[LaunchVehicle, ...]
    upper_stages: tuple[UpperStage, ...]
    spaceports: tuple[Spaceport, ...]
    climate_files: tuple[ClimateFile, ...]
    weather_rules: WeatherRules
    area_rules: tuple[AreaRule, ...]
    rendezvous: RendezvousData
    pad_rules: PadRules
    composite_fairings: tuple[tuple[str, Fairing], ...]
    sources: tuple[Source, ...]
    values: tuple[SourcedValue, ...]
    digest: str
    folders: tuple[Path, ...]

    def configuration(self, id: str) -> Configuration:
        """Return the vehicle, with its upper stage if any, that ``soyuz-2.1b+fregat`` names.

        Raises
        ------
        InputError
            If there is no such vehicle or upper stage, or the two do not fly together.
        """
        name, plus, upper = id.partition("+")
        vehicle = _found("vehicle", name, self.vehicles)
        if not plus:
            return Configuration(vehicle=vehicle, upper_stage=None)
        upper_stage = _found("upper stage", upper, self.upper_stages)
        if upper not in vehicle.upper_stages:
            carried = ", ".join(vehicle.upper_stages) or "none"
            raise InputError(f"{vehicle.id} does not carry {upper}; it carries {carried}")
        fairing = dict(self.composite_fairings).get(vehicle.id, vehicle.fairing)
        return Configuration(vehicle=replace(vehicle, fairing=fairing), upper_stage=upper_stage)

    def configurations(self, *, complex_id: str | None = None) -> tuple[Configuration, ...]:
        """Return every vehicle with each of its upper stages, of one complex if asked."""
        return tuple(
            self.configuration(f"{vehicle.id}{upper}")
            for vehicle in self.vehicles
            if complex_id is None or complex_id in vehicle.complexes
            for upper in ("", *(f"+{stage}" for stage in vehicle.upper_stages))
        )

    def complex(self, id: str) -> LaunchComplex:
        """Return the launch complex of that id."""
        complexes = (each for site in self.spaceports for each in site.complexes)
        return _found("complex", id, tuple(complexes))

    def spaceport(self, id: str) -> Spaceport:
        """Return the spaceport of that id."""
        return _found("spaceport", id, self.spaceports)

    def spaceport_of(self, complex_id: str) -> Spaceport:
        """Return the spaceport that a complex belongs to."""
        return self.spaceport(self.complex(complex_id).spaceport)

    def source(self, key: str) -> Source:
        """Return the source of that key."""
        for source in self.sources:
            if source.key == key:
                return source
        raise InputError(unknown("source", key, [source.key for source in self.sources]))

    def climates(self, month: int) -> tuple[Climate, ...]:
        """Return wind and air of a month over every site whose table has it."""
        if not 1 <= month <= MONTHS:
            raise InputError(f"month must be 1 to {MONTHS}, got {month}")
        found = (
            read_climate(file, month=month, rules=self.weather_rules) for file in self.climate_files
        )
        return tuple(climate for climate in found if climate is not None)

    def weather(self, *, latitude_deg: float, longitude_deg: float, month: int | None) -> Weather:
        """Return wind and air over a pad and elsewhere; standard and at rest without a month."""
        climates = () if month is None else self.climates(month)
        farthest_m = self.weather_rules.nearest.farthest_m
        near = climate_near(climates, latitude_deg=latitude_deg, longitude_deg=longitude_deg)
        if near is not None and near[1] <= farthest_m:
            over_pad = near[0]
        else:
            over_pad = untold_climate(
                self.weather_rules, latitude_deg=latitude_deg, longitude_deg=longitude_deg
            )
        return Weather(over_pad=over_pad, elsewhere=climates, farthest_m=farthest_m)

    def after_sounding(
        self, weather: Weather, sounding: Sounding, *, since_release_h: float
    ) -> Weather:
        """Return weather with what a balloon measured over the pad; elsewhere it stays."""
        over_pad = climate_after_sounding(
            weather.over_pad,
            sounding,
            since_release_h=since_release_h,
            errors=SoundingErrors(**self.weather_rules.sounding.model_dump()),
        )
        return replace(weather, over_pad=over_pad)

    def earth_orientation(self) -> EarthOrientation:
        """Return UT1 and the pole by the day, measured and forecast.

        Raises
        ------
        InputError
            If one of its two files is malformed: with file, line and field.
        """
        return load_earth_orientation(layers_over(self.folders))

    def coast(self) -> "Coast":
        """Return what is land, by the packaged map of 1:50 000 000."""
        from cosmodrome.safety.coast import Coast
        from cosmodrome.store.coast_file import land_rings

        return Coast(land=land_rings("land_50m"))

    def risk_data(self) -> "RiskData":
        """Return what is known of risk, the places of all sites among those listed.

        Read at each call: forty thousand places are more than most commands need.

        Raises
        ------
        InputError
            If a file is malformed: with file, line and field.
        """
        from cosmodrome.store.risk_data import load_risk_data

        villages = [place for site in self.spaceports for place in site.places]
        return load_risk_data(self.folders, villages=villages)

    def flight_lines(self, complex_id: str) -> "FlightLines | None":
        """Return the limit lines and gates of a complex's site, None where it has none.

        Raises
        ------
        InputError
            If the file is malformed: with file, line and field.
        """
        from cosmodrome.safety.tangent import TangentPlane
        from cosmodrome.store.flight_lines_file import load_flight_lines

        pad, site = self.complex(complex_id), self.spaceport_of(complex_id)
        plane = TangentPlane(latitude_deg=pad.latitude_deg, longitude_deg=pad.longitude_deg)
        return load_flight_lines(layers_over(self.folders), spaceport=site.id, pad=plane)

    def station_networks(self) -> "tuple[StationNetwork, ...]":
        """Return the ground stations by network.

        Raises
        ------
        InputError
            If the file is malformed: with file, line and field.
        """
        from cosmodrome.store.ground_stations_file import load_station_networks

        return load_station_networks(layers_over(self.folders))

    def orbital_drag(self) -> "OrbitalDrag":
        """Return what brings spacecraft down: thin air, and what they meet of it.

        Raises
        ------
        InputError
            If the file is malformed: with file, line and field.
        """
        from cosmodrome.store.thin_air_file import load_orbital_drag

        return load_orbital_drag(layers_over(self.folders))

    def values_of(self, owner: str) -> tuple[SourcedValue, ...]:
        """Return every number of a vehicle, upper stage, drag curve or site, with its source."""
        return tuple(value for value in self.values if value.owner == owner)


def _found(what: str, id: str, records: Sequence[Named]) -> Named:
    for record in records:
        if record.id == id:
            return record
    raise InputError(unknown(what, id, [record.id for record in records]))


def load_catalogue(folders: Sequence[Path] = ()) -> Catalogue:
    """Return the packaged catalogue with a user's folders laid over it.

    A file of a folder replaces the packaged file of the same path; `sources.toml` is merged.

    Raises
    ------
    InputError
        If a folder is no catalogue, or one of its files is malformed: with file, line and field.
    """
    return _Reader(layers_over(folders)).catalogue()


class _Reader:
    """Reads the layers once; every document is parsed, those of other readers too."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.documents = {file.path: file.read() for file in layers.files()}
        self.sources = load_sources(layers)
        self.values: list[SourcedValue] = []

    def catalogue(self) -> Catalogue:
        self._note_drag_and_flows()
        curves = {key: read_drag_curve(doc) for key, doc in self._below("drag").items()}
        uppers = {
            key: read_upper_stage(doc, id=key) for key, doc in self._below("upper_stages").items()
        }
        vehicles = {
            key: read_vehicle(doc, id=key, drag_curves=curves)
            for key, doc in self._below("vehicles").items()
        }
        spaceports = self._spaceports()
        weather_rules = self._weather_rules()
        climate_files = self._climate_files(weather_rules)
        upper_links = {key: flown_on for key, (_, flown_on) in uppers.items()}
        linked_vehicles, linked_sites = linked(
            {key: vehicle for key, (vehicle, _) in vehicles.items()},
            upper_links,
            spaceports,
            self.documents,
        )
        return Catalogue(
            vehicles=linked_vehicles,
            upper_stages=tuple(stage for stage, _ in uppers.values()),
            spaceports=linked_sites,
            climate_files=climate_files,
            weather_rules=weather_rules,
            area_rules=self._area_rules(),
            rendezvous=self._rendezvous(),
            pad_rules=read_pad_rules(self.documents[PAD_RULES]),
            composite_fairings=tuple((key, fairing) for key, (_, fairing) in vehicles.items()),
            sources=tuple(self.sources[key] for key in sorted(self.sources)),
            values=tuple(self.values),
            digest=_digest(
                self.documents,
                self.sources,
                tables={f"{FOLDER}/{file.site}.csv": file.table for file in climate_files}
                | self._earth_orientation(),
            ),
            folders=self.layers.folders,
        )

    def _below(self, folder: str) -> dict[str, TomlSource]:
        """Return the documents directly in a folder by their name, and note their sources."""
        found = {}
        for path, document in self.documents.items():
            place = PurePosixPath(path)
            if str(place.parent) == folder:
                if folder in OWNERS:
                    self.values += sourced_values(document, self.sources, owner=place.stem)
                found[place.stem] = document
        return found

    def _note_drag_and_flows(self) -> None:
        """Note the sources of drag curves for the vehicles that use them, and of shared files."""
        for path, document in self.documents.items():
            top = path.split("/")[0]
            if top in ("flows", "countdowns", PAD_RULES, EARTH_ORIENTATION):
                owner = path.removesuffix(".toml")
                self.values += sourced_values(document, self.sources, owner=owner)
            elif top == "drag":
                name = PurePosixPath(path).stem
                users = [k for k, doc in self._vehicle_files() if doc.data.get("drag") == name]
                for value in sourced_values(document, self.sources, owner=name):
                    on_vehicles = [
                        replace(value, owner=k, path=f"drag.{value.path}") for k in users
                    ]
                    self.values += on_vehicles or [value]

    def _vehicle_files(self) -> list[tuple[str, TomlSource]]:
        files = self.documents.items()
        return [(PurePosixPath(p).stem, d) for p, d in files if p.startswith("vehicles/")]

    def _spaceports(self) -> tuple[Spaceport, ...]:
        folders: dict[str, dict[str, TomlSource]] = {}
        for path, document in self.documents.items():
            parts = PurePosixPath(path).parts
            if parts[0] == "spaceports" and len(parts) == 3:
                self.values += sourced_values(document, self.sources, owner=parts[1])
                folders.setdefault(parts[1], {})[PurePosixPath(path).stem] = document
        sites = []
        for id, documents in folders.items():
            folder = str(PurePosixPath(next(iter(documents.values())).file).parent)
            sites.append(read_spaceport(documents, id=id, folder=folder))
        return tuple(sites)

    def _climate_files(self, rules: WeatherRules) -> tuple[ClimateFile, ...]:
        """Return the weather of every site; its numbers are read when a month is asked for.

        Those of a user's folder are read at once, so that what is malformed is told now.
        """
        found = []
        for file in self.layers.files(under=f"{FOLDER}/"):
            site = site_of(file.path)
            if site is None:
                raise InputError(
                    f"lies too deep; each site is a file in {FOLDER}/",
                    place=Place(file=file.shown_as),
                )
            document, table = self.documents[file.path], self.layers.table_beside(file)
            self.values += sourced_values(document, self.sources, owner=f"{FOLDER}/{site}")
            climate_file = ClimateFile(
                site=site, document=document, table=table.text(), table_file=table.shown_as
            )
            if table.origin != self.layers.packaged_origin(table.path):
                check_climates(climate_file, rules=rules)
            found.append(climate_file)
        return tuple(found)

    def _area_rules(self) -> tuple[AreaRule, ...]:
        document = self.documents[AREA_RULES]
        self.values += sourced_values(document, self.sources, owner=PurePosixPath(AREA_RULES).stem)
        return read_area_rules(document)

    def _earth_orientation(self) -> dict[str, str]:
        """Return the table by its path; one of a user's folder is read, so that errors are told."""
        file = next(iter(self.layers.files(under=EARTH_ORIENTATION)))
        table = self.layers.table_beside(file)
        if table.origin != self.layers.packaged_origin(table.path):
            load_earth_orientation(self.layers)
        return {table.path: table.text()}

    def _rendezvous(self) -> RendezvousData:
        document = self.documents[RENDEZVOUS]
        self.values += sourced_values(document, self.sources, owner=PurePosixPath(RENDEZVOUS).stem)
        return read_rendezvous(document)

    def _weather_rules(self) -> WeatherRules:
        document = self.documents[COMMON]
        self.values += sourced_values(document, self.sources, owner="weather")
        return read_weather_rules(document)


def _digest(
    documents: Mapping[str, TomlSource],
    sources: Mapping[str, Source],
    *,
    tables: Mapping[str, str],
) -> str:
    content: dict[str, object] = {path: document.data for path, document in documents.items()}
    content |= {path: _rows_digest(table) for path, table in tables.items()}
    content["sources.toml"] = {key: [source.text, source.kind] for key, source in sources.items()}
    canonical = json.dumps(content, sort_keys=True, default=_iso, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _rows_digest(table: str) -> str:
    """Return a hash over the lines of a table, comments apart."""
    rows = (line.strip() for line in table.splitlines() if not line.startswith("#"))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
