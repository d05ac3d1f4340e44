"""How are the limit lines and overflight gates of a site written down?"""

from typing import Annotated

import numpy as np
from pydantic import Field, model_validator

from cosmodrome.safety.flight_lines import (
    FlightLines,
    LimitLine,
    OverflightGate,
    Side,
    azimuth_limit,
    corridor_lines,
)
from cosmodrome.safety.tangent import TangentPlane
from cosmodrome.store.complaints import Table, complaint, parsed
from cosmodrome.store.layers import Layers
from cosmodrome.store.toml_source import TomlSource

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Words = Annotated[str, Field(min_length=1)]
POSTS = 2
FEWEST_POINTS = 2


class _Served(Table):
    name: Words = Field(examples=['"route of 98 deg"'])
    inclination_min_deg: float = Field(ge=0, le=180, examples=[96.0])
    inclination_max_deg: float = Field(ge=0, le=180, examples=[100.0])

    @model_validator(mode="after")
    def _inclinations_rise(self) -> "_Served":
        if self.inclination_max_deg < self.inclination_min_deg:
            raise complaint(
                f"{self.inclination_max_deg:g} deg is below inclination_min_deg "
                f"{self.inclination_min_deg:g} deg",
                key="inclination_max_deg",
            )
        return self


class _Corridor(_Served):
    azimuth_deg: float = Field(ge=0, le=360, examples=[345.0])
    half_angle_deg: float = Field(ge=0, lt=90, examples=[8.0])
    half_width_m: float = Field(ge=0, examples=[20000.0])
    length_m: float = Field(gt=0, le=2e7, examples=[3e6])


class _AzimuthLimit(_Served):
    azimuth_deg: float = Field(ge=0, le=360, examples=[93.5])
    keep: Side = Field(examples=['"left"'])
    length_m: float = Field(gt=0, le=2e7, examples=[3e6])


class _Points(_Served):
    latitudes_deg: list[Latitude] = Field(min_length=FEWEST_POINTS, examples=[[73.0, 71.5]])
    longitudes_deg: list[Longitude] = Field(min_length=FEWEST_POINTS, examples=[[119.5, 137.0]])

    @model_validator(mode="after")
    def _points_pair(self) -> "_Points":
        if len(self.longitudes_deg) != len(self.latitudes_deg):
            raise complaint(
                f"has {len(self.longitudes_deg)} values for {len(self.latitudes_deg)} of "
                "latitudes_deg",
                key="longitudes_deg",
            )
        return self


class _Line(_Points):
    keep: Side = Field(examples=['"left"'])


class _Gate(_Points):
    @model_validator(mode="after")
    def _two_posts(self) -> "_Gate":
        if len(self.latitudes_deg) != POSTS:
            raise complaint(
                f"has {len(self.latitudes_deg)} values; a gate has two posts", key="latitudes_deg"
            )
        return self


class _FlightLines(Table):
    published: bool
    corridor: dict[str, _Corridor] = Field(default_factory=dict)
    azimuth_limit: dict[str, _AzimuthLimit] = Field(default_factory=dict)
    line: dict[str, _Line] = Field(default_factory=dict)
    gate: dict[str, _Gate] = Field(default_factory=dict)
    sources: dict[str, object] = Field(default_factory=dict)


def load_flight_lines(layers: Layers, *, spaceport: str, pad: TangentPlane) -> FlightLines | None:
    """Return the flight lines of a site, None where the catalogue has none.

    Raises
    ------
    InputError
        If the file is malformed: with file, line and field.
    """
    path = f"spaceports/{spaceport}/flight_lines.toml"
    for file in layers.files(under=path):
        return read_flight_lines(file.read(), spaceport=spaceport, pad=pad)
    return None


def read_flight_lines(document: TomlSource, *, spaceport: str, pad: TangentPlane) -> FlightLines:
    """Return the flight lines that a document describes, drawn from a pad."""
    table = parsed(_FlightLines, document)
    lines: list[LimitLine] = []
    for key, each in table.corridor.items():
        lines += corridor_lines(
            id=key,
            name=each.name,
            pad=pad,
            azimuth_deg=each.azimuth_deg,
            half_angle_deg=each.half_angle_deg,
            half_width_m=each.half_width_m,
            length_m=each.length_m,
            inclinations_deg=(each.inclination_min_deg, each.inclination_max_deg),
        )
    for key, limit in table.azimuth_limit.items():
        lines.append(
            azimuth_limit(
                id=key,
                name=limit.name,
                pad=pad,
                azimuth_deg=limit.azimuth_deg,
                keep=limit.keep,
                length_m=limit.length_m,
                inclinations_deg=(limit.inclination_min_deg, limit.inclination_max_deg),
            )
        )
    for key, line in table.line.items():
        points = np.column_stack((line.longitudes_deg, line.latitudes_deg))
        lines.append(
            LimitLine(
                id=key,
                name=line.name,
                points_deg=points,
                keep=line.keep,
                inclination_min_deg=line.inclination_min_deg,
                inclination_max_deg=line.inclination_max_deg,
            )
        )
    gates = tuple(
        OverflightGate(
            id=key,
            name=gate.name,
            points_deg=np.column_stack((gate.longitudes_deg, gate.latitudes_deg)),
            inclination_min_deg=gate.inclination_min_deg,
            inclination_max_deg=gate.inclination_max_deg,
        )
        for key, gate in table.gate.items()
    )
    return FlightLines(
        spaceport=spaceport, published=table.published, lines=tuple(lines), gates=gates
    )
