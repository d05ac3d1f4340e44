"""The re-flight that judges every optimum: what it must conserve, and where it must stop."""

import functools
import math
from dataclasses import replace

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import configuration, flown_soyuz

from cosmodrome.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_J2_COEFFICIENT,
    EARTH_MU_M3_S2,
    EARTH_ROTATION_RATE_RAD_S,
    STANDARD_GRAVITY_M_S2,
)
from cosmodrome.flight.fly import end_of_phase, fly, pad_state
from cosmodrome.flight.profile import Phase
from cosmodrome.flight.rates import direction_of, propellant_used_kg, thrust_vac_n

# Integrated to 1e-10 of 3e7 J/kg, over a thousand seconds.
ENERGY_J_KG = 1.0
# The same of 5e10 m2/s about the Earth's axis.
MOMENTUM_M2_S = 1e2
ROUNDING_KG = 1e-6
# One integration in pieces against one in another number of pieces.
POSITION_M = 0.01
COAST_S = 900.0


def coast(begin_s, duration_s):
    """A stretch without engines, and without a body that air could slow."""
    return Phase(
        name="coast",
        begin_s=begin_s,
        end_s=begin_s + duration_s,
        steering="coast",
        burns=(),
        expelled_kg_s=0.0,
        reference_area_m2=0.0,
        separations=(),
        begin_events=(),
        end_events=(),
    )


@functools.cache
def coasting():
    """The flight of the fixture, and a coast after it."""
    profile, _ = flown_soyuz()
    longer = replace(profile, phases=(*profile.phases, coast(profile.end_s, COAST_S)))
    return longer, fly(longer)


def energy_j_kg(r, v):
    """Kinetic energy and the potential of J2, per kilogram."""
    radius_m = np.linalg.norm(r, axis=1)
    bulge = EARTH_J2_COEFFICIENT * (EARTH_EQUATORIAL_RADIUS_M / radius_m) ** 2
    legendre = 1.5 * (r[:, 2] / radius_m) ** 2 - 0.5
    potential = -EARTH_MU_M3_S2 / radius_m * (1.0 - bulge * legendre)
    return 0.5 * np.sum(v * v, axis=1) + potential


def test_a_coast_keeps_its_energy_and_its_momentum_about_the_pole():
    profile, trajectory = coasting()
    rows = trajectory.phase == len(profile.phases) - 1
    r, v = trajectory.r_eci_m[rows], trajectory.v_eci_m_s[rows]

    energy = energy_j_kg(r, v)
    momentum = np.cross(r, v)[:, 2]

    assert len(energy) > 40
    assert energy[0] == pytest.approx(energy, abs=ENERGY_J_KG)
    assert momentum[0] == pytest.approx(momentum, abs=MOMENTUM_M2_S)


def test_mass_leaves_by_engines_and_separations_alone():
    profile, trajectory = flown_soyuz()
    mass_kg = profile.liftoff_mass_kg
    for index, phase in enumerate(profile.phases):
        flown = trajectory.mass_kg[trajectory.phase == index]
        assert mass_kg == pytest.approx(flown[0], abs=ROUNDING_KG)
        mass_kg -= propellant_used_kg(phase, phase.end_s)
        assert mass_kg == pytest.approx(flown[-1], abs=ROUNDING_KG)
        assert np.all(np.diff(flown) < 0.0)
        mass_kg -= sum(each.mass_kg for each in phase.separations)


def test_propellant_used_is_thrust_over_exhaust_speed():
    profile, _ = flown_soyuz()
    ramped = profile.phases[0]
    booster, core = ramped.burns
    times_s = np.linspace(ramped.begin_s, ramped.end_s, 2001)
    exhaust_m_s = 320.2 * STANDARD_GRAVITY_M_S2

    impulse_n_s = np.trapezoid(
        [thrust_vac_n(ramped, float(t)) - core.thrust_vac_n for t in times_s], times_s
    )

    burnt_kg = propellant_used_kg(ramped, ramped.end_s)
    burnt_kg -= (core.mass_flow_kg_s + ramped.expelled_kg_s) * ramped.duration_s
    assert booster.thrust_vac_n / exhaust_m_s == pytest.approx(booster.mass_flow_kg_s, rel=1e-9)
    assert impulse_n_s / exhaust_m_s == pytest.approx(burnt_kg, rel=1e-9)


def test_every_boundary_stands_twice_with_one_position():
    profile, trajectory = flown_soyuz()
    seams = [phase.end_s for phase in profile.phases[:-1]]

    for seam_s in seams:
        rows = np.flatnonzero(trajectory.t_s == seam_s)
        assert 2 == len(rows)
        before, after = rows
        assert np.array_equal(trajectory.r_eci_m[before], trajectory.r_eci_m[after])
        assert np.array_equal(trajectory.v_eci_m_s[before], trajectory.v_eci_m_s[after])
    assert np.all(np.diff(trajectory.t_s) >= 0.0)


def test_bodies_leave_with_the_state_of_the_vehicle():
    profile, trajectory = flown_soyuz()

    expected = [s for phase in profile.phases for s in phase.separations]
    assert [s.part for s in expected] == [body.part for body in trajectory.bodies]
    for separation, body in zip(expected, trajectory.bodies, strict=True):
        row = np.flatnonzero(trajectory.t_s == body.t_s)[0]
        assert separation.mass_kg == pytest.approx(body.count * body.mass_kg)
        assert np.array_equal(trajectory.r_eci_m[row], body.r_eci_m)


def test_before_lift_off_a_pad_turns_with_the_earth():
    state = pad_state(math.radians(51.9), math.radians(128.3), 278.0)

    turning = np.cross([0.0, 0.0, EARTH_ROTATION_RATE_RAD_S], state[:3])
    assert list(turning) == pytest.approx(list(state[3:]))


def test_a_phase_flown_by_itself_ends_where_the_whole_flight_has_it():
    profile, trajectory = flown_soyuz()
    index = next(i for i, p in enumerate(profile.phases) if p.steering == "zero-incidence")
    rows = np.flatnonzero(trajectory.phase == index)
    begin = np.concatenate([trajectory.r_eci_m[rows[0]], trajectory.v_eci_m_s[rows[0]]])

    end = end_of_phase(profile, profile.phases[index], begin, float(trajectory.mass_kg[rows[0]]))

    assert list(trajectory.r_eci_m[rows[-1]]) == pytest.approx(list(end[:3]), abs=POSITION_M)


def test_a_vehicle_rises_upright_then_tilts_towards_its_azimuth():
    profile, trajectory = flown_soyuz()
    up = trajectory.r_eci_m[0] / np.linalg.norm(trajectory.r_eci_m[0])
    pitchover = next(i for i, p in enumerate(profile.phases) if p.steering == "pitchover")
    tilted = trajectory.direction_eci[trajectory.phase == pitchover][-1]

    # The pad's vertical is geodetic: 0.19 deg from the radius.
    assert 1.0 == pytest.approx(trajectory.direction_eci[0] @ up, abs=1e-5)
    turned_rad = profile.pitchover_angle_rad
    assert math.cos(turned_rad) == pytest.approx(tilted @ up, abs=0.005)
    north_m = np.array([0.0, 0.0, 1.0]) - up[2] * up
    assert tilted @ north_m > 0.0


def test_at_zero_incidence_thrust_lies_along_the_wind():
    profile, trajectory = flown_soyuz()
    index = next(i for i, p in enumerate(profile.phases) if p.steering == "zero-incidence")
    rows = trajectory.phase == index
    air = trajectory.v_eci_m_s[rows] - np.cross(
        [0.0, 0.0, EARTH_ROTATION_RATE_RAD_S], trajectory.r_eci_m[rows]
    )

    along = np.sum(air * trajectory.direction_eci[rows], axis=1) / np.linalg.norm(air, axis=1)

    assert 1.0 == pytest.approx(along, abs=1e-6)


def test_a_coast_points_nowhere():
    profile, trajectory = coasting()

    assert not np.any(trajectory.direction_eci[trajectory.phase == len(profile.phases) - 1])


def test_a_free_phase_without_a_table_is_not_flown():
    profile, _ = flown_soyuz()
    free = next(phase for phase in profile.phases if phase.steering == "free")

    with pytest.raises(ValueError, match="no steering table"):
        direction_of(profile, replace(free, table=None))


# ---- what a person reads off ----


def test_the_events_of_the_fixture_are_in_order_and_once():
    profile, trajectory = flown_soyuz()
    names = [event.name for event in trajectory.events]

    assert "lift-off" == names[0]
    assert ["injection", "spacecraft separation"] == names[-2:]
    assert 1 == names.count("max-q")
    times_s = [event.t_s for event in trajectory.events]
    assert sorted(times_s) == times_s
    assert profile.end_s == trajectory.event("injection").t_s
    assert trajectory.event("docking") is None


def test_lift_off_is_at_the_pad_and_at_rest():
    profile, trajectory = flown_soyuz()
    lift_off = trajectory.event("lift-off")

    assert profile.latitude_deg == pytest.approx(lift_off.latitude_deg, abs=1e-9)
    assert profile.longitude_deg == pytest.approx(lift_off.longitude_deg, abs=1e-9)
    assert profile.altitude_m == pytest.approx(lift_off.altitude_m, abs=0.001)
    # 1 mm/s keeps the derivative of a speed finite.
    assert 0.0 == pytest.approx(lift_off.v_ecef_m_s, abs=0.0011)
    assert profile.liftoff_mass_kg == lift_off.mass_kg
    assert configuration().id == profile.configuration


def test_max_q_is_where_dynamic_pressure_peaks():
    _, trajectory = flown_soyuz()

    t_s = trajectory.event("max-q").t_s

    assert trajectory.t_s[np.argmax(trajectory.dynamic_pressure_pa)] == t_s
    assert 40.0 < t_s < 90.0


def test_the_axial_load_factor_is_force_over_weight():
    profile, trajectory = flown_soyuz()
    last = len(trajectory.t_s) - 1
    phase = profile.phases[-1]

    load = thrust_vac_n(phase, phase.end_s) / trajectory.mass_kg[last] / STANDARD_GRAVITY_M_S2

    # Drag at this height is below a millionth of a g.
    assert load == pytest.approx(trajectory.axial_load_factor[last], abs=1e-5)
