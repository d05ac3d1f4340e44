"""How is a drop zone written down in the register of a site, and read into a record?"""

from typing import Annotated

from pydantic import Field, model_validator

from cosmodrome.spaceport import DropZone, PeopleRemoved, ShapeKind, Surface
from cosmodrome.spaceport.drop_zone import MONTHS, outline_fault
from cosmodrome.store.complaints import Table, complaint

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Month = Annotated[int, Field(ge=1, le=12)]
Words = Annotated[str, Field(min_length=1)]


class _Removed(Table):
    who: Words = Field(examples=['"miners"'])
    people: int = Field(ge=1, le=1_000_000, examples=[30])
    launch: Words = Field(examples=['"28 April 2016"'])


class DropZoneTable(Table):
    """A drop zone: place, shape, whom it serves, when, and what its use asks for."""

    name: str = Field(min_length=1, examples=['"RP 981"'])
    number: Words | None = None
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
    surface: Surface = "land"
    ground_m: float = Field(default=0.0, ge=-500, le=6000)
    ground_sd_m: float = Field(default=0.0, ge=0, le=2000)
    closed_months: list[Month] = Field(default_factory=list)
    notice_d: int = Field(default=0, ge=0, le=60)
    reserve_d: int = Field(default=0, ge=0, le=30)
    told: list[Words] = Field(default_factory=list)
    removed: list[_Removed] = Field(default_factory=list)

    @model_validator(mode="after")
    def _ellipse_is_whole(self) -> "DropZoneTable":
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
    def _outline_is_a_ring(self) -> "DropZoneTable":
        north, east = len(self.corner_latitudes_deg), len(self.corner_longitudes_deg)
        if north != east:
            raise complaint(
                f"has {east} values for {north} of corner_latitudes_deg",
                key="corner_longitudes_deg",
            )
        fault = outline_fault(self.corners_deg) if north else None
        if fault is not None:
            raise complaint(fault, key="corner_latitudes_deg")
        return self

    @model_validator(mode="after")
    def _inclinations_rise(self) -> "DropZoneTable":
        if self.inclination_max_deg < self.inclination_min_deg:
            raise complaint(
                f"{self.inclination_max_deg:g} deg is below inclination_min_deg "
                f"{self.inclination_min_deg:g} deg",
                key="inclination_max_deg",
            )
        return self

    @model_validator(mode="after")
    def _months_are_told_once(self) -> "DropZoneTable":
        for month in self.closed_months:
            if self.closed_months.count(month) > 1:
                raise complaint(f"month {month} is there twice", key="closed_months")
        if len(self.closed_months) == len(MONTHS):
            raise complaint(
                "closed in all twelve months; leave the zone out instead", key="closed_months"
            )
        return self

    @property
    def corners_deg(self) -> tuple[tuple[float, float], ...]:
        """Return the corners, latitude and longitude."""
        return tuple(zip(self.corner_latitudes_deg, self.corner_longitudes_deg, strict=True))

    def record(self, id: str) -> DropZone:
        """Return the drop zone."""
        lists = {"complexes", "vehicles", "corner_latitudes_deg", "corner_longitudes_deg"}
        lists |= {"closed_months", "told", "removed"}
        return DropZone(
            id=id,
            complexes=tuple(self.complexes),
            vehicles=tuple(self.vehicles),
            corners_deg=self.corners_deg,
            closed_months=tuple(self.closed_months),
            told=tuple(self.told),
            removed=tuple(PeopleRemoved(**each.model_dump()) for each in self.removed),
            **self.model_dump(exclude=lists),
        )
