"""How does a body coast? Closed forms on an ellipse, and what the oblate Earth adds to them."""

from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.physics.formula import Real, atan2, cos, formula, sin, sqrt
from cosmodrome.physics.gravity import gravity_m_s2


@formula
def coasted_state(
    rx: Real, ry: Real, rz: Real, vx: Real, vy: Real, vz: Real, anomaly_rad: Real, mu: Real
) -> Real:
    """Return the state after the eccentric anomaly has grown, and the time it took.

    Battin, An Introduction to the Mathematics and Methods of Astrodynamics (1999), section 4.3.
    Valid for bound orbits.

    Returns
    -------
    tuple of 7
        Position, velocity, time.
    """
    r = sqrt(rx * rx + ry * ry + rz * rz)
    sigma = (rx * vx + ry * vy + rz * vz) / sqrt(mu)
    a = 1.0 / (2.0 / r - (vx * vx + vy * vy + vz * vz) / mu)
    root = sqrt(a)
    c = cos(anomaly_rad)
    s = sin(anomaly_rad)
    rate = root * root * root / sqrt(mu)
    far = a + (r - a) * c + sigma * root * s
    time = rate * (anomaly_rad - (1.0 - r / a) * s + sigma / root * (1.0 - c))
    f = 1.0 - a / r * (1.0 - c)
    g = time - rate * (anomaly_rad - s)
    f_rate = -sqrt(mu * a) / (far * r) * s
    g_rate = 1.0 - a / far * (1.0 - c)
    return (
        f * rx + g * vx,
        f * ry + g * vy,
        f * rz + g * vz,
        f_rate * rx + g_rate * vx,
        f_rate * ry + g_rate * vy,
        f_rate * rz + g_rate * vz,
        time,
    )


@formula
def kicked_velocity_m_s(
    rx: Real, ry: Real, rz: Real, vx: Real, vy: Real, vz: Real, anomaly_rad: Real
) -> Real:
    """Return the velocity after what the Earth's oblateness pulls while the anomaly grows.

    Places and velocities in metres and seconds; the pull is that of this place throughout.
    """
    r2 = rx * rx + ry * ry + rz * rz
    r = sqrt(r2)
    gx, gy, gz = gravity_m_s2(rx, ry, rz)
    central = EARTH_MU_M3_S2 / (r2 * r)
    a = 1.0 / (2.0 / r - (vx * vx + vy * vy + vz * vz) / EARTH_MU_M3_S2)
    time = r * sqrt(a / EARTH_MU_M3_S2) * anomaly_rad
    return (
        vx + time * (gx + central * rx),
        vy + time * (gy + central * ry),
        vz + time * (gz + central * rz),
    )


@formula
def descent(
    rx: Real, ry: Real, rz: Real, vx: Real, vy: Real, vz: Real, radius: Real, mu: Real
) -> Real:
    """Return where and how much later a coast next descends through a sphere, without air.

    Position (three components) and time. Valid while the orbit is an ellipse that crosses the
    sphere and the body has not yet done so; anomalies are counted from the apogee.
    """
    r = sqrt(rx * rx + ry * ry + rz * rz)
    v2 = vx * vx + vy * vy + vz * vz
    rv = rx * vx + ry * vy + rz * vz
    a = 1.0 / (2.0 / r - v2 / mu)
    hx = ry * vz - rz * vy
    hy = rz * vx - rx * vz
    hz = rx * vy - ry * vx
    h2 = hx * hx + hy * hy + hz * hz
    ex = (vy * hz - vz * hy) / mu - rx / r
    ey = (vz * hx - vx * hz) / mu - ry / r
    ez = (vx * hy - vy * hx) / mu - rz / r
    e = sqrt(ex * ex + ey * ey + ez * ez)
    h = sqrt(h2)
    cosine = (h2 / (mu * radius) - 1.0) / e
    sine = -sqrt(1.0 - cosine * cosine)
    flat = sqrt(1.0 - e * e)
    there = atan2(-flat * sine, -(e + cosine))
    here = atan2(-rv / sqrt(mu * a), r / a - 1.0)
    rate = a * sqrt(a / mu)
    time = rate * (there + e * sin(there) - here - e * sin(here))
    along = radius * cosine / e
    ahead = radius * sine / (e * h)
    return (
        along * ex + ahead * (hy * ez - hz * ey),
        along * ey + ahead * (hz * ex - hx * ez),
        along * ez + ahead * (hx * ey - hy * ex),
        time,
    )
