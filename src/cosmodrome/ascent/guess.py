"""Where does the optimiser start? A physical flight with two knobs, found without a human.

The scripted start is flown as it is; above, the pitch over the horizon falls linearly from the
flight-path angle at the gate to a final value. Pitch-over angle and final pitch are solved by least
squares for a level arrival at parking altitude; an upper stage then coasts and burns by the book.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from cosmodrome.ascent.coarse import (
    EARTH_POLAR_RADIUS_M,
    Leg,
    PitchRamp,
    along_velocity,
    first_rise_s,
    fly_coarsely,
)
from cosmodrome.ascent.realise import realise
from cosmodrome.ascent.sequence import LOAD, PAYLOAD, AscentSequence
from cosmodrome.ascent.target import InjectionTarget
from cosmodrome.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_MU_M3_S2,
    STANDARD_GRAVITY_M_S2,
)
from cosmodrome.flight.fly import pad_state
from cosmodrome.flight.profile import DragTable, FlightProfile, Phase
from cosmodrome.flight.rates import Direction, direction_of, propellant_used_kg
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.vehicles import Configuration

PARKING_ALTITUDE_M = 160e3
ALTITUDE_SCALE_M = 50e3
SPEED_SCALE_M_S = 200.0
# Pitch-over angles tried first; a vehicle that barely lifts off needs a hundredth of others'.
FIRST_KICKS_RAD = tuple(0.25 * 0.62**i for i in range(13))
FIRST_FINAL_PITCH_RAD = -0.05
FITS = 2
GOOD_ENOUGH = 1.0
# Burns and coasts are flown this much longer than their formulas say, then cut where they arrive.
BURN_ALLOWANCE_RATIO = 1.25
COAST_ALLOWANCE_RATIO = 1.3
# Worse than any flight that reaches the parking altitude's neighbourhood.
FELL_BACK_MISS = 20.0
# Ideal velocity of a low orbit from the ground, with gravity and drag losses (class figure): it
# only chooses the first payload to try.
LOW_ORBIT_IDEAL_M_S = 9350.0
# Share of it that the stages below a weak upper stage must give for the arc not to fall back.
BELOW_UPPER_STAGE_IDEAL_M_S = 8750.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A flown first point: values of all variables and a leg for every phase."""

    values: Mapping[str, float]
    legs: tuple[Leg, ...]


class _FellBackError(Exception):
    """The two-knob flight came back to the ground; `share` of its time had passed."""

    def __init__(self, share: float) -> None:
        super().__init__(f"fell back after {share:.0%} of the ascent")
        self.share = share


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesser:
    """Flies first guesses of one sequence from one pad to one target."""

    sequence: AscentSequence
    configuration: Configuration
    launch_complex: LaunchComplex
    drag: DragTable
    target: InjectionTarget
    azimuth_rad: float

    def guess(self, *, payload_kg: float, load_kg: float) -> Guess | None:
        """Return a flight that arrives about level at parking altitude; None if it falls back."""
        first = sorted(
            FIRST_KICKS_RAD,
            key=lambda kick: math.hypot(
                *self._miss(kick, FIRST_FINAL_PITCH_RAD, payload_kg, load_kg)
            ),
        )
        best = (math.inf, first[0], FIRST_FINAL_PITCH_RAD)
        for kick_rad in first[:FITS]:

            def miss(knobs: NDArray[np.float64]) -> list[float]:
                return self._miss(math.exp(knobs[0]), float(knobs[1]), payload_kg, load_kg)

            fit = least_squares(
                miss,
                [math.log(kick_rad), FIRST_FINAL_PITCH_RAD],
                bounds=([math.log(2e-4), -1.2], [math.log(1.2), 1.2]),
                x_scale=[0.3, 0.2],
                diff_step=[1e-3, 1e-3],
                max_nfev=12,
            )
            if fit.cost < best[0]:
                best = (float(fit.cost), math.exp(float(fit.x[0])), float(fit.x[1]))
            if best[0] < GOOD_ENOUGH:
                break
        try:
            return self._fly(best[1], best[2], payload_kg, load_kg, whole=True)
        except _FellBackError:
            return None

    def payload_kg(self, load_kg: float) -> float:
        """Return a payload whose ideal velocity about suffices: a first try for the capability."""
        wanted_m_s = LOW_ORBIT_IDEAL_M_S + _beyond_parking_m_s(self.target)
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
            if v.name == "cutoff":
                values[v.name] = v.high if self.configuration.upper_stage else 0.995 * v.high
            elif v.name == "fairing":
                values[v.name] = min(60.0, 0.5 * (v.low + v.high))
            elif v.name == "coast1":
                values[v.name] = v.low
        values |= {PAYLOAD: payload_kg, LOAD: load_kg}
        return values | {"pitchover_angle": kick_rad, "launch_azimuth": self.azimuth_rad}

    def typical_values(self, load_kg: float) -> dict[str, float]:
        """Return values that size a mesh: lengths of burns and coasts as they usually come out."""
        values = self.start_values(1000.0, load_kg, 0.1)
        upper = self.configuration.upper_stage
        if upper is not None:
            usable_kg = upper.propellant_kg - upper.unburnt_propellant_kg
            full_s = usable_kg / upper.engine.mass_flow_kg_s
            first = 0.85 if self._climbs() else 0.4
            values |= {"burn1": first * full_s, "burn2": (1.0 - first) * full_s}
            axis_m = self._transfer_axis_m(EARTH_EQUATORIAL_RADIUS_M + PARKING_ALTITUDE_M)
            values["coast2"] = math.pi * math.sqrt(axis_m**3 / EARTH_MU_M3_S2)
        return values

    def _realise(self, values: Mapping[str, float]) -> FlightProfile:
        return realise(
            self.sequence,
            values,
            configuration=self.configuration,
            launch_complex=self.launch_complex,
            drag=self.drag,
        )

    def _ideal_m_s(self, payload_kg: float, load_kg: float) -> tuple[float, float]:
        """Return the ideal velocity of the stages below the upper stage, and of that."""
        values = self.start_values(payload_kg, load_kg, 0.0)
        profile = self._realise(values)
        mass_kg = profile.liftoff_mass_kg
        total_m_s = 0.0
        for phase in profile.phases:
            if phase.burns and phase.burns[0].stage == "upper-stage":
                continue
            used_kg = propellant_used_kg(phase, phase.end_s)
            if phase.burns:
                thrust_n = sum(
                    0.5 * b.thrust_vac_n * (b.start_throttle_ratio + b.end_throttle_ratio)
                    for b in phase.burns
                )
                flow_kg_s = used_kg / phase.duration_s
                total_m_s += thrust_n / flow_kg_s * math.log(mass_kg / (mass_kg - used_kg))
            mass_kg -= used_kg + sum(s.mass_kg for s in phase.separations)
        upper = self.configuration.upper_stage
        if upper is None:
            return total_m_s, 0.0
        usable_kg = min(load_kg - upper.unburnt_propellant_kg, 0.999 * mass_kg)
        exhaust_m_s = upper.engine.isp_vac_s * STANDARD_GRAVITY_M_S2
        return total_m_s, exhaust_m_s * math.log(mass_kg / (mass_kg - usable_kg))

    def _miss(
        self, kick_rad: float, final_pitch_rad: float, payload_kg: float, load_kg: float
    ) -> list[float]:
        try:
            flown = self._fly(kick_rad, final_pitch_rad, payload_kg, load_kg, whole=False)
        except _FellBackError as fell:
            return [FELL_BACK_MISS * (2.0 - fell.share), 0.0]
        state = flown.legs[-1].states[-1]
        radius_m = float(np.linalg.norm(state[:3]))
        climb_m_s = float(state[:3] @ state[3:]) / radius_m
        above_m = radius_m - EARTH_EQUATORIAL_RADIUS_M - self._parking_m()
        return [above_m / ALTITUDE_SCALE_M, climb_m_s / SPEED_SCALE_M_S]

    def _parking_m(self) -> float:
        perigee_m = self.target.semi_major_axis_m * (1.0 - self.target.eccentricity)
        altitude_m = perigee_m - EARTH_EQUATORIAL_RADIUS_M
        if self.configuration.upper_stage is None:
            return altitude_m
        return min(PARKING_ALTITUDE_M, altitude_m) if self.target.shape != "escape" else 200e3

    def _fly(
        self,
        kick_rad: float,
        final_pitch_rad: float,
        payload_kg: float,
        load_kg: float,
        *,
        whole: bool,
    ) -> Guess:
        """Fly the two-knob flight; without `whole` it ends where the parking orbit is reached."""
        values = self.start_values(payload_kg, load_kg, kick_rad)
        profile = self._realise(values)
        state = pad_state(
            math.radians(profile.latitude_deg),
            math.radians(profile.longitude_deg),
            profile.altitude_m,
        )
        mass_kg = profile.liftoff_mass_kg
        legs: list[Leg] = []
        ramp: PitchRamp | None = None
        for index in range(len(profile.phases)):
            name = next(iter(self.sequence.phases[index].duration_s.terms), "")
            if name in ("burn1", "coast2", "burn2"):
                if name == "coast2" and not whole:
                    break
                values[name] = self._upper_length_s(name, state, mass_kg, profile)
                profile = self._realise(values)
            phase = profile.phases[index]
            direction = self._direction(profile, phase, name)
            if direction is None:
                if ramp is None:
                    ramp = PitchRamp.at(
                        state,
                        phase.begin_s,
                        self._ramp_end_s(profile),
                        self._normal(state),
                    )
                direction = ramp.direction(final_pitch_rad)
            leg = fly_coarsely(profile, phase, state, mass_kg, direction)
            exact_s = self._exact_length_s(name, leg, phase, mass_kg)
            if exact_s is not None:
                values[name] = exact_s
                profile = self._realise(values)
                phase = profile.phases[index]
                leg = fly_coarsely(profile, phase, state, mass_kg, direction)
            legs.append(leg)
            state = leg.states[-1]
            if float(np.linalg.norm(state[:3])) < EARTH_POLAR_RADIUS_M:
                raise _FellBackError(phase.end_s / profile.end_s)
            mass_kg -= propellant_used_kg(phase, phase.end_s)
            mass_kg -= sum(s.mass_kg for s in phase.separations)
        return Guess(values=values, legs=tuple(legs))

    def _normal(self, state: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the normal of the plane to steer into: over the vehicle, as the target tilts."""
        r = state[:3] / np.linalg.norm(state[:3])
        tilt_rad = self.target.inclination_rad
        flown = np.cross(r, state[3:])
        if tilt_rad is None:
            return np.asarray(flown / np.linalg.norm(flown))
        sine = math.cos(tilt_rad) / max(math.hypot(r[0], r[1]), 1e-9)
        east = np.array([-r[1], r[0], 0.0]) / math.hypot(r[0], r[1])
        north = np.cross(r, east)
        eastward = min(max(sine, -1.0), 1.0)
        northward = math.sqrt(1.0 - eastward**2)
        if math.cos(self.azimuth_rad) < 0.0:
            northward = -northward
        return np.asarray(np.cross(r, eastward * east + northward * north))

    def _ramp_end_s(self, profile: FlightProfile) -> float:
        """Return when the pitch ramp ends: at parking orbit."""
        if self.configuration.upper_stage is None:
            return profile.end_s
        first_burn = next(
            i for i, p in enumerate(self.sequence.phases) if "burn1" in p.duration_s.terms
        )
        return profile.phases[first_burn].begin_s + 300.0

    def _direction(self, profile: FlightProfile, phase: Phase, name: str) -> Direction | None:
        if phase.steering != "free":
            return direction_of(profile, phase)
        if name == "burn2":
            return along_velocity
        return None

    def _upper_length_s(
        self, name: str, state: NDArray[np.float64], mass_kg: float, profile: FlightProfile
    ) -> float:
        """Return burn and coast lengths of the upper stage by impulsive formulas."""
        variable = next(v for v in self.sequence.variables if v.name == name)
        radius_m = float(np.linalg.norm(state[:3]))
        speed_m_s = float(np.linalg.norm(state[3:]))
        if name == "burn1":
            wanted_m_s = _speed_at(radius_m, self._transfer_axis_m(radius_m))
            length_s = BURN_ALLOWANCE_RATIO * self._burn_s(wanted_m_s - speed_m_s, mass_kg)
        elif name == "coast2":
            burn_s = self._burn_s(self._second_burn_m_s(state), mass_kg)
            length_s = COAST_ALLOWANCE_RATIO * self._coast_s(state) - 0.5 * burn_s
        else:
            wanted_m_s = _speed_at(radius_m, self.target.semi_major_axis_m)
            length_s = self._burn_s(wanted_m_s - speed_m_s, mass_kg)
        return min(max(length_s, variable.low), variable.high)

    def _exact_length_s(self, name: str, leg: Leg, phase: Phase, mass_kg: float) -> float | None:
        """Return when the transfer orbit, then its apogee, is reached; None where it is not."""
        if not self._climbs() or name not in ("burn1", "coast2"):
            return None
        r, v = leg.states[:, :3], leg.states[:, 3:]
        radius_m = np.linalg.norm(r, axis=1)
        lengths_s = leg.shares * phase.duration_s
        if name == "burn1":
            energy = 0.5 * np.sum(v * v, axis=1) - EARTH_MU_M3_S2 / radius_m
            wanted = -0.5 * EARTH_MU_M3_S2 / self._transfer_axis_m(float(radius_m[-1]))
            length_s = first_rise_s(lengths_s, energy - wanted)
        else:
            length_s = first_rise_s(lengths_s, -np.sum(r * v, axis=1))
            if length_s is not None:
                length_s -= 0.5 * self._burn_s(self._second_burn_m_s(leg.states[0]), mass_kg)
        variable = next(v for v in self.sequence.variables if v.name == name)
        return None if length_s is None else min(max(length_s, variable.low), variable.high)

    def _transfer_axis_m(self, radius_m: float) -> float:
        if not self._climbs():
            return radius_m
        apogee_m = self.target.semi_major_axis_m * (1.0 + self.target.eccentricity)
        return 0.5 * (radius_m + apogee_m)

    def _climbs(self) -> bool:
        """Tell whether the second burn stands at apogee (else it leaves a parking orbit)."""
        if self.target.shape == "escape":
            return False
        perigee_m = self.target.semi_major_axis_m * (1.0 - self.target.eccentricity)
        return perigee_m > EARTH_EQUATORIAL_RADIUS_M + 1.5 * PARKING_ALTITUDE_M

    def _second_burn_m_s(self, state: NDArray[np.float64]) -> float:
        radius_m = float(np.linalg.norm(state[:3]))
        axis_m = self._transfer_axis_m(radius_m)
        if not self._climbs():
            return _speed_at(radius_m, self.target.semi_major_axis_m) - _speed_at(radius_m, axis_m)
        apogee_m = 2.0 * axis_m - radius_m
        return _speed_at(apogee_m, self.target.semi_major_axis_m) - _speed_at(apogee_m, axis_m)

    def _coast_s(self, state: NDArray[np.float64]) -> float:
        """Return the time to apogee, or to the equator for a burn in a parking orbit."""
        radius_m = float(np.linalg.norm(state[:3]))
        axis_m = self._transfer_axis_m(radius_m)
        half_s = math.pi * math.sqrt(axis_m**3 / EARTH_MU_M3_S2)
        if self._climbs():
            return half_s
        up, ahead = state[2] / radius_m, state[5] / float(np.linalg.norm(state[3:]))
        to_node_rad = math.atan2(-up, ahead) % math.pi
        return max(to_node_rad / math.pi * half_s, 0.2 * half_s)

    def _burn_s(self, speed_m_s: float, mass_kg: float) -> float:
        upper = self.configuration.upper_stage
        if upper is None:
            return 0.0
        exhaust_m_s = upper.engine.isp_vac_s * STANDARD_GRAVITY_M_S2
        used_kg = mass_kg * (1.0 - math.exp(-max(speed_m_s, 0.0) / exhaust_m_s))
        return used_kg / upper.engine.mass_flow_kg_s


def _speed_at(radius_m: float, semi_major_axis_m: float) -> float:
    """Return the vis-viva speed."""
    return math.sqrt(max(EARTH_MU_M3_S2 * (2.0 / radius_m - 1.0 / semi_major_axis_m), 0.0))


def _beyond_parking_m_s(target: InjectionTarget) -> float:
    """Return the impulses from a parking orbit to the target."""
    radius_m = EARTH_EQUATORIAL_RADIUS_M + PARKING_ALTITUDE_M
    low_m_s = _speed_at(radius_m, radius_m)
    if target.shape == "escape":
        return _speed_at(radius_m, target.semi_major_axis_m) - low_m_s
    apogee_m = target.semi_major_axis_m * (1.0 + target.eccentricity)
    axis_m = 0.5 * (radius_m + apogee_m)
    first_m_s = _speed_at(radius_m, axis_m) - low_m_s
    second_m_s = _speed_at(apogee_m, target.semi_major_axis_m) - _speed_at(apogee_m, axis_m)
    return max(first_m_s, 0.0) + max(second_m_s, 0.0)
