"""How do vectors of the sky stand on the true equator and equinox of their dates?"""

import math
from datetime import datetime

import erfa
import numpy as np
from numpy.typing import ArrayLike

from cosmodrome.constants import SECONDS_PER_DAY_S
from cosmodrome.epochs import tt_julian_date
from cosmodrome.orbit.frames import Vectors

# The fortnightly term of nutation, 0.2 seconds of arc, is bent little over so long.
NUTATION_STEP_S = 2.0 * SECONDS_PER_DAY_S


def onto_true_of_date(vectors_gcrf: Vectors, origin: datetime, t_s: ArrayLike = 0.0) -> Vectors:
    """Return vectors of the sky on the true equator and equinox of their own dates.

    Parameters
    ----------
    vectors_gcrf : ndarray, shape (3,) or (n, 3)
        In any unit.
    origin : datetime
        Where time counts from.
    t_s : float or ndarray, shape (n,)
        Seconds after `origin` of each vector; over years, too.

    Notes
    -----
    Precession and nutation are worked out every two days and run straight between, which is wrong
    by up to 0.03 seconds of arc.
    """
    ahead_s = np.asarray(t_s, float)
    first_s, span_s = float(ahead_s.min()), float(np.ptp(ahead_s))
    steps = max(1, math.ceil(span_s / NUTATION_STEP_S))
    tt = tt_julian_date(origin)
    knots_s = first_s + np.linspace(0.0, span_s, steps + 1)
    matrices = erfa.pnm06a(tt.midnight_d, tt.fraction_d + knots_s / SECONDS_PER_DAY_S)
    if span_s == 0.0:
        return np.asarray(vectors_gcrf @ matrices[0].T)
    place = (ahead_s - first_s) * (steps / span_s)
    below = np.minimum(place.astype(int), steps - 1)
    share = (place - below)[..., None, None]
    rows = matrices[below] * (1.0 - share) + matrices[below + 1] * share
    return np.asarray(np.einsum("...ij,...j->...i", rows, vectors_gcrf))
