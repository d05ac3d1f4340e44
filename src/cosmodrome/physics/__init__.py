"""Formulas of flight, written once: scalars in, scalars out."""
