"""Who must leave before a vehicle is launched: blast, a fall on the pad, poison downwind?"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import STANDARD_GRAVITY_M_S2
from cosmodrome.safety.blast import (
    blast_distance_m,
    public_area_distance_m,
    tnt_equivalent_kg,
)
from cosmodrome.safety.pad_rules import PadRules, PublishedClearance
from cosmodrome.safety.tangent import TangentPlane, distance_and_bearing
from cosmodrome.safety.toxic import SurfaceWind, ToxicReach, sector_half_angle_deg, toxic_reach
from cosmodrome.spaceport import LaunchComplex, Spaceport
from cosmodrome.vehicles import Configuration, Stage

RingKind = Literal["blast", "public-area", "public-route", "fallback", "toxic"]
OUTLINE_POINTS = 72
TILTS = 900
HALF_CIRCLE_DEG = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PadRing:
    """An area about the pad, what threatens there, and who lives or works in it.

    The area is a circle, or with `downwind_deg` and `half_angle_deg` a sector about a bearing.
    `outline_deg` (n, 2) is its closed outline, longitude and latitude, counter-clockwise;
    `inside` names the settlements and the complexes of the site in it, nearest first, and
    `people` counts those of them whose number is known. `beyond_model` tells that the danger
    reaches farther than the model is believed.
    """

    kind: RingKind
    what: str
    radius_m: float
    outline_deg: NDArray[np.float64]
    inside: tuple[str, ...]
    people: int
    downwind_deg: float | None = None
    half_angle_deg: float | None = None
    beyond_model: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PadHazard:
    """What threatens people about a loaded vehicle on its pad.

    `propellants_kg` are masses by kind; `unknown_propellant_kg` is what engines burn whose kind
    the catalogue does not know, which nothing here counts. `fallback_reach_m` is None where no
    blocked cut-off is known of the vehicle's family.
    """

    complex: str
    configuration: str
    propellants_kg: tuple[tuple[str, float], ...]
    unknown_propellant_kg: float
    tnt_kg: float
    blocked_cutoff_s: float | None
    fallback_reach_m: float | None
    toxic: tuple[ToxicReach, ...]
    rings: tuple[PadRing, ...]
    clearances: tuple[PublishedClearance, ...]


def assess_pad_hazard(
    configuration: Configuration,
    launch_complex: LaunchComplex,
    spaceport: Spaceport,
    *,
    rules: PadRules,
    wind: SurfaceWind | None = None,
) -> PadHazard:
    """Return the areas about a pad from which people must be kept, and who is in them.

    Parameters
    ----------
    configuration : Configuration
        The vehicle and its upper stage, fully loaded.
    launch_complex : LaunchComplex
        Where it stands.
    spaceport : Spaceport
        Gives settlements and neighbouring complexes.
    rules : PadRules
        The catalogue's rules.
    wind : SurfaceWind, optional
        Wind near the ground; without it poison may drift to any side.

    Returns
    -------
    PadHazard
        Rings from the narrowest to the widest of each kind.

    Raises
    ------
    InputError
        If a stage burns a propellant that the rules do not know.

    Notes
    -----
    A ring of blast says where a wave is spent, not where debris is; a fall on the pad is thought
    to bring the whole load down, unburnt, where the vehicle can fly to at most.
    """
    masses, unknown_kg = propellant_masses(configuration)
    tnt_kg = tnt_equivalent_kg(masses, rules)
    site = _Site(complex=launch_complex, spaceport=spaceport)
    public_m = public_area_distance_m(tnt_kg, rules)
    rings = [
        site.circle("blast", step.use, blast_distance_m(tnt_kg, k_factor=step.k_factor))
        for step in rules.blast
    ]
    rings.append(site.circle("public-route", "public route", rules.public_route_factor * public_m))
    rings.append(site.circle("public-area", "public area", public_m))
    blocked_s = _blocked_s(configuration, rules)
    reach_m = None if blocked_s is None else fallback_reach_m(configuration, blocked_s=blocked_s)
    if reach_m is not None:
        rings.append(site.circle("fallback", "fall while cut-off is blocked", reach_m + public_m))
    reaches = _toxic_reaches(masses, rules)
    rings += [site.toxic(reach, rules, wind) for reach in _widest(reaches)]
    return PadHazard(
        complex=launch_complex.id,
        configuration=configuration.id,
        propellants_kg=tuple(sorted(masses.items())),
        unknown_propellant_kg=unknown_kg,
        tnt_kg=tnt_kg,
        blocked_cutoff_s=blocked_s,
        fallback_reach_m=reach_m,
        toxic=reaches,
        rings=tuple(rings),
        clearances=tuple(c for c in rules.clearances if c.complex == launch_complex.id),
    )


def propellant_masses(configuration: Configuration) -> tuple[dict[str, float], float]:
    """Return the propellant [kg] of a loaded vehicle by kind, and that of unknown kind."""
    loads = [
        (stage.engine.propellants, stage.count * stage.propellant_kg)
        for stage in configuration.vehicle.stages
    ]
    upper = configuration.upper_stage
    if upper is not None:
        loads.append((upper.engine.propellants, upper.propellant_kg))
    masses: dict[str, float] = {}
    unknown_kg = 0.0
    for kind, mass_kg in loads:
        if kind is None:
            unknown_kg += mass_kg
        else:
            masses[kind] = masses.get(kind, 0.0) + mass_kg
    return masses, unknown_kg


def fallback_reach_m(configuration: Configuration, *, blocked_s: float) -> float:
    """Return how far from the pad a vehicle comes down whose engines may not be shut down.

    It tilts at once by whatever angle carries it farthest, thrusts for the whole time and then
    falls freely: full thrust of the sea level, the mass of half that time, no payload, no air.
    Nothing can fly farther; a vehicle that turns slowly comes down nearer.
    """
    lit = [stage for stage in configuration.vehicle.stages if stage.lights_on_ground]
    thrust_n = sum(stage.count * stage.engine.thrust_sl_n for stage in lit)
    burnt_kg = sum(_burnt_kg(stage, time_s=0.5 * blocked_s) for stage in lit)
    push_m_s2 = thrust_n / (_lift_off_mass_kg(configuration) - burnt_kg)
    if push_m_s2 <= STANDARD_GRAVITY_M_S2:
        return 0.0
    tilt_rad = np.linspace(0.0, math.acos(STANDARD_GRAVITY_M_S2 / push_m_s2), TILTS)
    along_m_s2 = push_m_s2 * np.sin(tilt_rad)
    up_m_s2 = np.maximum(push_m_s2 * np.cos(tilt_rad) - STANDARD_GRAVITY_M_S2, 0.0)
    climb_m_s = up_m_s2 * blocked_s
    height_m = 0.5 * up_m_s2 * blocked_s**2
    fall_s = (
        climb_m_s + np.sqrt(climb_m_s**2 + 2.0 * STANDARD_GRAVITY_M_S2 * height_m)
    ) / STANDARD_GRAVITY_M_S2
    reach_m = along_m_s2 * blocked_s * (0.5 * blocked_s + fall_s)
    return float(reach_m.max())


def _burnt_kg(stage: Stage, *, time_s: float) -> float:
    return stage.count * min(stage.engine.mass_flow_kg_s * time_s, stage.usable_propellant_kg)


def _lift_off_mass_kg(configuration: Configuration) -> float:
    upper = configuration.upper_stage
    upper_kg = 0.0 if upper is None else upper.dry_mass_kg + upper.propellant_kg
    stages_kg = sum(s.count * s.gross_mass_kg for s in configuration.vehicle.stages)
    return stages_kg + upper_kg + configuration.vehicle.fairing.mass_kg


def _blocked_s(configuration: Configuration, rules: PadRules) -> float | None:
    family = configuration.vehicle.family
    return next((each.blocked_s for each in rules.blocked if each.family == family), None)


def _toxic_reaches(masses: dict[str, float], rules: PadRules) -> tuple[ToxicReach, ...]:
    """Return how far each poison aboard reaches, at both limits in each weather."""
    spilt: dict[str, float] = {}
    for kind, mass_kg in masses.items():
        rule = rules.propellant(kind)
        if rule.oxidiser is not None and rule.fuel is not None and rule.oxidiser_fraction:
            shares = {
                rule.oxidiser: rule.oxidiser_fraction,
                rule.fuel: 1.0 - rule.oxidiser_fraction,
            }
            for poison, share in shares.items():
                spilt[poison] = spilt.get(poison, 0.0) + share * mass_kg
    return tuple(
        toxic_reach(poison, spilt_kg=mass_kg, limit_ppm=limit_ppm, weather=weather)
        for poison, mass_kg in ((rules.poison(name), kg) for name, kg in sorted(spilt.items()))
        for weather in rules.weather
        for limit_ppm in (poison.aegl3_ppm, poison.aegl2_ppm)
    )


def _widest(reaches: tuple[ToxicReach, ...]) -> list[ToxicReach]:
    """Return the farthest reach of each kind of weather, nearest first."""
    widest: dict[str, ToxicReach] = {}
    for reach in reaches:
        known = widest.get(reach.weather)
        if known is None or reach.distance_m > known.distance_m:
            widest[reach.weather] = reach
    return sorted(widest.values(), key=lambda reach: reach.distance_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Site:
    """The pad, and who is about it."""

    complex: LaunchComplex
    spaceport: Spaceport

    def circle(self, kind: RingKind, what: str, radius_m: float) -> PadRing:
        return self._ring(kind, what, radius_m, sector_deg=None)

    def toxic(self, reach: ToxicReach, rules: PadRules, wind: SurfaceWind | None) -> PadRing:
        half_deg = None
        if wind is not None:
            half_deg = sector_half_angle_deg(
                wind, rules, plume_half_angle_deg=reach.plume_half_angle_deg
            )
        sector_deg = None if wind is None or half_deg is None else (wind.downwind_deg, half_deg)
        poison = rules.poison(reach.poison)
        what = f"{poison.name} over {reach.limit_ppm:g} ppm, {reach.weather}"
        return self._ring(
            "toxic", what, reach.distance_m, sector_deg=sector_deg, beyond_model=reach.beyond_model
        )

    def _ring(
        self,
        kind: RingKind,
        what: str,
        radius_m: float,
        *,
        sector_deg: tuple[float, float] | None,
        beyond_model: bool = False,
    ) -> PadRing:
        names, people = self._inside(radius_m, sector_deg)
        downwind_deg, half_angle_deg = sector_deg or (None, None)
        return PadRing(
            kind=kind,
            what=what,
            radius_m=radius_m,
            outline_deg=self._outline_deg(radius_m, sector_deg),
            inside=names,
            people=people,
            downwind_deg=downwind_deg,
            half_angle_deg=half_angle_deg,
            beyond_model=beyond_model,
        )

    def _inside(
        self, radius_m: float, sector_deg: tuple[float, float] | None
    ) -> tuple[tuple[str, ...], int]:
        """Return who is in an area: names, nearest first, and how many people are known."""
        own = self.complex
        about = [
            (place.name, place.latitude_deg, place.longitude_deg, place.population)
            for place in self.spaceport.places
        ]
        about += [
            (each.name, each.latitude_deg, each.longitude_deg, None)
            for each in self.spaceport.complexes
            if each.id != own.id
        ]
        there = []
        for name, latitude_deg, longitude_deg, population in about:
            distance_m, bearing_deg = distance_and_bearing(
                own.latitude_deg, own.longitude_deg, latitude_deg, longitude_deg
            )
            if distance_m <= radius_m and _within(bearing_deg, sector_deg):
                there.append((distance_m, name, population or 0))
        there.sort()
        return tuple(name for _, name, _ in there), sum(people for *_, people in there)

    def _outline_deg(
        self, radius_m: float, sector_deg: tuple[float, float] | None
    ) -> NDArray[np.float64]:
        """Return the closed outline, longitude and latitude, against the clock."""
        plane = TangentPlane(
            latitude_deg=self.complex.latitude_deg, longitude_deg=self.complex.longitude_deg
        )
        if sector_deg is None:
            bearing_deg = np.linspace(360.0, 0.0, OUTLINE_POINTS + 1)
        else:
            downwind_deg, half_deg = sector_deg
            points = max(2, math.ceil(OUTLINE_POINTS * half_deg / HALF_CIRCLE_DEG) + 1)
            bearing_deg = np.linspace(downwind_deg + half_deg, downwind_deg - half_deg, points)
        angle = np.radians(bearing_deg)
        rim = radius_m * np.column_stack((np.sin(angle), np.cos(angle)))
        if sector_deg is not None:
            rim = np.vstack((np.zeros((1, 2)), rim, np.zeros((1, 2))))
        return plane.points_deg(rim)


def _within(bearing_deg: float, sector_deg: tuple[float, float] | None) -> bool:
    if sector_deg is None:
        return True
    downwind_deg, half_deg = sector_deg
    turn_deg = abs((bearing_deg - downwind_deg + HALF_CIRCLE_DEG) % 360.0 - HALF_CIRCLE_DEG)
    return turn_deg <= half_deg
