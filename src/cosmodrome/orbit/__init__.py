"""Orbits: frames, elements, the Sun, propagation, two-line elements."""
