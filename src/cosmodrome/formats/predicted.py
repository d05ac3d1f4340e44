"""By which elements do stations look for the spacecraft? An OMM and a two-line element, predicted.

Both are marked as predicted, in words and by an object number that no catalogue gives, and say how
far the spacecraft may be off: nobody should take them for what was observed.
"""

from datetime import datetime

from sgp4.exporter import export_tle

from cosmodrome.formats.instants import ccsds_epoch
from cosmodrome.formats.ndm import (
    METRES_PER_KM,
    Block,
    Entry,
    broken,
    covariance_block,
    header,
    kvn_text,
    xml_text,
)
from cosmodrome.formats.opm import metadata
from cosmodrome.formats.subject import Subject
from cosmodrome.orbit.mean_elements_fit import MeanElementsFit, satellite_of
from cosmodrome.planning.predicted_orbit import PredictedOrbit

# Of WGS-72, with which SGP4 counts (Spacetrack Report No. 3).
SGP4_MU_KM3_S2 = 398600.8
TITLE_LENGTH = 24
MARK = "PREDICTED"
ELEMENT_SET = 1
LEAST_LEAD_S = 0.05
"""A lead that would be told as nothing."""


def predicted_omm(
    subject: Subject, predicted: PredictedOrbit, fit: MeanElementsFit, *, as_of: datetime
) -> str:
    """Return the mean elements as an OMM in keyword-value notation (CCSDS 502.0-B-3, section 4)."""
    return kvn_text("OMM", _omm_blocks(subject, predicted, fit, as_of=as_of))


def predicted_omm_xml(
    subject: Subject, predicted: PredictedOrbit, fit: MeanElementsFit, *, as_of: datetime
) -> str:
    """Return the mean elements as an OMM in XML, which most software for antennas reads."""
    return xml_text("OMM", _omm_blocks(subject, predicted, fit, as_of=as_of))


def predicted_tle(subject: Subject, predicted: PredictedOrbit, fit: MeanElementsFit) -> str:
    """Return the mean elements as a two-line element under remarks and a title that mark it."""
    satellite = satellite_of(fit.elements, number=predicted.number)
    satellite.elnum = ELEMENT_SET
    remarks = (line for text in _remarks(subject, predicted, fit) for line in broken(text))
    title = f"{MARK} {subject.ascii_name}"[:TITLE_LENGTH].rstrip()
    return "\n".join([*(f"# {line}" for line in remarks), title, *export_tle(satellite), ""])


def _omm_blocks(
    subject: Subject, predicted: PredictedOrbit, fit: MeanElementsFit, *, as_of: datetime
) -> list[Block]:
    blocks = [
        header(as_of, *_remarks(subject, predicted, fit)),
        Block(
            tag="metadata",
            entries=(
                *metadata(subject, "TEME"),
                Entry(key="MEAN_ELEMENT_THEORY", value="SGP4"),
            ),
        ),
        _mean_elements(fit),
        _tle_parameters(predicted, fit),
    ]
    if predicted.covariance_rtn is not None:
        blocks.append(covariance_block(predicted.covariance_rtn))
    return blocks


def _mean_elements(fit: MeanElementsFit) -> Block:
    mean = fit.elements
    angles = (
        ("INCLINATION", mean.inclination_deg),
        ("RA_OF_ASC_NODE", mean.raan_deg),
        ("ARG_OF_PERICENTER", mean.argp_deg),
        ("MEAN_ANOMALY", mean.mean_anomaly_deg),
    )
    return Block(
        tag="meanElements",
        entries=(
            Entry(key="EPOCH", value=ccsds_epoch(mean.epoch)),
            Entry(key="MEAN_MOTION", value=f"{mean.mean_motion_rev_d:.10f}", unit="rev/day"),
            Entry(key="ECCENTRICITY", value=f"{mean.eccentricity:.9f}"),
            *(Entry(key=key, value=f"{x:.8f}", unit="deg") for key, x in angles),
            Entry(key="GM", value=f"{SGP4_MU_KM3_S2}", unit="km**3/s**2"),
        ),
    )


def _tle_parameters(predicted: PredictedOrbit, fit: MeanElementsFit) -> Block:
    drag = f"{fit.elements.bstar_coefficient:.9f}"
    return Block(
        tag="tleParameters",
        entries=(
            Entry(key="EPHEMERIS_TYPE", value="0"),
            Entry(key="CLASSIFICATION_TYPE", value="U"),
            Entry(key="NORAD_CAT_ID", value=f"{predicted.number}"),
            Entry(key="ELEMENT_SET_NO", value=f"{ELEMENT_SET}"),
            Entry(key="REV_AT_EPOCH", value="0"),
            Entry(key="BSTAR", value=drag, unit="1/ER"),
            Entry(key="MEAN_MOTION_DOT", value="0.0", unit="rev/day**2"),
            Entry(key="MEAN_MOTION_DDOT", value="0.0", unit="rev/day**3"),
        ),
    )


def _remarks(subject: Subject, predicted: PredictedOrbit, fit: MeanElementsFit) -> list[str]:
    """Say what the elements are, and how far off they may be."""
    known = predicted.covariance_rtn is not None
    of_what = "injection and fit together" if known else "the fit alone, that of injection unknown"
    remarks = [
        f"{MARK} before flight from the planned ascent; not observed, not a determined orbit. "
        f"{subject.epoch.remark}",
        f"Object number {predicted.number} is of the range for analysts, no catalogue number.",
        f"Over the first {fit.span_s / 3600.0:.0f} h SGP4 without drag stays within "
        f"{fit.residual_max_m / METRES_PER_KM:.1f} km of the orbit computed, which knows no air. "
        + _drag_in_words(fit.elements.bstar_coefficient),
    ]
    remarks += [
        f"Expected error {error.what} after injection, one sigma of {of_what}: "
        f"{error.time_s:.1f} s early or late, {error.cross_track_m / METRES_PER_KM:.1f} km "
        f"across the track, {error.radial_m / METRES_PER_KM:.1f} km in height"
        f"{_lead_in_words(error.drag_lead_s)}."
        for error in predicted.errors
    ]
    return remarks


def _drag_in_words(bstar_coefficient: float) -> str:
    if bstar_coefficient == 0.0:
        return "The drag term is zero."
    return (
        f"The drag term {bstar_coefficient:.2e} is that of an assumed mass and area in air that "
        "knows no Sun: true within a factor of two or three."
    )


def _lead_in_words(drag_lead_s: float) -> str:
    if abs(drag_lead_s) < LEAST_LEAD_S:
        return ""
    return f"; the drag term alone makes it {drag_lead_s:.1f} s early, known to that factor"
