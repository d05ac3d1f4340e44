"""How lumpy is the Earth from pole to pole? Zonal harmonics for orbits that must stay frozen."""

import math

# EGM2008, tide-free, fully normalised C(n, 0) of degrees 2 to 24: Pavlis, Holmes, Kenyon & Factor,
# Journal of Geophysical Research 117 (2012), B04406, and the file EGM2008.gfc of the ICGEM.
_FIRST_DEGREE = 2
_NORMALISED = (
    *(-0.484165143790815e-3, 0.957161207093473e-6, 0.539965866638991e-6, 0.686702913736681e-7),
    *(-0.149953927978527e-6, 0.905120844521618e-7, 0.494756003005199e-7, 0.280180753216300e-7),
    *(0.533304381729473e-7, -0.507683787085927e-7, 0.364361922614572e-7, 0.417293021685027e-7),
    *(-0.226681154094404e-7, 0.219216154508434e-8, -0.471037252266068e-8, 0.191875988417387e-7),
    *(0.609862871807421e-8, -0.330313643444747e-8, 0.215591507033563e-7, 0.624977184727142e-8),
    *(-0.107772567310914e-7, -0.222592369353670e-7, -0.729311730529204e-10),
)

ZONAL_COEFFICIENTS = {
    degree: -math.sqrt(2.0 * degree + 1.0) * normalised
    for degree, normalised in enumerate(_NORMALISED, start=_FIRST_DEGREE)
}
"""J(n) by degree n, unnormalised, over the equatorial radius."""
