"""Where does the optimiser start? A physical flight with two knobs, found without a human.

The scripted start is flown as it is; above, the pitch over the horizon falls linearly from the
flight-path angle at the gate to a final value. Pitch-over angle and final pitch are solved by least
squares for a level arrival at the radius where the itinerary wants it; a stage that restarts then
coasts and burns by the book (`ascent.itinerary`).
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, least_squares

from cosmodrome.ascent.affine import Affine
from cosmodrome.ascent.coarse import (
    FINELY,
    ROUGHLY,
    Launch,
    Leg,
    coarse_flight,
    fly_leg,
    launch,
    masses_at_begin,
    stop_at_axis,
)
from cosmodrome.ascent.itinerary import (
    Goal,
    Itinerary,
    Vector,
    climbs,
    impulses_m_s,
    itinerary,
    passage,
    plane_over,
    speed_on_m_s,
    to_gain_m_s,
)
from cosmodrome.ascent.pitchover import PitchOvers, Script, pitch_overs, upright
from cosmodrome.ascent.rules import FLOOR
from cosmodrome.ascent.sequence import CUTOFF, LOAD, PAYLOAD, AscentSequence
from cosmodrome.ascent.target import InjectionTarget, azimuth_range_rad
from cosmodrome.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_MU_M3_S2,
    SEA_LEVEL_PRESSURE_PA,
    STANDARD_GRAVITY_M_S2,
)
from cosmodrome.errors import InfeasibleError
from cosmodrome.flight import arc_kernel as kernel
from cosmodrome.flight.arcs import aim_of
from cosmodrome.flight.fly import pad_state
from cosmodrome.flight.profile import Burn, DragTable
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.vehicles import Configuration

ALTITUDE_SCALE_M = 50e3
SPEED_SCALE_M_S = 200.0
# How little a lack of speed counts in the fit: the knobs are for height and level.
SHORTFALL_SCALE_M_S = 2000.0
FIRST_KICK_RAD = 0.1
# The steepest and the flattest climb at the gate, and final pitches: flights are sought between.
CLIMB_BRACKET_RAD = (1.35, 0.03)
PITCH_BRACKET_RAD = (-1.2, 2.5)
# Where brackets lead nowhere, all pairs of these are flown.
SCANNED_CLIMBS = 12
SCANNED_PITCHES_RAD = (-0.9, -0.5, -0.25, -0.1, 0.0, 0.1, 0.25, 0.4, 0.6, 0.9, 1.4, 2.2)
SCANS_FITTED = 2
# So many azimuths are tried before a vehicle is refused because it falls.
REFUSED_AZIMUTHS = 9
# Without a climb so steep at the gate, other azimuths are tried, so far away.
TIPPED_RAD = 0.8
AZIMUTH_REACH_RAD = math.radians(59.9)
STEEPEST_FINAL_PITCH_RAD = 1.2
FIT_FLIGHTS = 30
# A guess with less miss than this is taken without trying another way.
GOOD_ENOUGH = 1.0
LEVELLING_RATIO = 0.5
# A flight that comes back to the ground misses by more than any that does not.
FELL_BACK_MISS = 40.0
# A flight so far below the distance of its pad from the centre of the Earth has fallen: it is not
# yet that high when it has come to where the Earth is that much flatter.
SUNK_M = 1000.0
# Burns may take this much longer than their impulses say, and some seconds.
BURN_ALLOWANCE_RATIO = 1.4
BURN_ALLOWANCE_S = 10.0
# Pitch above the flight-path angle where free steering begins.
LOFT_RAD = 0.1
FAIRING_S = 60.0
# Ideal velocity of a low orbit from the ground, with gravity and drag losses (class figure): it
# only chooses the first payload to try.
LOW_ORBIT_IDEAL_M_S = 9350.0
# A payload that is not carried is made lighter, so often, by more if the flight fell; then the last
# step is halved, so often.
LIGHTER_RATIO = 0.75
FAR_LIGHTER_RATIO = 0.5
LIGHTER_ROUNDS = 10
HEAVIER_ROUNDS = 2
# An optimum saves at least this share of a guess's propellant.
SHORT_RATIO = 0.01
# Share of it that the stages below a weak upper stage must give for the arc not to fall back.
BELOW_UPPER_STAGE_IDEAL_M_S = 8750.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A flown first point: values of all variables and a leg for every phase.

    `miss_ratio` is how far it is from the orbit, in units of 50 km, 200 m/s of climb and 200 m/s of
    velocity still to be gained: below 1 a good start, above 10 a flight that fell back.
    """

    values: Mapping[str, float]
    legs: tuple[Leg, ...]
    miss_ratio: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Way:
    """One way up: the itinerary, what is flown of it by ramp, and the arrays that fly it."""

    plan: Itinerary
    count: int
    flight: kernel.Flight
    values: Mapping[str, float]
    script: Script


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Fit:
    """The knobs found for a way, where they lead, and how far off that is."""

    way: _Way
    knobs: Vector
    miss_ratio: float
    steepest_rad: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesser:
    """Flies first guesses of one sequence from one pad to one target.

    `carried_kg` remembers the payloads found, by target and loading of the upper stage.
    """

    sequence: AscentSequence
    configuration: Configuration
    launch_complex: LaunchComplex
    drag: DragTable
    target: InjectionTarget
    azimuth_rad: float
    carried_kg: dict[tuple[InjectionTarget, float], float] = field(
        default_factory=dict, compare=False, repr=False
    )

    def guess(
        self,
        *,
        payload_kg: float,
        load_kg: float,
        shares: Sequence[NDArray[np.float64] | None] | None = None,
    ) -> Guess:
        """Return a flight that arrives about level at parking altitude, or comes nearest to it.

        Parameters
        ----------
        shares : sequence, optional
            For every phase where its leg is sampled, as shares of its length, or None for even
            samples.
        """
        tried: list[Guess] = []
        for fit in self._fits(payload_kg, load_kg):
            tried.append(self._flown(fit, shares))
            if tried[-1].miss_ratio < GOOD_ENOUGH:
                return tried[-1]
        return min(tried, key=lambda g: g.miss_ratio)

    def _fits(self, payload_kg: float, load_kg: float) -> Iterator[_Fit]:
        """Yield the ways up, most likely first, each with its best knobs.

        A vehicle that the turn of the Earth tips over may stand against it at another azimuth.
        """
        straight = self._fitted(self._way(payload_kg, load_kg, falls=False))
        yield straight
        if self._has_upper():
            yield self._fitted(self._way(payload_kg, load_kg, falls=True))
        if straight.steepest_rad < TIPPED_RAD or straight.miss_ratio > FELL_BACK_MISS:
            way = self._way(payload_kg, load_kg, falls=False)
            yield self._fitted(replace(way, script=upright(way.script)))
        if straight.steepest_rad < TIPPED_RAD:
            for azimuth_rad in straight.way.script.azimuths_rad:
                if azimuth_rad != self.azimuth_rad:
                    beside = replace(self, azimuth_rad=azimuth_rad)
                    yield beside._fitted(beside._way(payload_kg, load_kg, falls=False))

    def payload_kg(self, load_kg: float) -> float:
        """Return a payload that a guess carries: a first try for the capability.

        The most whose ideal velocity about suffices, made lighter until a flight reaches the orbit
        with propellant left, then heavier again by half of the way.

        Raises
        ------
        InfeasibleError
            If not even the lightest vehicle stays up until free steering begins.
        """
        known = self.target, load_kg
        if known not in self.carried_kg:
            self.carried_kg[known] = self._carried_kg(load_kg)
        return self.carried_kg[known]

    def _carried_kg(self, load_kg: float) -> float:
        low = high = self._ideal_payload_kg(load_kg)
        tried: list[tuple[float, float]] = []
        for _ in range(LIGHTER_ROUNDS):
            wrong_ratio = self._wrong_ratio(low, load_kg)
            if wrong_ratio < GOOD_ENOUGH:
                break
            tried.append((wrong_ratio, low))
            fell = wrong_ratio > FELL_BACK_MISS
            high, low = low, (FAR_LIGHTER_RATIO if fell else LIGHTER_RATIO) * low
        else:
            self._require_flight()
            return min(tried)[1]
        for _ in range(HEAVIER_ROUNDS if low < high else 0):
            middle = math.sqrt(low * high)
            carried = self._wrong_ratio(middle, load_kg) < GOOD_ENOUGH
            low, high = (middle, high) if carried else (low, middle)
        return low

    def _require_flight(self) -> None:
        """Refuse a vehicle that falls, empty, whatever its pitch-over and azimuth may be.

        Raises
        ------
        InfeasibleError
            If it does.
        """
        allowed_rad = azimuth_range_rad(self.azimuth_rad, self.launch_complex, reach_rad=math.pi)
        for azimuth_rad in np.linspace(*allowed_rad, REFUSED_AZIMUTHS):
            each = replace(self, azimuth_rad=float(azimuth_rad))
            way = each._way(0.0, 0.0, falls=False)
            script = replace(way.script, azimuths_rad=allowed_rad)
            if pitch_overs(script).flies or pitch_overs(upright(script)).flies:
                return
        row = way.flight[0][0]
        thrust_n = row[kernel.THRUST] - SEA_LEVEL_PRESSURE_PA * row[kernel.EXIT_AREA]
        ratio = float(thrust_n / (row[kernel.MASS] * STANDARD_GRAVITY_M_S2))
        begin_s = float(way.flight[0][: way.script.gate, kernel.LENGTH].sum())
        raise InfeasibleError(
            f"{self.configuration.id} falls back at {self.launch_complex.id}, even without a "
            f"payload: its thrust at lift-off is only {ratio:.3f} of its weight, and no pitch-over "
            f"inside the azimuth corridor keeps it up until it steers freely, {begin_s:.0f} s "
            "after lift-off",
            rule=FLOOR,
            value=-SUNK_M,
            limit=0.0,
        )

    def _wrong_ratio(self, payload_kg: float, load_kg: float) -> float:
        """Return the miss of a guess, and how often more than `SHORT_RATIO` it lacks propellant."""
        guess = self.guess(payload_kg=payload_kg, load_kg=load_kg)
        unlit = dict.fromkeys((*self._burns(), CUTOFF), 0.0)
        usable_kg = float(self.sequence.margin_kg.at({**guess.values, **unlit}))
        margin_kg = float(self.sequence.margin_kg.at(guess.values))
        return max(guess.miss_ratio, -margin_kg / (SHORT_RATIO * usable_kg))

    def _ideal_payload_kg(self, load_kg: float) -> float:
        """Return the most payload whose ideal velocity about suffices."""
        wanted_m_s = LOW_ORBIT_IDEAL_M_S + impulses_m_s(self.target)
        low, high = 1.0, 150e3
        for _ in range(40):
            middle = math.sqrt(low * high)
            below_m_s, upper_m_s = self._ideal_m_s(middle, load_kg)
            if below_m_s + upper_m_s > wanted_m_s and below_m_s > min(
                wanted_m_s, BELOW_UPPER_STAGE_IDEAL_M_S
            ):
                low = middle
            else:
                high = middle
        return low

    # ------------------------------------------------------------------------------------------

    def start_values(self, payload_kg: float, load_kg: float, kick_rad: float) -> dict[str, float]:
        """Return first values of all variables."""
        values = {v.name: 0.5 * (v.low + v.high) for v in self.sequence.variables}
        for v in self.sequence.variables:
            if v.name == CUTOFF or v.name.startswith("burn"):
                values[v.name] = v.high
            elif v.name == "fairing":
                values[v.name] = min(max(FAIRING_S, v.low), 0.5 * (v.low + v.high))
            elif v.name.startswith("coast"):
                values[v.name] = v.low
        values |= {PAYLOAD: payload_kg, LOAD: load_kg}
        return values | {"pitchover_angle": kick_rad, "launch_azimuth": self.azimuth_rad}

    def typical_values(self, load_kg: float) -> dict[str, float]:
        """Return values that size a mesh: lengths of burns and coasts as they usually come out."""
        payload_kg = max(self.payload_kg(load_kg), 1.0)
        return dict(self.guess(payload_kg=payload_kg, load_kg=load_kg).values)

    # ---- ways --------------------------------------------------------------------------------

    def _has_upper(self) -> bool:
        return "burn1" in self._burns()

    def _burns(self) -> tuple[str, ...]:
        """Return the burns that are variables, in order."""
        names = (v.name for v in self.sequence.variables)
        return tuple(sorted(n for n in names if n.startswith("burn")))

    def _way(self, payload_kg: float, load_kg: float, *, falls: bool) -> _Way:
        """Return a way up: with `falls` the upper stage first lights at the apogee of a fall."""
        values = self.start_values(payload_kg, load_kg, FIRST_KICK_RAD)
        upper = self._has_upper()
        after = len(self._burns()) - (1 if upper and not falls else 0)
        plan = itinerary(self.target, burns=after, falls=falls)
        aim = aim_of(
            self.launch_complex.latitude_deg,
            self.launch_complex.longitude_deg,
            azimuth_rad=self.azimuth_rad,
        )
        masses = masses_at_begin(self.sequence)
        pad = self.launch_complex
        start = pad_state(
            math.radians(pad.latitude_deg), math.radians(pad.longitude_deg), pad.altitude_m
        )
        flight = coarse_flight(
            self.sequence,
            values,
            masses=masses,
            drag=self.drag,
            aim=aim,
            ground_m=float(np.linalg.norm(start[:3])) - SUNK_M,
        )
        last = self._last_below()
        if upper and not falls:
            ground_m = EARTH_EQUATORIAL_RADIUS_M
            stop_at_axis(flight, last, 0.5 * (ground_m + plan.radius_m))
            last = self._last_with("burn1")
        stop_at_axis(flight, last, min(plan.semi_major_axis_m, plan.radius_m))
        self._aim_ramp(flight, last, plan, values, start)
        script = Script(
            flight=flight,
            gate=_gate(flight),
            start=start,
            azimuth_rad=self.azimuth_rad,
            azimuths_rad=azimuth_range_rad(self.azimuth_rad, pad, reach_rad=AZIMUTH_REACH_RAD),
        )
        return _Way(plan=plan, count=last + 1, flight=flight, values=values, script=script)

    def _last_with(self, name: str) -> int:
        """Return the last phase whose length a variable says."""
        phases = self.sequence.phases
        return max(i for i, p in enumerate(phases) if name in p.duration_s.terms)

    def _last_below(self) -> int:
        """Return the last phase of the stages below the upper stage, up to the first cut-off."""
        names = {v.name for v in self.sequence.variables}
        if CUTOFF in names:
            return self._last_with(CUTOFF)
        return self._last_with("coast1") - 1 if "coast1" in names else len(self.sequence.phases) - 1

    def _aim_ramp(
        self,
        flight: kernel.Flight,
        last: int,
        plan: Itinerary,
        values: Mapping[str, float],
        start: Vector,
    ) -> None:
        """Say how long the ramp of pitch lasts, and which plane it steers into."""
        rows, aim = flight[0], flight[5]
        masses = masses_at_begin(self.sequence)
        lengths_s = rows[: last + 1, kernel.LENGTH].copy()
        gate = _gate(flight)
        if "burn1" in self.sequence.phases[last].duration_s.terms:
            lengths_s[last] = self._first_burn_s(last, plan, values, masses)
        aim[kernel.LOFT] = LOFT_RAD
        # For flights that end before the ramp sets its own plane.
        aim[kernel.NORMAL : kernel.NORMAL + 3] = plane_over(start, None)
        aim[kernel.RAMP_SPAN] = max(float(lengths_s[gate:].sum()), 1.0)
        tilt_rad = self.target.inclination_rad
        latitude_rad = math.radians(self.launch_complex.latitude_deg)
        if tilt_rad is not None and abs(math.cos(tilt_rad)) <= math.cos(latitude_rad) + 0.02:
            aim[kernel.TILTED], aim[kernel.COSINE] = 1.0, math.cos(tilt_rad)
            aim[kernel.NORTHWARD] = math.cos(self.azimuth_rad)

    def _first_burn_s(
        self, index: int, plan: Itinerary, values: Mapping[str, float], masses: Sequence[Affine]
    ) -> float:
        """Return about how long an upper stage gains what the stages below it do not give."""
        beyond_m_s = speed_on_m_s(plan.radius_m, plan.semi_major_axis_m) - speed_on_m_s(
            plan.radius_m, plan.radius_m
        )
        gain_m_s = LOW_ORBIT_IDEAL_M_S + beyond_m_s - self._below_m_s(values, masses)
        thrust_n, flow_kg_s = _engines(self.sequence.phases[index].burns)
        mass_kg = float(masses[index].at(values))
        length_s = mass_kg * (1.0 - math.exp(-gain_m_s * flow_kg_s / thrust_n)) / flow_kg_s
        low, high = self._range("burn1")
        return min(max(length_s, low), high)

    # ---- the fit -----------------------------------------------------------------------------

    def _fitted(self, way: _Way) -> _Fit:
        """Return the best knobs of a way: by brackets, and where those fail by a scan."""
        kicks = pitch_overs(way.script)
        fit = self._refined(way, kicks, self._bracketed(way, kicks))
        if fit.miss_ratio < GOOD_ENOUGH or not kicks.flies:
            return fit
        scanned = [self._refined(way, kicks, each) for each in self._scanned(way, kicks)]
        return min((fit, *scanned), key=lambda f: f.miss_ratio)

    def _bracketed(self, way: _Way, kicks: PitchOvers) -> Vector:
        """Return knobs near the best.

        At every pitch-over angle the final pitch is sought that arrives level; the steeper the
        start, the higher is that arrival. Both are monotonous, so bracketing finds them where
        slopes would lead astray.
        """
        best, best_ratio = np.zeros(2), math.inf

        def above(kick: float) -> float:
            nonlocal best, best_ratio
            pitch = _root(
                lambda pitch: self._climb_miss(way, np.array([kick, pitch])),
                PITCH_BRACKET_RAD,
                0.02,
            )
            knobs = np.array([kick, pitch])
            miss = self._miss(way, knobs)
            miss_ratio = float(np.linalg.norm(miss))
            if miss_ratio < best_ratio:
                best, best_ratio = knobs, miss_ratio
            # Where no final pitch is level, what is left of the climb goes on for a while.
            return float(miss[0] + LEVELLING_RATIO * miss[1])

        steep, flat = (kicks.kick_log_ratio(climb_rad) for climb_rad in CLIMB_BRACKET_RAD)
        _root(above, (steep, flat), 0.01)
        return best

    def _scanned(self, way: _Way, kicks: PitchOvers) -> list[Vector]:
        """Return the best knobs of a grid of climbs at the gate and of final pitches."""
        steepest_rad, flattest_rad = CLIMB_BRACKET_RAD
        steepest_rad = max(min(steepest_rad, kicks.steepest_rad), flattest_rad)
        tried: list[tuple[float, Vector]] = []
        for climb_rad in np.linspace(steepest_rad, flattest_rad, SCANNED_CLIMBS):
            kick = kicks.kick_log_ratio(float(climb_rad))
            for pitch in SCANNED_PITCHES_RAD:
                knobs = np.array([kick, pitch])
                tried.append((float(np.linalg.norm(self._miss(way, knobs))), knobs))
        return [knobs for _, knobs in sorted(tried, key=lambda each: each[0])[:SCANS_FITTED]]

    def _refined(self, way: _Way, kicks: PitchOvers, knobs: Vector) -> _Fit:
        """Return what least squares make of knobs."""
        fit = least_squares(
            partial(self._miss, way, rule=FINELY),
            knobs,
            method="lm",
            x_scale=[0.3, 0.2],
            diff_step=[1e-3, 1e-3],
            max_nfev=FIT_FLIGHTS,
        )
        return _Fit(
            way=way,
            knobs=fit.x,
            miss_ratio=float(np.linalg.norm(fit.fun)),
            steepest_rad=kicks.steepest_rad,
        )

    def _launched(self, way: _Way, knobs: Vector, rule: Vector = ROUGHLY) -> Launch:
        """Return the ramp part of a way, flown with two knobs."""
        way.script.pitch_over(float(knobs[0]))
        aim = way.flight[5]
        steepest = STEEPEST_FINAL_PITCH_RAD
        aim[kernel.PITCH_END] = steepest * math.tanh(float(knobs[1]) / steepest)
        return launch(way.flight, way.count, way.script.start, rule=rule)

    def _climb_miss(self, way: _Way, knobs: Vector) -> float:
        """Return the climb at the end less that wanted; a flight that fell sank."""
        flown = self._launched(way, knobs)
        if flown.ended == kernel.BY_GROUND:
            return -FELL_BACK_MISS * (2.0 - _share_flown(way, flown))
        return _misses(way.plan, flown.state)[1]

    def _miss(self, way: _Way, knobs: Vector, rule: Vector = ROUGHLY) -> Vector:
        flown = self._launched(way, knobs, rule)
        if flown.ended == kernel.BY_GROUND:
            return np.array([-FELL_BACK_MISS * (2.0 - _share_flown(way, flown)), 0.0, 0.0])
        return np.array(_misses(way.plan, flown.state))

    # ---- the flight --------------------------------------------------------------------------

    def _flown(self, fit: _Fit, shares: Sequence[NDArray[np.float64] | None] | None) -> Guess:
        """Return the whole flight of a fit, sampled."""
        way = fit.way
        rows = way.flight[0]
        self._launched(way, fit.knobs, FINELY)
        kick_rad, azimuth_rad = way.script.pitch_over(float(fit.knobs[0]))
        values = dict(way.values)
        values |= {"pitchover_angle": kick_rad, "launch_azimuth": azimuth_rad}
        # The knobs were for a circle: what is faster goes on to burn along its velocity.
        stop_at_axis(way.flight, way.count - 1, way.plan.semi_major_axis_m)
        masses = masses_at_begin(self.sequence)
        goals = iter(way.plan.goals)
        goal: Goal | None = None
        legs: list[Leg] = []
        t_s, state = 0.0, way.script.start
        for index, plan in enumerate(self.sequence.phases):
            name = _settled_by(plan.duration_s)
            rows[index, kernel.MASS] = float(masses[index].at(values))
            if index >= way.count and name.startswith("coast"):
                goal = next(goals, None)
                if goal is not None:
                    rows[index, kernel.LENGTH] = self._coast_s(index, state, goal, values, masses)
            elif index >= way.count and name.startswith("burn") and goal is not None:
                self._aim_burn(way.flight, index, state, goal)
            at = None if shares is None else shares[index]
            leg, end, length_s = fly_leg(way.flight, index, t_s, state, at)
            if name:
                values[name] += length_s - float(plan.duration_s.at(values))
                missing_s = self._range(name)[0] - values[name]
                if missing_s > 0.0:
                    # It would stop before it may.
                    values[name] += missing_s
                    rows[index, kernel.LENGTH] += missing_s
                    leg, end, length_s = fly_leg(way.flight, index, t_s, state, at)
            state = end
            legs.append(leg)
            t_s += length_s
        short = self._short_m_s(state) / SPEED_SCALE_M_S
        return Guess(values=values, legs=tuple(legs), miss_ratio=math.hypot(fit.miss_ratio, short))

    def _short_m_s(self, state: Vector) -> float:
        """Return what the end still lacks of the target's velocity; climb counts on circles."""
        normal = plane_over(state, self.target.inclination_rad)
        if self.target.shape == "circular":
            return to_gain_m_s(state, self.target.semi_major_axis_m, normal)
        speed_m_s = float(np.linalg.norm(state[3:]))
        wanted_m_s = speed_on_m_s(float(np.linalg.norm(state[:3])), self.target.semi_major_axis_m)
        return math.hypot(wanted_m_s - speed_m_s, float(normal @ state[3:]))

    def _coast_s(
        self,
        index: int,
        state: Vector,
        goal: Goal,
        values: Mapping[str, float],
        masses: Sequence[Affine],
    ) -> float:
        """Return the coast after which half of the burn that follows has passed at its place."""
        low, high = self._range(_settled_by(self.sequence.phases[index].duration_s))
        there = passage(state, goal, at_least_s=low)
        half_s = 0.5 * self._burn_s(index + 1, there.state, goal, float(masses[index].at(values)))
        there = passage(state, goal, at_least_s=low + half_s)
        return min(max(there.after_s - half_s, low), high)

    def _aim_burn(self, flight: kernel.Flight, index: int, state: Vector, goal: Goal) -> None:
        """Let a burn gain the velocity of its goal."""
        row, aim = flight[0][index], flight[5]
        low, high = self._range(_settled_by(self.sequence.phases[index].duration_s))
        about_s = self._burn_s(index, state, goal, float(row[kernel.MASS]))
        row[kernel.LENGTH] = min(about_s * BURN_ALLOWANCE_RATIO + BURN_ALLOWANCE_S, high)
        if goal.place != "apogee":
            row[kernel.STEERING] = kernel.ALONG
            stop_at_axis(flight, index, goal.semi_major_axis_m)
            return
        row[kernel.STEERING], row[kernel.STOP] = kernel.GAIN, kernel.GAINED
        aim[kernel.NORMAL : kernel.NORMAL + 3] = plane_over(state, self._tilt_rad(goal))
        aim[kernel.AXIS] = goal.semi_major_axis_m
        if about_s < low:
            # Shorter than it may be: straight ahead, as if all were still to be gained.
            aim[kernel.AXIS] = -EARTH_EQUATORIAL_RADIUS_M
            row[kernel.STOP], row[kernel.LENGTH] = kernel.NEVER, low

    def _tilt_rad(self, goal: Goal) -> float | None:
        return self.target.inclination_rad if goal.turns or not self._climbs() else None

    def _climbs(self) -> bool:
        return climbs(self.target)

    def _burn_s(self, index: int, state: Vector, goal: Goal, mass_kg: float) -> float:
        """Return how long a burn gains the velocity of its goal at a state (Tsiolkovsky)."""
        normal = plane_over(state, self._tilt_rad(goal))
        gain_m_s = to_gain_m_s(state, goal.semi_major_axis_m, normal)
        thrust_n, flow_kg_s = _engines(self.sequence.phases[index].burns)
        return mass_kg * (1.0 - math.exp(-gain_m_s * flow_kg_s / thrust_n)) / flow_kg_s

    def _range(self, name: str) -> tuple[float, float]:
        variable = next(v for v in self.sequence.variables if v.name == name)
        return variable.low, variable.high

    def _ideal_m_s(self, payload_kg: float, load_kg: float) -> tuple[float, float]:
        """Return the ideal velocity of the stages up to `cutoff`, and of the burns after it."""
        values = self.start_values(payload_kg, load_kg, 0.0)
        masses = masses_at_begin(self.sequence)
        below_m_s = self._below_m_s(values, masses)
        if not self._has_upper():
            return below_m_s, 0.0
        first = self._last_with("burn1")
        thrust_n, flow_kg_s = _engines(self.sequence.phases[first].burns)
        mass_kg = float(masses[first].at(values))
        none = dict.fromkeys(self._burns(), 0.0)
        usable_kg = float(self.sequence.margin_kg.at(values | none))
        ratio = mass_kg / (mass_kg - min(usable_kg, 0.999 * mass_kg))
        return below_m_s, thrust_n / flow_kg_s * math.log(ratio)

    def _below_m_s(self, values: Mapping[str, float], masses: Sequence[Affine]) -> float:
        """Return the ideal velocity of the phases up to `cutoff`."""
        total_m_s = 0.0
        last = self._last_below()
        for mass, plan in zip(masses[: last + 1], self.sequence.phases, strict=False):
            length_s = float(plan.duration_s.at(values))
            if not plan.burns or length_s <= 0.0:
                continue
            thrust_n, _ = _engines(plan.burns)
            used_kg = float(plan.consumed_kg.at(values))
            mass_kg = float(mass.at(values))
            total_m_s += thrust_n * length_s / used_kg * math.log(mass_kg / (mass_kg - used_kg))
        return total_m_s


def _gate(flight: kernel.Flight) -> int:
    """Return the phase that free steering begins with."""
    return next(i for i, row in enumerate(flight[0]) if row[kernel.STEERING] == kernel.RAMP)


def _root(
    function: Callable[[float], float], bracket: tuple[float, float], tolerance: float
) -> float:
    """Return where a monotonous function is zero in a bracket, else the end nearest to that."""
    ends = [(x, function(x)) for x in bracket]
    if ends[0][1] * ends[1][1] > 0.0:
        return min(ends, key=lambda end: abs(end[1]))[0]
    return float(brentq(function, *bracket, xtol=tolerance, rtol=1e-3))


def _share_flown(way: _Way, flown: Launch) -> float:
    """Return how much of its time a flight had flown when it ended."""
    return float(flown.lengths_s.sum() / way.flight[0][: way.count, kernel.LENGTH].sum())


def _misses(plan: Itinerary, state: Vector) -> tuple[float, float, float]:
    """Return how far the end of an ascent is off: height, climb, and lack of speed, scaled."""
    r, v = state[:3], state[3:]
    radius_m, speed_m_s = float(np.linalg.norm(r)), float(np.linalg.norm(v))
    wanted_m_s = speed_on_m_s(radius_m, min(plan.semi_major_axis_m, plan.radius_m))
    return (
        (radius_m - plan.radius_m) / ALTITUDE_SCALE_M,
        (float(r @ v) / radius_m - _climb_m_s(plan, radius_m, wanted_m_s)) / SPEED_SCALE_M_S,
        (wanted_m_s - speed_m_s) / SHORTFALL_SCALE_M_S,
    )


def _settled_by(duration_s: Affine) -> str:
    """Return the variable that says how long a phase takes: a cut-off, a coast, a burn, or none."""
    for name in duration_s.terms:
        if name == CUTOFF or name.startswith(("coast", "burn")):
            return name
    return ""


def _engines(burns: Sequence[Burn]) -> tuple[float, float]:
    """Return mean thrust and flow of the engines of a phase."""
    mean = [0.5 * (b.start_throttle_ratio + b.end_throttle_ratio) for b in burns]
    return (
        sum(b.thrust_vac_n * m for b, m in zip(burns, mean, strict=True)),
        sum(b.mass_flow_kg_s * m for b, m in zip(burns, mean, strict=True)),
    )


def _climb_m_s(plan: Itinerary, radius_m: float, speed_m_s: float) -> float:
    """Return the climb at which the orbit that the ascent ends on is met."""
    if plan.perigee_m >= plan.radius_m:
        return 0.0
    eccentricity = 1.0 - plan.perigee_m / plan.semi_major_axis_m
    parameter_m = plan.semi_major_axis_m * (1.0 - eccentricity**2)
    level_m_s = math.sqrt(EARTH_MU_M3_S2 * parameter_m) / radius_m
    return math.sqrt(max(speed_m_s**2 - level_m_s**2, 0.0))
