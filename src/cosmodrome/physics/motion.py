"""How does a vehicle move? The one place where Newton's law is written.

Inertial axes, z along the Earth's axis, three degrees of freedom, body axis given. Gravity, air and
wind are passed in: a benchmark wants a sphere and an exponential atmosphere, a plan the ellipsoid
and the standard ones, which `flight_acceleration_m_s2` puts together.
"""

from cosmodrome.physics.aerodynamics import drag_n
from cosmodrome.physics.atmosphere import air
from cosmodrome.physics.earth import OMEGA, ellipsoid_altitude_m
from cosmodrome.physics.formula import Real, formula, sqrt, table1
from cosmodrome.physics.gravity import gravity_m_s2
from cosmodrome.physics.propulsion import thrust_n

# Keeps the derivative of a speed finite at rest; 1 mm/s.
STANDSTILL_M2_S2 = 1e-6


@formula
def air_velocity_m_s(rx: Real, ry: Real, vx: Real, vy: Real, vz: Real) -> Real:
    """Return the velocity relative to air that turns with the Earth, inertial axes."""
    return vx + OMEGA * ry, vy - OMEGA * rx, vz


@formula
def speed_m_s(vx: Real, vy: Real, vz: Real) -> Real:
    """Return the length of a velocity."""
    return sqrt(vx * vx + vy * vy + vz * vz + STANDSTILL_M2_S2)


@formula
def acceleration_m_s2(
    mass_kg: Real,
    gx: Real,
    gy: Real,
    gz: Real,
    thrust: Real,
    ux: Real,
    uy: Real,
    uz: Real,
    drag: Real,
    wx: Real,
    wy: Real,
    wz: Real,
    w: Real,
) -> Real:
    """Return gravity plus thrust along u minus drag along the air velocity w, over the mass."""
    push = thrust / mass_kg
    brake = drag / (mass_kg * w)
    return (
        gx + push * ux - brake * wx,
        gy + push * uy - brake * wy,
        gz + push * uz - brake * wz,
    )


@formula
def flight_acceleration_m_s2(
    rx: Real,
    ry: Real,
    rz: Real,
    vx: Real,
    vy: Real,
    vz: Real,
    mass_kg: Real,
    ux: Real,
    uy: Real,
    uz: Real,
    thrust_full_vac: Real,
    exit_area: Real,
    area: Real,
    mach_knots: Real,
    drag_coefficients: Real,
) -> Real:
    """Return the inertial acceleration of a powered flight through the standard atmosphere.

    `thrust_full_vac` [N] is throttle times vacuum thrust, `exit_area` [m2] that of the engines
    that run. WGS-84 ellipsoid, J2, US Standard Atmosphere 1976, air at rest on the ground.
    """
    pressure, rho, sound = air(ellipsoid_altitude_m(rx, ry, rz))
    wx, wy, wz = air_velocity_m_s(rx, ry, vx, vy, vz)
    w = speed_m_s(wx, wy, wz)
    gx, gy, gz = gravity_m_s2(rx, ry, rz)
    drag = drag_n(rho, w, table1(w / sound, mach_knots, drag_coefficients), area)
    thrust = thrust_n(thrust_full_vac, exit_area, pressure)
    return acceleration_m_s2(mass_kg, gx, gy, gz, thrust, ux, uy, uz, drag, wx, wy, wz, w)
