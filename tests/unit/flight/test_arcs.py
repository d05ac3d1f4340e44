"""Compiled arcs: do they end where the re-flight that judges has them?"""

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import DOP853, RK45
from tests.fixtures.flown_soyuz import flown_soyuz

from cosmodrome.errors import InputError
from cosmodrome.flight import arc_kernel
from cosmodrome.flight.arcs import EXACT, chained_ends, flight_of, fly_arcs, phase_ends, rule_of
from cosmodrome.flight.fly import end_of_phase
from cosmodrome.flight.profile import Phase

# What the exact links of the optimiser may lack. The referee itself is this far from an integration
# to 1e-13 where kinks of the air's temperature and of the drag are passed; the arcs are ten times
# nearer.
POSITION_M = 0.01
VELOCITY_M_S = 2e-4
COAST_S = 9000.0
# Errors of the fixture's whole flight, kinks of its drag curve included.
CHAINED_M = 1.0
IN_ORBIT = np.array([6.6e6, 3e5, 1e5, -300.0, 7400.0, 2600.0])


def starts_and_masses(profile, trajectory):
    """State and mass at the beginning of every phase."""
    first = [np.flatnonzero(trajectory.phase == i)[0] for i in range(len(profile.phases))]
    starts = np.hstack([trajectory.r_eci_m, trajectory.v_eci_m_s])[first]
    return starts, trajectory.mass_kg[first]


def coasting(profile, duration_s):
    """A profile that only coasts."""
    coast = Phase(
        name="coast",
        begin_s=0.0,
        end_s=duration_s,
        steering="coast",
        burns=(),
        expelled_kg_s=0.0,
        reference_area_m2=13.3,
        separations=(),
        begin_events=(),
        end_events=(),
    )
    return replace(profile, phases=(coast,))


def test_every_phase_ends_where_the_referee_has_it():
    profile, trajectory = flown_soyuz()
    starts, masses = starts_and_masses(profile, trajectory)

    ends = phase_ends(profile, starts)

    for phase, start, mass_kg, end in zip(profile.phases, starts, masses, ends, strict=True):
        judged = end_of_phase(profile, phase, start, float(mass_kg))
        assert list(judged[:3]) == pytest.approx(list(end[:3]), abs=POSITION_M)
        assert list(judged[3:]) == pytest.approx(list(end[3:]), abs=VELOCITY_M_S)


def test_a_coast_of_hours_ends_where_the_referee_has_it():
    profile = coasting(flown_soyuz()[0], COAST_S)

    end = phase_ends(profile, IN_ORBIT[None])[0]

    judged = end_of_phase(profile, profile.phases[0], IN_ORBIT, profile.liftoff_mass_kg)
    assert list(judged[:3]) == pytest.approx(list(end[:3]), abs=0.5)
    assert list(judged[3:]) == pytest.approx(list(end[3:]), abs=5e-4)


def test_phases_do_not_know_each_other():
    profile, trajectory = flown_soyuz()
    starts, _ = starts_and_masses(profile, trajectory)
    moved = starts.copy()
    moved[0, 0] += 1000.0

    ends, others = phase_ends(profile, starts), phase_ends(profile, moved)

    assert not np.allclose(ends[0], others[0])
    assert np.array_equal(ends[1:], others[1:])


def test_samples_of_an_arc_lie_on_the_flight():
    profile, trajectory = flown_soyuz()
    starts, _ = starts_and_masses(profile, trajectory)
    index = next(i for i, p in enumerate(profile.phases) if p.steering == "free")
    begin_s = profile.phases[index].begin_s
    rows = np.flatnonzero(trajectory.phase == index)
    shares = (trajectory.t_s[rows] - begin_s) / profile.phases[index].duration_s

    arc = fly_arcs(
        flight_of(profile),
        np.array([begin_s]),
        starts[index : index + 1],
        rule=EXACT,
        first=index,
        shares=shares,
    )

    assert profile.phases[index].duration_s == pytest.approx(arc.lengths_s[0])
    assert arc_kernel.BY_LENGTH == arc.ended
    assert trajectory.r_eci_m[rows] == pytest.approx(arc.states[0, :, :3], abs=POSITION_M)
    assert trajectory.direction_eci[rows] == pytest.approx(arc.directions[0], abs=1e-9)


def test_phases_in_a_row_end_where_the_flight_does():
    profile, trajectory = flown_soyuz()
    starts, _ = starts_and_masses(profile, trajectory)

    ends = chained_ends(profile, starts[0])

    assert list(trajectory.r_eci_m[-1]) == pytest.approx(list(ends[-1, :3]), abs=CHAINED_M)
    assert len(profile.phases) == len(ends)


def test_a_flight_that_meets_the_ground_ends_there():
    profile = coasting(flown_soyuz()[0], COAST_S)
    flight = flight_of(profile)
    flight[5][arc_kernel.GROUND] = 6.37e6
    falling = np.array([[6.5e6, 0.0, 0.0, -300.0, 4000.0, 0.0]])

    arc = fly_arcs(flight, np.zeros(1), falling, rule=EXACT)

    assert arc_kernel.BY_GROUND == arc.ended
    assert 0.0 < arc.lengths_s[0] < COAST_S
    assert 6.37e6 < np.linalg.norm(arc.states[0, -1, :3]) < 6.5e6


def test_a_phase_stops_at_the_energy_that_it_is_told():
    profile, trajectory = flown_soyuz()
    starts, _ = starts_and_masses(profile, trajectory)
    last = len(profile.phases) - 1
    flight = flight_of(profile)
    row = np.flatnonzero(trajectory.phase == last)[40]
    r, v = trajectory.r_eci_m[row], trajectory.v_eci_m_s[row]
    flight[0][last, arc_kernel.STOP] = arc_kernel.ENERGY
    flight[0][last, arc_kernel.STOP_AT] = 0.5 * v @ v - 3.986004418e14 / np.linalg.norm(r)

    begin_s = profile.phases[last].begin_s
    arc = fly_arcs(flight, np.array([begin_s]), starts[last:], rule=EXACT, first=last)

    assert arc_kernel.BY_STOP == arc.ended
    assert trajectory.t_s[row] == pytest.approx(begin_s + arc.lengths_s[0], abs=0.001)
    assert list(r) == pytest.approx(list(arc.states[0, -1, :3]), abs=10.0)


def test_a_coarser_rule_is_a_worse_answer():
    profile = coasting(flown_soyuz()[0], COAST_S)
    begins, start = np.zeros(1), IN_ORBIT[None]

    exact, fine, coarse = (
        fly_arcs(flight_of(profile), begins, start, rule=rule).states[0, -1]
        for rule in (EXACT, rule_of(DOP853, 1e-9, 1e-2, 1e-5), rule_of(RK45, 1e-5, 100.0, 0.1))
    )

    assert np.linalg.norm(fine - exact) < 10.0
    assert 10.0 < np.linalg.norm(coarse - exact)


def test_a_free_phase_without_a_table_is_not_flown():
    profile, trajectory = flown_soyuz()
    starts, _ = starts_and_masses(profile, trajectory)
    bare = replace(profile, phases=tuple(replace(p, table=None) for p in profile.phases))

    with pytest.raises(InputError, match="no steering table"):
        phase_ends(bare, starts)
