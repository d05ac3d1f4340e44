"""Every equation of the optimiser against a statement of its own, in plain numbers."""

import math

import numpy as np
import pytest
from pyproj import Transformer

from cosmodrome.ascent import forms, orbit_forms, rule_forms
from cosmodrome.ascent.iterate import LENGTH_M, SPEED_M_S, STATE_SCALE, TIME_S
from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.flight.fall import vacuum_impact_point
from cosmodrome.flight.profile import DragTable
from cosmodrome.orbit.coast import STEPS, WEIGHTS, coast_points
from cosmodrome.orbit.elements import OrbitElements, elements_from_state, state_from_elements
from cosmodrome.physics.atmosphere import air

EARTH_J2 = 1.0826e-3
EARTH_RATE_RAD_S = 7.2921159e-5
TO_PLACE = Transformer.from_crs("EPSG:4978", "EPSG:4979", always_xy=True)
TO_ECEF = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
# Constants of the Earth that are written here have five digits and more.
RELATIVE = 1e-4
# The square of an angle is taken as twice what its cosine lacks of one.
SMALL_ANGLE_RATIO = 1e-3
ROUNDING = 1e-12
# A distance of a thousandth of a zone is not told from none.
ROUNDED_ZONE = 2e-3

IN_AIR = np.array([5.2e6, 2.9e6, 2.36e6, -120.0, 690.0, 510.0])
HIGH = np.array([5.3e6, 2.9e6, 2.6e6, -2.1e3, 5.9e3, 2.4e3])
LINK = np.array([1e3, -2e3, 500.0, 1.0, -0.5, 2.0])
CONSTANT_DRAG = DragTable(
    knots=np.array([0.0, 50.0]), coefficients=np.array([[0.4, 0.0, 0.0, 0.0]])
)


def rows(form, state=(), *, more=(), local=(), constants=()):
    """Rows of a form at a state in SI."""
    v = [*(np.array(state) / STATE_SCALE[: len(state)]), *more]
    assert (form.unknowns, form.locals, form.constants) == (len(v), len(local), len(constants))
    written = form.write([float(x) for x in v], list(local), [float(c) for c in constants])
    assert form.rows == len(written)
    return [float(row) for row in written]


def one(*given, **named):
    (row,) = rows(*given, **named)
    return row


def linked(state):
    """The state that, with the link, is the given one; the link scaled."""
    return np.array(state) - LINK, [*(LINK / STATE_SCALE)]


def air_of(state):
    """Density, pressure, velocity relative to the air."""
    _, _, altitude_m = TO_PLACE.transform(*state[:3])
    pressure_pa, rho, _ = air(altitude_m)
    turning = np.cross([0.0, 0.0, EARTH_RATE_RAD_S], state[:3])
    return rho, pressure_pa, state[3:] - turning


def gravity(r):
    size = np.linalg.norm(r)
    sine2 = (r[2] / size) ** 2
    flat = 1.5 * EARTH_J2 * (LENGTH_M / size) ** 2
    pull = np.array([1.0 - 5.0 * sine2, 1.0 - 5.0 * sine2, 3.0 - 5.0 * sine2])
    return -EARTH_MU_M3_S2 / size**3 * r * (1.0 + flat * pull)


# ---- motion -----------------------------------------------------------------------------------


def rates(state, acceleration, span):
    """Rows of motion: minus span times the rate of the scaled state."""
    return -span * TIME_S * np.concatenate([state[3:], acceleration]) / STATE_SCALE


def test_free_steering_in_air_feels_gravity_thrust_and_drag():
    u, mass_kg, thrust_n, exit_m2, area_m2 = np.array([0.6, 0.0, 0.8]), 150e3, 3e6, 2.0, 10.0
    rho, pressure_pa, w = air_of(IN_AIR)
    push = (thrust_n - pressure_pa * exit_m2) * u
    brake = 0.5 * rho * np.linalg.norm(w) * w * area_m2 * 0.4

    found = rows(
        forms.motion("free", CONSTANT_DRAG, in_air=True),
        IN_AIR,
        more=u,
        local=(mass_kg, 0.03),
        constants=(thrust_n, exit_m2, area_m2),
    )

    expected = rates(IN_AIR, gravity(IN_AIR[:3]) + (push - brake) / mass_kg, 0.03)
    assert expected == pytest.approx(np.array(found), rel=RELATIVE)


def test_far_up_there_is_no_air():
    u = np.array([0.0, 0.6, 0.8])

    found = rows(
        forms.motion("free", CONSTANT_DRAG, in_air=False),
        IN_AIR,
        more=u,
        local=(5e3, 0.1),
        constants=(20e3, 1.0, 10.0),
    )

    expected = rates(IN_AIR, gravity(IN_AIR[:3]) + 20e3 / 5e3 * u, 0.1)
    assert expected == pytest.approx(np.array(found), rel=RELATIVE)


@pytest.mark.parametrize(("steering", "along"), [("zero-incidence", 1.0), ("coast", 0.0)])
def test_without_free_steering_thrust_follows_the_air_or_is_none(steering, along):
    _, _, w = air_of(IN_AIR)

    found = rows(
        forms.motion(steering, CONSTANT_DRAG, in_air=False),
        IN_AIR,
        local=(10e3, 0.1),
        constants=(50e3, 1.0, 10.0),
    )

    push = along * 5.0 * w / np.linalg.norm(w)
    expected = rates(IN_AIR, gravity(IN_AIR[:3]) + push, 0.1)
    assert expected == pytest.approx(np.array(found), rel=RELATIVE)


def test_the_pad_tilts_thrust_from_its_vertical_towards_the_azimuth():
    latitude, longitude, t_s, tilt, azimuth = 0.9, 2.2, 20.0, 0.2, 1.1
    turned = longitude + EARTH_RATE_RAD_S * t_s
    up = np.array(
        [
            math.cos(latitude) * math.cos(turned),
            math.cos(latitude) * math.sin(turned),
            math.sin(latitude),
        ]
    )
    east = np.array([-math.sin(turned), math.cos(turned), 0.0])
    level = math.cos(azimuth) * np.cross(up, east) + math.sin(azimuth) * east
    # Half of the pitch-over is done.
    u = math.cos(0.5 * tilt) * up + math.sin(0.5 * tilt) * level

    found = rows(
        forms.motion("pitchover", CONSTANT_DRAG, in_air=False),
        IN_AIR,
        local=(10e3, 0.1, tilt, azimuth),
        constants=(200e3, 1.0, 10.0, t_s, 0.5, latitude, longitude),
    )

    expected = rates(IN_AIR, gravity(IN_AIR[:3]) + 20.0 * u, 0.1)
    assert expected == pytest.approx(np.array(found), rel=RELATIVE)


def test_the_steps_of_a_coast_close_and_their_times_add_up():
    points, length_s = coast_points(HIGH, 1.3)
    starts = [HIGH, *points[:-1]]
    times = []

    for start, end, step, weight in zip(starts, points, STEPS, WEIGHTS, strict=True):
        before, link = linked(start)
        *misses, time = rows(
            forms.coast_step(),
            before,
            more=[*(end / STATE_SCALE), 1.3],
            constants=[*link, step, weight],
        )
        times.append(time)
        assert np.zeros(6) == pytest.approx(np.array(misses), abs=ROUNDING)

    assert length_s == pytest.approx(TIME_S * sum(times), rel=ROUNDING)


@pytest.mark.parametrize(("u", "miss"), [((0.6, 0.0, 0.8), 0.0), ((1.0, 1.0, 1.0), 2.0)])
def test_a_direction_has_length_one(u, miss):
    assert miss == pytest.approx(one(forms.unit_direction(), more=u), abs=ROUNDING)


def test_an_affine_quantity_is_its_local():
    assert one(forms.affine(), local=(4.5,)) == 4.5


# ---- rules ------------------------------------------------------------------------------------


def test_dynamic_pressure_is_of_the_velocity_relative_to_the_air():
    rho, _, w = air_of(IN_AIR)

    ratio = one(rule_forms.pressure_ratio(), IN_AIR, constants=(20e3,))

    assert 0.5 * rho * w @ w / 20e3 == pytest.approx(ratio, rel=RELATIVE)


def test_bending_is_pressure_times_the_angle_of_attack_squared():
    rho, _, w = air_of(IN_AIR)
    aside = np.cross(w, [0.0, 0.0, 1.0])
    angle_rad = 0.05
    u = math.cos(angle_rad) * w / np.linalg.norm(w) + math.sin(angle_rad) * aside / np.linalg.norm(
        aside
    )

    squared = one(rule_forms.bending_ratio(), IN_AIR, more=u, constants=(2e3,))

    assert 0.5 * rho * w @ w * angle_rad / 2e3 == pytest.approx(
        math.sqrt(squared), rel=SMALL_ANGLE_RATIO
    )


def test_heat_flux_is_read_as_a_logarithm_over_its_limit():
    high = np.array([5.26e6, 2.93e6, 2.386e6, -1.2e3, 3.9e3, 2.1e3])
    rho, _, w = air_of(high)
    before, link = linked(high)

    excess = one(rule_forms.flux_excess(), before, constants=[*link, 1135.0])

    assert 0.5 * rho * np.linalg.norm(w) ** 3 == pytest.approx(
        1135.0 * math.exp(excess), rel=10.0 * RELATIVE
    )


def test_a_floor_is_a_radius():
    radius2 = one(rule_forms.radius_squared(), HIGH[:3])

    assert np.linalg.norm(HIGH[:3]) == pytest.approx(LENGTH_M * math.sqrt(radius2), rel=ROUNDING)


@pytest.mark.parametrize(("higher_m", "sign"), [(-1e3, 1.0), (0.0, 0.0), (1e3, -1.0)])
def test_a_perigee_is_above_a_radius_or_below(higher_m, sign):
    orbit = elements_from_state(HIGH[:3], HIGH[3:])
    perigee_m = orbit.semi_major_axis_m * (1.0 - orbit.eccentricity)
    before, link = linked(HIGH)

    excess = one(
        rule_forms.perigee_excess(), before, constants=[*link, (perigee_m + higher_m) / LENGTH_M]
    )

    assert sign == pytest.approx(np.sign(excess) if abs(excess) > 1e-9 else 0.0)


def falling():
    """A part that comes down at the equator, where sphere and ellipsoid meet, and its impact."""
    state = np.array([6.5e6, 1.0e5, 0.0, 500.0, 4.0e3, 0.0])
    return state, vacuum_impact_point(state[:3], state[3:], t_s=200.0)


@pytest.mark.parametrize(
    ("off_m", "distance"), [((0.0, 0.0), 0.0), ((60e3, 0.0), 2.0), ((0.0, 30e3), 2.0)]
)
def test_a_part_falls_so_far_from_its_zone_in_the_measure_of_the_ellipse(off_m, distance):
    state, impact = falling()
    east, north = rule_forms.local_axes(0.0, math.radians(impact.longitude_deg))
    before, link = linked(state)
    # Semi-axes of 30 km to the east and 15 km to the north; the air adds the offset.
    along, across = (1.0 / 30e3, 0.0), (0.0, 1.0 / 15e3)

    found = one(
        rule_forms.zone_distance(),
        before,
        local=(200.0,),
        constants=[*link, *east, *north, *off_m, *along, *across],
    )

    assert distance == pytest.approx(found, abs=ROUNDED_ZONE)


def test_a_station_sees_an_elevation():
    latitude_deg, longitude_deg, t_s = 50.0, 30.0, 540.0
    place = np.array(TO_ECEF.transform(longitude_deg, latitude_deg, 100.0))
    angle = -EARTH_RATE_RAD_S * t_s
    turn = np.array(
        [
            [math.cos(angle), -math.sin(angle), 0.0],
            [math.sin(angle), math.cos(angle), 0.0],
            [0, 0, 1.0],
        ]
    )
    # Upwards is across the ellipsoid: from a point to the one a metre above it.
    up = np.array(TO_ECEF.transform(longitude_deg, latitude_deg, 101.0)) - place
    away = turn @ HIGH[:3] - place
    before, link = linked(HIGH)

    seen = one(rule_forms.elevation(), before, local=(t_s,), constants=[*link, *place, *up])

    assert away @ up / np.linalg.norm(away) == pytest.approx(seen, abs=RELATIVE)


# ---- the orbit reached ------------------------------------------------------------------------

ORBIT = OrbitElements(
    semi_major_axis_m=9e6,
    eccentricity=0.25,
    inclination_rad=0.9,
    raan_rad=2.0,
    argp_rad=4.0,
    true_anomaly_rad=0.7,
)
A = ORBIT.semi_major_axis_m / LENGTH_M


def at(form, orbit, *values):
    before, link = linked(np.concatenate(state_from_elements(orbit)))
    return rows(form, before, constants=[*link, *values])


@pytest.mark.parametrize(
    ("form", "values"),
    [
        (orbit_forms.energy(), (-0.5 / A,)),
        (orbit_forms.momentum(), (A * (1.0 - 0.25**2),)),
        (orbit_forms.inclination(), (math.cos(0.9),)),
    ],
)
def test_an_orbit_misses_its_own_size_shape_and_tilt_by_nothing(form, values):
    assert [0.0] == pytest.approx(at(form, ORBIT, *values), abs=ROUNDING)


@pytest.mark.parametrize(
    ("form", "angle_rad"),
    [(orbit_forms.node(), 2.0), (orbit_forms.argument_of_perigee(), 4.0)],
)
def test_a_direction_is_met_and_its_opposite_is_not(form, angle_rad):
    miss, ahead = at(form, ORBIT, math.cos(angle_rad), math.sin(angle_rad))
    again, behind = at(form, ORBIT, -math.cos(angle_rad), -math.sin(angle_rad))
    beside, _ = at(form, ORBIT, math.cos(angle_rad + 0.1), math.sin(angle_rad + 0.1))

    assert 0.0 == pytest.approx(miss, abs=ROUNDING)
    assert 0.0 == pytest.approx(again, abs=ROUNDING)
    assert ahead > 0.0 > behind
    assert math.sin(0.1) * ahead == pytest.approx(abs(beside), rel=1e-9)


def test_an_apsis_is_a_radius_a_level_path_and_a_speed():
    perigee = OrbitElements(
        semi_major_axis_m=9e6,
        eccentricity=0.25,
        inclination_rad=0.9,
        raan_rad=2.0,
        argp_rad=4.0,
        true_anomaly_rad=0.0,
    )
    radius = 0.75 * A

    misses = at(orbit_forms.apsis(), perigee, radius, 2.0 / radius - 1.0 / A)

    assert [0.0, 0.0, 0.0] == pytest.approx(misses, abs=ROUNDING)


def test_an_equatorial_orbit_stays_in_the_plane():
    flat = np.array([7e6, 1e5, 0.0, 10.0, 7.4e3, 0.0])
    off = np.array([0.0, 0.0, 1e3, 0.0, 0.0, 5.0])
    before, link = linked(flat)

    misses = rows(orbit_forms.equatorial(), before, constants=link)
    tilted = rows(orbit_forms.equatorial(), before + off, constants=link)

    assert [0.0, 0.0] == pytest.approx(misses, abs=ROUNDING)
    assert [1e3 / LENGTH_M, 5.0 / SPEED_M_S] == pytest.approx(tilted, rel=1e-9)


def test_an_escape_leaves_towards_its_asymptote():
    away = OrbitElements(
        semi_major_axis_m=-2.5e7,
        eccentricity=1.27,
        inclination_rad=0.6,
        raan_rad=1.0,
        argp_rad=3.0,
        true_anomaly_rad=0.2,
    )
    # Along the orbit, the asymptote stands where the radius has no bound: cos(nu) = -1 / e.
    latitude_argument_rad = away.argp_rad + math.acos(-1.0 / away.eccentricity)
    sine = math.sin(latitude_argument_rad) * math.sin(away.inclination_rad)

    assert [0.0] == pytest.approx(at(orbit_forms.asymptote(), away, sine), abs=ROUNDING)
