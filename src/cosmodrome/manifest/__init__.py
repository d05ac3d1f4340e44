"""What the customers ask: missions, spacecraft, target orbits, dates."""

from cosmodrome.manifest.mission import Closure, Manifest, Mission, Season
from cosmodrome.manifest.orbit import (
    ElementsMeant,
    OrbitKind,
    OrbitTolerance,
    RendezvousProfile,
    TargetOrbit,
    WalkerPattern,
)

__all__ = [
    "Closure",
    "ElementsMeant",
    "Manifest",
    "Mission",
    "OrbitKind",
    "OrbitTolerance",
    "RendezvousProfile",
    "Season",
    "TargetOrbit",
    "WalkerPattern",
]
