"""Which places does the catalogue list, who lives between them, and what is land?"""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from cosmodrome.errors import InputError, Place
from cosmodrome.safety.population import Population, population
from cosmodrome.spaceport import Settlement
from cosmodrome.store.coast_file import land_rings
from cosmodrome.store.complaints import Table, parsed
from cosmodrome.store.layers import Layers, resource_text
from cosmodrome.store.toml_source import TomlSource

PLACES_FILE = "places/geonames.csv"
PLACES_COLUMNS = "name,region,latitude_deg,longitude_deg,population"
SAME_PLACE_DEG = 0.15
"""A village of a site's own list is the listed place of its name that lies so near."""


class _Background(Table):
    people_per_km2: dict[str, Annotated[float, Field(ge=0)]]
    sources: dict[str, object] = Field(default_factory=dict)


def load_population(layers: Layers, *, villages: Sequence[Settlement]) -> Population:
    """Return the listed places with the villages of sites, and the background between them.

    Parameters
    ----------
    layers : Layers
        May replace the background, and the lists of sites.
    villages : sequence of Settlement
        Those of the sites' own lists. One whose name and position are listed already adds nothing.
    """
    background = parsed(_Background, document_of(layers, "places/background.toml")).people_per_km2
    names, regions, places_deg, people = _listed(resource_text(PLACES_FILE))
    added = [
        each for each in villages if each.population and not _is_listed(each, names, places_deg)
    ]
    for each in added:
        near = np.hypot(*(places_deg - (each.longitude_deg, each.latitude_deg)).T)
        regions.append(regions[int(np.argmin(near))])
    own_deg = np.array([(each.longitude_deg, each.latitude_deg) for each in added]).reshape(-1, 2)
    return population(
        names=(*names, *(each.name for each in added)),
        regions=tuple(regions),
        places_deg=np.concatenate((places_deg, own_deg)),
        people=np.concatenate((people, [float(each.population or 0) for each in added])),
        people_per_km2={
            region: background.get(region, background[region.split("-")[0]])
            for region in set(regions)
        },
        land=land_rings("land_110m"),
    )


def _listed(
    text: str,
) -> tuple[list[str], list[str], NDArray[np.float64], NDArray[np.float64]]:
    """Return names, regions, longitudes with latitudes, and people of the listed places."""
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    if next(lines) != PLACES_COLUMNS:
        raise InputError(f"must have the columns {PLACES_COLUMNS}", place=Place(file=PLACES_FILE))
    names, regions, latitudes, longitudes, people = zip(
        *(line.split(",") for line in lines), strict=True
    )
    places_deg = np.array((longitudes, latitudes), dtype=np.float64).T
    return list(names), list(regions), places_deg, np.array(people, dtype=np.float64)


def _is_listed(village: Settlement, names: Sequence[str], places_deg: NDArray[np.float64]) -> bool:
    """Tell whether a village is among the listed places: same name or letters, and near."""
    away = np.abs(places_deg - (village.longitude_deg, village.latitude_deg))
    near = np.flatnonzero((away < SAME_PLACE_DEG).all(axis=1))
    return any(_letters(names[int(i)]) == _letters(village.name) for i in near)


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalpha())


def document_of(layers: Layers, path: str) -> TomlSource:
    """Return the file of a path that counts."""
    for file in layers.files(under=path):
        return file.read()
    raise InputError("is not in the catalogue", place=Place(file=path))
