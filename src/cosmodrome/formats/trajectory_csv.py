"""What does a spreadsheet get? The flown ascent, one row per sample, units in the headings."""

import csv
import io

from cosmodrome.ascent.optimise import Ascent
from cosmodrome.formats.states import earth_fixed_states

COLUMNS = {
    "t_s": 3,
    "altitude_m": 2,
    "downrange_m": 1,
    "latitude_deg": 6,
    "longitude_deg": 6,
    "v_ecef_m_s": 3,
    "mass_kg": 2,
    "dynamic_pressure_pa": 2,
    "axial_load_factor": 4,
    "free_molecular_heat_flux_w_m2": 2,
}
VECTORS = {
    ("x_ecef_m", "y_ecef_m", "z_ecef_m"): 2,
    ("vx_ecef_m_s", "vy_ecef_m_s", "vz_ecef_m_s"): 4,
}


def trajectory_csv(ascent: Ascent) -> str:
    """Return the ascent as CSV (RFC 4180).

    At a separation the time stands twice, before and after, as in the flight itself.
    """
    trajectory = ascent.trajectory
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([*COLUMNS, *(name for names in VECTORS for name in names), "phase"])
    scalars = [
        [f"{value:.{decimals}f}" for value in getattr(trajectory, name)]
        for name, decimals in COLUMNS.items()
    ]
    vectors = [
        [f"{value:.{decimals}f}" for value in component]
        for states, decimals in zip(earth_fixed_states(trajectory), VECTORS.values(), strict=True)
        for component in states.T
    ]
    names = [ascent.profile.phases[index].name for index in trajectory.phase]
    table.writerows(zip(*scalars, *vectors, names, strict=True))
    return text.getvalue()
