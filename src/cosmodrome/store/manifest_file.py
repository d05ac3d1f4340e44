"""What does a manifest file ask for? Its TOML, checked line by line against the catalogue."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path

from pydantic import AwareDatetime, Field, field_validator, model_validator

from cosmodrome.errors import InputError
from cosmodrome.manifest import Closure, Manifest, Mission, Season, TargetOrbit
from cosmodrome.manifest.mission import SpacecraftKind
from cosmodrome.spaceport import Spaceport
from cosmodrome.store.catalogue import Catalogue
from cosmodrome.store.complaints import Table, complaint, parsed, unknown
from cosmodrome.store.mission_rules import read_mission_rules
from cosmodrome.store.orbit_table import OrbitTable
from cosmodrome.store.orbit_text import target_orbit
from cosmodrome.store.tle_file import read_tle
from cosmodrome.store.toml_lines import TomlPath
from cosmodrome.store.toml_source import MAX_BYTES, TomlSource
from cosmodrome.vehicles import Configuration

LONGEST_SEASON_D = 1100
HEAVIEST_PAYLOAD_KG = 150_000.0
LIGHTEST_SPACECRAFT_KG = 0.1

# Names of what a plan writes beside the folders of its missions.
RESERVED_IDS = ("plan.json", "report.html", "campaign.ics")

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LATER = {
    "visit": "visits are not planned by this version; take the table out",
    "actual": "work already done is not read by this version; take the table out",
}


class _Season(Table):
    first: date = Field(alias="from", examples=["2028-02-01"])
    last: date = Field(alias="to", examples=["2028-12-31"])

    @model_validator(mode="after")
    def _has_days(self) -> "_Season":
        if self.last < self.first:
            raise complaint(f"{self.last} is before from {self.first}", key="to")
        days = (self.last - self.first).days
        if days > LONGEST_SEASON_D:
            raise complaint(
                f"a season of {days} days is longer than {LONGEST_SEASON_D} days; "
                "plan it in parts, or correct the year",
                key="to",
            )
        return self


class _Mission(Table):
    id: str = Field(min_length=1, max_length=60, examples=['"meteor-m-2-5"'])
    name: str = Field(min_length=1, max_length=120, examples=['"Meteor-M No. 2-5"'])
    kind: SpacecraftKind = Field(examples=['"satellite"'])
    spacecraft_mass_kg: float = Field(gt=0, examples=["2900"])
    adapter_mass_kg: float = Field(default=0.0, ge=0)
    spacecraft_arrival: date = Field(examples=["2028-03-15"])
    earliest: date = Field(examples=["2028-05-01"])
    due: date = Field(examples=["2028-06-30"])
    priority: int = Field(default=1, ge=1, le=10)
    vehicle: str | None = None
    complex: str | None = None
    note: str | None = None
    orbit: OrbitTable
    rules: list[object] = Field(default_factory=list)

    @field_validator("id")
    @classmethod
    def _names_a_folder(cls, value: str) -> str:
        if not _ID.fullmatch(value):
            raise complaint(f"{value!r} cannot name a folder; use letters, digits, hyphens, dots")
        if value.lower() in RESERVED_IDS:
            raise complaint(f"{value!r} is the name of a file that every plan writes")
        return value

    @model_validator(mode="after")
    def _makes_sense(self) -> "_Mission":
        _check_masses(self)
        if self.due < self.earliest:
            raise complaint(f"{self.due} is before earliest {self.earliest}", key="due")
        if self.spacecraft_arrival > self.due:
            raise complaint(
                f"{self.spacecraft_arrival} is after due {self.due}; "
                "the spacecraft must be there before it can fly",
                key="spacecraft_arrival",
            )
        return self


class _Closure(Table):
    facility: str = Field(examples=['"zns"'])
    first: date = Field(alias="from", examples=["2028-07-01"])
    last: date = Field(alias="to", examples=["2028-07-20"])
    reason: str = Field(min_length=1, examples=['"annual maintenance"'])

    @model_validator(mode="after")
    def _has_days(self) -> "_Closure":
        if self.last < self.first:
            raise complaint(f"{self.last} is before from {self.first}", key="to")
        return self


class _Manifest(Table):
    as_of: AwareDatetime = Field(examples=["2028-01-10T00:00:00Z"])
    spaceport: str = Field(examples=['"vostochny"'])
    season: _Season = Field(examples=["{ from = 2028-02-01, to = 2028-12-31 }"])
    title: str | None = Field(default=None, min_length=1, max_length=120)
    mission: list[_Mission] = Field(min_length=1, max_length=500)
    closure: list[_Closure] = Field(default_factory=list)

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> "_Manifest":
        if self.as_of.date() > self.season.last:
            raise complaint(
                f"{self.as_of:%Y-%m-%d} is after the season's end {self.season.last}; "
                "nothing is left to plan",
                key="as_of",
            )
        return self


def read_manifest(path: Path, catalogue: Catalogue) -> Manifest:
    """Return the manifest in a file.

    Raises
    ------
    InputError
        With file, line and field of the first thing that is wrong: the syntax, a key, a value,
        or a name that the catalogue does not know.
    """
    source = TomlSource.read(path, max_bytes=MAX_BYTES)
    _check_outline(source)
    table = parsed(_Manifest, source)
    with source.located(("spaceport",)):
        spaceport = catalogue.spaceport(table.spaceport)
    _check_ids(source, table.mission)
    reader = _Reader(
        source=source,
        catalogue=catalogue,
        spaceport=spaceport,
        season=table.season,
        folder=path.parent,
        ids=tuple(each.id for each in table.mission),
    )
    missions = tuple(reader.mission(number, each) for number, each in enumerate(table.mission))
    return Manifest(
        title=table.title or f"{spaceport.name} {_years(table.season)}",
        as_of=table.as_of.astimezone(UTC),
        spaceport=spaceport.id,
        season=Season(first=table.season.first, last=table.season.last),
        missions=missions,
        closures=tuple(_closures(source, table.closure, spaceport)),
    )


def _check_outline(source: TomlSource) -> None:
    if not source.data:
        raise InputError(
            "is empty; a manifest needs as_of, spaceport, season and at least one [[mission]]",
            place=source.place(),
        )
    for key, remedy in _LATER.items():
        if key in source.data:
            raise InputError(remedy, place=source.place((key,)))
    if "mission" not in source.data and not set(source.data) - set(_Manifest.model_fields):
        raise InputError("asks for no mission; add a table [[mission]]", place=source.place())
    if isinstance(source.data.get("mission"), dict):
        raise InputError(
            "is one table; write [[mission]] with two brackets, for missions are a list",
            place=source.place(("mission",)),
        )


def _check_ids(source: TomlSource, missions: Sequence[_Mission]) -> None:
    seen: dict[str, int] = {}
    for number, mission in enumerate(missions):
        first = seen.setdefault(mission.id.casefold(), number)
        if first != number:
            line = source.line_of(("mission", first, "id"))
            raise InputError(
                f"{mission.id!r} is already the id of the mission in line {line}; "
                "ids name folders and must differ",
                place=source.place(("mission", number, "id")),
            )


def _check_masses(mission: _Mission) -> None:
    for key, lowest_kg in (
        ("spacecraft_mass_kg", LIGHTEST_SPACECRAFT_KG),
        ("adapter_mass_kg", 0.0),
    ):
        value_kg = getattr(mission, key)
        if value_kg > HEAVIEST_PAYLOAD_KG:
            raise complaint(
                f"{value_kg:.10g} kg is more than any launch vehicle lifts; was it given in grams? "
                f"then write {key} = {value_kg / 1000.0:.10g}",
                key=key,
            )
        if value_kg < lowest_kg:
            raise complaint(f"{value_kg:.10g} kg is less than {lowest_kg:g} kg", key=key)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Turns tables of missions into records, with the manifest at hand for its lines."""

    source: TomlSource
    catalogue: Catalogue
    spaceport: Spaceport
    season: _Season
    folder: Path
    ids: tuple[str, ...]

    def mission(self, number: int, table: _Mission) -> Mission:
        path: TomlPath = ("mission", number)
        with self.source.located((*path, "due")):
            _check_due(table, self.season)
        with self.source.located((*path, "vehicle")):
            configuration = self._configuration(table.vehicle)
        with self.source.located((*path, "complex" if table.complex else "vehicle")):
            self._check_complex(table.complex, configuration)
        plain = table.model_dump(exclude={"orbit", "rules"})
        orbit = self._orbit(table.orbit, (*path, "orbit"))
        wished = read_mission_rules(
            self.source,
            path,
            missions=[each for each in self.ids if each != table.id],
            folder=self.folder,
            utc_offset_h=self.spaceport.utc_offset_h,
        )
        return Mission(orbit=orbit, rules=wished.rules, spacings=wished.spacings, **plain)

    def _configuration(self, name: str | None) -> Configuration | None:
        return self.catalogue.configuration(name) if name is not None else None

    def _check_complex(self, name: str | None, configuration: Configuration | None) -> None:
        here = [each.id for each in self.spaceport.complexes]
        flown_from = configuration.vehicle.complexes if configuration else here
        if name is None:
            if not set(flown_from) & set(here):
                raise InputError(
                    f"{_id(configuration)} flies from {_listed(flown_from)}, "
                    f"not from {self.spaceport.name}"
                )
            return
        complex_ = self.catalogue.complex(name)
        if complex_.spaceport != self.spaceport.id:
            raise InputError(
                f"{name} belongs to {complex_.spaceport}, this manifest is for "
                f"{self.spaceport.id}; there are {_listed(here)}"
            )
        if name not in flown_from:
            raise InputError(
                f"{_id(configuration)} does not fly from {name}; it flies from "
                f"{_listed(flown_from)}"
            )

    def _orbit(self, table: OrbitTable, path: TomlPath) -> TargetOrbit:
        if table.planes is not None and table.plane is None:
            raise InputError(
                f"a mission flies to one plane; say which of the {table.planes}, for example "
                "plane = 1",
                place=self.source.place((*path, "planes")),
            )
        if table.station_tle is None:
            return target_orbit(table)
        file = self.folder / table.station_tle
        if not file.is_file():
            raise InputError(
                f"there is no file {table.station_tle!r} beside the manifest",
                place=self.source.place((*path, "station_tle")),
            )
        return target_orbit(table, tle=read_tle(file))


def _check_due(table: _Mission, season: _Season) -> None:
    if not season.first <= table.due <= season.last:
        raise InputError(f"{table.due} is outside the season {season.first} to {season.last}")


def _closures(
    source: TomlSource, tables: Sequence[_Closure], spaceport: Spaceport
) -> Iterable[Closure]:
    known = [facility.id for facility in spaceport.facilities]
    known += [pad.id for pad in spaceport.complexes]
    known += [zone.id for zone in spaceport.drop_zones]
    for number, table in enumerate(tables):
        if table.facility not in known:
            raise InputError(
                unknown("facility", table.facility, dict.fromkeys(known)),
                place=source.place(("closure", number, "facility")),
            )
        yield Closure(**table.model_dump())


def _years(season: _Season) -> str:
    first, last = season.first.year, season.last.year
    return str(first) if first == last else f"{first} to {last}"


def _id(configuration: Configuration | None) -> str:
    return configuration.id if configuration else "the vehicle"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "nowhere"
