"""Rebuild docs/validation/capability.md: what our rockets lift, and what is published."""

import statistics
from collections.abc import Iterator

from _page import PAGES, prose, table
from _ratings import (
    CALIBRATED,
    PREDICTED,
    UNCALIBRATED,
    Published,
    Rated,
    answered,
    catalogue,
    check_fitted,
    escapes,
    orbits,
    ours,
)
from _sensitivity import calibration, dogleg, effects, loading

# What the model is asked to reach, and from which error on a row is explained.
PREDICTED_MEDIAN_RATIO, PREDICTED_WORST_RATIO = 0.03, 0.07
CALIBRATED_WORST_RATIO = 0.06
INSIDE_SHARE, HALF_WIDTH_RATIO = 0.8, 0.12
EXPLAINED_FROM_RATIO = 0.05

REASONS = {
    "2.1a-plesetsk-240": "the source gives the altitude only, and a plane further from the equator "
    "would cost more",
    "2.1a-progress": "it flew; nobody says that the rocket lifts no more",
    "2.1b-baikonur-240": "in part the third stage's dry mass: the manual's is lighter (see What "
    "moves the answer)",
    "2.1b-baikonur-200": "it is quoted for flights to the station, perhaps with their reserves",
    "oneweb-vostochny": "36 satellites and dispenser flew",
    "sso-baikonur": "not known; the figure would leave 160 kg above Metop, flown on the weaker "
    "Soyuz-2.1a",
    "sso-kourou": "recalled as 4230 to 4400 kg; the upper end is set here",
    "sentinel-kourou": "one satellite flew, lighter than what the vehicle lifts",
    "gto-baikonur": "ours is to 200 x 35786 km without a turn of the plane; a transfer on which "
    "the satellite has as little to do as from Kourou takes far more of Fregat",
    "angara-1.2-1000": "the last stage burns once; the published figure is of a vehicle with an "
    "apogee module, which is not in the catalogue",
    "a5-vostochny": "the plane costs less than that of Plesetsk",
    "a5-flown": "what a flight proved, not the most",
    "echostar-23": "one satellite flew, and the stage had propellant left",
    "inmarsat-5-f4": "what stays in the second stage and its empty mass, neither published; 1 % of "
    "residuals is assumed, and half as much again would explain it",
    "pslv-sso": "the empty mass of the fourth stage (420 and 920 kg are in circulation) and the "
    "limit fitted to the low orbit; in part the second burn of the fourth stage: see A dog-leg and "
    "its falls",
}
NOT_KNOWN = "not known"


def main_table(tier: str) -> Iterator[str]:
    """Compare the rows to closed orbits of one tier."""
    rows = [_line(ours(row.id)) for row in orbits().values() if row.tier == tier]
    yield from table(
        (
            *("vehicle", "from", "orbit", "ours, kg", "published, kg", "error, %", "band, kg"),
            *("confidence", "counts", "explanation", "source"),
        ),
        rows,
    )


def _line(rated: Rated) -> list[str]:
    row = rated.row
    what = {"flown": " flown", "limit": " flown, near the most"}.get(row.meaning, "")
    answer = ["no answer", "-", "-"]
    if rated.capability is not None and rated.band is not None:
        low, high = rated.band.p10_kg, rated.band.p90_kg
        answer = [f"{rated.payload_kg:,.0f}", _error(rated), f"{low:,.0f} to {high:,.0f}"]
    return [
        row.configuration,
        row.complex,
        row.orbit_text + (" (assumed)" if row.inclination_assumed else ""),
        answer[0],
        f"{row.payload_kg:,.0f}{what}",
        *answer[1:],
        row.confidence + (", recalled" if row.recalled else ""),
        _counts(row),
        _explanation(rated),
        row.source,
    ]


def _error(rated: Rated) -> str:
    text = f"{100 * rated.error_ratio:+.1f}"
    return f"**{text}**" if _missed(rated) else text


def _missed(rated: Rated) -> bool:
    """Tell whether a row is beyond what its tier asks of one row."""
    if rated.row.meaning == "flown":
        return rated.error_ratio < 0.0
    if not rated.row.graded:
        return False
    if rated.row.tier == UNCALIBRATED:
        return not rated.inside
    worst = PREDICTED_WORST_RATIO if rated.row.tier == PREDICTED else CALIBRATED_WORST_RATIO
    return abs(rated.error_ratio) > worst


def _counts(row: Published) -> str:
    if row.ungraded:
        return f"no: {row.ungraded}"
    if row.meaning == "flown":
        return "as a lower bound"
    if not row.fitted:
        return "yes"
    return "yes; Fregat's reserve was fitted here too" if row.graded else "no: fitted here"


def _explanation(rated: Rated) -> str:
    reason = REASONS.get(rated.row.id, "")
    if rated.capability is None:
        return f"{reason}. Said: {rated.refusal[:120]} ..."
    if abs(rated.error_ratio) > EXPLAINED_FROM_RATIO:
        return reason or NOT_KNOWN
    return reason


# ---- the tiers -----------------------------------------------------------------------------------


def predicted() -> Iterator[str]:
    """Say how well vehicles are predicted from published data."""
    yield from ("## Predicted: Soyuz-2", "")
    yield from prose(
        """Soyuz-2.1a and 2.1b from published data, with one reserve in every Fregat, fitted to the
        four rows that say so at once: their scatter is evidence, their mean is not. Tanks of Fregat
        full; nothing is chosen row by row."""
    )
    yield from main_table(PREDICTED)
    errors = _errors(PREDICTED)
    median, worst = statistics.median(errors), _worst(PREDICTED)
    yield from prose(
        f"""Over the {len(errors)} rows that count (the escape curve below as one row, by the
        median of its points) the median error without sign is {100 * median:.1f} %
        {_asked(median, PREDICTED_MEDIAN_RATIO)}; the worst, every point of the curve included, is
        {100 * worst:.1f} % {_asked(worst, PREDICTED_WORST_RATIO)}."""
    )


def calibrated() -> Iterator[str]:
    """Say how one fitted figure of a vehicle carries to its other orbits."""
    yield from ("## Calibrated", "")
    yield from prose(
        """Of these vehicles one figure, or a set of masses (Angara), was chosen on one published
        payload. That row is no evidence. The other rows of the vehicle, or of its kin with the same
        figure, are. Bands count every figure as if nothing had been fitted, and are too wide
        here."""
    )
    yield from main_table(CALIBRATED)
    errors = _errors(CALIBRATED)
    worst = _worst(CALIBRATED)
    yield from prose(
        f"""Over the {len(errors)} rows that test a fit (the escape curve of Atlas V as one) the
        median error without sign is {100 * statistics.median(errors):.1f} %, the worst
        {100 * worst:.1f} % {_asked(worst, CALIBRATED_WORST_RATIO)}. Angara-1.2 and Soyuz-2.1v have
        no second row: nothing tests them."""
    )


def uncalibrated() -> Iterator[str]:
    """Say whether the band of vehicles that nothing was fitted to holds the published payload."""
    yield from ("## Uncalibrated", "")
    yield from prose(
        """No figure of these was fitted to a payload; where sources disagree, one was taken that
        closes burn times or masses. What is published leaves out reserves and residuals, so that an
        answer is no better than its band."""
    )
    yield from main_table(UNCALIBRATED)
    rated = [each for each in answered(UNCALIBRATED) if each.row.graded]
    inside = sum(each.inside for each in rated)
    median = statistics.median(abs(each.error_ratio) for each in rated)
    widths = [each.half_width_ratio for each in rated]
    yield from prose(
        f"""{inside} of {len(rated)} published figures that count lie in our 80 % band
        ({"as" if inside >= INSIDE_SHARE * len(rated) else "**not as**"} asked: four of five). Half
        the band is {100 * min(widths):.0f} to {100 * max(widths):.0f} % of the payload, in the
        median {100 * statistics.median(widths):.0f} %
        {_asked(statistics.median(widths), HALF_WIDTH_RATIO)}; the median error without sign is
        {100 * median:.1f} %."""
    )


def _errors(tier: str) -> list[float]:
    """Return the errors of a tier without sign; a curve is one row, by its median point."""
    rated = [each for each in answered(tier) if each.row.graded]
    errors = [abs(each.error_ratio) for each in rated if each.row.id in orbits()]
    curves: dict[str, list[float]] = {}
    for each in rated:
        if each.row.id in escapes():
            curves.setdefault(each.row.configuration, []).append(abs(each.error_ratio))
    return errors + [statistics.median(points) for points in curves.values()]


def _worst(tier: str) -> float:
    return max(abs(each.error_ratio) for each in answered(tier) if each.row.graded)


def _asked(value: float, limit: float) -> str:
    verdict = "as asked" if value <= limit else "**missed**"
    return f"({verdict}: at most {100 * limit:.0f} %)"


def curves() -> Iterator[str]:
    """Compare the escape curves point by point."""
    yield from ("## Escape", "")
    yield from prose(
        """Injected mass against C3, declination of the asymptote free, every fifth point of the
        manual's curve. Sources and confidence stand
        in `escape_capability.csv`. Soyuz with Fregat is *predicted*; Atlas V 401 is *calibrated*:
        one figure on one point of ten."""
    )
    rows = []
    for row in escapes().values():
        rated = ours(row.id)
        if rated.band is None:
            rows.append(
                [row.configuration, f"{row.orbit.c3_km2_s2:g}", "no answer", "", "", "", ""]
            )
            continue
        rows.append(
            [
                row.configuration,
                f"{row.orbit.c3_km2_s2:g}",
                f"{rated.payload_kg:,.0f}",
                f"{row.payload_kg:,.0f}",
                _error(rated),
                f"{rated.band.p10_kg:,.0f} to {rated.band.p90_kg:,.0f}",
                "no: fitted here" if row.fitted else "yes",
            ]
        )
    yield from table(
        ("vehicle", "C3, km2/s2", "ours, kg", "published, kg", "error, %", "band, kg", "counts"),
        rows,
    )
    yield from prose(_of_soyuz_curve())


def _of_soyuz_curve() -> str:
    points = [ours(row.id) for row in escapes().values() if row.tier == PREDICTED]
    excess = [p.payload_kg - p.row.payload_kg for p in points if p.capability is not None]
    return f"""Ours for Soyuz is {min(excess):+,.0f} to {max(excess):+,.0f} kg from the manual's
    curve, {statistics.mean(excess):+,.0f} kg in the mean. Fregat's reserve is one number for low
    and for high orbits, and the declination that the manual's curve means is not known."""


# ---- what stands behind --------------------------------------------------------------------------


def bands() -> Iterator[str]:
    """Tell what the width of the bands is made of."""
    yield from ("## What the bands are made of", "")
    yield from prose(
        """The standard deviations of the catalogue's figures, carried to the payload by its
        exchange ratios. The largest parts of the variance, for the first row of each vehicle:"""
    )
    rows, seen = [], set()
    for row in (orbits() | escapes()).values():
        band = ours(row.id).band
        if row.configuration in seen or band is None:
            continue
        seen.add(row.configuration)
        parts = ", ".join(f"{name} {100 * share:.0f} %" for name, share in band.shares[:3])
        rows.append([row.configuration, f"{100 * ours(row.id).half_width_ratio:.1f}", parts])
    yield from table(("vehicle", "half of the band, %", "largest parts"), rows)


def replays() -> Iterator[str]:
    """Tell how well the re-flights agreed, and which rows have no answer."""
    yield from ("## Were they flown?", "")
    rated = [ours(row_id) for row_id in orbits() | escapes()]
    flights = [each.capability.ascent for each in rated if each.capability is not None]
    silent = [each.row.title for each in rated if each.capability is None]
    yield from prose(
        f"""Each of the {len(flights)} optima was flown again from the pad by the independent
        integrator. The largest gap at injection is
        {max(a.replay.position_gap_m for a in flights):.2f} m and
        {max(a.replay.velocity_gap_m_s for a in flights):.4f} m/s, where 50 m and 0.1 m/s are
        allowed; the solver took {min(a.solver.iterations for a in flights)} to
        {max(a.solver.iterations for a in flights)} iterations, corrections included. Rows without
        an answer: {"; ".join(silent) or "none"}."""
    )


def assumed() -> Iterator[str]:
    """List what stands behind the rows and is not published."""
    yield from ("## What was assumed", "")
    flux_w_m2 = catalogue().configuration("soyuz-2.1b").vehicle.fairing.max_heat_flux_w_m2
    yield from (
        "Beside the data of the catalogue, each with its source or marked an estimate:",
        "",
        "- still standard atmosphere; adapter or dispenser counts as payload;",
        f"- the fairing goes once the free-molecular heat flux is below {flux_w_m2:,.0f} W/m2,",
        "  where it then stays;",
        "- no drop zone; of dynamic pressure only PSLV has a limit, and that is a fit;",
        "- stages that can be lit again are, as often as is best; their coasts are free;",
        "- a last stage that burns once injects at perigee;",
        "- on transfer orbits the place of the perigee is free, on escapes the declination;",
        "- the inclination, where marked so: the source gives the altitude only.",
        "",
    )


def page() -> str:
    """Return the whole page."""
    check_fitted()
    lines = [
        "# Payload capability",
        "",
        "The payload that leaves no margin, beside published figures and flown payloads. See [how",
        "to read these pages](how-to-read.md). The evidence is in `tests/authorities/evidence`.",
        "",
    ]
    lines += prose(
        f"""Three tiers are kept apart, by how much of the published payloads is in our data. The
        band is where our answer lies with a probability of 80 %, as far as the spread of the data
        tells. A row that does not count says why; payloads that flew bound ours from below. A row
        that misses what its tier asks of a row (within {100 * PREDICTED_WORST_RATIO:.0f} %
        predicted, within {100 * CALIBRATED_WORST_RATIO:.0f} % calibrated, inside the band
        uncalibrated) is printed bold. Errors beyond {100 * EXPLAINED_FROM_RATIO:.0f} %
        are explained, or said to be not known."""
    )
    parts = (
        *(predicted, calibrated, uncalibrated, curves, calibration, loading, effects),
        *(dogleg, bands, replays, assumed),
    )
    for part in parts:
        lines.extend(part())
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    (PAGES / "capability.md").write_text(page(), encoding="utf-8")
