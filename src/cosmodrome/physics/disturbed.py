"""How does a body move when air, wind and engines are not as planned?

The forces are those of `physics.motion`; here the air may be denser than the standard and may move
over the ground, and a spent body is known by its ballistic coefficient instead of its shape.
"""

from cosmodrome.physics.aerodynamics import drag_n
from cosmodrome.physics.atmosphere import air
from cosmodrome.physics.earth import ellipsoid_altitude_m
from cosmodrome.physics.formula import Real, formula, sqrt, table1
from cosmodrome.physics.gravity import gravity_m_s2
from cosmodrome.physics.motion import acceleration_m_s2, air_velocity_m_s, speed_m_s
from cosmodrome.physics.propulsion import thrust_n

# Keeps east defined over the pole itself; 1 m.
POLE_M2 = 1.0


@formula
def wind_velocity_m_s(rx: Real, ry: Real, rz: Real, east_m_s: Real, north_m_s: Real) -> Real:
    """Return a wind over the ground in inertial axes; north along the geocentric meridian."""
    rho2 = rx * rx + ry * ry + POLE_M2
    rho = sqrt(rho2)
    r = sqrt(rho2 + rz * rz)
    inward = north_m_s * rz / r
    return (
        (-east_m_s * ry - inward * rx) / rho,
        (east_m_s * rx - inward * ry) / rho,
        north_m_s * rho / r,
    )


@formula
def windy_air_velocity_m_s(
    rx: Real,
    ry: Real,
    rz: Real,
    vx: Real,
    vy: Real,
    vz: Real,
    east_m_s: Real,
    north_m_s: Real,
) -> Real:
    """Return the velocity relative to air that moves over the ground."""
    wx, wy, wz = air_velocity_m_s(rx, ry, vx, vy, vz)
    bx, by, bz = wind_velocity_m_s(rx, ry, rz, east_m_s, north_m_s)
    return wx - bx, wy - by, wz - bz


@formula
def disturbed_air(
    pressure: Real, rho: Real, sound: Real, density_factor: Real, temperature_factor: Real
) -> Real:
    """Return pressure, density and speed of sound of air that is off the standard."""
    return (
        pressure * density_factor * temperature_factor,
        rho * density_factor,
        sound * sqrt(temperature_factor),
    )


@formula
def driven_acceleration_m_s2(
    rx: Real,
    ry: Real,
    rz: Real,
    mass_kg: Real,
    ux: Real,
    uy: Real,
    uz: Real,
    thrust: Real,
    drag: Real,
    wx: Real,
    wy: Real,
    wz: Real,
    w: Real,
) -> Real:
    """Return the inertial acceleration of a powered flight, and that which is sensed along u."""
    gx, gy, gz = gravity_m_s2(rx, ry, rz)
    ax, ay, az = acceleration_m_s2(mass_kg, gx, gy, gz, thrust, ux, uy, uz, drag, wx, wy, wz, w)
    return ax, ay, az, (ax - gx) * ux + (ay - gy) * uy + (az - gz) * uz


@formula
def disturbed_acceleration_m_s2(
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
    thrust_vac: Real,
    exit_area: Real,
    area: Real,
    density_factor: Real,
    temperature_factor: Real,
    east_m_s: Real,
    north_m_s: Real,
    mach_knots: Real,
    drag_coefficients: Real,
) -> Real:
    """Return the inertial acceleration of a powered flight, and that which is sensed along u.

    `area` [m2] carries the drag factor, `thrust_vac` [N] the thrust factor.
    """
    standard = air(ellipsoid_altitude_m(rx, ry, rz))
    pressure, rho, sound = disturbed_air(
        standard[0], standard[1], standard[2], density_factor, temperature_factor
    )
    wx, wy, wz = windy_air_velocity_m_s(rx, ry, rz, vx, vy, vz, east_m_s, north_m_s)
    w = speed_m_s(wx, wy, wz)
    drag = drag_n(rho, w, table1(w / sound, mach_knots, drag_coefficients), area)
    thrust = thrust_n(thrust_vac, exit_area, pressure)
    return driven_acceleration_m_s2(rx, ry, rz, mass_kg, ux, uy, uz, thrust, drag, wx, wy, wz, w)


@formula
def falling_acceleration_m_s2(
    rx: Real, ry: Real, rz: Real, drag_per_kg: Real, wx: Real, wy: Real, wz: Real, w: Real
) -> Real:
    """Return the inertial acceleration of a spent body; its drag is per kilogram."""
    gx, gy, gz = gravity_m_s2(rx, ry, rz)
    return acceleration_m_s2(1.0, gx, gy, gz, 0.0, 0.0, 0.0, 0.0, drag_per_kg, wx, wy, wz, w)


@formula
def fall_acceleration_m_s2(
    rx: Real,
    ry: Real,
    rz: Real,
    vx: Real,
    vy: Real,
    vz: Real,
    ballistic_coefficient: Real,
    density_factor: Real,
    temperature_factor: Real,
    east_m_s: Real,
    north_m_s: Real,
    mach_knots: Real,
    drag_rise: Real,
) -> Real:
    """Return the inertial acceleration of a spent body, and the rate [1/s] at which air slows it.

    `ballistic_coefficient` [kg/m2] is subsonic; `drag_rise` multiplies drag over Mach number.
    """
    standard = air(ellipsoid_altitude_m(rx, ry, rz))
    _, rho, sound = disturbed_air(
        standard[0], standard[1], standard[2], density_factor, temperature_factor
    )
    wx, wy, wz = windy_air_velocity_m_s(rx, ry, rz, vx, vy, vz, east_m_s, north_m_s)
    w = speed_m_s(wx, wy, wz)
    rise = table1(w / sound, mach_knots, drag_rise)
    drag = drag_n(rho, w, rise, 1.0 / ballistic_coefficient)
    ax, ay, az = falling_acceleration_m_s2(rx, ry, rz, drag, wx, wy, wz, w)
    return ax, ay, az, drag / w
