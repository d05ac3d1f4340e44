"""Which rule does a wish become, at this pad, for this orbit?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch

from cosmodrome.errors import InputError
from cosmodrome.manifest.rule import (
    BetaWish,
    BlackoutWish,
    BodyAngleWish,
    EclipseWish,
    FirstOrbitLightWish,
    HoursWish,
    RuleWish,
    SensorWish,
    SeparationLightWish,
    SpacingWish,
    SunWish,
)
from cosmodrome.orbit.plane import OrbitPlane
from cosmodrome.spaceport import LaunchComplex, Spaceport
from cosmodrome.windows.flown_orbit import FlownOrbit
from cosmodrome.windows.intervals import Interval, intersection, union
from cosmodrome.windows.orbit_light_rules import (
    BetaWithin,
    EclipseOfPlane,
    EclipseWithin,
    FirstOrbitLight,
)
from cosmodrome.windows.rules import Blackout, DailyHours, LaunchSpacing, Rule
from cosmodrome.windows.separation_rules import BodyAngle, SensorClear, SeparationLight
from cosmodrome.windows.sun_rules import SunHeight

# Up to here the shadow of an orbit is that of a circle, to 2 % of its length.
CIRCULAR_BELOW_ECCENTRICITY = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Allowed where every one of some rules of a name allows it."""

    name: str
    rules: tuple[Rule, ...]

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the time that all rules leave."""
        left: tuple[Interval, ...] = (Interval(opens=first, closes=last),)
        for rule in self.rules:
            left = intersection(left, rule.open_intervals(first, last))
        return left


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyShift:
    """Allowed in the hours of any of some shifts of a name."""

    name: str
    rules: tuple[DailyHours, ...]

    def open_intervals(self, first: datetime, last: datetime) -> tuple[Interval, ...]:
        """Return the hours of all shifts."""
        hours: tuple[Interval, ...] = ()
        for rule in self.rules:
            hours = union(hours, rule.open_intervals(first, last))
        return hours


def rules_of(
    wishes: Sequence[RuleWish],
    *,
    complex: LaunchComplex,
    spaceport: Spaceport,
    flown: FlownOrbit | None = None,
    plane: OrbitPlane | None = None,
    shape: tuple[float, float] | None = None,
    launches: Mapping[str, datetime] | None = None,
) -> tuple[Rule, ...]:
    """Return the rules that wishes become, one of each name, in the order of the wishes.

    Wishes of one name are met together; but hours of one name are shifts and add up.

    Parameters
    ----------
    wishes : sequence of RuleWish
        From manifest, site, vehicle, file or command line.
    complex, spaceport : LaunchComplex, Spaceport
        Where the pad is, and its local time.
    flown : FlownOrbit, optional
        How the ascent ends, for rules that look at separation and the revolutions after it.
    plane : OrbitPlane, optional
        The plane wanted; enough for beta angle and the longest eclipse of a circular orbit.
    shape : tuple of float, optional
        Semi-major axis [m] and eccentricity of the orbit wanted.
    launches : mapping, optional
        Lift-offs of other missions by id, for the spacing between launches.

    Raises
    ------
    InputError
        If a rule needs an ascent, a plane or a lift-off that is not known.
    """
    case = _Case(
        complex=complex,
        spaceport=spaceport,
        flown=flown,
        plane=plane,
        shape=shape,
        launches=launches or {},
    )
    named: dict[str, list[Rule]] = {}
    for wish in wishes:
        named.setdefault(wish.name, []).append(_rule(wish, case))
    return tuple(_one_rule(name, rules) for name, rules in named.items())


def _one_rule(name: str, rules: Sequence[Rule]) -> Rule:
    if len(rules) == 1:
        return rules[0]
    shifts = tuple(rule for rule in rules if isinstance(rule, DailyHours))
    others = tuple(rule for rule in rules if not isinstance(rule, DailyHours))
    if not shifts:
        return AllOf(name=name, rules=others)
    any_shift = AnyShift(name=name, rules=shifts)
    return AllOf(name=name, rules=(any_shift, *others)) if others else any_shift


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Case:
    """What is known of pad, flight and orbit."""

    complex: LaunchComplex
    spaceport: Spaceport
    flown: FlownOrbit | None
    plane: OrbitPlane | None
    shape: tuple[float, float] | None
    launches: Mapping[str, datetime]

    def flight(self, name: str) -> FlownOrbit:
        if self.flown is None:
            raise InputError(
                f"the rule {name!r} looks at separation and needs an ascent; name vehicle and "
                f"payload as well"
            )
        return self.flown


@singledispatch
def _rule(wish: RuleWish, case: _Case) -> Rule:
    raise TypeError(f"no rule for {type(wish).__name__}")


@_rule.register
def _(wish: SunWish, case: _Case) -> Rule:
    return SunHeight(
        name=wish.name,
        latitude_deg=case.complex.latitude_deg,
        longitude_deg=case.complex.longitude_deg,
        from_deg=wish.from_deg,
        to_deg=wish.to_deg,
        half=wish.half,
    )


@_rule.register
def _(wish: HoursWish, case: _Case) -> Rule:
    offset_h = case.spaceport.utc_offset_h if wish.utc_offset_h is None else wish.utc_offset_h
    return DailyHours(
        name=wish.name,
        from_h=wish.from_h,
        to_h=wish.to_h,
        utc_offset_h=offset_h,
        days=wish.days,
    )


@_rule.register
def _(wish: BlackoutWish, case: _Case) -> Rule:
    return Blackout(
        name=wish.name,
        intervals=tuple(Interval(opens=opens, closes=closes) for opens, closes in wish.intervals),
        before_s=wish.before_s,
        after_s=wish.after_s,
    )


@_rule.register
def _(wish: SpacingWish, case: _Case) -> Rule:
    launches = list(wish.launches)
    for mission in wish.missions:
        if mission not in case.launches:
            known = ", ".join(case.launches) or "none"
            raise InputError(
                f"the rule {wish.name!r} keeps away from mission {mission!r}, whose lift-off is "
                f"not known; known are {known}"
            )
        launches.append(case.launches[mission])
    return LaunchSpacing(name=wish.name, launches=tuple(launches), hours_h=wish.hours_h)


@_rule.register
def _(wish: SeparationLightWish, case: _Case) -> Rule:
    return SeparationLight(name=wish.name, flown=case.flight(wish.name), light=wish.light)


@_rule.register
def _(wish: FirstOrbitLightWish, case: _Case) -> Rule:
    return FirstOrbitLight(
        name=wish.name,
        flown=_closed(case.flight(wish.name), wish.name),
        from_fraction=wish.from_fraction,
        to_fraction=wish.to_fraction,
    )


@_rule.register
def _(wish: BetaWish, case: _Case) -> Rule:
    orbit = case.plane or case.flown
    if orbit is None:
        raise InputError(
            f"the rule {wish.name!r} needs the orbit's plane: by node, local time, "
            f"station, or by an ascent"
        )
    return BetaWithin(
        name=wish.name,
        orbit=orbit,
        from_deg=wish.from_deg,
        to_deg=wish.to_deg,
        either_side=wish.either_side,
    )


@_rule.register
def _(wish: EclipseWish, case: _Case) -> Rule:
    if case.flown is None and wish.first_after_min is None and wish.longest_min is not None:
        return _eclipse_of_plane(wish.name, wish.longest_min, case)
    return EclipseWithin(
        name=wish.name,
        flown=_closed(case.flight(wish.name), wish.name),
        revolutions=wish.revolutions,
        longest_min=wish.longest_min,
        first_after_min=wish.first_after_min,
    )


def _eclipse_of_plane(name: str, longest_min: float, case: _Case) -> Rule:
    if case.plane is None or case.shape is None or case.shape[1] > CIRCULAR_BELOW_ECCENTRICITY:
        raise InputError(
            f"the rule {name!r} needs an ascent (vehicle and payload), or the plane and altitude "
            f"of a nearly circular orbit"
        )
    return EclipseOfPlane(
        name=name, plane=case.plane, radius_m=case.shape[0], longest_min=longest_min
    )


@_rule.register
def _(wish: BodyAngleWish, case: _Case) -> Rule:
    return BodyAngle(
        name=wish.name,
        flown=case.flight(wish.name),
        of=wish.of,
        body=wish.body,
        from_deg=wish.from_deg,
        to_deg=wish.to_deg,
    )


@_rule.register
def _(wish: SensorWish, case: _Case) -> Rule:
    return SensorClear(
        name=wish.name,
        flown=case.flight(wish.name),
        boresight=wish.boresight,
        half_angle_deg=wish.half_angle_deg,
        body=wish.body,
    )


def _closed(flown: FlownOrbit, name: str) -> FlownOrbit:
    eccentricity = flown.elements_at_separation.eccentricity
    if eccentricity >= 1.0:
        raise InputError(
            f"the rule {name!r} looks at revolutions; this flight leaves the Earth "
            f"(eccentricity {eccentricity:.3f})"
        )
    return flown
