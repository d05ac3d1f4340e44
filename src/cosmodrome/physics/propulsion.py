"""What do the engines push?"""

from cosmodrome.physics.formula import Real, formula


@formula
def thrust_n(thrust_vac_n: Real, exit_area_m2: Real, throttle_ratio: Real, pressure: Real) -> Real:
    """Return the thrust against an outside pressure; the pressure acts on the nozzle exit.

    Sutton & Biblarz, Rocket Propulsion Elements, 8th ed., eq. 2-13. Throttling lowers the
    chamber's share and leaves the back-pressure as it is.
    """
    return throttle_ratio * thrust_vac_n - exit_area_m2 * pressure
