"""What do fitted figures do to a payload, and which other data move it?"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from _page import prose, table
from _ratings import Published, catalogue, escapes, lifted, orbits, ours

from cosmodrome.ascent.optimise import Capability, Optimiser
from cosmodrome.ascent.rules import POINT_ZONE_M, AscentRules, ZoneAim
from cosmodrome.vehicles import Configuration, LaunchVehicle

Changes = dict[str, dict[str, Any]]
# What the documents give before anything was adjusted (Angara guide, issue 0, as compared with two
# launch catalogues): no residuals, no run-up, no interstage, the lighter fairing.
AS_PUBLISHED: dict[str, Changes] = {
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
    "angara-1.2-200": {
        "stage-1": {"dry_mass_kg": 9800.0, "residual_propellant_kg": 0.0},
        "stage-2": {"dry_mass_kg": 2355.0, "residual_propellant_kg": 0.0},
    },
}


def calibration() -> Iterator[str]:
    """Say what was fitted, and what the data give without."""
    yield from ("## What was fitted", "")
    yield from prose(
        """Every fitted figure is named in the catalogue (`calibrated_on`, and a note) and in every
        answer of the vehicle. Ours without it, where it was fitted:"""
    )
    rows = [
        _without(row, lifted(row, without), what, ratio)
        for row, without, what, ratio in _unfitted()
    ]
    yield from table(
        (
            *("vehicle", "to", "without", "of the load, %", "ours without, kg (%)"),
            *("ours, kg (%)", "published, kg"),
        ),
        rows,
    )
    yield from prose(
        """**Reserves** of Atlas V, Delta II, Soyuz-2.1v and Ariane 6: one figure each, the least
        that brings the named row to what is published. Up to some 3 % of the load a reserve is
        what it says; the one of Atlas V is NASA's, and the maker's may be less. Beyond 5 % (Delta
        II, Ariane 6) it is more than that: it also stands for masses that the sources leave out,
        as their notes say, and another orbit is met only as far as such a mass acts like kept
        propellant. A reserve of the last stage is not kept under an upper stage (Volga).
        **Angara.** Dry masses at the high end of what is
        published, unusable propellant, run-up before lift-off contact, interstage and the heavier
        fairing were assumed until the payload of Plesetsk came out; of Angara-1.2 also a second
        stage of 4,000 kg for the 2,355 kg in circulation, which cannot be reconciled with the
        published payload. **PSLV**: the limit of dynamic pressure, without which solids of
        published mean thrust lift a quarter more. **Fregat**: residuals, disposal and reserve
        together, one number for four rows. **Soyuz** itself was not fitted to any payload; the
        propellant burnt before lift-off contact was chosen for the time of booster separation (see
        [timelines](timelines.md))."""
    )


def _unfitted() -> Iterator[tuple[Published, Configuration, str, str]]:
    """Return fitted rows with their configuration without the fit, what was left out, its share."""
    for row_id, changes in AS_PUBLISHED.items():
        row = orbits()[row_id]
        raw = _changed(catalogue().configuration(row.configuration), changes)
        yield row, raw, "masses as published, nothing unburnt", "-"
    for row in (orbits() | escapes()).values():
        flown = catalogue().configuration(row.configuration)
        if not row.fitted:
            continue
        if flown.upper_stage is not None:
            upper = flown.upper_stage
            share = 100.0 * upper.unburnt_propellant_kg / upper.propellant_kg
            yield row, _unreserved(flown), "Fregat burns its last kilogram", f"{share:.1f}"
            continue
        vehicle, kept_kg = flown.vehicle, flown.vehicle.reserve.performance_propellant_kg
        if kept_kg:
            share = 100.0 * kept_kg / vehicle.stages[-1].propellant_kg
            bare = replace(vehicle.reserve, performance_propellant_kg=0.0)
            without = replace(flown, vehicle=replace(vehicle, reserve=bare))
            yield row, without, f"no reserve of {kept_kg:.0f} kg", f"{share:.1f}"
        if vehicle.limits.max_dynamic_pressure_pa is not None:
            free = replace(vehicle.limits, max_dynamic_pressure_pa=None)
            without = replace(flown, vehicle=replace(vehicle, limits=free))
            yield row, without, "no limit of dynamic pressure", "-"


def _without(row: Published, raw: Capability, what: str, share: str) -> list[str]:
    raw_kg, ours_kg = raw.payload_capability_kg, ours(row.id).payload_kg
    return [
        row.configuration,
        row.orbit_text,
        what,
        share,
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


def _changed(configuration: Configuration, changes: Changes) -> Configuration:
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
        row = orbits()[row_id]
        flown = catalogue().configuration(row.configuration)
        full, best = lifted(row, flown), lifted(row, flown, "optimal")
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


EFFECTS: tuple[tuple[str, Changes], ...] = (
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
    base = ours("2.1b-baikonur-240").payload_kg
    row = orbits()["2.1b-baikonur-240"]
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
    lower = ours("2.1b-baikonur-200").payload_kg
    high, low = row.payload_kg, orbits()["2.1b-baikonur-200"].payload_kg
    yield from prose(
        f"""Unusable propellant and reserves matter most, dry masses next, drag after them; the
        published figures know the first hardly at all. The published pair for this vehicle,
        {high:,.0f} kg to 240 km and {low:,.0f} kg to the station, contradicts itself: going down to
        200 km is worth {lower - base:+,.0f} kg in the model, so at one altitude the two differ by
        {100 * ((high + lower - base) / low - 1):.0f} %. No model can meet both within less than
        half of that."""
    )


def dogleg() -> Iterator[str]:
    """Show what the published falls of a dog-leg cost PSLV beside the dog-leg itself."""
    yield from ("## A dog-leg and its falls", "")
    row = orbits()["pslv-sso"]
    flown, site = catalogue().configuration(row.configuration), catalogue().complex(row.complex)
    zones = tuple(
        ZoneAim(
            part=zone.part,
            zone=zone.id,
            latitude_deg=zone.latitude_deg,
            longitude_deg=zone.longitude_deg,
            semi_major_m=zone.semi_major_m or POINT_ZONE_M,
            semi_minor_m=zone.semi_minor_m or POINT_ZONE_M,
            bearing_deg=zone.bearing_deg or 0.0,
        )
        for zone in catalogue().spaceport(site.spaceport).drop_zones
        if zone.part in ("stage-1", "stage-2", "stage-3") and flown.vehicle.id in zone.vehicles
    )
    once = _changed(flown, {"stage-4": {"restarts": 0}})
    rules = AscentRules(zones=zones)
    kept, both = (
        Optimiser(vehicle, site, row.orbit, rules=rules).capability() for vehicle in (flown, once)
    )
    free_kg, kept_kg, both_kg = (
        ours(row.id).payload_kg,
        kept.payload_capability_kg,
        both.payload_capability_kg,
    )
    yield from prose(
        f"""PSLV to {row.orbit_text} leaves inside its corridor and turns in flight; the optimum
        does so at {kept.ascent.relative_launch_azimuth_deg:.0f} deg. With stages 1 to 3 falling in
        the danger zones announced for PSLV-C47, which flew the same dog-leg, it lifts
        {kept_kg:,.0f} kg, {kept_kg - free_kg:+,.0f} kg against the flight without zones: its falls
        do not explain what it lifts too much. The fourth stage is lit again since 2015 only (a
        recollection), and whether the published figure counts on it is not known: with one burn,
        and the zones, ours is {both_kg:,.0f} kg, {100 * (both_kg / row.payload_kg - 1):+.1f} %."""
    )


def _dragged(vehicle: LaunchVehicle, scale: float) -> LaunchVehicle:
    curve = vehicle.drag
    scaled = tuple(scale * each for each in curve.drag_coefficient)
    return replace(vehicle, drag=replace(curve, drag_coefficient=scaled))
