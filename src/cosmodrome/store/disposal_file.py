"""Which seas does a catalogue let stages come down in?"""

from pydantic import Field, model_validator

from cosmodrome.store.complaints import Table, complaint, parsed
from cosmodrome.store.layers import Layers
from cosmodrome.vehicles import DisposalArea

FILE = "disposal_areas.toml"


class _Area(Table):
    name: str = Field(min_length=1, examples=['"South Pacific Ocean"'])
    corner_latitudes_deg: list[float] = Field(min_length=3, examples=["[-60.0, -60.0, -30.0]"])
    corner_longitudes_deg: list[float] = Field(min_length=3, examples=["[-170.0, -85.0, -85.0]"])

    @model_validator(mode="after")
    def _is_on_earth(self) -> "_Area":
        if len(self.corner_latitudes_deg) != len(self.corner_longitudes_deg):
            raise complaint(
                f"has {len(self.corner_longitudes_deg)} values for "
                f"{len(self.corner_latitudes_deg)} latitudes",
                key="corner_longitudes_deg",
            )
        for key, values, limit_deg in (
            ("corner_latitudes_deg", self.corner_latitudes_deg, 90.0),
            ("corner_longitudes_deg", self.corner_longitudes_deg, 180.0),
        ):
            if max(map(abs, values)) > limit_deg:
                raise complaint(f"must be within {limit_deg:g} deg, got {values}", key=key)
        return self


def load_disposal_areas(layers: Layers) -> tuple[DisposalArea, ...]:
    """Return the areas of a catalogue in the order of the file; the topmost layer's file counts.

    Raises
    ------
    InputError
        With file, line and field, if the file is missing or malformed.
    """
    document = layers.topmost(FILE).read()
    found = []
    for id in document.data:
        if id == "sources":
            continue
        area = parsed(_Area, document, path=(id,))
        corners = zip(area.corner_latitudes_deg, area.corner_longitudes_deg, strict=True)
        found.append(DisposalArea(id=id, name=area.name, corners_deg=tuple(corners)))
    return tuple(found)
