"""Which monthly winds and air does the catalogue hold? Rebuilds `data/atmosphere/`.

Input is a folder with three tables of comma-separated values: `wind_rra.csv` and `atmos_rra.csv`,
Range Reference Atmospheres (site, edition, month, altitude; wind [m/s]; pressure, temperature,
density in SI units; month 0 is the year), and `wind_sites_derived.csv`, winds of sites without a
station (`sd_from` names the stations whose spread is borrowed)::

    python tools/build_atmosphere.py FOLDER

Each site becomes a table of months and levels beside a short TOML file with place and sources:

* Wind of a station is its own; where an edition ends at 30 km and no older one goes on, the wind
  changes above as it does over the stations of the same latitudes that rockets have probed.
* Density and temperature are ratios to the U.S. Standard Atmosphere 1976. A site without a station
  has the mean of its analogues' (half a year apart across the equator), the spread likewise.
* Above 30 km, where no station of the site was probed, the ratios go over within 10 km to those of
  the probed stations of the same latitudes, and the spread of density is a recollection, 6 %.
* The correlation of density with temperature follows from the spreads of p, rho and T by the gas
  law; that of the wind's components is the stations'.
"""

import argparse
import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cosmodrome.constants import AIR_GAS_CONSTANT_J_KG_K
from cosmodrome.physics.atmosphere import air

TARGET = Path(__file__).parents[1] / "src/cosmodrome/data/atmosphere"
LEVELS_M = np.array(
    [*range(0, 17000, 1000), *range(18000, 31000, 2000), *range(35000, 61000, 5000)]
)
BALLOON_TOP_M, FADE_M = 30_000.0, 10_000.0
RECALLED_DENSITY_SD_RATIO = 0.06
SPREAD_ALOFT = "spread of density above the stations' top, 30 to 60 km"
STANDS_OVER_M = 31_000.0
IDS = {
    "cape": "cape-canaveral",
    "great_falls": "great-falls",
    "zeya_981": "zeya",
    "vilyuysk_985": "vilyuisk",
    "aldan_60n": "aldan",
    "altai_ustkan": "altai",
}
NAMES = {
    "zeya": "Zeya district, drop zone 981",
    "vilyuisk": "Vilyuisk district, drop zone 985",
    "aldan": "Aldan",
    "altai": "Ust-Kan, Altai",
}
PROBED = (  # stations that rockets have probed, by the latitude up to which they stand for others
    (25.0, ("kwajalein", "ascension")),
    (45.0, ("cape", "wallops", "vandenberg")),
    (90.0, ("shemya",)),
)
WIND = ("u_mean_m_s", "v_mean_m_s", "u_sd_m_s", "v_sd_m_s", "corr_uv")
AIR = (
    "density_mean",
    "density_sd",
    "temperature_mean",
    "temperature_sd",
    "corr_density_temperature",
)
COLUMNS = (
    "month,altitude_m,east_mean_m_s,north_mean_m_s,east_sd_m_s,north_sd_m_s,east_north_correlation,"
    "density_mean_ratio,density_sd_ratio,temperature_mean_ratio,temperature_sd_ratio,"
    "density_temperature_correlation"
)
LICENCE = (
    "Range Reference Atmospheres are works of the United States Government; ERA-Interim by ECMWF, "
    "contains modified Copernicus information; HWM93 is a model of NASA"
)

Table = dict[int, dict[str, float]]
"""Columns by altitude [m]."""


def station_tables(folder: Path, file: str) -> dict[tuple[str, int], Table]:
    """Return the rows of stations by site and month; where editions overlap the newest counts."""
    tables: dict[tuple[str, int], Table] = defaultdict(dict)
    with (folder / file).open(encoding="utf-8") as text:
        rows = sorted(csv.DictReader(text), key=lambda row: -edition_year(row["edition"]))
    for row in rows:
        numbers = {k: float(v) for k, v in row.items() if k not in ("site", "edition") and v != ""}
        table = tables[row["site"], int(row["month"])]
        table.setdefault(int(numbers["alt_m"]), numbers)
    return dict(tables)


def edition_year(edition: str) -> int:
    """Return the year that the last two digits of an edition mean."""
    year = int(edition[-2:])
    return year + (1900 if year > 50 else 2000)


def column(table: Table, name: str) -> np.ndarray:
    """Return a column at the levels, held beyond its ends."""
    rows = [(z, row[name]) for z, row in sorted(table.items()) if name in row]
    return np.interp(LEVELS_M, *np.array(rows).T)


def top_m(table: Table) -> float:
    """Return the highest altitude of a table."""
    return float(max(table))


def air_ratios(table: Table) -> Table:
    """Return density and temperature of a station's rows over those of the standard."""
    ratios = {}
    for z, row in table.items():
        pressure_pa, rho_kg_m3, _ = air(float(z))
        standard_k = pressure_pa / (rho_kg_m3 * AIR_GAS_CONSTANT_J_KG_K)
        of_p = row["p_sd_Pa"] / row["p_mean_Pa"]
        of_t = row["t_sd_K"] / row["t_mean_K"]
        of_rho = row["rho_sd_kg_m3"] / row["rho_mean_kg_m3"]
        ratios[z] = {
            "density_mean": row["rho_mean_kg_m3"] / rho_kg_m3,
            "density_sd": row["rho_sd_kg_m3"] / rho_kg_m3,
            "temperature_mean": row["t_mean_K"] / standard_k,
            "temperature_sd": row["t_sd_K"] / standard_k,
            "corr_density_temperature": float(
                np.clip((of_p**2 - of_rho**2 - of_t**2) / (2.0 * of_rho * of_t), -0.95, 0.95)
            ),
        }
    return ratios


def columns_of(table: Table, names: tuple[str, ...]) -> np.ndarray:
    """Return the columns of a station at the levels, shape (levels, columns)."""
    return np.column_stack([column(table, name) for name in names])


def combined(parts: list[np.ndarray], names: tuple[str, ...]) -> np.ndarray:
    """Return the mean of stations; of spreads the root mean square."""
    stack = np.array(parts)
    spread = np.array([name.endswith(("_sd", "_sd_m_s")) for name in names])
    return np.where(spread, np.sqrt((stack**2).mean(axis=0)), stack.mean(axis=0))


def shifted(month: int, latitude_deg: float, other_deg: float) -> int:
    """Return the month of the same season at another latitude."""
    return month if latitude_deg * other_deg > 0.0 else (month + 5) % 12 + 1


class Builder:
    """The stations, and what they say of a site and a month."""

    def __init__(self, folder: Path) -> None:
        self.winds = station_tables(folder, "wind_rra.csv")
        atmos = station_tables(folder, "atmos_rra.csv")
        self.airs = {key: air_ratios(table) for key, table in atmos.items()}
        self.latitude = {
            site: next(iter(t.values()))["lat_deg"] for (site, _), t in self.winds.items()
        }

    def analogue(
        self, tables: dict[tuple[str, int], Table], names: tuple[str, ...], key: tuple
    ) -> np.ndarray:
        """Return what a set of stations says of a month at a latitude; key is all three."""
        stations, month, latitude_deg = key
        parts = [
            columns_of(tables[s, shifted(month, latitude_deg, self.latitude[s])], names)
            for s in stations
        ]
        return combined(parts, names)

    def carried_up(
        self, own: np.ndarray, tables: dict[tuple[str, int], Table], names: tuple, key: tuple
    ) -> np.ndarray:
        """Return a table that ends at 30 km, above it that of the probed stations."""
        month, latitude_deg = key
        probed = next(s for limit, s in PROBED if abs(latitude_deg) <= limit)
        above = self.analogue(tables, names, (probed, month, latitude_deg))
        weight = np.clip((BALLOON_TOP_M + FADE_M - LEVELS_M) / FADE_M, 0.0, 1.0)[:, None]
        at_top = int(np.flatnonzero(LEVELS_M == BALLOON_TOP_M)[0])
        return np.where(
            LEVELS_M[:, None] <= BALLOON_TOP_M,
            own,
            weight * own[at_top] + (1.0 - weight) * above,
        )

    def wind(self, site: str, month: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the wind of a station, and at which levels it is its own."""
        table = self.winds[site, month]
        own = columns_of(table, WIND)
        if top_m(table) > STANDS_OVER_M:
            return own, top_m(table) >= LEVELS_M
        key = (month, self.latitude[site])
        return self.carried_up(own, self.winds, WIND, key), top_m(table) >= LEVELS_M

    def air(
        self, stations: tuple[str, ...], month: int, latitude_deg: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return density and temperature of stations, and at which levels they are measured."""
        tables = [self.airs[s, shifted(month, latitude_deg, self.latitude[s])] for s in stations]
        tops = min(top_m(table) for table in tables)
        ratios = self.analogue(self.airs, AIR, (stations, month, latitude_deg))
        if tops <= STANDS_OVER_M:
            ratios = self.carried_up(ratios, self.airs, AIR, (month, latitude_deg))
        above = tops < LEVELS_M
        recalled = np.maximum(RECALLED_DENSITY_SD_RATIO * ratios[:, 0], 0.0)
        ratios[above, 1] = recalled[above]
        return ratios, ~above

    def disagreement(self, stations: tuple[str, ...], latitude_deg: float) -> tuple[float, str]:
        """Return by how much the analogues' density differs below 30 km, and what to cite."""
        if len(stations) == 1:
            why = "one analogue; where there are more they differ by up to 3 %"
            return 0.03, f'key = "estimate", why = "{why}"'
        balloon = LEVELS_M <= BALLOON_TOP_M
        apart = [
            np.std(
                [
                    column(self.airs[s, shifted(m, latitude_deg, self.latitude[s])], "density_mean")
                    for s in stations
                ],
                axis=0,
                ddof=1,
            )[balloon]
            for m in range(1, 13)
        ]
        ratio = float(np.sqrt(np.mean(np.square(apart))))
        return ratio, 'key = "rra", where = "the analogue stations differ by so much below 30 km"'


def derived_sites(folder: Path) -> dict[str, dict[int, Table]]:
    """Return the winds of sites without a station, by site and month, with their analogues."""
    sites: dict[str, dict[int, Table]] = defaultdict(lambda: defaultdict(dict))
    with (folder / "wind_sites_derived.csv").open(encoding="utf-8") as text:
        for row in csv.DictReader(text):
            numbers = {k: float(v) for k, v in row.items() if k not in ("site", "sd_from")}
            numbers["held"] = float("held" in row["sd_from"])
            table = sites[row["site"]][int(row["month"])]
            table[int(numbers["alt_m"])] = numbers
            table[int(numbers["alt_m"])]["analogues"] = row["sd_from"].split(";")[0]
    return sites


def line(month: int, level: int, wind: np.ndarray, ratios: np.ndarray) -> str:
    """Return one line of a table."""
    u, v, u_sd, v_sd, uv = wind[level]
    rho, rho_sd, t, t_sd, rho_t = ratios[level]
    return (
        f"{month},{LEVELS_M[level]},{u:.1f},{v:.1f},{u_sd:.1f},{v_sd:.1f},{uv:.2f},"
        f"{rho:.4f},{rho_sd:.4f},{t:.4f},{t_sd:.4f},{rho_t:.2f}"
    )


def place_file(id: str, place: tuple[float, float], notes: "Notes") -> str:
    """Return the TOML file of a site."""
    name = NAMES.get(id, id.replace("-", " ").title())
    key = "winds-derived" if notes.derived else "rra"
    wind_m_s, wind_ratio = (3.0, 0.2) if notes.derived else (0.3, 0.02)
    return f"""# Monthly mean and day-to-day spread of wind, density and temperature: place, trust,
# and sources of the table {id}.csv.
# {LICENCE[: LICENCE.index(";")]};
# {LICENCE[LICENCE.index(";") + 2 :]}.

name = "{name}"
latitude_deg = {place[0]}
longitude_deg = {place[1]}
measured_to_m = {notes.top_km * 1000}.0
trust = "{notes.trust}"

[error]
wind_mean_m_s = {wind_m_s}
wind_spread_ratio = {wind_ratio}
density_mean_ratio = {notes.density_error:.3f}
density_spread_aloft_ratio = {RECALLED_DENSITY_SD_RATIO}

[sources]
"latitude_deg" = {{ key = "{key}", where = "place of the table" }}
"longitude_deg" = {{ key = "{key}", where = "place of the table" }}
"measured_to_m" = {{ key = "rra", where = "top of the stations' density and temperature" }}
"error.wind_*" = {{ key = "{key}", where = "{notes.wind}" }}
"error.density_mean_ratio" = {{ {notes.density_cited} }}
"error.density_spread_aloft_ratio" = {{ key = "recollection", where = "{SPREAD_ALOFT}" }}
"""


@dataclass(frozen=True, kw_only=True)
class Notes:
    """What is said of a site beside its numbers; `top_km` is that of its air."""

    derived: bool
    top_km: int
    trust: str
    wind: str
    density_error: float
    density_cited: str


def write(id: str, head: str, lines: list[str], toml: str) -> None:
    """Write the two files of a site."""
    text = "\n".join([f"# {head}", f"# {LICENCE}", COLUMNS, *lines])
    (TARGET / f"{id}.csv").write_text(text + "\n", encoding="utf-8")
    (TARGET / f"{id}.toml").write_text(toml, encoding="utf-8")


def main() -> None:
    """Write the files and say how large they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="with the three tables")
    folder = parser.parse_args().folder
    TARGET.mkdir(exist_ok=True)
    builder = Builder(folder)
    for site in sorted(builder.latitude):
        write_station(builder, site)
    for site, months in derived_sites(folder).items():
        write_derived(builder, site, months)
    files = list(TARGET.iterdir())
    print(f"{len(files)} files, {sum(f.stat().st_size for f in files)} bytes")


def write_station(builder: Builder, site: str) -> None:
    """Write the files of a site with a station of its own."""
    first = next(iter(builder.winds[site, 1].values()))
    place = first["lat_deg"], first["lon_deg"]
    lines, air_top, wind_top = [], 60, 60
    for month in range(1, 13):
        wind, wind_own = builder.wind(site, month)
        ratios, air_own = builder.air((site,), month, place[0])
        air_top = min(air_top, int(LEVELS_M[air_own].max()) // 1000)
        wind_top = min(wind_top, int(LEVELS_M[wind_own].max()) // 1000)
        lines += [line(month, i, wind, ratios) for i in range(len(LEVELS_M))]
    id = IDS.get(site, site)
    notes = Notes(
        derived=False,
        top_km=air_top,
        trust=f"measured here, wind to {wind_top} km and air to {air_top} km"
        + ("" if min(wind_top, air_top) == 60 else "; above, probed stations of these latitudes"),
        wind="standard error of thousands of soundings",
        density_error=0.002,
        density_cited='key = "rra", where = "standard error of thousands of soundings"',
    )
    write(id, f"Range Reference Atmosphere of {id}", lines, place_file(id, place, notes))


def write_derived(builder: Builder, site: str, months: dict[int, Table]) -> None:
    """Write the files of a site whose spreads are borrowed."""
    first = next(iter(months[1].values()))
    place = first["lat_deg"], first["lon_deg"]
    stations = tuple(first["analogues"].split("+"))
    lines, air_top = [], 60
    for month in range(1, 13):
        wind = np.column_stack([column(months[month], name) for name in WIND[:4]])
        borrowed = builder.analogue(builder.winds, WIND, (stations, month, place[0]))
        wind = np.column_stack([wind, borrowed[:, 4]])
        ratios, air_own = builder.air(stations, month, place[0])
        air_top = min(air_top, int(LEVELS_M[air_own].max()) // 1000)
        lines += [line(month, i, wind, ratios) for i in range(len(LEVELS_M))]
    id = IDS.get(site, site)
    names = ", ".join(s.replace("_", " ").title() for s in stations)
    density_error, density_cited = builder.disagreement(stations, place[0])
    notes = Notes(
        derived=True,
        top_km=air_top,
        trust=f"wind from reanalyses, HWM93 above 14 km; spreads and air of {names}",
        wind="1.2 to 2.9 m/s rms against stations below 14 km; spread 0.9 to 1.2 of the true one",
        density_error=density_error,
        density_cited=density_cited,
    )
    write(id, f"Derived for {id}; spreads and air of {names}", lines, place_file(id, place, notes))


if __name__ == "__main__":
    main()
