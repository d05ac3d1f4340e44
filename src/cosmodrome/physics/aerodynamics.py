"""What does the air do to the vehicle? Drag, dynamic pressure, heating, at zero incidence."""

from cosmodrome.physics.formula import Real, formula


@formula
def dynamic_pressure_pa(rho: Real, v_rel_m_s: Real) -> Real:
    """Return rho v^2 / 2 of the velocity relative to the air."""
    return 0.5 * rho * v_rel_m_s * v_rel_m_s


@formula
def free_molecular_heat_flux_w_m2(rho: Real, v_rel_m_s: Real) -> Real:
    """Return rho v^3 / 2, the flux that user's manuals limit when the fairing is dropped."""
    return 0.5 * rho * v_rel_m_s * v_rel_m_s * v_rel_m_s


@formula
def drag_n(rho: Real, v_rel_m_s: Real, drag_coefficient: Real, area_m2: Real) -> Real:
    """Return the drag force."""
    return dynamic_pressure_pa(rho, v_rel_m_s) * drag_coefficient * area_m2
