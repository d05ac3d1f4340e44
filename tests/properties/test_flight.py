"""What a flight may not create: energy, momentum about the Earth's axis, and mass."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import simpson

from cosmodrome.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_J2_COEFFICIENT,
    EARTH_MU_M3_S2,
)
from cosmodrome.flight.fly import end_of_phase, fly
from cosmodrome.flight.profile import Burn, DragTable, FlightProfile, Phase, SteeringTable
from cosmodrome.orbit.elements import OrbitElements, state_from_elements

# Integrated to 1e-10 of the state: of 6e7 J/kg and 1e11 m2/s, over many steps.
ENERGY_RATIO = 3e-9
MOMENTUM_RATIO = 3e-9
# Simpson's rule through samples 2 s apart, of an integrand that changes within minutes.
WORK_RATIO = 1e-6
MASS_KG = 1e-9
EXAMPLES = 30

angles = st.floats(min_value=0.0, max_value=math.tau, exclude_max=True)


@st.composite
def orbits(draw):
    """Orbits that stay above the ground."""
    perigee_m = draw(st.floats(min_value=6.5e6, max_value=1.2e7))
    eccentricity = draw(st.floats(min_value=0.0, max_value=0.85))
    return OrbitElements(
        semi_major_axis_m=perigee_m / (1.0 - eccentricity),
        eccentricity=eccentricity,
        inclination_rad=draw(st.floats(min_value=0.0, max_value=math.pi)),
        raan_rad=draw(angles),
        argp_rad=draw(angles),
        true_anomaly_rad=draw(angles),
    )


def phase(duration_s, *, steering="coast", burns=(), expelled_kg_s=0.0, table=None):
    """A stretch of flight of a body that air cannot slow."""
    return Phase(
        name=steering,
        begin_s=0.0,
        end_s=duration_s,
        steering=steering,
        burns=burns,
        expelled_kg_s=expelled_kg_s,
        reference_area_m2=0.0,
        separations=(),
        begin_events=(),
        end_events=(),
        table=table,
    )


def profile(only_phase, *, latitude_deg=0.0, altitude_m=0.0, mass_kg=1000.0):
    """A flight of one phase from a place that turns with the Earth."""
    return FlightProfile(
        configuration="body",
        complex="place",
        latitude_deg=latitude_deg,
        longitude_deg=0.0,
        altitude_m=altitude_m,
        liftoff_mass_kg=mass_kg,
        payload_kg=0.0,
        launch_azimuth_rad=0.0,
        pitchover_angle_rad=0.0,
        drag=DragTable(knots=np.array([0.0, 1.0]), coefficients=np.zeros((1, 4))),
        phases=(only_phase,),
    )


def energy_j_kg(r, v):
    """Kinetic energy and the potential of J2, per kilogram."""
    radius_m = np.linalg.norm(r, axis=-1)
    bulge = EARTH_J2_COEFFICIENT * (EARTH_EQUATORIAL_RADIUS_M / radius_m) ** 2
    legendre = 1.5 * (r[..., 2] / radius_m) ** 2 - 0.5
    potential = -EARTH_MU_M3_S2 / radius_m * (1.0 - bulge * legendre)
    return 0.5 * np.sum(v * v, axis=-1) + potential


@settings(max_examples=EXAMPLES, deadline=None)
@given(orbits(), st.floats(min_value=1.0, max_value=20000.0))
def test_any_coast_keeps_its_energy_and_its_momentum_about_the_pole(orbit, duration_s):
    r, v = state_from_elements(orbit)
    coast = phase(duration_s)

    end = end_of_phase(profile(coast), coast, np.concatenate([r, v]), 1000.0)

    largest = EARTH_MU_M3_S2 / np.linalg.norm(r)
    assert abs(energy_j_kg(end[:3], end[3:]) - energy_j_kg(r, v)) < ENERGY_RATIO * largest
    turned = np.cross(end[:3], end[3:])[2] - np.cross(r, v)[2]
    assert abs(turned) < MOMENTUM_RATIO * np.linalg.norm(np.cross(r, v))


@st.composite
def powered_flights(draw):
    """A burn in any direction that turns evenly, above any place, with vents open or shut."""
    duration_s = draw(st.floats(min_value=100.0, max_value=400.0))
    mass_kg = draw(st.floats(min_value=1e3, max_value=1e5))
    spent_kg = draw(st.floats(min_value=0.1, max_value=0.6)) * mass_kg
    vented = draw(st.floats(min_value=0.0, max_value=0.1))
    ratios = draw(st.tuples(*[st.floats(min_value=0.3, max_value=1.2)] * 2))
    engine = Burn(
        stage="stage",
        thrust_vac_n=draw(st.floats(min_value=1.0, max_value=60.0)) * mass_kg,
        exit_area_m2=0.0,
        mass_flow_kg_s=(1.0 - vented) * spent_kg / (duration_s * 0.5 * sum(ratios)),
        start_throttle_ratio=ratios[0],
        end_throttle_ratio=ratios[1],
    )
    first, turn = draw(angles), draw(st.floats(min_value=-1.5, max_value=1.5))
    out_of_plane = draw(st.floats(min_value=-1.0, max_value=1.0))
    along = first + turn * np.linspace(0.0, 1.0, 4)
    nodes = np.column_stack([np.cos(along), np.sin(along), np.full(4, out_of_plane)])
    table = SteeringTable(
        bounds_s=np.array([0.0, duration_s]),
        times_s=np.linspace(0.0, duration_s, 4)[None],
        directions_eci=nodes[None],
    )
    burning = phase(
        duration_s,
        steering="free",
        burns=(engine,),
        expelled_kg_s=vented * spent_kg / duration_s,
        table=table,
    )
    latitude_deg = draw(st.floats(min_value=-89.0, max_value=89.0))
    above_m = draw(st.floats(min_value=2e5, max_value=2e6))
    return profile(
        burning, latitude_deg=latitude_deg, altitude_m=above_m, mass_kg=mass_kg
    ), spent_kg


def thrust_acceleration_m_s2(flight, trajectory):
    """Return the push over the mass at every sample, shape (n, 3)."""
    engine = flight.phases[0].burns[0]
    share = trajectory.t_s / flight.phases[0].duration_s
    slope = engine.end_throttle_ratio - engine.start_throttle_ratio
    push_n = engine.thrust_vac_n * (engine.start_throttle_ratio + slope * share)
    return (push_n / trajectory.mass_kg)[:, None] * trajectory.direction_eci


@settings(max_examples=EXAMPLES, deadline=None)
@given(powered_flights())
def test_energy_comes_from_the_work_of_the_thrust_alone(drawn):
    flight, _ = drawn
    trajectory = fly(flight)
    push = thrust_acceleration_m_s2(flight, trajectory)

    gained = energy_j_kg(trajectory.r_eci_m, trajectory.v_eci_m_s)
    power = np.sum(push * trajectory.v_eci_m_s, axis=1)
    work = simpson(power, x=trajectory.t_s)

    largest = simpson(np.abs(power), x=trajectory.t_s) + ENERGY_RATIO / WORK_RATIO * 6e7
    assert abs(gained[-1] - gained[0] - work) < WORK_RATIO * largest


@settings(max_examples=EXAMPLES, deadline=None)
@given(powered_flights())
def test_momentum_about_the_pole_comes_from_the_torque_of_the_thrust_alone(drawn):
    flight, _ = drawn
    trajectory = fly(flight)
    push = thrust_acceleration_m_s2(flight, trajectory)

    momentum = np.cross(trajectory.r_eci_m, trajectory.v_eci_m_s)[:, 2]
    torque = np.cross(trajectory.r_eci_m, push)[:, 2]

    largest = simpson(np.abs(torque), x=trajectory.t_s) + MOMENTUM_RATIO / WORK_RATIO * 5e10
    gained = momentum[-1] - momentum[0]
    assert abs(gained - simpson(torque, x=trajectory.t_s)) < WORK_RATIO * largest


@settings(max_examples=EXAMPLES, deadline=None)
@given(powered_flights())
def test_what_engines_and_vents_take_is_what_is_missing_in_the_end(drawn):
    flight, spent_kg = drawn

    trajectory = fly(flight)

    missing_kg = flight.liftoff_mass_kg - trajectory.mass_kg[-1]
    assert abs(missing_kg - spent_kg) < MASS_KG * flight.liftoff_mass_kg
