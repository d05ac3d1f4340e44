"""Rebuild docs/validation/capability.md: what our rockets lift, and what is published."""

import statistics
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from _page import EVIDENCE, PAGES, prose, table

from cosmodrome.ascent.optimise import Capability, LoadingPolicy, Optimiser
from cosmodrome.errors import ConvergenceError, InfeasibleError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.store.catalogue import Catalogue, load_catalogue
from cosmodrome.vehicles import Configuration, LaunchVehicle, UpperStage

# Half of what two published figures for Soyuz-2.1b from Baikonur contradict each other by (see
# `effects`), rounded up; twice that where a figure is recalled without a document.
TOLERANCE_RATIO = 0.05
RECALLED_TOLERANCE_RATIO = 0.10

CALIBRATED = {"oneweb-baikonur", "sso-kourou", "meo-kourou", "gto-kourou", "a5-plesetsk"}
CALIBRATED |= {"angara-1.2"}
FITTED_ELSEWHERE = {"a5-vostochny", "sso-baikonur"}

REASONS = {
    "2.1a-plesetsk-240": "not known; the source gives the altitude only, and a plane further from "
    "the equator would cost more",
    "2.1a-progress": "it flew; nobody says that the rocket lifts no more",
    "2.1b-baikonur-240": "in part the third stage's dry mass: the manual's is lighter (see What "
    "moves the answer)",
    "2.1b-baikonur-200": "contradicts the row above: a lower orbit cannot be worth less. It is "
    "quoted for flights to the station, perhaps with reserves",
    "oneweb-vostochny": "36 satellites and dispenser flew",
    "sso-baikonur": "not known; the figure is recalled, with low confidence",
    "sso-kourou": "recalled as 4,230 to 4,400 kg; the upper end is set here",
    "sentinel-kourou": "one satellite flew, lighter than what the vehicle lifts",
    "a5-vostochny": "the figure of Plesetsk is repeated for Vostochny, whose plane costs less",
}

# What the documents give before anything was adjusted (Angara guide, issue 0, as compared with two
# launch catalogues): no residuals, no run-up, no interstage, the lighter fairing.
AS_PUBLISHED: dict[str, dict[str, dict[str, float]]] = {
    "a5-plesetsk": {
        "booster": {
            "dry_mass_kg": 9800.0,
            "residual_propellant_kg": 0.0,
            "prelaunch_burn_kg": 0.0,
        },
        "core": {
            "dry_mass_kg": 9800.0,
            "residual_propellant_kg": 0.0,
            "prelaunch_burn_kg": 0.0,
            "interstage_kg": 0.0,
        },
        "stage-3": {"residual_propellant_kg": 0.0},
        "fairing": {"mass_kg": 1600.0},
    },
    "angara-1.2": {
        "stage-1": {"dry_mass_kg": 9800.0, "residual_propellant_kg": 0.0},
        "stage-2": {"dry_mass_kg": 2355.0, "residual_propellant_kg": 0.0},
    },
}


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
    recalled: bool = False
    inclination_assumed: bool = False

    @property
    def orbit_text(self) -> str:
        """Return altitude and inclination as a reader expects them."""
        low, high = self.orbit.perigee_altitude_km, self.orbit.apogee_altitude_km
        heights = f"{low:,.0f} km" if low == high else f"{low:,.0f} x {high:,.0f} km"
        assumed = " (assumed)" if self.inclination_assumed else ""
        return f"{heights}, {self.orbit.inclination_deg:g} deg{assumed}"

    @property
    def tolerance_ratio(self) -> float:
        """Return how near ours should be."""
        return RECALLED_TOLERANCE_RATIO if self.recalled else TOLERANCE_RATIO


@cache
def catalogue() -> Catalogue:
    """Return the packaged catalogue."""
    return load_catalogue()


@cache
def published() -> dict[str, Published]:
    """Return the evidence by id."""
    rows = tomllib.loads((EVIDENCE / "capability.toml").read_text("utf-8"))["capability"]
    found = [Published(**row | {"orbit": TargetOrbit(**row["orbit"])}) for row in rows]
    return {each.id: each for each in found}


def lifted(
    row: Published, configuration: Configuration, loading: LoadingPolicy = "full"
) -> Capability:
    """Return the capability of a configuration for the orbit of a row."""
    optimiser = Optimiser(configuration, catalogue().complex(row.complex), row.orbit)
    return optimiser.capability(loading)


@cache
def ours(row_id: str, loading: LoadingPolicy = "full") -> Capability:
    """Return what the catalogue's vehicle lifts in a row of the evidence."""
    row = published()[row_id]
    return lifted(row, catalogue().configuration(row.configuration), loading)


def capabilities() -> Iterator[str]:
    """Compare every published capability with ours."""
    yield from ("## Published capabilities", "")
    yield from prose(
        f"""Payload in kg, adapter or dispenser included, tanks of an upper stage full. A figure
        that **predicted** stands beside was not looked at when the vehicle's data were chosen; one
        that is **calibrated** was, and is no evidence; **carried over** rests on data calibrated
        in another row. `flown` is a lower bound: the payload flew and ours must not be less.
        Tolerance {100 * TOLERANCE_RATIO:.0f} % for a figure from a document and
        {100 * RECALLED_TOLERANCE_RATIO:.0f} % for a recalled one: the published figures do not
        agree better among themselves (below). A difference beyond it is printed bold."""
    )
    rows, differences = [], []
    for row in published().values():
        try:
            kg = ours(row.id).payload_capability_kg
        except (InfeasibleError, ConvergenceError) as error:
            rows.append(_line(row, ("refused", "-", str(error))))
            continue
        ratio = kg / row.payload_kg - 1.0
        if _role(row) == "predicted":
            differences.append(abs(ratio))
        rows.append(_line(row, (f"{kg:,.0f}", _difference(row, kg), REASONS.get(row.id, ""))))
    yield from table(
        (
            *("vehicle", "from", "orbit", "ours, kg", "published, kg", "difference, kg (%)"),
            *("tolerance, %", "what it is", "reason", "source"),
        ),
        rows,
    )
    yield from prose(
        f"""Over the {len(differences)} predicted rows the median of the difference, without sign,
        is {100 * statistics.median(differences):.1f} %, the largest
        {100 * max(differences):.1f} %."""
    )


def _line(row: Published, found: tuple[str, str, str]) -> list[str]:
    ours_text, difference, reason = found
    least = row.meaning == "flown"
    return [
        row.configuration,
        catalogue().complex(row.complex).id,
        row.orbit_text,
        ours_text,
        f"{row.payload_kg:,.0f}"
        + {"flown": " flown", "limit": " flown, near the most"}.get(row.meaning, ""),
        difference,
        "not less" if least else f"{100 * row.tolerance_ratio:.0f}",
        _role(row),
        reason,
        row.source,
    ]


def _role(row: Published) -> str:
    if row.id in CALIBRATED:
        return "calibrated"
    if row.meaning == "flown":
        return "lower bound"
    return "carried over" if row.id in FITTED_ELSEWHERE else "predicted"


def _difference(row: Published, kg: float) -> str:
    ratio = kg / row.payload_kg - 1.0
    text = f"{kg - row.payload_kg:+,.0f} ({100 * ratio:+.1f})"
    short = ratio < 0.0 if row.meaning == "flown" else abs(ratio) > row.tolerance_ratio
    return f"**{text}**" if short else text


def calibration() -> Iterator[str]:
    """Say what was adjusted, and what the data give without."""
    yield from ("## What was calibrated", "")
    yield from prose(
        """Two sets of numbers were chosen with these published payloads in view. Ours without the
        adjustment:"""
    )
    rows = []
    for row_id, changes in AS_PUBLISHED.items():
        row = published()[row_id]
        raw = _changed(catalogue().configuration(row.configuration), changes)
        rows.append(_without(row, lifted(row, raw), "masses as published, nothing unburnt"))
    for row_id in ("oneweb-baikonur", "sso-kourou", "meo-kourou", "gto-kourou"):
        row = published()[row_id]
        raw = _unreserved(catalogue().configuration(row.configuration))
        rows.append(_without(row, lifted(row, raw), "Fregat burns its last kilogram"))
    yield from table(
        (
            *("vehicle", "orbit", "without", "ours without, kg (%)", "ours, kg (%)"),
            "published, kg",
        ),
        rows,
    )
    upper = _fregat()
    yield from prose(
        f"""**Angara.** Dry masses at the high end of what is published, unusable propellant, run-up
        before lift-off contact, interstage and the heavier fairing were assumed until the payload
        of Plesetsk came out; of Angara-1.2 also a second stage of 4,000 kg for the 2,355 kg in
        circulation, which cannot be reconciled with the published payload. Plausible, but a fit.
        **Fregat.** Residuals, disposal and reserve keep {upper.unburnt_propellant_kg:.0f} kg in the
        stage: the sum that reconciles the four rows at once; one number for four rows, so their
        scatter is evidence and their mean is not. **Soyuz** itself was not adjusted to any payload;
        the propellant burnt before lift-off contact was chosen for the time of booster separation
        (see [timelines](timelines.md))."""
    )


def _without(row: Published, raw: Capability, what: str) -> list[str]:
    raw_kg, ours_kg = raw.payload_capability_kg, ours(row.id).payload_capability_kg
    return [
        row.configuration,
        row.orbit_text,
        what,
        f"{raw_kg:,.0f} ({100 * (raw_kg / row.payload_kg - 1):+.1f})",
        f"{ours_kg:,.0f} ({100 * (ours_kg / row.payload_kg - 1):+.1f})",
        f"{row.payload_kg:,.0f}",
    ]


def _unreserved(configuration: Configuration) -> Configuration:
    upper = configuration.upper_stage
    if upper is None:
        raise SystemExit(f"{configuration.id} has no upper stage")
    return replace(
        configuration,
        upper_stage=replace(
            upper,
            residual_propellant_kg=0.0,
            disposal_propellant_kg=0.0,
            performance_reserve_kg=0.0,
        ),
    )


def _changed(configuration: Configuration, changes: dict[str, dict[str, float]]) -> Configuration:
    """Return the configuration with fields of its stages and its fairing replaced."""
    vehicle = configuration.vehicle
    stages = tuple(replace(s, **changes.get(s.name, {})) for s in vehicle.stages)
    fairing = replace(vehicle.fairing, **changes.get("fairing", {}))
    return replace(configuration, vehicle=replace(vehicle, stages=stages, fairing=fairing))


def loading() -> Iterator[str]:
    """Compare full tanks with the best loading."""
    yield from ("## Loading of the upper stage", "")
    yield from prose(
        """Manuals rate Fregat with full tanks, and so do we. To low orbits less propellant lifts
        more, since the third stage then carries a lighter load further: `--loading optimal` asks
        for it. It is a true optimum of the model and not what is published."""
    )
    rows = []
    for row_id in ("oneweb-baikonur", "oneweb-vostochny"):
        row = published()[row_id]
        full, best = ours(row_id, "full"), ours(row_id, "optimal")
        gain = best.payload_capability_kg / full.payload_capability_kg - 1.0
        rows.append(
            [
                row.configuration,
                row.complex,
                f"{full.ascent.loading.propellant_kg:,.0f}",
                f"{full.payload_capability_kg:,.0f}",
                f"{best.ascent.loading.propellant_kg:,.0f}",
                f"{best.payload_capability_kg:,.0f} ({100 * gain:+.1f} %)",
                f"{row.payload_kg:,.0f}",
            ]
        )
    yield from table(
        (
            *("vehicle", "from", "full load, kg", "payload, kg", "best load, kg", "payload, kg"),
            "flown, kg",
        ),
        rows,
    )


EFFECTS: tuple[tuple[str, dict[str, dict[str, float]]], ...] = (
    ("third stage of 2,355 kg, as the manual has it", {"stage-3": {"dry_mass_kg": 2355.0}}),
    (
        "third stage keeps 1 % of its propellant more",
        {"stage-3": {"residual_propellant_kg": 503.0}},
    ),
    (
        "boosters and core burn their residuals",
        {"booster": {"residual_propellant_kg": 0.0}, "core": {"residual_propellant_kg": 0.0}},
    ),
    ("no interstage", {"core": {"interstage_kg": 0.0}}),
    ("fairing of 1,000 kg", {"fairing": {"mass_kg": 1000.0}}),
)


def effects() -> Iterator[str]:
    """Show which data move the answer."""
    yield from ("## What moves the answer", "")
    base = ours("2.1b-baikonur-240").payload_capability_kg
    row = published()["2.1b-baikonur-240"]
    soyuz = catalogue().configuration(row.configuration)
    yield from prose(
        f"""Soyuz-2.1b from Baikonur to {row.orbit_text}: ours is {base:,.0f} kg, and what one
        change of the data does to it."""
    )
    rows = []
    for name, changes in EFFECTS:
        kg = lifted(row, _changed(soyuz, changes)).payload_capability_kg
        rows.append([name, f"{kg - base:+,.0f}", f"{100 * (kg / base - 1):+.1f}"])
    for scale, name in ((0.8, "drag a fifth less"), (1.2, "drag a fifth more")):
        kg = lifted(
            row, replace(soyuz, vehicle=_dragged(soyuz.vehicle, scale))
        ).payload_capability_kg
        rows.append([name, f"{kg - base:+,.0f}", f"{100 * (kg / base - 1):+.1f}"])
    yield from table(("change", "kg", "%"), rows)
    lower = ours("2.1b-baikonur-200").payload_capability_kg
    high, low = row.payload_kg, published()["2.1b-baikonur-200"].payload_kg
    yield from prose(
        f"""Unusable propellant and reserves matter most, dry masses next, drag after them; the
        published figures know the first hardly at all. The published pair for this vehicle,
        {high:,.0f} kg to 240 km and {low:,.0f} kg to the station, contradicts itself: going down to
        200 km is worth {lower - base:+,.0f} kg in the model, so at one altitude the two differ by
        {100 * ((high + lower - base) / low - 1):.0f} %. No model can meet both within less than
        half of that."""
    )


def _dragged(vehicle: LaunchVehicle, scale: float) -> LaunchVehicle:
    curve = vehicle.drag
    scaled = tuple(scale * each for each in curve.drag_coefficient)
    return replace(vehicle, drag=replace(curve, drag_coefficient=scaled))


def replays() -> Iterator[str]:
    """Tell how well the re-flights agreed."""
    yield from ("## Were they flown?", "")
    flights = [ours(row_id).ascent for row_id in published()]
    yield from prose(
        f"""Each of the {len(flights)} optima of the first table was flown again from the pad by the
        independent integrator. The largest gap at injection is
        {max(a.replay.position_gap_m for a in flights):.2f} m and
        {max(a.replay.velocity_gap_m_s for a in flights):.4f} m/s, where 50 m and 0.1 m/s are
        allowed; the solver took {min(a.solver.iterations for a in flights)} to
        {max(a.solver.iterations for a in flights)} iterations, corrections included."""
    )


def assumed() -> Iterator[str]:
    """List what stands behind the rows and is not published."""
    yield from ("## What was assumed", "")
    limit_w_m2 = catalogue().configuration("soyuz-2.1b").vehicle.fairing.max_heat_flux_w_m2
    delay_s = _fregat().first_ignition_delay_s
    yield from (
        "Beside the data of the catalogue, each with its source or marked an estimate:",
        "",
        "- still standard atmosphere; no reserve for dispersions below the upper stage, so that a",
        "  last stage burns all that is usable;",
        f"- the fairing goes once the free-molecular heat flux is below {limit_w_m2:,.0f} W/m2,",
        "  where it then stays;",
        "- no drop zone, and no limit of dynamic pressure or load: the makers publish none;",
        f"- Fregat waits {delay_s:.0f} s after separation and burns twice; the spent third stage",
        "  comes down in its first revolution;",
        "- a vehicle without an upper stage injects at perigee;",
        "- on the geostationary transfer orbit the place of the perigee is free;",
        "- the inclination, where marked so: the source gives the altitude only.",
        "",
    )
    yield from prose(
        """Left out, because the catalogue has no such stage or the source no orbit: Angara-1.2 to
        1,000 km (2.9 t recalled, with an apogee stage), Soyuz-2.1b with Fregat from Baikonur to a
        transfer orbit (1.8 t, the orbit is not stated), Angara-A5M and Soyuz-2.1v."""
    )


def _fregat() -> UpperStage:
    upper = catalogue().configuration("soyuz-2.1b+fregat").upper_stage
    if upper is None:
        raise SystemExit("soyuz-2.1b+fregat has lost its upper stage")
    return upper


def page() -> str:
    """Return the whole page."""
    lines = [
        "# Payload capability",
        "",
        "The payload that leaves no margin, beside published figures and flown payloads. See [how",
        "to read these pages](how-to-read.md). The evidence is in `tests/authorities/evidence`.",
        "",
    ]
    for part in (capabilities, calibration, loading, effects, replays, assumed):
        lines.extend(part())
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    (PAGES / "capability.md").write_text(page(), encoding="utf-8")
