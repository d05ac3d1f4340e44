"""Where is the Moon? The short series of Meeus as ERFA keeps it.

Within 0.007 deg (0.002 deg rms) and 12 km of where the ephemeris DE421 has it, from 1990 to 2050.
"""

from datetime import datetime

import erfa
import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.constants import SECONDS_PER_DAY_S
from cosmodrome.epochs import tt_julian_date
from cosmodrome.orbit.true_of_date import onto_true_of_date


def moon_position_m(origin: datetime, t_s: ArrayLike = 0.0) -> NDArray[np.float64]:
    """Return geocentric positions of the Moon's centre.

    Parameters
    ----------
    origin : datetime
        Where time counts from.
    t_s : float or ndarray, shape (n,)
        Seconds after `origin`.

    Returns
    -------
    ndarray, shape (3,) or (n, 3)
        Position [m] on the true equator and equinox of date, as seen without delay of light and
        without parallax: from a place on the ground the Moon stands up to 1 deg lower.
    """
    tt = tt_julian_date(origin)
    fraction_d = tt.fraction_d + np.asarray(t_s, float) / SECONDS_PER_DAY_S
    r_gcrf_m = erfa.moon98(tt.midnight_d, fraction_d)["p"] * erfa.DAU
    return onto_true_of_date(r_gcrf_m, origin, t_s)
