"""Degrees to radians and kilometres to metres, at the edges only."""

import math

DEG_RAD = math.pi / 180.0


def rad(angle_deg: float) -> float:
    """Return an angle in radians."""
    return angle_deg * DEG_RAD


def deg(angle_rad: float) -> float:
    """Return an angle in degrees."""
    return angle_rad / DEG_RAD


def metres(length_km: float) -> float:
    """Return a length in metres."""
    return length_km * 1000.0


def kilometres(length_m: float) -> float:
    """Return a length in kilometres."""
    return length_m / 1000.0
