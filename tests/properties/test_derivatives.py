"""The optimiser's Jacobian and Hessian, put together by hand, against differences of its rows."""

import functools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cosmodrome.ascent.iterate import AZIMUTH, KICK, Mesh, Pad, Point, in_one_piece
from cosmodrome.ascent.problem import ProblemPhase, ProblemSolver, TrajectoryProblem
from cosmodrome.ascent.realise import drag_table
from cosmodrome.ascent.rules import AscentRules, StationAim, ZoneAim
from cosmodrome.ascent.sequence import PAYLOAD, sequence_of
from cosmodrome.ascent.sheet import Figures
from cosmodrome.ascent.solver import Aim, AscentProgramme
from cosmodrome.ascent.target import injection_target
from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.flight.fly import pad_state
from cosmodrome.manifest import TargetOrbit
from cosmodrome.physics.formula import sqrt
from cosmodrome.store.catalogue import load_catalogue

# Five-point differences over a metre or so, in which density changes by 1e-4 of itself.
STEP = 2e-7
JACOBIAN_RATIO = 1e-6
HESSIAN_RATIO = 1e-6
# At the seams of the standard atmosphere and of drag tables slopes jump: there is none to compare.
MOST_AT_SEAMS = 0.02
EXAMPLES = 6
# Burns drawn at random may ask for more than the tanks hold; something must be left to push.
HEAVY_KG = 100e3
LEO = TargetOrbit(
    kind="circular",
    perigee_altitude_km=240.0,
    apogee_altitude_km=240.0,
    inclination_deg=51.8,
)
GTO = TargetOrbit(kind="geostationary-transfer", inclination_deg=20.0, argp_deg=178.0)
SSO = TargetOrbit(kind="sun-synchronous", perigee_altitude_km=500.0, apogee_altitude_km=500.0)
ESCAPE = TargetOrbit(kind="escape", c3_km2_s2=5.0, declination_deg=10.0)
# Parallel boosters and throttle, an upper stage with coasts, solids, a restart, air-lit strap-ons.
ASCENTS = {
    "soyuz-2.1b": LEO,
    "soyuz-2.1b+fregat": SSO,
    "angara-a5+briz-m": GTO,
    "vega-c": SSO,
    "falcon9-ft": GTO,
    "delta-ii-7920": LEO,
    "atlas-v-401": ESCAPE,
}
RULES = AscentRules(
    max_dynamic_pressure_pa=35e3,
    max_axial_load_factor=4.0,
    max_q_alpha_pa_rad=2e3,
    stations=(
        StationAim(
            station="ground",
            latitude_deg=50.0,
            longitude_deg=140.0,
            altitude_m=100.0,
            min_elevation_deg=5.0,
        ),
    ),
)


@functools.cache
def catalogue():
    return load_catalogue()


def zone(part):
    """An ellipse down range in which a part is to fall."""
    return ZoneAim(
        part=part,
        zone="anywhere",
        latitude_deg=54.0,
        longitude_deg=135.0,
        semi_major_m=40e3,
        semi_minor_m=20e3,
        bearing_deg=60.0,
    )


@functools.cache
def programme(name):
    """The programme of an ascent with every rule there is, on a coarse mesh."""
    configuration = catalogue().configuration(name)
    place = catalogue().complex(configuration.vehicle.complexes[0])
    latitude_rad, longitude_rad = (
        math.radians(x) for x in (place.latitude_deg, place.longitude_deg)
    )
    sequence = sequence_of(configuration)
    restarts = [configuration.vehicle.stages[-1].restarts]
    if configuration.upper_stage is not None:
        restarts.append(configuration.upper_stage.restarts)
    first_part = next(drop.part for phase in sequence.phases for drop in phase.drops)
    pieces = [0 if in_one_piece(phase) else 3 for phase in sequence.phases]
    figures = Figures(
        sequence=sequence,
        pad=Pad(
            latitude_rad=latitude_rad,
            longitude_rad=longitude_rad,
            state=pad_state(latitude_rad, longitude_rad, place.altitude_m),
        ),
        drag=drag_table(configuration.vehicle.drag),
        target=injection_target(ASCENTS[name], restartable=max(restarts) > 0),
        rules=AscentRules(
            zones=(zone(first_part),),
            stations=RULES.stations,
        ),
        limits={"max-dynamic-pressure": 35e3, "max-axial-load": 4.0, "max-q-alpha": 2e3},
        mesh=Mesh(intervals=(1,) * len(pieces), degrees=tuple(pieces)),
        links=np.zeros((len(pieces), 6)),
    )
    return AscentProgramme(figures)


def somewhere(name, seed):
    """A point of the programme: states between the pad and low orbits, directions of any length."""
    layout = programme(name).layout
    rng = np.random.default_rng(seed)
    phases = layout.sequence.phases
    states, directions = [], []
    for i, phase in enumerate(phases):
        count, share = len(layout.mesh.shares(i)), (i + rng.random()) / len(phases)
        r = rng.normal(size=(count, 3))
        r *= (EARTH_EQUATORIAL_RADIUS_M + 220e3 * share) / np.linalg.norm(r, axis=1)[:, None]
        v = np.cross(r, rng.normal(size=3))
        v *= (400.0 + 7600.0 * share) / np.linalg.norm(v, axis=1)[:, None]
        v += r / np.linalg.norm(r, axis=1)[:, None] * rng.normal(scale=200.0, size=(count, 1))
        states.append(np.hstack([r, v]))
        directions.append(rng.normal(size=(count, 3)) if phase.steering == "free" else None)
    variables = {
        v.name: v.low + rng.uniform(0.1, 0.4) * (v.high - v.low) for v in layout.sequence.variables
    }
    variables[PAYLOAD] = HEAVY_KG
    variables |= {KICK: rng.uniform(0.02, 0.3), AZIMUTH: rng.uniform(0.0, math.tau)}
    point = Point(variables=variables, states=tuple(states), directions=tuple(directions))
    return layout.pack(point, np.zeros((len(phases), 6)))


def parameters(name):
    return programme(name).parameters(Aim(payload_per_t=1.0, margin_per_t=1e-3))


def slope(function, w, way, step):
    """Return the derivative along a direction by the five-point rule."""
    near = function(w + step * way) - function(w - step * way)
    far = function(w + 2.0 * step * way) - function(w - 2.0 * step * way)
    return (8.0 * near - far) / (12.0 * step)


def worst(function, w, way, *, given, size, ratio):
    """Return the largest difference to the slope, over the size of its terms, off the seams."""
    wide, narrow = (slope(function, w, way, step) for step in (STEP, STEP / 3.0))
    seam = np.abs(wide - narrow) > ratio * size
    assert seam.mean() < MOST_AT_SEAMS
    return np.max((np.abs(given - wide) / size)[~seam])


def rows_and_jacobian(name, w):
    g, jacobian = programme(name).functions.jacobian(w, parameters(name))
    return np.array(g).ravel(), jacobian.sparse()


@pytest.mark.parametrize("name", ASCENTS)
@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(min_value=0, max_value=10**6))
def test_the_jacobian_is_the_slope_of_the_rows(name, seed):
    w = somewhere(name, seed)
    way = np.random.default_rng(seed + 1).normal(size=len(w))
    constraints = programme(name).functions.constraints
    p = parameters(name)

    _, jacobian = rows_and_jacobian(name, w)

    difference = worst(
        lambda x: np.array(constraints(x, p)).ravel(),
        w,
        way,
        given=jacobian @ way,
        size=abs(jacobian) @ abs(way) + 1.0,
        ratio=JACOBIAN_RATIO,
    )
    assert difference < JACOBIAN_RATIO


@pytest.mark.parametrize("name", ASCENTS)
@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(min_value=0, max_value=10**6))
def test_the_hessian_is_the_slope_of_the_gradient(name, seed):
    w = somewhere(name, seed)
    rng = np.random.default_rng(seed + 1)
    way = rng.normal(size=len(w))
    multipliers = rng.normal(size=len(rows_and_jacobian(name, w)[0]))

    upper = programme(name).functions.hessian(w, parameters(name), 1.0, multipliers).sparse()
    hessian = upper + upper.T
    hessian.setdiag(upper.diagonal())

    difference = worst(
        lambda x: multipliers @ rows_and_jacobian(name, x)[1],
        w,
        way,
        given=hessian @ way,
        size=abs(hessian) @ abs(way) + 1.0,
        ratio=HESSIAN_RATIO,
    )
    assert difference < HESSIAN_RATIO


def pushed(x, y, z, vx, vy, vz, mass, ux, uy, uz, thrust):
    """Thrust, a round pull, and a drag that grows with the square of the speed."""
    pull = 1.0 / sqrt(x * x + y * y + z * z) ** 3
    speed = sqrt(vx * vx + vy * vy + vz * vz + 1.0)
    given = zip((x, y, z), (vx, vy, vz), (ux, uy, uz), strict=True)
    return [thrust / mass * u - pull * r - 0.1 * speed * v / mass for r, v, u in given]


def level(x, y, z, vx, vy, vz):
    """At a distance, and moving neither up nor down."""
    return x * x + y * y + z * z - 4.0, x * vx + y * vy + z * vz


@functools.cache
def stated():
    """A problem stated by its equations, of two phases with free lengths."""
    phases = (
        ProblemPhase(length_s=(0.5, 2.0), thrust_n=3.0, mass_flow_kg_s=0.2, dropped_kg=0.1),
        ProblemPhase(length_s=(0.5, 2.0), thrust_n=1.0, mass_flow_kg_s=0.1, intervals=2, degree=4),
    )
    problem = TrajectoryProblem(
        acceleration=pushed,
        conditions=level,
        start=np.array([1.0, 0.0, 0.0, 0.0, 0.1, 0.0]),
        mass_kg=2.0,
        phases=phases,
        length_m=1.0,
        speed_m_s=1.0,
        lowest_m=0.5,
    )
    return ProblemSolver(problem)


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(min_value=0, max_value=10**6))
def test_a_problem_stated_by_its_equations_is_differentiated_alike(seed):
    functions, rng = stated().functions, np.random.default_rng(seed)
    unknowns = functions.jacobian.size1_in(0)
    w, way = rng.uniform(0.5, 1.5, unknowns), rng.normal(size=unknowns)
    p = stated()._parameters
    g, first = functions.jacobian(w, p)
    multipliers = rng.normal(size=g.numel())
    jacobian, upper = first.sparse(), functions.hessian(w, p, 1.0, multipliers).sparse()
    hessian = upper + upper.T
    hessian.setdiag(upper.diagonal())

    rows = worst(
        lambda x: np.array(functions.constraints(x, p)).ravel(),
        w,
        way,
        given=jacobian @ way,
        size=abs(jacobian) @ abs(way) + 1.0,
        ratio=JACOBIAN_RATIO,
    )
    gradient = worst(
        lambda x: multipliers @ functions.jacobian(x, p)[1].sparse(),
        w,
        way,
        given=hessian @ way,
        size=abs(hessian) @ abs(way) + 1.0,
        ratio=HESSIAN_RATIO,
    )
    assert rows < JACOBIAN_RATIO
    assert gradient < HESSIAN_RATIO
