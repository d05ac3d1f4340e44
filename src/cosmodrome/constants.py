"""Defined constants, each with the document that defines it. SI units."""

# Earth: WGS 84, NGA.STND.0036 1.0.0 (2014), tables 3.1 and 3.4.
EARTH_EQUATORIAL_RADIUS_M = 6378137.0
EARTH_FLATTENING_RATIO = 1.0 / 298.257223563
EARTH_ROTATION_RATE_RAD_S = 7.292115e-5
# EGM96 and IERS Conventions (2010), table 1.1: geocentric gravitational constant.
EARTH_MU_M3_S2 = 3.986004418e14
# EGM96 zonal harmonics, unnormalised (NASA/TP-1998-206861).
EARTH_J2_COEFFICIENT = 1.0826266835531513e-3
EARTH_J3_COEFFICIENT = -2.5326564853322355e-6
EARTH_J4_COEFFICIENT = -1.6196215913670001e-6

# Standard gravity: 3rd General Conference on Weights and Measures (1901).
STANDARD_GRAVITY_M_S2 = 9.80665

# U.S. Standard Atmosphere, 1976 (NOAA-S/T 76-1562), section 1.2.
SEA_LEVEL_PRESSURE_PA = 101325.0
AIR_GAS_CONSTANT_J_KG_K = 8314.32 / 28.9644
AIR_HEAT_CAPACITY_RATIO = 1.4
GEOPOTENTIAL_RADIUS_M = 6356766.0

# Time: SI day, and the tropical year of 1900 (Explanatory Supplement, 3rd ed., table 3.2).
SECONDS_PER_DAY_S = 86400.0
TROPICAL_YEAR_D = 365.24219
