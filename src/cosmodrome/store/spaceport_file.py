"""How is a spaceport written down, a folder of small files, and read into records?"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from cosmodrome.errors import InputError, Place
from cosmodrome.spaceport import (
    AzimuthCorridor,
    DropZone,
    Facility,
    LaunchComplex,
    Settlement,
    ShapeKind,
    Spaceport,
    WindProfile,
    WorkingCalendar,
)
from cosmodrome.store.complaints import Model, Table, complaint, parsed, unknown
from cosmodrome.store.toml_source import TomlSource

FILES = ("site", "complexes", "facilities", "drop_zones", "places", "calendar", "winds")
LEAST_CORNERS = 3

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class _Site(Table):
    name: str = Field(min_length=1, examples=['"Vostochny"'])
    utc_offset_h: float = Field(ge=-12, le=14, examples=[9.0])
    flight_information_region: str = Field(
        default="ZZZZ", pattern="^[A-Z]{4}$", examples=['"UHHH"']
    )
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


class _DropZone(Table):
    name: str = Field(min_length=1, examples=['"RP 981"'])
    part: str = Field(min_length=1, examples=['"booster"'])
    complexes: list[str] = Field(min_length=1)
    vehicles: list[str] = Field(min_length=1)
    latitude_deg: float = Field(ge=-90, le=90, examples=[54.85])
    longitude_deg: float = Field(ge=-180, le=180, examples=[126.9])
    centre_kind: str = Field(min_length=1, examples=['"published_coordinates"'])
    inclination_min_deg: float = Field(ge=0, le=180, examples=[97.0])
    inclination_max_deg: float = Field(ge=0, le=180, examples=[99.0])
    semi_major_m: float | None = Field(default=None, gt=0)
    semi_minor_m: float | None = Field(default=None, gt=0)
    bearing_deg: float | None = Field(default=None, ge=0, le=360)
    shape_kind: ShapeKind = "published"
    corner_latitudes_deg: list[Latitude] = Field(default_factory=list)
    corner_longitudes_deg: list[Longitude] = Field(default_factory=list)

    @model_validator(mode="after")
    def _ellipse_is_whole(self) -> "_DropZone":
        axes = (self.semi_major_m, self.semi_minor_m, self.bearing_deg)
        if None in axes and any(each is not None for each in axes):
            raise complaint("an ellipse needs semi_major_m, semi_minor_m and bearing_deg")
        major_m, minor_m = self.semi_major_m, self.semi_minor_m
        if major_m is not None and minor_m is not None and minor_m > major_m:
            raise complaint(
                f"{minor_m:.10g} m is more than semi_major_m {major_m:.10g} m", key="semi_minor_m"
            )
        return self

    @model_validator(mode="after")
    def _corners_pair(self) -> "_DropZone":
        north, east = len(self.corner_latitudes_deg), len(self.corner_longitudes_deg)
        if north != east:
            raise complaint(
                f"has {east} values for {north} of corner_latitudes_deg",
                key="corner_longitudes_deg",
            )
        if 0 < north < LEAST_CORNERS:
            raise complaint(
                f"has {north} values; an outline needs {LEAST_CORNERS} corners or more",
                key="corner_latitudes_deg",
            )
        return self

    @model_validator(mode="after")
    def _inclinations_rise(self) -> "_DropZone":
        if self.inclination_max_deg < self.inclination_min_deg:
            raise complaint(
                f"{self.inclination_max_deg:g} deg is below inclination_min_deg "
                f"{self.inclination_min_deg:g} deg",
                key="inclination_max_deg",
            )
        return self


class _Settlement(Table):
    name: str = Field(min_length=1, examples=['"Dipkun"'])
    latitude_deg: float = Field(ge=-90, le=90, examples=[55.13])
    longitude_deg: float = Field(ge=-180, le=180, examples=[126.78])
    population: int | None = Field(default=None, ge=0)


class _Calendar(Table):
    days_off: list[date] = Field(default_factory=list)
    working_weekend_days: list[date] = Field(default_factory=list)
    sources: dict[str, object] = Field(default_factory=dict)


class _Month(Table):
    u_mean_m_s: list[float]
    v_mean_m_s: list[float]
    u_sd_m_s: list[float]
    v_sd_m_s: list[float]


class _Winds(Table):
    altitude_m: list[float] = Field(min_length=2)
    month: dict[str, _Month]
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
            _drop_zone(key, each)
            for key, each in _entries(_DropZone, documents.get("drop_zones")).items()
        ),
        calendar=_calendar(documents.get("calendar")),
        closures=(),
        places=_settlements(documents.get("places")),
    )


def read_winds(document: TomlSource, *, spaceport: str) -> tuple[WindProfile, ...]:
    """Return the winds of the months that a file describes."""
    table = parsed(_Winds, document)
    profiles = []
    for name, month in table.month.items():
        path = ("month", name)
        if name not in {str(number) for number in range(1, 13)}:
            raise InputError(
                f"unknown month {name!r}; months are 1 to 12", place=document.place(path)
            )
        with document.located(path):
            profile = WindProfile(
                spaceport=spaceport,
                month=int(name),
                altitude_m=tuple(table.altitude_m),
                u_mean_m_s=tuple(month.u_mean_m_s),
                v_mean_m_s=tuple(month.v_mean_m_s),
                u_sd_m_s=tuple(month.u_sd_m_s),
                v_sd_m_s=tuple(month.v_sd_m_s),
            )
        profiles.append(profile)
    return tuple(profiles)


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


def _drop_zone(key: str, table: _DropZone) -> DropZone:
    lists = {"complexes", "vehicles", "corner_latitudes_deg", "corner_longitudes_deg"}
    return DropZone(
        id=key,
        complexes=tuple(table.complexes),
        vehicles=tuple(table.vehicles),
        corners_deg=tuple(
            zip(table.corner_latitudes_deg, table.corner_longitudes_deg, strict=True)
        ),
        **table.model_dump(exclude=lists),
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
