"""How is an ascent written as a nonlinear programme? Radau collocation in CasADi, no force here.

States r, v in Earth radii and circular speeds; mass is algebraic (every flow is known), so the
unknowns are states at the collocation points, unit thrust vectors where steering is free, and a few
global variables. Payload, loading and target enter as bounds and parameters, so one programme
serves every mission of a configuration. IPOPT 3.14 with MUMPS inside the CasADi wheel.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import casadi as ca
import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.iterate import (
    AZIMUTH,
    KICK,
    LENGTH_M,
    SPEED_M_S,
    STATE_SCALE,
    TIME_S,
    Layout,
    Mesh,
    Pad,
    Point,
    Solution,
)
from cosmodrome.ascent.sequence import AscentSequence, PhasePlan
from cosmodrome.ascent.target import Shape
from cosmodrome.constants import STANDARD_GRAVITY_M_S2
from cosmodrome.flight.profile import DragTable, Steering
from cosmodrome.numerics.collocation import differentiation_matrix, node_shares
from cosmodrome.physics.aerodynamics import dynamic_pressure_pa, free_molecular_heat_flux_w_m2
from cosmodrome.physics.atmosphere import air
from cosmodrome.physics.earth import ellipsoid_altitude_m
from cosmodrome.physics.motion import air_velocity_m_s, flight_acceleration_m_s2, speed_m_s
from cosmodrome.physics.steering import along_air_velocity, pad_direction

# Nodes of free flight after the fairing stay above this altitude over the equatorial radius:
# keeps iterates out of the ground, holds back no optimum.
FLOOR_M = 90e3
# A spent last stage must come down within its first revolution: perigee below the ground.
SPENT_STAGE_PERIGEE_M = 0.0
Strategy = Literal["adaptive", "monotone", "warm"]
COMMON: dict[str, Any] = {
    "print_level": 0,
    "sb": "yes",
    "tol": 1e-8,
    "acceptable_tol": 1e-7,
    "max_iter": 130,
}
STRATEGIES: dict[str, dict[str, Any]] = {
    "adaptive": {"mu_strategy": "adaptive"},
    "monotone": {"mu_strategy": "monotone", "mu_init": 1e-2},
    "warm": {
        "mu_strategy": "monotone",
        "mu_init": 1e-8,
        "warm_start_init_point": "yes",
        "warm_start_bound_push": 1e-8,
        "warm_start_mult_bound_push": 1e-8,
        "warm_start_slack_bound_push": 1e-8,
        "max_iter": 60,
    },
}
BARE_HEAT_FLUX = "heat-flux-after-fairing"
# Rules that may hold an optimum back, as reports name them.
RULES = (
    "propellant",
    "fairing-heat-flux",
    BARE_HEAT_FLUX,
    "max-dynamic-pressure",
    "max-axial-load",
    "spent-stage-falls",
    "floor",
)


@dataclass(slots=True)
class _Rows:
    """Constraints collected while the programme is written; not part of any result."""

    expressions: list[Any]
    low: list[NDArray[np.float64]]
    high: list[NDArray[np.float64]]
    names: list[tuple[str, int]]

    def add(self, expression: Any, low: float, high: float, name: str) -> None:
        column = ca.vec(expression)
        count = column.numel()
        self.expressions.append(column)
        self.low.append(np.full(count, low))
        self.high.append(np.full(count, high))
        self.names.append((name, count))


class AscentProgramme:
    """The nonlinear programme of one configuration, pad, kind of target and mesh."""

    def __init__(
        self,
        sequence: AscentSequence,
        *,
        pad: Pad,
        drag: DragTable,
        shape: Shape,
        fixes: Mapping[str, bool],
        limits: Mapping[str, float],
        mesh: Mesh,
    ) -> None:
        self.layout = Layout(sequence=sequence, mesh=mesh)
        self._sequence = sequence
        self._pad = pad
        self._mesh = mesh
        self._limits = limits
        self._drag = drag
        self._rows = _Rows([], [], [], [])
        scales = self.layout.scales
        self._unknown = {name: ca.MX.sym(name) for name in scales}
        self._values = {name: x * scales[name] for name, x in self._unknown.items()}
        self._target = ca.MX.sym("target", 6)
        self._links = ca.MX.sym("links", 6, len(sequence.phases))
        self._weights = ca.MX.sym("weights", 2)
        self._states: list[Any] = []
        self._directions: list[Any] = []
        end = self._write_phases()
        self._write_terminal(end, shape, fixes)
        margin = sequence.margin_kg.at(self._values) / 1e3
        self._rows.add(margin, 0.0, ca.inf, "propellant")
        objective = -self._weights[0] * self._unknown["payload"] - self._weights[1] * margin
        unknowns = [*self._unknown.values()]
        for states, directions in zip(self._states, self._directions, strict=True):
            unknowns.append(ca.vec(states))
            if directions is not None:
                unknowns.append(ca.vec(directions))
        self._problem = {
            "x": ca.vertcat(*unknowns),
            "f": objective,
            "g": ca.vertcat(*self._rows.expressions),
            "p": ca.vertcat(self._target, self._weights, ca.vec(self._links)),
        }
        self._solvers: dict[str, Any] = {}

    # ---- writing -----------------------------------------------------------------------------

    def _write_phases(self) -> Any:
        """Add every phase's collocation; return the state at the end."""
        state: Any = ca.DM(self._pad.state / STATE_SCALE)
        mass = self._sequence.liftoff_mass_kg.at(self._values)
        time_s = 0.0
        fairing_gone = False
        self._bare_heat_flux_w_m2 = max(
            (p.heat_flux_limit_w_m2 or 0.0 for p in self._sequence.phases), default=0.0
        )
        for index, phase in enumerate(self._sequence.phases):
            length_s = phase.duration_s.at(self._values)
            state = self._write_phase(index, phase, state, mass, time_s, fairing_gone=fairing_gone)
            mass = mass - phase.consumed_kg.at(self._values)
            for drop in phase.drops:
                mass = mass - drop.mass_kg.at(self._values)
            fairing_gone = fairing_gone or phase.heat_flux_limit_w_m2 is not None
            self._write_end_rules(phase, state)
            if not phase.duration_s.terms:
                time_s += phase.duration_s.constant
            elif len(phase.duration_s.terms) > 1 or phase.duration_s.constant:
                self._rows.add(length_s / 10.0, 0.1, ca.inf, "phase-length")
        return state

    def _write_phase(
        self,
        index: int,
        phase: PhasePlan,
        start: Any,
        begin_mass: Any,
        begin_s: float,
        *,
        fairing_gone: bool,
    ) -> Any:
        degree, intervals = self._mesh.degree, self._mesh.intervals[index]
        count = degree * intervals
        shares = node_shares(intervals, degree)
        length_s = phase.duration_s.at(self._values)
        x = ca.MX.sym(f"x{index}", 6, count)
        u: Any = ca.MX.sym(f"u{index}", 3, count) if phase.steering == "free" else None
        throttle = [
            b.start_throttle_ratio + (b.end_throttle_ratio - b.start_throttle_ratio) * shares
            for b in phase.burns
        ]
        flow = phase.expelled_kg_s * shares
        for burn, _ratio in zip(phase.burns, throttle, strict=True):
            slope = burn.end_throttle_ratio - burn.start_throttle_ratio
            flow = flow + burn.mass_flow_kg_s * (
                burn.start_throttle_ratio * shares + 0.5 * slope * shares**2
            )
        mass = begin_mass - length_s * ca.DM(flow).T
        thrust = sum(
            (b.thrust_vac_n * ratio for b, ratio in zip(phase.burns, throttle, strict=True)),
            np.zeros(count),
        )
        rates = self._rates(phase)
        inputs = [x, mass, ca.DM(thrust).T]
        if phase.steering == "free":
            inputs.append(u)
            self._rows.add(ca.sum1(u * u) - 1.0, 0.0, 0.0, "unit-direction")
        elif phase.steering in ("vertical", "pitchover"):
            times = begin_s + length_s * ca.DM(shares).T
            inputs += [times, ca.DM(shares).T, ca.repmat(self._values[KICK], 1, count)]
            inputs += [ca.repmat(self._values[AZIMUTH], 1, count)]
        slopes = rates.map(count)(*inputs)
        differentiate = ca.DM(differentiation_matrix(degree))
        left = start
        defects = []
        for k in range(intervals):
            block = x[:, k * degree : (k + 1) * degree]
            defects.append(ca.horzcat(left, block) @ differentiate)
            left = block[:, -1]
        span = length_s / (TIME_S * intervals)
        self._rows.add(ca.horzcat(*defects) - span * slopes, 0.0, 0.0, "motion")
        self._write_path_rules(phase, x, mass, ca.DM(thrust).T, fairing_gone=fairing_gone)
        self._states.append(x)
        self._directions.append(u)
        return x[:, -1] + self._links[:, index]

    def _rates(self, phase: PhasePlan) -> Any:
        """Return the scaled motion of a phase as a function of its nodes' inputs."""
        x, mass, thrust = ca.SX.sym("x", 6), ca.SX.sym("m"), ca.SX.sym("f")
        r = [x[i] * LENGTH_M for i in range(3)]
        v = [x[i] * SPEED_M_S for i in range(3, 6)]
        inputs = [x, mass, thrust]
        direction, extra = self._direction(phase.steering, r, v)
        rx, ry, rz = r
        vx, vy, vz = v
        ux, uy, uz = direction
        acceleration = flight_acceleration_m_s2(
            rx,
            ry,
            rz,
            vx,
            vy,
            vz,
            mass,
            ux,
            uy,
            uz,
            thrust,
            sum(b.exit_area_m2 for b in phase.burns),
            phase.area_m2,
            self._drag.knots,
            self._drag.coefficients,
        )
        scaled = [a * (TIME_S / SPEED_M_S) for a in acceleration]
        return ca.Function("rates", [*inputs, *extra], [ca.vertcat(x[3], x[4], x[5], *scaled)])

    def _direction(
        self, steering: Steering, r: Sequence[Any], v: Sequence[Any]
    ) -> tuple[tuple[Any, ...], list[Any]]:
        if steering == "free":
            u = ca.SX.sym("u", 3)
            return (u[0], u[1], u[2]), [u]
        if steering == "coast":
            return (0.0, 0.0, 0.0), []
        if steering == "zero-incidence":
            return along_air_velocity(r[0], r[1], *v), []
        t, share, kick, azimuth = (ca.SX.sym(n) for n in ("t", "share", "kick", "azimuth"))
        tilt = kick * share if steering == "pitchover" else 0.0 * kick
        pad = self._pad
        return (
            pad_direction(t, tilt, azimuth, pad.latitude_rad, pad.longitude_rad),
            [t, share, kick, azimuth],
        )

    def _write_path_rules(
        self, phase: PhasePlan, x: Any, mass: Any, thrust: Any, *, fairing_gone: bool
    ) -> None:
        count = x.shape[1]
        if fairing_gone:
            floor = ((LENGTH_M + FLOOR_M) / LENGTH_M) ** 2
            self._rows.add(ca.sum1(x[:3, :] * x[:3, :]), floor, ca.inf, "floor")
            flux = ca.log(_air_function("flux").map(count)(x) / self._bare_heat_flux_w_m2)
            self._rows.add(flux, -ca.inf, 0.0, BARE_HEAT_FLUX)
        max_q = self._limits.get("max-dynamic-pressure")
        if max_q is not None and phase.steering in ("zero-incidence", "pitchover"):
            self._rows.add(
                _air_function("q").map(count)(x) / max_q, -ca.inf, 1.0, "max-dynamic-pressure"
            )
        max_load = self._limits.get("max-axial-load")
        if max_load is not None and phase.burns:
            load = thrust / mass / (STANDARD_GRAVITY_M_S2 * max_load)
            self._rows.add(load, -ca.inf, 1.0, "max-axial-load")

    def _write_end_rules(self, phase: PhasePlan, end: Any) -> None:
        if phase.heat_flux_limit_w_m2 is not None:
            flux = ca.log(_air_function("flux")(end) / phase.heat_flux_limit_w_m2)
            self._rows.add(flux, -ca.inf, 0.0, "fairing-heat-flux")
        if phase.suborbital_end:
            ground = (LENGTH_M + SPENT_STAGE_PERIGEE_M) / LENGTH_M
            energy, momentum2, _, _ = _orbit_of(end)
            falls = 2.0 * (energy + 1.0 / ground) * ground**2 - momentum2
            self._rows.add(falls, 0.0, ca.inf, "spent-stage-falls")

    def _write_terminal(self, end: Any, shape: Shape, fixes: Mapping[str, bool]) -> None:
        """Target parameters: semi-major axis, eccentricity, cos i, cos and sin argp, sin decl."""
        a, e, cos_i = self._target[0], self._target[1], self._target[2]
        energy, momentum2, h, _ = _orbit_of(end)
        r, v = end[:3], end[3:]
        if shape in ("circular", "perigee"):
            radius = a * (1.0 - e)
            self._rows.add(ca.dot(r, r) - radius**2, 0.0, 0.0, "radius")
            self._rows.add(ca.dot(r, v), 0.0, 0.0, "apsis")
            self._rows.add(ca.dot(v, v) - (2.0 / radius - 1.0 / a), 0.0, 0.0, "speed")
        elif shape == "ellipse":
            self._rows.add(energy + 0.5 / a, 0.0, 0.0, "energy")
            self._rows.add(momentum2 - a * (1.0 - e**2), 0.0, 0.0, "momentum")
        else:
            self._rows.add(energy + 0.5 / a, 0.0, 0.0, "energy")
        if fixes["inclination"]:
            self._rows.add(h[2] - ca.sqrt(momentum2) * cos_i, 0.0, 0.0, "inclination")
        if fixes["argp"]:
            self._write_argp(r, v, h)
        if fixes["declination"]:
            self._write_asymptote(r, v, h)

    def _write_argp(self, r: Any, v: Any, h: Any) -> None:
        eccentric = ca.cross(v, h) - r / ca.norm_2(r)
        node = ca.vertcat(-h[1], h[0], 0.0) / ca.norm_2(h[:2])
        along, across = ca.dot(node, eccentric), ca.dot(ca.cross(h, node), eccentric) / ca.norm_2(h)
        cosine, sine = self._target[3], self._target[4]
        self._rows.add(across * cosine - along * sine, 0.0, 0.0, "argument-of-perigee")
        self._rows.add(along * cosine + across * sine, 0.0, ca.inf, "argument-of-perigee")

    def _write_asymptote(self, r: Any, v: Any, h: Any) -> None:
        eccentric = ca.cross(v, h) - r / ca.norm_2(r)
        e = ca.norm_2(eccentric)
        cosine = -1.0 / e
        sine = ca.sqrt(ca.fmax(1.0 - cosine**2, 1e-12))
        ahead = ca.cross(h, eccentric) / (ca.norm_2(h) * e)
        outward = cosine * eccentric / e + sine * ahead
        self._rows.add(outward[2] - self._target[5], 0.0, 0.0, "declination")

    # ---- solving -----------------------------------------------------------------------------

    def solve(
        self,
        start: Point,
        *,
        target: Sequence[float],
        weights: tuple[float, float],
        bounds: Mapping[str, tuple[float, float]],
        links: NDArray[np.float64],
        strategy: Strategy,
        multipliers: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None,
    ) -> Solution:
        """Return the optimum from a first point.

        Parameters
        ----------
        start : Point
        target : sequence of 6 floats
            Semi-major axis [Earth radii], eccentricity, cos i, cos argp, sin argp, sin declination.
        weights : tuple of float
            Of payload and of margin in the objective.
        bounds : mapping
            Of variables by name, in natural units; equal bounds fix a variable.
        links : ndarray, shape (phases, 6)
            What an exact integration of each phase adds to the collocation's end state, SI.
        strategy : str
            "adaptive" or "monotone" barrier, or "warm" from a neighbouring optimum.
        multipliers : tuple of ndarray, optional
            Of constraints and bounds, for a warm start.
        """
        solver = self._solver(strategy)
        low, high = self.layout.box(bounds, start)
        warm = {} if multipliers is None else {"lam_g0": multipliers[0], "lam_x0": multipliers[1]}
        rule_low, rule_high = np.concatenate(self._rows.low), np.concatenate(self._rows.high)
        result = solver(
            **warm,
            x0=self.layout.pack(start),
            lbx=low,
            ubx=high,
            lbg=rule_low,
            ubg=rule_high,
            p=np.concatenate([target, weights, (links / STATE_SCALE).ravel()]),
        )
        stats = solver.stats()
        g = np.array(result["g"]).ravel()
        violation = np.maximum(rule_low - g, g - rule_high)
        x = np.array(result["x"]).ravel()
        return Solution(
            point=self.layout.unpack(x),
            confined=self.layout.touches(x, low, high),
            converged=bool(stats["success"]),
            status=str(stats["return_status"]),
            iterations=int(stats["iter_count"]),
            constraint_violation=float(max(violation.max(), 0.0)),
            binding=self._binding(np.array(result["lam_g"]).ravel()),
            multipliers=(np.array(result["lam_g"]).ravel(), np.array(result["lam_x"]).ravel()),
        )

    def _solver(self, strategy: Strategy) -> Any:
        if strategy not in self._solvers:
            options = {
                f"ipopt.{name}": value for name, value in (COMMON | STRATEGIES[strategy]).items()
            }
            self._solvers[strategy] = ca.nlpsol(
                "ascent",
                "ipopt",
                self._problem,
                options | {"print_time": False, "show_eval_warnings": False},
            )
        return self._solvers[strategy]

    def _binding(self, multipliers: NDArray[np.float64]) -> tuple[str, ...]:
        """Return the rules (not the dynamics or the target) that hold the optimum back."""
        found: list[str] = []
        at = 0
        for name, count in self._rows.names:
            if name in RULES and np.max(np.abs(multipliers[at : at + count])) > BINDING_MULTIPLIER:
                found.append(name)
            at += count
        return tuple(dict.fromkeys(found))


# Multipliers of rules that hold nothing back are of the order of the barrier, 1e-9.
BINDING_MULTIPLIER = 1e-5


def _orbit_of(state: Any) -> tuple[Any, Any, Any, Any]:
    """Return energy, squared momentum, momentum and radius of a scaled state."""
    r, v = state[:3], state[3:]
    radius = ca.norm_2(r)
    h = ca.cross(r, v)
    return 0.5 * ca.dot(v, v) - 1.0 / radius, ca.dot(h, h), h, radius


def _air_function(quantity: str) -> Any:
    """Return dynamic pressure ("q") or heat flux ("flux") of a scaled state as a function."""
    x = ca.SX.sym("x", 6)
    r = [x[i] * LENGTH_M for i in range(3)]
    v = [x[i] * SPEED_M_S for i in range(3, 6)]
    _, rho, _ = air(ellipsoid_altitude_m(*r))
    w = speed_m_s(*air_velocity_m_s(r[0], r[1], *v))
    value = (
        dynamic_pressure_pa(rho, w) if quantity == "q" else free_molecular_heat_flux_w_m2(rho, w)
    )
    return ca.Function(quantity, [x], [value])
