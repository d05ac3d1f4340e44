"""Solve the Delta III ascent with dymos: Radau, IPOPT through a driver of our own."""

import itertools
import os
import tempfile
from typing import Any

import dymos
import numpy as np
import openmdao.api as om
from ipopt_driver import IpoptDriver
from measure import report
from statement import (
    AREA_M2,
    DENSITY_KG_M3,
    DRAG_COEFFICIENT,
    EARTH_RADIUS_M,
    MU_M3_S2,
    SCALE_HEIGHT_M,
    SPIN_RAD_S,
    STILL_M_S,
    Claim,
    NoAnswerError,
    Phase,
    Piece,
    Vector,
    guess,
    guessed_mass_kg,
    pad_state,
    phases,
    target_vectors,
)

SEGMENTS, ORDER = 5, 5
# A trial may dive below the ground, where the air would grow beyond all numbers; no answer does.
LOWEST_M = -1000.0
NAMES = tuple(f"phase_{number}" for number in range(1, 5))


class Motion(om.ExplicitComponent):
    """Rates of position, velocity and mass at all nodes of a phase; complex-step derivatives."""

    def initialize(self) -> None:
        """Declare what a phase passes in."""
        self.options.declare("num_nodes", types=int)
        self.options.declare("stated", types=Phase)

    def setup(self) -> None:
        """Declare inputs, outputs and the colouring of the derivatives."""
        n = self.options["num_nodes"]
        self.add_input("r", shape=(n, 3), units="m")
        self.add_input("v", shape=(n, 3), units="m/s")
        self.add_input("u", shape=(n, 3))
        self.add_input("m", shape=(n,), units="kg")
        self.add_output("v_rate", shape=(n, 3), units="m/s**2")
        self.add_output("m_rate", shape=(n,), units="kg/s")
        self.add_output("length", shape=(n,))
        self.add_output("radius", shape=(n,))
        self.declare_partials("*", "*", method="cs")
        self.declare_coloring(wrt="*", method="cs", show_summary=False)

    def compute(self, inputs: Any, outputs: Any) -> None:
        """Write the rates."""
        r, v, u, m = inputs["r"], inputs["v"], inputs["u"], inputs["m"]
        radius = np.sqrt((r * r).sum(axis=1))
        wind = v - SPIN_RAD_S * np.column_stack([-r[:, 1], r[:, 0], 0.0 * r[:, 2]])
        speed = np.sqrt((wind * wind).sum(axis=1) + STILL_M_S**2)
        height = radius - EARTH_RADIUS_M
        height = np.where(height.real < LOWEST_M, LOWEST_M, height)
        rho = DENSITY_KG_M3 * np.exp(-height / SCALE_HEIGHT_M)
        drag = 0.5 * rho * DRAG_COEFFICIENT * AREA_M2 * speed
        push = self.options["stated"].thrust_n * u - drag[:, None] * wind
        outputs["v_rate"] = push / m[:, None] - (MU_M3_S2 / radius**3)[:, None] * r
        outputs["m_rate"] = -self.options["stated"].flow_kg_s
        outputs["length"] = (u * u).sum(axis=1)
        outputs["radius"] = radius


class Target(om.ExplicitComponent):
    """Five conditions that vanish in the target orbit, of the last position and velocity."""

    def setup(self) -> None:
        """Declare inputs and output."""
        self.add_input("r", shape=(1, 3), units="m")
        self.add_input("v", shape=(1, 3), units="m/s")
        self.add_output("missed", shape=(5,))
        self.declare_partials("*", "*", method="cs")

    def compute(self, inputs: Any, outputs: Any) -> None:
        """Write angular momentum and eccentricity vector less those wanted."""
        r, v = inputs["r"][0], inputs["v"][0]
        h, e = target_vectors()
        momentum = np.cross(r, v)
        eccentricity = np.cross(v, momentum) / MU_M3_S2 - r / np.sqrt((r * r).sum())
        outputs["missed"][:3] = (momentum - h) / np.linalg.norm(h)
        outputs["missed"][3:] = eccentricity[:2] - e[:2]


def build() -> om.Problem:
    """Return the problem, set up, at its first guess."""
    problem = om.Problem(reports=False)
    problem.driver = IpoptDriver()
    problem.driver.declare_coloring(show_summary=False, show_sparsity=False)
    trajectory = problem.model.add_subsystem("trajectory", dymos.Trajectory())
    legs = [_leg(trajectory, index) for index in range(4)]
    for before, after in itertools.pairwise(NAMES):
        trajectory.add_linkage_constraint(before, after, "r", "r", ref=1e6)
        trajectory.add_linkage_constraint(before, after, "v", "v", ref=1e3)
    problem.model.add_subsystem("target", Target())
    for name in ("r", "v"):
        problem.model.connect(
            f"trajectory.phase_4.timeseries.{name}", f"target.{name}", src_indices=om.slicer[-1:, :]
        )
    problem.model.add_constraint("target.missed", equals=0.0)
    problem.setup()
    for leg, stated in zip(legs, phases(), strict=True):
        _guessed(leg, stated)
    return problem


def _leg(trajectory: dymos.Trajectory, index: int) -> dymos.Phase:
    stated, last = phases()[index], index == 3
    leg = dymos.Phase(
        ode_class=Motion,
        ode_init_kwargs={"stated": stated},
        transcription=dymos.Radau(num_segments=SEGMENTS, order=ORDER),
    )
    trajectory.add_phase(NAMES[index], leg)
    length_s = stated.end_s - stated.start_s
    free = {"duration_bounds": (1.0, length_s), "duration_ref": 100.0} if last else {}
    leg.set_time_options(fix_initial=True, fix_duration=not last, units="s", **free)
    for name, rate, units, limit, scale in (
        ("r", "v", "m", 2.0 * EARTH_RADIUS_M, 1e6),
        ("v", "v_rate", "m/s", 1e4, 1e3),
    ):
        leg.add_state(
            name,
            rate_source=rate,
            targets=[name],
            units=units,
            shape=(3,),
            fix_initial=index == 0,
            lower=-limit,
            upper=limit,
            ref=scale,
            defect_ref=scale,
        )
    leg.add_state("m", rate_source="m_rate", targets=["m"], units="kg", fix_initial=True, ref=1e4)
    leg.add_control(
        "u",
        targets=["u"],
        shape=(3,),
        lower=-1.1,
        upper=1.1,
        continuity=False,
        rate_continuity=False,
    )
    leg.add_path_constraint("length", equals=1.0)
    leg.add_path_constraint("radius", lower=EARTH_RADIUS_M, ref=EARTH_RADIUS_M)
    if last:
        leg.add_objective("m", loc="final", ref=-1e4)
    return leg


def _guessed(leg: dymos.Phase, stated: Phase) -> None:
    t_s = np.linspace(stated.start_s, stated.end_s, 11)
    r, v = guess(t_s)
    if stated.start_s == 0.0:
        r[0], v[0] = pad_state()
    leg.set_time_val(initial=stated.start_s, duration=stated.end_s - stated.start_s)
    leg.set_state_val("r", r, time_vals=t_s)
    leg.set_state_val("v", v, time_vals=t_s)
    leg.set_state_val("m", guessed_mass_kg(stated, t_s), time_vals=t_s)
    leg.set_control_val("u", np.tile([0.0, 1.0, 0.0], (11, 1)), time_vals=t_s)


def solve(problem: om.Problem) -> om.Problem:
    """Run the driver."""
    problem.run_driver()
    return problem


def read(problem: om.Problem) -> tuple[Claim, str]:
    """Return the claim; a segment's control is the polynomial through its Radau points."""
    if not problem.driver.result.success:
        raise NoAnswerError(problem.driver.message)
    pieces = []
    for name in NAMES:
        t_s, r, v, m, u = (
            problem.get_val(f"trajectory.{name}.timeseries.{what}")
            for what in ["time", "r", "v", "m", "u"]
        )
        t_s = t_s.ravel()
        edges_s = np.linspace(t_s[0], t_s[-1], SEGMENTS + 1)
        for segment in range(SEGMENTS):
            inside: Vector = np.arange(segment * (ORDER + 1), (segment + 1) * (ORDER + 1) - 1)
            pieces.append(
                Piece(
                    start_s=edges_s[segment],
                    end_s=edges_s[segment + 1],
                    t_s=t_s[inside],
                    directions=u[inside],
                )
            )
    claim = Claim(
        end_s=float(t_s[-1]),
        final_mass_kg=float(m[-1, 0]),
        r_m=r[-1],
        v_m_s=v[-1],
        steering=tuple(pieces),
    )
    return claim, problem.driver.message


def main() -> None:
    """Print the row; what OpenMDAO writes beside goes into a folder that does not stay."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OPENMDAO_WORKDIR"] = folder
        _report()


def _report() -> None:
    report(
        "dymos",
        "dymos",
        build,
        solve,
        read,
        how=f"Radau, {SEGMENTS} segments of order {ORDER} per phase; IPOPT from cyipopt's wheels",
    )


if __name__ == "__main__":
    main()
