"""What do the rows of the documents hold? Each record as the keys of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.formats.instants import iso_utc

if TYPE_CHECKING:  # records are only read here: an answer needs none of their solvers
    from cosmodrome.ascent.optimise import Ascent, Replay, SolverReport
    from cosmodrome.ascent.plane_offset import PerformanceWindow
    from cosmodrome.campaign.schedule import CampaignSchedule, ScheduledActivity, ZoneBooking
    from cosmodrome.flight.trajectory import Event
    from cosmodrome.manifest import TargetOrbit
    from cosmodrome.planning.plan import Refusal
    from cosmodrome.safety.announced_area import AnnouncedArea
    from cosmodrome.safety.containment import MeasuredContainment
    from cosmodrome.safety.hazards import BodyHazard
    from cosmodrome.safety.notice import Notice
    from cosmodrome.vehicles import Configuration
    from cosmodrome.windows.why import MissingDay
    from cosmodrome.windows.window import LaunchWindow


Document = dict[str, Any]

POLYGON_DECIMALS = 6


def ascent_fields(
    ascent: Ascent, *, raan_deg: float | None, performance_margin_kg: float
) -> Document:
    """Return the ``ascent{}`` of a mission."""
    injection = ascent.injection
    return {
        "events": [event_fields(event) for event in ascent.trajectory.events],
        "injection": {
            "semi_major_axis_m": injection.semi_major_axis_m,
            "eccentricity": injection.eccentricity,
            "inclination_deg": injection.inclination_deg,
            "raan_deg": raan_deg,
            "raan_from_liftoff_meridian_deg": injection.raan_eci_deg,
            "argp_deg": injection.argp_deg,
        },
        "relative_launch_azimuth_deg": ascent.relative_launch_azimuth_deg,
        "inertial_launch_azimuth_deg": ascent.inertial_launch_azimuth_deg,
        "loading": loading_fields(ascent),
        "replay": replay_fields(ascent.replay),
        "max_dynamic_pressure_pa": ascent.max_dynamic_pressure_pa,
        "max_axial_load_factor": ascent.max_axial_load_factor,
        "performance_margin_kg": performance_margin_kg,
        "margin_propellant_kg": ascent.margin_propellant_kg,
        "binding": list(ascent.binding),
        "solver": solver_fields(ascent.solver),
    }


def event_fields(event: Event) -> Document:
    """Return one row of ``events[]``."""
    return {
        "name": event.name,
        "t_s": event.t_s,
        "altitude_m": event.altitude_m,
        "downrange_m": event.downrange_m,
        "v_ecef_m_s": event.v_ecef_m_s,
        "v_eci_m_s": event.v_eci_m_s,
        "latitude_deg": event.latitude_deg,
        "longitude_deg": event.longitude_deg,
        "mass_kg": event.mass_kg,
    }


def window_fields(window: LaunchWindow) -> Document:
    """Return one row of ``windows[]``."""
    return {
        "kind": window.kind,
        "crossing_utc": iso_utc(window.crossing) if window.crossing else None,
        "liftoff_utc": iso_utc(window.liftoff) if window.liftoff else None,
        "opens_utc": iso_utc(window.opens),
        "closes_utc": iso_utc(window.closes),
        "relative_launch_azimuth_deg": window.relative_launch_azimuth_deg,
        "plane_offset_deg": window.plane_offset_deg,
        "closed_by": list(window.closed_by),
        "cut_by": list(window.cut_by),
        "permitted": window.permitted,
        "width_by": window.width_by,
        "plane_change_m_s": window.plane_change_m_s,
        "plane_change_kg": window.plane_change_kg,
        "station_phase_deg": window.station_phase_deg,
        "phase_miss_deg": window.phase_miss_deg,
        "plane": window.plane,
        "programme": window.programme,
    }


def missing_day_fields(missing: MissingDay) -> Document:
    """Return one row of ``missing_days[]``."""
    return {
        "date": missing.day.isoformat(),
        "closed_by": [
            {"rule": rule.name, "taken_h": rule.taken_h, "misses_s": rule.misses_s}
            for rule in missing.closed_by
        ],
    }


def body_fields(body: BodyHazard) -> Document:
    """Return one row of ``bodies[]``."""
    return {
        "name": body.name,
        "count": body.count,
        "nominal": {
            "latitude_deg": body.nominal.latitude_deg,
            "longitude_deg": body.nominal.longitude_deg,
            "t_s": body.nominal.t_s,
        },
        "downrange_m": body.downrange_m,
        "azimuth_deg": body.azimuth_deg,
        "ellipse": {
            "latitude_deg": body.ellipse.latitude_deg,
            "longitude_deg": body.ellipse.longitude_deg,
            "semi_major_m": body.ellipse.semi_major_m,
            "semi_minor_m": body.ellipse.semi_minor_m,
            "bearing_deg": body.ellipse.bearing_deg,
            "containment": body.ellipse.containment_probability,
        },
        "polygon": ring(body.polygon_deg),
        "samples": body.samples,
        "contained_fraction": body.contained_fraction,
        "contained_interval": _interval(body.contained),
        "method": body.method,
        "contours": [ring(each) for each in body.contour.rings_deg] if body.contour else [],
        "polygon_contained_fraction": (
            body.contained_in_polygon.fraction if body.contained_in_polygon else None
        ),
        "areas": [_area_fields(area) for area in body.areas],
        "first_impact_t_s": body.first_impact_s,
        "last_impact_t_s": body.last_impact_s,
        "zones": [
            {
                "zone": z.zone,
                "distance_m": z.distance_m,
                "probability": z.probability,
                "probability_interval": _interval(z.measured),
            }
            for z in body.zones
        ],
    }


def _area_fields(area: AnnouncedArea) -> Document:
    """Return one row of ``areas[]``: what is announced about a part to one audience."""
    return {
        "audience": area.audience,
        "rule": area.rule,
        "shape": area.shape_kind,
        "containment": area.containment_probability,
        "hit_probability": area.hit_probability,
        "contained_fraction": area.contained.fraction,
        "contained_interval": _interval(area.contained),
        "method": area.method,
        "from_t_s": area.from_t_s,
        "to_t_s": area.to_t_s,
        "top_m": area.top_m,
        "polygon": ring(area.ring_deg),
    }


def _interval(measured: MeasuredContainment | None) -> list[float] | None:
    """Return the ends of the interval of a measured share, 95 % sure."""
    if measured is None:
        return None
    return [measured.low_probability, measured.high_probability]


def notice_fields(notice: Notice) -> Document:
    """Return one row of ``notices[]``."""
    return {
        "kind": notice.kind,
        "identifier": notice.identifier,
        "part": notice.part,
        "valid_from_utc": iso_utc(notice.valid_from),
        "valid_to_utc": iso_utc(notice.valid_to),
        "polygon": [list(point) for point in notice.ring_deg],
        "containment": notice.containment_probability,
        "rule": notice.rule,
        "text": notice.text,
    }


def campaign_fields(schedule: CampaignSchedule) -> Document:
    """Return ``campaign{}``: what the solver proved, and every activity in order of its start."""
    return {
        "status": schedule.status,
        "objective": schedule.objective,
        "lower_bound": schedule.lower_bound,
        "gap": schedule.gap_ratio,
        "activities": [_activity_fields(activity) for activity in schedule.activities],
    }


def booking_fields(booking: ZoneBooking) -> Document:
    """Return one row of a mission's ``drop_zones[]``: the zone and the days it is kept."""
    return {
        "zone": booking.zone,
        "part": booking.part,
        "booked_dates": [day.isoformat() for day in booking.days],
    }


def refusal_fields(refusal: Refusal) -> Document:
    """Return one row of ``refusals[]``."""
    return {
        "mission": refusal.mission,
        "rule": refusal.rule,
        "value": refusal.value,
        "limit": refusal.limit,
        "message": refusal.message,
    }


def orbit_fields(orbit: TargetOrbit) -> Document:
    """Return the elements that are given, by the names of the manifest."""
    names = (
        *("kind", "perigee_altitude_km", "apogee_altitude_km", "inclination_deg", "argp_deg"),
        *("raan_deg", "raan_frame", "ltan_h", "ltdn_h", "c3_km2_s2", "declination_deg"),
        *("right_ascension_deg", "rendezvous", "planes", "plane", "plane_spacing_deg"),
        *("plane_spacing_min", "walker"),
    )
    given = {name: getattr(orbit, name) for name in names}
    if orbit.raan_epoch is not None:
        given["raan_epoch"] = iso_utc(orbit.raan_epoch)
    if orbit.sun_angle_deg is not None:
        given["sun_angle_deg"] = list(orbit.sun_angle_deg)
    if orbit.repeat is not None:
        given["repeat"] = dict(zip(("revolutions", "days"), orbit.repeat, strict=True))
    if orbit.frozen:
        given["frozen"] = True
    if orbit.is_mean or orbit.elements is not None:
        given["elements"] = "mean" if orbit.is_mean else "osculating"
    return {name: value for name, value in given.items() if value is not None}


def replay_fields(replay: Replay) -> Document:
    """Return how far the re-flight ends from the optimum."""
    return {
        "position_gap_m": replay.position_gap_m,
        "velocity_gap_m_s": replay.velocity_gap_m_s,
    }


def solver_fields(solver: SolverReport) -> Document:
    """Return what the optimiser said."""
    return {
        "status": solver.status,
        "iterations": solver.iterations,
        "constraint_violation": solver.constraint_violation,
    }


def loading_fields(ascent: Ascent) -> Document:
    """Return how much propellant the upper stage carries, and why that much."""
    return {"policy": ascent.loading.policy, "propellant_kg": ascent.loading.propellant_kg}


def reserve_fields(configuration: Configuration, *, customer_margin_kg: float) -> Document:
    """Return what the last stage may not burn, each reserve apart, and the customer's margin.

    `probability` is what the performance reserve is kept for, null where nobody says.
    """
    upper, vehicle = configuration.upper_stage, configuration.vehicle
    if upper is not None:
        reserves = {
            "residual_kg": upper.residual_propellant_kg,
            "performance_kg": upper.performance_reserve_kg,
            "disposal_kg": upper.disposal_propellant_kg,
            "probability": upper.reserve_probability,
        }
    else:
        last = vehicle.stages[-1]
        reserves = {
            "residual_kg": last.count * last.residual_propellant_kg,
            "performance_kg": vehicle.reserve.performance_propellant_kg,
            "disposal_kg": vehicle.reserve.disposal_propellant_kg,
            "probability": vehicle.reserve.probability,
        }
    return {**reserves, "customer_margin_kg": customer_margin_kg}


def performance_window_fields(window: PerformanceWindow) -> Document:
    """Return the margin over lift-offs beside the best moment, and the window that it leaves."""
    return {
        "offset_s": [margin.offset_s for margin in window.margins],
        "performance_margin_kg": [margin.margin_kg for margin in window.margins],
        "opens_s": window.opens_s,
        "closes_s": window.closes_s,
    }


def campaign_solver_fields(schedule: CampaignSchedule) -> Document:
    """Return what the campaign's solver proved."""
    return {
        "status": schedule.status,
        "objective": schedule.objective,
        "lower_bound": schedule.lower_bound,
        "gap": schedule.gap_ratio,
    }


def _activity_fields(activity: ScheduledActivity) -> Document:
    return {
        "mission": activity.mission,
        "activity": activity.activity,
        "template": activity.template,
        "facility": activity.facility,
        "resources": list(activity.resources),
        "start_utc": iso_utc(activity.start),
        "end_utc": iso_utc(activity.end),
        "hazard": activity.hazard,
        "storage": activity.storage,
        "assumed": activity.assumed,
        "critical": activity.critical,
        "predecessors": list(activity.predecessors),
    }


def ring(points_deg: NDArray[np.float64]) -> list[list[float]]:
    """Return a polygon as GeoJSON orders it: longitude, latitude."""
    return [[round(float(value), POLYGON_DECIMALS) for value in point] for point in points_deg]
