"""How do phases read once the variables have values? From a sequence to a flight profile."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from cosmodrome.ascent.sequence import AscentSequence
from cosmodrome.flight.profile import (
    DragTable,
    FlightProfile,
    Phase,
    Separation,
    SteeringTable,
)
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.vehicles import Configuration, DragCurve


def drag_table(curve: DragCurve) -> DragTable:
    """Return the twice-differentiable spline through a drag curve, flat at both ends."""
    knots = np.array(curve.mach)
    spline = CubicSpline(knots, np.array(curve.drag_coefficient), bc_type="clamped")
    return DragTable(knots=knots, coefficients=np.ascontiguousarray(spline.c[::-1].T))


def steering_table(
    begin_s: float,
    end_s: float,
    shares: NDArray[np.float64],
    directions: NDArray[np.float64],
    *,
    degree: int,
) -> SteeringTable:
    """Return the directions of a free phase, given at shares of its length."""
    intervals = len(shares) // degree
    times_s = begin_s + (end_s - begin_s) * shares
    bounds_s = begin_s + (end_s - begin_s) * np.arange(intervals + 1) / intervals
    unit = directions / np.linalg.norm(directions, axis=1)[:, None]
    return SteeringTable(
        bounds_s=bounds_s,
        times_s=times_s.reshape(intervals, degree),
        directions_eci=unit.reshape(intervals, degree, 3),
    )


def realise(
    sequence: AscentSequence,
    values: Mapping[str, float],
    *,
    configuration: Configuration,
    launch_complex: LaunchComplex,
    drag: DragTable,
    tables: Sequence[tuple[NDArray[np.float64], NDArray[np.float64], int] | None] | None = None,
) -> FlightProfile:
    """Return the flight profile of a sequence.

    Parameters
    ----------
    values : mapping
        Of every variable by name, natural units, with "pitchover_angle" and "launch_azimuth" [rad].
    tables : sequence, optional
        For every phase None or (shares, directions, degree) of its nodes.
    """
    phases: list[Phase] = []
    t_s = 0.0
    for index, plan in enumerate(sequence.phases):
        end_s = t_s + float(plan.duration_s.at(values))
        nodes = tables[index] if tables is not None else None
        table = None
        if nodes is not None:
            shares, directions, degree = nodes
            table = steering_table(t_s, end_s, shares, directions, degree=degree)
        phases.append(
            Phase(
                name=" + ".join(b.stage for b in plan.burns) or "coast",
                begin_s=t_s,
                end_s=end_s,
                steering=plan.steering,
                burns=plan.burns,
                expelled_kg_s=plan.expelled_kg_s,
                reference_area_m2=plan.area_m2,
                separations=tuple(
                    Separation(part=d.part, count=d.count, mass_kg=float(d.mass_kg.at(values)))
                    for d in plan.drops
                ),
                begin_events=plan.begin_events,
                end_events=plan.end_events,
                table=table,
            )
        )
        t_s = end_s
    return FlightProfile(
        configuration=configuration.id,
        complex=launch_complex.id,
        latitude_deg=launch_complex.latitude_deg,
        longitude_deg=launch_complex.longitude_deg,
        altitude_m=launch_complex.altitude_m,
        liftoff_mass_kg=float(sequence.liftoff_mass_kg.at(values)),
        payload_kg=values["payload"],
        launch_azimuth_rad=values["launch_azimuth"],
        pitchover_angle_rad=values["pitchover_angle"],
        drag=drag,
        phases=tuple(phases),
    )
