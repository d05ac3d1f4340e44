"""Over which places does the orbit pass first?"""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.orbit.frames import eci_of_liftoff_to_ecef, place_of_ecef
from cosmodrome.orbit.propagation import coasted


def ground_track(
    r_eci_m: NDArray[np.float64],
    v_eci_m_s: NDArray[np.float64],
    *,
    injection_s: float,
    duration_s: float,
    step_s: float = 30.0,
) -> NDArray[np.float64]:
    """Return longitude and latitude under an orbit, from its injection on.

    Parameters
    ----------
    r_eci_m, v_eci_m_s : ndarray, shape (3,)
        State at injection, in the inertial axes that coincide with the Earth's at lift-off.
    injection_s : float
        Time of that state after lift-off.
    duration_s, step_s : float
        Length of the track, and time between its points.

    Returns
    -------
    ndarray, shape (n, 2)
        Longitude [deg, -180 to 180] and geodetic latitude [deg]; it is not cut at 180 deg.
    """
    t_s = np.append(np.arange(0.0, duration_s, step_s), duration_s)
    r_m, v_m_s = coasted(r_eci_m, v_eci_m_s, t_s)
    r_ecef_m, _ = eci_of_liftoff_to_ecef(r_m, v_m_s, injection_s + t_s)
    latitude_rad, longitude_rad, _ = place_of_ecef(r_ecef_m)
    return np.degrees(np.stack([longitude_rad, latitude_rad], axis=-1))
