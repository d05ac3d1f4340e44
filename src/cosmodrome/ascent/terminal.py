"""What must hold where the flight ends? The orbit wanted, as conditions on the last state."""

import math

import numpy as np

from cosmodrome.ascent import orbit_forms
from cosmodrome.ascent.draft import Form
from cosmodrome.ascent.iterate import LENGTH_M
from cosmodrome.ascent.sheet import Joint, Sheet

# An orbit this near the equator has no node to measure an inclination at.
EQUATORIAL_RAD = 1e-3


def write_terminal(sheet: Sheet, end: Joint) -> None:
    """Add the conditions of the target."""
    target = sheet.figures.target
    a, e = target.semi_major_axis_m / LENGTH_M, target.eccentricity
    if target.shape in ("circular", "perigee"):
        radius = a * (1.0 - e)
        _reach(sheet, orbit_forms.apsis(), end, radius, 2.0 / radius - 1.0 / a)
    else:
        _reach(sheet, orbit_forms.energy(), end, -0.5 / a)
        if target.shape == "ellipse":
            _reach(sheet, orbit_forms.momentum(), end, a * (1.0 - e**2))
    _write_plane(sheet, end)
    if target.argp_rad is not None:
        _point(sheet, orbit_forms.argument_of_perigee(), end, target.argp_rad)
    if target.declination_rad is not None:
        _reach(sheet, orbit_forms.asymptote(), end, math.sin(target.declination_rad))


def _write_plane(sheet: Sheet, end: Joint) -> None:
    tilt_rad = sheet.figures.target.inclination_rad
    if tilt_rad is None:
        return
    if abs(math.sin(tilt_rad)) < EQUATORIAL_RAD:
        _reach(sheet, orbit_forms.equatorial(), end)
        return
    _reach(sheet, orbit_forms.inclination(), end, math.cos(tilt_rad))
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
