"""What does a script read of the orbit predicted after injection?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cosmodrome.formats.fields import Document
from cosmodrome.formats.instants import iso_utc

if TYPE_CHECKING:  # records are only read here
    from cosmodrome.orbit.mean_elements_fit import MeanElementsFit
    from cosmodrome.planning.predicted_orbit import ExpectedError, PredictedOrbit


def predicted_fields(predicted: PredictedOrbit) -> Document:
    """Return ``predicted{}`` of a mission: SGP4 mean elements and the error to expect of them.

    Without mean elements `mean_elements` is null and `no_mean_elements` says why.
    """
    mean = predicted.mean
    return {
        "object_number": predicted.number,
        "mean_elements": None if mean is None else _mean_fields(mean),
        "no_mean_elements": predicted.no_mean_elements,
        "injection_errors_known": predicted.covariance_rtn is not None,
        "expected_errors": [_error_fields(error) for error in predicted.errors],
    }


def _mean_fields(fit: MeanElementsFit) -> Document:
    mean = fit.elements
    radial_m, along_m, across_m = fit.residual_rms_m
    return {
        "theory": "SGP4",
        "frame": "TEME",
        "epoch_utc": iso_utc(mean.epoch),
        "mean_motion_rev_d": mean.mean_motion_rev_d,
        "eccentricity": mean.eccentricity,
        "inclination_deg": mean.inclination_deg,
        "raan_deg": mean.raan_deg,
        "argp_deg": mean.argp_deg,
        "mean_anomaly_deg": mean.mean_anomaly_deg,
        "bstar_coefficient": mean.bstar_coefficient,
        "fit_span_s": fit.span_s,
        "fit_residual_m": {"radial": radial_m, "along": along_m, "across": across_m},
        "fit_residual_max_m": fit.residual_max_m,
    }


def _error_fields(error: ExpectedError) -> Document:
    return {
        "after": error.what,
        "after_injection_s": error.after_injection_s,
        "time_s": error.time_s,
        "cross_track_m": error.cross_track_m,
        "radial_m": error.radial_m,
        "drag_lead_s": error.drag_lead_s,
    }
