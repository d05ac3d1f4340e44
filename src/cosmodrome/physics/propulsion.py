"""What do the engines push?"""

from cosmodrome.physics.formula import Real, formula


@formula
def thrust_n(thrust_vac_n: Real, exit_area_m2: Real, pressure_pa: Real) -> Real:
    """Return the thrust against an outside pressure, which acts on the nozzle exit.

    Sutton & Biblarz, Rocket Propulsion Elements, 8th ed., eq. 2-13. `thrust_vac_n` carries the
    throttle: throttling lowers the chamber's share and leaves the back-pressure as it is.
    """
    return thrust_vac_n - exit_area_m2 * pressure_pa
