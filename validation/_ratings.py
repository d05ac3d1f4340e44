"""What is published of payloads, and what does our model say to the same orbit?"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from _page import EVIDENCE, evidence

from cosmodrome.ascent.exchange import Band, capability_band, slopes_of
from cosmodrome.ascent.optimise import Capability, LoadingPolicy, Optimiser
from cosmodrome.errors import ConvergenceError, InfeasibleError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.store.catalogue import Catalogue, load_catalogue
from cosmodrome.store.uncertainty import uncertainties_of
from cosmodrome.vehicles import Configuration

PREDICTED, CALIBRATED, UNCALIBRATED = "predicted", "calibrated", "uncalibrated"
# Their rockets stand in the catalogue as published; only Fregat's reserve is fitted.
PREDICTED_VEHICLES = ("soyuz-2.1a", "soyuz-2.1b")
# Escape curves are smooth: points so far apart in C3 tell all that they can.
CURVE_STEP_KM2_S2 = 5.0


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published capability, or a payload that flew."""

    id: str
    configuration: str
    complex: str
    orbit: TargetOrbit
    payload_kg: float
    meaning: str
    source: str
    confidence: str
    recalled: bool = False
    inclination_assumed: bool = False
    ungraded: str = ""

    @property
    def orbit_text(self) -> str:
        """Return altitude and inclination, or energy, as a reader expects them."""
        if self.orbit.kind == "escape":
            return f"escape with C3 = {self.orbit.c3_km2_s2:g} km2/s2"
        low, high = self.orbit.perigee_altitude_km, self.orbit.apogee_altitude_km
        heights = f"{low:.0f} km" if low == high else f"{low:.0f} x {high:.0f} km"
        return f"{heights}, {self.orbit.inclination_deg:g} deg"

    @property
    def title(self) -> str:
        """Return the row as `calibrated_on` of the catalogue names it."""
        return (
            f"{self.configuration} from {self.complex} to {self.orbit_text}: "
            f"{self.payload_kg:.0f} kg"
        )

    @property
    def tier(self) -> str:
        """Return how much of the published payloads is in our data of this vehicle."""
        flown = catalogue().configuration(self.configuration)
        if flown.vehicle.id in PREDICTED_VEHICLES:
            return PREDICTED
        return CALIBRATED if flown.calibrated_on else UNCALIBRATED

    @property
    def fitted(self) -> bool:
        """Tell whether a figure of our data was chosen on this row."""
        return self.title in catalogue().configuration(self.configuration).calibrated_on

    @property
    def graded(self) -> bool:
        """Tell whether the row is evidence: of a vehicle's most, and not a figure's own source.

        Fregat's reserve is one figure for four rows; their scatter counts, as the tier says.
        """
        if self.ungraded or self.meaning == "flown":
            return False
        return self.tier == PREDICTED or not self.fitted


@dataclass(frozen=True, kw_only=True)
class Rated:
    """A published row with our answer and its 80 % band, or why there is none."""

    row: Published
    capability: Capability | None
    band: Band | None
    refusal: str = ""

    @property
    def payload_kg(self) -> float:
        """Return ours."""
        if self.capability is None:
            raise SystemExit(f"{self.row.id}: {self.refusal}")
        return self.capability.payload_capability_kg

    @property
    def error_ratio(self) -> float:
        """Return ours less published, relative."""
        return self.payload_kg / self.row.payload_kg - 1.0

    @property
    def half_width_ratio(self) -> float:
        """Return half of the band, relative to ours."""
        return 0.0 if self.band is None else self.band.p90_kg / self.payload_kg - 1.0

    @property
    def inside(self) -> bool:
        """Tell whether the published figure lies in our band."""
        if self.band is None:
            return False
        return self.band.p10_kg <= self.row.payload_kg <= self.band.p90_kg


@cache
def catalogue() -> Catalogue:
    """Return the packaged catalogue."""
    return load_catalogue()


@cache
def orbits() -> dict[str, Published]:
    """Return the rows to closed orbits, by id."""
    rows = tomllib.loads((EVIDENCE / "capability.toml").read_text("utf-8"))["capability"]
    return {row["id"]: Published(**row | {"orbit": TargetOrbit(**row["orbit"])}) for row in rows}


@cache
def escapes() -> dict[str, Published]:
    """Return points of the escape curves, by id."""
    found = {}
    for row in evidence("escape_capability.csv"):
        c3_km2_s2 = float(row["c3_km2_s2"])
        if c3_km2_s2 % CURVE_STEP_KM2_S2:
            continue
        row_id = f"{row['configuration']} at {c3_km2_s2:g}"
        found[row_id] = Published(
            id=row_id,
            configuration=row["configuration"],
            complex=row["complex"],
            orbit=TargetOrbit(kind="escape", c3_km2_s2=c3_km2_s2),
            payload_kg=float(row["payload_kg"]),
            meaning="capability",
            source="escape_capability.csv",
            confidence=row["confidence"],
        )
    return found


def lifted(
    row: Published, configuration: Configuration, loading: LoadingPolicy = "full"
) -> Capability:
    """Return the capability of a configuration for the orbit of a row."""
    optimiser = Optimiser(configuration, catalogue().complex(row.complex), row.orbit)
    return optimiser.capability(loading)


@cache
def ours(row_id: str) -> Rated:
    """Return what the catalogue's vehicle lifts in a row of the evidence, tanks full."""
    row = (orbits() | escapes())[row_id]
    flown = catalogue().configuration(row.configuration)
    try:
        optimiser = Optimiser(flown, catalogue().complex(row.complex), row.orbit)
        most = optimiser.capability("full")
    except (InfeasibleError, ConvergenceError) as error:
        return Rated(row=row, capability=None, band=None, refusal=str(error))
    slopes = slopes_of(optimiser.lagrangian("full"), flown, row.orbit)
    known = uncertainties_of(catalogue(), flown)
    band = capability_band(most.payload_capability_kg, slopes, known)
    return Rated(row=row, capability=most, band=band)


def answered(tier: str) -> Iterator[Rated]:
    """Return the rows of a tier that have an answer, escape curves too."""
    for row in (orbits() | escapes()).values():
        if row.tier == tier and ours(row.id).capability is not None:
            yield ours(row.id)


def check_fitted() -> None:
    """Stop if the catalogue names a row as fitted that is not in the evidence."""
    rows = (orbits() | escapes()).values()
    titles = {row.title for row in rows}
    for row in rows:
        missing = set(catalogue().configuration(row.configuration).calibrated_on) - titles
        if missing:
            raise SystemExit(f"{row.configuration} was fitted to {missing}, not in the evidence")
