"""What must hold where the flight ends? The orbit wanted, as conditions on the last state.

Osculating elements are those of the state itself. Mean ones are reached wherever the flight ends:
J2 of first order is in the conditions, so that nothing is corrected afterwards. Flights under J2
keep 40 m of mean semi-major axis, 2e-4 deg of inclination and 3e-5 of eccentricity of it.
"""

import math

import numpy as np

from cosmodrome.ascent import mean_forms, orbit_forms
from cosmodrome.ascent.draft import Form
from cosmodrome.ascent.iterate import LENGTH_M
from cosmodrome.ascent.sheet import Joint, Sheet
from cosmodrome.ascent.target import CIRCULAR_BELOW_ECCENTRICITY, InjectionTarget
from cosmodrome.constants import EARTH_J2_COEFFICIENT

# An orbit this near the equator has no node to measure an inclination at.
EQUATORIAL_RAD = 1e-3


def write_terminal(sheet: Sheet, end: Joint) -> None:
    """Add the conditions of the target."""
    target = sheet.figures.target
    if target.mean_tilt_rad is None:
        _write_shape(sheet, end)
        _write_plane(sheet, end)
    else:
        _write_mean(sheet, end, target.mean_tilt_rad)
    if target.argp_rad is not None:
        _point(sheet, orbit_forms.argument_of_perigee(), end, target.argp_rad)
    if target.declination_rad is not None:
        _reach(sheet, orbit_forms.asymptote(), end, math.sin(target.declination_rad))


def _write_shape(sheet: Sheet, end: Joint) -> None:
    target = sheet.figures.target
    a, e = target.semi_major_axis_m / LENGTH_M, target.eccentricity
    if target.shape in ("circular", "perigee"):
        radius = a * (1.0 - e)
        _reach(sheet, orbit_forms.apsis(), end, radius, 2.0 / radius - 1.0 / a)
    else:
        _reach(sheet, orbit_forms.energy(), end, -0.5 / a)
        if target.shape == "ellipse":
            _reach(sheet, orbit_forms.momentum(), end, a * (1.0 - e**2))


def _write_mean(sheet: Sheet, end: Joint, tilt_rad: float) -> None:
    """Add the conditions of size, shape and plane by mean elements, first order in J2.

    Notes
    -----
    Over a revolution the potential of J2 is J2 R^2 / 2 a^3 (1 - e^2)^(3/2) (3/2 sin^2 i - 1) times
    mu (Vallado, 4th ed., sec. 9.6); averaged over it, a mean circle is 3/2 J2 R^2 / a
    (3/2 sin^2 i - 1) larger than its mean semi-major axis.
    """
    target = sheet.figures.target
    a, e = target.semi_major_axis_m / LENGTH_M, target.eccentricity
    latus = a * (1.0 - e**2)
    pull = EARTH_J2_COEFFICIENT * (1.5 * math.sin(tilt_rad) ** 2 - 1.0)
    energy = -0.5 / a + 0.5 * pull / (a**3 * (1.0 - e**2) ** 1.5)
    _reach(sheet, mean_forms.whole_energy(), end, energy)
    if e < CIRCULAR_BELOW_ECCENTRICITY:
        radius = a + 1.5 * pull / a - a * e  # of an eccentricity here, the perigee is here
        tilt, lean = math.sin(tilt_rad) ** 2, _lean(target, tilt_rad)
        _reach(sheet, mean_forms.mean_circle(), end, radius, tilt, lean)
    else:
        _reach(sheet, mean_forms.mean_momentum(), end, latus)
        if target.shape == "perigee":
            _reach(sheet, mean_forms.level(), end)
    if abs(math.sin(tilt_rad)) < EQUATORIAL_RAD:
        _reach(sheet, orbit_forms.equatorial(), end)
        return
    _reach(sheet, mean_forms.polar_momentum(), end, math.sqrt(latus) * math.cos(tilt_rad))
    _write_node(sheet, end)


def _lean(target: InjectionTarget, tilt_rad: float) -> float:
    """Return by how much a frozen orbit is lower per sine of latitude, in radii of the Earth."""
    if target.frozen_eccentricity == 0.0:
        return 0.0
    return target.semi_major_axis_m / LENGTH_M * target.frozen_eccentricity / math.sin(tilt_rad)


def _write_plane(sheet: Sheet, end: Joint) -> None:
    tilt_rad = sheet.figures.target.inclination_rad
    if tilt_rad is None:
        return
    if abs(math.sin(tilt_rad)) < EQUATORIAL_RAD:
        _reach(sheet, orbit_forms.equatorial(), end)
        return
    _reach(sheet, orbit_forms.inclination(), end, math.cos(tilt_rad))
    _write_node(sheet, end)


def _write_node(sheet: Sheet, end: Joint) -> None:
    if sheet.figures.raan_eci_rad is not None:
        _point(sheet, orbit_forms.node(), end, sheet.figures.raan_eci_rad)


def _reach(sheet: Sheet, form: Form, end: Joint, *values: float) -> None:
    """Add conditions on the state at the end: all rows are zero."""
    rows = sheet.rows(form.rows)
    sheet.draft.add(form, rows=rows[None, :], gather=end.gather, constants=end.constants(*values))


def _point(sheet: Sheet, form: Form, end: Joint, angle_rad: float) -> None:
    """Add the condition on a direction: its miss is zero, and it does not look backwards."""
    rows = [*sheet.rows(1), *sheet.rows(1, high=math.inf)]
    sheet.draft.add(
        form,
        rows=np.array([rows]),
        gather=end.gather,
        constants=end.constants(math.cos(angle_rad), math.sin(angle_rad)),
    )
