"""What do scripts read of the orbit after an ascent? Records as keys of the documents."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.formats.areas import flat_lines
from cosmodrome.formats.coverage_fields import acquisition_fields, coverage_fields, pass_fields
from cosmodrome.formats.fields import Document
from cosmodrome.formats.instants import iso_utc

if TYPE_CHECKING:  # records are only read here: an answer needs none of their solvers
    from cosmodrome.orbit.elements import OrbitElements
    from cosmodrome.orbit.injection_error import OrbitScatter
    from cosmodrome.orbit.local_time_drift import LocalTimeDrift
    from cosmodrome.planning.injected_orbit import InjectedOrbit
    from cosmodrome.planning.plane_in_sky import PlaneInSky
    from cosmodrome.safety.decay_estimate import DecayEstimate


def injected_orbit_fields(orbit: InjectedOrbit, *, with_passes: bool = True) -> Document:
    """Return ``injected_orbit{}``: elements, dispersions, drifts, nodes, passes and coverage.

    Parameters
    ----------
    orbit : InjectedOrbit
    with_passes : bool
        Whether every pass is told, or only the first over each station.
    """
    liftoff = orbit.plane.liftoff if orbit.plane else None
    fields: Document = {
        "injection_t_s": orbit.injection_s,
        "injection_utc": instant_after(liftoff, orbit.injection_s),
        "forecast_d": orbit.days_d,
        "osculating": _osculating_fields(orbit.osculating, orbit.plane),
        "mean": _mean_fields(orbit.mean, orbit.plane) if orbit.mean else None,
        "mean_axis_off_m": orbit.mean_axis_off_m,
        "plane": _plane_fields(orbit.plane) if orbit.plane else None,
        "dispersion": _dispersion_fields(orbit),
        "drift": None
        if orbit.drifts is None
        else {"raan_deg_d": orbit.drifts[0], "argp_deg_d": orbit.drifts[1]},
        "local_time": _local_time_fields(orbit.local_time) if orbit.local_time else None,
        "nodes": [
            {
                "kind": node.kind,
                "t_s": node.t_s,
                "utc": instant_after(liftoff, node.t_s),
                "longitude_deg": node.longitude_deg,
                "local_time_h": node.local_time_h,
            }
            for node in orbit.nodes
        ],
        "ground_track": flat_lines(orbit.track_deg),
        "eclipses": None
        if orbit.eclipses is None
        else [
            {
                "enters_t_s": enters,
                "enters_utc": instant_after(liftoff, enters),
                "leaves_t_s": leaves,
                "leaves_utc": instant_after(liftoff, leaves),
            }
            for enters, leaves in orbit.eclipses
        ],
        "decay": _decay_fields(orbit.decay) if orbit.decay else None,
        "stations": [station.id for station in orbit.stations],
        "coverage": coverage_fields(orbit.coverage),
        "acquisitions": [acquisition_fields(each, liftoff) for each in orbit.acquisitions],
    }
    if with_passes:
        lit = orbit.sunlit or (None,) * len(orbit.passes)
        fields["passes"] = [
            pass_fields(each, liftoff, sunlit=light)
            for each, light in zip(orbit.passes, lit, strict=True)
        ]
    return fields


def instant_after(liftoff: datetime | None, t_s: float) -> str | None:
    """Return the instant some seconds after lift-off, None without one."""
    return None if liftoff is None else iso_utc(liftoff + timedelta(seconds=t_s))


def _osculating_fields(elements: OrbitElements, plane: PlaneInSky | None) -> Document:
    return {
        **_shape_fields(elements),
        "raan_deg": plane.raan_deg if plane else None,
        "raan_gcrf_deg": plane.raan_gcrf_deg if plane else None,
        "inclination_gcrf_deg": plane.inclination_gcrf_deg if plane else None,
        "raan_from_liftoff_meridian_deg": math.degrees(elements.raan_rad),
        "true_anomaly_deg": math.degrees(elements.true_anomaly_rad),
    }


def _mean_fields(elements: OrbitElements, plane: PlaneInSky | None) -> Document:
    return {
        **_shape_fields(elements),
        "raan_deg": plane.mean_raan_deg if plane else None,
        "raan_from_liftoff_meridian_deg": math.degrees(elements.raan_rad),
    }


def _shape_fields(elements: OrbitElements) -> Document:
    a, e = elements.semi_major_axis_m, elements.eccentricity
    closed = e < 1.0
    return {
        "semi_major_axis_m": a,
        "eccentricity": e,
        "perigee_altitude_m": a * (1.0 - e) - EARTH_EQUATORIAL_RADIUS_M,
        "apogee_altitude_m": a * (1.0 + e) - EARTH_EQUATORIAL_RADIUS_M if closed else None,
        "period_s": elements.period_s if closed else None,
        "inclination_deg": math.degrees(elements.inclination_rad),
        "argp_deg": math.degrees(elements.argp_rad),
        "argument_of_latitude_deg": math.degrees(elements.argument_of_latitude_rad),
    }


def _plane_fields(plane: PlaneInSky) -> Document:
    return {
        "liftoff_utc": iso_utc(plane.liftoff),
        "ltan_h": plane.ltan_h,
        "off_target_deg": plane.off_target_deg,
    }


def spreads(scatter: OrbitScatter, *, closed: bool = True) -> dict[str, float]:
    """Return the standard deviation of every element by its name in the documents.

    An orbit that is not closed has no apogee.
    """
    apogee = {"apogee_altitude_m": float(np.std(scatter.apogee_m))} if closed else {}
    angles = ("inclination", "raan", "argp", "argument_of_latitude")
    return {
        "semi_major_axis_m": float(np.std(scatter.semi_major_axis_m)),
        "eccentricity": float(np.std(scatter.eccentricity)),
        "perigee_altitude_m": float(np.std(scatter.perigee_m)),
        **apogee,
        **{
            f"{name}_deg": math.degrees(float(np.std(getattr(scatter, f"{name}_rad"))))
            for name in angles
        },
    }


def _dispersion_fields(orbit: InjectedOrbit) -> Document | None:
    if orbit.scatter is None or orbit.covariance_rtn is None:
        return None
    return {
        "sd": spreads(orbit.scatter, closed=orbit.osculating.eccentricity < 1.0),
        "covariance_rtn": orbit.covariance_rtn.tolist(),
        "cases": len(orbit.scatter.eccentricity),
        "tolerances": [
            {
                "name": each.name,
                "allowed": each.limit,
                "sd": each.sd_ratio * each.limit,
                "met_probability": each.met_probability,
            }
            for each in orbit.odds
        ],
        "all_met_probability": orbit.all_met_probability,
    }


def _local_time_fields(drift: LocalTimeDrift) -> Document:
    return {
        "planned_yearly_min": drift.planned_yearly_min,
        "sd_yearly_min": drift.sd_yearly_min,
        "three_sigma_yearly_min": drift.three_sigma_yearly_min,
        "of_kilometre_yearly_min": drift.of_kilometre_yearly_min,
        "of_degree_yearly_min": drift.of_degree_yearly_min,
        "of_sun_first_year_min": drift.of_sun_first_year_min,
    }


def _decay_fields(decay: DecayEstimate) -> Document:
    def days(value: float) -> float | None:
        return value if math.isfinite(value) else None

    return {
        "ballistic_coefficient_kg_m2": decay.ballistic_coefficient_kg_m2,
        "assumed": decay.is_assumed,
        "low_sun_d": days(decay.low_sun_d),
        "mean_sun_d": days(decay.mean_sun_d),
        "high_sun_d": days(decay.high_sun_d),
        "sinking_m_d": decay.sinking_m_d,
    }
