"""Cosmodrome: a spaceport as software. From a manifest to a complete launch plan."""

__version__ = "0.1.0"

__all__ = ["__version__"]
