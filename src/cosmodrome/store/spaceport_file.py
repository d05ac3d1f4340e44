"""How is a spaceport written down, a folder of small files, and read into records?"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import Field, model_validator

from cosmodrome.errors import InputError, Place
from cosmodrome.spaceport import (
    AzimuthCorridor,
    Facility,
    LaunchComplex,
    Settlement,
    Spaceport,
    WorkingCalendar,
)
from cosmodrome.store.complaints import Model, Table, complaint, parsed, unknown
from cosmodrome.store.drop_zone_table import DropZoneTable
from cosmodrome.store.rule_table import Surroundings, wishes_of_list
from cosmodrome.store.toml_source import TomlSource

FILES = ("site", "complexes", "facilities", "drop_zones", "places", "calendar", "flight_lines")


class _Site(Table):
    name: str = Field(min_length=1, examples=['"Vostochny"'])
    utc_offset_h: float = Field(ge=-12, le=14, examples=[9.0])
    flight_information_region: str = Field(
        default="ZZZZ", pattern="^[A-Z]{4}$", examples=['"UHHH"']
    )
    rules: list[object] = Field(default_factory=list)
    sources: dict[str, object] = Field(default_factory=dict)


class _Corridor(Table):
    min_deg: float = Field(ge=0, le=360, examples=[340.0])
    max_deg: float = Field(ge=0, le=360, examples=[95.0])


class _Complex(Table):
    name: str = Field(min_length=1, examples=['"Site 1S"'])
    latitude_deg: float = Field(ge=-90, le=90, examples=[51.8842])
    longitude_deg: float = Field(ge=-180, le=180, examples=[128.3347])
    altitude_m: float = Field(ge=-500, le=6000, examples=[278.0])
    corridor: _Corridor
    vehicles: list[str] = Field(default_factory=list)
    available_from: date | None = None
    available_until: date | None = None
    status: str = "operating"
    refurbishment_d: int = Field(ge=0, le=1000, examples=[15])

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> "_Complex":
        first, last = self.available_from, self.available_until
        if first and last and last < first:
            raise complaint(f"{last} is before available_from {first}", key="available_until")
        return self


class _Facility(Table):
    name: str = Field(min_length=1, examples=['"Filling station"'])
    kind: str = Field(min_length=1, examples=['"fuelling"'])
    places: int = Field(ge=1, le=1000, examples=[1])
    hypergolic: bool = False


class _Settlement(Table):
    name: str = Field(min_length=1, examples=['"Dipkun"'])
    latitude_deg: float = Field(ge=-90, le=90, examples=[55.13])
    longitude_deg: float = Field(ge=-180, le=180, examples=[126.78])
    population: int | None = Field(default=None, ge=0)


class _Calendar(Table):
    days_off: list[date] = Field(default_factory=list)
    working_weekend_days: list[date] = Field(default_factory=list)
    sources: dict[str, object] = Field(default_factory=dict)


def read_spaceport(documents: Mapping[str, TomlSource], *, id: str, folder: str) -> Spaceport:
    """Return a spaceport from its documents by file name without ending.

    Raises
    ------
    InputError
        If ``site`` or ``complexes`` is absent, or one of the documents is malformed.
    """
    for name, document in documents.items():
        if name not in FILES:
            raise InputError(
                f"{unknown('file', name, FILES)} in the folder of a spaceport",
                place=Place(file=document.file),
            )
    for name in ("site", "complexes"):
        if name not in documents:
            raise InputError(f"spaceport {id!r} needs a file {name}.toml", place=Place(file=folder))
    site = parsed(_Site, documents["site"])
    near = Surroundings(folder=Path(documents["site"].file).parent, utc_offset_h=site.utc_offset_h)
    complexes = _entries(_Complex, documents["complexes"])
    if not complexes:
        raise InputError("holds no launch complex", place=documents["complexes"].place())
    return Spaceport(
        id=id,
        name=site.name,
        utc_offset_h=site.utc_offset_h,
        flight_information_region=site.flight_information_region,
        complexes=tuple(_complex(key, each, id) for key, each in complexes.items()),
        facilities=tuple(
            Facility(id=key, **each.model_dump())
            for key, each in _entries(_Facility, documents.get("facilities")).items()
        ),
        drop_zones=tuple(
            each.record(key)
            for key, each in _entries(DropZoneTable, documents.get("drop_zones")).items()
        ),
        calendar=_calendar(documents.get("calendar")),
        closures=(),
        places=_settlements(documents.get("places")),
        rules=wishes_of_list(documents["site"], "rules", near),
    )


def _entries(model: type[Model], document: TomlSource | None) -> dict[str, Model]:
    """Return the tables of a file that holds one entry per table."""
    if document is None:
        return {}
    found = {}
    for key, value in document.data.items():
        if key == "sources":
            continue
        if not isinstance(value, dict):
            raise InputError(
                "must be a table; each entry stands under its id in square brackets",
                place=document.place((key,)),
            )
        found[key] = parsed(model, document, path=(key,))
    return found


def _complex(key: str, table: _Complex, spaceport: str) -> LaunchComplex:
    plain = table.model_dump(exclude={"corridor", "vehicles"})
    return LaunchComplex(
        id=key,
        spaceport=spaceport,
        corridor=AzimuthCorridor(**table.corridor.model_dump()),
        vehicles=tuple(table.vehicles),
        **plain,
    )


def _calendar(document: TomlSource | None) -> WorkingCalendar:
    table = parsed(_Calendar, document) if document else _Calendar()
    return WorkingCalendar(
        days_off=frozenset(table.days_off),
        working_weekend_days=frozenset(table.working_weekend_days),
    )


def _settlements(document: TomlSource | None) -> tuple[Settlement, ...]:
    """Return the settlements of a file that groups them, e.g. towns and villages."""
    if document is None:
        return ()
    return tuple(
        Settlement(**parsed(_Settlement, document, path=(group, key)).model_dump())
        for group, places in document.data.items()
        if group != "sources"
        for key in places
    )
