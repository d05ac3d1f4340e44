"""What our vehicles lift, against published payloads, by how much of those is in their data."""

import csv
import functools
import tomllib
from pathlib import Path

import pytest

from cosmodrome.ascent.exchange import capability_band, slopes_of
from cosmodrome.ascent.optimise import Optimiser
from cosmodrome.manifest import TargetOrbit
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.uncertainty import uncertainties_of

EVIDENCE = Path(__file__).parents[1] / "evidence"
PREDICTED_RATIO, CALIBRATED_RATIO = 0.07, 0.06
# One row or two of each vehicle; docs/validation/capability.md has them all.
PREDICTED = ("2.1a-baikonur-240", "2.1b-baikonur-240", "oneweb-baikonur", "meo-kourou")
CALIBRATED = ("a5m-vostochny", "delta-ii-sso", "ariane64-gto")
UNCALIBRATED = ("falcon9-leo", "inmarsat-5-f4", "electron-sso", "delta-iii-leo", "delta-iii-gto")
ATLAS = "atlas-v-401"


@functools.cache
def orbits():
    rows = tomllib.loads((EVIDENCE / "capability.toml").read_text("utf-8"))["capability"]
    return {row["id"]: row | {"orbit": TargetOrbit(**row["orbit"])} for row in rows}


@functools.cache
def escapes():
    lines = (EVIDENCE / "escape_capability.csv").read_text("utf-8").splitlines()
    table = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [
        row
        | {
            "orbit": TargetOrbit(kind="escape", c3_km2_s2=float(row["c3_km2_s2"])),
            "payload_kg": float(row["payload_kg"]),
        }
        for row in table
    ]


def title(row):
    """The row as the catalogue names it where a figure was fitted to it."""
    orbit = row["orbit"]
    low, high = orbit.perigee_altitude_km, orbit.apogee_altitude_km
    if orbit.kind == "escape":
        to = f"escape with C3 = {orbit.c3_km2_s2:g} km2/s2"
    elif low == high:
        to = f"{low:.0f} km, {orbit.inclination_deg:g} deg"
    else:
        to = f"{low:.0f} x {high:.0f} km, {orbit.inclination_deg:g} deg"
    return f"{row['configuration']} from {row['complex']} to {to}: {row['payload_kg']:.0f} kg"


def optimiser(row):
    catalogue = load_catalogue()
    configuration = catalogue.configuration(row["configuration"])
    return Optimiser(configuration, catalogue.complex(row["complex"]), row["orbit"])


def error_ratio(row):
    return optimiser(row).capability().payload_capability_kg / row["payload_kg"] - 1.0


def test_every_row_that_a_figure_was_fitted_to_is_in_the_evidence():
    catalogue = load_catalogue()
    stages = (*catalogue.vehicles, *catalogue.upper_stages)
    fitted = {name for each in stages for name in getattr(each, "reserve", each).calibrated_on}
    assert fitted
    assert fitted <= {title(row) for row in (*orbits().values(), *escapes())}


@pytest.mark.slow
@pytest.mark.parametrize("row_id", PREDICTED)
def test_payloads_of_soyuz_are_predicted(row_id):
    assert abs(error_ratio(orbits()[row_id])) < PREDICTED_RATIO


@pytest.mark.slow
@pytest.mark.parametrize("row_id", CALIBRATED)
def test_a_figure_fitted_to_one_row_carries_to_another(row_id):
    row = orbits()[row_id]
    known = load_catalogue().configuration(row["configuration"]).calibrated_on
    assert known
    assert title(row) not in known
    assert abs(error_ratio(row)) < CALIBRATED_RATIO


@pytest.mark.slow
@pytest.mark.parametrize("c3_km2_s2", [0.0, 45.0])
def test_a_reserve_fitted_at_one_energy_carries_to_both_ends_of_the_curve(c3_km2_s2):
    (row,) = (
        row
        for row in escapes()
        if row["configuration"] == ATLAS and row["orbit"].c3_km2_s2 == c3_km2_s2
    )
    assert abs(error_ratio(row)) < CALIBRATED_RATIO


@pytest.mark.slow
@pytest.mark.parametrize("row_id", UNCALIBRATED)
def test_the_band_of_what_was_not_fitted_holds_the_published_payload(row_id):
    row, catalogue = orbits()[row_id], load_catalogue()
    configuration = catalogue.configuration(row["configuration"])
    assert not configuration.calibrated_on
    solved = optimiser(row)
    most_kg = solved.capability().payload_capability_kg
    slopes = slopes_of(solved.lagrangian(), configuration, row["orbit"])
    band = capability_band(most_kg, slopes, uncertainties_of(catalogue, configuration))
    assert band.p10_kg < row["payload_kg"] < band.p90_kg
