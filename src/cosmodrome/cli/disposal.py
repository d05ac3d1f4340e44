"""What becomes of the upper stage of a flight asked for, and where do its pieces fall?"""

from typing import TYPE_CHECKING

from cosmodrome.errors import InputError

if TYPE_CHECKING:
    from cosmodrome.ascent.optimise import Ascent
    from cosmodrome.cli.request import Request
    from cosmodrome.safety.disposal import DisposalPlan
    from cosmodrome.safety.region import Region
    from cosmodrome.safety.weather import Weather
    from cosmodrome.vehicles import Disposal, UpperStage

DISPOSAL_CASES = 2048


def stage_to_dispose_of(request: "Request") -> "tuple[UpperStage, Disposal]":
    """Return the upper stage of a request, and how it says that it is disposed of.

    Raises
    ------
    InputError
        If there is none, or it does not say so.
    """
    stage = request.configuration.upper_stage
    if stage is None or stage.disposal is None:
        raise InputError(f"--disposal: {request.configuration.id} has no upper stage to dispose of")
    return stage, stage.disposal


def dispose(
    request: "Request",
    flown: "Ascent",
    *,
    weather: "Weather",
    seed: int,
    containment_probability: float,
) -> "tuple[DisposalPlan, Region | None]":
    """Return the disposal of an upper stage after injection, and the footprint of its pieces.

    Raises
    ------
    InputError
        If there is no upper stage, or it does not say how it is disposed of.
    """
    import numpy as np

    from cosmodrome.safety.disposal import disposal_plan
    from cosmodrome.safety.disposal_falls import disposal_falls
    from cosmodrome.safety.region import cloud_of, region_of
    from cosmodrome.store.disposal_file import load_disposal_areas
    from cosmodrome.store.layers import layers_over

    stage, how = stage_to_dispose_of(request)
    injected = flown.injection
    separated = np.array([*injected.r_eci_m, *injected.v_eci_m_s, flown.profile.end_s])
    areas = load_disposal_areas(layers_over(request.site.catalogue.folders))
    plan = disposal_plan(separated, stage, areas)
    if plan.outcome != "aimed":
        return plan, None
    falls = disposal_falls(
        plan,
        how,
        weather,
        sampling="sobol",
        seed=seed,
        first_case=0,
        cases=DISPOSAL_CASES,
    )
    impacts_deg = falls.impacts[..., :2].transpose(1, 0, 2).reshape(-1, 2)
    cloud = cloud_of(impacts_deg[np.isfinite(impacts_deg).all(axis=1)], cases=DISPOSAL_CASES)
    return plan, region_of(cloud, containment_probability=containment_probability)


def disposal_words(plan: "DisposalPlan") -> str:
    """Return what becomes of the stage, in a line."""
    if plan.impact is not None and plan.area is not None and plan.burn_s is not None:
        return (
            f"burns {plan.speed_change_m_s:.0f} m/s at T+{plan.burn_s:.0f} s, falls into the "
            f"{plan.area.name} at {plan.impact[1]:.2f}, {plan.impact[0]:.2f} deg"
        )
    return (
        f"stays in orbit for about {plan.lifetime_d:.3g} days ({plan.outcome}): "
        f"{plan.available_m_s:.0f} m/s are left and {plan.least_m_s:.0f} would be needed"
    )
