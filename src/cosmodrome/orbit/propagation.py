"""Where is the satellite later? The equations of motion with J2, integrated."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import ConvergenceError
from cosmodrome.physics.gravity import gravity_m_s2

# A day of low orbit closes within 1 cm at these tolerances.
RELATIVE_TOLERANCE_RATIO = 1e-12
ABSOLUTE_TOLERANCE_M = 1e-6


def coasted(
    r_m: NDArray[np.float64],
    v_m_s: NDArray[np.float64],
    t_s: NDArray[np.float64],
    *,
    relative_tolerance_ratio: float = RELATIVE_TOLERANCE_RATIO,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return positions and velocities of an unpowered flight under gravity with J2.

    Parameters
    ----------
    r_m, v_m_s : ndarray, shape (3,)
        State at time zero, inertial axes with z along the Earth's axis.
    t_s : ndarray, shape (n,)
        Times wanted [s], increasing, the first not negative.
    relative_tolerance_ratio : float
        Of a step; 1e-10 keeps a day of low orbit within 1 cm all the same, in half the time.

    Returns
    -------
    tuple of ndarray, shape (n, 3)
        Positions [m] and velocities [m/s]. Air drag, Sun and Moon are left out.
    """
    from scipy.integrate import solve_ivp  # half a second that finding windows does not need

    def motion(_: float, state: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y, z, vx, vy, vz = state.tolist()
        return np.array([vx, vy, vz, *gravity_m_s2(x, y, z)])

    answer = solve_ivp(
        motion,
        (0.0, float(t_s[-1])),
        np.concatenate([r_m, v_m_s]),
        method="DOP853",
        t_eval=t_s,
        rtol=relative_tolerance_ratio,
        atol=ABSOLUTE_TOLERANCE_M,
    )
    if not answer.success:
        raise ConvergenceError(f"the coast could not be integrated: {answer.message}")
    return answer.y[:3].T, answer.y[3:].T
