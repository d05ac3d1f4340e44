"""What does a catalogue know of the thin air in orbit, and of what spacecraft meet of it?"""

from itertools import pairwise

import numpy as np
from pydantic import Field, model_validator

from cosmodrome.safety.thin_air import OrbitalDrag, SolarStates, ThinAir
from cosmodrome.store.complaints import Table, complaint, parsed
from cosmodrome.store.layers import Layers

FILE = "thin_air.toml"


class _Density(Table):
    altitude_m: list[float] = Field(min_length=2, examples=["[100000.0, 200000.0]"])
    low_kg_m3: list[float] = Field(min_length=2, examples=["[4.9e-7, 1.4e-10]"])
    mean_kg_m3: list[float] = Field(min_length=2, examples=["[5.1e-7, 2.5e-10]"])
    high_kg_m3: list[float] = Field(min_length=2, examples=["[5.2e-7, 3.8e-10]"])

    @model_validator(mode="after")
    def _is_a_table(self) -> "_Density":
        heights = self.altitude_m
        if any(high <= low for low, high in pairwise(heights)):
            raise complaint("must increase", key="altitude_m")
        for key in ("low_kg_m3", "mean_kg_m3", "high_kg_m3"):
            values = getattr(self, key)
            if len(values) != len(heights):
                raise complaint(f"has {len(values)} values for {len(heights)} heights", key=key)
            if min(values) <= 0.0:
                raise complaint(f"must be positive, got {min(values)}", key=key)
        return self


class _Spacecraft(Table):
    satellite_kg_m2: float = Field(gt=0, lt=1e5, examples=[100.0])
    constellation_batch_kg_m2: float = Field(gt=0, lt=1e5, examples=[80.0])
    cargo_capsule_kg_m2: float = Field(gt=0, lt=1e5, examples=[150.0])
    crewed_capsule_kg_m2: float = Field(gt=0, lt=1e5, examples=[150.0])


class _ThinAir(Table):
    density: _Density
    spacecraft: _Spacecraft
    sources: dict[str, object] = Field(default_factory=dict)


def load_orbital_drag(layers: Layers) -> OrbitalDrag:
    """Return what brings spacecraft down; the topmost layer's file counts.

    Raises
    ------
    InputError
        With file, line and field, if the file is missing or malformed.
    """
    table = parsed(_ThinAir, layers.topmost(FILE).read())
    heights, columns = np.array(table.density.altitude_m), table.density
    low, mean, high = (
        ThinAir(altitude_m=heights, density_kg_m3=np.array(values))
        for values in (columns.low_kg_m3, columns.mean_kg_m3, columns.high_kg_m3)
    )
    kinds = table.spacecraft.model_dump().items()
    return OrbitalDrag(
        air=SolarStates(low=low, mean=mean, high=high),
        assumed_kg_m2=tuple(
            (key.removesuffix("_kg_m2").replace("_", "-"), value) for key, value in kinds
        ),
    )
