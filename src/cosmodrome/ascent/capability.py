"""How much does it lift? The payload that leaves zero margin."""

from cosmodrome.ascent.optimise import Capability, LoadingPolicy, Optimiser
from cosmodrome.manifest import TargetOrbit
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.vehicles import Configuration


def payload_capability(
    configuration: Configuration,
    launch_complex: LaunchComplex,
    orbit: TargetOrbit,
    *,
    loading: LoadingPolicy = "full",
) -> Capability:
    """Return the largest payload, adapter included; see `Optimiser.capability`."""
    return Optimiser(configuration, launch_complex, orbit).capability(loading)
