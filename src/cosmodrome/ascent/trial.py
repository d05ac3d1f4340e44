"""One trial of an ascent: which programme does a wish make, from which start, and what comes out?

The equations are those of the whole way; what differs from trial to trial is the start, the mesh,
what exact flight adds, and how far up towards the target it goes.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guess import Guess, Guesser
from cosmodrome.ascent.ipopt import Strategy
from cosmodrome.ascent.iterate import AZIMUTH, KICK, Mesh, Pad, Point, Solution
from cosmodrome.ascent.meshing import BURNS, mesh_for
from cosmodrome.ascent.phase_plan import LOAD, PAYLOAD
from cosmodrome.ascent.realise import drag_table
from cosmodrome.ascent.rules import MAX_LOAD, MAX_Q, MAX_Q_ALPHA, AscentRules
from cosmodrome.ascent.sequence import AscentSequence, sequence_of
from cosmodrome.ascent.sheet import Figures
from cosmodrome.ascent.solver import Aim, AscentProgramme
from cosmodrome.ascent.stepping import easier
from cosmodrome.ascent.target import Branch, InjectionTarget, azimuth_range_rad, launch_azimuths_rad
from cosmodrome.ascent.wish import Correction, Wish
from cosmodrome.flight.fly import pad_state
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.vehicles import Configuration

Array = NDArray[np.float64]
Bounds = dict[str, tuple[float, float]]

KICK_RANGE_RAD = (0.0, 1.2)
AZIMUTH_REACH_RAD = math.radians(60.0)
FROM_A_GUESS: tuple[Strategy, ...] = ("adaptive", "monotone")
# A first payload that does not fly is made lighter, at most so often.
LIGHTER_RATIO = 0.85
LIGHTER_ROUNDS = 2
# A guess of an upper stage whose load is free carries this share of what its tanks hold.
GUESSED_LOAD_RATIO = 0.7
MOVES_OF_THE_BOX = 12
IDLE_GAIN_KG = 1.0
# Burns may be this much longer than the tanks last in a least-violation answer.
LONGER_RATIO = 3.0
LEAST_VIOLATION = Aim(payload_per_t=0.0, margin_per_t=0.0, elastic=True)


class AscentTrial:
    """Trials of one configuration from one pad to one target, on one mesh at a time."""

    def __init__(
        self,
        configuration: Configuration,
        launch_complex: LaunchComplex,
        target: InjectionTarget,
        rules: AscentRules,
        *,
        burns: int | None = None,
        branch: Branch | None = None,
    ) -> None:
        self.configuration = configuration
        self.launch_complex = launch_complex
        self.target = target
        self.rules = rules
        self.inertial_azimuth_rad, self.relative_azimuth_rad = launch_azimuths_rad(
            target, launch_complex, branch=branch
        )
        self.sequence = sequence_of(configuration, burns=burns)
        self.pad = _pad(launch_complex)
        self.drag = drag_table(configuration.vehicle.drag)
        self.guesser = Guesser(
            sequence=self.sequence,
            configuration=configuration,
            launch_complex=launch_complex,
            drag=self.drag,
            target=target,
            azimuth_rad=self.relative_azimuth_rad,
        )
        self.uncorrected = Correction(links=np.zeros((len(self.sequence.phases), 6)))
        self._limits = path_limits(configuration, rules)
        self._mesh: Mesh | None = None

    # ---- what is written down ----------------------------------------------------------------

    @property
    def mesh(self) -> Mesh:
        """The mesh that was laid last, else one of its own."""
        if self._mesh is None:
            self._mesh = self.own_mesh()
        return self._mesh

    def lay(self, mesh: Mesh) -> None:
        """Take another mesh for the trials to come."""
        self._mesh = mesh

    def own_mesh(self) -> Mesh:
        """Return the mesh for phases as long as a guess has them."""
        values = self.guesser.typical_values(self._full_load_kg())
        return mesh_for(self.sequence, values, watched=MAX_Q in self._limits)

    def figures(self, wish: Wish, correction: Correction | None = None) -> Figures:
        """Return all numbers of the programme of a wish, but for its bounds."""
        added = self.uncorrected if correction is None else correction
        return Figures(
            sequence=self.sequence,
            pad=self.pad,
            drag=self.drag,
            target=self.target,
            rules=self.rules,
            limits=self._limits,
            mesh=self.mesh,
            links=added.links,
            air_offsets_m=added.air_offsets_m,
            raan_eci_rad=wish.raan_eci_rad,
        )

    def bounds(self, wish: Wish, sequence: AscentSequence | None = None) -> Bounds:
        """Return the bounds of the variables: what a wish gives is held."""
        variables = (sequence or self.sequence).variables
        bounds = {v.name: (v.low, v.high) for v in variables}
        if wish.payload_kg is not None:
            bounds[PAYLOAD] = (wish.payload_kg, wish.payload_kg)
        if LOAD in bounds and wish.load_kg is not None:
            bounds[LOAD] = (wish.load_kg, wish.load_kg)
        bounds[KICK] = KICK_RANGE_RAD
        bounds[AZIMUTH] = azimuth_range_rad(
            self.relative_azimuth_rad, self.launch_complex, reach_rad=AZIMUTH_REACH_RAD
        )
        return bounds

    def _full_load_kg(self) -> float:
        upper = self.configuration.upper_stage
        return upper.propellant_kg if upper is not None else 0.0

    # ---- where it starts ---------------------------------------------------------------------

    def starts(self, wish: Wish, *, target: InjectionTarget | None = None) -> Iterator[Point]:
        """Yield flown first points to the target or another, each lighter than the one before."""
        guesser = self.guesser if target is None else replace(self.guesser, target=target)
        load_kg = wish.load_kg
        if load_kg is None:
            load_kg = GUESSED_LOAD_RATIO * self._full_load_kg()
        payload_kg = wish.payload_kg
        if payload_kg is None:
            payload_kg = guesser.payload_kg(load_kg)
        shares = [self.mesh.shares(i) for i in range(len(self.sequence.phases))]
        for _ in range(LIGHTER_ROUNDS):
            guess = guesser.guess(payload_kg=payload_kg, load_kg=load_kg, shares=shares)
            yield _point_of(guess, self.sequence)
            payload_kg *= LIGHTER_RATIO

    # ---- what comes out ----------------------------------------------------------------------

    def run(
        self,
        wish: Wish,
        start: Point,
        *,
        strategy: Strategy = "adaptive",
        correction: Correction | None = None,
        multipliers: tuple[Array, Array] | None = None,
        held: Mapping[str, tuple[float, float]] | None = None,
    ) -> Solution:
        """Return what the solver makes of a start; `held` are bounds that replace the usual."""
        return AscentProgramme(self.figures(wish, correction)).solve(
            start,
            aim=wish.aim,
            bounds=self.bounds(wish) | dict(held or {}),
            strategy=strategy,
            multipliers=multipliers,
        )

    def run_towards(
        self, wish: Wish, start: Point, *, fraction: float, strategy: Strategy = "adaptive"
    ) -> Solution:
        """Return the optimum to an orbit on the way to the target; see `stepping`."""
        figures = replace(self.figures(wish), target=easier(self.target, fraction=fraction))
        return AscentProgramme(figures).solve(
            start, aim=wish.aim, bounds=self.bounds(wish), strategy=strategy
        )

    def run_elastic(self, wish: Wish, start: Point, *, strategy: Strategy) -> Solution:
        """Return the ascent to the easiest orbit that exceeds rules least; tanks may be larger."""
        bounds = self.bounds(wish)
        bounds |= {n: (b[0], LONGER_RATIO * b[1]) for n, b in bounds.items() if n in BURNS}
        figures = replace(self.figures(wish), target=easier(self.target, fraction=0.0))
        return AscentProgramme(figures).solve(
            start, aim=LEAST_VIOLATION, bounds=bounds, strategy=strategy
        )

    def unconfined(
        self,
        wish: Wish,
        solution: Solution,
        *,
        correction: Correction | None = None,
        fraction: float = 1.0,
    ) -> Solution:
        """Return the optimum with the box of the states moved along until it holds nothing back.

        A flat optimum (the second burn of a transfer may stand at one node or the next) drifts
        along the edge for ever; it is left once a move gains less than `IDLE_GAIN_KG`, or after
        `MOVES_OF_THE_BOX`: what it gave away by then is small.
        """
        for _ in range(MOVES_OF_THE_BOX):
            if not solution.confined:
                return solution
            if fraction < 1.0:
                further = self.run_towards(wish, solution.point, fraction=fraction)
            else:
                further = self.run(wish, solution.point, correction=correction)
            gain_kg = self.worth_kg(wish, further) - self.worth_kg(wish, solution)
            if not further.converged or gain_kg < IDLE_GAIN_KG:
                return solution
            solution = further
        return solution

    def worth_kg(self, wish: Wish, solution: Solution) -> float:
        """Return what is maximised: the payload, or the margin of a given one."""
        values = solution.point.variables
        if wish.payload_kg is None:
            return values[PAYLOAD]
        return float(self.sequence.margin_kg.at(values))


def path_limits(configuration: Configuration, rules: AscentRules) -> dict[str, float]:
    """Return the limits of the path: the user's, else the vehicle's."""
    own = configuration.vehicle.limits
    named = {
        MAX_Q: rules.max_dynamic_pressure_pa or own.max_dynamic_pressure_pa,
        MAX_Q_ALPHA: rules.max_q_alpha_pa_rad or own.max_q_alpha_pa_rad,
        MAX_LOAD: rules.max_axial_load_factor or own.max_axial_load_factor,
    }
    return {name: value for name, value in named.items() if value is not None}


def _pad(launch_complex: LaunchComplex) -> Pad:
    latitude_rad = math.radians(launch_complex.latitude_deg)
    longitude_rad = math.radians(launch_complex.longitude_deg)
    return Pad(
        latitude_rad=latitude_rad,
        longitude_rad=longitude_rad,
        state=pad_state(latitude_rad, longitude_rad, launch_complex.altitude_m),
    )


def _point_of(guess: Guess, sequence: AscentSequence) -> Point:
    """Return a guess that was flown through the points of a mesh."""
    steered = [phase.steering == "free" for phase in sequence.phases]
    return Point(
        variables=guess.values,
        states=tuple(leg.states for leg in guess.legs),
        directions=tuple(
            leg.directions if free else None for leg, free in zip(guess.legs, steered, strict=True)
        ),
    )
