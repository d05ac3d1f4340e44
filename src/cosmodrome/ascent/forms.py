"""Which equations of motion does an ascent consist of? Each is one form of element.

Local unknowns are scaled states (Earth radii, circular speeds) and thrust directions; affine locals
are mass [kg] and span [scaled time]; constants differ from element to element. Rows of motion read
"minus span times rate": the polynomial's own slope is the constant part of the programme.
"""

from cosmodrome.ascent.draft import Form, Symbols
from cosmodrome.ascent.iterate import LENGTH_M, SPEED_M_S, TIME_S
from cosmodrome.ascent.scaled import STATE, dot, metric, shifted
from cosmodrome.flight.profile import DragTable, Steering
from cosmodrome.orbit.coast import step_on
from cosmodrome.physics.gravity import gravity_m_s2
from cosmodrome.physics.motion import acceleration_m_s2, flight_acceleration_m_s2
from cosmodrome.physics.steering import along_air_velocity, pad_direction

# Constants of a node of motion: vacuum thrust, exit area, reference area; then, where the pad's
# vertical steers: time after lift-off, share of the pitch-over, latitude and longitude of the pad.
THRUST_EXIT_AREA = 3
PAD_TIME_SHARE_PLACE = 4


def is_scripted(steering: Steering) -> bool:
    """Tell whether the pad's vertical, pitch-over and azimuth give the thrust direction."""
    return steering in ("vertical", "pitchover")


def motion(steering: Steering, drag: DragTable, *, in_air: bool) -> Form:
    """Return the equations of motion at a node; locals are mass and span.

    Without air (above the fairing's jettison of stages that burn far up) the few pascals that are
    left are added by the corrections of the search.
    """
    scripted = is_scripted(steering)

    def write(v: Symbols, y: Symbols, c: Symbols) -> Symbols:
        r, velocity = metric(v)
        mass, span = y[0], y[1]
        thrust, exit_area, area = c[0], c[1], c[2]
        if steering == "free":
            u = v[6], v[7], v[8]
        elif steering == "coast":
            u = (0.0, 0.0, 0.0)
        elif steering == "zero-incidence":
            u = along_air_velocity(r[0], r[1], *velocity)
        else:
            t, share, latitude, longitude = c[3:7]
            u = pad_direction(t, y[2] * share, y[3], latitude, longitude)
        if in_air:
            a = flight_acceleration_m_s2(
                *r, *velocity, mass, *u, thrust, exit_area, area, drag.knots, drag.coefficients
            )
        else:
            gx, gy, gz = gravity_m_s2(*r)
            a = acceleration_m_s2(mass, gx, gy, gz, thrust, *u, 0.0, *velocity, 1.0)
        rates = [*v[3:6], *(x * (TIME_S / SPEED_M_S) for x in a)]
        return [-span * x for x in rates]

    return Form(
        key=("motion", steering, in_air, drag.knots.tobytes(), drag.coefficients.tobytes()),
        rows=STATE,
        unknowns=STATE + (3 if steering == "free" else 0),
        locals=4 if scripted else 2,
        constants=THRUST_EXIT_AREA + (PAD_TIME_SHARE_PLACE if scripted else 0),
        write=write,
    )


def coast_step() -> Form:
    """Return one step of a coast: where it ends, and how long it takes (to be summed).

    Unknowns are the states before and after and the growth of the eccentric anomaly over the whole
    coast; constants: correction of the state before (6), the step's share of the anomaly, and that
    for which oblateness acts.
    """

    def write(v: Symbols, _y: Symbols, c: Symbols) -> Symbols:
        r, velocity = metric(shifted(v, c))
        *end, time_s = step_on([*r, *velocity], c[6] * v[12], c[7] * v[12])
        scaled = [*(a / LENGTH_M for a in end[:3]), *(a / SPEED_M_S for a in end[3:])]
        return [*(a - b for a, b in zip(v[6:12], scaled, strict=True)), time_s / TIME_S]

    return Form(key="coast-step", rows=7, unknowns=13, locals=0, constants=8, write=write)


def unit_direction() -> Form:
    """Return that a thrust direction is a unit vector."""
    return Form(
        key="unit-direction",
        rows=1,
        unknowns=3,
        locals=0,
        constants=0,
        write=lambda v, _y, _c: [dot(v, v) - 1.0],
    )


def affine() -> Form:
    """Return a quantity that is affine in the global variables."""
    return Form(
        key="affine", rows=1, unknowns=0, locals=1, constants=0, write=lambda _v, y, _c: [*y]
    )
