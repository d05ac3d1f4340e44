"""How is an ascent written as a nonlinear programme? Radau collocation, no force here.

States r, v in Earth radii and circular speeds; mass is algebraic (every flow is known), so the
unknowns are states at the collocation points, unit thrust vectors where steering is free, and a few
global variables. Figures of vehicle, pad and target are parameters of the compiled programme, so
that one serves every mission of a kind, and derivatives by any figure cost one evaluation.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent import forms
from cosmodrome.ascent.affine import Affine
from cosmodrome.ascent.assembly import Draft, Form
from cosmodrome.ascent.iterate import (
    AZIMUTH,
    KICK,
    LENGTH_M,
    STATE_SCALE,
    TIME_S,
    Layout,
    Mesh,
    Pad,
    in_one_piece,
)
from cosmodrome.ascent.phase_plan import PhasePlan
from cosmodrome.ascent.rules import (
    BARE_FLUX,
    DROP_TANK,
    FAIRING_FLUX,
    FLOOR,
    MAX_LOAD,
    MAX_Q,
    MAX_Q_ALPHA,
    MIN_PERIGEE,
    PHASE_LENGTH,
    POINT_ZONE_M,
    PROPELLANT,
    SPENT_STAGE,
    AscentRules,
    StationAim,
    ZoneAim,
)
from cosmodrome.ascent.sequence import AscentSequence
from cosmodrome.ascent.target import InjectionTarget
from cosmodrome.constants import STANDARD_GRAVITY_M_S2
from cosmodrome.errors import InputError
from cosmodrome.flight.profile import DragTable
from cosmodrome.numerics.collocation import differentiation_matrix
from cosmodrome.orbit.coast import STEPS, WEIGHTS
from cosmodrome.physics.earth import ecef_position_m

Array = NDArray[np.float64]
Index = NDArray[np.int64]

# Nodes of free flight after the fairing stay above this altitude over the equatorial radius:
# keeps iterates out of the ground, holds back no optimum.
FLOOR_M = 60e3
# Upper stages burn and coast without air in the programme: below this it is no longer thin enough.
UPPER_FLOOR_M = 120e3
# A spent last stage must come down within its first revolution: perigee below the ground.
SPENT_STAGE_PERIGEE_M = 0.0
# An orbit this near the equator has no node to measure an inclination at.
EQUATORIAL_RAD = 1e-3
SLACK = "excess:"
# Scales of rules that are affine in the variables: a tenth of a second, a tonne.
LINEAR_SCALES: Mapping[str, float] = {PHASE_LENGTH: 0.1, DROP_TANK: 1e-3}
# Points of a coast between burns that are held out of air that heats the payload: it may begin
# before the perigee.
HEATED_POINTS = 5
# Scales of rules that are affine in the variables: a tenth of a second, a tonne.
LINEAR_SCALES: Mapping[str, float] = {PHASE_LENGTH: 0.1, DROP_TANK: 1e-3}
# Where a coast between burns is held out of air that heats the payload (it may begin before the
# perigee), and where out of the ground, as shares of its eccentric anomaly.
HEATED_SHARES = (0.03, 0.06, 0.1, 0.15, 0.2, 0.3)
HIGH_SHARES = (0.1, 0.25, 0.5, 0.7, 0.85, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRows:
    """Where a rule stands in the programme, and how its rows read in the rule's own unit.

    `value_of` reads the rows and the row of unknowns; `excess_of` turns what the solver allowed
    beyond the limit into the rule's unit.
    """

    name: str
    rows: Index
    low: float
    high: float
    limit: float
    value_of: Callable[[Array, Array], float]
    excess_of: Callable[[float], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything about one ascent that enters as numbers.

    `links` (phases, 6) is what an exact integration adds to the end of each phase, SI;
    `air_offsets_m` what air and terrain add to the fall of a part into its zone, east and north.
    """

    sequence: AscentSequence
    pad: Pad
    drag: DragTable
    target: InjectionTarget
    rules: AscentRules
    limits: Mapping[str, float]
    mesh: Mesh
    links: Array
    air_offsets_m: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    raan_eci_rad: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A programme written down, with bounds of its rows."""

    draft: Draft
    layout: Layout
    low: Array
    high: Array
    rules: tuple[RuleRows, ...]


def write(figures: Figures) -> Written:
    """Return the programme of an ascent."""
    return _Writer(figures).written()


class _Writer:
    """Writes one programme; lives no longer than that."""

    def __init__(self, figures: Figures) -> None:
        self._f = figures
        self._phases = figures.sequence.phases
        names = list(dict.fromkeys([PROPELLANT, *self._elastic_rules()]))
        self._slacks = tuple(names)
        self.layout = Layout(sequence=figures.sequence, mesh=figures.mesh, slacks=self._slacks)
        scales = self.layout.scales
        self._place = {name: i for i, name in enumerate(scales)}
        self._place |= {SLACK + name: len(scales) + i for i, name in enumerate(self._slacks)}
        self._scale = np.array([*scales.values(), *np.ones(len(self._slacks))])
        self._draft = Draft(variables=self.layout.globals)
        self._low: list[Array] = []
        self._high: list[Array] = []
        self._rules: list[RuleRows] = []

    def _elastic_rules(self) -> list[str]:
        """Return the rules that a least-violation answer may exceed, in the order of a flight."""
        limits = self._f.limits
        names = [n for n in (MAX_Q, MAX_Q_ALPHA, MAX_LOAD) if n in limits]
        names += [zone.name for zone in self._f.rules.zones]
        names += [FAIRING_FLUX, BARE_FLUX, SPENT_STAGE]
        names += [MIN_PERIGEE] if self._f.rules.min_perigee_m is not None else []
        names += [station.name for station in self._f.rules.stations]
        return [n for n in names if n not in self._f.rules.off]

    def written(self) -> Written:
        end = self._write_phases()
        self._write_terminal(end)
        self._write_propellant()
        self._write_linear_rules()
        return Written(
            draft=self._draft.finish(),
            layout=self.layout,
            low=np.concatenate(self._low),
            high=np.concatenate(self._high),
            rules=tuple(self._rules),
        )

    # ---- rows --------------------------------------------------------------------------------

    def _rows(self, count: int, low: float, high: float) -> Index:
        self._low.append(np.full(count, low))
        self._high.append(np.full(count, high))
        return self._draft.take_rows(count)

    def _affine(self, quantity: Affine, scale: float = 1.0) -> tuple[float, Array]:
        """Return base and slopes over the scaled variables."""
        slopes = np.zeros(self.layout.globals)
        for name, coefficient in quantity.terms.items():
            slopes[self._place[name]] = coefficient * self._scale[self._place[name]] * scale
        return quantity.constant * scale, slopes

    def _rule(
        self,
        name: str,
        form: Form,
        *,
        limit: float,
        bounds: tuple[float, float],
        value_of: Callable[[Array, Array], float],
        excess_of: Callable[[float], float],
        **elements: Array,
    ) -> None:
        """Add a rule's rows; what exceeds an upper bound is taken off, what lacks is added."""
        if name in self._f.rules.off:
            return
        count = len(next(iter(elements.values())))
        rows = self._rows(count, *bounds)
        self._draft.add(form, rows=rows[:, None], **elements)  # type: ignore[arg-type]
        if SLACK + name in self._place:
            sign = -1.0 if math.isinf(bounds[0]) else 1.0
            self._draft.add_linear(rows, np.array(self._place[SLACK + name]), np.array(sign))
        self._rules.append(
            RuleRows(
                name=name,
                rows=rows,
                low=bounds[0],
                high=bounds[1],
                limit=limit,
                value_of=value_of,
                excess_of=excess_of,
            )
        )

    # ---- phases ------------------------------------------------------------------------------

    def _write_phases(self) -> tuple[Index, Array]:
        """Add every phase; return places and correction of the state at the end."""
        sequence = self._f.sequence
        before: tuple[Index, Array] | None = None
        mass = sequence.liftoff_mass_kg + Affine(0.0, {SLACK + PROPELLANT: 1e3})
        begin_s = Affine()
        fairing_gone = False
        self._restarted = False
        links = self._f.links / STATE_SCALE
        for index, phase in enumerate(self._phases):
            if in_one_piece(phase):
                self._restarted = self._restarted or not self._follows_stage(index)
                end = self._write_coast(index, phase, before)
            else:
                end = self._write_motion(
                    index, phase, before, mass, begin_s, fairing_gone=fairing_gone
                )
            begin_s = begin_s + phase.duration_s
            mass = mass - phase.consumed_kg
            for drop in phase.drops:
                mass = mass - drop.mass_kg
            fairing_gone = fairing_gone or any(d.part == "fairing-half" for d in phase.drops)
            before = end, links[index]
            self._write_end_rules(index, phase, before, begin_s)
        if before is None:
            raise InputError("an ascent needs at least one phase")
        return before

    def _write_linear_rules(self) -> None:
        """Keep what is affine in the variables from becoming negative."""
        for name, quantity in self._f.sequence.linear_rules:
            scale = LINEAR_SCALES.get(name, 1.0)
            base, slopes = self._affine(quantity, scale)
            self._rule(
                name,
                forms.affine(),
                limit=0.0,
                bounds=(0.0, math.inf),
                value_of=lambda g, _w, scale=scale: float(g.min()) / scale,
                excess_of=lambda e, scale=scale: e / scale,
                base=np.array([[base]]),
                slopes=slopes[None, None, :],
            )

    def _write_coast(
        self, index: int, phase: PhasePlan, before: tuple[Index, Array] | None
    ) -> Index:
        """Add the steps of a coast; return the places of its end."""
        if before is None:
            raise InputError("an ascent cannot begin with a coast")
        count = len(STEPS)
        x = self._draft.take_unknowns(6 * count).reshape(count, 6)
        growth = self._draft.take_unknowns(1)
        rows = self._rows(6 * count, 0.0, 0.0).reshape(count, 6)
        length = self._rows(1, 0.0, 0.0)
        links = np.zeros((count, 6))
        links[0] = before[1]
        starts = np.vstack([before[0], x[:-1]])
        self._draft.add(
            forms.coast_step(),
            rows=np.column_stack([rows, np.tile(length, count)]),
            gather=np.column_stack([starts, x, np.tile(growth, count)]),
            constants=np.column_stack([links, STEPS, WEIGHTS]),
        )
        base, slopes = self._affine(phase.duration_s, -1.0 / TIME_S)
        self._draft.add(
            forms.affine(),
            rows=length[:, None],
            base=np.array([[base]]),
            slopes=slopes[None, None, :],
        )
        self._write_floor(x, UPPER_FLOOR_M)
        if not self._follows_stage(index):
            self._write_flux(BARE_FLUX, x[:HEATED_POINTS], np.zeros(6), self._bare_limit_w_m2())
        return np.asarray(x[-1])

    def _follows_stage(self, index: int) -> bool:
        """Tell whether a coast is the first after the stages below have left."""
        return self._phases[index - 1].suborbital_end

    def _write_motion(
        self,
        index: int,
        phase: PhasePlan,
        before: tuple[Index, Array] | None,
        begin_mass: Affine,
        begin_s: Affine,
        *,
        fairing_gone: bool,
    ) -> Index:
        """Add the points of a phase; return the places of its end."""
        degree, intervals = self._f.mesh.degrees[index], self._f.mesh.intervals[index]
        shares = self._f.mesh.shares(index)
        count = len(shares)
        steered = phase.steering == "free"
        x = self._draft.take_unknowns(6 * count).reshape(count, 6)
        u = self._draft.take_unknowns(3 * count).reshape(count, 3) if steered else None
        rows = self._rows(6 * count, 0.0, 0.0).reshape(count, 6)
        self._write_slopes(x, rows, before, intervals, degree)
        thrust_n, used_kg = _thrust_and_use(phase, shares)
        mass = self._node_masses(begin_mass, phase.duration_s, used_kg)
        in_air = not phase.above_lower_stages
        form = forms.motion(phase.steering, self._f.drag, in_air=in_air)
        base, slopes = self._locals(phase, mass, intervals, scripted=form.locals > 2)
        constants = [
            thrust_n,
            np.full(count, sum(b.exit_area_m2 for b in phase.burns)),
            np.full(count, phase.area_m2),
        ]
        if form.locals > 2:
            t_s = begin_s.constant + phase.duration_s.constant * shares
            tilt = shares if phase.steering == "pitchover" else np.zeros(count)
            place = [self._f.pad.latitude_rad, self._f.pad.longitude_rad]
            constants += [t_s, tilt, *(np.full(count, angle) for angle in place)]
        self._draft.add(
            form,
            rows=rows,
            gather=x if u is None else np.concatenate([x, u], axis=1),
            base=base,
            slopes=slopes,
            constants=np.stack(constants, axis=1),
        )
        if u is not None:
            unit = self._rows(count, 0.0, 0.0)
            self._draft.add(forms.unit_direction(), rows=unit[:, None], gather=u)
        self._write_path_rules(phase, x, u, mass, thrust_n, fairing_gone=fairing_gone)
        return np.asarray(x[-1])

    def _write_slopes(
        self,
        x: Index,
        rows: Index,
        before: tuple[Index, Array] | None,
        intervals: int,
        degree: int,
    ) -> None:
        """Add the slopes of the polynomials, the constant part of the equations of motion."""
        slope = differentiation_matrix(degree)
        at = rows.reshape(intervals, degree, 6)
        nodes = x.reshape(intervals, degree, 6)
        self._draft.add_linear(at[:, None], nodes[:, :, None], slope[1:, :, None])
        first = slope[0, :, None]
        if intervals > 1:
            self._draft.add_linear(at[1:], nodes[:-1, -1:], first)
        if before is None:
            self._draft.add_offset(at[0], first * self._f.pad.state / STATE_SCALE)
        else:
            self._draft.add_linear(at[0], before[0], first)
            self._draft.add_offset(at[0], first * before[1])

    def _node_masses(self, begin: Affine, length: Affine, used_kg: Array) -> tuple[Array, Array]:
        """Return base (n,) and slopes (n, variables) of the mass at every point."""
        base, slopes = self._affine(begin)
        base_s, slopes_s = self._affine(length)
        return base - used_kg * base_s, slopes - used_kg[:, None] * slopes_s

    def _locals(
        self, phase: PhasePlan, mass: tuple[Array, Array], intervals: int, *, scripted: bool
    ) -> tuple[Array, Array]:
        """Return base and slopes of mass, span and, where the pad steers, tilt and azimuth."""
        count = len(mass[0])
        span, span_slopes = self._affine(phase.duration_s, 1.0 / (TIME_S * intervals))
        base = [mass[0], np.full(count, span)]
        slopes = [mass[1], np.broadcast_to(span_slopes, mass[1].shape)]
        for name in (KICK, AZIMUTH) if scripted else ():
            unit = np.zeros(self.layout.globals)
            unit[self._place[name]] = 1.0
            base.append(np.zeros(count))
            slopes.append(np.broadcast_to(unit, mass[1].shape))
        return np.stack(base, axis=1), np.stack(slopes, axis=1)

    # ---- rules along the way and at the ends of phases ------------------------------------------

    def _write_path_rules(
        self,
        phase: PhasePlan,
        x: Index,
        u: Index | None,
        mass: tuple[Array, Array],
        thrust_n: Array,
        *,
        fairing_gone: bool,
    ) -> None:
        limits, count = self._f.limits, len(x)
        if fairing_gone:
            self._write_floor(x, UPPER_FLOOR_M if phase.above_lower_stages else FLOOR_M)
            if not self._restarted:
                self._write_flux(BARE_FLUX, x, np.zeros(6), self._bare_limit_w_m2())
        in_air = not fairing_gone and not phase.above_lower_stages
        if MAX_Q in limits and in_air:
            limit = limits[MAX_Q]
            self._rule(
                MAX_Q,
                forms.pressure_ratio(),
                limit=limit,
                bounds=(-math.inf, 1.0),
                value_of=lambda g, _w: limit * float(g.max()),
                excess_of=lambda e: limit * e,
                gather=x,
                constants=np.full((count, 1), limit),
            )
        if MAX_Q_ALPHA in limits and in_air and u is not None:
            bend = limits[MAX_Q_ALPHA]
            self._rule(
                MAX_Q_ALPHA,
                forms.bending_ratio(),
                limit=bend,
                bounds=(-math.inf, 1.0),
                value_of=lambda g, _w: bend * math.sqrt(max(float(g.max()), 0.0)),
                excess_of=lambda e: bend * (math.sqrt(1.0 + e) - 1.0),
                gather=np.concatenate([x, u], axis=1),
                constants=np.full((count, 1), bend),
            )
        if MAX_LOAD in limits and phase.burns:
            self._write_load(limits[MAX_LOAD], mass, thrust_n)

    def _write_floor(self, x: Index, altitude_m: float) -> None:
        floor = ((LENGTH_M + altitude_m) / LENGTH_M) ** 2
        self._rule(
            FLOOR,
            forms.radius_squared(),
            limit=altitude_m,
            bounds=(floor, math.inf),
            value_of=lambda g, _w: math.sqrt(float(g.min())) * LENGTH_M - LENGTH_M,
            excess_of=lambda e: 0.5 * e * LENGTH_M,
            gather=x[:, :3],
        )

    def _write_load(self, limit: float, mass: tuple[Array, Array], thrust_n: Array) -> None:
        """Bound thrust over mass from above: mass over thrust, which is affine, from below."""
        share = limit * STANDARD_GRAVITY_M_S2 / np.maximum(thrust_n, 1.0)
        self._rule(
            MAX_LOAD,
            forms.affine(),
            limit=limit,
            bounds=(1.0, math.inf),
            value_of=lambda g, _w: limit / float(g.min()),
            excess_of=lambda e: limit / max(1.0 - e, 1e-3) - limit,
            base=(mass[0] * share)[:, None],
            slopes=(mass[1] * share[:, None])[:, None, :],
        )

    def _bare_limit_w_m2(self) -> float:
        """Return what the bare payload may meet: the limit of jettison, or a manual's usual one."""
        limits = [p.heat_flux_limit_w_m2 for p in self._phases if p.heat_flux_limit_w_m2]
        return max(limits, default=math.inf)

    def _write_flux(self, name: str, x: Index, link: Array, limit: float) -> None:
        if not math.isinf(limit):
            constants = np.append(link, limit)
            self._flux_rule(name, forms.flux_excess(), limit, x, np.tile(constants, (len(x), 1)))

    def _flux_rule(
        self, name: str, form: Form, limit: float, gather: Index, constants: Array
    ) -> None:
        self._rule(
            name,
            form,
            limit=limit,
            bounds=(-math.inf, 0.0),
            value_of=lambda g, _w: limit * math.exp(min(float(g.max()), 50.0)),
            excess_of=lambda e: limit * (math.exp(min(e, 50.0)) - 1.0),
            gather=gather,
            constants=constants,
        )

    def _write_end_rules(
        self, index: int, phase: PhasePlan, end: tuple[Index, Array], t_s: Affine
    ) -> None:
        if phase.heat_flux_limit_w_m2 is not None:
            self._write_flux(FAIRING_FLUX, end[0][None, :], end[1], phase.heat_flux_limit_w_m2)
        if phase.suborbital_end:
            self._write_perigee(SPENT_STAGE, end, SPENT_STAGE_PERIGEE_M, below=True)
        following = self._phases[index + 1] if index + 1 < len(self._phases) else None
        floor_m = self._f.rules.min_perigee_m
        if floor_m is not None and following is not None and _parks(phase, following):
            self._write_perigee(MIN_PERIGEE, end, floor_m, below=False)
        for zone in self._f.rules.zones:
            if any(drop.part == zone.part for drop in phase.drops):
                self._write_zone(zone, end, t_s)
        if following is None:
            for station in self._f.rules.stations:
                self._write_station(station, end, t_s)

    def _write_perigee(
        self, name: str, end: tuple[Index, Array], altitude_m: float, *, below: bool
    ) -> None:
        radius = (LENGTH_M + altitude_m) / LENGTH_M
        self._rule(
            name,
            forms.perigee_excess(),
            limit=altitude_m,
            bounds=(-math.inf, 0.0) if below else (0.0, math.inf),
            value_of=lambda _g, w: _perigee_altitude_m(w[end[0]] + end[1]),
            excess_of=lambda e: e / (2.0 * radius) * LENGTH_M,
            gather=end[0][None, :],
            constants=np.append(end[1], radius)[None, :],
        )

    def _write_zone(self, zone: ZoneAim, end: tuple[Index, Array], t_s: Affine) -> None:
        east, north = forms.local_axes(
            math.radians(zone.latitude_deg), math.radians(zone.longitude_deg)
        )
        bearing = math.radians(zone.bearing_deg)
        along = np.array([math.sin(bearing), math.cos(bearing)]) / zone.semi_major_m
        across = np.array([math.cos(bearing), -math.sin(bearing)]) / zone.semi_minor_m
        offset = self._f.air_offsets_m.get(zone.part, (0.0, 0.0))
        base, slopes = self._affine(t_s)
        size = max(zone.semi_major_m, POINT_ZONE_M)
        self._rule(
            zone.name,
            forms.zone_distance(),
            limit=size,
            bounds=(-math.inf, 1.0),
            value_of=lambda g, _w: size * float(g.max()),
            excess_of=lambda e: size * e,
            gather=end[0][None, :],
            base=np.array([[base]]),
            slopes=slopes[None, None, :],
            constants=np.concatenate([end[1], east, north, offset, along, across])[None, :],
        )

    def _write_station(self, station: StationAim, end: tuple[Index, Array], t_s: Affine) -> None:
        latitude, longitude = (
            math.radians(station.latitude_deg),
            math.radians(station.longitude_deg),
        )
        place = np.array(ecef_position_m(latitude, longitude, station.altitude_m))
        up = np.array(
            [
                math.cos(latitude) * math.cos(longitude),
                math.cos(latitude) * math.sin(longitude),
                math.sin(latitude),
            ]
        )
        base, slopes = self._affine(t_s)
        self._rule(
            station.name,
            forms.elevation(),
            limit=station.min_elevation_deg,
            bounds=(math.sin(math.radians(station.min_elevation_deg)), math.inf),
            value_of=lambda g, _w: math.degrees(math.asin(max(-1.0, min(1.0, float(g.min()))))),
            excess_of=lambda e: math.degrees(math.asin(min(e, 1.0))),
            gather=end[0][None, :],
            base=np.array([[base]]),
            slopes=slopes[None, None, :],
            constants=np.concatenate([end[1], place, up])[None, :],
        )

    def _write_propellant(self) -> None:
        base, slopes = self._affine(self._f.sequence.margin_kg, 1e-3)
        self._rule(
            PROPELLANT,
            forms.affine(),
            limit=0.0,
            bounds=(0.0, math.inf),
            value_of=lambda g, _w: 1e3 * float(g.min()),
            excess_of=lambda e: 1e3 * e,
            base=np.array([[base]]),
            slopes=slopes[None, None, :],
        )

    # ---- the target --------------------------------------------------------------------------

    def _write_terminal(self, end: tuple[Index, Array]) -> None:
        target = self._f.target
        a, e = target.semi_major_axis_m / LENGTH_M, target.eccentricity
        if target.shape in ("circular", "perigee"):
            radius = a * (1.0 - e)
            self._reach(forms.apsis(), end, [radius, 2.0 / radius - 1.0 / a])
        else:
            self._reach(forms.energy(), end, [-0.5 / a])
            if target.shape == "ellipse":
                self._reach(forms.momentum(), end, [a * (1.0 - e**2)])
        self._write_plane(end)
        if target.argp_rad is not None:
            self._reach(
                forms.argument_of_perigee(),
                end,
                [math.cos(target.argp_rad), math.sin(target.argp_rad)],
                highest=(0.0, math.inf),
            )
        if target.declination_rad is not None:
            self._reach(forms.asymptote(), end, [math.sin(target.declination_rad)])

    def _write_plane(self, end: tuple[Index, Array]) -> None:
        tilt = self._f.target.inclination_rad
        if tilt is None:
            return
        if abs(math.sin(tilt)) < EQUATORIAL_RAD:
            self._reach(forms.equatorial(), end, [])
            return
        self._reach(forms.inclination(), end, [math.cos(tilt)])
        if self._f.raan_eci_rad is not None:
            raan = self._f.raan_eci_rad
            self._reach(
                forms.node(), end, [math.cos(raan), math.sin(raan)], highest=(0.0, math.inf)
            )

    def _reach(
        self,
        form: Form,
        end: tuple[Index, Array],
        values: Sequence[float],
        *,
        highest: tuple[float, ...] | None = None,
    ) -> None:
        """Add conditions on the state at the end: equal to zero, or at most `highest`."""
        rows = self._draft.take_rows(form.rows)
        self._low.append(np.zeros(form.rows))
        self._high.append(np.zeros(form.rows) if highest is None else np.array(highest))
        self._draft.add(
            form,
            rows=rows[None, :],
            gather=end[0][None, :],
            constants=np.append(end[1], values)[None, :],
        )


def _parks(phase: PhasePlan, following: PhasePlan) -> bool:
    """Tell whether a burn leaves the stack in an orbit, to coast and burn again."""
    return bool(phase.burns) and in_one_piece(following) and not phase.suborbital_end


def _perigee_altitude_m(state: Array) -> float:
    """Return the perigee of a scaled state's orbit over the equatorial radius."""
    r, v = state[:3], state[3:]
    energy = 0.5 * float(v @ v) - 1.0 / float(np.linalg.norm(r))
    h = np.cross(r, v)
    e = math.sqrt(max(1.0 + 2.0 * energy * float(h @ h), 0.0))
    return (float(h @ h) / (1.0 + e) - 1.0) * LENGTH_M


def _thrust_and_use(phase: PhasePlan, shares: Array) -> tuple[Array, Array]:
    """Return vacuum thrust at shares of a phase, and what has left by then per second of length."""
    thrust_n = np.zeros(len(shares))
    used_kg_s = phase.expelled_kg_s * shares
    for burn in phase.burns:
        slope = burn.end_throttle_ratio - burn.start_throttle_ratio
        thrust_n = thrust_n + burn.thrust_vac_n * (burn.start_throttle_ratio + slope * shares)
        used_kg_s = used_kg_s + burn.mass_flow_kg_s * (
            burn.start_throttle_ratio * shares + 0.5 * slope * shares**2
        )
    return thrust_n, used_kg_s
