"""What the customers ask: missions, spacecraft, target orbits, dates."""

from cosmodrome.manifest.mission import Closure, Manifest, Mission, Season
from cosmodrome.manifest.orbit import OrbitKind, OrbitTolerance, TargetOrbit

__all__ = [
    "Closure",
    "Manifest",
    "Mission",
    "OrbitKind",
    "OrbitTolerance",
    "Season",
    "TargetOrbit",
]
